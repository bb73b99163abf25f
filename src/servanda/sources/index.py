"""The index of documents: takes them one by one or many at once, and tells which share text.

What it says depends on the documents that are in it, never on the order in which they came. A new document is
compared with its candidates alone. `dump` gives the print of each document as bytes; a case keeps these in its
database, beside the document, and `load` makes the index again from them, so that nothing is lost with the process.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from servanda.errors import UsageError
from servanda.sources.align import ANCHOR
from servanda.sources.fingerprint import Head, Print, fingerprints, shingles, take_prints
from servanda.sources.found import Pairs
from servanda.sources.furniture import DOCUMENTS, OutletFurniture
from servanda.sources.lineage import direction
from servanda.sources.model import Pair, SourceText
from servanda.sources.postings import MIN_SHARED, Postings, rank
from servanda.sources.store import Prints
from servanda.sources.verify import Shared, Side, verify
from servanda.sources.words import U32, U64, Ints, Mask, cut, within
from servanda.spans import Span

if TYPE_CHECKING:
    from servanda.sources.families import Forest
    from servanda.sources.model import Family

_TAKEN = 2000  # documents taken in together
_KEPT = 20_000  # new documents whose fingerprints are kept until they are compared
_BLOCK = 1000  # documents whose candidates are looked up together
_COMPARED = 4000  # pairs compared together
_FEW = 1 / 8  # part of all documents below which new ones are looked up instead of going through the whole index


class Index:
    """Documents and what they share.

    `official` are texts, such as that of a case's agreement, whose words nobody owns: a passage out of one of them
    is of the kind `official text`.
    """

    def __init__(self, official: Iterable[str] = ()) -> None:
        self._official = _official_words(official)
        self._prints = Prints()
        self._postings = Postings()
        self._furniture = OutletFurniture()
        self._pairs = Pairs()
        self._unplaced: list[int] = []  # documents whose candidates have not been looked for
        self._fresh: dict[int, U32] = {}  # fingerprints of some of these
        self._forest: Forest | None = None

    def __len__(self) -> int:
        return len(self._prints)

    def __contains__(self, document: object) -> bool:
        return document in self._prints

    @classmethod
    def load(cls, prints: Iterable[bytes], official: Iterable[str] = ()) -> "Index":
        """An index of documents that `dump` gave. Raises RecordError (SV401, SV402) for what it did not give."""
        index = cls(official)
        index._take_all(Print.from_bytes(data) for data in prints)
        return index

    def dump(self) -> dict[str, bytes]:
        """The print of each document, by document id."""
        return {name: printed.to_bytes() for name, printed in self._prints.items()}

    def documents(self) -> list[str]:
        """The ids of all documents, sorted."""
        return sorted(self._prints)

    def print_of(self, document: str) -> Print:
        """A document's print. Raises UsageError (SV601) where the index does not hold it."""
        if document not in self._prints:
            raise UsageError("the document is not in the index of sources", found=repr(document))
        return self._prints[document]

    def add(self, text: SourceText) -> list[Pair]:
        """Takes a document and gives its pairs with those already there. The same document again changes nothing.

        Raises UsageError (SV601) where another text is there under the same id.
        """
        before = 0 if text.id in self._prints else len(self._pairs)
        self.add_all([text])
        self._place_new()
        return list(self._told(self._pairs.rows_of(self._prints.places[text.id], before)))

    def add_all(self, texts: Iterable[SourceText]) -> None:
        """Takes many documents, whose texts need not all be held; they are compared when something is asked for.

        Raises UsageError like `add`; documents that came before the faulty one may be there then.
        """
        self._take_all(take_prints(texts))

    def pairs(self) -> list[Pair]:
        """All pairs that share text, sorted by ids."""
        return list(self.each_pair())

    def each_pair(self) -> Iterator[Pair]:
        """The pairs one by one, sorted by ids, for when there are too many to hold."""
        self._place_new()
        yield from self._told(self._pairs.rows())

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
            self._forest = Forest(self._prints, self._with_shared(self._pairs.rows()))
        return self._forest

    def _take_all(self, prints: Iterable[Print]) -> None:
        coming = iter(prints)
        while batch := list(islice(coming, _TAKEN)):
            self._take(batch)

    def _take(self, prints: list[Print]) -> None:
        new: dict[str, Print] = {}
        for document in prints:
            known = self._prints.get(document.id) or new.get(document.id)
            if known is None:
                new[document.id] = document
            elif not np.array_equal(known.words, document.words):  # what else is told of it does not matter
                raise UsageError("another text is in the index of sources under this id", found=repr(document.id))
        for document in new.values():
            self._unplaced.append(self._prints.add(document))
            self._furniture.add(document.head)
        chosen = [fingerprints(p.words) for p in new.values()]
        if len(self._fresh) < _KEPT:
            self._fresh.update(zip(self._unplaced[len(self._unplaced) - len(new) :], chosen, strict=True))
        self._postings.add(chosen, np.array([rank(name) for name in new], np.uint64))
        if new:
            self._forest = None

    def _place_new(self) -> None:
        """Compares new documents with their candidates, and anew those whose outlet's furniture has grown."""
        new, self._unplaced = self._unplaced, []
        if not new:
            return
        chosen = [self._fingerprints(n) for n in new] if len(new) < _FEW * len(self._prints) else None
        grown = set()
        for prints, holders in self._postings.each_group(
            DOCUMENTS, np.unique(np.concatenate(chosen)) if chosen else None
        ):
            self._postings.note_common(prints, holders)
            grown |= self._furniture.learn(prints, holders)
        if grown:
            rows = self._pairs.rows_of(self._furniture.of_outlets(grown))
            self._pairs.drop(rows)
            self._verify(*self._pairs.documents(rows))
        for begin in range(0, len(new), _BLOCK):
            block = new[begin : begin + _BLOCK]
            held = chosen[begin : begin + _BLOCK] if chosen else [self._fingerprints(n) for n in block]
            self._verify(*self._postings.candidates(np.array(block), held))

    def _fingerprints(self, place: int) -> U32:
        held = self._fresh.pop(place, None)
        return fingerprints(self._prints.words(place)) if held is None else held

    def _verify(self, one: Ints, other: Ints) -> None:
        """Compares documents, two by two, and keeps what they share."""
        heads = self._prints.heads
        turned = np.array([heads[x].id > heads[y].id for x, y in zip(one.tolist(), other.tolist(), strict=True)], bool)
        a, b = np.where(turned, other, one), np.where(turned, one, other)
        for begin in range(0, len(a), _COMPARED):
            part = slice(begin, begin + _COMPARED)
            firsts = {n: self._side(n, 1) for n in np.unique(a[part]).tolist()}
            plain = {n: side for n, side in firsts.items() if side.furniture is None}  # good for either side
            seconds = {n: plain.get(n) or self._side(n, 2) for n in np.unique(b[part]).tolist()}
            found = verify([firsts[n] for n in a[part].tolist()], [seconds[n] for n in b[part].tolist()])
            self._pairs.add(a[part], b[part], found, self._postings.changes)

    def _side(self, place: int, blank: int) -> Side:
        printed = self._prints.at(place)
        return Side.of(printed, _official_mask(printed, self._official), self._furniture.mask(place, printed), blank)

    def _told(self, rows: Ints) -> Iterator[Pair]:
        return (pair for pair, _ in self._with_shared(rows))

    def _with_shared(self, rows: Ints) -> Iterator[tuple[Pair, Shared]]:
        """Those of the rows that are pairs today, sorted by ids."""
        current, heads = self._current(rows), self._prints.heads
        for begin in range(0, len(current), _COMPARED):
            for a, b, shared in self._pairs.shared(current[begin : begin + _COMPARED]):
                yield _pair(heads[a], heads[b], shared), shared

    def _current(self, rows: Ints) -> Ints:
        """Those of the rows that are pairs today, sorted by ids; the others are dropped."""
        a, b = self._pairs.documents(rows)
        keep = np.ones(len(rows), bool)
        common = np.array(sorted(self._postings.common), np.uint32)
        held: dict[int, list[int]] = {}
        for n in np.flatnonzero(self._pairs.known(rows) != self._postings.changes).tolist():
            keep[n] = self._still_candidates((int(a[n]), int(b[n])), common, held)
        self._pairs.drop(rows[~keep])
        rows, a, b = rows[keep], a[keep], b[keep]
        self._pairs.renew(rows, self._postings.changes)
        places = np.unique(np.concatenate((a, b)))
        order = sorted(range(len(places)), key=lambda n: self._prints.heads[places[n]].id)
        by_id = np.empty(len(places), np.int64)
        by_id[order] = np.arange(len(places))
        return rows[np.lexsort((by_id[np.searchsorted(places, b)], by_id[np.searchsorted(places, a)]))]

    def _still_candidates(self, pair: tuple[int, int], common: U32, held: dict[int, list[int]]) -> bool:
        """Whether the two would be candidates today, when some of their fingerprints may have become common.

        `common` are the common fingerprints, in order; `held` remembers which of them a document has.
        """
        for place in pair:
            if place not in held:
                own = self._fingerprints(place)
                held[place] = own[within(own, common)[0]].tolist()
        both = set(held[pair[0]]).intersection(held[pair[1]])
        idle = sum(self._postings.common[f].isdisjoint(pair) for f in both)
        if not idle:
            return True
        one, other = (self._fingerprints(place) for place in pair)
        shared = np.intersect1d(one, other, assume_unique=True)
        return len(shared) - idle >= MIN_SHARED


def _pair(a: Head, b: Head, shared: Shared) -> Pair:
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
