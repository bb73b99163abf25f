"""An act that is told as begun, under way or done to some of it is told in part."""

from datetime import date

import pytest

from servanda.record.parts import told_in_part
from servanda.statement import Statement


def said(sentence: str) -> Statement:
    """A statement of a sentence; a star stands before the word of the act."""
    start = 40
    words = sentence.replace("*", "")
    head = start + sentence.index("*")
    return Statement(
        "d", "Post", start=start, end=start + len(words), head=head, quote=words, type="RETREAT",
        published=date(2031, 5, 2),
    )  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "Arland has begun to *dismantle the stand, a minister said.",
        "Arland started *dismantling the stand last week.",
        "Arland has partly *dismantled the stand.",
        "Arland is *dismantling the stand, images show.",
        "The stand is being *dismantled.",
        "Borland *released three of the twelve sailors on Sunday.",
        "Borland *freed 30 of its 200 prisoners.",
        "Arland *destroyed some of the halls at the site.",
        "About half of the stand was *taken down on Saturday.",
        "Arland *withdrew most of its troops from the valley.",
        "Borland *released a first group of prisoners.",
        "The stand was *dismantled in part.",
        "Arland continued to *withdraw its guns.",
    ],
)
def test_in_part(sentence: str) -> None:
    assert told_in_part(said(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Arland has *dismantled the stand.",
        "Borland *released the last nine of the sailors.",
        "Borland *released all of the prisoners.",
        "Arland finished *dismantling the stand, which it had begun in May.",
        "Arland *dismantled the stand, part of a deal with Borland.",
        "Some of the ministers said Arland had *dismantled the stand.",
        "The stand was *dismantled, and work on the second hall began.",
        "Both sides *withdrew their guns at the start of the week.",
        "Arland *closed the first of May bridge.",
    ],
)
def test_not_in_part(sentence: str) -> None:
    assert not told_in_part(said(sentence))


def test_a_row_of_a_table_tells_what_its_coder_says() -> None:
    row = Statement("facts/t.csv", "Post", row=2, text="Arland begins to dismantle the stand.", type="RETREAT")
    assert not told_in_part(row)
