"""A decision that was taken back counts for nothing, and all of it stays in the ledger."""

import io
import threading
from pathlib import Path

import pytest
from ledgers import NOW, day, document, said

from servanda.errors import Faults, UsageError
from servanda.record import Record
from servanda.record.store import Store
from servanda.statement import Statement

SAID = day("2030-03-02")
LATE = day("2040-01-01")


@pytest.fixture
def s(record: Record) -> Statement:
    text = document("a")
    coded = said(text, coder_version="1")
    record.add(text, SAID, "given", [coded], recorded=NOW)
    return coded


def shown(record: Record) -> list[str]:
    return [s.id for s in record.view(LATE).statements()]


def test_what_was_rejected_comes_back(record: Record, s: Statement) -> None:
    record.decide(s.id, coder="ann", decision="reject", why="no test", recorded=NOW)
    assert shown(record) == []
    assert record.undo(s.id, coder="ann", why="a slip", recorded=NOW) == "reject"
    assert shown(record) == [s.id]
    assert [(e.what, e.who, e.why) for e in record.history(s.id)][1:] == [
        ("reject", "ann", "no test"),
        ("took back reject", "ann", "a slip"),
    ]
    assert record.decided() == ()


def test_the_decision_before_stands_again(record: Record, s: Statement) -> None:
    first = record.decide(s.id, coder="ann", decision="correct", changes={"place": "Kessel"}, recorded=NOW)
    second = record.decide(s.id, coder="bo", decision="correct", changes={"certainty": 1}, recorded=NOW)
    assert first
    assert second
    assert shown(record) == [second.id]
    record.undo(s.id, coder="bo", recorded=NOW)
    assert shown(record) == [first.id]
    record.undo(s.id, coder="ann", recorded=NOW)
    assert shown(record) == [s.id]
    with pytest.raises(UsageError, match="no decision to take back"):
        record.undo(s.id, coder="ann", recorded=NOW)


def test_nobody_takes_back_what_another_decided(record: Record, s: Statement) -> None:
    record.decide(s.id, coder="ann", decision="reject", recorded=NOW)
    with pytest.raises(UsageError):
        record.undo(s.id, coder="bo", recorded=NOW)
    assert shown(record) == []


def test_a_newer_reading_does_not_bring_back_what_was_undone(record: Record, s: Statement) -> None:
    record.decide(s.id, coder="ann", decision="correct", changes={"place": "Kessel"}, recorded=NOW)
    record.undo(s.id, coder="ann", recorded=NOW)
    again = said(document("a"), coder_version="2", certainty=2.0)
    assert record.add(document("a"), SAID, "given", [again], recorded=NOW)
    assert shown(record) == [again.id]


def test_it_travels_with_the_codings(record: Record, s: Statement, tmp_path: Path) -> None:
    record.decide(s.id, coder="ann", decision="reject", recorded=NOW)
    record.undo(s.id, coder="ann", why="a slip", recorded=NOW)
    record.decide(s.id, coder="ann", decision="correct", changes={"place": "Kessel"}, recorded=NOW)
    stream = io.StringIO()
    assert record.export(stream) == 3
    with Record.open(tmp_path / "other.db") as other:
        other.add(document("a"), SAID, "given", [s], recorded=NOW)
        assert other.import_(stream.getvalue().splitlines(), recorded=NOW) == 3
        assert other.import_(stream.getvalue().splitlines(), recorded=NOW) == 0
        assert [one.place for one in other.view(LATE).statements()] == ["Kessel"]
        assert [e.what for e in other.history(s.id)] == [e.what for e in record.history(s.id)]
        only_undo = stream.getvalue().splitlines()[1]
    with Record.open(tmp_path / "third.db") as third:
        third.add(document("a"), SAID, "given", [s], recorded=NOW)
        with pytest.raises(Faults, match="no decision to take back"):
            third.import_([only_undo], recorded=NOW)


def test_what_people_decided_is_told_with_the_machines_coding(record: Record, s: Statement) -> None:
    made = record.decide(s.id, coder="ann", decision="correct", changes={"place": "Kessel"}, recorded=NOW)
    assert made
    again = record.decide(made.id, coder="bo", decision="correct", changes={"certainty": 1}, recorded=NOW)
    record.decide(s.id, coder="cy", decision="reject", why="no", recorded=NOW)
    told = record.decided()
    assert [(one.statement.id, one.coder, one.result) for one in told] == [
        (s.id, "ann", made),
        (s.id, "bo", again),
        (s.id, "cy", None),
    ]
    assert all(one.current for one in told)
    record.withdraw(s.id, by="ann", why="gone", recorded=NOW)
    assert not any(one.current for one in record.decided())


def test_threads_that_ended_leave_no_connection_open(path: Path) -> None:
    store = Store(path, create=True, busy_seconds=1)
    for _ in range(20):
        thread = threading.Thread(target=store.connection)
        thread.start()
        thread.join()
    assert len(store._open) <= 2
    store.close()
