"""How are ties changing? Relations of each pair of actors over time."""

from collections import defaultdict
from datetime import date
from functools import partial
from itertools import combinations
from typing import Any

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import claim, codebook, counted, standings
from servanda.record import Event

Pair = tuple[str, str]
#: The actors and the recipients of an event.
Who = tuple[tuple[str, ...], tuple[str, ...]]


def section(material: Material) -> Section:
    """For each pair, a sum of weighted acts by quarter; claims are what reports say of ties, then the latest acts."""
    weights: dict[str, int] = codebook()["ties"]
    said = {code: word for word, codes in codebook()["ties_said"].items() for code in codes}
    spoken = {code.partition("/")[0] for code in said}
    series: dict[Pair, dict[date, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    joined: dict[tuple[Who, bool], list[Pair]] = {}
    latest: dict[Pair, Event] = {}
    claims: list[Claim] = []
    took_place = standings("happened")
    for event in material.events:
        weight = weights.get(event.type or "")
        if weight is None or event.standing not in took_place:
            continue
        who, armed = (event.actors, event.recipients), event.type == "MOBILIZE"
        pairs = joined.get((who, armed))
        if pairs is None:
            pairs = joined[who, armed] = _pairs(material, who, armed)
        word = said.get(phrase.code_of(event)) if event.type in spoken else None
        for pair in pairs:
            if event.holds.start:
                series[pair][event.holds.start][weight < 0] += abs(weight)
                latest[pair] = event
            if word:
                claims.append(claim(event, _named(pair), partial(_told, f"Said to be {word}"), tie=word))
    ordered = sorted(series, key=lambda p: (-sum(map(sum, series[p].values())), p))
    claims += [claim(latest[p], _named(p), partial(_told, "Latest")) for p in ordered if p in latest]
    data: list[dict[str, Any]] = [
        {
            "pair": list(pair),
            "quarters": [
                {"quarter": quarter, "cooperation": plus, "conflict": minus, "balance": plus - minus}
                for quarter, (plus, minus) in _by_quarter(series[pair])
            ],
        }
        for pair in ordered
    ]
    summary = f"{counted(len(ordered), 'pair')} of actors with dated acts between them."
    if ordered:
        summary += f" Most between {phrase.listed(list(ordered[0]))}."
    claims.sort(key=lambda c: c.group)
    return Section("ties", summary, tuple(claims), {"pairs": data})


def _named(pair: Pair) -> str:
    return " and ".join(pair)


def _told(word: str, event: Event) -> str:
    return f"{word}: {phrase.event(event)}"


def _by_quarter(days: dict[date, list[int]]) -> list[tuple[str, list[int]]]:
    """The sums of days by their quarter, in order."""
    quarters: dict[str, list[int]] = {}
    for day, sums in days.items():
        found = quarters.setdefault(f"{day.year}-Q{(day.month + 2) // 3}", [0, 0])
        found[0] += sums[0]
        found[1] += sums[1]
    return sorted(quarters.items())


def _pairs(material: Material, who: Who, armed: bool) -> list[Pair]:
    """The pairs of states and bodies that an event joins: each actor with each recipient; or the actors
    together, but where they bear arms side by side, which is no conflict between them."""
    actors = list(dict.fromkeys(_state(material, a) for a in who[0]))
    recipients = list(dict.fromkeys(_state(material, r) for r in who[1]))
    joined = [(a, r) for a in actors for r in recipients if a != r]
    if not recipients and not armed:
        joined = list(combinations(actors, 2))
    return sorted({(min(a, r), max(a, r)) for a, r in joined})


def _state(material: Material, name: str) -> str:
    """The state or body that somebody stands for."""
    found = next((a for a in material.lexicon.actors if a.name == name), None)
    return found.state if found and found.state else material.party_name(name)
