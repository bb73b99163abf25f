"""Whom a pronoun means: the last fitting person or state before it, subjects first; in a quotation, who speaks it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from servanda.reading.attribution.quotes import quotations
from servanda.reading.model import Attribution, Mention
from servanda.reading.names import PERSON_NOUN
from servanda.reading.syntax import Block
from servanda.reading.tree import Tree

_PERSONAL = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
    **dict.fromkeys(("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"), "I"),
}
_PRONOUNS = ("PRP", "PRP$")
_SUBJECTS = frozenset(("nsubj", "nsubj:pass", "csubj"))
_OBJECTS = ("obj", "iobj", "obl")
_BODIES = ("state", "government", "organisation", "group")
#: How far back "he" and "she" look, in sentences; "it" and "they" look one back.
_REACH = 4


@dataclass(frozen=True, slots=True)
class _Pronoun:
    """A pronoun: its kind and sentence, whether it is a subject, an expletive, within a quotation, what it is under.

    `under` is the offset of the verb that it is an object of; -1 for others, which may mean the verb's subject.
    `close`: it goes back to what is nearest: a possessive, "its", or the subject of a clause of cause or time.
    """

    start: int
    kind: str
    sentence: int
    subject: bool
    empty: bool
    quoted: bool
    under: int
    close: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A mention in its sentence."""

    mention: Mention
    sentence: int
    subject: bool
    quoted: bool


