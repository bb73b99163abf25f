"""What candidates really share: passages with their kinds, and shares, for many pairs at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from servanda.sources.align import Passages, align
from servanda.sources.fingerprint import Print
from servanda.sources.model import Passage, PassageKind
from servanda.sources.words import OFFICIAL, QUOTED, SOLEMN, U8, Ints, Mask

KINDS: tuple[PassageKind, ...] = ("copy", "quotation", "official text")
SHORTEST = 12  # equal words that make two documents a pair, in one passage
STRONG_SHARE, STRONG_WORDS = 0.25, 40  # copied part of the shorter, or copied words: then quotations are copied too
_QUOTED_PART = 0.8
_SOLEMN_PART, _SOLEMN_WORDS = 0.06, 3
_CHUNK_WORDS = 600_000


@dataclass(frozen=True, slots=True)
class Shared:
    """What two documents share, in words: passages as (a first, a end, b first, b end), and shares of the prose."""

    places: tuple[tuple[int, int, int, int], ...]
    kinds: tuple[int, ...]
    edited: tuple[bool, ...]
    share_a: float
    share_b: float
    copied_a: float
    copied_b: float
    strong: bool

    def passages(self, a: Print, b: Print) -> tuple[Passage, ...]:
        """The passages as spans of the two texts."""
        return tuple(
            Passage(a.span(a0, a1 - 1), b.span(b0, b1 - 1), KINDS[kind], edited)
            for (a0, a1, b0, b1), kind, edited in zip(self.places, self.kinds, self.edited, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Side:
    """One document as one side of a pair: its words, flags, and which words are official text or furniture."""

    print: Print
    official: Mask | None = None
    furniture: Mask | None = None


def verify(firsts: Sequence[Side], seconds: Sequence[Side]) -> list[Shared | None]:
    """What each of `firsts` shares with its counterpart; None where that is too little to make them a pair."""
    found: list[Shared | None] = []
    begin = words = 0
    for n in range(len(firsts)):
        words += len(firsts[n].print.words) + len(seconds[n].print.words)
        if words > _CHUNK_WORDS or n + 1 == len(firsts):
            found += _verify(firsts[begin : n + 1], seconds[begin : n + 1])
            begin, words = n + 1, 0
    return found


def _verify(firsts: Sequence[Side], seconds: Sequence[Side]) -> list[Shared | None]:
    passages = align([_matchable(s, 1) for s in firsts], [_matchable(s, 2) for s in seconds])
    a, b = _Joined.of(firsts), _Joined.of(seconds)
    kinds = _kinds(passages, a, b)
    size_a, size_b = passages.a_end - passages.a_first, passages.b_end - passages.b_first
    edited = (passages.equal != size_a) | (passages.equal != size_b)
    everything = np.ones(len(kinds), bool)
    share_a, share_b = a.covered(passages, everything, "a"), b.covered(passages, everything, "b")
    copied_a, copied_b = a.covered(passages, kinds == 0, "a"), b.covered(passages, kinds == 0, "b")
    least = np.minimum(np.maximum(a.counted, 1), np.maximum(b.counted, 1))
    copied = np.minimum(copied_a, copied_b)
    strong = (copied >= STRONG_WORDS) | (copied >= STRONG_SHARE * least)
    longest = np.zeros(len(firsts), np.int64)
    np.maximum.at(longest, passages.pair, passages.equal)
    bounds = np.searchsorted(passages.pair, np.arange(len(firsts) + 1)).tolist()
    places = list(
        zip(
            passages.a_first.tolist(), passages.a_end.tolist(), passages.b_first.tolist(), passages.b_end.tolist(),
            strict=True,
        )
    )  # fmt: skip
    kind_list, edited_list = kinds.tolist(), edited.tolist()
    shares = [
        (part / np.maximum(whole, 1)).tolist()
        for part, whole in ((share_a, a.counted), (share_b, b.counted), (copied_a, a.counted), (copied_b, b.counted))
    ]
    return [
        Shared(
            tuple(places[bounds[n] : bounds[n + 1]]),
            tuple(kind_list[bounds[n] : bounds[n + 1]]),
            tuple(edited_list[bounds[n] : bounds[n + 1]]),
            shares[0][n], shares[1][n], shares[2][n], shares[3][n],
            bool(strong[n]),
        )
        if longest[n] >= SHORTEST
        else None
        for n in range(len(firsts))
    ]  # fmt: skip


def _matchable(side: Side, blank: int) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """The words, with furniture blanked by a number that is different for the two sides."""
    if side.furniture is None:
        return side.print.words
    return np.where(side.furniture, np.uint32(blank), side.print.words)


@dataclass(frozen=True, slots=True)
class _Joined:
    """One side of all pairs, end to end."""

    begins: Ints
    counted: Ints  # words that count, by document
    counts: Mask  # whether a word counts
    quoted: Ints  # quoted words before each word
    solemn: Ints
    official: Ints

    @classmethod
    def of(cls, sides: Sequence[Side]) -> "_Joined":
        sizes = np.array([len(s.print.words) for s in sides])
        begins = np.cumsum(sizes) - sizes
        flags: U8 = np.concatenate([s.print.flags for s in sides])
        counts = np.concatenate(
            [~s.furniture if s.furniture is not None else np.ones(n, bool) for s, n in zip(sides, sizes, strict=True)]
        )
        official = np.concatenate(
            [s.official if s.official is not None else np.zeros(n, bool) for s, n in zip(sides, sizes, strict=True)]
        )
        before = np.concatenate(([0], np.cumsum(counts)))
        return cls(
            begins,
            before[begins + sizes] - before[begins],
            counts,
            _before(flags & QUOTED > 0),
            _before(flags & SOLEMN > 0),
            _before(official | (flags & OFFICIAL > 0)),
        )

    def covered(self, passages: Passages, which: Mask, side: str) -> Ints:
        """The words that count and lie in some of the passages, by document."""
        first, end = (passages.a_first, passages.a_end) if side == "a" else (passages.b_first, passages.b_end)
        step = np.zeros(len(self.counts) + 1, np.int64)
        begin = self.begins[passages.pair[which]]
        np.add.at(step, begin + first[which], 1)
        np.add.at(step, begin + end[which], -1)
        inside = _before((np.cumsum(step[:-1]) > 0) & self.counts)
        ends = np.concatenate((self.begins[1:], [len(self.counts)]))
        return inside[ends] - inside[self.begins]

    def part(self, before: Ints, passages: Passages, side: str) -> tuple[Ints, Ints]:
        """How many of a passage's words have a property, and how many words it has."""
        first, end = (passages.a_first, passages.a_end) if side == "a" else (passages.b_first, passages.b_end)
        begin = self.begins[passages.pair]
        return before[begin + end] - before[begin + first], end - first


def _before(mask: Mask) -> Ints:
    return np.concatenate(([0], np.cumsum(mask)))


def _kinds(passages: Passages, a: _Joined, b: _Joined) -> Ints:
    """The kind of each passage, as an index into `KINDS`."""
    kinds = np.zeros(len(passages.pair), np.int64)
    quoted = np.ones(len(kinds), bool)
    official = np.zeros(len(kinds), bool)
    solemn = np.ones(len(kinds), bool)
    for side, joined in (("a", a), ("b", b)):
        part, size = joined.part(joined.quoted, passages, side)
        quoted &= part >= _QUOTED_PART * size
        part, size = joined.part(joined.official, passages, side)
        official |= part >= _QUOTED_PART * size
        part, size = joined.part(joined.solemn, passages, side)
        solemn &= (part >= _SOLEMN_WORDS) & (part >= _SOLEMN_PART * size)
    kinds[quoted] = KINDS.index("quotation")
    kinds[official | solemn] = KINDS.index("official text")
    return kinds
