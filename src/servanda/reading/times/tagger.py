"""Finds the time expressions of a text and says which days they mean."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from servanda.days import Period
from servanda.reading.lexicon import NamedEvent
from servanda.reading.model import Tense, TimeExpression
from servanda.reading.times.meanings import MEANINGS
from servanda.reading.times.reader import Reader
from servanda.reading.times.scan import scan
from servanda.reading.times.values import period_of
from servanda.reading.times.within import Within
from servanda.spans import Span


def tag(
    text: str,
    published: date | None,
    *,
    prose: Sequence[Span] | None = None,
    beside: Sequence[Span] = (),
    events: Sequence[NamedEvent] = (),
    tense: Callable[[int], Tense | None] | None = None,
) -> list[TimeExpression]:
    """The time expressions of a text, in order and without overlaps, as TIMEX3 has them.

    `published` is the day that "today" means; without it, what depends on it keeps `X` in its value and an open
    period. `prose` bounds what is read (all of the text if None). `beside` are other stretches (datelines, headings),
    each read for itself: what prose leans on is never looked for there. `events` are names that stand for days.
    `tense(offset)` tells the tense of the clause at an offset; where it is absent or None, nearby words decide.
    Takes time linear in the length of the text. Source of the conventions: TimeML 1.2.1, ISO 8601.
    """
    named = _find_names(text, tuple(events), prose) if events else []
    reader = Reader(text, published, tense, MEANINGS, [(n.span, n.period) for n in named])
    expressions: list[TimeExpression] = []
    for span in sorted(prose) if prose is not None else ([Span(0, len(text))] if text else []):
        expressions += _read(reader, span)
    if named:
        expressions = _joined(expressions, named)
    if beside:
        others = (found for span in beside for found in _read(Reader(text, published, None, MEANINGS), span))
        expressions = sorted([*expressions, *others], key=lambda e: e.span)
    return expressions


def _read(reader: Reader, span: Span) -> Iterator[TimeExpression]:
    """The expressions of one stretch of the reader's text."""
    scanned = scan(reader.text, span.start, min(span.end, len(reader.text)))
    for found in reader.read(scanned):
        place = Span(scanned.starts[found.first], found.end or scanned.ends[found.last])
        period = period_of(found.value) if found.period is None else found.period
        yield TimeExpression(place, found.type, found.value, period)


def _find_names(text: str, events: tuple[NamedEvent, ...], prose: Sequence[Span] | None) -> list[TimeExpression]:
    """The names of events in the prose, in order, each as the date that it stands for."""
    pattern, periods = _names(events)
    bounds = Within(prose) if prose is not None else None
    named = []
    for match in pattern.finditer(text):
        place, period = Span(*match.span()), periods.get(_key(match.group()))
        if period is not None and (bounds is None or bounds.holds(place)):
            named.append(TimeExpression(place, "DATE", event_value(period), period))
    return named


def _joined(expressions: list[TimeExpression], named: list[TimeExpression]) -> list[TimeExpression]:
    """Both together: a name wins over expressions within it, and gives way to one that reaches beyond it."""
    others = Within(e.span for e in expressions)
    kept = [n for n in named if all(n.span.contains(other) for other in others.meeting(n.span))]
    taken = Within(n.span for n in kept)
    return sorted([*(e for e in expressions if not taken.meeting(e.span)), *kept], key=lambda e: e.span)


@lru_cache(maxsize=16)
def _names(events: tuple[NamedEvent, ...]) -> tuple[re.Pattern[str], dict[str, Period]]:
    """A pattern of all names of the events, the longest first, and the days by name."""
    periods = {
        _key(name): event.period for event in reversed(events) for name in (event.name, *event.aliases) if name.strip()
    }
    spelled = sorted(periods, key=lambda name: (-len(name), name))
    alternatives = "|".join(r"\s+".join(re.escape(part) for part in name.split()) for name in spelled) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.I), periods


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def event_value(period: Period) -> str:
    """The TIMEX3 value for the days of an event: the day, else the month, else the year that holds them."""
    first, last = period.start, period.end
    if first is None or last is None:
        return "XXXX-XX-XX"
    if first == last:
        return first.isoformat()
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    return f"{first:%Y}" if first.year == last.year else "XXXX"
