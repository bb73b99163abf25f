"""Statements to rows of the ledger and back. Days are ISO text and lists JSON, so that anybody's tools read them."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Any

from servanda.days import Period
from servanda.record.quick import quick, quick_all
from servanda.statement import Statement

#: The columns of a statement, in the order of the dataclass; `holds` takes two.
COLUMNS: tuple[str, ...] = tuple(
    column for f in fields(Statement) for column in (("holds_from", "holds_to") if f.name == "holds" else (f.name,))
)
#: The same, fit for a SELECT.
SELECTED = ", ".join(f'"{column}"' for column in COLUMNS)

_NAMES = tuple(f.name for f in fields(Statement))
_VALUES = attrgetter(*_NAMES)
_ORIGIN = _NAMES.index("origin")
_made, _all_made = quick(Statement), quick_all(Statement)
#: What tells two codings apart: all but names, places in a table and who coded it.
_SAID = attrgetter(*(n for n in _NAMES if n not in ("id", "origin", "row", "coder", "coder_version")))


def digest(statement: Statement) -> str:
    """A key of what is coded: equal for equal codings of the same words, whoever made them and with what version."""
    return hashlib.sha256(repr(_SAID(statement)).encode()).hexdigest()[:24]


def mention(statement: Statement) -> str:
    """A key of the words that are coded, however they are; a row of a table has none but its coding."""
    if statement.quote is None:
        return digest(statement)
    inside = None if statement.head is None or statement.start is None else statement.head - statement.start
    words = (statement.document, statement.kind, statement.quote, inside)
    return hashlib.sha256(repr(words).encode()).hexdigest()[:24]


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def to_row(s: Statement) -> tuple[Any, ...]:
    """The statement as the values of COLUMNS."""
    row: list[Any] = []
    for name, value in zip(_NAMES, _VALUES(s), strict=True):
        if name == "holds":
            row += (_day(value.start), _day(value.end))
        elif name in ("speakers", "actors", "recipients"):
            row.append(json.dumps(value, ensure_ascii=False))
        elif name == "published":
            row.append(_day(value))
        else:
            row.append(value)
    return tuple(row)


def with_origin(statement: Statement, origin: str) -> Statement:
    """The same statement, id and all, with another origin (`dataclasses.replace` takes four times as long)."""
    values = list(_VALUES(statement))
    values[_ORIGIN] = origin or statement.source
    return _made(*values)


class _Days(dict[str | None, date | None]):
    def __missing__(self, text: str) -> date:
        day = self[text] = date.fromisoformat(text)
        return day


class _Lists(dict[str, tuple[str, ...]]):
    def __missing__(self, text: str) -> tuple[str, ...]:
        items = self[text] = tuple(json.loads(text))
        return items


class _Periods(dict[tuple[str | None, str | None], Period]):
    def __init__(self, days: _Days) -> None:
        super().__init__()
        self._days = days

    def __missing__(self, ends: tuple[str | None, str | None]) -> Period:
        period = self[ends] = Period(self._days[ends[0]], self._days[ends[1]])
        return period


class Decoder:
    """Rows to statements. Days, periods and lists that recur are made once: a large record repeats them often."""

    def __init__(self) -> None:
        self._days = _Days({None: None})
        self._periods = _Periods(self._days)
        self._lists = _Lists()

    def day(self, text: str | None) -> date | None:
        """The day of an ISO text."""
        return self._days[text]

    def names(self, text: str) -> tuple[str, ...]:
        """The names of a JSON list."""
        return self._lists[text]

    def period(self, start: str | None, end: str | None) -> Period:
        """The period of two ISO days, either of which may be lacking."""
        return self._periods[start, end]

    def statements(self, columns: Sequence[Sequence[Any]]) -> list[Statement]:
        """Statements of columns of decoded values, in the order of the dataclass's fields."""
        return _all_made(columns)

    def statement(self, row: Sequence[Any]) -> Statement:
        """The statement of the values of COLUMNS."""
        (
            document, source, kind, start, end, head, quote, text, line, speakers, type_, mode, actors, recipients,
            object_, place, lat, lon, value, unit, holds_from, holds_to, certainty, published, about, event, url,
            origin, coder, coder_version, id_,
        ) = row  # fmt: skip
        lists = self._lists
        return _made(
            document, source, kind, start, end, head, quote, text, line, lists[speakers], type_, mode,
            lists[actors], lists[recipients], object_, place, lat, lon, value, unit,
            self._periods[holds_from, holds_to], certainty, self._days[published], about, event, url,
            origin or source, coder, coder_version, id_,
        )  # fmt: skip
