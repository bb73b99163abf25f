"""Who had it first: by days, credits, voices, house style and cuts; unknown where nothing tells."""

from dataclasses import replace
from datetime import date

import pytest
from harbour import WIRE, text_of

from servanda.sources import Index, Pair, SourceText

A, B = SourceText("a", text_of(*WIRE)), SourceText("b", text_of(*WIRE))


def told(a: SourceText, b: SourceText) -> Pair:
    index = Index()
    index.add_all([b, a])
    (pair,) = index.pairs()
    return pair


def test_nothing_tells() -> None:
    pair = told(A, B)
    assert pair.origin is None
    assert pair.reason.startswith("unknown")


def test_the_earlier_day() -> None:
    early, late = date(2030, 4, 2), date(2030, 4, 3)
    assert told(replace(A, published=early), replace(B, published=late)).origin == "a"
    assert told(replace(A, published=late), replace(B, published=early)).origin == "b"
    assert told(replace(A, published=early), replace(B, published=early)).origin is None


def test_a_credit_to_the_other() -> None:
    pair = told(replace(A, credits=("The Coast Wire",)), replace(B, publisher="Coast Wire"))
    assert pair.origin == "b"
    assert "credits" in pair.reason


def test_a_credit_to_oneself_says_nothing() -> None:
    one = replace(A, credits=("Coast Wire",), publisher="Coast Wire")
    assert told(one, replace(B, publisher="Hill Post")).origin is None


def test_credit_against_day_is_unknown() -> None:
    early = replace(A, credits=("Coast Wire",), published=date(2030, 4, 1))
    assert told(early, replace(B, publisher="Coast Wire", published=date(2030, 4, 2))).origin is None


def test_a_voice_of_the_outlet_that_the_other_credits() -> None:
    voice = replace(B, text=text_of(*WIRE, "The mood is calm, Crab harbour correspondent Ann Reed reports."))
    assert told(replace(A, credits=("Crab",)), voice).origin == "b"
    assert told(A, voice).origin is None


@pytest.mark.parametrize(
    ("own", "origin"),
    [("The color of the harbor favored the labor of the center.", "b"), ("The colour of the harbour is grey.", None)],
)
def test_a_spelling_that_is_not_the_house_style(own: str, origin: str | None) -> None:
    one, other = replace(A, text=text_of(*WIRE, own)), replace(B, text=text_of(*WIRE))
    assert told(one, other).origin == origin


def test_a_cut_alone_is_not_enough_and_is_told() -> None:
    pair = told(A, replace(B, text=text_of(*WIRE[:5])))
    assert pair.origin is None
    assert "b is the beginning of a, cut" in pair.reason
