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
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np

from servanda.days import Duration
from servanda.verdicts import volume
from servanda.verdicts.duty import FOREVER, Duty
from servanda.verdicts.stream import Monitor, Rule

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


def thousand(events: int) -> tuple[Monitor, int]:
    """A thousand obligations of three forms, a million events, every change of every day kept."""
    rng = random.Random(3)
    rules = []
    for i in range(1000):
        act, call = f"act {i % 400}", f"call {i % 300}"
        duty = Duty("respond", FOREVER, START, start=START, early=START, within=Duration(days=rng.choice([10, 30, 60])))
        if i % 3 == 1:
            duty = Duty("refrain", FOREVER, START, start=START + rng.randint(0, 900), early=START)
        elif i % 3 == 2:
            duty = Duty("perform", FOREVER, START, start=START, early=START, due=START + rng.randint(10, 1500))
        rules.append(Rule(duty, act, call if i % 3 == 0 else None))
    monitor = Monitor(rules)
    span = END - START + 1
    for i in range(events):
        monitor.feed(START + i * span // events, f"{rng.choice(('act', 'call', 'act'))} {rng.randrange(4000)}")
    monitor.advance(END + 1)
    monitor.words()
    return monitor, sum(len(changes) for changes in monitor.changes)


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
        words, most = timed("one policy as a stream", lambda: streamed(crisp))
        print(dict(words), f"most calls kept at once {most}")
    monitor, changes = timed("a thousand obligations, day by day", lambda: thousand(options.events))
    print(f"{changes} changes")
    began = time.perf_counter()
    for i in range(1000):
        monitor.feed(END + 2, f"act {i % 400}")
        monitor.words()
    print(f"one new event updates all verdicts: {time.perf_counter() - began:.3f} ms, mean of 1000")


if __name__ == "__main__":
    main()
