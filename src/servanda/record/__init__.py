"""The evidence record: an append-only table of statements, events with standing, as-of views."""

from servanda.record.model import Event, SourceDocument, Standing, View

__all__ = ["Event", "SourceDocument", "Standing", "View"]
