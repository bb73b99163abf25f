"""Events, statements and places in the forms that other tools read: tables, TimelineJS, GeoJSON, KML.

Sources of the forms: RFC 4180 (CSV), RFC 7946 (GeoJSON), OGC KML 2.2, and the JSON format of Knight Lab's TimelineJS 3.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Any

from servanda.brief import phrase
from servanda.days import Period, parse_period
from servanda.record import Event
from servanda.record.tables import CODEBOOK, unrunnable
from servanda.show import charts
from servanda.show.places import NAMES, Spot
from servanda.show.safe import terminal as safe
from servanda.statement import Statement

Row = dict[str, Any]
#: The columns of a table of events, with what each holds.
EVENTS: dict[str, str] = {
    "id": "id of the event; it stays while the event rests on the same statements",
    "from": "first day on which it may have happened or holds; empty: open",
    "to": "last such day; empty: open",
    "standing": "established, reported, claimed, disputed, planned, speculated or denied",
    "rule": "the rule of standing that fired",
    "type": f"{CODEBOOK['type']}; empty for a quantity",
    **{name: CODEBOOK[name] for name in ("mode", "actors", "recipients", "object", "place", "lat", "lon")},
    "quantity": "name of the quantity",
    "value": "its value",
    "unit": "unit of the value",
    "origins": "the independent origins that assert it, `;` between",
    "statements": "ids of the statements that speak of it, `;` between",
    "text": "the words of the statement that tells it best",
}


def csv_text(rows: Sequence[Row], columns: Iterable[str] = ()) -> str:
    """Rows as CSV with a header, which has the columns given and all others that a row has; a text that a spreadsheet
    would run as a formula gets an apostrophe before it."""
    names = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(names)
    table.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return unrunnable(safe(str(value)))


def statement_row(s: Statement) -> Row:
    """A statement in one row."""
    return {
        "id": s.id, "kind": s.kind, "source": s.source, "origin": s.origin, "speakers": s.speakers,
        "published": day_text(s.published), "type": s.type, "mode": s.mode, "actors": s.actors,
        "recipients": s.recipients, "object": s.object, "place": s.place, "about": s.about, **days_text(s.holds),
        "certainty": s.certainty, "words": s.quote or s.text, "document": s.document, "start": s.start, "end": s.end,
        "row": s.row, "url": s.url, "coder": s.coder,
    }  # fmt: skip


def event_row(e: Event) -> Row:
    """An event in one row, with the columns of EVENTS."""
    return {
        "id": e.id, **days_text(e.holds), "standing": e.standing, "rule": e.rule, "type": e.type, "mode": e.mode,
        "actors": e.actors, "recipients": e.recipients, "object": e.object, "place": e.place, "lat": e.lat,
        "lon": e.lon, "quantity": e.quantity, "value": e.value, "unit": e.unit, "origins": e.origins,
        "statements": [s.id for s in e.statements], "text": phrase.event(e),
    }  # fmt: skip


def day_text(day: date | None) -> str | None:
    """A day as YYYY-MM-DD."""
    return day.isoformat() if day else None


def days_text(period: Period) -> dict[str, str | None]:
    """A period in two columns."""
    return {"from": day_text(period.start), "to": day_text(period.end)}


def timelinejs(events: Iterable[Event], title: str, day: date) -> dict[str, Any]:
    """Dated events as of a day for TimelineJS, which takes texts as HTML."""
    slides = []
    for e in events:
        start = e.holds.start or e.holds.end
        if start is None:
            continue
        slide: dict[str, Any] = {
            "unique_id": e.id,
            "start_date": _split(start),
            "text": {
                "headline": escape(phrase.shortened(safe(phrase.event(e)), 90)),
                "text": escape(f"{e.standing}; {phrase.period(e.holds)}; {', '.join(e.origins)}"),
            },
            "group": charts.LANES.get(e.type or "", "Other"),
        }
        if e.holds.end and e.holds.end != start:
            slide["end_date"] = _split(e.holds.end)
        slides.append(slide)
    head = {"text": {"headline": escape(safe(title)), "text": f"As of {day}"}}
    return {"title": head, "events": slides}


def _split(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def geojson(spots: Iterable[Spot]) -> dict[str, Any]:
    """Places as a GeoJSON FeatureCollection, each with everything that is known of it."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [s.lon, s.lat]},
                "properties": {
                    "name": s.name,
                    "kind": s.kind,
                    "note": s.note,
                    "dated": [{"when": w, "text": t, "event": e} for w, t, e in s.lines],
                },
            }
            for s in spots
        ],
    }


def kml(spots: Iterable[Spot], title: str) -> str:
    """Places as KML: a placemark for each dated line, with its days, so that a time slider shows what was so."""
    folders: dict[str, list[str]] = {}
    for spot in spots:
        marks = folders.setdefault(NAMES[spot.kind], [])
        for when, text, event in spot.lines or (("", spot.note, ""),):
            told = f"<description>{_xml(text)}</description>"
            data = f'<Data name="event"><value>{_xml(event)}</value></Data>'
            known = f"<ExtendedData>{data}</ExtendedData>" if event else ""
            point = f"<Point><coordinates>{spot.lon},{spot.lat}</coordinates></Point>"
            marks.append(f"<Placemark><name>{_xml(spot.name)}</name>{told}{_span(when)}{known}{point}</Placemark>")
    inside = "\n".join(
        "\n".join([f"<Folder><name>{_xml(name)}</name>", *marks, "</Folder>"]) for name, marks in folders.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
    return f"{head}\n<Document><name>{_xml(title)}</name>\n{inside}\n</Document>\n</kml>\n"


def _span(when: str) -> str:
    """The days of an EDTF date as KML has them; nothing where none is known."""
    period = parse_period(when) if when else Period()
    ends = (("begin", period.start), ("end", period.end))
    told = "".join(f"<{name}>{day.isoformat()}</{name}>" for name, day in ends if day)
    return f"<TimeSpan>{told}</TimeSpan>" if told else ""


def _xml(text: str) -> str:
    """Text that XML can hold."""
    return escape(safe(text).translate({0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}), quote=False)
