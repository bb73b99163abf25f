"""Guesses from the words nearby whether a clause tells of the past or the future; used where no parser has told."""

import re
from functools import cache

from servanda.codebook import load_toml
from servanda.reading.model import Tense

_WORD = re.compile(r"['’]ll\b|[A-Za-z]+(?:-[A-Za-z]+)*|\d[\d.,]*|[.;:!?](?=\s)|,")
_PLURAL = re.compile(r"(?:[^s]s|\W.*)$")
#: "Are published" tells of now, as does "may put".
_PASSIVE_OF_NOW = frozenset(("be", "being", "is", "are", "am", "'re", "'s"))
_ONE_FORM = frozenset(("put", "cut", "set", "hit", "shut", "hurt", "read", "burst"))
_REACH = 110
_FAR = 14


@cache
def _cues() -> dict[str, int]:
    book = load_toml("times_tense.toml")
    cues = dict.fromkeys(book["past"], -1) | dict.fromkeys(book["not_past"], 0)
    return cues | dict.fromkeys(book["future"], 1) | dict.fromkeys(book["perhaps"], 2)


@cache
def _no_verbs() -> frozenset[str]:
    return frozenset(load_toml("times_tense.toml")["no_verbs"])


def _cue(word: str, preceding: str, following: str, ahead: bool) -> int:
    """1 for a word that tells of the future, 2 for one that may, -1 for one of the past, else 0."""
    if word == "set" and following in ("to", "for"):
        return 1
    if preceding in _PASSIVE_OF_NOW and (word.endswith("ed") or word in _ONE_FORM) and _cues().get(word, -1) < 0:
        return 0
    if word in _ONE_FORM and (preceding == "to" or _cues().get(preceding) == 2):
        return 0
    if word in ("soon", "early") and preceding == following == "as":
        return 1
    if word == "could" and following == "not":
        return -1
    known = _cues().get(word)
    if known is not None:
        return known
    if word == "to":
        return 0 if ahead or not following.islower() or following in _no_verbs() or _PLURAL.search(following) else 2
    return -1 if word.endswith("ed") and len(word) > 4 else 0


def guess(text: str, start: int, end: int) -> Tense | None:
    """The tense told by the nearest cue in the same sentence, None where there is none near."""
    found = nearest(text, start, end)
    return found[0] if found else None


def nearest(text: str, start: int, end: int) -> tuple[Tense, int] | None:
    """The tense that the nearest cue in the same sentence tells, and how many words away the cue is.

    What stands behind the expression or a comma, and what only may tell of the future, counts as farther away.
    """
    best: tuple[int, int] | None = None
    left = _WORD.findall(text, max(0, start - _REACH), start)[::-1]
    right = _WORD.findall(text, end, min(len(text), end + _REACH))
    for ahead, words in ((False, left), (True, right)):
        distance = 2 if ahead else 0
        for i, word in enumerate(words):
            if word in ".;:!?":
                break
            if word == ",":
                distance += 4
                continue
            distance += 1
            later, sooner = (words[i + 1] if i + 1 < len(words) else ""), (words[i - 1] if i else "")
            preceding, following = (sooner, later) if ahead else (later, sooner)
            if (distance > 1 and word.lower() in ("by", "until")) or (distance > 5 and word == "to") or word == "May":
                continue
            if cue := _cue(word.lower().replace("’", "'"), preceding.lower(), following, ahead):
                weighed = distance + (2 if cue == 2 else 0)
                if best is None or weighed < best[0]:
                    best = (weighed, cue)
                if cue != 2:
                    break
    if best is None or best[0] > _FAR:
        return None
    return ("future" if best[1] > 0 else "past"), best[0]
