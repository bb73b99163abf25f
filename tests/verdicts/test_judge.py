"""All forms, all words: what comes out of a small record."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import HEAD, Desk, FakeView, event
from timing import fastest

from servanda.days import parse_period
from servanda.record import Event
from servanda.verdicts import VERDICTS, judge, steps_of

TEST = "{id: no-test, party: A, form: refrain, act: {type: MOBILIZE, mode: test, object: ballistic missile}, until: 2031-01-31, undone_by: {type: RETREAT, mode: freeze}}"
STAND = "{id: stand, party: A, form: perform, act: {type: RETREAT, mode: dismantle, object: stand}, within: P90D}"
REPORT = "{id: report, party: A, form: repeat, act: {type: COOPERATE, mode: declare}, every: P3M, grace: P15D}"
STOCK = "{id: stock, party: A, form: limit, act: {quantity: uranium}, at_most: 300, unit: kg}"
ACCESS = "{id: access, party: A, form: admit, who: B, act: {type: COOPERATE, mode: inspect}, within: P30D, asked_by: {type: REQUEST, mode: inspect}, same: [place]}"
LIFT = "{id: lift, party: B, form: respond, when: {party: A, type: RETREAT, mode: dismantle}, act: {type: CONCEDE, mode: lift sanctions}, within: P60D, seen_by: [bank]}"
QUIET = "{id: quiet, party: [A, B], form: endeavour, end: quiet lake, readings: [{by: B, act: {type: RETREAT, mode: withdraw}, until: 2030-06-30}]}"
WITH_BANK = HEAD.replace("means:\n", 'means:\n  bank: {sees: [{type: "CONCEDE"}], power: 0.97}\n')


def launch(days: str, **more: object) -> Event:
    return event("MOBILIZE test", days, object="Hawk", **more)  # type: ignore[arg-type]


def gone(days: str, **more: object) -> Event:
    return event("RETREAT dismantle", days, object="the stand", **more)  # type: ignore[arg-type]


def stock(days: str, value: float, **more: object) -> Event:
    return event("quantity: uranium", days, value=value, **{"unit": "kg"} | more)  # type: ignore[arg-type]


def asked(days: str, place: str = "Kessel") -> Event:
    return event("REQUEST inspect", days, by="Borland", to="Arland", place=place)


def inspected(days: str, place: str = "Kessel") -> Event:
    return event("COOPERATE inspect", days, by="B", to="A", place=place)


def refused(days: str) -> Event:
    return event("REJECT refuse", days, object="stand")


def lifted(days: str) -> Event:
    return event("CONCEDE lift sanctions", days, by="B")


def barred(days: str) -> Event:
    return event("REJECT deny access", days, by="A")


def left(days: str) -> Event:
    return event("REJECT withdraw from agreement", days, by="B")


CASES = [
    # refrain
    (TEST, "2030-01-20", [], "not in force", None),
    (TEST, "2030-07-01", [], "kept so far", None),
    (TEST, "2031-03-01", [], "fulfilled", None),
    (TEST, "2030-07-01", [launch("2030-03-01")], "broken", "reported"),
    (TEST, "2030-07-01", [launch("2030-01-31")], "kept so far", None),
    (TEST, "2031-07-01", [launch("2031-01-31")], "broken", "reported"),
    (TEST, "2031-07-01", [launch("2031-02-01")], "fulfilled", None),
    (TEST, "2030-07-01", [launch("2030-03-01", by="B")], "kept so far", None),
    (TEST, "2030-07-01", [launch("2030-03-01", standing="established")], "broken", "established"),
    (TEST, "2030-07-01", [launch("2030-03-01", standing="disputed")], "cannot tell", "disputed"),
    (TEST, "2030-07-01", [launch("2030-03-01", standing="denied")], "kept so far", None),
    (TEST, "2030-07-01", [launch("2030-06-01", standing="planned", published="2030-03-01")], "kept so far", None),
    (TEST, "2030-07-01", [launch("2030-06-01", standing="speculated", published="2030-03-01")], "kept so far", None),
    (TEST, "2030-07-01", [launch("2030-03-01", standing="speculated", published="2030-03-09")], "cannot tell", "speculated"),
    (TEST, "2030-07-01", [launch("2030-03-01", standing="claimed", source="Borland")], "cannot tell", "claimed"),
    (TEST, "2030-07-01", [launch("2030-03-01", standing="claimed", source="Arland")], "broken", "claimed"),
    (TEST, "2030-07-01", [launch("2030-01-20/2030-02-10")], "cannot tell", "reported"),
    (TEST, "2030-07-01", [launch("2030-03")], "broken", "reported"),
    (TEST, "2030-07-01", [launch("2030-03-01"), event("RETREAT freeze", "2030-04-01")], "remedied", "reported"),
    (TEST, "2030-07-01", [launch("2030-05-01"), event("RETREAT freeze", "2030-04-01")], "broken", "reported"),
    # perform
    (STAND, "2030-05-02", [], "pending", None),
    (STAND, "2030-05-05", [], "cannot tell", None),
    (STAND, "2030-05-08", [], "overdue", None),
    (STAND, "2030-07-01", [gone("2030-05-02")], "fulfilled", "reported"),
    (STAND, "2030-07-01", [gone("2030-01-15")], "fulfilled", "reported"),
    (STAND, "2030-07-01", [gone("2030-05-03")], "remedied", "reported"),
    (STAND, "2030-07-01", [gone("2030-05")], "cannot tell", "reported"),
    (STAND, "2030-07-01", [gone("2030-04-20", standing="claimed", source="Arland")], "cannot tell", "claimed"),
    (STAND, "2030-07-01", [gone("2030-04-20", standing="claimed", source="Borland")], "fulfilled", "claimed"),
    (STAND, "2030-07-01", [gone("2030-04-20", standing="planned", published="2030-03-01")], "overdue", None),
    (STAND, "2030-07-01", [refused("2030-06-01")], "broken", "reported"),
    (STAND, "2030-07-01", [refused("2030-03-01"), gone("2030-04-20")], "fulfilled", "reported"),
    # repeat: due on 1 May, 1 August, 1 November, each with 15 days of grace
    (REPORT, "2030-04-01", [], "pending", None),
    (REPORT, "2030-06-01", [], "overdue", None),
    (REPORT, "2030-06-01", [event("COOPERATE declare", "2030-05-16")], "pending", None),
    (REPORT, "2030-09-10", [event("COOPERATE declare", "2030-08-10")], "remedied", "reported"),
    # limit
    (STOCK, "2030-07-01", [], "cannot tell", None),
    (STOCK, "2030-07-01", [stock("2030-01-05", 250)], "kept so far", "reported"),
    (STOCK, "2030-07-01", [stock("2030-01-05", 250), stock("2030-04-01", 301)], "broken", "reported"),
    (STOCK, "2030-07-01", [stock("2030-01-05", 400), stock("2030-02-01", 300)], "kept so far", "reported"),
    (STOCK, "2030-07-01", [stock("2030-03-05", 400), stock("2030-04-01", 0.3, unit="t")], "remedied", "reported"),
    (STOCK, "2030-07-01", [stock("2030-03-05", 400, by="")], "broken", "reported"),
    # admit
    (ACCESS, "2030-07-01", [], "pending", None),
    (ACCESS, "2030-03-01", [asked("2030-02-20")], "pending", None),
    (ACCESS, "2030-05-01", [asked("2030-02-20")], "overdue", "reported"),
    (ACCESS, "2030-05-01", [asked("2030-02-20"), inspected("2030-03-22")], "fulfilled", "reported"),
    (ACCESS, "2030-05-01", [asked("2030-02-20"), inspected("2030-03-22", "Lund")], "overdue", "reported"),
    (ACCESS, "2030-05-01", [asked("2030-02-20"), inspected("2030-03-23")], "remedied", "reported"),
    (ACCESS, "2030-03-24", [asked("2030-02-20")], "cannot tell", None),
    (ACCESS, "2030-03-24", [asked("2030-02-20"), barred("2030-03-01")], "overdue", "reported"),
    # respond
    (LIFT, "2030-07-01", [], "pending", None),
    (LIFT, "2030-07-01", [gone("2030-03-01")], "overdue", "reported"),
    (LIFT, "2030-07-01", [gone("2030-03-01"), lifted("2030-04-30")], "fulfilled", "reported"),
    (LIFT, "2030-07-01", [gone("2030-03-01"), lifted("2030-05-01")], "remedied", "reported"),
    (LIFT, "2030-07-01", [gone("2030-03-01"), left("2030-06-01")], "broken", "reported"),
    # endeavour
    (QUIET, "2030-07-01", [], "not measurable", None),
]  # fmt: skip


@pytest.mark.parametrize(("obligation", "as_of", "events", "word", "strength"), CASES)
def test_verdict(
    tmp_path: Path, obligation: str, as_of: str, events: list[Event], word: str, strength: str | None
) -> None:
    verdict = Desk(tmp_path, [obligation], WITH_BANK).verdict(as_of, *events)
    assert (verdict.verdict, verdict.strength) == (word, strength), verdict.reason
    assert verdict.reason.endswith(".")
    if word == "cannot tell":
        assert len(verdict.worlds) > 1
        assert verdict.would_settle
    if word == "broken":
        assert verdict.evidence_for
    assert verdict.since is None or verdict.since.isoformat() <= as_of


def test_every_word_comes_out() -> None:
    assert {case[3] for case in CASES} == set(VERDICTS)


def test_a_call_of_uncertain_day_is_certainly_answered(tmp_path: Path) -> None:
    """Asked on one of ten days, let in on the fifth and the thirty-fifth: neither surely counts, yet it was met."""
    desk = Desk(tmp_path, [ACCESS])
    events = (asked("2030-03-01/2030-03-11"), inspected("2030-03-06"), inspected("2030-04-05"))
    verdict = desk.verdict("2030-07-01", *events)
    assert verdict.verdict == "fulfilled"
    assert desk.verdict("2030-07-01", *events[:2]).verdict == "cannot tell"
    assert desk.verdict("2030-07-01", events[0], events[2]).verdict == "cannot tell"


def test_silence_tells_what_it_is_worth(tmp_path: Path) -> None:
    verdict = Desk(tmp_path, [TEST]).verdict("2030-07-01")
    assert "“radar” would have shown one with a chance of 99%, and 90% is enough" in verdict.reason
    assert Desk(tmp_path, [TEST]).verdict("2030-07-01", threshold=0.999).verdict == "cannot tell"


def test_who_is_gone_sees_nothing(tmp_path: Path) -> None:
    """Radar that stops in February leaves March unwatched, and the answer names what would settle it."""
    head = HEAD.replace("power: 0.99, delay: P1D", "power: 0.99, delay: P1D, to: 2030-02-28")
    desk = Desk(tmp_path, [TEST], head)
    assert desk.verdict("2030-02-28").verdict == "kept so far"
    verdict = desk.verdict("2030-04-01")
    assert verdict.verdict == "cannot tell"
    assert "from 1 March 2030 to 1 April 2030" in verdict.would_settle[-1]
    assert verdict.would_settle[0] == "radar"


def test_what_is_late_stays_late_without_witnesses(tmp_path: Path) -> None:
    """The survey ends with the deadline's reports; that the stand was taken down since would have been shown."""
    head = HEAD.replace("power: 0.95, delay: P5D", "power: 0.95, delay: P5D, to: 2030-05-02")
    assert Desk(tmp_path, [STAND], head).verdict("2031-07-01").verdict == "overdue"
    gap = HEAD.replace("power: 0.95, delay: P5D", "power: 0.95, delay: P5D, to: 2030-05-01")
    verdict = Desk(tmp_path, [STAND], gap).verdict("2031-07-01")
    assert verdict.verdict == "cannot tell"
    assert "an act on 2 May 2030 went unreported" in verdict.reason


