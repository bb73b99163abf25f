"""What was set apart is left alone by the collector, and no garbage stays for good."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from servanda.record import pause
from servanda.record.pause import no_collection, set_apart, sweep


class Node:
    """Refers to itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Even few objects are much, and nothing is left of what other tests set apart or made."""
    gc.unfreeze()
    gc.collect()
    monkeypatch.setattr(pause, "_MANY", 500)
    yield
    gc.unfreeze()


def test_nothing_is_collected_within_and_the_collector_goes_on_after() -> None:
    with no_collection():
        assert not gc.isenabled()
        with no_collection():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_much_is_set_apart_and_little_is_not() -> None:
    with set_apart():
        pass
    assert gc.get_freeze_count() == 0
    with set_apart():
        made = [[n] for n in range(1000)]
    assert gc.get_freeze_count() > len(made)
    assert gc.isenabled()


def test_a_sweep_finds_garbage_that_was_set_apart_and_keeps_the_rest_apart() -> None:
    node = Node()
    left = weakref.ref(node)
    with set_apart():
        made = [[n] for n in range(1000)]
    del node
    gc.collect()
    assert left() is not None
    sweep()
    assert left() is None
    assert gc.get_freeze_count() > len(made)


def test_where_nothing_was_set_apart_there_is_nothing_to_sweep() -> None:
    sweep()
    assert gc.get_freeze_count() == 0
