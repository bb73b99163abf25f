"""The index of documents: takes them one by one or many at once, and tells which share text.

What it says depends on the documents that are in it, never on the order in which they came. A new document is
compared with its candidates alone. `dump` gives the print of each document as bytes; a case keeps these in its
database, beside the document, and `load` makes the index again from them, so that nothing is lost with the process.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from servanda.errors import UsageError
from servanda.sources.align import ANCHOR
from servanda.sources.fingerprint import Print, fingerprints, shingles, take_prints
from servanda.sources.furniture import OutletFurniture
from servanda.sources.lineage import direction
from servanda.sources.model import Pair, SourceText
from servanda.sources.postings import MIN_SHARED, Postings, rank
from servanda.sources.verify import Shared, Side, verify
from servanda.sources.words import U64, Mask, cut, within
from servanda.spans import Span

if TYPE_CHECKING:
    from servanda.sources.families import Forest
    from servanda.sources.model import Family

_BLOCK = 1000  # documents looked up together
_Key = tuple[int, int]


class Index:
    """Documents and what they share.

    `official` are texts, such as that of a case's agreement, whose words nobody owns: a passage out of one of them
    is of the kind `official text`.
    """

    def __init__(self, official: Iterable[str] = ()) -> None:
        self._official = _official_words(official)
        self._prints: list[Print] = []
        self._place: dict[str, int] = {}
        self._fingerprints: list[U64] = []
        self._postings = Postings()
        self._furniture = OutletFurniture()
        self._shared: dict[_Key, Shared] = {}  # by places, that of the lesser id first
        self._pairs_of: dict[int, set[_Key]] = defaultdict(set)
        self._unplaced: list[int] = []  # documents whose candidates have not been looked for
        self._stale_outlets: set[int] = set()
        self._forest: Forest | None = None

    def __len__(self) -> int:
        return len(self._prints)

    def __contains__(self, document: object) -> bool:
        return document in self._place

    @classmethod
    def load(cls, prints: Iterable[bytes], official: Iterable[str] = ()) -> "Index":
        """An index of documents that `dump` gave. Raises RecordError (SV401, SV402) for what it did not give."""
        index = cls(official)
        index._take([Print.from_bytes(data) for data in prints])
        return index

    def dump(self) -> dict[str, bytes]:
        """The print of each document, by document id."""
        return {p.id: p.to_bytes() for p in self._prints}

    def documents(self) -> list[str]:
        """The ids of all documents, sorted."""
        return sorted(self._place)

    def print_of(self, document: str) -> Print:
        """A document's print. Raises UsageError (SV601) where the index does not hold it."""
        if document not in self._place:
            raise UsageError("the document is not in the index of sources", found=repr(document))
        return self._prints[self._place[document]]

    def add(self, text: SourceText) -> list[Pair]:
        """Takes a document and gives its pairs with those already there. The same document again changes nothing.

        Raises UsageError (SV601) where another text is there under the same id.
        """
        self.add_all([text])
        self._place_new()
        place = self._place[text.id]
        return [self._pair(k) for k in self._current(self._pairs_of[place])]

    def add_all(self, texts: Iterable[SourceText]) -> None:
        """Takes many documents; they are compared when something is asked for. Raises UsageError like `add`."""
        self._take(list(take_prints(texts)))

    def pairs(self) -> list[Pair]:
        """All pairs that share text, sorted by ids."""
        return list(self.each_pair())

    def each_pair(self) -> Iterator[Pair]:
        """The pairs one by one, sorted by ids, for when there are too many to hold."""
        self._place_new()
        yield from map(self._pair, self._current(self._shared))

    def families(self) -> "list[Family]":
        """The families of two documents and more, the largest first."""
        return self._grown().families()

    def origin_of(self, document: str, span: Span) -> str:
        """The origin that the words at a span of a document descend from.

        For words that the document shares, that is the origin of the document that had them first; else the outlet
        that the words themselves credit; else the document's own: its publisher, or its id where that is unknown.
        Raises UsageError (SV601) where the index does not hold the document.
        """
        self.print_of(document)
        return self._grown().origin_of(document, span)

    def _grown(self) -> "Forest":
        from servanda.sources.families import Forest

        self._place_new()
        if self._forest is None:
            keys = self._current(self._shared)
            shared = [(self._pair(k), self._shared[k]) for k in keys]
            self._forest = Forest({p.id: p for p in self._prints}, shared)
        return self._forest

    def _take(self, prints: list[Print]) -> None:
        new: dict[str, Print] = {}
        for document in prints:
            known = self._prints[self._place[document.id]] if document.id in self._place else new.get(document.id)
            if known is None:
                new[document.id] = document
            elif not np.array_equal(known.words, document.words):  # what else is told of it does not matter
                raise UsageError("another text is in the index of sources under this id", found=repr(document.id))
        if not new:
            return
        added, first = list(new.values()), len(self._prints)
        self._prints += added
        self._place |= {p.id: first + n for n, p in enumerate(added)}
        chosen = [fingerprints(p.words) for p in added]
        self._fingerprints += chosen
        self._postings.add(chosen, np.array([rank(p.id) for p in added], np.uint64))
        self._unplaced += range(first, first + len(added))
        self._stale_outlets |= self._furniture.add(added, chosen, self._postings)
        self._forest = None

    def _place_new(self) -> None:
        """Compares new documents with their candidates, and anew those whose outlet's furniture has grown."""
        if self._stale_outlets:
            stale = [k for k in self._shared if any(self._furniture.outlet(n) in self._stale_outlets for n in k)]
            self._stale_outlets = set()
            self._verify(stale)
        unplaced, self._unplaced = self._unplaced, []
        for begin in range(0, len(unplaced), _BLOCK):
            block = unplaced[begin : begin + _BLOCK]
            new, other = self._postings.candidates(np.array(block), [self._fingerprints[n] for n in block])
            self._verify([self._key(x, y) for x, y in zip(new.tolist(), other.tolist(), strict=True)])

    def _key(self, one: int, other: int) -> _Key:
        return (one, other) if self._prints[one].id < self._prints[other].id else (other, one)

    def _verify(self, keys: list[_Key]) -> None:
        firsts = {n: self._side(n, 1) for n in {a for a, _ in keys}}
        plain = {n: side for n, side in firsts.items() if side.furniture is None}  # good for either side
        seconds = {n: plain.get(n) or self._side(n, 2) for n in {b for _, b in keys}}
        found = verify([firsts[a] for a, _ in keys], [seconds[b] for _, b in keys])
        for key, shared in zip(keys, found, strict=True):
            if shared is not None:
                self._shared[key] = shared
                for place in key:
                    self._pairs_of[place].add(key)
            elif self._shared.pop(key, None):
                for place in key:
                    self._pairs_of[place].discard(key)

    def _side(self, place: int, blank: int) -> Side:
        printed = self._prints[place]
        return Side.of(printed, _official_mask(printed, self._official), self._furniture.mask(place, printed), blank)

    def _current(self, keys: Iterable[_Key]) -> list[_Key]:
        """Those of the keys that are pairs today, sorted by ids."""
        common = self._postings.common
        if common:
            ordered = np.array(sorted(common), np.uint64)
            held: dict[int, list[int]] = {}
            keys = [k for k in keys if self._still_candidates(k, ordered, held)]
        return sorted(keys, key=lambda k: (self._prints[k[0]].id, self._prints[k[1]].id))

    def _still_candidates(self, key: _Key, ordered: U64, held: dict[int, list[int]]) -> bool:
        """Whether the two would be candidates today, when some of their fingerprints may have become common.

        `ordered` are the common fingerprints; `held` remembers which of them a document has.
        """
        for place in key:
            if place not in held:
                own = self._fingerprints[place]
                held[place] = own[within(own, ordered)[0]].tolist()
        both = set(held[key[0]]).intersection(held[key[1]])
        idle = sum(self._postings.common[f].isdisjoint(key) for f in both)
        if not idle:
            return True
        shared = np.intersect1d(self._fingerprints[key[0]], self._fingerprints[key[1]], assume_unique=True)
        return len(shared) - idle >= MIN_SHARED

    def _pair(self, key: _Key) -> Pair:
        a, b = self._prints[key[0]], self._prints[key[1]]
        shared = self._shared[key]
        told = direction(a, b, shared)
        return Pair(
            a.id, b.id, shared.share_a, shared.share_b, told.origin, shared.passages(), told.reason,
            shared.copied_a, shared.copied_b,
        )  # fmt: skip


def _official_words(texts: Iterable[str]) -> U64:
    return np.unique(np.concatenate([np.empty(0, np.uint64), *(shingles(cut(t).words, ANCHOR) for t in texts)]))


def _official_mask(printed: Print, official: U64) -> Mask | None:
    if not len(official):
        return None
    hits = np.flatnonzero(within(shingles(printed.words, ANCHOR), official)[0])
    if not len(hits):
        return None
    inside = np.zeros(len(printed.words), bool)
    for n in range(ANCHOR):
        inside[hits + n] = True
    return inside
