"""Answers to very many calls, a set at a time: the exact outcome sets of `admit` and `respond` over sorted arrays.

Gives what `worlds.possible` gives for every call, in time n log n for n events, whatever the window, suspensions, grace
and time to answer. Every act is reported and none refuses (`takes`). docs/verdicts.md has the reasoning.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servanda.days import Duration
from servanda.errors import InputError
from servanda.verdicts.duty import FOREVER, Duty, after
from servanda.verdicts.finding import word_of
from servanda.verdicts.kernel import NOT_CALLED as UNCALLED

#: Bits of an outcome set.
FULFILLED, REMEDIED, OVERDUE, PENDING, NOT_CALLED, BROKEN, NOT_IN_FORCE = (1 << n for n in range(7))
WORDS = {
    FULFILLED: "fulfilled", REMEDIED: "remedied", OVERDUE: "overdue", PENDING: "pending", NOT_CALLED: UNCALLED,
    BROKEN: "broken", NOT_IN_FORCE: "not in force",
}  # fmt: skip
#: One row of a log file: kind (C call, A act), key, first day, last day, certain (1) or possible (0). Fixed width.
ROW = "C,0000000,2019-03-01,2019-03-05,1\n"
#: Calls whose days are judged at one time, to keep memory small.
_CHUNK = 400_000

Days = NDArray[np.int64]
Flags = NDArray[np.bool_]
Bits = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Log:
    """Happenings as columns: `key` says what belongs together, days are ordinals, both ends inclusive.

    `published` is the day from which each is known; None where each is known from its first day on.
    """

    key: Days
    first: Days
    last: Days
    certain: Flags
    published: Days | None = None

    def __len__(self) -> int:
        return len(self.key)

    def taken(self, places: NDArray[Any]) -> "Log":
        """The happenings at the places."""
        published = None if self.published is None else self.published[places]
        return Log(self.key[places], self.first[places], self.last[places], self.certain[places], published)

    def known_from(self) -> Days:
        """The day from which each happening is known and may have been."""
        return self.first if self.published is None else np.maximum(self.first, self.published)

    def known(self, as_of: int) -> "Log":
        """The happenings that could have been by a day, without the days after it."""
        kept = self.taken(self.known_from() <= as_of)
        return Log(kept.key, kept.first, np.minimum(kept.last, as_of), kept.certain, kept.published)


def takes(duty: Duty) -> bool:
    """Whether a duty is of the kind that `outcomes` can judge."""
    return duty.form in ("admit", "respond")


def outcomes(duty: Duty, calls: Log, acts: Log) -> Bits:
    """For every call the set of its possible outcomes, as bits. Raises ValueError for a duty that it cannot take."""
    if not takes(duty):
        raise ValueError(f"a duty to {duty.form} is not answered; this judges answers alone")
    order = np.lexsort((calls.first, calls.key))  # neighbours look in the same places, which keeps the caches warm
    calls, acts = calls.taken(order), acts.known(duty.as_of)
    known = calls.known_from() <= duty.as_of
    line = Line.of([calls, acts])
    index = Index(acts, line, duty.as_of)
    found = np.full(len(calls), NOT_CALLED, np.uint8)
    places = np.flatnonzero(known)
    for part in np.array_split(places, len(places) // _CHUNK + 1):
        if len(part):
            rows = Rows.of(duty, calls.taken(part).known(duty.as_of))
            bits = answered(rows, index, line, duty.as_of)
            whole = np.bitwise_or.reduceat(bits, rows.starts())
            whole[~calls.certain[part]] |= NOT_CALLED
            found[part] = whole
    unordered = np.empty_like(found)
    unordered[order] = found
    return unordered


@dataclass(frozen=True, slots=True)
class Line:
    """Keys and days put into one line of whole numbers: key times stride plus day."""

    low: int
    stride: int

    @classmethod
    def of(cls, logs: Sequence[Log], *, until: int = 0) -> "Line":
        """A line that holds every day of the logs, and the days up to `until`."""
        low = min((int(log.first.min()) for log in logs if len(log)), default=0)
        high = max((int(log.last.max()) for log in logs if len(log)), default=0)
        return cls(low - 1, max(high, until) - low + 4)

    def at(self, key: Days, day: Days) -> Days:
        """The places in the line of days of keys; days beyond the line's end are put to its end."""
        return np.asarray(key * self.stride + np.clip(day - self.low, 0, self.stride - 1))


