"""A document as the index keeps it: its words as numbers with their places, and the fingerprints that find copies.

A fingerprint is the hash of six words in a row. Of every three neighbouring ones the least is chosen (winnowing:
Schleimer, Wilkerson and Aiken 2003), so that eight words in a row that two documents share always leave one that
both chose, wherever the words stand. A print is all that the index needs: the text itself is not asked for again.
"""

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import numpy as np

from servanda.errors import RecordError
from servanda.sources.cues import is_official, voices
from servanda.sources.model import SourceText
from servanda.sources.words import OFFICIAL, U8, U32, U64, Cut, Mask, cut, mix
from servanda.spans import Span

SHINGLE = 6  # words in a fingerprint
WINDOW = 3  # neighbouring shingles of which one is chosen
_MAGIC = b"SVP1"
_HEAD = struct.Struct("<4sII")
_BATCH = 50_000  # characters cut at a time
_AHEAD, _THREADS = 32, 2  # batches taken in together, and cut at the same time


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a document beside its words; `length` is in code points.

    `voices` are outlets whose own correspondents speak in it. What else there is, `SourceText` describes.
    """

    id: str
    published: date | None
    publisher: str | None
    credits: tuple[str, ...]
    reports: tuple[tuple[Span, str], ...]
    wire: str | None
    voices: tuple[str, ...]
    length: int


@dataclass(frozen=True, slots=True)
class Print:
    """A document without its text. The arrays have one entry a word of the prose."""

    head: Head
    words: U32
    starts: U32
    ends: U32
    flags: U8

    @property
    def id(self) -> str:
        """The document's id."""
        return self.head.id

    def span(self, first: int, last: int) -> Span:
        """The characters from word `first` to word `last`, inclusive."""
        return Span(int(self.starts[first]), int(self.ends[last]))

    def to_bytes(self) -> bytes:
        """The print as bytes for a database: a JSON head, then the arrays, little-endian."""
        known = self.head
        head = {
            "id": known.id,
            "published": known.published.isoformat() if known.published else None,
            "publisher": known.publisher,
            "credits": known.credits,
            "reports": [[span.start, span.end, name] for span, name in known.reports],
            "wire": known.wire,
            "voices": known.voices,
            "length": known.length,
        }
        text = json.dumps(head, ensure_ascii=True).encode()
        arrays = (self.words.astype("<u4"), self.starts.astype("<u4"), self.ends.astype("<u4"), self.flags)
        return _HEAD.pack(_MAGIC, len(text), len(self.words)) + text + b"".join(a.tobytes() for a in arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Print":
        """Reads `to_bytes` back. Raises RecordError (SV401 another version, SV402 damaged)."""
        if len(data) < _HEAD.size or not data.startswith(_MAGIC[:3]):
            raise RecordError("a document's print is damaged", code="SV402", found=repr(data[:8]))
        magic, length, count = _HEAD.unpack_from(data)
        if magic != _MAGIC:
            raise RecordError("a document's print is of another version", code="SV401", found=repr(magic))
        if len(data) != _HEAD.size + length + 13 * count:
            raise RecordError("a document's print is damaged", code="SV402", found=f"{len(data)} bytes")
        at = _HEAD.size + length
        words, starts, ends = (
            np.frombuffer(data, "<u4", count, at + 4 * count * n).astype(np.uint32) for n in range(3)
        )
        try:
            told = json.loads(data[_HEAD.size : at])
            head = Head(
                id=told["id"],
                published=date.fromisoformat(told["published"]) if told["published"] else None,
                publisher=told["publisher"],
                credits=tuple(told["credits"]),
                reports=tuple((Span(start, end), name) for start, end, name in told["reports"]),
                wire=told["wire"],
                voices=tuple(told["voices"]),
                length=told["length"],
            )
            return cls(head, words, starts, ends, np.frombuffer(data, np.uint8, count, at + 12 * count))
        except (ValueError, KeyError, TypeError) as error:
            raise RecordError("a document's print is damaged", code="SV402", found=repr(error)) from None


def take_prints(texts: Iterable[SourceText]) -> Iterator[Print]:
    """The prints of many texts, in order; they are cut in batches, which gives what cutting each alone would."""
    batches: list[list[SourceText]] = [[]]
    size = 0
    for text in texts:
        batches[-1].append(text)
        size += len(text.text)
        if size >= _BATCH:
            if len(batches) == _AHEAD:
                yield from _cut_batches(batches)
                batches = []
            batches.append([])
            size = 0
    yield from _cut_batches(batches)


def _cut_batches(batches: list[list[SourceText]]) -> Iterator[Print]:
    if len(batches) == 1:
        yield from _cut_batch(batches[0])
        return
    with ThreadPoolExecutor(_THREADS) as pool:
        for prints in pool.map(_cut_batch, batches):
            yield from prints


def take_print(text: SourceText) -> Print:
    """The print of one text."""
    return next(take_prints([text]))


def _cut_batch(batch: Sequence[SourceText]) -> list[Print]:
    if not batch:
        return []
    prints = []
    whole = cut("\n".join(t.text for t in batch))
    lengths = np.array([len(t.text) + 1 for t in batch])
    begins = np.cumsum(lengths) - lengths
    bounds = [*np.searchsorted(whole.starts, begins).tolist(), len(whole.words)]
    for n, text in enumerate(batch):
        part = slice(bounds[n], bounds[n + 1])
        begin = np.uint32(begins[n])
        kept = _in_prose(
            Cut(whole.words[part], whole.starts[part] - begin, whole.ends[part] - begin, whole.flags[part]), text.prose
        )
        official = np.uint8(OFFICIAL if is_official(text.text) else 0)
        head = Head(
            id=text.id,
            published=text.published,
            publisher=text.publisher,
            credits=text.credits,
            reports=text.reports,
            wire=text.wire,
            voices=voices(text.text),
            length=len(text.text),
        )
        prints.append(Print(head, kept.words.copy(), kept.starts, kept.ends, kept.flags | official))
    return prints


def _in_prose(words: Cut, prose: tuple[Span, ...] | None) -> Cut:
    """The words that lie in the prose; with no prose given, all."""
    if prose is None:
        return Cut(words.words, words.starts, words.ends, words.flags)
    spans = sorted(prose)
    if not spans:
        inside = np.zeros(len(words.words), bool)
    else:
        begins = np.array([s.start for s in spans])
        ends = np.maximum.accumulate(np.array([s.end for s in spans]))
        place = np.searchsorted(begins, words.starts, side="right") - 1
        inside = (place >= 0) & (words.ends <= ends[np.maximum(place, 0)])
    flags = words.flags[inside]
    return Cut(words.words[inside], words.starts[inside], words.ends[inside], flags)


def shingles(words: U32, size: int) -> U64:
    """The hash of every run of `size` words, one for each start; empty where there are too few words."""
    count = len(words) - size + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    wide = words.astype(np.uint64)
    factor, total = np.uint64(0xD6E8FEB86659FD93), wide[:count].copy()
    with np.errstate(over="ignore"):
        for n in range(1, size):
            total *= factor
            total += wide[n : n + count]
    return mix(total)


def fingerprints(words: U32) -> U32:
    """The chosen fingerprints of a document, sorted, each once: the upper half of their hashes."""
    hashes = shingles(words, SHINGLE)
    return np.unique(shortened(hashes[chosen(hashes)]))


def shortened(hashes: U64) -> U32:
    """Hashes as the index keeps them. That two in a million documents agree by chance only costs a comparison."""
    return (hashes >> np.uint64(32)).astype(np.uint32)


def chosen(hashes: U64) -> Mask:
    """Which shingles of a document are its fingerprints: the least of any window that they lie in."""
    if len(hashes) <= WINDOW:
        picked = np.zeros(len(hashes), bool)
        if len(hashes):
            picked[int(np.argmin(hashes))] = True
        return picked
    windows = len(hashes) - WINDOW + 1
    least = hashes[:windows]
    for n in range(1, WINDOW):
        least = np.minimum(least, hashes[n : n + windows])
    picked = np.zeros(len(hashes), bool)
    for n in range(WINDOW):
        picked[n : n + windows] |= hashes[n : n + windows] == least
    return picked
