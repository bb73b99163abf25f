"""A reading as statements, the form in which it enters the record."""

import re
from bisect import bisect_left
from datetime import date

from servanda.days import Period
from servanda.documents import Document
from servanda.reading.model import Attribution, EventMention, Reading
from servanda.spans import Span
from servanda.statement import Statement

#: Acts that are states as well: told of in the present, they hold on the day of publication.
_STATES = frozenset(("maintain", "operate", "improve ties", "talks", "alliance"))
#: "Is no longer dismantling it" says what is so on the day of publication, and not that it never was.
_NO_LONGER = re.compile(r"\b(?:no longer|not any longer|any ?more)\b", re.IGNORECASE)
#: The most that is said of what was planned for days that are over.
_POSSIBLE = 1.4
#: Contents are looked up by stretches of so many characters.
_STRETCH = 1000
#: What is done and not said: a cue that tells of such an act is nobody's word, if no quotation follows.
_DEEDS = frozenset(("AID", "ASSAULT", "COERCE", "CONSULT", "MOBILIZE", "RETREAT"))
#: Types of deeds and words, and modes of these that are words.
_MIXED = frozenset(("CONCEDE", "COOPERATE"))
_WORDS = frozenset((None, "pledge", "apologise", "declare"))
#: Words for a source that stand for no speaker.
_NOBODY = frozenset(("nobody", "none", "no one", "no-one", "neither"))
_QUOTES = frozenset("\"“”„«'‘’")
_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "who",
        "him",
        "her",
        "them",
        "us",
        "me",
        "that",
        "this",
        "which",
        "these",
        "those",
        "both",
        "one",
        "other",
        "others",
        "all",
        "each",
    ]
)


def statements_of(document: Document, reading: Reading, *, source: str, coder_version: str) -> list[Statement]:
    """What a reading says, as statements in text order: coded events, unknowns, gaps and coverage remarks.

    Events keep their certainty, so that denials, plans and speculation are statements too; an event of which nothing
    is known but its type is left out. A type that is only a guess is not told: the codebook's own is, if it has one.
    `source` is the publisher. The quote is the whole sentence, exactly as it stands in the text; `holds` is as precise
    as the text is.
    """
    maker = _Maker(document, reading, source, coder_version)
    told = [event.instead if event.guessed else event for event in reading.events]
    made = [maker.event(event) for event in told if event and event.type is not None and _says_enough(event)]
    made += [maker.other("unknown", unknown.span, unknown.about) for unknown in reading.unknowns]
    made += [maker.other(remark.kind, remark.span, remark.about) for remark in reading.remarks]
    distinct = {statement.id: statement for statement in made}
    return sorted(distinct.values(), key=lambda s: (s.start or 0, s.head or 0, s.kind, s.about or "", s.id))


def _says_enough(event: EventMention) -> bool:
    named = [p for p in (*event.actors, *event.recipients) if _is_name(p.name)]
    dated = event.period.start is not None and event.period.end is not None
    return bool(named or event.object or (dated and event.place))


def _is_name(name: str) -> bool:
    return name.lower() not in _PRONOUNS


