"""What every page of the app works from: the opened case, and its answers as of a day, made once for each state."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from servanda.brief import Brief, Material
from servanda.brief.making import ANSWERS, material_of
from servanda.brief.model import QUESTIONS, Section
from servanda.case import kin_of
from servanda.record import Event, SourceDocument, View
from servanda.record.pause import set_apart, sweep
from servanda.show.app.docket import Docket
from servanda.show.app.first import FirstView, Glance
from servanda.show.app.past import History, history
from servanda.statement import Statement

if TYPE_CHECKING:
    from servanda.case import Case
    from servanda.sources import Family
    from servanda.sources.keeping import Kin
    from servanda.verdicts import Change

#: Days whose answers are kept in memory; a reader moves the slider back and forth.
KEPT = 12
#: Texts of documents that the answers of a day keep in memory.
TEXTS_KEPT = 128
#: Seconds without a page asked for after which work in the background goes on, and how long it waits at most.
QUIET, LONGEST_REST = 0.3, 2.0
#: Seconds without a page asked for after which answers are made ready again that a change of the record has undone.
SETTLED = 3.0
#: Seconds that a page waits for the history of verdicts before it is shown without.
PATIENCE = 0.02
_Kept = TypeVar("_Kept")


class Lasting:
    """What outlasts a change of the record: it follows from less than all that is on it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._held: OrderedDict[tuple[str, date], tuple[object, object]] = OrderedDict()

    def get(self, name: str, day: date, out_of: object, make: Callable[[], _Kept]) -> _Kept:
        """What `make` makes under a name for a day; made anew when `out_of` has become another."""
        with self._lock:
            held = self._held.get((name, day))
            if held is None or held[0] != out_of:
                held = self._held[name, day] = (out_of, make())
                while len(self._held) > KEPT:
                    self._held.popitem(last=False)
            return held[1]  # type: ignore[return-value]


class Answers:
    """What is known as of a day. Every answer is made when it is first asked for, and kept.

    One thing is made at a time, and what is made is given without waiting. What takes the lock is no `cached_property`:
    that holds a lock of its own while it makes something, and two locks taken in two orders would stop the app.
    """

    def __init__(self, case: "Case", day: date, docket: Docket, lasting: Lasting) -> None:
        self.case, self.day, self.docket, self._lasting = case, day, docket, lasting
        self._lock = threading.RLock()
        self._sections: dict[str, Section] = {}
        self._kept: dict[str, object] = {}

    @cached_property
    def view(self) -> View:
        """The record as it could be known on the day."""
        with set_apart():
            return self.case.view(self.day)

    @cached_property
    def text(self) -> Callable[[str], str | None]:
        """Gives the text of a document; those of the last few documents are at hand."""
        return lru_cache(TEXTS_KEPT)(self.view.text)

    @property
    def material(self) -> Material:
        """What the sections draw on, with the judgement."""
        return self.kept("material", self._material)

    def _material(self) -> Material:
        with set_apart():
            judgement = self.docket.judgement(self.view)
            return material_of(self.case, self.view, judgement, partial(_families, self._lasting, self.case, self.view))

    @property
    def kin(self) -> "Kin":
        """Which of the documents known on the day share text."""
        return _kin(self._lasting, self.case, self.view)

    def section(self, key: str) -> Section:
        """The answer to one of the ten questions."""
        if key not in self._sections:
            with self._lock, set_apart():
                if key not in self._sections:
                    self._sections[key] = ANSWERS[key](self.material)
        return self._sections[key]

    @property
    def made(self) -> set[str]:
        """The questions that have been answered so far."""
        return set(self._sections)

    @property
    def brief(self) -> Brief:
        """All ten answers."""
        return Brief(self.case.name, self.case.agreement, self.day, tuple(self.section(key) for key in QUESTIONS))

    def kept(self, name: str, make: Callable[[], _Kept]) -> _Kept:
        """Something that follows from what is known on the day, made once under its name."""
        if name not in self._kept:
            with self._lock:
                if name not in self._kept:
                    self._kept[name] = make()
        return self._kept[name]  # type: ignore[return-value]

    @cached_property
    def documents(self) -> dict[str, SourceDocument]:
        """The documents by id."""
        return {d.id: d for d in self.view.documents()}

    @property
    def events(self) -> dict[str, Event]:
        """The events by id."""
        return self.kept("events by id", lambda: {e.id: e for e in self.view.events()})

    @cached_property
    def by_document(self) -> dict[str, list[Statement]]:
        """The statements by document."""
        return _grouped(self.view.statements(), lambda s: s.document)

    @cached_property
    def by_origin(self) -> dict[str, list[Statement]]:
        """The statements by origin."""
        return _grouped(self.view.statements(), lambda s: s.origin)


