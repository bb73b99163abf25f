"""What people decide goes before what the machine coded, and nothing is erased."""

from typing import Any

import pytest
from ledgers import NOW, SENTENCE, day, document, row, said

from servanda.errors import RecordError, UsageError
from servanda.record import Record
from servanda.statement import Statement

LATE = day("2040-01-01")
SAID = day("2030-03-02")


def decide(record: Record, s: Statement | str, decision: str, coder: str = "ann", **changes: Any) -> Statement | None:
    target = s if isinstance(s, str) else s.id
    return record.decide(target, coder=coder, decision=decision, changes=changes, why="because", recorded=NOW)


def shown(record: Record, as_of: str = "2040-01-01") -> list[str]:
    return [s.id for s in record.view(day(as_of)).statements()]


@pytest.fixture
def s(record: Record) -> Statement:
    a = document("a")
    coded = said(a, coder_version="1")
    record.add(a, SAID, "given", [coded], recorded=NOW)
    return coded


def test_a_confirmed_statement_stays(record: Record, s: Statement) -> None:
    assert decide(record, s, "confirm") == s
    assert shown(record) == [s.id]


def test_a_rejected_statement_is_in_no_view_but_in_the_ledger(record: Record, s: Statement) -> None:
    assert decide(record, s, "reject") is None
    assert shown(record) == shown(record, "2030-03-02") == []
    assert record.view(LATE).events() == ()
    assert record.stored(s.id) == s
    assert [(e.what, e.who, e.why) for e in record.history(s.id)] == [
        ("added", "reader 1", ""),
        ("reject", "ann", "because"),
    ]
    decide(record, s, "confirm", "bo")
    assert shown(record) == [s.id], "the latest decision stands"


def test_a_correction_takes_the_place_from_the_same_day_on(record: Record, s: Statement) -> None:
    new = decide(record, s, "correct", actors=["Borland"], holds_from="2030-02-28", certainty=2, place="Kessel")
    assert new is not None
    assert (new.actors, new.certainty, new.place, new.coder, new.quote) == (
        ("Borland",),
        2.0,
        "Kessel",
        "ann",
        SENTENCE,
    )
    assert new.holds.start == day("2030-02-28")
    assert shown(record) == shown(record, "2030-03-02") == [new.id]
    assert shown(record, "2030-03-01") == []
    assert record.view(LATE).events()[0].actors == ("Borland",)
    assert "corrects" in record.history(new.id)[0].why


def test_the_second_correction_replaces_the_first_and_what_hung_on_it(record: Record, s: Statement) -> None:
    first = decide(record, s, "correct", actors=["Borland"])
    assert first
    deeper = decide(record, first, "correct", mode="deploy")
    assert deeper
    assert shown(record) == [deeper.id]
    second = decide(record, s, "correct", "bo", actors=["Cerland"])
    assert second
    assert shown(record) == [second.id]
    decide(record, s, "reject")
    assert shown(record) == []


def test_a_correction_back_to_the_machine_s_coding_shows(record: Record, s: Statement) -> None:
    first = decide(record, s, "correct", actors=["Borland"])
    assert first
    back = decide(record, first, "correct", actors=["Arland"])
    assert back
    assert shown(record) == [back.id]


def test_decisions_hold_against_later_readings_of_the_same_words(record: Record) -> None:
    text = "Arland tested. Arland built. Arland left. Arland fired."
    a = document("a", text)
    quotes = ("Arland tested.", "Arland built.", "Arland left.", "Arland fired.")
    tested, built, left, fired = (said(a, q, coder_version="1") for q in quotes)
    record.add(a, SAID, "given", [tested, built, left, fired], recorded=NOW)
    decide(record, tested, "confirm")
    decide(record, built, "reject")
    corrected = decide(record, left, "correct", mode="deploy")
    assert corrected
    again = [
        said(a, quotes[0], coder_version="2", mode="exercise"),
        said(a, quotes[1], coder_version="2"),
        said(a, quotes[2], coder_version="2", mode="operate"),
        said(a, quotes[3], coder_version="2", mode="alert"),
    ]
    record.add(a, SAID, "given", again, recorded=NOW)
    assert shown(record) == [tested.id, corrected.id, again[3].id]