class _Maker:
    """Makes the statements of one reading."""

    def __init__(self, document: Document, reading: Reading, source: str, coder_version: str) -> None:
        self._document, self._reading = document, reading
        self._source, self._version = source, coder_version
        self._published = reading.published.date
        told = ((e.instead or e) for e in reading.events)
        self._deeds = sorted(e.span.start for e in told if e.certainty > 0 and _is_deed(e))
        self._contents: dict[int, list[tuple[Span, int]]] = {}
        for index, attribution in enumerate(reading.attributions):
            for content in attribution.content:
                for stretch in range(content.start // _STRETCH, content.end // _STRETCH + 1):
                    self._contents.setdefault(stretch, []).append((content, index))

    def event(self, event: EventMention) -> Statement:
        """The statement that an event mention makes."""
        return Statement(
            self._document.id,
            self._source,
            "event",
            event.sentence.start,
            event.sentence.end,
            event.span.start,
            event.sentence.of(self._document.text),
            speakers=self._speakers(event.span, event.attribution),
            type=event.type,
            mode=event.mode,
            actors=_names([p.name for p in event.actors]),
            recipients=_names([p.name for p in event.recipients]),
            object=event.object,
            place=event.place,
            holds=self._holds(event),
            certainty=self._certainty(event),
            published=self._published,
            url=self._document.url,
            coder_version=self._version,
        )

    def other(self, kind: str, span: Span, about: str) -> Statement:
        """The statement that an unknown, a gap or a coverage remark makes."""
        assert kind in ("unknown", "gap", "coverage")
        return Statement(
            self._document.id,
            self._source,
            kind,  # type: ignore[arg-type]
            span.start,
            span.end,
            quote=span.of(self._document.text),
            speakers=self._speakers(span, None),
            holds=Period.of(self._published) if self._published else Period(),
            published=self._published,
            about=about,
            url=self._document.url,
            coder_version=self._version,
        )

    def _speakers(self, span: Span, index: int | None) -> tuple[str, ...]:
        """Whom the document quotes, outermost first: everyone within whose content the words stand."""
        widest: dict[int, int] = {}
        for content, i in self._contents.get(span.start // _STRETCH, ()):
            if content.contains(span):
                widest[i] = max(len(content), widest.get(i, 0))
        order = sorted(widest, key=lambda i: (widest[i], i), reverse=True)
        if index is not None and index not in order:
            order.append(index)
        names = [self._speaker(one) for i in order if self._is_said(one := self._reading.attributions[i])]
        return tuple(dict.fromkeys(name for name in names if name))

    def _is_said(self, attribution: Attribution) -> bool:
        """Whether the content is something said: "signed a text after the meeting" tells a deed, in nobody's words."""
        if any(self._document.text[c.start] in _QUOTES for c in attribution.content):
            return True
        return not any(bisect_left(self._deeds, c.start) < bisect_left(self._deeds, c.end) for c in attribution.cue)

    def _speaker(self, attribution: Attribution) -> str | None:
        """The resolved name, else the words that stand for the source; a bare pronoun names nobody."""
        if attribution.speaker:
            return attribution.speaker
        words = " ".join(" ".join(s.of(self._document.text).split()) for s in attribution.source)
        return words if words and _is_name(words) and words.lower() not in _NOBODY else None

    def _certainty(self, event: EventMention) -> float:
        """How sure it is; what was only to be done, on days that are over, may yet be done and no more."""
        return min(event.certainty, _POSSIBLE) if self._over(event) else event.certainty

    def _over(self, event: EventMention) -> bool:
        """Whether the text has an act still to be done on days that are over: those of the plan or the wish."""
        end, published = event.period.end, self._published
        return event.tense == "future" and end is not None and published is not None and end < published

    def _holds(self, event: EventMention) -> Period:
        """When it holds: the event's own time; else what its tense leaves open, up to or from publication."""
        if self._over(event):
            return Period(self._published, None)  # those days were not the act's
        if event.period.start is not None or event.period.end is not None:
            return _complete(event, self._published)
        if self._published is None:
            return Period()
        if event.mode in _STATES and event.tense != "past" and not (event.mode == "talks" and event.tense == "future"):
            return Period.of(self._published)
        if event.tense == "future":
            return Period(self._published, None)
        denied = event.tense == "present" and event.certainty < 0
        if denied and _NO_LONGER.search(event.sentence.of(self._document.text)):
            return Period.of(self._published)
        return Period(None, self._published)


def _complete(event: EventMention, published: date | None) -> Period:
    """A period cut at publication where the event is told of as past, or begun there where it is to come."""
    start, end = event.period.start, event.period.end
    if published is not None and event.tense == "past" and end is not None and start is not None:
        if end > published >= start:
            return Period(start, published)
        return event.period
    if published is not None and event.tense == "future" and start is not None and start < published:
        if end is not None and end >= published:
            return Period(published, end)
        return Period(start, end)
    if start is None and end is not None and event.tense == "future" and published is not None and published <= end:
        return Period(published, end)
    return event.period


def _is_deed(event: EventMention) -> bool:
    return event.type in _DEEDS or event.mode == "sign" or (event.type in _MIXED and event.mode not in _WORDS)


def _names(found: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in found if _is_name(name)))
