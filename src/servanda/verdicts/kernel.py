"""The definitions: what an obligation comes to in one complete world. Slow and plain on purpose; see docs/verdicts.md.

A complete world says of every reported act whether and on which day it happened, and of every act that nobody reported
on days that nobody watched well enough, the same. Everything else in this room is measured against these functions.
"""

from collections.abc import Sequence

from servanda.verdicts.duty import Duty
from servanda.verdicts.model import VerdictWord

#: What an instance comes to where the act that would call for it did not happen, or not while the duty bound.
NOT_CALLED = "not called"

#: An act with its weight: 1, or the value that counts towards an amount.
Done = tuple[int, float]


def idle(duty: Duty) -> VerdictWord:
    """What an obligation comes to under which nothing has fallen due or been called for."""
    in_force = duty.force_start <= duty.as_of and duty.start <= duty.end
    return "pending" if in_force and duty.as_of <= duty.end else "not in force"


def refrain(duty: Duty, acts: Sequence[int], undone: Sequence[int]) -> VerdictWord:
    """Broken by an act on a bound day, remedied by an undoing act on or after the last such day."""
    if duty.as_of < duty.start:
        return "not in force"
    breaches = [day for day in acts if duty.bound(day) and day <= duty.as_of]
    if breaches:
        return "remedied" if any(max(breaches) <= day <= duty.as_of for day in undone) else "broken"
    return "fulfilled" if duty.as_of > duty.end else "kept so far"


def perform(duty: Duty, reported: Sequence[Done], unseen: Sequence[int], refused: Sequence[int]) -> VerdictWord:
    """Fulfilled when enough was done by the deadline, remedied when later, else by what the calendar says.

    Unseen acts count only once the deadline has passed: before it nobody has to show anything. A refusal for good
    breaks it while the agreement is in force, and what it broke stays broken.
    """
    if duty.as_of < duty.force_start:
        return "not in force"
    passed = duty.due is not None and duty.as_of > duty.due
    done = [*reported, *((day, duty.need) for day in unseen if passed)]
    done = [(day, weight) for day, weight in done if duty.early <= day <= duty.last]
    if _enough(duty, [weight for day, weight in done if duty.due is None or day <= duty.due]):
        return "fulfilled"
    if _enough(duty, [weight for _, weight in done]):
        return "remedied"
    if any(day <= min(duty.as_of, duty.force_end) for day in refused):
        return "broken"
    if duty.as_of > duty.force_end and (duty.due is None or duty.due > duty.force_end):
        return "not in force"
    if not passed:
        return "pending"
    return "broken" if duty.as_of > duty.end else "overdue"


def _enough(duty: Duty, weights: Sequence[float]) -> bool:
    return round(sum(weights), 6) >= duty.need


def limit(duty: Duty, values: Sequence[Done], unseen: Sequence[int]) -> VerdictWord:
    """Broken while the value in force is above the cap, remedied when it was above and is back.

    A value holds until the next; the first also holds back to the window's start; of two on one day the greater counts.
    Days of suspension do not count. `unseen` are days on which an excess went unreported.
    """
    if duty.as_of < duty.start:
        return "not in force"
    level: dict[int, float] = {}
    for day, value in values:
        if day <= duty.last:
            level[day] = max(value, level.get(day, value))
    days = sorted(level)
    if not days:
        if any(duty.bound(day) for day in unseen):
            return "broken"
        return "fulfilled" if duty.as_of > duty.end else "kept so far"
    above = False
    for place, day in enumerate(days):
        first = duty.start if place == 0 else max(day, duty.start)
        last = days[place + 1] - 1 if place + 1 < len(days) else duty.last
        if level[day] > duty.at_most and any(duty.bound(d) for d in _days(duty, first, last)):
            above = True
    if level[days[-1]] > duty.at_most and above:
        return "broken"
    if above:
        return "remedied"
    return "fulfilled" if duty.as_of > duty.end else "kept so far"


def _days(duty: Duty, first: int, last: int) -> Sequence[int]:
    """Days enough to tell whether one from first to last is bound: all of them, or one where nothing is suspended."""
    return range(first, last + 1) if duty.suspended else range(first, min(first, last) + 1)


def repeat(duty: Duty, reported: Sequence[int], unseen: Sequence[int], refused: Sequence[int]) -> list[VerdictWord]:
    """One outcome for each period that has begun.

    In the order of days, each act serves the oldest period that is open on its day and not yet served. A period that
    is not served is remedied by the first act after its grace, even by one that serves a later period. Unseen acts
    come on top, and only for periods whose grace has passed.
    """
    periods = duty.periods()
    acts = sorted(day for day in reported if day <= duty.as_of)
    served: set[int] = set()
    for day in acts:
        for k, (first, _, last) in enumerate(periods):
            if k not in served and first <= day <= last:
                served.add(k)
                break
    outcomes: list[VerdictWord] = []
    for k, (first, _, last) in enumerate(periods):
        passed = duty.as_of > last
        secret = [day for day in unseen if passed and day <= duty.as_of]
        if k in served or any(first <= day <= last for day in secret):
            outcomes.append("fulfilled")
        elif any(last < day <= duty.last for day in (*acts, *secret)):
            outcomes.append("remedied")
        elif any(day <= duty.as_of for day in refused):
            outcomes.append("broken")
        elif not passed:
            outcomes.append("pending")
        else:
            outcomes.append("broken" if duty.as_of > duty.end else "overdue")
    return outcomes


def answer(duty: Duty, called: int | None, acts: Sequence[int], unseen: Sequence[int], refused: Sequence[int]) -> str:
    """What one call comes to (admit, respond): answered within the time, later, or not; or NOT_CALLED.

    The answer may fall on the day of the call. It may come until the window's end, or until due where that is
    later, but not once the agreement has ended. A refusal counts up to that end, too.
    """
    if called is None or not duty.bound(called) or called > duty.as_of:
        return NOT_CALLED
    due = duty.answer_due(called)
    passed = due is not None and duty.as_of > due
    final = min(duty.force_end, max(due if due is not None else duty.end, duty.end))
    done = [day for day in (*acts, *(unseen if passed else ())) if called <= day <= min(duty.as_of, final)]
    if any(due is None or day <= due for day in done):
        return "fulfilled"
    if done:
        return "remedied"
    if any(called <= day <= min(duty.as_of, duty.force_end) for day in refused):
        return "broken"
    if duty.as_of > duty.force_end and (due is None or due > duty.force_end):
        return "not in force"
    if not passed:
        return "pending"
    return "broken" if duty.as_of > final else "overdue"
