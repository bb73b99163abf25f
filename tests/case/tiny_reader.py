"""A reader that is quick and plain, for tests of what goes on around reading: every "X tests" is a missile test."""

import re

from servanda.documents import Document
from servanda.reading.model import EventMention, Participant, Published, Reading
from servanda.spans import Span


class TinyReader:
    """Reads "NAME tests" as an event; fails on documents that ask for it."""

    def __init__(self) -> None:
        self.read_ids: list[str] = []

    def read(self, document: Document) -> Reading:
        """One event for each sentence with "tests"."""
        if "make the reader fail" in document.text:
            raise RuntimeError("asked to fail")
        self.read_ids.append(document.id)
        events = []
        for found in re.finditer(r"(\w+) (tests)[^.]*\.", document.text):
            actor = Participant(Span(found.start(1), found.end(1)), found.group(1))
            sentence = Span(found.start(), found.end())
            events.append(EventMention(Span(found.start(2), found.end(2)), sentence, "MOBILIZE", "test", (actor,)))
        basis = "given" if document.published else "unknown"
        return Reading(document.id, Published(document.published, basis), events=tuple(events))
