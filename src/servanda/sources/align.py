"""Shared passages of many pairs of documents at once, in numpy.

Runs of at least `ANCHOR` words that stand in both documents anchor a pair. Runs of `SEED` words or more that lie near
an anchor, at about the same distance in both documents, belong to it: between them a word was changed, a name
retyped, a mark or a line of furniture put in. Runs at most `GAP` words apart in both documents make one passage.
Order does not matter, so that reordered sentences are found; time and memory grow with the words, not their product.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from servanda.sources.fingerprint import shingles
from servanda.sources.words import U32, U64, Ints, Mask

SEED = 4
ANCHOR = 7
GAP = 4
CHAIN = 12
_HASH_BITS = np.uint64(44)


@dataclass(frozen=True, slots=True)
class Runs:
    """Stretches of words equal in both documents, one entry a run: pair, first word in a and in b, words."""

    pair: Ints
    a: Ints
    b: Ints
    size: Ints

    def take(self, which: Mask | Ints) -> "Runs":
        """Some of the runs."""
        return Runs(self.pair[which], self.a[which], self.b[which], self.size[which])


@dataclass(frozen=True, slots=True)
class Passages:
    """Passages of several pairs, one entry a passage, sorted by pair and a: word ranges, half open, and equal words."""

    pair: Ints
    a_first: Ints
    a_end: Ints
    b_first: Ints
    b_end: Ints
    equal: Ints


def align(firsts: Sequence[U32], seconds: Sequence[U32]) -> Passages:
    """The passages that each of `firsts` shares with its counterpart in `seconds`; both are word numbers."""
    return _joined(_supported(_runs(firsts, seconds)))


@dataclass(frozen=True, slots=True)
class _Keys:
    """Every seed of one side: its key, which holds the pair and the words, and its place over all documents joined."""

    keys: U64
    places: Ints
    begins: Ints


def _keys(documents: Sequence[U32]) -> _Keys:
    sizes = np.array([len(d) for d in documents], np.int64)
    begins = np.cumsum(sizes) - sizes
    hashes = shingles(np.concatenate([*documents, np.zeros(SEED, np.uint32)]), SEED)
    places = np.flatnonzero(_valid(sizes, begins, len(hashes)))
    owner = np.repeat(np.arange(len(documents)), np.maximum(sizes - SEED + 1, 0))
    keys = (owner.astype(np.uint64) << _HASH_BITS) | (hashes[places] >> (np.uint64(64) - _HASH_BITS))
    return _Keys(keys, places, begins)


def _valid(sizes: Ints, begins: Ints, count: int) -> Mask:
    """Which places begin a seed that ends in the same document."""
    step = np.zeros(count + 1, np.int64)
    seeds = np.maximum(sizes - SEED + 1, 0)
    np.add.at(step, begins, 1)
    np.add.at(step, begins + seeds, -1)
    return np.cumsum(step[:-1]) > 0


def _runs(firsts: Sequence[U32], seconds: Sequence[U32]) -> Runs:
    a, b = _keys(firsts), _keys(seconds)
    if not len(a.keys) or not len(b.keys):
        return Runs(*(np.empty(0, np.int64) for _ in range(4)))
    order = np.argsort(b.keys, kind="stable")
    ordered = b.keys[order]
    left = np.searchsorted(ordered, a.keys)
    hit = ordered[np.minimum(left, len(ordered) - 1)] == a.keys
    keys, i, group = a.keys[hit], a.places[hit], left[hit]
    if not len(i):
        return Runs(*(np.empty(0, np.int64) for _ in range(4)))
    new_group = np.concatenate((np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))), [len(ordered)]))
    size = new_group[np.searchsorted(new_group, group) + 1] - group
    j = b.places[order[group]]
    key_at = np.zeros(int(b.places.max()) + 1, np.uint64)
    key_at[b.places] = b.keys
    owner = (keys >> _HASH_BITS).astype(np.int64)
    j = _untangled(i, j, size > 1, keys, key_at, b.begins[owner] - a.begins[owner])
    extra_i, extra_j = _repeated(i, j, group, size, order, b.places)
    return _collected(np.concatenate((i, extra_i)), np.concatenate((j, extra_j)), a.begins, b.begins, len(i))


def _untangled(i: Ints, j: Ints, several: Mask, keys: U64, key_at: U64, straight: Ints) -> Ints:
    """Where a seed stands in b more than once, takes the place that continues its neighbours, if there is one."""
    if not several.any():
        return j
    index = np.arange(len(i))
    before = np.maximum.accumulate(np.where(several, -1, index))
    after = np.minimum.accumulate(np.where(several, len(i), index)[::-1])[::-1]
    shift = j - i
    tries = (
        straight,
        np.where(after < len(i), shift[np.minimum(after, len(i) - 1)], straight),
        np.where(before >= 0, shift[np.maximum(before, 0)], straight),
    )
    j = j.copy()
    for attempt in tries:  # the last that fits wins
        target = i + attempt
        inside = several & (target >= 0) & (target < len(key_at))
        fits = inside & (key_at[np.where(inside, target, 0)] == keys)
        j[fits] = target[fits]
    return j


def _repeated(i: Ints, j: Ints, group: Ints, size: Ints, order: Ints, places: Ints) -> tuple[Ints, Ints]:
    """Places of b that no place of a was put to, though the same seed stands in a: b says it more than once."""
    groups, where = np.unique(group, return_index=True)
    sizes = size[where]
    if int(sizes.max()) == 1:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    members = np.repeat(groups - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
    targets, partner = places[order[members]], np.repeat(i[where], sizes)
    taken = np.zeros(int(max(targets.max(), j.max())) + 1, bool)
    taken[j] = True
    left = ~taken[targets]
    targets, partner = targets[left], partner[left]
    by_place = np.argsort(targets)
    return partner[by_place], targets[by_place]


def _collected(i: Ints, j: Ints, begins_a: Ints, begins_b: Ints, first_extra: int) -> Runs:
    """Seeds that follow each other in both documents, joined to runs, with places counted within the documents."""
    follows = (i[1:] == i[:-1] + 1) & (j[1:] == j[:-1] + 1)
    if 0 < first_extra < len(i):
        follows[first_extra - 1] = False
    heads = np.flatnonzero(np.concatenate(([True], ~follows)))
    size = np.diff(np.concatenate((heads, [len(i)]))) + SEED - 1
    pair = np.searchsorted(begins_a, i[heads], side="right") - 1
    runs = Runs(pair, i[heads] - begins_a[pair], j[heads] - begins_b[pair], size)
    return runs.take(np.lexsort((runs.b, runs.a, runs.pair)))


def _supported(runs: Runs) -> Runs:
    """The anchors, and the shorter runs that lie near one in both documents."""
    index = np.arange(len(runs.pair))
    kept = (runs.size >= ANCHOR) | _in_chain(runs)
    for _ in range(2):  # a short run may lean on a short one that leans on an anchor
        before = np.maximum.accumulate(np.where(kept, index, -1))
        after = np.minimum.accumulate(np.where(kept, index, len(index))[::-1])[::-1]
        near = kept.copy()
        for other, has in (
            (np.maximum(before, 0), before >= 0),
            (np.minimum(after, len(index) - 1), after < len(index)),
        ):
            low, high = np.minimum(other, index), np.maximum(other, index)
            near |= has & _close(runs, low, high)
        if (near == kept).all():
            break
        kept = near
    return runs.take(kept)


def _in_chain(runs: Runs) -> Mask:
    """Runs that follow each other closely in both documents and together hold `CHAIN` equal words."""
    if not len(runs.pair):
        return np.zeros(0, bool)
    index = np.arange(1, len(runs.pair))
    chain = np.cumsum(np.concatenate(([0], ~_close(runs, index - 1, index))))
    held: Mask = np.bincount(chain, runs.size)[chain] >= CHAIN
    return held


def _close(runs: Runs, low: Ints, high: Ints) -> Mask:
    """Whether run `high` begins where run `low` ends, give or take `GAP` words, in both documents."""
    gap_a = runs.a[high] - runs.a[low] - runs.size[low]
    gap_b = runs.b[high] - runs.b[low] - runs.size[low]
    same = runs.pair[high] == runs.pair[low]
    close: Mask = same & (gap_a <= GAP) & (gap_b <= GAP) & (gap_a > -ANCHOR) & (gap_b > -ANCHOR)
    return close


def _joined(runs: Runs) -> Passages:
    """Runs that are close to the one before make one passage."""
    count = len(runs.pair)
    if not count:
        return Passages(*(np.empty(0, np.int64) for _ in range(6)))
    index = np.arange(1, count)
    heads = np.flatnonzero(np.concatenate(([True], ~_close(runs, index - 1, index))))
    ends_a, ends_b = runs.a + runs.size, runs.b + runs.size
    return Passages(
        runs.pair[heads],
        np.minimum.reduceat(runs.a, heads),
        np.maximum.reduceat(ends_a, heads),
        np.minimum.reduceat(runs.b, heads),
        np.maximum.reduceat(ends_b, heads),
        np.add.reduceat(runs.size, heads),
    )
