"""From what the court heard to a verdict in full: reason, strength, evidence, instances, worlds, what settles it."""

from datetime import date

from servanda.statement import Statement
from servanda.verdicts import reasons, say
from servanda.verdicts.court import Hearing
from servanda.verdicts.finding import SEVERAL, Finding
from servanda.verdicts.model import Instance, Verdict, VerdictWord
from servanda.verdicts.watched import watched


def rule(hearing: Hearing) -> Verdict:
    """The verdict on one case, without its history."""
    case, word, leading = hearing.case, hearing.word, hearing.leading
    obligation = case.obligation
    unsure = word == "cannot tell" and leading is not None
    favour, against = reasons.sides(hearing)
    return Verdict(
        provision=obligation.provision, obligation=obligation.id, party=obligation.party, verdict=word,
        reason=reasons.reason(hearing), reading=case.reading,
        strength=reasons.strength(hearing),
        evidence_for=favour, evidence_against=against,
        would_settle=_settled_by(hearing, leading, word),
        since=reasons.since(hearing),
        instances=tuple(_instance(f) for f in hearing.findings if f.span) if obligation.form in SEVERAL else (),
        watched=watched(hearing),
        worlds=say.worlds_of(leading, hearing.court.agreement) if unsure and leading else (),
    )  # fmt: skip


def _settled_by(hearing: Hearing, leading: Finding | None, word: VerdictWord) -> tuple[str, ...]:
    if word == "cannot tell" and leading:
        return say.settles(leading, hearing.case.obligation, hearing.evidence, hearing.watch, hearing.court)
    if word == "not measurable":
        return reasons.missing(hearing.court.agreement, hearing.case.obligation)
    if word in ("pending", "overdue"):
        return tuple(f"whether it happens: {say.event_text(e)}" for e in hearing.evidence.deciding)
    return ()


def _instance(finding: Finding) -> Instance:
    first, due, _ = finding.span or (0, None, 0)
    called = date.fromordinal(first) if finding.call else None
    by: list[Statement] = list(finding.call.event.statements) if finding.call else []
    by += [s for seen in reasons.supporting(finding) for s in seen.event.statements]
    ids = tuple(dict.fromkeys(s.id for s in by))
    return Instance(date.fromordinal(due) if due else None, finding.word or "not in force", ids, called)
