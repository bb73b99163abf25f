"""Killed while writing, written and read by several processes and threads at once: nothing is lost or doubled."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from ledgers import NOW, SENTENCE, day, document, said

from servanda.record import Record

HERE = str(Path(__file__).parent)
LATE = day("2040-01-01")

#: Adds documents first to last, and names each once its transaction has been committed.
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from ledgers import NOW, SENTENCE, day, document, said
from servanda.record import Record
with Record.open(Path(sys.argv[2])) as record:
    print("open", flush=True)
    for n in range(int(sys.argv[3]), int(sys.argv[4])):
        a = document(f"d{n}", f"Number {n}. {SENTENCE} And so on.")
        record.add(a, day("2030-03-02"), "given", [said(a), said(a, "And so on.")], recorded=NOW)
        print(n, flush=True)
"""


def writer(path: Path, first: int, last: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, HERE, str(path), str(first), str(last)], stdout=subprocess.PIPE, text=True
    )


def check(path: Path, promised: set[int]) -> set[int]:
    """That every promised document is there, and every one that is there whole and once; which they are."""
    with Record.open(path) as record:
        view = record.view(LATE)
        there = [int(d.id[1:]) for d in view.documents()]
        assert promised <= set(there)
        assert len(there) == len(set(there))
        assert len(view.statements()) == 2 * len(there)
        for n in there:
            assert view.text(f"d{n}") == f"Number {n}. {SENTENCE} And so on."
        assert len(record.search("launched", as_of=LATE, limit=None)) == len(there)
    return set(there)


def killed_writers(path: Path, times: int) -> None:
    chance = random.Random(7)
    promised: set[int] = set()
    for _ in range(times):
        process = writer(path, 0, 100_000)
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        time.sleep(chance.uniform(0.0, 0.12))
        os.kill(process.pid, signal.SIGKILL)
        promised |= {int(line) for line in process.stdout.read().split("\n")[:-1] if line}
        process.stdout.close()
        process.wait()
        assert len(check(path, promised)) <= len(promised) + 1
    assert promised, "no writer lived long enough to write"


def test_a_killed_writer_loses_no_committed_document_and_doubles_none(path: Path) -> None:
    killed_writers(path, 5)


@pytest.mark.slow
def test_many_killed_writers(path: Path) -> None:
    killed_writers(path, 40)


def test_two_processes_write_and_a_third_reads(path: Path) -> None:
    """Both write the same documents and some of their own; views meanwhile only ever grow, whole documents at a time."""
    with Record.open(path) as record:
        one, two = writer(path, 0, 60), writer(path, 30, 90)
        seen = 0
        while one.poll() is None or two.poll() is None:
            view = record.view(LATE)
            assert len(view.statements()) == 2 * len(view.documents())
            assert len(view.documents()) >= seen
            seen = len(view.documents())
        for process in (one, two):
            assert process.stdout
            process.stdout.close()
            assert process.returncode == 0
    assert check(path, set(range(90))) == set(range(90))


def test_threads_share_one_record(record: Record) -> None:
    faults: list[BaseException] = []

    def work(name: int) -> None:
        try:
            for n in range(8):
                a = document(f"d{name if n % 2 else 0}-{n}")
                record.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW)
                assert record.view(LATE).text(a.id) == a.text
                record.search("launched", as_of=LATE)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(record.view(LATE).documents()) == 4 + 5 * 4


def test_a_forked_child_does_not_use_its_parent_s_connection(record: Record) -> None:
    a = document("a")
    record.add(a, day("2030-03-02"), "given", [said(a)], recorded=NOW)
    mine = record._store.connection()
    child = os.fork()
    if not child:
        own = record._store.connection()
        os._exit(0 if own is not mine and own.execute("SELECT count(*) FROM documents").fetchone() == (1,) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(record.view(LATE).documents()) == 1
