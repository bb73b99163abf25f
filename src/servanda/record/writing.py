"""What goes into the ledger: documents with their statements, facts tables, editions that take the place of others."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from servanda.documents import Document
from servanda.errors import RecordError
from servanda.record.anchor import find
from servanda.record.rows import COLUMNS, SELECTED, Decoder, digest, mention, to_row
from servanda.statement import Statement

#: Who withdrew what a newer reading or table took the place of.
RECORD = "record"
_REPLACED = "a newer version of the document took its place"

_INSERT = (
    "INSERT INTO statements (version, digest, mention, decision, recorded, "
    + ", ".join(f'"{c}"' for c in COLUMNS)
    + f") VALUES ({', '.join('?' * (len(COLUMNS) + 5))})"
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a changed table came to: statements added, withdrawn and kept."""

    added: int = 0
    withdrawn: int = 0
    kept: int = 0


def stamp(moment: datetime) -> str:
    """A moment as the ledger writes it."""
    return moment.isoformat(timespec="seconds")


def insert(
    connection: sqlite3.Connection,
    statements: Iterable[Statement],
    version: int,
    moment: datetime,
    decision: int | None = None,
) -> int:
    """Adds statements under a version of their document; how many. Raises RecordError (SV409) for an id in use."""
    recorded = stamp(moment)
    rows = []
    for s in statements:
        other = connection.execute(
            "SELECT document FROM statements WHERE id = ? AND document != ? LIMIT 1", (s.id, s.document)
        ).fetchone()
        if other:
            raise RecordError(
                "a statement's id is taken by another document", code="SV409", file=s.document,
                place=f"row {s.row}" if s.row else None, found=f"{s.id}, which stands in {other[0]}",
            )  # fmt: skip
        rows.append((version, digest(s), mention(s), decision, recorded, *to_row(s)))
    connection.executemany(_INSERT, rows)
    return len(rows)


def withdraw(
    connection: sqlite3.Connection, seqs: Iterable[int], *, by: str, why: str, effective: date | None, moment: datetime
) -> None:
    """Withdraws statements: with no effective day they never stood, else they are gone from that day on."""
    day = effective.isoformat() if effective else None
    connection.executemany(
        "INSERT INTO withdrawals (statement, effective, by_whom, why, recorded) VALUES (?, ?, ?, ?, ?)",
        [(seq, day, by, why, stamp(moment)) for seq in seqs],
    )


def check_spans(document: Document, statements: Sequence[Statement]) -> None:
    """Raises RecordError (SV405) for a statement whose quote does not stand at its span of the document."""
    for s in statements:
        stands = None if s.start is None or s.end is None else document.text[s.start : s.end]
        if s.document != document.id or s.quote is None or stands != s.quote:
            raise RecordError(
                "a statement's quote does not stand at its span", code="SV405", file=document.id,
                place=f"characters {s.start} to {s.end}", found=repr(stands), expected=repr(s.quote),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Edition:
    """A version of a document and the day from which it is known; `seq` is that of the version recorded last."""

    seq: int
    published: date | None
    sha256: str
    reader_version: str


def _editions(connection: sqlite3.Connection, document: str) -> dict[date | None, _Edition]:
    """The editions of a document by day of publication, each as it was last recorded."""
    found = {}
    for seq, published, sha256, reader in connection.execute(
        "SELECT seq, published, sha256, reader_version FROM documents WHERE id = ? ORDER BY seq", (document,)
    ):
        day = date.fromisoformat(published) if published else None
        found[day] = _Edition(seq, day, sha256, reader)
    return found


def add_document(
    connection: sqlite3.Connection,
    document: Document,
    published: date | None,
    basis: str,
    statements: Sequence[Statement],
    *,
    recorded: datetime,
    reader_version: str,
    display: Mapping[str, Any],
    fingerprint: bytes | None,
    origin: str,
) -> bool:
    """Adds a document with its statements within the caller's transaction; False where it is there already.

    A version of the same day of publication (or where either day is unknown) takes the place of the one before,
    which then never stood. A version published on another day is an edition: each holds until the next comes out,
    in whatever order they arrive. What people coded stays as long as its words stand.
    """
    editions = _editions(connection, document.id)
    before = editions.get(published)
    if before and (before.sha256, before.reader_version) == (document.sha256, reader_version):
        return False
    if before is None and editions and (published is None or None in editions):
        before = max(editions.values(), key=lambda e: e.seq)
        if (before.sha256, before.reader_version) == (document.sha256, reader_version):
            return False
    days = sorted(d for d in editions if d) if published and before is None else []
    earlier = max((d for d in days if published and d < published), default=None)
    later = min((d for d in days if published and d > published), default=None)
    version = connection.execute(
        "INSERT INTO documents (id, sha256, reader_version, body, length, publisher, title, url, path, published,"
        " published_basis, origin, fingerprint, display, recorded)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id, document.sha256, reader_version, document.text, len(document.text), document.publisher,
            document.title, document.url, document.path, published.isoformat() if published else None, basis, origin,
            fingerprint, json.dumps(display, ensure_ascii=False), stamp(recorded),
        ),
    ).lastrowid  # fmt: skip
    assert version is not None
    if before:
        _replace(connection, document, before.published, version, statements, recorded)
        return True
    insert(connection, statements, version, recorded)
    if earlier:
        seqs = [seq for seq, *_ in _standing(connection, document.id, earlier)]
        withdraw(connection, seqs, by=RECORD, why=_REPLACED, effective=published, moment=recorded)
    if later:
        seqs = [seq for (seq,) in connection.execute("SELECT seq FROM statements WHERE version = ?", (version,))]
        withdraw(connection, seqs, by=RECORD, why=_REPLACED, effective=later, moment=recorded)
    return True


