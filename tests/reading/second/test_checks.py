"""Whatever an answer holds, what comes out of it is within the contract and stands in the text."""

import json
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kessel import LEXICON, TEST, TEXT

from servanda.codebook import load_toml, plover
from servanda.documents import Document
from servanda.errors import InputError
from servanda.reading import furniture, syntax
from servanda.reading.model import Mention, Reading
from servanda.reading.names import Names
from servanda.reading.reader import Reader
from servanda.reading.second.answer import MOST, parse
from servanda.reading.second.checks import Checker
from servanda.reading.second.resolve import Resolver, Things
from servanda.reading.second.stands import Words, sentence_of
from servanda.spans import Span

SCRAPS = st.sampled_from(
    [*(str(value) for value in TEST.values()), *TEXT.split("\n\n"), "He", "It is", "a", "", "2033-05", "XXXX", "3", "“"]
)
WORDS = st.one_of(SCRAPS, st.text(max_size=30), st.none(), st.floats(), st.integers(), st.lists(SCRAPS, max_size=3))
TOLD = st.fixed_dictionaries({name: st.one_of(st.just(value), WORDS) for name, value in TEST.items()})
NOTED = st.fixed_dictionaries(
    {"quote": WORDS, "about": st.one_of(WORDS, st.sampled_from(sorted(load_toml("gaps.toml"))))}
)
ANSWERS = st.fixed_dictionaries(
    {"statements": st.lists(st.one_of(TOLD, WORDS), max_size=6)},
    optional={name: st.one_of(st.lists(NOTED, max_size=3), WORDS) for name in ("unknowns", "gaps", "coverage")},
)


@cache
def scene() -> tuple[Words, Reading, list[Mention]]:
    first = Reader(LEXICON).read(Document("a", TEXT, date(2033, 5, 3)))
    prose = furniture.prose(TEXT, list(first.furniture))
    return Words(TEXT, prose), first, Names(LEXICON).find(TEXT, syntax.parse(TEXT, prose))


def checked(answer: Any) -> tuple[Any, Counter[str]]:
    words, first, mentions = scene()
    thrown: Counter[str] = Counter()
    resolver = Resolver(words, mentions, Things(LEXICON))
    return Checker(words, first, resolver, LEXICON.modes, thrown).parts(parse(json.dumps(answer), thrown)), thrown


@settings(max_examples=150, deadline=None)
@given(ANSWERS)
def test_any_answer_gives_what_the_contract_allows(answer: Any) -> None:
    try:
        (events, attributions, unknowns, remarks), _ = checked(answer)
    except InputError as error:
        if error.code != "SV126":
            raise
        return
    _, first, _ = scene()
    days = {day for time in first.times for day in (time.period.start, time.period.end)} | {first.published.date, None}
    for event in events:
        assert event.sentence.contains(event.span)
        assert event.type in plover()
        assert event.mode is None or plover()[event.type].has_mode(event.mode) or event.mode == "return remains"
        assert -3 <= event.certainty <= 3
        assert {event.period.start, event.period.end} <= days
        assert all(p.span.end <= len(TEXT) for p in (*event.actors, *event.recipients))
        assert event.attribution is None or 0 <= event.attribution < len(attributions)
    assert all(unknown.about in " ".join(TEXT.split()) for unknown in unknowns)
    assert all(r.about in (load_toml("gaps.toml") if r.kind == "gap" else " ".join(TEXT.split())) for r in remarks)


@given(st.text(max_size=300))
def test_any_words_are_an_answer_or_refused(content: str) -> None:
    try:
        parse(content, Counter())
    except InputError as error:
        if error.code != "SV126":
            raise


def test_very_many_items_are_cut() -> None:
    (_, _, unknowns, _), thrown = checked(
        {"statements": [], "unknowns": [{"quote": "It is", "about": "x"}] * (MOST + 7)}
    )
    assert unknowns == ()
    assert thrown == {"too many": 7, "about": MOST}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("a ballistic missile near Kessel", "a ballistic missile  near Kessel"),
        ("Borland's army", "Borland’s army"),
        ('"We will answer the launch,"', "“We will answer the launch,”"),
        ("\u200bballistic\u00ad missile\n", "ballistic missile"),
        ("allistic missile", None),
        ("ballistic missil", None),
        ("BALLISTIC MISSILE", None),
        ("said.\n\n“We", None),
        ("...", None),
        ("  ", None),
    ],
)
def test_words_stand_exactly_or_with_other_marks(asked: str, found: str | None) -> None:
    words, *_ = scene()
    span = words.find(asked)
    assert (span.of(TEXT) if span else None) == found


def test_places_near_and_within() -> None:
    text = "north, North, north; " * 400
    words = Words(text, [Span(0, len(text))])
    assert words.find("north", near=100) == Span(98, 103)
    assert words.find("North", within=Span(0, 6)) is None
    assert words.find("NORTH", within=Span(6, 20), any_case=True) == Span(7, 12)


def test_length_is_kept_where_small_letters_are_longer() -> None:
    text = "İİİ met in Kessel"
    assert Words(text, [Span(0, len(text))]).find("KESSEL", any_case=True) == Span(11, 17)


def test_sentences_around_a_quote() -> None:
    sentences = [Span(0, 10), Span(11, 20), Span(21, 30)]
    assert sentence_of(Span(12, 15), sentences) == Span(11, 20)
    assert sentence_of(Span(5, 25), sentences) == Span(0, 30)
    assert sentence_of(Span(10, 11), sentences) is None
    assert sentence_of(Span(40, 50), sentences) is None
