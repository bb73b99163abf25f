"""Statements and the events they came to, as JSON, and back. Events are told by how they differ from a statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from servanda.days import Period
from servanda.record.maker import made, of_one
from servanda.record.model import Event
from servanda.statement import Statement


@dataclass(frozen=True, slots=True)
class Part:
    """Statements that were grouped together and apart from all others, and the events that they came to.

    `first` and `last` are their days where they are a stretch of exact days, else nought.
    """

    first: int
    last: int
    statements: Sequence[Statement]
    events: Sequence[Event]


#: Fields of an event that are mostly those of one of its statements.
_OWN = ("actors", "recipients", "object", "place", "lat", "lon", "holds", "certainty")


def pack(parts: Iterable[Part]) -> dict[str, Any]:
    """Parts as JSON. Each event is a row; one that a lone statement asserts is only the number of its rule."""
    ids: list[str] = []
    origins: list[int] = []
    named: dict[str, int] = {}
    days: list[int] = []
    sizes: list[int] = []
    rows: list[Any] = []
    rules: dict[tuple[str, str], int] = {}
    for part in parts:
        ids += (s.id for s in part.statements)
        origins += (named.setdefault(s.origin, len(named)) for s in part.statements)
        days += (part.first, part.last)
        sizes.append(len(part.statements))
        event = part.events[0]
        if len(part.statements) == 1 and event.asserts:
            rows.append(rules.setdefault((event.standing, event.rule), len(rules)))
            continue
        places = {id(s): n for n, s in enumerate(part.statements)}
        rows.append([_row(event, places, rules) for event in part.events])
    told = {"statements": ids, "origins": origins, "origin": list(named)}
    return {**told, "days": days, "sizes": sizes, "events": rows, "rules": list(rules)}


def _row(event: Event, places: Mapping[int, int], rules: dict[tuple[str, str], int]) -> list[Any]:
    """Rule and statement of what one alone asserts; else rule, for, against, basis, leading statement, and the rest."""
    rule = rules.setdefault((event.standing, event.rule), len(rules))
    if len(event.asserts) == 1 and not event.denies:
        return [rule, places[id(event.asserts[0])]]
    told = event.statements
    lead = min(told, key=lambda s: _unlike(s, event)) if _unlike(told[0], event) else told[0]
    own = {name: getattr(event, name) for name in _OWN if getattr(lead, name) != getattr(event, name)}
    if "holds" in own:
        own["holds"] = [day and day.isoformat() for day in (event.holds.start, event.holds.end)]
    numbers = {s.id: n for n, s in enumerate(told)}
    whole = len(event.basis) == len(numbers)
    return [
        rule, [places[id(s)] for s in event.asserts], [places[id(s)] for s in event.denies],
        None if whole else [numbers[id_] for id_ in event.basis], places[id(lead)], own or None,
    ]  # fmt: skip


def _unlike(s: Statement, event: Event) -> int:
    """How far a statement is from the coding of an event, which is that of one of its statements for some fields."""
    quantity = s.about if s.kind == "quantity" else None
    coded = (s.type, s.mode, s.value, s.unit, quantity)
    own: int = sum(getattr(s, name) != getattr(event, name) for name in _OWN)
    return own if coded == (event.type, event.mode, event.value, event.unit, event.quantity) else own + 100


def unpack(data: Mapping[str, Any], known: Mapping[str, Statement]) -> list[Part]:
    """The parts all of whose statements are among the known ones, by id, with the same origin.

    Raises LookupError, TypeError or ValueError for what `pack` has not written.
    """
    names = data["origin"]
    found = [
        s if s is not None and s.origin == names[origin] else None
        for s, origin in zip(map(known.get, data["statements"]), data["origins"], strict=True)
    ]
    rules = [tuple(rule) for rule in data["rules"]]
    parts: list[Part] = []
    at = 0
    days = iter(data["days"])
    for size, row, first, last in zip(data["sizes"], data["events"], days, days, strict=True):
        if isinstance(row, int):
            s = found[at]
            if s is not None:
                parts.append(Part(first, last, [s], (of_one(s, *rules[row]),)))
        else:
            told = [s for s in found[at : at + size] if s is not None]
            if len(told) == size:
                parts.append(Part(first, last, told, [_event(one, told, rules) for one in row]))
        at += size
    return parts


def _event(row: Sequence[Any], told: Sequence[Statement], rules: Sequence[Any]) -> Event:
    if len(row) == 2:
        return of_one(told[row[1]], *rules[row[0]])
    number, for_, against, basis, leading, own = row
    asserts, denies = tuple([told[n] for n in for_]), tuple([told[n] for n in against])
    lead = told[leading]
    actors, recipients, object_, place = lead.actors, lead.recipients, lead.object, lead.place
    lat, lon, holds, certainty = lead.lat, lead.lon, lead.holds, lead.certainty
    if own:
        actors, recipients = tuple(own.get("actors", actors)), tuple(own.get("recipients", recipients))
        object_, place = own.get("object", object_), own.get("place", place)
        lat, lon, certainty = own.get("lat", lat), own.get("lon", lon), own.get("certainty", certainty)
        if "holds" in own:
            first, last = own["holds"]
            holds = Period(first and date.fromisoformat(first), last and date.fromisoformat(last))
    both = asserts + denies
    ids = [s.id for s in both] if basis is None else [both[n].id for n in basis]
    return made(
        f"e{both[0].id}", *rules[number], lead.type, lead.mode, actors, recipients, object_, place, lat, lon,
        lead.about if lead.kind == "quantity" else None, lead.value, lead.unit, holds, certainty, asserts, denies,
        tuple(sorted(ids)),
    )  # fmt: skip
