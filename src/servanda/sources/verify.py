"""What candidates really share: passages with their kinds, and shares, for many pairs at once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.sources.align import Seeds, align, seeds
from servanda.sources.fingerprint import Print
from servanda.sources.model import KINDS, Passage
from servanda.sources.words import AMERICAN, BRITISH, OFFICIAL, QUOTED, SOLEMN, U8, U32, Ints, Mask
from servanda.spans import Span

SHORTEST = 12  # equal words that make two documents a pair, in one passage
STRONG_SHARE, STRONG_WORDS = 0.25, 40  # copied part of the shorter, or copied words: then quotations are copied too
_QUOTED_PART = 0.8
_SOLEMN_PART, _SOLEMN_WORDS = 0.06, 3
_CHUNK_WORDS = 400_000
_KIND, _EDITED = 0x0F, 0x10
_THREADS = 2  # numpy works on two chunks at a time

#: Words of British and American spelling in the shared passages, and the same outside them: four counts.
Styles = Sequence[int]


@dataclass(frozen=True, slots=True)
class Shared:
    """What two documents share.

    `places` are the passages in characters (a start, a end, b start, b end), `marks` the kind of each and whether it
    was edited; shares are of the prose's words; `strong` says that enough is copied to make one witness of the two.
    """

    places: list[list[int]]
    marks: bytes
    share_a: float
    share_b: float
    copied_a: float
    copied_b: float
    strong: bool
    styles_a: Styles
    styles_b: Styles

    def passages(self) -> tuple[Passage, ...]:
        """The passages as spans of the two texts."""
        return tuple(
            Passage(Span(a, a_end), Span(b, b_end), KINDS[mark & _KIND], mark >= _EDITED)
            for (a, a_end, b, b_end), mark in zip(self.places, self.marks, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What many pairs share, in arrays, because there may be millions of these.

    One entry a pair: `which` of those asked about it is, shares (of a, of b, copied of a, of b), `strong`, styles (of
    a, then of b), and the passages it has; one entry a passage: its place in characters and its mark.
    """

    which: Ints
    shares: NDArray[np.float64]
    strong: Mask
    styles: NDArray[np.uint16]
    counts: U32
    places: U32
    marks: U8

    @classmethod
    def joined(cls, parts: "Sequence[Found]", begins: Sequence[int]) -> "Found":
        """Several as one; `begins` are added to `which` of each."""
        which = [part.which + begin for part, begin in zip(parts, begins, strict=True)]
        names = ("shares", "strong", "styles", "counts", "places", "marks")
        return cls(np.concatenate(which), *(np.concatenate([getattr(p, n) for p in parts]) for n in names))


@dataclass(frozen=True, slots=True)
class Side:
    """One document as a side of pairs: its print, its seeds, and which words are official text or furniture."""

    print: Print
    seeds: Seeds
    official: Mask | None = None
    furniture: Mask | None = None

    @classmethod
    def of(cls, printed: Print, official: Mask | None, furniture: Mask | None, blank: int) -> "Side":
        """`blank` takes the place of furniture; it must be another number for the other side."""
        words = printed.words if furniture is None else np.where(furniture, np.uint32(blank), printed.words)
        return cls(printed, seeds(words), official, furniture)


def verify(firsts: Sequence[Side], seconds: Sequence[Side]) -> Found:
    """What each of `firsts` shares with its counterpart, without those that share too little to be a pair."""
    chunks: list[slice] = []
    begin = words = 0
    for n in range(len(firsts)):
        words += firsts[n].seeds.words + seconds[n].seeds.words
        if words > _CHUNK_WORDS or n + 1 >= len(firsts):
            chunks.append(slice(begin, n + 1))
            begin, words = n + 1, 0

    def one(chunk: slice) -> Found:
        return _verify(firsts[chunk], seconds[chunk])

    if len(chunks) < 2:
        return _verify(firsts, seconds)
    with ThreadPoolExecutor(_THREADS) as pool:
        return Found.joined(list(pool.map(one, chunks)), [chunk.start for chunk in chunks])


def _verify(firsts: Sequence[Side], seconds: Sequence[Side]) -> Found:
    passages = align([s.seeds for s in firsts], [s.seeds for s in seconds])
    longest = np.zeros(len(firsts), np.int64)
    np.maximum.at(longest, passages.pair, passages.equal)
    kept = longest >= SHORTEST
    which = np.flatnonzero(kept)
    passages = passages.take(kept[passages.pair])
    pair = (np.cumsum(kept) - 1)[passages.pair]
    sides = [(firsts[n], seconds[n]) for n in which.tolist()]
    a = _Joined.of([first for first, _ in sides], pair, passages.a_first, passages.a_end)
    b = _Joined.of([second for _, second in sides], pair, passages.b_first, passages.b_end)
    kinds = _kinds(a, b)
    copies = kinds == KINDS.index("copy")
    words_a, words_b = np.maximum(a.counted, 1), np.maximum(b.counted, 1)
    copied_a, copied_b = a.covered(copies), b.covered(copies)
    copied = np.minimum(copied_a, copied_b)
    edited = (passages.equal != a.size) | (passages.equal != b.size)
    return Found(
        which=which,
        shares=np.stack((a.covered() / words_a, b.covered() / words_b, copied_a / words_a, copied_b / words_b), axis=1),
        strong=(copied >= STRONG_WORDS) | (copied >= STRONG_SHARE * np.minimum(words_a, words_b)),
        styles=np.concatenate((a.styles(), b.styles()), axis=1),
        counts=np.bincount(pair, minlength=len(which)).astype(np.uint32),
        places=np.stack((*a.characters(), *b.characters()), axis=1).astype(np.uint32),
        marks=(kinds + _EDITED * edited).astype(np.uint8),
    )


