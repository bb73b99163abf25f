"""The shipped spaCy pipeline run by hand, for speed: the same components and weights, other ways through them.

- What the embedding gives for a word depends on the word alone, so it is kept from one text to the next; so is the
  lemma that a rule of the lemmatizer makes of a word.
- The layers above run over many texts at once, in pieces that the processor's cache holds, with the parts of a maxout
  side by side.
- The transition parser scores all its states with NumPy at each step; spaCy's own loop calls a library for each row.

What a text is read as does not depend on the texts beside it: each row of a product is summed alike, however many rows
there are, as long as there are at least two (`tests/reading/test_layers.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Words whose vectors are kept, about 20 MB, and words with a lemma; beyond, all are forgotten and learned anew.
_KEPT = 50_000
#: Texts that are parsed in step: the steps are as many as the longest of them needs.
_ABREAST = 64
#: Rows that go through all layers together; their products then stay in the processor's cache.
_ROWS = 800
#: What the embedding sees of a word: how it is written, and its norm, which the tokenizer may set ("n't" is "not").
_WORD: list[int | str] = ["ORTH", "NORM"]
_SET: list[int | str] = ["TAG", "LEMMA"]
_Word = tuple[int, int]
Floats = NDArray[np.float32]


class Layers:
    """The components of a pipeline, ready to annotate texts. Holds word vectors, but nothing of any text."""

    def __init__(self, nlp: "Language") -> None:
        self._nlp = nlp
        components: dict[str, Any] = dict(nlp.pipeline)
        self._embedding, encoder = components["tok2vec"].model.layers
        self._convolutions = [_Convolution.of(*pair) for pair in _pairs(encoder)]
        self._tagger = _Classes.of(components["tagger"])
        strings = nlp.vocab.strings
        self._tags = np.array([strings.add(tag) for tag in components["tagger"].labels], dtype=np.uint64)
        self._lemmas = _Lemmas(components["trainable_lemmatizer"], nlp)
        self._parser = _Parser(components["parser"], nlp.make_doc("A"))
        self._rows: dict[_Word, int] = {}
        self._vectors: Floats = np.zeros((0, encoder.get_dim("nO")), np.float32)
        self._known = len(strings)
        self._lock = Lock()

    @property
    def grown(self) -> int:
        """How many strings the pipeline has come to know since; it forgets none."""
        return len(self._nlp.vocab.strings) - self._known

    def annotate(self, texts: Sequence[str]) -> "list[Doc]":
        """The texts tokenized, tagged, lemmatized and parsed, in order."""
        with self._lock:  # what is kept of words is shared by all threads
            docs = [self._nlp.make_doc(text) for text in texts]
            # Texts of one length beside each other are parsed in step with the fewest steps.
            filled = sorted((doc for doc in docs if len(doc)), key=len)
            for first in range(0, len(filled), _ABREAST):
                self._annotate(filled[first : first + _ABREAST])
        return docs

    def _annotate(self, docs: "list[Doc]") -> None:
        words: list[Any] = [doc.to_array(_WORD) for doc in docs]
        vectors = self._encoded(self._known_rows(words), [len(doc) for doc in docs])
        tags = self._tags[self._tagger.best(vectors)]
        lemmas = self._lemmas.of(np.concatenate(words)[:, 0], vectors)
        columns: Any = np.stack([tags, lemmas], axis=1)
        first = 0
        for doc in docs:
            doc.from_array(_SET, columns[first : first + len(doc)])
            own: Any = vectors[first : first + len(doc)]
            doc.tensor = own  # the network of attribution goes on from them
            first += len(doc)
        self._parser.parse(docs, vectors)

    def _known_rows(self, texts: Sequence[NDArray[np.uint64]]) -> list[list[int]]:
        """Where the vector of each word of each text stands among those that are kept."""
        keys: list[list[_Word]] = [list(map(tuple, text.tolist())) for text in texts]
        new = {key for text in keys for key in text if key not in self._rows}
        if len(self._rows) + len(new) > _KEPT:
            self._rows.clear()
            new = {key for text in keys for key in text}
        if new:
            self._learn(sorted(new))
        rows = self._rows
        return [[rows[key] for key in text] for text in keys]

    def _learn(self, new: list[_Word]) -> None:
        from spacy.tokens import Doc

        strings = self._nlp.vocab.strings
        doc = Doc(self._nlp.vocab, words=[strings[word] for word, _ in new])
        for token, (_, norm) in zip(doc, new, strict=True):
            token.norm_ = strings[norm]
        (made,) = self._embedding.predict([doc])
        kept = len(self._rows)
        end = kept + len(new)
        if end > len(self._vectors):
            larger = np.empty((2 * end, made.shape[1]), np.float32)
            larger[:kept] = self._vectors[:kept]
            self._vectors = larger
        self._vectors[kept:end] = made
        self._rows.update(zip(new, range(kept, end), strict=True))

    def _encoded(self, rows: list[list[int]], sizes: list[int]) -> Floats:
        """The vectors of the words of all texts one after another, each having looked at its neighbours."""
        width, pad = self._vectors.shape[1], len(self._convolutions)
        out = np.empty((sum(sizes), width), np.float32)
        done = 0
        for first, last in _portions(sizes, pad):
            # Between two texts lie as many empty rows as there are layers, so that no text sees another.
            at: list[int] = []
            end = 0
            for size in sizes[first:last]:
                at.extend(range(end + pad, end + pad + size))
                end += pad + size
            values = np.zeros((end + pad, width), np.float32)
            values[at] = self._vectors[[row for text in rows[first:last] for row in text]]
            window = np.zeros((len(values), 3 * width), np.float32)
            summed = np.empty((len(values), self._convolutions[0].weights.shape[1]), np.float32)
            for layer in self._convolutions:
                layer.add(values, window, summed)
            out[done : done + len(at)] = values[at]
            done += len(at)
        return out


def _portions(sizes: list[int], pad: int) -> Iterator[tuple[int, int]]:
    """Texts in portions of about as many rows as fit together: the number of the first, and of the one after."""
    first = rows = 0
    for number, size in enumerate(sizes):
        if rows and rows + size + pad > _ROWS:
            yield first, number
            first, rows = number, 0
        rows += size + pad
    if sizes:
        yield first, len(sizes)


def _pairs(encoder: Any) -> list[tuple[Any, Any]]:
    """The maxout and the normalization of each layer of the encoder."""
    nodes = [node for node in encoder.walk() if node.name in ("maxout", "layernorm")]
    return list(zip(nodes[::2], nodes[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class _Convolution:
    """One layer of the encoder: the best of some sums over a word and its neighbours, normalized, is added to it."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    @classmethod
    def of(cls, maxout: Any, norm: Any) -> "_Convolution":
        weights, bias = maxout.get_param("W"), maxout.get_param("b")
        flat = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(weights.shape[2], -1))
        return cls(flat, np.ascontiguousarray(bias.T).reshape(-1), norm.get_param("G"), norm.get_param("b"))

    def add(self, values: Floats, window: Floats, summed: Floats) -> None:
        """Adds what the layer finds to the rows, in place.

        `window` and `summed` are room to work in, rows as many as values; the corners of `window`, where a row has no
        neighbour, hold zeros and keep them.
        """
        width = values.shape[1]
        window[1:, :width] = values[:-1]
        window[:, width : 2 * width] = values
        window[:-1, 2 * width :] = values[1:]
        np.matmul(window, self.weights, out=summed)
        summed += self.bias
        best = np.maximum(summed[:, :width], summed[:, width : 2 * width])
        for piece in range(2 * width, summed.shape[1], width):
            np.maximum(best, summed[:, piece : piece + width], out=best)
        best -= (np.add.reduce(best, axis=1) / width)[:, np.newaxis]
        spread = np.einsum("ij,ij->i", best, best)
        spread /= width
        spread += 1e-8
        best *= (1 / np.sqrt(spread))[:, np.newaxis]
        best *= self.scale
        best += self.shift
        values += best


