"""The rules of standing: each fires where it should, copies never add up, denials never strengthen."""

from hypothesis import given
from hypothesis import strategies as st
from ledgers import document, row, said

from servanda.record import RULES, Event, Interests, Standing, group, judge
from servanda.record.standing import independent, planned
from servanda.statement import Statement

STRENGTH: tuple[Standing, ...] = Standing.__args__  # type: ignore[attr-defined]
PARTIES = {"Arland": "A", "Arland Daily": "A", "Borland": "B"}


def one(*statements: Statement, interests: Interests | None = None) -> Event:
    (event,) = group(statements, interests or Interests())
    return event


def test_one_origin_reports_and_two_establish() -> None:
    a, b = row(source="Herald"), row(3, source="Courier")
    assert (one(a).standing, one(a).rule) == ("reported", "one-origin")
    both = one(a, b)
    assert (both.standing, both.rule, both.basis) == ("established", "independent-origins", tuple(sorted([a.id, b.id])))


def test_copies_of_one_origin_count_once() -> None:
    assert one(row(), row(3, source="Courier", origin="Herald")).standing == "reported"


def test_two_origins_that_quote_one_speaker_have_one_source() -> None:
    a, b = row(speakers=("A minister",)), row(3, source="Courier", speakers=("A minister",))
    assert one(a, b).standing == "reported"
    assert one(a, b, row(4, source="Post")).standing == "established"
    assert independent([a, b]) == 1
    assert independent([a, b, row(4, source="Courier", speakers=("Another",))]) == 2


def test_a_text_that_copies_an_event_adds_nothing_by_telling_it_again() -> None:
    a, b = document("a"), document("b")
    first = said(a, source="Wire")
    copied = said(b, source="Courier", origin="Wire")
    again = said(b, "More news.", source="Courier")
    assert one(first, copied, again).standing == "reported"
    assert one(first, again).standing == "established"
    assert one(first, copied, again, row(source="Post")).standing == "established"


def test_who_corrects_itself_asserts_it_no_more_and_nor_do_its_copies() -> None:
    wrong = row(published="2030-03-02")
    copy = row(3, source="Courier", origin="Herald", published="2030-03-03")
    corrected = row(4, published="2030-03-05", certainty=-3)
    after = one(wrong, copy, corrected)
    assert (after.standing, after.rule, after.basis) == ("denied", "taken-back", (corrected.id,))
    assert one(wrong, copy).standing == "reported"


def test_only_the_origin_itself_takes_back_and_only_what_it_said_itself_before() -> None:
    wrong, corrected = row(published="2030-03-02"), row(4, published="2030-03-05", certainty=-3)
    others = (
        row(4, source="Courier", published="2030-03-05", certainty=-3),
        row(4, published="2030-03-05", certainty=-3, speakers=("A minister",)),
        row(4, published="2030-03-02", certainty=-3),
        row(4, published="2030-03-01", certainty=-3),
    )
    assert [one(wrong, other).standing for other in others] == ["disputed"] * 4
    assert one(row(published="2030-03-02", speakers=("A minister",)), corrected).standing == "disputed"
    assert one(wrong, row(3, source="Courier"), corrected).standing == "disputed"


def test_a_party_takes_no_admission_back() -> None:
    shots = {"type": "ASSAULT", "mode": "attack", "object": None, "source": "Arland Daily", "actors": ("Arland",)}
    admitted = row(published="2030-03-02", **shots)
    denied = row(4, published="2030-03-05", certainty=-3, **shots)
    assert one(admitted, denied, interests=Interests(parties=PARTIES)).standing == "disputed"


def test_a_text_of_unknown_day_goes_with_those_that_tell_of_a_plan() -> None:
    a, b = document("a"), document("b")
    plan, undated = said(a, published="2030-02-01"), said(b, published=None, source="Courier")
    assert one(plan, undated).standing == "planned"
    assert one(undated).standing == "reported"
    assert one(plan, undated, row(source="Post")).standing == "established"


def test_a_party_s_claim_about_itself_is_a_claim() -> None:
    done = {"type": "RETREAT", "mode": "dismantle", "object": "engine stand"}
    interests = Interests(parties=PARTIES)
    claim, other = row(speakers=("Arland",), **done), row(3, source="Courier", speakers=("Arland",), **done)
    assert (one(claim, other, interests=interests).standing, one(claim, other).rule) == ("claimed", "one-origin")
    assert one(row(source="ARLAND daily", **done), interests=interests).standing == "claimed", "its paper speaks for it"
    assert one(claim, row(3, source="Post", **done), interests=interests).standing == "reported", "a claim adds nothing"
    assert one(row(speakers=("Borland",), **done), interests=interests).standing == "reported"


def test_an_accusation_is_a_claim_and_an_admission_establishes() -> None:
    interests = Interests(parties=PARTIES)
    assert one(row(speakers=("Borland",)), interests=interests).standing == "claimed"
    admitted = one(row(speakers=("Arland",)), interests=interests)
    assert (admitted.standing, admitted.rule) == ("established", "admission")


def test_instruments_and_inspections_establish_alone() -> None:
    interests = Interests(kinds={"Seismic network": "instrument", "Inspectors": "inspection", "Herald": "press"})
    assert one(row(source="Seismic network"), interests=interests).rule == "instrument"
    assert one(row(speakers=("Inspectors",)), interests=interests).rule == "inspection"
    told = row(source="Inspectors", speakers=("Arland",))
    assert one(told, interests=interests).standing == "reported", "what they only quote, they did not see"


