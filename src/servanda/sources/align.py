"""Shared passages of many pairs of documents at once, in numpy.

Runs of at least `ANCHOR` words that stand in both documents anchor a pair. Runs of `SEED` words or more that lie near
an anchor, at about the same distance in both documents, belong to it: between them a word was changed, a name
retyped, a mark or a line of furniture put in. Runs at most `GAP` words apart in both documents make one passage.
Where a pair has little else, a chain of runs with up to `WIDE` words between them is one passage, too, if it is long
and dense enough: a text that was revised sentence by sentence. Order does not matter, so that reordered sentences are
found; time and memory grow with the words, not their product.
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
WIDE = 10
REVISED = 16  # equal words of a revision
DENSE = 0.5  # part of a revision's words that are equal, at least
LITTLE = 0.25  # part of the shorter document's words in runs, below which revisions are looked for
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

    def take(self, which: Mask | Ints) -> "Passages":
        """Some of the passages."""
        parts = (self.pair, self.a_first, self.a_end, self.b_first, self.b_end, self.equal)
        return Passages(*(part[which] for part in parts))


@dataclass(frozen=True, slots=True)
class Seeds:
    """The hashes of every `SEED` words of a document, in order of size, each with the word it begins at."""

    hashes: U64
    places: Ints
    words: int


def seeds(words: U32) -> Seeds:
    """The seeds of a document, so that it can be aligned with many others."""
    hashes = shingles(words, SEED) >> (np.uint64(64) - _HASH_BITS)
    places = np.argsort(hashes, kind="stable")
    return Seeds(hashes[places], places, len(words))


def align(firsts: Sequence[Seeds], seconds: Sequence[Seeds]) -> Passages:
    """The passages that each of `firsts` shares with its counterpart in `seconds`."""
    runs = _runs(_Side.of(firsts), _Side.of(seconds))
    kept = _supported(runs)
    shortest = np.array([min(a.words, b.words) for a, b in zip(firsts, seconds, strict=True)], np.int64)
    held = np.bincount(runs.pair[kept], runs.size[kept], minlength=len(shortest))
    revised, continued = _revisions(runs, held < LITTLE * shortest)
    places = np.flatnonzero(kept | revised)
    follows = continued[places] & (np.diff(places, prepend=-1) == 1)
    return _joined(runs.take(places), follows)


@dataclass(frozen=True, slots=True)
class _Side:
    """The seeds of one side of all pairs: keys, which hold the pair and the words, in order; places end to end."""

    keys: U64
    places: Ints
    begins: Ints
    words: int

    @classmethod
    def of(cls, documents: Sequence[Seeds]) -> "_Side":
        sizes = np.array([d.words for d in documents], np.int64)
        counts = np.array([len(d.hashes) for d in documents], np.int64)
        begins = np.cumsum(sizes) - sizes
        pair = np.repeat(np.arange(len(documents)).astype(np.uint64) << _HASH_BITS, counts)
        keys = np.concatenate([np.empty(0, np.uint64), *(d.hashes for d in documents)])
        keys |= pair
        places = np.concatenate([np.empty(0, np.int64), *(d.places for d in documents)]) + np.repeat(begins, counts)
        return cls(keys, places, begins, int(sizes.sum()))


def _no_runs() -> Runs:
    return Runs(*(np.empty(0, np.int64) for _ in range(4)))


def _runs(a: _Side, b: _Side) -> Runs:
    if not len(a.keys) or not len(b.keys):
        return _no_runs()
    left = np.minimum(np.searchsorted(b.keys, a.keys), len(b.keys) - 1)
    hit = np.flatnonzero(b.keys[left] == a.keys)
    if not len(hit):
        return _no_runs()
    entry = np.full(a.words, -1, np.int64)  # by place in a: where its key stands in b.keys
    entry[a.places[hit]] = left[hit]
    i = np.flatnonzero(entry >= 0)
    group = entry[i]
    first = np.concatenate(([True], b.keys[1:] != b.keys[:-1]))
    heads = np.concatenate((np.flatnonzero(first), [len(first)]))
    size = np.diff(heads)[(np.cumsum(first) - 1)[group]]
    j = b.places[group]
    if int(size.max()) == 1:
        return _collected(i, j, a.begins, b.begins, len(i))
    j = _untangled(i, j, size > 1, b, group, a.begins)
    extra_i, extra_j = _repeated(i, j, group, size, b.places)
    return _collected(np.concatenate((i, extra_i)), np.concatenate((j, extra_j)), a.begins, b.begins, len(i))


def _untangled(i: Ints, j: Ints, several: Mask, b: _Side, group: Ints, begins_a: Ints) -> Ints:
    """Where a seed stands in b more than once, takes the place that continues its neighbours, if there is one."""
    unsure = np.flatnonzero(several)
    keys = b.keys[group[unsure]]
    key_at = np.zeros(b.words, np.uint64)
    key_at[b.places] = b.keys
    owner = (keys >> _HASH_BITS).astype(np.int64)
    straight = b.begins[owner] - begins_a[owner]
    tries = [straight]
    once = np.flatnonzero(~several)
    if len(once):
        shift = j[once] - i[once]
        after = np.searchsorted(once, unsure)
        tries += [shift[np.minimum(after, len(once) - 1)], shift[np.maximum(after - 1, 0)]]
    j = j.copy()
    for attempt in tries:  # the last that fits wins
        target = i[unsure] + attempt
        inside = (target >= 0) & (target < len(key_at))
        fits = inside & (key_at[np.where(inside, target, 0)] == keys)
        j[unsure[fits]] = target[fits]
    return j


def _repeated(i: Ints, j: Ints, group: Ints, size: Ints, places: Ints) -> tuple[Ints, Ints]:
    """Places of b that no place of a was put to, though the same seed stands in a: b says it more than once."""
    groups, where = np.unique(group[size > 1], return_index=True)
    where = np.flatnonzero(size > 1)[where]
    sizes = size[where]
    members = np.repeat(groups - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
    targets, partner = places[members], np.repeat(i[where], sizes)
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


def _supported(runs: Runs) -> Mask:
    """Which runs are anchors, or shorter and near one in both documents."""
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
    return kept


def _in_chain(runs: Runs) -> Mask:
    """Runs that follow each other closely in both documents and together hold `CHAIN` equal words."""
    if not len(runs.pair):
        return np.zeros(0, bool)
    index = np.arange(1, len(runs.pair))
    chain = np.cumsum(np.concatenate(([0], ~_close(runs, index - 1, index))))
    held: Mask = np.bincount(chain, runs.size)[chain] >= CHAIN
    return held


def _revisions(runs: Runs, wanted: Mask) -> tuple[Mask, Mask]:
    """Which runs are of a revision, of the pairs that are `wanted`; and which of these continue the run before."""
    if not len(runs.pair):
        return np.zeros(0, bool), np.zeros(0, bool)
    index = np.arange(1, len(runs.pair))
    linked = np.concatenate(([False], _close(runs, index - 1, index, WIDE))) & wanted[runs.pair]
    heads = np.flatnonzero(~linked)
    tails = np.concatenate((heads[1:], [len(linked)])) - 1
    equal = np.add.reduceat(runs.size, heads)
    words = runs.a[tails] + runs.b[tails] + 2 * runs.size[tails] - runs.a[heads] - runs.b[heads]
    good = ((equal >= REVISED) & (2 * equal >= DENSE * words))[np.cumsum(~linked) - 1]
    return good & wanted[runs.pair], good & linked


def _close(runs: Runs, low: Ints, high: Ints, most: int = GAP) -> Mask:
    """Whether run `high` begins where run `low` ends, give or take `most` words, in both documents."""
    gap_a = runs.a[high] - runs.a[low] - runs.size[low]
    gap_b = runs.b[high] - runs.b[low] - runs.size[low]
    same = runs.pair[high] == runs.pair[low]
    close: Mask = same & (gap_a <= most) & (gap_b <= most) & (gap_a > -ANCHOR) & (gap_b > -ANCHOR)
    return close


def _joined(runs: Runs, follows: Mask) -> Passages:
    """Runs that are close to the one before, or are said to follow it, make one passage."""
    count = len(runs.pair)
    if not count:
        return Passages(*(np.empty(0, np.int64) for _ in range(6)))
    index = np.arange(1, count)
    heads = np.flatnonzero(np.concatenate(([True], ~_close(runs, index - 1, index) & ~follows[1:])))
    ends_a, ends_b = runs.a + runs.size, runs.b + runs.size
    return Passages(
        runs.pair[heads],
        np.minimum.reduceat(runs.a, heads),
        np.maximum.reduceat(ends_a, heads),
        np.minimum.reduceat(runs.b, heads),
        np.maximum.reduceat(ends_b, heads),
        np.add.reduceat(runs.size, heads),
    )
