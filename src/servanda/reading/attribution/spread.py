"""From the head of a cue outwards over the syntax: which tokens are cue, source or content of its attribution."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.reading.attribution.features import Table, mix, of_tokens, pair_features
from servanda.reading.attribution.grid import Grid, Ints, Keys

NONE, CUE, SOURCE, CONTENT = range(4)
#: How many steps from the head of a cue are looked at.
_DEPTH = 12


@dataclass(slots=True)
class Step:
    """All tokens reached in one step: for each the cue (its row), the token, and where it was reached from."""

    row: Ints
    token: Ints
    via: Ints
    label: Ints
    up: Ints
    path: Keys


def spread(g: Grid, cues: Ints, decide: Callable[[Step, Table], Ints]) -> NDArray[np.int8]:
    """The label of each token for each cue, as rows of an array (cues by tokens); `decide` labels one step's tokens."""
    labels = np.zeros((len(cues), len(g)), dtype=np.int8)
    rows = np.arange(len(cues))
    labels[rows, cues] = CUE
    first, children = _children(g)
    of = of_tokens(g)
    token, via = cues.copy(), np.full(len(cues), -1)
    path = np.zeros(len(cues), dtype=np.uint64)
    label = np.full(len(cues), CUE)
    for depth in range(_DEPTH):
        step = _reach(g, first, children, rows, token, via, label, path)
        if not len(step.row):
            break
        table = pair_features(g, of, cues[step.row], step.token, step.via, step.label, step.up, step.path, depth + 1)
        decided = decide(step, table)
        labels[step.row, step.token] = decided
        # Below what is none of the three nothing is looked for; above it, the search goes on.
        on = (decided != NONE) | (step.up == 1)
        rows, token, via, path, label = step.row[on], step.token[on], step.via[on], step.path[on], decided[on]
    return labels


def _children(g: Grid) -> tuple[Ints, Ints]:
    """The dependents of all tokens, sorted by head, and where each head's begin."""
    indices = np.arange(len(g))
    below = indices[g.head != indices]
    order = below[np.argsort(g.head[below], kind="stable")]
    first = np.searchsorted(g.head[order], np.arange(len(g) + 1))
    return first, order


def _reach(g: Grid, first: Ints, children: Ints, rows: Ints, token: Ints, via: Ints, label: Ints, path: Keys) -> Step:
    """The neighbours in the syntax of the tokens last labelled, but for those that they were reached from."""
    counts = first[token + 1] - first[token]
    source = np.repeat(np.arange(len(token)), counts)
    offset = np.arange(len(source)) - np.repeat(np.cumsum(counts) - counts, counts)
    down = children[np.repeat(first[token], counts) + offset]
    upward = np.flatnonzero(g.head[token] != token)
    source = np.concatenate([source, upward])
    reached = np.concatenate([down, g.head[token[upward]]])
    up = np.zeros(len(source), dtype=np.int64)
    up[len(down) :] = 1
    fresh = reached != via[source]
    source, reached, up = source[fresh], reached[fresh], up[fresh]
    here = token[source]
    edge = np.where(up == 1, g.dep[here], g.dep[reached])
    grown = mix(path[source], up, edge)
    return Step(rows[source], reached, here, label[source], up, grown)
