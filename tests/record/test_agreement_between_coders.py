"""Krippendorff's alpha: the worked example of its author, its bounds, and what counts as agreeing on the bench."""

import math
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgers import NOW, day, document, said

from servanda.record import Record
from servanda.record.agreement_between_coders import Level, Value, agreement_between_coders, alpha

#: Four observers of twelve units, with gaps: the reliability data of Krippendorff's own worked example.
OBSERVED = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


@pytest.mark.parametrize(("level", "expected"), [("nominal", 0.743), ("interval", 0.849)])
def test_the_worked_example(level: Level, expected: float) -> None:
    units = [[float(v) for v in unit if v is not None] for unit in zip(*OBSERVED, strict=True)]
    assert alpha(units, level) == pytest.approx(expected, abs=0.0005)


def naive(units: Sequence[Sequence[Value]], level: Level) -> float | None:
    """The formula as it is written: observed over expected disagreement of all pairs."""

    def apart(a: Value, b: Value) -> float:
        return (float(a) - float(b)) ** 2 if level == "interval" else float(a != b)  # type: ignore[arg-type]

    paired = [u for u in units if len(u) > 1]
    flat = [v for u in paired for v in u]
    if len(flat) < 2:
        return None
    expected = sum(apart(a, b) for i, a in enumerate(flat) for j, b in enumerate(flat) if i != j)
    if not expected:
        return None
    observed = sum(
        apart(a, b) / (len(u) - 1) for u in paired for i, a in enumerate(u) for j, b in enumerate(u) if i != j
    )
    return 1 - (observed / len(flat)) / (expected / (len(flat) * (len(flat) - 1)))


@given(st.lists(st.lists(st.integers(0, 4), max_size=4), max_size=8), st.sampled_from(["nominal", "interval"]))
def test_it_is_the_formula(units: list[list[int]], level: Level) -> None:
    wanted, found = naive(units, level), alpha(units, level)
    assert (wanted is None) == (found is None)
    if wanted is not None and found is not None:
        assert math.isclose(found, wanted, abs_tol=1e-9)


def test_whole_agreement_is_one_and_chance_is_about_nought() -> None:
    assert alpha([["a", "a"], ["b", "b", "b"]], "nominal") == 1
    assert alpha([["a", "a"], ["a", "a"]], "nominal") is None, "where nothing varies, nothing can be told"
    assert alpha([[0.1, 0.1, 0.1], [0.1, 0.1, 0.1]], "interval") is None, "nor where only a rounded mean seems to"
    assert alpha([["a"], []], "nominal") is None
    dice = random.Random(1)
    by_chance = alpha([[dice.choice("ab"), dice.choice("ab")] for _ in range(4000)], "nominal")
    assert by_chance is not None
    assert abs(by_chance) < 0.05


def test_the_bench_counts_a_coders_last_decision_and_needs_two_coders(record: Record) -> None:
    names = [f"d{n}" for n in range(4)]
    for name in names:
        text = document(name)
        record.add(text, day("2030-03-02"), "given", [said(text, coder_version="1")], recorded=NOW)
    ids = [s.id for s in record.view(day("2040-01-01")).statements()]

    def decide(number: int, coder: str, decision: str, **changes: object) -> None:
        record.decide(ids[number], coder=coder, decision=decision, changes=changes, recorded=NOW)

    decide(0, "ann", "confirm")
    decide(0, "bo", "correct", place="Kessel")
    decide(1, "ann", "reject")
    decide(1, "ann", "confirm")  # her last word
    decide(1, "bo", "confirm")
    decide(2, "ann", "reject")
    decide(2, "bo", "confirm")
    decide(3, "ann", "correct", certainty=-3)  # by one coder only
    found = {one.field: one for one in agreement_between_coders(record.decided())}
    assert (found["stands"].units, found["stands"].alike) == (3, 2)
    assert (found["place"].units, found["place"].alike) == (2, 1), "who rejects a coding says nothing of its place"
    assert found["type"].alpha is None
    assert "value" not in found
    record.undo(ids[2], coder="ann", recorded=NOW)
    assert {one.field: one.units for one in agreement_between_coders(record.decided())}["stands"] == 2