_LAST = "(SELECT w.{} FROM withdrawals w WHERE w.statement = s.seq ORDER BY w.seq DESC LIMIT 1)"


def _standing(
    connection: sqlite3.Connection, document: str, published: date | None = None, *, table: bool = False
) -> list[tuple[int, str, int | None, bool, str | None]]:
    """A document's or edition's statements that stand, or that a person withdrew: seq, digest, decision, which, effect.

    What the record itself withdrew for good is left out; a person's withdrawal is kept in sight, so that reading the
    same words again does not undo it.
    """
    rows = connection.execute(
        f"SELECT s.seq, s.digest, s.decision, {_LAST.format('by_whom')}, {_LAST.format('effective')}"
        " FROM statements s JOIN documents d ON d.seq = s.version"
        " WHERE s.document = ? AND (? OR d.published IS ?) ORDER BY s.seq",
        (document, table, published.isoformat() if published else None),
    )
    return [
        (seq, key, decision, by is not None and by != RECORD, effective)
        for seq, key, decision, by, effective in rows
        if not (by == RECORD and effective is None)
    ]


def _replace(
    connection: sqlite3.Connection,
    document: Document,
    day: date | None,
    version: int,
    statements: Sequence[Statement],
    moment: datetime,
) -> None:
    """Puts a new reading of an edition in the place of the old: what both have is kept, people's codings move along."""
    wanted = {digest(s): s for s in statements}
    decided = {
        seq
        for (seq,) in connection.execute(
            "SELECT s.seq FROM standing_decisions d JOIN statements s ON s.seq = d.statement WHERE s.document = ?",
            (document.id,),
        )
    }
    gone = []
    until: str | None = None
    for seq, key, decision, by_person, effective in _standing(connection, document.id, day):
        if not by_person:
            until = effective or until
        if wanted.pop(key, None) is not None or by_person:
            continue
        if decision is not None or seq in decided:
            moved = _moved(connection, seq, document)
            if moved is not None and moved.start is not None and digest(moved) == key:
                continue
            if moved is not None:
                wanted.pop(digest(moved), None)
                _carry(connection, seq, moved, version, moment)
        gone.append(seq)
    withdraw(connection, gone, by=RECORD, why=_REPLACED, effective=None, moment=moment)
    insert(connection, wanted.values(), version, moment)
    if until:  # a later edition has come out: the new reading of this one holds until then, too
        seqs = [seq for (seq,) in connection.execute("SELECT seq FROM statements WHERE version = ?", (version,))]
        effective_day = date.fromisoformat(until)
        withdraw(connection, seqs, by=RECORD, why=_REPLACED, effective=effective_day, moment=moment)


def fetch(connection: sqlite3.Connection, seq: int) -> Statement:
    """The statement of a row."""
    row = connection.execute(f"SELECT {SELECTED} FROM statements WHERE seq = ?", (seq,)).fetchone()
    return Decoder().statement(row)


