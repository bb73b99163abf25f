"""What documents share is found once for a large case, and never shows where it was kept."""

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tiny_reader import TinyReader

from servanda.case import kin, kin_of, open_case, take
from servanda.case.kin import pair_of
from servanda.case.new import AGREEMENT, RECORD
from servanda.record.kept import SUFFIX
from servanda.sources import Index
from servanda.sources.keeping import Kin

NOW = datetime(2031, 9, 1, 12, tzinfo=UTC)
LAST = date(2040, 1, 1)
STORY = " ".join(
    f"Northbank tests engine number {n} on the range by the river while the envoys of both sides are waiting."
    for n in ("one", "two", "three", "four", "five", "six")
)
DOCUMENTS = [
    {"id": "wire", "text": STORY, "published": "2031-05-01", "publisher": "Example Wire"},
    {"id": "copy", "text": f"{STORY} Southbank tests nothing.", "published": "2031-05-02", "publisher": "Example Post"},
    {"id": "other", "text": "Nobody says when Southbank tests its own.", "published": "2031-05-03", "publisher": "X"},
]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even few documents are worth keeping."""
    monkeypatch.setattr(kin, "WORTH_KEEPING", 2)


@pytest.fixture
def filled(folder: Path) -> Path:
    add(folder, *DOCUMENTS)
    return folder


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many indexes were made since it was last asked."""
    made = [0]
    load = Index.load

    def counted(prints: list[bytes], official: list[str]) -> Index:
        made[0] += 1
        return load(prints, official)

    monkeypatch.setattr(Index, "load", counted)

    def since() -> int:
        number, made[0] = made[0], 0
        return number

    return since


def add(folder: Path, *documents: dict[str, str]) -> None:
    stream = io.BytesIO("\n".join(map(json.dumps, documents)).encode())
    with open_case(folder) as case:
        take(case, recorded=NOW, reader=TinyReader(), lines=stream)


def asked(folder: Path, day: date = LAST) -> Kin:
    with open_case(folder) as case:
        return kin_of(case, case.view(day))


def beside(folder: Path) -> Path:
    return folder / (RECORD + SUFFIX)


def test_what_reading_found_is_kept_and_is_what_would_be_found_anew(filled: Path, compared: Callable[[], int]) -> None:
    found = asked(filled)
    assert compared() == 0
    assert [[m.document for m in f.members] for f in found.families] == [["wire", "copy"]]
    beside(filled).unlink()
    assert asked(filled) == found
    assert compared() == 1
    assert asked(filled) == found
    assert compared() == 0


def test_another_document_makes_it_stale(filled: Path, compared: Callable[[], int]) -> None:
    kept = beside(filled).read_bytes()
    add(filled, {"id": "late", "text": f"Late. {STORY}", "published": "2031-05-09", "publisher": "Late Post"})
    beside(filled).write_bytes(kept)
    compared()
    assert [[m.document for m in f.members] for f in asked(filled).families] == [["wire", "copy", "late"]]
    assert compared() == 1


def test_another_text_of_the_agreement_makes_it_stale(filled: Path, compared: Callable[[], int]) -> None:
    agreement = filled / AGREEMENT
    agreement.write_text(agreement.read_text(encoding="utf-8").replace("text: ", "text: Now "), encoding="utf-8")
    asked(filled)
    assert compared() == 1


def test_an_earlier_day_knows_no_later_copy_and_takes_nothing_away(filled: Path, compared: Callable[[], int]) -> None:
    assert asked(filled, date(2031, 5, 1)).families == ()
    assert compared() == 1
    asked(filled)
    assert compared() == 0


def test_another_program_makes_it_stale(
    filled: Path, compared: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kin, "program", lambda *_: "of another day")
    asked(filled)
    assert compared() == 1


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, None])
def test_a_damaged_file_is_made_anew(filled: Path, content: bytes | None, compared: Callable[[], int]) -> None:
    found = asked(filled)
    data = beside(filled).read_bytes()
    beside(filled).write_bytes(data[: len(data) // 2] if content is None else content)
    assert asked(filled) == found
    assert compared() == 1
    assert asked(filled) == found
    assert compared() == 0


@pytest.mark.parametrize("nonsense", [None, [], {}, {"families": [["X", [["nobody", None, 1.0, [], [], [], ""]]]]}])
def test_entries_that_make_no_sense_are_left_aside(filled: Path, nonsense: Any, compared: Callable[[], int]) -> None:
    found = asked(filled)
    with open_case(filled) as case:
        kept = kin._kept(case)
        kept.save("kin", dict.fromkeys(kept.load("kin"), nonsense))
    assert asked(filled) == found
    assert compared() == 1


def test_pairs_too_many_to_keep_are_found_anew(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_case(filled) as case:
        view = case.view(LAST)
        held = kin_of(case, view)
        pair = pair_of(case, view, held, "wire", "copy")
        assert pair
        assert (pair.a, pair.b) == ("copy", "wire")
        assert pair_of(case, view, held, "wire", "other") is None
        monkeypatch.setattr(kin, "MOST_PAIRS", 0)
        beside(filled).unlink()
        without = kin_of(case, view)
        assert without.pairs is None
        assert without.families == held.families
        assert pair_of(case, view, without, "copy", "wire") == pair
