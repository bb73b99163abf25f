"""What an outlet prints in many articles on many days (a publisher's note, a standing paragraph) is no copy.

A fingerprint that stands in at least `DOCUMENTS` documents of one outlet, on at least `DAYS` days, is furniture of
that outlet. Only documents whose publisher and day are known can tell.
"""

from array import array

import numpy as np

from servanda.sources.cues import outlet_key
from servanda.sources.fingerprint import SHINGLE, Head, Print, chosen, shingles, shortened
from servanda.sources.words import U32, Ints, Mask, within

DOCUMENTS, DAYS = 4, 3
SHORTEST = 10  # words in a row


class OutletFurniture:
    """The furniture of every outlet, kept up as documents come. What is furniture once stays it."""

    def __init__(self) -> None:
        self._outlets: dict[str, int] = {}
        self._outlet = array("i")  # by document; -1 where outlet or day is unknown
        self._day = array("i")
        self._found: dict[int, set[int]] = {}  # outlet: fingerprints
        self._masks: dict[int, tuple[int, Mask | None]] = {}  # document: (fingerprints known then, mask)

    def add(self, document: Head) -> None:
        """Takes the next document."""
        known = document.publisher and document.published
        key = outlet_key(document.publisher) if document.publisher else ""
        self._outlet.append(self._outlets.setdefault(key, len(self._outlets)) if known else -1)
        self._day.append(document.published.toordinal() if document.published else 0)

    def learn(self, prints: U32, holders: Ints) -> set[int]:
        """Finds furniture among (fingerprint, document) entries, of each fingerprint all; the outlets that have more.

        The entries are in order of fingerprints.
        """
        if not len(holders):
            return set()
        outlets, days = np.frombuffer(self._outlet, np.int32), np.frombuffer(self._day, np.int32)
        outlet = outlets[holders]
        known = outlet >= 0
        prints, outlet, day = prints[known], outlet[known], days[holders[known]]
        order = np.lexsort((day, outlet, prints))
        prints, outlet, day = prints[order], outlet[order], day[order]
        if not len(prints):
            return set()
        new = np.concatenate(([True], (prints[1:] != prints[:-1]) | (outlet[1:] != outlet[:-1])))
        heads = np.flatnonzero(new)
        documents = np.diff(np.concatenate((heads, [len(prints)])))
        differ = np.add.reduceat((new | np.concatenate(([True], day[1:] != day[:-1]))).astype(np.int64), heads)
        grown = set()
        for head in heads[(documents >= DOCUMENTS) & (differ >= DAYS)]:
            found = self._found.setdefault(int(outlet[head]), set())
            if int(prints[head]) not in found:
                found.add(int(prints[head]))
                grown.add(int(outlet[head]))
        return grown

    def of_outlets(self, outlets: set[int]) -> Mask:
        """Which documents are of these outlets."""
        return np.isin(np.array(self._outlet), list(outlets))

    def mask(self, document: int, printed: Print) -> Mask | None:
        """Which words of a document are furniture of its outlet; None where none are."""
        found = self._found.get(self._outlet[document])
        if not found:
            return None
        known = self._masks.get(document)
        if known is None or known[0] != len(found):
            known = (len(found), _mask(printed, np.array(sorted(found), np.uint32)))
            self._masks[document] = known
        return known[1]


def _mask(printed: Print, found: U32) -> Mask | None:
    hashes = shingles(printed.words, SHINGLE)
    hit = within(shortened(hashes), found)[0] & chosen(hashes)
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
