"""From a case's files to its verdicts: what may never become a headline. A made treaty on a river, in tables."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from accord import accord
from builders import Desk, event

from servanda.case import new_case, open_case, take
from servanda.case.safely import Reads
from servanda.documents import Document
from servanda.reading.model import Published, Reading
from servanda.record import Event
from servanda.verdicts import Verdict, judge

AGREEMENT = """\
servanda: 1
name: Tessel treaty
signed: 2031-03-14
in_force: {from: 2031-04-01, to: null}
parties:
  K: {name: Karvia, aliases: [Karvian government]}
  M: {name: Menland, aliases: [Menland government]}
provisions:
  - id: "1"
    text: Karvia closes the sluice by the end of June. Menland frees the fishermen by the end of May.
    obligations:
      - {id: sluice, party: K, form: perform, act: {type: RETREAT, mode: close, object: Brenn sluice}, by: 2031-06-30}
      - {id: fishermen, party: M, form: perform, act: {type: CONCEDE, mode: release, object: Karvian fishermen}, by: 2031-05-31}
      - {id: dam, party: K, form: refrain, act: {type: MOBILIZE, mode: build, object: dam on the Tessel}}
      - {id: data, party: K, form: repeat, act: {type: COOPERATE, mode: exchange}, every: P1M}
      - id: inspection
        party: K
        form: admit
        who: M
        act: {type: COOPERATE, mode: inspect}
        asked_by: {type: REQUEST, mode: inspect}
        within: P14D
      - {id: force, party: [K, M], form: refrain, act: {type: ASSAULT, mode: attack}}
means:
  everybody: {sees: [{type: "*"}], power: 0.95, delay: P2D}
