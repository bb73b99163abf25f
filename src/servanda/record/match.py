"""Whether two codings can be of one act: who, with what, where. When is the business of `events`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from servanda.codebook import load_toml
from servanda.record.standing import Interests
from servanda.statement import Statement

#: Types whose participants act on each other: who meets whom is the same meeting told from the other side.
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})


@cache
def _wider() -> Mapping[str, str]:
    """What each thing of the codebook of objects is a kind of."""
    return {name: entry["kind_of"] for name, entry in load_toml("objects.toml").items() if "kind_of" in entry}


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(name.casefold().replace("-", " ").split())


@cache
def _states() -> frozenset[str]:
    """The names of the world's states: as a place, one says hardly more than who acts."""
    return frozenset(load_toml("states.toml")["states"])


@cache
def reaches(general: str, special: str) -> bool:
    """Whether the second is the first, or a kind of it: by the codebook of objects, or by words added to its name."""
    if _words(general) <= _words(special):
        return True
    at: str | None = special.casefold()
    for _ in range(10):
        at = _wider().get(at) if at else None
        if at is None:
            return False
        if _words(general) == _words(at):
            return True
    return False


def _same(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b or reaches(a, b) or reaches(b, a)


def _same_place(a: str | None, b: str | None) -> bool:
    """As `_same`; the name of a state leaves open where in it, or where its people are."""
    return _same(a, b) or ((a in _states()) != (b in _states()))


@dataclass(frozen=True, slots=True, eq=False)
class Facet:
    """Who does what to whom, with what, where: all of a coding but its days. There is one object for each such."""

    number: int
    mutual: bool
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    object: str | None
    place: str | None
    keys: tuple[str, ...]

    @property
    def named(self) -> int:
        """How many of object, place, actors and recipients it names."""
        return (self.object is not None) + (self.place is not None) + bool(self.actors) + bool(self.recipients)


class Matcher:
    """Compares the participants, object and place of codings, knowing who belongs to which party."""

    def __init__(self, interests: Interests) -> None:
        self._interests = interests
        self._actors: dict[tuple[str, str], bool] = {}
        self._facets: dict[tuple[object, ...], Facet] = {}
        self._shared: dict[tuple[int, int], int] = {}

    def facet(self, s: Statement) -> Facet:
        """The facet of a statement. `keys` are those by which compatible ones can be looked up: one must be shared."""
        mutual = s.type in MUTUAL
        key = (mutual, s.actors, s.recipients, s.object, s.place)
        facet = self._facets.get(key)
        if facet is None:
            names = s.actors + s.recipients if mutual else s.actors
            keys = tuple(sorted({self._interests.party(name) or name.casefold() for name in names}))
            facet = Facet(len(self._facets), mutual, s.actors, s.recipients, s.object, s.place, keys)
            self._facets[key] = facet
        return facet

    def actor(self, a: str, b: str) -> bool:
        """Whether two names may be one actor: equal, or of one party and not both people."""
        if a == b:
            return True
        known = self._actors.get((a, b))
        if known is None:
            x, y = a.casefold(), b.casefold()
            party = self._interests.party(a)
            of_one = party is not None and party == self._interests.party(b)
            people = self._interests.people
            known = x == y or (of_one and not (x in people and y in people))
            self._actors[a, b] = self._actors[b, a] = known
        return known

    def shared(self, a: Facet, b: Facet) -> int:
        """How much two facets expressly have in common: object, place, actors, recipients; -1 where they cannot be of
        one act."""
        if a is b:
            return a.named
        pair = (a.number, b.number)
        known = self._shared.get(pair)
        if known is None:
            known = self._compare(a, b) if self._compatible(a, b) else -1
            self._shared[pair] = self._shared[b.number, a.number] = known
        return known

    @staticmethod
    def _compare(a: Facet, b: Facet) -> int:
        return (
            (a.object is not None and b.object is not None)
            + (a.place is not None and b.place is not None)
            + bool(a.actors and b.actors)
            + bool(a.recipients and b.recipients)
        )

    def _compatible(self, a: Facet, b: Facet) -> bool:
        if a.mutual:
            one, other = a.actors + a.recipients, b.actors + b.recipients
            if not (self._within(one, other) or self._within(other, one)):
                return False
        elif not (self._meet(a.actors, b.actors) and self._meet(a.recipients, b.recipients)):
            return False
        return _same(a.object, b.object) and _same_place(a.place, b.place)

    def _meet(self, a: tuple[str, ...], b: tuple[str, ...]) -> bool:
        """Whether the two have an actor in common, or either names none."""
        return not a or not b or a == b or any(self.actor(x, y) for x in a for y in b)

    def _within(self, few: tuple[str, ...], many: tuple[str, ...]) -> bool:
        return all(any(self.actor(x, y) for y in many) for x in few)

    def denies(self, denial: Facet, asserted: Facet) -> bool:
        """Whether a denial speaks of the asserted act: what it names must be there, or something of that kind."""
        if denial.mutual:
            if not self._within(denial.actors + denial.recipients, asserted.actors + asserted.recipients):
                return False
        else:
            for those, acting in ((denial.actors, asserted.actors), (denial.recipients, asserted.recipients)):
                if those and not (acting and self._meet(those, acting)):
                    return False
        for general, special in ((denial.object, asserted.object), (denial.place, asserted.place)):
            if general is not None and (special is None or not reaches(general, special)):
                return False
        return True
