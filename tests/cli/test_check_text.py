"""What `servanda check` prints for a reader: what cannot be measured in one entry, and the gravest of what nothing covers."""

from datetime import date
from pathlib import Path

from accord import accord

from servanda.agreement import Names, load
from servanda.cli.check import GRAVEST, as_text
from servanda.days import Period
from servanda.record import Event
from servanda.verdicts import Court, Judgement, NotCovered, rule

OBLIGATIONS = (
    "{id: quiet, party: [A, B], form: endeavour, end: quiet lake}",
    "{id: clean, party: A, form: endeavour, end: clean lake, readings: [{by: B, act: {type: RETREAT}, until: 2030-06-30}]}",
    "{id: calm, party: A, form: endeavour, end: calm lake, readings: [{by: B, end: calm shores}]}",
)


def text(folder: Path, acts: int) -> list[str]:
    path = folder / "agreement.yaml"
    path.write_text(accord(*OBLIGATIONS), encoding="utf-8")
    agreement = load(path)
    day = date(2030, 7, 1)
    court = Court.of(agreement, Names.of(agreement))
    verdicts = tuple(rule(court.hear(case, (), day)) for case in court.cases())
    holds = Period(date(2030, 3, 1), date(2030, 3, 1))
    events = [
        Event(f"e{n}", "reported", "test", "ASSAULT", "bomb", ("Arland",), (), f"hut {n}", None, holds=holds)
        for n in range(acts)
    ]
    return as_text(Judgement(verdicts, tuple(NotCovered(e, None, "Why.") for e in events)), "Lake").splitlines()


def test_what_is_not_measurable_in_any_reading_is_one_entry_for_each_provision(tmp_path: Path) -> None:
    lines = text(tmp_path, 0)
    entries = [line for line in lines if line.startswith("NOT MEASURABLE")]
    assert entries[0] == "NOT MEASURABLE  1 clean, A"
    assert entries[1:] == ["NOT MEASURABLE  1 quiet, A and B; calm, A, in every reading"]
    reasons = lines[lines.index(entries[1]) + 1 :]
    assert ["quiet lake" in reasons[0], "calm lake" in reasons[1], len(reasons)] == [True, True, 2]
    assert any("clean, A, as B reads it" in line for line in lines), "a reading that can be measured is told"


def test_of_what_nothing_covers_the_gravest_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    lines = text(tmp_path, GRAVEST + 3)
    assert sum("“bomb: hut" in line for line in lines) == GRAVEST
    assert lines[-1].strip().startswith("and 3 more")
    assert "more" not in text(tmp_path, GRAVEST)[-1]
