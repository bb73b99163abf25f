"""Drawings to take away, as SVG that stands alone: a family of documents, and the map of sites, tests and meetings."""

import json
from collections.abc import Iterator, Sequence
from html import escape
from math import cos, radians
from typing import Any

from servanda.show.app import map as places
from servanda.show.app.families import BOX_HEIGHT, BOX_WIDTH, Drawing
from servanda.show.places import NAMES, Kind, Spot
from servanda.show.safe import terminal as safe
from servanda.show.wording import percent

_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
_FONT = 'font-family="system-ui, sans-serif" font-size="12"'
INK, SOFT, LINE, PAPER, WASH = "#1b2430", "#566174", "#8b95a5", "#ffffff", "#f4f6f9"
#: Colour and outline of a place by its kind, as on the page; the outline is of a shape two units across.
SHAPES: dict[Kind, tuple[str, str]] = {
    "site": ("#1d4f91", "M-1 -1H1V1H-1Z"),
    "other": ("#7d2a72", "M0 -1.3L1.3 0L0 1.3L-1.3 0Z"),
    "meeting": ("#14683c", "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0Z"),
    "test": ("#a3241b", "M0 -1.2L1.2 1H-1.2Z"),
}
#: Pixels that a map is wide, its least width and margin in degrees, and half the size of a place in pixels.
WIDE, LEAST, MARGIN, SPOT = 900, 6.0, 0.12, 5
#: Degrees from the equator at which a map ends, unless a place lies beyond.
EDGE = 85.0
_Points = list[tuple[float, float]]


def family(drawn: Drawing) -> str:
    """A family as a tree from left to right; a box's `title` tells how the document descends from the one before it."""
    parts = []
    for box in drawn.boxes:
        if box.line:
            parts.append(f'<path d="{box.line}" fill="none" stroke="{LINE}"/>')
            share = f'<text x="{box.x - 6}" y="{box.y + BOX_HEIGHT // 2 - 5}" text-anchor="end" fill="{SOFT}">'
            parts.append(f"{share}{percent(box.share)}</text>")
    for box in drawn.boxes:
        parts.append(
            f"<g><title>{_words(box.how)}</title>"
            f'<rect x="{box.x}" y="{box.y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6" fill="{WASH}"'
            f' stroke="{LINE}"/><text x="{box.x + 10}" y="{box.y + 22}" fill="{INK}">{_words(box.title)}</text>'
            f'<text x="{box.x + 10}" y="{box.y + 42}" fill="{SOFT}">{_words(box.note)}</text></g>'
        )
    return _drawing(drawn.width + 16, drawn.height + 16, f'<g transform="translate(8 8)">{"".join(parts)}</g>')


def world_map(spots: Sequence[Spot]) -> str | None:
    """The part of the world in which the places lie, with a legend; None where there is no place."""
    if not spots:
        return None
    world = json.loads(places.world())
    west, south, east, north = _frame([(s.lon, s.lat) for s in spots])
    scale = WIDE / (east - west)
    upright = scale / cos(radians(min(abs(north + south) / 2, EDGE)))

    def at(lon: float, lat: float) -> tuple[float, float]:
        return (lon - west) * scale, (north - lat) * upright

    tall = round((north - south) * upright)
    arcs = list(_arcs(world))
    rings = [[p for n in ring for p in (arcs[n] if n >= 0 else arcs[~n][::-1])] for ring in world["land"]]
    seen = (west, south, east, north)
    land = "".join(_path(map(at, *zip(*ring, strict=True)), "Z") for ring in rings if _meet(ring, seen))
    coast, borders = (
        "".join(_path(map(at, *zip(*arcs[n], strict=True))) for n in world[kind] if _meet(arcs[n], seen))
        for kind in ("coast", "borders")
    )
    parts = [
        f'<clipPath id="frame"><rect width="{WIDE}" height="{tall}"/></clipPath><g clip-path="url(#frame)">',
        f'<path d="{land}" fill="{WASH}"/><path d="{coast}" fill="none" stroke="{LINE}"/>',
        f'<path d="{borders}" fill="none" stroke="{LINE}" stroke-dasharray="4 3"/>',
    ]
    for name, lon, lat, degrees in world["names"]:
        if west < lon < east and south < lat < north and degrees * scale > 7 * len(name):
            x, y = at(lon, lat)
            parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="{SOFT}">{escape(name)}</text>')
    order = list(SHAPES)
    for spot in sorted(spots, key=lambda s: order.index(s.kind)):
        parts.append(_spot(spot.kind, *at(spot.lon, spot.lat), f"{spot.name}: {spot.note}", bare=not spot.lines))
    parts.append(f'</g><rect width="{WIDE}" height="{tall}" fill="none" stroke="{LINE}"/>')
    x = 10
    for kind, bare, words in _legend(spots):
        parts.append(_spot(kind, x, tall + 18, "", bare=bare))
        parts.append(f'<text x="{x + 11}" y="{tall + 22}" fill="{INK}">{words}</text>')
        x += 28 + 7 * len(words)
    told = f"{places.source()}; borders as drawn there"
    parts.append(f'<text x="{WIDE}" y="{tall + 22}" text-anchor="end" fill="{SOFT}">{escape(told)}</text>')
    return _drawing(WIDE + 16, tall + 44, f'<g transform="translate(8 8)">{"".join(parts)}</g>')


