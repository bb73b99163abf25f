"""The words of time expressions, out of `codebook/times.toml`, in the form that the scanner looks them up in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from servanda.codebook import load_toml

#: Classes of words, one letter each; rules.py is written in them.
#:   M month  W weekday  U unit  V units  P part of day  Q noon, midnight  S season  H named day  E decade
#:   n number  d number 1 to 31 in digits  y year in digits  o ordinal  C clock  X a.m., p.m.  Z zone  I J whole dates
#:   r reference  t today  D daily  G weeklong  l last, next  c same, current  h this, that  T the  a a, an
#:   q vague number  v half  e early, late, mid  k earlier, later  z end, start  f of  g ago  F fiscal  p per
#:   w every  A and  R or  < to  - hyphen  , comma  s 's  b about  m more, less  ? than  @ at  L least, most  > up
#:   j full  B before, after  i in  O on  K o'clock  u period, moment  N only, just, so  0 no  4 Q1 to Q4
#:   2 other  5 once, twice  6 times  7 all  ( )  x anything else
_PLAIN: dict[str, list[str]] = {
    "T": ["the", "its", "their", "his", "her", "our"],
    "a": ["a", "an", "another"],
    "h": ["this", "that", "these", "those"],
    "f": ["of"],
    "g": ["ago"],
    "p": ["per"],
    "w": ["every", "each"],
    "A": ["and"],
    "R": ["or"],
    "<": ["to", "through"],
    "m": ["more", "less", "fewer"],
    "?": ["than"],
    "@": ["at"],
    "L": ["least", "most"],
    ">": ["up"],
    "B": ["before", "after", "from"],
    "i": ["in"],
    "O": ["on"],
    "v": ["half"],
    "u": ["period", "moment"],
    "N": ["only", "just", "so"],
    "0": ["no"],
    "2": ["other"],
    "5": ["once", "twice"],
    "6": ["times"],
    "7": ["all"],
    "-": ["-", "–", "—", "‑"],
    "X": ["am", "pm", "a.m.", "p.m.", "a.m", "p.m", "a. m.", "p. m.", "a. m", "p. m"],
    "K": ["o'clock", "o’clock"],
    "s": ["'s", "’s"],
    "4": ["Q1", "Q2", "Q3", "Q4", "q1", "q2", "q3", "q4"],
    "n": ["½", "¼", "¾"],
    ",": [","],
    "(": ["("],
    ")": [")"],
}


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day known by name: fixed, or the n-th weekday of a month or some days later, or counted from Easter."""

    month: int = 0
    day: int = 0
    weekday: int = 0
    nth: int = 0
    later: int = 0
    easter: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """All look-ups, by word in lower case; `spelled` (classes) and `special` (look closer) by the word as it stands."""

    classes: dict[str, str]
    spelled: dict[str, str]
    special: frozenset[str]
    short: frozenset[str]
    months: dict[str, int]
    ambiguous: frozenset[str]
    month_prepositions: frozenset[str]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    decades: dict[str, int]
    units: dict[str, str]
    plural: frozenset[str]
    parts: dict[str, str]
    points: dict[str, str]
    seasons: dict[str, str]
    season_words: frozenset[str]
    season_before: frozenset[str]
    references: dict[str, str]
    zone_phrases: dict[str, re.Pattern[str]]
    phrases: dict[str, re.Pattern[str]]
    phrase_values: dict[str, str]
    context: dict[str, frozenset[str]]
    days: dict[str, int]
    frequencies: dict[str, str]
    durations: dict[str, str]
    relative: dict[str, int]
    vague: dict[str, str]
    named: dict[str, NamedDay]
    named_patterns: dict[str, re.Pattern[str]]


def _by_first_word(names: list[str]) -> dict[str, re.Pattern[str]]:
    groups: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        groups.setdefault(re.split(r"[ .']", name, maxsplit=1)[0], []).append(name)
    return {
        first: re.compile(r"(?:" + "|".join(map(_spelling, group)) + r")(?!\w)", re.I)
        for first, group in groups.items()
    }


def _forms(word: str) -> tuple[str, str, str]:
    return word, word.capitalize(), word.upper()


def _spelling(name: str) -> str:
    """A pattern for a name with any white space and either apostrophe."""
    return re.escape(name).replace(r"\ ", r"\s+").replace("'", "['’]")


@cache
def words() -> Words:
    """The words of the shipped codebook."""
    book: dict[str, Any] = load_toml("times.toml")
    weekdays = book["weekdays"] | book["weekdays_short"]
    numbers, modifiers = book["numbers"], book["modifiers"]
    units = book["units"] | book["units_plural"]
    named = {
        name: NamedDay(**{k: v for k, v in day.items() if k != "names"})
        for day in book["named_days"]
        for name in day["names"]
    }
    listed: list[tuple[str, Iterable[str]]] = [
        *_PLAIN.items(),
        ("b", modifiers["approximate"]),
        ("j", modifiers["full"]),
        ("q", book["vague"]),
        ("l", book["relative"]),
        ("c", ["same", "corresponding", "comparable", "current", "latest", "ongoing"]),
        ("e", modifiers["early"]),
        ("k", modifiers["shifted"]),
        ("z", modifiers["edges"]),
        ("F", modifiers["fiscal"]),
        ("n", numbers),
        ("o", book["ordinals"]),
        ("E", book["decades"]),
        ("V", book["units_plural"]),
        ("U", book["units"]),
        ("P", book["parts_of_day"]),
        ("Q", book["points_of_day"]),
        ("S", book["seasons"]),
        ("Z", book["zones"]["words"]),
        ("r", book["references"]),
        ("t", book["days"]),
        ("D", book["frequencies"]),
        ("G", book["durations"]),
        ("M", book["months"]),
        ("W", weekdays),
    ]
    classes = {word: letter for letter, of_class in listed for word in of_class}
    classes.update({"second": "o", "current": "c", "recent": "q", "quarter": "U", "some": "q"})
    phrases, named_patterns = _by_first_word(list(book["phrases"])), _by_first_word(list(named))
    zone_phrases = _by_first_word(book["zones"]["phrases"])
    closer = {*book["months"], *weekdays, *book["seasons"], *phrases, *named_patterns, *zone_phrases}
    return Words(
        classes=classes,
        spelled=dict.fromkeys((form for word in closer for form in _forms(word)), "x")
        | {form: letter for word, letter in classes.items() for form in _forms(word)},
        special=frozenset(form for word in closer for form in _forms(word)),
        short=frozenset(book["weekdays_short"]),
        months=book["months"],
        ambiguous=frozenset(book["ambiguous"]["months"]),
        month_prepositions=frozenset(book["ambiguous"]["prepositions"]),
        weekdays=weekdays,
        numbers=numbers,
        ordinals=book["ordinals"],
        decades=book["decades"],
        units=units,
        plural=frozenset(book["units_plural"]),
        parts=book["parts_of_day"],
        points=book["points_of_day"],
        seasons=book["seasons"],
        season_words=frozenset(book["seasons_need"]["words"]),
        season_before=frozenset(book["seasons_need"]["before"]),
        references=book["references"],
        zone_phrases=zone_phrases,
        phrases=phrases,
        phrase_values=book["phrases"],
        context={name: frozenset(listed) for name, listed in book["context"].items()},
        days=book["days"],
        frequencies=book["frequencies"],
        durations=book["durations"],
        relative=book["relative"],
        vague=book["vague"],
        named=named,
        named_patterns=named_patterns,
    )
