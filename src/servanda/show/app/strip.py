"""The history of a verdict as a strip: what it was from when to when, placed along a line of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servanda.verdicts import Change

#: The strip's width, in its own units.
WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A verdict from its first day to the day before the next one; `x` and `width` place it on the strip."""

    verdict: str
    start: date
    end: date
    by: tuple[str, ...]
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Strip:
    """The stretches, the years along them as (x, year), and where the reader's day lies."""

    stretches: tuple[Stretch, ...]
    years: tuple[tuple[float, int], ...]
    here: float


def strip(changes: "Sequence[Change]", last: date, day: date) -> Strip | None:
    """The strip up to the record's last day, as it would be known then; None where there is no history."""
    if not changes:
        return None
    first = changes[0].day
    span = max((last - first).days + 1, 1)

    def place(when: date) -> float:
        return round(WIDTH * min(max((when - first).days, 0), span) / span, 1)

    ends = [*(c.day for c in changes[1:]), date.fromordinal(last.toordinal() + 1)]
    stretches = tuple(
        Stretch(c.verdict, c.day, date.fromordinal(end.toordinal() - 1), c.by, place(c.day), place(end) - place(c.day))
        for c, end in zip(changes, ends, strict=True)
    )
    step = max(1, (last.year - first.year) // 10)
    years = tuple((place(date(y, 1, 1)), y) for y in range(first.year + 1, last.year + 1, step))
    return Strip(stretches, years, place(day))
