"""Grave acts that no obligation reaches, with the nearest one and the element in which it fails to match."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from servanda.agreement import Act, Agreement, Names, Obligation
from servanda.agreement.names import normal
from servanda.codebook import load_toml
from servanda.record import Event, View
from servanda.statement import Statement
from servanda.verdicts import matching, say
from servanda.verdicts.evidence import Relevance
from servanda.verdicts.model import NotCovered

_KNOWN = ("established", "reported", "claimed", "disputed")
#: How much each element counts for nearness.
_NEAR = {"type": 4, "mode": 3, "object": 3, "place": 1, "quantity": 1}


def gravity(event: Event) -> int:
    """0 where the act is not grave, else 1 to 3 (codebook/gravity.toml)."""
    return _gravity(event.type or "", event.mode or "*")


@cache
def _gravity(type_: str, mode: str) -> int:
    modes = load_toml("gravity.toml").get(type_, {})
    return int(modes.get(mode, modes.get("*", 0)))


def not_covered(agreement: Agreement, view: View, names: Names) -> tuple[NotCovered, ...]:
    """The parties' grave acts since the agreement that no obligation reaches, the gravest first, then by day.

    An act of which a statement says that the agreement does not cover it is listed whatever its gravity.
    """
    said = _sayings(view.statements())
    reach = Reach(agreement, names)
    found = []
    made = min((d for d in (agreement.signed, agreement.in_force.start) if d), default=None)
    for event in view.events():
        sayings = [s for group in said for s in group if _speaks_of(s, event, names)] if said else []
        if not sayings and not reach.passes(event):
            continue
        if event.standing not in _KNOWN or not _since(made, event, view.as_of):
            continue
        if sayings:
            said = [group for group in said if not any(s in sayings for s in group)]
        nearest, why = reach.nearest(event)
        found.append(NotCovered(event, nearest, _why(why, sayings) if sayings else why, tuple(sayings)))
    for group in said:
        event = _as_event(group[0])
        nearest, why = reach.nearest(event)
        found.append(NotCovered(event, nearest, _why(why, group), tuple(group[1:])))
    return tuple(sorted(found, key=lambda n: (-gravity(n.event), str(n.event.holds.start or ""), n.event.id)))


def _sayings(statements: Iterable[Statement]) -> list[list[Statement]]:
    """The statements that something is not covered, grouped by what they are about."""
    groups: list[list[Statement]] = []
    for statement in statements:
        if statement.kind != "coverage":
            continue
        for group in groups:
            if _about(group[0]) and normal(_about(group[0])) == normal(_about(statement)):
                group.append(statement)
                break
        else:
            groups.append([statement])
    return groups


def _about(statement: Statement) -> str:
    return statement.object or statement.about or ""


def _speaks_of(statement: Statement, event: Event, names: Names) -> bool:
    """Whether a coverage statement speaks of the event: by its key, or by type and object."""
    if statement.event:
        return any(s.event == statement.event for s in event.statements)
    if not event.object:
        return False
    if not statement.object:
        return bool(gravity(event)) and f" {normal(event.object)}" in f" {normal(statement.about or '')}"
    pattern = Act(statement.type, statement.mode, statement.object)
    return not matching.failing(pattern, event, names)


def _as_event(statement: Statement) -> Event:
    """A coverage statement that speaks of no event of the record, as an event of its own."""
    return Event(
        id=statement.id, standing="claimed" if statement.speaker else "reported", rule="says that it is not covered",
        type=statement.type, mode=statement.mode, actors=statement.actors, recipients=statement.recipients,
        object=_about(statement) or None, place=statement.place, holds=statement.holds, asserts=(statement,),
    )  # fmt: skip


def _since(made: date | None, event: Event, as_of: date) -> bool:
    """Whether the act fell after the agreement was made, as far as its days tell, and before the day of knowledge."""
    if event.holds.start and event.holds.start > as_of:
        return False
    return made is None or event.holds.end is None or event.holds.end >= made


class Reach:
    """How far an agreement's obligations reach. Answers are kept by what they depend on, as many events look alike."""

    def __init__(self, agreement: Agreement, names: Names) -> None:
        self.names = names
        self._agreement = agreement
        self.patterns = [(o, act, act is calling) for o in agreement.obligations for act, calling in _patterns(o)]
        self.roles = [Relevance(o, agreement, names) for o in agreement.obligations]
        self.timed = any(o.window.start or o.window.end for o in agreement.obligations)
        self.kept: dict[tuple[object, ...], tuple[str | None, str, bool]] = {}

    def passes(self, event: Event) -> bool:
        """Whether the act is grave, by a party, and no obligation speaks of it, or of denying access."""
        if not gravity(event):
            return False
        if event.mode == "deny access" and any(role.role(event) for role in self.roles):
            return False
        return self._look(event)[2]

    def nearest(self, event: Event) -> tuple[str | None, str]:
        """The obligation nearest to an act, and a sentence on the elements in which it does not reach."""
        return self._look(event)[:2]

    def _look(self, event: Event) -> tuple[str | None, str, bool]:
        key = (
            event.type, event.mode, event.actors, event.recipients, event.object, event.place, event.quantity,
            event.holds if self.timed else None,
        )  # fmt: skip
        if key not in self.kept:
            self.kept[key] = self._measure(event)
        return self.kept[key]

    def _measure(self, event: Event) -> tuple[str | None, str, bool]:
        best, near, missed_by_near, covered = -1.0, None, [""], False
        for obligation, pattern, calls in self.patterns:
            missed = self._misses(obligation, pattern, calls, event)
            covered |= not missed
            asked = [k for k in _NEAR if getattr(pattern, k) not in (None, "*")]
            score: float = sum(_NEAR[k] for k in asked if k not in missed) + 2 * ("actor" not in missed)
            score += _common_words(pattern.object, event.object)
            if score > best:
                best, near, missed_by_near = score, (obligation, pattern), missed
        passes = not covered and bool(self.names.parties_of(event.actors))
        if near is None:
            return None, "The agreement holds no obligation that names an act.", passes
        return near[0].id, _difference(*near, event, missed_by_near, self._agreement), passes

    def _misses(self, obligation: Obligation, pattern: Act, calls: bool, event: Event) -> list[str]:
        """The elements in which an act misses a pattern of an obligation."""
        missed = list(matching.failing(pattern, event, self.names))
        actor = pattern.party or (None if calls or obligation.form == "admit" else obligation.party)
        if actor not in (None, "*") and matching.acted(actor or "", event, self.names) is not True:
            missed.append("actor")
        if not obligation.window.overlaps(event.holds):
            missed.append("window")
        return missed


