"""How are ties changing? Relations of each pair of actors over time."""

from collections import defaultdict
from itertools import combinations
from typing import Any

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import claim, codebook, counted, happened
from servanda.record import Event

Pair = tuple[str, str]


def section(material: Material) -> Section:
    """For each pair, a sum of weighted acts by quarter; claims are what reports say of ties, then the latest acts."""
    weights: dict[str, int] = codebook()["ties"]
    said = {code: word for word, codes in codebook()["ties_said"].items() for code in codes}
    series: dict[Pair, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    latest: dict[Pair, Event] = {}
    claims: list[Claim] = []
    for event in material.events:
        if not happened(event) or event.type not in weights:
            continue
        pairs = _pairs(material, event)
        word = said.get(phrase.code_of(event))
        for pair in pairs:
            if event.holds.start:
                quarter = f"{event.holds.start.year}-Q{(event.holds.start.month + 2) // 3}"
                series[pair][quarter][weights[event.type] < 0] += abs(weights[event.type])
                latest[pair] = event
            if word:
                claims.append(claim(event, _named(pair), f"Said to be {word}: {phrase.event(event)}", tie=word))
    ordered = sorted(series, key=lambda p: (-sum(map(sum, series[p].values())), p))
    claims += [claim(latest[p], _named(p), f"Latest: {phrase.event(latest[p])}") for p in ordered if p in latest]
    data: list[dict[str, Any]] = [
        {
            "pair": list(pair),
            "quarters": [
                {"quarter": quarter, "cooperation": plus, "conflict": minus, "balance": plus - minus}
                for quarter, (plus, minus) in sorted(series[pair].items())
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


def _pairs(material: Material, event: Event) -> list[Pair]:
    """The pairs of states and bodies that an event joins: each actor with each recipient, or the actors together."""
    actors = list(dict.fromkeys(_state(material, a) for a in event.actors))
    recipients = list(dict.fromkeys(_state(material, r) for r in event.recipients))
    joined = [(a, r) for a in actors for r in recipients if a != r]
    if not recipients:
        joined = list(combinations(actors, 2))
    return sorted({(min(a, r), max(a, r)) for a, r in joined})


def _state(material: Material, name: str) -> str:
    """The state or body that somebody stands for."""
    found = next((a for a in material.lexicon.actors if a.name == name), None)
    return found.state if found and found.state else material.party_name(name)
