"""The statements of a record column by column, as they are kept beside it: much quicker to read than row by row."""

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from servanda.record.rows import COLUMNS, SELECTED, Decoder
from servanda.statement import Statement

#: The first rows of a column, by which it is judged whether most of it differs.
_SOME = 1000
_LISTS = frozenset({"speakers", "actors", "recipients"})


@dataclass(frozen=True, slots=True)
class Restored:
    """Statements in the order of views, with their rows and the days (text) on which they were recorded."""

    upto: int
    rows: Sequence[int]
    recorded: Sequence[str]
    statements: Sequence[Statement]


def ledger_key(connection: sqlite3.Connection, upto: int) -> str:
    """A key of the ledger's statements up to a row, and of the documents that they are of.

    An id tells all of a statement but its origin and when it was recorded, and these come with its document.
    """
    found = hashlib.sha256()
    for query in (
        "SELECT group_concat(id, ' ') FROM (SELECT id FROM statements WHERE seq <= ? ORDER BY id, seq)",
        "SELECT group_concat(told, ' ') FROM (SELECT id || sha256 || reader_version || origin || recorded AS told"
        " FROM documents WHERE seq <= (SELECT version FROM statements WHERE seq = ?) ORDER BY seq)",
        "SELECT origin || recorded FROM statements WHERE seq = ?",
    ):
        found.update(repr(connection.execute(query, (upto,)).fetchone()).encode())
    return found.hexdigest()


def pack(connection: sqlite3.Connection, upto: int) -> dict[str, Any]:
    """The statements up to a row as JSON."""
    rows = connection.execute(
        f"SELECT seq, substr(recorded, 1, 10), {SELECTED} FROM statements WHERE seq <= ?", (upto,)
    ).fetchall()
    names = ("seq", "recorded", *COLUMNS)
    day, document, start, id_ = (names.index(name) for name in ("published", "document", "start", "id"))
    rows.sort(key=lambda row: (row[day] or "", row[document], -1 if row[start] is None else row[start], row[id_]))
    columns = {name: _coded(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}
    return {"upto": upto, "ledger": ledger_key(connection, upto), "columns": columns}


def _coded(values: Sequence[Any]) -> dict[str, Any]:
    """A column as its values where most seem to differ, else as the different ones and each row's place among them."""
    some = values[:_SOME]
    if len(set(some)) * 2 > len(some) > 1:
        return {"values": values}
    if values.count(values[0]) == len(values):
        return {"different": [values[0]], "places": []}
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    return {"different": list(places), "places": [places[value] for value in values]}


def unpack(data: Mapping[str, Any], connection: sqlite3.Connection, decoder: Decoder) -> Restored | None:
    """The statements that `pack` wrote, None where the ledger holds others there.

    Raises LookupError, TypeError or ValueError for what `pack` has not written.
    """
    upto = data["upto"]
    if ledger_key(connection, upto) != data["ledger"]:
        return None
    columns = data["columns"]
    rows = columns["seq"]["values"]
    number = len(rows)

    def column(name: str, decode: Callable[[Any], Any] | None = None) -> Sequence[Any]:
        coded = columns[name]
        if "values" in coded:
            found = coded["values"]
            return found if decode is None else list(map(decode, found))
        different = coded["different"] if decode is None else list(map(decode, coded["different"]))
        return different * number if len(different) == 1 else list(map(different.__getitem__, coded["places"]))

    values: list[Sequence[Any]] = []
    for name in COLUMNS:
        if name == "holds_from":
            values.append(list(map(decoder.period, column("holds_from"), column("holds_to"))))
        elif name != "holds_to":
            decode = decoder.names if name in _LISTS else decoder.day if name == "published" else None
            values.append(column(name, decode))
    statements = decoder.statements(values)
    return Restored(upto, rows, column("recorded"), statements)
