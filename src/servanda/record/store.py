"""The SQLite file under the record: opening, versions, one connection for each thread, errors with codes.

Source: sqlite.org on WAL mode (`wal.html`) and on `application_id` and `user_version` (`pragma.html`).
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from servanda.errors import RecordError

#: "SVRD", in the header of every record, so that `file` and we know our own.
APPLICATION_ID = 0x53565244
#: The version that this program writes. `schema/N.sql` leads from version N-1 to N.
VERSION = 3

_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNWRITABLE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_IOERR,
}


def translated(error: sqlite3.Error, path: Path) -> RecordError:
    """SQLite's error as ours: SV403 locked, SV404 not writable, SV402 anything else (damaged, or no database)."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary in _LOCKED:
        return RecordError("the record is locked by another process", code="SV403", file=path.name, found=str(error))
    if primary in _UNWRITABLE:
        return RecordError(
            "the record cannot be written", code="SV404", file=path.name, found=str(error),
            expected="free space and permission to write in the folder",
        )  # fmt: skip
    return RecordError("the record is damaged or no SQLite database", file=path.name, found=str(error))


class Store:
    """Connections to one record file. Each thread of each process gets its own; `close` closes this process's."""

    def __init__(self, path: Path, *, create: bool, busy_seconds: float) -> None:
        self.path = path
        self._busy = busy_seconds
        self._local = threading.local()
        self._lock = threading.Lock()
        self._open: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._immutable = False
        if not path.exists() and not create:
            raise RecordError(
                "there is no record yet", code="SV408", file=path.name,
                expected="a case that has been read: run `servanda read` first",
            )  # fmt: skip
        try:
            with self._guarded():
                self._prepare(self.connection())
        except BaseException:
            self.close()
            raise

    def _connect(self) -> sqlite3.Connection:
        mode = "mode=ro&immutable=1" if self._immutable else "mode=rwc"
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?{mode}",
            uri=True,
            timeout=self._busy,
            isolation_level=None,
            check_same_thread=False,  # only so that close() can close them all; each is used by its own thread
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA cache_size = -32768")
        except BaseException:
            connection.close()
            raise
        return connection

    def connection(self) -> sqlite3.Connection:
        """This thread's connection, opened on first use; those of ended threads are closed. A child opens its own."""
        held = getattr(self._local, "held", None)
        if held is None or held[0] != os.getpid():
            connection = self._connect()
            self._local.held = held = (os.getpid(), connection)
            with self._lock:
                for thread, left in self._open:
                    if not thread.is_alive():
                        left.close()
                self._open = [held for held in self._open if held[0].is_alive()]
                self._open.append((threading.current_thread(), connection))
        opened: sqlite3.Connection = held[1]
        return opened

    def close(self) -> None:
        """Closes every connection of this process. The store cannot be used afterwards."""
        with self._lock:
            for _, connection in self._open:
                connection.close()
            self._open.clear()
        self._local = threading.local()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection within one transaction, so that all that is read belongs together."""
        with self._guarded():
            connection = self.connection()
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection within one write transaction: all of it is committed, or nothing."""
        with self._guarded():
            connection = self.connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Checks whose file it is and of which version; makes or migrates it. Safe when several do it at once."""
        if self._known(connection) == VERSION:
            return
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            at = self._known(connection)
            for version in range(at + 1, VERSION + 1):
                script = files("servanda.record").joinpath("schema", f"{version}.sql").read_text(encoding="utf-8")
                for command in _commands(script):
                    connection.execute(command)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _known(self, connection: sqlite3.Connection) -> int:
        """The file's version, 0 for an empty one. Raises RecordError for what is not ours (SV402) or newer (SV401)."""
        try:
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _UNWRITABLE or self._immutable or not self.path.exists():
                raise
            # A folder that may only be read: SQLite cannot make its side files, so the file is taken as it stands.
            self._immutable = True
            replacement = self._connect()
            connection.close()
            self._local.held = (os.getpid(), replacement)
            with self._lock:
                self._open = [held for held in self._open if held[1] is not connection]
                self._open.append((threading.current_thread(), replacement))
            return self._known(replacement)
        ours = connection.execute("PRAGMA application_id").fetchone()[0]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if tables == 0 and ours in (0, APPLICATION_ID) and version == 0:
            return 0
        if ours != APPLICATION_ID:
            raise RecordError(
                "the file is an SQLite database but no record", file=self.path.name, found=f"application id {ours:#x}"
            )
        if not 1 <= version <= VERSION:
            raise RecordError(
                "the record was written by a version of Servanda that this one cannot read", code="SV401",
                file=self.path.name, found=f"record version {version}", expected=f"version 1 to {VERSION}",
            )  # fmt: skip
        return version


def _commands(script: str) -> Iterator[str]:
    """The complete commands of a script; `executescript` would commit the transaction that they must stand in."""
    command = ""
    for line in script.splitlines(keepends=True):
        command += line
        if sqlite3.complete_statement(command):
            yield command
            command = ""
