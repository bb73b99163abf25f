"""An obligation in numbers: days as ordinals, its window, deadlines and how they move. See docs/verdicts.md."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from servanda.agreement import Agreement, Form, Obligation
from servanda.days import Duration, Period

#: The last day there is: an open end.
FOREVER = date.max.toordinal()
#: Beyond so many times falling due, further instances of a `repeat` are not listed.
MAX_INSTANCES = 5000


@dataclass(frozen=True, slots=True)
class Duty:
    """What one reading of an obligation asks, as of a day. All days are proleptic Gregorian ordinals.

    `force_start` to `force_end` is the agreement's life, `start` to `end` the obligation's window within it. `early` is
    the first day on which a promised act counts: the signature, or the window's own start. `due` is the deadline of a
    `perform`, grace included; `within` the time to answer (admit, respond), or `answer_by` the day. `need` is how many
    acts, or what sum of values, it takes.
    """

    form: Form
    as_of: int
    force_start: int
    force_end: int = FOREVER
    start: int = 0
    end: int = FOREVER
    early: int = 0
    due: int | None = None
    within: Duration | None = None
    answer_by: int | None = None
    every: Duration | None = None
    grace: Duration | None = None
    at_most: float = 0.0
    need: float = 1.0
    suspended: tuple[tuple[int, int], ...] = ()

    @property
    def last(self) -> int:
        """The last day that counts: the window's end, or the day whose knowledge is used."""
        return min(self.end, self.as_of)

    def bound(self, day: int) -> bool:
        """Whether the obligation binds on the day."""
        return self.start <= day <= self.end and not any(a <= day <= b for a, b in self.suspended)

    def moved(self, since: int, due: int) -> int:
        """A deadline that runs since a day, put off by the days of suspension that fall within."""
        for first, last in self.suspended:
            if first <= due and last >= since:
                due = min(FOREVER, due + last - max(first, since) + 1)
        return due

    def answer_due(self, called: int) -> int | None:
        """The last day on which a call of the given day is answered in time, grace included; None without a time."""
        if self.within is not None:
            due = after(self.within, called)
        elif self.answer_by is not None:
            due = max(self.answer_by, called)
        else:
            return None
        return self.moved(called, after(self.grace, due) if self.grace else due)

    def periods(self) -> tuple[tuple[int, int, int], ...]:
        """The periods of a `repeat` that have begun: first day, day due, last day of grace."""
        return _periods(self)


@lru_cache(maxsize=256)
def _periods(duty: Duty) -> tuple[tuple[int, int, int], ...]:
    if duty.every is None:
        return ()
    periods: list[tuple[int, int, int]] = []
    first = duty.start
    for times in range(1, MAX_INSTANCES + 1):
        due = duty.moved(duty.start, after(duty.every, duty.start, times))
        if first > duty.last or due > duty.end:
            break
        periods.append((first, due, after(duty.grace, due) if duty.grace else due))
        first = due + 1
    return tuple(periods)


def after(duration: Duration, day: int, times: int = 1) -> int:
    """The ordinal of the day so many durations after a day: months first, the day of month kept or the month's last."""
    if not duration.months:
        return min(FOREVER, day + duration.days * times)
    return duration.after(date.fromordinal(day), times).toordinal()


#: Stands for the day of entry of an agreement that never entered into force.
NEVER = FOREVER


def duties_of(obligation: Obligation, agreement: Agreement, as_of: date) -> dict[int, Duty]:
    """The duty as of a day, for each day on which the agreement may have entered into force; NEVER may be one.

    There is one alone where that day is known, or of no matter. Empty where the agreement, as far as is known, never
    entered into force. A pledge outside the text binds from its own `from:`, which may lie before the agreement;
    without one, as the agreement does, and from the signature where the agreement itself is not in force.
    """
    found = {day: _entered(obligation, agreement, as_of, day) for day in _entry_days(obligation, agreement)}
    alike = {replace(duty, force_start=0) for duty in found.values()}
    if len(alike) == 1 and max(found) <= as_of.toordinal():
        return dict([next(iter(found.items()))])
    return found


def _entry_days(obligation: Obligation, agreement: Agreement) -> list[int]:
    """The days, ascending, from which on the agreement may have been in force for an obligation."""
    own = obligation.window.start if obligation.outside_text else None
    if own is None and agreement.entries:
        instead = agreement.signed if obligation.outside_text else None
        days: set[int] = set()
        for account in agreement.entries:
            if account.days and account.days.start and account.days.end:
                days |= set(range(account.days.start.toordinal(), account.days.end.toordinal() + 1))
            else:
                days.add(instead.toordinal() if instead else NEVER)
        return sorted(days)
    entered = own or agreement.in_force.start or (agreement.signed if obligation.outside_text else None)
    return [entered.toordinal()] if entered else []


def _entered(obligation: Obligation, agreement: Agreement, as_of: date, force_start: int) -> Duty:
    """The duty of an agreement that entered into force on a day."""
    window, force_end = obligation.window, _last(agreement.in_force)
    start = max(force_start, window.start.toordinal()) if window.start else force_start
    early = (
        start if window.start else min(force_start, agreement.signed.toordinal() if agreement.signed else force_start)
    )
    duty = Duty(
        form=obligation.form, as_of=as_of.toordinal(), force_start=force_start, force_end=force_end, start=start,
        end=min(force_end, _last(window)), early=early, within=obligation.within, every=obligation.every,
        grace=obligation.grace, at_most=obligation.at_most or 0.0,
        need=float(obligation.amount or obligation.count or 1),
        suspended=tuple(sorted((p.start.toordinal() if p.start else 0, _last(p)) for p in obligation.suspended)),
    )  # fmt: skip
    return _with_due(duty, obligation)


def _with_due(duty: Duty, obligation: Obligation) -> Duty:
    """A duty with its deadline. Of a `perform`: `by`, else `within` of the start, else the end of its own window."""
    if duty.form != "perform":
        return replace(duty, answer_by=obligation.by.toordinal()) if obligation.by else duty
    if obligation.by:
        due = obligation.by.toordinal()
    elif obligation.within:
        due = after(obligation.within, duty.start)
    elif obligation.window.end:
        due = obligation.window.end.toordinal()
    else:
        return duty
    return replace(duty, due=duty.moved(duty.start, after(duty.grace, due) if duty.grace else due))


def _last(period: Period) -> int:
    return period.end.toordinal() if period.end else FOREVER
