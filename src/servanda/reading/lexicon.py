"""What a reader is told of a case before it reads: actors, named events, places and objects. Korea lives in data."""

from dataclasses import dataclass, field
from typing import Literal

from servanda.days import Period

ActorKind = Literal["state", "government", "organisation", "person"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who can act. `name` is the canonical name; `party` the party id it acts for (contracts/case.md), if any.

    `aliases` are further names that mean this actor without doubt ("DPRK", "Pyongyang"); `state` is the canonical
    name of the state a person or body belongs to. `surname` is for people whose surname stands alone later in a text.
    """

    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    state: str | None = None
    party: str | None = None
    surname: str | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """An object ("ballistic missile") or place ("Sohae") with its aliases and what it is a kind of."""

    name: str
    aliases: tuple[str, ...] = ()
    kind_of: str | None = None


@dataclass(frozen=True, slots=True)
class NamedEvent:
    """An event that a case's readers call by a name ("the Singapore summit") and its days."""

    name: str
    period: Period
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownAct:
    """What the agreement asks about: a PLOVER type, a mode of it, and what the act is done with or to."""

    type: str
    mode: str | None
    object: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that a case tells the reader. The general codebooks (states, capitals, offices) always apply too."""

    actors: tuple[Actor, ...] = ()
    objects: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    events: tuple[NamedEvent, ...] = ()
    modes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    agreement_names: tuple[str, ...] = ()
    #: What the agreement's own acts are done with or to: whatever their words ask for, these things are of its kind.
    acts: tuple[KnownAct, ...] = ()
