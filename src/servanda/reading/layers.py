"""The shipped spaCy pipeline run by hand, for speed: the same components and weights, other ways through them.

What can be kept of words is (`encoder`), so is the lemma that a rule of the lemmatizer makes of a word; all texts go
through the layers at once (`encoder`) and are parsed in step (`transitions`).

What a text is read as does not depend on the texts beside it: each row of a product is summed alike, however many rows
there are, as long as there are at least two (`tests/reading/test_layers.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from servanda.reading.encoder import Encoder
from servanda.reading.products import Floats, product
from servanda.reading.transitions import Parser
from servanda.reading.verb_forms import form_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Lemmas that are kept; beyond, all are forgotten and made anew.
_KEPT = 50_000
#: The rule that leaves a word as it is: nothing replaced at its beginning nor at its end.
_SAME = "(m 0 0 () ())"
#: Texts that are parsed in step: the steps are as many as the longest of them needs.
_ABREAST = 64
_WORD: list[int | str] = ["ORTH", "NORM"]
_SET: list[int | str] = ["TAG", "LEMMA"]


class Layers:
    """The components of a pipeline, ready to annotate texts. Holds what is known of words, but nothing of any text."""

    def __init__(self, nlp: "Language") -> None:
        self._nlp = nlp
        components: dict[str, Any] = dict(nlp.pipeline)
        self._encoder = Encoder(components["tok2vec"].model, nlp.vocab)
        self._tagger = _Classes.of(components["tagger"])
        strings = nlp.vocab.strings
        self._tags = np.array([strings.add(tag) for tag in components["tagger"].labels], dtype=np.uint64)
        self._lemmas = _Lemmas(components["trainable_lemmatizer"], nlp)
        self._parser = Parser(components["parser"], nlp.make_doc("A"))
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
        vectors = self._encoder.encode([list(zip(*text.T.tolist(), strict=True)) for text in words])
        tags = self._tags[self._tagger.best(vectors)]
        lemmas = self._lemmas.of(np.concatenate(words)[:, 0], tags, vectors)
        columns: Any = np.stack([tags, lemmas], axis=1)
        first = 0
        for doc in docs:
            doc.from_array(_SET, columns[first : first + len(doc)])
            own: Any = vectors[first : first + len(doc)]
            doc.tensor = own  # the network of attribution goes on from them
            first += len(doc)
        self._parser.parse(docs, vectors)


@dataclass(frozen=True, slots=True)
class _Classes:
    """A component that gives each word a class."""

    weights: Floats
    bias: Floats

    @classmethod
    def of(cls, component: Any) -> "_Classes":
        (node,) = (node for node in component.model.walk() if node.name == "softmax")
        classes, width = node.get_param("W").shape
        # Columns beyond whole sixteens would be added up in an order that depends on the number of rows.
        columns = -(-classes // 16) * 16
        weights, bias = np.zeros((width, columns), np.float32), np.full(columns, -np.inf, np.float32)
        weights[:, :classes], bias[:classes] = node.get_param("W").T, node.get_param("b")
        return cls(weights, bias)

    def best(self, vectors: Floats) -> NDArray[np.intp]:
        """The class of each row; of a single row, as if it stood beside another."""
        summed = product(vectors, self.weights)
        summed += self.bias
        chosen: NDArray[np.intp] = np.argmax(summed, axis=1)
        return chosen


class _Lemmas:
    """The lemmatizer: which rule applies to a word is scored, what the rule makes of the word is kept.

    Forms of verbs that the codebook knows are looked up instead: most are too rare in the treebanks to be learned.
    """

    def __init__(self, component: Any, nlp: "Language") -> None:
        self._classes = _Classes.of(component)
        self._rules: list[int] = list(component.labels)
        self._trees = component.trees
        #: The class of the rule that leaves words as they are; most words have it.
        self._same = next((i for i, rule in enumerate(self._rules) if self._trees.tree_to_str(rule) == _SAME), -1)
        self._strings = nlp.vocab.strings
        self._made: dict[tuple[int, int], int] = {}
        self._verbs = np.array([self._strings.add(tag) for tag in ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")], np.uint64)
        #: Of a word and its tag, by their keys: its lemma and its tag as `form_of` has them.
        self._formed: dict[tuple[int, int], tuple[int, int] | None] = {}

    def of(self, words: NDArray[np.uint64], tags: NDArray[np.uint64], vectors: Floats) -> NDArray[np.uint64]:
        """The keys of the lemmas of words, given by their keys, those of their tags and their vectors.

        A verb that is tagged as no past but can be nothing else is given its tag.
        """
        chosen = self._classes.best(vectors)
        others = np.flatnonzero(chosen != self._same)
        pairs = list(zip(words[others].tolist(), chosen[others].tolist(), strict=True))
        made = self._made
        if len(made) > _KEPT:
            made.clear()
        for pair in pairs:
            if pair not in made:
                made[pair] = self._make(*pair)
        lemmas = words.copy()
        lemmas[others] = np.array([made[pair] for pair in pairs], np.uint64)
        formed = self._formed
        if len(formed) > _KEPT:
            formed.clear()
        verbs = np.flatnonzero(np.isin(tags, self._verbs))
        for at, key in zip(verbs.tolist(), zip(words[verbs].tolist(), tags[verbs].tolist(), strict=True), strict=True):
            if key not in formed:
                formed[key] = self._form(*key)
            form = formed[key]
            if form is not None:
                lemmas[at], tags[at] = form
        return lemmas

    def _form(self, word: int, tag: int) -> tuple[int, int] | None:
        """The keys of lemma and tag of a verb that the codebook knows."""
        form = form_of(self._strings[word].lower(), self._strings[tag])
        return None if form is None else (int(self._strings.add(form.base)), int(self._strings.add(form.tag)))

    def _make(self, word: int, rule: int) -> int:
        """The lemma by the rule; the word itself where the rule does not fit it."""
        lemma = self._trees.apply(self._rules[rule], self._strings[word])
        return word if lemma is None else int(self._strings.add(lemma))