class Referents:
    """The mentions of one document, laid out so that pronouns can look back on them."""

    def __init__(self, text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> None:
        self._mentions = mentions
        quoted = sorted((s.start, s.end) for spans in quotations(text, blocks) for s in spans)
        self._quote_starts = [s for s, _ in quoted]
        self._quote_ends = [e for _, e in quoted]
        self._pronouns: dict[int, _Pronoun] = {}
        self._subjects: dict[tuple[int, str, bool], list[int]] = {}
        starts, subjects = self._read(blocks)
        self._subject_of = subjects
        named = sorted((m.span.start, m.span.end) for m in mentions if m.kind != "other")
        self._strangers = self._unnamed(blocks, named, starts)
        self._places: dict[int, list[_Place]] = {}
        for mention in mentions:
            sentence = bisect_right(starts, mention.span.start)
            subject = any(i in subjects for i in range(mention.span.start, mention.span.end))
            place = _Place(mention, sentence, subject, self._in_quotation(mention.span.start))
            self._places.setdefault(sentence, []).append(place)
        self._known: dict[int, Mention | None] = {}
        self._settled = False

    def _read(self, blocks: Sequence[Block]) -> tuple[list[int], dict[int, int]]:
        """Where sentences begin, and subjects stand with their verbs; fills the pronouns."""
        starts: list[int] = []
        subjects: dict[int, int] = {}
        for tree in (block.tree for block in blocks):
            for first, last in tree.sentences:
                starts.append(tree.start[first])
                for i in range(first, last):
                    if tree.deps[i] in _SUBJECTS:
                        subjects[tree.start[i]] = tree.start[tree.heads[i]]
                    if tree.tags[i] in _PRONOUNS and (kind := _PERSONAL.get(tree.lower[i])) is not None:
                        self._note(self._pronoun(tree, i, kind, len(starts)))
        return starts, subjects

    def _unnamed(
        self, blocks: Sequence[Block], named: list[tuple[int, int]], starts: list[int]
    ) -> dict[int, list[tuple[int, bool]]]:
        """By sentence, the subjects that are a person or name that no mention covers, and whether each is quoted."""
        found: dict[int, list[tuple[int, bool]]] = {}
        for tree in (block.tree for block in blocks):
            for i, dep in enumerate(tree.deps):
                if dep not in _SUBJECTS or tree.tags[i] not in ("NN", "NNP"):
                    continue
                if tree.tags[i] == "NN" and not PERSON_NOUN.search(tree.lower[i]):
                    continue
                if any(_covers(named, tree.start[k]) for k in (i, *tree.children(i, "appos", "flat"))):
                    continue
                start = tree.start[i]
                found.setdefault(bisect_right(starts, start), []).append((start, self._in_quotation(start)))
        return found

    def _pronoun(self, tree: Tree, i: int, kind: str, sentence: int) -> _Pronoun:
        start, dep = tree.start[i], tree.deps[i]
        taken = dep in _OBJECTS and not tree.lower[i].endswith(("self", "selves"))
        under = tree.start[tree.heads[i]] if taken else -1
        quoted = self._in_quotation(start)
        close = tree.tags[i] == "PRP$" or (dep in _SUBJECTS and tree.deps[tree.heads[i]] == "advcl")
        return _Pronoun(start, kind, sentence, dep in _SUBJECTS, dep == "expl", quoted, under, close)

    def _note(self, pronoun: _Pronoun) -> None:
        self._pronouns[pronoun.start] = pronoun
        if pronoun.subject:
            key = pronoun.sentence, pronoun.kind, pronoun.quoted
            self._subjects.setdefault(key, []).append(pronoun.start)

    def _in_quotation(self, offset: int) -> bool:
        at = bisect_right(self._quote_starts, offset) - 1
        return at >= 0 and offset < self._quote_ends[at]

    def who(self, offset: int, attributions: Sequence[Attribution] = ()) -> Mention | None:
        """Whom the pronoun that starts at the offset means; None where it cannot be told or no pronoun stands there.

        With the attributions given, "I" and "we" in a quotation are its speaker, and "he", "she" and "it" in one are
        not. What is returned is the mention that the pronoun goes back to, with the span of that mention.
        """
        pronoun = self._pronouns.get(offset)
        if pronoun is None:
            return None
        speaker = _speaker(offset, attributions) if pronoun.quoted else None
        if pronoun.kind == "I":
            return next((m for m in self._mentions if m.name == speaker), None) if speaker else None
        self._settle()
        if offset not in self._known:
            self._known[offset] = self._look_back(pronoun)
        meant = self._known[offset]
        return None if meant is not None and meant.name == speaker else meant

    def _settle(self) -> None:
        """Settles all subjects in the order of the text: none has to go back over a long row of others."""
        if self._settled:
            return
        self._settled = True
        for start in sorted(s for same in self._subjects.values() for s in same):
            self._known[start] = self._look_back(self._pronouns[start])

    def pronouns(self) -> list[int]:
        """Where the pronouns of the prose start, sorted."""
        return sorted(self._pronouns)

    def _look_back(self, pronoun: _Pronoun) -> Mention | None:
        if pronoun.kind in ("he", "she"):
            return self._person(pronoun)
        if pronoun.kind == "it":
            return None if pronoun.empty else self._body(pronoun)
        return self._several(pronoun)

    def _before(self, pronoun: _Pronoun, back: int) -> list[_Place]:
        """The mentions before a pronoun in a sentence so far back; outside quotations, only what is outside them."""
        return [
            p
            for p in self._places.get(pronoun.sentence - back, ())
            if p.mention.span.start < pronoun.start
            and (pronoun.quoted or not p.quoted)
            and (pronoun.under < 0 or pronoun.under not in self._verbs(p.mention))
        ]

    def _verbs(self, mention: Mention) -> set[int]:
        """The verbs whose subject stands within a mention."""
        span = mention.span
        return {self._subject_of[i] for i in range(span.start, span.end) if i in self._subject_of}

    def _person(self, pronoun: _Pronoun) -> Mention | None:
        """Whom "he" or "she" means. Nobody named later in the sentence of a subject can be meant by it."""
        here = self._places.get(pronoun.sentence, ())
        later = {p.mention.name for p in here if p.mention.span.start > pronoun.start} if pronoun.subject else set()
        for sure in (True, False):
            genders = (pronoun.kind,) if sure else (pronoun.kind, None)
            for back in range(2 if sure else _REACH + 1):
                fitting = [
                    p
                    for p in self._before(pronoun, back)
                    if p.mention.kind == "person" and p.mention.gender in genders and p.mention.name not in later
                ]
                if fitting and not (sure and self._rivals(pronoun, back)):
                    subjects = [p for p in fitting if p.subject]
                    led = self._led_by(pronoun, back, subjects)
                    if led is not None:
                        return led
                    if self._may_be_a_stranger(pronoun, back, subjects):
                        return None
                    return (subjects[0] if subjects else fitting[-1 if back == 0 else 0]).mention
                chained = self._earlier(pronoun, back)
                if chained is not None:
                    return chained
                if self._may_be_a_stranger(pronoun, back, []):
                    return None
        return None

    def _may_be_a_stranger(self, pronoun: _Pronoun, back: int, subjects: list[_Place]) -> bool:
        """Whether somebody without a known name is the subject of that sentence before all who have one."""
        first = subjects[0].mention.span.start if subjects else pronoun.start
        strangers = self._strangers.get(pronoun.sentence - back, ())
        return any(start < min(first, pronoun.start) and (pronoun.quoted or not quoted) for start, quoted in strangers)

    def _led_by(self, pronoun: _Pronoun, back: int, subjects: list[_Place]) -> Mention | None:
        """What a pronoun of the same kind means that is a subject before all named ones: "He said that X would go"."""
        same = self._subjects.get((pronoun.sentence - back, pronoun.kind, pronoun.quoted), ())
        if not same or same[0] >= pronoun.start or (subjects and subjects[0].mention.span.start < same[0]):
            return None
        return self.who(same[0])

    def _rivals(self, pronoun: _Pronoun, back: int) -> bool:
        """Whether somebody of unknown gender is the subject of the sentence, so that he may be meant as well."""
        return any(
            p.subject and p.mention.kind == "person" and not p.mention.gender for p in self._before(pronoun, back)
        )

    def _earlier(self, pronoun: _Pronoun, back: int) -> Mention | None:
        """What the last pronoun of the same kind means that is a subject of that sentence."""
        same = self._subjects.get((pronoun.sentence - back, pronoun.kind, pronoun.quoted), ())
        before = bisect_left(same, pronoun.start)
        return self.who(same[before - 1]) if before else None

    def _body(self, pronoun: _Pronoun) -> Mention | None:
        """What "it" means where a state or body is what this or the last sentence is about: in one sentence, "its" is
        the nearest subject's, and so is "it" in "because it had never agreed".
        """
        for back in (0, 1):
            before = self._before(pronoun, back)
            for place in reversed(before) if pronoun.close and back == 0 else before:
                if place.subject:
                    return place.mention if place.mention.kind in _BODIES else None
            chained = self._earlier(pronoun, back)
            if chained is not None:
                return chained
        return None

    def _several(self, pronoun: _Pronoun) -> Mention | None:
        """What "they" means where one group or body alone is what this or the last sentence is about."""
        for back in (0, 1):
            fitting = [p.mention for p in self._before(pronoun, back) if p.subject and p.mention.kind in _BODIES]
            if fitting:
                return fitting[0] if len({m.name for m in fitting}) == 1 and fitting[0].kind != "state" else None
        return None


def _covers(named: list[tuple[int, int]], offset: int) -> bool:
    """Whether one of the sorted spans holds an offset."""
    at = bisect_right(named, (offset, 1 << 62)) - 1
    return at >= 0 and offset < named[at][1]


def _speaker(offset: int, attributions: Sequence[Attribution]) -> str | None:
    """Who speaks at the offset: the speaker of the smallest content around it."""
    around = [(len(s), a.speaker or "") for a in attributions for s in a.content if s.start <= offset < s.end]
    return min(around)[1] or None if around else None
