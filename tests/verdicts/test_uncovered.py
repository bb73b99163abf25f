"""Grave acts that nothing covers, and what the sources say of coverage."""

from datetime import date
from pathlib import Path

import pytest
from builders import HEAD, Desk, FakeView, event

from servanda.record import Event
from servanda.statement import Statement
from servanda.verdicts import NotCovered, judge

TEST = "{id: no-test, party: A, form: refrain, act: {type: MOBILIZE, mode: test, object: long missile}}"
ACCESS = "{id: access, party: A, form: admit, who: B, act: {type: COOPERATE, mode: inspect}, within: P9D}"
TIMED = "{id: calm, party: B, form: refrain, act: {type: ASSAULT, mode: attack}, until: 2030-03-31}"


def listed(folder: Path, *events: Event, said: tuple[Statement, ...] = ()) -> tuple[NotCovered, ...]:
    desk = Desk(folder, [ACCESS, TEST, TIMED], HEAD)
    return judge(desk.agreement, FakeView(date(2030, 7, 1), events, said), desk.names).not_covered


@pytest.mark.parametrize(
    ("act", "nearest", "why"),
    [
        (event("MOBILIZE test", "2030-03-01", object="short missile"), "no-test", "is about “test: long missile”, not “test: short missile”"),
        (event("MOBILIZE test", "2030-03-01", object="long missile", by="B"), "no-test", "“no-test”, binds Arland, not B"),
        (event("MOBILIZE build", "2030-03-01", object="long missile"), "no-test", "is about “test: long missile”, not “build: long missile”"),
        (event("ASSAULT attack", "2030-05-01", by="B"), "calm", "“calm”, speaks of another time: by 31 March 2030"),
    ],
)  # fmt: skip
def test_the_nearest_and_what_it_lacks(tmp_path: Path, act: Event, nearest: str, why: str) -> None:
    (found,) = listed(tmp_path, act)
    assert found.nearest == nearest
    assert why in found.why


@pytest.mark.parametrize(
    "act",
    [
        event("MOBILIZE test", "2030-03-01", object="long missile"),
        event("ASSAULT attack", "2030-03-01", by="B"),
        event("REJECT deny access", "2030-03-01"),
        event("CONSULT meet", "2030-03-01"),
        event("MOBILIZE build", "2030-03-01", by="C"),
        event("MOBILIZE build", "2029-03-01"),
        event("MOBILIZE build", "2030-09-01"),
        event("MOBILIZE build", "2030-03-01", standing="planned"),
    ],
)
def test_what_is_not_listed(tmp_path: Path, act: Event) -> None:
    assert listed(tmp_path, act) == ()


def said(**more: object) -> Statement:
    quote = "This breaks no promise, for none was made about bases."
    fields = {"kind": "coverage", "quote": quote, "start": 0, "end": len(quote), "published": date(2030, 3, 5)}
    return Statement("articles/a.txt", **{"source": "Lake Post", **fields, **more})  # type: ignore[arg-type]


def test_the_sentence_that_says_why_comes_along(tmp_path: Path) -> None:
    base = event("MOBILIZE operate", "2030-03-01", object="missile base")
    (found,) = listed(tmp_path, base, said=(said(about="a promise about missile bases"),))
    assert found.event is base
    assert found.why.startswith("“This breaks no promise, for none was made about bases.” ")
    assert len(found.said_by) == 1
    (named,) = listed(tmp_path, base, said=(said(type="MOBILIZE", object="missile bases"),))
    assert named.event is base


def test_a_saying_stands_on_its_own(tmp_path: Path) -> None:
    two = (said(about="the bases"), said(about="The bases", source="Port Arl Times"))
    (found,) = listed(tmp_path, said=two)
    assert found.event.asserts == two[:1]
    assert found.said_by == two[1:]
    assert "no promise" in found.why


def test_the_gravest_come_first(tmp_path: Path) -> None:
    acts = [
        event("MOBILIZE exercise", "2030-02-05"),
        event("MOBILIZE build", "2030-03-01"),
        event("ASSAULT bomb", "2030-04-01"),
    ]
    assert [n.event.mode for n in listed(tmp_path, *acts)] == ["bomb", "build", "exercise"]
