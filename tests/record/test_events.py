"""Which statements are of one event, and what the event then says."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import document, period, row, said
from timing import growth

from servanda.record import Interests, group
from servanda.statement import Statement


def grouped(*statements: Statement, interests: Interests | None = None) -> list[set[str]]:
    """The events as sets of the sources of their statements."""
    return [{s.source for s in e.statements} for e in group(statements, interests or Interests())]


def report(source: str, **coding: Any) -> Statement:
    """What a text says, as opposed to a row."""
    return said(document(source), source=source, **coding)


def test_the_same_act_on_the_same_day_is_one_event() -> None:
    assert grouped(row(source="A"), row(3, source="B")) == [{"A", "B"}]


def test_rows_of_one_table_with_different_days_are_different_events() -> None:
    assert grouped(row(source="A"), row(3, source="B", holds="2030-03-02")) == [{"A"}, {"B"}]


def test_tests_in_two_tables_may_be_a_day_apart_and_other_acts_may_not() -> None:
    def two(**coding: Any) -> list[set[str]]:
        other = row(source="B", document="facts/d.csv", holds="2030-03-02", **coding)
        return grouped(row(source="A", **coding), other)

    assert two() == [{"A", "B"}]
    assert two(type="ASSAULT", mode="attack") == [{"A"}, {"B"}]


def test_the_exact_day_is_preferred_to_its_neighbour() -> None:
    late = report("C", holds="2030-03-02")
    assert grouped(row(source="A"), row(3, source="B", holds="2030-03-02"), late) == [{"A"}, {"B", "C"}]


@pytest.mark.parametrize(
    ("key", "one", "other", "same"),
    [
        ("actors", ("Arland",), ("Borland",), False),
        ("actors", ("Arland",), (), True),
        ("actors", ("Arland",), ("Arland", "Borland"), True),
        ("recipients", ("Arland",), ("Borland",), False),
        ("object", "missile", "ballistic missile", True),
        ("object", "icbm", "ballistic missile", True),
        ("object", "cruise missile", "ballistic missile", False),
        ("object", "missile", None, True),
        ("place", "Kessel", "Dunmere", False),
        ("place", "Kessel", "France", True),
        ("place", "Kessel", None, True),
        ("mode", "test", "deploy", False),
        ("type", "MOBILIZE", "COERCE", False),
    ],
)
def test_what_must_agree(key: str, one: object, other: object, same: bool) -> None:
    found = grouped(row(source="A", **{key: one}), row(3, source="B", **{key: other}))
    assert (len(found) == 1) is same


def test_people_of_one_party_are_not_one_another_but_may_be_the_party() -> None:
    interests = Interests(
        parties={"Arland": "A", "Ann": "A", "Bo": "A", "Port Arl": "A"}, people=frozenset({"Ann", "Bo"})
    )
    ann, bo, state = (row(n, source=name, actors=(name,)) for n, name in enumerate(("Ann", "Bo", "Arland"), start=2))
    assert len(grouped(ann, bo, interests=interests)) == 2
    assert grouped(ann, state, interests=interests) == [{"Ann", "Arland"}]
    assert len(grouped(ann, state)) == 2


def test_a_meeting_is_the_same_told_from_either_side() -> None:
    met = {"type": "CONSULT", "mode": "meet", "object": None}
    a = row(source="A", actors=("Arland",), recipients=("Borland",), **met)
    b = row(3, source="B", actors=("Borland",), recipients=("Arland",), **met)
    c = row(4, source="C", actors=("Borland",), recipients=("Cerland",), **met)
    assert grouped(a, b, c) == [{"A", "B"}, {"C"}] or grouped(a, b, c) == [{"C"}, {"A", "B"}]


def test_keys_join_and_part() -> None:
    a, b = (
        row(source="A", event="x"),
        row(3, source="B", event="x", holds="2030-03-09", mode="deploy", published="2030-03-10"),
    )
    c = row(4, source="C", event="y")
    assert sorted(map(sorted, grouped(a, b, c))) == [["A", "B"], ["C"]]
    event = next(e for e in group([a, b, c]) if len(e.asserts) == 2)
    assert (event.mode, event.holds) == ("test", period("2030-03-01/2030-03-09"))
    assert grouped(a, report("D")) == [{"A", "D"}], "what has no key can join"


def test_a_vague_report_joins_the_one_event_it_can_mean() -> None:
    vague = report("V", holds="2030-03-01/2030-03-31")
    assert grouped(row(source="A"), vague) == [{"A", "V"}]
    (event,) = group([row(source="A"), vague])
    assert event.holds == period("2030-03-01")


def test_a_vague_report_that_may_mean_several_says_of_none_that_it_happened() -> None:
    late = {"published": "2030-04-01"}
    a, b = row(source="A"), row(3, source="B", holds="2030-03-20", **late)
    vague, again = (report(name, holds="2030-03-01/2030-03-31", **late) for name in "VW")
    assert sorted(map(sorted, grouped(a, b, vague, again))) == [["A"], ["B"], ["V", "W"]]
    telling = report("V", holds="2030-03-01/2030-03-31", place="Kessel", **late)
    placed = row(3, source="B", holds="2030-03-20", place="Kessel", **late)
    assert sorted(map(sorted, grouped(a, placed, telling))) == [["A"], ["B", "V"]]


def test_reports_without_days_join_what_they_must_mean_or_each_other_if_close() -> None:
    open_ = {"holds": "/2030-03-02"}
    assert grouped(row(source="A"), report("U", **open_)) == [{"A", "U"}]
    near, far = (
        report("N", holds="/2030-03-12", published="2030-03-12"),
        report("F", holds="/2031-01-01", published="2031-01-01"),
    )
    assert sorted(map(sorted, grouped(report("U", **open_), near, far))) == [["F"], ["N", "U"]]


def test_a_plan_joins_the_first_act_that_fulfils_it() -> None:
    plan = report("P", published="2030-02-01", holds="2030-02-02/2030-04-01")
    first, second = row(source="A"), row(3, source="B", holds="2030-03-20", published="2030-03-21")
    assert grouped(plan, first, second) == [{"P", "A"}, {"B"}]
    assert grouped(plan, report("Q", published="2030-02-03", holds="2030-02-04/2030-03-25")) == [{"P", "Q"}]
    past = row(source="O", holds="2030-01-05")
    assert grouped(past, plan) == [{"O"}, {"P"}]


def test_a_denial_over_a_period_denies_what_lies_within_and_is_of_its_kind() -> None:
    denial = report("N", holds="2030-02-01/2030-06-01", published="2030-06-01", certainty=-3.0)
    within, before = row(source="A"), row(3, source="B", holds="2030-01-05")
    other = row(4, source="C", object="artillery")
    events = {frozenset(s.source for s in e.asserts): e for e in group([denial, within, before, other])}
    assert [e.standing for e in events.values()].count("disputed") == 1
    assert events[frozenset("A")].denies == (denial,)
    assert not events[frozenset("B")].denies
    assert not events[frozenset("C")].denies


def test_a_denial_of_something_special_does_not_deny_something_general() -> None:
    denial = report("N", object="nuclear weapon", certainty=-3.0)
    assert sorted(e.standing for e in group([denial, row(source="A", object=None)])) == ["denied", "reported"]


def test_what_was_said_before_an_act_does_not_deny_it() -> None:
    promise = report("N", published="2030-01-01", holds="2030-01-01/2030-12-31", certainty=-3.0)
    assert sorted(e.standing for e in group([promise, row(source="A")])) == ["denied", "reported"]


def test_denials_alone_form_one_denied_event() -> None:
    a, b = (report(name, holds="2030-02-01/2030-06-01", published="2030-06-02", certainty=-3.0) for name in "AB")
    (event,) = group([a, b])
    assert (event.standing, len(event.denies), event.asserts) == ("denied", 2, ())


def quantity(source: str, value: float, number: int = 2, **coding: Any) -> Statement:
    told = {"kind": "quantity", "type": None, "mode": None, "object": None, "about": "stockpile", "unit": "kg"}
    return row(number, source=source, value=value, **{**told, **coding})


def test_values_of_a_quantity_agree_or_speak_against_each_other() -> None:
    (event,) = group([quantity("A", 300), quantity("B", 300.5, 3)])
    assert (event.quantity, event.unit, event.standing) == ("stockpile", "kg", "established")
    assert event.value in (300, 300.5)
    one, other = group([quantity("A", 300), quantity("B", 340, 3)])
    assert {one.standing, other.standing} == {"disputed"}
    assert {s.value for s in (*one.asserts, *other.asserts)} == {300, 340}
    later = quantity("B", 340, 3, holds="2030-04-01", published="2030-04-02")
    assert [e.standing for e in group([quantity("A", 300), later])] == ["reported", "reported"]


def test_different_values_under_one_key_are_disputed_and_all_named() -> None:
    told = [quantity("A", 300, event="K"), quantity("B", 340, 3, event="K"), quantity("C", 302, 4, event="K")]
    one, other = group(told)
    assert {one.standing, other.standing} == {"disputed"}
    assert {(e.value, len(e.asserts), len(e.denies)) for e in (one, other)} == {(300, 2, 1), (340, 1, 2)}
    (same,) = group([quantity("A", 300, event="K"), quantity("B", 302, 3, event="K")])
    assert same.standing == "established"


def test_values_for_one_day_under_different_keys_deny_each_other_unless_one_source_tells_both() -> None:
    found = group([quantity("A", 300, event="K"), quantity("B", 340, 3, event="L")])
    assert [e.standing for e in found] == ["disputed", "disputed"]
    found = group([quantity("A", 300, event="K"), quantity("A", 340, 3, event="L")])
    assert [e.standing for e in found] == ["reported", "reported"]


def test_a_quantity_that_a_party_states_is_a_claim_until_the_other_states_it_too() -> None:
    interests = Interests(parties={"Arland": "A", "Borland": "B"})

    def standing(*statements: Statement) -> str:
        (event,) = group(statements, interests)
        return event.standing

    own = quantity("Arland", 300, actors=("Arland",), event="K")
    other = quantity("Borland", 300, 3, actors=("Arland",), event="K")
    assert (standing(own), standing(other)) == ("claimed", "claimed")
    assert standing(own, other) == "established"
    assert standing(quantity("Post", 300, 4, actors=("Arland",))) == "reported"
    assert standing(quantity("Borland", 300, 5, actors=())) == "reported"


def test_what_is_no_event_makes_none() -> None:
    assert group([row(kind="unknown", about="the number"), row(3, kind="gap"), row(4, kind="coverage")]) == ()


def test_events_are_sorted_and_named_after_their_first_statement() -> None:
    a, b = row(source="A", holds="2030-05-01", published="2030-05-02"), row(3, source="B")
    events = group([a, b])
    assert [e.id for e in events] == [f"e{b.id}", f"e{a.id}"]
    again = row(4, source="C", published="2030-06-01")
    assert [e.id for e in group([a, b, again])] == [f"e{b.id}", f"e{a.id}"], "what comes later does not rename it"


coded = st.builds(
    lambda table, number, **coding: row(number, **coding) if table else said(document(f"d{number}"), **coding),
    st.booleans(),
    st.integers(2, 40),
    source=st.sampled_from("ABCD"),
    actors=st.sampled_from([(), ("Arland",), ("Borland",), ("Arland", "Borland")]),
    object=st.sampled_from([None, "missile", "ballistic missile", "artillery"]),
    holds=st.sampled_from(
        [
            "2030-03-01",
            "2030-03-02",
            "2030-03-01/2030-03-31",
            "2030-01-01/2030-12-31",
            "/2030-03-05",
            "2030-02-01/",
            "/",
        ]
    ),
    published=st.sampled_from(["2030-01-15", "2030-03-02", "2030-03-20", None]),
    certainty=st.sampled_from([-3.0, -1.0, 0.0, 1.0, 3.0]),
    event=st.sampled_from([None, None, None, "x", "y"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(coded, max_size=9, unique_by=lambda s: s.id), st.randoms())
def test_every_statement_is_somewhere_and_order_is_of_no_matter(statements: list[Statement], chance: Any) -> None:
    events = group(statements)
    shuffled = list(statements)
    chance.shuffle(shuffled)
    assert group(shuffled) == events
    asserted = [s.id for e in events for s in e.asserts]
    assert sorted(asserted) == sorted(s.id for s in statements if s.certainty >= 0), "each asserts one event"
    assert {s.id for e in events for s in e.denies} == {s.id for s in statements if s.certainty < 0}
    assert len({e.id for e in events}) == len(events)
    for event in events:
        assert len({s.event for s in event.statements if s.event}) <= 1


def spread(count: int) -> list[Statement]:
    """Rows of as many days, told by two papers each, and vague reports among them."""
    days = [f"20{30 + n // 336:02}-{n % 336 // 28 + 1:02}-{n % 28 + 1:02}" for n in range(count)]
    rows = [row(n, source=s, holds=d, published=d) for n, d in enumerate(days, start=2) for s in ("Herald", "Courier")]
    vague = [report("V", holds=f"{d[:7]}-01/{d[:7]}-28", published=d) for d in days[::5]]
    return rows + vague


def test_time_grows_with_the_number_of_statements_not_with_its_square() -> None:
    def run(count: int) -> Callable[[], object]:
        statements = spread(count)
        assert len(group(statements)) >= count
        return lambda: group(statements)

    assert growth(run, 500, 4000) < 1.6
