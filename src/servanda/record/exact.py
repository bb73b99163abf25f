"""The first step of grouping: statements with exact days that tell of what was or is, by their days."""

from collections.abc import Iterable, Sequence

from servanda.record.clusters import EXACT, Cluster, Unit, fit, precedence, units_of
from servanda.record.match import Matcher
from servanda.record.standing import planned
from servanda.statement import Statement

#: Acts that a table may date in universal time and a report in local time, so that their days may be one apart.
DAY_APART = {("MOBILIZE", "test")}


def is_exact(s: Statement) -> bool:
    """Whether a statement is placed in this step: it asserts, of exact days, and of nothing still to come."""
    start, end = s.holds.start, s.holds.end
    if start is None or end is None or s.certainty < 0:
        return False
    return (start is end or (end - start).days <= EXACT) and not planned(s)


def settled(founded: Iterable[Cluster], statements: Iterable[Statement], matcher: Matcher) -> list[Cluster]:
    """The clusters of exact statements, in the order in which later ones look at those of one first day.

    `founded` are the exact clusters of event keys, which are changed and given back. What is more than a day apart
    (for most acts: what shares no day) does not affect each other and may be settled on its own. Both come in the
    order of a view.
    """
    days: dict[int, list[Cluster]] = {}
    for cluster in founded:
        _register(days, cluster, range(cluster.start, cluster.end + 1))
    for unit in sorted(units_of(statements, matcher), key=precedence):
        _place(days, unit, matcher)
    return list({id(c): c for clusters in days.values() for c in clusters}.values())


def _register(days: dict[int, list[Cluster]], cluster: Cluster, when: Iterable[int]) -> None:
    for day in when:
        days.setdefault(day, []).append(cluster)


def _place(days: dict[int, list[Cluster]], unit: Unit, matcher: Matcher) -> None:
    """Puts a unit to the cluster that fits it best, the exact day before its neighbours; else to one of its own."""
    apart = 1 if (unit.first.type, unit.first.mode) in DAY_APART else 0
    best = (False, -1)
    chosen: Cluster | None = None
    for day in range(unit.start - apart, unit.end + apart + 1):
        for cluster in days.get(day, ()):
            found = fit(unit, cluster, matcher)
            rank = (unit.start <= day <= unit.end, found)
            if found >= 0 and (chosen is None or rank > best):
                best, chosen = rank, cluster
    if chosen is None:
        chosen = Cluster(unit.start, unit.end)
        chosen.join(unit)
        _register(days, chosen, range(unit.start, unit.end + 1))
        return
    before = range(chosen.start, chosen.end + 1)
    chosen.join(unit)
    _register(days, chosen, (day for day in range(chosen.start, chosen.end + 1) if day not in before))


def apart(spans: Sequence[tuple[int, int]], reach: int) -> list[int]:
    """Where ascending spans of days (first, last) fall apart: the places of those that begin more than `reach` days
    after all before them have ended. The first place is always there."""
    places = []
    last = -(10**9)
    for place, (start, end) in enumerate(spans):
        if start > last + reach:
            places.append(place)
        last = max(last, end)
    return places
