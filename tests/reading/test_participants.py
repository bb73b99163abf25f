"""Who takes part in an act, in sentences of our own."""

import pytest

from servanda.documents import Document
from servanda.reading import Reader
from servanda.reading.model import EventMention

READER = Reader()


def told(text: str, word: str) -> EventMention:
    """The one coded event whose head is the word, by the codebook where it has a say."""
    (found,) = [e for e in READER.read(Document("d", text)).events if e.type and e.span.of(text) == word]
    return found.instead or found


@pytest.mark.parametrize(
    ("text", "word", "actors", "recipients"),
    [
        ("A letter from Kim Jong Un was delivered to Donald Trump by Kim Yong Chol.", "letter", "Kim Yong Chol", "Donald Trump"),
        ("Kim Yong Chol delivered a letter from Kim Jong Un to Donald Trump.", "letter", "Kim Yong Chol", "Donald Trump"),
        ("A letter from the French president was handed over by the Norwegian envoy.", "handed", "Norway", ""),
        ("A message from Egypt was brought to Sudan by Norway.", "brought", "Norway", "Sudan"),
        ("Sudan received a letter from Egypt.", "letter", "Egypt", "Sudan"),
        ("The letter from Egypt was received by Sudan on Monday.", "letter", "Egypt", "Sudan"),
        ("Norway says it has expelled two Russian diplomats.", "expelled", "Norway", "Russia"),
        ("Iran's missiles hit two bases in Iraq.", "hit", "Iran", "Iraq"),
        ("Egyptian and Sudanese forces attacked Chad.", "attacked", "Egypt, Sudan", "Chad"),
        ("Norway handed over three prisoners to Sweden.", "handed", "Norway", "three prisoners, Sweden"),
    ],
)  # fmt: skip
def test_who_acts_and_on_whom(text: str, word: str, actors: str, recipients: str) -> None:
    found = told(text, word)
    assert ", ".join(p.name for p in found.actors) == actors
    assert ", ".join(p.name for p in found.recipients) == recipients


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Norway says it has expelled two Russian diplomats.", "expelled"),
        ("The rebels said they attacked Chad.", "attacked"),
    ],
)
def test_a_pronoun_points_to_the_words_that_name_whom_it_means(text: str, word: str) -> None:
    (actor,) = told(text, word).actors
    assert actor.span.of(text) in ("Norway", "The rebels")


def test_a_particle_is_no_preposition() -> None:
    assert told("Norway handed over the remains of three soldiers.", "handed").mode == "return remains"
    assert told("Norway turned over the remains of three soldiers.", "turned").mode == "return remains"
