"""The optional header of a Markdown file: `---`, lines of `key: value`, `---`. It is no part of the text."""

import re
from dataclasses import dataclass, field
from datetime import date

from servanda.days import parse_day
from servanda.errors import InputError, UsageError

KEYS = ("title", "publisher", "published", "url")
_HEADER = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_LINE = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.*)")
_LONGEST = 8192


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says, and the text below it."""

    text: str
    published: date | None = None
    values: dict[str, str] = field(default_factory=dict)


def read_header(text: str, *, file: str | None = None) -> Header:
    """Takes the header off a Markdown text; a text without one comes back whole.

    Raises InputError: SV109 for an unknown or doubled key, a line that is no `key: value`, or a day that is none.
    """
    found = _HEADER.match(text[:_LONGEST])
    if not found:
        return Header(text)
    values: dict[str, str] = {}
    for number, line in enumerate(found.group(1).splitlines(), start=2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        pair, place = _LINE.fullmatch(line.strip()), f"line {number}"
        if not pair or pair.group(1) not in KEYS:
            raise InputError(
                "a line of the header is not understood", code="SV109", file=file, place=place,
                found=repr(line.strip()[:80]), expected=" or ".join(f"`{key}: ...`" for key in KEYS),
            )  # fmt: skip
        key, value = pair.groups()
        if key in values:
            raise InputError("a key of the header stands twice", code="SV109", file=file, place=place, found=key)
        values[key] = _unquote(value.strip())
    published = None
    if values.get("published"):
        try:
            published = parse_day(values["published"])
        except UsageError as error:
            raise InputError(
                "`published` is no day", code="SV109", file=file, place="header", found=error.found,
                expected=error.expected,
            ) from None  # fmt: skip
    return Header(text[found.end() :], published, {key: value for key, value in values.items() if value})


def _unquote(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
