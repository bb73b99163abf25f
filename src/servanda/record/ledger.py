"""The evidence record: one append-only SQLite file, many readers and one writer at a time, views as of any day."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from servanda.documents import Document
from servanda.errors import InputError, RecordError, UsageError
from servanda.reading.model import Furniture
from servanda.record import coding, search, writing
from servanda.record.decided import Decided, decided
from servanda.record.difference import Step
from servanda.record.events import Grouper, Groupers
from servanda.record.kept import Kept, rules_of
from servanda.record.model import SourceDocument
from servanda.record.snapshot import Snapshot, state
from servanda.record.standing import NO_INTERESTS, Interests
from servanda.record.store import Store
from servanda.record.view import RecordView
from servanda.record.whole import whole_key
from servanda.record.writing import Counts, stamp
from servanda.statement import Statement

#: How many views are kept for being asked again.
_VIEWS_KEPT = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a statement's history: on `day`, `who` did `what`, and why; `effective` is the day it counts from."""

    recorded: str
    what: str
    who: str
    why: str = ""
    effective: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """The entry for programs."""
        return {
            "recorded": self.recorded, "what": self.what, "who": self.who, "why": self.why,
            "effective": self.effective,
        }  # fmt: skip


class Record(AbstractContextManager["Record"]):
    """The ledger of a case. Safe to use from several threads and processes; a view never changes under its reader.

    Errors are RecordError: SV401 a version that cannot be read, SV402 damaged, SV403 locked, SV404 not writable,
    SV405 a quote that does not stand, SV406 no such statement, SV407 a faulty import, SV408 no record yet.
    """

    def __init__(self, store: Store, interests: Interests, coder: str | None = None) -> None:
        self._store = store
        self._interests = interests
        self._lock = threading.Lock()
        kept = Kept(store.path, lambda: rules_of(interests))
        self._snapshot = Snapshot(kept, coder)
        self._groupers = Groupers(interests, kept)
        self._views: dict[date, RecordView] = {}

    @classmethod
    def open(
        cls, path: Path, *, create: bool = True, interests: Interests = NO_INTERESTS, busy_seconds: float = 10.0
    ) -> "Record":
        """Opens the record at `path`, making or migrating it where need be.

        `interests` says who speaks for which party and how sources are graded; without it nobody is interested.
        `busy_seconds` is how long to wait for another process's lock before SV403.
        """
        return cls(Store(path, create=create, busy_seconds=busy_seconds), interests)

    def as_coded_by(self, coder: str) -> "Record":
        """The same record, in whose views of people's decisions only this coder's count: what a blind coder may see.

        It shares the file with this one, and is closed with it.
        """
        return Record(self._store, self._interests, coder)

    def close(self) -> None:
        """Closes the file; views that were opened stay usable, the texts of their documents aside."""
        self._store.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What goes in

    def add(
        self,
        document: Document,
        published: date | None,
        basis: str,
        statements: Sequence[Statement],
        *,
        recorded: datetime,
        furniture: Sequence[Furniture] = (),
        display: Mapping[str, Any] | None = None,
        fingerprint: bytes | None = None,
        origin: str = "",
        reader_version: str | None = None,
    ) -> bool:
        """Adds a document and its statements in one transaction. False, and nothing added, where it is there already.

        The same document is one of the same id, text (`sha256`) and `reader_version` (absent: the statements' own). A
        changed text or a new reading takes the place of the old; a text published on another day is an edition, and
        each edition holds until the next. `basis` is how `published` is known. `furniture` and `display` (JSON: spans
        of attributions and times) are kept for showing. Raises RecordError (SV405) for a quote that does not stand at
        its span; then nothing is added.
        """
        writing.check_spans(document, statements)
        if reader_version is None:
            reader_version = max((s.coder_version for s in statements), default="")
        shown = {**(display or {}), "furniture": [f.to_json() for f in furniture]}
        try:
            with self._store.writing() as connection:
                return writing.add_document(
                    connection, document, published, basis, statements, recorded=recorded,
                    reader_version=reader_version, display=shown, fingerprint=fingerprint,
                    origin=origin or document.publisher or document.id,
                )  # fmt: skip
        except UnicodeEncodeError as error:
            raise InputError("the text holds half a character", code="SV104", file=document.id) from error

    def has(self, document: str, sha256: str, reader_version: str) -> bool:
        """Whether that very document is there, as read by that version: reading it again would add nothing."""
        with self._store.reading() as connection:
            row = connection.execute(
                "SELECT 1 FROM documents d WHERE id = ? AND sha256 = ? AND reader_version = ? AND seq ="
                " (SELECT max(seq) FROM documents e WHERE e.id = d.id AND e.published IS d.published)",
                (document, sha256, reader_version),
            ).fetchone()
        return row is not None

    def add_facts(self, table: str, statements: Sequence[Statement], *, recorded: datetime, sha256: str) -> Counts:
        """Brings a facts table's statements to what the table says now, in one transaction.

        Rows that are gone are withdrawn as if they had never stood, new ones added, unchanged ones kept even where
        they moved to another line.
        """
        with self._store.writing() as connection:
            return writing.add_table(connection, table, statements, recorded=recorded, sha256=sha256)

    def withdraw(
        self, statement_id: str, *, by: str, why: str, recorded: datetime, effective: date | None = None
    ) -> None:
        """Withdraws a statement. Without `effective` it never stood (a coder's error); with a day, views from then on
        do not show it. Raises RecordError (SV406) where there is no such statement."""
        with self._store.writing() as connection:
            seq = coding.latest(connection, statement_id)
            writing.withdraw(connection, [seq], by=by, why=why, effective=effective, moment=recorded)

    def decide(
        self,
        statement_id: str,
        *,
        coder: str,
        decision: str,
        changes: Mapping[str, Any] | None = None,
        why: str = "",
        recorded: datetime,
    ) -> Statement | None:
        """Notes what a person decided of a statement, beside what is there; the person's latest decision wins in views.

        `confirm` keeps it, also against later readings of the same words; `reject` hides it (None comes back);
        `correct` puts a statement of the person's in its place, with `changes` made to it (keys as in
        `coding.CORRECTABLE`). Raises RecordError (SV406) for an unknown id, UsageError (SV601) for a faulty change.
        """
        with self._store.writing() as connection:
            return coding.decide(
                connection, coding.latest(connection, statement_id), coder=coder, decision=decision,
                changes=changes or {}, why=why, recorded=recorded,
            )  # fmt: skip

    def undo(self, statement_id: str, *, coder: str, why: str = "", recorded: datetime) -> str:
        """Takes back the coder's last decision on a statement that still stands, as an entry of its own; which it was.

        What the decision had changed in views is as it was before. Raises RecordError (SV406) for an unknown id,
        UsageError (SV601) where the coder has no decision to take back.
        """
        with self._store.writing() as connection:
            return coding.undo(connection, statement_id, coder=coder, why=why, recorded=recorded)

    def set_origins(self, origins: Mapping[str, str], *, recorded: datetime, effective: date) -> int:
        """Assigns origins to statements or whole documents (by id), known to views from `effective` on.

        Nothing is overwritten: a view takes the assignment with the latest `effective` day that it knows, and of those
        the one recorded last; a statement's own goes before its document's. Assignments that change nothing are left
        out; how many were added comes back.
        """
        day = effective.isoformat()
        with self._store.writing() as connection:
            rows = []
            for subject, origin in sorted(origins.items()):
                last = connection.execute(
                    "SELECT origin FROM origins WHERE subject = ? AND effective <= ? ORDER BY effective DESC, seq DESC",
                    (subject, day),
                ).fetchone()
                if last is None or last[0] != origin:
                    rows.append((subject, origin, day, stamp(recorded)))
            connection.executemany(
                "INSERT INTO origins (subject, origin, effective, recorded) VALUES (?, ?, ?, ?)", rows
            )
            return len(rows)

    # What comes out

    def view(self, as_of: date) -> RecordView:
        """The record as it could be known on a day. Asking again for a day is free until something is added."""
        with self._lock:
            with self._store.reading() as connection:
                self._catch_up(connection)
            view = self._views.get(as_of)
            if view is None:
                view = RecordView(self._snapshot, as_of, self._groupers, self._body)
                self._views[as_of] = view
                if len(self._views) > _VIEWS_KEPT:
                    del self._views[next(iter(self._views))]
            return view

    def state(self) -> tuple[int, ...]:
        """How far the record has grown, whoever wrote to it; as long as it is the same, so is every view."""
        with self._store.reading() as connection:
            return state(connection)

    def key(self) -> tuple[tuple[int, ...], str]:
        """Its state, and a key of all that it holds then, which no other record shares."""
        with self._store.reading() as connection:
            return state(connection), whole_key(connection)

    def steps(self, days: Iterable[date], wanted: Callable[[Statement], bool] | None = None) -> Iterator[Step]:
        """How the events change from one day to the next of these, which ascend; the first has all of its own.

        The steps up to a day come to the events of its view. It costs what changes, so many days of a large record are
        gone through at once; what is written meanwhile does not show. With `wanted`, events are made of those
        statements alone: ask for all of a type and mode, and for all of an event key, or none.
        """
        with self._lock:
            with self._store.reading() as connection:
                self._catch_up(connection)
            changes = self._snapshot.moves()
        return _steps(changes, days, Grouper(self._interests), wanted)

    def knowledge_days(self) -> list[date]:
        """The days on which what is known changes, sorted; views between two of them are the same."""
        with self._lock, self._store.reading() as connection:
            self._catch_up(connection)
            return self._snapshot.days()

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        """Takes in what was added since. Called under the lock."""
        if self._snapshot.advance(connection):
            self._views.clear()
            self._snapshot.keep(connection)

    def search(self, query: str, *, as_of: date, speaker: str | None = None, limit: int | None = 50) -> list[Statement]:
        """Statements known on the day in whose quote or note all the words occur, the best match first.

        "Quoted words" must stand together, `word*` finds beginnings; anything else typed is harmless. `speaker` asks
        that somebody of that name, case aside, is in the chain of speakers or is the source.
        """
        if limit is not None and limit < 1:
            raise UsageError("the limit is faulty", found=str(limit), expected="1 or more")
        view = self.view(as_of)
        found: dict[str, Statement] = {}
        with self._store.reading() as connection:
            for id_ in search.ranked(connection, query):
                statement = view.statement(id_)
                if statement and (speaker is None or _spoken_by(statement, speaker)):
                    found[id_] = statement
                if limit is not None and len(found) >= limit:
                    break
        return list(found.values())

    def document(self, id: str) -> SourceDocument | None:
        """What is known of a document in its newest version; None where there is none."""
        self.knowledge_days()
        version = self._snapshot.version(id, date.max)
        return version.document if version else None

    def own_origins(self) -> dict[str, str]:
        """The origin that each document's newest version was added with, whatever has been assigned since, by id."""
        self.knowledge_days()
        newest = (self._snapshot.version(id_, date.max) for id_ in self._snapshot.versions)
        return {v.document.id: v.document.origin for v in newest if v}

    def text(self, id: str) -> str | None:
        """The text of a document's newest version; None for a facts table or an unknown document."""
        self.knowledge_days()
        version = self._snapshot.version(id, date.max)
        return self._body(version.seq) if version else None

    def display(self, id: str) -> dict[str, Any]:
        """What was kept of a document's reading for showing it: `furniture` and what `add` was given as `display`."""
        self.knowledge_days()
        version = self._snapshot.version(id, date.max)
        if version is None:
            raise RecordError("there is no such document", code="SV406", found=repr(id))
        with self._store.reading() as connection:
            row = connection.execute("SELECT display FROM documents WHERE seq = ?", (version.seq,)).fetchone()
        shown: dict[str, Any] = json.loads(row[0])
        return shown

    def fingerprints(self, only: Iterable[str] | None = None) -> dict[str, bytes]:
        """The fingerprint of each document's newest version, where it has one, by document id; `only` of some."""
        self.knowledge_days()
        wanted = self._snapshot.versions if only is None else only
        newest = {v.seq: id_ for id_ in wanted if (v := self._snapshot.version(id_, date.max))}
        query = "SELECT seq, fingerprint FROM documents WHERE fingerprint IS NOT NULL"
        with self._store.reading() as connection:
            rows: Iterable[tuple[int, bytes]] = connection.execute(query)
            if only is not None:
                rows = (row for seq in newest for row in connection.execute(f"{query} AND seq = ?", (seq,)))
            return {newest[seq]: fingerprint for seq, fingerprint in rows if seq in newest}

    def kept(self, rules: Callable[[], str]) -> Kept:
        """What other rooms keep beside the record, under rules of their own."""
        return Kept(self._store.path, rules)

    def history(self, statement_id: str) -> list[Entry]:
        """All that ever happened to a statement, in the order in which it was recorded. Raises RecordError (SV406)."""
        with self._store.reading() as connection:
            coding.latest(connection, statement_id)
            return [Entry(*line) for line in coding.history(connection, statement_id)]

    def stored(self, statement_id: str) -> Statement:
        """A statement as it was added, whether a view shows it or not. Raises RecordError (SV406)."""
        with self._store.reading() as connection:
            return writing.fetch(connection, coding.latest(connection, statement_id))

    def decided(self) -> tuple[Decided, ...]:
        """Every decision of a person that was not taken back, in order, with the coding that it speaks of."""
        with self._store.reading() as connection:
            return decided(connection)

    def coders(self) -> tuple[str, ...]:
        """The people whose decisions stand, sorted."""
        with self._store.reading() as connection:
            rows = connection.execute("SELECT DISTINCT coder FROM standing_decisions ORDER BY coder")
            return tuple(name for (name,) in rows)

    # People's codings out and in

    def codings(self) -> Iterable[dict[str, Any]]:
        """People's own codings, each with the words and surroundings by which `import_` finds its place again."""
        from servanda.record.transfer import codings

        with self._store.reading() as connection:
            return codings(connection)

    def export(self, target: Any) -> int:
        """Writes people's own codings as JSON lines to a path or text stream; how many lines."""
        from servanda.record.transfer import write_lines

        return write_lines(self.codings(), target)

    def import_(self, lines: Iterable[str], *, name: str = "import", recorded: datetime) -> int:
        """Takes back what `export` wrote; how many codings were new. What is there already adds nothing.

        Good lines are kept; then Faults with a RecordError (SV407) for each bad one, by its line, are raised.
        """
        from servanda.record.transfer import take

        with self._store.writing() as connection:
            added, faults = take(connection, lines, name=name, recorded=recorded)
        if faults is not None:
            raise faults
        return added

    def _body(self, version: int) -> str | None:
        with self._store.reading() as connection:
            row: sqlite3.Row | None = connection.execute(
                "SELECT body FROM documents WHERE seq = ?", (version,)
            ).fetchone()
        return row[0] if row else None


def _steps(
    changes: Mapping[date, tuple[Sequence[Statement], Sequence[Statement]]],
    days: Iterable[date],
    grouper: Grouper,
    wanted: Callable[[Statement], bool] | None,
) -> Iterator[Step]:
    """See `Record.steps`."""
    left = sorted(changes, reverse=True)
    for day in days:
        come: dict[int, Statement] = {}
        gone: list[Statement] = []
        while left and left[-1] <= day:
            new, old = changes[left.pop()]
            gone += (s for s in old if (wanted is None or wanted(s)) and come.pop(id(s), None) is None)
            come |= {id(s): s for s in new if wanted is None or wanted(s)}
        found = grouper.change(come.values(), gone)
        yield Step(day, found.gone, found.come)


def _spoken_by(statement: Statement, speaker: str) -> bool:
    wanted = speaker.casefold()
    return any(name.casefold() == wanted for name in (*statement.speakers, statement.source))
