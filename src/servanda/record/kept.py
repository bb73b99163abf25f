"""A file beside the record with what was worked out from it, so that it need not be worked out again.

Nothing is lost with it: it may be deleted at any time, and whatever is wrong with it, or with writing it, counts as if
it were not there. What is found in it was written under the same rules, and whole: a checksum goes with each entry.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from servanda.record.standing import Interests

#: "SVKP", so that we overwrite no file but our own.
APPLICATION_ID = 0x53564B50
#: Changes with the form of what is kept.
VERSION = 1
#: What fewer statements than this came to is not kept: it is worked out in no time.
WORTH_KEEPING = 5000
#: What is added to the name of the record's file.
SUFFIX = "-kept"

#: The codebooks that the grouping of events and their standing hang on.
CODEBOOKS = ("grammar.toml", "objects.toml", "parts.toml", "plover.toml", "states.toml")

_SCHEMA = (
    "CREATE TABLE kept (kind TEXT, name TEXT, rules TEXT NOT NULL, sha256 TEXT NOT NULL, data BLOB NOT NULL,"
    " PRIMARY KEY (kind, name)) WITHOUT ROWID"
)
#: How long another process that is writing is waited for, in seconds.
_PATIENCE = 0.2


class Kept:
    """What is kept beside a record, by kind and name. Several processes may use it at once."""

    def __init__(self, record: Path, rules: Callable[[], str]) -> None:
        """`rules` gives a key of all that entries depend on beside what their names tell; it is asked once, if ever."""
        self._path = record.with_name(record.name + SUFFIX)
        self._rules_of, self._rules = rules, ""

    def load(self, kind: str) -> dict[str, Any]:
        """All entries of a kind by name; none where the file is not there, or was written under other rules."""
        found = {}
        if not self._path.is_file() or self._path.is_symlink():
            return {}
        with suppress(sqlite3.Error, ValueError, TypeError), closing(self._open("ro")) as connection:
            query = "SELECT name, sha256, data FROM kept WHERE kind = ? AND rules = ?"
            for name, sha256, data in connection.execute(query, (kind, self._rules_now())):
                if hashlib.sha256(data).hexdigest() == sha256:
                    found[name] = json.loads(data)
        return found

    def save(self, kind: str, entries: Mapping[str, Any]) -> None:
        """Puts entries in the place of all of their kind; nothing happens where the file cannot be written."""
        if self._path.is_symlink():
            return
        rows = []
        for name, value in entries.items():
            data = json.dumps(value, separators=(",", ":")).encode()
            rows.append((kind, name, self._rules_now(), hashlib.sha256(data).hexdigest(), data))
        with suppress(OSError):
            try:
                self._write(kind, rows)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    return  # locked, full, or not to be written
                self._path.unlink()  # damaged
                with suppress(sqlite3.Error):
                    self._write(kind, rows)

    def _write(self, kind: str, rows: list[tuple[str, str, str, str, bytes]]) -> None:
        with closing(self._open("rwc")) as connection:
            filled = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0
            if filled and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                    connection.execute("DROP TABLE IF EXISTS kept")
                    connection.execute(_SCHEMA)
                    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                    connection.execute(f"PRAGMA user_version = {VERSION}")
                connection.execute("DELETE FROM kept WHERE kind = ?", (kind,))
                connection.executemany("INSERT INTO kept VALUES (?, ?, ?, ?, ?)", rows)

    def _open(self, mode: str) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_PATIENCE, isolation_level=None
        )

    def _rules_now(self) -> str:
        self._rules = self._rules or self._rules_of()
        return self._rules


def rules_of(interests: Interests) -> str:
    """A key of all that events depend on beside the statements: how they are grouped, and who speaks for whom."""
    told = (sorted(interests.parties.items()), sorted(interests.kinds.items()), sorted(interests.grades.items()))
    own = program(("record",), CODEBOOKS)
    return hashlib.sha256(repr((VERSION, own, told, sorted(interests.people))).encode()).hexdigest()


@cache
def program(rooms: tuple[str, ...], codebooks: tuple[str, ...] = ()) -> str:
    """A key of the program's own part: the modules of some rooms, the statement and its days, and codebooks."""
    found = hashlib.sha256()
    home = files("servanda")
    folders = [[file for file in home.joinpath(room).iterdir() if file.name.endswith(".py")] for room in rooms]
    modules = (file for folder in folders for file in sorted(folder, key=lambda file: file.name))
    others = [home.joinpath(name) for name in ("statement.py", "days.py")]
    books = (home.joinpath("codebook", name) for name in codebooks)
    for file in (*modules, *others, *books):
        found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()
