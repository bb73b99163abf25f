"""How long something takes, told so that a busy machine changes nothing that a test asserts.

Processor time, without the collector of garbage (a full collection among all that a test run holds takes longer than
most of what is measured here), the fastest of several tries, and more tries before anything is called slow.
"""

import gc
import time
from collections.abc import Callable
from math import log

#: What is added to every time, in seconds, so that what takes no time at all says nothing of growth.
_NOISE = 0.02
_LINEAR = 1.4  # a power under this ends the tries


def seconds(run: Callable[[], object]) -> float:
    """Processor seconds of one try."""
    gc.disable()
    try:
        begin = time.process_time()
        run()
        return time.process_time() - begin
    finally:
        gc.enable()


def fastest(run: Callable[[], object], within: float, tries: int = 4) -> float:
    """The fastest of some tries, in processor seconds; the first one that is `within` ends it."""
    best = seconds(run)
    while best >= within and tries > 1:
        best, tries = min(best, seconds(run)), tries - 1
    return best


def growth(run: Callable[[int], Callable[[], object]], small: int, large: int, tries: int = 5) -> float:
    """The power of the size with which time grows between two sizes: about 1, and 2 where it is quadratic.

    `run` makes what is timed at a size. `large` should be eight times `small` or more.
    """
    at_small, at_large = run(small), run(large)
    at_small()
    least = most = float("inf")
    power = 2.0
    while power >= _LINEAR and tries > 0:
        least, most, tries = min(least, seconds(at_small)), min(most, seconds(at_large)), tries - 1
        power = log((most + _NOISE) / (least + _NOISE)) / log(large / small)
    return power
