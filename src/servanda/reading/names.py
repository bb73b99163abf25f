"""Who and what a text names: states, governments, bodies, people and places, by case aliases and the general codebooks.

A capital stands for its government unless a preposition of place makes it a place. People are found by full name, then
by surname alone; two people of one surname are kept apart by role, recency and who leads a state. `referents` resolves
pronouns on top of this.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from servanda.reading.lexicon import Lexicon
from servanda.reading.model import Mention
from servanda.reading.namebook import Entry, Namebook, key
from servanda.reading.shortforms import ShortForms
from servanda.reading.syntax import Block
from servanda.reading.tree import Tree
from servanda.spans import Span

if TYPE_CHECKING:
    import ahocorasick_rs

#: Before a capital, these make it a place and no government.
_PLACE_WORDS = re.compile(
    r"\b(?:in|to|at|near|into|outside|around|across|through|via|over|central|downtown|left|leave|leaves|leaving|"
    r"visit|visits|visited|visiting|reached|capital|capital,|city of)\s+$",
    re.I,
)
#: After a capital, these make it a place.
_PLACE_AFTER = re.compile(
    r"\s+(?:residents?|airport|suburbs?|streets?|metro|hotels?|hospitals?|region|districts?|neighbou?rhoods?)\b"
)
_TALKS = re.compile(
    r"\b(?:talks?|ties|relations|pressure|sanctions|close|closer|according|belongs?|loyal)\s+to\s+$", re.I
)
_POSSESSIVE = re.compile(r"\A['’]s?\s+")
#: A name right after an office: "the leader Ann Holm", "the chief negotiator, Ann Holm".
_NAMED_AFTER = re.compile(r"\s+[A-Z]|\s?[-–]\s?elect|,\s+[A-Z][\w’'-]+\s+[A-Z]")
_BESIDE_NAME = re.compile(r",\s+(?:the\s+|a\s+)?")
_PROPER = ("NNP", "NNPS")
#: What a common noun for one person ends with.
PERSON_NOUN = re.compile(
    r"(?:er|or|ist|man|woman|ian|ant|ary|aide|chief|head|wife|husband|son|daughter|brother|mother|expert|analyst|rival|"
    r"nominee|candidate|colleague|friend|diplomat|veteran|general|envoy|attorney|pilot|guard|fellow|author)\Z"
)


@dataclass(slots=True)
class _Person:
    """A person known while a document is read; `last` is the offset of the latest mention, by any form."""

    name: str
    surname: str
    words: tuple[str, ...]
    state: str | None = None
    actor: str | None = None
    gender: Literal["he", "she"] | None = None
    roles: tuple[str, ...] = ()
    leads: bool = False
    last: int = -1
    full: int = -1

    def mention(self, span: Span) -> Mention:
        return Mention(span, self.name, "person", self.state, self.actor, self.gender)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A stretch that may be a mention: of a known entry, or a person's or other name yet to be told apart.

    `owner` is whose an office is, where its own words tell ("the Foreign Ministry of Arland").
    """

    span: Span
    entry: Entry | None
    words: tuple[str, ...] = ()
    title: str | None = None
    person: bool = False
    sure: bool = False
    owner: str | None = None


