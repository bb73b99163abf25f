"""How fast verdicts come: a million events under one policy, a thousand obligations, one new event.

    python bench/verdicts.py [--events 1000000] [--keep FOLDER]

The policy is "each request is answered within 30 days", over five years and a million timestamped events, half of them
requests. With `--keep` the log stays in the folder, for bench/verdicts_peers.py to read the same.
"""

import argparse
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np

from servanda.days import Duration
from servanda.verdicts import changes, volume
from servanda.verdicts.duty import FOREVER, Duty
from servanda.verdicts.stream import Monitor, Rule
from servanda.verdicts.volume import Log

START, END = date(2019, 1, 1).toordinal(), date(2023, 12, 31).toordinal()
DUTY = Duty("respond", END, START, start=START, early=START, within=Duration(days=30))
_T = TypeVar("_T")


def write_log(path: Path, events: int, *, crisp: bool, seed: int = 1) -> None:
    """A log of `events` rows in the order of days: every key asks about five times, and is mostly answered in time."""
    rng = np.random.default_rng(seed)
    calls = events // 2
    keys = rng.integers(0, max(1, calls // 5), calls)
    asked = rng.integers(START, END + 1, calls)
    answered = asked + rng.choice([0, 7, 20, 29, 30, 31, 60], calls, p=[0.1, 0.3, 0.3, 0.15, 0.1, 0.03, 0.02])
    kinds = np.repeat(np.array(["C", "A"]), calls)
    first = np.concatenate([asked, answered])
    wide = np.zeros(2 * calls, int) if crisp else rng.choice([0, 0, 1, 6, 29], 2 * calls)
    sure = np.ones(2 * calls, int) if crisp else (rng.random(2 * calls) < 0.98).astype(int)
    rows = sorted(
        zip(first.tolist(), kinds.tolist(), np.tile(keys, 2).tolist(), wide.tolist(), sure.tolist(), strict=True)
    )
    days = {day: date.fromordinal(day).isoformat() for day in range(START, END + 130)}
    with path.open("w", encoding="ascii") as out:
        for day, kind, key, more, certain in rows:
            out.write(f"{kind},{key:07d},{days[day]},{days[day + more]},{certain}\n")


def timed(name: str, act: Callable[[], _T]) -> _T:
    """Runs once, prints wall time, processor time and the most memory so far."""
    began, worked = time.perf_counter(), time.process_time()
    result = act()
    spent, work = time.perf_counter() - began, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name}: {spent:.2f} s ({work:.2f} s of processor), {memory:.0f} MiB")
    return result


def judged(path: Path) -> Counter[str]:
    """Words of all requests of a log, load included."""
    calls, acts = volume.read_log(path)
    bits, counts = np.unique(volume.outcomes(DUTY, calls, acts), return_counts=True)
    words: Counter[str] = Counter()
    for bit, count in zip(bits.tolist(), counts.tolist(), strict=True):
        words[volume.word(bit)] += count
    return words


def late(path: Path) -> int:
    """How many requests were not answered in time, each key and day once, as bench/verdicts_peers.py counts them."""
    calls, acts = volume.read_log(path)
    missed = (volume.outcomes(DUTY, calls, acts) & (volume.REMEDIED | volume.OVERDUE)) > 0
    return len(np.unique(np.stack([calls.key[missed], calls.first[missed]]), axis=1).T)


def windows(path: Path, keys: int) -> tuple[int, int]:
    """Of the first keys that the log names, each with two obligations: how many broke the one and missed the other."""
    calls, acts = (log.known(END) for log in volume.read_log(path))
    named = np.unique(np.concatenate([log.key[log.key < keys] for log in (calls, acts)]))
    acts = acts.taken(np.flatnonzero(acts.key < keys))
    refrain = Duty("refrain", END, START, start=START + 100, end=START + 129, early=START)
    perform = Duty("perform", END, START, start=START, early=START, due=START + 89)
    twice = acts.taken(np.tile(np.arange(len(acts)), 2))
    both = replace(twice, key=np.concatenate((acts.key, acts.key + keys)))
    none = both.taken(np.empty(0, np.int64))
    told = changes.histories([refrain] * keys + [perform] * keys, both, none, np.arange(2 * keys), END, END)
    words = [told[place][-1][1] for place in (*named.tolist(), *(named + keys).tolist())]
    return words.count("broken"), len(named) - words[len(named) :].count("fulfilled")


def streamed(path: Path) -> tuple[Counter[str], int]:
    """The same policy read as a stream, a line at a time; and the most calls that were kept at once."""
    monitor = Monitor(
        [Rule(Duty("respond", FOREVER, START, start=START, early=START, within=Duration(days=30)), "A", "C", True)]
    )
    days = {date.fromordinal(day).isoformat(): day for day in range(START, END + 130)}
    most = 0
    with path.open(encoding="ascii") as log:
        for number, line in enumerate(log):
            day = days[line[10:20]]
            if day > END:
                break
            monitor.feed(day, line[0], line[2:9])
            if number % 50_000 == 0:
                most = max(most, monitor.open_calls())
    return Counter(monitor.words()), most


def thousand_duties() -> list[Duty]:
    """A thousand obligations of three forms, with windows and deadlines of their own."""
    rng = random.Random(3)
    duties = []
    for i in range(1000):
        duty = Duty("respond", FOREVER, START, start=START, early=START, within=Duration(days=rng.choice([10, 30, 60])))
        if i % 3 == 1:
            first = START + rng.randint(1, 900)
            duty = Duty("refrain", FOREVER, START, start=first, end=first + rng.randint(0, 400), early=START)
        elif i % 3 == 2:
            due = START + rng.randint(10, 1500)
            duty = Duty("perform", FOREVER, START, start=START, early=START, due=due)
        duties.append(duty)
    return duties


def thousand_logs(events: int, *, crisp: bool, seed: int = 5) -> tuple[Log, Log]:
    """Acts and calls, each of which bears on one of the thousand: of those to answer, half are calls.

    Unless crisp, the days are intervals of up to thirty days, 2 % may not have happened, and reports come late.
    """
    rng = np.random.default_rng(seed)
    key = rng.integers(0, 1000, events)
    first = rng.integers(START, END + 1, events)
    called = (key % 3 == 0) & (rng.random(events) < 0.5)
    rare = (key % 3 == 1) & (rng.random(events) < 0.998)  # most of what is forbidden was done before it was
    first[rare] = START
    wide = np.zeros(events, int) if crisp else rng.choice([0, 0, 1, 6, 29], events)
    sure = np.ones(events, bool) if crisp else rng.random(events) < 0.98
    known = first if crisp else first + rng.choice([0, 0, 1, 2, 7, 30], events)
    whole = Log(key, first, first + wide, sure, known)
    return whole.taken(np.flatnonzero(~called)), whole.taken(np.flatnonzero(called))


def thousand(duties: list[Duty], logs: tuple[Log, Log]) -> list[changes.History]:
    """The history of every obligation, from the first day to the last."""
    return changes.histories(duties, *logs, np.arange(len(duties)), START, END)


def thousand_streamed(duties: list[Duty], logs: tuple[Log, Log]) -> Monitor:
    """The same of crisp days, an event at a time."""
    monitor = Monitor([Rule(duty, ("A", i), ("C", i)) for i, duty in enumerate(duties)])
    rows = [
        (day, kind, key)
        for kind, log in zip("AC", logs, strict=True)
        for day, key in zip(log.first.tolist(), log.key.tolist(), strict=True)
    ]
    for day, kind, key in sorted(rows):
        monitor.feed(day, (kind, key))
    monitor.advance(END)
    monitor.words()
    return monitor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        crisp, wide = folder / "crisp.csv", folder / "intervals.csv"
        write_log(crisp, options.events, crisp=True)
        write_log(wide, options.events, crisp=False)
        print(dict(sorted(timed("one policy, crisp days, load included", lambda: judged(crisp)).items())))
        print(f"not answered in time, each key and day once: {late(crisp)}")
        print(dict(sorted(timed("one policy, days as intervals, load included", lambda: judged(wide)).items())))
        broken, missed = timed("two obligations each of 1,000 keys", lambda: windows(crisp, 1000))
        print(f"forbidden in a window and done {broken}, promised by a day and not done {missed}")
        words, most = timed("one policy as a stream", lambda: streamed(crisp))
        print(dict(words), f"most calls kept at once {most}")
    duties = thousand_duties()
    plain, vague = (thousand_logs(options.events, crisp=crisp) for crisp in (True, False))
    told = timed("a thousand obligations, day by day, crisp days", lambda: thousand(duties, plain))
    print(f"{sum(map(len, told))} changes")
    open_told = timed("a thousand obligations, day by day, intervals, late reports", lambda: thousand(duties, vague))
    print(f"{sum(map(len, open_told))} changes")
    monitor = timed("a thousand obligations as a stream, crisp days", lambda: thousand_streamed(duties, plain))
    print("the same changes" if told == monitor.changes else "OTHER CHANGES than at once")
    began = time.perf_counter()
    for i in range(1000):
        monitor.feed(END + 2, ("A", i))
        monitor.words()
    print(f"one new event updates all verdicts: {time.perf_counter() - began:.3f} ms, mean of 1000")


if __name__ == "__main__":
    main()
