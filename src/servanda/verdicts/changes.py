"""Every change of the verdicts on very many obligations over a log, day by day, a set of them at a time.

A log is complete: nothing goes unseen, so that silence counts. Forms: refrain, perform, admit and respond, with their
windows, deadlines and suspensions; every act counts one, none refuses and nothing is undone. Days and occurrence may be
uncertain, and reports may come late. Gives for every day the word that the engine gives for what is known by it.
"""

from collections.abc import Sequence

import numpy as np

from servanda.verdicts.answers import Answers
from servanda.verdicts.duty import FOREVER, Duty
from servanda.verdicts.model import VerdictWord
from servanda.verdicts.volume import Days, Flags, Log

#: The days on which a verdict became what it says, with the word.
History = list[tuple[int, VerdictWord]]
#: After every day there is.
_NEVER = FOREVER + 1


def takes(duty: Duty) -> bool:
    """Whether `histories` can judge a duty: its form, and that what it needs is counted, not measured."""
    return duty.form in ("refrain", "perform", "admit", "respond") and duty.need == int(duty.need)


def histories(duties: Sequence[Duty], acts: Log, calls: Log, owner: Days, since: int, until: int) -> list[History]:
    """The changes of each duty from one day to another, the word of the first day included.

    `owner` gives for each key of the logs the place of the duty that it bears on; a duty whose acts answer only calls
    of the same object has a key for each object. The duties' own `as_of` is of no matter. Raises ValueError for a duty
    that `takes` does not take.
    """
    for duty in duties:
        if not takes(duty):
            raise ValueError(f"the changes of a `{duty.form}` are not found a set at a time")
    found: dict[int, History] = {}
    mine = owner[acts.key]
    order = np.argsort(mine, kind="stable")
    bounds = np.searchsorted(mine[order], np.arange(len(duties) + 1))
    for place, duty in enumerate(duties):
        own = acts.taken(order[bounds[place] : bounds[place + 1]])
        if duty.form == "refrain":
            found[place] = _refrain(duty, own, since, until)
        elif duty.form == "perform":
            found[place] = _perform(duty, own, since, until)
    answering = {place: duty for place, duty in enumerate(duties) if place not in found}
    if answering:
        found |= Answers(answering, acts, calls, owner, since, until).histories()
    return [found[place] for place in range(len(duties))]


def _refrain(duty: Duty, acts: Log, since: int, until: int) -> History:
    """Broken while some act must lie on a bound day; cannot tell once one may; else kept."""
    known, first, last = acts.known_from(), acts.first, np.minimum(acts.last, _NEVER)
    inside = np.maximum(first, duty.start)
    free = np.where(first < duty.start, first, np.where(last > duty.end, np.maximum(first, duty.end + 1), _NEVER))
    for begin, end in duty.suspended:
        inside = np.where((inside >= begin) & (inside <= end), end + 1, inside)
        free = np.minimum(free, np.where(first > end, _NEVER, np.where(last < begin, _NEVER, np.maximum(first, begin))))
    may = np.maximum(known, inside)[inside <= np.minimum(last, duty.end)].min(initial=_NEVER)
    must = acts.certain & (free > known)
    starts, ends = np.sort(known[must]), np.sort(free[must])
    days = _days([starts, ends, np.array([may, duty.force_start, duty.start, duty.end + 1])], since, until)
    broken = np.searchsorted(starts, days, "right") > np.searchsorted(ends, days, "right")
    words: list[VerdictWord] = ["not in force", "broken", "cannot tell", "fulfilled", "kept so far"]
    idle = (days < duty.start) | (duty.end < duty.start)
    return _changed(days, words, [idle, broken, days >= may, days > duty.end])


def _perform(duty: Duty, acts: Log, since: int, until: int) -> History:
    """By how many acts can be in time, can be late, must be one or the other; see docs/verdicts.md."""
    due = FOREVER if duty.due is None else duty.due
    known, first, last = acts.known_from(), acts.first, acts.last
    timely, late = np.maximum(first, duty.early), np.maximum(first, max(due + 1, duty.early))
    timely = np.where(timely <= np.minimum(last, min(due, duty.end)), np.maximum(known, timely), _NEVER)
    late = np.where(late <= np.minimum(last, duty.end), np.maximum(known, late), _NEVER)
    beyond = np.where(last > duty.end, np.maximum(known, duty.end + 1), _NEVER)
    out = np.where(~acts.certain | (first < duty.early), known, beyond)
    columns = [known, timely, late, out, np.array([duty.force_start, due + 1, duty.end + 1, duty.force_end + 1])]
    days = _days(columns, since, until)

    def count(enter: Days, leave: Days) -> Days:
        """How many acts have entered and not left, day by day."""
        leave = np.maximum(enter, leave)
        return np.asarray(
            np.searchsorted(np.sort(enter), days, "right") - np.searchsorted(np.sort(leave), days, "right")
        )

    never = np.full(len(known), _NEVER)
    in_time, can_be_late = count(timely, never), count(late, never)
    only_in_time, must_be_in_time = count(timely, late), count(timely, np.minimum(late, out))
    sure = count(known, out)
    need = int(duty.need)
    fulfilled = in_time >= need
    remedied = (must_be_in_time < need) & (can_be_late + np.minimum(need - 1, only_in_time) >= need)
    neither = sure < need
    idle = (days < duty.force_start) | (duty.end < duty.start)
    over = (days > duty.force_end) & (due > duty.force_end)
    words: list[VerdictWord] = [
        "not in force", "cannot tell", "fulfilled", "remedied", "not in force", "pending", "broken", "overdue",
    ]  # fmt: skip
    several = fulfilled.astype(int) + remedied + neither > 1
    return _changed(days, words, [idle, several, fulfilled, remedied, over, days <= due, days > duty.end])


def _days(columns: Sequence[Days], since: int, until: int) -> Days:
    """The days, ascending, on which something may change, the first day of all among them."""
    days = np.concatenate(columns)
    return np.unique(np.append(days[(days > since) & (days <= until)], since))


def _changed(days: Days, words: Sequence[VerdictWord], conditions: Sequence[Flags]) -> History:
    """The days on which the word changes; the word is that of the first condition that holds, else the last."""
    which = np.select(list(conditions), list(range(len(conditions))), len(conditions))
    spoken = [words[n] for n in which.tolist()]
    pairs = list(zip(days.tolist(), spoken, strict=True))
    return [pair for n, pair in enumerate(pairs) if n == 0 or pairs[n - 1][1] != pair[1]]
