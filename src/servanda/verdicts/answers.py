"""The changes of the verdicts on duties to answer (admit, respond): every day that brings something, all calls at once.

A call is judged again on a day on which it, its deadline or an act of its key moves; what is answered for good is laid
aside. So the work of a day grows with the calls that are open on it, not with the log.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from servanda.verdicts.duty import Duty
from servanda.verdicts.kernel import idle
from servanda.verdicts.model import GRAVITY, VerdictWord
from servanda.verdicts.volume import NOT_CALLED, Days, Flags, Index, Line, Log, Rows, answered, word

#: The words of one call, the gravest first; what lies after them stands for a call that was not made.
_GRADES: tuple[VerdictWord, ...] = (*GRAVITY, "not in force")
_GRADE_OF = np.array([_GRADES.index(word(bits)) if word(bits) in _GRADES else len(_GRADES) for bits in range(128)])


class Answers:
    """The calls and acts of some duties, sorted by key and day, and what each call comes to on the day reached.

    Calls stand apart in rows, one for each day on which a call may have been made (`volume.Rows`).
    """

    def __init__(self, duties: Mapping[int, Duty], acts: Log, calls: Log, owner: Days, since: int, until: int) -> None:
        self.duties, self.owner, self.since, self.until = duties, owner, since, until
        ours = np.zeros(max([int(owner.max(initial=0)), *duties]) + 1, bool)
        ours[list(duties)] = True
        self.acts = _sorted(acts.taken(np.flatnonzero(ours[owner[acts.key]] & (acts.known_from() <= until))))
        self.calls = _sorted(calls.taken(np.flatnonzero(ours[owner[calls.key]] & (calls.known_from() <= until))))
        self.line = Line.of([self.acts, self.calls], until=until)
        self.act_line = self.line.at(self.acts.key, self.acts.first)
        self.act_known = self.acts.known_from()
        self.widest = int((self.acts.last - self.acts.first).max(initial=0))
        self.of = owner[self.calls.key]
        self.rows = self._rows()
        self.first_row = np.append(self.rows.starts(), len(self.rows.call))
        self.known = np.maximum(self.calls.known_from()[self.rows.call], np.maximum(self.rows.day, since))
        every = Index(self.acts, self.line, until)
        call = self.line.at(self.rows.key, self.rows.day)
        self.ever_timely = every.some(call, self.line.at(self.rows.key, self.rows.timely))
        self.ever_answered = every.some(call, self.line.at(self.rows.key, self.rows.final))
        self.bits = np.zeros(len(self.rows.call), np.uint8)
        self.grade = np.full(len(self.calls), len(_GRADES), np.int64)
        self.counts = np.zeros((len(ours), len(_GRADES) + 1), np.int64)

    def _rows(self) -> Rows:
        parts = []
        for place, duty in self.duties.items():
            own = np.flatnonzero(self.of == place)
            rows = Rows.of(duty, self.calls.taken(own))
            parts.append(replace(rows, call=own[rows.call]))
        whole = Rows(*(np.concatenate([getattr(p, name) for p in parts]) for name in Rows.__slots__))
        return whole.taken(np.argsort(whole.call, kind="stable"))

    def histories(self) -> dict[int, list[tuple[int, VerdictWord]]]:
        """The changes of every duty, by its place."""
        found: dict[int, list[tuple[int, VerdictWord]]] = {place: [] for place in self.duties}
        rows_by_day, keys_by_day, marks = self._agenda_of_rows(), self._agenda_of_keys(), self._marks()
        gravest = np.full(len(self.counts), -1)
        open_rows = np.empty(0, np.int64)
        flagged, moved = np.zeros(len(self.rows.call), bool), np.zeros(len(self.owner), bool)
        for day in sorted({self.since, *rows_by_day.days, *keys_by_day.days, *marks}):
            due, keys = rows_by_day.on(day), keys_by_day.on(day)
            come = np.unique(due[self.known[due] == day])
            if len(come):
                open_rows = np.sort(np.concatenate((open_rows, come)), kind="stable")
            flagged[due], moved[keys] = True, True
            stirred = moved[self.rows.key[open_rows]] & self.ever_answered[open_rows]
            chosen = open_rows[flagged[open_rows] | stirred]
            flagged[due], moved[keys] = False, False
            touched = set(marks.get(day, ()))
            if len(chosen):
                owners, settled = self._judge(chosen, day)
                if settled.any():
                    open_rows = np.setdiff1d(open_rows, chosen[settled], assume_unique=True)
                now = np.argmax(self.counts[owners] > 0, axis=1)
                touched |= set(owners[now != gravest[owners]].tolist())
                gravest[owners] = now
            for place in touched:
                said = self._word(place, day)
                if not found[place] or found[place][-1][1] != said:
                    found[place].append((day, said))
        return found

    def _marks(self) -> dict[int, list[int]]:
        """The days on which the calendar alone may change a duty under which nothing was called for."""
        marks: dict[int, list[int]] = {}
        for place, duty in self.duties.items():
            for day in {self.since, duty.force_start, duty.start, duty.end + 1}:
                if self.since <= day <= self.until:
                    marks.setdefault(day, []).append(place)
        return marks

    def _word(self, place: int, day: int) -> VerdictWord:
        duty = self.duties[place]
        if day < duty.force_start or duty.end < duty.start:
            return "not in force"
        counts = self.counts[place, :-1]
        return _GRADES[int(np.argmax(counts > 0))] if counts.any() else idle(replace(duty, as_of=day))

    def _judge(self, chosen: Days, day: int) -> tuple[Days, Flags]:
        """Judges rows as of a day. The duties with a call whose word changed, and which rows stay as they are."""
        rows = self.rows.taken(chosen)
        index = self._index(rows, day)
        self.bits[chosen] = answered(rows, index, self.line, day)
        settled = index.for_good(rows, self.line, self.ever_timely[chosen])
        calls = rows.call[rows.starts()]
        low, high = self.first_row[calls], self.first_row[calls + 1]
        bits = np.bitwise_or.reduceat(self.bits[_ranges(low, high)], np.cumsum(high - low) - (high - low))
        bits[~self.calls.certain[calls]] |= NOT_CALLED
        grades, before = _GRADE_OF[bits], self.grade[calls]
        moved = grades != before
        changed = calls[moved]
        np.subtract.at(self.counts, (self.of[changed], before[moved]), 1)
        np.add.at(self.counts, (self.of[changed], grades[moved]), 1)
        self.grade[changed] = grades[moved]
        return np.unique(self.of[changed]), settled

    def _index(self, rows: Rows, day: int) -> Index:
        """The acts that may answer the rows: of their keys, known by the day, not before the first of them."""
        starts = np.flatnonzero(np.diff(rows.key, prepend=-1))
        keys, begin = rows.key[starts], np.minimum.reduceat(rows.day, starts)
        low = np.searchsorted(self.act_line, self.line.at(keys, begin - self.widest), "left")
        high = np.searchsorted(self.act_line, self.line.at(keys, np.full(len(keys), day)), "right")
        high = np.maximum(low, high)
        near = _ranges(low, high)
        near = near[(self.act_known[near] <= day) & (self.acts.last[near] >= np.repeat(begin, high - low))]
        acts = self.acts.taken(near)
        return Index(replace(acts, last=np.minimum(acts.last, day)), self.line, day, acts.last)

    def _agenda_of_rows(self) -> "_Agenda":
        """The days on which a row is judged of itself: when it is known, and when its deadlines have passed."""
        days = (self.known, self.rows.due + 1, self.rows.final + 1, self.rows.force_end + 1)
        return _Agenda([(day, day) for day in days], self.known, self.since, self.until)

    def _agenda_of_keys(self) -> "_Agenda":
        """The days on which an act of a key becomes known, or may have been on one day more."""
        known = np.maximum(self.act_known, self.since)
        agenda = _Agenda([(known, np.maximum(known, self.acts.last))], known, self.since, self.until)
        return agenda.named(self.acts.key)


class _Agenda:
    """Which things are looked at on which days: for each thing the days of some spans, from the day it is known."""

    def __init__(self, spans: list[tuple[Days, Days]], known: Days, since: int, until: int) -> None:
        days: list[NDArray[np.int32]] = []
        things: list[NDArray[np.int32]] = []
        for first, last in spans:
            begin, end = np.maximum(first, known), np.minimum(last, until)
            wide = np.maximum(end - begin + 1, 0)
            days.append((_ranges(begin, begin + wide) - since).astype(np.int32))
            things.append(np.repeat(np.arange(len(known), dtype=np.int32), wide))
        day = np.concatenate(days)
        order = np.argsort(day, kind="stable")
        self._since, self._things = since, np.concatenate(things)[order]
        found, self._starts = np.unique(day[order], return_index=True)
        self._starts = np.append(self._starts, len(order))
        self.days: list[int] = (found.astype(np.int64) + since).tolist()
        self._place = {day: place for place, day in enumerate(self.days)}

    def named(self, names: Days) -> "_Agenda":
        """The same agenda with the things under other numbers."""
        self._things = names[self._things].astype(np.int32)
        return self

    def on(self, day: int) -> NDArray[np.int32]:
        """The things of a day; a thing may come twice."""
        place = self._place.get(day)
        return self._things[:0] if place is None else self._things[self._starts[place] : self._starts[place + 1]]


def _sorted(log: Log) -> Log:
    return log.taken(np.lexsort((log.first, log.key)))


def _ranges(low: Days, high: Days) -> Days:
    """The whole numbers of ranges, one range after the other; `high` is not included."""
    wide = high - low
    return np.asarray(np.arange(int(wide.sum())) - np.repeat(np.cumsum(wide) - wide - low, wide))
