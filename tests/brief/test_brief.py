"""The ten answers about the invented case, against what its files say."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copyfile

import pytest

import servanda
from servanda.brief import QUESTIONS, Brief, make
from servanda.case import Case, open_case, take

DAY = date(2030, 12, 31)


@pytest.fixture
def brief(arland: Case) -> Brief:
    return make(arland, DAY)


def texts(brief: Brief, key: str, group: str | None = None) -> str:
    return "\n".join(c.text for c in brief.section(key).claims if group is None or c.group == group)


def test_every_question_is_answered_in_order(brief: Brief) -> None:
    assert tuple(s.key for s in brief.sections) == tuple(QUESTIONS)
    assert all(s.summary for s in brief.sections)


def test_json_has_a_key_for_each_question_and_every_claim_is_carried(brief: Brief) -> None:
    whole = json.loads(json.dumps(brief.to_json()))
    assert set(QUESTIONS) <= set(whole)
    for key in QUESTIONS:
        for claim in whole[key]["claims"]:
            assert claim["text"]
            assert bool(claim["statements"] or claim["against"]) != claim["from_agreement"]


def test_promised_has_provisions_readings_and_what_is_left_out(brief: Brief) -> None:
    claims = brief.section("promised").claims
    assert "dismantle the Kessel engine stand" in texts(brief, "promised", "In the text")
    readings = [r for c in claims for o in c.details.get("obligations", ()) for r in o["readings"]]
    assert {"by": "A", "end": "withdrawal of bombers first", "note": None} in readings
    missing = [m for c in claims if c.details.get("provision") in (None, "6") for m in c.details.get("missing", ())]
    assert "deadline" in missing


def test_since_has_dated_events_after_signature(brief: Brief) -> None:
    section = brief.section("since")
    assert "Envoys of both sides met" in texts(brief, "since", "2030")
    starts = [c.when.start for c in section.claims if c.group == "2030" and c.when]
    assert starts == sorted(s for s in starts if s)
    established = [c for c in section.claims if c.standing == "established"]
    assert any("Kessel" in c.text and len(c.origins) == 2 for c in established)


def test_verdicts_carry_reason_and_evidence(brief: Brief) -> None:
    by_obligation = {c.details["obligation"]: c for c in brief.section("verdicts").claims if c.word}
    assert by_obligation["no-launch"].word == "broken"
    assert by_obligation["dismantle-kessel"].word == "fulfilled"
    assert by_obligation["free-region"].word == "not measurable"
    assert "missile base" in texts(brief, "verdicts", "Not covered by any obligation")


def test_programme_has_tests_and_dated_site_states(brief: Brief) -> None:
    section = brief.section("programme")
    assert section.data["tests"] == {"ballistic missile": 1}
    site = next(s for s in section.data["sites"] if s["name"] == "Kessel engine stand")
    assert (site["state"], site["as_of"]) == ("dismantled in part or whole", "2030-03-01")
    assert "how many engine stands" in texts(brief, "programme", "What may be undeclared")


def test_pressure_tells_imposed_from_eased(brief: Brief) -> None:
    assert "fuel sales" in texts(brief, "pressure", "Imposed and kept")
    assert "coal ship" in texts(brief, "pressure", "Lifted and eased")


def test_balance_names_the_answer_to_a_concession(brief: Brief) -> None:
    given = {c.group: c for c in brief.section("balance").claims}
    assert "coal ship" in given["Arland"].details["answered_by"]["text"]
    assert given["Borland"].details["answered_by"] is None
    assert given["Arland"].details["reversible"] == "costly"
    assert given["Arland"].details["answered_after"] == 40


def test_ties_are_counted_by_pair_and_quarter(brief: Brief) -> None:
    pair = brief.section("ties").data["pairs"][0]
    assert pair["pair"] == ["Arland", "Borland"]
    quarters = {q["quarter"]: q["balance"] for q in pair["quarters"]}
    assert quarters["2030-Q2"] > 0 > quarters["2030-Q4"]


def test_outlook_tells_plans_and_later_what_became_of_them(arland: Case, brief: Brief) -> None:
    early = make(arland, date(2030, 5, 6)).section("outlook")
    planned = [c for c in early.claims if "declare its engine sites" in c.text]
    assert [(c.standing, c.details["outcome"]) for c in planned] == [("planned", "open")]
    late = [c for c in brief.section("outlook").claims if "declare its engine sites" in c.text]
    assert [c.details["outcome"] for c in late] == ["not reported"]


def test_what_was_called_off_did_not_come_about(tmp_path: Path) -> None:
    shipped = Path(servanda.__file__).parent / "cases" / "singapore-2018"
    for name in ("agreement.yaml", "case.toml", "facts/chronology.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        copyfile(shipped / name, tmp_path / name)
    with open_case(tmp_path) as case:
        take(case, recorded=datetime(2026, 1, 1, tzinfo=UTC))
        claims = make(case, date(2019, 12, 31)).section("outlook").claims
    told = {c.details["outcome"]: c.text for c in claims if "go to Pyongyang with Stephen Biegun" in c.text}
    assert list(told) == ["denied"]
    assert "does not go to Pyongyang" in told["denied"]
    assert any(c.details["outcome"] == "came about" and "12 June 2018" in c.text for c in claims)


def test_where_nothing_is_ahead_or_open_the_summary_says_so(arland: Case, brief: Brief) -> None:
    nothing = make(arland, date(2019, 1, 1))
    assert nothing.section("outlook").summary == "Nothing is announced, expected or speculated."
    assert nothing.section("unknowns").summary.startswith("No question is said to be open")
    assert brief.section("unknowns").summary.startswith("1 question said to be open")


def test_unknowns_name_who_says_so_and_what_would_settle(brief: Brief) -> None:
    asked = [c for c in brief.section("unknowns").claims if "how many engine stands" in c.text]
    assert len(asked) == 1
    assert asked[0].details["would_settle"] == ["a declaration checked by inspection"]
    assert "Northern Wire" in asked[0].details["said_by"]


def test_copies_are_one_origin(brief: Brief) -> None:
    asked = next(c for c in brief.section("unknowns").claims if "how many engine stands" in c.text)
    assert len(asked.statements) == 2
    assert len(asked.origins) == 1
    (family,) = [c for c in brief.section("sources").claims if c.group == "Who copied whom"]
    root, copy = family.details["members"]
    assert (root["parent"], copy["parent"]) == (None, root["id"])
    assert copy["share"] > 0.5
    assert copy["added"] or copy["dropped"] or copy["changed"]
    assert "one witness of what they share" in family.text


def test_nothing_of_later_days_is_known(arland: Case) -> None:
    early = make(arland, date(2030, 3, 31))
    assert "missile rose" not in json.dumps(early.to_json())
    word = {c.details["obligation"]: c.word for c in early.section("verdicts").claims if c.word}
    assert word["no-launch"] != "broken"


def test_the_same_record_gives_the_same_bytes(arland: Case) -> None:
    assert json.dumps(make(arland, DAY).to_json()) == json.dumps(make(arland, DAY).to_json())


def test_the_outlook_begins_with_what_falls_due_by_the_text(arland: Case, brief: Brief) -> None:
    early = make(arland, date(2030, 2, 15)).section("outlook")
    due = [c for c in early.claims if c.group == "Falls due by the agreement"]
    assert [(c.details["obligation"], c.details["falls"], c.details["day"]) for c in due] == [
        ("dismantle-kessel", "due", "2030-05-02"),
        ("no-launch", "lapse", "2031-02-01"),
    ]
    assert all(c.from_agreement for c in due)
    assert early.summary.startswith("Next by the agreement: Arland, dismantle-kessel: due by 2 May 2030.")
    later = [c.details["obligation"] for c in brief.section("outlook").claims if c.group == due[0].group]
    assert later == []  # the stand is gone, and the promise not to launch is broken


def test_what_was_foretold_without_a_day_is_not_ahead_for_ever(grown: Callable[..., Brief]) -> None:
    row = "holds_from=2030-06-02|holds_to=..|published=2030-06-01|type=CONSULT|mode=visit|actors=A|recipients=B|certainty=2|text=The leader will visit Borland"
    told = {
        day: [
            (c.group, c.details["outcome"])
            for c in grown(day, row).section("outlook").claims
            if "visit" in c.text and "outcome" in c.details
        ]
        for day in (date(2030, 12, 31), date(2031, 7, 1))
    }
    assert [outcome for _, outcome in told[date(2030, 12, 31)]] == ["open"]
    assert told[date(2031, 7, 1)] == [("Foretold without a day, and long not spoken of", "not reported")]


def test_how_often_what_somebody_foretold_came_about(brief: Brief) -> None:
    fared = {c.details["forecaster"]: c for c in brief.section("outlook").claims if "forecaster" in c.details}
    (who,) = fared
    tally = {key: fared[who].details[key] for key in ("came_about", "called_off", "not_reported")}
    assert tally == {"came_about": 0, "called_off": 0, "not_reported": 1}
    assert fared[who].text == f"{who}: 0 of 1 came about, 1 not reported since."
    assert fared[who].statements


BALANCE = (
    "holds_from=2030-07-01|published=2030-07-02|type=RETREAT|mode=dismantle|actors=A|recipients=B|object=bunker|text=Arland blows up its bunker",
    "holds_from=2030-08-01|published=2030-08-02|type=AID|mode=military|actors=A|recipients=Cordia|object=rockets|text=Arland sends rockets to Cordia",
    "holds_from=2030-08-20|published=2030-08-21|type=COOPERATE|mode=declare|actors=A;B|object=holdings|text=Both declare what they hold",
    "holds_from=2030-10-05|published=2030-10-06|type=MOBILIZE|mode=rebuild|actors=A|object=Kessel engine stand|text=The stand at Kessel rises again",
    "holds_from=2030-10-07|published=2030-10-08|type=MOBILIZE|mode=build|actors=A|object=bakery|text=A bakery is built",
)


def test_what_was_given_to_others_or_by_both_is_no_concession_to_the_other_side(grown: Callable[..., Brief]) -> None:
    section = grown(DAY, *BALANCE).section("balance")
    groups = {c.text: c.group for c in section.claims}
    assert groups["Arland sends rockets to Cordia"] == "Arland, to others"
    assert groups["Both declare what they hold"] == "Both sides together"
    assert section.data["tally"] == {"A": 2, "B": 1}
    assert section.summary == (
        "2 concessions by Arland and 1 concession by Borland. Of these 3, 1 was followed by one of the other side within 60 days, "
        "1 taken back since. Besides, 1 by both sides together and 1 to third parties alone."
    )


def test_what_was_taken_back_is_named_with_what_took_it_back(grown: Callable[..., Brief]) -> None:
    back = {c.text: c.details["taken_back_by"] for c in grown(DAY, *BALANCE).section("balance").claims}
    assert back["The Kessel engine stand is down to its foundation"]["text"] == "The stand at Kessel rises again"
    assert back["Arland blows up its bunker"] is None  # what is built since is something else
    before = grown(date(2030, 10, 5), *BALANCE).section("balance").claims
    assert all(c.details["taken_back_by"] is None for c in before)
