"""Attribution: who said what in ordinary news, over paragraphs, within each other, and in any text at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.reading import attribution, furniture
from servanda.reading.attribution.quotes import quotations
from servanda.reading.model import Attribution
from servanda.reading.names import Names
from servanda.reading.syntax import parse
from servanda.spans import Span

NAMES = Names()


def read(text: str) -> list[Attribution]:
    blocks = parse(text, furniture.prose(text, furniture.find(text)))
    return attribution.find(text, blocks, NAMES.find(text, blocks))


def only(text: str, cue: str) -> tuple[list[str], str | None, list[str], str]:
    """Source, speaker, content and kind of the one attribution with that cue."""
    (one,) = [a for a in read(text) if cue in [s.of(text) for s in a.cue]]
    return [s.of(text) for s in one.source], one.speaker, [s.of(text) for s in one.content], one.kind


def test_indirect_speech() -> None:
    source, speaker, content, kind = only("Anna Weber said that Arland would close the mine.", "said")
    assert (source, speaker, kind) == (["Anna Weber"], "Anna Weber", "indirect")
    assert content == ["that Arland would close the mine"]


def test_direct_speech_around_its_cue() -> None:
    text = "“We have closed it,” said Anna Weber, a spokeswoman for the mine. “Nobody asked us to.”"
    _, speaker, content, kind = only(text, "said")
    assert (speaker, kind) == ("Anna Weber", "direct")
    assert content == ["“We have closed it,”", "“Nobody asked us to.”"]


def test_a_quotation_goes_on_over_paragraphs() -> None:
    text = "Anna Weber said: “The first stage is over.\n\n“The second will take a year.\n\n“I shall not see it.”"
    _, speaker, content, kind = only(text, "said:")
    assert (speaker, kind) == ("Anna Weber", "direct")
    assert content == ["“The first stage is over.", "“The second will take a year.", "“I shall not see it.”"]


def test_she_added_is_the_speaker_before() -> None:
    text = "“It is closed,” said Anna Weber.\n\n“It will not be opened again,” she added."
    source, speaker, content, _ = only(text, "added")
    assert (source, speaker, content) == (["she"], "Anna Weber", ["“It will not be opened again,”"])


def test_a_few_quoted_words_make_it_mixed() -> None:
    assert only("The envoy warned that the sanctions “will bite” in the spring.", "warned")[3] == "mixed"


def test_according_to() -> None:
    source, _, content, _ = only("According to two officials, Arland has moved the missiles.", "According to")
    assert (source, content) == (["two officials"], ["Arland has moved the missiles"])


def test_a_cue_that_closes_its_sentence() -> None:
    source, speaker, content, _ = only("Arland has moved the missiles to the coast, the BBC reported.", "reported")
    assert (source, speaker) == (["the BBC"], "BBC")
    assert content == ["Arland has moved the missiles to the coast"]


def test_two_cues_of_one_speaker_share_no_words() -> None:
    text = (
        'The envoy Anna Weber said after the lunch at the port that the talks went on, but added: "We will not wait."'
    )
    first, second = only(text, "said"), only(text, "added:")
    assert (first[1], first[2]) == ("Anna Weber", ["that the talks went on"])
    assert (second[1], second[2]) == ("Anna Weber", ['"We will not wait."'])


def test_a_report_within_a_report() -> None:
    text = "The BBC reported that the White House said the talks would go on."
    outer, inner = read(text)
    assert (outer.speaker, inner.speaker) == ("BBC", "White House")
    assert outer.content[0].contains(inner.cue[0])
    assert [s.of(text) for s in inner.content] == ["the talks would go on"]


def test_what_is_in_the_air_names_nobody() -> None:
    (found,) = read("Speculation is mounting that the envoys will return to Oslo.")
    assert found.speaker is None


def test_thoughts_count_too() -> None:
    text = "Mr Weber believes that nothing was moved."
    assert only(text, "believes")[:3] == (["Mr Weber"], "Weber", ["that nothing was moved"])


def test_two_side_by_side_are_no_single_speaker() -> None:
    assert only("France and Germany said they would wait.", "said")[1] == "France and Germany"


@pytest.mark.parametrize("text", ["The ship left the harbour on Monday.", "", "   ", "* * *"])
def test_nothing_said_gives_nothing(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “no” and “yes”.", ["“no”", "“yes”"]),
        ('He said "no" and left.', ['"no"']),
        ("``No,'' he said.", ["``No,''"]),
        ("‘No,’ he said, and didn’t go.", ["‘No,’"]),
        ("It’s the boys’ boat.", []),
        ("“He told me ‘no’ twice.”", ["“He told me ‘no’ twice.”"]),
        ("“Never closed", ["“Never closed"]),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    found = quotations(text, parse(text, [Span(0, len(text))]))
    assert [s.of(text) for spans in found for s in spans] == expected


PIECES = [
    "said",
    "Anna",
    "“",
    "”",
    '"',
    "that",
    "he",
    "it",
    ",",
    ".",
    "\n\n",
    "according to",
    "the mine",
    ":",
    "—",
    "İ",
    "😀",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_any_text_gives_spans_within_it(text: str) -> None:
    for one in read(text):
        spans = [*one.source, *one.cue, *one.content]
        assert one.cue
        assert one.content
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert all(not a.overlaps(b) for i, a in enumerate(spans) for b in spans[i + 1 :])


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "Reuters said that the ministry had announced a test.",
            "the ministry",
            "a test",
        ),
        ("He said the plan was good and that Berg had denied it.", "Berg", "it"),
    ],
)
def test_a_report_within_a_report_whatever_its_verb_of_saying(text: str, speaker: str, content: str) -> None:
    outer, inner = read(text)
    assert outer.content[0].contains(inner.cue[0])
    assert (inner.speaker or "").lower() == speaker.lower()
    assert [s.of(text) for s in inner.content] == [content]
