"""Taking material into a case."""

import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tiny_reader import TinyReader

from servanda.case import IntakeReport, open_case, take
from servanda.errors import RecordError

NOW = datetime(2031, 9, 1, 12, tzinfo=UTC)
LAST = date(2040, 1, 1)


def read(folder: Path, *paths: Path, reader: TinyReader | None = None, lines: bytes | None = None) -> IntakeReport:
    with open_case(folder) as case:
        stream = io.BytesIO(lines) if lines is not None else None
        return take(case, paths, recorded=NOW, reader=reader or TinyReader(), lines=stream)


def codes(report: IntakeReport) -> list[str]:
    return [error.code for error in report.refused]


def counts(folder: Path) -> tuple[int, int]:
    """Documents and statements in the record, as SQLite itself finds them."""
    with sqlite3.connect(folder / "record.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = ("documents", "statements")
        found = tuple(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
    connection.close()
    return found[0], found[1]


def test_own_facts_and_articles_then_what_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Northbank tests here.")
    report = read(folder, tmp_path / "x.txt")
    assert report.read[:4] == ["facts/t.csv", "articles/a.txt", "articles/b.txt", "articles/c.md"]
    assert (len(report.read), report.unchanged, report.refused, report.statements) == (5, [], [], 6)


def test_the_same_again_adds_nothing_and_reads_nothing(folder: Path) -> None:
    read(folder)
    before, reader = counts(folder), TinyReader()
    report = read(folder, reader=reader)
    assert (report.read, len(report.unchanged), report.statements, reader.read_ids) == ([], 4, 0, [])
    assert counts(folder) == before


def test_a_file_read_from_another_place_is_unchanged(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Northbank tests here.")
    shutil.copy(tmp_path / "x.txt", tmp_path / "y.txt")
    read(folder, tmp_path / "x.txt")
    assert len(read(folder, tmp_path / "y.txt").unchanged) == 5


def test_a_changed_article_takes_the_place_of_the_old(folder: Path) -> None:
    read(folder)
    (folder / "articles" / "a.txt").write_text("Southbank tests a missile.")
    assert read(folder).read == ["articles/a.txt"]
    with open_case(folder) as case:
        texts = [s.quote for s in case.view(LAST).statements() if s.document == "articles/a.txt"]
    assert texts == ["Southbank tests a missile."]


def test_other_actors_are_reason_to_read_again(folder: Path) -> None:
    read(folder)
    (folder / "case.toml").write_text('[[actors]]\nname = "Mill Council"\nkind = "organisation"\n')
    reader = TinyReader()
    report = read(folder, reader=reader)
    assert len(reader.read_ids) == 3
    with open_case(folder) as case:
        assert len(case.view(LAST).statements()) == 5
    assert report.refused == []


def test_rows_that_are_gone_are_withdrawn(folder: Path) -> None:
    read(folder)
    table = folder / "facts" / "t.csv"
    table.write_text("\n".join(table.read_text().splitlines()[:2]) + "\n")
    report = read(folder)
    assert (report.statements, report.withdrawn) == (0, 1)
    table.unlink()
    assert read(folder).withdrawn == 1
    assert read(folder).withdrawn == 0


def test_what_cannot_be_used_is_told_and_the_rest_is_kept(folder: Path, tmp_path: Path) -> None:
    (folder / "articles" / "aa.txt").write_bytes(b"a\0b")
    (folder / "articles" / "bb.txt").write_text("make the reader fail")
    with (folder / "facts" / "t.csv").open("a") as table:
        table.write("f3,2019-02-30,,2031-05-02,Example Wire,MOBILIZE,test,A,\n")
    (folder / "facts" / "u.csv").write_text("nothing,of,use\n1,2,3\n")
    report = read(folder, tmp_path / "none.txt")
    assert codes(report) == ["SV303", "SV304", "SV102", "SV111", "SV106"]
    assert len(report.read) == 4
    assert report.statements == 5


def test_ids_are_unique_across_tables(folder: Path) -> None:
    shutil.copy(folder / "facts" / "t.csv", folder / "facts" / "u.csv")
    assert codes(read(folder)) == ["SV303", "SV303"]


def test_the_gate_records_what_does_not_concern_the_case_without_reading_it(folder: Path) -> None:
    other = folder / "articles" / "other.txt"
    other.write_text("The bakery by the mill won a prize for its bread.")
    settings = folder / "case.toml"
    before = settings.read_text()
    settings.write_text("[reading]\ngate = true\n" if "[reading]" not in before else before)
    reader = TinyReader()
    report = read(folder, reader=reader)
    assert len(report.passed_over) == 2, "the bakery, and the article in which nobody is named"
    assert not set(report.passed_over) & set(reader.read_ids)
    with open_case(folder) as case:
        assert set(report.passed_over) <= {d.id for d in case.view(LAST).documents()}
    assert read(folder, reader=TinyReader()).passed_over == [], "passed over once"
    settings.write_text(before)
    assert set(read(folder, reader=TinyReader()).read) == set(report.passed_over), "without the gate all is read"


def test_json_lines(folder: Path) -> None:
    lines = b'{"id": "l1", "text": "Northbank tests."}\nrubbish\n{"id": "l2", "text": "Southbank tests."}\n'
    report = read(folder, lines=lines)
    assert report.read[-2:] == ["l1", "l2"]
    assert codes(report) == ["SV108"]


def test_links_out_of_the_case(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text((folder / "facts" / "t.csv").read_text())
    (folder / "facts" / "s.csv").symlink_to(tmp_path / "secret.csv")
    os.mkfifo(folder / "facts" / "pipe.csv")
    (folder / "articles" / "s.txt").symlink_to("/etc/passwd")
    assert codes(read(folder)) == ["SV106", "SV106", "SV106"]


def test_progress_counts_to_the_end(folder: Path) -> None:
    seen: list[tuple[int, int | None, str]] = []
    with open_case(folder) as case:
        take(case, recorded=NOW, reader=TinyReader(), progress=lambda *step: seen.append(step))
    assert seen[0] == (0, 1, "facts/t.csv")
    assert seen[-1] == (3, 3, "")


def test_copies_share_an_origin(folder: Path) -> None:
    story = " ".join(
        f"Northbank tests engine number {n} on the range by the river while the envoys of both sides are waiting."
        for n in ("one", "two", "three", "four", "five", "six")
    )
    lines = [
        {"id": "first", "text": story, "published": "2031-05-01", "publisher": "Example Wire"},
        {"id": "copy", "text": story + " Southbank tests nothing.", "published": "2031-05-03", "publisher": "Post"},
    ]
    read(folder, lines="\n".join(map(json.dumps, lines)).encode())
    with open_case(folder) as case:
        statements = {
            (s.document, s.actors): s for s in case.view(LAST).statements() if s.document in ("first", "copy")
        }
        early = [s.origin for s in case.view(date(2031, 5, 2)).statements() if s.document == "first"]
    assert {s.origin for (_, actors), s in statements.items() if actors == ("Northbank",)} == {"Example Wire"}
    assert statements["copy", ("Southbank",)].origin == "Post"
    assert set(early) == {"Example Wire"}


def test_the_order_of_arrival_does_not_matter_for_origins(folder: Path, tmp_path: Path) -> None:
    story = " ".join(f"Northbank tests engine {n} on the range by the river, two officials said." for n in "abcdefgh")
    lines = [
        json.dumps(
            {"id": f"d{n}", "text": story + f" Told by {n}.", "published": f"2031-05-0{n}", "publisher": f"P{n}"}
        )
        for n in range(1, 5)
    ]
    found = []
    for number, order in enumerate((lines, lines[::-1])):
        copy = tmp_path / f"copy{number}"
        shutil.copytree(folder, copy)
        for line in order:
            read(copy, lines=line.encode())
        with open_case(copy) as case:
            found.append([(s.id, s.origin) for s in case.view(LAST).statements()])
    assert found[0] == found[1]
    assert {origin for _, origin in found[0]} >= {"P1"}


def test_several_processes_give_the_same_record(folder: Path, tmp_path: Path) -> None:
    many(folder, 30)
    (folder / "articles" / "m005a.txt").write_text("make the reader fail")
    shutil.copytree(folder, tmp_path / "copy")
    found = []
    for place, jobs in ((folder, 1), (tmp_path / "copy", 3)):
        with open_case(place) as case:
            report = take(case, recorded=NOW, reader=TinyReader(), jobs=jobs)
            found.append((report.to_json(), case.view(LAST).statements()))
    assert found[0] == found[1]
    assert len(found[0][1]) == 65


def test_locked_damaged_and_foreign_records(folder: Path) -> None:
    read(folder)
    whole = (folder / "record.db").read_bytes()
    for suffix in ("-wal", "-shm"):
        (folder / f"record.db{suffix}").unlink(missing_ok=True)
    (folder / "record.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(RecordError) as caught:
        read(folder)
    assert caught.value.code == "SV402"
    assert (folder / "record.db").read_bytes() == b"no database at all" * 100
    (folder / "record.db").write_bytes(whole[:5000])
    with pytest.raises(RecordError) as caught:
        read(folder)
    assert caught.value.code == "SV402"


DRIVER = """
import os, sys
from datetime import datetime, UTC
from pathlib import Path
from servanda.case import open_case, take
from servanda.sources import Index
from tiny_reader import TinyReader
def tell(done, total, name):
    print(name, flush=True)
def run():
    with open_case(Path(sys.argv[1])) as case:
        report = take(case, recorded=datetime(2031, 9, 1, tzinfo=UTC), reader=TinyReader(), progress=tell, jobs=2)
    print(len(report.read), len(report.refused), flush=True)
for line in sys.stdin:
    if line == "fork\\n" and (child := os.fork()):
        print(child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)
    else:
        run()
        os._exit(0)
"""


def start(folder: Path, *, before: str = "") -> subprocess.Popen[str]:
    """A process that reads the case when it is told `run`, or in a child of its own when it is told `fork`."""
    paths = os.pathsep.join([str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, "-c", before + DRIVER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"},
    )


def many(folder: Path, number: int) -> set[str]:
    for n in range(number):
        (folder / "articles" / f"m{n:03}.txt").write_text(f"Northbank tests engine {n}. Southbank tests {n} times.")
    return {f"articles/m{n:03}.txt" for n in range(number)}


def test_kill_9_at_any_moment_loses_and_doubles_nothing(folder: Path) -> None:
    wanted, chance = many(folder, 150), random.Random(7)
    committed: set[str] = set()
    within = 0
    process = start(folder)
    assert process.stdin is not None
    assert process.stdout is not None
    for _ in range(25):
        process.stdin.write("fork\n")
        process.stdin.flush()
        child = int(process.stdout.readline())
        for _ in range(chance.randint(0, len(committed) + 50)):
            if process.stdout.readline() == "gone\n":
                break
        else:
            time.sleep(chance.uniform(0, 0.05))
            os.kill(child, signal.SIGKILL)
            while process.stdout.readline() != "gone\n":
                pass
        if not (folder / "record.db").exists():
            continue
        with open_case(folder) as case:
            view = case.view(LAST)
            documents, found = {d.id for d in view.documents()}, view.statements()
        assert committed <= documents
        within += committed < documents and not wanted <= documents
        committed = documents
        assert len({s.id for s in found}) == len(found)
        for document in documents & wanted:
            assert sum(s.document == document for s in found) == 2
    process.communicate()
    assert within >= 3
    assert read(folder).refused == []
    assert counts(folder) == (150 + 4, 2 * 150 + 5)


def test_two_processes_read_into_one_case_at_once(folder: Path) -> None:
    many(folder, 120)
    both = [start(folder), start(folder)]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("run\n")
        process.stdin.flush()
    ends = [process.communicate(timeout=60)[0].splitlines()[-1].split() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert all(end[1] == "0" for end in ends)
    assert sum(int(end[0]) for end in ends) == 120 + 4
    assert counts(folder) == (120 + 4, 2 * 120 + 5)


def test_a_full_disk_is_told_and_what_was_committed_stays(folder: Path) -> None:
    many(folder, 100)
    limit = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
    )
    process = start(folder, before=limit)
    _, told = process.communicate("run\n", timeout=60)
    assert process.returncode == 1
    assert "SV404" in told.splitlines()[-1]
    with open_case(folder) as case:
        documents = case.view(LAST).documents()
    assert 0 < len(documents) < 100
    assert read(folder).refused == []
    assert counts(folder) == (100 + 4, 2 * 100 + 5)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_no_permission_to_write(folder: Path) -> None:
    folder.chmod(0o555)
    try:
        with pytest.raises(RecordError) as caught:
            read(folder)
        assert caught.value.code == "SV404"
    finally:
        folder.chmod(0o755)
