"""The timeline's data: what is drawn, in which lane, and what is left out of a drawing too full."""

from datetime import date

from httpx import Client

from servanda.days import Period
from servanda.record import Event
from servanda.show.app import timeline
from servanda.show.app.desk import Desk

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


def drawn(number: int, origins: int, day: date | None) -> timeline.Drawn:
    from servanda.statement import Statement

    said = tuple(Statement("d", f"Source {n}", id=f"s{number}-{n}") for n in range(origins))
    holds = Period.of(day) if day else Period()
    return timeline.Drawn(Event(f"e{number}", "reported", "one", holds=holds, asserts=said), "", "A", "Other")


def test_a_drawing_too_full_keeps_what_most_origins_tell_in_its_order() -> None:
    found = [drawn(n, 1 + (n % 5 == 0), date(2030, 1, 1 + n)) for n in range(20)] + [drawn(99, 9, None)]
    kept = timeline.weightiest(found, 6)
    assert [d.event.id for d in kept] == ["e0", "e5", "e10", "e15", "e18", "e19"]
    assert len(timeline.weightiest(found, 50)) == 20  # what has no day cannot be drawn


def test_the_page_has_the_same_as_a_table(reader: Client) -> None:
    page = reader.get("/timeline", params={"as_of": "2031-01-01"}).text
    told = reader.get("/data/timeline.json", params={"as_of": "2031-01-01"}).json()
    for event in told["events"]:
        assert f'href="/event/{event["id"]}?as_of=2031-01-01"' in page
