"""Reports that close a sentence, recognised by their form."""

import pytest

from servanda.documents import Document
from servanda.reading import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Arland took the stand apart on 18 March 2030, the Arlandic government said on Wednesday.", "the Arlandic government", "Arland took the stand apart on 18 March 2030"),
        ("The two ships were seized in May 2019, a spokesman for the coast guard said.", "a spokesman for the coast guard", "The two ships were seized in May 2019"),
    ],
)  # fmt: skip
def test_a_closing_report_has_source_and_content(reader: Reader, text: str, source: str, content: str) -> None:
    found = reader.read(Document("a", text)).attributions
    assert [[s.of(text) for s in a.source] for a in found] == [[source]]
    assert [[s.of(text) for s in a.content] for a in found] == [[content]]


@pytest.mark.parametrize(
    "text",
    [
        "The talks broke down, the chairs stood empty and the heating failed on Monday.",
        "Among the ships was a tanker, the largest of the fleet.",
        "In March, they said.",
    ],
)
def test_what_only_looks_alike_is_none(reader: Reader, text: str) -> None:
    assert not [a for a in reader.read(Document("a", text)).attributions if len(a.content[0].of(text)) > 20]


def test_nothing_is_given_twice(reader: Reader) -> None:
    text = "Iran has begun to enrich uranium again, the agency said on Monday."
    assert len(reader.read(Document("a", text)).attributions) == 1
