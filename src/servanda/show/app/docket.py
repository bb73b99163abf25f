"""The court's work kept from one state of the record to the next: only what changed bears on is heard again."""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from servanda.record import Event, View, moved
from servanda.verdicts import Court, Hearing, Judgement, Verdict, rule
from servanda.verdicts.evidence import Relevance
from servanda.verdicts.judge import judgement

if TYPE_CHECKING:
    from servanda.case import Case

#: Views whose hearings are kept.
KEPT = 4


@dataclass(frozen=True, slots=True)
class Session:
    """What was heard over one view: the hearings in the order of the court's cases, and the verdicts they come to."""

    view: View
    hearings: tuple[Hearing, ...]
    verdicts: tuple[Verdict, ...]


class Docket:
    """The court of a case. Safe to use from several threads; one view is heard at a time."""

    def __init__(self, case: "Case") -> None:
        self.court = Court.of(case.agreement, case.names, case.settings.threshold, case.settings.means)
        self._cases = self.court.cases()
        self._relevance = [Relevance(c.obligation, case.agreement, case.names) for c in self._cases]
        self._held: list[Session] = []
        self._lock = threading.Lock()

    def session(self, view: View) -> Session:
        """What is heard over a view. What nothing new bears on since a view of the same day is not heard anew."""
        with self._lock:
            found = next((one for one in self._held if one.view is view), None)
            if found is None:
                before = next((one for one in reversed(self._held) if one.view.as_of == view.as_of), None)
                found = self._heard(view, before)
            else:
                self._held.remove(found)
            self._held = [*self._held[1 - KEPT :], found]
            return found

    def judgement(self, view: View) -> Judgement:
        """The judgement over a view, as `verdicts.judge` would give it."""
        return judgement(self.court, self.session(view).verdicts, view)

    def hearings(self, view: View, key: tuple[str, str, str]) -> dict[str | None, Hearing]:
        """The hearings of an obligation (provision, id, party), by the party whose reading it is; None for the text."""
        return {
            one.case.reading: one
            for one in self.session(view).hearings
            if (one.case.obligation.provision, one.case.obligation.id, one.case.obligation.party) == key
        }

    def _heard(self, view: View, before: Session | None) -> Session:
        events = view.events()
        changed: tuple[Event, ...] = ()
        if before:
            found = moved(before.view.events(), events)
            changed = (*found.gone, *found.come)
        hearings, verdicts = [], []
        for number, case in enumerate(self._cases):
            if before and not any(self._relevance[number].role(e) for e in changed):
                hearings.append(before.hearings[number])
                verdicts.append(before.verdicts[number])
            else:
                hearing = self.court.hear(case, events, view.as_of)
                hearings.append(hearing)
                verdicts.append(rule(hearing))
        return Session(view, tuple(hearings), tuple(verdicts))
