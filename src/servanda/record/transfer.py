"""People's own codings out of the record as JSON lines, and back into this or a rebuilt one.

A coding travels with its words, their place and their surroundings, so that it finds its statement again where ids
have changed because another version of the reader coded the text anew.
"""

import json
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

from servanda.days import parse_day
from servanda.errors import Faults, RecordError, ServandaError
from servanda.record import coding, writing
from servanda.record.anchor import find, surroundings
from servanda.record.rows import COLUMNS, Decoder, digest, mention, to_row
from servanda.statement import Statement

#: The version of the format, in every line.
FORMAT = 1
_LISTS = ("speakers", "actors", "recipients")
_KINDS = ("event", "quantity", "unknown", "gap", "coverage")
_NUMBERS = ("lat", "lon", "value", "certainty")
_COUNTS = ("start", "end", "head", "row")


def codings(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """People's decisions, what they took back, and withdrawals, in the order in which they were recorded."""
    found: list[tuple[str, float, dict[str, Any]]] = []
    for number, seq, coder, decision, changes, why, recorded, back_why, back in connection.execute(
        "SELECT d.seq, d.statement, d.coder, d.decision, d.changes, d.why, d.recorded, u.why, u.recorded"
        " FROM decisions d LEFT JOIN undone u ON u.decision = d.seq ORDER BY d.seq"
    ):
        made = {"decision": decision, "coder": coder, "changes": json.loads(changes), "why": why}
        head = _head(connection, seq)
        found.append((recorded, number, {**head, **made, "recorded": recorded}))
        if back is not None:
            of = {"decision": decision, "changes": made["changes"], "recorded": recorded}
            undo = {"decision": "undo", "coder": coder, "of": of, "why": back_why, "recorded": back}
            found.append((back, number + 0.5, {**head, **undo}))
    for number, (seq, effective, by, why, recorded) in enumerate(
        connection.execute(
            "SELECT statement, effective, by_whom, why, recorded FROM withdrawals WHERE by_whom != ? ORDER BY seq",
            (writing.RECORD,),
        )
    ):
        made = {"decision": "withdraw", "coder": by, "effective": effective, "why": why}
        found.append((recorded, number, {**_head(connection, seq), **made, "recorded": recorded}))
    return [line for _, _, line in sorted(found, key=lambda item: item[:2])]


def _head(connection: sqlite3.Connection, seq: int) -> dict[str, Any]:
    s = writing.fetch(connection, seq)
    told = dict(zip(COLUMNS, to_row(s), strict=True))
    told.update((name, list(getattr(s, name))) for name in _LISTS)
    line: dict[str, Any] = {"servanda": FORMAT, "statement": told}
    body = connection.execute(
        "SELECT d.body FROM statements s JOIN documents d ON d.seq = s.version WHERE s.seq = ?", (seq,)
    ).fetchone()[0]
    if body is not None and s.start is not None and s.end is not None:
        line["prefix"], line["suffix"] = surroundings(body, s.start, s.end)
    return line


def write_lines(lines: Iterable[Mapping[str, Any]], target: Path | str | TextIO) -> int:
    """Writes objects as JSON lines to a path or an open text stream; how many. Raises RecordError (SV404)."""
    if isinstance(target, str | Path):
        try:
            with Path(target).open("w", encoding="utf-8", newline="\n") as stream:
                return write_lines(lines, stream)
        except OSError as error:
            raise RecordError(
                "the export cannot be written", code="SV404", file=str(target), found=error.strerror
            ) from error
    written = [json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines]
    target.writelines(written)
    return len(written)


def take(
    connection: sqlite3.Connection, lines: Iterable[str], *, name: str, recorded: datetime
) -> tuple[int, Faults | None]:
    """Takes codings in within the caller's transaction: how many were new, and the faults of the lines that are bad."""
    added = 0
    faults: list[ServandaError] = []
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        connection.execute("SAVEPOINT line")
        try:
            added += _take_line(connection, text, recorded)
        except (ServandaError, ValueError, RecursionError) as error:
            connection.execute("ROLLBACK TO line")
            faults.append(_fault(error, name, number))
        finally:
            connection.execute("RELEASE line")
    return added, Faults(faults) if faults else None


def _fault(error: Exception, name: str, number: int) -> RecordError:
    place = f"line {number}"
    if isinstance(error, ServandaError):
        within = f"{place}, {error.place}" if error.place else place
        return RecordError(
            error.message, code="SV407", file=name, place=within, found=error.found, expected=error.expected
        )
    found = "no JSON" if isinstance(error, json.JSONDecodeError | RecursionError) else str(error)
    return RecordError("the line is no coding", code="SV407", file=name, place=place, found=found)


def _take_line(connection: sqlite3.Connection, text: str, now: datetime) -> bool:
    """Takes one line in; False where it is there already."""
    line = json.loads(text)
    if not isinstance(line, dict) or line.get("servanda") != FORMAT:
        expected = f"an object with servanda: {FORMAT}, as export writes it"
        raise RecordError("the line is no coding", code="SV407", found=text.strip()[:80], expected=expected)
    statement = _statement(_field(line, "statement", dict))
    coder, decision, why = (_field(line, key, str) for key in ("coder", "decision", "why"))
    moment = _moment(_field(line, "recorded", str))
    seq = _target(connection, statement, str(line.get("prefix", "")), str(line.get("suffix", "")), now)
    if decision == "withdraw":
        effective = line.get("effective")
        day = None if effective is None else parse_day(effective)
        return _withdraw(connection, seq, coder, why, day, moment)
    if decision == "undo":
        return _undo(connection, seq, coder, why, _field(line, "of", dict), moment)
    changes = _field(line, "changes", dict)
    there = connection.execute(
        "SELECT 1 FROM decisions WHERE statement = ? AND coder = ? AND decision = ? AND changes = ? AND recorded = ?",
        (seq, coder, decision, json.dumps(changes, ensure_ascii=False, sort_keys=True), writing.stamp(moment)),
    ).fetchone()
    if there:
        return False
    coding.decide(connection, seq, coder=coder, decision=decision, changes=changes, why=why, recorded=moment)
    return True


def _undo(
    connection: sqlite3.Connection, seq: int, coder: str, why: str, of: Mapping[str, Any], moment: datetime
) -> bool:
    """Takes back the decision that `of` describes; False where that is done already."""
    changes = json.dumps(_field(of, "changes", dict), ensure_ascii=False, sort_keys=True)
    made = writing.stamp(_moment(_field(of, "recorded", str)))
    rows = connection.execute(
        "SELECT d.seq, u.seq FROM decisions d LEFT JOIN undone u ON u.decision = d.seq"
        " WHERE d.statement = ? AND d.coder = ? AND d.decision = ? AND d.changes = ? AND d.recorded = ? ORDER BY d.seq",
        (seq, coder, _field(of, "decision", str), changes, made),
    ).fetchall()
    if not rows:
        raise RecordError("there is no decision to take back", code="SV407", found=f"none by {coder!r} at {made}")
    standing = [row[0] for row in rows if row[1] is None]
    if not standing:
        return False
    coding.take_back(connection, standing[0], why=why, recorded=moment)
    return True


def _withdraw(
    connection: sqlite3.Connection, seq: int, by: str, why: str, effective: date | None, moment: datetime
) -> bool:
    there = connection.execute(
        "SELECT 1 FROM withdrawals WHERE statement = ? AND by_whom = ? AND effective IS ? AND recorded = ?",
        (seq, by, effective.isoformat() if effective else None, writing.stamp(moment)),
    ).fetchone()
    if there:
        return False
    writing.withdraw(connection, [seq], by=by, why=why, effective=effective, moment=moment)
    return True


def _field(line: Mapping[str, Any], key: str, kind: type) -> Any:
    value = line.get(key)
    if not isinstance(value, kind):
        raise RecordError("a field is missing or faulty", code="SV407", place=key, found=repr(value)[:80])
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _statement(told: Mapping[str, Any]) -> Statement:
    """The statement of a line, its fields checked."""
    for key in COLUMNS:
        value = told.get(key)
        required = key in ("document", "source", "kind", "coder", "id", "origin")
        if key in _LISTS:
            fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        elif value is None:
            fits = not required and key != "certainty"
        elif key in _NUMBERS:
            fits = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max
        elif key in _COUNTS:
            fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= sys.maxsize
        else:
            fits = isinstance(value, str) and (key != "kind" or value in _KINDS)
        if not fits:
            raise RecordError("a field is missing or faulty", code="SV407", place=key, found=repr(value)[:80])
    row = [json.dumps(told[key], ensure_ascii=False) if key in _LISTS else told[key] for key in COLUMNS]
    return Decoder().statement(row)


def _target(connection: sqlite3.Connection, s: Statement, prefix: str, suffix: str, now: datetime) -> int:
    """The row of the statement that a coding is of: by id, by what it codes, or added anew at its words."""
    held = connection.execute("SELECT max(seq) FROM statements WHERE id = ?", (s.id,)).fetchone()[0]
    if held is not None and digest(writing.fetch(connection, held)) == digest(s):
        found: int = held
        return found
    version = connection.execute(
        "SELECT seq, body FROM documents WHERE id = ? ORDER BY published DESC, seq DESC LIMIT 1", (s.document,)
    ).fetchone()
    if version is None:
        raise RecordError(
            "there is no such document", code="SV407", found=repr(s.document), expected="one that is read"
        )
    if s.quote is None or s.start is None:
        return _same(connection, s)
    start = None if version[1] is None else find(version[1], s.quote, near=s.start, prefix=prefix, suffix=suffix)
    if start is None:
        raise RecordError("its words do not stand in the document", code="SV407", found=repr(s.quote[:80]))
    head = None if s.head is None else s.head - s.start + start
    moved = replace(s, start=start, end=start + len(s.quote), head=head, id="")
    row = connection.execute("SELECT max(seq) FROM statements WHERE digest = ?", (digest(moved),)).fetchone()
    if row[0] is None:
        writing.insert(connection, [moved], version[0], now)
        row = connection.execute("SELECT max(seq) FROM statements WHERE mention = ?", (mention(moved),)).fetchone()
    placed: int = row[0]
    return placed


def _same(connection: sqlite3.Connection, s: Statement) -> int:
    """The row of a table that says the same."""
    row = connection.execute(
        "SELECT max(seq) FROM statements WHERE digest = ? AND document = ?", (digest(s), s.document)
    ).fetchone()
    if row[0] is None:
        raise RecordError("the table has no such row any more", code="SV407", found=f"{s.document}, row {s.row}")
    found: int = row[0]
    return found
