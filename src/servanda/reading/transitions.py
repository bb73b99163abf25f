"""The transition parser of the shipped pipeline run by hand: all texts take their next step together.

Its states are scored with NumPy at each step; spaCy's own loop calls a library for each row of each state. What a step
costs hardly depends on how many texts take it, and they take as many steps as the longest of them needs.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from servanda.reading.products import Floats, product

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Parser:
    """Heads and relations by spaCy's own arc-eager moves, every text's best one at each step."""

    def __init__(self, component: Any, some: "Doc") -> None:
        self._component = component
        model = component.model
        self._token_ids = model.predict([some]).get_token_ids
        listener, lower, upper = model.layers
        (narrow,) = (node for node in listener.walk() if node.name == "linear")
        self._narrow, self._narrow_bias = np.ascontiguousarray(narrow.get_param("W").T), narrow.get_param("b")
        slots, self._hidden, _, width = lower.get_param("W").shape
        # For each slot of a state: the sums that a word in it adds to, the parts of a maxout side by side.
        self._lower = np.ascontiguousarray(lower.get_param("W").transpose(0, 3, 2, 1).reshape(slots, width, -1))
        self._nothing = lower.get_param("pad").transpose(0, 1, 3, 2).reshape(slots, -1)
        self._lower_bias = lower.get_param("b").T.reshape(-1)
        # The bias of the output is the weight of one more input, which is always 1.
        self._upper = np.concatenate([upper.get_param("W").T, upper.get_param("b")[np.newaxis]])

    def parse(self, docs: "list[Doc]", vectors: Floats) -> None:
        """Sets the heads and relations of texts, given the vectors of all their words one after another."""
        parser, token_ids, upper = self._component, self._token_ids, self._upper
        table, first = self._table(vectors)
        states = parser.moves.init_batch(docs)
        pending = [state for state in states if not state.is_final()]
        while pending:
            size = len(pending)
            room = _Room(size, len(first), *self._upper.shape)
            while len(pending) == size:
                np.add(token_ids(pending).T, first, out=room.index)
                table.take(room.index, axis=0, out=room.taken, mode="clip")
                np.dot(room.ones, room.flat, out=room.flat_sums)
                np.maximum(*room.pieces, out=room.best)
                np.dot(room.inputs, upper, out=room.scores)
                pending = parser.transition_states(pending, room.seen)
        parser.set_annotations(docs, states)

    def _table(self, vectors: Floats) -> tuple[Floats, NDArray[np.intp]]:
        """What each word adds in each slot, slot after slot, and where in it the first word stands for each slot.

        Before the first word stands no word, -1. The bias goes with the first slot.
        """
        narrow = product(vectors, self._narrow)
        narrow += self._narrow_bias
        if len(narrow) == 1:
            narrow = np.concatenate([narrow, narrow])
        slots, words = len(self._lower), len(narrow)
        table = np.empty((slots, words + 1, self._lower.shape[2]), np.float32)
        table[:, 0] = self._nothing
        np.matmul(narrow, self._lower, out=table[:, 1:])
        table[0] += self._lower_bias
        return table.reshape(slots * (words + 1), -1), np.arange(slots)[:, np.newaxis] * (words + 1) + 1


class _Room:
    """Room to work in for the steps of some states: what is taken from the table, its sums, their best and scores.

    A single state is scored with an empty one beside it, to be summed as it would be beside others.
    """

    __slots__ = ("best", "flat", "flat_sums", "index", "inputs", "ones", "pieces", "scores", "seen", "taken")

    def __init__(self, size: int, slots: int, inputs: int, moves: int) -> None:
        hidden = inputs - 1
        self.index = np.empty((slots, size), np.intp)
        # Slots come first: whole rows are added up then.
        self.taken = np.empty((slots, size, 2 * hidden), np.float32)
        self.flat, self.ones = self.taken.reshape(slots, -1), np.ones(slots, np.float32)
        sums = np.empty((size, 2 * hidden), np.float32)
        self.flat_sums, self.pieces = sums.reshape(-1), (sums[:, :hidden], sums[:, hidden:])
        self.inputs = np.ones((max(2, size), inputs), np.float32)
        self.best = self.inputs[:size, :hidden]
        self.scores = np.empty((max(2, size), moves), np.float32)
        self.seen = self.scores[:size]