def test_what_was_done_late_was_not_done_before(tmp_path: Path) -> None:
    """A late doing is reported; that it was done before, unseen, needs no ruling out by means."""
    blind = STAND.replace("within: P90D", "within: P90D, seen_by: [press]")
    late = gone("2030-05-20")
    assert Desk(tmp_path, [blind]).verdict("2030-07-01").verdict == "cannot tell"
    assert Desk(tmp_path, [blind]).verdict("2030-07-01", late).verdict == "remedied"
    vague = gone("2030-04-20/2030-05-20")
    assert Desk(tmp_path, [blind]).verdict("2030-07-01", vague).verdict == "cannot tell"
    twice = STAND.replace("within: P90D", "within: P90D, count: 2, seen_by: [press]")
    assert Desk(tmp_path, [twice]).verdict("2030-07-01", late).verdict == "cannot tell"
    assert Desk(tmp_path, [twice]).verdict("2030-07-01", gone("2030-03-01"), late).verdict == "remedied"


def test_only_what_followed_the_breach_undoes_it(tmp_path: Path) -> None:
    before, after = event("RETREAT freeze", "2030-02-10"), event("RETREAT freeze", "2030-04-10")
    verdict = Desk(tmp_path, [TEST]).verdict("2030-07-01", before, launch("2030-03-01"), after)
    assert verdict.verdict == "remedied"
    assert "10 April" in verdict.reason
    assert "10 February" not in verdict.reason


