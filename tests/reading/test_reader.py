"""The whole reader on short stories in our own words."""

from datetime import date

import pytest

from servanda.days import Period
from servanda.documents import Document
from servanda.reading import Lexicon, Reader, statements_of
from servanda.reading.lexicon import Actor, Named, NamedEvent
from servanda.statement import Statement

DAY = date(2031, 5, 14)
LEXICON = Lexicon(
    actors=(
        Actor("Arland", "state", ("Port Arl", "Arlandic"), party="A"),
        Actor("Borland", "state", ("Borlandic",), party="B"),
        Actor("Ada Novak", "person", (), state="Arland", surname="Novak", roles=("president",)),
        Actor("Ivo Brandt", "person", (), state="Borland", surname="Brandt", roles=("leader",)),
    ),
    objects=(Named("Kessel engine stand", ("Kessel stand",)),),
    events=(NamedEvent("Lake summit", Period.of(date(2030, 9, 2))),),
    agreement_names=("Lake accord",),
)
READER = Reader(LEXICON)
PLAIN = Reader()


def statements(text: str, reader: Reader = READER) -> list[Statement]:
    """The statements of a text published on DAY."""
    document = Document("d", text, DAY)
    return statements_of(document, reader.read(document), source="Daily", coder_version="1")


def one(text: str, reader: Reader = READER, **wanted: object) -> Statement:
    """The one statement of a text whose fields are as wanted."""
    found = [s for s in statements(text, reader) if all(getattr(s, k) == v for k, v in wanted.items())]
    assert len(found) == 1, [(s.type, s.mode, s.actors, s.recipients, s.object) for s in statements(text, reader)]
    return found[0]


def test_a_planned_meeting_runs_from_publication_to_its_last_day() -> None:
    said = one("President Ada Novak is to meet Ivo Brandt by the end of June.", type="CONSULT", mode="meet")
    assert (said.actors, said.recipients) == (("Ada Novak",), ("Ivo Brandt",))
    assert said.holds == Period(DAY, date(2031, 6, 30))
    assert said.certainty >= 1.5


def test_where_a_meeting_could_be_held_is_speculation_about_that_meeting() -> None:
    text = "Ada Novak will meet Ivo Brandt for a second summit in June. It could be held in Norway."
    said = one(text, place="Norway")
    assert (said.type, said.actors, said.recipients) == ("CONSULT", ("Ada Novak",), ("Ivo Brandt",))
    assert 0 < said.certainty < 1.5


def test_no_test_since_the_summit_holds_from_the_summit_to_publication() -> None:
    said = one("Arland has not conducted a missile test since the Lake summit.", type="MOBILIZE", mode="test")
    assert said.certainty <= -2
    assert said.actors == ("Arland",)
    assert said.holds == Period(date(2030, 9, 2), DAY)


def test_joined_objects_are_a_statement_each() -> None:
    said = statements("Arland has dismantled the Kessel engine stand and a nuclear test site.")
    assert {s.object for s in said if s.mode == "dismantle"} == {"test site", "Kessel engine stand"}
    assert {s.actors for s in said if s.mode == "dismantle"} == {("Arland",)}


def test_a_pronoun_acts_for_whom_it_means() -> None:
    said = one("Arland closed its embassy. It tested a ballistic missile last March.", mode="test")
    assert said.actors == ("Arland",)
    assert said.object == "ballistic missile"
    assert said.holds == Period(date(2031, 3, 1), date(2031, 3, 31))


def test_sanctions_in_place_hold_on_the_day() -> None:
    said = one("Sanctions on Arland are still in place.", mode="maintain")
    assert (said.type, said.object, said.holds) == ("SANCTION", "sanctions", Period.of(DAY))


def test_both_countries_are_the_two_just_named() -> None:
    said = one("Arland talked to Borland, and both countries have destroyed guard posts.", mode="dismantle")
    assert set(said.actors) == {"Arland", "Borland"}
    assert said.object == "guard post"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Norway was calm. The two leaders met on Friday.", False),
        ("Norway was calm. Borland waited. The two leaders met on Friday.", True),
        ("Norway was calm after the Lake accord. The two leaders met on Friday.", True),
        ("Norway recalled the lake summit. The two leaders met on Friday.", True),
    ],
)
def test_the_two_leaders_are_the_parties_only_where_the_case_is_told_of(text: str, meant: bool) -> None:
    met = [s for s in statements(text) if s.mode == "meet" and {*s.actors, *s.recipients} == {"Arland", "Borland"}]
    assert bool(met) is meant


