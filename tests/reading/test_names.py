"""Names and referents: states by any name, people by surname, two of one surname kept apart, whom pronouns mean."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.reading.attribution import find as attributions
from servanda.reading.lexicon import Actor, Lexicon
from servanda.reading.model import Mention
from servanda.reading.names import Names
from servanda.reading.referents import Referents
from servanda.reading.syntax import parse
from servanda.spans import Span

LEXICON = Lexicon(
    actors=(
        Actor("Arland", "state", ("Arlandic government", "Port Arl", "the North")),
        Actor("South Korea", "state", ("Seoul",)),
        Actor("Kim Dae-un", "person", (), "Arland", "A", "Kim", ("leader", "chairman")),
        Actor("Kim Sun-chol", "person", (), "Arland", "A", "Kim", ("envoy",)),
        Actor("Donald Marsh", "person", ("President Marsh",), "United States", "B", "Marsh", ("president",)),
        Actor("Harbour Commission", "organisation", ("HC",)),
    )
)
NAMES = Names(LEXICON)


def mentions(text: str, names: Names = NAMES) -> list[Mention]:
    return names.find(text, parse(text, [Span(0, len(text))]))


def named(text: str, names: Names = NAMES) -> dict[str, str]:
    return {m.span.of(text): m.name for m in mentions(text, names)}


def who(text: str, pronoun: str, nth: int = 0) -> str | None:
    blocks = parse(text, [Span(0, len(text))])
    found = NAMES.find(text, blocks)
    referents = Referents(text, blocks, found)
    at = [i for i in referents.pronouns() if text[i : i + len(pronoun)] == pronoun][nth]
    meant = referents.who(at, attributions(text, blocks, found))
    return meant.name if meant else None


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The US has agreed to the talks.", "US", "United States"),
        ("The U.S. has agreed to the talks.", "U.S.", "United States"),
        ("French and Chinese envoys met in Vienna.", "French", "France"),
        ("The Kremlin said no.", "Kremlin", "Kremlin"),
        ("Experts of the I.A.E.A. went home.", "I.A.E.A.", "International Atomic Energy Agency"),
        ("Talks with Port Arl have stalled.", "Port Arl", "Arland"),
        ("Officials said the North would agree.", "the North", "Arland"),
        ("The HC met on Monday.", "HC", "Harbour Commission"),
    ],
)
def test_states_and_bodies_have_one_name(text: str, words: str, name: str) -> None:
    assert named(text)[words] == name


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("They told us to wait for them.", "United States"),
        ("We had turkey and used the good china.", "Turkey"),
        ("The USS Brook sailed on Monday.", "United States"),
        ("The Washington Post printed the letter.", "United States"),
        ("He sailed into the South China Sea.", "China"),
    ],
)
def test_words_that_only_look_like_names(text: str, never: str) -> None:
    assert never not in named(text).values()


def test_a_capital_is_a_place_after_a_word_of_place_and_else_a_government() -> None:
    text = "Seoul told Moscow that the envoy would fly to Beijing."
    kinds = {m.span.of(text): (m.kind, m.name, m.state) for m in mentions(text)}
    assert kinds["Seoul"] == ("government", "South Korea", "South Korea")
    assert kinds["Moscow"] == ("government", "Russia", "Russia")
    assert kinds["Beijing"] == ("place", "Beijing", "China")


def test_the_general_table_uses_the_name_that_a_case_gives_a_state() -> None:
    names = Names(Lexicon(actors=(Actor("USA", "state", ("United States",)),)))
    text = "The White House and American officials in Washington agreed."
    found = {m.span.of(text): (m.state, m.actor) for m in mentions(text, names)}
    assert found["White House"] == ("USA", None)
    assert found["American"] == ("USA", "USA")


def test_an_office_belongs_to_the_state_beside_it_or_named_last() -> None:
    text = "Japan's foreign ministry agreed. The Foreign Ministry gave no day."
    assert list(named(text).values()) == ["foreign ministry of Japan"] * 2


@pytest.mark.parametrize(
    "written", ["Kim Dae-un", "Kim Dae Un", "Kim Daeun", "KIM DAE-UN", "Dae-un Kim", "Donald Marsh", "Donald J. Marsh"]
)
def test_spellings_and_orders_of_a_persons_name(written: str) -> None:
    expected = "Donald Marsh" if "Marsh" in written else "Kim Dae-un"
    assert expected in named(f"Reporters saw {written} at the gate on Monday.").values()


def test_a_surname_alone_is_the_person_named_before() -> None:
    text = "Anna Weber runs the mine. Mr. Stone does not. Weber said so."
    found = named(text)
    assert found["Weber"] == "Anna Weber"
    assert found["Stone"] == "Stone"


def test_a_surname_alone_is_the_leader_where_both_are_named() -> None:
    text = "Marsh met Kim Sun-chol on Friday. He had a letter from Kim Dae-un. Kim is said to be well."
    assert [m.name for m in mentions(text) if m.span.of(text) == "Kim"] == ["Kim Dae-un"]


def test_a_surname_alone_is_whoever_alone_is_told_of() -> None:
    text = "The envoy Kim Sun-chol came on Friday. Mr Kim left on Sunday."
    assert [m.name for m in mentions(text) if m.span.of(text) == "Kim"] == ["Kim Sun-chol"]


def test_a_title_of_the_other_gender_keeps_people_apart() -> None:
    text = "Donald Marsh stayed at home. Melissa Marsh flew to Rome. Mrs Marsh was seen there."
    assert [m.name for m in mentions(text) if m.span.of(text) == "Marsh"] == ["Melissa Marsh"]


def test_an_office_names_its_holder() -> None:
    text = "Marsh praised the letter of the North's leader. The president read it twice."
    found = named(text)
    assert found["the North's leader"] == "Kim Dae-un"
    assert found["president"] == "Donald Marsh"


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Marsh met Kim Sun-chol. He had been expected to bring a letter to Marsh.", "He", "Kim Sun-chol"),
        ("Anna Weber met Marsh. She was glad.", "She", "Anna Weber"),
        ("If Borland resumes drills, Arland will leave the talks, its foreign ministry warned.", "its", "Arland"),
        ("Arland has stopped its tests. It has also torn down a stand.", "It", "Arland"),
        ("It is not clear what Arland will do.", "It", None),
        ("Russia agreed. China thanked it.", "it", "Russia"),
        ("“I am tired of this,” Anna Weber said.", "I", "Anna Weber"),
        ("Nobody knows when he will come.", "he", None),
        ("Marsh left. He said that Kim Sun-chol would go. In June he stayed.", "he", "Donald Marsh"),
        ("Marsh spoke. Bob said the film was wrong. He had been there.", "He", None),
        ("Marsh spoke. The pilot said it was late. He had been there.", "He", None),
        ("South Korea said that Arland broke no promise, because it had made none.", "it", "Arland"),
    ],
)
def test_pronouns(text: str, pronoun: str, name: str | None) -> None:
    assert who(text, pronoun) == name


def test_a_title_tells_an_office() -> None:
    found = mentions("President Holm praised Iraq's president Omar Lund. President Holm left. The president was tired.")
    assert found[-1].name == "Holm"


def test_a_king_is_none_of_the_family_of_another_with_his_name() -> None:
    found = mentions("Iraq's Saddam Hussein spoke. King Hussein of Jordan met Saddam Hussein. Hussein left.")
    assert [m.name for m in found if m.kind == "person"] == [
        "Saddam Hussein",
        "King Hussein",
        "Saddam Hussein",
        "Saddam Hussein",
    ]


def test_an_office_beside_a_name_is_his() -> None:
    found = named("Anna Weber met Omar Lund, Arland's envoy to the talks. Arland's leader, Omar Lund Berg, was there.")
    assert found["Arland's envoy"] == "Omar Lund"
    assert "Arland's leader" not in found


def test_he_in_a_quotation_is_not_its_speaker() -> None:
    assert who("Donald Marsh met Kim Dae-un. “He is a funny man,” Marsh said.", "He") != "Donald Marsh"


WORDS = ["Kim", "Dae-un", "the", "US", "Marsh", "Mr", "Seoul", "said", "’s", ",", "leader", "İ", "ß", "\xa0", "-"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join))
def test_mentions_are_sorted_apart_and_within_the_text(text: str) -> None:
    spans = [m.span for m in mentions(text)]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(s.end <= len(text) and s.of(text).strip() for s in spans)
