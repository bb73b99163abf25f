"""What speaks of one act: units and clusters, and what both steps of grouping share. Days are ordinals here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from servanda.days import Period
from servanda.record.match import Facet, Matcher
from servanda.record.model import Event
from servanda.record.standing import planned
from servanda.statement import Statement

OPEN_START, OPEN_END = 0, 10**7
#: A period of at most so many days beyond its first is exact; any longer one is vague.
EXACT = 2


@dataclass(slots=True, eq=False)
class Unit:
    """Statements that code the same thing for the same days: they go together wherever they go."""

    first: Statement
    facet: Facet
    start: int
    end: int
    table: str | None
    plan: bool
    published: int
    members: list[Statement] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        """Whether both ends are known."""
        return self.start != OPEN_START and self.end != OPEN_END


@dataclass(slots=True, eq=False)
class Cluster:
    """What speaks of one act: facets and the days on which its units agree.

    `planned` as long as no statement says that it happened. `first` and `last` are its days of publication; `event` is
    what it was found to come to, None before.
    """

    start: int
    end: int
    planned: bool = True
    first: int = OPEN_END
    last: int = OPEN_START
    facets: list[Facet] = field(default_factory=list)
    values: list[float | None] = field(default_factory=list)
    asserts: list[Statement] = field(default_factory=list)
    denies: list[Statement] = field(default_factory=list)
    tables: dict[str, tuple[int, int]] = field(default_factory=dict)
    event: Event | None = None

    @property
    def exact(self) -> bool:
        """Whether its days are exact."""
        return self.end - self.start <= EXACT

    def meet(self, unit: Unit) -> None:
        """Takes in what the unit is about, not its statements."""
        if unit.facet not in self.facets:
            self.facets.append(unit.facet)
        if unit.first.kind == "quantity":
            self.values.append(unit.first.value)
        if unit.published != OPEN_END:
            self.first, self.last = min(self.first, unit.published), max(self.last, unit.published)

    def join(self, unit: Unit) -> None:
        """Takes a unit in; days that both allow are kept, and where there are none, all of both."""
        self.meet(unit)
        if unit.table:
            self.tables.setdefault(unit.table, (unit.start, unit.end))
        if not unit.plan or not self.asserts:
            start, end = max(self.start, unit.start), min(self.end, unit.end)
            if start > end:
                start, end = min(self.start, unit.start), max(self.end, unit.end)
            self.start, self.end = start, end
        self.asserts += unit.members
        self.planned = self.planned and unit.plan

    def state(self) -> tuple[Any, ...]:
        """A copy of all that it holds, for `set_back`."""
        return (
            self.start, self.end, self.planned, self.first, self.last, [*self.facets], [*self.values], [*self.asserts],
            [*self.denies], {**self.tables}, self.event,
        )  # fmt: skip

    def set_back(self, state: tuple[Any, ...]) -> None:
        """Makes it what it was when `state` was taken."""
        (
            self.start, self.end, self.planned, self.first, self.last, self.facets, self.values, self.asserts,
            self.denies, self.tables, self.event,
        ) = state  # fmt: skip

    def copy(self) -> "Cluster":
        """Another one that holds the same."""
        other = Cluster(self.start, self.end)
        other.set_back(self.state())
        return other


def arrival(s: Statement) -> tuple[date, str, int, str]:
    """The order of views: publication (unknown first), document, start, id."""
    return (s.published or date.min, s.document, -1 if s.start is None else s.start, s.id)


def holds(told: Sequence[Statement]) -> Period:
    """Every day on which it may have happened: those that all closed periods allow, else all that any does."""
    if all(s.holds == told[0].holds for s in told):
        return told[0].holds
    closed = [(s.holds.start, s.holds.end) for s in told if s.holds.start and s.holds.end]
    if not closed:
        starts = [s.holds.start for s in told if s.holds.start]
        ends = [s.holds.end for s in told if s.holds.end]
        first, last = max(starts, default=None), min(ends, default=None)
        return told[0].holds if first and last and last < first else Period(first, last)
    start, end = max(p[0] for p in closed), min(p[1] for p in closed)
    if start > end:
        start, end = min(p[0] for p in closed), max(p[1] for p in closed)
    return Period(start, end)


def units_of(statements: Iterable[Statement], matcher: Matcher) -> list[Unit]:
    """Statements, in the order of a view, gathered by what they code."""
    units: dict[tuple[object, ...], Unit] = {}
    facet_of = matcher.facet
    for s in statements:
        when = s.holds
        plan = planned(s)
        loose = when.start is None or when.end is None
        facet = facet_of(s)
        table = s.document if s.row is not None else None
        key = (facet.number, when.start, when.end, table, plan, s.published if loose or plan else None, s.value)
        unit = units.get(key)
        if unit is None:
            start, end = ordinal(when.start, OPEN_START), ordinal(when.end, OPEN_END)
            published = ordinal(s.published, OPEN_END)
            units[key] = unit = Unit(s, facet, start, end, table, plan, published)
        unit.members.append(s)
    return list(units.values())


def precedence(unit: Unit) -> tuple[object, ...]:
    """Facts before plans, tables before texts, exact before vague, what names more before what names less."""
    s = unit.first
    return (
        unit.plan, unit.table is None, unit.end - unit.start, -unit.facet.named, unit.start,
        unit.published, s.published is None, s.id,
    )  # fmt: skip


def fit(unit: Unit, cluster: Cluster, matcher: Matcher) -> int:
    """How much a unit has in common with a cluster, its days aside; -1 where it cannot be of the same act."""
    days = (unit.start, unit.end)
    fulfils = unit.plan and not cluster.planned
    if unit.table and not fulfils and cluster.tables.get(unit.table, days) != days:
        return -1
    most = 0
    for facet in cluster.facets:
        shared = matcher.shared(unit.facet, facet)
        if shared < 0:
            return -1
        most = max(most, shared)
    if cluster.values and not all(equal(unit.first.value, value) for value in cluster.values):
        return -1
    return most


def founded(members: Sequence[Statement], matcher: Matcher) -> list[Cluster]:
    """The cluster of an event key; for different values of one quantity, one each, which deny each other.

    Denials speak against each of them. `members` stand in the order of a view.
    """
    asserted = [s for s in members if s.certainty >= 0]
    values = _values(asserted)
    if len(values) < 2:
        return [_founded(members, asserted, matcher)]
    denials = [s for s in members if s.certainty < 0]
    found = []
    for said in values:
        cluster = _founded([*said, *denials], said, matcher)
        cluster.denies += [s for other in values if other is not said for s in other]
        found.append(cluster)
    return found


def _founded(members: Sequence[Statement], asserted: list[Statement], matcher: Matcher) -> Cluster:
    told = [s for s in asserted if not planned(s)] or asserted or list(members)
    when = holds(told)
    cluster = Cluster(ordinal(when.start, OPEN_START), ordinal(when.end, OPEN_END))
    for unit in units_of(told, matcher):
        cluster.meet(unit)
    cluster.planned = all(planned(s) for s in asserted)
    cluster.asserts = asserted
    cluster.denies = [s for s in members if s.certainty < 0]
    return cluster


def ordinal(day: date | None, otherwise: int) -> int:
    """A day as a number, or what stands for an open end."""
    return otherwise if day is None else day.toordinal()


def equal(a: float | None, b: float | None) -> bool:
    """Whether two values are the same to within a hundredth."""
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 0.01 * max(abs(a), abs(b))


def _values(asserted: Sequence[Statement]) -> list[list[Statement]]:
    """Statements of one event that give a quantity, those of equal value together; none where it is no quantity."""
    groups: list[list[Statement]] = []
    said = (s for s in asserted if s.kind == "quantity")
    for s in sorted(said, key=lambda s: (planned(s), s.published or date.max, s.id)):
        group = next((g for g in groups if equal(g[0].value, s.value)), None)
        if group is None:
            groups.append([s])
        else:
            group.append(s)
    return groups
