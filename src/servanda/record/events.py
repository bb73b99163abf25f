"""Groups statements into events: which of them speak of one act, meeting, test or value.

Rows that share an event key are one event, rows that differ in it are different ones. Anything else is grouped by type
and mode, compatible participants, object and place, and days: the most exact statements first, each to the event that
fits it best. A vague statement ("last year") that fits several events says of none of them that it happened, and
stands for itself; a plan that fits several belongs to the first of them, for that is what became of it.
"""

import json
import threading
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from servanda.record.blocks import Block, Key
from servanda.record.clusters import arrival
from servanda.record.difference import Moved, differing
from servanda.record.kept import WORTH_KEEPING, Kept
from servanda.record.maker import EventMaker
from servanda.record.match import Matcher
from servanda.record.model import Event
from servanda.record.packed import Part, pack, unpack
from servanda.record.pause import no_collection
from servanda.record.standing import NO_INTERESTS, Interests
from servanda.statement import Statement

#: Up to so many events that came or went are put into the sorted list one by one.
_FEW = 200
#: How many sets of statements are kept grouped at the same time.
_KEPT = 3
_EVENTS = "events"

_ID = attrgetter("id")
_CODE = attrgetter("event", "kind", "type", "mode")
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

    def __init__(self, interests: Interests = NO_INTERESTS, packed: Mapping[str, Any] | None = None) -> None:
        """`packed` is what another grouper, of like interests, came to before: it saves grouping that again."""
        self._matcher, self._maker = Matcher(interests), EventMaker(interests)
        self._packed = packed or {}
        self._lock = threading.Lock()
        self._statements: Sequence[Statement] = ()
        self._blocks: dict[Key, Block] = {}
        self._keyed: dict[str, list[Statement]] = {}
        self._homes: dict[str, Key] = {}
        self._events: list[Event] = []
        self._gone: dict[int, Event] = {}
        self._come: dict[int, Event] = {}
        #: How many statements were grouped, not taken over.
        self.worked = 0

    def packed(self) -> dict[str, Any]:
        """All events with their statements, block by block, for another grouper to take over."""
        with self._lock:
            return {json.dumps(key): pack(block.parts()) for key, block in self._blocks.items()}

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
            for (event, kind, type_, mode), pile in _piled(statements).items():
                if event is not None and kind in ("event", "quantity"):
                    _pair(keyed, event)[side].extend(pile)
                elif kind == "event":
                    _pair(sorted_out, (type_, mode))[side].extend(pile)
                elif kind == "quantity":
                    for s in pile:
                        _pair(sorted_out, ("quantity", s.about or s.object, s.unit))[side].append(s)
        groups = self._rehoused(keyed)
        events_gone: list[Event] = []
        events_come: list[Event] = []
        known = {s.id: s for s in come} if self._packed else {}
        for key in {**sorted_out, **groups}:
            block = self._blocks.get(key)
            new, old = sorted_out.get(key, ((), ()))
            if block is None:
                block = self._blocks[key] = Block(key, self._matcher, self._maker)
                self.worked += block.take_over(self._kept_of(key, known), new, groups.get(key, {}))
                events_come += block.events
                continue
            was, now = block.change(new, old, groups.get(key))
            self.worked += len(new) + len(old)
            events_gone += was
            events_come += now
        self._packed = {}
        self._note(events_gone, events_come)
        return Moved(tuple(events_gone), tuple(events_come))

    def _kept_of(self, key: Key, known: Mapping[str, Statement]) -> list[Part]:
        """What is known of a block from before."""
        data = self._packed.get(json.dumps(key))
        if data is None:
            return []
        try:
            return unpack(data, known)
        except (LookupError, TypeError, ValueError):
            return []

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

    def _note(self, gone: Sequence[Event], come: Sequence[Event]) -> None:
        """Notes what the sorted list lacks, until it is asked for."""
        for event in gone:
            if self._come.pop(id(event), None) is None:
                self._gone[id(event)] = event
        if not self._gone:
            self._come.update(zip(map(id, come), come, strict=True))
            return
        for event in come:
            if self._gone.pop(id(event), None) is None:
                self._come[id(event)] = event

    def _sorted(self) -> list[Event]:
        gone, come = self._gone, self._come
        if len(gone) + len(come) > _FEW:
            self._events = [e for e in self._events if id(e) not in gone]
            self._events += come.values()
            self._events.sort(key=_ID)
            self._events.sort(key=_days)
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


def _days(event: Event) -> int:
    """First and last day as one number, which sorts quicker than the two days."""
    start, end = event.holds.start, event.holds.end
    return (start.toordinal() if start else 0) << 32 | (end or date.max).toordinal()


def _piled(statements: Iterable[Statement]) -> dict[tuple[str | None, ...], list[Statement]]:
    """Statements by event key, kind, type and mode, in their order."""
    piles: dict[tuple[str | None, ...], list[Statement]] = {}
    for code, s in zip(map(_CODE, statements), statements, strict=True):
        pile = piles.get(code)
        if pile is None:
            pile = piles[code] = []
        pile.append(s)
    return piles


def _pair(found: dict[_K, _Pair], key: _K) -> _Pair:
    pair = found.get(key)
    if pair is None:
        pair = found[key] = ([], [])
    return pair


class Groupers:
    """Several groupers, so that going back and forth between days is cheap. Safe to use from several threads.

    What was much work is kept beside the record, and taken over from there by the first that has to group as much.
    """

    def __init__(self, interests: Interests, kept: Kept) -> None:
        self._interests, self._file = interests, kept
        self._lock = threading.Lock()
        self._kept: list[Grouper] = []

    def events(self, statements: Sequence[Statement]) -> tuple[Event, ...]:
        """The events of these statements, out of the grouped set that is nearest to them."""
        grouper = self._nearest(len(statements))
        events = grouper.events(statements)
        if grouper.worked > WORTH_KEEPING:
            grouper.worked = 0
            self._file.save(_EVENTS, grouper.packed())
        return events

    def _nearest(self, size: int) -> Grouper:
        with self._lock:
            near = min(self._kept, key=lambda grouper: abs(len(grouper) - size), default=None)
            if near is None or (abs(len(near) - size) > size / 4 + _FEW and len(self._kept) < _KEPT):
                packed = self._file.load(_EVENTS) if size > WORTH_KEEPING else None
                near = Grouper(self._interests, packed)
                self._kept.append(near)
            return near


def _home(members: Sequence[Statement]) -> Key:
    """The block of a keyed event: that of the first statement that asserts it."""
    s = min(members, key=lambda m: (m.certainty < 0, m.published or date.min, m.id))
    return ("quantity", s.about or s.object, s.unit) if s.kind == "quantity" else (s.type, s.mode)
