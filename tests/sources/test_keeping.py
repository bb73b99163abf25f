"""Families as JSON and back: nothing is lost, and what was not written so is refused."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from harbour import OTHER, WIRE, text_of

from servanda.sources import Index, SourceText
from servanda.sources.keeping import Kin, key_of, pack, unpack

QUOTE = '"We were never asked whether we wanted it here," said the harbour master, Ede Voll, on the quay.'


@pytest.fixture
def index(wire: SourceText, other: SourceText) -> Index:
    index = Index([WIRE[2]])
    copy = SourceText("copy", text_of(*WIRE[:3], QUOTE, *WIRE[3:]), None, date(2030, 4, 3), "Daily Crab")
    late = SourceText("late", text_of(*WIRE[1:6], *OTHER[:2]), None, None, "Late Post")
    index.add_all([wire, other, copy, late])
    return index


def kin_of(index: Index) -> Kin:
    return Kin(tuple(index.families()), tuple(index.pairs()))


def written(kin: Kin) -> Any:
    return json.loads(json.dumps(pack(kin)))


def test_what_was_kept_comes_back_whole(index: Index) -> None:
    kin = kin_of(index)
    assert kin.families
    assert kin.pairs
    assert any(m.added and m.dropped for f in kin.families for m in f.members)
    assert unpack(written(kin), index.documents()) == kin
    without = Kin(kin.families, None)
    assert unpack(written(without), index.documents()) == without


def first_member(data: Any) -> Any:
    return data["families"][0][1][1]


def twice(data: Any) -> None:
    data["families"].append(data["families"][0])


def orphaned(data: Any) -> None:
    data["families"][0][1].reverse()


def alone(data: Any) -> None:
    del data["families"][0][1][1:]


def set_in(place: Callable[[Any], Any], at: int | str, value: object) -> Callable[[Any], None]:
    def spoil(data: Any) -> None:
        place(data)[at] = value

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        twice,
        orphaned,
        alone,
        set_in(lambda data: data, "families", None),
        set_in(lambda data: data, "pairs", [[]]),
        set_in(first_member, 0, "a document that nobody knows"),
        set_in(first_member, 1, "nor its parent"),
        set_in(first_member, 2, 1.5),
        set_in(first_member, 2, "0.9"),
        set_in(first_member, 3, [5, 5]),
        set_in(first_member, 3, [5]),
        set_in(first_member, 4, ["1", "2"]),
        set_in(first_member, 5, [0, 4]),
        set_in(first_member, 6, ["words"]),
        set_in(lambda data: data["pairs"][0], 1, "somebody else"),
        set_in(lambda data: data["pairs"][0], 4, "c"),
        set_in(lambda data: data["pairs"][0][5][0], 4, 17),
        set_in(lambda data: data["families"][0], 0, None),
    ],
)
def test_what_was_not_written_so_is_refused(index: Index, spoil: Callable[[Any], None]) -> None:
    data = written(kin_of(index))
    spoil(data)
    with pytest.raises((LookupError, TypeError, ValueError)):
        unpack(data, index.documents())


def test_the_key_hangs_on_every_print_and_on_the_official_texts(index: Index) -> None:
    prints, official = index.dump(), [WIRE[2]]
    key = key_of(prints, official)
    assert key == key_of(dict(reversed(prints.items())), official)
    others = [
        key_of({name: data for name, data in prints.items() if name != "copy"}, official),
        key_of({**prints, "copy": prints["late"]}, official),
        key_of({**prints, "copy": prints["late"], "late": prints["copy"]}, official),
        key_of(prints, []),
        key_of(prints, [WIRE[2], ""]),
        key_of(prints, [WIRE[2][:4], WIRE[2][4:]]),
    ]
    assert len({key, *others}) == 7
