"""What is kept beside the record saves work and never shows: without it, or with a bad one, all is the same."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from drawn import PARTIES, codings, distinct
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import NOW, day, document, row, said

from servanda.record import Event, Interests, Record, columns, events, group, kept, snapshot
from servanda.record.clusters import arrival
from servanda.record.events import Grouper
from servanda.record.kept import SUFFIX, Kept, rules_of
from servanda.statement import Statement

LATE = day("2031-01-01")
ROWS = [
    row(n, source=f"Paper {n % 3}", holds=f"2030-03-{n // 3 + 1:02}", certainty=-3.0 if n == 30 else 3.0)
    for n in range(2, 40)
]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even little work is worth keeping."""
    for module in (events, snapshot):
        monkeypatch.setattr(module, "WORTH_KEEPING", 5)


@pytest.fixture
def filled(path: Path) -> Path:
    with Record.open(path, interests=PARTIES) as record:
        record.add_facts("facts/c.csv", ROWS, recorded=NOW, sha256="1")
        record.view(LATE).events()
    return path


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many events were judged since it was last asked."""
    from servanda.record import maker

    count = [0]
    judge = maker.judge

    def counting(*given: object, **named: object) -> object:
        count[0] += 1
        return judge(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(maker, "judge", counting)

    def since() -> int:
        number, count[0] = count[0], 0
        return number

    return since


def shown(path: Path, as_of: date = LATE, interests: Interests = PARTIES) -> tuple[Event, ...]:
    with Record.open(path, interests=interests) as record:
        return record.view(as_of).events()


def test_events_are_taken_over_from_beside_the_record(filled: Path, worked: Callable[[], int]) -> None:
    beside = filled.with_name(filled.name + SUFFIX)
    assert beside.is_file()
    expected = group(ROWS, PARTIES)
    assert worked() == len(expected)
    assert shown(filled) == expected
    assert worked() == 0
    beside.unlink()
    assert shown(filled) == expected
    assert worked() == len(expected)


def test_what_was_added_or_withdrawn_since_is_grouped_and_the_rest_is_not(
    filled: Path, worked: Callable[[], int]
) -> None:
    new = row(50, source="Post", holds="2030-03-01", document="facts/d.csv", type="CONSULT", mode="meet")
    with Record.open(filled, interests=PARTIES) as record:
        record.add_facts("facts/d.csv", [new], recorded=NOW, sha256="1")
    worked()
    assert shown(filled) == group([*ROWS, new], PARTIES)
    assert worked() == 1 + len(group([*ROWS, new], PARTIES))
    assert shown(filled, day("2030-03-01")) == ()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: b"no database at all, but text of some length" * 40,
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"reported", b"disputed").replace(b"established", b"speculated!"),
        lambda data: data[:200] + bytes(200) + data[400:],
        lambda data: data[:-3000] + bytes(1000) + data[-2000:],
    ],
)
def test_a_damaged_file_is_noticed_and_made_anew(filled: Path, spoil: Callable[[bytes], bytes]) -> None:
    beside = filled.with_name(filled.name + SUFFIX)
    beside.write_bytes(spoil(beside.read_bytes()))
    assert shown(filled) == group(ROWS, PARTIES)
    assert shown(filled) == group(ROWS, PARTIES)
    assert Kept(filled, lambda: rules_of(PARTIES)).load("events")
    assert Kept(filled, lambda: rules_of(PARTIES)).load("statements")


def test_entries_that_make_no_sense_are_left_aside(filled: Path) -> None:
    for nonsense in ({}, [], None, {"statements": ["x"], "origins": [7], "origin": [], "days": [], "rules": []}):
        found = Kept(filled, lambda: rules_of(PARTIES))
        for kind in ("events", "statements"):
            found.save(kind, dict.fromkeys(found.load(kind), nonsense))
        assert shown(filled) == group(ROWS, PARTIES)


def test_an_entry_of_text_where_bytes_should_be_is_left_aside(filled: Path) -> None:
    with closing(sqlite3.connect(filled.with_name(filled.name + SUFFIX))) as connection, connection:
        connection.execute("UPDATE kept SET data = 'text'")
    assert shown(filled) == group(ROWS, PARTIES)


def test_what_was_kept_under_other_rules_is_not_used(filled: Path) -> None:
    other = Interests(grades={"Paper 0": "E"})
    assert shown(filled, interests=other) == group(ROWS, other) != group(ROWS, PARTIES)
    assert shown(filled) == group(ROWS, PARTIES)


def test_every_codebook_that_the_room_uses_is_part_of_the_rules() -> None:
    room = Path(kept.__file__).parent
    text = "".join(file.read_text(encoding="utf-8") for file in room.glob("*.py"))
    used = set(re.findall(r'load_(?:toml|csv)\("([a-z_.]+)"', text))
    used |= {"plover.toml"} if "import plover" in text else set()
    assert used == set(kept.CODEBOOKS)


def test_origins_that_became_known_since_count(filled: Path) -> None:
    with Record.open(filled, interests=PARTIES) as record:
        record.set_origins({s.id: "Wire" for s in ROWS}, recorded=NOW, effective=day("2030-01-01"))
    events = shown(filled)
    assert "established" in {e.standing for e in group(ROWS, PARTIES)} - {e.standing for e in events}
    with Record.open(filled, interests=PARTIES) as record:
        assert events == group(record.view(LATE).statements(), PARTIES)


def test_statements_are_read_from_beside_the_record(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = document("a"), document("b")
    with Record.open(filled, interests=PARTIES) as record:
        for one, published in zip(sentences, ("2030-03-05", None), strict=True):
            told = said(one, published=published, speakers=("Minister Arl", "Ann"), value=0.1, holds="2030-03-05/")
            record.add(one, published and day(published), "given", [told], recorded=NOW)
        record.add_facts("facts/c.csv", [replace(s, row=99, id=s.id) for s in ROWS[3:]], recorded=NOW, sha256="2")
        record.withdraw(ROWS[4].id, by="Ann", why="", recorded=NOW, effective=day("2030-03-20"))
        for target, decision, changes in ((5, "reject", None), (6, "correct", {"place": "Kessel"})):
            record.decide(ROWS[target].id, coder="Ann", decision=decision, changes=changes, recorded=NOW)
    days = [LATE, day("2030-03-05"), day("2030-03-19")]
    restored = []
    unpack = columns.unpack
    monkeypatch.setattr(columns, "unpack", lambda *given: restored.append(unpack(*given)) or restored[-1])
    with Record.open(filled, interests=PARTIES) as record:
        as_kept = [record.view(one).statements() for one in days]
        coded = record.as_coded_by("Bob").view(LATE).statements()
        known = record.knowledge_days()
    assert [len(found.statements) for found in restored if found] == [len(ROWS)] * 2
    filled.with_name(filled.name + SUFFIX).unlink()
    monkeypatch.setattr(snapshot, "WORTH_KEEPING", 10**9)
    with Record.open(filled, interests=PARTIES) as record:
        assert as_kept == [record.view(one).statements() for one in days]
        assert coded == record.as_coded_by("Bob").view(LATE).statements() != as_kept[0]
        assert known == record.knowledge_days()


def test_statements_of_another_record_are_not_taken_for_its_own(filled: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    rows = [replace(s, place="Dunmere", id="") for s in ROWS]
    with Record.open(other) as record:
        record.add_facts("facts/c.csv", rows, recorded=NOW, sha256="1")
    other.replace(filled)
    with Record.open(filled) as record:
        assert record.view(LATE).statements() == tuple(sorted(rows, key=arrival))


def test_another_program_s_file_and_a_link_are_left_alone(filled: Path, tmp_path: Path) -> None:
    beside = filled.with_name(filled.name + SUFFIX)
    beside.unlink()
    other = sqlite3.connect(beside)
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    before = beside.read_bytes()
    assert shown(filled) == group(ROWS, PARTIES)
    assert beside.read_bytes() == before
    beside.unlink()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("not ours")
    beside.symlink_to(elsewhere)
    assert shown(filled) == group(ROWS, PARTIES)
    assert elsewhere.read_text() == "not ours"


def test_where_nothing_can_be_written_nothing_is_kept(filled: Path) -> None:
    beside = filled.with_name(filled.name + SUFFIX)
    beside.unlink()
    beside.mkdir()
    assert shown(filled) == group(ROWS, PARTIES)


def test_a_file_that_somebody_is_writing_is_not_waited_for(filled: Path) -> None:
    beside = filled.with_name(filled.name + SUFFIX)
    other = sqlite3.connect(beside, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert shown(filled) == group(ROWS, PARTIES)
    other.close()


SEVERAL = """
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from servanda.record import Record, events, group
events.WORTH_KEEPING = 5
path = Path(sys.argv[1])
for _ in range(12):
    path.with_name(path.name + "-kept").unlink(missing_ok=True)
    with Record.open(path) as record:
        view = record.view(date(2031, 1, 1))
        assert view.events() == group(view.statements())
"""


def test_several_processes_may_keep_at_once(filled: Path) -> None:
    working = [subprocess.Popen([sys.executable, "-c", SEVERAL, str(filled)]) for _ in range(2)]
    assert [process.wait() for process in working] == [0, 0]
    assert shown(filled) == group(ROWS, PARTIES)


@settings(max_examples=60, deadline=None)
@given(st.lists(codings(), max_size=20), st.integers(0, 2**20 - 1), st.integers(0, 2**20 - 1))
def test_a_grouper_that_took_over_goes_on_like_one_that_did_not(pool: list[Statement], first: int, second: int) -> None:
    statements = distinct(pool)
    before = [s for n, s in enumerate(statements) if first >> n & 1]
    now = [s for n, s in enumerate(statements) if second >> n & 1]
    grouper = Grouper(PARTIES)
    grouper.events(before)
    packed = json.loads(json.dumps(grouper.packed()))
    taken = Grouper(PARTIES, packed)
    assert taken.events(now) == group(now, PARTIES)
    assert taken.events(before) == group(before, PARTIES)
    assert Grouper(PARTIES, packed).events(before) == group(before, PARTIES)
