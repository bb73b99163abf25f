"""What a sentence only describes, or says is not known, is no act on record."""

from datetime import date

import pytest

from servanda.documents import Document
from servanda.reading import Reader
from servanda.reading.model import EventMention

DAY = date(2031, 5, 8)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def coded(reader: Reader, text: str) -> dict[str, EventMention]:
    return {e.span.of(text): e for e in reader.read(Document("a", text, published=DAY)).events if e.type}


def test_a_test_site_is_no_test(reader: Reader) -> None:
    found = coded(reader, "Iran blew up the tunnels of its nuclear test site last March.")
    assert "test" not in found
    assert found["blew"].mode == "dismantle"


def test_whether_it_is_so_being_unclear_leaves_it_open(reader: Reader) -> None:
    found = coded(reader, "It remains unclear whether Iran has resumed the enrichment of uranium.")
    assert found
    assert {e.certainty for e in found.values()} == {0.0}


def test_to_sanction_is_to_impose_sanctions(reader: Reader) -> None:
    found = coded(reader, "The United States sanctioned three Iranian shipping firms on Monday.")
    assert (found["sanctioned"].type, found["sanctioned"].mode) == ("SANCTION", "impose")
