"""Furniture put before, between and after the paragraphs of an article changes nothing that is read in its prose."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.documents import Document
from servanda.reading import Reader
from servanda.spans import Span

READER = Reader()
DAY = date(2031, 3, 7)
PROSE = (
    "Norway has pulled down the engine stand at its northern range, two inspectors said on Monday.",
    "“We saw the girders on the ground,” Anna Holm, one of them, told reporters. She would not say who cut them.",
    "In May 2030 Sweden and Norway signed a pact that bans all tests. A month later talks on a list of sites broke off.",
    "The ministry said it may test a missile next week. It is not clear whether the range will open again.",
    "“It will,” said Prime Minister Ada Example. Sweden has condemned the plan and called for talks the same day.",
)
BOXES = {
    "related link": ["Read more: Why the stand mattered"],
    "related links": ["Related stories", "Sweden walks out of the talks", "Who built the northern range?"],
    "bulleted links": ["More on this story", "• Sweden walks out of the talks", "• Who built the northern range?"],
    "labelled caption": ["Image copyright", "Getty Images", "Image caption", "The stand, seen from the river in May"],
    "caption": ["Workers clear the site on March 3, 2031. Jo Marsh/Getty Images"],
    "place and day": ["PORT ARL, NORWAY - MARCH 3: Workers clear the site on March 3, 2031. Jo Marsh/Getty Images"],
    "picture from the files": [
        "FILE - In this March 3, 2031 file photo, Norway tests a missile. (AP Photo/Jo Marsh, File)"
    ],
    "bracketed picture": ["(Photo: Ann Brook)"],
    "player": ["Media playback is unsupported on your device", "Media caption How the stand came down"],
    "video": ["Video: How the stand came down", "1:32"],
    "share line": ["Share on Facebook", "Tweet", "Email", "Print"],
    "share box": ["Share this article", "Copy link", "WhatsApp"],
    "newsletter": ["Sign up for our newsletter", "Get the best stories in your inbox every Friday"],
    "newsletter in a sentence": ["Sign up here for our daily newsletter on Norway and its missile tests."],
    "way past a newsletter": ["Skip past newsletter promotion", "after newsletter promotion"],
    "newsletter with a button": ["Subscribe to The Northern Letter", "Enter your email address", "Sign up"],
    "advertisement": ["Advertisement", "Story continues below advertisement"],
    "byline": ["By Ann Brook and Jo Marsh, Associated Press"],
    "day": ["Updated: 7 March 2031 10:15 GMT"],
    "heading": ["What comes next?"],
    "heading of a part": ["A stand comes down"],
    "stars": ["* * *"],
    "tags": ["Topics", "Norway", "Missiles", "Sweden"],
    "comments": ["12 comments", "Leave a comment"],
    "address": ["https://example.org/more", "@northernletter"],
    "credit": ["Reporting by Jo Marsh; editing by Ann Brook"],
    "agency": ["The Associated Press contributed to this report."],
    "developing": ["This is a developing story. Check back for updates."],
    "notice": ["© 2031 Example Wire. All rights reserved."],
    "follow": ["Follow us on Twitter", "Download our app"],
}


def laid_out(boxes: list[tuple[int, list[str]]]) -> tuple[str, list[int]]:
    """The article with boxes before paragraphs or at its end, and where each paragraph starts."""
    text, starts = "", []
    for place in range(len(PROSE) + 1):
        for at, lines in boxes:
            if at == place:
                text += "".join(line + "\n\n" for line in lines)
        if place < len(PROSE):
            starts.append(len(text))
            text += PROSE[place] + "\n\n"
    return text, starts


def told(boxes: list[tuple[int, list[str]]]) -> list[Any]:
    """What is read in the prose, with places counted as paragraph and offset; what lies in no paragraph is left out."""
    text, starts = laid_out(boxes)
    reading = READER.read(Document("d", text, DAY))

    def place(offset: int) -> tuple[int, int] | None:
        for number, start in enumerate(starts):
            if start <= offset <= start + len(PROSE[number]):
                return number, offset - start
        return None

    def placed(data: Any) -> Any:
        if isinstance(data, list):
            return [placed(item) for item in data]
        if not isinstance(data, dict):
            return data
        return {k: place(v) if k in ("start", "end") and v is not None else placed(v) for k, v in data.items()}

    def within(span: Span) -> bool:
        return place(span.start) is not None and place(span.end) is not None

    parts: list[Any] = [
        *(e for e in reading.events if within(e.span)),
        *(t for t in reading.times if within(t.span)),
        *reading.attributions,
        *reading.unknowns,
    ]
    return [placed(part.to_json()) for part in parts]


ALONE = told([])


def test_the_article_has_something_to_read() -> None:
    assert len(ALONE) > 15


@pytest.mark.parametrize("box", BOXES)
def test_a_box_before_between_and_after_changes_nothing(box: str) -> None:
    assert told([(place, BOXES[box]) for place in range(len(PROSE) + 1)]) == ALONE


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(PROSE)), st.sampled_from(list(BOXES.values()))), max_size=8))
def test_boxes_together_change_nothing(boxes: list[tuple[int, list[str]]]) -> None:
    assert told(boxes) == ALONE