def test_a_denial_by_others_is_worth_more_than_silence(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ["{id: no-mine, party: A, form: refrain, act: {type: MOBILIZE, mode: produce}}"])
    assert desk.verdict("2030-04-01").verdict == "cannot tell"
    watched = event("MOBILIZE produce", "2030-02-01/2030-04-01", standing="denied", source="Agency")
    own = event("MOBILIZE produce", "2030-02-01/2030-04-01", standing="denied", source="Arland")
    assert desk.verdict("2030-04-01", watched).verdict == "kept so far"
    assert desk.verdict("2030-04-01", watched).strength == "reported"
    assert desk.verdict("2030-04-01", own).verdict == "cannot tell"


def test_instances_of_a_repeat(tmp_path: Path) -> None:
    """A report within the grace serves its own quarter, so the quarter after it stays unserved."""
    reports = [event("COOPERATE declare", day) for day in ("2030-05-10", "2030-11-10")]
    verdict = Desk(tmp_path, [REPORT]).verdict("2030-12-15", *reports)
    assert [(str(i.due), i.verdict) for i in verdict.instances] == [
        ("2030-05-01", "fulfilled"), ("2030-08-01", "remedied"), ("2030-11-01", "fulfilled"), ("2031-02-01", "pending"),
    ]  # fmt: skip
    assert verdict.verdict == "remedied"


