"""The court: an agreement with its means and names, and what it hears on each reading of each obligation."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from servanda.agreement import Agreement, Means, Names, Obligation
from servanda.record import Event
from servanda.verdicts.duty import Duty, duties_of
from servanda.verdicts.evidence import Evidence, gather
from servanda.verdicts.finding import SEVERAL, Finding, Watch, findings, gravest
from servanda.verdicts.kernel import idle
from servanda.verdicts.model import VerdictWord
from servanda.verdicts.silence import curve, watchers


@dataclass(frozen=True, slots=True)
class Case:
    """One reading of one obligation before the court. `reading` is the party whose reading it is, None for the text."""

    obligation: Obligation
    reading: str | None


@dataclass(frozen=True, slots=True)
class Court:
    """Everything that stays the same from verdict to verdict."""

    agreement: Agreement
    names: Names
    threshold: float = 0.9
    means: tuple[Means, ...] = ()

    @classmethod
    def of(cls, agreement: Agreement, names: Names, threshold: float = 0.9, means: Iterable[Means] = ()) -> "Court":
        """A court with the agreement's means and further ones; a further one of the same id takes the first's place."""
        by_id = {m.id: m for m in (*agreement.means, *means)}
        return cls(agreement, names, threshold, tuple(by_id.values()))

    def cases(self) -> tuple[Case, ...]:
        """Every reading of every obligation: the text's own first, then rival ones."""
        return tuple(
            case
            for o in self.agreement.obligations
            for case in (Case(o, None), *(Case(replace(r.as_read or o, id=o.id), r.by) for r in o.readings))
        )

    def hear(self, case: Case, events: Iterable[Event], as_of: date) -> "Hearing":
        """The evidence and the findings on one case, from which verdict and proof are made."""
        obligation = case.obligation
        duties = duties_of(obligation, self.agreement, as_of)
        watch = Watch(watchers(obligation, self.means, self.names), self.threshold)
        if not duties or obligation.form == "endeavour":
            return Hearing(self, case, as_of, duties, Evidence(), (), watch)
        duty = next(iter(duties.values()))
        evidence = gather(obligation, self.agreement, duty, events, self.names)
        watch = replace(watch, stretches=curve(watch.means, duty.start, duty.last, duty.as_of))
        found = findings(obligation, duties, evidence, watch, self.names)
        return Hearing(self, case, as_of, duties, evidence, tuple(found), watch)


@dataclass(frozen=True, slots=True)
class Hearing:
    """One case with its evidence and findings. `duties` has one for each day on which it may have come into force."""

    court: Court
    case: Case
    as_of: date
    duties: dict[int, Duty]
    evidence: Evidence
    findings: tuple[Finding, ...]
    watch: Watch

    @property
    def duty(self) -> Duty | None:
        """The duty by the earliest possible day of entry; None where the agreement is not known to have entered."""
        return next(iter(self.duties.values()), None)

    @property
    def word(self) -> VerdictWord:
        """The verdict in one word."""
        obligation = self.case.obligation
        if all(d.as_of < d.force_start or d.end < d.start for d in self.duties.values()):
            return "not in force"
        if obligation.form == "endeavour":
            return "not measurable"
        if self.duty and obligation.form in SEVERAL and not self.findings:
            return idle(self.duty)
        return gravest([f.word for f in self.findings if f.word])

    @property
    def leading(self) -> Finding | None:
        """The finding that the verdict rests on: of several the latest of the gravest."""
        word = self.word
        return next((f for f in reversed(self.findings) if f.word == word), None)
