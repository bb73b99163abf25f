"""The map: sites with their dated states, tests, meetings and other acts of known place; static/map.js draws it."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from servanda.brief import phrase
from servanda.brief.select import happened
from servanda.record import Event
from servanda.show.app.desk import Answers
from servanda.show.app.render import answers_of, desk_of
from servanda.show.wording import dated

router = APIRouter()
Kind = Literal["site", "test", "meeting", "other"]
NAMES: dict[Kind, str] = {"site": "Sites", "test": "Tests", "meeting": "Meetings", "other": "Other acts"}
#: Forms of the drawing.
DRAWN = (("svg", "SVG"), ("png", "PNG"))
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


def spots(answers: Answers) -> list[Spot]:
    """Every place with known degrees: the sites first, then events by place and kind."""
    return answers.kept("map", lambda: _spots(answers))


def _spots(answers: Answers) -> list[Spot]:
    found = [_site(s) for s in answers.section("programme").data["sites"] if s["lat"] is not None]
    there = {(s.lat, s.lon) for s in found}
    grouped: dict[tuple[Kind, float, float], list[Event]] = {}
    for event in answers.view.events():
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


def _site(site: dict[str, Any]) -> Spot:
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


@cache
def world() -> bytes:
    """Coastlines and borders as tools/build_map_data.py made them."""
    return files("servanda.show.app").joinpath("data", "world.json").read_bytes()


@cache
def source() -> str:
    """Where coastlines and borders come from."""
    return str(json.loads(world())["source"])


@router.get("/data/world.json")
def world_data() -> Response:
    """Coastlines and borders; they never change while the app runs."""
    return Response(world(), media_type="application/json", headers={"cache-control": "max-age=86400"})


@router.get("/data/map.json")
def map_data(request: Request) -> Response:
    """The places as of the day."""
    answers = answers_of(request)
    return JSONResponse({"as_of": answers.day.isoformat(), "spots": [s.to_json() for s in spots(answers)]})


@router.get("/map")
def map_page(request: Request) -> Response:
    """The map, with a list of the same places."""
    _, pages = desk_of(request)
    found = spots(answers_of(request))
    groups = [(name, [s for s in found if s.kind == kind]) for kind, name in NAMES.items()]
    return pages.page(
        request, "map.html.j2", title="Map", groups=[g for g in groups if g[1]], source=source(), kinds=NAMES,
        exports=(("csv", "CSV"), ("json", "JSON"), ("geojson", "GeoJSON"), *(DRAWN if found else ())),
    )  # fmt: skip