@dataclass(frozen=True, slots=True)
class _Joined:
    """One side of all pairs, end to end, and where the passages lie in it (`last` word inclusive)."""

    sides: Sequence[Side]
    begins: Ints
    ends: Ints
    flags: U8
    furniture: Ints | None  # words of furniture before each word; None where there are none
    official: Mask | None
    pair: Ints
    first: Ints
    last: Ints

    @classmethod
    def of(cls, sides: Sequence[Side], pair: Ints, first: Ints, end: Ints) -> "_Joined":
        ends = np.cumsum(np.array([s.seeds.words for s in sides], np.int64))
        begins = np.concatenate((np.zeros(1, np.int64), ends))[:-1]
        flags = np.concatenate([np.empty(0, np.uint8), *(s.print.flags for s in sides)])
        official = (flags & OFFICIAL > 0) if (flags & OFFICIAL).any() else None
        furniture = None
        for side, begin, stop in zip(sides, begins.tolist(), ends.tolist(), strict=True):
            if side.official is not None:
                official = np.zeros(len(flags), bool) if official is None else official
                official[begin:stop] |= side.official
            if side.furniture is not None:
                furniture = np.zeros(len(flags) + 1, np.int64) if furniture is None else furniture
                furniture[begin + 1 : stop + 1] = side.furniture
        if furniture is not None:
            furniture = np.cumsum(furniture)
        start = begins[pair]
        return cls(sides, begins, ends, flags, furniture, official, pair, start + first, start + end - 1)

    @property
    def size(self) -> Ints:
        """The words of each passage."""
        return self.last - self.first + 1

    @property
    def counted(self) -> Ints:
        """The words that count, by pair."""
        return self._counting(self.begins, self.ends)

    def _counting(self, first: Ints, end: Ints) -> Ints:
        """How many words that count lie in ranges."""
        size = end - first
        return size if self.furniture is None else size - (self.furniture[end] - self.furniture[first])

    def _apart(self, which: Mask | None = None) -> tuple[Ints, Ints, Ints]:
        """The passages, or some, in order and without overlap: pair, first word, end; some may be empty."""
        pair, first, end = self.pair, self.first, self.last + 1
        if which is not None:
            pair, first, end = pair[which], first[which], end[which]
        order = np.argsort(first, kind="stable")
        pair, first, end = pair[order], first[order], np.maximum.accumulate(end[order])
        return pair, np.maximum(first, np.concatenate(([0], end[:-1]))), end

    def covered(self, which: Mask | None = None) -> Ints:
        """The words that count and lie in the passages, or in some of them, by pair."""
        pair, first, end = self._apart(which)
        words = self._counting(first, np.maximum(end, first))
        return np.bincount(pair, words, minlength=len(self.ends)).astype(np.int64)

    def part(self, words: Mask) -> Ints:
        """How many of each passage's words are among those given."""
        bounds = np.stack((self.first, self.last + 1), axis=1).ravel()
        padded = np.concatenate((words, [False])).view(np.uint8)
        sums: Ints = np.add.reduceat(padded, bounds, dtype=np.int64)[::2] if len(bounds) else np.zeros(0, np.int64)
        return sums

    def characters(self) -> tuple[Ints, Ints]:
        """Where each passage starts and ends in its text."""
        starts, ends = (
            np.concatenate([np.empty(0, np.uint32), *(getattr(s.print, n) for s in self.sides)])
            for n in ("starts", "ends")
        )
        return starts[self.first].astype(np.int64), ends[self.last].astype(np.int64)

    def styles(self) -> NDArray[np.uint16]:
        """How many words of which spelling each document has, in its passages and outside them (`Styles`)."""
        words = np.flatnonzero(self.flags & (BRITISH | AMERICAN))
        pair = np.searchsorted(self.ends, words, side="right")
        british = self.flags[words] & BRITISH > 0
        _, first, end = self._apart()
        place = np.searchsorted(first, words, side="right") - 1
        inside = (place >= 0) & (np.concatenate((end, [0]))[place] > words)
        kinds = (british & inside, ~british & inside, british & ~inside, ~british & ~inside)
        counts = np.stack([np.bincount(pair[k], minlength=len(self.ends)) for k in kinds], axis=1)
        return np.minimum(counts, 0xFFFF).astype(np.uint16)


def _kinds(a: _Joined, b: _Joined) -> Ints:
    """The kind of each passage, as an index into `KINDS`."""
    quoted = solemn = np.ones(len(a.pair), bool)
    official = np.zeros(len(a.pair), bool)
    for side in (a, b):
        quoted = quoted & (side.part(side.flags & QUOTED > 0) >= _QUOTED_PART * side.size)
        if side.official is not None:
            official |= side.part(side.official) >= _QUOTED_PART * side.size
        words = side.part(side.flags & SOLEMN > 0)
        solemn = solemn & (words >= _SOLEMN_WORDS) & (words >= _SOLEMN_PART * side.size)
    kinds = np.zeros(len(a.pair), np.int64)
    kinds[quoted] = KINDS.index("quotation")
    kinds[official | solemn] = KINDS.index("official text")
    return kinds
