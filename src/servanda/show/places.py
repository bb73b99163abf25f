"""Places with what is known of them: sites with their dated states, tests, meetings and other acts of known place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from servanda.brief import phrase
from servanda.brief.select import happened
from servanda.record import Event
from servanda.show.wording import dated

Kind = Literal["site", "test", "meeting", "other"]
NAMES: dict[Kind, str] = {"site": "Sites", "test": "Tests", "meeting": "Meetings", "other": "Other acts"}
#: Lines that a place tells when it is pointed at; the list beside the map has all.
MOST_TOLD = 6


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map. `lines` say what is known of it, oldest first: when (EDTF), what, and the event it rests on.

    `path` is the page of the place (a site) or of its only event.
    """

    name: str
    kind: Kind
    lat: float
    lon: float
    note: str
    lines: tuple[tuple[str, str, str], ...]
    path: str

    def to_json(self) -> dict[str, Any]:
        """For the script."""
        told = self.lines[-MOST_TOLD:]
        return {
            "name": self.name,
            "kind": self.kind,
            "lat": self.lat,
            "lon": self.lon,
            "note": self.note,
            "count": len(self.lines),
            "lines": [f"{dated(when)}: {text}" for when, text, _ in told],
            "path": self.path,
        }


def spots(sites: Iterable[Mapping[str, Any]], events: Iterable[Event]) -> list[Spot]:
    """Every place with known degrees: the sites first, as the programme's answer has them, then events by place and
    kind."""
    found = [_site(s) for s in sites if s["lat"] is not None]
    there = {(s.lat, s.lon) for s in found}
    grouped: dict[tuple[Kind, float, float], list[Event]] = {}
    for event in events:
        if event.lat is None or event.lon is None or not happened(event):
            continue
        if (event.lat, event.lon) in there and _kind(event) == "other":
            continue
        grouped.setdefault((_kind(event), event.lat, event.lon), []).append(event)
    return found + [_place(kind, lat, lon, events) for (kind, lat, lon), events in grouped.items()]


def _kind(event: Event) -> Kind:
    if event.type == "MOBILIZE" and event.mode == "test":
        return "test"
    return "meeting" if event.type == "CONSULT" else "other"


def _site(site: Mapping[str, Any]) -> Spot:
    lines = tuple((s["when"], f"{s['state']}, {s['standing']}", s["event"]) for s in site["states"])
    known = f"{site['state']} ({dated(site['as_of'])})" if site["state"] else "no state reported"
    state = f"{site['kind']}; {known}"
    return Spot(site["name"], "site", site["lat"], site["lon"], state, lines, f"/site/{site['name']}")


def _place(kind: Kind, lat: float, lon: float, events: list[Event]) -> Spot:
    lines = tuple((e.holds.edtf(), phrase.shortened(phrase.event(e), 110), e.id) for e in events)
    name = next((e.place for e in events if e.place), None) or f"{lat:.2f}, {lon:.2f}"
    word = {"test": "test", "meeting": "meeting"}.get(kind, "act")
    note = f"{len(events)} {word}{'' if len(events) == 1 else 's'}"
    return Spot(name, kind, lat, lon, note, lines, f"/event/{events[-1].id}")