class Names:
    """Finds mentions. Made once for a case and used for many documents; holds no state of any document."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.book = Namebook(lexicon or Lexicon())
        self._short = ShortForms()

    @cached_property
    def _automaton(self) -> "ahocorasick_rs.AhoCorasick":
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick(list(self.book.entries))

    @cached_property
    def _keys(self) -> list[str]:
        return list(self.book.entries)

    def find(self, text: str, blocks: list[Block]) -> list[Mention]:
        """The mentions within the blocks, sorted, none overlapping another."""
        named = []
        for block in blocks:
            known = list(self._known(text, block))
            named += [*known, *self._runs(text, block, known)]
        candidates = list(_owned(text, _without_overlaps(named)))
        people = _Cast(self.book, candidates, text, self._short)
        mentions: list[Mention] = []
        nearest: str | None = None
        for candidate in candidates:
            mention = self._resolve(text, candidate, people, nearest, mentions)
            if mention is not None:
                mentions.append(mention)
                if mention.kind in ("state", "group", "government") and mention.state:
                    nearest = mention.state
        return self._short.add(text, blocks, mentions, people.offices)

    # -- what the codebooks and the case know

    def _known(self, text: str, block: Block) -> Iterator[_Candidate]:
        """Every known name in a block, at word ends and in its right case."""
        words = block.span.of(text)
        folded = key(words)
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if (start and (folded[start - 1].isalnum())) or (end < len(folded) and folded[end].isalnum()):
                continue
            for entry in self.book.entries[self._keys[index]]:
                if entry.fits(words[start:end]):
                    yield _Candidate(Span(block.span.start + start, block.span.start + end), entry)
                    break

    # -- names that nobody told us of

    def _runs(self, text: str, block: Block, known: list[_Candidate]) -> Iterator[_Candidate]:
        """Sequences of proper nouns of a block, cut around known bodies and states, titles taken off."""
        taken = [c.span for c in known if c.entry is not None and c.entry.form not in ("surname", "role")]
        for run in _proper_runs(block, self.book.particles):
            for part in _cut(block, run, taken):
                candidate = self._named(text, block, part)
                if candidate is not None:
                    yield candidate

    def _named(self, text: str, block: Block, run: list[int]) -> _Candidate | None:
        tree = block.tree
        words = [tree.words[i] for i in run]
        if words[0] in self.book.calendar:
            return None
        size = self.book.title_length(words)
        title = " ".join(words[:size]) if size else None
        rest, names = run[size:], words[size:]
        if not rest:
            return None
        before = tree.words[rest[0] - 1] if rest[0] else ""
        if title is None and self.book.is_title(before):
            title = before
        organisation = any(n in self.book.organisation_words for n in names)
        if organisation and not title:
            rest = [*self._described(tree, rest[0]), *rest]
        span = Span(tree.start[rest[0]], tree.end[rest[-1]])
        parts = tuple(n for n in span.of(text).replace("-", " ").split() if n)
        if organisation and not title:
            return _Candidate(span, None, parts)
        person = title is not None or self.book.looks_like_person(names)
        if not person and len(names) > 1:
            top = next((i for i in rest if tree.heads[i] not in rest), rest[0])
            joined = before == "," and tree.deps[top] in ("appos", "nsubj")
            beside = tree.words[rest[0] - 2] if joined else before
            role = beside.islower() and bool(PERSON_NOUN.search(beside))
            speaks = tree.deps[top] == "nsubj" and tree.lemmas[tree.heads[top]] in self.book.speaking
            person = role or speaks
        return _Candidate(span, None, parts, title, person, sure=title is not None)

    def _described(self, tree: Tree, first: int) -> Iterator[int]:
        """The capitalised adjectives right before a body's name that are part of it ("the Northern Water Agency")."""
        begin, _ = tree.sentences[tree.sentence[first]]
        at = first
        while at - 1 > begin and tree.tags[at - 1] == "JJ" and tree.words[at - 1].istitle():
            if tree.lower[at - 1] in self.book.entries:
                break
            at -= 1
        yield from range(at, first)

    # -- what a stretch means here

    def _resolve(
        self, text: str, candidate: _Candidate, people: "_Cast", nearest: str | None, so_far: list[Mention]
    ) -> Mention | None:
        entry, span = candidate.entry, candidate.span
        if entry is None:
            return people.resolve(candidate) or self._unknown(text, candidate)
        if entry.form in ("person", "surname"):
            return people.resolve(candidate)
        if entry.form == "role":
            return self._role(text, candidate, people, so_far)
        if entry.form == "office":
            return self._office(text, candidate, nearest, so_far)
        if entry.form == "seat" and _is_place(text, span):
            return Mention(span, entry.place or entry.name, "place", entry.state)
        return Mention(span, entry.name, entry.kind, entry.state, entry.actor)

    def _unknown(self, text: str, candidate: _Candidate) -> Mention | None:
        words = candidate.words
        name = " ".join(candidate.span.of(text).split())
        if any(w in self.book.organisation_words for w in words):
            return Mention(candidate.span, name, "organisation")
        before = text[max(0, candidate.span.start - 20) : candidate.span.start]
        if re.search(r"\b(?:in|at|near|from)\s+$", before):
            return Mention(candidate.span, name, "place")
        return Mention(candidate.span, name, "other") if len(name) > 1 else None

    def _office(self, text: str, candidate: _Candidate, nearest: str | None, so_far: list[Mention]) -> Mention | None:
        """An office that every state has: the state beside it, else, for a capitalised one, the state named last."""
        span, entry = candidate.span, candidate.entry
        assert entry is not None
        if candidate.owner is not None:
            return Mention(span, f"{entry.name} of {candidate.owner}", "government", entry.state)
        beside = so_far[-1] if so_far else None
        if beside is not None and beside.state and beside.kind in ("state", "group", "government"):
            between = text[beside.span.end : span.start]
            if between in ("", " ") or _POSSESSIVE.fullmatch(between):
                so_far.pop()
                joined = Span(beside.span.start, span.end)
                return Mention(joined, f"{entry.name} of {beside.state}", "government", beside.state)
        if nearest is None or not text[span.start].isupper():
            return None
        return Mention(span, f"{entry.name} of {nearest}", "government", nearest)

    def _role(self, text: str, candidate: _Candidate, people: "_Cast", so_far: list[Mention]) -> Mention | None:
        """ "the North Korean leader", "the president": whoever holds the office, where the case tells, and no name
        stands beside it.
        """
        span, entry = candidate.span, candidate.entry
        assert entry is not None
        if _NAMED_AFTER.match(text, span.end):
            return None
        beside = so_far[-1] if so_far else None
        if beside is not None and beside.state and beside.kind in ("state", "group"):
            between = text[beside.span.end : span.start]
            if between == " " or _POSSESSIVE.fullmatch(between):
                named = so_far[-2] if len(so_far) > 1 and so_far[-2].kind in ("person", "other") else None
                if named is not None and _BESIDE_NAME.fullmatch(text, named.span.end, beside.span.start):
                    so_far.pop()  # "Ann Holm, Arland's envoy"
                    return replace(named, span=Span(beside.span.start, span.end))
                person = people.holder(entry.name, beside.state)
                if person is None:
                    return None
                so_far.pop()
                return people.seen(person, Span(beside.span.start, span.end))
        if text[max(0, span.start - 4) : span.start].lower() != "the ":
            return None
        person = people.holder(entry.name, None)
        return people.seen(person, span) if person else None


