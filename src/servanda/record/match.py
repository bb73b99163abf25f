"""Whether two codings can be of one act: who, with what, where. When is the business of `events`."""

from collections.abc import Mapping
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


class Matcher:
    """Compares the participants, object and place of codings, knowing who belongs to which party."""

    def __init__(self, interests: Interests) -> None:
        self._interests = interests
        self._pairs: dict[tuple[str, str], bool] = {}

    def actor(self, a: str, b: str) -> bool:
        """Whether two names may be one actor: equal, or of one party and not both people."""
        if a == b:
            return True
        known = self._pairs.get((a, b))
        if known is None:
            x, y = a.casefold(), b.casefold()
            party = self._interests.parties.get(x)
            of_one = party is not None and party == self._interests.parties.get(y)
            people = self._interests.people
            known = x == y or (of_one and not (x in people and y in people))
            self._pairs[a, b] = self._pairs[b, a] = known
        return known

    def _share(self, a: tuple[str, ...], b: tuple[str, ...]) -> bool:
        """Whether the two have an actor in common, or either names none."""
        return not a or not b or a == b or any(self.actor(x, y) for x in a for y in b)

    def _within(self, few: tuple[str, ...], many: tuple[str, ...]) -> bool:
        return all(any(self.actor(x, y) for y in many) for x in few)

    def compatible(self, a: Statement, b: Statement) -> bool:
        """Whether two statements of one type and mode can be of one act."""
        if not (_same(a.object, b.object) and _same_place(a.place, b.place)):
            return False
        if a.type in MUTUAL:
            one, other = a.actors + a.recipients, b.actors + b.recipients
            return self._within(one, other) or self._within(other, one)
        return self._share(a.actors, b.actors) and self._share(a.recipients, b.recipients)

    def shared(self, a: Statement, b: Statement) -> int:
        """How much two compatible statements expressly have in common: object, place, actors, recipients."""
        return (
            (a.object is not None and b.object is not None)
            + (a.place is not None and b.place is not None)
            + bool(a.actors and b.actors)
            + bool(a.recipients and b.recipients)
        )

    def denies(self, denial: Statement, asserted: Statement) -> bool:
        """Whether a denial speaks of the asserted act: what it names must be there, or something of that kind."""
        for general, special in ((denial.object, asserted.object), (denial.place, asserted.place)):
            if general is not None and (special is None or not reaches(general, special)):
                return False
        if denial.type in MUTUAL:
            return self._within(denial.actors + denial.recipients, asserted.actors + asserted.recipients)
        for those, acting in ((denial.actors, asserted.actors), (denial.recipients, asserted.recipients)):
            if those and not any(self.actor(x, y) for x in those for y in acting):
                return False
        return True