@pytest.mark.parametrize("every", ["P1M", "P3M"])
def test_many_reports_of_unknown_month_are_judged_fast_and_no_world_is_invented(tmp_path: Path, every: str) -> None:
    desk = Desk(tmp_path, [REPORT.replace("P3M", every)])
    reports = [event("COOPERATE declare", "2031" if n % 2 else "2032", key=str(n)) for n in range(30)]
    assert fastest(lambda: desk.verdict("2032-12-31", *reports), within=2) < 2
    verdict = desk.verdict("2032-12-31", *reports)
    open_ = [i for i in verdict.instances if i.verdict == "cannot tell"]
    assert len(open_) > 4
    last = desk.verdict("2032-12-31", *reports, *[event("COOPERATE declare", "2030", key=f"e{n}") for n in range(9)])
    for found in (verdict, last):
        if found.verdict == "cannot tell":
            assert "too many possible worlds" in found.reason
            assert "it was on" not in found.reason
    assert "cannot tell" in (verdict.verdict, last.verdict)


def test_instances_of_an_admit(tmp_path: Path) -> None:
    events = (asked("2030-02-10"), asked("2030-03-10", "Lund"), inspected("2030-02-12"))
    verdict = Desk(tmp_path, [ACCESS]).verdict("2030-06-01", *events)
    assert [(str(i.called), str(i.due), i.verdict) for i in verdict.instances] == [
        ("2030-02-10", "2030-03-12", "fulfilled"), ("2030-03-10", "2030-04-09", "overdue"),
    ]  # fmt: skip
    assert verdict.instances[0].by == (events[0].statements[0].id, events[2].statements[0].id)


def test_rival_readings_stand_side_by_side(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [QUIET])
    found = desk.verdicts("2030-07-01", event("RETREAT withdraw", "2030-05-01"))
    assert [(v.party, v.reading, v.verdict) for v in found] == [
        ("A", None, "not measurable"),
        ("A", "B", "fulfilled"),
        ("B", None, "not measurable"),
        ("B", "B", "cannot tell"),
    ]


def test_entry_into_force_unknown(tmp_path: Path) -> None:
    head = HEAD.replace("in_force: {from: 2030-02-01, to: null}", "in_force: {from: null, to: null}")
    assert Desk(tmp_path, [TEST], head).verdict("2030-07-01").verdict == "not in force"
    pledge = TEST.replace("party: A", "party: A, outside_text: true")
    assert Desk(tmp_path, [pledge], head).verdict("2030-07-01").verdict == "kept so far"


