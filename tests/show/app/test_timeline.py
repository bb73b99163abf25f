"""The timeline's data: what is drawn, in which lane, and what is left out of a drawing too full."""

from datetime import date
from typing import Any

import pytest
from httpx import Client

from servanda.days import Period
from servanda.record import Event
from servanda.show.app import timeline
from servanda.show.app.desk import Desk
from servanda.statement import Statement

DAY = date(2031, 1, 1)


def test_every_event_has_its_lanes_days_and_standing(desk: Desk) -> None:
    data = timeline.data(desk.answers(DAY))
    launch = next(e for e in data["events"] if e["from"] == "2030-09-15")
    assert launch["kind"] == "Weapons and exercises"
    assert launch["actor"] == "Arland"
    assert (launch["standing"], launch["origins"]) == ("established", 2)
    assert data["lanes"]["actor"] == ["Arland", "Borland", "Others"]
    assert data["signed"] == "2030-01-10"


def test_plans_are_drawn_as_plans_until_their_day_is_known(desk: Desk) -> None:
    standings = {e["standing"] for e in timeline.data(desk.answers(date(2030, 5, 10)))["events"]}
    assert standings & {"planned", "speculated", "claimed"}


def test_nothing_published_later_is_drawn(reader: Client) -> None:
    told = reader.get("/data/timeline.json", params={"as_of": "2030-04-01"}).json()
    assert told["as_of"] == "2030-04-01"
    assert told["events"]
    assert all(e["from"] is None or e["from"] < "2030-04-01" for e in told["events"])


def event(number: int, origins: int, day: date | None) -> Event:
    said = tuple(Statement("d", f"Source {n}", id=f"s{number}-{n}") for n in range(origins))
    holds = Period.of(day) if day else Period()
    return Event(f"e{number}", "reported", "one", holds=holds, asserts=said)


def test_a_drawing_too_full_keeps_what_most_origins_tell_in_its_order() -> None:
    found = [event(n, 1 + (n % 5 == 0), date(2030, 1, 1 + n)) for n in range(20)] + [event(99, 9, None)]
    kept = timeline.weightiest(found, 6)
    assert [e.id for e in kept] == ["e0", "e5", "e10", "e15", "e18", "e19"]
    assert len(timeline.weightiest(found, 50)) == 20  # what has no day cannot be drawn


def test_a_drawing_too_full_is_asked_for_what_is_in_sight(
    reader: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(**asked: str) -> dict[str, Any]:
        found: dict[str, Any] = reader.get("/data/timeline.json", params={"as_of": "2031-01-01", **asked}).json()
        return found

    everything = timeline.data(desk.answers(DAY))
    assert everything["whole"]
    dated = {e["id"]: e for e in everything["events"]}
    monkeypatch.setattr(timeline, "MOST_DRAWN", 2)
    cut = timeline.data(desk.answers(DAY))
    assert (len(cut["events"]), cut["whole"], cut["count"]) == (2, False, everything["count"])
    launch = told(**{"from": "2030-09-15", "to": "2030-09-15", "standing": "established"})
    assert launch["whole"]
    assert [e["from"] for e in launch["events"]] == ["2030-09-15"]
    for asked in (
        {"kind": "Weapons and exercises"},
        {"actor": "Borland"},
        {"words": "MISSILE launched"},
    ):
        ids = {e.id for e in timeline.events(desk.answers(DAY)) if timeline.Sight.of(asked).fits(desk.answers(DAY), e)}
        assert ids
        assert ids < {e.id for e in timeline.events(desk.answers(DAY))}
        assert told(**asked)["count"] == len(ids)
        ((name, value),) = asked.items()
        if name in ("kind", "actor"):
            shown = {id_ for id_, e in dated.items() if value == e[name] or value in e["actors"]}
            assert ids & dated.keys() == shown, "the script's filters and the server's are the same"
    assert told(**{"from": "2030-12-31", "to": "2030-01-01"})["count"] <= everything["count"]
    assert reader.get("/data/timeline.json", params={"from": "soon"}).status_code == 422


def test_the_page_has_the_same_as_a_table(reader: Client) -> None:
    page = reader.get("/timeline", params={"as_of": "2031-01-01"}).text
    told = reader.get("/data/timeline.json", params={"as_of": "2031-01-01"}).json()
    for event in told["events"]:
        assert f'href="/event/{event["id"]}?as_of=2031-01-01"' in page
