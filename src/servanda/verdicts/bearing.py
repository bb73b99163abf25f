"""What bears on one case while its history is gone through: all of it, or as much of it as can still tell a difference.

A dense record has thousands of acts that bear on one obligation, and a day for each. To hear them all on every day
would cost their square. What is left out here is of no matter: tests hold the words to those of all the events.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from servanda.record import Event
from servanda.verdicts.court import Case, Court, Hearing
from servanda.verdicts.duty import Duty, duties_of
from servanda.verdicts.evidence import Relevance, gather
from servanda.verdicts.finding import Finding, gravest
from servanda.verdicts.model import VerdictWord

#: Before and after every day that a record may tell of.
_DAWN, _DUSK = 0, 10**7


def bearing_of(court: Court, case: Case, relevance: Relevance) -> "Bearing":
    """The events that bear on a case, none as yet, kept in the way that suits its form."""
    duties = duties_of(case.obligation, court.agreement, date.max)
    if len(duties) != 1:
        return Bearing(court, case)
    if case.obligation.form == "refrain":
        return Breaches(court, case, next(iter(duties.values())))
    return Calls(court, case, relevance) if case.obligation.form in ("admit", "respond") else Bearing(court, case)


class Bearing:
    """The events that bear on a case. `word` is what the court says of them on a day."""

    def __init__(self, court: Court, case: Case) -> None:
        self.court, self.case = court, case
        self.events: dict[str, Event] = {}

    def replace(self, gone: Sequence[Event], come: Sequence[Event]) -> None:
        """Takes events out and puts events in."""
        for event in gone:
            self.events.pop(event.id, None)
        for event in come:
            self.events[event.id] = event

    def heard(self, day: int) -> list[Event]:  # noqa: ARG002
        """The events that the court must hear to tell the word of a day and of those after it."""
        return list(self.events.values())

    def word(self, day: int) -> VerdictWord:
        """The verdict in one word as of a day."""
        return self.court.hear(self.case, self.heard(day), date.fromordinal(day)).word


class Breaches(Bearing):
    """For a `refrain`: of the acts that surely fell on a bound day, only the last one of a day's past is heard.

    It breaks the duty as the others do, and what undoes it undoes them all.
    """

    def __init__(self, court: Court, case: Case, duty: Duty) -> None:
        super().__init__(court, case)
        self.duty = duty
        self.sure: list[tuple[int, str]] = []
        self.breaches: dict[str, tuple[int, Event]] = {}

    def replace(self, gone: Sequence[Event], come: Sequence[Event]) -> None:
        """Takes events out and puts events in; sure breaches are kept in the order of days."""
        for event in gone:
            if found := self.breaches.pop(event.id, None):
                self.sure.remove((found[0], event.id))
        super().replace(gone, [e for e in come if not self._put(e)])

    def _put(self, event: Event) -> bool:
        """Keeps a sure breach with the others; False for any other event."""
        day = self._breach(event)
        if day is None:
            return False
        self.breaches[event.id] = day, event
        insort(self.sure, (day, event.id))
        return True

    def heard(self, day: int) -> list[Event]:
        """All but the sure breaches before the last one."""
        at = bisect_right(self.sure, (day, "\uffff"))
        return [*self.events.values(), *(self.breaches[key][1] for _, key in self.sure[max(0, at - 1) :])]

    def _breach(self, event: Event) -> int | None:
        """The day on which an event surely broke the duty; None where it did not, or not surely."""
        if not event.holds.is_day or event.holds.start is None:
            return None
        day = event.holds.start.toordinal()
        if not self.duty.bound(day):
            return None
        acts = gather(self.case.obligation, self.court.agreement, self.duty, [event], self.court.names).acts
        return day if acts and acts[0].happening.certain else None


class Calls(Bearing):
    """For `admit` and `respond`: a call that was surely answered is laid aside, and acts older than the open calls are.

    A call that was answered late comes back when something changes between it and its answer; any call, when it or its
    answer itself changes.
    """

    def __init__(self, court: Court, case: Case, relevance: Relevance) -> None:
        super().__init__(court, case)
        self.relevance = relevance
        self.calls = _Sorted(0)
        self.acts = _Sorted(1)
        self.waiting: set[str] = set()
        self.settled: dict[str, _Settled] = {}
        self.late: dict[str, _Settled] = {}

    def replace(self, gone: Sequence[Event], come: Sequence[Event]) -> None:
        """Takes events out and puts events in, and brings back the calls for which that may matter."""
        for event in gone:
            self.acts.take(event)
            if self.calls.take(event):
                self.settled.pop(event.id, None)
                self.late.pop(event.id, None)
                self.waiting.discard(event.id)
        super().replace(gone, [e for e in come if not self._put(e)])
        ids = {e.id for e in (*gone, *come)}
        spans = [_span(e) for e in (*gone, *come)]
        again = [call for call, kept in self.settled.items() if kept.answer in ids]
        again += [call for call, kept in self.late.items() if any(kept.between(*span) for span in spans)]
        for call in again:
            self.settled.pop(call, None)
            self.late.pop(call, None)
            self.waiting.add(call)

    def _put(self, event: Event) -> bool:
        """Keeps a call or an act with the others; False for any other event."""
        role = self.relevance.role(event)
        if role is None or role[0] not in ("call", "act"):
            return False
        if role[0] == "call":
            self.calls.put(event)
            self.waiting.add(event.id)
        else:
            self.acts.put(event)
        return True

    def heard(self, day: int) -> list[Event]:  # noqa: ARG002
        """The open calls, each with the next call, the acts that are not older than all of them, and all else."""
        calls = {e.id: e for call in self.waiting for e in self.calls.from_here(call, 2)}
        oldest = min((_span(e)[0] for e in calls.values()), default=_DUSK + 1)
        return [*self.events.values(), *calls.values(), *self.acts.since(oldest)]

    def word(self, day: int) -> VerdictWord:
        """The word of the calls that are open and of those laid aside; what is settled now is laid aside."""
        hearing = self.court.hear(self.case, self.heard(day), date.fromordinal(day))
        words = [f.word for f in hearing.findings if f.word] + list({kept.word for kept in self.settled.values()})
        found = gravest(words) if self.settled else hearing.word
        for finding in hearing.findings:
            kept = _settled(finding, hearing)
            if kept is not None and finding.call is not None:
                call = finding.call.event.id
                self.waiting.discard(call)
                self.settled[call] = kept
                if kept.word == "remedied":
                    self.late[call] = kept
        return found


class _Sorted:
    """Events in the order of their first days (0) or of their last (1)."""

    def __init__(self, end: int) -> None:
        self._end = end
        self._order: list[tuple[int, str]] = []
        self._events: dict[str, Event] = {}

    def put(self, event: Event) -> None:
        """Adds an event."""
        self._events[event.id] = event
        insort(self._order, (_span(event)[self._end], event.id))

    def take(self, event: Event) -> bool:
        """Takes an event out; False where it is not there."""
        found = self._events.pop(event.id, None)
        if found is not None:
            del self._order[bisect_left(self._order, (_span(found)[self._end], event.id))]
        return found is not None

    def since(self, day: int) -> list[Event]:
        """The events from a day on."""
        return [self._events[key] for _, key in self._order[bisect_left(self._order, (day, "")) :]]

    def from_here(self, key: str, number: int) -> list[Event]:
        """So many events, the first of them of the given id."""
        at = bisect_left(self._order, (_span(self._events[key])[self._end], key))
        return [self._events[other] for _, other in self._order[at : at + number]]


@dataclass(frozen=True, slots=True)
class _Settled:
    """What a call has come to for good: the word, the id of the answer, and the days from the call to the answer."""

    word: VerdictWord
    answer: str
    first: int
    last: int

    def between(self, first: int, last: int) -> bool:
        """Whether days lie between the call and its answer."""
        return first <= self.last and last >= self.first


def _settled(finding: Finding, hearing: Hearing) -> _Settled | None:
    """What a call has come to for good; None while that may still change of itself."""
    call, duty = finding.call, finding.duty
    if call is None or finding.word not in ("fulfilled", "remedied") or len(finding.outcomes) > 1:
        return None
    if not (call.event.holds.is_day and call.happening.certain) or finding.span is None:
        return None
    called, due, _ = finding.span
    last = _DUSK if finding.word == "remedied" or due is None else due
    for seen in finding.seen:
        if seen is None or seen.happening.role != "act" or not seen.happening.certain:
            continue
        begin, end = _span(seen.event)
        if called <= begin and end <= min(last, duty.force_end, hearing.as_of.toordinal()):
            return _Settled(finding.word, seen.event.id, called, end)
    return None


def _span(event: Event) -> tuple[int, int]:
    """The first and the last day on which an event may have been."""
    start, end = event.holds.start, event.holds.end
    return start.toordinal() if start else _DAWN, end.toordinal() if end else _DUSK
