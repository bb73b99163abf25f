"""The prints of all documents of an index, packed: seven bytes a word, so that a million articles fit in memory."""

import struct
from array import array
from collections.abc import Iterator, Mapping

import numpy as np

from servanda.sources.fingerprint import Head, Print
from servanda.sources.words import U32

_COUNTS = struct.Struct("<II")
_WIDE = 255
_CHUNK = 1 << 24  # bytes of memory taken at a time
_PLACE = 40  # bits of a place that tell where in its chunk it is


class Prints(Mapping[str, Print]):
    """Prints by document id, and by place: the order in which they came."""

    def __init__(self) -> None:
        self.heads: list[Head] = []
        self.places: dict[str, int] = {}
        self._chunks: list[bytearray] = []
        self._starts = array("Q")  # by place: the chunk, and where in it
        self._free = 0  # where the last chunk is free

    def __len__(self) -> int:
        return len(self.heads)

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __contains__(self, document: object) -> bool:
        return document in self.places

    def __getitem__(self, document: str) -> Print:
        return self.at(self.places[document])

    def add(self, printed: Print) -> int:
        """Takes a print whose document is not there yet; gives its place."""
        place = len(self.heads)
        self.places[printed.id] = place
        self.heads.append(printed.head)
        self._keep(_packed(printed))
        return place

    def _keep(self, data: bytes) -> None:
        """Puts bytes behind those of the print before: many small objects would scatter what else memory holds."""
        if not self._chunks or self._free + len(data) > len(self._chunks[-1]):
            self._chunks.append(bytearray(max(_CHUNK, len(data))))
            self._free = 0
        self._chunks[-1][self._free : self._free + len(data)] = data
        self._starts.append((len(self._chunks) - 1) << _PLACE | self._free)
        self._free += len(data) + -len(data) % 4

    def _kept(self, place: int) -> tuple[bytearray, int]:
        start = self._starts[place]
        return self._chunks[start >> _PLACE], start & ((1 << _PLACE) - 1)

    def at(self, place: int) -> Print:
        """The print at a place."""
        return _unpacked(self.heads[place], *self._kept(place))

    def words(self, place: int) -> U32:
        """The words of the print at a place."""
        data, at = self._kept(place)
        return np.frombuffer(data, np.uint32, _COUNTS.unpack_from(data, at)[0], at + _COUNTS.size)

    def head(self, document: str) -> Head:
        """What is known of a document beside its words."""
        return self.heads[self.places[document]]

    def size(self, document: str) -> int:
        """How many words a document has."""
        return len(self.words(self.places[document]))


def _packed(printed: Print) -> bytes:
    """Words, flags, and by turns the gap before each word and its length, in a byte each; those wider on their own."""
    edges = np.empty(2 * len(printed.words), np.uint32)
    edges[::2], edges[1::2] = printed.starts, printed.ends
    steps = np.diff(edges, prepend=np.uint32(0))
    wide = np.flatnonzero(steps >= _WIDE).astype(np.uint32)
    arrays = (printed.words, wide, steps[wide], np.minimum(steps, _WIDE).astype(np.uint8), printed.flags)
    return _COUNTS.pack(len(printed.words), len(wide)) + b"".join(a.tobytes() for a in arrays)


def _unpacked(head: Head, data: bytearray, at: int) -> Print:
    count, wides = _COUNTS.unpack_from(data, at)
    at += _COUNTS.size
    words = np.frombuffer(data, np.uint32, count, at)
    wide = np.frombuffer(data, np.uint32, 2 * wides, at + 4 * count)
    at += 4 * count + 8 * wides
    steps = np.frombuffer(data, np.uint8, 2 * count, at).astype(np.uint32)
    steps[wide[:wides]] = wide[wides:]
    edges = np.cumsum(steps, dtype=np.uint32)
    return Print(head, words, edges[::2], edges[1::2], np.frombuffer(data, np.uint8, count, at + 2 * count))
