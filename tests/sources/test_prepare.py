"""A document made ready: prose without furniture, credits, reports and the agency it is wholly from."""

from datetime import date

import pytest

from servanda.documents import Document
from servanda.reading.model import Credit, Furniture
from servanda.sources import prepared, source_text
from servanda.sources.prepare import prose_between
from servanda.spans import Span

TEXT = "PORT ARL (Coast Wire) - The stand is gone, the Bay News reported.\nImage caption\nA crane"


def furniture(words: str, kind: str) -> Furniture:
    start = TEXT.index(words)
    return Furniture(Span(start, start + len(words)), kind)  # type: ignore[arg-type]


def credit(words: str, name: str, kind: str) -> Credit:
    start = TEXT.index(words)
    return Credit(Span(start, start + len(words)), name, kind)  # type: ignore[arg-type]


def test_all_that_was_read_is_carried_over() -> None:
    document = Document("d", TEXT, publisher="Hill Post")
    found = source_text(
        document,
        [furniture("Image caption\nA crane", "caption"), furniture("PORT ARL (Coast Wire) -", "dateline")],
        [credit("Coast Wire", "Coast Wire", "wire"), credit("the Bay News reported", "Bay News", "report")],
        published=date(2030, 4, 2),
        publisher="unused",
    )
    assert (found.wire, found.credits) == ("Coast Wire", ("Coast Wire", "Bay News"))
    assert [(s.of(TEXT), n) for s, n in found.reports] == [("the Bay News reported", "Bay News")]
    assert (found.published, found.publisher) == (date(2030, 4, 2), "Hill Post")
    assert [s.of(TEXT) for s in found.prose or ()] == [" The stand is gone, the Bay News reported.\n"]


@pytest.mark.parametrize(
    ("opening", "agency"),
    [
        ("PORT ARL (Coast Wire) - ", "Coast Wire"),
        ("PORT ARL (June 5) - ", None),
        ("PORT ARL - (Coast Wire is our own name.) ", None),
    ],
)
def test_an_agency_nobody_has_heard_of_is_told_by_its_place_in_the_dateline(opening: str, agency: str | None) -> None:
    found = prepared(Document("d", f"{opening}The stand is gone, and nobody knows why it went so fast."))
    assert found.wire == agency
    assert found.credits == ((agency,) if agency else ())


def test_agency_inputs_below_the_text_do_not_make_it_the_agencys() -> None:
    text = "The stand is gone, and nobody knows why it went so fast.\n\n(With inputs from agencies and Reuters)"
    assert prepared(Document("d", text)).wire is None


@pytest.mark.parametrize(
    ("pieces", "left"),
    [([], [(0, 10)]), ([(0, 10)], []), ([(2, 4), (3, 6)], [(0, 2), (6, 10)]), ([(0, 1), (9, 10)], [(1, 9)])],
)
def test_prose_is_what_is_left(pieces: list[tuple[int, int]], left: list[tuple[int, int]]) -> None:
    found = prose_between(10, [Furniture(Span(a, b), "other") for a, b in pieces])
    assert [(s.start, s.end) for s in found] == left