def test_weak_sources_make_no_second_origin_and_no_denial() -> None:
    interests = Interests(grades={"Rumour mill": "E", "Herald": "B"})
    weak = row(3, source="Rumour mill")
    assert one(row(), weak, interests=interests).standing == "reported"
    assert one(weak, interests=interests).rule == "weak-sources"
    denial = row(3, source="Rumour mill", certainty=-3.0)
    assert one(row(), denial, interests=interests).standing == "reported"
    assert one(row(), denial).standing == "disputed"


def test_denied_disputed_speculated_planned() -> None:
    denial = row(3, source="Courier", certainty=-3.0)
    assert one(denial).standing == "denied"
    assert one(row(), denial).rule == "asserted-and-denied"
    assert one(row(certainty=1.0)).standing == "speculated"
    assert one(row(certainty=1.0), denial).standing == "denied"
    plan = row(published="2030-02-01")
    assert (one(plan).standing, one(plan).rule) == ("planned", "announced")
    assert one(plan, denial).standing == "denied", "it was planned, and did not happen"
    called_off = row(3, source="Courier", certainty=-3.0, published="2030-02-10")
    assert one(plan, called_off).rule == "announced-and-ruled-out"
    assert one(row(certainty=-1.0)).standing == "speculated"


def test_a_plan_that_came_true_is_one_event_with_the_plan_in_it() -> None:
    plan, report = row(published="2030-02-01", holds="2030-02-25/2030-03-05"), row(3, source="Courier")
    event = one(plan, report)
    assert (event.standing, event.basis, event.asserts) == ("reported", (report.id,), (plan, report))


def test_what_is_a_plan() -> None:
    assert planned(row(published="2030-02-28"))
    assert not planned(row(published="2030-03-01", holds="2030-03-01/2030-03-09")), "a row tells what has begun"
    text = Statement("a", "Herald", holds=row(holds="2030-03-02/2030-03-31").holds, published=row().published)
    assert planned(text)
    assert not planned(row(published=None))


statements = st.builds(
    row,
    st.integers(2, 9),
    source=st.sampled_from(["Herald", "Courier", "Post", "Network"]),
    origin=st.sampled_from(["", "Wire", "Herald"]),
    speakers=st.sampled_from([(), ("Arland",), ("Borland",), ("Ann",)]),
    certainty=st.sampled_from([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0]),
    published=st.sampled_from(["2030-02-01", "2030-03-01", "2030-03-02", None]),
)
interested = st.sampled_from(
    [
        Interests(),
        Interests(parties=PARTIES, kinds={"Network": "instrument"}),
        Interests(parties=PARTIES, grades={"Post": "E", "Herald": "A"}, kinds={"Post": "inspection"}),
    ]
)


def sides(said: list[Statement]) -> tuple[list[Statement], list[Statement]]:
    return [s for s in said if s.certainty >= 0], [s for s in said if s.certainty < 0]


@given(st.lists(statements, min_size=1, max_size=8, unique_by=lambda s: s.id), interested, st.randoms())
def test_the_order_does_not_matter_and_the_basis_is_among_the_statements(
    said: list[Statement], interests: Interests, chance: object
) -> None:
    judged = judge(*sides(said), ("Arland",), interests)
    shuffled = list(said)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge(*sides(shuffled), ("Arland",), interests) == judged
    assert judged.rule in RULES
    assert judged.basis
    assert set(judged.basis) <= {s.id for s in said}
    assert group(shuffled, interests) == group(said, interests)


@given(st.lists(statements, min_size=1, max_size=6), interested, st.data())
def test_copies_change_nothing(said: list[Statement], interests: Interests, data: st.DataObject) -> None:
    """A copy has the same origin and says the same, elsewhere."""
    copies = [
        row(s.row + 100, source=s.source, origin=s.origin, speakers=s.speakers, certainty=s.certainty,
            published=s.published.isoformat() if s.published else None, document="facts/copies.csv")
        for s in data.draw(st.lists(st.sampled_from(said), max_size=6)) if s.row
    ]  # fmt: skip
    before = judge(*sides(said), ("Arland",), interests)
    after = judge(*sides(said + copies), ("Arland",), interests)
    assert (after.standing, after.rule) == (before.standing, before.rule)


@given(st.lists(statements, min_size=1, max_size=6), interested)
def test_a_denial_never_strengthens(said: list[Statement], interests: Interests) -> None:
    before = judge(*sides(said), ("Arland",), interests)
    denial = row(50, source="Gazette", certainty=-3.0)
    after = judge(*sides([*said, denial]), ("Arland",), interests)
    if before.standing in ("established", "reported", "claimed", "disputed") and "announced" not in before.rule:
        assert after.standing == "disputed"
    else:
        assert after.standing in ("denied", "disputed")


@given(st.lists(statements, min_size=1, max_size=6), interested)
def test_joining_origins_never_strengthens(said: list[Statement], interests: Interests) -> None:
    joined = [
        row(s.row or 2, source=s.source, origin="One", speakers=s.speakers, certainty=s.certainty,
            published=s.published.isoformat() if s.published else None)
        for s in said
    ]  # fmt: skip
    before, after = (judge(*sides(x), ("Arland",), interests).standing for x in (said, joined))
    assert STRENGTH.index(after) >= STRENGTH.index(before)
