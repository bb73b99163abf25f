"""Sentences that say that something is not known."""

import pytest

from servanda.reading import unknowns
from servanda.spans import Span


def abouts(*sentences: str) -> list[str]:
    """What the sentences say is not known."""
    text = " ".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    return [u.about for u in unknowns.find(text, tuple(spans))]


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        ("It is not clear what the envoy proposed.", "what the envoy proposed"),
        ("It's still not clear how many reactors are running.", "how many reactors are running"),
        ("But it is far from clear whether the ban will hold, and few expect it to.", "whether the ban will hold"),
        ("It was never really made clear what a freeze would mean.", "what a freeze would mean"),
        ("No date has been set for the next round.", "date for the next round"),
        ("So far, the location of the depot has not been disclosed.", "the location of the depot"),
        ("The venue has not been announced for the talks.", "The venue for the talks"),
        ("What the general promised remains unknown.", "What the general promised"),
        ("Nobody knows where the shells went.", "where the shells went"),
        ("The ministry did not say when the convoy left.", "when the convoy left"),
        ("It remains to be seen whether the truce lasts.", "whether the truce lasts"),
        ("The claim could not be verified.", "The claim"),
    ],
)
def test_what_is_not_known_is_told(sentence: str, about: str) -> None:
    assert abouts(sentence) == [about]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is clear what the envoy proposed.",
        "The venue has been announced.",
        "It is known that the plant was closed.",
        "Nobody was hurt.",
        "The skies were clear over the border.",
    ],
)
def test_what_is_known_is_no_unknown(sentence: str) -> None:
    assert abouts(sentence) == []


def test_the_span_is_the_sentence() -> None:
    text = "They met. It is unclear who won."
    (found,) = unknowns.find(text, (Span(0, 9), Span(10, len(text))))
    assert found.span.of(text) == "It is unclear who won."
