"""The ledger in memory: which statement shows in which views, kept up to date by reading only what was added."""

import sqlite3
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter
from typing import Any

from servanda.record import columns
from servanda.record.clusters import arrival
from servanda.record.kept import WORTH_KEEPING, Kept
from servanda.record.model import SourceDocument
from servanda.record.pause import no_collection
from servanda.record.rows import SELECTED, Decoder, with_origin
from servanda.statement import Statement

#: The day on which what was never withdrawn goes: never.
NEVER = date.max
#: The parts of `Shown`.
_KNOWN, _GONE = itemgetter(0), itemgetter(1)
#: Up to so many statements that changed are put into their places one by one.
_FEW = 500

_TABLES = ("documents", "statements", "withdrawals", "decisions", "origins", "places", "undone")
_STATEMENTS = _TABLES.index("statements")
_KIND, _NAME = "statements", "all"


def state(connection: sqlite3.Connection) -> tuple[int, ...]:
    """How far each table of the ledger has grown. Two equal states hold the same rows, for nothing is ever changed."""
    columns = ", ".join(f"(SELECT coalesce(max(seq), 0) FROM {table})" for table in _TABLES)
    return tuple(connection.execute(f"SELECT {columns}").fetchone())


@dataclass(slots=True)
class Assignments:
    """Origins assigned to one statement or document, by the day from which they are known; the latest wins."""

    days: list[date] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)

    def add(self, day: date, origin: str) -> None:
        """Assignments come in order of arrival; one of the same day takes the place of the earlier."""
        at = bisect_right(self.days, day)
        if at and self.days[at - 1] == day:
            self.origins[at - 1] = origin
        else:
            self.days.insert(at, day)
            self.origins.insert(at, origin)

    def on(self, day: date) -> str | None:
        """The assignment known on a day."""
        at = bisect_right(self.days, day)
        return self.origins[at - 1] if at else None


