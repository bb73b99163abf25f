"""The history of every verdict, out of how the events changed from day to day."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from servanda.record import Step
from servanda.statement import Statement

if TYPE_CHECKING:
    from servanda.case import Case
    from servanda.verdicts import Change

#: Provision, obligation, party and reading; and the changes of that verdict, oldest first.
History = dict[tuple[str, str, str, str | None], "tuple[Change, ...]"]


def history(case: "Case", last: date, days: Iterable[date], rest: Callable[[], None] = lambda: None) -> History:
    """The changes of every verdict up to a day. `days` are those on which the record learned something.

    Statements of types that no obligation is about change no verdict, so no events are made of them. `rest` is called
    between days, to let others go first.
    """
    from servanda.verdicts import Court
    from servanda.verdicts.evidence import Relevance
    from servanda.verdicts.history import histories

    court = Court.of(case.agreement, case.names, case.settings.threshold, case.settings.means)
    types = [Relevance(c.obligation, case.agreement, case.names).types for c in court.cases()]
    about = None if None in types else frozenset[str | None]().union(*(found for found in types if found))

    def wanted(s: Statement) -> bool:
        return about is None or s.event is not None or s.type in about

    def steps() -> Iterator[Step]:
        for step in case.record.steps([*(day for day in days if day < last), last], wanted):
            rest()
            yield step

    changes = histories(court, steps())
    keys = [(c.obligation.provision, c.obligation.id, c.obligation.party, c.reading) for c in court.cases()]
    return dict(zip(keys, changes, strict=True))
