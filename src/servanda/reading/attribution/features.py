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


@cache
def _layout(templates: tuple[str, ...], names: tuple[str, ...]) -> tuple[list[Ints], Keys]:
    """Which column each template takes first, second and so on (the last, empty, where it has no more); its number."""
    widest = max(len(t.split()) for t in templates)
    indices = np.full((widest, len(templates)), len(names))
    for number, template in enumerate(templates):
        for position, name in enumerate(template.split()):
            indices[position, number] = names.index(name)
    own = [(n * _OTHER) & 0xFFFFFFFFFFFFFFFF for n in range(1, len(templates) + 1)]
    return list(indices), np.array(own, dtype=np.uint64)


def _places(templates: tuple[str, ...], columns: dict[str, Keys]) -> Table:
    """The places of all features: a row for each template, a column for each token."""
    order, own = _layout(templates, tuple(columns))
    values = np.stack([*columns.values(), np.zeros_like(next(iter(columns.values())))])
    key = values[order[0]]
    key += own[:, np.newaxis]
    key *= _PRIME
    for indices in order[1:]:
        key ^= key >> _FOLD
        key ^= values[indices]
        key *= _PRIME
    key >>= _SHIFT
    return key.view(np.int64)


def pair_features(g: Grid, cue: Ints, token: Ints, via: Ints, label: Ints, up: Ints, path: Keys, depth: int) -> Table:
    """Features of each pair of a cue's head and a token reached from it over `via`, whose label is known.

    `up` is 1 where `token` is the head of `via`, 0 where it is its dependent; `path` is the mix of all steps so far.
    """
    after, before = np.minimum(token + 1, len(g) - 1), np.maximum(token - 1, 0)
    q_token, q_cue, q_via = g.quote[token], g.quote[cue], g.quote[via]
    quoted = (q_token > 0) + 2 * (q_cue > 0) + 4 * (q_token == q_cue) + 8 * (q_token == q_via) + 16 * (q_via > 0)
    side = (token < cue) + 2 * (token < via) + 4 * (via < cue)
    columns = {
        "edge": mix(label, up, np.where(up == 1, g.dep[via], g.dep[token])), "path": mix(path, label),
        "tag": g.tag[token], "lemma": g.lemma[token], "lower": g.lower[token], "group": g.group[token],
        "marker": g.marker[token], "bits": g.bits[token], "tag0": g.tag[before], "tag2": g.tag[after],
        "lower2": g.lower[after], "via_tag": g.tag[via], "via_lemma": g.lemma[via], "via_dep": g.dep[via],
        "cue_lemma": g.lemma[cue], "cue_group": g.group[cue], "cue_tag": g.tag[cue], "cue_bits": g.bits[cue],
        "cue_dep": g.dep[cue], "quoted": quoted.astype(np.uint64), "side": side.astype(np.uint64),
        "apart": np.minimum(np.abs(token - cue), 12).astype(np.uint64),
        "near": np.minimum(np.abs(token - via), 6).astype(np.uint64),
        "told": g.told[token], "via_told": g.told[via], "cue_told": g.told[cue],
        "deep": np.full(len(token), min(depth, 5), dtype=np.uint64),
    }  # fmt: skip
    return _places(PAIR, columns)
