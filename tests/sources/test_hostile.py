"""Text that is hostile to matching degrades nothing: other documents keep their pairs, and time stays linear."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from harbour import OTHER, WIRE, text_of

from servanda.sources import Index, Pair, SourceText
from servanda.spans import Span


def pairs_of(*texts: SourceText) -> list[Pair]:
    index = Index()
    index.add_all(texts)
    return index.pairs()


def background() -> list[SourceText]:
    return [
        SourceText("wire", text_of(*WIRE)),
        SourceText("copy", text_of(*WIRE[1:6])),
        SourceText("other", text_of(*OTHER)),
    ]


HOSTILE = {
    "one line repeated": "click here for more of this very same line of text again and again " * 20_000,
    "one word repeated": "no " * 50_000,
    "one endless word": "x" * 300_000,
    "no words": "\u200b\u200d\n.," * 30_000,
    "combining marks": "a" + "\u0301" * 100_000,
    "quotation marks": '"' * 50_000,
    "half characters": "\ud800 \udfff word " * 5_000,
    "controls": "\x00\x1b[2J\x07 " * 5_000,
    "numbers": " ".join(str(n) for n in range(40_000)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_documents_change_nothing_for_the_others(text: str) -> None:
    started = time.process_time()
    hostile = [SourceText("bad one", text), SourceText("bad two", text + " and a little more than that")]
    pairs = pairs_of(*background(), *hostile)
    assert [p for p in pairs if not p.a.startswith("bad")] == pairs_of(*background())
    assert {(p.a, p.b) for p in pairs} <= {("copy", "wire"), ("bad one", "bad two")}
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    "disguise",
    [
        "\u200b".join,
        "\u00ad".join,
        lambda s: "".join(c + "\u0301" for c in s),
        lambda s: s.translate(str.maketrans("aceopxyi", "асеорхуі")),
        lambda s: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in s),
        lambda s: s.translate({ord(c): 0x1D5BA + n for n, c in enumerate("abcdefghijklmnopqrstuvwxyz")}),
        lambda s: s.replace(" ", "\u00a0"),
        lambda s: s.replace(" ", " \u2060\ufeff"),
    ],
    ids=["zero width", "soft hyphens", "accents", "Cyrillic", "full width", "mathematical", "hard spaces", "joiners"],
)
def test_a_disguised_copy_is_a_copy(disguise: Callable[[str], str]) -> None:
    (pair,) = pairs_of(SourceText("plain", text_of(*WIRE)), SourceText("seen", disguise(text_of(*WIRE))))
    assert pair.share_a > 0.95
    assert pair.share_b > 0.95


def test_a_document_that_holds_all_others_makes_no_pairs_among_them() -> None:
    alone = [SourceText(f"d{n}", text_of(*group)) for n, group in enumerate((WIRE[:4], WIRE[4:], OTHER[:3], OTHER[3:]))]
    everything = SourceText("all", text_of(*WIRE, *OTHER) * 3)
    pairs = pairs_of(*alone, everything)
    assert {(p.a, p.b) for p in pairs} == {("all", f"d{n}") for n in range(4)}
    assert all(p.share_b > 0.95 for p in pairs)


def small_stories(count: int) -> list[SourceText]:
    """Stories of three lines that share nothing."""
    kinds = ("crane", "lorry", "ferry", "tower", "bridge", "tunnel", "lamp")
    return [
        SourceText(
            f"d{n:03}",
            f"Number {n} of the {kinds[n % 7]} keepers of ward {n * 17} counted {n * 31} ropes by noon of day {n}.\n\n"
            f"Then {n * 7} of them left for port {n * 13}, where {n * 3} more were waiting with {n * 11} boxes of tea.",
        )
        for n in range(1, count + 1)
    ]


def test_a_document_that_holds_hundreds_of_others_takes_nothing_from_them() -> None:
    started = time.process_time()
    stories = small_stories(400)
    everything = SourceText("all", "\n\n".join(s.text for s in stories))
    index = Index()
    index.add_all([*stories, everything, *background()])
    pairs = index.pairs()
    assert {(p.a, p.b) for p in pairs} == {("all", s.id) for s in stories} | {("copy", "wire")}
    assert all(p.share_b > 0.95 for p in pairs if p.a == "all")
    assert all(index.origin_of(s.id, Span(0, 40)) == s.id for s in stories)
    assert {m.document for f in index.families() for m in f.members if f.origin in ("copy", "wire")} == {"copy", "wire"}
    assert time.process_time() - started < 40


def test_one_line_a_thousand_times_and_once_in_many() -> None:
    started = time.process_time()
    line = "No part of this page may be read aloud in any harbour without the leave of the keeper of its lamp. "
    stories = small_stories(60)
    others = [replace(s, text=f"{s.text}\n\n{line}") for s in stories]
    pairs = pairs_of(*others, SourceText("bad", line * 1_000), *background())
    assert ("copy", "wire") in {(p.a, p.b) for p in pairs}
    assert all(len(p.passages) <= 2 for p in pairs if p.a != "bad")
    assert [p for p in pairs if "bad" not in (p.a, p.b)] == pairs_of(*others, *background())
    assert time.process_time() - started < 40


def test_a_line_in_every_document_makes_no_flood() -> None:
    line = "By going on you agree to our terms of use, our note on small biscuits and our policy on harbours"
    texts = [SourceText(f"d{n:04}", f"{line}. Story {n} has {n * 7} parts and {n * 13} ends.") for n in range(1500)]
    started = time.process_time()
    pairs = pairs_of(*texts, *background())
    assert len(pairs) <= 1500 * 4 + 1
    assert ("copy", "wire") in {(p.a, p.b) for p in pairs}
    assert time.process_time() - started < 40


def test_a_hidden_line_between_the_sentences_hides_no_copy() -> None:
    broken = " ".join(f"{word}\n" if n % 9 == 8 else word for n, word in enumerate(text_of(*WIRE).split()))
    (pair,) = pairs_of(SourceText("plain", text_of(*WIRE)), replace(SourceText("broken", broken)))
    assert pair.share_b > 0.95