def _legend(spots: Sequence[Spot]) -> Iterator[tuple[Kind, bool, str]]:
    """What the shapes on a map mean: kind, whether hollow, words."""
    shown = {(s.kind, not s.lines) for s in spots}
    for kind, name in NAMES.items():
        if (kind, False) in shown:
            yield kind, False, name
        if (kind, True) in shown:
            yield kind, True, f"{name} without a dated state"


def _frame(points: _Points) -> tuple[float, float, float, float]:
    """West, south, east and north of what is drawn: all points, with a margin, no flatter than two to one."""
    lons, lats = zip(*points, strict=True)
    wide = max(LEAST, max(lons) - min(lons)) * (1 + 2 * MARGIN)
    tall = max(LEAST / 2, max(lats) - min(lats)) * (1 + 2 * MARGIN)
    tall = max(tall, wide * cos(radians((max(lats) + min(lats)) / 2)) / 2)
    x, y = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2
    edge = max(EDGE, *map(abs, lats))
    return max(-180.0, x - wide / 2), max(-edge, y - tall / 2), min(180.0, x + wide / 2), min(edge, y + tall / 2)


def _arcs(world: dict[str, Any]) -> Iterator[_Points]:
    """The lines of the world in degrees; they come as steps of whole numbers."""
    for flat in world["arcs"]:
        points, lon, lat = [], 0, 0
        for n in range(0, len(flat), 2):
            lon, lat = lon + flat[n], lat + flat[n + 1]
            points.append((lon / world["steps"], lat / world["steps"]))
        yield points


def _meet(points: _Points, seen: tuple[float, float, float, float]) -> bool:
    """Whether a line may have a part in what is seen."""
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return min(lons) <= seen[2] and max(lons) >= seen[0] and min(lats) <= seen[3] and max(lats) >= seen[1]


def _path(points: Iterator[tuple[float, float]], end: str = "") -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + end


def _spot(kind: Kind, x: float, y: float, told: str, *, bare: bool = False) -> str:
    colour, outline = SHAPES[kind]
    fill, stroke = (PAPER, colour) if bare else (colour, PAPER)
    title = f"<title>{_words(told)}</title>" if told else ""
    return (
        f'<g transform="translate({x:.1f} {y:.1f}) scale({SPOT})">{title}'
        f'<path d="{outline}" fill="{fill}" stroke="{stroke}" stroke-width=".25"/></g>'
    )


def _drawing(width: int, height: int, content: str) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    ground = f'<rect width="{width}" height="{height}" fill="{PAPER}"/>'
    return f"<svg {_NAMESPACE} {size} {_FONT}>{ground}{content}</svg>\n"


def _words(text: str) -> str:
    return escape(safe(text))
