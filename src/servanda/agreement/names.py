"""Whether two names mean the same party, object or place, as far as the agreement and the case's lexicon tell."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from servanda.agreement.model import Agreement
from servanda.reading.lexicon import Lexicon, Named
from servanda.record.voices import spoken_for, with_adjectives

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_SPACES = re.compile(r"[\s_\-‐‑–]+")


@lru_cache(maxsize=50_000)
def normal(name: str) -> str:
    """A name as it is compared: no case, no article, hyphens as blanks, the last word's plural `s` taken off."""
    text = _SPACES.sub(" ", _ARTICLE.sub("", name.strip())).casefold().strip()
    if len(text) > 3 and text.endswith("s") and not text.endswith(("ss", "us", "is")):
        text = text[:-1]
    return text


@dataclass(frozen=True, slots=True)
class Names:
    """Names resolved. All keys are in `normal` form.

    `parties` gives the party id of a name; `objects` and `places` the canonical name, and `kinds` what a canonical
    object or place is a kind (or part) of. `voices`, in small letters, are the names by which an office or source is
    known to speak for a party.
    """

    parties: Mapping[str, str] = field(default_factory=dict)
    objects: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    voices: Mapping[str, str] = field(default_factory=dict)
    _offices: dict[str, str | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(
        cls, agreement: Agreement, lexicon: Lexicon | None = None, speaking: Mapping[str, str] | None = None
    ) -> "Names":
        """The names of an agreement's parties and of a lexicon's actors, objects and places.

        `speaking` are further names, such as those of sources, with the party that each speaks for.
        """
        lexicon = lexicon or Lexicon()
        parties: dict[str, str] = {}
        for party in agreement.parties:
            for name in (party.id, party.name, *party.aliases):
                parties.setdefault(normal(name), party.id)
        for actor in lexicon.actors:
            owner = actor.party or (parties.get(normal(actor.state)) if actor.state else None)
            if owner:
                for name in (actor.name, *actor.aliases):
                    parties.setdefault(normal(name), owner)
        named = {name.casefold(): p.id for p in agreement.parties for name in (p.id, p.name, *p.aliases)}
        voices = with_adjectives(named | {name.casefold(): party for name, party in (speaking or {}).items()})
        kinds: dict[str, str] = {}
        return cls(parties, _aliases(lexicon.objects, kinds), _aliases(lexicon.places, kinds), kinds, voices)

    def party_of(self, name: str) -> str | None:
        """The id of the party that a name means, or that it acts or speaks for as its office; None for any other."""
        known = self.parties.get(normal(name))
        if known is None and name not in self._offices:
            self._offices[name] = spoken_for(name, self.voices)
        return known or self._offices.get(name)

    def parties_of(self, names: Iterable[str]) -> frozenset[str]:
        """The ids of all parties among the names."""
        return frozenset(p for name in names if (p := self.party_of(name)))

    def same_actor(self, pattern: str, name: str) -> bool:
        """Whether a name is the actor of the pattern: the same party, or the same name."""
        owner = self.party_of(pattern)
        return owner == self.party_of(name) if owner else normal(pattern) == normal(name)

    def same_object(self, pattern: str, name: str) -> bool:
        """Whether a name is the pattern's object: by name, by alias, or a kind of it."""
        return self._reaches(self.objects, pattern, name)

    def same_place(self, pattern: str, name: str) -> bool:
        """Whether a name is the pattern's place: by name, by alias, or a place within it."""
        return self._reaches(self.places, pattern, name)

    def _reaches(self, canonical: Mapping[str, str], pattern: str, name: str) -> bool:
        if pattern == "*":
            return True
        wanted = canonical.get(normal(pattern), normal(pattern))
        at: str | None = canonical.get(normal(name), normal(name))
        passed: set[str] = set()
        while at and at not in passed:
            if at == wanted:
                return True
            passed.add(at)
            above = self.kinds.get(at)
            at = canonical.get(above, above) if above else None
        return False


def _aliases(entries: Iterable[Named], kinds: dict[str, str]) -> dict[str, str]:
    """Canonical names by alias; what each is a kind of goes into `kinds`."""
    names: dict[str, str] = {}
    for entry in entries:
        canonical = normal(entry.name)
        for name in (entry.name, *entry.aliases):
            names.setdefault(normal(name), canonical)
        if entry.kind_of:
            kinds.setdefault(canonical, normal(entry.kind_of))
    return names
