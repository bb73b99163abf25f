"""The coding bench without its pages: what there is to code, what a person decided, and what moved with it."""

import threading
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from datetime import date
from itertools import count
from operator import is_
from typing import TYPE_CHECKING, Any

from servanda.errors import RecordError, UsageError
from servanda.record import Decided, Entry, Event, FieldAgreement, View, agreement_between_coders, moved
from servanda.record.coding import LISTS, NUMBERS
from servanda.statement import Statement
from servanda.verdicts import Move
from servanda.verdicts.say import undecided

if TYPE_CHECKING:
    from servanda.case import Case
    from servanda.show.app.desk import Desk

READER = "reader"
#: Results of decisions that are kept in memory to be told on the next page.
KEPT = 200
#: Seconds that a page waits for what a decision moved before it is shown without.
PATIENCE = 0.15
LONGEST_NAME = 80
STATES = {
    "open": "not coded by me",
    "mine": "coded by me",
    "apart": "coded by me, another differs",
    "all": "all",
}
SURENESS = {"": "any", "certain": "certain", "unsure": "not certain", "denied": "denied"}
_COMMON = ("speakers", "certainty")
_WHEN = ("holds_from", "holds_to")
#: The fields that the form offers, by kind of statement, in the order in which they are coded.
OFFERED: dict[str, tuple[str, ...]] = {
    "event": ("type", "mode", "actors", "recipients", "object", "place", *_WHEN, *_COMMON),
    "quantity": ("about", "value", "unit", "actors", "object", "place", *_WHEN, *_COMMON),
    "unknown": ("about", *_COMMON),
    "gap": ("about", *_COMMON),
    "coverage": ("about", *_COMMON),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a coder wants to see. `by` is `reader`, `table` or `any`; `weighty`: only what verdicts rest on."""

    state: str = "open"
    kind: str = ""
    sure: str = ""
    by: str = READER
    document: str = ""
    weighty: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """What an address asks for; what makes no sense counts as not given."""
        state, by = query.get("state", "open"), query.get("by", READER)
        return cls(
            state if state in STATES else "open",
            query["kind"] if query.get("kind") in OFFERED else "",
            query["sure"] if query.get("sure") in SURENESS else "",
            by if by in (READER, "table", "any") else READER,
            query.get("document", ""),
            bool(query.get("weighty")),
        )

    def query(self) -> dict[str, str]:
        """The parts of an address that ask for this."""
        plain = Asked()
        told = {"state": self.state, "kind": self.kind, "sure": self.sure, "by": self.by, "document": self.document}
        found = {key: value for key, value in told.items() if value != getattr(plain, key)}
        return found | ({"weighty": "1"} if self.weighty else {})

    def fits(self, s: Statement) -> bool:
        """Whether a statement is of the kind asked for, whether or not anybody has coded it."""
        if self.by != "any" and (self.by == READER) != (s.coder == READER):
            return False
        if (self.kind and self.kind != s.kind) or (self.document and self.document != s.document):
            return False
        return not self.sure or self.sure == sureness(s.certainty)


def sureness(certainty: float) -> str:
    """Which of `SURENESS` a certainty is."""
    return "certain" if certainty >= 2.5 else "denied" if certainty <= -2.5 else "unsure"


@dataclass(frozen=True, slots=True)
class MovedEvent:
    """An event before and after a decision, None where there is none; with `text`, what it is said to be."""

    before: Event | None
    after: Event | None

    @property
    def text(self) -> str:
        """The event in words."""
        one = self.after or self.before
        return undecided(one) if one else ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved with a decision."""

    verdicts: tuple[Move, ...]
    events: tuple[MovedEvent, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What a person has just done to a statement, and what moves with it, which is worked out in the background."""

    statement: Statement
    coder: str
    what: str
    working: "Future[Moved]"

    def moved(self, wait: float | None = PATIENCE) -> Moved | None:
        """What moved; None where that is not known within so many seconds (None: as long as it takes)."""
        try:
            return self.working.result(wait)
        except TimeoutError:
            return None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement on the bench. `others` and `history` are None until the coder has decided: they code blind."""

    statement: Statement
    mine: Decided | None
    others: tuple[Decided, ...] | None
    history: tuple[Entry, ...] | None


class Board:
    """What decisions move, worked out one after the other and told on the next page. One decides at a time."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.worker = ThreadPoolExecutor(1, thread_name_prefix="moved")
        self._numbers = count(1)
        self._done: OrderedDict[int, Done] = OrderedDict()

    def pin(self, done: Done) -> int:
        """Keeps what was done, under the number that comes back."""
        number = next(self._numbers)
        self._done[number] = done
        while len(self._done) > KEPT:
            self._done.popitem(last=False)
        return number

    def done(self, number: int, coder: str) -> Done | None:
        """What the coder has just done, as long as it is remembered; nobody else is told."""
        found = self._done.get(number)
        return found if found and found.coder == coder else None


class Bench:
    """The bench of a case. One decision at a time, so that what is said to have moved has moved with it."""

    def __init__(self, desk: "Desk", board: Board) -> None:
        self.desk, self.case, self.board = desk, desk.case, board
        self._stock: dict[date, _Stock] = {}

    def stock(self, day: date) -> "_Stock":
        """All there is to code as of a day; made anew when the record has changed."""
        view = self.case.view(day)
        held = self._stock.get(day)
        if held is None or held.view is not view:
            if len(self._stock) > 4:
                self._stock.clear()
            held = self._stock[day] = _Stock(self.case, view, held)
        return held

    def queue(self, asked: Asked, coder: str, day: date) -> list[Statement]:
        """The codings that a coder asked for, in the order of the record."""
        stock = self.stock(day)
        found = stock.fitting(asked)
        if asked.weighty:
            weighty = self.weighty(day)
            found = [s for s in found if s.id in weighty]
        if asked.state == "open":
            mine = stock.coded_by(coder)
            return [s for s in found if s.id not in mine]
        return found if asked.state == "all" else [s for s in found if asked.state in stock.states(s, coder)]

    def weighty(self, day: date) -> set[str]:
        """The ids of the codings that verdicts rest on, those that a person has replaced among them."""
        found = set()
        for verdict in self.desk.docket.session(self.case.view(day)).verdicts:
            found |= {s.id for s in (*verdict.evidence_for, *verdict.evidence_against)}
        return found | {d.statement.id for d in self.stock(day).decided if d.result and d.result.id in found}

    def sheet(self, id: str, coder: str, day: date) -> Sheet:
        """A coding with what its coder may know of it. Raises RecordError (SV406) where there is none."""
        stock = self.stock(day)
        statement = stock.by_id.get(id)
        if statement is None:
            raise RecordError("there is no such statement to code", code="SV406", found=repr(id))
        mine = stock.of(id).get(coder)
        if mine is None:
            return Sheet(statement, None, None, None)
        others = tuple(d for name, d in stock.of(id).items() if name != coder)
        return Sheet(statement, mine, others, tuple(self.case.record.history(id)))

    def agreement(self, day: date) -> tuple[FieldAgreement, ...]:
        """Krippendorff's alpha for each field."""
        return agreement_between_coders(self.stock(day).decided)

    def decide(
        self, id: str, *, coder: str, decision: str, changes: Mapping[str, Any], why: str, day: date
    ) -> tuple[int, Done]:
        """Notes a decision, or with `undo` takes the coder's last one back; what moves, under a number.

        Raises what `Record.decide` and `Record.undo` raise.
        """
        coder = named(coder)
        with self.board.turn:
            statement = self.sheet(id, coder, day).statement
            stock, before = self.stock(day), self.case.view(day)
            record, now = self.case.record, self.desk.clock()
            if decision == "undo":
                record.undo(id, coder=coder, why=why, recorded=now)
            else:
                record.decide(id, coder=coder, decision=decision, changes=changes, why=why, recorded=now)
            after = self.case.view(day)
            fewer = len(before.statements()) - len(after.statements())
            if not stock.of(id) and fewer == {"confirm": 0, "correct": 0, "reject": 1}.get(decision):
                self._stock[day] = stock.carried(after)
            done = Done(statement, coder, decision, self.board.worker.submit(self._moved, before, after))
            return self.board.pin(done), done

    def _moved(self, before: View, after: View) -> Moved:
        """What is otherwise in the second view."""
        docket = self.desk.docket
        moves = map(Move, docket.session(before).verdicts, docket.session(after).verdicts)
        found = moved(before.events(), after.events())
        return Moved(tuple(m for m in moves if m.moved), moved_events(found.gone, found.come))


class _Stock:
    """What there is to code in a view: the machine's and the tables' codings, also those that people have replaced."""

    def __init__(self, case: "Case", view: View, before: "_Stock | None" = None) -> None:
        self.view, self._case = view, case
        self._of: dict[str, dict[str, Decided]]
        self._decide(case.record.decided())
        found = {s.id: s for s in view.statements() if s.coder in (READER, s.document)}
        for one in self.decided:
            s = one.statement
            if s.coder in (READER, s.document) and (s.published is None or s.published <= view.as_of):
                found.setdefault(s.id, s)
        self.by_id = found
        self.codings: list[Statement]
        self.place: dict[str, int]
        self._fitting: dict[tuple[object, ...], list[Statement]] = {}
        if before and found.keys() == before.by_id.keys():
            # A decision changes what a view shows, and hardly ever what there is to code.
            self.codings = [found[s.id] for s in before.codings]
            self.place = before.place
            if all(map(is_, self.codings, before.codings)):
                self._fitting = before._fitting
        else:
            self.codings = sorted(
                found.values(), key=lambda s: (s.published or date.min, s.document, s.start or s.row or 0, s.id)
            )
            self.place = {s.id: n for n, s in enumerate(self.codings)}

    def carried(self, view: View) -> "_Stock":
        """The same for a view in which nothing else is to be coded, after a first decision on one of the codings."""
        found = copy(self)
        found.view = view
        found._decide(found._case.record.decided())
        return found

    def _decide(self, decided: Iterable[Decided]) -> None:
        self.decided = tuple(d for d in decided if d.current)
        self._of = {}
        for one in self.decided:
            self._of.setdefault(one.statement.id, {})[one.coder] = one

    def fitting(self, asked: Asked) -> list[Statement]:
        """The codings of the kind asked for, whether or not anybody has coded them."""
        key = (asked.kind, asked.sure, asked.by, asked.document)
        if key not in self._fitting:
            self._fitting[key] = [s for s in self.codings if asked.fits(s)]
        return self._fitting[key]

    def coded_by(self, coder: str) -> set[str]:
        """The ids of the codings that somebody has decided on."""
        return {name for name, by_coder in self._of.items() if coder in by_coder}

    def of(self, id: str) -> dict[str, Decided]:
        """Each coder's last decision on a coding."""
        return self._of.get(id, {})

    def states(self, s: Statement, coder: str) -> tuple[str, ...]:
        """In which of `STATES` a coding is for a coder, who learns of others only where they have decided."""
        by_coder = self._of.get(s.id)
        mine = by_coder.get(coder) if by_coder else None
        if by_coder is None or mine is None:
            return ("open",)
        apart = any(not same_coding(mine.result, d.result) for d in by_coder.values())
        return ("mine", "apart") if apart else ("mine",)

    def next(self, queue: Sequence[Statement], after: str) -> Statement | None:
        """The first of a queue after a coding, which need not be in it; the queue's first where none is left."""
        at = bisect_right(queue, self.place.get(after, -1), key=lambda s: self.place[s.id])
        return queue[at] if at < len(queue) else queue[0] if queue else None

    def previous(self, queue: Sequence[Statement], before: str) -> Statement | None:
        """The last of a queue before a coding."""
        at = bisect_left(queue, self.place.get(before, 0), key=lambda s: self.place[s.id])
        return queue[at - 1] if at else None


def same_coding(a: Statement | None, b: Statement | None) -> bool:
    """Whether two coders would have the same; None is a rejection."""
    if a is None or b is None:
        return a is b
    return all(told(a, field) == told(b, field) for field in OFFERED[a.kind])


def told(s: Statement, field: str) -> str:
    """A field of a statement as the form shows it: names with `; ` between, days as YYYY-MM-DD, nothing as ``."""
    if field in _WHEN:
        day = s.holds.start if field == "holds_from" else s.holds.end
        return day.isoformat() if day else ""
    value = getattr(s, field)
    if field in LISTS:
        return "; ".join(value)
    if field in NUMBERS:
        return "" if value is None else f"{value:.15g}"
    return value or ""


def changes_of(s: Statement, form: Mapping[str, str]) -> dict[str, Any]:
    """What a filled form changes of a coding; fields that the form does not give stay. Raises UsageError (SV601)."""
    made: dict[str, Any] = {}
    for field in OFFERED[s.kind]:
        given = form.get(field)
        if given is None or given.strip() == told(s, field):
            continue
        given = given.strip()
        if field in LISTS:
            names = [name.strip() for name in given.split(";") if name.strip()]
            if names != list(getattr(s, field)):
                made[field] = names
        elif field in NUMBERS and given:
            try:
                made[field] = float(given)
            except ValueError:
                raise UsageError(
                    "a correction is faulty", place=field, found=repr(given), expected="a number"
                ) from None
        else:
            made[field] = given or None
    if not made:
        raise UsageError("the correction changes nothing", expected="another value in some field, or a confirmation")
    return made


def named(coder: str) -> str:
    """The name of a coder, tidied. Raises UsageError (SV601) for one that is empty, too long or a machine's."""
    name = " ".join("".join(c if c.isprintable() else " " for c in coder).split())
    if not name or len(name) > LONGEST_NAME or name.casefold() in (READER, "record"):
        raise UsageError(
            "a decision needs a coder", found=repr(coder[:LONGEST_NAME]),
            expected=f"the name of a person, at most {LONGEST_NAME} characters",
        )  # fmt: skip
    return name


def moved_events(before: Iterable[Event], after: Iterable[Event]) -> tuple[MovedEvent, ...]:
    """The events that are new, gone, or of another standing, coding or number of origins; pairs share a statement."""
    old, new = {e.id: e for e in before}, {e.id: e for e in after}
    pairs = [MovedEvent(old[both], new[both]) for both in old.keys() & new.keys() if _differ(old[both], new[both])]
    fresh = {e.id: e for e in new.values() if e.id not in old}
    homes = {mention: e for e in fresh.values() for mention in _mentions(e)}
    for event in (e for e in old.values() if e.id not in new):
        heir = next((homes[m] for m in _mentions(event) if m in homes and homes[m].id in fresh), None)
        if heir:
            del fresh[heir.id]
        if heir is None or _differ(event, heir):
            pairs.append(MovedEvent(event, heir))
    pairs += [MovedEvent(None, e) for e in fresh.values()]
    return tuple(sorted(pairs, key=lambda moved: (moved.text, moved.before.id if moved.before else "")))


def _mentions(event: Event) -> list[tuple[str, int | None, int | None]]:
    return [(s.document, s.start if s.head is None else s.head, s.row) for s in event.statements]


def _differ(a: Event, b: Event) -> bool:
    def said(e: Event) -> tuple[object, ...]:
        coding = (e.type, e.mode, e.actors, e.recipients, e.object, e.place, e.holds, e.value, e.unit)
        return (e.standing, e.rule, e.origins, len(e.denies), *coding)

    return said(a) != said(b)


def words(case: "Case") -> dict[str, list[str]]:
    """What the form proposes for each field: the codebook's words and the case's names."""
    from servanda.codebook import plover
    from servanda.codebook.load import load_toml

    lexicon = case.lexicon
    modes = {mode.name for one in plover().values() for mode in one.modes}
    modes |= {mode for own in lexicon.modes.values() for mode in own}
    things = {name for name, entry in load_toml("objects.toml").items() if not entry.get("vague")}
    actors = sorted({a.name for a in lexicon.actors})
    places = {p.name for p in lexicon.places} | {s.name for s in case.sites}
    return {
        "type": list(plover()),
        "mode": sorted(modes),
        "object": sorted(things | {o.name for o in lexicon.objects}),
        "place": sorted(places),
        "actors": actors,
        "recipients": actors,
        "speakers": actors,
    }