class _Cast:
    """The people of one document: the case's, and those whose full names stand in it.

    `offices` are those that the text tells of each by name, in small letters.
    """

    def __init__(self, book: Namebook, candidates: list[_Candidate], text: str, short: ShortForms) -> None:
        self.book = book
        self.text = text
        self._short = short
        self.offices: dict[str, set[str]] = {}
        self.people = [
            _Person(a.name, key(surname), tuple(key(a.name).split()), a.state, a.name, gender, a.roles, leads)
            for a, surname, gender, leads in book.people
        ]
        self._by_actor = {p.actor: p for p in self.people}
        self.named: set[str] = set()
        for candidate in candidates:
            if candidate.entry is None and candidate.person:
                self._learn(candidate)
            elif candidate.entry is not None and candidate.entry.form == "person":
                self.named.add(candidate.entry.name)

    def _learn(self, candidate: _Candidate) -> None:
        """A full name makes a person, unless it is a longer or shorter form of a known one."""
        words = tuple(key(w) for w in candidate.words)
        if len(words) < 2 or self._same(words) is not None:
            return
        surname = self.book.surname(candidate.words)
        name = " ".join(self.text[candidate.span.start : candidate.span.end].split())
        gender = self.book.gender(candidate.words, candidate.title)
        self.people.append(_Person(name, key(surname), words, gender=gender))

    def _same(self, words: tuple[str, ...]) -> _Person | None:
        """The known person whose name has the same first and last words ("Donald J. Trump"), in either order."""
        for person in self.people:
            known = person.words
            if (
                len(known) > 1
                and len(words) > 1
                and (
                    (words[0] == known[0] and words[-1] == known[-1] and (len(words) != len(known) or words == known))
                    or sorted(words) == sorted(known)
                    or "".join(words) == "".join(known)
                )
            ):
                return person
        return None

    def resolve(self, candidate: _Candidate) -> Mention | None:
        """The mention of a person that a full name, or a surname with or without title, makes."""
        if candidate.entry is not None and candidate.entry.form == "person":
            person = self._by_actor.get(candidate.entry.actor)
            return self.seen(person, candidate.span, full=True) if person else None
        words = candidate.words or tuple(candidate.span.of(self.text).split())
        folded = tuple(key(w) for w in words)
        if len(words) > 1:
            same = self._same(folded)
            return self.seen(same, candidate.span, full=True) if same else None
        title = candidate.title or self._title_before(candidate.span)
        regal = self.book.is_regal(title)
        start = candidate.span.start
        chosen = self._by_first_name(folded[0]) if regal else self._by_surname(folded[0], start, title)
        if chosen is not None:
            return self.seen(chosen, candidate.span, title=title)
        if candidate.title is not None and candidate.entry is None:
            name = f"{title} {words[0]}" if regal else words[0]
            person = _Person(name, folded[0], folded, gender=self.book.gender(words, title))
            self.people.append(person)
            return self.seen(person, candidate.span, title=title)
        return None

    def seen(self, person: _Person, span: Span, *, full: bool = False, title: str | None = None) -> Mention:
        """Notes that the person was mentioned, and the office told beside the name; gives the mention."""
        person.last = max(person.last, span.start)
        if full:
            person.full = max(person.full, span.start)
            self.named.add(person.name)
        if full or title is not None:
            office = self._short.office_beside(self.text, span)
            if office is not None:
                self.offices.setdefault(person.name, set()).add(office)
        return person.mention(span)

    def holder(self, role: str, state: str | None) -> _Person | None:
        """Who holds an office: of a state, else the holder mentioned last."""
        fitting = [p for p in self.people if p.actor and (role in p.roles or (p.leads and role == "leader"))]
        if state is not None:
            fitting = [p for p in fitting if p.state == state]
            return fitting[0] if fitting else None
        fitting = [p for p in fitting if p.last >= 0]
        return max(fitting, key=lambda p: p.last, default=None)

    def _title_before(self, span: Span) -> str | None:
        words = self.text[max(0, span.start - 30) : span.start].split()
        return words[-1] if words and self.book.is_title(words[-1]) else None

    def _by_first_name(self, name: str) -> _Person | None:
        """Whom a first name with a title that goes with it means: "King Hussein", and nobody of that surname."""
        fitting = [p for p in self.people if p.words[0] == name]
        return max(fitting, key=lambda p: (p.last, p.name)) if fitting else None

    def _by_surname(self, surname: str, start: int, title: str | None) -> _Person | None:
        fitting = [p for p in self.people if p.surname == surname]
        gender = self.book.title_gender(title)
        fitting = [p for p in fitting if gender is None or p.gender in (None, gender)] if gender else fitting
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        role = title.lower() if title else ""
        held = [p for p in fitting if role and any(role in r for r in (*p.roles, *self.offices.get(p.name, ())))]
        if len(held) == 1:
            return held[0]
        return max(fitting, key=lambda p: (self._weight(p, fitting, start), p.last, p.name))

    def _weight(self, person: _Person, rivals: list[_Person], start: int) -> float:
        """How likely a surname alone means the person: a leader by default, somebody else where only he is at hand."""
        weight = 1.5 if person.leads and person.name in self.named else 0.5 if person.leads else 0.0
        if person.last >= 0:
            weight += 0.6
            if person.last == max(r.last for r in rivals):
                weight += 0.6
        paragraph = self.text.rfind("\n", 0, start)
        before = self.text.rfind("\n", 0, max(0, len(self.text[:paragraph].rstrip())) if paragraph > 0 else 0)
        at_hand = person.last > paragraph or (person.last > before and person.last >= 0)
        if at_hand and not any(r.last > before >= 0 for r in rivals if r is not person):
            weight += 1.2
        return weight


