"""The events of one type and mode, kept up to date: what comes or goes changes only what lies near it in time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from servanda.record.clusters import OPEN_END, OPEN_START, Cluster, arrival, founded, ordinal
from servanda.record.exact import DAY_APART, apart, is_exact, settled
from servanda.record.late import Late
from servanda.record.maker import EventMaker
from servanda.record.match import Matcher
from servanda.record.model import Event
from servanda.record.packed import Part
from servanda.statement import Statement

#: What the statements of a block have in common: type and mode, or the name and unit of a quantity.
Key = tuple[str | None, ...]
#: The events that are gone, and those that came.
Change = tuple[list[Event], list[Event]]


@dataclass(slots=True, eq=False)
class _Stretch:
    """Days without a gap that hold exact statements. `grouped` are clusters of event keys as they were founded.

    `clusters` and `events` are what they came to, None as long as nobody asked; of a lone statement only the event is
    made.
    """

    first: int
    last: int
    statements: list[Statement]
    grouped: list["_Founded"]
    clusters: list[Cluster] | None = None
    events: Sequence[Event] | None = None


@dataclass(slots=True, eq=False)
class _Founded:
    """A cluster of an event key, as it was founded, with its group's place in the order of views."""

    order: tuple[object, ...]
    cluster: Cluster

    @property
    def settles(self) -> bool:
        """Whether it takes part in the first step."""
        return self.cluster.exact and bool(self.cluster.asserts)


@dataclass(slots=True, eq=False)
class _Group:
    """The statements that share an event key, in the order of a view, and the clusters that they found."""

    members: Sequence[Statement]
    founded: list[_Founded]


@dataclass(slots=True, eq=False)
class _Asleep:
    """All that a block holds, as it was taken over: statements without and with event keys, and what they came to."""

    statements: Sequence[Statement]
    groups: Mapping[str, Sequence[Statement]]
    parts: list[Part]


