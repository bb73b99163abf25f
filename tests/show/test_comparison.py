"""The page of two documents: every word of both is there, marked where it is shared, and nothing in it can run."""

import html
import re

from servanda.show import comparison
from servanda.sources import Change, Pair, Passage
from servanda.spans import Span

A = "Old words <b>here</b>. The same words stand in both & end."
B = "The same terms stand in both & end. New \x1b[2J words."


def pair() -> Pair:
    one, other = A.index("The"), B.index("The")
    passage = Passage(Span(one, len(A)), Span(other, 35), "copy", True)
    return Pair("a", "b", 0.7, 0.8, "a", (passage,), "a was out before b")


def made() -> str:
    change = Change(Span(A.index("words stand"), A.index("words stand") + 5), Span(9, 14))
    return comparison.page(
        pair(), (change,), ([Span(A.index("in both"), A.index("both"))], []), (A, B), ("First <i>", "Second")
    )


def test_every_word_of_both_is_there() -> None:
    first, second = (html.unescape(re.sub(r"<sup>.*?</sup>|<[^>]+>", "", side)) for side in sides())
    assert first == A
    assert second == B.replace("\x1b", "\ufffd")


def sides() -> list[str]:
    return re.findall(r"<article>(.*?)</article>", made(), re.S)


def test_passages_link_to_each_other_and_changes_are_marked() -> None:
    first, second = sides()
    assert '<a class="copy" id="a0" href="#b0">' in first
    assert '<a class="copy" id="b0" href="#a0">' in second
    assert "<mark>words</mark>" in first
    assert "<mark>terms</mark>" in second
    assert "<ins>in </ins>" in first


def test_nothing_runs_or_asks_outside() -> None:
    page = made()
    assert "<b>here" not in page
    assert "First <i>" not in page
    assert "<script" not in page
    assert "http:" not in page
    assert "https:" not in page
    assert "default-src 'none'" in page


def test_who_had_the_words_first_is_told() -> None:
    assert "had the words first" in made()
