"""The encoder of the shipped pipeline run by hand: from the words of texts to their vectors in context.

- What the embedding gives for a word depends on the word alone, and so does what the first layer adds up of it for
  itself and its two neighbours: both are kept from one text to the next.
- The layers above, convolutions over a word and its two neighbours, make two words of four products where plain sums
  take six (Winograd's minimal filtering, F(2, 3): A. Lavin and S. Gray, "Fast algorithms for convolutional neural
  networks", 2015). Each text begins with a pair, so that the rounding of its sums does not depend on other texts.
- The layers run in pieces of rows that the processor's cache holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servanda.reading.products import Floats, product

#: What the embedding sees of a word: how it is written, and its norm, which the tokenizer may set ("n't" is "not").
Word = tuple[int, int]
#: Words that are kept, about 60 MB; beyond, all are forgotten and learned anew.
_KEPT = 16_000
#: Rows that go through all layers together; their products then stay in the processor's cache.
_ROWS = 1000


class Encoder:
    """The embedding and the layers of a pipeline's `tok2vec`. Holds words, but nothing of any text."""

    def __init__(self, model: Any, vocab: Any) -> None:
        embedding, encoder = model.layers
        first, *above = (_Layer.of(*pair, neighbours=3) for pair in _pairs(encoder))
        self._words = _Words(_Embedding(embedding, vocab), first)
        self._first, self._above = first, [(layer, _filters(layer.weights)) for layer in above]
        #: Empty rows between two texts, so that none sees another: as many as there are layers, in whole pairs.
        self._pad = (2 + len(above)) // 2 * 2

    def encode(self, texts: Sequence[Sequence[Word]]) -> Floats:
        """The vectors of the words of all texts one after another, each having looked at its neighbours."""
        out = np.empty((sum(map(len, texts)), self._words.width), np.float32)
        done = 0
        for some in _portions(texts, self._pad):
            vectors = self._portion(some)
            out[done : done + len(vectors)] = vectors
            done += len(vectors)
        return out

    def _portion(self, texts: Sequence[Sequence[Word]]) -> Floats:
        """The vectors of the words of texts that go through the layers together."""
        rows = self._words.rows([word for text in texts for word in text])
        places = np.empty(len(rows), np.intp)
        end = done = 0
        for text in texts:
            first = end + self._pad
            places[done : done + len(text)] = np.arange(first, first + len(text))
            done += len(text)
            end = first + len(text) + len(text) % 2
        line = np.zeros(end + self._pad + 2, np.intp)  # with the neighbours of the first and of the last row
        line[places + 1] = rows
        values, summed = self._words.begin(*(_paired(line[i : len(line) - 2 + i]) for i in range(3)))
        self._first.add(values, summed)
        pairs = len(values) // 2
        room = _Room(pairs, values.shape[1], summed.shape[1])
        for layer, filters in self._above:
            room.convolve(values.reshape(2, pairs, -1), filters, layer.bias, summed.reshape(2, pairs, -1))
            layer.add(values, summed)
        return values.take(places % 2 * pairs + places // 2, axis=0)


def _paired(line: NDArray[np.intp]) -> NDArray[np.intp]:
    """The first ones of all pairs, then the second ones."""
    return line.reshape(-1, 2).T.reshape(-1)


def _portions(texts: Sequence[Sequence[Word]], pad: int) -> Iterator[Sequence[Sequence[Word]]]:
    """Texts in portions of about as many rows as fit together."""
    first = rows = 0
    for number, text in enumerate(texts):
        if rows and rows + len(text) + pad > _ROWS:
            yield texts[first:number]
            first, rows = number, 0
        rows += len(text) + pad
    if texts:
        yield texts[first:]


def _pairs(encoder: Any) -> list[tuple[Any, Any]]:
    """The maxout and the normalization of each layer of the encoder."""
    nodes = [node for node in encoder.walk() if node.name in ("maxout", "layernorm")]
    return list(zip(nodes[::2], nodes[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class _Layer:
    """One layer of the encoder: the best of some sums over a word and its neighbours, normalized, is added to it.

    `weights` are those of the word before, of the word, and of the word after, each (inputs, pieces * width); in the
    layer that mixes the parts of the embedding, which has no neighbours, those of the word alone.
    """

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    @classmethod
    def of(cls, maxout: Any, norm: Any, neighbours: int) -> "_Layer":
        weights, bias = maxout.get_param("W"), maxout.get_param("b")
        by_neighbour = weights.transpose(2, 1, 0).reshape(neighbours, weights.shape[2] // neighbours, -1)
        flat = np.ascontiguousarray(bias.T).reshape(-1)
        return cls(np.ascontiguousarray(by_neighbour), flat, norm.get_param("G"), norm.get_param("b"))

    def add(self, values: Floats, summed: Floats) -> None:
        """Adds to the rows, in place, what the layer finds, given its sums."""
        width = values.shape[1]
        best = np.maximum(summed[:, :width], summed[:, width : 2 * width])
        for piece in range(2 * width, summed.shape[1], width):
            np.maximum(best, summed[:, piece : piece + width], out=best)
        best -= np.vecdot(best, np.full(width, 1 / width, np.float32))[:, np.newaxis]
        spread = np.vecdot(best, best)
        spread /= width
        spread += 1e-8
        best *= (1 / np.sqrt(spread))[:, np.newaxis]
        best *= self.scale
        best += self.shift
        values += best


def _filters(weights: Floats) -> Floats:
    """The four filters of a layer: the polynomial of its three weights at 0, 1, -1 and infinity."""
    before, own, after = weights
    return np.stack((before, (before + own + after) / 2, (before - own + after) / 2, after))


class _Room:
    """Room to work in for the sums of some pairs of rows, the same for all layers."""

    def __init__(self, pairs: int, width: int, sums: int) -> None:
        self._seen = np.empty((4, pairs, width), np.float32)
        self._made = np.empty((4, pairs, sums), np.float32)

    def convolve(self, values: Floats, filters: Floats, bias: Floats, out: Floats) -> None:
        """The sums of rows and their neighbours by the four filters; beyond both ends there is nothing.

        `values` and `out` hold the first rows of all pairs, then the second ones.
        """
        (first, second), seen = values, self._seen
        np.subtract(second[:-1], second[1:], out=seen[0, 1:])
        np.negative(second[0], out=seen[0, 0])
        np.add(first, second, out=seen[1])
        np.subtract(second, first, out=seen[2])
        np.subtract(first[:-1], first[1:], out=seen[3, :-1])
        seen[3, -1] = first[-1]
        np.matmul(seen, filters, out=self._made)
        zero, one, minus_one, infinity = self._made
        one += bias
        np.add(one, minus_one, out=out[0])
        out[0] += zero
        np.subtract(one, minus_one, out=out[1])
        out[1] -= infinity


class _Embedding:
    """What the embedding makes of words alone: of each attribute some rows of a table, by its hash; then all mixed."""

    def __init__(self, model: Any, vocab: Any) -> None:
        self._vocab = vocab
        (seen,) = (node for node in model.walk() if node.name == "extract_features")
        nodes = [node for node in model.walk() if node.name == "hashembed"]
        #: The attribute, the seed of its hash, and the table.
        self._tables = [
            (seen.attrs["columns"][node.attrs["column"]].lower(), node.attrs["seed"], node.get_param("E"))
            for node in nodes
        ]
        self._hash = nodes[0].ops.hash
        (mixing,) = _pairs(model)
        self._mixing = _Layer.of(*mixing, neighbours=1)

    def of(self, words: Sequence[Word]) -> Floats:
        """A row for each word."""
        parts = []
        for attribute, seed, table in self._tables:
            if attribute == "norm":
                keys = [norm for _, norm in words]
            else:
                keys = [getattr(self._vocab[word], attribute) for word, _ in words]
            rows = self._hash(np.array(keys, np.uint64), seed) % len(table)
            parts.append(table.take(rows, axis=0).sum(axis=1))
        summed = product(np.concatenate(parts, axis=1), self._mixing.weights[0])
        summed += self._mixing.bias
        values = np.zeros((len(words), len(self._mixing.scale)), np.float32)
        self._mixing.add(values, summed)
        return values


class _Words:
    """What is kept of words, a row each; the first row is that of no word."""

    def __init__(self, embedding: "_Embedding", first: _Layer) -> None:
        self._embedding = embedding
        self.width = first.weights.shape[1]
        self._weights = np.ascontiguousarray(first.weights.transpose(1, 0, 2).reshape(self.width, -1))
        self._bias = first.bias
        self._rows: dict[Word, int] = {}
        self._reserve(_KEPT + 1)

    def rows(self, words: Sequence[Word]) -> list[int]:
        """The row of each word. Good until it is asked for other words."""
        found = list(map(self._rows.get, words))
        if None in found:
            new = {word for word, row in zip(words, found, strict=True) if row is None}
            if len(self._rows) + len(new) > _KEPT:
                self._rows.clear()
                new = set(words)
            self._learn(sorted(new))
            found = list(map(self._rows.get, words))
        return found  # type: ignore[return-value]

    def begin(self, before: NDArray[np.intp], own: NDArray[np.intp], after: NDArray[np.intp]) -> tuple[Floats, Floats]:
        """The vectors of words, and the sums of the first layer, given their rows and those of their neighbours."""
        to_next, to_itself, to_last = self._sums
        summed = to_itself.take(own, axis=0)
        summed += to_next.take(before, axis=0)
        summed += to_last.take(after, axis=0)
        return self._vectors.take(own, axis=0), summed

    def _learn(self, new: list[Word]) -> None:
        made = self._embedding.of(new)
        sums = product(made, self._weights).reshape(len(new), 3, -1)
        sums[:, 1] += self._bias
        first = len(self._rows) + 1
        end = first + len(new)
        if end > len(self._vectors):  # all others are forgotten
            self._reserve(end)
        self._vectors[first:end] = made
        self._sums[:, first:end] = sums.transpose(1, 0, 2)
        self._rows.update(zip(new, range(first, end), strict=True))

    def _reserve(self, size: int) -> None:
        """Makes room for rows, of which only the first is filled; memory is taken as others are."""
        self._vectors: Floats = np.empty((size, self.width), np.float32)
        #: What a word adds to the sums of the word after it, to its own and to those of the word before it.
        self._sums: Floats = np.empty((3, size, len(self._bias)), np.float32)
        self._vectors[0] = self._sums[:, 0] = 0
        self._sums[1, 0] = self._bias
