"""The inverted index finds the candidates that comparing all documents would find."""

from collections import Counter

import numpy as np
import pytest

from servanda.sources import postings as module
from servanda.sources.postings import MIN_SHARED, Postings, rank
from servanda.sources.words import U32, U64


def documents(count: int, seed: int = 2) -> list[U32]:
    chance = np.random.default_rng(seed)
    return [np.unique(chance.integers(1, 120, chance.integers(0, 9)).astype(np.uint32)) for _ in range(count)]


def ranks(first: int, count: int) -> U64:
    return np.array([rank(str(n)) for n in range(first, first + count)], np.uint64)


def by_brute_force(prints: list[U32]) -> set[tuple[int, int]]:
    return {
        (new, old)
        for new in range(len(prints))
        for old in range(new)
        if len(np.intersect1d(prints[new], prints[old])) >= MIN_SHARED
    }


def found(index: Postings, first: int, prints: list[U32]) -> set[tuple[int, int]]:
    new, other = index.candidates(np.arange(first, first + len(prints)), prints)
    return set(zip(new.tolist(), other.tolist(), strict=True))


def test_all_at_once_and_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LARGEST", 100)  # so that there are several segments
    monkeypatch.setattr(module, "_SLICE", 16)
    prints = documents(80)
    together, alone = Postings(), Postings()
    together.add(prints, ranks(0, len(prints)))
    one_by_one: set[tuple[int, int]] = set()
    for n, one in enumerate(prints):
        alone.add([one], ranks(n, 1))
        one_by_one |= found(alone, n, [one])
    assert found(together, 0, prints) == one_by_one == by_brute_force(prints)
    assert entries(together) == entries(alone)
    assert sum(len(one) for one in prints) == len(together) == len(alone) == len(entries(alone))


def entries(index: Postings, least: int = 1, among: U32 | None = None) -> list[tuple[int, int]]:
    pieces = index.each_group(least, among)
    return [pair for prints, held in pieces for pair in zip(prints.tolist(), held.tolist(), strict=True)]


def test_groups_of_all_and_of_some_fingerprints() -> None:
    prints = documents(40)
    index = Postings()
    for n, one in enumerate(prints):
        index.add([one], ranks(n, 1))
    held = sorted((fingerprint, n) for n, one in enumerate(prints) for fingerprint in one.tolist())
    counts = Counter(fingerprint for fingerprint, _ in held)
    assert entries(index, 3) == [pair for pair in held if counts[pair[0]] >= 3]
    assert entries(index, 3, prints[0]) == [p for p in held if counts[p[0]] >= 3 and p[0] in prints[0]]


def test_a_common_fingerprint_pairs_with_those_who_stand_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COMMON", 10)
    prints = [np.array([7, 8, 9], np.uint32)] * 30
    index = Postings()
    index.add(prints, ranks(0, 30))
    for group in index.each_group(module.COMMON):
        index.note_common(*group)
    assert set(index.common) == {7, 8, 9}
    (standing,) = set(index.common.values())
    assert len(standing) == module.REPRESENTATIVES
    pairs = found(index, 0, prints)
    assert pairs == {(x, y) for x in range(30) for y in range(x) if x in standing or y in standing}


def test_ranks_depend_on_the_name_alone() -> None:
    assert rank("a") == rank("a")
    assert len({rank(str(n)) for n in range(1000)}) == 1000
