"""Who gave what, in a large record: what took a concession back is found without going through all acts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from timing import growth

from servanda.brief import Material, balance, material
from servanda.case import Case
from servanda.days import Period
from servanda.record import Event

FIRST = date(2000, 1, 1)


def given_and_taken(number: int) -> tuple[Event, ...]:
    """So many stands taken down and put up again, one after the other."""
    return tuple(
        Event(
            f"e{n}", "reported", "one-origin", *(("RETREAT", "dismantle"), ("MOBILIZE", "rebuild"))[n % 2],
            ("Arland",), object="stand", holds=Period.of(FIRST + timedelta(days=n)),
        )
        for n in range(number)
    )  # fmt: skip


@pytest.fixture
def of_events(arland: Case) -> Material:
    return material(arland, date(2030, 12, 31))


def test_what_took_it_back_is_the_first_contrary_act_since(of_events: Material) -> None:
    found = balance.section(replace(of_events, events=given_and_taken(6)))
    back = [(c.event, c.details["taken_back_by"]["event"]) for c in found.claims]
    assert back == [("e0", "e1"), ("e2", "e3"), ("e4", "e5")]


def test_it_takes_as_long_as_there_are_acts(of_events: Material) -> None:
    def run(number: int) -> Callable[[], object]:
        found = replace(of_events, events=given_and_taken(number))
        return lambda: balance.section(found)

    assert growth(run, 1500, 12000) < 1.5
