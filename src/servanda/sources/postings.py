"""Which documents hold which fingerprint: the inverted index, in sorted numpy arrays, and the candidates it gives."""

from dataclasses import dataclass

import numpy as np

from servanda.sources.words import U32, U64, Ints, Mask, mix

MIN_SHARED = 2  # fingerprints that make two documents candidates: twelve words in a row always leave two
COMMON = 256  # a fingerprint in more documents than this is common
REPRESENTATIVES = 4  # documents that stand for all that hold a common fingerprint
_RECENT = 100_000


@dataclass(slots=True)
class _Segment:
    """Fingerprints in order, each with the number of a document that holds it."""

    prints: U64
    documents: U32

    def merged(self, prints: U64, documents: U32) -> "_Segment":
        """With more entries."""
        both = np.concatenate((self.prints, prints))
        order = np.argsort(both, kind="stable")
        return _Segment(both[order], np.concatenate((self.documents, documents))[order])


def _empty() -> _Segment:
    return _Segment(np.empty(0, np.uint64), np.empty(0, np.uint32))


class Postings:
    """Fingerprint to documents. A large segment is seldom touched; a small one takes what is new.

    A fingerprint that more than `COMMON` documents hold pairs each of them only with its `REPRESENTATIVES`: the
    documents whose `rank` is least, which depends on the documents alone and not on their order of arrival.
    """

    def __init__(self) -> None:
        self._large, self._recent = _empty(), _empty()
        self._ranks: U64 = np.empty(0, np.uint64)
        #: Every common fingerprint with the documents that stand for it.
        self.common: dict[int, frozenset[int]] = {}

    def add(self, prints: list[U64], ranks: U64) -> None:
        """Takes the fingerprints of the next documents (each sorted and without repeats) and their ranks."""
        first = len(self._ranks)
        self._ranks = np.concatenate((self._ranks, ranks))
        sizes = np.array([len(p) for p in prints])
        owners = np.repeat(np.arange(first, first + len(prints), dtype=np.uint32), sizes)
        self._recent = self._recent.merged(np.concatenate([np.empty(0, np.uint64), *prints]), owners)
        if len(self._recent.prints) > max(_RECENT, len(self._large.prints) // 64):
            self._large = self._large.merged(self._recent.prints, self._recent.documents)
            self._recent = _empty()
        self._note_common(prints)

    def _note_common(self, prints: list[U64]) -> None:
        """Finds what the new documents made common, and who stands for it now."""
        if len(prints) < 64:
            wanted = np.unique(np.concatenate([np.empty(0, np.uint64), *prints]))
            wanted = wanted[self._counts(wanted) > COMMON]
        else:
            ordered = self.entries()[0]
            heads, sizes = groups(ordered)
            wanted = ordered[heads[sizes > COMMON]]
        for fingerprint in wanted:
            _, holders = self.holders(np.array([fingerprint]))
            least = np.argpartition(self._ranks[holders], REPRESENTATIVES)[:REPRESENTATIVES]
            self.common[int(fingerprint)] = frozenset(holders[least].tolist())

    def _counts(self, wanted: U64) -> Ints:
        return _places(self._large, wanted)[1] + _places(self._recent, wanted)[1]

    def holders(self, prints: U64) -> tuple[Ints, Ints]:
        """All (index into `prints`, document) with that fingerprint, in no promised order."""
        entries = np.arange(len(prints))
        found = [_members(s, entries, *_places(s, prints)) for s in (self._large, self._recent)]
        return np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])

    def candidates(self, documents: Ints, prints: list[U64]) -> tuple[Ints, Ints]:
        """Pairs (new, other) with other < new that share `MIN_SHARED` fingerprints, for documents already added."""
        owners = np.repeat(documents, [len(p) for p in prints])
        wanted = np.concatenate([np.empty(0, np.uint64), *prints])
        order = np.argsort(wanted, kind="stable")  # looking up in order is many times faster
        owners, wanted = owners[order], wanted[order]
        places = [(segment, *_places(segment, wanted)) for segment in (self._large, self._recent)]
        counts = places[0][2] + places[1][2]
        rare = (counts > 1) & (counts <= COMMON)
        pairs = [_coded(*_members(s, owners[rare], left[rare], count[rare])) for s, left, count in places]
        if (common := counts > COMMON).any():
            pairs.append(self._common_pairs(owners[common], wanted[common]))
        shared, times = np.unique(np.concatenate(pairs), return_counts=True)
        shared = shared[times >= MIN_SHARED]
        return (shared >> np.uint64(32)).astype(np.int64), (shared & np.uint64(0xFFFFFFFF)).astype(np.int64)

    def _common_pairs(self, owners: Ints, wanted: U64) -> U64:
        """The pairs that common fingerprints make: one of the two stands for all."""
        found = [np.empty(0, np.uint64)]
        for fingerprint in np.unique(wanted):
            standing = self.common[int(fingerprint)]
            for new in owners[wanted == fingerprint].tolist():
                others = self.holders(np.array([fingerprint]))[1] if new in standing else np.array(sorted(standing))
                found.append(_coded(np.full(len(others), new), others))
        return np.concatenate(found)

    def entries(self) -> tuple[U64, U32]:
        """All fingerprints in order, with their documents."""
        both = self._large.merged(self._recent.prints, self._recent.documents)
        return both.prints, both.documents


def rank(name: str) -> int:
    """A number that depends on a document's name alone."""
    code = np.frombuffer(name.encode("utf-8", "surrogatepass"), np.uint8).astype(np.uint64)
    with np.errstate(over="ignore"):
        return int(mix(np.array([(code * mix(np.arange(1, len(code) + 1, dtype=np.uint64))).sum()], np.uint64))[0])


def groups(ordered: U64) -> tuple[Ints, Ints]:
    """Where each run of equal values begins, and how long it is."""
    if not len(ordered):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    heads = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    return heads, np.diff(np.concatenate((heads, [len(ordered)])))


def _places(segment: _Segment, wanted: U64) -> tuple[Ints, Ints]:
    """Where the entries of each fingerprint begin in a segment, and how many there are."""
    left = np.searchsorted(segment.prints, wanted, side="left")
    return left, np.searchsorted(segment.prints, wanted, side="right") - left


def _members(segment: _Segment, owners: Ints, left: Ints, count: Ints) -> tuple[Ints, Ints]:
    """(owner, document) for each of the entries that begin at `left`."""
    at = np.repeat(left - (np.cumsum(count) - count), count) + np.arange(int(count.sum()))
    return np.repeat(owners, count), segment.documents[at].astype(np.int64)


def _coded(new: Ints, other: Ints) -> U64:
    keep: Mask = other < new
    return (new[keep].astype(np.uint64) << np.uint64(32)) | other[keep].astype(np.uint64)
