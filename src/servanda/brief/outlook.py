"""What comes next? What is announced, expected or speculated, by when; and later, what became of it."""

from dataclasses import replace

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import ahead, claim, counted, happened
from servanda.record import Event
from servanda.record.standing import FIRM, planned
from servanda.statement import Statement

PLANNED, SPECULATED = "Announced or expected", "Speculated"
CAME, OPEN = "Foretold, and came about", "Foretold, and the time has passed"
OFF = "Foretold, and called off or denied"


def section(material: Material) -> Section:
    """Open plans and speculation first, then those whose time has passed, then those that came about."""
    groups: dict[str, list[Claim]] = {PLANNED: [], SPECULATED: [], OPEN: [], OFF: [], CAME: []}
    for event in material.events:
        if ahead(event):
            overdue = event.holds.end is not None and event.holds.end < material.as_of
            group = OPEN if overdue else PLANNED if event.standing == "planned" else SPECULATED
            by = f" By {phrase.day(event.holds.end)}." if event.holds.end else ""
            outcome = "not reported" if overdue else "open"
            firm, vague = _by_firmness(event)
            carried = firm or vague
            if not carried:
                continue
            said = claim(event, group, phrase.said(phrase.best(carried)) + by, outcome=outcome)
            groups[group].append(replace(said, statements=carried))
            if firm and vague:
                guess = claim(event, SPECULATED, phrase.said(phrase.best(vague)), outcome=outcome)
                groups[SPECULATED].append(replace(guess, statements=vague, standing="speculated"))
        elif (len(event.asserts) > 1 or event.denies) and happened(event) and (foretold := _foretold(event)):
            became = _became(event, foretold)
            if became is not None:
                groups[became.group].append(became)
    came, off, silent = (len(groups[name]) for name in (CAME, OFF, OPEN))
    plans, guesses = len(groups[PLANNED]), len(groups[SPECULATED])
    coming = f"{counted(plans, 'thing')} announced or expected, {guesses:,} speculated"
    if not (plans or guesses):
        coming = "Nothing is announced, expected or speculated"
    told = f"{came:,} came about, {off:,} called off or denied, {silent:,} not reported since"
    summary = f"{coming}; of what was foretold, {told}." if came or off or silent else f"{coming}."
    return Section("outlook", summary, tuple(c for claims in groups.values() for c in claims))


def _became(event: Event, foretold: tuple[Statement, ...]) -> Claim | None:
    """What became of what was foretold: it came about where somebody tells of it as done and nobody denies it."""
    said = phrase.said(phrase.best(foretold))
    if event.denies:
        off = claim(event, OFF, f"{said} Against that: {phrase.said(phrase.best(event.denies))}", outcome="denied")
        return replace(off, statements=(*foretold, *event.denies))
    if all(planned(s) for s in event.asserts):
        return None
    text = f"{said} It came about ({phrase.period(event.holds)}): {phrase.event(event)}"
    came = claim(event, CAME, text, outcome="came about")
    return replace(came, statements=(*foretold, *came.statements))


def _by_firmness(event: Event) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """What is said to come as announced or expected, and what only as possible ("it could be held in"); no guess at
    what had been is of either kind."""
    told = [s for s in event.asserts if not (s.published and s.holds.end and s.holds.end <= s.published)]
    firm = tuple(s for s in told if s.certainty >= FIRM)
    return firm, tuple(s for s in told if 0 < s.certainty < FIRM)


def _foretold(event: Event) -> tuple[Statement, ...]:
    """The statements that spoke of the event before it could have begun, and said who, and what, where or by when."""
    definite = [s for s in event.asserts if s.actors and (s.object or s.place or s.holds.end is not None)]
    return tuple(s for s in definite if planned(s) and s.certainty >= FIRM)
