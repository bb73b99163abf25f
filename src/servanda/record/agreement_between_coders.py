"""How far coders agree beyond chance: Krippendorff's alpha, field by field, from what they decided.

Source: Klaus Krippendorff, Content Analysis: An Introduction to Its Methodology, chapter on reliability (nominal and
interval data, any number of coders, missing values).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from servanda.record.decided import Decided
from servanda.statement import Statement

Level = Literal["nominal", "interval"]
Value = str | float | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """Alpha of a field, 1 at best and 0 at chance; None where fewer than two values differ, so that there is no chance.

    `units` are the statements that at least two coders gave a value for, `values` all the values given there, and
    `alike` those units on which all gave the same.
    """

    field: str
    level: Level
    alpha: float | None
    units: int
    values: int
    alike: int


def _day(day: date | None) -> float | None:
    return None if day is None else float(day.toordinal())


#: Each field with its level of measurement and how it is read off a coding. Lists are sets; an open end is missing.
FIELDS: dict[str, tuple[Level, Callable[[Statement], Value | None]]] = {
    "type": ("nominal", lambda s: s.type or ""),
    "mode": ("nominal", lambda s: s.mode or ""),
    "actors": ("nominal", lambda s: tuple(sorted(set(s.actors)))),
    "recipients": ("nominal", lambda s: tuple(sorted(set(s.recipients)))),
    "object": ("nominal", lambda s: s.object or ""),
    "place": ("nominal", lambda s: s.place or ""),
    "speakers": ("nominal", lambda s: s.speakers),
    "holds_from": ("interval", lambda s: _day(s.holds.start)),
    "holds_to": ("interval", lambda s: _day(s.holds.end)),
    "certainty": ("interval", lambda s: s.certainty),
    "value": ("interval", lambda s: s.value),
}


def agreement_between_coders(decisions: Iterable[Decided]) -> tuple[FieldAgreement, ...]:
    """Alpha for whether a coding stands at all (`stands`), then for each field of `FIELDS`, in that order.

    A coder's last decision on a statement counts. Who rejects it has a value for `stands` and for no field. Fields that
    no two coders gave a value for are left out.
    """
    last: dict[str, dict[str, Decided]] = {}
    for one in decisions:
        if one.current:
            last.setdefault(one.statement.id, {})[one.coder] = one
    units = [list(by_coder.values()) for by_coder in last.values() if len(by_coder) > 1]
    found = [_agreement("stands", "nominal", [[str(one.result is not None) for one in unit] for unit in units])]
    for field, (level, read) in FIELDS.items():
        values = [[v for one in unit if one.result and (v := read(one.result)) is not None] for unit in units]
        found.append(_agreement(field, level, values))
    return tuple(one for one in found if one.units)


def _agreement(field: str, level: Level, units: Sequence[Sequence[Value]]) -> FieldAgreement:
    paired = [unit for unit in units if len(unit) > 1]
    alike = sum(len(set(unit)) == 1 for unit in paired)
    return FieldAgreement(field, level, alpha(paired, level), len(paired), sum(map(len, paired)), alike)


def alpha(units: Iterable[Sequence[Value]], level: Level) -> float | None:
    """Krippendorff's alpha of the values that each unit was given; units with fewer than two values tell nothing.

    `interval` needs numbers. None where all values are the same, or there are none: then nothing could be by chance.
    """
    paired = [unit for unit in units if len(unit) > 1]
    everything = [value for unit in paired for value in unit]
    number = len(everything)
    expected = _distance(everything, level)
    if not expected:
        return None
    observed = sum(_distance(unit, level) / (len(unit) - 1) for unit in paired)
    return 1 - (number - 1) * observed / expected


def _distance(values: Sequence[Value], level: Level) -> float:
    """The sum of the squared differences of all ordered pairs; nought where all are the same, to the last bit."""
    if level == "nominal":
        return float(len(values) ** 2 - sum(n * n for n in Counter(values).values()))
    numbers = [float(v) for v in values if isinstance(v, int | float)]
    numbers = [number - numbers[0] for number in numbers]
    middle = sum(numbers) / len(numbers) if numbers else 0.0
    return 2 * len(numbers) * sum((v - middle) ** 2 for v in numbers)
