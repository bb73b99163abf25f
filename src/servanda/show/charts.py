"""Charts of the brief as SVG, drawn by vl-convert (Vega-Lite) without a browser or network."""

import json
import re
from functools import lru_cache
from typing import Any

from servanda.brief import Brief

#: Drawings that are kept in memory.
DRAWINGS_KEPT = 16
PALETTE = {"established": "#1a7f4b", "reported": "#2b6cb0", "claimed": "#a16207", "disputed": "#9d2f8e"}
LANES = {
    "AGREE": "Diplomacy", "CONSULT": "Diplomacy", "SUPPORT": "Diplomacy", "COOPERATE": "Cooperation and aid",
    "AID": "Cooperation and aid", "CONCEDE": "Concessions", "RETREAT": "Concessions", "REQUEST": "Demands",
    "ACCUSE": "Demands", "REJECT": "Refusals and threats", "THREATEN": "Refusals and threats",
    "PROTEST": "Refusals and threats", "SANCTION": "Sanctions", "MOBILIZE": "Weapons and exercises",
    "COERCE": "Force", "ASSAULT": "Force",
}  # fmt: skip


def timeline_spec(brief: Brief, width: int = 860) -> dict[str, Any] | None:
    """A Vega-Lite chart of the events since, lanes by kind, imprecise dates as spans. None where none is dated."""
    rows = [
        {
            "from": claim.when.start.isoformat(),
            "to": claim.when.end.isoformat(),
            "lane": LANES.get(claim.details.get("type", ""), "Other"),
            "standing": claim.standing,
        }
        for claim in brief.section("since").claims
        if claim.when and claim.when.start and claim.when.end and claim.standing in PALETTE
    ]
    if not rows:
        return None
    return {
        **_frame(rows, width, 230),
        "mark": {
            "type": "bar",
            "height": 13,
            "cornerRadius": 2,
            "opacity": 0.75,
            "stroke": "#ffffff",
            "strokeWidth": 0.4,
        },
        "encoding": {
            "x": {"field": "from", "type": "temporal", "title": None, "axis": {"grid": True, **_ticks(rows)}},
            "x2": {"field": "end"},
            "y": {"field": "lane", "type": "nominal", "title": None, "sort": list(dict.fromkeys(LANES.values()))},
            "color": {
                "field": "standing",
                "scale": {"domain": list(PALETTE), "range": list(PALETTE.values())},
                "legend": {"orient": "top", "title": None},
            },
        },
        # A day is drawn at least wide enough to be seen: a sixtieth of nothing is nothing.
        "transform": [
            {
                "calculate": f"max(toDate(datum.to) + 86400000, toDate(datum.from) + {_shortest(rows, width)})",
                "as": "end",
            }
        ],
    }


def _ticks(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A tick for each year where there are many: where there is no room for all, months alone would be left."""
    years = int(max(r["to"] for r in rows)[:4]) - int(min(r["from"] for r in rows)[:4])
    return {"tickCount": "year", "format": "%Y"} if years >= 4 else {}


def _shortest(rows: list[dict[str, Any]], width: int, pixels: int = 4) -> int:
    """Milliseconds that take `pixels` of the chart's width."""
    from datetime import date

    days = (date.fromisoformat(max(r["to"] for r in rows)) - date.fromisoformat(min(r["from"] for r in rows))).days
    return round(max(days, 1) * 86_400_000 * pixels / width)


def ties_spec(brief: Brief, width: int = 860, most: int = 6) -> dict[str, Any] | None:
    """A Vega-Lite chart of cooperation above and conflict below the line, by quarter, for the busiest pairs."""
    pairs = brief.section("ties").data["pairs"][:most]
    rows = [
        {
            "pair": " and ".join(pair["pair"]),
            "quarter": _first_day(q["quarter"]),
            "kind": kind,
            "weight": sign * q[kind],
        }
        for pair in pairs
        for q in pair["quarters"]
        for kind, sign in (("cooperation", 1), ("conflict", -1))
    ]
    if not rows:
        return None
    order = list(dict.fromkeys(row["pair"] for row in rows))
    return {
        **_frame(rows, width - 40, 62),
        "mark": {"type": "bar", "width": {"band": 0.9}},
        "encoding": {
            "x": {"field": "quarter", "type": "temporal", "timeUnit": "yearquarter", "title": None},
            "y": {"field": "weight", "type": "quantitative", "title": None, "axis": {"tickCount": 3}},
            "color": {
                "field": "kind",
                "scale": {"domain": ["cooperation", "conflict"], "range": ["#2b6cb0", "#b4442f"]},
                "legend": {"orient": "top", "title": None},
            },
            "row": {
                "field": "pair",
                "title": None,
                "sort": order,
                "header": {"labelAngle": 0, "labelAnchor": "start", "labelOrient": "top", "labelFontWeight": 600},
            },
        },
        "resolve": {"scale": {"y": "independent"}},
    }


def _first_day(quarter: str) -> str:
    year, _, number = quarter.partition("-Q")
    return f"{year}-{int(number) * 3 - 2:02d}-01"


#: The colours of charts on a dark ground, by those on a light one.
DARK = {
    "#1a7f4b": "#7fd6a4", "#2b6cb0": "#8fbcff", "#a16207": "#f0c070", "#9d2f8e": "#e6a3dc", "#b4442f": "#ff9a8f",
    "#667": "#a4afbf", "#ffffff": "#14191f",
}  # fmt: skip


def on_dark(drawn: str) -> str:
    """A chart in SVG as it stands on a dark ground."""
    return re.sub(rf"(?<=\")({'|'.join(DARK)})(?=\")", lambda found: DARK[found[1]], drawn)


def _frame(rows: list[dict[str, Any]], width: int, height: int) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "background": "transparent",
        "data": {"values": rows},
        "config": {
            "font": "system-ui, sans-serif",
            "view": {"stroke": None},
            "axis": {"labelFontSize": 12, "labelColor": "#667", "gridColor": "#8883", "domainColor": "#8886"},
            "legend": {"labelFontSize": 12, "labelColor": "#667"},
            "header": {"labelColor": "#667", "labelFontSize": 12},
        },
    }


def svg(spec: dict[str, Any]) -> str:
    """The chart as SVG text. What was drawn lately is kept."""
    return _svg(json.dumps(spec))


@lru_cache(DRAWINGS_KEPT)
def _svg(spec: str) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec, vl_version="5.20"))


def drawn_png(drawing: str, scale: float = 2) -> bytes:
    """A drawing in SVG as a PNG image, `scale` times its size in pixels."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(drawing, scale=scale))


def png(spec: dict[str, Any], scale: float = 2) -> bytes:
    """The chart as a PNG image on white, `scale` times its size in pixels."""
    import vl_convert

    return bytes(
        vl_convert.vegalite_to_png(json.dumps({**spec, "background": "#ffffff"}), vl_version="5.20", scale=scale)
    )
