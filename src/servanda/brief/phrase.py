"""Plain words for events and periods. What a person noted is preferred to what a machine would compose."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from servanda.days import Period
from servanda.record import Event, told
from servanda.statement import Statement

LONGEST = 280
#: A note longer than this is not preferred for being fuller.
FULLEST = 160
#: How texts number their provisions: 3, 3.1.2, XIV.2, II.1b, 4.a.
_NUMBER = re.compile(r"(?:\d+[a-z]?|[IVXLC]+)(?:\.(?:\d+[a-z]?|[IVXLC]+|[a-z]))*")


def day(when: date) -> str:
    """A day as a reader writes it: 12 June 2018."""
    return f"{when.day} {when:%B %Y}"


def period(when: Period) -> str:
    """A period in words: a day, a month, a year, or its two ends."""
    if when.start is None and when.end is None:
        return "on an unknown day"
    if when.start is None:
        return f"by {day(when.end)}" if when.end else ""
    if when.end is None:
        return f"since {day(when.start)}"
    if when.is_day:
        return day(when.start)
    short = when.edtf()
    if len(short) == 4:
        return short
    if len(short) == 7:
        return f"{when.start:%B %Y}"
    if (when.start.year, when.start.month) == (when.end.year, when.end.month):
        return f"{when.start.day} to {day(when.end)}"
    if when.start.year == when.end.year:
        return f"{when.start.day} {when.start:%B} to {day(when.end)}"
    return f"{day(when.start)} to {day(when.end)}"


def has_number(provision: str) -> bool:
    """Whether the id of a provision is a number of the text, by which people speak of it, or a name of the file's."""
    return len(provision) < 5 or _NUMBER.fullmatch(provision) is not None


def listed(names: tuple[str, ...] | list[str], last: str = "and") -> str:
    """Names as an English list."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text on one line, cut at a word where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + " …"


def said(statement: Statement) -> str:
    """What a statement says: the coder's note, or the sentence."""
    return shortened(statement.text or statement.quote or "")


def sentence(text: str) -> str:
    """The text with the full stop that a note may lack, to stand before another sentence."""
    return text if text.endswith((".", "!", "?", "…", ".”", "!”", "?”", '."')) else f"{text}."


def best(statements: Sequence[Statement]) -> Statement:
    """The statement to quote: a coder's note before a sentence, the surer, the fuller note, the shorter sentence."""
    if len(statements) == 1:
        return statements[0]
    noted = [s for s in statements if s.text is not None]
    left = _least(noted or statements, [-abs(s.certainty) for s in noted or statements])
    left = _least(left, [_length(s.text) if s.text is not None else len(s.quote or "") for s in left])
    left = _least(left, [s.published or date.max for s in left])
    return min(left, key=lambda s: s.id)


def _length(note: str) -> int:
    """What makes a note less fit to quote: that it is short, or far too long."""
    return -len(note) if len(note) <= FULLEST else len(note)


def _least(statements: Sequence[Statement], values: Sequence[Any]) -> Sequence[Statement]:
    """The statements of the least value."""
    least = min(values)
    if values.count(least) == len(values):
        return statements
    return [s for s, value in zip(statements, values, strict=True) if value == least]


def event(one: Event) -> str:
    """An event in one sentence: the words of the statement that tells it best."""
    if one.asserts or one.denies:
        return said(best(told(one) or one.denies))
    return coded(one)


def coded(one: Event) -> str:
    """An event by its code: actors, what they did, to whom, with what, where."""
    who = listed(one.actors) or "somebody"
    act = (one.mode or (one.type or "act").lower()) if not one.quantity else f"{one.quantity}: {one.value} {one.unit}"
    parts = [who, act]
    if one.object:
        parts.append(one.object)
    if one.recipients:
        parts.append(f"({listed(one.recipients)})")
    if one.place:
        parts.append(f"at {one.place}")
    return " ".join(parts)


def code_of(one: Event) -> str:
    """TYPE/mode, the key that the codebooks use."""
    return f"{one.type}/{one.mode or ''}"
