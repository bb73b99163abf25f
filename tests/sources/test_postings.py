"""The inverted index finds the candidates that comparing all documents would find."""

import numpy as np
import pytest

from servanda.sources import postings as module
from servanda.sources.postings import MIN_SHARED, Postings, rank
from servanda.sources.words import U64


def documents(count: int, seed: int = 2) -> list[U64]:
    chance = np.random.default_rng(seed)
    return [np.unique(chance.integers(1, 120, chance.integers(0, 9)).astype(np.uint64)) for _ in range(count)]


def ranks(first: int, count: int) -> U64:
    return np.array([rank(str(n)) for n in range(first, first + count)], np.uint64)


def by_brute_force(prints: list[U64]) -> set[tuple[int, int]]:
    return {
        (new, old)
        for new in range(len(prints))
        for old in range(new)
        if len(np.intersect1d(prints[new], prints[old])) >= MIN_SHARED
    }


def found(index: Postings, first: int, prints: list[U64]) -> set[tuple[int, int]]:
    new, other = index.candidates(np.arange(first, first + len(prints)), prints)
    return set(zip(new.tolist(), other.tolist(), strict=True))


def test_all_at_once_and_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RECENT", 50)  # so that entries move to the large segment on the way
    prints = documents(80)
    together, alone = Postings(), Postings()
    together.add(prints, ranks(0, len(prints)))
    one_by_one: set[tuple[int, int]] = set()
    for n, one in enumerate(prints):
        alone.add([one], ranks(n, 1))
        one_by_one |= found(alone, n, [one])
    assert found(together, 0, prints) == one_by_one == by_brute_force(prints)
    assert together.entries()[0].tolist() == alone.entries()[0].tolist()


def test_a_common_fingerprint_pairs_with_those_who_stand_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COMMON", 10)
    prints = [np.array([7, 8, 9], np.uint64)] * 30
    index = Postings()
    index.add(prints, ranks(0, 30))
    assert set(index.common) == {7, 8, 9}
    (standing,) = set(index.common.values())
    assert len(standing) == module.REPRESENTATIVES
    pairs = found(index, 0, prints)
    assert pairs == {(x, y) for x in range(30) for y in range(x) if x in standing or y in standing}


def test_ranks_depend_on_the_name_alone() -> None:
    assert rank("a") == rank("a")
    assert len({rank(str(n)) for n in range(1000)}) == 1000
