"""From scores to attributions: which cues stand, which lie within another's content, and whose quotation is whose."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.reading.attribution.features import Table
from servanda.reading.attribution.grid import Grid, Ints, candidates, is_spoken, tell, word
from servanda.reading.attribution.network import Floats, told
from servanda.reading.attribution.spread import CONTENT, CUE, NONE, SOURCE, Step, spread
from servanda.reading.attribution.weights import Models

#: The chance from which on a token heads a cue.
KEPT = 0.3
#: The same for a verb of saying within another's content. It is low, for the texts that teach leave such ones out.
INNER = 0.08
#: The chance, by the network, below which a token is no part of a cue, whatever the spreading makes of it.
UNLIKELY = 0.1
#: How many tokens behind a verb of saying its "that" is looked for.
_NEAR = 9


@dataclass(slots=True)
class Found:
    """One attribution: the head of its cue, its chance, each token's role, whether another's content holds it."""

    head: int
    chance: float
    roles: NDArray[np.int8]
    nested: bool = False

    def tokens(self, role: int) -> Ints:
        """The tokens of a role, in order."""
        found: Ints = (self.roles == role).nonzero()[0]
        return found

    def has(self, role: int) -> bool:
        """Whether some token has a role."""
        return role in self.roles.tobytes()


def choose(g: Grid, models: Models) -> list[Found]:
    """The attributions of a document in the order of their cues; of those within others' content, the plain reports."""
    if not len(g):
        return []
    scores = models.network.scores(g)
    g.told = told(scores)
    rows = candidates(g)
    chances = 1.0 / (1.0 + np.exp(-scores[rows, 0]))
    heads, chance = rows[chances >= INNER], chances[chances >= INNER]
    fit = (chance >= KEPT) | (tell(g, heads) & (g.quote[heads] == 0))
    heads, chance = heads[fit], chance[fit]
    part = models.part

    def decide(_: Step, table: Table) -> Ints:
        return part.best(table)

    labels = spread(g, heads, decide)
    _drop_unlikely(labels, heads, scores)
    tried = [Found(int(h), float(c), row) for h, c, row in zip(heads, chance, labels, strict=True)]
    kept: list[Found] = []
    taken = np.zeros(len(g), dtype=bool)
    for one in sorted(tried, key=lambda f: (-f.chance, f.head)):
        if one.chance >= KEPT and not taken[one.head]:
            kept.append(one)
            taken |= one.roles == CUE
    _claim_quotations(g, kept)
    for one in kept:
        if not one.has(CONTENT):
            _take_sentence(g, one, kept)
    for one in kept:
        _trim(g, one)
    kept = [f for f in kept if f.has(CONTENT)]
    _nest(kept)
    sentences = g.sentence[[one.head for one in kept]].tolist() if kept else []
    beside: dict[int, list[Found]] = {}
    for one, sentence in zip(kept, sentences, strict=True):
        beside.setdefault(sentence, []).append(one)
    for one, sentence in zip(kept, sentences, strict=True):
        if not one.nested:
            _shared_source(g, one, beside[sentence])
    inner = [one for one in tried if one.chance < KEPT and _is_inner(one, kept)]
    for one in inner:
        _trim(g, one)
        one.nested = True
    told_within = [one for one in (*kept, *inner) if one.nested]
    for one in told_within:
        _own_source(one, kept)
    plain = (one for one in told_within if _is_report(g, one))
    return sorted([*(one for one in kept if not one.nested), *plain], key=lambda f: f.head)


def _drop_unlikely(labels: NDArray[np.int8], heads: Ints, scores: Floats) -> None:
    """Takes from the cues, but for their heads, the tokens that the network takes for no part of any cue."""
    row, token = np.nonzero(labels == CUE)
    parts = np.exp(scores[token, 1:])
    unlikely = (parts[:, CUE] < UNLIKELY * parts.sum(axis=1)) & (token != heads[row])
    labels[row[unlikely], token[unlikely]] = NONE


def _is_inner(one: Found, kept: list[Found]) -> bool:
    """Whether an attribution that would not stand by itself lies with all its words in the content of another."""
    around = [k for k in kept if not k.nested and k.roles[one.head] == CONTENT]
    if not around or not one.has(CONTENT):
        return False
    own = np.flatnonzero(one.roles != NONE)
    return any((k.roles[own] == CONTENT).all() for k in around)


def _trim(g: Grid, one: Found) -> None:
    """Takes the comma off the beginning of a source, and of a content outside quotations."""
    for part in (SOURCE, CONTENT):
        tokens = one.tokens(part)
        if len(tokens) and int(g.lower[tokens[0]]) == word(",") and not g.quote[tokens[0]]:
            one.roles[tokens[0]] = NONE


def _nest(kept: list[Found]) -> None:
    """Marks those whose cue lies in another's content or source, unless that other one lies, less sure, in theirs."""
    if not kept:
        return
    roles = np.array([one.roles for one in kept])[:, [one.head for one in kept]]
    chance = np.array([one.chance for one in kept])
    inside = (roles == CONTENT) | (roles == SOURCE)
    np.fill_diagonal(inside, val=False)
    surer = (roles == CONTENT) & (chance[:, np.newaxis] >= chance)
    for one, nested in zip(kept, (inside & ~surer.T).any(axis=0).tolist(), strict=True):
        one.nested = nested


def _shared_source(g: Grid, one: Found, beside: list[Found]) -> None:
    """Gives a cue that goes on after another's content ("… said that it had, but added …") the other's source.

    Told by its own source, which would lie within that content, or, where it has none, by the syntax that joins them.
    `beside` are all those of its sentence.
    """
    source = one.tokens(SOURCE)
    for other in beside:
        if other.roles[one.head] != NONE or not other.has(SOURCE):
            continue
        joined = g.head[one.head] != one.head and other.roles[g.head[one.head]] in (CUE, CONTENT)
        if (other.roles[source] == CONTENT).all() if len(source) else joined:
            one.roles[source] = NONE
            one.roles[(other.roles == SOURCE) & (one.roles == NONE)] = SOURCE
            return


