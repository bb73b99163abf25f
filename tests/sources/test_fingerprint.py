"""Prints survive a database, keep to the prose, and come out the same however many are taken at once."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from harbour import WIRE, text_of

from servanda.errors import RecordError
from servanda.sources import SourceText
from servanda.sources.fingerprint import SHINGLE, WINDOW, Print, fingerprints, take_print, take_prints
from servanda.sources.words import OFFICIAL, cut
from servanda.spans import Span


def same(one: Print, other: Print) -> bool:
    arrays = ("words", "starts", "ends", "flags")
    return one.head == other.head and all(np.array_equal(getattr(one, n), getattr(other, n)) for n in arrays)


def test_bytes_and_back() -> None:
    text = SourceText(
        "ü-1", text_of(*WIRE), (Span(3, 400),), date(2030, 4, 2), "Coast Wire", ("Hill Post",),
        ((Span(10, 30), "Hill Post"),), "Agency",
    )  # fmt: skip
    printed = take_print(text)
    assert same(Print.from_bytes(printed.to_bytes()), printed)


@pytest.mark.parametrize(
    "spoil", [lambda d: d[:-1], lambda d: d + b"x", lambda d: b"", lambda d: d[:12] + b"[" + d[13:]]
)
def test_damaged_bytes_are_refused(spoil: Callable[[bytes], bytes], wire: SourceText) -> None:
    with pytest.raises(RecordError) as error:
        Print.from_bytes(spoil(take_print(wire).to_bytes()))
    assert error.value.code == "SV402"


def test_bytes_of_another_version_are_refused(wire: SourceText) -> None:
    with pytest.raises(RecordError) as error:
        Print.from_bytes(b"SVP9" + take_print(wire).to_bytes()[4:])
    assert error.value.code == "SV401"


def test_only_the_prose_counts() -> None:
    text = "Image copyright\nThe gantry was cut.\nMore on this story\nNobody was hurt."
    begin = text.index("The")
    prose = (Span(begin, begin + 19), Span(text.index("Nobody"), len(text)))
    printed = take_print(SourceText("x", text, prose))
    assert printed.words.tolist() == cut("The gantry was cut. Nobody was hurt.").words.tolist()
    assert printed.span(0, 3).of(text) == "The gantry was cut"
    assert len(take_print(SourceText("x", text, ())).words) == 0


def test_many_at_once_as_each_alone(wire: SourceText, other: SourceText) -> None:
    texts = [wire, SourceText("empty", ""), other, SourceText("odd", "\u200b'"), wire]
    for text, printed in zip(texts, take_prints(texts), strict=True):
        assert same(printed, take_print(text))


def test_a_shared_run_leaves_a_shared_fingerprint() -> None:
    chance = np.random.default_rng(5)
    shared = chance.integers(0, 2**32, SHINGLE + WINDOW - 1, dtype=np.uint32)
    for _ in range(50):
        one, other = (
            np.concatenate(
                (chance.integers(0, 2**32, 9, dtype=np.uint32), shared, chance.integers(0, 9, 9, dtype=np.uint32))
            )
            for _ in range(2)
        )
        assert len(np.intersect1d(fingerprints(one), fingerprints(other)))


def test_an_official_text_says_so_at_its_head() -> None:
    text = "Full text of the accord\n" + text_of(*WIRE)
    assert (take_print(SourceText("x", text)).flags & OFFICIAL).all()
    assert not (take_print(SourceText("x", text_of(*WIRE))).flags & OFFICIAL).any()
