"""What the record gives: events with their standing, as they were known on a day."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from servanda.days import Period
from servanda.statement import Statement

#: What an event's statements amount to, strongest first.
Standing = Literal["established", "reported", "claimed", "disputed", "planned", "speculated", "denied"]


@dataclass(frozen=True, slots=True)
class Event:
    """What several statements speak of. For quantities, `quantity` names it and `value` is in `unit`.

    `holds` is every day on which it may have happened (an act) or does hold (a state), as far as the statements
    agree; `rule` names the rule of standing that fired and `basis` the ids of the statements it fired on.
    `asserts` and `denies` are the statements for and against, sorted by publication, then id.
    """

    id: str
    standing: Standing
    rule: str
    type: str | None = None
    mode: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    object: str | None = None
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    quantity: str | None = None
    value: float | None = None
    unit: str | None = None
    holds: Period = field(default_factory=Period)
    certainty: float = 3.0
    asserts: tuple[Statement, ...] = ()
    denies: tuple[Statement, ...] = ()
    basis: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements, those for it before those against."""
        return self.asserts + self.denies

    @property
    def origins(self) -> tuple[str, ...]:
        """The independent origins that assert it, sorted."""
        return tuple(sorted({s.origin for s in self.asserts}))


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document as the record keeps it: what is known of it, without its text."""

    id: str
    publisher: str | None
    title: str | None
    url: str | None
    path: str | None
    published: date | None
    published_basis: str
    origin: str
    sha256: str
    length: int


class View(Protocol):
    """The record as it could be known on a day. Nothing published or withdrawn later shows."""

    @property
    def as_of(self) -> date:
        """The day whose knowledge is used."""
        ...

    def statements(self) -> tuple[Statement, ...]:
        """All statements known on the day, sorted by publication, document, start, id."""
        ...

    def events(self) -> tuple[Event, ...]:
        """Events with standing, made of the `event` and `quantity` statements, sorted by `holds`, then id."""
        ...

    def documents(self) -> tuple[SourceDocument, ...]:
        """Documents published by the day (or of unknown day and recorded by then), sorted by day, then id."""
        ...

    def text(self, document: str) -> str | None:
        """The text of a document, exactly as received; None for a facts table."""
        ...
