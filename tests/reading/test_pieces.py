"""Endless lines are parsed in pieces."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from servanda.documents import Document
from servanda.reading import Reader
from servanda.reading.syntax import LONGEST, pieces
from servanda.spans import Span


@given(st.text(alphabet="ab .\n", min_size=1).map(lambda text: text * (2 * LONGEST // len(text) + 1)))
def test_pieces_cover_the_span_in_order(text: str) -> None:
    found = list(pieces(text, Span(0, len(text))))
    assert found[0].start == 0
    assert found[-1].end == len(text)
    assert all(a.end == b.start for a, b in pairwise(found))
    assert all(len(piece) <= LONGEST for piece in found)


def test_paragraphs_stay_whole() -> None:
    assert list(pieces("x" * 9000, Span(10, 10 + LONGEST))) == [Span(10, 10 + LONGEST)]


def test_cuts_fall_between_sentences() -> None:
    text = "North met South on Friday. " * 400
    assert {text[p.end - 1] for p in pieces(text, Span(0, len(text)))} <= {".", " "}


def test_an_endless_line_is_read() -> None:
    text = "Northland tested a missile on Friday. " * 300
    events = Reader().read(Document("x", text)).events
    assert sum(event.mode == "test" for event in events) == 300
