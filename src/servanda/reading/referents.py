"""Whom a pronoun means: the last fitting person or state before it, subjects first; in a quotation, who speaks it."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.reading.names import Mention
from servanda.reading.syntax import Block
from servanda.spans import Span

_HE, _SHE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
_IT, _THEY = {"it", "its", "itself"}, {"they", "them", "their", "theirs", "themselves"}
_FIRST = {"i", "me", "my", "mine", "myself", "we", "us", "our", "ours"}
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj")
_STATES = ("state", "government", "organisation", "group")
#: How far back a pronoun looks, in sentences.
_REACH = 4


@dataclass(frozen=True, slots=True)
class _Place:
    """A mention in its sentence."""

    mention: Mention
    sentence: int
    subject: bool


class Referents:
    """The mentions of one document, laid out so that pronouns can look back on them."""

    def __init__(self, text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> None:
        self._text = text
        self._pronouns: dict[int, tuple[str, int, str]] = {}
        self._sentences: list[Span] = []
        self._places: list[_Place] = []
        self._heads: dict[int, Mention | None] = {}
        at = 0
        for block in blocks:
            for sentence in block.sentences():
                number = len(self._sentences)
                span = sentence.span
                self._sentences.append(span)
                subjects: list[int] = []
                for token in sentence.tokens:
                    if token.tag_ in ("PRP", "PRP$"):
                        start = block.span.start + token.idx
                        self._pronouns[start] = (token.lower_, number, token.dep_)
                    if token.dep_ in _SUBJECTS:
                        subjects.append(block.span.start + token.idx)
                while at < len(mentions) and mentions[at].span.start < span.end:
                    mention = mentions[at]
                    subject = any(mention.span.start <= s < mention.span.end for s in subjects)
                    self._places.append(_Place(mention, number, subject))
                    at += 1
        self._known: dict[int, Mention | None] = {}

    def who(self, offset: int, speakers: Mapping[int, Mention] | None = None) -> Mention | None:
        """Whom the pronoun at the offset means; None where it cannot be told or no pronoun stands there.

        `speakers` gives, by the offset of a first-person pronoun within a quotation, who speaks there.
        """
        if offset not in self._pronouns:
            return None
        if speakers is not None and offset in speakers:
            return speakers[offset]
        if offset not in self._known:
            self._known[offset] = None
            self._known[offset] = self._look_back(offset)
        return self._known[offset]

    def pronouns(self) -> list[int]:
        """The offsets of all pronouns of the prose."""
        return sorted(self._pronouns)

    def is_first_person(self, offset: int) -> bool:
        """Whether the pronoun is "I", "we" or a form of them."""
        return offset in self._pronouns and self._pronouns[offset][0] in _FIRST

    def _look_back(self, offset: int) -> Mention | None:
        word, number, dep = self._pronouns[offset]
        if word in _HE or word in _SHE:
            return self._person(offset, number, "he" if word in _HE else "she", dep)
        if word in _IT and dep != "expl":
            return self._body(offset, number)
        if word in _THEY:
            return self._several(offset, number)
        return None

    def _person(self, offset: int, number: int, gender: str, dep: str) -> Mention | None:
        """The person meant by "he" or "she": of this sentence so far, else of the sentences before, subjects first."""
        later = (
            {p.mention.name for p in self._places if p.sentence == number and p.mention.span.start > offset}
            if dep in _SUBJECTS
            else set()
        )
        for back in range(_REACH + 1):
            here = [
                p
                for p in self._places
                if p.sentence == number - back
                and p.mention.span.start < offset
                and p.mention.kind == "person"
                and p.mention.gender in (None, gender)
                and p.mention.name not in later
            ]
            if here:
                subjects = [p for p in here if p.subject]
                return (subjects[0] if subjects else here[-1 if back == 0 else 0]).mention
            chained = self._same_word(offset, number - back, gender)
            if chained is not None:
                return chained
        return None

    def _same_word(self, offset: int, number: int, gender: str) -> Mention | None:
        """What an earlier pronoun of the same kind in that sentence means."""
        words = _HE if gender == "he" else _SHE
        for start in sorted(self._pronouns, reverse=True):
            word, sentence, dep = self._pronouns[start]
            if start < offset and sentence == number and word in words and dep in _SUBJECTS:
                return self.who(start)
        return None

    def _body(self, offset: int, number: int) -> Mention | None:
        """ "it" as the subject of what went before: the state or body that this or the last sentence is about."""
        for back in (0, 1):
            here = [p for p in self._places if p.sentence == number - back and p.mention.span.start < offset]
            subjects = [p for p in here if p.subject and p.mention.kind in _STATES]
            if subjects:
                return subjects[0].mention
            span = self._sentences[number - back] if number - back >= 0 else None
            if back == 1 and span is not None:
                starts = sorted(s for s, (w, n, d) in self._pronouns.items() if n == number - 1 and w in _IT)
                if starts and self._pronouns[starts[0]][2] in _SUBJECTS:
                    return self.who(starts[0])
        return None

    def _several(self, offset: int, number: int) -> Mention | None:
        """ "they": the people of a state or a body that the last sentence was about, where only one can be meant."""
        for back in (0, 1):
            here = [
                p.mention
                for p in self._places
                if p.sentence == number - back
                and p.subject
                and p.mention.span.start < offset
                and p.mention.kind in ("group", "organisation", "government")
            ]
            if here and len({m.name for m in here}) == 1:
                return here[0]
        return None


def mention_at(mentions: Sequence[Mention], span: Span) -> Mention | None:
    """The first mention that shares a character with the span."""
    index = bisect_left([m.span.end for m in mentions], span.start + 1)
    if index < len(mentions) and mentions[index].span.start < span.end:
        return mentions[index]
    return None
