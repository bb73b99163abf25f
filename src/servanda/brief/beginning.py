"""From when on something is told: a day, or an event by the name that the case gives it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from servanda.agreement.model import Agreement
from servanda.agreement.names import normal
from servanda.brief import phrase
from servanda.days import parse_period
from servanda.errors import UsageError
from servanda.reading.lexicon import Lexicon

#: How the two days of an agreement itself are asked for.
SIGNATURE, ENTRY = "signature", "entry into force"


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first day that is told of, and the event that it is named after, None for a mere day."""

    day: date
    name: str | None = None

    def in_words(self) -> str:
        """Since when, in words: `12 June 2018`, `Hanoi summit (27 February 2019)`."""
        return f"{self.name} ({phrase.day(self.day)})" if self.name else phrase.day(self.day)


def named_days(agreement: Agreement, lexicon: Lexicon) -> dict[str, date]:
    """The events that can be named, with the day on which each began, the earliest first."""
    found = {e.name: e.period.start for e in lexicon.events if e.period.start}
    own = {SIGNATURE: agreement.signed, ENTRY: agreement.in_force.start}
    found |= {name: day for name, day in own.items() if day and name not in found}
    return dict(sorted(found.items(), key=lambda entry: (entry[1], entry[0])))


def beginning(given: str, agreement: Agreement, lexicon: Lexicon) -> Beginning:
    """The day that is meant: one written as an EDTF date (its first day), or that on which a named event began.

    Raises UsageError (SV602) where it is neither; it lists the names that there are.
    """
    known = named_days(agreement, lexicon)
    names = {normal(alias): e.name for e in lexicon.events for alias in e.aliases if e.name in known}
    name = (names | {normal(name): name for name in known}).get(normal(given))
    if name is not None:
        return Beginning(known[name], name)
    try:
        start = parse_period(given).start
    except UsageError:
        start = None
    if start is None:
        expected = f"a day such as 2018-06-12, or one of: {_listed(known)}"
        raise UsageError(
            "the beginning is neither a day nor an event that the case names",
            code="SV602",
            found=repr(given),
            expected=expected,
        )
    return Beginning(start)


def _listed(names: Iterable[str], most: int = 12) -> str:
    listed = list(names)
    return ", ".join(listed[:most]) + (f" and {len(listed) - most} more" if len(listed) > most else "")
