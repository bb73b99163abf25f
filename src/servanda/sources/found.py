"""The pairs of an index with what they share, in arrays that grow."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servanda.sources.verify import Found, Shared
from servanda.sources.words import Ints, Mask


class _Column:
    """A numpy array that grows at its end."""

    def __init__(self, dtype: type, width: int = 0) -> None:
        self._data: NDArray[Any] = np.empty((1024, width) if width else 1024, dtype)
        self._size = 0

    def add(self, values: NDArray[Any]) -> None:
        size = self._size + len(values)
        if size > len(self._data):
            grown = np.empty((max(size, len(self._data) * 3 // 2), *self._data.shape[1:]), self._data.dtype)
            grown[: self._size] = self.values
            self._data = grown
        self._data[self._size : size] = values
        self._size = size

    @property
    def values(self) -> NDArray[Any]:
        return self._data[: self._size]


class Pairs:
    """Pairs of documents by row; documents go by place, in each pair the one of the lesser id first.

    A row is never used again: what is no pair any more is dropped, what was compared anew gets another row.
    """

    def __init__(self) -> None:
        self._a, self._b = _Column(np.uint32), _Column(np.uint32)
        self._alive = _Column(np.bool_)
        self._known = _Column(np.uint32)
        self._shares, self._styles = _Column(np.float64, 4), _Column(np.uint16, 8)
        self._strong = _Column(np.bool_)
        self._ends = _Column(np.int64)
        self._places, self._marks = _Column(np.uint32, 4), _Column(np.uint8)

    def __len__(self) -> int:
        return len(self._a.values)

    def add(self, a: Ints, b: Ints, found: Found, known: int) -> None:
        """Takes what was found among the pairs (a, b); `known` says how often common fingerprints had changed then."""
        self._a.add(a[found.which])
        self._b.add(b[found.which])
        self._alive.add(np.ones(len(found.which), bool))
        self._known.add(np.full(len(found.which), known))
        self._ends.add(len(self._marks.values) + np.cumsum(found.counts, dtype=np.int64))
        self._shares.add(found.shares)
        self._styles.add(found.styles)
        self._strong.add(found.strong)
        self._places.add(found.places)
        self._marks.add(found.marks)

    def rows(self, since: int = 0) -> Ints:
        """The rows of all pairs, or of those that came after so many rows."""
        return np.flatnonzero(self._alive.values[since:]) + since

    def rows_of(self, documents: Mask | int, since: int = 0) -> Ints:
        """The rows of the pairs of one document, or of all those marked."""
        a, b = self._a.values[since:], self._b.values[since:]
        hit = documents[a] | documents[b] if isinstance(documents, np.ndarray) else (a == documents) | (b == documents)
        return np.flatnonzero(hit & self._alive.values[since:]) + since

    def documents(self, rows: Ints) -> tuple[Ints, Ints]:
        """The places of both documents of each row."""
        return self._a.values[rows].astype(np.int64), self._b.values[rows].astype(np.int64)

    def drop(self, rows: Ints) -> None:
        """These are pairs no more."""
        self._alive.values[rows] = False

    def known(self, rows: Ints) -> Ints:
        """How often common fingerprints had changed when the pairs of these rows were looked at."""
        return self._known.values[rows].astype(np.int64)

    def renew(self, rows: Ints, known: int) -> None:
        """These were looked at now."""
        self._known.values[rows] = known

    def shared(self, rows: Ints) -> Iterator[tuple[int, int, Shared]]:
        """The places of both documents of each row, and what they share."""
        ends = self._ends.values
        begins = np.where(rows > 0, ends[rows - 1], 0).tolist()
        a, b = (column.values[rows].tolist() for column in (self._a, self._b))
        shares, styles, strong = (c.values[rows].tolist() for c in (self._shares, self._styles, self._strong))
        places, marks = self._places.values, self._marks.values
        for n, (begin, end) in enumerate(zip(begins, ends[rows].tolist(), strict=True)):
            share_a, share_b, copied_a, copied_b = shares[n]
            shared = Shared(
                places=places[begin:end].tolist(),
                marks=marks[begin:end].tobytes(),
                share_a=share_a,
                share_b=share_b,
                copied_a=copied_a,
                copied_b=copied_b,
                strong=strong[n],
                styles_a=styles[n][:4],
                styles_b=styles[n][4:],
            )
            yield a[n], b[n], shared