def test_codings_move_along_when_the_text_around_them_changes(record: Record, s: Statement) -> None:
    decide(record, s, "confirm")
    b = document("a", f"A new beginning. {SENTENCE}")
    record.add(b, SAID, "given", [said(b, coder_version="2", mode="exercise")], recorded=NOW)
    (kept,) = record.view(LATE).statements()
    assert (kept.mode, kept.start, kept.quote) == ("test", 17, SENTENCE)
    new = decide(record, kept, "correct", mode="deploy")
    assert new
    c = document("a", f"Newer still, this text. {SENTENCE}")
    record.add(c, SAID, "given", [said(c, coder_version="3")], recorded=NOW)
    (kept,) = record.view(LATE).statements()
    assert (kept.mode, kept.coder, kept.start) == ("deploy", "ann", c.text.index(SENTENCE))
    decide(record, kept, "reject")
    d = document("a", f"And once more. {SENTENCE}")
    record.add(d, SAID, "given", [said(d, coder_version="4", mode="deploy"), said(d, coder_version="4")], recorded=NOW)
    assert shown(record) == [], "neither the corrected nor the rejected coding comes back"
    gone = document("a", "Nothing of the kind.")
    record.add(gone, SAID, "given", [], recorded=NOW)
    assert shown(record) == []


def test_a_correction_of_a_row_stands_beside_it_and_falls_with_it(record: Record) -> None:
    record.add_facts("facts/c.csv", [row(2)], recorded=NOW, sha256="1")
    new = decide(record, row(2), "correct", place="Kessel")
    assert new
    record.add_facts("facts/c.csv", [row(2), row(3, mode="deploy")], recorded=NOW, sha256="2")
    assert new.id in shown(record)
    assert row(2).id not in shown(record)
    record.add_facts("facts/c.csv", [row(3, mode="deploy")], recorded=NOW, sha256="3")
    assert shown(record) == [row(3, mode="deploy").id]


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": "x"},
        {"id": "x"},
        {"actors": "Arland"},
        {"actors": [""]},
        {"actors": [1]},
        {"certainty": 4},
        {"certainty": None},
        {"certainty": float("nan")},
        {"value": float("inf")},
        {"value": 10**400},
        {"certainty": True},
        {"certainty": "3"},
        {"holds_from": "2030-02-30"},
        {"holds_from": "2030-04-01"},
        {"type": "NOVEL"},
        {"type": 3},
        {"mode": "test"},
        {"lat": 91},
        {},
    ],
)
def test_faulty_corrections_are_refused_and_leave_nothing(
    record: Record, s: Statement, changes: dict[str, Any]
) -> None:
    with pytest.raises(UsageError):
        decide(record, s, "correct", **changes)
    assert shown(record) == [s.id]
    assert len(record.history(s.id)) == 1


def test_faulty_decisions_are_refused(record: Record, s: Statement) -> None:
    with pytest.raises(UsageError):
        decide(record, s, "maybe")
    with pytest.raises(UsageError):
        decide(record, s, "confirm", " ")
    with pytest.raises(UsageError):
        decide(record, s, "reject", mode="deploy")
    with pytest.raises(RecordError) as raised:
        decide(record, "s0", "reject")
    assert raised.value.code == "SV406"


def test_a_coder_alone_sees_no_decision_of_another(record: Record) -> None:
    a = document("a", f"{SENTENCE} The North said so.")
    first, second = said(a), said(a, "The North said so.")
    record.add(a, day("2030-03-02"), "given", [first, second], recorded=NOW)
    record.decide(first.id, coder="Ann", decision="reject", recorded=NOW)
    changed = record.decide(second.id, coder="Ann", decision="correct", changes={"place": "Kessel"}, recorded=NOW)
    assert changed
    blind = record.as_coded_by("Bo")
    assert [s.id for s in record.view(LATE).statements()] == [changed.id]
    assert {s.id for s in blind.view(LATE).statements()} == {first.id, second.id}
    assert {e.place for e in blind.view(LATE).events()} == {None}
    assert record.coders() == blind.coders() == ("Ann",)
    blind.decide(second.id, coder="Bo", decision="reject", recorded=NOW)
    assert [s.id for s in blind.view(LATE).statements()] == [first.id]
    assert record.view(LATE).statements() == ()
    assert [s.id for s in record.as_coded_by("Ann").view(LATE).statements()] == [changed.id]
    assert blind.search("missile", as_of=LATE)
    assert record.search("missile", as_of=LATE) == []
