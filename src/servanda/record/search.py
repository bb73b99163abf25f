"""Full-text search over quotes and notes. What the user types is taken as words, never as query syntax."""

import re
import sqlite3
from collections.abc import Iterator

_PART = re.compile(r'"([^"]*)"|(\w+)(\*?)')


def query(text: str) -> str | None:
    """What the user typed as an FTS5 query: all words and "quoted phrases", `word*` for beginnings; None for no words.

    Everything is quoted, so that no operator, bracket or column name of FTS5 can be typed by accident.
    """
    parts = []
    for phrase, word, star in _PART.findall(text):
        words = " ".join(re.findall(r"\w+", phrase or word))
        if words:
            parts.append(f'"{words}"{star}')
    return " ".join(parts) or None


def ranked(connection: sqlite3.Connection, text: str) -> Iterator[str]:
    """Ids of the statements that the words occur in, the best match first; withdrawn ones are among them."""
    asked = query(text)
    if asked is None:
        return
    for (found,) in connection.execute(
        "SELECT s.id FROM search JOIN statements s ON s.seq = search.rowid WHERE search MATCH ?"
        " ORDER BY search.rank, s.id",
        (asked,),
    ):
        yield found
