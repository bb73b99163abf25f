"""docs/concepts/record.md says what is so: its example runs, and it names every standing, rule and table."""

import doctest
import re
import sqlite3
from pathlib import Path

from servanda.record import RULES, Record, Standing

PAGE = Path(__file__).parents[2] / "docs" / "concepts" / "record.md"


def test_the_example_runs() -> None:
    done = doctest.testfile(str(PAGE), module_relative=False)
    assert done.attempted > 5
    assert done.failed == 0


def test_every_standing_and_rule_is_told() -> None:
    named = set(re.findall(r"`([a-z-]+)`", PAGE.read_text(encoding="utf-8")))
    assert set(RULES) <= named
    assert set(Standing.__args__) <= named  # type: ignore[attr-defined]


def test_every_table_is_told(record: Record, path: Path) -> None:
    other = sqlite3.connect(path)
    tables = {r[0] for r in other.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    other.close()
    told = set(re.findall(r"^\| `([a-z]+)` \|", PAGE.read_text(encoding="utf-8"), re.M))
    assert {t for t in tables if not t.startswith("search")} <= told
