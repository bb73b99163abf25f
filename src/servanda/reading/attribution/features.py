"""Hashed features: of a token as the head of a cue, and of a token's part in the attribution of a cue.

A feature is a template's number mixed with the values of its columns; the mix's first bits are its place in a table of
weights. All tokens (or pairs) are done at once.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from servanda.reading.attribution.grid import Grid, Ints, Keys

BITS = 18
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_OTHER = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(64 - BITS)
_FOLD = np.uint64(31)

Table = NDArray[np.uint32]


def mix(*columns: Keys | Ints) -> Keys:
    """One key for each row out of the keys of its columns."""
    key = columns[0].astype(np.uint64) * _PRIME
    for column in columns[1:]:
        key = (key ^ (key >> _FOLD) ^ column.astype(np.uint64)) * _PRIME
        key ^= key >> _FOLD
    return key


def _places(templates: Iterator[Keys], rows: int) -> Table:
    """The places of all features: a row for each token, a column for each template."""
    columns = []
    for number, key in enumerate(templates, 1):
        own = np.uint64(number * int(_OTHER) & 0xFFFFFFFFFFFFFFFF)
        columns.append((((key + own) * _PRIME) >> _SHIFT).astype(np.uint32))
    return np.stack(columns, axis=1) if columns else np.zeros((rows, 0), np.uint32)


def _shifted(column: Keys | Ints, by: int) -> Keys:
    """The column's value `by` tokens further on (before, if negative); 1 beyond the ends."""
    out = np.ones(len(column), dtype=np.uint64)
    if by > 0:
        out[:-by] = column[by:]
    else:
        out[-by:] = column[:by]
    return out


def cue_features(grid: Grid) -> Table:
    """Features of each token as the head of a cue."""
    return _places(_of_cues(grid), len(grid))


def quote_state(grid: Grid) -> Keys:
    """0 outside, 1 inside a quotation; +2 where the token before, +4 where the token after, is the other."""
    inside = (grid.quote > 0).astype(np.uint64)
    before, after = _shifted(inside, -1), _shifted(inside, 1)
    state: Keys = inside + np.uint64(2) * (before != inside) + np.uint64(4) * (after != inside)
    return state


def _of_cues(g: Grid) -> Iterator[Keys]:
    h = g.head
    quoted = quote_state(g)
    root = (h == np.arange(len(g))).astype(np.uint64)
    up = g.lemma[h]
    has_quote = np.zeros(int(g.sentence[-1]) + 2 if len(g) else 1, dtype=np.uint64)
    np.maximum.at(has_quote, g.sentence, (g.quote > 0).astype(np.uint64))
    sentence_quoted = has_quote[g.sentence] + np.uint64(2) * (quoted & np.uint64(1))
    above = _reporting_above(g)
    previous, following = _shifted(g.lower, -1), _shifted(g.lower, 1)
    yield g.lemma
    yield g.lower
    yield mix(g.tag, g.dep)
    yield mix(g.lemma, g.tag)
    yield mix(g.lemma, g.dep)
    yield g.group
    yield mix(g.group, g.tag)
    yield mix(g.group, g.dep)
    yield mix(g.bits, g.tag)
    yield mix(g.group, g.bits)
    yield mix(g.lemma, g.bits)
    yield mix(g.dep, up)
    yield mix(g.lemma, up)
    yield mix(g.group, g.group[h], g.dep)
    yield mix(g.dep, g.dep[h], g.tag)
    yield mix(g.lemma, g.marker)
    yield mix(g.lemma, previous)
    yield mix(g.lemma, following)
    yield mix(g.group, g.tag, following)
    yield mix(previous, g.tag)
    yield mix(following, g.tag)
    yield mix(_shifted(g.tag, -1), g.tag, _shifted(g.tag, 1))
    yield mix(quoted, g.tag)
    yield mix(quoted, g.group)
    yield mix(quoted, g.lemma)
    yield mix(sentence_quoted, g.tag, g.group)
    yield mix(sentence_quoted, g.dep, root)
    yield mix(g.subject, g.group)
    yield mix(g.subject, g.lemma)
    yield mix(g.subject, g.bits, g.tag)
    yield mix(above, g.tag)
    yield mix(above, g.dep, g.group)
    yield mix(above, sentence_quoted, g.group)
    yield mix(g.lower, following, _shifted(g.lower, 2))
    yield mix(g.marker, g.tag, g.group)
    yield mix(_shifted(g.tag, 1), _shifted(g.tag, 2), g.group)
    yield mix(g.group, _shifted(g.group, -1), _shifted(g.group, 1))


