"""The map: sites with their dated states, tests, meetings and other acts of known place; static/map.js draws it."""

import json
from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from servanda.show.app.desk import Answers
from servanda.show.app.render import answers_of, desk_of
from servanda.show.places import NAMES, Spot
from servanda.show.places import spots as made

router = APIRouter()
#: Forms of the drawing.
DRAWN = (("svg", "SVG"), ("png", "PNG"))


def spots(answers: Answers) -> list[Spot]:
    """Every place with known degrees: the sites first, then events by place and kind."""
    return answers.kept("map", lambda: made(answers.section("programme").data["sites"], answers.view.events()))


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
        exports=(("csv", "CSV"), ("json", "JSON"), ("geojson", "GeoJSON"), ("kml", "KML"), *(DRAWN if found else ())),
    )  # fmt: skip
