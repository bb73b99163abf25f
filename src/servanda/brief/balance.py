"""Who gave what? Concessions of each side in order: what, when, how reversible, answered by what, and whether taken
back since."""

from bisect import bisect_right
from collections import Counter
from datetime import date, timedelta

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import claim, codebook, counted, happened
from servanda.record import Event

TOGETHER = "Both sides together"


def section(material: Material) -> Section:
    """Concessions under the name of the side that gave, oldest first; what both gave together, or one gave to third
    parties alone, stands apart."""
    reversible: dict[str, str] = codebook()["balance"]
    events = [event for event in material.coded(reversible) if happened(event)]
    names = {p.id: p.name for p in material.agreement.parties}
    alone = [(givers[0], e) for e in events if len(givers := material.parties_of(e.actors)) == 1]
    given = [(party, event) for party, event in alone if _reaches_the_other(material, party, event)]
    to_others = [(party, event) for party, event in alone if not _reaches_the_other(material, party, event)]
    together = [event for event in events if len(material.parties_of(event.actors)) > 1]
    answers, undone = _Answers(given), _Undone(material)

    def told(event: Event, group: str, parties: tuple[str, ...], back: Event | None, answer: Event | None) -> Claim:
        return claim(
            event, group, parties=list(parties), reversible=reversible[phrase.code_of(event)], answered_by=answer,
            answered_after=_days_between(event, answer), taken_back_by=back,
        )  # fmt: skip

    claims: list[Claim] = []
    followed = taken = 0
    for party, event in given:
        answer, back = answers.to(party, event), undone.after(party, event)
        followed, taken = followed + (answer is not None), taken + (back is not None)
        claims.append(told(event, names[party], (party,), back, answer))
    for event in together:
        parties = material.parties_of(event.actors)
        back = next((act for party in parties if (act := undone.after(party, event))), None)
        claims.append(told(event, TOGETHER, parties, back, None))
    for party, event in to_others:
        claims.append(told(event, f"{names[party]}, to others", (party,), undone.after(party, event), None))
    order = {group: n for n, group in enumerate([*names.values(), TOGETHER])}
    claims.sort(key=lambda c: order.get(c.group, len(order)))
    tally = Counter(party for party, _ in given)
    parts = [f"{counted(tally[p], 'concession')} by {names[p]}" for p in names if tally[p]]
    summary = f"{phrase.listed(parts)}." if given else "No concession of one side to the other is on record."
    if given:
        days = codebook()["answer"]["days"]
        were = f"{followed:,} were" if followed > 1 else "1 was" if followed else "none was"
        summary += f" Of these {len(given):,}, {were} followed by one of the other side within {days} days"
        summary += f", {taken:,} taken back since." if taken else "."
    more = [f"{len(together):,} by both sides together"] * bool(together)
    more += [f"{len(to_others):,} to third parties alone"] * bool(to_others)
    summary += f" Besides, {phrase.listed(more)}." if more else ""
    return Section("balance", summary, tuple(claims), {"tally": {p: tally[p] for p in names}})


def _days_between(event: Event, answer: Event | None) -> int | None:
    first, then = event.holds.start, answer.holds.start if answer else None
    return (then - first).days if first and then else None


def _reaches_the_other(material: Material, party: str, event: Event) -> bool:
    """Whether an act is not for others than the parties alone: another party receives it, or nobody is named."""
    return not event.recipients or any(p != party for p in material.parties_of(event.recipients))


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


class _Undone:
    """Finds the first later act of the same party that takes back what an act gave: one of the codes that the codebook
    names for it, of the same object or a kind of it, which both must name."""

    def __init__(self, material: Material) -> None:
        self._names = material.names
        self._against: dict[str, list[str]] = codebook()["taken_back"]
        #: The acts by party, code and object, each with its first day, oldest first.
        self._acts: dict[tuple[str, str], dict[str, list[tuple[date, str, Event]]]] = {}
        codes = dict.fromkeys(code for codes in self._against.values() for code in codes)
        for event in material.coded(codes):
            if happened(event) and event.holds.start and event.object:
                for party in material.parties_of(event.actors):
                    by_object = self._acts.setdefault((party, phrase.code_of(event)), {})
                    by_object.setdefault(event.object, []).append((event.holds.start, event.id, event))
        for by_object in self._acts.values():
            for dated in by_object.values():
                dated.sort(key=_day_and_id)

    def after(self, party: str, event: Event) -> Event | None:
        """What took back a party's concession, None where nothing did."""
        ended = event.holds.end or event.holds.start
        if ended is None or event.object is None:
            return None
        found = []
        for code in self._against.get(phrase.code_of(event), ()):
            for taken, dated in self._acts.get((party, code), {}).items():
                if self._names.same_object(event.object, taken):
                    place = bisect_right(dated, ended, key=lambda act: act[0])
                    found += dated[place : place + 1]
        return min(found, key=_day_and_id)[2] if found else None


def _day_and_id(act: tuple[date, str, Event]) -> tuple[date, str]:
    return act[:2]
