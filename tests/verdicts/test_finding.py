"""From evidence to outcomes: what may be left out, how sets become words, and the record's own grouping."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import Desk, FakeView, event
from scenes import random_scene

from servanda.days import Period
from servanda.record import group
from servanda.statement import Statement
from servanda.verdicts import judge
from servanda.verdicts.evidence import Seen
from servanda.verdicts.finding import Acts, gravest, word_of
from servanda.verdicts.worlds import Scene, possible

TEST = "{id: no-test, party: A, form: refrain, act: {type: MOBILIZE, mode: test}}"


def test_acts_that_cannot_matter_to_a_call_are_left_out() -> None:
    """The outcomes are the same without them, for calls and acts of uncertain days and occurrence."""
    fewer = 0
    for seed in range(1500):
        scene = random_scene(random.Random(f"near {seed}"), "respond")
        (call,) = scene.places("call")
        seen = [Seen(event("CONSULT meet", "2030-01-01", key=str(i)), h) for i, h in enumerate(scene.happenings)]
        acts = [s for s in seen if s.happening.role == "act"]
        near = Acts(acts, scene.duty).near(seen[call], scene.duty)
        others = [h for h in scene.happenings if h.role != "act"]
        reduced = Scene(scene.duty, (*others, *(s.happening for s in near)))
        assert set(possible(reduced)) == set(possible(scene)), seed
        fewer += len(near) < len(acts)
    assert fewer > 100


@pytest.mark.parametrize(
    ("outcomes", "word"),
    [
        (("broken",), "broken"),
        (("broken", "kept so far"), "cannot tell"),
        (("not called",), None),
        (("fulfilled", "not called"), "fulfilled"),
        (("pending", "not called"), "pending"),
        (("overdue", "not called"), "cannot tell"),
        (("remedied", "not called"), "cannot tell"),
    ],
)
def test_words_for_sets(outcomes: tuple[str, ...], word: str | None) -> None:
    assert word_of(outcomes) == word


def test_the_gravest_word() -> None:
    assert gravest(["fulfilled", "pending", "overdue"]) == "overdue"
    assert gravest(["fulfilled", "cannot tell", "remedied"]) == "cannot tell"
    assert gravest([]) == "not in force"


def launch(number: int, origin: str, certainty: float = 3.0) -> Statement:
    return Statement(
        f"articles/{number}.txt", f"Paper {number}", type="MOBILIZE", mode="test", actors=("Arland",),
        holds=Period.of(date(2030, 3, 1)), published=date(2030, 3, 2), origin=origin, certainty=certainty,
        quote="Arland tested a rocket.", start=0, end=23, head=7,
    )  # fmt: skip


def verdict(folder: Path, statements: list[Statement]) -> tuple[str, str | None]:
    desk = Desk(folder, [TEST])
    found = judge(desk.agreement, FakeView(date(2030, 7, 1), group(statements)), desk.names).verdicts[0]
    return found.verdict, found.strength


def test_copies_add_nothing_and_order_is_of_no_matter(tmp_path: Path) -> None:
    one, copies = [launch(1, "o1")], [launch(n, "o1") for n in range(1, 6)]
    assert verdict(tmp_path, one) == verdict(tmp_path, copies) == ("broken", "reported")
    several = [*copies, launch(7, "o2"), launch(8, "o3", certainty=-3.0)]
    expected = verdict(tmp_path, several)
    assert verdict(tmp_path, [*copies, launch(7, "o2")]) == ("broken", "established")
    for seed in range(5):
        shuffled = list(several)
        random.Random(seed).shuffle(shuffled)
        assert verdict(tmp_path, shuffled) == expected == ("cannot tell", "disputed")


def test_a_statement_taken_out_leaves_what_was_without_it(tmp_path: Path) -> None:
    several = [launch(1, "o1"), launch(2, "o2"), replace(launch(3, "o3"), certainty=-3.0, id="")]
    assert verdict(tmp_path, several[:1]) == ("broken", "reported")
    assert verdict(tmp_path, several[2:]) == ("kept so far", None)
