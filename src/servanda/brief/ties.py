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

#: How an act is told that says in so many words how ties stand, by the codebook's word for it.
TURNS = {"better": "closer", "worse": "further apart"}
#: Of the turns from cooperation to conflict and back, so many are told.
MOST_TURNS = 4

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
    spoken_of: dict[Pair, list[tuple[Event, str]]] = defaultdict(list)
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
                spoken_of[pair].append((event, word))
    ordered = sorted(series, key=lambda p: (-sum(map(sum, series[p].values())), p))
    for pair in (*ordered, *(p for p in spoken_of if p not in series)):
        last = latest.get(pair)
        for event, word in spoken_of[pair]:
            step = f"Latest, {TURNS[word]}" if event is last else TURNS[word].capitalize()
            claims.append(claim(event, _named(pair), partial(_told, step), tie=word))
        if last and all(event is not last for event, _ in spoken_of[pair]):
            claims.append(claim(last, _named(pair), partial(_told, "Latest")))
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
    summary = "No dated act between two actors is on record."
    if ordered:
        summary = f"{counted(len(ordered), 'pair')} of actors with dated acts between them."
        summary += f" Most are between {phrase.listed(list(ordered[0]))}: {_course(series[ordered[0]])}."
    return Section("ties", summary, tuple(claims), {"pairs": data})


def _course(days: dict[date, list[int]]) -> str:
    """What outweighed what in which years: `conflict prevailed in 2017, cooperation in 2018`."""
    years: dict[int, int] = defaultdict(int)
    for day, (plus, minus) in days.items():
        years[day.year] += plus - minus
    runs: list[tuple[str, int, int]] = []
    for year in sorted(years):
        word = "cooperation" if years[year] > 0 else "conflict" if years[year] < 0 else "neither"
        if runs and runs[-1][0] == word:
            runs[-1] = (word, runs[-1][1], year)
        else:
            runs.append((word, year, year))
    told = []
    for n, (word, first, last) in enumerate(runs[-MOST_TURNS:]):
        years_told = f"in {first}" if first == last else f"from {first} to {last}"
        told.append(f"{word}{' prevailed' if n == 0 else ''} {years_told}")
    return ("after earlier turns " if len(runs) > MOST_TURNS else "") + phrase.listed(told)


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
    actors = list(dict.fromkeys(material.state_of(a) for a in who[0]))
    recipients = list(dict.fromkeys(material.state_of(r) for r in who[1]))
    joined = [(a, r) for a in actors for r in recipients if a != r]
    if not recipients and not armed:
        joined = list(combinations(actors, 2))
    return sorted({(min(a, r), max(a, r)) for a, r in joined})
