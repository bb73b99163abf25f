"""Guesses from the words nearby whether a clause tells of the past or the future; used where no parser has told."""

import re
from functools import cache
from typing import Literal

from servanda.codebook import load_toml

Tense = Literal["past", "present", "future"]

_WORD = re.compile(r"['’]ll\b|[A-Za-z]+|[.;:!?](?=\s)|,")
_REACH = 110


@cache
def _cues() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    book = load_toml("times_tense.toml")
    return frozenset(book["future"]), frozenset(book["past"]), frozenset(book["not_past"])


def _cue(word: str, following: str) -> int:
    """1 for a word that tells of the future, -1 for one of the past, else 0."""
    future, past, not_past = _cues()
    if word in future or word == "to" and following.isalpha() and following.islower() and following not in _NO_VERBS:
        return 1
    if word in past or word.endswith("ed") and len(word) > 4 and word not in not_past:
        return -1
    return 0


_NO_VERBS = frozenset("the a an his her its their this that these those be some all about more".split()) - {"be"}


def guess(text: str, start: int, end: int) -> Tense | None:
    """The tense told by the nearest cue in the same sentence; what lies behind a comma counts as farther away."""
    best: tuple[int, int] | None = None
    left = [m.group().lower().replace("’", "'") for m in _WORD.finditer(text, max(0, start - _REACH), start)]
    right = [m.group().lower().replace("’", "'") for m in _WORD.finditer(text, end, min(len(text), end + _REACH))]
    for side, words in ((0, left[::-1]), (1, right)):
        distance = side * 2
        for i, word in enumerate(words):
            if word in ".;:!?":
                break
            if word == ",":
                distance += 4
                continue
            distance += 1
            following = words[i + 1] if side and i + 1 < len(words) else words[i - 1] if not side and i else ""
            if cue := _cue(word, following):
                if best is None or distance < best[0]:
                    best = (distance, cue)
                break
    return None if best is None else "future" if best[1] > 0 else "past"
