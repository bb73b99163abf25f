"""A document: one article, report, statement or other text, exactly as received."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """One text with what is known about it from outside it.

    `id` names the document within a case; `text` is never altered, so offsets into it stay true. `published` is the
    day of publication where it was given from outside. `path` is where it came from, relative to the case or as
    named by the user; `sha256` is that of the text's UTF-8 bytes.
    """

    id: str
    text: str
    published: date | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    path: str | None = None
    sha256: str = ""
