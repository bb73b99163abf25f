"""What silence is worth: the combined power of the means that would have seen an act, day by day.

On one day, means that work are taken to miss an act independently: power = 1 - (1 - p1)(1 - p2)... A means counts for a
day from its delay after that day on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from servanda.agreement import Act, Means, Names, Obligation
from servanda.days import Duration
from servanda.verdicts.duty import FOREVER, after
from servanda.verdicts.matching import sees

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days (ordinals) of equal power. `power` counts the means whose reports are in; `coming` also those due later."""

    first: int
    last: int
    power: float
    coming: float
    means: tuple[str, ...]


def watchers(obligation: Obligation, means: Iterable[Means], names: Names) -> tuple[Means, ...]:
    """The means that would see the obligation's act: those it names in `seen_by`, else all whose acts include it."""
    means = tuple(means)
    if obligation.seen_by:
        return tuple(m for m in means if m.id in obligation.seen_by)
    act = obligation.act or Act()
    return tuple(m for m in means if any(sees(seen, act, names) for seen in m.sees))


def curve(means: Sequence[Means], first: int, last: int, as_of: int) -> tuple[Stretch, ...]:
    """The power of silence from the first to the last day, as stretches of equal power, as of a day. Empty if none."""
    if last < first:
        return ()
    works = [(m, *_working(m)) for m in means]
    heard = {m.id: heard_until(m.delay, as_of) for m in means}
    cuts = {first, last + 1}
    for m, start, end in works:
        cuts |= {c for c in (start, end + 1, heard[m.id] + 1) if first < c <= last}
    edges = sorted(cuts)
    stretches: list[Stretch] = []
    for start, after_end in pairwise(edges):
        at_work = [m for m, begin, end in works if begin <= start <= end]
        in_by_now = [m for m in at_work if start <= heard[m.id]]
        stretches.append(
            Stretch(start, after_end - 1, combined(in_by_now), combined(at_work), tuple(m.id for m in in_by_now))
        )
    return tuple(stretches)


def heard_until(delay: Duration, as_of: int) -> int:
    """The last day whose reports are in by a day: the last one that the delay, counted on from it, is over for."""
    day = delay.before(date.fromordinal(as_of)).toordinal()
    # Back and on again does not always lead to the same end of a month: 29 to 31 January are all in by 28 February.
    while day > 1 and after(delay, day) > as_of:
        day -= 1
    while delay.months and as_of < FOREVER and after(delay, day + 1) <= as_of:
        day += 1
    return day


def combined(means: Iterable[Means]) -> float:
    """The chance that at least one of the means sees an act."""
    missed = 1.0
    for m in means:
        missed *= 1.0 - m.power
    return round(1.0 - missed, 9)


def unwatched(stretches: Sequence[Stretch], threshold: float, *, patient: bool) -> Ranges:
    """The days whose silence proves nothing: under the threshold.

    With `patient`, days whose reports are merely not in yet are not held against the silence, once some are in.
    """
    heard = any(s.power >= threshold for s in stretches)
    ranges: list[tuple[int, int]] = []
    for s in stretches:
        if s.power >= threshold or (patient and heard and s.coming >= threshold):
            continue
        if ranges and ranges[-1][1] == s.first - 1:
            ranges[-1] = (ranges[-1][0], s.last)
        else:
            ranges.append((s.first, s.last))
    return tuple(ranges)


def without(ranges: Ranges, gone: Ranges) -> Ranges:
    """The ranges less the days of others."""
    left = list(ranges)
    for first, last in gone:
        left = [
            piece for a, b in left for piece in ((a, min(b, first - 1)), (max(a, last + 1), b)) if piece[0] <= piece[1]
        ]
    return tuple(sorted(set(left)))


def arithmetic(means: Sequence[Means], power: float, threshold: float) -> str:
    """How the power of silence comes about, in words and figures."""
    if not means:
        return "no means would have seen it"
    parts = " x ".join(f"(1 - {m.power:g})" for m in means)
    listed = ", ".join(f"{m.id} {m.power:g}" for m in means)
    return f"{listed}: 1 - {parts} = {power:.3g}, against a threshold of {threshold:g}"


def _working(m: Means) -> tuple[int, int]:
    start = m.window.start.toordinal() if m.window.start else 0
    return start, m.window.end.toordinal() if m.window.end else FOREVER
