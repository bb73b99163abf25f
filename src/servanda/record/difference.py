"""What differs between two sets of events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from servanda.record.model import Event


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


def moved(before: Iterable[Event], after: Iterable[Event]) -> Moved:
    """What differs between the events of two views, each side in its order. Views of one record share what is the same,
    so this costs little."""
    old, new = {id(e): e for e in before}, {id(e): e for e in after}
    gone = {e.id: e for key, e in old.items() if key not in new}
    come = {e.id: e for key, e in new.items() if key not in old}
    same = {key for key in gone.keys() & come.keys() if gone[key] == come[key]}
    return Moved(
        tuple(e for e in gone.values() if e.id not in same), tuple(e for e in come.values() if e.id not in same)
    )
