"""Furniture: what is cut, what stays prose, and that the prose does not depend on the furniture around it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.reading import furniture
from servanda.spans import Span

PROSE = [
    "Arland has pulled down the engine stand at Kessel, two inspectors said on Monday.",
    "“We saw the girders on the ground,” one of them told reporters in Port Arl.",
    "The ministry gave no date for the next visit. It said only that talks would go on.",
]
FURNITURE = [
    ("Media playback is unsupported on your device", "player"),
    ("Media captionHow the stand came down", "player"),
    ("Image copyright Getty Images", "caption"),
    ("A view of the standImage copyright", "caption"),
    ("(Photo: Ann Brook)", "caption"),
    ("Jo Marsh/Reuters", "caption"),
    ("PORT ARL, ARLAND - MARCH 3: Workers clear the site on March 3, 2031. Jo Marsh/Getty Images", "caption"),
    ("FILE - In this March 3, 2031 file photo, workers clear the site. (AP Photo/Jo Marsh, File)", "caption"),
    ("Workers clear the site on Monday (AP Photo/Jo Marsh)", "caption"),
    ("toggle caption", "caption"),
    ("Read more: Why the stand mattered", "promo"),
    ("To read more about the talks, click here.", "promo"),
    ("Sign up here for our daily newsletter on the harbour and its yards.", "promo"),
    ("after newsletter promotion", "promo"),
    ("Sign up for our newsletter", "promo"),
    ("Follow us on Twitter", "promo"),
    ("Share on Facebook", "promo"),
    ("(with IANS inputs)", "credit"),
    ("The Associated Press contributed to this report.", "credit"),
    ("© 2031 Reuters. All rights reserved.", "credit"),
    ("By Ann Brook", "byline"),
    ("By Ann Brook and Jo Marsh, Associated Press", "byline"),
    ("What comes next?", "heading"),
    ("A stand comes down", "heading"),
    ("Updated: 3 March 2031 10:15 GMT", "other"),
    ("* * *", "other"),
    ("This is a developing story.", "other"),
]


@pytest.mark.parametrize(("line", "kind"), FURNITURE)
def test_a_line_of_furniture_is_found(line: str, kind: str) -> None:
    text = f"{PROSE[0]}\n\n{line}\n\n{PROSE[1]}"
    found = furniture.find(text)
    assert [(f.span.of(text), f.kind) for f in found] == [(line, kind)]
    assert [p.of(text) for p in furniture.prose(text, found)] == PROSE[:2]


@pytest.mark.parametrize(
    "line",
    [
        "“What comes next?” asked the minister.",
        "Read the treaty again, the envoy told them, and you will find no date in it.",
        "The Associated Press and Reuters were among those let in, the guards said.",
        "Copyright law was the one matter on which they agreed.",
        "The privacy of the guards was the one matter on which they agreed.",
        "More details of the plan were to follow, the ministry said on Friday.",
        "Share prices in Port Arl fell by a tenth on the news, the exchange said.",
        "Follow the money, she said: it leads to the mine.",
    ],
)
def test_prose_that_looks_like_furniture_stays(line: str) -> None:
    text = f"{PROSE[0]}\n\n{line}\n\n{PROSE[1]}"
    assert furniture.find(text) == []


@pytest.mark.parametrize(
    ("line", "dateline"),
    [
        ("PORT ARL (AP) — Arland will stop.", "PORT ARL (AP) —"),
        ("NEW KESSEL, Arland, March 3 (UPI) -- Arland will stop.", "NEW KESSEL, Arland, March 3 (UPI) --"),
        ("Mar 3 (Reuters) - Arland will stop.", "Mar 3 (Reuters) -"),
        ("PORT ARL — Arland will stop.", "PORT ARL —"),
        ("PORT ARL, March 3 (Xinhua) -- Arland will stop.", "PORT ARL, March 3 (Xinhua) --"),
    ],
)
def test_a_dateline_is_cut_from_its_paragraph(line: str, dateline: str) -> None:
    found = furniture.find(line)
    assert [(f.span.of(line), f.kind) for f in found] == [(dateline, "dateline")]
    assert [p.of(line) for p in furniture.prose(line, found)] == ["Arland will stop."]


def test_a_caption_follows_its_label_over_blank_lines() -> None:
    text = "Image copyright\n\nImage caption\n\nThe stand, seen from the river in May\n\n" + PROSE[0]
    found = furniture.find(text)
    assert [f.kind for f in found] == ["caption"] * 3
    assert [p.of(text) for p in furniture.prose(text, found)] == [PROSE[0]]


def test_a_label_takes_no_full_sentence_of_prose() -> None:
    text = "Image caption\n\n" + PROSE[0]
    assert [p.of(text) for p in furniture.prose(text, furniture.find(text))] == [PROSE[0]]


def test_a_hard_wrapped_paragraph_is_one_block() -> None:
    lines = (
        "Arland has pulled down the engine stand at Kessel and sent",
        "home the crew that had run it since the spring, according to",
        "two people who have seen the site.",
    )
    text = "\n".join(lines) + "\n\n" + PROSE[1]
    assert [p.of(text) for p in furniture.prose(text, furniture.find(text))] == ["\n".join(lines), PROSE[1]]


def test_a_picture_credit_within_a_line_is_cut() -> None:
    text = "The stand is gone. (Jo Marsh/AFP/Getty Images) Nobody says why."
    found = furniture.find(text)
    assert [f.span.of(text) for f in found] == ["(Jo Marsh/AFP/Getty Images)"]
    assert [p.of(text) for p in furniture.prose(text, found)] == ["The stand is gone.", "Nobody says why."]


@given(st.lists(st.tuples(st.integers(0, len(PROSE)), st.sampled_from([line for line, _ in FURNITURE])), max_size=8))
def test_furniture_never_changes_the_prose(added: list[tuple[int, str]]) -> None:
    lines = list(PROSE)
    for place, line in sorted(added, reverse=True):
        lines.insert(place, line)
    text = "\n\n".join(lines)
    assert [p.of(text) for p in furniture.prose(text, furniture.find(text))] == PROSE


@given(st.text(max_size=400) | st.lists(st.sampled_from([*PROSE, *(f for f, _ in FURNITURE), ""])).map("\n".join))
def test_every_character_is_furniture_space_or_prose(text: str) -> None:
    found = furniture.find(text)
    prose = furniture.prose(text, found)
    spans: list[Span] = sorted([f.span for f in found] + prose)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {i for s in spans for i in range(s.start, s.end)}
    assert all(c.isspace() for i, c in enumerate(text) if i not in covered)


def test_long_lines_take_linear_time() -> None:
    text = "Image (" * 20000 + "getty"
    assert furniture.prose(text, furniture.find(text))
