"""Products of matrices whose rows are summed alike, however many rows there are."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def product(rows: Floats, weights: Floats) -> Floats:
    """Rows times weights; a single row is summed as it would be beside others.

    The libraries that NumPy calls sum rows alike where the columns come in whole sixteens, or rows are few
    (`tests/reading/test_layers.py`).
    """
    if len(rows) == 1:
        return (np.concatenate([rows, rows]) @ weights)[:1]
    made: Floats = rows @ weights
    return made
