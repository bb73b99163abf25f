"""Makes the map of the app out of Natural Earth's coastlines and borders (public domain).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/build_map_data.py package/countries-50m.json

Natural Earth comes as TopoJSON in the npm package `world-atlas`: arcs that countries share. An arc of one country is
coast, an arc of two is a border. Places are rounded to a fiftieth of a degree (about two kilometres) and points that
add nothing to a line are left out; that is as much as the app's deepest zoom shows.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src" / "servanda" / "show" / "app" / "data" / "world.json"
STEPS = 50  # per degree
SOURCE = "Natural Earth 4.1, 1:50m, public domain, as packed in world-atlas 2.0.2"

Point = tuple[int, int]


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs with absolute places, in steps; x grows eastward, y northward."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line: list[Point] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            point = (round((x * kx + tx) * STEPS), round((y * ky + ty) * STEPS))
            if not line or line[-1] != point:
                line.append(point)
        found.append(thinned(line))
    return found


def thinned(line: list[Point]) -> list[Point]:
    """The line without points that lie within half a step of the straight line between what is kept around them."""
    if len(line) < 3:
        return line
    kept, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        far, where = 0.0, None
        for n in range(first + 1, last):
            if (away := distance(line[n], line[first], line[last])) > far:
                far, where = away, n
        if where is not None and far > 0.6:
            kept.add(where)
            stack += [(first, where), (where, last)]
    return [line[n] for n in sorted(kept)]


def distance(point: Point, one: Point, two: Point) -> float:
    """How far a point lies from a stretch of a line, in steps."""
    dx, dy = two[0] - one[0], two[1] - one[1]
    length = dx * dx + dy * dy
    along = 0.0 if not length else ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / length
    along = min(1.0, max(0.0, along))
    return float(((point[0] - one[0] - along * dx) ** 2 + (point[1] - one[1] - along * dy) ** 2) ** 0.5)


def rings_of(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """The rings of a country, each as its arcs; a negative number is an arc run backward, as in TopoJSON."""
    if geometry["type"] == "Polygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def names_of(topology: dict[str, Any], arcs: list[list[Point]]) -> list[list[Any]]:
    """For each country its name, the middle of its largest ring in degrees, and that ring's width in degrees."""
    found = []
    for country in topology["objects"]["countries"]["geometries"]:
        largest: list[Point] = []
        for ring in rings_of(country):
            points = [p for n in ring for p in (arcs[n] if n >= 0 else arcs[~n][::-1])]
            if len(points) > 2 and _size(points) > _size(largest):
                largest = points
        if largest:
            x, y = middle(largest)
            width = (max(p[0] for p in largest) - min(p[0] for p in largest)) / STEPS
            name = country["properties"]["name"]
            found.append([name, round(x / STEPS, 1), round(y / STEPS, 1), round(width, 1)])
    return found


def _size(points: list[Point]) -> int:
    """Twice the area of a ring."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True)))


def middle(points: list[Point]) -> tuple[float, float]:
    """The centre of mass of a ring."""
    area = sx = sy = 0.0
    for a, b in zip(points, points[1:] + points[:1], strict=True):
        part = a[0] * b[1] - b[0] * a[1]
        area, sx, sy = area + part, sx + (a[0] + b[0]) * part, sy + (a[1] + b[1]) * part
    return sx / (3 * area), sy / (3 * area)


def steps(line: list[Point]) -> list[int]:
    """A line as its first place and the steps from each place to the next, flat."""
    flat, x, y = [], 0, 0
    for px, py in line:
        flat += [px - x, py - y]
        x, y = px, py
    return flat


def main() -> None:
    """Reads the TopoJSON named and writes the app's map."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("topology", type=Path)
    topology = json.loads(parser.parse_args().topology.read_text(encoding="utf-8"))
    arcs = arcs_of(topology)
    countries = topology["objects"]["countries"]["geometries"]
    used = Counter(n if n >= 0 else ~n for country in countries for ring in rings_of(country) for n in ring)
    world = {
        "source": SOURCE,
        "steps": STEPS,
        "arcs": [steps(arc) for arc in arcs],
        "land": [ring for country in countries for ring in rings_of(country)],
        "borders": sorted(n for n, times in used.items() if times > 1),
        "coast": sorted(n for n, times in used.items() if times == 1),
        "names": names_of(topology, arcs),
    }
    text = json.dumps(world, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(text.encode()):,} bytes, {sum(map(len, arcs)):,} points")


if __name__ == "__main__":
    main()
