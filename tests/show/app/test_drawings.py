"""Drawings to take away: whole, in their frame, with a legend, and nothing in them that runs."""

from datetime import date
from xml.etree import ElementTree

import pytest
from httpx import Client

from servanda.show.app import drawings
from servanda.show.app import map as places
from servanda.show.app.desk import Desk
from servanda.show.app.families import drawing
from servanda.show.places import Kind, Spot
from servanda.sources import Family, Member

DAY = date(2031, 1, 1)
EVIL = '"><script>alert(1)</script>\x1b\u202e'


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def spot(kind: Kind, lat: float, lon: float, *, lines: int = 1, name: str = "Somewhere") -> Spot:
    return Spot(name, kind, lat, lon, "known", (("2030", "there", "e1"),) * lines, "/site/x")


def test_a_family_has_a_box_for_each_document_and_its_share() -> None:
    members = (Member("a", None, 1.0), Member("b", "a", 0.996, how="b was later"), Member("c", "b", 0.5))
    svg = drawings.family(drawing(Family("Wire", members), {}))
    assert [t for t in texts(svg) if t] == ["99%", "50%", "a", "b", "c"]
    assert svg.count("<rect") == 1 + len(members)
    assert "b was later" in svg


def test_the_map_is_drawn_around_its_places(desk: Desk) -> None:
    svg = drawings.world_map(places.spots(desk.answers(DAY)))
    assert svg
    assert "Sites" in texts(svg)
    assert places.source().split(",")[0] in svg


@pytest.mark.parametrize(
    "spots",
    [
        [spot("test", 40.1, 127.2)],
        [spot("site", -84.9, 179.9, lines=0), spot("meeting", 84.9, -179.9)],
        [spot("other", 0, 0), spot("other", 0, 0.001)],
        [spot("test", -90, 0)],
        [spot("meeting", 89.9, 10), spot("test", 88, -10)],
    ],
)
def test_every_place_lies_in_the_frame(spots: list[Spot]) -> None:
    svg = drawings.world_map(spots)
    assert svg
    root = ElementTree.fromstring(svg)
    tall = float(root.get("height", "0"))
    marks = [
        g.get("transform", "") for g in root.iter("{http://www.w3.org/2000/svg}g") if "scale" in g.get("transform", "")
    ]
    for mark in marks:
        x, y = map(float, mark.split("(")[1].split(")")[0].split())
        assert 0 <= x <= drawings.WIDE
        assert 0 <= y <= tall
    assert len(marks) == len(spots) + len(
        set(texts(svg)) & {"Tests", "Meetings", "Other acts", "Sites without a dated state"}
    )


def test_without_a_place_there_is_no_map() -> None:
    assert drawings.world_map([]) is None


def test_what_articles_say_stays_text() -> None:
    family = drawings.family(drawing(Family(EVIL, (Member(EVIL, None, 1.0), Member("b", EVIL, 0.5, how=EVIL))), {}))
    drawn = drawings.world_map([spot("site", 1, 1, name=EVIL)])
    for svg in (family, drawn or ""):
        ElementTree.fromstring(svg)
        assert "<script" not in svg
        assert not {"\x1b", "\u202e"} & set(svg)


@pytest.mark.parametrize("page", ["/map", "/family/articles/wire.md"])
def test_pages_offer_their_drawing(reader: Client, page: str) -> None:
    shown = reader.get(page).text
    for form, begin in (("svg", b"<svg"), ("png", b"\x89PNG")):
        assert f'href="/export/{form}{page}' in shown
        answer = reader.get(f"/export/{form}{page}")
        assert answer.status_code == 200
        assert answer.content.startswith(begin)
    assert reader.get("/export/svg/families").status_code == 404
