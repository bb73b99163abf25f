"""Events as other tools read them: every column has its meaning, open ends and markup do no harm."""

import csv
import io
import json
from datetime import date
from xml.etree import ElementTree

from servanda.days import Period, parse_period
from servanda.record import Event
from servanda.show.places import spots
from servanda.show.tables import EVENTS, csv_text, event_row, geojson, kml, timelinejs
from servanda.statement import Statement

DAY = date(2030, 12, 31)


def event(days: str, text: str = "A missile rose", **more: object) -> Event:
    holds = parse_period(days) if days else Period()
    said = Statement("facts/t.csv", "Lake Post", row=2, text=text, holds=holds)
    return Event(
        f"e{days}", "reported", "one-origin", "MOBILIZE", "test", ("Arland",), holds=holds, asserts=(said,), **more
    )  # type: ignore[arg-type]


def test_every_column_of_a_table_of_events_has_a_meaning() -> None:
    assert list(event_row(event("2030-03-01"))) == list(EVENTS)
    assert all(EVENTS.values())


def test_a_table_of_nothing_has_its_header() -> None:
    assert next(csv.reader(io.StringIO(csv_text([], EVENTS)))) == list(EVENTS)


def test_a_row_is_read_back() -> None:
    (row,) = csv.DictReader(io.StringIO(csv_text([event_row(event("2030-03", lat=1.5, lon=-2.0))], EVENTS)))
    assert (row["from"], row["to"], row["type"], row["actors"]) == ("2030-03-01", "2030-03-31", "MOBILIZE", "Arland")
    assert (row["lat"], row["lon"], row["origins"]) == ("1.5", "-2.0", "Lake Post")


def test_a_timeline_has_dated_events_alone_and_no_markup() -> None:
    made = timelinejs([event("2030-03-01", "<b>up</b>"), event(""), event("2030-04-01/..")], "A <i>case</i>", DAY)
    assert [slide["start_date"] for slide in made["events"]] == [
        {"year": 2030, "month": 3, "day": 1},
        {"year": 2030, "month": 4, "day": 1},
    ]
    assert "<" not in json.dumps(made)
    assert "end_date" not in made["events"][0]


def test_places_put_east_before_north_and_leave_out_what_has_none() -> None:
    found = spots([{"name": "Mill", "kind": "range", "lat": None, "lon": None, "states": [], "state": None}],
                  [event("2030-03-01", lat=1.5, lon=-2.0), event("2030-03-02")])  # fmt: skip
    (feature,) = geojson(found)["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-2.0, 1.5]}
    assert feature["properties"]["kind"] == "test"


def test_kml_has_a_placemark_for_each_dated_line_and_holds_any_text() -> None:
    evil = "</name><script>\x1b\ufffe & \ud800"
    found = spots([], [event("2030-03", evil, lat=1.5, lon=-2.0), event("2030-05-01/..", lat=1.5, lon=-2.0)])
    document = ElementTree.fromstring(kml(found, evil))
    space = {"k": "http://www.opengis.net/kml/2.2"}
    marks = document.findall(".//k:Placemark", space)
    spans = [[(end.tag.rpartition("}")[2], end.text) for end in mark.find("k:TimeSpan", space) or []] for mark in marks]
    assert spans == [[("begin", "2030-03-01"), ("end", "2030-03-31")], [("begin", "2030-05-01")]]
    assert [mark.findtext("k:Point/k:coordinates", None, space) for mark in marks] == ["-2.0,1.5", "-2.0,1.5"]
    assert "<script>" in (marks[0].findtext("k:description", None, space) or "")
    assert document.findtext(".//k:Folder/k:name", None, space) == "Tests"


def test_a_site_of_no_known_state_is_there_without_days() -> None:
    site = {"name": "Mill", "kind": "range", "lat": 1.0, "lon": 2.0, "states": [], "state": None, "as_of": None}
    made = kml(spots([site], []), "A case")
    assert "<name>Mill</name>" in made
    assert "TimeSpan" not in made