def _owned(text: str, candidates: list[_Candidate]) -> Iterator[_Candidate]:
    """The candidates, each office that every state has joined with whose it is, where that follows it or is unknown.

    "the Foreign Ministry of Arland", "Borland's parliament"; a known state before it is told by `_office`.
    """
    waiting: _Candidate | None = None
    for candidate in candidates:
        if waiting is None:
            waiting = candidate
            continue
        between = text[waiting.span.end : candidate.span.start]
        joined = Span(waiting.span.start, candidate.span.end)
        if _is_office(waiting) and between in (" of ", " of the ") and _may_own(candidate):
            waiting = _join(text, waiting, candidate, joined)
        elif _is_office(candidate) and waiting.entry is None and not waiting.person and _POSSESSIVE.fullmatch(between):
            waiting = _join(text, candidate, waiting, joined)
        else:
            yield waiting
            waiting = candidate
    if waiting is not None:
        yield waiting


def _is_office(candidate: _Candidate) -> bool:
    return candidate.entry is not None and candidate.entry.form == "office" and candidate.owner is None


def _may_own(candidate: _Candidate) -> bool:
    if candidate.entry is None:
        return not candidate.person
    return candidate.entry.form in ("name", "seat") and candidate.entry.kind in ("state", "government")


def _join(text: str, office: _Candidate, owner: _Candidate, span: Span) -> _Candidate:
    """An office and whose it is as one candidate."""
    assert office.entry is not None
    state = owner.entry.state or owner.entry.name if owner.entry is not None else None
    return replace(office, span=span, entry=replace(office.entry, state=state), owner=state or owner.span.of(text))


