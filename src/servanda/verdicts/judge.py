"""The court: verdicts on all obligations of an agreement over an as-of view."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from servanda.agreement import Agreement, Means, Names, Obligation
from servanda.record import Event, View
from servanda.statement import Statement
from servanda.verdicts import reasons, say
from servanda.verdicts.duty import Duty, duties_of
from servanda.verdicts.evidence import Evidence, gather
from servanda.verdicts.finding import SEVERAL, Finding, Watch, findings, gravest
from servanda.verdicts.history import histories
from servanda.verdicts.kernel import idle
from servanda.verdicts.model import Instance, NotCovered, Verdict, VerdictWord
from servanda.verdicts.silence import curve, watchers
from servanda.verdicts.uncovered import not_covered


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdicts in the order of the agreement, and the grave acts that nothing in it covers."""

    verdicts: tuple[Verdict, ...]
    not_covered: tuple[NotCovered, ...]


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

    def rule(self, case: Case, events: Iterable[Event], as_of: date) -> Verdict:
        """The verdict on one case, without its history."""
        return self.hear(case, events, as_of).verdict()

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

    def verdict(self) -> Verdict:
        """The verdict with reason, evidence, worlds and what would settle it."""
        case, word, leading = self.case, self.word, self.leading
        obligation = case.obligation
        unsure = word == "cannot tell" and leading is not None
        favour, against = reasons.sides(obligation, self.evidence, word)
        return Verdict(
            provision=obligation.provision, obligation=obligation.id, party=obligation.party, verdict=word,
            reason=reasons.reason(self), reading=case.reading,
            strength=reasons.strength(self),
            evidence_for=favour, evidence_against=against,
            would_settle=self._settled_by(leading, word),
            since=reasons.since(self),
            instances=tuple(self._instance(f) for f in self.findings if f.span) if obligation.form in SEVERAL else (),
            worlds=say.worlds_of(leading, self.court.agreement) if unsure and leading else (),
        )  # fmt: skip

    def _settled_by(self, leading: Finding | None, word: VerdictWord) -> tuple[str, ...]:
        if word == "cannot tell" and leading:
            return say.settles(leading, self.case.obligation, self.evidence, self.watch, self.court)
        if word == "not measurable":
            return reasons.missing(self.court.agreement, self.case.obligation)
        if word in ("pending", "overdue"):
            return tuple(f"whether it happens: {say.event_text(e)}" for e in self.evidence.deciding)
        return ()

    def _instance(self, finding: Finding) -> Instance:
        first, due, _ = finding.span or (0, None, 0)
        called = date.fromordinal(first) if finding.call else None
        by: list[Statement] = list(finding.call.event.statements) if finding.call else []
        by += [s for seen in reasons.supporting(finding) for s in seen.event.statements]
        ids = tuple(dict.fromkeys(s.id for s in by))
        return Instance(date.fromordinal(due) if due else None, finding.word or "not in force", ids, called)


def judge(
    agreement: Agreement,
    view: View,
    names: Names,
    *,
    threshold: float = 0.9,
    means: Iterable[Means] = (),
    history: Iterable[View] | None = None,
) -> Judgement:
    """Verdicts on every reading of every obligation as of the view's day, and what nothing covers.

    `threshold` is the combined power from which silence counts; `means` are the case's own beside the agreement's.
    `history` are earlier views, one for each day on which knowledge changed; with it every verdict tells its changes.
    """
    court = Court.of(agreement, names, threshold, means)
    events = view.events()
    verdicts = [court.rule(case, events, view.as_of) for case in court.cases()]
    if history is not None:
        changes = histories(court, [*history, view])
        verdicts = [replace(v, history=changed) for v, changed in zip(verdicts, changes, strict=True)]
    return judgement(court, verdicts, view)


def judgement(court: Court, verdicts: Sequence[Verdict], view: View) -> Judgement:
    """What a court's verdicts on all its cases over a view come to, with what nothing covers."""
    ended = max((s.published for s in view.statements() if s.published), default=None)
    told = tuple(replace(v, reason=reasons.with_end(v, ended, view.as_of)) for v in verdicts)
    return Judgement(told, not_covered(court.agreement, view, court.names))
