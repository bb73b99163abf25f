"""What an outlet prints in many articles on many days (a publisher's note, a standing paragraph) is no copy.

A fingerprint that stands in at least `DOCUMENTS` documents of one outlet, on at least `DAYS` days, is furniture of
that outlet. Only documents whose publisher and day are known can tell.
"""

import numpy as np

from servanda.sources.cues import outlet_key
from servanda.sources.fingerprint import SHINGLE, Print, chosen, shingles
from servanda.sources.postings import Postings, groups
from servanda.sources.words import U64, Ints, Mask, within

DOCUMENTS, DAYS = 4, 3
SHORTEST = 10  # words in a row


class OutletFurniture:
    """The furniture of every outlet, kept up as documents come. What is furniture once stays it."""

    def __init__(self) -> None:
        self._outlets: dict[str, int] = {}
        self._outlet: list[int] = []  # by document; -1 where outlet or day is unknown
        self._day: list[int] = []
        self._found: dict[int, set[int]] = {}  # outlet: fingerprints
        self._masks: dict[int, tuple[int, Mask | None]] = {}  # document: (fingerprints known then, mask)

    def add(self, prints: list[Print], fingerprints: list[U64], postings: Postings) -> set[int]:
        """Takes the next documents, which are in the postings; gives the outlets whose furniture grew."""
        first = len(self._outlet)
        for document in prints:
            known = document.publisher and document.published
            key = outlet_key(document.publisher) if document.publisher else ""
            self._outlet.append(self._outlets.setdefault(key, len(self._outlets)) if known else -1)
            self._day.append(document.published.toordinal() if document.published else 0)
        dated = [n for n in range(first, len(self._outlet)) if self._outlet[n] >= 0]
        if not dated:
            return set()
        if len(prints) < 64:
            wanted = np.unique(np.concatenate([fingerprints[n - first] for n in dated]))
            entry, holder = postings.holders(wanted)
            return self._take(wanted[entry], holder)
        ordered, holders = postings.entries()
        _, sizes = groups(ordered)
        several = np.repeat(sizes >= DOCUMENTS, sizes)
        return self._take(ordered[several], holders[several].astype(np.int64))

    def _take(self, prints: U64, holders: Ints) -> set[int]:
        """Finds furniture among (fingerprint, document) entries."""
        outlet = np.array(self._outlet)[holders]
        known = outlet >= 0
        prints, outlet, day = prints[known], outlet[known], np.array(self._day)[holders[known]]
        order = np.lexsort((day, outlet, prints))
        prints, outlet, day = prints[order], outlet[order], day[order]
        if not len(prints):
            return set()
        new = np.concatenate(([True], (prints[1:] != prints[:-1]) | (outlet[1:] != outlet[:-1])))
        heads = np.flatnonzero(new)
        documents = np.diff(np.concatenate((heads, [len(prints)])))
        days = np.add.reduceat((new | np.concatenate(([True], day[1:] != day[:-1]))).astype(np.int64), heads)
        grown = set()
        for head in heads[(documents >= DOCUMENTS) & (days >= DAYS)]:
            found = self._found.setdefault(int(outlet[head]), set())
            if int(prints[head]) not in found:
                found.add(int(prints[head]))
                grown.add(int(outlet[head]))
        return grown

    def outlet(self, document: int) -> int:
        """The outlet of a document as a number, -1 where it or the day is unknown."""
        return self._outlet[document]

    def mask(self, document: int, printed: Print) -> Mask | None:
        """Which words of a document are furniture of its outlet; None where none are."""
        found = self._found.get(self._outlet[document])
        if not found:
            return None
        known = self._masks.get(document)
        if known is None or known[0] != len(found):
            known = (len(found), _mask(printed, np.array(sorted(found), np.uint64)))
            self._masks[document] = known
        return known[1]


def _mask(printed: Print, found: U64) -> Mask | None:
    hashes = shingles(printed.words, SHINGLE)
    hit = within(hashes, found)[0] & chosen(hashes)
    if not hit.any():
        return None
    step = np.zeros(len(printed.words) + 1, np.int64)
    places = np.flatnonzero(hit)
    np.add.at(step, places, 1)
    np.add.at(step, places + SHINGLE, -1)
    inside = np.cumsum(step[:-1]) > 0
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inside, [False])).astype(np.int8)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start < SHORTEST:
            inside[start:end] = False
    return inside if inside.any() else None
