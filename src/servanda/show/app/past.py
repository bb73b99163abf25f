"""The history of every verdict, out of what each day on which something relevant became known."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from servanda.record import Event, View
from servanda.statement import Statement

if TYPE_CHECKING:
    from servanda.case import Case
    from servanda.verdicts import Change

#: Provision, obligation, party and reading; and the changes of that verdict, oldest first.
History = dict[tuple[str, str, str, str | None], "tuple[Change, ...]"]
_Code = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _Day:
    """The events of a day that bear on some obligation; all that a history asks of a view."""

    as_of: date
    bearing: tuple[Event, ...]

    def events(self) -> tuple[Event, ...]:
        """The events that bear on some obligation."""
        return self.bearing


def history(case: "Case", last: View, days: Iterable[date], rest: Callable[[], None] = lambda: None) -> History:
    """The changes of every verdict up to the day of the last view. `days` are those on which the record learned.

    Statements of kinds that no obligation is about change no verdict, so they are left out, and so are the days on
    which only such became known. `rest` is called between days, to let others go first. What was withdrawn or found
    out later is seen in the views of the days themselves.
    """
    from servanda.case.open import interests_of
    from servanda.record.events import Grouper
    from servanda.verdicts import Court
    from servanda.verdicts.evidence import Relevance
    from servanda.verdicts.history import histories, steps_of

    court = Court.of(case.agreement, case.names, case.settings.threshold, case.settings.means)
    tests = [Relevance(c.obligation, case.agreement, case.names) for c in court.cases()]
    codes = {_code(s) for e in last.events() if any(t.role(e) for t in tests) for s in e.statements}
    grouper = Grouper(interests_of(case.lexicon, case.settings))

    def views() -> Iterator[_Day]:
        for day, statements in _learned(case, last, days, codes):
            rest()
            events = grouper.events(statements)
            yield _Day(day, tuple(e for e in events if any(t.role(e) for t in tests)))

    changes = histories(court, steps_of(views()))  # type: ignore[arg-type]
    keys = [(c.obligation.provision, c.obligation.id, c.obligation.party, c.reading) for c in court.cases()]
    return dict(zip(keys, changes, strict=True))


def _code(s: Statement) -> _Code:
    """What statements of one event have in common."""
    return (
        ("key", s.event) if s.event else ("quantity", s.about or s.object) if s.kind == "quantity" else (s.type, s.mode)
    )


def _learned(
    case: "Case", last: View, days: Iterable[date], codes: set[_Code]
) -> Iterator[tuple[date, list[Statement]]]:
    """The days on which statements of the codes became known, with those known by then; the last view's day closes."""
    shown = last.statements()
    relevant = [s for s in shown if _code(s) in codes]
    told = {s.published for s in shown} | {d.published for d in last.documents()}
    published = {s.published for s in relevant}
    known = [day for day in days if day < last.as_of]
    plain = all(day in told for day in known) and None not in published
    for day in known:
        if day in published or day not in told:
            if plain:
                yield day, [s for s in relevant if s.published and s.published <= day]
            else:
                yield day, [s for s in case.view(day).statements() if _code(s) in codes]
    yield last.as_of, relevant
