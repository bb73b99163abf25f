"""Groups statements into events: which of them speak of one act, meeting, test or value.

Rows that share an event key are one event, rows that differ in it are different ones. Anything else is grouped by type
and mode, compatible participants, object and place, and days: the most exact statements first, each to the event that
fits it best. A vague statement ("last year") that fits several events says of none of them that it happened, and
stands for itself; a plan that fits several belongs to the first of them, for that is what became of it.
"""

import threading
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from servanda.record.blocks import Block, Key
from servanda.record.clusters import arrival
from servanda.record.difference import Moved, differing
from servanda.record.maker import EventMaker
from servanda.record.match import Matcher
from servanda.record.model import Event
from servanda.record.pause import no_collection
from servanda.record.standing import NO_INTERESTS, Interests
from servanda.statement import Statement

#: Up to so many events that came or went are put into the sorted list one by one.
_FEW = 200
#: How many sets of statements are kept grouped at the same time.
_KEPT = 3

_K = TypeVar("_K")
#: What came and what is gone.
_Pair = tuple[list[Statement], list[Statement]]


def group(statements: Iterable[Statement], interests: Interests = NO_INTERESTS) -> tuple[Event, ...]:
    """The events of the `event` and `quantity` statements, with standing, sorted by `holds`, then id.

    The order of the statements is of no matter.
    """
    return Grouper(interests).events(list(statements))


class Grouper:
    """Makes events, and keeps them as long as their statements stay the same.

    It goes from one set of statements to the next by what comes and goes between the two, and groups no more than that
    touches. An event that stays what it was stays the same object. Of one grouper, either `events` or `change` is to be
    used. Safe to use from several threads.
    """

    def __init__(self, interests: Interests = NO_INTERESTS) -> None:
        self._matcher, self._maker = Matcher(interests), EventMaker(interests)
        self._lock = threading.Lock()
        self._statements: Sequence[Statement] = ()
        self._blocks: dict[Key, Block] = {}
        self._keyed: dict[str, list[Statement]] = {}
        self._homes: dict[str, Key] = {}
        self._events: list[Event] = []
        self._gone: dict[int, Event] = {}
        self._come: dict[int, Event] = {}

    def __len__(self) -> int:
        """The number of statements that are grouped."""
        return len(self._statements)

    def events(self, statements: Sequence[Statement]) -> tuple[Event, ...]:
        """The events of these statements, sorted by `holds`, then id. They are told apart by identity."""
        with self._lock, no_collection():
            come, gone = differing(self._statements, statements)
            self._statements = statements
            self._change(come, gone)
            return tuple(self._sorted())

    def change(self, come: Iterable[Statement], gone: Iterable[Statement] = ()) -> Moved:
        """Takes statements in and out that were not, or were, there; the events that this moves, in no order."""
        with self._lock, no_collection():
            return self._change(list(come), list(gone))

    def _change(self, come: Sequence[Statement], gone: Sequence[Statement]) -> Moved:
        sorted_out: dict[Key, _Pair] = {}
        keyed: dict[str, _Pair] = {}
        for side, statements in ((0, come), (1, gone)):
            for s in statements:
                if s.event is not None:
                    if s.kind in ("event", "quantity"):
                        _pair(keyed, s.event)[side].append(s)
                elif s.kind == "event":
                    _pair(sorted_out, (s.type, s.mode))[side].append(s)
                elif s.kind == "quantity":
                    _pair(sorted_out, ("quantity", s.about or s.object, s.unit))[side].append(s)
        groups = self._rehoused(keyed)
        events_gone: list[Event] = []
        events_come: list[Event] = []
        for key in {**sorted_out, **groups}:
            block = self._blocks.get(key)
            if block is None:
                block = self._blocks[key] = Block(key, self._matcher, self._maker)
            new, old = sorted_out.get(key, ((), ()))
            was, now = block.change(new, old, groups.get(key))
            events_gone += was
            events_come += now
        self._note(events_gone, events_come)
        return Moved(tuple(events_gone), tuple(events_come))

    def _rehoused(self, keyed: dict[str, _Pair]) -> dict[Key, dict[str, list[Statement]]]:
        """The event keys that changed by the block they belong to, with their statements; none where it was before."""
        groups: dict[Key, dict[str, list[Statement]]] = {}
        for key, (come, gone) in keyed.items():
            left = set(map(id, gone))
            members = [s for s in self._keyed.pop(key, ()) if id(s) not in left] + come
            before = self._homes.pop(key, None)
            if before is not None:
                groups.setdefault(before, {})[key] = []
            if members:
                members.sort(key=arrival)
                home = self._homes[key] = _home(members)
                self._keyed[key] = members
                groups.setdefault(home, {})[key] = members
        return groups

    def _note(self, gone: Iterable[Event], come: Iterable[Event]) -> None:
        """Notes what the sorted list lacks, until it is asked for."""
        for event in gone:
            if self._come.pop(id(event), None) is None:
                self._gone[id(event)] = event
        for event in come:
            if self._gone.pop(id(event), None) is None:
                self._come[id(event)] = event

    def _sorted(self) -> list[Event]:
        gone, come = self._gone, self._come
        if len(gone) + len(come) > _FEW:
            self._events = [e for e in self._events if id(e) not in gone]
            self._events += come.values()
            self._events.sort(key=order)
        else:
            for event in gone.values():
                del self._events[self._place(event)]
            for event in come.values():
                insort(self._events, event, key=order)
        gone.clear()
        come.clear()
        return self._events

    def _place(self, event: Event) -> int:
        place = bisect_left(self._events, order(event), key=order)
        while self._events[place] is not event:
            place += 1
        return place


def order(event: Event) -> tuple[date, date, str]:
    """The order of events: first day, last day, id; the unknown first day before all, the unknown last day after."""
    return (event.holds.start or date.min, event.holds.end or date.max, event.id)


def _pair(found: dict[_K, _Pair], key: _K) -> _Pair:
    pair = found.get(key)
    if pair is None:
        pair = found[key] = ([], [])
    return pair


class Groupers:
    """Several groupers, so that going back and forth between days is cheap. Safe to use from several threads."""

    def __init__(self, interests: Interests) -> None:
        self._interests = interests
        self._lock = threading.Lock()
        self._kept: list[Grouper] = []

    def events(self, statements: Sequence[Statement]) -> tuple[Event, ...]:
        """The events of these statements, out of the grouped set that is nearest to them."""
        return self._nearest(len(statements)).events(statements)

    def _nearest(self, size: int) -> Grouper:
        with self._lock:
            near = min(self._kept, key=lambda grouper: abs(len(grouper) - size), default=None)
            if near is None or (abs(len(near) - size) > size / 4 + _FEW and len(self._kept) < _KEPT):
                near = Grouper(self._interests)
                self._kept.append(near)
            return near


def _home(members: Sequence[Statement]) -> Key:
    """The block of a keyed event: that of the first statement that asserts it."""
    s = min(members, key=lambda m: (m.certainty < 0, m.published or date.min, m.id))
    return ("quantity", s.about or s.object, s.unit) if s.kind == "quantity" else (s.type, s.mode)
