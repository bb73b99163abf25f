"""The statement: a document says, at a span, that something is, was or will be so. The one table of the record."""

import hashlib
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal

from servanda.days import Period

#: `event`: an act or state coded by type and mode. `quantity`: the value of something. `unknown`: that something is
#: not known. `gap`: that the agreement lacks something. `coverage`: that the agreement does not cover something.
Kind = Literal["event", "quantity", "unknown", "gap", "coverage"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with its place, speaker, certainty and times.

    `document` is the id of the document, or of the facts table (`facts/chronology.csv`); `start` and `end` are code
    points in the document's text, and `quote` are the words there (a whole sentence); `head` is the offset of the
    event's head word. A facts row has no span: its `text` is the coder's note and `row` its line in the table.

    `speakers` is the chain from the outermost (whom the document quotes) to the innermost; empty means that the
    document itself says so. `source` is the publisher or the named source of a row, and `origin` the independent
    reporting it descends from (the source itself until `sources` finds a family). `holds` are the days on which it
    is, was or will be so. `published` is the day it became public, None if unknown. `event` is a coder's event key.
    `coder` is `reader` for the machine, else the name of a person or table; `coder_version` its version.
    """

    document: str
    source: str
    kind: Kind = "event"
    start: int | None = None
    end: int | None = None
    head: int | None = None
    quote: str | None = None
    text: str | None = None
    row: int | None = None
    speakers: tuple[str, ...] = ()
    type: str | None = None
    mode: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    object: str | None = None
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    value: float | None = None
    unit: str | None = None
    holds: Period = field(default_factory=Period)
    certainty: float = 3.0
    published: date | None = None
    about: str | None = None
    event: str | None = None
    url: str | None = None
    origin: str = ""
    coder: str = "reader"
    coder_version: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        if not self.origin:
            object.__setattr__(self, "origin", self.source)
        if not self.id:
            object.__setattr__(self, "id", self._identify())

    @property
    def speaker(self) -> str | None:
        """The innermost speaker, or None where the document itself says so."""
        return self.speakers[-1] if self.speakers else None

    def _identify(self) -> str:
        """A stable id from everything that is said; the origin, which may change later, is left out."""
        said = [f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.name not in ("id", "origin")]
        return "s" + hashlib.sha256("\n".join(said).encode()).hexdigest()[:15]

    def to_json(self) -> dict[str, Any]:
        """The statement as contracts/case.md has it in what `check` gives."""
        return {
            "id": self.id,
            "source": self.source,
            "origin": self.origin,
            "speaker": self.speaker,
            "published": self.published.isoformat() if self.published else None,
            "holds_from": self.holds.start.isoformat() if self.holds.start else None,
            "holds_to": self.holds.end.isoformat() if self.holds.end else None,
            "certainty": self.certainty,
            **({"quote": self.quote} if self.quote is not None else {"text": self.text or ""}),
            "document": self.document,
            "start": self.start,
            "end": self.end,
        }