@pytest.mark.parametrize(
    ("as_of", "events", "word"),
    [
        ("2030-07-01", [], "not in force"),
        ("2030-07-01", [gone("2030-04-01")], "fulfilled"),
        ("2030-03-01", [], "pending"),
    ],
)
def test_an_agreement_that_ends_before_the_deadline(tmp_path: Path, as_of: str, events: list[Event], word: str) -> None:
    head = HEAD.replace("to: null}", "to: 2030-04-15}")
    assert Desk(tmp_path, [STAND], head).verdict(as_of, *events).verdict == word


def test_what_was_refused_for_good_stays_broken_after_the_end(tmp_path: Path) -> None:
    head = WITH_BANK.replace("to: null}", "to: 2030-04-15}")
    for obligation, call in ((STAND, []), (LIFT, [gone("2030-03-01")])):
        refusal = event("REJECT refuse", "2030-03-20", by="A" if obligation is STAND else "B", object="stand")
        if obligation is LIFT:
            refusal = left("2030-03-20")
        desk = Desk(tmp_path, [obligation], head)
        found = desk.verdict("2030-07-01", *call, refusal)
        assert (found.verdict, str(found.since)) == ("broken", "2030-03-20"), obligation
        assert desk.verdict("2030-04-01", *call, refusal).verdict == "broken"
        after = replace(refusal, holds=parse_period("2030-05-20"))
        assert desk.verdict("2030-07-01", *call, after).verdict == "not in force", "refused when nothing bound any more"
        between = replace(refusal, holds=parse_period("2030-03-20/2030-05-20"))
        assert desk.verdict("2030-07-01", *call, between).verdict == "cannot tell"


def test_what_was_due_cannot_be_done_after_the_end(tmp_path: Path) -> None:
    head = HEAD.replace("to: null}", "to: 2030-06-01}")
    assert Desk(tmp_path, [STAND], head).verdict("2030-05-20").verdict == "overdue"
    assert Desk(tmp_path, [STAND], head).verdict("2030-06-20").verdict == "broken"


def test_suspension_stops_the_clock(tmp_path: Path) -> None:
    paused = STAND.replace("within: P90D", "within: P90D, suspended: [{from: 2030-03-01, to: 2030-03-31}]")
    assert Desk(tmp_path, [paused]).verdict("2030-06-02").verdict == "pending"
    assert Desk(tmp_path, [paused]).verdict("2030-06-20").verdict == "overdue"
    calm = TEST.replace("form: refrain", "form: refrain, suspended: [{from: 2030-03-01, to: 2030-03-31}]")
    assert Desk(tmp_path, [calm]).verdict("2030-06-20", launch("2030-03-05")).verdict == "kept so far"


def test_who_suspends_says_that_nothing_is_done(tmp_path: Path) -> None:
    """Without means, a missing report proves nothing; the party's own suspension does, for its later periods."""
    unseen = REPORT.replace("grace: P15D", "grace: P15D, seen_by: [press]")
    desk = Desk(tmp_path, [unseen])
    assert [i.verdict for i in desk.verdict("2030-09-01").instances] == ["cannot tell", "cannot tell", "pending"]
    stops = event("REJECT suspend agreement", "2030-05-02")
    assert [i.verdict for i in desk.verdict("2030-09-01", stops).instances] == ["cannot tell", "overdue", "pending"]
    other = event("REJECT suspend agreement", "2030-05-02", object="River treaty")
    assert desk.verdict("2030-09-01", other).verdict == "cannot tell"


def test_grace_and_an_absolute_deadline(tmp_path: Path) -> None:
    late = STAND.replace("within: P90D", "within: P90D, grace: P10D")
    assert Desk(tmp_path, [late]).verdict("2030-07-01", gone("2030-05-12")).verdict == "fulfilled"
    assert Desk(tmp_path, [late]).verdict("2030-07-01", gone("2030-05-13")).verdict == "remedied"
    fixed = LIFT.replace("within: P60D", "by: 2030-06-01")
    desk = Desk(tmp_path, [fixed], WITH_BANK)
    assert desk.verdict("2030-07-01", gone("2030-03-01"), lifted("2030-06-01")).verdict == "fulfilled"
    assert desk.verdict("2030-07-01", gone("2030-03-01")).verdict == "overdue"
    assert desk.verdict("2030-06-01", gone("2030-03-01")).verdict == "pending"


