"""Who gave what? Concessions of each side in order: what, when, how reversible, answered by what."""

from collections import Counter
from datetime import date, timedelta

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import claim, codebook, counted, happened
from servanda.record import Event


def section(material: Material) -> Section:
    """Concessions under the name of the side that gave, oldest first."""
    reversible: dict[str, str] = codebook()["balance"]
    given: list[tuple[str, Event]] = [
        (party, event)
        for event in material.events
        if happened(event) and phrase.code_of(event) in reversible
        for party in material.parties_of(event.actors)
    ]
    names = {p.id: p.name for p in material.agreement.parties}
    claims: list[Claim] = []
    for party, event in given:
        answer = _answer(party, event, given)
        answered = {"event": answer.id, "text": phrase.event(answer)} if answer else None
        reverse = reversible[phrase.code_of(event)]
        claims.append(claim(event, names[party], party=party, reversible=reverse, answered_by=answered))
    claims.sort(key=lambda c: list(names.values()).index(c.group))
    tally = Counter(party for party, _ in given)
    parts = [f"{names[p]} {counted(tally[p], 'concession')}" for p in names]
    followed = sum(c.details["answered_by"] is not None for c in claims)
    days = codebook()["answer"]["days"]
    summary = f"{phrase.listed(parts)}; {followed} of {len(claims)} followed by one of the other side in {days} days."
    return Section("balance", summary, tuple(claims), {"tally": {p: tally[p] for p in names}})


def _answer(party: str, event: Event, given: list[tuple[str, Event]]) -> Event | None:
    """The first concession of another party that begins after this one within the days of the codebook."""
    begun = event.holds.start
    if not begun:
        return None
    last = begun + timedelta(days=codebook()["answer"]["days"])
    later = [
        (other.holds.start, other.id, other)
        for by, other in given
        if by != party and other.id != event.id and other.holds.start and begun < other.holds.start <= last
    ]
    return min(later, default=(date.max, "", None), key=lambda entry: entry[:2])[2]
