"""Packed prints come out as they went in, whatever lies between the words."""

import numpy as np
import pytest
from harbour import OTHER, WIRE, text_of

from servanda.sources import SourceText, store
from servanda.sources.fingerprint import take_print
from servanda.sources.store import Prints
from servanda.spans import Span

TEXTS = {
    "plain": SourceText("plain", text_of(*WIRE)),
    "empty": SourceText("empty", ""),
    "wide gaps": SourceText("wide gaps", f"one {' ' * 254}two{' ' * 255}three{' ' * 90_000}four"),
    "long words": SourceText("long words", f"{'a' * 254} {'b' * 255} {'c' * 300_000} end"),
    "far in": SourceText("far in", "x " * 5000 + text_of(*WIRE), (Span(9990, 10_400),)),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_in_and_out(text: SourceText) -> None:
    prints, printed = Prints(), take_print(text)
    assert prints.add(take_print(SourceText("first", "Something else."))) == 0
    assert prints.add(printed) == 1
    again = prints[text.id]
    assert again.head == printed.head
    for name in ("words", "starts", "ends", "flags"):
        assert np.array_equal(getattr(again, name), getattr(printed, name))
        assert getattr(again, name).dtype == getattr(printed, name).dtype
    assert prints.words(1).tolist() == printed.words.tolist()
    assert prints.size(text.id) == len(printed.words)
    assert list(prints) == ["first", text.id]


def test_seven_bytes_a_word() -> None:
    prints, printed = Prints(), take_print(SourceText("x", text_of(*WIRE)))
    prints.add(printed)
    assert prints._free <= 7 * len(printed.words) + 16


def test_many_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_CHUNK", 2000)
    prints = Prints()
    texts = [SourceText(str(n), text_of(*WIRE[: 1 + n % 7], *OTHER[: n % 4])) for n in range(40)]
    printed = [take_print(text) for text in texts]
    for one in printed:
        prints.add(one)
    assert len(prints._chunks) > 5
    assert all(np.array_equal(prints.at(n).ends, one.ends) for n, one in enumerate(printed))
