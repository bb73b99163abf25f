"""Groups statements into events: which of them speak of one act, meeting, test or value.

Rows that share an event key are one event, rows that differ in it are different ones. Anything else is grouped by type
and mode, compatible participants, object and place, and days: the most exact statements first, each to the event that
fits it best. A vague statement ("last year") that fits several events says of none of them that it happened, and
stands for itself; a plan that fits several belongs to the first of them, for that is what became of it.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from servanda.record.clusters import Bucket, Cluster, holds
from servanda.record.match import Matcher
from servanda.record.model import Event
from servanda.record.pause import no_collection
from servanda.record.quick import quick
from servanda.record.standing import FIRM, NO_INTERESTS, Interests, judge, planned
from servanda.statement import Statement

_made = quick(Event)
_Key = tuple[str | None, ...]


def group(statements: Iterable[Statement], interests: Interests = NO_INTERESTS) -> tuple[Event, ...]:
    """The events of the `event` and `quantity` statements, with standing, sorted by `holds`, then id.

    The order of the statements is of no matter.
    """
    return Grouper(interests).events(sorted(statements, key=_arrival))


def _arrival(s: Statement) -> tuple[date, str, int, str]:
    return (s.published or date.min, s.document, -1 if s.start is None else s.start, s.id)


class Grouper:
    """Makes events, and keeps those of each type and mode for as long as their statements stay the same.

    So views of many days in a row cost little: only what became known between two of them is grouped anew.
    """

    def __init__(self, interests: Interests = NO_INTERESTS) -> None:
        self._interests = interests
        self._matcher = Matcher(interests)
        self._kept: dict[_Key, tuple[list[Statement], list[list[Statement]], list[Event]]] = {}

    def events(self, statements: Sequence[Statement]) -> tuple[Event, ...]:
        """The events of statements that stand in the order of a view."""
        with no_collection():
            return self._grouped(statements)

    def _grouped(self, statements: Sequence[Statement]) -> tuple[Event, ...]:
        loose: dict[_Key, list[Statement]] = {}
        keyed: dict[str, list[Statement]] = {}
        for s in statements:
            if s.event is not None:
                if s.kind in ("event", "quantity"):
                    keyed.setdefault(s.event, []).append(s)
            elif s.kind == "event":
                loose.setdefault((s.type, s.mode), []).append(s)
            elif s.kind == "quantity":
                loose.setdefault(("quantity", s.about or s.object, s.unit), []).append(s)
        groups: dict[_Key, list[list[Statement]]] = {}
        for members in keyed.values():
            groups.setdefault(_home(members), []).append(members)
        found: list[Event] = []
        for key in {**loose, **groups}:
            found += self._bucket(key, loose.get(key, []), groups.get(key, []))
        found.sort(key=_order)
        return tuple(found)

    def _bucket(self, key: _Key, loose: list[Statement], keyed: list[list[Statement]]) -> list[Event]:
        kept = self._kept.get(key)
        if kept and kept[0] == loose and kept[1] == keyed:
            return kept[2]
        bucket = Bucket(self._matcher)
        for members in keyed:
            bucket.found(members)
        bucket.place(loose)
        events = [self.event(cluster) for cluster in bucket.clusters()]
        self._kept[key] = (loose, keyed, events)
        return events

    def event(self, cluster: Cluster) -> Event:
        """The event that a cluster comes to."""
        asserts, denies = cluster.asserts, cluster.denies
        if len(asserts) == 1 and not denies:
            return self._single(asserts[0])
        asserts = sorted(asserts, key=_said)
        denies = sorted(denies, key=_said)
        told = [s for s in asserts if s.certainty >= FIRM and not planned(s)] or asserts or denies
        lead = told[0]
        actors, recipients, object_, place = lead.actors, lead.recipients, lead.object, lead.place
        if len(cluster.facets) > 1:
            actors = tuple(dict.fromkeys(name for s in told for name in s.actors))
            named = dict.fromkeys(name for s in told for name in s.recipients)
            recipients = tuple(name for name in named if name not in actors)
            object_, place = _commonest(s.object for s in told), _commonest(s.place for s in told)
        judged = judge(asserts, denies, actors, self._interests)
        spot = next((s for s in told if s.lat is not None and s.place == place), None)
        lat, lon = (spot.lat, spot.lon) if spot else (None, None)
        certainty = max(s.certainty for s in asserts) if asserts else min(s.certainty for s in denies)
        return _made(
            f"e{(asserts or denies)[0].id}", judged.standing, judged.rule, lead.type, lead.mode, actors, recipients,
            object_, place, lat, lon, lead.about if lead.kind == "quantity" else None, lead.value, lead.unit,
            holds(told), certainty, tuple(asserts), tuple(denies), judged.basis,
        )  # fmt: skip

    def _single(self, s: Statement) -> Event:
        """The same for one statement that nobody else speaks of: most events of a large record."""
        judged = judge((s,), (), s.actors, self._interests)
        return _made(
            f"e{s.id}", judged.standing, judged.rule, s.type, s.mode, s.actors, s.recipients, s.object, s.place, s.lat,
            s.lon, s.about if s.kind == "quantity" else None, s.value, s.unit, s.holds, s.certainty, (s,), (),
            judged.basis,
        )  # fmt: skip


def _order(event: Event) -> tuple[date, date, str]:
    return (event.holds.start or date.min, event.holds.end or date.max, event.id)


def _said(s: Statement) -> tuple[date, str]:
    return (s.published or date.min, s.id)


def _home(members: Sequence[Statement]) -> _Key:
    """The bucket of a keyed event: that of the first statement that asserts it."""
    s = min(members, key=lambda m: (m.certainty < 0, m.published or date.min, m.id))
    return ("quantity", s.about or s.object, s.unit) if s.kind == "quantity" else (s.type, s.mode)


def _commonest(names: Iterable[str | None]) -> str | None:
    """The name given most often, of equally frequent ones the longest, then the first of the alphabet."""
    counts: dict[str, int] = {}
    for name in names:
        if name is not None:
            counts[name] = counts.get(name, 0) + 1
    return min(counts, key=lambda name: (-counts[name], -len(name), name), default=None)