@dataclass(frozen=True, slots=True)
class Rows:
    """Calls taken apart into the days on which each may have been made, in the order of calls.

    `call` is the place of the call; `timely` is the last day on which an answer counts as in time, `final` the last on
    which it counts at all; `due` is the day due, FOREVER without one; `bound` whether the duty binds on the day.
    """

    call: Days
    key: Days
    day: Days
    timely: Days
    final: Days
    due: Days
    bound: Flags
    force_end: Days

    @classmethod
    def of(cls, duty: Duty, calls: Log) -> "Rows":
        """The rows of the calls under one duty."""
        wide = calls.last - calls.first + 1
        call = np.repeat(np.arange(len(calls)), wide)
        since = np.cumsum(wide) - wide
        day = np.arange(len(call)) - np.repeat(since - calls.first, wide)
        low = int(day.min()) if len(day) else 1
        table = _Table.of(duty, low, int(day.max(initial=low)))
        at = day - low
        ends = np.full(len(call), duty.force_end, np.int64)
        return cls(call, calls.key[call], day, table.timely[at], table.final[at], table.due[at], table.bound[at], ends)

    def taken(self, places: NDArray[Any]) -> "Rows":
        """The rows at the places."""
        return Rows(*(getattr(self, name)[places] for name in self.__slots__))

    def starts(self) -> Days:
        """The place of the first row of each call."""
        return np.flatnonzero(np.diff(self.call, prepend=-1))


@dataclass(frozen=True, slots=True)
class _Table:
    """For each day of a range what a call of that day is owed; see `Rows`."""

    timely: Days
    final: Days
    due: Days
    bound: Flags

    @classmethod
    def of(cls, duty: Duty, low: int, high: int) -> "_Table":
        days = np.arange(low, high + 1)
        due = np.full(len(days), FOREVER, np.int64)
        if duty.within is not None:
            due = _after(duty.within, low, high)
        elif duty.answer_by is not None:
            due = np.maximum(duty.answer_by, days)
        timed = duty.within is not None or duty.answer_by is not None
        if timed and duty.grace is not None:
            due = _after(duty.grace, int(due.min()), int(due.max()))[due - int(due.min())]
        bound = (days >= duty.start) & (days <= duty.end)
        for first, last in duty.suspended:
            bound &= (days < first) | (days > last)
            runs = (first <= due) & (last >= days) & timed
            due = np.where(runs, np.minimum(FOREVER, due + last - np.maximum(first, days) + 1), due)
        final = np.minimum(duty.force_end, np.maximum(due, duty.end) if timed else np.full_like(due, duty.end))
        return cls(np.minimum(due, final), final, due, bound)


@lru_cache(maxsize=64)
def _after(duration: Duration, low: int, high: int) -> Days:
    """For each day of a range the day so long after it."""
    if not duration.months:
        return np.minimum(FOREVER, np.arange(low, high + 1) + duration.days)
    return np.array([after(duration, day) for day in range(low, high + 1)], np.int64)


