"""Declared against found: what a party says it has beside what others count, and what reports call undeclared."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from servanda.agreement.names import normal
from servanda.brief import phrase
from servanda.brief.model import Claim, Material
from servanda.brief.select import claim, codebook, happened
from servanda.days import Period
from servanda.record import Event
from servanda.statement import Statement
from servanda.verdicts import say

FIGURES, UNDECLARED = "Declared against found", "What may be undeclared"
#: Values of one quantity that differ by no more than this part of the greater are the same.
_ALIKE = 0.01


@dataclass(slots=True)
class _Count:
    """What is said of one quantity of one party for one period: by the party itself, and by others."""

    own: list[Statement] = field(default_factory=list)
    others: list[Statement] = field(default_factory=list)

    @property
    def differing(self) -> list[Statement]:
        """What others count that the party does not declare."""
        return [s for s in self.others if not any(_alike(s, declared) for declared in self.own)]


def figures(material: Material) -> Iterator[Claim]:
    """A claim for each quantity of a party that the party and somebody else give for the same days: the last of them on
    which they differ, else the last of all."""
    counts: dict[tuple[str, str], dict[Period, _Count]] = {}
    for event in material.events:
        owners = material.parties_of(event.actors) if event.quantity else ()
        if not event.quantity or len(owners) != 1 or not (happened(event) or event.standing == "denied"):
            continue
        of_quantity = counts.setdefault((event.quantity, owners[0]), {})
        for said in event.asserts:
            if said.value is not None:
                count = of_quantity.setdefault(event.holds, _Count())
                (count.own if _speaks(material, said) == owners[0] else count.others).append(said)
    for (quantity, party), by_days in counts.items():
        both = [(days, count) for days, count in by_days.items() if count.own and count.others]
        if both:
            disputed = [one for one in both if one[1].differing]
            days, count = max(disputed or both, key=lambda one: one[0].end or one[0].start or material.as_of)
            yield _figure(material, quantity, party, days, count, len(both), len(disputed))


def _figure(
    material: Material, quantity: str, party: str, days: Period, count: _Count, both: int, disputed: int
) -> Claim:
    differing = count.differing
    declared = _values(count.own)
    found = {_who(material, s): _value(s) for s in (differing or count.others)}
    told = phrase.listed([f"{who} gives {value}" for who, value in found.items()])
    text = f"{say.party(material.agreement, party)}, {quantity}, {phrase.period(days)}: it declares {declared}; "
    text += told if differing else f"{phrase.listed(list(found))} {'gives' if len(found) == 1 else 'give'} the same"
    if both > 1:
        text += f". Both are on record for {both} days, and differ on {disputed or 'none'} of them"
    details = {
        "quantity": quantity, "party": party, "declared": [s.value for s in count.own],
        "found": [{"by": _who(material, s), "value": s.value} for s in count.others],
        "same": not differing, "days": both, "days_differing": disputed,
        "count": len({s.origin for s in (*count.own, *count.others)}),
    }  # fmt: skip
    agreeing = [s for s in count.others if s not in differing]
    standing = "disputed" if differing else None
    return Claim(f"{text}.", FIGURES, (*count.own, *agreeing), tuple(differing), standing, when=days, details=details)


def called_undeclared(events: Iterable[Event]) -> list[Event]:
    """The events of which a report says that what it found was never declared."""
    return [e for e in events if any(_words().search(s.text or s.quote or "") for s in e.asserts)]


def undeclared(found: Iterable[Event]) -> Iterator[Claim]:
    """A claim for each of them, in the words of the report that says so."""
    for event in found:
        says = next(s for s in event.asserts if _words().search(s.text or s.quote or ""))
        yield claim(event, UNDECLARED, phrase.said(says))


@cache
def _words() -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in codebook()["programme"]["undeclared"])
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _speaks(material: Material, said: Statement) -> str | None:
    """The party for which who speaks speaks."""
    return next(iter(material.parties_of((said.speaker or said.source,))), None)


def _who(material: Material, said: Statement) -> str:
    party = _speaks(material, said)
    return say.party(material.agreement, party) if party else said.speaker or said.source


def _alike(one: Statement, two: Statement) -> bool:
    a, b = one.value or 0.0, two.value or 0.0
    units = normal(one.unit or "") == normal(two.unit or "")
    return units and abs(a - b) <= _ALIKE * max(abs(a), abs(b))


def _values(said: Iterable[Statement]) -> str:
    return phrase.listed(list(dict.fromkeys(map(_value, said))), "or")


def _value(said: Statement) -> str:
    return f"{say.number(said.value or 0.0)} {said.unit or ''}".strip()
