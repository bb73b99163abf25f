"""Answers to very many calls, a set at a time: the exact outcome sets of `admit` and `respond` over sorted arrays.

Gives what `worlds.possible` gives for every call, in time n log n for n events. The duty must have no end, no
suspension and a time to answer in days; every act is reported, none refuses. docs/verdicts.md has the reasoning.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servanda.errors import InputError
from servanda.verdicts.duty import FOREVER, Duty

#: Bits of an outcome set.
FULFILLED, REMEDIED, OVERDUE, PENDING, NOT_CALLED = 1, 2, 4, 8, 16
WORDS = {FULFILLED: "fulfilled", REMEDIED: "remedied", OVERDUE: "overdue", PENDING: "pending", NOT_CALLED: "not called"}
#: One row of a log file: kind (C call, A act), key, first day, last day, certain (1) or possible (0). Fixed width.
ROW = "C,0000000,2019-03-01,2019-03-05,1\n"

_Days = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Log:
    """Happenings as columns: `key` says what belongs together, days are ordinals, both ends inclusive."""

    key: _Days
    first: _Days
    last: _Days
    certain: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.key)

    def taken(self, places: NDArray[Any]) -> "Log":
        """The happenings at the places."""
        return Log(self.key[places], self.first[places], self.last[places], self.certain[places])

    def known(self, as_of: int) -> "Log":
        """The happenings that could have been by a day, without the days after it."""
        kept = self.taken(self.first <= as_of)
        return Log(kept.key, kept.first, np.minimum(kept.last, as_of), kept.certain)


def takes(duty: Duty) -> bool:
    """Whether a duty is of the kind that `outcomes` can judge."""
    days = duty.within is not None and not duty.within.months
    days = days and duty.grace is None
    return duty.form in ("admit", "respond") and days and duty.end == duty.force_end == FOREVER and not duty.suspended


def outcomes(duty: Duty, calls: Log, acts: Log) -> NDArray[np.uint8]:
    """For every call the set of its possible outcomes, as bits. Raises ValueError for a duty that it cannot take."""
    if not takes(duty) or duty.within is None:
        raise ValueError("the duty has an end, a suspension or a time in months")
    order = np.lexsort((calls.first, calls.key))  # neighbours look in the same places, which keeps the caches warm
    found = np.empty(len(calls), np.uint8)
    found[order] = _ordered(duty, calls.taken(order), acts.known(duty.as_of), duty.within.days)
    return found


def _ordered(duty: Duty, calls: Log, acts: Log, within: int) -> NDArray[np.uint8]:
    """The outcome sets of calls sorted by key and first day."""
    as_of = duty.as_of
    low = int(min((a.min() for a in (calls.first, acts.first) if len(a)), default=0))
    stride = int(max(as_of, low) - low + within + 3)
    first = np.maximum(np.minimum(calls.first, as_of + 1), duty.start)
    last = np.minimum(calls.last, as_of)
    inside = first <= last
    off = calls.key * stride - low
    found = np.zeros(len(calls), np.uint8)
    index = _Index(acts, stride, low, within)
    one, two = off + first, off + np.where(inside, last, first)
    base = calls.key * stride
    found[index.any_in(one, two)] |= FULFILLED
    newest = index.newest(base)
    open_from = np.maximum(one, index.last_sure(base) + 1)
    end = off + as_of - within
    found[(open_from <= np.minimum(two, end - 1))] |= OVERDUE
    found[(two >= end) & (two >= open_from)] |= PENDING
    upto = np.minimum(two, newest - within - 1)
    late = one <= upto
    found[late & ~index.always(one, np.maximum(one, upto))] |= REMEDIED
    found[index.always(one, two)] = FULFILLED
    found[~inside] = 0
    outside = ~calls.certain | (calls.first < duty.start) | (calls.first > as_of)
    found[outside | ~inside] |= NOT_CALLED
    return found


class _Index:
    """The acts sorted for what is asked of them. Days are put into one line: key times stride plus day."""

    def __init__(self, acts: Log, stride: int, low: int, within: int) -> None:
        self.within, self.stride = within, stride
        off = acts.key * stride - low
        self.firsts = np.sort(off + acts.first)
        self.lasts = np.sort(off + acts.last)
        order = np.argsort(off[acts.certain] + acts.first[acts.certain], kind="stable")
        self.sure_first = (off + acts.first)[acts.certain][order]
        sure_last = (off + acts.last)[acts.certain][order]
        never = np.iinfo(np.int64).max // 2
        self.soonest = np.append(np.minimum.accumulate(sure_last[::-1])[::-1], never)
        gap = self.soonest[1:] - self.sure_first - 1 > within
        self.gaps = np.concatenate(([0], np.cumsum(gap)))

    def any_in(self, one: _Days, two: _Days) -> NDArray[np.bool_]:
        """Whether some act may answer a call of some day from `one` to `two` in time."""
        begun = np.searchsorted(self.firsts, two + self.within, "right")
        return np.asarray(begun > np.searchsorted(self.lasts, one, "left"))

    def always(self, one: _Days, two: _Days) -> NDArray[np.bool_]:
        """Whether on every day from `one` to `two` some act that is certain lies wholly within the time to answer."""
        at, to = np.searchsorted(self.sure_first, one, "left"), np.searchsorted(self.sure_first, two, "left")
        return np.asarray((self.soonest[at] - one <= self.within) & (self.gaps[to] == self.gaps[at]))

    def last_sure(self, base: _Days) -> _Days:
        """The latest first day of a certain act of the key; the day before the key's first where there is none."""
        return self._last_of(self.sure_first, base)

    def newest(self, base: _Days) -> _Days:
        """The latest last day of an act of the key; the day before the key's first where there is none."""
        return self._last_of(self.lasts, base)

    def _last_of(self, days: _Days, base: _Days) -> _Days:
        at = np.searchsorted(days, base + self.stride, "left") - 1
        if not len(days):
            return base - 1
        return np.where((at >= 0) & (days[np.maximum(at, 0)] >= base), days[np.maximum(at, 0)], base - 1)


def word(bits: int) -> str:
    """The word for an outcome set, as `finding.word_of` has it; `not called` where nothing was called for."""
    real = bits & ~NOT_CALLED
    if not real:
        return WORDS[NOT_CALLED]
    if real in WORDS and (bits == real or real in (FULFILLED, PENDING)):
        return WORDS[real]
    return "cannot tell"


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


def _number(digits: NDArray[Any]) -> _Days:
    total = np.zeros(len(digits), np.int64)
    for column in range(digits.shape[1]):
        total = total * 10 + (digits[:, column] - ord("0"))
    return total


def _day(text: NDArray[Any]) -> _Days:
    """Ordinals of days written YYYY-MM-DD."""
    year, month, day = _number(text[:, :4]), _number(text[:, 5:7]), _number(text[:, 8:])
    months = (year - 1970) * 12 + month - 1
    starts = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return starts + day - 1 + 719_163
