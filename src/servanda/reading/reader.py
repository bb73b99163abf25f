"""Reads one document: from the text as it stands to everything that it says, with spans."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from servanda.documents import Document
from servanda.reading import attribution, dating, furniture, remarks, syntax, times, unknowns
from servanda.reading import credits as debts
from servanda.reading.events import Events, tense
from servanda.reading.lexicon import Lexicon, NamedEvent
from servanda.reading.model import EventMention, Mention, Reading, Tense, Unknown
from servanda.reading.names import Names, shift
from servanda.reading.referents import Referents
from servanda.reading.times.within import Within
from servanda.reading.tree import Tree
from servanda.spans import Span

#: Furniture that tells of times as prose does; elsewhere a date only says when the text was put up.
_TIMED = frozenset(("dateline", "heading", "caption"))


class Reader:
    """Reads documents for a case. Made once for a lexicon; holds no state of any document.

    Same document, same lexicon: same reading. No network; the shipped models are loaded on first use.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or Lexicon()
        self._names = Names(self.lexicon)
        self._events = Events(self.lexicon)

    def read(self, document: Document) -> Reading:
        """All that was read in a document, as contracts/reading.md has it. Offsets are those of `document.text`."""
        text = syntax.sound(document.text)
        found_furniture = furniture.find(text)
        prose = furniture.prose(text, found_furniture)
        published = dating.infer(text, prose=prose, url=document.url, title=document.title, given=document.published)
        blocks = syntax.parse(text, prose)
        trees = [block.tree for block in blocks]
        events_known = _known_by(self.lexicon.events, published.date)
        told_beside = [f.span for f in found_furniture if f.kind in _TIMED]
        found_times = tuple(
            times.tag(text, published.date, prose=prose, beside=told_beside, events=events_known, tense=_tenses(trees))
        )
        mentions = self._names.find(text, blocks)
        referents = Referents(text, blocks, mentions)
        attributions = tuple(attribution.find(text, blocks, mentions, referents))
        named = with_pronouns(text, mentions, referents)
        events = self._events.find(text, trees, named, found_times, attributions, published.date, events_known)
        sentences = tuple(span for tree in trees for span in tree.spans)
        not_known = tuple(unknowns.find(text, sentences))
        return Reading(
            document.id,
            published,
            tuple(found_furniture),
            tuple(debts.find(text, found_furniture)),
            found_times,
            attributions,
            tuple(left_open(text, events, not_known)),
            not_known,
            tuple(remarks.find(text, trees, self.lexicon)),
            sentences,
        )

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """The readings of documents, in order, each as soon as it is ready; memory stays flat."""
        for document in documents:
            yield self.read(document)


def left_open(text: str, events: Iterable[EventMention], not_known: Iterable[Unknown]) -> Iterator[EventMention]:
    """The events, those of which a sentence says that it is not known whether they are so without any certainty."""
    asked = Within(Span(at, at + len(u.about)) for u in not_known if (at := _asked(text, u)) is not None)
    for event in events:
        yield replace(event, certainty=0.0) if asked.holds(event.span) else event


def _asked(text: str, unknown: Unknown) -> int | None:
    """Where the question of a sentence stands that asks whether something is so; None for other questions."""
    if not unknown.about.lower().startswith(("whether ", "if ")):
        return None
    at = text.find(unknown.about, unknown.span.start, unknown.span.end)
    return None if at < 0 else at


def _known_by(events: tuple[NamedEvent, ...], published: date | None) -> tuple[NamedEvent, ...]:
    """The named events that had begun by the day of publication: a text cannot mean later ones as past."""
    if published is None:
        return events
    return tuple(e for e in events if e.period.start is None or e.period.start <= published)


def with_pronouns(text: str, mentions: list[Mention], referents: Referents) -> list[Mention]:
    """The mentions, and beside them those that pronouns stand for, sorted."""
    found = list(mentions)
    for offset in referents.pronouns():
        meant = referents.who(offset)
        if meant is not None:
            end = offset + 1
            while end < len(text) and text[end].isalpha():
                end += 1
            found.append(shift(meant, Span(offset, end)))
    return sorted(found, key=lambda m: m.span)


def _tenses(trees: list[Tree]) -> Callable[[int], Tense | None]:
    """A function from an offset to the tense of the clause there, None where the parse does not tell."""
    starts = [tree.start[0] if tree.words else 0 for tree in trees]

    def tense_at(offset: int) -> Tense | None:
        index = bisect_right(starts, offset) - 1
        if index < 0:
            return None
        tree = trees[index]
        token = bisect_right(tree.start, offset) - 1
        if not 0 <= token < len(tree) or offset > tree.end[token]:
            return None
        return tense(tree, token)

    return tense_at
