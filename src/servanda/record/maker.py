"""What a cluster of statements comes to: an event with its coding, days and standing."""

from collections.abc import Iterable
from datetime import date

from servanda.record.clusters import Cluster, holds
from servanda.record.model import Event, Standing
from servanda.record.quick import quick
from servanda.record.standing import FIRM, Interests, judge, planned
from servanda.statement import Statement

#: Makes an event out of the values of its fields, in their order.
made = quick(Event)


class EventMaker:
    """Makes events, knowing who speaks for whom."""

    def __init__(self, interests: Interests) -> None:
        self._interests = interests

    def event(self, cluster: Cluster) -> Event:
        """The event that a cluster comes to."""
        asserts, denies = cluster.asserts, cluster.denies
        if len(asserts) == 1 and not denies:
            return self.single(asserts[0])
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
        return made(
            f"e{(asserts or denies)[0].id}", judged.standing, judged.rule, lead.type, lead.mode, actors, recipients,
            object_, place, lat, lon, lead.about if lead.kind == "quantity" else None, lead.value, lead.unit,
            holds(told), certainty, tuple(asserts), tuple(denies), judged.basis,
        )  # fmt: skip

    def single(self, s: Statement) -> Event:
        """The same for one statement that nobody else speaks of: most events of a large record."""
        judged = judge((s,), (), s.actors, self._interests)
        return of_one(s, judged.standing, judged.rule)


def of_one(s: Statement, standing: Standing, rule: str) -> Event:
    """The event that one statement comes to by a rule of standing."""
    return made(
        f"e{s.id}", standing, rule, s.type, s.mode, s.actors, s.recipients, s.object, s.place, s.lat, s.lon,
        s.about if s.kind == "quantity" else None, s.value, s.unit, s.holds, s.certainty, (s,), (), (s.id,),
    )  # fmt: skip


def _said(s: Statement) -> tuple[date, str]:
    return (s.published or date.min, s.id)


def _commonest(names: Iterable[str | None]) -> str | None:
    """The name given most often, of equally frequent ones the longest, then the first of the alphabet."""
    counts: dict[str, int] = {}
    for name in names:
        if name is not None:
            counts[name] = counts.get(name, 0) + 1
    return min(counts, key=lambda name: (-counts[name], -len(name), name), default=None)
