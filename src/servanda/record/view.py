"""The record as it could be known on a day."""

from collections.abc import Callable
from datetime import date
from functools import cached_property

from servanda.record.events import Groupers
from servanda.record.model import Event, SourceDocument
from servanda.record.snapshot import Snapshot
from servanda.statement import Statement


class RecordView:
    """Implements `record.model.View`: nothing published or withdrawn later shows. It stays as it is while others write.

    What was asked for once is kept; documents and statements come from the moment at which the view was opened.
    """

    def __init__(self, snapshot: Snapshot, as_of: date, groupers: Groupers, body: Callable[[int], str | None]) -> None:
        self._as_of = as_of
        self._groupers = groupers
        self._body = body
        self._statements = tuple(snapshot.statements(as_of))
        self._documents = tuple(snapshot.documents(as_of))
        self._versions = {d.id: v.seq for d in self._documents if (v := snapshot.version(d.id, as_of))}

    @property
    def as_of(self) -> date:
        """The day whose knowledge is used."""
        return self._as_of

    def statements(self) -> tuple[Statement, ...]:
        """All statements known on the day, sorted by publication (unknown first), document, start, id."""
        return self._statements

    def events(self) -> tuple[Event, ...]:
        """Events with standing, made of the `event` and `quantity` statements, sorted by `holds`, then id."""
        return self._events

    def documents(self) -> tuple[SourceDocument, ...]:
        """Documents published by the day (or of unknown day and recorded by then), sorted by day, then id."""
        return self._documents

    def text(self, document: str) -> str | None:
        """The text of a document, exactly as received; None for a facts table or a document not known by then."""
        version = self._versions.get(document)
        return None if version is None else self._body(version)

    def statement(self, id: str) -> Statement | None:
        """The statement of that id, None where the view has none."""
        return self._by_id.get(id)

    def events_of(self, id: str) -> tuple[Event, ...]:
        """The events that a statement speaks of: one that it asserts, or all that it denies."""
        return tuple(e for e in self._events if any(s.id == id for s in e.statements))

    @cached_property
    def _by_id(self) -> dict[str, Statement]:
        return {s.id: s for s in self._statements}

    @cached_property
    def _events(self) -> tuple[Event, ...]:
        return self._groupers.events(self._statements)
