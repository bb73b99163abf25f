"""What bears on one case while its history is gone through: all of it, or as much of it as can still tell a difference.

A dense record has thousands of acts that bear on one obligation, and a day for each. To hear them all on every day
would cost their square. What is left out here is of no matter: tests hold the words to those of all the events.
"""

from bisect import bisect_right, insort
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
        self.days: dict[str, int] = {}

    def replace(self, gone: Sequence[Event], come: Sequence[Event]) -> None:
        """Takes events out and puts events in; sure breaches are kept in the order of days."""
        for event in gone:
            if (day := self.days.pop(event.id, None)) is not None:
                self.sure.remove((day, event.id))
        super().replace(gone, come)
        for event in come:
            day = self._breach(event)
            if day is not None and event.id not in self.days:
                self.days[event.id] = day
                insort(self.sure, (day, event.id))

    def heard(self, day: int) -> list[Event]:
        """All but the sure breaches before the last one."""
        at = bisect_right(self.sure, (day, "\uffff"))
        others = [e for e in self.events.values() if e.id not in self.days]
        return others + [self.events[key] for _, key in self.sure[max(0, at - 1) :]]

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
        self.calls: list[tuple[int, str]] = []
        self.acts: set[str] = set()
        self.settled: dict[str, _Settled] = {}

    def replace(self, gone: Sequence[Event], come: Sequence[Event]) -> None:
        """Takes events out and puts events in, and brings back the calls for which that may matter."""
        for event in gone:
            self.acts.discard(event.id)
            if event.id in self.events and self._role(event) == "call":
                self.calls.remove((_span(event)[0], event.id))
        super().replace(gone, come)
        for event in come:
            role = self._role(event)
            if role == "call":
                insort(self.calls, (_span(event)[0], event.id))
            elif role == "act":
                self.acts.add(event.id)
        ids = {e.id for e in (*gone, *come)}
        spans = [_span(e) for e in (*gone, *come)]
        for call, kept in list(self.settled.items()):
            if call in ids or kept.answer in ids or (kept.late and any(kept.between(*span) for span in spans)):
                del self.settled[call]

    def _role(self, event: Event) -> str | None:
        found = self.relevance.role(event)
        return found[0] if found else None

    def heard(self, day: int) -> list[Event]:  # noqa: ARG002
        """The open calls, each with the next call, the acts that are not older than all of them, and all else."""
        waiting: dict[str, int] = {}
        for place, (begin, call) in enumerate(self.calls):
            if call not in self.settled:
                waiting[call] = begin
                waiting |= {other: start for start, other in self.calls[place + 1 : place + 2]}
        oldest = min(waiting.values(), default=_DUSK)
        aside = {call for _, call in self.calls} - waiting.keys()
        return [
            e for e in self.events.values() if e.id not in aside and (e.id not in self.acts or _span(e)[1] >= oldest)
        ]

    def word(self, day: int) -> VerdictWord:
        """The word of the calls that are open and of those laid aside; what is settled now is laid aside."""
        hearing = self.court.hear(self.case, self.heard(day), date.fromordinal(day))
        words = [f.word for f in hearing.findings if f.word] + [kept.word for kept in self.settled.values()]
        found = gravest(words) if self.settled else hearing.word
        for finding in hearing.findings:
            if (kept := _settled(finding, hearing)) is not None and finding.call:
                self.settled[finding.call.event.id] = kept
        return found


@dataclass(frozen=True, slots=True)
class _Settled:
    """What a call has come to for good: the word, the id of the answer, and the days from the call to the answer."""

    word: VerdictWord
    answer: str
    first: int
    last: int

    @property
    def late(self) -> bool:
        """Whether the answer came late, so that another before it would matter."""
        return self.word == "remedied"

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
