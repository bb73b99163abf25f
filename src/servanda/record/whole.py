"""A key of all that a record holds, to know again what was worked out from it."""

import hashlib
import sqlite3

from servanda.record.columns import ledger_key

#: What tells the rows of each table but the statements, whose ids tell them; texts and prints follow from the digest.
_TOLD = {
    "documents": "seq, id, sha256, reader_version, publisher, title, url, path, published, published_basis, origin,"
    " length, recorded",
    "withdrawals": "*",
    "decisions": "*",
    "origins": "*",
    "places": "*",
    "undone": "*",
}


def whole_key(connection: sqlite3.Connection) -> str:
    """Equal for records that hold the same: every view of the one is then a view of the other."""
    last = connection.execute("SELECT coalesce(max(seq), 0) FROM statements").fetchone()[0]
    found = hashlib.sha256(ledger_key(connection, last).encode())
    for table, told in _TOLD.items():
        for row in connection.execute(f"SELECT {told} FROM {table} ORDER BY seq"):
            found.update(repr(row).encode(errors="surrogatepass"))
        found.update(table.encode())
    return found.hexdigest()
