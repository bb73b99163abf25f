"""Which documents hold which fingerprint: the inverted index, in sorted numpy arrays, and the candidates it gives.

An entry is one 64-bit number, the fingerprint above the document. Entries stand in segments, each in order; a new
segment is joined with the one before it while that is not much larger, so that there are few, and taking a document
costs little whatever is there already.
"""

from collections.abc import Iterator

import numpy as np

from servanda.sources.words import U32, U64, Ints, Mask, mix

MIN_SHARED = 2  # fingerprints that make two documents candidates: twelve words in a row always leave two
COMMON = 256  # a fingerprint in more documents than this is common
REPRESENTATIVES = 4  # documents that stand for all that hold a common fingerprint
_LARGEST = 1 << 26  # entries of a segment that is joined no more
_SLICE = 1 << 20  # entries gone through at a time
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


class Postings:
    """Fingerprint to documents.

    A fingerprint that more than `COMMON` documents hold pairs each of them only with its `REPRESENTATIVES`: the
    documents whose `rank` is least, which depends on the documents alone and not on their order of arrival.
    """

    def __init__(self) -> None:
        self._segments: list[U64] = []
        self._ranks: U64 = np.empty(0, np.uint64)
        #: Every common fingerprint with the documents that stand for it.
        self.common: dict[int, frozenset[int]] = {}
        #: How often `common` has changed.
        self.changes = 0

    def __len__(self) -> int:
        return sum(len(segment) for segment in self._segments)

    def add(self, prints: list[U32], ranks: U64) -> None:
        """Takes the fingerprints of the next documents (each without repeats) and their ranks."""
        owners = np.repeat(np.arange(len(prints), dtype=np.uint64), [len(p) for p in prints])
        entries = np.concatenate([np.empty(0, np.uint32), *prints]).astype(np.uint64) << _HALF
        entries |= owners + np.uint64(len(self._ranks))
        entries.sort()
        self._ranks = np.concatenate((self._ranks, ranks))
        self._segments.append(entries)
        while len(self._segments) > 1 and len(self._segments[-2]) <= min(2 * len(self._segments[-1]), _LARGEST // 2):
            joined = np.concatenate((self._segments.pop(), self._segments.pop()))
            joined.sort()
            self._segments.append(joined)

    def each_group(self, least: int, among: U32 | None = None) -> Iterator[tuple[U32, Ints]]:
        """All entries (fingerprint, document), in order, of fingerprints that at least so many documents hold.

        `among` are the fingerprints asked about, sorted; None: all. They come in several pieces.
        """
        for entries in self._slices() if among is None else [self._entries(among)]:
            prints = (entries >> _HALF).astype(np.uint32)
            _, sizes = groups(prints)
            several = np.repeat(sizes >= least, sizes)
            yield prints[several], (entries[several] & _LOW).astype(np.int64)

    def _slices(self) -> Iterator[U64]:
        """All entries in order, in slices that part no fingerprint."""
        largest = max(self._segments, key=len, default=np.empty(0, np.uint64))
        step = max(1, len(largest) * _SLICE // max(len(self), 1))
        bounds = np.unique(largest[step::step] >> _HALF << _HALF)
        cuts = [[0, *np.searchsorted(s, bounds).tolist(), len(s)] for s in self._segments]
        for n in range(len(bounds) + 1):
            parts = [s[cut[n] : cut[n + 1]] for s, cut in zip(self._segments, cuts, strict=True)]
            entries = np.concatenate([np.empty(0, np.uint64), *parts])
            entries.sort()
            yield entries

    def _entries(self, prints: U32) -> U64:
        """The entries of some fingerprints, in order."""
        found = [np.empty(0, np.uint64)]
        for segment in self._segments:
            left, count = _places(segment, prints)
            found.append(segment[_reach(left, count)])
        entries = np.concatenate(found)
        entries.sort()
        return entries

    def note_common(self, prints: U32, holders: Ints) -> None:
        """Notes which of these fingerprints are common, and who stands for each; of each all entries are given."""
        heads, sizes = groups(prints)
        for n in np.flatnonzero(sizes > COMMON).tolist():
            held = holders[heads[n] : heads[n] + sizes[n]]
            least = np.argpartition(self._ranks[held], REPRESENTATIVES)[:REPRESENTATIVES]
            fingerprint, standing = int(prints[heads[n]]), frozenset(held[least].tolist())
            if self.common.get(fingerprint) != standing:
                self.common[fingerprint] = standing
                self.changes += 1

    def candidates(self, documents: Ints, prints: list[U32]) -> tuple[Ints, Ints]:
        """Pairs (new, other) with other < new that share `MIN_SHARED` fingerprints, for documents already added.

        What is common must have been noted.
        """
        owners = np.repeat(documents, [len(p) for p in prints])
        wanted = np.concatenate([np.empty(0, np.uint32), *prints])
        order = np.argsort(wanted, kind="stable")  # looking up in order is many times faster
        owners, wanted = owners[order], wanted[order]
        places = [(segment, *_places(segment, wanted)) for segment in self._segments]
        counts = np.zeros(len(wanted), np.int64)
        for _, _, count in places:
            counts += count
        rare = np.flatnonzero((counts > 1) & (counts <= COMMON))
        pairs = [np.empty(0, np.uint64)]
        for segment, left, count in places:
            others = segment[_reach(left[rare], count[rare])] & _LOW
            pairs.append(_coded(np.repeat(owners[rare], count[rare]), others))
        if (common := counts > COMMON).any():
            pairs += self._common_pairs(owners[common], wanted[common])
        coded = np.concatenate(pairs)
        coded.sort()
        heads, times = groups(coded)
        shared = coded[heads[times >= MIN_SHARED]]
        return (shared >> _HALF).astype(np.int64), (shared & _LOW).astype(np.int64)

    def _common_pairs(self, owners: Ints, wanted: U32) -> Iterator[U64]:
        """The pairs that common fingerprints make: one of the two stands for all."""
        heads, sizes = groups(wanted)
        for head, size in zip(heads.tolist(), sizes.tolist(), strict=True):
            standing, new = self.common[int(wanted[head])], owners[head : head + size]
            few = np.array(sorted(standing), np.uint64)
            yield _coded(np.repeat(new, len(few)), np.tile(few, size))
            for one in standing.intersection(new.tolist()):
                holders = self._entries(wanted[head : head + 1]) & _LOW
                holders = holders[~np.isin(holders, few)]
                yield _coded(np.full(len(holders), one), holders)


def rank(name: str) -> int:
    """A number that depends on a document's name alone."""
    code = np.frombuffer(name.encode("utf-8", "surrogatepass"), np.uint8).astype(np.uint64)
    with np.errstate(over="ignore"):
        return int(mix(np.array([(code * mix(np.arange(1, len(code) + 1, dtype=np.uint64))).sum()], np.uint64))[0])


def groups(ordered: U32 | U64) -> tuple[Ints, Ints]:
    """Where each run of equal values begins, and how long it is."""
    if not len(ordered):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    heads = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    return heads, np.diff(np.concatenate((heads, [len(ordered)])))


def _places(segment: U64, wanted: U32) -> tuple[Ints, Ints]:
    """Where the entries of each fingerprint begin in a segment, and how many there are."""
    if not len(segment):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.int64)
    keys = wanted.astype(np.uint64) << _HALF
    left = np.searchsorted(segment, keys)
    last = len(segment) - 1
    count = ((segment[np.minimum(left, last)] >> _HALF) == wanted).astype(np.int64) * (left <= last)
    several = np.flatnonzero((count > 0) & (left < last))
    several = several[(segment[left[several] + 1] >> _HALF) == wanted[several]]
    count[several] = np.searchsorted(segment, keys[several] | _LOW, side="right") - left[several]
    return left, count


def _reach(left: Ints, count: Ints) -> Ints:
    """The places of `count` entries from each `left` on, end to end."""
    return np.repeat(left - (np.cumsum(count) - count), count) + np.arange(int(count.sum()))


def _coded(new: Ints, other: U64) -> U64:
    keys = new.astype(np.uint64)
    keep: Mask = other < keys
    return (keys[keep] << _HALF) | other[keep]
