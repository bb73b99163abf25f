"""People's decisions on statements: confirmed, rejected, corrected. The machine's coding stays beside them."""

import json
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from servanda.codebook import plover
from servanda.days import Period, parse_day
from servanda.errors import RecordError, UsageError
from servanda.record.writing import fetch, insert, stamp
from servanda.statement import Statement

DECISIONS = ("confirm", "reject", "correct")

_TEXTS = ("type", "mode", "object", "place", "unit", "about", "event")
LISTS = ("actors", "recipients", "speakers")
_DAYS = ("holds_from", "holds_to")
NUMBERS = {"certainty": (-3.0, 3.0), "value": None, "lat": (-90.0, 90.0), "lon": (-180.0, 180.0)}
#: The fields that a correction may set. Days are YYYY-MM-DD, lists are of names; null empties a field.
CORRECTABLE: tuple[str, ...] = (*_TEXTS, *LISTS, *_DAYS, *NUMBERS)


def latest(connection: sqlite3.Connection, statement_id: str) -> int:
    """The row of a statement, that of its last version. Raises RecordError (SV406)."""
    row = connection.execute("SELECT max(seq) FROM statements WHERE id = ?", (statement_id,)).fetchone()
    if row[0] is None:
        raise RecordError("there is no such statement", code="SV406", found=repr(statement_id))
    seq: int = row[0]
    return seq


def decide(
    connection: sqlite3.Connection,
    seq: int,
    *,
    coder: str,
    decision: str,
    changes: Mapping[str, Any],
    why: str,
    recorded: datetime,
) -> Statement | None:
    """Adds a decision, and what a correction made; within the caller's transaction. See `Record.decide`."""
    if decision not in DECISIONS:
        raise UsageError("the decision is none", found=repr(decision), expected=" or ".join(DECISIONS))
    if not coder.strip():
        raise UsageError("a decision needs a coder", found=repr(coder), expected="the name of a person")
    if bool(changes) != (decision == "correct"):
        raise UsageError(
            "a correction needs changes, and nothing else takes any", found=f"{decision} with {sorted(changes)}"
        )
    old = fetch(connection, seq)
    new = corrected(old, changes, coder) if decision == "correct" else None
    made = connection.execute(
        "INSERT INTO decisions (statement, coder, decision, changes, why, recorded) VALUES (?, ?, ?, ?, ?, ?)",
        (seq, coder, decision, json.dumps(dict(changes), ensure_ascii=False, sort_keys=True), why, stamp(recorded)),
    ).lastrowid
    if new is not None:
        version = connection.execute("SELECT version FROM statements WHERE seq = ?", (seq,)).fetchone()[0]
        insert(connection, [new], version, recorded, made)
        return new
    return old if decision == "confirm" else None


def undo(connection: sqlite3.Connection, statement_id: str, *, coder: str, why: str, recorded: datetime) -> str:
    """Takes back the coder's last standing decision on a statement; which it was. See `Record.undo`."""
    latest(connection, statement_id)
    row = connection.execute(
        "SELECT d.seq, d.decision FROM standing_decisions d JOIN statements s ON s.seq = d.statement"
        " WHERE s.id = ? AND d.coder = ? ORDER BY d.seq DESC LIMIT 1",
        (statement_id, coder),
    ).fetchone()
    if row is None:
        raise UsageError("there is no decision to take back", found=f"none by {coder!r} on {statement_id}")
    take_back(connection, row[0], why=why, recorded=recorded)
    decision: str = row[1]
    return decision


def take_back(connection: sqlite3.Connection, decision: int, *, why: str, recorded: datetime) -> None:
    """Notes that a decision (its row) is taken back."""
    connection.execute(
        "INSERT INTO undone (decision, why, recorded) VALUES (?, ?, ?)", (decision, why, stamp(recorded))
    )


