"""What the record holds about one obligation: which events bear on it, in which role, and whether they happened.

The rules of occurrence are those of docs/verdicts.md: what is established or reported happened; what is claimed
happened where the claim goes against the claimant's interest, and else may have; what is disputed may have; what is
planned or denied did not; what is only speculated about never fulfils and may have broken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from servanda.agreement import Agreement, Names, Obligation
from servanda.record import Event, told
from servanda.record.parts import told_in_part
from servanda.record.standing import SPEECH
from servanda.statement import Statement
from servanda.verdicts import matching
from servanda.verdicts.duty import Duty
from servanda.verdicts.scene import Happening, Role
from servanda.verdicts.silence import Ranges


@dataclass(frozen=True, slots=True)
class Seen:
    """An event in its role for an obligation, and the happening that stands for it in the worlds.

    `lacks` is the element that is told otherwise than the obligation has it, so that the event may be another act.
    """

    event: Event
    happening: Happening
    lacks: str | None = None


@dataclass(slots=True)
class Evidence:
    """All that bears on one obligation. `deciding` are planned and speculated acts that never count but would decide.

    `parts` are acts that are told as begun or done to some of what was promised, which is not the whole of it.

    `denials` deny an act or say that access was refused; `denied` are the days that these and refusals speak for.
    """

    acts: list[Seen] = field(default_factory=list)
    undone: list[Seen] = field(default_factory=list)
    refused: list[Seen] = field(default_factory=list)
    calls: list[Seen] = field(default_factory=list)
    denials: list[Event] = field(default_factory=list)
    deciding: list[Event] = field(default_factory=list)
    parts: list[Seen] = field(default_factory=list)
    denied: Ranges = ()

    @property
    def events(self) -> list[Event]:
        """Every event that bears on the obligation."""
        seen = [s.event for s in (*self.acts, *self.undone, *self.refused, *self.calls)]
        return [*seen, *self.denials, *self.deciding, *(s.event for s in self.parts)]


def gather(obligation: Obligation, agreement: Agreement, duty: Duty, events: Iterable[Event], names: Names) -> Evidence:
    """The evidence for one reading of an obligation among the events of a view."""
    found = Evidence()
    for event, bears in Relevance(obligation, agreement, names).bearing(events):
        _file(found, obligation, duty, event, names, bears)
    if len(found.parts) > 1:
        *earlier, latest = sorted(found.parts, key=lambda s: (s.happening.last, s.event.id))
        found.parts = earlier
        found.acts.append(latest)  # together they may be the whole
    return found


#: Types of acts that are done once: what is promised had not been done when it was.
_ONCE = ("AGREE", "RETREAT")
#: The forms whose act is promised as a whole.
_WHOLES = ("perform", "repeat", "respond")
#: All of an event that its role hangs on.
_CODING = attrgetter("type", "mode", "actors", "recipients", "object", "place", "quantity")


class Bears(NamedTuple):
    """How an event bears on an obligation: its role, whether it is known to be what the role says, and what it lacks.

    The role `unseen` stands for a party's own word that it does not do it. It is not known whose act it is where nobody
    is named, and whether it is the act where it `lacks` an element of it.
    """

    role: Role
    known: bool = True
    lacks: str | None = None


class Relevance:
    """Which events bear on an obligation. Answers are kept by what the answer depends on, as many events look alike."""

    def __init__(self, obligation: Obligation, agreement: Agreement, names: Names) -> None:
        self.obligation, self.agreement, self.names = obligation, agreement, names
        self.sole = sum(1 for o in agreement.obligations if _same_quantity(o, obligation, names)) <= 1
        self.types = _types(obligation)
        self.apart = matching.told_apart(agreement, obligation.act, names) if obligation.act else frozenset()
        self.kept: dict[tuple[object, ...], Bears | None] = {}

    def role(self, event: Event) -> Bears | None:
        """How an event bears on the obligation; None where it does not."""
        if self.types is not None and event.type not in self.types:
            return None
        key = _CODING(event)
        if key not in self.kept:
            self.kept[key] = self._role(event)
        return self.kept[key]

    def bearing(self, events: Iterable[Event]) -> Iterator[tuple[Event, Bears]]:
        """The events that have a role, in their order, each with what `role` tells of it."""
        types, kept = self.types, self.kept
        bears: Bears | None
        for event in events if types is None else (e for e in events if e.type in types):
            try:
                bears = kept[_CODING(event)]
            except KeyError:
                bears = self.role(event)
            if bears is not None:
                yield event, bears

    def _role(self, event: Event) -> Bears | None:
        obligation, agreement, names = self.obligation, self.agreement, self.names
        if obligation.form in ("admit", "respond"):
            call = matching.is_call(obligation, event, names)
            if call is not False:
                return Bears("call", call is True)
        if matching.is_refusal(obligation, event, names, agreement):
            return Bears("refused")
        if obligation.undone_by and not matching.failing(obligation.undone_by, event, names):
            by = obligation.undone_by.party or obligation.party
            who = True if by == "*" else matching.acted(by, event, names)
            if who is not False:
                return Bears("undone", who is True)
        if matching.is_denial(obligation, event, names, agreement):
            return Bears("unseen")
        if obligation.form == "admit":
            if matching.is_admission(obligation, event, names):
                return Bears("act", bool(event.actors or event.recipients))
            told = not matching.failing(obligation.act, event, names) if obligation.act else False
            return Bears("act", known=False) if told and matching.of_nobody(event, names) else None
        if obligation.act is None:
            return None
        who = matching.acted(obligation.party, event, names)
        if matching.failing(obligation.act, event, names):
            lacks = self._lacks(event) if who else None
            return Bears("act", known=False, lacks=lacks) if lacks else None
        if who is None and obligation.form == "limit" and self.sole:
            who = True
        return None if who is False else Bears("act", who is True)

    def _lacks(self, event: Event) -> str | None:
        """What an act of the party lacks of the obligation's; None where it is another act altogether.

        A breach takes more: its thing or place is named, more generally.
        """
        assert self.obligation.act is not None
        lacks = matching.near(self.obligation.act, event, self.names, self.apart)
        if lacks and self.obligation.form in ("refrain", "limit"):
            return lacks if getattr(event, lacks) and lacks != "mode" else None
        return lacks


def _types(obligation: Obligation) -> frozenset[str | None] | None:
    """The types of events that can bear on an obligation; None where any may. A quantity has no type."""
    patterns = (obligation.act, obligation.undone_by, matching.calling(obligation))
    types = {p.type for p in patterns if p is not None}
    return None if "*" in types else frozenset({*types, "REJECT"})


def _same_quantity(one: Obligation, two: Obligation, names: Names) -> bool:
    if not (one.act and two.act and one.act.quantity and two.act.quantity):
        return False
    return names.same_object(one.act.quantity, two.act.quantity)


def _file(found: Evidence, obligation: Obligation, duty: Duty, event: Event, names: Names, bears: Bears) -> None:
    """Puts an event where it belongs."""
    role, known, lacks = bears
    if lacks and _is_another(obligation, event, names):
        return
    days = _days(duty, event)
    if role == "act" and obligation.form == "perform" and event.type in _ONCE and event.holds.start is None and days:
        days = (min(duty.early, days[1]), days[1])
    if role == "unseen" or event.standing == "denied":
        if lacks or (days and (days[0] > duty.end or days[1] < duty.start)):
            return
        found.denials.append(event)
        others = role == "unseen" or any(_claimant(s, names) != obligation.party for s in event.statements)
        if role in ("act", "unseen") and days and others:
            first = days[0] if obligation.form == "refrain" or event.mode == "suspend agreement" else 0
            found.denied = (*found.denied, (first, duty.as_of if role == "unseen" else days[1]))
        return
    value = _value(obligation, event)
    if value is None and role == "act" and obligation.form == "perform":
        value, known, lacks = duty.need, False, lacks or "amount"
    breach = obligation.form == "refrain" or (obligation.form == "limit" and (value or 0) > duty.at_most)
    certain = _occurs(event, obligation, names, role, breach=breach and role == "act" and known)
    if certain is not None and obligation.form == "limit":
        certain = _holds(event, obligation, names, breach=breach, certain=certain)
    if certain is None or days is None or value is None:
        if role in ("act", "call") and not lacks and _within(obligation, duty, role, days):
            found.deciding.append(event)
        return
    if not _within(obligation, duty, role, days):
        return
    happening = Happening(role, (days,), certain and known, value)
    if role == "refused" and happening.certain:
        whole = obligation.form == "perform" and event.mode == "refuse"
        found.denied = (*found.denied, (0 if whole else days[0], duty.as_of))
    if (role == "undone" or (role == "act" and obligation.form in _WHOLES)) and in_part(event):
        happening, lacks = replace(happening, certain=False), "whole"
        if obligation.form == "perform":
            found.parts.append(Seen(event, happening, lacks))
            return
    where = {"act": found.acts, "undone": found.undone, "refused": found.refused, "call": found.calls}[role]
    where.append(Seen(event, happening, lacks))


def _is_another(obligation: Obligation, event: Event, names: Names) -> bool:
    """Whether an event that lacks something of the act is said to be another. A table's row is what its coder says it
    is: no breach is seen in what somebody coded as something else."""
    if obligation.form in ("refrain", "limit") and any(s.row is not None for s in event.asserts):
        return True
    return obligation.act is not None and matching.of_another(obligation.act, event, names)


def in_part(event: Event) -> bool:
    """Whether an event is told as done in part, and nobody told of the whole of it later."""
    if event.type in SPEECH:
        return False
    said = told(event)
    parts = [s for s in said if told_in_part(s)]
    latest = max((s.published or date.min for s in parts), default=date.min)
    return bool(parts) and all(s in parts or (s.row is None and (s.published or date.min) <= latest) for s in said)


def _within(obligation: Obligation, duty: Duty, role: Role, days: tuple[int, int] | None) -> bool:
    """Whether an event of these days can bear on the duty at all; a value counts from before the window, too."""
    if days is None or obligation.form == "limit":
        return True
    late = duty.end if role == "call" or obligation.form == "refrain" else duty.as_of
    return days[1] >= (duty.early if obligation.form == "perform" else duty.start) and days[0] <= late


def _value(obligation: Obligation, event: Event | Statement) -> float | None:
    """What an event counts: the value of a quantity, the amount of an act, else 1; None where units do not compare."""
    if obligation.form == "limit" or obligation.amount:
        return None if event.value is None else matching.in_unit(event.value, event.unit, obligation.unit)
    return 1.0


def _days(duty: Duty, event: Event) -> tuple[int, int] | None:
    """The days on which the event may have happened, none after the day of knowledge; None for the future."""
    first = event.holds.start.toordinal() if event.holds.start else min(duty.start, duty.early) - 1
    last = event.holds.end.toordinal() if event.holds.end else max(duty.as_of, first)
    return None if first > duty.as_of else (min(first, last), min(last, duty.as_of))


def _occurs(event: Event, obligation: Obligation, names: Names, role: Role, *, breach: bool) -> bool | None:
    """True where it happened in every world, False where it may have, None where it never counts."""
    if event.standing in ("established", "reported"):
        return True
    if event.standing == "disputed":
        return False
    if event.standing == "claimed":
        if role in ("call", "refused"):
            return True
        claimants = {_claimant(s, names) for s in event.asserts}
        return obligation.party in claimants if breach else bool(claimants - {obligation.party, None})
    if event.standing == "speculated" and breach and event.certainty >= 0 and not _to_come(event):
        return False
    return None


def _holds(event: Event, obligation: Obligation, names: Names, *, breach: bool, certain: bool) -> bool:
    """Whether a value held in every world.

    Where other values are said and all lie on the same side of the cap, it is of no matter which is true. A value under
    the cap that the party declares of itself holds until another is known; one above it that only other parties state,
    of a party that they do not name, may have held.
    """
    if event.standing == "disputed":
        others = [_value(obligation, s) for s in event.denies if s.certainty >= 0]
        cap = obligation.at_most or 0
        return len(others) == len(event.denies) and all(v is not None and (v > cap) == breach for v in others)
    if event.standing == "claimed" and not breach:
        return True
    claimants = {_claimant(s, names) for s in event.asserts}
    if breach and not event.actors and obligation.party not in claimants and None not in claimants:
        return False
    return certain


def _to_come(event: Event) -> bool:
    """Whether all that is said of the event was said before it could have happened."""
    start = event.holds.start
    said = [s.published for s in event.asserts if s.published]
    return start is not None and bool(said) and max(said) <= start


def _claimant(statement: Statement, names: Names) -> str | None:
    """The party that says so, or None."""
    return names.party_of(statement.speaker or statement.source)
