"""Sentences about an agreement itself: what it lacks, and what it does not cover."""

import pytest

from servanda.reading import remarks
from servanda.reading.lexicon import Lexicon
from servanda.reading.syntax import parse
from servanda.spans import Span


def found(text: str) -> list[tuple[str, str]]:
    """Kind and subject of each remark in a text."""
    trees = [block.tree for block in parse(text, [Span(0, len(text))])]
    return [(r.kind, r.about) for r in remarks.find(text, trees, Lexicon(agreement_names=("Lake charter",)))]


def test_each_missing_element_is_a_gap() -> None:
    gaps = found("The accord did not include any timetable, details or mechanisms to verify the withdrawal.")
    assert gaps == [("gap", "deadline"), ("gap", "detail"), ("gap", "verification")]


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        ("The treaty lacks a deadline.", "deadline"),
        ("The agreement contains no definition of armed groups.", "definition"),
        ("The deal does not provide for inspections.", "verification"),
    ],
)
def test_gaps_in_other_words(sentence: str, about: str) -> None:
    assert ("gap", about) in found(sentence)


def test_what_an_agreement_has_is_no_gap() -> None:
    assert found("The accord includes a timetable and inspections.") == []
    assert found("The report did not include any timetable.") == []


def test_coverage_names_what_was_never_promised() -> None:
    (remark,) = found("This is not a violation of the accord, as Arland has never promised to close its bases.")
    assert remark == ("coverage", "close its bases")


def test_coverage_names_what_the_agreement_does_not_ban() -> None:
    assert found("The treaty does not ban short-range rockets.") == [("coverage", "short-range rockets")]


def test_coverage_by_reference_takes_the_sentence_before() -> None:
    remarks_found = found("Borland built three new depots. That is not a breach of the Lake charter.")
    assert remarks_found == [("coverage", "Borland built three new depots")]
