"""Words are the same whatever their spelling, marks and disguise; their places stay true."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.sources.words import AMERICAN, BRITISH, QUOTED, SOLEMN, cut


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Programme", "the program"),
        ("organised", "organized"),
        ("denuclearisation", "Denuclearization"),
        ("don't", "don’t"),
        ("U.S.", "US"),
        ("Kim Yong-chol", "kim yong chol"),
        ("café", "cafe\u0301"),
        ("said", "sa\u200bid"),
        ("said", "s\u00adaid"),
        ("peace", "реасе"),  # Cyrillic letters
        ("missile", "ｍｉｓｓｉｌｅ"),
        ("missile", "\U0001d426\U0001d422\U0001d42c\U0001d42c\U0001d422\U0001d425\U0001d41e"),
    ],
)
def test_the_same_words(one: str, other: str) -> None:
    assert cut(one).words.tolist() == cut(other).words.tolist()


@pytest.mark.parametrize(("one", "other"), [("north", "south"), ("ab", "ba"), ("aab", "ab"), ("a b", "ab"), ("3", "4")])
def test_other_words(one: str, other: str) -> None:
    assert cut(one).words.tolist() != cut(other).words.tolist()


def words_of(text: str) -> list[str]:
    found = cut(text)
    return [text[a:b] for a, b in zip(found.starts.tolist(), found.ends.tolist(), strict=True)]


def test_places() -> None:
    assert words_of("“It’s,” he said;\nthe U.S. (again) 3.5%!") == ["It’s", "he", "said", "the", "U.S", "again", "3.5"]
    assert words_of("非核化 of 북한") == ["非", "核", "化", "of", "북한"]
    assert words_of("") == words_of(" \n\u200b—") == []


@settings(deadline=None)
@given(st.text(max_size=80))
def test_words_stand_in_order_and_within(text: str) -> None:
    found = cut(text)
    ends = found.ends.astype(int)
    assert (found.starts < ends).all()
    assert not len(ends) or ends[-1] <= len(text)
    assert (found.starts[1:] >= ends[:-1]).all()


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_cutting_two_lines_at_once_changes_nothing(one: str, other: str) -> None:
    both, left, right = cut(f"{one}\n{other}"), cut(one), cut(other)
    assert both.words.tolist() == [*left.words.tolist(), *right.words.tolist()]
    assert both.flags.tolist() == [*left.flags.tolist(), *right.flags.tolist()]
    assert both.starts.tolist() == [*left.starts.tolist(), *(right.starts + np.uint32(len(one) + 1)).tolist()]


def flagged(text: str, flag: int) -> list[str]:
    return [w for w, f in zip(words_of(text), cut(text).flags.tolist(), strict=True) if f & flag]


@pytest.mark.parametrize(
    "text",
    [
        'He said "not now" twice.',
        "He said “not now” twice.",
        "He said ''not now'' twice.",
        'not now" he said.\nSo it is.',
    ],
)
def test_quotation_marks(text: str) -> None:
    assert flagged(text, QUOTED) == ["not", "now"]


def test_flags_of_style_and_solemn_words() -> None:
    text = "The centre organised it. The center organized it, and shall prize water."
    assert flagged(text, BRITISH) == ["centre", "organised"]
    assert flagged(text, AMERICAN) == ["center", "organized"]
    assert flagged(text, SOLEMN) == ["shall"]
