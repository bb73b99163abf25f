"""The names that are known before a text is read: those of the case, then those of the general codebooks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from servanda.codebook import grammar, load_toml
from servanda.reading.lexicon import Actor, Lexicon

Form = Literal["name", "people", "seat", "office", "body", "person", "surname", "role", "place"]
Kind = Literal["state", "government", "organisation", "person", "place", "group", "other"]
Gender = Literal["he", "she"]

#: An adjective has at least so many letters in common with the name that it is made of.
_STEM = 4
_FOLD = (*((mark, " ") for mark in "-‐‑‒–\xa0\n\r\t\u2009\u202f"), *((mark, "'") for mark in "’‘`"))


def key(words: str) -> str:
    """Words as they are compared: small letters, hyphens and spaces of any kind as one space each, length kept."""
    words = small(words)
    for mark, plain in _FOLD:
        words = words.replace(mark, plain)
    return words


def small(words: str) -> str:
    """Words in small letters, length kept."""
    low = words.lower()
    return low if len(low) == len(words) else "".join(c.lower() if len(c.lower()) == 1 else c for c in words)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one known name means. `form` tells how it names the thing; `place` is the town of a seat."""

    written: str
    name: str
    kind: Kind
    form: Form
    state: str | None = None
    actor: str | None = None
    place: str | None = None

    def fits(self, words: str) -> bool:
        """Whether the words stand in the right case: exact for short names, else a capital where the name has one."""
        if self.form in ("office", "role"):
            return True
        letters = self.written.replace(".", "")
        if len(letters) <= 4 and not self.written.islower():
            return words == self.written or (letters.isalpha() and len(letters) == 4 and words == self.written.upper())
        first = self.written[0]
        return not first.isupper() or words[0].isupper() or (words[0].islower() and not words.islower())


