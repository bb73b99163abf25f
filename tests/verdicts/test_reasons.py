"""The words of a verdict: who, what, when, for each form."""

from datetime import date
from pathlib import Path

import pytest
from builders import HEAD, Desk, event
from test_judge import ACCESS, LIFT, QUIET, REPORT, STAND, STOCK, TEST, asked, barred, gone, inspected, launch, stock

from servanda.record import Event
from servanda.verdicts import Court, prove
from servanda.verdicts.say import on


def reason(folder: Path, obligation: str, as_of: str, *events: Event, head: str = HEAD) -> str:
    """The reason, less what is added of the end of the record."""
    return Desk(folder, [obligation], head).verdict(as_of, *events).reason.partition(" But the last report")[0]


@pytest.mark.parametrize(
    ("obligation", "as_of", "events", "told"),
    [
        (TEST, "2030-07-01", [launch("2030-03-01", by="Arland")],
         "Arland was not to do this, and it happened: “test: Hawk” by Arland on 1 March 2030 (reported)."),
        (TEST, "2031-02-20", [launch("2030-03-01", by="Arland"), event("RETREAT freeze", "2030-04", by="Arland")],
         "Broken and undone since: “test: Hawk” by Arland on 1 March 2030 (reported) and “freeze” by Arland in April 2030 (reported)."),
        (STAND, "2030-07-01", [gone("2030-03-22/2030-04-03", by="Arland")],
         "Done, in time for 2 May 2030: “dismantle: the stand” by Arland between 22 March and 3 April 2030 (reported)."),
        (STAND, "2030-07-01", [gone("2030-05-03/2030-05-08", by="Arland")],
         "Done late, after 2 May 2030: “dismantle: the stand” by Arland between 3 and 8 May 2030 (reported)."),
        (STAND, "2030-03-01", [], "Not on record as done, and it is due by 2 May 2030."),
        (STAND, "2030-07-01", [event("REJECT suspend agreement", "2030-05-10", by="Arland")],
         "No “dismantle: stand” is on record, and it was due by 2 May 2030; silence counts, as “survey” and "
         "“press” together would have shown one with a chance of 96.5%, and 90% is enough. Arland suspended the agreement: “suspend agreement” by "
         "Arland on 10 May 2030 (reported)."),
        (STAND, "2030-04-01", [event("REJECT refuse", "2030-03-20", by="Arland", object="stand")],
         "Arland refused it for good: “refuse: stand” by Arland on 20 March 2030 (reported)."),
        (STOCK, "2030-07-01", [stock("2030-03-01", 310, by="Arland")],
         "The last value is above 300: uranium of Arland at 310 kg on 1 March 2030 (reported)."),
        (STOCK, "2030-07-01", [stock("2030-03-01", 290, by="")],
         "No value is above 300; the last, which holds until another comes, is uranium at 290 kg on 1 March 2030 (reported)."),
        (ACCESS, "2030-06-01", [asked("2030-02-10"), inspected("2030-02-12")],
         "Done, in time for 12 March 2030: “inspect: Kessel” by B on 12 February 2030 (reported)."),
        (LIFT, "2030-07-01", [],
         "Nothing has called for it yet: no “dismantle” by Arland is on record since 1 February 2030."),
        (QUIET, "2030-07-01", [],
         "It asks for work towards “quiet lake”, and the text gives no deadline, definition, measurable end, declaration, "
         "verification, enforcement, dispute settlement or duration."),
        (REPORT, "2030-04-20", [], "Not on record as done, and it is due by 1 May 2030."),
    ],
)  # fmt: skip
def test_words(tmp_path: Path, obligation: str, as_of: str, events: list[Event], told: str) -> None:
    head = HEAD.replace("means:\n", 'means:\n  bank: {sees: [{type: "CONCEDE"}], power: 0.97}\n')
    assert reason(tmp_path, obligation, as_of, *events, head=head) == told


def test_what_came_late_is_not_told_as_in_time(tmp_path: Path) -> None:
    """Once done in time, a later act neither adds to the verdict nor lends it strength."""
    desk = Desk(tmp_path, [STAND])
    first = gone("2030-03-22", by="Arland")
    found = desk.verdict("2030-12-01", first, gone("2030-09-01", by="Arland"))
    assert found.verdict == "fulfilled"
    assert found.reason == (
        "Done, in time for 2 May 2030: “dismantle: the stand” by Arland on 22 March 2030 (reported)."
    )


def test_access_that_is_denied_is_told_as_that(tmp_path: Path) -> None:
    told = reason(
        tmp_path, ACCESS, "2030-06-01", asked("2030-02-10"), barred("2030-02-20"), inspected("2030-05-20", "Lund")
    )
    assert told.startswith("No “inspect” is on record, and it was due by 12 March 2030")
    assert "“deny access” by A on 20 February 2030 (reported)" in told