def _kin(lasting: Lasting, case: "Case", view: View) -> "Kin":
    return lasting.get("kin", view.as_of, view.documents(), lambda: kin_of(case, view))


def _families(lasting: Lasting, case: "Case", view: View) -> "tuple[Family, ...]":
    return _kin(lasting, case, view).families


def _grouped(statements: tuple[Statement, ...], key: Callable[[Statement], str]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for one in statements:
        found.setdefault(key(one), []).append(one)
    return found


class Desk:
    """The case behind the app. Answers are kept until the record changes, by this process or another."""

    def __init__(self, case: "Case", clock: Callable[[], datetime], first: FirstView | None = None) -> None:
        self.case, self.clock, self._first = case, clock, first
        self._glance: Glance | None = None
        self.docket = Docket(case)
        self._lasting = Lasting()
        self._lock = threading.RLock()
        self._state: tuple[int, ...] = ()
        self._answers: OrderedDict[date, Answers] = OrderedDict()
        self._days: tuple[date, ...] | None = None
        self._told: tuple[tuple[date, ...], str] | None = None
        self._last: date | None = None
        self._past: _Past | None = None
        self._asked = 0.0
        self._changed, self._closed = threading.Event(), threading.Event()

    def _fresh(self) -> None:
        """Forgets everything when the record has changed. Called under the lock."""
        if self._state != (now := self.case.record.state()):
            if self._state:
                self._changed.set()
            self._glance = self._first.load() if self._first and not self._state else None
            self._state, self._days, self._last, self._past = now, None, None, None
            if self._glance:
                self._days, self._last = self._glance.days, self._glance.day
            self._answers.clear()

    def days(self) -> tuple[date, ...]:
        """The days on which the record learned something, oldest first."""
        with self._lock:
            self._fresh()
            if self._days is None:
                self._days = self.case.knowledge_days()
            return self._days

    def days_told(self) -> str:
        """The same days as YYYY-MM-DD, with spaces between."""
        with self._lock:
            days = self.days()
            if self._told is None or self._told[0] is not days:
                self._told = days, " ".join(map(str, days))
            return self._told[1]

    def last_day(self) -> date:
        """The record's last day, else today."""
        with self._lock:
            self._fresh()
            if self._last is None:
                with set_apart():
                    self._last = self.case.last_day() or self.clock().date()
            return self._last

    def opening(self, day: date, make: Callable[[Answers], dict[str, Any]]) -> dict[str, Any]:
        """What the opening page shows: as it was kept while the record is still being read, else as it is made."""
        self._asked = time.monotonic()
        glance = self._glanced()
        return glance.opening if glance and glance.day == day else make(self.answers(day))

    def _glanced(self) -> Glance | None:
        with self._lock:
            self._fresh()
            return self._glance

    def keep_opening(self, answers: Answers, opening: dict[str, Any]) -> None:
        """Keeps the opening page of the last day for the next start of the app."""
        with self._lock:
            self._fresh()
            if self._first and self._answers.get(self.last_day()) is answers:
                self._first.keep(self._state, Glance(answers.day, self.days(), opening))
                self._glance = None

    def answers(self, day: date) -> Answers:
        """The answers as of a day."""
        self._asked = time.monotonic()
        return self._of(day)

    def _of(self, day: date) -> Answers:
        with self._lock:
            self._fresh()
            known = self._answers.get(day)
            if known is None:
                known = self._answers[day] = Answers(self.case, day, self.docket, self._lasting)
                while len(self._answers) > KEPT:
                    self._answers.popitem(last=False)
            self._answers.move_to_end(day)
            return known

    def past(self, wait: float | None = PATIENCE) -> History | None:
        """The history of every verdict up to the last day; None while it is still being worked out in the background.

        `wait` is how many seconds to wait for it, None for as long as it takes.
        """
        day = self.last_day()
        with self._lock:
            if self._past is None:
                self._past = _Past(self.answers(day), self.days(), self._rest)
                self._past.start()
            working = self._past
        working.join(wait)
        return working.found

    def changes(self, wait: float | None = PATIENCE) -> "dict[date, list[tuple[str, Change]]] | None":
        """The days on which some verdict became another, with the obligations and their changes; None like `past`.

        The first word of a verdict is no change.
        """
        if self._glanced():
            return None
        if (past := self.past(wait)) is None:
            return None
        found: dict[date, dict[tuple[str, str], Change]] = {}
        for (_, obligation, _, _), changed in past.items():
            for change in changed[1:]:
                found.setdefault(change.day, {}).setdefault((obligation, change.verdict), change)
        return {day: [(name, change) for (name, _), change in found[day].items()] for day in sorted(found)}

    def _rest(self) -> None:
        """Lets pages go first: waits while they are being asked for."""
        begun = time.monotonic()
        while (now := time.monotonic()) - self._asked < QUIET and now - begun < LONGEST_REST:
            time.sleep(0.02)

    def warm(self, makers: Sequence[Callable[[Answers], object]] = ()) -> threading.Thread:
        """Makes ready in the background what pages ask for: every answer, then what `makers` make of the last day's.

        Done anew when the record has changed and nobody has asked for a page for a while. The thread that does so.
        """
        working = threading.Thread(target=self._keep_ready, args=(tuple(makers),), name="warm", daemon=True)
        working.start()
        return working

    def _keep_ready(self, makers: tuple[Callable[[Answers], object], ...]) -> None:
        while not self._closed.is_set():
            self._changed.clear()
            with suppress(Exception):  # a page that needs the same will tell the reader what is wrong
                self.make_ready(makers)
            self._changed.wait()
            while not self._closed.is_set() and (left := self._asked + SETTLED - time.monotonic()) > 0:
                self._closed.wait(left)
            sweep()  # the answers of before have been dropped, and nobody is waiting for a page

    def make_ready(self, makers: Iterable[Callable[[Answers], object]] = ()) -> None:
        """Makes every answer of the last day and what `makers` make of them, until the record changes meanwhile."""
        answers = self._of(self.last_day())
        steps: list[Callable[[Answers], object]] = [*(partial(Answers.section, key=key) for key in QUESTIONS), *makers]
        for step in steps:
            if self._changed.is_set() or self._closed.is_set():
                return
            step(answers)
            self._rest()

    def close(self) -> None:
        """Ends what goes on in the background."""
        self._closed.set()
        self._changed.set()


class _Past(threading.Thread):
    """Works the history of verdicts out. `found` is None until it is done, or where it failed; then `error` tells."""

    def __init__(self, answers: Answers, days: tuple[date, ...], rest: Callable[[], None]) -> None:
        super().__init__(name="history", daemon=True)
        self._answers, self._days_known, self._rest = answers, days, rest
        self.found: History | None = None
        self.error: Exception | None = None

    def run(self) -> None:
        """Works it out."""
        try:
            self.found = history(self._answers.case, self._answers.day, self._days_known, self._rest)
        except Exception as error:  # the case was closed under the thread; pages say that there is no history
            self.error = error