def _patterns(obligation: Obligation) -> Iterator[tuple[Act, Act | None]]:
    """Every act that an obligation speaks of, each with the one among them that calls for an answer."""
    calling = matching.calling(obligation)
    readings = (r.act for r in obligation.readings)
    for act in (obligation.act, obligation.undone_by, calling, *readings):
        if act is not None:
            yield act, calling


def _common_words(one: str | None, two: str | None) -> float:
    """How far two names are made of the same words, 0 to 1."""
    a, b = set(normal(one or "").split()), set(normal(two or "").split())
    return len(a & b) / len(a | b) if a & b else 0.0


def _difference(obligation: Obligation, pattern: Act, event: Event, missed: list[str], agreement: Agreement) -> str:
    if event.type is None:
        return f"No obligation is about it; the nearest is “{obligation.id}”."
    if "type" in missed:
        return f"No obligation is about such an act; the nearest, “{obligation.id}”, is about {say.act_text(pattern)}."
    parts = []
    if any(element not in ("actor", "window") for element in missed):
        own = Act(event.type, event.mode, event.object, event.place if "place" in missed else None)
        parts.append(f"is about {say.act_text(pattern)}, not {say.act_text(own)}")
    if "actor" in missed:
        bound = say.party(agreement, pattern.party or obligation.party)
        parts.append(f"binds {bound}, not {say.listed(event.actors) or 'nobody named'}")
    if "window" in missed:
        parts.append(f"speaks of another time: {say.during(obligation.window)}")
    if not parts:
        return f"The nearest obligation is “{obligation.id}”."
    return f"The nearest obligation, “{obligation.id}”, {say.listed(parts)}."


def _why(why: str, sayings: list[Statement]) -> str:
    """Why it is not covered: in the words of those who say so, then by the agreement."""
    quotes = [s.quote or s.text for s in sayings if s.quote or s.text]
    return f"“{quotes[0].strip()}” {why}" if quotes and quotes[0] else why
