"""Statements of one type and mode, gathered into clusters that speak of one act each. Days are ordinals here."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from servanda.days import Period
from servanda.record.match import Facet, Matcher
from servanda.record.standing import planned
from servanda.statement import Statement

_OPEN_START, _OPEN_END = 0, 10**7
#: A period of at most so many days beyond its first is exact; any longer one is vague.
_EXACT = 2
#: Reports without days of their own are of one act only if published at most so many days apart.
_TOGETHER = 31
#: A denial without days speaks of so many days before its publication.
_RECENT = 90
#: A plan without an end is looked for over so many days.
_AHEAD = 365
#: Acts that a table may date in universal time and a report in local time, so that their days may be one apart.
_DAY_APART = {("MOBILIZE", "test")}


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
        return self.start != _OPEN_START and self.end != _OPEN_END


@dataclass(slots=True, eq=False)
class Cluster:
    """What speaks of one act: facets and the days on which its units agree.

    `planned` as long as no statement says that it happened. `first` and `last` are its days of publication.
    """

    start: int
    end: int
    planned: bool = True
    first: int = _OPEN_END
    last: int = _OPEN_START
    facets: list[Facet] = field(default_factory=list)
    values: list[float | None] = field(default_factory=list)
    asserts: list[Statement] = field(default_factory=list)
    denies: list[Statement] = field(default_factory=list)
    tables: dict[str, tuple[int, int]] = field(default_factory=dict)

    def meet(self, unit: Unit) -> None:
        """Takes in what the unit is about, not its statements."""
        if unit.facet not in self.facets:
            self.facets.append(unit.facet)
        if unit.first.kind == "quantity":
            self.values.append(unit.first.value)
        if unit.published != _OPEN_END:
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


class _Index:
    """Clusters by who takes part, each list in the order of their first days."""

    def __init__(self) -> None:
        self._lists: dict[str, list[tuple[int, int, Cluster]]] = {}
        self._count = 0

    def add(self, cluster: Cluster) -> None:
        """Files a cluster under all who take part in it, under nobody where no one is named, and under all."""
        entry, keys = self._entry(cluster)
        for key in keys:
            insort(self._lists.setdefault(key, []), entry)

    def fill(self, clusters: Iterable[Cluster]) -> None:
        """Files many at once, as `add` does one after the other."""
        for cluster in clusters:
            entry, keys = self._entry(cluster)
            for key in keys:
                self._lists.setdefault(key, []).append(entry)
        for found in self._lists.values():
            found.sort(key=lambda entry: entry[:2])

    def _entry(self, cluster: Cluster) -> tuple[tuple[int, int, Cluster], tuple[str, ...]]:
        self._count += 1
        facets = cluster.facets
        several = {key for facet in facets for key in facet.keys} if len(facets) != 1 else facets[0].keys
        return (cluster.start, self._count, cluster), (*(several or ("",)), "*")

    def find(self, keys: Sequence[str], start: int, end: int, *, nobody: bool = True) -> Iterator[Cluster]:
        """Clusters that start within some days and have somebody in common, or (`nobody`) name no one; by first day."""
        asked = (*keys, "") if keys and nobody else keys or ("*",)
        lists = [found for key in asked if (found := self._lists.get(key))]
        if len(lists) == 1:
            at, only = bisect_left(lists[0], (start,)), lists[0]
            while at < len(only) and only[at][0] <= end:
                yield only[at][2]
                at += 1
            return
        merged = {}
        for found in lists:
            for entry in found[bisect_left(found, (start,)) : bisect_left(found, (end + 1,))]:
                merged[entry[1]] = entry
        for entry in sorted(merged.values(), key=lambda e: e[:2]):
            yield entry[2]


class Bucket:
    """The clusters of one type and mode, or of one quantity. `found` keyed events first, then `place` the rest once."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._all: list[Cluster] = []
        self._days: dict[int, list[Cluster]] = {}
        self._exact, self._open = _Index(), _Index()
        self._vague: dict[int, _Index] = {}
        self._denied: list[Cluster] = []

    def clusters(self) -> list[Cluster]:
        """All clusters."""
        return self._all

    def found(self, members: Sequence[Statement]) -> None:
        """Founds the cluster of an event key; for different values of one quantity, one each, which deny each other.

        Denials speak against each of them.
        """
        asserted = [s for s in members if s.certainty >= 0]
        values = _values(asserted)
        if len(values) < 2:
            self._found(members, asserted)
            return
        denials = [s for s in members if s.certainty < 0]
        for said in values:
            contrary = [s for other in values if other is not said for s in other]
            self._found([*said, *denials], said).denies += contrary

    def _found(self, members: Sequence[Statement], asserted: list[Statement]) -> Cluster:
        told = [s for s in asserted if not planned(s)] or asserted or list(members)
        when = holds(told)
        cluster = Cluster(_ordinal(when.start, _OPEN_START), _ordinal(when.end, _OPEN_END))
        for unit in self._units(told):
            cluster.meet(unit)
        cluster.planned = all(planned(s) for s in asserted)
        cluster.asserts = asserted
        cluster.denies = [s for s in members if s.certainty < 0]
        self._all.append(cluster)
        if asserted and cluster.end - cluster.start <= _EXACT:
            self._on_days(cluster, range(cluster.start, cluster.end + 1))
        elif asserted:
            self._file(cluster)
        return cluster

    def place(self, statements: Sequence[Statement]) -> None:
        """Puts each statement where it belongs."""
        asserted = self._units(s for s in statements if s.certainty >= 0)
        asserted.sort(key=_precedence)
        late: list[Unit] = []
        for unit in asserted:
            if unit.end - unit.start <= _EXACT and not unit.plan:
                self._place_exact(unit)
            else:
                late.append(unit)
        denials = sorted(self._units(s for s in statements if s.certainty < 0), key=_precedence)
        if late or denials:
            self._exact.fill({id(c): c for clusters in self._days.values() for c in clusters}.values())
        for unit in late:
            if unit.plan:
                self._place_plan(unit)
            elif unit.closed:
                self._place_vague(unit)
            else:
                self._place_open(unit)
        for unit in denials:
            self._place_denial(unit)
        if any(cluster.values for cluster in self._all):
            self._contradict()

    def _units(self, statements: Iterable[Statement]) -> list[Unit]:
        """Statements gathered by what they code."""
        units: dict[tuple[object, ...], Unit] = {}
        facet_of = self._matcher.facet
        for s in statements:
            when = s.holds
            plan = planned(s)
            loose = when.start is None or when.end is None
            facet = facet_of(s)
            table = s.document if s.row is not None else None
            key = (facet.number, when.start, when.end, table, plan, s.published if loose or plan else None, s.value)
            unit = units.get(key)
            if unit is None:
                start, end = _ordinal(when.start, _OPEN_START), _ordinal(when.end, _OPEN_END)
                published = _ordinal(s.published, _OPEN_END)
                units[key] = unit = Unit(s, facet, start, end, table, plan, published)
            unit.members.append(s)
        return list(units.values())

    def _file(self, cluster: Cluster) -> None:
        """Puts a cluster where later units will look for it."""
        if cluster.end - cluster.start <= _EXACT:
            self._exact.add(cluster)
        elif cluster.start == _OPEN_START or cluster.end == _OPEN_END:
            self._open.add(cluster)
        else:
            self._vague.setdefault(_size(cluster.start, cluster.end), _Index()).add(cluster)

    def _new(self, unit: Unit) -> Cluster:
        cluster = Cluster(unit.start, unit.end)
        cluster.join(unit)
        self._all.append(cluster)
        return cluster

    def _on_days(self, cluster: Cluster, days: Iterable[int]) -> None:
        for day in days:
            self._days.setdefault(day, []).append(cluster)

    def _fit(self, unit: Unit, cluster: Cluster) -> int:
        """How much a unit has in common with a cluster, its days aside; -1 where it cannot be of the same act."""
        days = (unit.start, unit.end)
        fulfils = unit.plan and not cluster.planned
        if unit.table and not fulfils and cluster.tables.get(unit.table, days) != days:
            return -1
        most = 0
        for facet in cluster.facets:
            shared = self._matcher.shared(unit.facet, facet)
            if shared < 0:
                return -1
            most = max(most, shared)
        if cluster.values and not all(_equal(unit.first.value, value) for value in cluster.values):
            return -1
        return most

    def _place_exact(self, unit: Unit) -> None:
        apart = 1 if (unit.first.type, unit.first.mode) in _DAY_APART else 0
        best = (False, -1)
        chosen: Cluster | None = None
        for day in range(unit.start - apart, unit.end + apart + 1):
            for cluster in self._days.get(day, ()):
                fit = self._fit(unit, cluster)
                rank = (unit.start <= day <= unit.end, fit)
                if fit >= 0 and (chosen is None or rank > best):
                    best, chosen = rank, cluster
        if chosen is None:
            self._on_days(self._new(unit), range(unit.start, unit.end + 1))
            return
        before = range(chosen.start, chosen.end + 1)
        chosen.join(unit)
        self._on_days(chosen, (day for day in range(chosen.start, chosen.end + 1) if day not in before))

    def _inside(self, unit: Unit, start: int, end: int, *, nobody: bool = True) -> Iterator[Cluster]:
        """The exact clusters that lie within some days, in order."""
        for cluster in self._exact.find(unit.facet.keys, start, end, nobody=nobody):
            if cluster.start >= start and cluster.end <= end:
                yield cluster

    def _only(self, unit: Unit, start: int, end: int, least: int = 0) -> Cluster | None:
        """The one exact cluster that a vague unit can mean; None where there is none, or no telling which."""
        best: list[Cluster] = []
        most = least
        for cluster in self._inside(unit, start, end):
            fit = self._fit(unit, cluster)
            if fit > most or (fit == most and not best):
                best, most = [cluster], fit
            elif fit == most:
                best.append(cluster)
                if most == unit.facet.named:
                    return None
        return best[0] if len(best) == 1 else None

    def _of_like_length(self, unit: Unit) -> Iterator[Cluster]:
        """The vague clusters whose first period was up to four times as long as the unit's, or as short."""
        size = _size(unit.start, unit.end)
        for near in (size, size - 1, size + 1):
            if near in self._vague:
                yield from self._vague[near].find(unit.facet.keys, unit.start - (4 << max(size, 0)), unit.end)

    def _place_vague(self, unit: Unit) -> None:
        cluster = self._only(unit, unit.start, unit.end)
        if cluster is None:
            cluster, most = None, -1
            for other in self._of_like_length(unit):
                if _alike(unit, other) and (fit := self._fit(unit, other)) > most:
                    cluster, most = other, fit
        if cluster is None:
            self._file(self._new(unit))
        else:
            cluster.join(unit)

    def _place_open(self, unit: Unit) -> None:
        """A state that goes on joins others since the same day; a report without days, the act it must mean."""
        if unit.start == _OPEN_START:
            cluster = self._only(unit, _OPEN_START, min(unit.end, unit.published), least=1)
            if cluster is not None:
                cluster.join(unit)
                return
        for other in self._open.find(unit.facet.keys, unit.start, unit.start):
            if (unit.start != _OPEN_START or _together(unit, other)) and self._fit(unit, other) >= 0:
                other.join(unit)
                return
        self._file(self._new(unit))

    def _place_plan(self, unit: Unit) -> None:
        """A plan belongs to the first act that fits it best, else to other plans of the same."""
        end = unit.end if unit.end != _OPEN_END else unit.start + _AHEAD
        done: Cluster | None = None
        alike: Cluster | None = None
        most = -1
        for cluster in self._inside(unit, unit.start, end):
            fit = self._fit(unit, cluster)
            if not cluster.planned and fit > most:
                done, most = cluster, fit
            elif cluster.planned and fit >= 0 and alike is None:
                alike = cluster
        if done is None and alike is None:
            found = chain(self._of_like_length(unit), self._open.find(unit.facet.keys, _OPEN_START, unit.end))
            alike = next((c for c in found if _alike(unit, c) and self._fit(unit, c) >= 0), None)
        chosen = done or alike
        if chosen is None:
            self._file(self._new(unit))
        else:
            chosen.join(unit)

    def _place_denial(self, unit: Unit) -> None:
        """A denial speaks against every act of its kind that lies within its days; with none, it stands for itself."""
        start, end = unit.start, unit.end
        if start == _OPEN_START:
            end = min(end, unit.published)
            start = end - _RECENT
        hit = [c for c in self._inside(unit, start, end, nobody=False) if self._speaks_of(unit, c)]
        for index in self._vague.values():
            for cluster in index.find(unit.facet.keys, start, end, nobody=False):
                if cluster.start >= start and cluster.end <= end and self._speaks_of(unit, cluster):
                    hit.append(cluster)
        if not unit.closed:
            for cluster in self._open.find(unit.facet.keys, unit.start, unit.start, nobody=False):
                if _together(unit, cluster) and self._speaks_of(unit, cluster):
                    hit.append(cluster)
        for cluster in hit:
            cluster.denies += unit.members
        if hit:
            return
        for cluster in self._denied:
            near = _alike(unit, cluster) if unit.closed else _together(unit, cluster) and cluster.end == unit.end
            if near and self._fit(unit, cluster) >= 0:
                break
        else:
            cluster = Cluster(unit.start, unit.end)
            self._denied.append(cluster)
            self._all.append(cluster)
        cluster.meet(unit)
        cluster.denies += unit.members

    def _speaks_of(self, denial: Unit, cluster: Cluster) -> bool:
        """Whether a denial is of the cluster's act: of the same thing, and not said before it happened."""
        if not cluster.planned and denial.published < cluster.start:
            return False
        if cluster.values and not all(_equal(denial.first.value, value) for value in cluster.values):
            return False
        return any(self._matcher.denies(denial.facet, facet) for facet in cluster.facets)

    def _contradict(self) -> None:
        """Different values of one quantity for the same days speak against each other.

        But what one source tells under two event keys are two values, one after the other.
        """
        valued = (c for c in self._all if c.values and c.asserts and c.end - c.start <= _EXACT)
        clusters = sorted(valued, key=lambda c: c.start)
        said = [list(c.asserts) for c in clusters]
        for at, one in enumerate(clusters):
            for after, other in enumerate(clusters[at + 1 :], start=at + 1):
                if other.start > one.end:
                    break
                different = not _equal(one.values[0], other.values[0])
                if different and not _told_apart(said[at], said[after]) and self._fits(one, other):
                    one.denies += [s for s in said[after] if s not in one.denies]
                    other.denies += [s for s in said[at] if s not in other.denies]

    def _fits(self, one: Cluster, other: Cluster) -> bool:
        return self._matcher.shared(one.facets[0], other.facets[0]) >= 0