def test_ties_that_improved_join_those_between_whom_they_are() -> None:
    said = one("Ties between Arland and Borland have improved.", mode="improve ties")
    assert said.type == "SUPPORT"
    assert {*said.actors, *said.recipients} == {"Arland", "Borland"}


def test_talks_that_stalled_are_broken_off() -> None:
    said = one("Negotiations between Arland and Borland have stalled.", mode="break off")
    assert {*said.actors, *said.recipients} == {"Arland", "Borland"}


def test_gaps_coverage_and_unknowns_become_statements() -> None:
    text = (
        "The Lake accord did not include any timetable. No venue has been announced for the next round. "
        "This is not a breach of the Lake accord, as Arland has not made any commitment to close its missile bases."
    )
    kinds = {(s.kind, s.about) for s in statements(text) if s.kind != "event"}
    assert kinds == {
        ("gap", "deadline"),
        ("unknown", "venue for the next round"),
        ("coverage", "close its missile bases"),
    }


def test_every_quote_is_its_sentence_and_ids_are_distinct() -> None:
    text = "Borland expelled two envoys.\n\nArland threatened to quit the Lake accord. Talks go on."
    found = statements(text)
    assert found
    for statement in found:
        assert statement.start is not None
        assert statement.quote == text[statement.start : statement.end]
    assert len({s.id for s in found}) == len(found)


STORIES = [
    ("Russian forces shelled the port of Odesa on Tuesday.", "ASSAULT", ("Russia",), None),
    ("Police in Tbilisi arrested dozens of demonstrators.", "COERCE", None, ("demonstrators",)),
    ("Japan gave twenty million dollars in food aid to Yemen last year.", "AID", ("Japan",), ("Yemen",)),
    ("Turkey threatened to attack militants in Syria.", "THREATEN", ("Turkey",), None),
    ("India and Pakistan agreed on Monday to renew the ceasefire.", "AGREE", ("India", "Pakistan"), None),
    ("The European Union imposed new sanctions on Belarus.", "SANCTION", ("European Union",), ("Belarus",)),
    ("Iran has not allowed inspectors into the plant.", "COOPERATE", ("Iran",), None),
    ("Sudan's army refused to attend the talks in Geneva.", "REJECT", ("Sudan",), None),
    ("Egypt condemned Ethiopia over the dam.", "ACCUSE", ("Egypt",), ("Ethiopia",)),
    ("France urged Serbia to resume the dialogue.", "REQUEST", ("France",), ("Serbia",)),
    ("Colombia's rebels released twelve hostages on Friday.", "CONCEDE", None, None),
    ("Ethiopia dismantled its missile base near the border.", "RETREAT", ("Ethiopia",), None),
    ("Thousands of workers marched against the government.", "PROTEST", None, ("government",)),
    ("Chile praised Peru for its patience.", "SUPPORT", ("Chile",), ("Peru",)),
]


@pytest.mark.parametrize(("text", "type_", "actors", "recipients"), STORIES)
def test_acts_of_other_conflicts_are_told_apart(
    text: str, type_: str, actors: tuple[str, ...] | None, recipients: tuple[str, ...] | None
) -> None:
    found = [s for s in statements(text, PLAIN) if s.type == type_]
    assert found, [(s.type, s.mode) for s in statements(text, PLAIN)]
    if actors is not None:
        assert any(s.actors == actors for s in found), [s.actors for s in found]
    if recipients is not None:
        assert any(set(recipients) <= set(s.recipients) for s in found), [s.recipients for s in found]


@pytest.mark.parametrize(
    ("text", "mode"),
    [("The rebels abducted a judge in Garm.", "abduct"), ("Police arrested a judge in Garm.", "detain")],
)
def test_who_abducts_does_not_arrest(text: str, mode: str) -> None:
    assert ("COERCE", mode) in [(s.type, s.mode) for s in statements(text, PLAIN)]


def test_a_reading_keeps_the_contract() -> None:
    data = READER.read(Document("d", "Arland tested a missile, Borland said. It is not clear why.", DAY)).to_json()
    assert set(data) == {
        "id", "published", "furniture", "credits", "times", "attributions", "events", "unknowns"
    }  # fmt: skip
    assert data["published"]["basis"] == "given"
    (unknown,) = data["unknowns"]
    assert unknown["about"] == "why"
    tested = next(e for e in data["events"] if e["type"] == "MOBILIZE")
    assert (tested["mode"], tested["factuality"]) == ("test", "CT+")
    assert tested["actors"][0]["name"] == "Arland"
