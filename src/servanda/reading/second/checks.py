"""From an answer to the parts of a reading: what does not stand in the text, or in no codebook, is thrown away."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from servanda.codebook import load_toml, plover
from servanda.days import Period, parse_period
from servanda.errors import UsageError
from servanda.reading.model import Attribution, EventMention, Participant, Reading, Remark, Unknown
from servanda.reading.second.answer import Answer, Noted, Told
from servanda.reading.second.resolve import Resolver
from servanda.reading.second.stands import Words, sentence_of
from servanda.spans import Span

_OPENING = "\"“'‘«"
_FEWEST_WORDS = 2


class Checker:
    """Checks one answer against one document. `first` is the first reader's reading; what is thrown away is counted.

    The reasons: `quote` (the words do not stand in the prose), `type`, `mode` (in no codebook; the mode alone goes),
    `head`, `speaker`, `about` (do not stand there), `name`, `object`, `place`, `day` (these alone go), `twice`.
    `certainty` counts those that were out of range and were brought back.
    """

    def __init__(
        self, words: Words, first: Reading, names: Resolver, modes: dict[str, tuple[str, ...]], thrown: Counter[str]
    ) -> None:
        self._words, self._first, self._names, self._modes, self._thrown = words, first, names, modes, thrown
        self._sentences = sorted(first.sentences)
        self._attributions: list[Attribution] = []
        self._near = 0

    def parts(
        self, answer: Answer
    ) -> tuple[tuple[EventMention, ...], tuple[Attribution, ...], tuple[Unknown, ...], tuple[Remark, ...]]:
        """The events with their attributions, the unknowns and the remarks that hold, in text order."""
        events: dict[tuple[Span, str | None, str | None], EventMention] = {}
        for told in answer.statements:
            event = self._event(told)
            if event is None:
                continue
            same = (event.span, event.type, event.mode)
            if same in events:
                self._thrown["twice"] += 1
            events.setdefault(same, event)
        unknowns = {Unknown(*found) for found in self._noted(answer.unknowns)}
        elements = load_toml("gaps.toml")
        gaps = set()
        for noted in answer.gaps:
            if noted.about not in elements:
                self._thrown["about"] += 1
            elif (place := self._sentence(noted.quote)) is not None:
                gaps.add(Remark(place[1], "gap", noted.about))
        coverage = {Remark(span, "coverage", about) for span, about in self._noted(answer.coverage)}
        return (
            tuple(sorted(events.values(), key=lambda e: (e.span, e.type or "", e.mode or ""))),
            tuple(self._attributions),
            tuple(sorted(unknowns, key=lambda u: (u.span, u.about))),
            tuple(sorted(gaps | coverage, key=lambda r: (r.span, r.kind, r.about))),
        )

    def _event(self, told: Told) -> EventMention | None:
        kind = plover().get(told.type)
        if kind is None:
            self._thrown["type"] += 1
            return None
        place = self._sentence(told.quote)
        if place is None:
            return None
        quote, sentence = place
        head = self._head(told, quote)
        if head is None:
            self._thrown["head"] += 1
            return None
        said = self._said(told, quote, sentence)
        if said == "nobody":
            self._thrown["speaker"] += 1
            return None
        mode = told.mode or None
        if mode is not None and not kind.has_mode(mode) and mode not in self._modes.get(kind.name, ()):
            self._thrown["mode"] += 1
            mode = None
        thing = self._names.thing(told.object, sentence) if told.object else None
        where = self._names.place(told.place, sentence) if told.place else None
        self._thrown["object"] += bool(told.object and not thing)
        self._thrown["place"] += bool(told.place and not where)
        return EventMention(
            head, sentence, kind.name, mode, self._people(told.actors, sentence),
            self._people(told.recipients, sentence), thing, where, self._period(told), self._certainty(told.certainty),
            said, told.tense,
        )  # fmt: skip

    def _sentence(self, quote: str) -> tuple[Span, Span] | None:
        """Where a quote stands, and the sentence around it."""
        found = self._words.find(quote, near=self._near) if len(quote.split()) >= _FEWEST_WORDS else None
        sentence = sentence_of(found, self._sentences) if found else None
        if found is None or sentence is None:
            self._thrown["quote"] += 1
            return None
        self._near = found.start
        return found, sentence

    def _head(self, told: Told, quote: Span) -> Span | None:
        """The head word: the answer's, where it is one word of the quote; else the first reader's event of the type."""
        if told.head and len(told.head.split()) == 1:
            found = self._words.find(told.head, near=quote.start, within=quote, any_case=True)
            if found is not None:
                return found
        same = (e.span for e in self._first.events if e.type == told.type and quote.contains(e.span))
        return next(same, None)

    def _people(self, names: Sequence[str], sentence: Span) -> tuple[Participant, ...]:
        found: dict[str, Participant] = {}
        for name in names:
            called = self._names.somebody(name, sentence)
            if called is None:
                self._thrown["name"] += 1
            else:
                found.setdefault(called.name, Participant(called.span, called.name))
        return tuple(found.values())

    def _said(self, told: Told, quote: Span, sentence: Span) -> int | Literal["nobody"] | None:
        """The index of the attribution that a speaker makes; None where the document says so itself.

        "nobody" where a speaker is given who does not stand in the text: it is not known who says so.
        """
        if not told.speaker:
            return None
        called = self._names.somebody(told.speaker, sentence)
        if called is None:
            return "nobody"
        cue = self._words.find(told.cue, near=quote.start, within=sentence) if told.cue else None
        text = self._words.text
        direct = text[quote.start] in _OPENING or (quote.start > 0 and text[quote.start - 1] in _OPENING)
        made = Attribution(
            (called.span,), (cue,) if cue else (), (quote,), called.name, "direct" if direct else "indirect"
        )
        if made not in self._attributions:
            self._attributions.append(made)
        return self._attributions.index(made)

    def _certainty(self, given: float) -> float:
        within = max(-3.0, min(3.0, given))
        self._thrown["certainty"] += within != given
        return within

    def _period(self, told: Told) -> Period:
        """The days given, where some expression of time in the text, or the day of publication, carries them."""
        if not told.holds_from and not told.holds_to:
            return Period()
        try:
            start = parse_period(told.holds_from).start if told.holds_from else None
            end = parse_period(told.holds_to).end if told.holds_to else None
            found = Period(start, end)
        except (UsageError, ValueError):
            self._thrown["day"] += 1
            return Period()
        carried = set(self._carried())
        if {day for day in (found.start, found.end) if day} <= carried:
            return found
        self._thrown["day"] += 1
        return Period()

    def _carried(self) -> Iterator[date]:
        """The days that the text tells: ends of its times, and its day of publication."""
        if self._first.published.date:
            yield self._first.published.date
        for time in self._first.times:
            yield from (day for day in (time.period.start, time.period.end) if day)

    def _noted(self, noted: Sequence[Noted]) -> Iterator[tuple[Span, str]]:
        """The sentences of quotes that stand, with what they are about, in words of the sentence."""
        for item in noted:
            place = self._sentence(item.quote)
            if place is None:
                continue
            about = self._words.find(item.about, near=place[0].start, within=place[1])
            if about is None:
                self._thrown["about"] += 1
            else:
                yield place[1], " ".join(about.of(self._words.text).split())