def corrected(old: Statement, changes: Mapping[str, Any], coder: str) -> Statement:
    """The statement as the coder would have it. Raises UsageError (SV601) for a faulty change."""
    made: dict[str, Any] = {}
    ends = {"holds_from": old.holds.start, "holds_to": old.holds.end}
    for key, value in changes.items():
        if key in _TEXTS and (value is None or isinstance(value, str)):
            made[key] = value or None
        elif key in LISTS and isinstance(value, list | tuple) and all(isinstance(v, str) and v for v in value):
            made[key] = tuple(value)
        elif key in _DAYS and (value is None or isinstance(value, str)):
            ends[key] = None if value is None else parse_day(value)
        elif key in NUMBERS and _in_range(value, NUMBERS[key]):
            made[key] = None if value is None else float(value)
        else:
            raise UsageError(
                "a correction is faulty", place=key, found=repr(value),
                expected=f"one of {', '.join(CORRECTABLE)} with a fitting value",
            )  # fmt: skip
    if made.get("type") is not None and made["type"] not in plover():
        raise UsageError("the type is none of PLOVER's", found=repr(made["type"]), expected=", ".join(plover()))
    if made.get("certainty", 0.0) is None:
        raise UsageError("a statement needs a certainty", found="null", expected="a number from -3 to 3")
    made["holds"] = _period(ends["holds_from"], ends["holds_to"])
    new = replace(old, **made, coder=coder, coder_version="", id="")
    if new.id == replace(old, coder=coder, coder_version="", id="").id:
        raise UsageError("the correction changes nothing", found=json.dumps(dict(changes), ensure_ascii=False))
    return new


def _in_range(value: Any, bounds: tuple[float, float] | None) -> bool:
    if value is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low, high = bounds or (-sys.float_info.max, sys.float_info.max)
    return low <= value <= high


def _period(start: date | None, end: date | None) -> Period:
    try:
        return Period(start, end)
    except ValueError as error:
        raise UsageError("the days are in the wrong order", found=str(error)) from None


def history(connection: sqlite3.Connection, statement_id: str) -> Iterator[tuple[str, str, str, str, str | None]]:
    """What happened to a statement: when recorded, what, who, why, effective from."""
    lines: list[tuple[str, int, tuple[str, str, str, str, str | None]]] = []
    versions = connection.execute(
        "SELECT s.seq, s.recorded, s.coder, s.coder_version, t.id, s.document FROM statements s"
        " LEFT JOIN decisions d ON d.seq = s.decision LEFT JOIN statements t ON t.seq = d.statement WHERE s.id = ?",
        (statement_id,),
    ).fetchall()
    for seq, recorded, coder, version, base, _ in versions:
        why = f"corrects {base}" if base else ""
        lines.append((recorded, 0, (recorded, "added", f"{coder} {version}".strip(), why, None)))
        for moment, by, reason, effective in connection.execute(
            "SELECT recorded, by_whom, why, effective FROM withdrawals WHERE statement = ?", (seq,)
        ):
            lines.append((moment, 2, (moment, "withdrawn", by, reason, effective)))
        for moment, person, decision, changes, reason in connection.execute(
            "SELECT recorded, coder, decision, changes, why FROM decisions WHERE statement = ?", (seq,)
        ):
            what = decision if changes == "{}" else f"{decision} {changes}"
            lines.append((moment, 1, (moment, what, person, reason, None)))
        for moment, person, decision, reason in connection.execute(
            "SELECT u.recorded, d.coder, d.decision, u.why FROM undone u JOIN decisions d ON d.seq = u.decision"
            " WHERE d.statement = ?",
            (seq,),
        ):
            lines.append((moment, 2, (moment, f"took back {decision}", person, reason, None)))
    subjects = (statement_id, versions[0][5] if versions else statement_id)
    for moment, origin, effective in connection.execute(
        "SELECT recorded, origin, effective FROM origins WHERE subject IN (?, ?)", subjects
    ):
        lines.append((moment, 3, (moment, f"origin {origin}", "sources", "", effective)))
    for _, _, line in sorted(lines, key=lambda found: found[:2]):
        yield line
