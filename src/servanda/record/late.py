"""The second step of grouping: what is vague, open, still to come or denied, each to the acts that it can mean."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from servanda.record.clusters import (
    OPEN_END,
    OPEN_START,
    Cluster,
    Unit,
    equal,
    fit,
    precedence,
    units_of,
)
from servanda.record.match import Matcher
from servanda.statement import Statement

#: Reports without days of their own are of one act only if published at most so many days apart.
_TOGETHER = 31
#: A denial without days speaks of so many days before its publication.
_RECENT = 90
#: A plan without an end is looked for over so many days.
_AHEAD = 365


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


class Late:
    """Places what is not exact among the clusters that are. It changes these; `set_back` undoes that."""

    def __init__(self, exact: Iterable[Cluster], filed: Iterable[Cluster], matcher: Matcher) -> None:
        """`exact` are the settled clusters, by first day and then as settled; `filed` the vague ones of event keys."""
        self._matcher = matcher
        self._settled = list(exact)
        self._exact, self._open = _Index(), _Index()
        self._vague: dict[int, _Index] = {}
        self._denied: list[Cluster] = []
        self._before: dict[int, tuple[Cluster, tuple[Any, ...]]] = {}
        #: The clusters that are not among the settled.
        self.made: list[Cluster] = []
        self._exact.fill(self._settled)
        for cluster in filed:
            self.made.append(cluster)
            self._file(cluster)

    def place(self, statements: Sequence[Statement]) -> None:
        """Puts each statement where it belongs. They stand in the order of a view."""
        for unit in sorted(units_of((s for s in statements if s.certainty >= 0), self._matcher), key=precedence):
            if unit.plan:
                self._place_plan(unit)
            elif unit.closed:
                self._place_vague(unit)
            else:
                self._place_open(unit)
        for unit in sorted(units_of((s for s in statements if s.certainty < 0), self._matcher), key=precedence):
            self._place_denial(unit)

    def set_back(self) -> None:
        """Makes the settled clusters what they were."""
        for cluster, state in self._before.values():
            cluster.set_back(state)
        self._before.clear()

    def _change(self, cluster: Cluster) -> Cluster:
        """A cluster that is about to be changed; what a settled one was is kept."""
        if id(cluster) not in self._before:
            self._before[id(cluster)] = (cluster, cluster.state())
        cluster.event = None
        return cluster

    def _file(self, cluster: Cluster) -> None:
        """Puts a cluster where later units will look for it."""
        if cluster.exact:
            self._exact.add(cluster)
        elif cluster.start == OPEN_START or cluster.end == OPEN_END:
            self._open.add(cluster)
        else:
            self._vague.setdefault(_size(cluster.start, cluster.end), _Index()).add(cluster)

    def _new(self, unit: Unit) -> None:
        cluster = Cluster(unit.start, unit.end)
        cluster.join(unit)
        self.made.append(cluster)
        self._file(cluster)

    def _fit(self, unit: Unit, cluster: Cluster) -> int:
        return fit(unit, cluster, self._matcher)

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
            found = self._fit(unit, cluster)
            if found > most or (found == most and not best):
                best, most = [cluster], found
            elif found == most:
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
            most = -1
            for other in self._of_like_length(unit):
                if _alike(unit, other) and (found := self._fit(unit, other)) > most:
                    cluster, most = other, found
        if cluster is None:
            self._new(unit)
        else:
            self._change(cluster).join(unit)

    def _place_open(self, unit: Unit) -> None:
        """A state that goes on joins others since the same day; a report without days, the act it must mean."""
        if unit.start == OPEN_START:
            cluster = self._only(unit, OPEN_START, min(unit.end, unit.published), least=1)
            if cluster is not None:
                self._change(cluster).join(unit)
                return
        for other in self._open.find(unit.facet.keys, unit.start, unit.start):
            if (unit.start != OPEN_START or _together(unit, other)) and self._fit(unit, other) >= 0:
                self._change(other).join(unit)
                return
        self._new(unit)

    def _place_plan(self, unit: Unit) -> None:
        """A plan belongs to the first act that fits it best, else to other plans of the same."""
        end = unit.end if unit.end != OPEN_END else unit.start + _AHEAD
        done: Cluster | None = None
        alike: Cluster | None = None
        most = -1
        for cluster in self._inside(unit, unit.start, end):
            found = self._fit(unit, cluster)
            if not cluster.planned and found > most:
                done, most = cluster, found
            elif cluster.planned and found >= 0 and alike is None:
                alike = cluster
        if done is None and alike is None:
            others = chain(self._of_like_length(unit), self._open.find(unit.facet.keys, OPEN_START, unit.end))
            alike = next((c for c in others if _alike(unit, c) and self._fit(unit, c) >= 0), None)
        chosen = done or alike
        if chosen is None:
            self._new(unit)
        else:
            self._change(chosen).join(unit)

    def _place_denial(self, unit: Unit) -> None:
        """A denial speaks against every act of its kind that lies within its days; with none, it stands for itself."""
        start, end = unit.start, unit.end
        if start == OPEN_START:
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
            self._change(cluster).denies += unit.members
        if hit:
            return
        for cluster in self._denied:
            near = _alike(unit, cluster) if unit.closed else _together(unit, cluster) and cluster.end == unit.end
            if near and self._fit(unit, cluster) >= 0:
                break
        else:
            cluster = Cluster(unit.start, unit.end)
            self._denied.append(cluster)
            self.made.append(cluster)
        cluster.meet(unit)
        cluster.denies += unit.members

    def _speaks_of(self, denial: Unit, cluster: Cluster) -> bool:
        """Whether a denial is of the cluster's act: of the same thing, and not said before it happened."""
        if not cluster.planned and denial.published < cluster.start:
            return False
        if cluster.values and not all(equal(denial.first.value, value) for value in cluster.values):
            return False
        return any(self._matcher.denies(denial.facet, facet) for facet in cluster.facets)

    def contradict(self) -> None:
        """Different values of one quantity for the same days speak against each other.

        But what one source tells under two event keys are two values, one after the other.
        """
        valued = (c for c in chain(self._settled, self.made) if c.values and c.asserts and c.exact)
        clusters = sorted(valued, key=lambda c: c.start)
        said = [list(c.asserts) for c in clusters]
        for at, one in enumerate(clusters):
            for after, other in enumerate(clusters[at + 1 :], start=at + 1):
                if other.start > one.end:
                    break
                different = not equal(one.values[0], other.values[0])
                if different and not _told_apart(said[at], said[after]) and self._fits(one, other):
                    self._change(one).denies += [s for s in said[after] if s not in one.denies]
                    self._change(other).denies += [s for s in said[at] if s not in other.denies]

    def _fits(self, one: Cluster, other: Cluster) -> bool:
        return self._matcher.shared(one.facets[0], other.facets[0]) >= 0


def _told_apart(one: Sequence[Statement], other: Sequence[Statement]) -> bool:
    """Whether the same sources tell of two values under two event keys."""
    keys = {s.event for s in one}, {s.event for s in other}
    return None not in keys[0] | keys[1] and keys[0] != keys[1] and {s.source for s in one} == {s.source for s in other}


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
    if unit.published == OPEN_END or cluster.last == OPEN_START:
        return True
    return cluster.first - _TOGETHER <= unit.published <= cluster.last + _TOGETHER
