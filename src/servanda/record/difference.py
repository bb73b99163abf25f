"""What differs between two sets of events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress, count
from operator import is_not
from typing import TypeVar

from servanda.record.model import Event

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Moved:
    """The events that are only in the one set, and those that are only in the other.

    An event that keeps its id and says something else now is in both.
    """

    gone: tuple[Event, ...]
    come: tuple[Event, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.gone or self.come)


@dataclass(frozen=True, slots=True)
class Step:
    """A day, and how its events differ from those of the day before it that was asked for, in no order."""

    day: date
    gone: tuple[Event, ...]
    come: tuple[Event, ...]


def moved(before: Sequence[Event], after: Sequence[Event]) -> Moved:
    """What differs between the events of two views, each side in its order. Views of one record share what is the same,
    so this costs little."""
    come, gone = differing(before, after)
    old, new = {e.id: e for e in gone}, {e.id: e for e in come}
    same = {key for key in old.keys() & new.keys() if old[key] == new[key]}
    return Moved(tuple(e for e in gone if e.id not in same), tuple(e for e in come if e.id not in same))


def differing(before: Sequence[T], after: Sequence[T]) -> tuple[list[T], list[T]]:
    """What came and what is gone between two sequences, told apart by identity. Quick where most stayed in place."""
    if before is after:
        return [], []
    if not before or not after:
        return list(after), list(before)
    most = min(len(before), len(after))
    start = next(compress(count(), map(is_not, before, after)), most)
    end = next(compress(count(), map(is_not, reversed(before), reversed(after))), most)
    end = min(end, most - start)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    old_ids, new_ids = set(map(id, old)), set(map(id, new))
    return [one for one in new if id(one) not in old_ids], [one for one in old if id(one) not in new_ids]