@pytest.mark.parametrize(
    ("unit", "word"),
    [("kilograms", "kept so far"), ("t", "broken"), ("metric tons", "broken"), ("items", "cannot tell")],
)
def test_units(tmp_path: Path, unit: str, word: str) -> None:
    assert Desk(tmp_path, [STOCK]).verdict("2030-07-01", stock("2030-03-01", 200, unit=unit)).verdict == word


def test_a_reading_that_only_names_an_end_cannot_be_measured(tmp_path: Path) -> None:
    read = STAND.replace(
        "within: P90D", "within: P90D, readings: [{by: B, end: a stand that could never be used again}]"
    )
    found = Desk(tmp_path, [read]).verdicts("2030-07-01", gone("2030-04-01"))
    assert [(v.reading, v.verdict) for v in found] == [(None, "fulfilled"), ("B", "not measurable")]


def test_several_acts_count_together(tmp_path: Path) -> None:
    posts = "{id: posts, party: A, form: perform, act: {type: RETREAT, mode: dismantle}, by: 2030-06-01, count: 3}"
    acts = [gone(f"2030-04-0{day}", key=str(day)) for day in (1, 2, 3)]
    assert Desk(tmp_path, [posts]).verdict("2030-07-01", *acts).verdict == "fulfilled"
    assert Desk(tmp_path, [posts]).verdict("2030-07-01", *acts[:2]).verdict == "overdue"
    fuel = (
        "{id: fuel, party: B, form: perform, act: {type: AID}, by: 2030-06-01, amount: 500, unit: t, seen_by: [bank]}"
    )
    given = [
        event("AID economic", f"2030-0{m}-01", by="B", value=v, unit=u)
        for m, v, u in ((3, 300, "t"), (5, 200000, "kg"))
    ]
    assert Desk(tmp_path, [fuel], WITH_BANK).verdict("2030-07-01", *given).verdict == "fulfilled"
    assert Desk(tmp_path, [fuel], WITH_BANK).verdict("2030-07-01", given[0]).verdict == "overdue"


def test_a_joint_act_counts_for_both(tmp_path: Path) -> None:
    meet = "{id: meet, party: [A, B], form: perform, act: {type: CONSULT, mode: meet}, by: 2030-06-01}"
    found = Desk(tmp_path, [meet]).verdicts("2030-07-01", event("CONSULT meet", "2030-03-01", by="A;B"))
    assert [v.verdict for v in found] == ["fulfilled", "fulfilled"]


def test_you_first_is_told(tmp_path: Path) -> None:
    first = "{id: lift, party: B, form: respond, when: {party: A, type: RETREAT}, act: {type: CONCEDE}, within: P9D}"
    second = "{id: leave, party: A, form: respond, when: {party: B, type: CONCEDE}, act: {type: RETREAT}, within: P9D}"
    verdict = Desk(tmp_path, [first, second]).verdict("2030-07-01")
    assert verdict.verdict == "pending"
    assert (
        "each waits for the other: Borland waits for “retreat” by Arland, and Arland waits for “concede” by Borland"
        in verdict.reason
    )


def test_history_names_the_statement(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [STAND])
    act = gone("2030-05-10", published="2030-05-12")
    views = [FakeView(date(2030, 1, 20)), FakeView(date(2030, 5, 12), (act,))]
    for order in (views, views[::-1]):
        history = desk.verdict("2030-07-01", act, history=order).history
        assert [(str(c.day), c.verdict, c.by) for c in history] == [
            ("2030-01-10", "not in force", ()), ("2030-02-01", "pending", ()), ("2030-05-03", "cannot tell", ()),
            ("2030-05-07", "overdue", ()), ("2030-05-12", "remedied", (act.statements[0].id,)),
        ]  # fmt: skip


