"""Tells the year of a day that a text writes without it ("Friday, June 12"), with how sure that is.

What tells: the year of a copyright notice; posts and pictures dated near that day; else the years that the text speaks
of, the weekday beside the date and the weekdays that the text tells of. How publications lie to these was counted in
open news data and stands in `times_dating.toml`. Linear in the length of the text.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from servanda.codebook import load_toml
from servanda.reading.times.tense import guess
from servanda.spans import Span

_BARE_YEAR = re.compile(r"(?:19|20)(?<![\d$.,/-]..)\d\d(?![\d%]|[.,]\d)")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|\bcopyright\b)\s{0,2}(?:©|\(c\))?\s{0,2}((?:19|20)\d\d)\b", re.I)
#: A post tells the year of a day that lies at most so many days from it.
_POST = timedelta(20)
_POSTS = 20


@dataclass(frozen=True, slots=True)
class Told:
    """The day with its year, how sure that is (0 to 1), and the words that tell the year."""

    day: date
    sure: float
    evidence: tuple[Span, ...]


def years(text: str) -> dict[int, Span]:
    """Years that the text speaks of and the first place of each."""
    found: dict[int, Span] = {}
    for match in _BARE_YEAR.finditer(text):
        found.setdefault(int(match[0]), Span(*match.span()))
    return found


def ahead(text: str, span: Span) -> bool:
    """Whether the words by a stretch of text make it one of the future."""
    return guess(text, span.start, span.end) == "future"


class Years:
    """What a text tells of the year of its days. Made once for a text."""

    __slots__ = ("_lead", "_notice", "_posts", "_weekdays")

    def __init__(self, text: str, weekdays: Iterable[int], posts: Sequence[tuple[date, Span]]) -> None:
        """`weekdays` are those (ISO numbers) that the text tells of in the past, `posts` dated posts and pictures."""
        self._weekdays = tuple(weekdays)
        self._posts = posts[:_POSTS]
        small = text.lower()
        marked = any(mark in small for mark in ("©", "(c)", "copyright"))
        self._notice = _COPYRIGHT.search(text) if marked else None
        self._lead = _leading(years(text), text)

    def complete(self, on: Callable[[int], date | None], *, weekday_beside: bool) -> Told | None:
        """The likeliest day among those of all years. None where nothing in the text tells of a year.

        `on(year)` is the day in that year, None where there is none or its weekday is another than the one beside it.
        """
        for posted, span in self._posts:
            near = [day for y in (posted.year - 1, posted.year, posted.year + 1) if (day := on(y))]
            near = [day for day in near if abs(day - posted) <= _POST]
            if near:
                return Told(near[0], _book()["sure"], (span,))
        if self._notice is not None and (noticed := on(int(self._notice[1]))) is not None:
            return Told(noticed, _book()["sure"], (Span(*self._notice.span()),))
        if self._lead is None:
            return None
        likely, span, latest = self._lead
        weights: dict[date, float] = {}
        for year, weight in likely.items():
            day = on(year)
            if day is None:
                continue
            weights[day] = weight * (_book()["beyond"] if year > latest else 1)
            if not weekday_beside:
                for number in self._weekdays:
                    weights[day] *= 7 * _book()["weekdays"][(day.isoweekday() - number) % 7]
        if not weights:
            return None
        best = max(weights, key=lambda day: weights[day])
        return Told(best, weights[best] / sum(weights.values()), (span,))


def _leading(told: dict[int, Span], text: str) -> tuple[dict[int, float], Span, int] | None:
    """How likely each year is by the latest one told of as past, else by the first to come; and the last possible."""
    future = {y for y, span in told.items() if ahead(text, span)}
    past = told.keys() - future
    if not told:
        return None
    lead = max(past) if past else min(future)
    table = _book()["years_after_past" if past else "years_before_future"]
    shares = {int(offset): share for offset, share in table["shares"].items()}
    first, last = table["rest_from"], table["rest_to"]
    rest = dict.fromkeys(range(first, last + 1), table["rest"] / (last - first + 1))
    latest = min((y for y in future if y >= lead), default=9999)
    return {lead + offset: share for offset, share in (shares | rest).items()}, told[lead], latest


@cache
def _book() -> dict[str, Any]:
    """What of `times_dating.toml` is for years."""
    book: dict[str, Any] = load_toml("times_dating.toml")["year"]
    return book
