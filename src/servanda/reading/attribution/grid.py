"""The tokens of a document's prose as arrays, so that features of all of them are made at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from servanda.codebook import load_toml
from servanda.reading.attribution.quotes import quotations
from servanda.reading.syntax import Block, pipeline
from servanda.reading.tree import COLUMNS
from servanda.spans import Span

Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]

#: Dependents whose presence matters, by the bit that stands for them.
_DEPENDENTS = (
    "nsubj", "nsubj:pass", "obj", "ccomp", "xcomp", "parataxis", "obl", "aux", "aux:pass", "cop", "mark", "case",
    "nmod:poss", "nmod", "acl", "advcl", "iobj", "csubj", "acl:relcl", "compound:prt", "expl", "obl:agent", "det",
)  # fmt: skip
DEPENDENTS = len(_DEPENDENTS)
_TOLD = np.uint64(1 << _DEPENDENTS.index("obj") | 1 << _DEPENDENTS.index("ccomp"))
#: Relations of tokens that head no cue.
_BARRED = (
    "nmod:poss", "aux", "aux:pass", "cop", "compound", "compound:prt", "fixed", "flat", "nummod", "det", "cc", "iobj",
    "mark", "advmod", "nmod:desc", "nmod:unmarked", "obl:unmarked", "vocative",
)  # fmt: skip
_MARKERS = ("case", "mark")
_WORDS = ("LOWER", "LEMMA", "TAG", "DEP")
_NUMBERS = ("HEAD", "IDX", "LENGTH", "SENT_START")
_TAGS = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "IN", "RB", "TO")


@dataclass(slots=True)
class Grid:
    """Arrays over all n tokens. `head` is the index of the head (its own for a root), `quote` the number of the
    quotation a token stands in (0: none), `bits` which dependents it has, `marker` the first case or mark word below
    it, `group` the class of reporting words that its lemma is in (0: none), `subject` the tag of its subject or agent.
    `spans` are the quotations, `vectors` what the syntax layer knows of each token, a row each, `told` what `network`
    takes each token for.
    """

    start: Ints
    end: Ints
    block: Ints
    sentence: Ints
    head: Ints
    lemma: Keys
    lower: Keys
    tag: Keys
    dep: Keys
    quote: Ints
    bits: Keys
    marker: Keys
    group: Keys
    subject: Keys
    spans: list[list[Span]]
    vectors: NDArray[np.float32]
    told: Keys

    def __len__(self) -> int:
        return len(self.start)

    def span(self, first: int, last: int) -> Span:
        """From the first character of one token to the last of another."""
        return Span(int(self.start[first]), int(self.end[last]))


@dataclass(frozen=True, slots=True)
class _Constants:
    """Bits of dependents, marker and subject relations, the class of a lemma by word kind, the kind of a tag; all
    lemmas of a class.
    """

    bits: dict[int, int]
    markers: frozenset[int]
    groups: dict[tuple[int, str], int]
    reporting: frozenset[int]
    kinds: dict[int, str]
    subjects: frozenset[int]
    barred: Keys
    spoken: frozenset[int]


@cache
def _constants() -> _Constants:
    """What does not change between documents."""
    strings = pipeline().vocab.strings
    bits = {int(strings.add(name)): 1 << i for i, name in enumerate(_DEPENDENTS)}
    markers = frozenset(int(strings.add(name)) for name in _MARKERS)
    groups: dict[tuple[int, str], int] = {}
    spoken = frozenset(n * 4 for n, row in enumerate(load_toml("reporting.toml").values(), 1) if row.get("spoken"))
    for number, row in enumerate(load_toml("reporting.toml").values(), 1):
        for kind, letter in (("verbs", "V"), ("nouns", "N"), ("adjectives", "J"), ("words", "I")):
            for word in row.get(kind, ()):
                groups.setdefault((int(strings.add(word)), letter), number * 4 + "VNJI".index(letter))
    kinds = {int(strings.add(tag)): tag[0] if tag[0] in "VNJ" else "I" for tag in _TAGS}
    subjects = frozenset(int(strings.add(name)) for name in ("nsubj", "nsubj:pass", "obl:agent", "nmod:poss"))
    barred = _keys([int(strings.add(name)) for name in _BARRED])
    reporting = frozenset(lemma for lemma, _ in groups)
    return _Constants(bits, markers, groups, reporting, kinds, subjects, barred, spoken)


def grid(text: str, blocks: Sequence[Block]) -> Grid:
    """The arrays of the tokens of all blocks, white space left out."""
    known = _constants()
    rows = [block.tree.keys for block in blocks]
    sizes = [len(row) for row in rows]
    offset = sum(sizes)
    if not offset:
        return _empty()
    values = np.concatenate(rows)
    lower, lemma, tag, dep = (values[:, COLUMNS.index(name)].astype(np.uint64) for name in _WORDS)
    up, index, length, begins = (values[:, COLUMNS.index(name)].astype(np.int64) for name in _NUMBERS)
    head = np.arange(offset) + up
    start = index + np.repeat([block.span.start for block in blocks], sizes)
    end = start + length
    block_of = np.repeat(np.arange(len(blocks)), sizes)
    sentence = np.cumsum((begins == 1) | (np.diff(block_of, prepend=-1) > 0))
    deps = dep.tolist()
    heads = head.tolist()
    bits = [0] * offset
    marker = [0] * offset
    subject = [0] * offset
    lowers, tags = lower.tolist(), tag.tolist()
    for i, (d, h) in enumerate(zip(deps, heads, strict=True)):
        bit = known.bits.get(d)
        if bit and h != i:
            bits[h] |= bit
            if d in known.markers:
                marker[h] = marker[h] or lowers[i]
            elif d in known.subjects:
                subject[h] = subject[h] or tags[i]
    group = [0] * offset
    for i, key in enumerate(lemma.tolist()):
        if key in known.reporting:
            group[i] = known.groups.get((key, known.kinds.get(tags[i], "")), 0)
    spans = quotations(text, blocks)
    quote = np.zeros(offset, dtype=np.int64)
    for number, pieces in enumerate(spans, 1):
        for piece in pieces:
            first, last = np.searchsorted(start, (piece.start, piece.end))
            quote[first:last] = number
    return Grid(
        start=start, end=end, block=block_of, sentence=sentence, head=head, lemma=lemma, lower=lower, tag=tag, dep=dep,
        quote=quote, bits=_keys(bits), marker=_keys(marker), group=_keys(group), subject=_keys(subject), spans=spans,
        vectors=np.concatenate([block.doc.tensor for block in blocks if len(block.doc)]),
        told=np.zeros(offset, np.uint64),
    )  # fmt: skip


def _keys(values: list[int]) -> Keys:
    keys: Keys = np.array(values, dtype=np.uint64)
    return keys


def _empty() -> Grid:
    none, no_keys = np.zeros(0, np.int64), np.zeros(0, np.uint64)
    return Grid(
        start=none, end=none, block=none, sentence=none, head=none, lemma=no_keys, lower=no_keys, tag=no_keys,
        dep=no_keys, quote=none, bits=no_keys, marker=no_keys, group=no_keys, subject=no_keys, spans=[],
        vectors=np.zeros((0, 0), np.float32), told=no_keys,
    )  # fmt: skip


@cache
def word(lower: str) -> int:
    """The key of a word, in small letters, among `lower`."""
    return int(pipeline().vocab.strings.add(lower))


def is_spoken(g: Grid, token: int) -> bool:
    """Whether the token is a verb of saying, not of thinking, wanting or showing."""
    return int(g.group[token]) in _constants().spoken


def tell(g: Grid, tokens: Ints) -> NDArray[np.bool_]:
    """Which of the tokens are verbs of saying that have an object or a clause, so that something is told."""
    spoken = _constants().spoken
    saying = np.array([group in spoken for group in g.group[tokens].tolist()], dtype=bool)
    return np.asarray(saying & ((g.bits[tokens] & _TOLD) > 0))


def candidates(g: Grid) -> Ints:
    """The tokens that may head a cue: not auxiliaries, names' parts and the like, told by their relation."""
    rows: Ints = np.flatnonzero(~np.isin(g.dep, _constants().barred))
    return rows
