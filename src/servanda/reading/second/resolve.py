"""Whom and what the words of an answer name: by the mentions that the first reader finds, the case and the codebooks.

No name comes out that is not in the text, the case or a codebook; what is found nowhere names nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.codebook import load_toml
from servanda.reading.lexicon import Lexicon
from servanda.reading.model import Mention
from servanda.reading.namebook import key
from servanda.reading.second.stands import Words
from servanda.spans import Span


@dataclass(frozen=True, slots=True)
class Called:
    """Where the text names somebody or something, and the resolved name."""

    span: Span
    name: str


class Things:
    """The names of objects by every word for them, the case's before the codebook's."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, str] = {}
        for thing in lexicon.objects:
            self._add(thing.name, (thing.name, *thing.aliases))
        for name, entry in load_toml("objects.toml").items():
            if not entry.get("vague", False):
                self._add(name, (name, *entry["words"]))

    def _add(self, name: str, words: Sequence[str]) -> None:
        self._words.setdefault(name, tuple(words))
        for each in words:
            self._names.setdefault(key(each), name)

    def named(self, asked: str) -> tuple[str, tuple[str, ...]] | None:
        """The object that some words name, singular or plural, and all words for it."""
        folded = key(asked.strip())
        for form in (folded, folded.removesuffix("s"), folded.removesuffix("es")):
            if form in self._names:
                return self._names[form], self._words[self._names[form]]
        return None


class Resolver:
    """Resolves the names of one document."""

    def __init__(self, words: Words, mentions: Sequence[Mention], things: Things) -> None:
        self._words, self._mentions, self._things = words, mentions, things

    def somebody(self, asked: str, sentence: Span) -> Called | None:
        """Who is meant by a name: as it stands in the sentence, else nearest to it, else by another of its names."""
        span = self._find(asked, sentence)
        if span is not None:
            mention = self._mention(span)
            return Called(span, mention.name if mention else _plain(span.of(self._words.text)))
        same = [m for m in self._mentions if key(m.name) == key(asked.strip())]
        nearest = min(same, key=lambda m: (abs(m.span.start - sentence.start), m.span.start), default=None)
        return Called(nearest.span, nearest.name) if nearest else None

    def place(self, asked: str, sentence: Span) -> str | None:
        """The name of a place that stands in the text."""
        found = self.somebody(asked, sentence)
        return found.name if found else None

    def thing(self, asked: str, sentence: Span) -> str | None:
        """The name of an object of which some word stands in the text; else the words, where they stand in the
        sentence."""
        known = self._things.named(asked)
        if known is not None:
            name, words = known
            forms = (form for word in (asked, *words) for form in (word, f"{word}s"))
            if any(self._words.find(form, any_case=True) for form in forms):
                return name
        span = self._words.find(asked, within=sentence, any_case=True)
        return _plain(span.of(self._words.text)) if span else None

    def _find(self, asked: str, sentence: Span) -> Span | None:
        near = sentence.start
        return self._words.find(asked, near=near, within=sentence) or self._words.find(asked, near=near)

    def _mention(self, span: Span) -> Mention | None:
        """The mention that a stretch is: the longest that it overlaps."""
        over = [m for m in self._mentions if m.span.overlaps(span)]
        return max(over, key=lambda m: (m.span == span, len(m.span), -m.span.start), default=None)


def _plain(words: str) -> str:
    return " ".join(words.split())
