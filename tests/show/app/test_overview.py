"""The opening page: one row for what comes to the same, evidence counted by origin, the day kept."""

import re
from dataclasses import replace
from datetime import date

from httpx import Client

from servanda.show.app import overview
from servanda.show.app.desk import Desk

DAY = date(2031, 1, 1)


def test_an_obligation_that_cannot_be_measured_has_one_row_with_all_parties_and_readings(desk: Desk) -> None:
    points = overview.points(desk.answers(DAY))
    assert [p.provision.id for p in points] == ["1", "2", "6"]
    (row,) = points[2].rows
    assert row.parties == ("Arland", "Borland")
    assert len(row.verdicts) == 4  # two parties, the text's own reading and Arland's
    assert row.readings == (("Arland", "withdrawal of bombers first"),)
    assert not points[2].measured
    assert points[0].measured


def test_strength_is_the_number_of_independent_origins_and_the_latest_day_that_of_publication(desk: Desk) -> None:
    launch, dismantled, _ = (p.rows[0] for p in overview.points(desk.answers(DAY)))
    assert (launch.first.verdict, launch.origins, launch.latest) == ("broken", 2, date(2030, 9, 17))
    assert (dismantled.first.verdict, dismantled.origins, dismantled.latest) == ("fulfilled", 2, date(2030, 3, 3))


def test_titles_are_plain_words(desk: Desk) -> None:
    titles = [row.title for p in overview.points(desk.answers(DAY)) for row in p.rows]
    assert titles == ["no test (ballistic missile)", "dismantle (Kessel engine stand)", "region free of weapons"]


def test_what_is_asked_stands_with_its_time_in_words(desk: Desk) -> None:
    asked = [overview.asks(o) for p in desk.case.agreement.provisions for o in p.obligations]
    assert asked[:3] == [
        "test (ballistic missile): not to be done",
        "dismantle (Kessel engine stand): to be done, within 90 days",
        "region free of weapons: to be worked towards",
    ]


def test_words_of_the_text_stand_in_quotation_marks(desk: Desk) -> None:
    first = desk.case.agreement.provisions[1].obligations[0]
    assert overview.title(replace(first, words="will dismantle the stand")) == "“will dismantle the stand”"


def test_before_anything_was_published_the_page_says_so(reader: Client) -> None:
    said = "Nothing is on record as of this day."
    assert said in reader.get("/", params={"as_of": "2029-01-05"}).text
    assert said not in reader.get("/", params={"as_of": "2031-01-01"}).text


def test_where_no_report_bears_on_a_verdict_no_zero_is_counted(reader: Client) -> None:
    early = reader.get("/", params={"as_of": "2030-02-20"}).text
    assert "0 independent" not in early
    assert "no report bears on it" in early


def test_the_tally_counts_each_obligation_and_party_once(desk: Desk) -> None:
    assert dict(overview.tally(desk.answers(DAY))) == {"fulfilled": 1, "broken": 1, "not measurable": 2}


def test_the_page_shows_verdicts_in_words_and_what_comes_next(reader: Client) -> None:
    page = reader.get("/", params={"as_of": "2031-01-01"}).text
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for words in ("broken", "fulfilled", "not measurable", "What can be judged", "What cannot be measured",
                  "2 independent origins", "latest evidence 17 September 2030", "What comes next?",
                  "What is not known?"):  # fmt: skip
        assert words in plain
    assert 'href="/obligation/1/no-launch/A?as_of=2031-01-01"' in page


def test_the_day_decides_what_is_known(reader: Client) -> None:
    before, after = (reader.get("/", params={"as_of": day}).text for day in ("2030-09-15", "2030-09-16"))
    assert "badge-broken" not in before.split("When verdicts changed")[0]
    assert "badge-broken" in after.split("When verdicts changed")[0]


def test_changes_are_told_with_their_day_and_link_to_it(desk: Desk, reader: Client) -> None:
    changes = desk.changes(wait=None)
    assert changes is not None
    broken = [day for day, found in changes.items() if ("no-launch", "broken") in [(n, c.verdict) for n, c in found]]
    assert broken == [date(2030, 9, 16)]
    told = reader.get("/data/changes.json").json()
    assert told["ready"] is True
    assert "no-launch: broken" in told["changes"]["2030-09-16"]
    assert 'href="/?as_of=2030-09-16"' in reader.get("/").text


def test_the_history_is_the_one_that_the_judge_gives_from_every_view(desk: Desk) -> None:
    from servanda.verdicts import judge, steps_of

    case, last = desk.case, desk.last_day()
    views = [case.view(day) for day in desk.days() if day <= last]
    judged = judge(
        case.agreement, case.view(last), case.names, threshold=case.settings.threshold, means=case.settings.means,
        history=steps_of([*views, case.view(last)]),
    )  # fmt: skip
    past = desk.past(wait=None)
    assert past is not None
    for verdict in judged.verdicts:
        key = (verdict.provision, verdict.obligation, verdict.party, verdict.reading)
        assert [(c.day, c.verdict) for c in past[key]] == [(c.day, c.verdict) for c in verdict.history]