def test_worlds_and_what_would_settle_them_are_told_in_days_as_written(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [TEST])
    verdict = desk.verdict("2030-07-01", launch("2030-01-20/2030-02-10", by="Arland"))
    assert verdict.verdict == "cannot tell"
    assert verdict.would_settle == (
        "when it was: “test: Hawk” by Arland between 20 January and 10 February 2030 (reported)",
    )
    assert "broken, if it was on 10 February 2030" in verdict.reason


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("2030", "in 2030"), ("2030-02", "in February 2030"), ("2030-02-03", "on 3 February 2030"),
        ("2030-02-03/2031-02-03", "between 3 February 2030 and 3 February 2031"),
        ("2030-02-03/..", "on or after 3 February 2030"), ("../2030-02-03", "by 3 February 2030"),
    ],
)  # fmt: skip
def test_periods_in_words(days: str, told: str) -> None:
    assert on(launch(days)) == told


def test_a_gap_in_the_watching_is_told_with_the_share_that_was_watched(tmp_path: Path) -> None:
    """Radar off for a week in five months: the verdict stays open, and the answer says how far it is kept."""
    radar = "radar: {sees: [{type: MOBILIZE, mode: test}], power: 0.99, delay: P1D"
    head = HEAD.replace(
        f"{radar}}}", f"{radar}, to: 2030-05-02}}\n  {radar.replace('radar', 'radar-again')}, from: 2030-05-10}}"
    )
    desk = Desk(tmp_path, [TEST], head)
    verdict = desk.verdict("2030-07-01")
    assert verdict.verdict == "cannot tell"
    assert (
        "on the days that were watched, 144 of 151 (95%). But nobody watched well enough from 3 May 2030 to 9 May 2030"
        in verdict.reason
    )
    told = verdict.to_json()["watched"]
    assert (told["days"], told["watched"], told["share"]) == (151, 144, 0.9536)
    assert told["gaps"] == [{"from": "2030-05-03", "to": "2030-05-09", "power": 0.3}]
    assert [(c["from"], c["power"]) for c in told["curve"]] == [
        ("2030-02-01", 0.993), ("2030-05-03", 0.3), ("2030-05-10", 0.993), ("2030-06-30", 0.99), ("2030-07-01", 0.0),
    ]  # fmt: skip
    court = Court.of(desk.agreement, desk.names)
    proof = prove(court.hear(court.cases()[0], (), date(2030, 7, 1))).as_text()
    assert "Watched on 144 of 151 days so far (95%)." in proof
    assert desk.verdict("2030-05-02").verdict == "kept so far"


def test_where_nobody_ever_watched_no_share_is_told(tmp_path: Path) -> None:
    deaf = HEAD.replace(
        "{sees: [{type: MOBILIZE, mode: test}], power: 0.99, delay: P1D}", "{sees: [{type: AID}], power: 0.99}"
    )
    reason = Desk(tmp_path, [TEST], deaf).verdict("2030-07-01").reason
    assert "no day was watched well enough to tell: from 1 February 2030 to 1 July 2030 “press” would" in reason


def test_a_party_of_many_takes_the_plural(tmp_path: Path) -> None:
    many = HEAD.replace("{name: Arland, ", "{name: the Herons, plural: true, ")
    assert "the Herons were not to do this" in reason(tmp_path, TEST, "2030-07-01", launch("2030-03-01"), head=many)
    disputed = many.replace("from: 2030-02-01,", "from: [{from: 2030-02-01, by: A}, 2030-05-01],")
    told = reason(tmp_path, TEST, "2030-07-01", launch("2030-03-01"), head=disputed)
    assert "(as the Herons have it)" in told


FUEL = "{id: fuel, party: B, form: perform, act: {type: AID, mode: economic, object: oil}, by: 2030-06-01, amount: 500, unit: kg}"


def oil(day: str, value: float, **more: object) -> Event:
    return event("AID economic", day, by="B", object="oil", value=value, unit="kg", **more)  # type: ignore[arg-type]


def test_a_part_that_is_done_is_told(tmp_path: Path) -> None:
    head = HEAD.replace("means:\n", "means:\n  port: {sees: [{type: AID}], power: 0.99}\n")
    part = (oil("2030-03-01", 200.0), oil("2030-04-01", 100.0))
    assert reason(tmp_path, FUEL, "2030-05-01", *part, head=head).startswith(
        "300 of 500 kg on record as done, and it is due"
    )
    assert reason(tmp_path, FUEL, "2030-07-01", *part, head=head).startswith(
        "300 of 500 kg on record as done, and it was due"
    )
    rest = oil("2030-05-01", 250.0, standing="disputed")
    assert reason(tmp_path, FUEL, "2030-07-01", *part, rest, head=head).startswith(
        "300 of 500 kg on record as surely done. It would be"
    )
    posts = "{id: posts, party: A, form: perform, act: {type: RETREAT, mode: dismantle}, by: 2030-06-01, count: 3}"
    assert reason(tmp_path, posts, "2030-05-01", gone("2030-03-01")).startswith("1 of 3 times on record as done")


def test_what_a_rival_reading_turns_on_is_told(tmp_path: Path) -> None:
    stand = STAND.replace("within", "readings: [{by: B, act: {type: RETREAT, mode: freeze}, within: P1Y}], within")
    own, read = Desk(tmp_path, [stand]).verdicts("2030-07-01", event("RETREAT freeze", "2030-03-01"))
    assert "reads it" not in own.reason
    assert (
        "As Borland reads it, the act is “freeze”, not “dismantle: stand” and the time for it is P1Y, not P90D."
        in read.reason
    )
