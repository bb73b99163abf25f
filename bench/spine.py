"""How fast the spine is: `--help`, the demo after set-up, and the brief of a record of 100,000 statements.

    python bench/spine.py [--statements N] [--runs N]

Prints a table with the medians of the runs, wall and processor, the target and the machine. The large record is made
up by program, the same each time: two parties, twenty acts, four sources, ten years.
"""

import argparse
import csv
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servanda.case import Case

ROOT = Path(__file__).parents[1]
PROGRAM = Path(sys.executable).with_name("servanda")
ACTS = (
    ("MOBILIZE", "test", "ballistic missile"), ("MOBILIZE", "exercise", "exercise"), ("CONSULT", "meet", ""),
    ("CONSULT", "letter", "letter"), ("CONCEDE", "ease sanctions", "sanctions"), ("SANCTION", "impose", "sanctions"),
    ("RETREAT", "dismantle", "engine stand"), ("MOBILIZE", "rebuild", "engine stand"), ("AID", "humanitarian", "rice"),
    ("ACCUSE", "condemn", ""), ("THREATEN", "resume", "tests"), ("REJECT", "break off", "talks"),
    ("COOPERATE", "declare", "holdings"), ("REQUEST", "inspect", "site"), ("AGREE", "announce", "talks"),
    ("SUPPORT", "praise", ""), ("COERCE", "seize", "ship"), ("MOBILIZE", "build", "missile base"),
    ("CONCEDE", "release", "detainees"), ("REJECT", "evade sanctions", "coal"),
)  # fmt: skip
AGREEMENT = """\
servanda: 1
name: Bench accord
signed: 2020-01-01
in_force: {from: 2020-01-01, to: null}
parties:
  A: {name: Arland}
  B: {name: Borland}
provisions:
  - id: "1"
    text: Arland will not launch ballistic missiles.
    obligations:
      - {id: no-launch, party: A, form: refrain, act: {type: MOBILIZE, mode: test, object: ballistic missile}}
  - id: "2"
    text: Borland will ease sanctions within sixty days of a dismantlement.
    obligations:
      - id: ease
        party: B
        form: respond
        when: {party: A, type: RETREAT, mode: dismantle}
        act: {type: CONCEDE, mode: ease sanctions}
        within: P60D
"""


def make_case(folder: Path, number: int) -> None:
    """Writes a case whose one table has `number` rows."""
    chance, start = random.Random(11), date(2020, 1, 1)
    (folder / "facts").mkdir(parents=True)
    (folder / "articles").mkdir()
    (folder / "agreement.yaml").write_text(AGREEMENT)
    with (folder / "facts" / "bench.csv").open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["holds_from", "published", "source", "type", "mode", "actors", "recipients", "object", "text"])
        for row in range(number):
            day = start + timedelta(chance.randrange(3650))
            kind, mode, what = ACTS[chance.randrange(len(ACTS))]
            parties = ["A", "B"] if chance.random() < 0.5 else ["B", "A"]
            source = f"Source {chance.randrange(4)}"
            table.writerow([day, day + timedelta(1), source, kind, mode, *parties, what, f"note {row}"])


Times = tuple[float, float]


def once(act: Callable[[], object]) -> Times:
    """The seconds of an act: wall clock, and processor with that of the programs it runs."""
    wall, before = time.perf_counter(), os.times()
    act()
    after = os.times()
    return time.perf_counter() - wall, sum(after[:4]) - sum(before[:4])


def timed(runs: int, act: Callable[[], object]) -> Times:
    """The medians of an act, once more run before to warm up."""
    act()
    taken = [once(act) for _ in range(runs)]
    return statistics.median(wall for wall, _ in taken), statistics.median(processor for _, processor in taken)


def program(*arguments: str | Path) -> None:
    """Runs servanda as a newcomer does, its output thrown away."""
    subprocess.run([PROGRAM, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def decided(case: "Case") -> Times:
    """The median of rejecting a statement and asking for the events after it."""
    day, record = date(2030, 1, 1), case.record
    statements = record.view(day).statements()
    record.view(day).events()
    taken = []
    for place in range(0, len(statements), len(statements) // 10):
        chosen, now = statements[place].id, datetime(2030, 1, 1, tzinfo=UTC)

        def reject(chosen: str = chosen, now: datetime = now) -> None:
            record.decide(chosen, coder="Bench", decision="reject", recorded=now)
            record.view(day).events()

        taken.append(once(reject))
    return statistics.median(wall for wall, _ in taken), statistics.median(processor for _, processor in taken)


def demo(folder: Path) -> None:
    """What `make demo` does after the set-up, in a copy without a record."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(
        ROOT / "src" / "servanda" / "cases" / "singapore-2018", folder, ignore=shutil.ignore_patterns("record.db*")
    )
    program("read", folder)
    program("brief", folder, "--page", folder / "brief.html")


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        large = Path(scratch, "large")
        make_case(large, given.statements)
        from servanda.brief import make
        from servanda.case import open_case

        def brief() -> None:
            with open_case(large) as case:
                make(case, date(2030, 1, 1))

        def days() -> None:
            with open_case(large) as case:
                for _ in case.record.steps(case.knowledge_days()):
                    pass

        rows: list[tuple[str, Times, float | None]] = [
            ("reading its table, all kept that the first brief shows", once(lambda: program("read", large)), None),
            ("servanda brief after it", once(lambda: program("brief", large)), 2.0),
        ]
        for kept in large.glob("record.db-kept"):
            kept.unlink()
        rows.append(("first brief, nothing kept beside the record", once(brief), None))
        rows.append((f"brief of {given.statements:,} statements", timed(given.runs, brief), 2.0))
        rows.append(("servanda brief", timed(given.runs, lambda: program("brief", large)), 2.0))
        earlier = timed(given.runs, lambda: program("brief", large, "--as-of", "2029-12-01"))
        rows.append(("servanda brief of an earlier day", earlier, None))
        as_json = timed(given.runs, lambda: program("brief", large, "--format", "json"))
        rows.append(("servanda brief --format json, every claim", as_json, None))
        with open_case(large) as case:
            rows.append(("a decision and the events after it", decided(case), 0.2))
        rows.append(("events of every day, one after the other", once(days), None))
        rows.append(("servanda --help", timed(given.runs, lambda: program("--help")), 0.3))
        rows.append(("demo after set-up", timed(1, lambda: demo(Path(scratch, "demo"))), 60.0))
    print(
        f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}; median of {given.runs} runs\n"
    )
    for name, (wall, processor), target in rows:
        print(f"{name:56} {wall:8.2f} s {processor:8.2f} s" + (f"   target {target} s" if target else ""))


if __name__ == "__main__":
    main()