def _own_source(one: Found, kept: list[Found]) -> None:
    """Takes the source of an outer attribution from an inner one that has one of its own."""
    for outer in kept:
        if outer is not one and outer.roles[one.head] == CONTENT:
            shared = (one.roles == SOURCE) & (outer.roles == SOURCE)
            if shared.any() and ((one.roles == SOURCE) & ~shared).any():
                one.roles[shared] = NONE


def _is_report(g: Grid, one: Found) -> bool:
    """Whether somebody is told to have said so, outside quotations ("the paper wrote that the envoy said …")."""
    return one.has(SOURCE) and g.quote[one.head] == 0 and is_spoken(g, one.head)


def _take_sentence(g: Grid, one: Found, kept: list[Found]) -> None:
    """Gives a cue that the syntax gave no content the words of its sentence: those from a "that" close behind a verb of
    saying, else, where the cue ends its sentence after a comma ("…, the paper reported."), those before the comma."""
    own = np.flatnonzero(one.roles != NONE)
    sentence = np.flatnonzero(g.sentence == g.sentence[one.head])
    that = np.flatnonzero((g.lower[own[-1] + 1 : own[-1] + _NEAR] == word("that")) & is_spoken(g, one.head))
    begin = int(own[-1] + 1 + that[0]) if len(that) else len(g)
    end = min([int(sentence[-1]), *(k.head for k in kept if k.head > begin and k.roles[k.head] == CUE)])
    while end > begin and int(g.lower[end - 1]) in (word(","), word("and"), word("but")):
        end -= 1
    if begin < end:
        one.roles[begin:end] = CONTENT
        return
    first, last = int(own[0]), int(own[-1])
    begin, end = int(sentence[0]), int(sentence[-1])
    if not one.has(SOURCE) or first - 1 <= begin or last + 2 < end:
        return
    if g.lower[first - 1] == word(","):
        one.roles[begin : first - 1] = CONTENT


def _claim_quotations(g: Grid, kept: list[Found]) -> None:
    """Gives each quotation as a whole to the attribution that has most of it, or else that it follows."""
    speaking = [f for f in kept if g.quote[f.head] == 0]
    if not speaking or not g.spans:
        return
    table = np.array([f.roles for f in speaking])
    for one, row in zip(speaking, table, strict=True):
        one.roles = row
    first = np.searchsorted(g.start, [pieces[0].start for pieces in g.spans])
    last = np.searchsorted(g.start, [pieces[-1].end for pieces in g.spans])
    for number in range(len(g.spans)):
        inside = first[number] + np.flatnonzero(g.quote[first[number] : last[number]] == number + 1)
        if not len(inside):
            continue
        counts = np.count_nonzero(table[:, inside] == CONTENT, axis=1).tolist()
        shares = list(zip(counts, speaking, strict=True))
        most = max((n for n, _ in shares), default=0)
        if most * 2 >= len(inside):
            holders = [f for n, f in shares if n * 2 >= len(inside)]
            holder = min(holders, key=lambda f: (_apart(inside, f.head), -f.chance))
            holder.roles[inside[holder.roles[inside] == NONE]] = CONTENT
            for other in holders:
                if other is not holder and other.roles[holder.head] != CONTENT and _is_long(g, inside):
                    other.roles[inside[other.roles[inside] == CONTENT]] = NONE
        elif _is_long(g, inside):
            beside = _beside(g, inside, speaking) or _last_speaker(g, inside, speaking)
            follows = max(shares, key=lambda s: (s[0], s[1].chance))[1] if most else beside
            if follows is not None:
                follows.roles[inside[follows.roles[inside] == NONE]] = CONTENT


def _apart(inside: Ints, head: int) -> int:
    """How many tokens lie between a quotation and the head of a cue."""
    return int(min(abs(inside[0] - head), abs(inside[-1] - head)))


def _is_long(g: Grid, inside: Ints) -> bool:
    """Whether a quotation is more than a few quoted words."""
    return len(inside) >= 6 or g.sentence[inside[0]] != g.sentence[inside[-1]]


def _beside(g: Grid, inside: Ints, speaking: list[Found]) -> Found | None:
    """Whose cue, without content so far, stands right after a quotation or right before it, in the same paragraph."""
    for one in speaking:
        if g.block[one.head] != g.block[inside[0]]:
            continue
        own = np.flatnonzero(one.roles != NONE)
        touches = own[0] == inside[-1] + 1 or own[-1] + 1 == inside[0]
        if touches and not one.has(CONTENT) and g.block[own[0]] == g.block[inside[0]]:
            return one
    return None


def _last_speaker(g: Grid, inside: Ints, speaking: list[Found]) -> Found | None:
    """Who speaks a quotation in sentences of its own: who spoke the one before, in this or the last paragraph."""
    first = int(inside[0])
    sentences = set(g.sentence[inside].tolist())
    before = [f for f in speaking if f.head < first]
    if not before or not all((g.quote[g.sentence == s] == g.quote[first]).mean() > 0.9 for s in sentences):
        return None
    holder = max(before, key=lambda f: f.head)
    quoted = bool((g.quote[holder.roles == CONTENT] > 0).any())
    last = int(np.flatnonzero(holder.roles != NONE)[-1])
    near = g.sentence[first] - g.sentence[holder.head] <= 4 and g.block[first] - g.block[last] <= 1
    return holder if quoted and near else None
