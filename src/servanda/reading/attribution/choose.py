"""From scores to attributions: which cues stand, which lie within another's content, and whose quotation is whose."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.reading.attribution.features import Table, cue_features
from servanda.reading.attribution.grid import Grid, Ints
from servanda.reading.attribution.spread import CONTENT, CUE, NONE, SOURCE, Step, spread
from servanda.reading.attribution.weights import Linear

#: A token is tried as a cue from this chance on, and kept from the second on.
TRIED = 0.2
KEPT = 0.4


@dataclass(slots=True)
class Found:
    """One attribution: the head of its cue, its chance, each token's role, whether another's content holds it."""

    head: int
    chance: float
    roles: NDArray[np.int8]
    nested: bool = False

    def tokens(self, role: int) -> Ints:
        """The tokens of a role, in order."""
        return np.flatnonzero(self.roles == role)


def choose(g: Grid, models: dict[str, Linear]) -> list[Found]:
    """The attributions of a document, those within others' content marked, in the order of their cues."""
    if not len(g):
        return []
    scores = models["cue"].scores(cue_features(g))
    chance = 1.0 / (1.0 + np.exp(scores[:, 0] - scores[:, 1]))
    heads = np.flatnonzero(chance >= TRIED)
    role = models["role"]

    def decide(_: Step, table: Table) -> Ints:
        return role.best(table)

    labels = spread(g, heads, decide)
    tried = [Found(int(h), float(chance[h]), labels[i]) for i, h in enumerate(heads)]
    kept: list[Found] = []
    for one in sorted(tried, key=lambda f: (-f.chance, f.head)):
        if one.chance < KEPT or not (one.roles == CONTENT).any():
            continue
        if any(k.roles[one.head] == CUE for k in kept):
            continue
        kept.append(one)
    _claim_quotations(g, kept)
    for one in kept:
        one.nested = any(k is not one and k.roles[one.head] in (CONTENT, SOURCE) and not _within(one, k) for k in kept)
    return sorted(kept, key=lambda f: f.head)


def _within(outer: Found, inner: Found) -> bool:
    """Whether the inner one's cue is content of the outer and the outer is the surer of the two."""
    return outer.roles[inner.head] == CONTENT and outer.chance >= inner.chance


def _claim_quotations(g: Grid, kept: list[Found]) -> None:
    """Gives each quotation as a whole to the attribution that has part of it, or that it follows or announces."""
    speaking = [f for f in kept if g.quote[f.head] == 0]
    for number in range(1, len(g.spans) + 1):
        inside = np.flatnonzero(g.quote == number)
        if not len(inside):
            continue
        holders = [(int((f.roles[inside] == CONTENT).sum()), f) for f in speaking]
        most, holder = max(holders, key=lambda h: (h[0], h[1].chance), default=(0, None))
        if holder is None or not most:
            holder = _neighbour(g, inside, speaking)
        if holder is not None and (most * 2 >= len(inside) or _is_sentences(g, inside)):
            taken = inside[holder.roles[inside] == NONE]
            holder.roles[taken] = CONTENT


def _is_sentences(g: Grid, inside: Ints) -> bool:
    """Whether a quotation is more than a few quoted words: it ends or begins a sentence, or runs over several."""
    return len(inside) >= 6 or g.sentence[inside[0]] != g.sentence[inside[-1]]


def _neighbour(g: Grid, inside: Ints, speaking: list[Found]) -> Found | None:
    """Who speaks a quotation in sentences of its own: who spoke the one before, in this or the last paragraph."""
    first = int(inside[0])
    sentences = set(g.sentence[inside].tolist())
    whole = all((g.quote[g.sentence == s] == g.quote[first]).mean() > 0.9 for s in sentences)
    if not whole:
        return None
    before = [f for f in speaking if f.head < first]
    if not before:
        return None
    holder = max(before, key=lambda f: f.head)
    gap = int(g.sentence[first] - g.sentence[holder.head])
    quoted = (g.quote[holder.roles == CONTENT] > 0).any()
    near = g.block[holder.head] == g.block[first] or int(g.block[first] - g.block[last_of(holder)]) <= 1
    return holder if near and gap <= 4 and quoted else None


def last_of(one: Found) -> int:
    """The last token of an attribution."""
    return int(np.flatnonzero(one.roles != NONE)[-1])
