"""Any text in, a reading that keeps the contract out."""

import json
from collections.abc import Callable

import pytest
from contracts import faults_of_reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from timing import growth

from servanda.days import parse_day
from servanda.documents import Document
from servanda.reading import Reader, statements_of, tree

READER = Reader()
WORDS = st.sampled_from(
    [
        "the",
        "talks",
        "missile",
        "was",
        "not",
        "tested",
        "by",
        "Iran",
        ",",
        ".",
        "?",
        '"',
        "“",
        "”",
        "said",
        "on",
        "Friday",
        "2019",
        "\n\n",
        "if",
        "could",
        "sanctions",
        "lifted",
        "It",
        "’s",
        "Kim",
        "Mr",
        "-",
        "—",
        "(",
        ")",
        "No",
        "venue",
        "has",
        "been",
        "announced",
        "agreement",
        "\xa0",
        "\u2028",
        "😀",
        "é",
        "و",
        "北",
        "\x00",
        "it",
        "'s",
        "to",
        "meet",
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=40).map(" ".join))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_gives_a_reading_that_keeps_the_contract(text: str) -> None:
    document = Document("fuzz", text)
    reading = READER.read(document)
    data = json.loads(json.dumps(reading.to_json()))
    assert faults_of_reading(data, {"id": "fuzz", "text": text}) == []
    for statement in statements_of(document, reading, source="fuzz", coder_version="1"):
        assert statement.start is not None
        assert statement.quote == text[statement.start : statement.end]


def test_a_text_read_twice_is_read_alike() -> None:
    document = Document(
        "d", "Iran could test a missile on Friday, officials said. It is not clear why.", parse_day("2019-05-01")
    )
    assert READER.read(document) == Reader().read(document)


def test_many_are_read_in_order() -> None:
    documents = [Document(str(n), f"Country {n} met its neighbour.") for n in range(3)]
    assert [r.id for r in READER.read_many(documents)] == ["0", "1", "2"]


HOSTILE = {
    "quotation marks": '"',
    "dashes": "— ",
    "capitals": "A ",
    "digits": "12 ",
    "dates": "12 June 2018 ",
    "parentheses": "( a ) ",
    "one endless word": "a",
    "said": "said ",
    "quotations": '"No," he said. ',
    "pronouns": "he ",
    "nested clauses": "that the man who ",
    "nested nouns": "meeting of ",
    "newlines": "a\n\n",
    "paragraphs": "Norway met Sweden.\n\n",
    "zero width": "a\u200b ",
    "half characters": "\ud800 ",
    "years ago": "the year-ago quarter ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_length_and_no_faster(unit: str) -> None:
    def run(size: int) -> Callable[[], object]:
        document = Document("d", (unit * (size // len(unit) + 1))[:size])
        return lambda: READER.read(document)

    assert growth(run, 2000, 16000) < 1.6, "eight times the text takes about eight times as long, and never sixty-four"


def test_a_parse_deeper_than_any_prose_is_cut() -> None:
    heads = tree.shallow([*range(1, 5000), 4999])
    for start in (0, 2500):
        at, steps = start, 0
        while heads[at] != at:
            at, steps = heads[at], steps + 1
        assert steps <= tree.DEEPEST