class Block:
    """The events of one type and mode, or of one quantity.

    Exact statements are grouped stretch by stretch of days, and only the stretches that something came to or went from
    are grouped again. What is vague, still to come or denied can mean any of them, and is placed anew at each change.
    """

    def __init__(self, key: Key, matcher: Matcher, maker: EventMaker) -> None:
        self._matcher, self._maker = matcher, maker
        self._reach = 1 if key in DAY_APART or key[0] == "quantity" else 0
        self._stretches: list[_Stretch] = []
        self._groups: dict[str, _Group] = {}
        self._later: dict[int, Statement] = {}
        self._quantities = 0
        self._late: Late | None = None
        self._known: dict[str, Event] = {}
        self._events: list[Event] | None = []
        #: What was taken over as it was kept and is grouped only when something comes or goes.
        self._asleep: _Asleep | None = None

    @property
    def events(self) -> list[Event]:
        """All events of the block, in no order."""
        if self._events is None:
            self._events = [e for stretch in self._stretches for e in self._events_of(stretch)]
        return self._events

    def change(
        self,
        come: Iterable[Statement] = (),
        gone: Iterable[Statement] = (),
        groups: Mapping[str, Sequence[Statement]] | None = None,
    ) -> Change:
        """Takes statements without an event key in and out; the events that are gone by it, and those that came.

        Statements are told apart by identity. `groups` are the event keys whose statements are others now, in the order
        of a view; of a key that is gone, none. An event that stays what it was stays the same object.
        """
        if self._asleep is not None:
            self._wake(self._asleep)
        before = None if self._late is None else self.events
        if self._late is not None:
            self._late.set_back()
        new, old = self._sorted_out(come, 1), self._sorted_out(gone, -1)
        grouped_new, grouped_old = self._regrouped(groups or {})
        if before is None and self._needs_late():
            before = self.events
        removed, added = self._settle(new, old, grouped_new, grouped_old)
        if before is None:
            was = [e for stretch in removed for e in self._events_of(stretch)]
            self._known = {e.id: e for e in was}
            now = [e for stretch in added for e in self._events_of(stretch)]
            self._events = None
        else:
            was = before
            self._known = {e.id: e for e in was}
            now = self._events = self._placed()
        self._known = {}
        return _unlike(was, now)

    def parts(self) -> list[Part]:
        """Its statements in parts that are grouped apart from each other, with their events."""
        if self._asleep is not None:
            return self._asleep.parts
        if self._late is None and not self._groups:
            return [Part(one.first, one.last, one.statements, self._events_of(one)) for one in self._stretches]
        members = [s for stretch in self._stretches for s in stretch.statements] + list(self._later.values())
        return [Part(0, 0, [*members, *chain.from_iterable(g.members for g in self._groups.values())], self.events)]

    def take_over(
        self, parts: list[Part], statements: Sequence[Statement], groups: Mapping[str, Sequence[Statement]]
    ) -> int:
        """Takes statements and groups into an empty block, of which some parts, as `parts` gave them, are known.

        How many statements were grouped anew.
        """
        members = {*map(id, statements), *map(id, chain.from_iterable(groups.values()))}
        there = {id(s) for part in parts for s in part.statements}
        if there == members:
            self._asleep = _Asleep(statements, groups, parts)
            self._events = [e for part in parts for e in part.events]
            return 0
        self._lay([part for part in parts if part.last and members.issuperset(map(id, part.statements))])
        there = {id(s) for stretch in self._stretches for s in stretch.statements}
        self.change([s for s in statements if id(s) not in there], (), groups)
        return len(members) - len(there)

    def _lay(self, parts: Iterable[Part]) -> None:
        """Makes stretches of parts."""
        self._stretches = [_Stretch(p.first, p.last, [*p.statements], [], events=p.events) for p in parts]
        self._stretches.sort(key=_first_day)
        self._events = None

    def _wake(self, asleep: "_Asleep") -> None:
        """Makes what was taken over whole fit to be changed."""
        self._asleep = None
        if all(part.last for part in asleep.parts):
            self._lay(asleep.parts)
            return
        self._known = {e.id: e for e in self.events}
        exact = self._sorted_out(asleep.statements, 1)
        self._settle(exact, [], self._regrouped(asleep.groups)[0], [])
        self._events = self._placed() if self._needs_late() else None

    def _sorted_out(self, statements: Iterable[Statement], sign: int) -> list[Statement]:
        """The exact ones; the others are put aside for the second step, or taken from there."""
        exact = []
        for s in statements:
            self._quantities += sign * (s.kind == "quantity")
            if is_exact(s):
                exact.append(s)
            elif sign > 0:
                self._later[id(s)] = s
            else:
                del self._later[id(s)]
        return exact

    def _regrouped(self, groups: Mapping[str, Sequence[Statement]]) -> tuple[list[_Founded], list[_Founded]]:
        """Founds the clusters of event keys anew; those of the first step, new and old."""
        new: list[_Founded] = []
        old: list[_Founded] = []
        for key, members in groups.items():
            before = self._groups.pop(key, None)
            if before:
                self._quantities -= sum(s.kind == "quantity" for s in before.members)
                old += [one for one in before.founded if one.settles]
            if members:
                self._quantities += sum(s.kind == "quantity" for s in members)
                clusters = founded(members, self._matcher)
                order = arrival(members[0])
                group = _Group(members, [_Founded((*order, n), cluster) for n, cluster in enumerate(clusters)])
                self._groups[key] = group
                new += [one for one in group.founded if one.settles]
        return new, old

    def _needs_late(self) -> bool:
        """Whether there is anything for the second step."""
        if self._later or self._quantities:
            return True
        return any(not one.settles for group in self._groups.values() for one in group.founded)

    def _settle(
        self, new: list[Statement], old: list[Statement], grouped_new: list[_Founded], grouped_old: list[_Founded]
    ) -> tuple[list[_Stretch], list[_Stretch]]:
        """Takes exact statements and clusters in and out; the stretches that are gone by it, and the new ones."""
        come: list[Statement | _Founded] = [*new, *grouped_new]
        items = [_item(one) for one in come]
        gone: list[Statement | _Founded] = [*old, *grouped_old]
        touched: set[int] = set()
        if self._stretches:
            for start, end, _ in (*items, *map(_item, gone)):
                touched.update(self._near(start, end))
        left = set(map(id, gone))
        places = sorted(touched)
        removed = [self._stretches[place] for place in places]
        for stretch in removed:
            held: list[Statement | _Founded] = [*stretch.statements, *stretch.grouped]
            items += [_item(one) for one in held if id(one) not in left]
        items.sort(key=_first)
        starts = [*apart([item[:2] for item in items], self._reach), len(items)]
        added = [_stretch(items[a:b]) for a, b in pairwise(starts)]
        for place in reversed(places):
            del self._stretches[place]
        if len(added) > 8:
            self._stretches += added
            self._stretches.sort(key=_first_day)
        else:
            for one in added:
                self._stretches.insert(bisect_left(self._stretches, one.first, key=_first_day), one)
        return removed, added

    def _near(self, start: int, end: int) -> range:
        """The places of the stretches that some days belong to or lie beside."""
        low = bisect_right(self._stretches, start - self._reach, key=_first_day) - 1
        if low < 0 or self._stretches[low].last + self._reach < start:
            low += 1
        return range(low, bisect_right(self._stretches, end + self._reach, key=_first_day))

    def _events_of(self, stretch: _Stretch) -> Sequence[Event]:
        """What a stretch comes to by the first step alone."""
        if stretch.events is None:
            if stretch.clusters is None and len(stretch.statements) == 1 and not stretch.grouped:
                stretch.events = (self._same(self._maker.single(stretch.statements[0])),)
            else:
                stretch.events = [self._event(cluster) for cluster in self._clusters(stretch)]
        return stretch.events

    def _clusters(self, stretch: _Stretch) -> list[Cluster]:
        if stretch.clusters is None:
            grouped = [one.cluster.copy() for one in stretch.grouped]
            stretch.clusters = settled(grouped, stretch.statements, self._matcher)
            if stretch.events and len(stretch.clusters) == 1:
                stretch.clusters[0].event = stretch.events[0]
        return stretch.clusters

    def _event(self, cluster: Cluster) -> Event:
        if cluster.event is None:
            cluster.event = self._same(self._maker.event(cluster))
        return cluster.event

    def _same(self, event: Event) -> Event:
        """The event that it was before, where it is still the same."""
        before = self._known.get(event.id)
        return before if before is not None and before == event else event

    def _placed(self) -> list[Event]:
        """The second step, and all events that come of it; nothing but the first where nothing asks for a second."""
        exact = [cluster for stretch in self._stretches for cluster in self._clusters(stretch)]
        if not self._needs_late():
            self._late = None
            return [self._event(cluster) for cluster in exact]
        others = sorted(
            (one for group in self._groups.values() for one in group.founded if not one.settles),
            key=lambda one: one.order,
        )
        copies = [one.cluster.copy() for one in others]
        late = self._late = Late(exact, (c for c in copies if c.asserts), self._matcher)
        late.place(sorted(self._later.values(), key=arrival))
        if self._quantities:
            late.contradict()
        mute = [c for c in copies if not c.asserts]
        return [self._event(cluster) for cluster in (*exact, *late.made, *mute)]


#: First and last day, and what holds these days.
_Item = tuple[int, int, Statement | _Founded]


def _item(one: Statement | _Founded) -> _Item:
    if isinstance(one, Statement):
        return ordinal(one.holds.start, OPEN_START), ordinal(one.holds.end, OPEN_END), one
    return one.cluster.start, one.cluster.end, one


def _first(item: _Item) -> int:
    return item[0]


def _first_day(stretch: _Stretch) -> int:
    return stretch.first


def _stretch(items: Sequence[_Item]) -> _Stretch:
    """The stretch of items that hang together, each kind in the order of a view."""
    statements = [one for _, _, one in items if isinstance(one, Statement)]
    grouped = [one for _, _, one in items if isinstance(one, _Founded)]
    if len(items) > 1:
        statements.sort(key=arrival)
        grouped.sort(key=lambda one: one.order)
    return _Stretch(items[0][0], max(item[1] for item in items), statements, grouped)


def _unlike(was: list[Event], now: list[Event]) -> Change:
    """The events that are only in the one or the other; those that are the same are the same objects."""
    before, after = set(map(id, was)), set(map(id, now))
    return [e for e in was if id(e) not in after], [e for e in now if id(e) not in before]
