"""A pause for the garbage collector while very many small objects are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Within it no cyclic garbage is collected: the collector would go through all that was made, again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


#: New objects from which on going through them time and again would be felt.
_MANY = 50_000


@contextmanager
def set_apart() -> Iterator[None]:
    """The same, and later collections leave alone what there is then, if that was much: for a program that goes on.

    Garbage without cycles is freed all the same; `sweep` finds the other.
    """
    with no_collection():
        yield
        if gc.get_count()[0] > _MANY:
            gc.freeze()


def sweep() -> None:
    """Collects what garbage there is among what was set apart, too. It takes a second where millions of objects are."""
    if gc.get_freeze_count() > _MANY:
        gc.unfreeze()
        with no_collection():
            gc.collect()
            gc.freeze()
