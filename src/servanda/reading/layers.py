"""The shipped spaCy pipeline run by hand, for speed: the same components and weights, other ways through them.

- What the embedding gives for a word depends on the word alone, so it is kept from one text to the next.
- The transition parser scores all its states with NumPy at each step; spaCy's own loop calls a library for each row.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Words whose vectors are kept, about 20 MB; beyond, all are forgotten and learned anew.
_KEPT = 50_000
#: Texts that are parsed in step: the steps are as many as the longest of them needs.
_ABREAST = 64
#: What the embedding sees of a word: how it is written, and its norm, which the tokenizer may set ("n't" is "not").
_WORD: list[int | str] = ["ORTH", "NORM"]
_Word = tuple[int, int]


class Layers:
    """The components of a pipeline, ready to annotate texts. Holds word vectors, but nothing of any text."""

    def __init__(self, nlp: "Language") -> None:
        self._nlp = nlp
        components: dict[str, Any] = dict(nlp.pipeline)
        self._tok2vec, self._parser = components.pop("tok2vec"), components.pop("parser")
        self._others = list(components.values())
        self._embedding, self._encoder = self._tok2vec.model.layers
        self._rows: dict[_Word, int] = {}
        self._vectors: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._known = len(nlp.vocab.strings)

    @property
    def grown(self) -> int:
        """How many strings the pipeline has come to know since; it forgets none."""
        return len(self._nlp.vocab.strings) - self._known

    def annotate(self, texts: Sequence[str]) -> "list[Doc]":
        """The texts tokenized, tagged, lemmatized and parsed, in order."""
        docs = [self._nlp.make_doc(text) for text in texts]
        filled = [doc for doc in docs if len(doc)]
        if not filled:
            return docs
        self._tok2vec.set_annotations(filled, self._encoder.predict(self._embedded(filled)))
        for component in self._others:
            component.set_annotations(filled, component.predict(filled))
        filled.sort(key=len)
        for first in range(0, len(filled), _ABREAST):
            self._parse(filled[first : first + _ABREAST])
        return docs

    def _embedded(self, docs: "list[Doc]") -> list[NDArray[np.float32]]:
        """The embedding of each text's tokens, before the layers that look at neighbours."""
        keys = [list(map(tuple, doc.to_array(_WORD).tolist())) for doc in docs]
        new = {key for text in keys for key in text if key not in self._rows}
        if len(self._rows) + len(new) > _KEPT:
            self._rows.clear()
            new = {key for text in keys for key in text}
        if new:
            self._learn(sorted(new))
        rows = self._rows
        return [self._vectors[[rows[key] for key in text]] for text in keys]

    def _learn(self, new: list[_Word]) -> None:
        from spacy.tokens import Doc

        strings = self._nlp.vocab.strings
        doc = Doc(self._nlp.vocab, words=[strings[word] for word, _ in new])
        for token, (_, norm) in zip(doc, new, strict=True):
            token.norm_ = strings[norm]
        (made,) = self._embedding.predict([doc])
        kept = len(self._rows)
        self._vectors = np.concatenate([self._vectors[:kept], made]) if kept else made
        self._rows.update(zip(new, range(kept, kept + len(new)), strict=True))

    def _parse(self, docs: "list[Doc]") -> None:
        """Heads and relations by spaCy's own arc-eager transitions, every text's best one at each step."""
        parser = self._parser
        states = parser.moves.init_batch(docs)
        model = parser.model
        listener, lower, upper = model.layers
        features = lower.predict(listener.predict(docs))
        bias = lower.get_param("b").reshape(-1)
        slots, pieces = lower.get_dim("nF"), lower.get_dim("nP")
        table = features.reshape(-1, len(bias))
        slot = np.arange(slots) + slots  # the first row of features is that of no token, -1
        weights, offset = np.ascontiguousarray(upper.get_param("W").T), upper.get_param("b")
        reader = model.predict(docs[:1])
        pending = [state for state in states if not state.is_final()]
        while pending:
            places = reader.get_token_ids(pending) * slots + slot
            summed = table.take(places, axis=0).sum(axis=1) + bias
            hidden = summed[:, ::pieces]
            for piece in range(1, pieces):
                hidden = np.maximum(hidden, summed[:, piece::pieces])
            pending = parser.transition_states(pending, hidden @ weights + offset)
        parser.set_annotations(docs, states)
