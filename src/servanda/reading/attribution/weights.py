"""The learned weights: a network over tokens and a linear model over hashed features, by `training/attribution`."""

from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from servanda.reading.attribution.features import Table
from servanda.reading.attribution.grid import Ints
from servanda.reading.attribution.network import COLUMNS, Layer, Network

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Linear:
    """A softmax model: `weights` has a row for each place of the feature table and a column for each class."""

    weights: Floats
    bias: Floats

    def scores(self, table: Table) -> Floats:
        """The score of each class for each column of features."""
        total: Floats = self.weights.take(table, axis=0).sum(axis=0) + self.bias
        return total

    def best(self, table: Table) -> Ints:
        """The class with the highest score for each column of features."""
        chosen: Ints = np.argmax(self.scores(table), axis=1)
        return chosen


@dataclass(frozen=True, slots=True)
class Models:
    """`network` judges each token by itself, `part` a token's part in an attribution (none, cue, source, content)."""

    network: Network
    part: Linear


@cache
def load() -> Models:
    """The shipped models, loaded once a process."""
    with files("servanda.reading").joinpath("models", "attribution.npz").open("rb") as file, np.load(file) as arrays:

        def wide(name: str) -> Floats:
            return np.asarray(arrays[name], dtype=np.float32)

        layers: list[Layer] = []
        while f"layer{len(layers)}_bias" in arrays:
            prefix = f"layer{len(layers)}_"
            layers.append(Layer(**{field.name: wide(prefix + field.name) for field in fields(Layer)}))
        network = Network(
            {name: arrays[f"known_{name}"] for name in COLUMNS},
            {name: wide(f"rows_{name}") for name in COLUMNS},
            **{name: wide(f"network_{name}") for name in ("vectors", "dependents", "bias", "scale", "shift", "out")},
            layers=tuple(layers),
        )
        return Models(network, Linear(wide("part_weights"), wide("part_bias")))
