"""What was kept, broken, or never covered? A verdict for each obligation and reading, and acts that none covers."""

from collections import Counter

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import counted
from servanda.verdicts import VERDICTS, NotCovered, Verdict

NOT_COVERED = "Not covered by any obligation"


def section(material: Material) -> Section:
    """The judgement, obligations in the order of the file, then what is not covered, oldest first."""
    verdicts = material.judgement.verdicts
    claims = [_judged(material, v) for v in verdicts]
    claims += [_not_covered(n) for n in material.judgement.not_covered]
    tally = Counter(v.verdict for v in verdicts)
    parts = [f"{tally[word]} {word}" for word in VERDICTS if tally[word]]
    summary = f"{counted(len(verdicts), 'verdict')}: {', '.join(parts)}." if parts else "No obligation to judge."
    if uncovered := len(material.judgement.not_covered):
        summary += f" {counted(uncovered, 'notable act is', 'notable acts are')} covered by no obligation."
    return Section("verdicts", summary, tuple(claims), {"tally": {w: tally[w] for w in VERDICTS if tally[w]}})


def _judged(material: Material, verdict: Verdict) -> Claim:
    provision = next((p for p in material.agreement.provisions if p.id == verdict.provision), None)
    party = next((p.name for p in material.agreement.parties if p.id == verdict.party), verdict.party)
    reading = f", as {verdict.reading} reads it" if verdict.reading else ""
    details = verdict.to_json()
    for key in ("for", "against", "verdict"):
        details.pop(key)
    return Claim(
        text=f"{party}, {verdict.obligation}{reading}: {verdict.verdict}. {verdict.reason}",
        group=phrase.shortened(f"{verdict.provision}. {provision.text}" if provision else verdict.provision, 140),
        statements=verdict.evidence_for,
        against=verdict.evidence_against,
        word=verdict.verdict,
        details=details,
    )


def _not_covered(found: NotCovered) -> Claim:
    event = found.event
    carried = {s.id: s for s in (*found.said_by, *event.asserts)}
    details = {"nearest": found.nearest, "why": found.why, "type": event.type, "mode": event.mode}
    return Claim(
        text=f"{phrase.event(event)} {found.why}",
        group=NOT_COVERED,
        statements=tuple(carried.values()),
        against=event.denies,
        standing=event.standing,
        when=event.holds,
        event=event.id,
        details=details,
    )