@dataclass(frozen=True, slots=True)
class _Classes:
    """A component that gives each word a class."""

    weights: Floats
    bias: Floats

    @classmethod
    def of(cls, component: Any) -> "_Classes":
        (node,) = (node for node in component.model.walk() if node.name == "softmax")
        return cls(np.ascontiguousarray(node.get_param("W").T), node.get_param("b"))

    def best(self, vectors: Floats) -> NDArray[np.intp]:
        """The class of each row; of a single row, as if it stood beside another."""
        summed = _product(vectors, self.weights)
        summed += self.bias
        chosen: NDArray[np.intp] = np.argmax(summed, axis=1)
        return chosen


class _Lemmas:
    """The lemmatizer: which rule applies to a word is scored, what the rule makes of the word is kept."""

    def __init__(self, component: Any, nlp: "Language") -> None:
        self._classes = _Classes.of(component)
        self._rules: list[int] = list(component.labels)
        self._trees = component.trees
        self._strings = nlp.vocab.strings
        self._made: dict[tuple[int, int], int] = {}

    def of(self, words: NDArray[np.uint64], vectors: Floats) -> NDArray[np.uint64]:
        """The keys of the lemmas of words, given by their keys and vectors."""
        made = self._made
        if len(made) > _KEPT:
            made.clear()
        pairs = list(zip(words.tolist(), self._classes.best(vectors).tolist(), strict=True))
        for pair in pairs:
            if pair not in made:
                made[pair] = self._make(*pair)
        return np.array([made[pair] for pair in pairs], dtype=np.uint64)

    def _make(self, word: int, rule: int) -> int:
        """The lemma by the rule; the word itself where the rule does not fit it."""
        lemma = self._trees.apply(self._rules[rule], self._strings[word])
        return word if lemma is None else int(self._strings.add(lemma))


