"""Opening: versions, other people's files, damage, locks, disks without space, folders without permission."""

import os
import resource
import sqlite3
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from ledgers import NOW, day, document, said

from servanda.errors import RecordError
from servanda.record import Record
from servanda.record.store import APPLICATION_ID, VERSION


def refusal(path: Path, **options: object) -> str:
    with pytest.raises(RecordError) as raised, Record.open(path, **options) as record:  # type: ignore[arg-type]
        record.view(day("2030-01-01")).events()
    return raised.value.code


def test_a_new_record_bears_our_mark_and_its_version(record: Record, path: Path) -> None:
    with sqlite3.connect(path) as other:
        assert other.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert other.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    other.close()


def test_a_missing_record_is_not_made_by_who_only_looks(path: Path) -> None:
    assert refusal(path, create=False) == "SV408"
    assert not path.exists()


def test_version_1_is_migrated_with_what_it_holds(path: Path) -> None:
    """A record as version 1 wrote it: without the search index, with a statement in it."""
    old = sqlite3.connect(path)
    old.executescript(files("servanda.record").joinpath("schema", "1.sql").read_text(encoding="utf-8"))
    old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    old.execute("PRAGMA user_version = 1")
    old.execute(
        "INSERT INTO documents VALUES (1, 'a', 'x', '', 'Ships left.', 11, NULL, NULL, NULL, NULL, '2030-03-02',"
        " 'given', 'Herald', NULL, '{}', '2031-01-01T00:00:00+00:00')"
    )
    old.execute(
        'INSERT INTO statements (version, digest, mention, recorded, document, source, kind, start, "end", quote,'
        " speakers, actors, recipients, certainty, published, origin, coder, coder_version, id) VALUES (1, 'd', 'm',"
        " '2031-01-01T00:00:00+00:00', 'a', 'Herald', 'event', 0, 11, 'Ships left.', '[]', '[]', '[]', 3.0,"
        " '2030-03-02', 'Herald', 'reader', '', 's1')"
    )
    old.commit()
    old.close()
    with Record.open(path) as record:
        assert [s.id for s in record.search("ships", as_of=day("2030-03-02"))] == ["s1"]
        assert record.text("a") == "Ships left."


def test_a_newer_record_is_refused_and_left_alone(record: Record, path: Path) -> None:
    record.close()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    before = path.read_bytes()
    assert refusal(path) == "SV401"
    assert path.read_bytes() == before


def test_another_program_s_database_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    before = path.read_bytes()
    assert refusal(path) == "SV402"
    assert path.read_bytes() == before


def test_what_is_no_database_is_refused(path: Path) -> None:
    path.write_bytes(b"This is no database, though it is long enough to be one." * 100)
    assert refusal(path) == "SV402"


def test_a_damaged_record_is_refused(record: Record, path: Path) -> None:
    for number in range(40):
        a = document(f"a{number}", "News. " * 400 + "Arland launched a missile over the bay.")
        record.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW)
    record.close()
    data = bytearray(path.read_bytes())
    for at in range(8192, len(data), 64):
        data[at : at + 32] = b"\xff" * 32
    path.write_bytes(data)
    assert refusal(path) == "SV402"


def test_a_locked_record_is_waited_for_then_refused(record: Record, path: Path) -> None:
    a = document("a")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with Record.open(path, busy_seconds=0.05) as waiting:
        assert waiting.view(day("2030-03-02")).statements() == ()
        with pytest.raises(RecordError) as raised:
            waiting.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW)
        assert raised.value.code == "SV403"
        holder.execute("ROLLBACK")
        holder.close()
        assert waiting.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere" / "record.db") == "SV404"


FULL = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from ledgers import NOW, day, document, said
from servanda.errors import RecordError
from servanda.record import Record
kept = 0
with Record.open(Path(sys.argv[1])) as record:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    try:
        for n in range(1000):
            a = document(f"a{n}", "News. " * 500 + "Arland launched a missile over the bay.")
            record.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW)
            kept += 1
    except RecordError as error:
        print(kept, error.code)
"""


def test_a_full_disk_is_told_and_what_was_committed_stays(path: Path) -> None:
    """A limit on the size of files stands for the disk: writes beyond it fail as they do without space."""
    here = str(Path(__file__).parent)
    done = subprocess.run([sys.executable, "-c", FULL, str(path), here], capture_output=True, text=True, check=True)
    kept, code = done.stdout.split()
    assert code == "SV404"
    assert int(kept) > 3
    with Record.open(path) as record:
        assert len(record.view(day("2030-03-02")).documents()) == int(kept)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_only_be_read_can_be_read(record: Record, path: Path) -> None:
    a = document("a")
    record.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW)
    record.close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with Record.open(path, create=False) as reading:
            assert len(reading.view(day("2030-03-02")).statements()) == 1
            with pytest.raises(RecordError) as raised:
                reading.add(document("b"), None, "unknown", [], recorded=NOW)
            assert raised.value.code == "SV404"
    finally:
        path.parent.chmod(0o755)


def test_rows_can_neither_be_changed_nor_deleted(record: Record, path: Path) -> None:
    a = document("a")
    record.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW)
    other = sqlite3.connect(path)
    tables = [
        r[0] for r in other.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if "search" not in r[0]
    ]
    assert len(tables) == 7
    for table in ("documents", "statements"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute(f"UPDATE {table} SET recorded = ''")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute(f"DELETE FROM {table}")
    triggers = {r[0] for r in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert {f"{t}_no_{what}" for t in tables for what in ("update", "delete")} <= triggers
    other.close()


def test_the_limit_on_files_is_not_left_behind() -> None:
    """The test of the full disk must limit its own process alone."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
