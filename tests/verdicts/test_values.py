"""Values of a quantity under a cap: who states them, and what comes of it when they do not agree."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import Desk, FakeView

from servanda.days import parse_period
from servanda.record import Interests, group
from servanda.statement import Statement
from servanda.verdicts import Verdict, judge

CAP = "{id: cap, party: A, form: limit, act: {quantity: launchers}, at_most: 800}"
INTERESTS = Interests(parties={"Arland": "A", "Borland": "B"}, kinds={"Inspectors": "inspection"})
DAY = "2030-03-01"


def value(source: str, number: float, *, day: str = DAY, key: str | None = None, actor: str = "Arland") -> Statement:
    return Statement(
        document="facts/n.csv", source=source, origin=source, row=2, text=f"{number}",
        kind="quantity", about="launchers", value=number, actors=(actor,) if actor else (), holds=parse_period(day),
        published=date.fromisoformat(day), event=key,
    )  # fmt: skip


def verdict(folder: Path, *statements: Statement, as_of: str = "2030-07-01") -> Verdict:
    desk = Desk(folder, [CAP])
    events = group(statements, INTERESTS)
    return judge(desk.agreement, FakeView(date.fromisoformat(as_of), events), desk.names).verdicts[0]


@pytest.mark.parametrize("keys", [("a", "b"), ("one", "one"), (None, None)])
def test_two_interested_parties_that_contradict_each_other_leave_it_open(
    tmp_path: Path, keys: tuple[str | None, str | None]
) -> None:
    found = verdict(tmp_path, value("Arland", 800, key=keys[0]), value("Borland", 901, key=keys[1]))
    assert (found.verdict, found.strength) == ("cannot tell", "disputed")
    assert found.reason.startswith(
        "It would be kept so far, if this value is wrong: launchers of Arland at 901 on 1 March 2030 (disputed); broken, if "
        "this value is right on 1 March 2030: launchers of Arland at 901 on 1 March 2030 (disputed); silence does not count here"
    )
    assert [s.value for s in found.evidence_for] == [800]
    assert [s.value for s in found.evidence_against] == [901]
    assert found.would_settle == ("which value is right: launchers of Arland at 901 on 1 March 2030 (disputed)",)


@pytest.mark.parametrize(
    ("said", "word", "strength"),
    [
        ([("Arland", 700)], "kept so far", "claimed"),
        ([("Borland", 700)], "kept so far", "claimed"),
        ([("Arland", 901)], "broken", "established"),  # an admission
        ([("Borland", 901)], "cannot tell", "claimed"),
        ([("Arland", 700), ("Borland", 700)], "kept so far", "established"),
        ([("Inspectors", 901)], "broken", "established"),
        ([("Post", 901)], "broken", "reported"),
        ([("Arland", 700), ("Post", 760)], "kept so far", "disputed"),
        ([("Post", 850), ("Borland", 901)], "broken", "disputed"),
        ([("Arland", 700), ("Post", 850)], "cannot tell", "disputed"),
    ],
)
def test_who_states_a_value(tmp_path: Path, said: list[tuple[str, float]], word: str, strength: str) -> None:
    found = verdict(tmp_path, *(value(source, number) for source, number in said))
    assert (found.verdict, found.strength) == (word, strength), found.reason


def test_the_other_party_s_count_of_nobody_s_arms_is_no_report_of_a_breach(tmp_path: Path) -> None:
    assert verdict(tmp_path, value("Borland", 901, actor="")).verdict == "cannot tell"
    assert verdict(tmp_path, value("Post", 901, actor="")).verdict == "broken"


def test_of_two_values_of_one_day_the_reason_names_the_one_above_the_cap(tmp_path: Path) -> None:
    one, two = value("Post", 700, key="a"), value("Post", 901, key="b")
    for statements in ((one, two), (two, one)):
        found = verdict(tmp_path, *statements)
        assert found.verdict == "broken"
        assert "901" in found.reason
        assert "700" not in found.reason


def test_a_claim_against_an_older_value_may_be_remedied_by_a_newer_one(tmp_path: Path) -> None:
    statements = [value("Arland", 800), value("Borland", 901), value("Arland", 780, day="2030-09-01")]
    assert verdict(tmp_path, *statements, as_of="2030-10-01").verdict == "cannot tell"
    assert verdict(tmp_path, replace(statements[2], id=""), as_of="2030-10-01").verdict == "kept so far"
