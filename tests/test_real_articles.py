"""What two real reports of January 2019 must come to in a trial case, from their text alone.

The reports lie beside the repository and are not part of it; where they are absent the tests are skipped. They are
read with the agreement and actors of the shipped flagship case and nothing else.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from servanda.brief import make
from servanda.case import new_case, open_case, take

ARTICLES = Path(__file__).parents[2] / "shared" / "articles"
FIRST, SECOND = "000_", "001_"
pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not ARTICLES.is_dir(), reason=f"the real articles are not there: {ARTICLES.name}"),
]
Claims = list[dict[str, Any]]


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("trial") / "trial"
    new_case(folder, "singapore-2018")
    with open_case(folder) as case:
        report = take(case, [ARTICLES], recorded=datetime(2026, 1, 1, tzinfo=UTC))
        assert len(report.refused) == 0
        day = case.last_day()
        assert day is not None
        texts = {d.id: case.view(day).text(d.id) for d in case.view(day).documents()}
        shown = {d.id: case.record.display(d.id) for d in case.view(day).documents()}
        documents = {d.id: (d.path or d.id) for d in case.view(day).documents()}
        made: dict[str, Any] = json.loads(json.dumps(make(case, day).to_json()))
    return {**made, "texts": texts, "shown": shown, "names": documents}


def claims(brief: dict[str, Any], key: str, *words: str, **coded: Any) -> Claims:
    """The claims of a section whose text or statements hold all the words, and that are coded so."""
    found = []
    for claim in brief[key]["claims"]:
        said = " ".join([claim["text"], *(s.get("quote") or s.get("text") or "" for s in claim["statements"])]).lower()
        if all(w.lower() in said for w in words) and all(claim.get(k) == v for k, v in coded.items()):
            found.append(claim)
    return found


def test_the_first_ones_day_is_inferred_to_within_three_days(brief: dict[str, Any]) -> None:
    day = datetime.fromisoformat(brief["as_of"])
    assert abs((day - datetime(2019, 1, 19)).days) <= 3


def test_what_both_say_has_one_origin_and_what_one_adds_its_own(brief: dict[str, Any]) -> None:
    shared = [s for c in claims(brief, "since", "guard posts") for s in c["statements"]]
    assert len({s["document"] for s in shared}) == 2
    assert len({s["origin"] for s in shared}) == 1
    added = [
        s for key in ("since", "pressure", "outlook") for c in claims(brief, key) for s in c["statements"]
        if s["speaker"] in ("Sarah Sanders", "Sue Mi Terry")
    ]  # fmt: skip
    assert added
    assert not {s["origin"] for s in added} & {s["origin"] for s in shared}


def test_wire_and_broadcaster_credits_are_found(brief: dict[str, Any]) -> None:
    credited = {c["name"] for shown in brief["shown"].values() for c in shown["credits"]}
    assert {"Indo-Asian News Service", "BBC"} <= credited


def test_captions_and_player_notices_are_no_prose(brief: dict[str, Any]) -> None:
    said = json.dumps([brief[k] for k in ("since", "outlook", "unknowns", "programme")])
    for furniture in ("Image copyright", "Media playback", "Getty", "Win-win", "with IANS inputs"):
        assert furniture not in said


def test_the_second_summit_is_planned_by_the_end_of_february(brief: dict[str, Any]) -> None:
    planned = claims(brief, "outlook", "second summit", standing="planned")
    assert planned
    assert all(c["to"] == "2019-02-28" for c in planned)
    assert any("Donald Trump" in c["actors"] and "Kim Jong-un" in c["actors"] + c["recipients"] for c in planned)
    speakers = {s["speaker"] for c in planned for s in c["statements"]}
    assert speakers & {"White House", "United States", "the White House"}


def test_vietnam_is_only_speculated(brief: dict[str, Any]) -> None:
    told = claims(brief, "outlook", "Vietnam")
    assert told
    assert {c["standing"] for c in told if "Vietnam" in c["text"]} == {"speculated"}


def test_friday_s_meeting_has_the_right_kim(brief: dict[str, Any]) -> None:
    met = [c for c in claims(brief, "since", "White House", type="CONSULT", mode="meet") if c["when"] == "2019-01-18"]
    assert met
    named = {n for c in met for n in (*c["actors"], *c["recipients"])}
    assert {"Donald Trump", "Kim Yong-chol"} <= named
    assert "Kim Jong-un" not in named


def test_the_letter_is_expected_and_not_known_to_be_delivered(brief: dict[str, Any]) -> None:
    assert claims(brief, "outlook", "letter", "expected", standing="planned")
    assert not claims(brief, "since", "letter", type="CONSULT", mode="letter")


def test_no_missile_test_since_the_summit(brief: dict[str, Any]) -> None:
    denied = claims(brief, "programme", "missile test", standing="denied")
    assert [c["from"] for c in denied] == ["2018-06-12"]


@pytest.mark.parametrize("site", ["Punggye-ri", "Sohae"])
def test_both_sites_are_dismantled(brief: dict[str, Any], site: str) -> None:
    states = [s for s in brief["programme"]["sites"] if s["name"].startswith(site) and s["state"]]
    assert any("dismantled" in s["state"] for s in states)


def test_the_tactical_weapon_was_tested_in_november(brief: dict[str, Any]) -> None:
    tested = claims(brief, "programme", "tactical weapon", mode="test", standing="reported")
    assert [c["when"] for c in tested] == ["2018-11"]


def test_guard_posts_trips_and_ties(brief: dict[str, Any]) -> None:
    posts = claims(brief, "since", "guard posts", mode="dismantle")
    assert any({"North Korea", "South Korea"} <= set(c["actors"]) for c in posts)
    assert claims(brief, "since", "multiple trips", mode="visit", place="Beijing")
    better = {c["group"] for c in brief["ties"]["claims"] if c.get("tie") == "better"}
    assert {"North Korea and South Korea", "China and North Korea"} <= better


def test_sanctions_are_still_in_place(brief: dict[str, Any]) -> None:
    assert claims(brief, "pressure", "sanctions", "in place", mode="maintain")


@pytest.mark.parametrize("missing", ["deadline", "detail", "verification"])
def test_what_reports_say_the_agreement_lacks(brief: dict[str, Any], missing: str) -> None:
    assert [c for c in claims(brief, "promised", "timeline", "verify") if missing in c.get("missing", ())]


def test_the_missile_bases_are_covered_by_nothing(brief: dict[str, Any]) -> None:
    uncovered = [c for c in claims(brief, "verdicts", "missile bases") if "Not covered" in c["group"]]
    assert uncovered
    assert any("not a breach" in s["quote"] for c in uncovered for s in c["statements"])


@pytest.mark.parametrize("asked", ["how many nuclear facilities", "letter", "venue"])
def test_what_is_unknown(brief: dict[str, Any], asked: str) -> None:
    assert claims(brief, "unknowns", asked)