def test_history_agrees_with_the_verdict_of_each_day(tmp_path: Path) -> None:
    """Every change is one: the verdict of the day is the new word, and of the day before the old one."""
    desk = Desk(tmp_path, [ACCESS, REPORT, TEST, STAND])
    events = (
        asked("2030-02-20"), inspected("2030-04-10"), event("COOPERATE declare", "2030-05-10"), launch("2030-07-03"),
    )  # fmt: skip

    def known(day: date) -> FakeView:
        return FakeView(day, tuple(e for e in events if e.statements[0].published and e.statements[0].published <= day))

    views = [known(d) for d in (date(2030, 2, 20), date(2030, 4, 10), date(2030, 5, 10), date(2030, 7, 3))]
    agreement, names, last = desk.agreement, desk.names, date(2030, 9, 1)
    found = judge(agreement, known(last), names, history=steps_of([*views, known(last)])).verdicts
    for day in range(date(2030, 1, 10).toordinal(), last.toordinal() + 1):
        today = judge(agreement, known(date.fromordinal(day)), names).verdicts
        for verdict, now in zip(found, today, strict=True):
            word = [c.verdict for c in verdict.history if c.day.toordinal() <= day][-1]
            assert now.verdict == word, (verdict.obligation, date.fromordinal(day))


def test_copies_of_an_origin_change_nothing(tmp_path: Path) -> None:
    """The word depends on standing, which copies do not raise; and on nobody's name."""
    desk = Desk(tmp_path, [TEST])
    one, three = launch("2030-03-01"), launch("2030-03-01", origins=("Post", "Post", "Post"))
    assert desk.verdict("2030-07-01", one).verdict == desk.verdict("2030-07-01", three).verdict


def test_events_that_do_not_bear_change_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [TEST, STAND, REPORT, ACCESS])
    noise = (event("ACCUSE condemn", "2030-03-03", by="B"), event("MOBILIZE test", "2030-03-03", object="engine"))
    bare, noisy = desk.verdicts("2030-03-20"), desk.verdicts("2030-03-20", *noise)
    assert [replace(v, reason="") for v in bare] == [replace(v, reason="") for v in noisy]


def test_the_end_of_the_record_is_told(tmp_path: Path) -> None:
    """Silence of a record that nobody has fed is told for what it may be."""
    noise = event("ACCUSE condemn", "2030-03-03", by="B")
    desk = Desk(tmp_path, [TEST])
    assert "the last report in this record is of 3 March 2030" in desk.verdict("2030-07-01", noise).reason
    assert "But" not in desk.verdict("2030-03-20", noise).reason
    assert "this record holds no dated report" in desk.verdict("2030-03-20").reason


def test_renaming_the_parties_changes_nothing_else(tmp_path: Path) -> None:
    one = Desk(tmp_path, [TEST]).verdict("2030-07-01", launch("2030-03-01", by="Arland"))
    head = HEAD.replace("Arland", "Zedland")
    other = Desk(tmp_path, [TEST], head).verdict("2030-07-01", launch("2030-03-01", by="Zedland"))
    assert (one.verdict, one.strength, one.since) == (other.verdict, other.strength, other.since)


def test_a_suspension_after_the_window_speaks_of_nothing(tmp_path: Path) -> None:
    """Who suspends the agreement when the duty to admit has long ended has not refused to admit."""
    ended = ACCESS.replace("within: P30D", "within: P30D, until: 2030-06-30")
    suspended = event("REJECT suspend agreement", "2031-02-02", by="A")
    verdict = Desk(tmp_path, [ended]).verdict("2031-03-01", asked("2030-03-01"), inspected("2030-03-04"), suspended)
    assert verdict.verdict == "fulfilled"
    assert suspended.statements[0] not in verdict.evidence_against
    held = Desk(tmp_path, [ended]).verdict(
        "2030-06-20", asked("2030-05-01"), event("REJECT suspend agreement", "2030-05-02", by="A")
    )
    assert "suspended the agreement" in held.reason or "that it did not happen is said" in held.reason


def test_who_refuses_has_not_done_it(tmp_path: Path) -> None:
    """A party that refuses the very act says itself that it was not done, whoever was watching."""
    desk = Desk(tmp_path, [STAND.replace("within", "seen_by: [press], within")])
    assert desk.verdict("2030-06-30").verdict == "cannot tell"
    verdict = desk.verdict("2030-06-30", refused("2030-04-01"))
    assert (verdict.verdict, verdict.strength) == ("broken", "reported")
    assert desk.verdict("2030-06-30", refused("2030-04-01"), gone("2030-04-20")).verdict == "fulfilled"
