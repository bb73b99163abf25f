"""Hashed features of a token's part in the attribution of a cue.

A feature is a template: a number mixed with the values of its columns. The mix's first bits are its place in a table of
weights. All pairs of cue and token and all templates are done at once.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from servanda.reading.attribution.grid import Grid, Ints, Keys

BITS = 18
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_OTHER = 0xC2B2AE3D27D4EB4F
_SHIFT = np.uint64(64 - BITS)
_FOLD = np.uint64(31)

#: Places of features: a row for each template, a column for each token.
Table = NDArray[np.int64]

#: Features of a token reached from the head of a cue. `edge` is the label that it was reached with, and how.
PAIR = (
    "edge", "edge tag", "edge lemma", "edge lower side", "edge tag side", "edge cue_lemma", "edge cue_lemma side deep",
    "edge cue_group tag", "edge cue_group side deep", "edge cue_bits deep", "edge cue_tag cue_dep deep", "edge quoted",
    "edge quoted tag side", "edge quoted deep cue_group", "edge apart side", "edge near tag", "edge marker deep",
    "edge marker cue_group", "edge marker cue_lemma", "edge bits deep", "edge via_tag tag", "edge via_lemma tag",
    "edge via_dep deep", "path", "path tag", "path cue_lemma", "path cue_group", "path side quoted",
    "path cue_tag cue_bits", "edge group cue_group", "edge lower lower2", "edge tag0 tag tag2",
    "edge told", "told tag", "told side deep", "edge told via_told", "told cue_told side", "edge told quoted side",
)  # fmt: skip


def mix(*columns: Keys | Ints) -> Keys:
    """One key for each row out of the keys of its columns."""
    key: Keys = columns[0].astype(np.uint64) * _PRIME
    for column in columns[1:]:
        key = (key ^ (key >> _FOLD) ^ column.astype(np.uint64)) * _PRIME
    return key


#: What of each token is looked at, for the token itself, for `via` and for the head of the cue.
_OF_TOKEN = ("tag", "lemma", "lower", "group", "marker", "bits", "dep", "told")
_OF_PAIR = ("edge", "path", "quoted", "side", "apart", "near", "deep", "tag0", "tag2", "lower2")
_NAMES = tuple(side + name for side in ("", "via_", "cue_") for name in _OF_TOKEN) + _OF_PAIR


@cache
def _layout() -> tuple[list[Ints], Keys]:
    """Which of _NAMES each template takes first, second and so on (one more, empty, where it has none); its number."""
    widest = max(len(t.split()) for t in PAIR)
    indices = np.full((widest, len(PAIR)), len(_NAMES))
    for number, template in enumerate(PAIR):
        for position, name in enumerate(template.split()):
            indices[position, number] = _NAMES.index(name)
    own = [(n * _OTHER) & 0xFFFFFFFFFFFFFFFF for n in range(1, len(PAIR) + 1)]
    return list(indices), np.array(own, dtype=np.uint64)


def _places(values: Keys) -> Table:
    """The places of all features of pairs, given the values of _NAMES, a row each, and a row of noughts."""
    order, own = _layout()
    key = values[order[0]]
    key += own[:, np.newaxis]
    key *= _PRIME
    for indices in order[1:]:
        key ^= key >> _FOLD
        key ^= values[indices]
        key *= _PRIME
    key >>= _SHIFT
    return key.view(np.int64)


def of_tokens(g: Grid) -> Keys:
    """What `pair_features` looks at of each token of a document, a row for each kind."""
    return np.stack([getattr(g, name) for name in _OF_TOKEN])


def pair_features(
    g: Grid, of: Keys, cue: Ints, token: Ints, via: Ints, label: Ints, up: Ints, path: Keys, depth: int
) -> Table:
    """Features of each pair of a cue's head and a token reached from it over `via`, whose label is known.

    `of` are the `of_tokens` of the document; `up` is 1 where `token` is the head of `via`, 0 where it is its dependent;
    `path` is the mix of all steps so far.
    """
    size = len(_OF_TOKEN)
    values = np.zeros((len(_NAMES) + 1, len(token)), dtype=np.uint64)
    for place, tokens in enumerate((token, via, cue)):
        values[place * size : (place + 1) * size] = of.take(tokens, axis=1)
    after, before = np.minimum(token + 1, len(g) - 1), np.maximum(token - 1, 0)
    q_token, q_cue, q_via = g.quote[token], g.quote[cue], g.quote[via]
    rest = values[3 * size :]  # in the order of _OF_PAIR
    rest[0] = mix(label, up, np.where(up == 1, g.dep[via], g.dep[token]))
    rest[1] = mix(path, label)
    rest[2] = (q_token > 0) + 2 * (q_cue > 0) + 4 * (q_token == q_cue) + 8 * (q_token == q_via) + 16 * (q_via > 0)
    rest[3] = (token < cue) + 2 * (token < via) + 4 * (via < cue)
    rest[4] = np.minimum(np.abs(token - cue), 12)
    rest[5] = np.minimum(np.abs(token - via), 6)
    rest[6] = min(depth, 5)
    rest[7], rest[8], rest[9] = g.tag[before], g.tag[after], g.lower[after]
    return _places(values)
