"""How much of a window was watched: what silence rests on where an act must not be done."""

from datetime import date

from servanda.verdicts.court import Hearing
from servanda.verdicts.duty import Duty
from servanda.verdicts.model import Span, Watched
from servanda.verdicts.silence import Ranges, without


def watched(hearing: Hearing) -> Watched | None:
    """The days of the window so far that were watched well enough, and the others; None where silence is not asked."""
    duty = hearing.duty
    if duty is None or duty.form not in ("refrain", "limit") or len(hearing.findings) != 1 or duty.last < duty.start:
        return None
    bound = _bound(duty, ((duty.start, duty.last),))
    if not bound or (duty.form == "limit" and any(hearing.findings[0].seen)):
        return None
    unseen = next((h.ranges for h in hearing.findings[0].scene.happenings if h.role == "unseen"), ())
    gaps = _bound(duty, unseen)
    curve = hearing.watch.stretches
    days = _length(bound)
    weak = [(a, b, min((s.power for s in curve if s.first <= b and s.last >= a), default=0.0)) for a, b in gaps]
    return Watched(
        days, days - _length(gaps), hearing.watch.threshold, tuple(_span(*gap) for gap in weak),
        tuple(_span(s.first, s.last, s.power) for s in curve),
    )  # fmt: skip


def _span(first: int, last: int, power: float) -> Span:
    return Span(date.fromordinal(first), date.fromordinal(last), power)


def _bound(duty: Duty, ranges: Ranges) -> Ranges:
    """The days of ranges on which the duty binds, as far as suspensions go."""
    return without(ranges, duty.suspended)


def _length(ranges: Ranges) -> int:
    return sum(last - first + 1 for first, last in ranges)