def _is_place(text: str, span: Span) -> bool:
    before = text[max(0, span.start - 30) : span.start]
    if _TALKS.search(before):
        return False
    return bool(_PLACE_WORDS.search(before) or _PLACE_AFTER.match(text, span.end))


def _proper_runs(block: Block, particles: frozenset[str]) -> Iterator[list[int]]:
    """Indices of tokens of each sequence of proper nouns; hyphens and name particles inside belong to it."""
    tree = block.tree
    words, tags, size = tree.words, tree.tags, len(tree)
    run: list[int] = []
    for i in range(size + 1):
        if i < size and tags[i] in _PROPER and words[i][:1].isalpha():
            run.append(i)
            continue
        if run and i < size:
            word = words[i]
            tight = i + 1 < size and tree.end[i - 1] == tree.start[i] and tree.end[i] == tree.start[i + 1]
            joined = word in ("-", "–") and tight
            after_hyphen = words[i - 1] in ("-", "–") and run[-1] == i - 1
            particle = word in particles and i + 1 < size and tags[i + 1] in _PROPER
            if joined or after_hyphen or particle:
                run.append(i)
                continue
        if run:
            while run and words[run[-1]] in ("-", "–"):
                run.pop()
            if run:
                yield run
            run = []


def _cut(block: Block, run: list[int], taken: list[Span]) -> Iterator[list[int]]:
    """The parts of a run outside known names; a run that holds a known person's name stays whole."""
    part: list[int] = []
    for i in run:
        place = block.tree.span(i)
        if any(s.overlaps(place) for s in taken):
            if part:
                yield part
            part = []
        else:
            part.append(i)
    if part:
        yield part


def _without_overlaps(candidates: list[_Candidate]) -> list[_Candidate]:
    """The longest of those that overlap, in text order; at equal length the one that the case or a codebook knows."""
    ranked = sorted(candidates, key=lambda c: (-len(c.span), c.entry is None, c.span.start))
    kept: list[_Candidate] = []
    covered = bytearray(max((c.span.end for c in candidates), default=0))
    for candidate in ranked:
        start, end = candidate.span.start, candidate.span.end
        if covered.find(1, start, end) < 0:
            covered[start:end] = b"\1" * (end - start)
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.span.start)


def shift(mention: Mention, span: Span) -> Mention:
    """The same thing named elsewhere, as by a pronoun."""
    return replace(mention, span=span)
