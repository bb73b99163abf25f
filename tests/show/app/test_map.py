"""The map: places as of a day, and coastlines that belong to the package."""

import json
from datetime import date

from httpx import Client

from servanda.show.app import map as places
from servanda.show.app.desk import Desk

LARGEST = 900_000


def test_a_site_tells_its_states_oldest_first_as_of_the_day(desk: Desk) -> None:
    (site,) = [s for s in places.spots(desk.answers(date(2031, 1, 1))) if s.kind == "site"]
    assert (site.name, site.lat, site.lon) == ("Kessel engine stand", 10.5, 20.25)
    assert site.lines[0][0] == "2030-03-01"
    assert "dismantled" in site.note
    (before,) = [s for s in places.spots(desk.answers(date(2030, 2, 1))) if s.kind == "site"]
    assert before.lines == ()
    assert "no state reported" in before.note


def test_what_happened_at_a_site_is_not_drawn_twice(desk: Desk) -> None:
    spots = places.spots(desk.answers(date(2031, 1, 1)))
    assert [(s.kind, s.name) for s in spots] == [("site", "Kessel engine stand")]


def test_coastlines_are_small_whole_and_name_their_source() -> None:
    assert len(places.world()) <= LARGEST
    world = json.loads(places.world())
    assert "public domain" in world["source"]
    reach = range(len(world["arcs"]))
    assert all((n if n >= 0 else ~n) in reach for ring in world["land"] for n in ring)
    assert not set(world["coast"]) & set(world["borders"])


def ends(flat: list[int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and the last place of an arc."""
    return (flat[0], flat[1]), (sum(flat[0::2]), sum(flat[1::2]))


def test_the_arcs_of_every_ring_join_and_lie_on_the_globe() -> None:
    world = json.loads(places.world())
    east, north = 180 * world["steps"], 90 * world["steps"]
    for ring in world["land"]:
        run = [ends(world["arcs"][n]) if n >= 0 else ends(world["arcs"][~n])[::-1] for n in ring]
        for (_, last), (first, _) in zip(run, run[1:] + run[:1], strict=True):
            assert last == first
    for arc in world["arcs"]:
        for x, y in ends(arc):
            assert abs(x) <= east
            assert abs(y) <= north


def test_the_page_lists_the_places_and_warns_of_disputed_borders(reader: Client) -> None:
    page = reader.get("/map").text
    assert 'href="/site/Kessel%20engine%20stand"' in page
    assert "disputed" in page
    assert "Natural Earth" in page


def test_the_browser_may_keep_the_coastlines(reader: Client) -> None:
    assert reader.get("/data/world.json").headers["cache-control"] == "max-age=86400"