class Namebook:
    """All known names by `key`; several entries of one key are tried in order, the case's first."""

    def __init__(self, lexicon: Lexicon) -> None:
        offices = load_toml("offices.toml")
        self._roles: dict[str, Any] = offices["roles"]
        self._people: dict[str, Any] = offices["people"]
        self.organisation_words = frozenset(self._people["organisation_words"])
        self.particles = frozenset(self._people["particles"])
        self.calendar = frozenset(self._people["calendar"])
        self.speaking = frozenset(self._people["speaking"])
        self._given = {**dict.fromkeys(self._people["male"], "he"), **dict.fromkeys(self._people["female"], "she")}
        self._surname_first = frozenset(self._people["surname_first"])
        self._titles = {tuple(t.split()) for t in self._roles["titles"]}
        self._longest_title = max(len(t) for t in self._titles)
        self._title_words = frozenset(w for t in self._titles for w in t)
        self._regal = frozenset(self._roles["regal"])
        self._leader = frozenset(self._roles["leader"])
        self.entries: dict[str, list[Entry]] = {}
        self.people: list[tuple[Actor, str, Gender | None, bool]] = []
        self._states = self._name_states(lexicon)
        for entry in [*self._of_case(lexicon), *self._of_states(), *self._of_offices(offices)]:
            self._add(entry)

    # -- building

    def _add(self, entry: Entry) -> None:
        for written in _spellings(entry.written):
            same = self.entries.setdefault(key(written), [])
            if all(e.form != entry.form or e.fits(written) != entry.fits(written) for e in same):
                same.append(entry)

    @staticmethod
    def _name_states(lexicon: Lexicon) -> dict[str, str]:
        """The case's name of each state of the general table: its actor that bears one of the state's names."""
        actors = {key(n): a.name for a in lexicon.actors if a.kind == "state" for n in (a.name, *a.aliases)}
        named = {}
        for state, row in load_toml("states.toml")["states"].items():
            names = (state, *row.get("also", ()))
            named[state] = next((actors[key(n)] for n in names if key(n) in actors), state)
        return named

    def _state(self, name: str | None) -> str | None:
        return self._states.get(name, name) if name else None

    def _of_case(self, lexicon: Lexicon) -> Iterator[Entry]:
        seats = {key(s) for row in load_toml("states.toml")["states"].values() for s in row.get("seat", ())}
        peoples = {key(p) for row in load_toml("states.toml")["states"].values() for p in row.get("people", ())}
        for actor in lexicon.actors:
            state = actor.name if actor.kind == "state" else self._state(actor.state)
            if actor.kind == "person":
                yield from self._of_person(actor, state)
                continue
            for written in (actor.name, *actor.aliases):
                if actor.kind == "state" and key(written) in seats:
                    yield Entry(written, actor.name, "government", "seat", state, actor.name, written)
                elif actor.kind == "state" and key(written) in peoples:
                    yield Entry(written, actor.name, "group", "people", state, actor.name)
                else:
                    yield Entry(written, actor.name, actor.kind, "name", state, actor.name)
            for written in _adjectives(actor) if actor.kind == "state" else ():
                yield Entry(written, actor.name, "group", "people", state, actor.name)
        for place in lexicon.places:
            for written in (place.name, *place.aliases):
                yield Entry(written, place.name, "place", "place")

    def _of_person(self, actor: Actor, state: str | None) -> Iterator[Entry]:
        surname = actor.surname or self.surname(actor.name.split())
        leads = any(r.lower() in self._leader for r in actor.roles)
        gender = self.gender(actor.name.split(), None)
        roles = tuple(r.lower() for r in actor.roles)
        known = Actor(actor.name, "person", actor.aliases, state, actor.party, surname, roles)
        self.people.append((known, surname, gender, leads))
        given = [w for w in actor.name.split() if w != surname]
        orders = (actor.name, " ".join([*given, surname]), " ".join([surname, *given])) if given else (actor.name,)
        for written in dict.fromkeys((*orders, *actor.aliases)):
            form: Form = "surname" if key(written) == key(surname) else "person"
            yield Entry(written, actor.name, "person", form, state, actor.name)
        yield Entry(surname, actor.name, "person", "surname", state, actor.name)
        for role in (*roles, "leader") if leads else roles:
            yield Entry(role, role, "person", "role")

    def _of_states(self) -> Iterator[Entry]:
        book = load_toml("states.toml")
        for state, row in book["states"].items():
            name = self._states[state]
            actor = name if name != state or self._is_actor(name) else None
            for written in (state, *row.get("also", ())):
                yield Entry(written, name, "state", "name", name, actor)
            for written in row.get("people", ()):
                yield Entry(written, name, "group", "people", name, actor)
            for written in row.get("seat", ()):
                yield Entry(written, name, "government", "seat", name, actor, written)
        for place, state in book["places"].items():
            yield Entry(place, place, "place", "place", self._state(state or None))

    def _is_actor(self, name: str) -> bool:
        return any(e.actor == name for e in self.entries.get(key(name), ()))

    def _of_offices(self, book: dict[str, Any]) -> Iterator[Entry]:
        for office, state in book["offices"].items():
            yield Entry(office, office, "government", "body", self._state(state))
        for body, others in book["bodies"].items():
            for written in (body, *others):
                yield Entry(written, body, "organisation", "body")
        for medium in book["media"]["names"]:
            yield Entry(medium, medium, "organisation", "body")
        for office in book["generic"]["names"]:
            yield Entry(office, office, "government", "office")

    # -- asking

    def title_length(self, words: Sequence[str]) -> int:
        """How many of the first words are a title ("Foreign Minister Ri": 2)."""
        size = 0
        while size < len(words):
            longest = next(
                (n for n in range(self._longest_title, 0, -1) if tuple(words[size : size + n]) in self._titles), 0
            )
            if not longest:
                break
            size += longest
        return size

    def is_title(self, word: str) -> bool:
        """Whether the word alone, or as the end of a longer title, is one."""
        return word in self._title_words

    def is_regal(self, title: str | None) -> bool:
        """Whether a title goes with the first name."""
        return title is not None and title in self._regal

    def title_gender(self, title: str | None) -> Gender | None:
        """What a title tells of the pronoun that goes with it."""
        if title is None:
            return None
        last = title.split()[-1]
        for gender, words in (("he", self._roles["male"]), ("she", self._roles["female"])):
            if title in words or last in words:
                return gender  # type: ignore[return-value]
        return None

    def gender(self, words: Iterable[str], title: str | None) -> Gender | None:
        """The pronoun for a person, from title or given name; None where neither tells."""
        words = list(words)
        by_title = self.title_gender(title)
        plain = [w for word in words for w in word.split("-")]
        if by_title or not words or (words[0] in self._surname_first and len(plain) != 2):
            return by_title
        return self._given.get(words[0])  # type: ignore[return-value]

    def looks_like_person(self, words: Sequence[str]) -> bool:
        """Whether a name of at least two words begins with a given name, or with a surname of East Asia."""
        if len(words) < 2:
            return False
        hyphened = any("-" in w for w in words)
        return words[0] in self._given or (words[0] in self._surname_first and (len(words) == 3 or hyphened))

    def surname(self, words: Sequence[str]) -> str:
        """The surname of a full name: the first word for names of East Asia, else the last."""
        plain = [w for part in words for w in part.split("-") if w]
        if len(words) > 1 and words[0] in self._surname_first and (len(plain) == 3 or words[0] not in self._given):
            return words[0]
        rest = [w for w in words if w not in ("Jr", "Jr.", "Sr", "Sr.", "II", "III")]
        return (rest or list(words))[-1]


def _adjectives(actor: Actor) -> Iterator[str]:
    """What stands before an office in a state's names and begins as another of them: "Arlandic government"."""
    for name in actor.aliases:
        owner, _, office = name.rpartition(" ")
        if office.lower() in grammar("organs") and owner and owner not in (actor.name, *actor.aliases):
            others = (other for other in (actor.name, *actor.aliases) if other != name and len(other) >= _STEM)
            if any(owner.startswith(other[: max(_STEM, len(other) - 2)]) for other in others):
                yield owner


def _spellings(written: str) -> Iterator[str]:
    """The name, and with hyphened parts in one word ("Jongun")."""
    yield written
    if "-" in written and not any(part.isdigit() for part in written.split("-")):
        yield written.replace("-", "")
