"""JSON lines: one document a line, as contracts/reading.md describes them. A bad line never stops the good ones."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import IO, Any

from servanda.days import parse_day
from servanda.documents.limits import DEFAULT, Limits
from servanda.documents.model import Document
from servanda.errors import InputError, UsageError

_SURROGATES = re.compile("[\ud800-\udfff]")
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no document: its `id` where it has one, and what is wrong."""

    id: str | None
    error: InputError


def read_lines(stream: IO[bytes], *, file: str | None = None, limits: Limits = DEFAULT) -> Iterator[Document | BadLine]:
    """One document or fault for each line of the stream that is not blank, as soon as the line is there."""
    number = 0
    while line := stream.readline(limits.document + 1):
        number += 1
        place = f"line {number}"
        whole = line.endswith(b"\n")
        if len(line) > limits.document and not whole:
            while not whole and (rest := stream.readline(_CHUNK)):
                whole = rest.endswith(b"\n")
            expected = f"at most {limits.document} bytes"
            error = InputError("the line is too long", code="SV103", file=file, place=place, expected=expected)
            yield BadLine(None, error)
        elif line.strip():
            yield read_line(line, file=file, place=place)


def read_line(line: bytes, *, file: str | None = None, place: str | None = None) -> Document | BadLine:
    """The document of one line, or what is wrong with it (SV104, SV108, SV109).

    Half a surrogate pair, which is no character, becomes U+FFFD in the text: one code point for one code point.
    """
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"{error.reason} at byte {error.start}"
        return BadLine(None, _fault("the line is no UTF-8", file, place, code="SV104", found=found))
    try:
        fields = json.loads(text)
    except RecursionError:
        return BadLine(None, _fault("the line is no JSON object", file, place, code="SV108", found="endless nesting"))
    except ValueError as error:
        return BadLine(None, _fault("the line is no JSON object", file, place, code="SV108", found=str(error)[:200]))
    if not isinstance(fields, dict):
        found = type(fields).__name__
        return BadLine(None, _fault("the line is no JSON object", file, place, code="SV108", found=found))
    try:
        return _document(fields, file, place)
    except InputError as error:
        return BadLine(fields["id"] if isinstance(fields.get("id"), str) else None, error)


def _document(fields: dict[str, Any], file: str | None, place: str | None) -> Document:
    for name in ("id", "text"):
        if not isinstance(fields.get(name), str):
            raise _wrong(name, fields.get(name), "a string", file, place)
    for name in ("publisher", "title", "url", "published"):
        if not isinstance(fields.get(name), str | None):
            raise _wrong(name, fields[name], "a string or null", file, place)
    text = _SURROGATES.sub("\ufffd", fields["text"])
    return Document(
        id=fields["id"],
        text=text,
        published=_day(fields.get("published"), file, place),
        publisher=_known(fields.get("publisher")),
        title=_known(fields.get("title")),
        url=_known(fields.get("url")),
        path=file,
        sha256=sha256(text.encode()).hexdigest(),
    )


def _known(text: str | None) -> str | None:
    return _SURROGATES.sub("\ufffd", text) or None if text is not None else None


def _day(text: str | None, file: str | None, place: str | None) -> date | None:
    """The day of an ISO 8601 date; of a date with a time, the day that stands in it."""
    if text is None:
        return None
    try:
        if len(text) > 10:
            datetime.fromisoformat(text)
        return parse_day(text[:10])
    except (ValueError, UsageError):
        raise _wrong("published", text, "an ISO 8601 day such as 2019-01-18, or null", file, place) from None


def _wrong(name: str, found: object, expected: str, file: str | None, place: str | None) -> InputError:
    shown = "nothing" if found is None else repr(found)[:80]
    return _fault(f"`{name}` is missing or wrong", file, place, found=shown, expected=expected)


def _fault(
    message: str, file: str | None, place: str | None, *, code: str = "SV109", found: str | None = None,
    expected: str | None = None,
) -> InputError:  # fmt: skip
    return InputError(message, code=code, file=file, place=place, found=found, expected=expected)
