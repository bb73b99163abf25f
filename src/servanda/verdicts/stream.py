"""Verdicts on a log that is read as a stream: days in order, every act reported on its day.

Memory grows with the obligations and with the calls that are still open, not with the log. Gives day by day what the
kernel gives for the acts so far; an open deadline is `pending`.
"""

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from servanda.verdicts.duty import FOREVER, Duty
from servanda.verdicts.finding import gravest
from servanda.verdicts.model import VerdictWord


@dataclass(frozen=True, slots=True)
class Rule:
    """An obligation of the stream: its duty, and the codes of the acts that do it, call for it and undo it.

    The forms are refrain, perform, admit and respond. With `same` an act answers only calls of its own key.
    """

    duty: Duty
    act: Hashable
    call: Hashable = None
    same: bool = False


@dataclass(slots=True)
class _State:
    """What is kept of one rule: its word, the calls that are open or missed by key, and the keys answered today."""

    rule: Rule
    word: VerdictWord = "not in force"
    done: VerdictWord | None = None
    open: dict[Hashable, list[int]] = field(default_factory=dict)
    missed: dict[Hashable, int] = field(default_factory=dict)
    acted: set[Hashable] = field(default_factory=set)
    acted_on: int = 0
    answered: bool = False
    late: bool = False
    count: int = 0


def takes(duty: Duty) -> bool:
    """Whether a `Monitor` can judge a duty: its form, acts that count one, and for answers a window without an end."""
    if duty.form in ("admit", "respond"):
        return duty.end == duty.force_end == FOREVER
    return duty.form in ("refrain", "perform") and duty.need == int(duty.need)


class Monitor:
    """Judges rules over a stream. `feed` takes events in the order of days; `advance` lets days pass without any.

    `changes` holds for each rule the days on which its word changed, at the end of that day, and the new word. Raises
    ValueError for a duty that `takes` does not take.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.states = [_State(rule) for rule in rules]
        for duty in (state.rule.duty for state in self.states):
            if not takes(duty):
                raise ValueError(f"a stream cannot judge this duty to {duty.form}")
        self.changes: list[list[tuple[int, VerdictWord]]] = [[] for _ in self.states]
        self._by_code: dict[Hashable, list[int]] = defaultdict(list)
        self._alarms: list[tuple[int, int, int, Hashable]] = []
        self._count = 0
        self._touched: set[int] = set()
        self.day = 0
        for place, state in enumerate(self.states):
            duty = state.rule.duty
            for code in {state.rule.act, state.rule.call} - {None}:
                self._by_code[code].append(place)
            for day in {duty.force_start, duty.start, duty.end + 1, (duty.due or FOREVER) + 1}:
                self._alarm(day, place)

    def feed(self, day: int, code: Hashable, key: Hashable = None) -> None:
        """Takes one event. Raises ValueError where it is of a day before the last one's."""
        if day < self.day:
            raise ValueError("events must come in the order of days")
        if day > self.day:
            self.advance(day)
        for place in self._by_code.get(code, ()):
            self._touched.add(place)
            self._take(place, day, code, key)

    def advance(self, day: int) -> None:
        """Ends the days before the given one."""
        self._settle()
        while self._alarms and self._alarms[0][0] <= day:
            at = self._alarms[0][0]
            self.day = max(self.day, at)
            while self._alarms and self._alarms[0][0] == at:
                _, _, place, group = heapq.heappop(self._alarms)
                self._touched.add(place)
                self._miss(self.states[place], group)
            if at < day:
                self._settle()
        self.day = max(self.day, day)

    def words(self) -> list[VerdictWord]:
        """Every rule's word as of the last day."""
        self._settle()
        return [state.word for state in self.states]

    def open_calls(self) -> int:
        """How many calls are kept in memory."""
        return sum(len(days) for state in self.states for days in state.open.values())

    def _take(self, place: int, day: int, code: Hashable, key: Hashable) -> None:
        state = self.states[place]
        rule = state.rule
        duty, group = rule.duty, key if rule.same else None
        if duty.form == "refrain":
            if code == rule.act and duty.bound(day):
                state.done = "broken"
        elif duty.form == "perform":
            if code == rule.act and state.done is None and duty.early <= day <= duty.end:
                state.count += 1
                if state.count >= duty.need:
                    state.done = "fulfilled" if duty.due is None or day <= duty.due else "remedied"
        else:
            if state.acted_on != day:
                state.acted, state.acted_on = set(), day
            if code == rule.call and duty.bound(day):
                if group in state.acted:  # the answer of the same day came first
                    state.answered = True
                    return
                due = duty.answer_due(day)
                state.open.setdefault(group, []).append(FOREVER if due is None else due)
                if due is not None:
                    self._alarm(due + 1, place, group)
            if code == rule.act:
                state.acted.add(group)
                self._answer(state, group)

    def _alarm(self, day: int, place: int, group: Hashable = None) -> None:
        """Has a rule looked at again at the start of a day."""
        if day <= FOREVER:
            self._count += 1
            heapq.heappush(self._alarms, (day, self._count, place, group))

    def _miss(self, state: _State, group: Hashable) -> None:
        """Puts the calls of a group whose day has passed to those that were missed."""
        dues = state.open.get(group)
        if dues is None:
            return
        kept = [due for due in dues if due >= self.day]
        if len(kept) < len(dues):
            state.missed[group] = state.missed.get(group, 0) + len(dues) - len(kept)
        if kept:
            state.open[group] = kept
        else:
            del state.open[group]

    def _answer(self, state: _State, group: Hashable) -> None:
        if state.open.pop(group, None):
            state.answered = True
        if state.missed.pop(group, 0):
            state.late = True

    def _settle(self) -> None:
        for place in self._touched:
            word = self._word(self.states[place])
            if word != self.states[place].word or not self.changes[place]:
                self.states[place].word = word
                self.changes[place].append((self.day, word))
        self._touched.clear()

    def _word(self, state: _State) -> VerdictWord:
        duty, day = state.rule.duty, self.day
        if day < (duty.start if duty.form == "refrain" else duty.force_start):
            return "not in force"
        if duty.form == "refrain":
            return state.done or ("fulfilled" if day > duty.end else "kept so far")
        if duty.form == "perform":
            if state.done:
                return state.done
            if day > duty.force_end and (duty.due is None or duty.due > duty.force_end):
                return "not in force"
            if duty.due is None or day <= duty.due:
                return "pending"
            return "broken" if day > duty.end else "overdue"
        return self._answers(state)

    def _answers(self, state: _State) -> VerdictWord:
        words: list[VerdictWord] = []
        if state.missed:
            words.append("overdue")
        if state.late:
            words.append("remedied")
        if state.open:
            words.append("pending")
        if state.answered:
            words.append("fulfilled")
        return gravest(words) if words else "pending"
