"""What falls due: days by the file alone, moved by what was done and by what was called for."""

from datetime import date
from pathlib import Path

import pytest
from builders import HEAD, Desk, FakeView, event

from servanda.record import Event
from servanda.verdicts import judge
from servanda.verdicts.calendar import coming

STAND = "{id: stand, party: A, form: perform, act: {type: RETREAT, mode: dismantle, object: stand}, within: P90D}"
REPORT = "{id: report, party: A, form: repeat, act: {type: COOPERATE, mode: declare}, every: P3M, grace: P15D}"
LIFT = (
    "{id: lift, party: B, form: respond, when: {party: A, type: RETREAT, mode: dismantle}, "
    "act: {type: CONCEDE, mode: lift sanctions}, within: P60D}"
)
QUIET = "{id: quiet, party: [A, B], form: refrain, act: {type: MOBILIZE, mode: test}, until: 2031-01-31}"
OPEN = "{id: open, party: A, form: perform, act: {type: COOPERATE, mode: declare}}"
WISH = "{id: wish, party: A, form: endeavour, end: a quiet lake}"


def declared(day: str) -> Event:
    return event("COOPERATE declare", day, by="A")


def gone(day: str) -> Event:
    return event("RETREAT dismantle", day, by="A", object="stand")


@pytest.mark.parametrize(
    ("obligation", "day", "events", "expected"),
    [
        (STAND, "2030-03-01", [], [("2030-05-02", "due", ("A",))]),
        (STAND, "2030-01-15", [], [("2030-05-02", "due", ("A",))]),  # the days before the entry into force
        (STAND, "2030-01-09", [], []),  # the day before the signature
        (STAND, "2030-05-02", [], [("2030-05-02", "due", ("A",))]),
        (STAND, "2030-05-03", [], []),  # overdue is nothing that comes
        (STAND, "2030-03-01", [gone("2030-02-20")], []),
        (REPORT, "2030-03-01", [], [("2030-05-16", "due", ("A",))]),
        (REPORT, "2030-05-10", [], [("2030-05-16", "due", ("A",))]),  # grace
        (REPORT, "2030-05-10", [declared("2030-04-20")], [("2030-08-16", "due", ("A",))]),
        (REPORT, "2030-05-17", [], [("2030-08-16", "due", ("A",))]),
        (LIFT, "2030-03-01", [], []),
        (LIFT, "2030-03-01", [gone("2030-02-20")], [("2030-04-21", "answer", ("B",))]),
        (LIFT, "2030-05-01", [gone("2030-02-20")], []),
        (QUIET, "2030-03-01", [], [("2031-01-31", "lapse", ("A", "B"))]),
        (QUIET, "2031-02-01", [], []),
        (OPEN, "2030-03-01", [], []),
        (WISH, "2030-03-01", [], []),
    ],
)
def test_what_falls_due_after_a_day(
    tmp_path: Path, obligation: str, day: str, events: list[Event], expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert told(Desk(tmp_path, [obligation], events=events), day) == expected


def test_the_end_of_the_agreement_comes_too_and_what_ends_with_it_is_not_told_twice(tmp_path: Path) -> None:
    head = HEAD.replace("to: null", "to: 2030-06-30")
    assert told(Desk(tmp_path, [QUIET.replace("2031-01-31", "2030-06-30"), REPORT], head=head), "2030-03-01") == [
        ("2030-05-16", "due", ("A",)),
        ("2030-06-30", "end", ()),
    ]
    assert told(Desk(tmp_path, [REPORT], head=head), "2030-06-01") == [("2030-06-30", "end", ())]
    assert told(Desk(tmp_path, [REPORT], head=head), "2030-07-01") == []


def test_where_the_day_of_entry_is_open_so_is_the_day_due(tmp_path: Path) -> None:
    head = HEAD.replace("from: 2030-02-01", "from: 2030-02-01/2030-02-11")
    (one,) = found(Desk(tmp_path, [STAND], head=head), "2030-02-20")
    assert (one.day, one.latest) == (date(2030, 5, 2), date(2030, 5, 12))


def test_an_agreement_that_never_entered_into_force_brings_nothing(tmp_path: Path) -> None:
    assert (
        told(Desk(tmp_path, [STAND, REPORT], head=HEAD.replace("from: 2030-02-01", "from: null")), "2030-03-01") == []
    )


def test_a_call_is_named_that_an_answer_is_due_to(tmp_path: Path) -> None:
    call = gone("2030-02-20")
    (one,) = found(Desk(tmp_path, [LIFT], events=[call]), "2030-03-01")
    assert set(one.by) == {s.id for s in call.statements}


def found(desk: Desk, day: str) -> tuple:  # type: ignore[type-arg]
    as_of = date.fromisoformat(day)
    judged = judge(desk.agreement, FakeView(as_of, tuple(desk.events)), desk.names)
    return coming(desk.agreement, judged.verdicts, as_of)


def told(desk: Desk, day: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.day.isoformat(), one.kind, one.parties) for one in found(desk, day)]