class _Parser:
    """The transition parser: heads and relations by spaCy's own arc-eager moves, every text's best one at each step."""

    def __init__(self, component: Any, some: "Doc") -> None:
        self._component = component
        model = component.model
        self._token_ids = model.predict([some]).get_token_ids
        listener, lower, upper = model.layers
        (narrow,) = (node for node in listener.walk() if node.name == "linear")
        self._narrow, self._narrow_bias = np.ascontiguousarray(narrow.get_param("W").T), narrow.get_param("b")
        slots, hidden, pieces, width = lower.get_param("W").shape
        self._slots, self._hidden, self._pieces = slots, hidden, pieces
        by_piece = lower.get_param("W").transpose(3, 0, 2, 1)
        self._lower = np.ascontiguousarray(by_piece.reshape(width, slots * pieces * hidden))
        self._nothing = lower.get_param("pad").transpose(0, 1, 3, 2).reshape(slots, pieces * hidden)
        self._lower_bias = lower.get_param("b").T.reshape(-1)
        # The bias of the output is the weight of one more input, which is always 1.
        self._upper = np.concatenate([upper.get_param("W").T, upper.get_param("b")[np.newaxis]])

    def parse(self, docs: "list[Doc]", vectors: Floats) -> None:
        """Sets the heads and relations of texts, given the vectors of all their words one after another."""
        parser, hidden = self._component, self._hidden
        slots = self._slots
        narrow = _product(vectors, self._narrow)
        narrow += self._narrow_bias
        # A row for each word in each slot; the first rows are those of no word, -1. The bias goes with the first slot.
        table = np.empty(((len(vectors) + 1) * slots, self._pieces * hidden), np.float32)
        table[:slots] = self._nothing
        table[slots:] = _product(narrow, self._lower).reshape(-1, self._pieces * hidden)
        table[::slots] += self._lower_bias
        slot = np.arange(slots) + slots
        states = parser.moves.init_batch(docs)
        pending = [state for state in states if not state.is_final()]
        inputs = np.ones((max(2, len(pending)), hidden + 1), np.float32)
        while pending:
            size = len(pending)
            summed = table.take(self._token_ids(pending) * slots + slot, axis=0).sum(axis=1)
            best = inputs[:size, :hidden]
            np.maximum(summed[:, :hidden], summed[:, hidden : 2 * hidden], out=best)
            for piece in range(2 * hidden, summed.shape[1], hidden):
                np.maximum(best, summed[:, piece : piece + hidden], out=best)
            scores = inputs[: max(2, size)] @ self._upper
            pending = parser.transition_states(pending, scores[:size])
        parser.set_annotations(docs, states)


def _product(rows: Floats, weights: Floats) -> Floats:
    """Rows times weights; a single row is summed as it would be beside others."""
    if len(rows) == 1:
        return (np.concatenate([rows, rows]) @ weights)[:1]
    made: Floats = rows @ weights
    return made
