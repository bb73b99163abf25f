"""Who gave what? Concessions of each side in order: what, when, how reversible, answered by what."""

from bisect import bisect_right
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
        for event in material.coded(reversible)
        if happened(event)
        for party in material.parties_of(event.actors)
    ]
    names = {p.id: p.name for p in material.agreement.parties}
    claims: list[Claim] = []
    answers = _Answers(given)
    followed = 0
    for party, event in given:
        answer = answers.to(party, event)
        followed += answer is not None
        reverse = reversible[phrase.code_of(event)]
        claims.append(claim(event, names[party], party=party, reversible=reverse, answered_by=answer))
    order = {name: n for n, name in reversed(list(enumerate(names.values())))}
    claims.sort(key=lambda c: order[c.group])
    tally = Counter(party for party, _ in given)
    parts = [f"{names[p]} {counted(tally[p], 'concession')}" for p in names]
    days = codebook()["answer"]["days"]
    summary = f"{phrase.listed(parts)}; {followed} of {len(claims)} followed by one of the other side in {days} days."
    return Section("balance", summary, tuple(claims), {"tally": {p: tally[p] for p in names}})


class _Answers:
    """Finds the first concession of another party that begins after one, within the days of the codebook."""

    def __init__(self, given: list[tuple[str, Event]]) -> None:
        self._by_party: dict[str, list[tuple[date, str, Event]]] = {}
        for party, event in given:
            if event.holds.start:
                self._by_party.setdefault(party, []).append((event.holds.start, event.id, event))
        for dated in self._by_party.values():
            dated.sort(key=lambda entry: entry[:2])
        self._starts = {party: [entry[0] for entry in dated] for party, dated in self._by_party.items()}
        self._days = timedelta(days=codebook()["answer"]["days"])

    def to(self, party: str, event: Event) -> Event | None:
        """The answer to a party's concession, None where there is none."""
        begun = event.holds.start
        if not begun:
            return None
        first: list[tuple[date, str, Event]] = []
        for other, dated in self._by_party.items():
            if other == party:
                continue
            place = bisect_right(self._starts[other], begun)
            if place < len(dated) and dated[place][0] <= begun + self._days:
                first.append(dated[place])
        return min(first, key=lambda entry: entry[:2])[2] if first else None
