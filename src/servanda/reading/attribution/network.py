"""A small network over the syntax: of each token, how likely it heads a cue and which part in an attribution it has.

Its input is the vector that the syntax layer has of each token, its words and tags as sums of learned rows. Each layer
adds to a token what it takes from its neighbours, the token above it, those below it and the most telling ones of its
sentence. Trained with torch by `training/attribution/network.py`; run here with NumPy alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from servanda.reading.attribution.grid import DEPENDENTS, Grid, Ints, Keys

Floats = NDArray[np.float32]

#: The columns of a token that have learned rows.
COLUMNS = ("tag", "dep", "group", "marker", "subject", "lemma", "lower", "quoted", "place")
#: Outputs: whether a token heads a cue (log odds), then its part as in `spread` (none, cue, source, content).
OUTPUTS = 5
_BITS = np.arange(DEPENDENTS, dtype=np.uint64)
_FIRST_PLACES = 5
_SMALL = np.float32(1e-5)
_TWO, _FOUR, _EIGHT = np.uint64(2), np.uint64(4), np.uint64(8)
#: Chances from which on a token's likeliest part counts as likely, and as sure.
_LIKELY, _SURE = 0.6, 0.85


@dataclass(frozen=True, slots=True)
class Ties:
    """Where each of n tokens takes from: indices of the token before and after it in its paragraph and above it, n for
    none; pairs of tokens and those above them, no token twice above in one pair of arrays; the sentence of each token
    and where sentences begin.
    """

    before: Ints
    after: Ints
    above: Ints
    below: tuple[tuple[Ints, Ints], ...]
    sentence: Ints
    sentences: Ints


def columns(g: Grid) -> dict[str, Keys]:
    """The keys of each of COLUMNS for all tokens."""
    inside = (g.quote > 0).astype(np.uint64)
    said = np.zeros(int(g.sentence[-1]) + 1, dtype=np.uint64)
    said[g.sentence[g.quote > 0]] = 1
    before, after = np.roll(inside, 1), np.roll(inside, -1)
    before[0] = after[-1] = 0
    quoted = inside | (before != inside) * _TWO | (after != inside) * _FOUR | said[g.sentence] * _EIGHT
    place = np.minimum(np.arange(len(g)) - np.searchsorted(g.block, g.block), _FIRST_PLACES)
    named = {name: getattr(g, name) for name in COLUMNS[:-2]}
    return {**named, "quoted": quoted, "place": place.astype(np.uint64)}


def dependents(g: Grid) -> Floats:
    """Which dependents each token has, a column for each relation that matters."""
    return ((g.bits[:, None] >> _BITS) & np.uint64(1)).astype(np.float32)


def ties(g: Grid) -> Ties:
    """Where each token takes from."""
    n = len(g)
    at = np.arange(n)
    opens = np.ones(n, dtype=bool)
    opens[1:] = g.block[1:] != g.block[:-1]
    closes = np.append(opens[1:], True)
    sentences = np.flatnonzero(np.append(True, g.sentence[1:] != g.sentence[:-1]))
    return Ties(
        np.where(opens, n, at - 1),
        np.where(closes, n, at + 1),
        np.where(g.head == at, n, g.head),
        tuple(_below(g)),
        np.searchsorted(sentences, at, side="right") - 1,
        sentences,
    )


def _below(g: Grid) -> Iterator[tuple[Ints, Ints]]:
    """The first dependents of all tokens that have one, with their heads, then the second ones, and so on."""
    child = np.flatnonzero(g.head != np.arange(len(g)))
    child = child[np.argsort(g.head[child], kind="stable")]
    head = g.head[child]
    rank = np.arange(len(head)) - np.searchsorted(head, head)
    order = np.argsort(rank, kind="stable")
    edges = np.searchsorted(rank[order], np.arange(int(rank.max(initial=-1)) + 2))
    for first, last in pairwise(edges.tolist()):
        chosen = order[first:last]
        yield child[chosen], head[chosen]


def _around(tied: Ties) -> Ints:
    """Five tokens for each token: itself, the one before, after and above it, its first dependent; n for none."""
    n = len(tied.above)
    around = np.stack([np.arange(n), tied.before, tied.after, tied.above, np.full(n, n)], axis=1)
    for child, head in tied.below[:1]:
        around[head, 4] = child
    return around


@dataclass(frozen=True, slots=True)
class Layer:
    """What a token takes from itself, before, after, above, below (5 widths by width) and its sentence."""

    around: Floats
    bias: Floats
    sentence: Floats
    scale: Floats
    shift: Floats


@dataclass(frozen=True, slots=True)
class Network:
    """`known` are the sorted keys of each column and `rows` their learned rows, the first for all others; rows are as
    wide as the network and its outputs together.
    """

    known: dict[str, Keys]
    rows: dict[str, Floats]
    vectors: Floats
    dependents: Floats
    bias: Floats
    scale: Floats
    shift: Floats
    layers: tuple[Layer, ...]
    out: Floats

    def scores(self, g: Grid) -> Floats:
        """The outputs for each token, a row each."""
        total = g.vectors @ self.vectors + dependents(g) @ self.dependents + self.bias
        for name, keys in columns(g).items():
            known = self.known[name]
            at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            total += self.rows[name][np.where(known[at] == keys, at + 1, 0)]
        width = len(self.scale)
        state = _norm(np.maximum(total[:, :width], 0), self.scale, self.shift)
        tied = ties(g)
        around = _around(tied)
        for layer in self.layers:
            state = self._deeper(layer, state, tied, around)
        out: Floats = state @ self.out + total[:, width:]
        return out

    def _deeper(self, layer: Layer, state: Floats, tied: Ties, around: Ints) -> Floats:
        n, width = state.shape
        taken = np.concatenate([state, np.zeros((1, width), np.float32)]).take(around, axis=0)
        for child, head in tied.below[1:]:
            taken[head, 4] += state[child]
        told = np.maximum.reduceat(state, tied.sentences) @ layer.sentence + layer.bias
        added = taken.reshape(n, 5 * width) @ layer.around + told[tied.sentence]
        return _norm(state + np.maximum(added, 0), layer.scale, layer.shift)


def told(scores: Floats) -> Keys:
    """The likeliest part of each token by a network's outputs, and how likely it is, as a key."""
    parts = np.exp(scores[:, 1:] - scores[:, 1:].max(axis=1, keepdims=True))
    parts /= parts.sum(axis=1, keepdims=True)
    best, chance = parts.argmax(axis=1), parts.max(axis=1)
    keys: Keys = (1 + best * 3 + (chance >= _LIKELY) + (chance >= _SURE)).astype(np.uint64)
    return keys


def _norm(values: Floats, scale: Floats, shift: Floats) -> Floats:
    """Each row with mean nought and variance one, scaled and shifted."""
    width = values.shape[1]
    values = values - values.sum(axis=1, keepdims=True) / width
    spread = np.sqrt(np.einsum("ij,ij->i", values, values) / width + _SMALL)
    normed: Floats = values * (1 / spread)[:, None] * scale + shift
    return normed
