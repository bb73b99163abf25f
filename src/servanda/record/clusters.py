"""Statements of one type and mode, gathered into clusters that speak of one act each. Days are ordinals here."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from servanda.days import Period
from servanda.record.match import Matcher
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
    start: int
    end: int
    table: str | None
    plan: bool
    members: list[Statement] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        """Whether both ends are known."""
        return self.start != _OPEN_START and self.end != _OPEN_END

    @property
    def exact(self) -> bool:
        """Whether the days are known to within three."""
        return self.end - self.start <= _EXACT


@dataclass(slots=True, eq=False)
class Cluster:
    """What speaks of one act: its units, and the days on which they agree."""

    start: int
    end: int
    keyed: bool = False
    faces: list[Statement] = field(default_factory=list)
    asserts: list[Statement] = field(default_factory=list)
    denies: list[Statement] = field(default_factory=list)
    tables: dict[str, tuple[int, int]] = field(default_factory=dict)

    def join(self, unit: Unit) -> None:
        """Takes a unit in; days that both allow are kept, and where there are none, both."""
        self.faces.append(unit.first)
        self.asserts += unit.members
        if unit.table:
            self.tables.setdefault(unit.table, (unit.start, unit.end))
        if not unit.plan or len(self.asserts) == len(unit.members):
            start, end = max(self.start, unit.start), min(self.end, unit.end)
            if start > end:
                start, end = min(self.start, unit.start), max(self.end, unit.end)
            self.start, self.end = start, end

    @staticmethod
    def holds(told: Sequence[Statement]) -> Period:
        """Every day on which it may have happened: those that all closed periods allow, else all that any does."""
        if len(told) == 1:
            return told[0].holds
        closed = [s.holds for s in told if s.holds.start and s.holds.end]
        if not closed:
            starts = [s.holds.start for s in told if s.holds.start]
            ends = [s.holds.end for s in told if s.holds.end]
            start, end = max(starts, default=None), min(ends, default=None)
            return told[0].holds if start and end and end < start else Period(start, end)
        start = max(p.start for p in closed if p.start)
        end = min(p.end for p in closed if p.end)
        if start > end:
            start = min(p.start for p in closed if p.start)
            end = max(p.end for p in closed if p.end)
        return Period(start, end)


class Bucket:
    """The clusters of one type and mode, or of one quantity. `found` keyed events first, then `place` the rest once."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._keyed: list[Cluster] = []
        self._days: dict[int, list[Cluster]] = {}
        self._exact: list[Cluster] = []
        self._vague: list[Cluster] = []
        self._open: list[Cluster] = []
        self._denied: list[Cluster] = []
        self._starts: list[int] = []

    def clusters(self) -> Iterator[Cluster]:
        """All clusters."""
        yield from self._exact
        yield from self._vague
        yield from self._open
        yield from self._denied

    def found(self, members: Sequence[Statement]) -> None:
        """Founds the cluster of an event key."""
        asserted = [s for s in members if s.certainty >= 0]
        told = [s for s in asserted if not planned(s)] or asserted or list(members)
        holds = Cluster.holds(told)
        cluster = Cluster(_ordinal(holds.start, _OPEN_START), _ordinal(holds.end, _OPEN_END), keyed=True)
        cluster.faces = told
        cluster.asserts = asserted
        cluster.denies = [s for s in members if s.certainty < 0]
        self._file(cluster)

    def place(self, statements: Sequence[Statement]) -> None:
        """Puts each statement where it belongs."""
        asserted = _units(s for s in statements if s.certainty >= 0)
        asserted.sort(key=_precedence)
        late: list[Unit] = []
        for unit in asserted:
            if unit.exact and not unit.plan:
                self._place_exact(unit)
            else:
                late.append(unit)
        self._exact.sort(key=lambda c: (c.start, c.end))
        self._starts = [c.start for c in self._exact]
        plans = []
        for unit in late:
            if unit.plan:
                plans.append(unit)
            elif unit.closed:
                self._place_vague(unit)
            else:
                self._place_open(unit)
        for unit in plans:
            self._place_plan(unit)
        for unit in sorted(_units(s for s in statements if s.certainty < 0), key=_precedence):
            self._place_denial(unit)
        if statements and statements[0].kind == "quantity":
            self._contradict()

    def _file(self, cluster: Cluster) -> None:
        """Puts a new cluster where later units will look for it."""
        if cluster.end - cluster.start <= _EXACT:
            self._exact.append(cluster)
            for day in range(cluster.start, cluster.end + 1):
                self._days.setdefault(day, []).append(cluster)
        elif cluster.start == _OPEN_START or cluster.end == _OPEN_END:
            self._open.append(cluster)
        else:
            self._vague.append(cluster)

    def _new(self, unit: Unit) -> None:
        cluster = Cluster(unit.start, unit.end)
        cluster.join(unit)
        self._file(cluster)

    def _fits(self, unit: Unit, cluster: Cluster) -> bool:
        """Whether a unit can be of the cluster's act, its days aside."""
        if unit.table and cluster.tables.get(unit.table, (unit.start, unit.end)) != (unit.start, unit.end):
            return False
        first = unit.first
        if first.kind == "quantity" and any(not _equal(first.value, face.value) for face in cluster.faces):
            return False
        return all(self._matcher.compatible(first, face) for face in cluster.faces)

    def _shared(self, unit: Unit, cluster: Cluster) -> int:
        return max(self._matcher.shared(unit.first, face) for face in cluster.faces)

    def _place_exact(self, unit: Unit) -> None:
        apart = 1 if (unit.first.type, unit.first.mode) in _DAY_APART else 0
        best: tuple[bool, int] | None = None
        chosen: Cluster | None = None
        for day in range(unit.start - apart, unit.end + apart + 1):
            for cluster in self._days.get(day, ()):
                if self._fits(unit, cluster):
                    rank = (unit.start <= day <= unit.end, self._shared(unit, cluster))
                    if best is None or rank > best:
                        best, chosen = rank, cluster
        if chosen is None:
            self._new(unit)
            return
        days = set(range(chosen.start, chosen.end + 1))
        chosen.join(unit)
        for day in range(chosen.start, chosen.end + 1):
            if day not in days:
                self._days.setdefault(day, []).append(chosen)

    def _within(self, start: int, end: int) -> Iterator[Cluster]:
        """The exact clusters that lie within some days, in order."""
        at = bisect_left(self._starts, start - _EXACT)
        while at < len(self._exact) and self._starts[at] <= end:
            if self._exact[at].start >= start and self._exact[at].end <= end:
                yield self._exact[at]
            at += 1

    def _only(self, unit: Unit, start: int, end: int, least: int = 0) -> Cluster | None:
        """The one exact cluster that a vague unit can mean; None where there is none, or no telling which."""
        named = self._matcher.shared(unit.first, unit.first)
        best: list[Cluster] = []
        most = least
        for cluster in self._within(start, end):
            if not self._fits(unit, cluster):
                continue
            shared = self._shared(unit, cluster)
            if shared > most or (shared == most and not best):
                best, most = [cluster], shared
            elif shared == most:
                best.append(cluster)
                if most == named:
                    return None
        return best[0] if len(best) == 1 else None

    def _place_vague(self, unit: Unit) -> None:
        cluster = self._only(unit, unit.start, unit.end)
        if cluster is None:
            alike = (c for c in self._vague if _alike(unit, c) and self._fits(unit, c))
            cluster = max(alike, key=lambda c: self._shared(unit, c), default=None)
        if cluster is None:
            self._new(unit)
        else:
            cluster.join(unit)

    def _place_open(self, unit: Unit) -> None:
        """A state that goes on joins others since the same day; a report without days, the act it must mean."""
        published = _ordinal(unit.first.published, _OPEN_END)
        cluster: Cluster | None = None
        if unit.start == _OPEN_START:
            cluster = self._only(unit, _OPEN_START, min(unit.end, published), least=1)
        for other in self._open:
            if cluster is not None:
                break
            if (other.start == _OPEN_START) != (unit.start == _OPEN_START) or not self._fits(unit, other):
                continue
            if unit.start != _OPEN_START:
                joins = other.start == unit.start
            else:
                times = [_ordinal(s.published, _OPEN_END) for s in other.faces]
                joins = min(times) - _TOGETHER <= published <= max(times) + _TOGETHER
            if joins:
                cluster = other
        if cluster is None:
            self._new(unit)
        else:
            cluster.join(unit)

    def _place_plan(self, unit: Unit) -> None:
        """A plan belongs to the first act that fits it, else to other plans of the same."""
        end = unit.end if unit.end != _OPEN_END else unit.start + _AHEAD
        fitting = [c for c in self._within(unit.start, end) if self._fits(unit, c)]
        done = [c for c in fitting if any(not planned(s) for s in c.asserts)]
        if done:
            most = max(self._shared(unit, c) for c in done)
            next(c for c in done if self._shared(unit, c) == most).join(unit)
            return
        pools = (self._days.get(unit.start, ()) if unit.exact else self._vague + self._open, fitting)
        for pool in pools:
            for cluster in pool:
                if (unit.exact or _alike(unit, cluster) or cluster in fitting) and self._fits(unit, cluster):
                    cluster.join(unit)
                    return
        self._new(unit)
        if unit.exact:
            self._exact.sort(key=lambda c: (c.start, c.end))
            self._starts = [c.start for c in self._exact]

    def _place_denial(self, unit: Unit) -> None:
        """A denial speaks against every act of its kind that lies within its days; with none, it stands for itself."""
        published = _ordinal(unit.first.published, _OPEN_END)
        start, end = unit.start, unit.end
        if start == _OPEN_START:
            end = min(end, published)
            start = end - _RECENT
        hit = [c for c in self._within(start, end) if self._speaks_of(unit, c)]
        for cluster in self._vague:
            if start <= cluster.start and cluster.end <= end and self._speaks_of(unit, cluster):
                hit.append(cluster)
        if not unit.closed:
            for cluster in self._open:
                times = [_ordinal(s.published, _OPEN_END) for s in cluster.faces]
                near = min(times) - _TOGETHER <= published <= max(times) + _TOGETHER
                if near and (cluster.start, cluster.end) != (0, 0) and self._speaks_of(unit, cluster):
                    hit.append(cluster)
        for cluster in hit:
            cluster.denies += unit.members
        if hit:
            return
        for cluster in self._denied:
            if (_alike(unit, cluster) or (not unit.closed and cluster.end == unit.end)) and self._fits(unit, cluster):
                break
        else:
            cluster = Cluster(unit.start, unit.end)
            self._denied.append(cluster)
        cluster.faces.append(unit.first)
        cluster.denies += unit.members

    def _speaks_of(self, denial: Unit, cluster: Cluster) -> bool:
        """Whether a denial is of the cluster's act: of the same thing, and not said before it happened."""
        first = denial.first
        if first.kind == "quantity" and any(not _equal(first.value, face.value) for face in cluster.faces):
            return False
        if not cluster.asserts:
            return False
        happened = any(not planned(s) for s in cluster.asserts)
        if happened and first.published and first.published.toordinal() < cluster.start:
            return False
        return any(self._matcher.denies(first, face) for face in cluster.faces)

    def _contradict(self) -> None:
        """Different values of one quantity for the same days speak against each other."""
        clusters = [c for c in self._exact if c.asserts]
        said = {id(c): list(c.asserts) for c in clusters}
        for at, one in enumerate(clusters):
            for other in clusters[at + 1 :]:
                if other.start > one.end:
                    break
                a, b = one.faces[0], other.faces[0]
                if not _equal(a.value, b.value) and self._matcher.compatible(a, b):
                    one.denies += said[id(other)]
                    other.denies += said[id(one)]


