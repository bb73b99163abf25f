"""What every page of the app works from: the opened case, and its answers as of a day, made once for each state."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from servanda import verdicts as judging
from servanda.brief import Brief, Material, make_from, material

if TYPE_CHECKING:
    from servanda.case import Case
    from servanda.verdicts import Change

#: Days whose answers are kept in memory; a reader moves the slider back and forth.
KEPT = 12


@dataclass(frozen=True, slots=True)
class Answers:
    """The brief as of a day, with the material it was made from."""

    brief: Brief
    material: Material


class Desk:
    """The case behind the app. Answers are kept until the record changes, by this process or another.

    A view of the record is one object until the record changes, which is how a change is noticed.
    """

    def __init__(self, case: "Case", clock: Callable[[], datetime]) -> None:
        self.case, self.clock = case, clock
        self._lock = threading.RLock()
        self._answers: OrderedDict[date, Answers] = OrderedDict()
        self._judged: tuple[object, judging.Judgement] | None = None

    def days(self) -> tuple[date, ...]:
        """The days on which the record learned something, oldest first."""
        return self.case.knowledge_days()

    def last_day(self) -> date:
        """The record's last day, else today."""
        return self.case.last_day() or self.clock().date()

    def answers(self, day: date) -> Answers:
        """The answers as of a day."""
        with self._lock:
            view = self.case.view(day)
            known = self._answers.get(day)
            if known is None or known.material.view is not view:
                found = material(self.case, day)
                known = self._answers[day] = Answers(make_from(found), found)
                while len(self._answers) > KEPT:
                    self._answers.popitem(last=False)
            self._answers.move_to_end(day)
            return known

    def judged(self) -> judging.Judgement:
        """The judgement on the record's last day, with the history of every verdict."""
        with self._lock:
            case, last = self.case, self.last_day()
            view = case.view(last)
            if self._judged is None or self._judged[0] is not view:
                judgement = judging.judge(
                    case.agreement,
                    view,
                    case.names,
                    threshold=case.settings.threshold,
                    means=case.settings.means,
                    history=(case.view(day) for day in self.days()),
                )
                self._judged = (view, judgement)
            return self._judged[1]

    def changes(self) -> dict[date, list[tuple[str, "Change"]]]:
        """The days on which some verdict became another, each with the obligations and their changes."""
        found: dict[date, list[tuple[str, Change]]] = {}
        for verdict in self.judged().verdicts:
            for change in verdict.history:
                found.setdefault(change.day, []).append((verdict.obligation, change))
        return dict(sorted(found.items()))