def _reporting_above(g: Grid) -> Keys:
    """The group of the nearest reporting word above each token, at most six steps up, and how it is reached."""
    above = np.zeros(len(g), dtype=np.uint64)
    at = np.arange(len(g))
    dep = g.dep
    via = dep.copy()
    for _ in range(6):
        parent = g.head[at]
        fresh = (above == 0) & (g.group[parent] > 0) & (parent != at)
        above[fresh] = (g.group[parent] ^ (via * _PRIME))[fresh]
        via = dep[parent]
        at = parent
    return above


def pair_features(g: Grid, cue: Ints, token: Ints, via: Ints, label: Ints, up: Ints, path: Keys, depth: Ints) -> Table:
    """Features of each pair of a cue's head and a token reached from it over `via`, whose label is known.

    `up` is 1 where `token` is the head of `via`, 0 where it is its dependent; `path` is the mix of all steps so far.
    """
    return _places(_of_pairs(g, cue, token, via, label, up, path, depth), len(cue))


def _of_pairs(
    g: Grid, cue: Ints, token: Ints, via: Ints, label: Ints, up: Ints, path: Keys, depth: Ints
) -> Iterator[Keys]:
    edge = np.where(up == 1, g.dep[via], g.dep[token])
    base = mix(label, up, edge)
    tag, lemma, lower, group = g.tag[token], g.lemma[token], g.lower[token], g.group[token]
    cue_lemma, cue_group, cue_tag, cue_bits = g.lemma[cue], g.group[cue], g.tag[cue], g.bits[cue]
    q_token, q_cue, q_via = g.quote[token], g.quote[cue], g.quote[via]
    quoted = (
        (q_token > 0).astype(np.uint64)
        + np.uint64(2) * (q_cue > 0)
        + np.uint64(4) * (q_token == q_cue)
        + np.uint64(8) * (q_token == q_via)
        + np.uint64(16) * (q_via > 0)
    )
    side = (token < cue).astype(np.uint64) + np.uint64(2) * (token < via) + np.uint64(4) * (via < cue)
    apart = np.minimum(np.abs(token - cue), 12).astype(np.uint64)
    near = np.minimum(np.abs(token - via), 6).astype(np.uint64)
    marker = g.marker[token]
    deep = np.minimum(depth, 5).astype(np.uint64)
    yield base
    yield mix(base, tag)
    yield mix(base, lemma)
    yield mix(base, lower, side)
    yield mix(base, tag, side)
    yield mix(base, cue_lemma)
    yield mix(base, cue_lemma, side, deep)
    yield mix(base, cue_group, tag)
    yield mix(base, cue_group, side, deep)
    yield mix(base, cue_bits, deep)
    yield mix(base, cue_tag, g.dep[cue], deep)
    yield mix(base, quoted)
    yield mix(base, quoted, tag, side)
    yield mix(base, quoted, deep, cue_group)
    yield mix(base, apart, side)
    yield mix(base, near, tag)
    yield mix(base, marker, deep)
    yield mix(base, marker, cue_group)
    yield mix(base, marker, cue_lemma)
    yield mix(base, g.bits[token], deep)
    yield mix(base, g.tag[via], tag)
    yield mix(base, g.lemma[via], tag)
    yield mix(base, g.dep[via], up, deep)
    yield mix(path, label)
    yield mix(path, label, tag)
    yield mix(path, label, cue_lemma)
    yield mix(path, label, cue_group)
    yield mix(path, label, side, quoted)
    yield mix(path, label, cue_tag, cue_bits)
    yield mix(base, group, cue_group)
    yield mix(lower, _next(g.lower, token), base)
    yield mix(g.tag[np.maximum(token - 1, 0)], tag, _next(g.tag, token), base)


def _next(column: Keys, token: Ints) -> Keys:
    return column[np.minimum(token + 1, len(column) - 1)]
