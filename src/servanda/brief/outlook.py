"""What comes next? What falls due by the text, what is announced, expected or speculated, by when; and later, what
became of it, and how often what somebody foretold came about."""

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import timedelta

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import ahead, claim, codebook, counted, each, happened, told_once
from servanda.days import Period
from servanda.record import Event
from servanda.record.standing import FIRM, planned
from servanda.statement import Statement
from servanda.verdicts import Coming, coming

DUE = "Falls due by the agreement"
PLANNED, SPECULATED = "Announced or expected", "Speculated"
CAME, OPEN = "Foretold, and came about", "Foretold, and the time has passed"
OFF = "Foretold, and called off or denied"
STALE = "Foretold without a day, and long not spoken of"
RECORD = "How often what somebody foretold came about"


def section(material: Material) -> Section:
    """What the calendar brings, then open plans and speculation, then what was foretold and what became of it."""
    groups: dict[str, list[Claim]] = {group: [] for group in (PLANNED, SPECULATED, OPEN, STALE, OFF, CAME, RECORD)}
    lately = material.as_of - timedelta(days=codebook()["outlook"]["stale"])
    questions = {
        (s.document, s.start) for kind in ("unknown", "gap") for s in material.said(kind) if s.start is not None
    }
    for event in material.events:
        if ahead(event):
            overdue = event.holds.end is not None and event.holds.end < material.as_of
            group = OPEN if overdue else PLANNED if event.standing == "planned" else SPECULATED
            by = f" By {phrase.day(event.holds.end)}." if event.holds.end else ""
            firm, vague = _by_firmness(event, questions)
            carried = firm or vague
            if not carried:
                continue
            stale = event.holds.end is None and all(s.published and s.published < lately for s in carried)
            if stale:
                group = STALE
            outcome = "not reported" if overdue or stale else "open"
            words = phrase.said(phrase.best(carried))
            said = claim(event, group, phrase.sentence(words) + by if by else words, outcome=outcome)
            groups[group].append(replace(said, statements=carried))
            if firm and vague and not stale:
                guess = claim(event, SPECULATED, phrase.said(phrase.best(vague)), outcome=outcome)
                groups[SPECULATED].append(replace(guess, statements=vague, standing="speculated"))
        elif (len(event.asserts) > 1 or event.denies) and happened(event) and (foretold := _foretold(event)):
            became = _became(event, foretold)
            if became is not None:
                groups[became.group].append(became)
    groups = {name: list(told_once(claims)) for name, claims in groups.items()}
    came, off, silent = (len(groups[name]) for name in (CAME, OFF, OPEN))
    plans, guesses = len(groups[PLANNED]), len(groups[SPECULATED])
    ahead_of_us = f"{counted(plans, 'thing')} announced or expected, {guesses:,} speculated"
    if not (plans or guesses):
        ahead_of_us = "Nothing is announced, expected or speculated"
    due = list(_due(material))
    if due:
        ahead_of_us = f"Next by the agreement: {_brief(due[0].text)}. {ahead_of_us}"
    counts = ((came, "came about"), (off, "called off or denied"), (silent, "not reported since"))
    told = ", ".join(f"{number:,} {what}" for number, what in counts if number)
    summary = f"{ahead_of_us}; of what was foretold, {told}." if came or off or silent else f"{ahead_of_us}."
    groups[RECORD] = list(_fared({name: groups[name] for name in (CAME, OFF, OPEN)}))
    return Section("outlook", summary, (*due, *(c for claims in groups.values() for c in claims)))


def _brief(text: str) -> str:
    """What falls due without the agreement's words."""
    return text.partition(" (“")[0].removesuffix(".")


def _due(material: Material) -> Iterator[Claim]:
    """What the agreement's own calendar brings, the soonest first. It follows from the text, and where somebody
    called for it, from what is told of that."""
    verdicts = material.judgement.verdicts
    said = {s.id: s for v in verdicts if v.verdict in ("pending", "cannot tell") for s in v.evidence_for}
    for one in coming(material.agreement, verdicts, material.as_of):
        carried = tuple(said[name] for name in one.by if name in said)
        days = {"day": one.day.isoformat(), "latest": one.latest.isoformat() if one.latest else None}
        owed = {"provision": one.provision, "obligation": one.obligation, "parties": list(one.parties)}
        when = Period(one.day, one.latest or one.day)
        yield Claim(_falls(material, one), DUE, carried, when=when, details={"falls": one.kind, **owed, **days})


