"""How a verdict changed: on which day, to what, and by which statements.

A verdict can change when something becomes known and when the calendar moves on. The first is seen in how the events
of the record differ from day to day, the second on the few days on which a deadline, a window or a report falls. The
result depends on what was known on each day alone, not on the order in which statements were recorded.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from servanda.record import Event, Step, View, moved
from servanda.verdicts.bearing import bearing_of
from servanda.verdicts.court import Case, Court
from servanda.verdicts.duty import FOREVER, Duty, after, duties_of
from servanda.verdicts.evidence import Relevance, Seen, gather
from servanda.verdicts.model import Change
from servanda.verdicts.silence import watchers


def steps_of(views: Iterable[View]) -> Iterator[Step]:
    """How the events differ from view to view, in the order of days; of two views of a day the later one counts."""
    by_day = {view.as_of: view for view in views}
    before: tuple[Event, ...] = ()
    for day in sorted(by_day):
        events = by_day[day].events()
        change = moved(before, events)
        yield Step(day, change.gone, change.come)
        before = events


def histories(court: Court, steps: Iterable[Step]) -> list[tuple[Change, ...]]:
    """The changes of every case of the court, in its order. The last step's day is the last day that is judged."""
    pasts = [_Past(court, case) for case in court.cases()]
    last: date | None = None
    for step in steps:
        last = step.day
        for past in pasts:
            past.take(step)
    return [past.closed(last) if last else () for past in pasts]


class _Past:
    """The history of one case so far. `first` is the day from which on its events are what they are now."""

    def __init__(self, court: Court, case: Case) -> None:
        self.court, self.case = court, case
        self.relevance = Relevance(case.obligation, court.agreement, court.names)
        self.bearing = bearing_of(court, case, self.relevance)
        self.means = watchers(case.obligation, court.means, court.names)
        made = [d.toordinal() for d in (court.agreement.signed, court.agreement.in_force.start) if d]
        self.first: int | None = min(made, default=None)
        self.told: Counter[str] = Counter()
        self.before: dict[str, bool] = {}
        self.changes: list[Change] = []

    def take(self, step: Step) -> None:
        """Takes what a step changes for the case, after the days before it were judged."""
        day = step.day.toordinal()
        first = self.first = day if self.first is None else self.first
        gone = [e for e in step.gone if self.relevance.role(e)]
        come = [e for e in step.come if self.relevance.role(e)]
        if not gone and not come:
            return
        if day > first:
            self._judge(first, day)
            self.first = day
        for events, number in ((gone, -1), (come, 1)):
            for statement in (s.id for e in events for s in e.statements):
                self.before.setdefault(statement, self.told[statement] > 0)
                self.told[statement] += number
        self.bearing.replace(gone, come)

    def closed(self, last: date) -> tuple[Change, ...]:
        """All changes, the days up to the last one judged."""
        day = last.toordinal()
        self._judge(day if self.first is None else min(self.first, day), day + 1)
        return tuple(self.changes)

    def _judge(self, first: int, until: int) -> None:
        """Judges the days of a stretch with the same events on which the verdict can change."""
        known = tuple(sorted(s for s, was in self.before.items() if (self.told[s] > 0) != was))
        self.before.clear()
        for day in self._days(first, until):
            word = self.bearing.word(day)
            if not self.changes or self.changes[-1].verdict != word:
                self.changes.append(Change(date.fromordinal(day), word, known if day == first else ()))

    def _days(self, first: int, until: int) -> list[int]:
        """The first day of a stretch, and those on which the calendar may bring a change."""
        duties = duties_of(self.case.obligation, self.court.agreement, date.fromordinal(until - 1))
        if not duties or until == first + 1:
            return [first]
        events = self.bearing.heard(first)
        earliest = next(iter(duties.values()))
        calls = gather(self.case.obligation, self.court.agreement, earliest, events, self.court.names).calls
        marks = {mark for duty in duties.values() for mark in _marks(duty, calls)}
        marks |= {d.toordinal() for e in events for d in (e.holds.start, e.holds.end) if d}
        marks |= {d.toordinal() for m in self.means for d in (m.window.start, m.window.end) if d}
        days = {mark + extra for mark in marks if 0 < mark < FOREVER for extra in (0, 1)}
        days |= {after(m.delay, day) for m in self.means for day in days}
        return sorted({first, *(d for d in days if first < d < until)})


def _marks(duty: Duty, calls: Iterable[Seen]) -> set[int]:
    """The days of the calendar that an obligation's verdict hangs on."""
    marks = {duty.force_start, duty.start, duty.end, duty.force_end, *(day for pair in duty.suspended for day in pair)}
    marks |= {duty.due} if duty.due is not None else set()
    for first, due, last in duty.periods():
        marks |= {first, due, last}
    for call in calls:
        for day in (call.happening.first, call.happening.last):
            due_day = duty.answer_due(day)
            marks |= {day} if due_day is None else {day, due_day}
    return marks