def _moved(connection: sqlite3.Connection, seq: int, document: Document) -> Statement | None:
    """A person's coding at the place where its words stand in the new text; None where they do not any more."""
    old = fetch(connection, seq)
    if old.quote is None or old.start is None:
        return None
    start = find(document.text, old.quote, near=old.start)
    if start is None:
        return None
    if start == old.start:
        return old
    head = None if old.head is None else old.head - old.start + start
    return replace(old, start=start, end=start + len(old.quote), head=head, id="")


def _carry(connection: sqlite3.Connection, seq: int, moved: Statement, version: int, moment: datetime) -> None:
    """Repeats the decision that settled a coding, for the coding at its new place."""
    decided = connection.execute(
        "SELECT seq, coder, decision, changes, why, recorded FROM standing_decisions WHERE statement = ?"
        " ORDER BY seq DESC",
        (seq,),
    ).fetchone()
    maker = connection.execute("SELECT decision FROM statements WHERE seq = ?", (seq,)).fetchone()[0]
    insert(connection, [moved], version, moment, maker)
    if decided:
        new = connection.execute("SELECT max(seq) FROM statements WHERE id = ?", (moved.id,)).fetchone()[0]
        connection.execute(
            "INSERT INTO decisions (statement, coder, decision, changes, why, recorded) VALUES (?, ?, ?, ?, ?, ?)",
            (new, *decided[1:]),
        )


def add_table(
    connection: sqlite3.Connection,
    table: str,
    statements: Sequence[Statement],
    *,
    recorded: datetime,
    sha256: str,
) -> Counts:
    """Brings the statements of a facts table to what the table says now, within the caller's transaction.

    Rows are matched by what they say; one that only moved keeps its statement and is given its new line.
    """
    last = connection.execute("SELECT sha256 FROM documents WHERE id = ? ORDER BY seq DESC", (table,)).fetchone()
    standing = _standing(connection, table, table=True)
    if last and last[0] == sha256:
        return Counts(kept=len(standing))
    version = connection.execute(
        "INSERT INTO documents (id, sha256, reader_version, body, length, published_basis, origin, display, recorded)"
        " VALUES (?, ?, '', NULL, 0, 'given', ?, '{}', ?)",
        (table, sha256, table, stamp(recorded)),
    ).lastrowid
    assert version is not None
    seen: Counter[str] = Counter()
    wanted: dict[tuple[str, int], Statement] = {}
    for s in statements:
        key = digest(s)
        wanted[key, seen[key]] = s
        seen[key] += 1
    rows = dict(connection.execute('SELECT seq, "row" FROM statements WHERE document = ?', (table,)))
    rows.update(
        connection.execute(
            'SELECT p.statement, p."row" FROM places p JOIN statements s ON s.seq = p.statement'
            " WHERE s.document = ? ORDER BY p.seq",
            (table,),
        )
    )
    seen.clear()
    gone, moves = [], []
    kept = 0
    for seq, key, decision, _, _ in standing:
        if decision is not None:  # a person's coding of a row stands beside the row
            continue
        found = wanted.pop((key, seen[key]), None)
        seen[key] += 1
        if found is None:
            gone.append(seq)
            continue
        kept += 1
        if found.row is not None and rows.get(seq) != found.row:
            moves.append((seq, found.row))
    withdraw(connection, gone, by=RECORD, why=_REPLACED, effective=None, moment=recorded)
    withdraw(connection, _orphans(connection, table, gone), by=RECORD, why=_REPLACED, effective=None, moment=recorded)
    connection.executemany('INSERT INTO places (statement, "row") VALUES (?, ?)', moves)
    added = insert(connection, wanted.values(), version, recorded)
    return Counts(added, len(gone), kept)


def _orphans(connection: sqlite3.Connection, table: str, gone: Sequence[int]) -> list[int]:
    """What people made of rows that are gone: a correction of a row falls with the row."""
    fallen = set(gone)
    found = []
    for seq, target in connection.execute(
        "SELECT s.seq, d.statement FROM statements s JOIN decisions d ON d.seq = s.decision"
        " WHERE s.document = ? ORDER BY s.seq",
        (table,),
    ):
        if target in fallen:
            fallen.add(seq)
            found.append(seq)
    return found