class Index:
    """The acts known on a day, sorted for what is asked of them. `acts` have no days after that day.

    `unclipped` are their last days as they will be known, where `for_good` is asked.
    """

    def __init__(self, acts: Log, line: Line, as_of: int, unclipped: Days | None = None) -> None:
        first, last = line.at(acts.key, acts.first), line.at(acts.key, acts.last)
        self.as_of = as_of
        self.firsts, self.lasts = np.sort(first, kind="stable"), np.sort(last, kind="stable")
        sure = np.flatnonzero(acts.certain)
        order = sure[np.argsort(first[sure], kind="stable")]
        self.sure_first = first[order]
        self.soonest = _suffix_min(last[order])
        self.whole_soonest = None if unclipped is None else _suffix_min(line.at(acts.key, unclipped)[order])

    def some(self, one: Days, two: Days) -> Flags:
        """Whether some act may lie between two places of the line, both inclusive."""
        return np.asarray(np.searchsorted(self.firsts, two, "right") > np.searchsorted(self.lasts, one, "left"))

    def for_good(self, rows: Rows, line: Line, ever_timely: Flags) -> Flags:
        """Whether what a row comes to stays so, whatever becomes known.

        It does where it is surely answered in time; where it surely is at all, and no act that will ever be known
        (`ever_timely`) can be in time; and where the duty does not bind on its day.
        """
        assert self.whole_soonest is not None, "the index was made without the acts' whole days"
        sure = self.whole_soonest[np.searchsorted(self.sure_first, line.at(rows.key, rows.day), "left")]
        late = ~ever_timely & (sure <= line.at(rows.key, rows.final))
        return np.asarray((sure <= line.at(rows.key, rows.timely)) | late | ~rows.bound)


def _suffix_min(days: Days) -> Days:
    """The least of the days from each place on, and a day after all others at the end."""
    never = np.array([np.iinfo(np.int64).max // 2])
    return np.concatenate((np.minimum.accumulate(days[::-1])[::-1], never))


def answered(rows: Rows, index: Index, line: Line, as_of: int) -> Bits:
    """What each row may come to, as bits: NOT_CALLED alone where the duty does not bind on its day."""
    call = line.at(rows.key, rows.day)
    timely = line.at(rows.key, np.minimum(rows.timely, as_of))
    final = line.at(rows.key, np.minimum(rows.final, as_of))
    found = np.where(index.some(call, timely), FULFILLED, 0).astype(np.uint8)
    sure = index.soonest[np.searchsorted(index.sure_first, call, "left")]
    late = (sure > timely) & (timely < final)
    late[late] = index.some(timely[late] + 1, final[late])
    found[late] |= REMEDIED
    never = sure > final
    found[never] |= _by_calendar(rows, as_of)[never]
    found[~rows.bound] = NOT_CALLED
    return found


def _by_calendar(rows: Rows, as_of: int) -> Bits:
    """What a call comes to that is not answered."""
    found = np.where(as_of > rows.final, BROKEN, OVERDUE).astype(np.uint8)
    found[as_of <= rows.due] = PENDING
    found[(as_of > rows.force_end) & (rows.due > rows.force_end)] = NOT_IN_FORCE
    return found


def word(bits: int) -> str:
    """The word for an outcome set, as `finding.word_of` has it; `not called` where nothing was called for."""
    return word_of([text for bit, text in WORDS.items() if bits & bit]) or UNCALLED


def read_log(path: Path) -> tuple[Log, Log]:
    """The calls and the acts of a log file of fixed-width rows (`ROW`). Raises InputError (SV109)."""
    raw: NDArray[Any] = np.fromfile(path, np.uint8)
    width = len(ROW)
    if len(raw) % width or (raw[width - 1 :: width] != ord("\n")).any():
        message = "the log is not made of rows of equal width"
        raise InputError(message, code="SV109", file=str(path), expected=ROW.strip())
    rows = raw.reshape(-1, width)
    certain = rows[:, 32] == ord("1")
    both = Log(_number(rows[:, 2:9]), _day(rows[:, 10:20]), _day(rows[:, 21:31]), certain)
    called = rows[:, 0] == ord("C")
    return both.taken(called), both.taken(~called)


def _number(digits: NDArray[Any]) -> Days:
    total = np.zeros(len(digits), np.int64)
    for column in range(digits.shape[1]):
        total = total * 10 + (digits[:, column] - ord("0"))
    return total


def _day(text: NDArray[Any]) -> Days:
    """Ordinals of days written YYYY-MM-DD."""
    year, month, day = _number(text[:, :4]), _number(text[:, 5:7]), _number(text[:, 8:])
    months = (year - 1970) * 12 + month - 1
    starts = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return starts + day - 1 + 719_163