def _ordinal(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()


def _equal(a: float | None, b: float | None) -> bool:
    """Whether two values are the same to within a hundredth."""
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 0.01 * max(abs(a), abs(b))


def _alike(unit: Unit, cluster: Cluster) -> bool:
    """Whether two periods overlap and are of about the same length."""
    if unit.start > cluster.end or cluster.start > unit.end:
        return False
    one, other = unit.end - unit.start + 1, cluster.end - cluster.start + 1
    return max(one, other) <= 2 * min(one, other)


def _units(statements: Iterator[Statement]) -> list[Unit]:
    """Statements gathered by what they code."""
    units: dict[tuple[object, ...], Unit] = {}
    for s in statements:
        holds = s.holds
        table = s.document if s.row is not None else None
        plan = planned(s)
        when = s.published if holds.start is None or holds.end is None else None
        key = (holds.start, holds.end, table, plan, when, s.actors, s.recipients, s.object, s.place, s.value)
        unit = units.get(key)
        if unit is None:
            start, end = _ordinal(holds.start, _OPEN_START), _ordinal(holds.end, _OPEN_END)
            unit = units[key] = Unit(s, start, end, table, plan)
        unit.members.append(s)
    return list(units.values())


def _precedence(unit: Unit) -> tuple[object, ...]:
    """Tables before texts, facts before plans, exact before vague, what names more before what names less."""
    s = unit.first
    named = (s.object is not None) + (s.place is not None) + bool(s.actors) + bool(s.recipients)
    return (
        unit.plan, unit.table is None, unit.end - unit.start, -named, unit.start, s.published or date.min, s.id,
    )  # fmt: skip
