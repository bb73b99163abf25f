"""The proof of a verdict, step by step: what is asked, by which days, what counts, the worlds, the arithmetic."""

from dataclasses import dataclass

from servanda.agreement import Agreement
from servanda.verdicts import say
from servanda.verdicts.court import Hearing
from servanda.verdicts.duty import FOREVER, NEVER, Duty
from servanda.verdicts.evidence import Seen
from servanda.verdicts.finding import Finding
from servanda.verdicts.ruling import rule
from servanda.verdicts.silence import arithmetic
from servanda.verdicts.watched import watched

#: What each form asks, in one sentence: the rule of docs/verdicts.md that is applied.
RULES = {
    "refrain": "Broken by one act on a day of the window; kept only as far as somebody would have seen the act.",
    "perform": "Fulfilled by the act on or before the deadline, remedied by it later, overdue until then.",
    "repeat": "Each act, in the order of days, serves the oldest open period; a later act remedies a missed period.",
    "limit": "A value holds until the next; above the cap it is broken, back at or under it remedied.",
    "admit": "Each request is answered by letting the act happen from its day to the last day allowed.",
    "respond": "Each triggering act is answered by the promised act from its day to the last day allowed.",
    "endeavour": "Work towards an end cannot be measured where no state is named that would end it.",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """The steps of a proof: each a heading and its lines."""

    title: str
    steps: tuple[tuple[str, tuple[str, ...]], ...]

    def as_text(self) -> str:
        """The proof as plain text."""
        lines = [self.title]
        for heading, told in self.steps:
            lines += ["", heading, *(f"  {line}" for line in told)]
        return "\n".join(lines)

    def to_json(self) -> dict[str, object]:
        """The proof as data."""
        return {"title": self.title, "steps": [{"step": head, "lines": list(told)} for head, told in self.steps]}


def prove(hearing: Hearing) -> Proof:
    """The proof of one verdict, for a reader who knows nothing of the program."""
    obligation, verdict = hearing.case.obligation, rule(hearing)
    reading = f", as {hearing.case.reading} reads it" if hearing.case.reading else ""
    title = f"{obligation.id} of {obligation.party}{reading}: {verdict.verdict}, as known on {hearing.as_of}"
    steps: list[tuple[str, tuple[str, ...]]] = [("What is asked", tuple(_asked(hearing)))]
    if hearing.duties:
        steps.append(("By which days", tuple(_days(hearing))))
    steps.append(("The rule", (RULES[obligation.form],)))
    if hearing.evidence.events:
        steps.append(("What is on record", tuple(_record(hearing))))
    silence = tuple(_silence(hearing))
    if silence:
        steps.append(("What silence is worth", silence))
    for number, finding in enumerate(hearing.findings, 1):
        heading = "The possible worlds" if len(hearing.findings) == 1 else f"Time {number}: the possible worlds"
        steps.append((heading, tuple(_worlds(finding, hearing.court.agreement))))
    conclusion = [verdict.reason, f"Strength: {verdict.strength or 'none; it rests on silence or on the text alone'}."]
    conclusion += [f"Would settle it: {what}" for what in verdict.would_settle]
    steps.append(("So", tuple(conclusion)))
    return Proof(title, tuple(steps))


def _asked(hearing: Hearing) -> list[str]:
    obligation = hearing.case.obligation
    provision = next((p for p in hearing.court.agreement.provisions if p.id == obligation.provision), None)
    told = [f"Provision {obligation.provision}: {provision.text if provision else ''}"]
    if obligation.words:
        told.append(f"The words it rests on: {obligation.words}")
    asked = obligation.end if obligation.form == "endeavour" else say.act_text(obligation.act)
    told.append(f"Form {obligation.form}; {obligation.party}; {asked}")
    return told


def _days(hearing: Hearing) -> list[str]:
    """The days of the duty; where the day of entry is open, of the earliest and of the latest."""
    duties = [d for d in hearing.duties.values() if d.force_start < NEVER]
    told = []
    if len(hearing.duties) > 1:
        told.append(f"Entered into force {say.entry_days(hearing.court.agreement)}: each day is a world of its own.")
    for duty in dict.fromkeys((duties[0], duties[-1]) if duties else ()):
        told += [f"Counted from {say.day(duty.force_start)}:"] if len(hearing.duties) > 1 else []
        told += _days_of(duty)
    return told


def _days_of(duty: Duty) -> list[str]:
    told = [f"In force from {say.day(duty.force_start)} to {say.day(duty.force_end)}."]
    told.append(f"Window from {say.day(duty.start)} to {say.day(duty.end)}.")
    if duty.due is not None:
        told.append(f"Due by {say.day(duty.due)}; an act counts from {say.day(duty.early)} on.")
    if duty.within is not None and duty.due is None:
        told.append(f"To be answered within {duty.within}.")
    if duty.every is not None:
        grace = f", with a grace of {duty.grace}" if duty.grace else ""
        told.append(f"Due every {duty.every}{grace}.")
    told += [f"Suspended from {say.day(a)} to {say.day(b)}." for a, b in duty.suspended]
    return told


def _record(hearing: Hearing) -> list[str]:
    evidence = hearing.evidence
    told = []
    groups = {"act": evidence.acts, "undoing act": evidence.undone, "refusal": evidence.refused, "call": evidence.calls}
    for name, group in groups.items():
        told += [f"{name}: {_seen(seen)}" for seen in group]
    told += [f"denied: {say.event_text(e)}" for e in evidence.denials]
    told += [f"does not count, would decide: {say.event_text(e)}" for e in evidence.deciding]
    return told


def _seen(seen: Seen) -> str:
    event = seen.event
    how = "happened in every possible world" if seen.happening.certain else "may have happened or not"
    origins = f"{len(event.origins)} independent origin{'s' if len(event.origins) != 1 else ''}"
    ids = ", ".join(s.id for s in event.statements[:4])
    return f"{say.event_text(event)} ({origins}; rule {event.rule}; {how}; {ids})"


def _silence(hearing: Hearing) -> list[str]:
    """The curve of the combined power of the means, by stretches of days."""
    watch, found = hearing.watch, watched(hearing)
    told = []
    if found is not None:
        told.append(f"Watched on {found.watched:,} of {found.days:,} days so far ({int(100 * found.share)}%).")
    for stretch in watch.stretches:
        at_work = [m for m in watch.means if m.id in stretch.means]
        days = f"{say.day(stretch.first)} to {say.day(min(stretch.last, FOREVER))}"
        coming = "; further reports are not in yet" if stretch.coming > stretch.power else ""
        told.append(f"{days}: {arithmetic(at_work, stretch.power, watch.threshold)}{coming}")
    return told


def _worlds(finding: Finding, agreement: Agreement) -> list[str]:
    if len(finding.outcomes) == 1:
        return [f"In every possible world: {next(iter(finding.outcomes))}."]
    return [f"{world}." for world in say.worlds_of(finding, agreement)]