def _falls(material: Material, one: Coming) -> str:
    """What a day of the calendar brings, in a sentence."""
    day = phrase.day(one.day)
    if one.latest:
        day += f", or up to {phrase.day(one.latest)} by another day of entry into force"
    if one.kind == "end":
        return f"{material.agreement.name} is in force until {day}."
    parties = phrase.listed([material.party_name(p) for p in one.parties])
    said = {"due": f"due by {day}", "answer": f"an answer is due by {day}", "lapse": f"binds until {day}"}[one.kind]
    words = next(
        (o.words for o in material.agreement.obligations if (o.provision, o.id) == (one.provision, one.obligation)), ""
    )
    return f"{parties}, {one.obligation}: {said}" + (f" (“{words}”)." if words else ".")


def _fared(closed: dict[str, list[Claim]]) -> Iterator[Claim]:
    """A claim for each who foretold something whose time has passed, those who foretold most first."""
    foretold: dict[str, dict[str, list[Statement]]] = {}
    for group, claims in closed.items():
        for one in claims:
            for who, said in _forecasters(one).items():
                foretold.setdefault(who, {}).setdefault(group, []).append(said)
    ranked = sorted(foretold.items(), key=lambda entry: (-sum(map(len, entry[1].values())), entry[0]))
    for who, by_group in ranked:
        came, off, silent = (len(by_group.get(group, ())) for group in (CAME, OFF, OPEN))
        text = f"{who}: {came} of {came + off + silent} came about"
        text += f", {off} called off or denied" * bool(off) + f", {silent} not reported since" * bool(silent)
        carried = each(s for said in by_group.values() for s in said)
        tally = {"came_about": came, "called_off": off, "not_reported": silent}
        yield Claim(f"{text}.", RECORD, carried, details={"forecaster": who, **tally, "count": came + off + silent})


def _forecasters(one: Claim) -> dict[str, Statement]:
    """Who foretold what a claim tells of, each by the first statement: the speaker, else the source."""
    found: dict[str, Statement] = {}
    for said in one.statements:
        if planned(said) and said.certainty >= FIRM:
            found.setdefault(said.speaker or said.source, said)
    return found


def _became(event: Event, foretold: tuple[Statement, ...]) -> Claim | None:
    """What became of what was foretold: it came about where somebody tells of it as done and nobody denies it."""
    said = phrase.sentence(phrase.said(phrase.best(foretold)))
    if event.denies:
        off = claim(event, OFF, f"{said} Against that: {phrase.said(phrase.best(event.denies))}", outcome="denied")
        return replace(off, statements=(*foretold, *event.denies))
    if all(planned(s) for s in event.asserts):
        return None
    text = f"{said} It came about ({phrase.period(event.holds)}): {phrase.event(event)}"
    came = claim(event, CAME, text, outcome="came about")
    return replace(came, statements=(*foretold, *came.statements))


def _by_firmness(
    event: Event, questions: Container[tuple[str, int | None]]
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """What is said to come as announced or expected, and what only as possible ("it could be held in"); no guess at
    what had been is of either kind, nor is a sentence that says that something is not known or not settled. `questions`
    are the documents and offsets of these."""
    told = [s for s in event.asserts if not (s.published and s.holds.end and s.holds.end <= s.published)]
    told = [s for s in told if (s.document, s.start) not in questions]
    firm = tuple(s for s in told if s.certainty >= FIRM)
    return firm, tuple(s for s in told if 0 < s.certainty < FIRM)


def _foretold(event: Event) -> tuple[Statement, ...]:
    """The statements that spoke of the event before it could have begun, and said who, and what, where or by when."""
    definite = [s for s in event.asserts if s.actors and (s.object or s.place or s.holds.end is not None)]
    return tuple(s for s in definite if planned(s) and s.certainty >= FIRM)
