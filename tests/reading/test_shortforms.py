"""What a text calls somebody once it has named it: bodies by one word, people by their office, either by letters."""

import pytest

from servanda.documents import Document
from servanda.reading import Reader
from servanda.reading.names import Names
from servanda.reading.syntax import parse
from servanda.spans import Span

NAMES = Names()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def named(text: str) -> list[tuple[str, str]]:
    blocks = parse(text, [Span(0, len(text))])
    return [(m.span.of(text), m.name) for m in NAMES.find(text, blocks)]


def speakers(reader: Reader, text: str) -> list[str | None]:
    return [a.speaker for a in reader.read(Document("t", text)).attributions]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "The Foreign Ministry of Japan has replied. The ministry sent a note.",
            "ministry",
            "foreign ministry of Japan",
        ),
        ("The Foreign Ministry of Arland has replied.", "Foreign Ministry of Arland", "foreign ministry of Arland"),
        ("Arland's parliament met late.", "Arland's parliament", "parliament of Arland"),
        (
            "The European Commission fined a mill. Later the commission took it back.",
            "commission",
            "European Commission",
        ),
        ("Envoys of the IAEA came. The agency wants more.", "agency", "International Atomic Energy Agency"),
        ("The Northern Water Agency was shut. The agency had no staff.", "agency", "Northern Water Agency"),
        ("The Southern Grain Board (SGB) met. Later SGB staff left.", "SGB", "Southern Grain Board"),
        ("President Peter Holm flew in. The president was tired.", "president", "Peter Holm"),
        ("Karl Berg, Arland's defence minister, flew in. The minister was tired.", "minister", "Karl Berg"),
        ("The foreign minister, Karl Berg, flew in. The foreign minister was tired.", "foreign minister", "Karl Berg"),
    ],
)
def test_a_short_form_means_what_was_named_before(text: str, words: str, name: str) -> None:
    assert named(text)[-1] == (words, name)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry sent a note.",
        "Japan's foreign ministry met with China's foreign ministry. The ministry sent a note.",
        "The European Commission fined a mill. The commission of the port said nothing.",
        "Vice President Peter Holm flew in. The president was tired.",
        "General Anna Stone flew in. The general public was tired.",
        "President Peter Holm flew in. The president of the bank was tired.",
    ],
)
def test_no_short_form_where_nothing_or_too_much_fits(text: str) -> None:
    last = text.rstrip(".").split(". ")[-1]
    assert not [words for words, _ in named(text) if words in ("ministry", "commission", "president", "general")], last


def test_two_people_of_one_surname_are_told_apart_by_office() -> None:
    text = "Senator John Baker met Mary Baker, a judge. Senator Baker smiled. Judge Baker did not. Senator Baker left."
    assert [name for words, name in named(text) if words == "Baker"] == ["John Baker", "Mary Baker", "John Baker"]


def test_whoever_speaks_for_a_body_speaks_as_that_body(reader: Reader) -> None:
    text = (
        "The Foreign Ministry of Arland rejected the plan. The ministry said that it was unfair.\n\n"
        "A spokesman for the ministry said that talks would go on. The ministry's spokeswoman said that they were over."
    )
    assert speakers(reader, text) == ["foreign ministry of Arland"] * 4


def test_a_name_joined_to_an_office_is_the_speaker(reader: Reader) -> None:
    text = "Berg's spokesman, Jan Ruud, said that the base would close. Ruud said that he was sure."
    assert speakers(reader, text) == ["Jan Ruud", "Jan Ruud"]


def test_a_minister_told_of_by_office_alone_is_the_one_named_with_it(reader: Reader) -> None:
    text = "Defence Minister Karl Berg visited the port on Monday. The minister said that the base would close."
    assert speakers(reader, text)[-1] == "Karl Berg"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Moscow denied it.", "government"),
        ("The envoy left Moscow at noon.", "place"),
        ("Russia's capital, Moscow, was calm.", "place"),
        ("Moscow residents were calm.", "place"),
        ("Pressure on Moscow is growing.", "government"),
    ],
)
def test_a_capital_is_its_government_or_a_place(text: str, kind: str) -> None:
    blocks = parse(text, [Span(0, len(text))])
    assert [m.kind for m in NAMES.find(text, blocks) if m.span.of(text) == "Moscow"] == [kind]


def test_who_i_and_he_are_in_a_quotation(reader: Reader) -> None:
    text = (
        "Anna Holm met Karl Berg on Monday. “I did not sign it, and he knows that,” Holm said.\n\n"
        "“We will see,” she added."
    )
    assert speakers(reader, text) == ["Anna Holm", "Anna Holm"]
