"""Undated copies are dated by their relatives, and documents are compared no more often than that takes."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tiny_reader import TinyReader

from servanda.case import open_case, take
from servanda.sources import Index

NOW = datetime(2031, 9, 1, 12, tzinfo=UTC)
LAST = date(2040, 1, 1)
STORY = " ".join(
    f"Northbank tests engine number {n} on the range by the river while the envoys of both sides are waiting."
    for n in ("one", "two", "three", "four", "five", "six")
)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each index that is made of a case's documents."""
    made: list[int] = []
    load = Index.load

    def counted(prints: list[bytes], official: list[str]) -> Index:
        index = load(prints, official)
        made.append(len(index))
        return index

    monkeypatch.setattr(Index, "load", counted)
    return made


def read(folder: Path, *documents: dict[str, str]) -> dict[str, tuple[date | None, str | None]]:
    """Day and origin of every document that was named, after reading them."""
    stream = io.BytesIO("\n".join(map(json.dumps, documents)).encode())
    with open_case(folder) as case:
        take(case, recorded=NOW, reader=TinyReader(), lines=stream)
        named = {d["id"] for d in documents}
        return {d.id: (d.published, d.origin) for d in case.view(LAST).documents() if d.id in named}


def test_an_undated_copy_has_the_day_of_what_it_copies(folder: Path, loads: list[int]) -> None:
    found = read(
        folder,
        {"id": "wire", "text": STORY, "published": "2031-05-01", "publisher": "Example Wire"},
        {"id": "copy", "text": STORY + " Southbank tests nothing."},
        {"id": "lonely", "text": "Nobody knows when Southbank tests its one and only engine, or why."},
    )
    assert found["copy"] == (date(2031, 5, 1), "Example Wire")
    assert found["lonely"][0] is None
    assert len(loads) == 2  # the day of the copy is part of its print


@pytest.mark.parametrize("changed", ["wire", "copy"])
def test_what_is_no_copy_any_more_is_its_own_witness_again(folder: Path, changed: str) -> None:
    both = [
        {"id": "wire", "text": STORY, "published": "2031-05-01", "publisher": "Example Wire"},
        {"id": "copy", "text": f"{STORY} Southbank tests nothing.", "published": "2031-05-02", "publisher": "Post"},
    ]
    assert read(folder, *both)["copy"][1] == "Example Wire"
    other = "Eastbank tests a pump near a mountain hut, and only three shepherds were there to look at it."
    found = read(folder, *(d | {"text": other} if d["id"] == changed else d for d in both))
    assert {name: origin for name, (_, origin) in found.items()} == {"wire": "Example Wire", "copy": "Post"}
    with open_case(folder) as case:
        told = {(s.document, s.origin) for s in case.view(LAST).statements() if s.document in found}
    assert told == {("wire", "Example Wire"), ("copy", "Post")}


def test_an_address_that_is_none_names_no_outlet(folder: Path) -> None:
    assert read(folder, {"id": "odd", "text": "Northbank tests.", "url": "http://["})["odd"][1] == "odd"


def test_documents_are_compared_once_where_nothing_is_dated(folder: Path, loads: list[int]) -> None:
    read(folder, {"id": "lonely", "text": "Nobody knows when Southbank tests its one and only engine, or why."})
    assert len(loads) == 1
