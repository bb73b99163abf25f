"""What pages give to take away: the same content, in forms that other programs read, and nothing that runs."""

import csv
import io
import json
import re
from datetime import date
from html import unescape

import pytest
from httpx import Client

from servanda.show.app.desk import Desk
from servanda.show.app.exports import csv_text

DAY = "2031-01-01"


def rows(reader: Client, page: str, **query: str) -> list[dict[str, str]]:
    answer = reader.get(f"/export/csv{page}", params={"as_of": DAY, **query})
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert csv_text([{"a": cell}]).splitlines()[1].lstrip('"').startswith("'")


def test_numbers_and_plain_words_stay_as_they_are() -> None:
    assert csv_text([{"a": -2.5, "b": "2-1", "c": None, "d": ["x", "y"]}]).splitlines()[1] == "-2.5,2-1,,x; y"


def test_rows_of_unlike_fields_share_one_header() -> None:
    assert csv_text([{"a": 1}, {"b": 2}]) == "a,b\r\n1,\r\n,2\r\n"


def test_the_overview_gives_every_verdict(reader: Client) -> None:
    told = {(r["obligation"], r["party"], r["reading"]): r["verdict"] for r in rows(reader, "/")}
    assert told["no-launch", "A", ""] == "broken"
    assert told["free-region", "B", "A"] == "not measurable"


def test_an_export_keeps_the_day(reader: Client) -> None:
    early = reader.get("/export/json/timeline", params={"as_of": "2030-04-01"}).json()
    assert early["as_of"] == "2030-04-01"
    assert len(early["content"]) < len(reader.get("/export/json/timeline", params={"as_of": DAY}).json()["content"])


PAGES = ["/", "/q/since", "/q/ties", "/timeline", "/map", "/article/articles/wire.md", "/families",
         "/family/articles/wire.md", "/compare?a=articles/wire.md&b=articles/copy.md", "/site/Kessel engine stand",
         "/origin/Northern Wire", "/obligation/1/no-launch/A", "/search?q=missile", "/bench?by=any"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_whatever_a_page_offers_can_be_had(reader: Client, page: str) -> None:
    shown = reader.get(page).text
    offered = [unescape(a) for a in re.findall(r'<a href="(/export/[^"]+)" download>', shown)]
    assert {a.split("/")[2] for a in offered} >= {"csv", "json"}
    for address in offered:
        answer = reader.get(address)
        assert answer.status_code == 200, address
        assert answer.content
        assert answer.headers["content-disposition"].startswith("attachment; filename=")
        if "/csv/" in address:
            assert len(list(csv.reader(io.StringIO(answer.text)))) > 1, address


def test_annotations_stand_at_their_words(reader: Client, desk: Desk) -> None:
    answer = reader.get("/export/annotations/article/articles/wire.md", params={"as_of": DAY})
    page = answer.json()
    text = desk.answers(date(2031, 1, 1)).view.text("articles/wire.md")
    assert text is not None
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["items"]
    for item in page["items"]:
        quote, place = item["target"]["selector"]
        assert (quote["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert text[: place["start"]].endswith(quote["prefix"])
        assert text[place["end"] :].startswith(quote["suffix"])


def test_geojson_puts_east_before_north(reader: Client) -> None:
    found = reader.get("/export/geojson/map", params={"as_of": DAY}).json()
    assert found["type"] == "FeatureCollection"
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [20.25, 10.5]}
    assert found["features"][0]["properties"]["dated"]


def test_timelinejs_has_days_and_no_markup(reader: Client) -> None:
    found = reader.get("/export/timelinejs/timeline", params={"as_of": DAY}).json()
    launch = next(e for e in found["events"] if e["start_date"] == {"year": 2030, "month": 9, "day": 15})
    assert launch["group"] == "Weapons and exercises"
    assert "<" not in json.dumps(found)


def test_charts_come_as_svg_and_png(reader: Client) -> None:
    assert reader.get("/export/svg/q/since").text.startswith("<svg")
    assert reader.get("/export/png/timeline").content.startswith(b"\x89PNG")
    assert reader.get("/export/svg/q/promised").status_code == 404


def test_the_whole_case_is_one_page_that_asks_for_nothing(reader: Client) -> None:
    page = reader.get("/export/page/").text
    assert page.lstrip().startswith("<!doctype html>")
    assert "<script" not in page
    assert "src=" not in page


@pytest.mark.parametrize("path", ["/export/csv/nothing", "/export/xml/", "/export/geojson/q/since", "/export/csv/q",
                                  "/export/csv/obligation/1", "/export/csv/article/../record.db"])  # fmt: skip
def test_what_is_not_offered_is_missing(reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_every_page_says_how_to_cite_it(reader: Client) -> None:
    page = reader.get("/q/since", params={"as_of": DAY}).text
    assert "<cite>Arland and Borland: What has happened since? As of 1 January 2031. Servanda" in page
    assert "/q/since?as_of=2031-01-01</cite>" in page
