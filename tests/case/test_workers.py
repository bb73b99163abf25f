"""Work in several processes, in order."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from servanda.case.workers import in_order, processors

Work = Callable[[int], tuple[int, int]]


def square() -> Work:
    def work(number: int) -> tuple[int, int]:
        if number == 13:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.002 * (number % 3))
        return number * number, os.getpid()

    return work


def lost(number: int) -> tuple[int, int]:
    return -number, 0


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("length", [0, 1, 200])
def test_results_come_in_order(jobs: int, length: int) -> None:
    numbers = [n for n in range(length) if n != 13]
    found = list(in_order(numbers, square, jobs=jobs, lost=lost))
    assert [(thing, read and read[0]) for thing, read in found] == [(n, n * n) for n in numbers]
    processes = {read[1] for _, read in found if read}
    assert len(processes) <= jobs
    assert (os.getpid() in processes) == (jobs == 1 and length > 0)


def test_a_process_that_dies_costs_one_thing() -> None:
    found = list(in_order(range(40), square, jobs=2, lost=lost))
    assert [read and read[0] for _, read in found] == [-13 if n == 13 else n * n for n in range(40)]


@pytest.mark.parametrize("jobs", [1, 3])
def test_idle_things_need_no_work_and_keep_their_place(jobs: int) -> None:
    prepared = []

    def prepare() -> Work:
        prepared.append(1)
        return square()

    found = list(in_order(range(100), prepare, jobs=jobs, lost=lost, idle=lambda n: n != 50))
    assert [read and read[0] for _, read in found] == [2500 if n == 50 else None for n in range(100)]
    assert len(prepared) == 1
    assert list(in_order(range(100), prepare, jobs=jobs, lost=lost, idle=lambda _: True))[99] == (99, None)
    assert len(prepared) == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_result_does_not_wait_for_the_next_thing(jobs: int) -> None:
    got = threading.Event()

    def things() -> Iterator[int]:
        yield 3
        assert got.wait(20), "the first result was held back"
        yield 4

    results = []
    for _, read in in_order(things(), square, jobs=jobs, lost=lost):
        results.append(read and read[0])
        got.set()
    assert results == [9, 16]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_breaks_off_the_things_is_raised_after_the_results(jobs: int) -> None:
    def things() -> Iterator[int]:
        yield from range(5)
        raise ValueError("broken off")

    run = in_order(things(), square, jobs=jobs, lost=lost)
    assert [next(run)[0] for _ in range(5)] == list(range(5))
    with pytest.raises(ValueError, match="broken off"):
        next(run)


def test_large_things_and_results_pass() -> None:
    def prepare() -> Callable[[str], str]:
        return lambda text: text * 2

    texts = [str(n % 10) * 400_000 for n in range(12)]
    found = in_order(texts, prepare, jobs=2, lost=lambda text: "")
    assert all(read == text * 2 for text, read in found)


def test_whoever_stops_early_leaves_no_process_behind() -> None:
    run = in_order(range(1000), square, jobs=2, lost=lost)
    processes = {read[1] for _, read in (next(run) for _ in range(8)) if read}
    run.close()
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_processes_end_with_a_parent_that_is_killed() -> None:
    script = (
        "import os, time\nfrom servanda.case.workers import in_order\n"
        "work = lambda number: (time.sleep(0.05), os.getpid())[1]\n"
        "for _, read in in_order(range(100_000), lambda: work, jobs=2, lost=lambda _: 0):\n    print(read, flush=True)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    processes = {int(parent.stdout.readline()) for _ in range(8)}
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 20
    while time.monotonic() < until and any(running(process) for process in processes):
        time.sleep(0.1)
    assert not any(running(process) for process in processes)


def test_nothing_more_is_drawn_once_nobody_wants_more() -> None:
    ended = threading.Event()

    def things() -> Iterator[int]:
        try:
            while True:
                yield 3
        finally:
            ended.set()

    results = in_order(things(), square, jobs=2, lost=lost)
    assert isinstance(results, Generator)
    next(results)
    results.close()
    assert ended.wait(20)


def running(process: int) -> bool:
    """Whether a process is there and no mere remainder that waits to be collected."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_processors() -> None:
    assert 1 <= processors() <= 4
