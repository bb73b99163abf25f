"""Grouping that is kept up to date comes to the same as grouping from nothing, whatever came and went, in any order."""

from datetime import date
from pathlib import Path
from typing import Any

from drawn import DAYS, PARTIES, codings, distinct
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledgers import NOW, day, period, row

from servanda.record import Event, Record, group, moved
from servanda.record.blocks import Block
from servanda.record.events import Grouper, order
from servanda.record.exact import is_exact, settled
from servanda.record.maker import EventMaker
from servanda.record.match import Matcher
from servanda.statement import Statement


@settings(max_examples=60, deadline=None)
@given(st.lists(codings(), max_size=25), st.lists(st.integers(0, 2**25 - 1), min_size=1, max_size=6))
def test_whatever_comes_and_goes_the_events_are_those_of_a_grouping_from_nothing(
    pool: list[Statement], choices: list[int]
) -> None:
    statements = distinct(pool)
    grouper = Grouper(PARTIES)
    before: tuple[Event, ...] = ()
    for choice in choices:
        chosen = [s for n, s in enumerate(statements) if choice >> n & 1]
        events = grouper.events(chosen)
        assert events == group(chosen, PARTIES)
        difference = moved(before, events)
        assert set(map(id, before)) - set(map(id, events)) == set(map(id, difference.gone))
        assert set(map(id, events)) - set(map(id, before)) == set(map(id, difference.come))
        before = events


@settings(max_examples=40, deadline=None)
@given(st.lists(codings(), max_size=20))
def test_the_order_in_which_statements_come_is_of_no_matter(pool: list[Statement]) -> None:
    statements = distinct(pool)
    grouper = Grouper(PARTIES)
    events: dict[int, Event] = {}
    for s in sorted(statements, key=lambda s: s.id):
        change = grouper.change([s])
        for event in change.gone:
            del events[id(event)]
        events |= {id(e): e for e in change.come}
    assert sorted(events.values(), key=order) == list(group(statements, PARTIES))


@st.composite
def launches(draw: st.DrawFn) -> Statement:
    """A row about a test, of a day or a few in a crowded month."""
    start = draw(st.integers(1, 25))
    end = start + draw(st.sampled_from((0, 0, 0, 1, 2)))
    return row(
        draw(st.integers(2, 10**6)), document=f"facts/{draw(st.integers(1, 4))}.csv",
        holds=f"2030-03-{start:02}/2030-03-{end:02}", published="2030-04-01",
        actors=draw(st.sampled_from((("Arland",), ("Borland",), ()))),
        place=draw(st.sampled_from((None, "Kessel", "Dunmere"))),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(launches(), min_size=5, max_size=20))
def test_stretches_come_to_what_all_exact_statements_at_once_come_to(pool: list[Statement]) -> None:
    statements = distinct(pool)
    assert all(map(is_exact, statements))
    block = Block(("MOBILIZE", "test"), Matcher(PARTIES), EventMaker(PARTIES))
    block.change(statements)
    at_once = settled((), statements, Matcher(PARTIES))
    assert sorted(block.events, key=order) == sorted(map(EventMaker(PARTIES).event, at_once), key=order)


#: What may be done to a record: a row added, a coding withdrawn, rejected, corrected, given an origin, or undone.
DEEDS = st.tuples(st.sampled_from(("add", "add", "add", "withdraw", "reject", "correct", "origin", "undo")), codings())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DEEDS, min_size=1, max_size=12), st.lists(DAYS, min_size=1, max_size=3), st.randoms())
def test_a_record_that_is_written_to_shows_what_one_opened_anew_does(
    tmp_path_factory: Any, deeds: list[tuple[str, Statement]], asked: list[date], chance: Any
) -> None:
    path = Path(tmp_path_factory.mktemp("record")) / "record.db"
    days = sorted({*asked, date(2031, 1, 1)})
    with Record.open(path, interests=PARTIES) as record:
        rows: list[Statement] = []
        for number, (deed, coding) in enumerate(deeds):
            target = chance.choice(rows).id if rows else None
            if deed == "add" or target is None:
                rows.append(row(number + 2, document=f"facts/{number}.csv", **plain(coding)))
                record.add_facts(f"facts/{number}.csv", [rows[-1]], recorded=NOW, sha256=str(number))
            elif deed == "withdraw":
                record.withdraw(target, by="Ann", why="", recorded=NOW, effective=chance.choice((None, *asked)))
            elif deed == "origin":
                record.set_origins({target: "Wire"}, recorded=NOW, effective=chance.choice(asked))
            elif deed == "undo":
                if any(d.statement.id == target for d in record.decided()):
                    record.undo(target, coder="Ann", recorded=NOW)
            elif deed == "reject":
                record.decide(target, coder="Ann", decision="reject", recorded=NOW)
            else:
                record.decide(
                    target, coder="Ann", decision="correct", changes={"place": f"Place {number}"}, recorded=NOW
                )
            for one in days:
                record.view(one).events()
        with Record.open(path, interests=PARTIES) as other:
            for one in days:
                view = other.view(one)
                assert record.view(one).events() == view.events() == group(view.statements(), PARTIES)
                assert record.view(one).statements() == view.statements()
        known = sorted({*days, *record.knowledge_days()})
        events: dict[int, Event] = {}
        for step in record.steps(known):
            for event in step.gone:
                del events[id(event)]
            events |= {id(e): e for e in step.come}
            assert tuple(sorted(events.values(), key=order)) == record.view(step.day).events()


def plain(s: Statement) -> dict[str, Any]:
    """The coding of a statement as `row` takes it."""
    names = ("kind", "type", "mode", "about", "value", "actors", "recipients", "object", "place", "certainty", "event")
    coding = {name: getattr(s, name) for name in names}
    ends = f"{s.holds.start or ''}/{s.holds.end or ''}"
    return coding | {"holds": ends, "published": str(s.published) if s.published else None, "source": s.source}


def test_steps_take_the_wanted_statements_alone(record: Record) -> None:
    rows = [row(2, published="2030-03-02"), row(3, published="2030-03-04", type="CONSULT", mode="meet", source="Post")]
    record.add_facts("facts/c.csv", rows, recorded=NOW, sha256="1")
    steps = list(record.steps(record.knowledge_days(), lambda s: s.type == "CONSULT"))
    assert [(step.day, [e.type for e in step.come], step.gone) for step in steps] == [
        (day("2030-03-02"), [], ()),
        (day("2030-03-04"), ["CONSULT"], ()),
    ]


def test_events_that_a_decision_does_not_touch_stay_the_same_objects(record: Record) -> None:
    rows = [row(2), row(3, source="Post"), row(4, holds="2030-04-01"), row(5, type="CONSULT", mode="meet")]
    record.add_facts("facts/c.csv", rows, recorded=NOW, sha256="1")
    before = record.view(day("2031-01-01")).events()
    record.decide(rows[1].id, coder="Ann", decision="reject", recorded=NOW)
    after = record.view(day("2031-01-01")).events()
    change = moved(before, after)
    assert [[s.source for s in e.statements] for e in change.gone] == [["Post", "Herald"]]
    assert [[s.source for s in e.statements] for e in change.come] == [["Herald"]]
    assert len(set(map(id, before)) & set(map(id, after))) == 2
    assert before[0].holds == period("2030-03-01")
