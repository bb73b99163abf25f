"""The learned weights: linear models over hashed features, trained by `training/attribution`."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from servanda.reading.attribution.features import Table
from servanda.reading.attribution.grid import Ints, Keys

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Linear:
    """A softmax model: `weights` has a row for each place of the feature table and a column for each class."""

    weights: Floats
    bias: Floats

    def scores(self, table: Table) -> Floats:
        """The score of each class for each row of features."""
        total: Floats = self.weights[table].sum(axis=1) + self.bias
        return total

    def best(self, table: Table) -> Ints:
        """The class with the highest score for each row of features."""
        chosen: Ints = np.argmax(self.scores(table), axis=1)
        return chosen


@dataclass(frozen=True, slots=True)
class Models:
    """`cue` tells whether a token heads a cue (no, yes), `role` a token's part (none, cue, source, content).

    `openers` are the lemmas, other than of verbs, that were seen to head cues.
    """

    cue: Linear
    role: Linear
    openers: Keys


@cache
def load() -> Models:
    """The shipped models, loaded once a process."""
    with files("servanda.reading").joinpath("models", "attribution.npz").open("rb") as file, np.load(file) as arrays:
        cue, role = (Linear(arrays[f"{n}_weights"].astype(np.float32), arrays[f"{n}_bias"]) for n in ("cue", "role"))
        return Models(cue, role, arrays["openers"])