def _told_apart(one: Sequence[Statement], other: Sequence[Statement]) -> bool:
    """Whether the same sources tell of two values under two event keys."""
    keys = {s.event for s in one}, {s.event for s in other}
    return None not in keys[0] | keys[1] and keys[0] != keys[1] and {s.source for s in one} == {s.source for s in other}


def _ordinal(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()


def _equal(a: float | None, b: float | None) -> bool:
    """Whether two values are the same to within a hundredth."""
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 0.01 * max(abs(a), abs(b))


def _values(asserted: Sequence[Statement]) -> list[list[Statement]]:
    """Statements of one event that give a quantity, those of equal value together; none where it is no quantity."""
    groups: list[list[Statement]] = []
    said = (s for s in asserted if s.kind == "quantity")
    for s in sorted(said, key=lambda s: (planned(s), s.published or date.max, s.id)):
        group = next((g for g in groups if _equal(g[0].value, s.value)), None)
        if group is None:
            groups.append([s])
        else:
            group.append(s)
    return groups


def _size(start: int, end: int) -> int:
    """The length of a period as a power of two."""
    return (end - start + 1).bit_length()


def _alike(unit: Unit, cluster: Cluster) -> bool:
    """Whether two periods overlap and are of about the same length."""
    if unit.start > cluster.end or cluster.start > unit.end:
        return False
    one, other = unit.end - unit.start + 1, cluster.end - cluster.start + 1
    return max(one, other) <= 2 * min(one, other)


def _together(unit: Unit, cluster: Cluster) -> bool:
    """Whether two reports without days can have been published close to each other."""
    if unit.published == _OPEN_END or cluster.last == _OPEN_START:
        return True
    return cluster.first - _TOGETHER <= unit.published <= cluster.last + _TOGETHER


def _precedence(unit: Unit) -> tuple[object, ...]:
    """Facts before plans, tables before texts, exact before vague, what names more before what names less."""
    s = unit.first
    return (
        unit.plan, unit.table is None, unit.end - unit.start, -unit.facet.named, unit.start,
        unit.published, s.published is None, s.id,
    )  # fmt: skip
