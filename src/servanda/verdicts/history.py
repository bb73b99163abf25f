"""How a verdict changed: on which day, to what, and by which statements.

A verdict can change when something becomes known and when the calendar moves on. The first is seen in the views, one
for each day on which knowledge changed; the second on the few days on which a deadline, a window or a report falls. The
result depends on the views alone, not on the order in which statements were recorded.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from servanda.record import Event, View
from servanda.verdicts.court import Case, Court
from servanda.verdicts.duty import FOREVER, Duty, duties_of
from servanda.verdicts.evidence import Relevance, gather
from servanda.verdicts.model import Change
from servanda.verdicts.silence import watchers

#: A stretch of days with the same evidence: first day, day after the last, the events that bear on the case.
Segment = tuple[int, int, tuple[Event, ...]]
#: A day, and what is known of it: the events by type.
Known = tuple[int, dict[str | None, list[Event]]]


def histories(court: Court, views: Iterable[View]) -> list[tuple[Change, ...]]:
    """The changes of every case of the court, in its order. The last view's day is the last day that is judged."""
    by_day = {view.as_of: view for view in views}
    if not by_day:
        return [() for _ in court.cases()]
    known = [(day.toordinal(), _by_type(by_day[day].events())) for day in sorted(by_day)]
    return [_history(court, case, known) for case in court.cases()]


def _by_type(events: Iterable[Event]) -> dict[str | None, list[Event]]:
    found: dict[str | None, list[Event]] = {}
    for event in events:
        found.setdefault(event.type, []).append(event)
    return found


def _history(court: Court, case: Case, known: Sequence[Known]) -> tuple[Change, ...]:
    changes: list[Change] = []
    before: frozenset[str] = frozenset()
    for first, until, events in _segments(court, case, known):
        ids = {s.id: s for e in events for s in e.statements}
        moved = tuple(sorted(before.symmetric_difference(ids)))
        before = frozenset(ids)
        for day in _days(court, case, events, first, until):
            word = court.hear(case, events, date.fromordinal(day)).word
            if not changes or changes[-1].verdict != word:
                changes.append(Change(date.fromordinal(day), word, moved if day == first else ()))
    return tuple(changes)


def _segments(court: Court, case: Case, known: Sequence[Known]) -> list[Segment]:
    """The views with the same evidence joined, from the agreement's day on; before the first nothing is known."""
    relevance = Relevance(case.obligation, court.agreement, court.names)
    last = known[-1][0] + 1
    starts = [d.toordinal() for d in (court.agreement.signed, court.agreement.in_force.start) if d]
    segments: list[Segment] = []
    if starts and min(starts) < known[0][0]:
        segments.append((min(starts), known[0][0], ()))
    begin = min(starts, default=0)
    key: object = ()
    for i, (day, events) in enumerate(known):
        until = known[i + 1][0] if i + 1 < len(known) else last
        if until <= begin and i + 1 < len(known):
            continue
        day = max(day, min(begin, until - 1))
        types = events if relevance.types is None else relevance.types & events.keys()
        bearing = tuple(e for kind in sorted(types, key=str) for e in events[kind] if relevance.role(e))
        new_key = tuple(
            (e.id, e.standing, e.holds, e.value, e.certainty, len(e.asserts), len(e.denies)) for e in bearing
        )
        if segments and new_key == key:
            segments[-1] = (segments[-1][0], until, segments[-1][2])
        else:
            segments.append((day, until, bearing))
        key = new_key
    return segments


def _days(court: Court, case: Case, events: Sequence[Event], first: int, until: int) -> list[int]:
    """The days of a segment on which the verdict can change: its first, and those that the calendar brings."""
    duties = duties_of(case.obligation, court.agreement, date.fromordinal(until - 1))
    if not duties:
        return [first]
    means = watchers(case.obligation, court.means, court.names)
    delays = sorted({m.delay.after(date(2000, 1, 1)).toordinal() - date(2000, 1, 1).toordinal() for m in means})
    earliest = next(iter(duties.values()))
    calls = gather(case.obligation, court.agreement, earliest, events, court.names).calls
    marks = {mark for duty in duties.values() for mark in _marks(duty, calls)}
    marks |= {d.toordinal() for e in events for d in (e.holds.start, e.holds.end) if d}
    for m in means:
        marks |= {d.toordinal() for d in (m.window.start, m.window.end) if d}
    days = {mark + extra + delay for mark in marks if mark < FOREVER for extra in (0, 1) for delay in (0, *delays)}
    return sorted({first, *(d for d in days if first < d < until)})


def _marks(duty: Duty, calls: Iterable[object]) -> set[int]:
    """The days of the calendar that an obligation's verdict hangs on."""
    from servanda.verdicts.evidence import Seen

    marks = {duty.force_start, duty.start, duty.end, duty.force_end, *(day for pair in duty.suspended for day in pair)}
    marks |= {duty.due} if duty.due is not None else set()
    for first, due, last in duty.periods():
        marks |= {first, due, last}
    for call in calls:
        if isinstance(call, Seen):
            for day in (call.happening.first, call.happening.last):
                due_day = duty.answer_due(day)
                marks |= {day} if due_day is None else {day, due_day}
    return marks
