"""The names behind sources: of the mention in the source, of whom its pronoun means, else its own words."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from servanda.codebook import load_toml
from servanda.reading.model import Mention
from servanda.reading.referents import Referents
from servanda.spans import Span

_RELATIVE = {"who", "which", "that", "whom", "whose"}
_NOBODY = {"it", "this", "that", "there", "one", "you", "what", "who", "which", "someone", "anyone", "nobody"} | {
    "i",
    "we",
    "he",
    "she",
    "they",
    "us",
    "him",
    "her",
    "them",
    "his",
    "their",
    "my",
    "our",
    "your",
    "its",
}
_LONGEST = 80
#: More mentions than can end within the few characters before a word.
_NEAR = 8
#: How far before a pronoun, in characters, a speaker without a name may have spoken.
_CLOSE = 400

#: What is in the air, and in nobody's mouth: "speculation is mounting that".
_ABSTRACT = frozenset(
    (
        "speculation",
        "expectation",
        "expectations",
        "rumour",
        "rumours",
        "rumor",
        "rumors",
        "hope",
        "hopes",
        "fear",
        "fears",
        "concern",
        "concerns",
        "doubt",
        "doubts",
        "suspicion",
        "suspicions",
        "belief",
        "talk",
        "sides",
    )
)


#: Where the words for a source only go on to say more of it: "a declaration that both signed".
_CLAUSE = re.compile(r", | (?:that|which|who|whom|whose) ")
_BODIES = ("government", "organisation")
#: Before a name within a source: "the ambassador to Arland" is not Arland.
_TOWARDS = re.compile(r"\S\s+(?:to|from|in|at|on|about|with|against|near)\s+(?:the\s+)?\Z")


@cache
def _voice() -> re.Pattern[str]:
    """What follows a body's name where somebody speaks for it ("the ministry's spokesman")."""
    words = "|".join(load_toml("offices.toml")["short"]["voices"])
    return re.compile(rf"(?:['’]s?)?\s+(?:[a-z]+\s+)?(?:{words})")


class Speakers:
    """Resolves the sources of one document."""

    def __init__(self, text: str, mentions: Sequence[Mention], referents: Referents) -> None:
        self._text = text
        self._mentions = mentions
        self._starts = [m.span.start for m in mentions]
        self._referents = referents
        self._last: tuple[int, str] | None = None

    def resolve(self, source: Sequence[Span]) -> str | None:
        """The speaker's name: canonical where known, else the source's own words; None where nobody can be told.

        Sources are resolved in the order of the text: "he" or "she" may be a speaker before who has no name.
        """
        name = self._name(source)
        if name is not None:
            self._last = (source[0].start, name)
        return name

    def _name(self, source: Sequence[Span]) -> str | None:
        if not source:
            return None
        span = source[0]
        words = span.of(self._text)
        if not _ABSTRACT.isdisjoint(words.lower().split()[-1:]):
            return None
        if words.lower() in _RELATIVE:
            at = bisect_right(self._starts, span.start)
            near = self._mentions[max(0, at - _NEAR) : at]
            before = [m for m in near if span.start - 4 <= m.span.end <= span.start]
            return before[-1].name if before else None
        meant = self._referents.who(span.start) if " " not in words else None
        if meant is not None:
            return meant.name
        if words.lower() in ("he", "she"):
            return self._speaker_before(span)
        span = self._with_name(source)
        first, last = bisect_left(self._starts, span.start), bisect_right(self._starts, span.end)
        inside = [m for m in self._mentions[first:last] if m.span.end <= span.end]
        named = None if self._are_several(inside) else self._head(span, inside)
        if named is not None:
            return named.name
        return self._own_words(words)

    def _with_name(self, source: Sequence[Span]) -> Span:
        """The source's first words, with the rest of a name that they stand in, and with the name that a comma joins to
        them ("its envoy, Anna Holm, said").
        """
        span = source[0]
        at = bisect_right(self._starts, span.start) - 1
        if at >= 0 and self._mentions[at].span.start < span.start < self._mentions[at].span.end:
            span = Span(self._mentions[at].span.start, max(span.end, self._mentions[at].span.end))
        if len(source) > 1 and self._text[span.end : source[1].start].strip() == ",":
            return Span(span.start, source[1].end)
        return span

    def _speaker_before(self, pronoun: Span) -> str | None:
        """Who spoke last, where that was close by and is a person's office or kind ("the minister")."""
        if (
            self._last is None
            or pronoun.start - self._last[0] > _CLOSE
            or not self._last[1].lower().startswith(("the ", "a "))
        ):
            return None
        return self._last[1]

    def _are_several(self, inside: list[Mention]) -> bool:
        """Whether the source is two or more side by side ("Arland and Borland")."""
        return any(
            self._text[a.span.end : b.span.start].strip() in ("and", "and the", "or", ",", "&") and a.name != b.name
            for a, b in pairwise(inside)
        )

    def _head(self, span: Span, inside: list[Mention]) -> Mention | None:
        """The mention that a source's words are about: a person first, else one that ends or begins the phrase."""
        for kinds in (("person",), ("government", "organisation", "state", "other", "place")):
            for mention in inside:
                if mention.kind not in kinds or (mention.kind == "place" and mention.span.start > span.start + 4):
                    continue
                after = self._text[mention.span.end : span.end]
                if _TOWARDS.search(self._text[span.start : mention.span.start]):
                    continue
                if (
                    not after.strip(" .,")
                    or after.lstrip()[:1] in (",", "(", "—", "–")
                    or after.startswith((" of ", " in "))
                    or (mention.kind in _BODIES and _voice().fullmatch(after))
                ):
                    return mention
        return None

    def _own_words(self, words: str) -> str | None:
        plain = " ".join(words.split()).strip(' ,.;:()"“”—–-')
        if not plain or plain.lower() in _NOBODY:
            return None
        head = _CLAUSE.split(plain)[0]
        return head if len(head) <= _LONGEST else head[:_LONGEST].rsplit(" ", 1)[0]