#: The first day on which views show a statement, the first on which they do not any more, and the statement.
Shown = tuple[date, date, Statement]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document, with the day from which it is known."""

    seq: int
    known: date
    document: SourceDocument


class Snapshot:
    """All rows of the ledger up to a state, decoded; `shown` and the days follow from them.

    With a `coder`, of people's decisions only that coder's count.
    """

    def __init__(self, kept: Kept, coder: str | None = None) -> None:
        self._kept, self._coder = kept, coder
        #: How many statements were read row by row since they were last kept.
        self.worked = 0
        self.state: tuple[int, ...] = (0,) * len(_TABLES)
        self.shown: list[Shown] = []
        self.versions: dict[str, list[Version]] = {}
        self.origins: dict[str, Assignments] = {}
        self._decoder = Decoder()
        self._statements: dict[int, Statement] = {}
        self._recorded: dict[int, date] = {}
        self._withdrawn: dict[int, date] = {}
        self._showing: dict[int, Shown] = {}
        self._hidden: set[int] = set()
        self._reassigned: dict[tuple[int, str], tuple[Statement, Statement]] = {}

    def advance(self, connection: sqlite3.Connection) -> bool:
        """Reads what was added since. True if anything was; must be called within one transaction."""
        now = state(connection)
        if now == self.state:
            return False
        with no_collection():
            self._read(connection, now)
        return True

    def _read(self, connection: sqlite3.Connection, now: tuple[int, ...]) -> None:
        since = dict(zip(_TABLES, self.state, strict=True))
        self._read_documents(connection, since["documents"])
        changed: set[int] = set()
        for statement, effective in connection.execute(
            "SELECT statement, effective FROM withdrawals WHERE seq > ? ORDER BY seq", (since["withdrawals"],)
        ):
            self._withdrawn[statement] = self._decoder.day(effective) or date.min
            changed.add(statement)
        for subject, origin, effective in connection.execute(
            "SELECT subject, origin, effective FROM origins WHERE seq > ? ORDER BY seq", (since["origins"],)
        ):
            day = self._decoder.day(effective) or date.min
            self.origins.setdefault(subject, Assignments()).add(day, origin)
        restored = None if any(self.state) else self._restored(connection, now[_STATEMENTS])
        changed.update(self._read_statements(connection, restored.upto if restored else since["statements"]))
        hidden = _overruled(connection, self._coder) if now[_TABLES.index("decisions")] else set()
        changed |= hidden ^ self._hidden
        self._hidden = hidden
        for seq, row in connection.execute(
            'SELECT statement, "row" FROM places WHERE seq > ? ORDER BY seq', (since["places"],)
        ):
            self._statements[seq] = replace(self._statements[seq], row=row)
            changed.add(seq)
        if restored is not None:
            changed.difference_update(restored.rows)
            self._show_in_order(restored)
        self._show(changed)
        self.state = now

    def _read_documents(self, connection: sqlite3.Connection, since: int) -> None:
        rows = connection.execute(
            "SELECT seq, id, publisher, title, url, path, published, published_basis, origin, sha256,"
            " length, recorded, body IS NULL FROM documents WHERE seq > ? ORDER BY seq",
            (since,),
        )
        for seq, id_, publisher, title, url, path, published, basis, origin, sha256, length, recorded, table in rows:
            if table:
                continue
            day = self._decoder.day(published)
            document = SourceDocument(id_, publisher, title, url, path, day, basis, origin, sha256, length)
            known = day or date.fromisoformat(recorded[:10])
            before = self.versions.setdefault(id_, [])
            if before and (document.published is None) != (before[-1].document.published is None):
                before.pop()  # where one of the two days is unknown, the later version takes the earlier one's place
            before.append(Version(seq, known, document))

    def _read_statements(self, connection: sqlite3.Connection, since: int) -> list[int]:
        """Reads the statements that were added since; which."""
        decode, statements = self._decoder.statement, self._statements
        rows = connection.execute(
            f"SELECT seq, recorded, {SELECTED} FROM statements WHERE seq > ? ORDER BY seq", (since,)
        )
        added = []
        for row in rows:
            seq = row[0]
            added.append(seq)
            statements[seq] = statement = decode(row[2:])
            if statement.published is None:
                self._recorded[seq] = date.fromisoformat(row[1][:10])
        self.worked += len(added)
        return added

    def _restored(self, connection: sqlite3.Connection, last: int) -> columns.Restored | None:
        """The statements that are kept beside the record; None where there are none, or they are not its own."""
        if last <= WORTH_KEEPING:
            return None
        data = self._kept.load(_KIND).get(_NAME)
        try:
            restored = None if data is None else columns.unpack(data, connection, self._decoder)
        except (LookupError, TypeError, ValueError):
            return None
        if restored is not None:
            self._statements = dict(zip(restored.rows, restored.statements, strict=True))
            self._recorded = {
                seq: date.fromisoformat(day)
                for seq, statement, day in zip(restored.rows, restored.statements, restored.recorded, strict=True)
                if statement.published is None
            }
        return restored

    def keep(self, connection: sqlite3.Connection) -> None:
        """Keeps the statements beside the record, if reading them again would be much work."""
        if self.worked > WORTH_KEEPING:
            self.worked = 0
            self._kept.save(_KIND, {_NAME: columns.pack(connection, self.state[_STATEMENTS])})

    def _show_in_order(self, restored: columns.Restored) -> None:
        """Shows statements that come in the order of views."""
        gone, hidden, recorded = self._withdrawn, self._hidden, self._recorded
        rows = restored.rows
        known = [s.published or recorded[seq] for seq, s in zip(rows, restored.statements, strict=True)]
        ends = [gone.get(seq, NEVER) for seq in rows] if gone else [NEVER] * len(rows)
        items = list(zip(known, ends, map(self._statements.__getitem__, rows), strict=True))
        self._showing = dict(zip(rows, items, strict=True))
        if gone or hidden:
            shown = self._showing.items()
            self._showing = {seq: item for seq, item in shown if item[0] < item[1] and seq not in hidden}
        self.shown = list(self._showing.values())

    def _show(self, changed: set[int]) -> None:
        """Brings `shown` to what holds now of some statements."""
        new: list[Shown] = []
        old: list[Shown] = []
        for seq in changed:
            before, now = self._showing.pop(seq, None), self._shown(seq)
            if now is not None:
                self._showing[seq] = now
                new.append(now)
            if before is not None:
                old.append(before)
        if len(changed) > _FEW:
            self.shown = _sorted(self._showing.values())
            return
        self.shown = [*self.shown]  # views that are being made keep theirs
        for item in old:
            place = bisect_left(self.shown, arrival(item[2]), key=_place)
            while self.shown[place] is not item:
                place += 1
            del self.shown[place]
        for item in new:
            insort(self.shown, item, key=_place)

    def _shown(self, seq: int) -> Shown | None:
        """From when to when views show a statement; None where none does."""
        statement = self._statements[seq]
        gone = self._withdrawn.get(seq, NEVER)
        known = statement.published or self._recorded[seq]
        return None if gone <= known or seq in self._hidden else (known, gone, statement)

    def statements(self, as_of: date) -> list[Statement]:
        """What is known on a day, sorted by publication (unknown first), document, start, id; origins as then known."""
        shown = [s for known, gone, s in self.shown if known <= as_of < gone]
        assigned = {subject: found for subject, a in self.origins.items() if (found := a.on(as_of))}
        return [self._as_assigned(s, assigned) for s in shown] if assigned else shown

    def _as_assigned(self, statement: Statement, origins: dict[str, str]) -> Statement:
        assigned = origins.get(statement.id) or origins.get(statement.document)
        return statement if assigned is None else self._with_assigned(statement, assigned)

    def _with_assigned(self, statement: Statement, origin: str) -> Statement:
        """The statement with an origin that was assigned to it: the same object each time."""
        if origin == statement.origin:
            return statement
        held = self._reassigned.get((id(statement), origin))
        if held is None or held[0] is not statement:
            held = self._reassigned[id(statement), origin] = (statement, with_origin(statement, origin))
        return held[1]

    def _assigned(self, subject: str, as_of: date) -> str | None:
        assignments = self.origins.get(subject)
        return assignments.on(as_of) if assignments else None

    def moves(self) -> dict[date, tuple[list[Statement], list[Statement]]]:
        """For each day on which views change, the statements that come and those that are gone from that day on.

        A statement whose origin becomes another is gone and comes again with the new one.
        """
        found: dict[date, tuple[list[Statement], list[Statement]]] = {}
        for known, gone, statement in self.shown:
            days = [known]
            for subject in (statement.id, statement.document) if self.origins else ():
                if (assignments := self.origins.get(subject)) is not None:
                    days += [day for day in assignments.days if known < day < gone]
            before: Statement | None = None
            for day in sorted(days):
                assigned = self._assigned(statement.id, day) or self._assigned(statement.document, day)
                now = statement if assigned is None else self._with_assigned(statement, assigned)
                if now is not before:
                    come, left = found.setdefault(day, ([], []))
                    come.append(now)
                    if before is not None:
                        left.append(before)
                before = now
            if gone != NEVER and before is not None:
                found.setdefault(gone, ([], []))[1].append(before)
        return found

    def documents(self, as_of: date) -> list[SourceDocument]:
        """The version of each document that is known on a day, sorted by day, then id."""
        latest = (self.version(id_, as_of) for id_ in self.versions)
        found = [self._with_origin(v.document, as_of) for v in latest if v]
        return sorted(found, key=lambda d: (d.published or date.min, d.id))

    def version(self, document: str, as_of: date) -> Version | None:
        """The version of a document known on a day: the newest edition, as it was last recorded."""
        known = [v for v in self.versions.get(document, ()) if v.known <= as_of]
        return max(known, key=lambda v: (v.known, v.seq), default=None)

    def _with_origin(self, document: SourceDocument, as_of: date) -> SourceDocument:
        assigned = self._assigned(document.id, as_of)
        return replace(document, origin=assigned) if assigned else document

    def days(self) -> list[date]:
        """Every day on which some view may differ from that of the day before, sorted."""
        days = set(map(_KNOWN, self.shown)) | set(map(_GONE, self.shown))
        days.update(v.known for versions in self.versions.values() for v in versions)
        for assignments in self.origins.values():
            days.update(assignments.days)
        return sorted(days - {NEVER, date.min})


def _sorted(shown: Iterable[Shown]) -> list[Shown]:
    """In the order of views: publication (unknown first), document, start, id. Sorting each document is quicker."""
    groups: dict[tuple[date, str], list[Shown]] = {}
    for item in shown:
        s = item[2]
        groups.setdefault((s.published or date.min, s.document), []).append(item)
    ordered: list[Shown] = []
    for key in sorted(groups):
        ordered += sorted(groups[key], key=_within_document)
    return ordered


def _place(item: Shown) -> tuple[date, str, int, str]:
    return arrival(item[2])


def _within_document(item: Shown) -> tuple[int, str]:
    start = item[2].start
    return (-1 if start is None else start, item[2].id)


def _overruled(connection: sqlite3.Connection, coder: str | None) -> set[int]:
    """Statements that no view shows because of what a person decided, with `coder` by that coder's decisions alone.

    The latest decision on a coding stands; what was taken back counts for nothing. A rejected or corrected coding is
    hidden; so is the result of a correction that a later decision replaced, with all that was made of it; and a later
    reading's coding of a mention that a person has settled.
    """
    latest: dict[str | int, tuple[int, str, str, int, str]] = {}
    made_of: dict[int, str | int] = {}
    hidden: set[int] = set()
    dead: set[int] = set()
    for digest, target, maker, mention, version, reader, seq, decision in connection.execute(
        "SELECT s.digest, s.seq, s.decision, s.mention, s.version, s.coder_version, d.seq, d.decision"
        " FROM standing_decisions d JOIN statements s ON s.seq = d.statement WHERE ?1 IS NULL OR d.coder = ?1"
        " ORDER BY d.seq",
        (coder,),
    ):
        key = digest if maker is None else target
        latest[key] = (seq, decision, mention, version, reader)
        made_of[seq] = key
    for result, maker in connection.execute(
        "SELECT seq, decision FROM statements WHERE decision IS NOT NULL ORDER BY seq"
    ):
        target = made_of.get(maker)  # None where the decision was taken back
        own = latest.get(result)
        if target is None or latest[target][0] != maker or target in dead:
            dead.add(result)
        elif own and own[1] != "confirm":
            hidden.add(result)
    hidden |= dead
    for key, (_, decision, mention, version, reader) in latest.items():
        if isinstance(key, str) and decision != "confirm":
            query = "SELECT seq FROM statements WHERE digest = ? AND decision IS NULL"
            hidden.update(_column(connection, query, key))
        if isinstance(key, str) and decision != "reject":
            query = (
                "SELECT seq, digest FROM statements WHERE mention = ? AND (version > ? OR coder_version != ?)"
                " AND decision IS NULL"
            )
            rows = connection.execute(query, (mention, version, reader))
            hidden.update(seq for seq, other in rows if other not in latest)
    return hidden


def _column(connection: sqlite3.Connection, query: str, *values: Any) -> Iterable[int]:
    return [row[0] for row in connection.execute(query, values)]