"""
SETTINGS = """\
[sources."Karvian State Radio"]
kind = "state media"
party = "K"
"""
NONE: Mapping[str, str] = {}
HEADER = "holds_from,published,source,speaker,type,mode,actors,object\n"


def asked(
    folder: Path, day: str, *rows: str, articles: Mapping[str, str] = NONE, reader: Reads | None = None
) -> dict[str, Verdict]:
    """The verdicts on a case of these rows, and articles by day, as of a day; by obligation and party."""
    folder.mkdir(exist_ok=True)
    folder = new_case(folder / "river")
    (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    (folder / "case.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "facts" / "told.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    for published, text in articles.items():
        head = f"---\npublisher: Delta Wire\npublished: {published}\n---\n"
        (folder / "articles" / f"{published}.md").write_text(head + text, encoding="utf-8")
    with open_case(folder) as case:
        report = take(case, recorded=datetime(2032, 1, 1, tzinfo=UTC), reader=reader)
        assert not report.refused
        view = case.view(date.fromisoformat(day))
        found = judge(case.agreement, view, case.names, threshold=case.settings.threshold, means=case.settings.means)
    return {f"{v.obligation} {v.party}": v for v in found.verdicts}


CLOSED = "2031-06-20,2031-06-21,{source},{speaker},RETREAT,close,Karvia,Brenn sluice"
FREED = "2031-05-20,2031-05-21,Delta Wire,{speaker},CONCEDE,release,Menland,Karvian fishermen"
SHOTS = "2031-07-20,2031-07-21,Delta Wire,{speaker},ASSAULT,attack,{actor},"


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("Karvian State Radio", ""),
        ("Delta Wire", "Karvian State Radio"),
        ("Delta Wire", "a Karvian official"),
        ("Delta Wire", "the ministry"),
    ],
)
def test_a_party_s_own_mouths_do_not_make_its_promise_kept(tmp_path: Path, source: str, speaker: str) -> None:
    verdict = asked(tmp_path, "2031-09-01", CLOSED.format(source=source, speaker=speaker))["sluice K"]
    assert (verdict.verdict, verdict.strength) == ("cannot tell", "claimed")


def test_the_other_side_s_word_makes_it_kept(tmp_path: Path) -> None:
    told = asked(
        tmp_path, "2031-09-01", CLOSED.format(source="Delta Wire", speaker="a Menland official"),
        FREED.format(speaker="a Karvian diplomat"),
    )  # fmt: skip
    assert told["sluice K"].verdict == told["fishermen M"].verdict == "fulfilled"


@pytest.mark.parametrize("actor", ["Menland", "Menland's coast guard", ""])
@pytest.mark.parametrize("speaker", ["a Karvian colonel", "Karvian State Radio"])
def test_an_opponent_s_officer_does_not_make_it_broken(tmp_path: Path, speaker: str, actor: str) -> None:
    verdict = asked(tmp_path, "2031-09-01", SHOTS.format(speaker=speaker, actor=actor))["force M"]
    assert (verdict.verdict, verdict.strength) == ("cannot tell", "claimed")


@pytest.mark.parametrize("actor", ["Menland", "Menland's coast guard"])
def test_a_party_s_own_officer_makes_it_broken(tmp_path: Path, actor: str) -> None:
    verdict = asked(tmp_path, "2031-09-01", SHOTS.format(speaker="a Menland officer", actor=actor))["force M"]
    assert (verdict.verdict, verdict.strength) == ("broken", "established")


NEAR = "2031-06-20,2031-06-21,Delta Wire,,RETREAT,{mode},Karvia,{thing}"


@pytest.mark.parametrize(
    ("mode", "thing", "question"),
    [
        ("close", "sluice", "whether it was “close: Brenn sluice”"),
        ("close", "", "whether it was “close: Brenn sluice”"),
        ("", "Brenn sluice", "whether it was “close: Brenn sluice”"),
        ("dismantle", "Brenn sluice", "whether it was “close: Brenn sluice”"),
    ],
)
def test_silence_is_not_heard_over_an_act_that_may_be_the_one(
    tmp_path: Path, mode: str, thing: str, question: str
) -> None:
    verdict = asked(tmp_path, "2031-09-01", NEAR.format(mode=mode, thing=thing))["sluice K"]
    assert verdict.verdict == "cannot tell"
    assert [s.document for s in verdict.evidence_for] == ["facts/told.csv"]
    assert verdict.would_settle[0].startswith(question)
    assert "this is the act in question" in verdict.reason
    assert "this is another act" in verdict.reason


@pytest.mark.parametrize(("mode", "thing"), [("close", "border crossing"), ("dismantle", ""), ("freeze", "missiles")])
def test_another_act_is_no_such_act(tmp_path: Path, mode: str, thing: str) -> None:
    assert asked(tmp_path, "2031-09-01", NEAR.format(mode=mode, thing=thing))["sluice K"].verdict == "overdue"


NO_DAM = "{id: dam, party: A, form: refrain, act: {type: MOBILIZE, mode: build, object: dam on the Tessel}}"
HEAD_WATCHED = accord(means="means:\n  all: {sees: [{type: '*'}], power: 0.95, delay: P2D}\n")
SEEN = ("MOBILIZE build", "2030-03-01")


def in_text(told: Event, *things: str) -> Event:
    """An event as articles tell of it, each with a thing that it names."""
    (one,) = told.asserts
    names = things or (told.object,)
    return replace(told, asserts=tuple(replace(one, row=None, document=f"d{n}", object=n, id="") for n in names))


@pytest.mark.parametrize(
    ("thing", "word"),
    [
        ("dam on the Tessel", "broken"),
        ("dam", "cannot tell"),
        (None, "kept so far"),
        ("dam on the Hask", "kept so far"),
    ],
)
def test_what_articles_tell_less_exactly_may_be_a_breach(tmp_path: Path, thing: str | None, word: str) -> None:
    told = in_text(event(*SEEN, object=thing))
    assert Desk(tmp_path, [NO_DAM], head=HEAD_WATCHED).verdict("2030-07-22", told).verdict == word


def test_it_is_no_breach_where_somebody_says_that_it_was_another_thing_or_a_coder_codes_it_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [NO_DAM], head=HEAD_WATCHED)
    told = event(*SEEN, object="dam")
    assert desk.verdict("2030-07-22", told).verdict == "kept so far"
    assert desk.verdict("2030-07-22", in_text(told, "dam", "dam on the Hask")).verdict == "kept so far"
    assert desk.verdict("2030-07-22", in_text(told, "dam", "dam on the Tessel")).verdict == "cannot tell"


BEGUN = "Menland released three of the twelve Karvian fishermen on Sunday."
MORE = "Menland released another group of Karvian fishermen on Monday."
LAST = "Menland released the last nine Karvian fishermen on Thursday."


def test_some_is_not_all(tmp_path: Path) -> None:
    verdict = asked(tmp_path, "2031-05-20", articles={"2031-05-05": BEGUN})["fishermen M"]
    assert (verdict.verdict, len(verdict.evidence_for)) == ("pending", 1)
    assert "but in part, “release: Karvian fishermen” by Menland on 4 May 2031" in verdict.reason


def test_some_is_not_all_when_time_is_up(tmp_path: Path) -> None:
    assert asked(tmp_path, "2031-07-20", articles={"2031-05-05": BEGUN})["fishermen M"].verdict == "overdue"


def test_some_and_some_more_may_be_all(tmp_path: Path) -> None:
    verdict = asked(tmp_path, "2031-07-20", articles={"2031-05-05": BEGUN, "2031-05-13": MORE})["fishermen M"]
    assert verdict.verdict == "cannot tell"
    assert verdict.would_settle[0].startswith("whether all of it was done")


def test_the_last_of_them_are_all(tmp_path: Path) -> None:
    verdict = asked(tmp_path, "2031-07-20", articles={"2031-05-05": BEGUN, "2031-05-30": LAST})["fishermen M"]
    assert (verdict.verdict, verdict.strength) == ("fulfilled", "reported")
    assert "29 May 2031" in verdict.reason


def test_evidence_of_the_very_thing_stands_first(tmp_path: Path) -> None:
    row = "2031-06-20,{day},{source},,MOBILIZE,build,Karvia,{thing}"
    verdict = asked(
        tmp_path, "2031-09-01", row.format(day="2031-06-21", source="Delta Wire", thing="dam"),
        row.format(day="2031-06-22", source="River Post", thing="dam on the Tessel"),
    )["dam K"]  # fmt: skip
    assert (verdict.verdict, verdict.strength) == ("broken", "established")
    assert [s.object for s in verdict.evidence_for] == ["dam on the Tessel", "dam"]


def test_what_was_reported_is_named_before_what_may_have_gone_unreported(tmp_path: Path) -> None:
    claim = SHOTS.format(speaker="a Menland officer", actor="Karvia")
    verdict = asked(tmp_path, "2031-07-22", claim)["force K"]
    assert verdict.verdict == "cannot tell"
    assert "unreported" not in verdict.reason
    assert verdict.would_settle[0].startswith("whether it happened: “attack” by Karvia on 20 July 2031 (claimed)")


class Blind:
    """A reader that finds nothing."""

    def read(self, document: Document) -> Reading:
        """No act at all."""
        return Reading(document.id, Published(document.published, "given"))


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Karvia closed the Brenn sluice on Thursday, three days after the deadline.", True),
        ("The Brenn sluice was shut, engineers said.", True),
        ("Karvia has not closed the Brenn sluice.", False),
        ("Menland urged Karvia to close the Brenn sluice.", False),
        ("Karvia is to close the Brenn sluice.", False),
        ("The Brenn sluice stands near Lorn.", False),
        ("Karvia closed the border.", False),
    ],
)
def test_before_silence_is_held_against_a_party_the_words_are_looked_at(
    tmp_path: Path, sentence: str, shown: bool
) -> None:
    articles = {"2031-07-05": f"A dry day. {sentence} More later."}
    verdict = asked(tmp_path, "2031-07-20", articles=articles, reader=Blind())["sluice K"]
    assert verdict.verdict == "overdue"
    assert (f"nothing was coded from its words: “{sentence}”" in verdict.reason) is shown
    assert any(sentence in settles for settles in verdict.would_settle) is shown


def test_words_of_a_later_day_are_not_looked_at(tmp_path: Path) -> None:
    articles = {"2031-07-05": "Rain fell.", "2031-07-25": "Karvia closed the Brenn sluice on Thursday."}
    verdict = asked(tmp_path, "2031-07-20", articles=articles, reader=Blind())["sluice K"]
    assert (verdict.verdict, verdict.would_settle) == ("overdue", ())


@pytest.mark.parametrize(
    ("actor", "verdict"),
    [
        ("Unknown gunmen", "cannot tell"),
        ("soldiers", "cannot tell"),
        ("Fishermen", "kept so far"),
        ("Ostrea", "kept so far"),
        ("Ostrean soldiers", "kept so far"),
    ],
)
def test_who_is_told_by_a_common_noun_may_be_the_party_s(tmp_path: Path, actor: str, verdict: str) -> None:
    found = asked(tmp_path, "2031-07-22", SHOTS.format(speaker="", actor=actor))
    assert found["force K"].verdict == found["force M"].verdict == verdict


@pytest.mark.parametrize(
    ("actor", "verdict"), [("M", "fulfilled"), ("Engineers", "cannot tell"), ("Ostrea", "overdue"), ("", "cannot tell")]
)
def test_inspectors_of_whom_it_is_not_said_whose_they_are_may_be_those_asked_for(
    tmp_path: Path, actor: str, verdict: str
) -> None:
    request = "2031-05-02,2031-05-03,Delta Wire,,REQUEST,inspect,Menland,"
    visit = f"2031-05-10,2031-05-11,Delta Wire,,COOPERATE,inspect,{actor},"
    assert asked(tmp_path, "2031-07-22", request, visit)["inspection K"].verdict == verdict


STAND = "{id: stand, party: A, form: perform, act: {type: RETREAT, mode: dismantle, object: stand}}"
VISIT = "{id: visit, party: A, form: perform, act: {type: CONSULT, mode: visit}}"


@pytest.mark.parametrize(
    ("obligation", "what", "days", "word"),
    [
        (STAND, "RETREAT dismantle", "../2030-06-20", "fulfilled"),
        (STAND, "RETREAT dismantle", "../2029-06-20", "pending"),
        (VISIT, "CONSULT visit", "../2030-06-20", "cannot tell"),
    ],
)
def test_what_is_done_once_was_not_done_before_it_was_promised(
    tmp_path: Path, obligation: str, what: str, days: str, word: str
) -> None:
    told = event(what, days, object="stand" if obligation is STAND else None)
    assert Desk(tmp_path, [obligation]).verdict("2030-07-22", told).verdict == word


def test_a_record_without_a_single_such_act_says_so(tmp_path: Path) -> None:
    row = "2031-05-02,2031-05-02,Delta Wire,,COOPERATE,exchange,Karvia,"
    hint = "Not one such act is on this record"
    assert hint in asked(tmp_path, "2031-07-22", CLOSED.format(source="Delta Wire", speaker=""))["data K"].reason
    assert hint not in asked(tmp_path / "told", "2031-07-22", row)["data K"].reason


def test_nothing_of_a_later_day_shows_in_an_answer(tmp_path: Path) -> None:
    early = (
        CLOSED.format(source="Delta Wire", speaker="a Karvian official"),
        SHOTS.format(speaker="", actor="Menland"),
    )
    late = (
        "2031-06-20,2031-07-23,River Post,,RETREAT,close,Karvia,Brenn sluice",
        "2031-05-20,2031-08-01,River Post,,CONCEDE,release,Menland,Karvian fishermen",
        "2031-07-01,2031-09-01,River Post,,ASSAULT,attack,Karvia,",
    )
    told = {"2031-07-22": "It rained.", "2031-07-24": "Karvia closed the Brenn sluice in June."}
    whole = asked(tmp_path / "whole", "2031-07-22", *early, *late, articles=told, reader=Blind())
    cut = asked(tmp_path / "cut", "2031-07-22", *early, articles={"2031-07-22": "It rained."}, reader=Blind())
    assert whole == cut
    assert asked(tmp_path / "later", "2031-09-02", *early, *late)["sluice K"].verdict == "fulfilled"
