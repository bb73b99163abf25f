"""Which events an act pattern means, and in which element an event fails to be one."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from servanda.agreement import Act, Agreement, Names, Obligation
from servanda.agreement.names import normal
from servanda.codebook import grammar, plover
from servanda.record import Event
from servanda.record.match import reaches
from servanda.record.standing import SPEECH

#: Units of mass in kilograms; other units are equal only by name.
_KILOGRAMS = {"g": 0.001, "kg": 1.0, "kilogram": 1.0, "t": 1000.0, "tonne": 1000.0, "ton": 1000.0, "metric ton": 1000.0}
_SPELLINGS = {"%": "percent", "per cent": "percent", "kilo": "kg", "gram": "g"}


def failing(pattern: Act, event: Event, names: Names) -> tuple[str, ...]:
    """The elements of the pattern that the event does not have, of `type`, `mode`, `object`, `place`, `quantity`."""
    failed = []
    if pattern.type not in (None, "*", event.type) or (pattern.type == "*" and event.type is None):
        failed.append("type")
    if pattern.mode not in (None, "*", event.mode):
        failed.append("mode")
    if not _named(pattern.object, event.object, names.same_object):
        failed.append("object")
    if not _named(pattern.place, event.place, names.same_place):
        failed.append("place")
    quantity = event.quantity or (event.object if event.type is None else None)
    if not _named(pattern.quantity, quantity, names.same_object):
        failed.append("quantity")
    return tuple(failed)


def _named(pattern: str | None, name: str | None, same: object) -> bool:
    if pattern in (None, "*"):
        return True
    return name is not None and bool(same(pattern, name))  # type: ignore[operator]


def near(pattern: Act, event: Event, names: Names, apart: frozenset[str | None] = frozenset()) -> str | None:
    """The one element in which an event falls short of the pattern, though it may be what the pattern means.

    Its object or place is not told, or more generally (`missile` for `ballistic missile`); or its mode is not told; or
    it is of another mode, not one of `apart`, with the very object that the pattern names. None where it is the act, or
    surely is not: a talk or treaty about nothing that is told is about anything, and what is told of a thing is not
    told of all of it.
    """
    failed = failing(pattern, event, names)
    if len(failed) != 1:
        return None
    element = failed[0]
    if element == "object" and pattern.object and event.type not in SPEECH:
        return element if _wider(event.object, pattern.object, names.same_object) else None
    if element == "place" and pattern.place:
        return element if _wider(event.place, pattern.place, names.same_place) else None
    if element == "mode" and (event.type, event.mode) not in _WORDS_ALONE:
        other = pattern.object not in (None, "*") and event.mode not in apart
        return element if event.mode is None or other else None
    return None


def of_another(pattern: Act, event: Event, names: Names) -> bool:
    """Whether somebody says of an event that may be what the pattern means that it was done to another thing."""
    said = {s.object for s in event.asserts if s.object} if pattern.object not in (None, "*") else set()
    thing = pattern.object or ""
    return any(not names.same_object(thing, one) and not _wider(one, thing, names.same_object) for one in said)


def told_apart(agreement: Agreement, act: Act, names: Names) -> frozenset[str | None]:
    """The modes in which the agreement, or a party's reading of it, speaks of the object of an act."""
    said = (o for one in agreement.obligations for o in (one, *(r.as_read for r in one.readings)) if o)
    acts = (a for o in said for a in (o.act, o.when, o.asked_by, o.undone_by) if a)
    return frozenset(a.mode for a in acts if a.object and act.object and names.same_object(a.object, act.object))


#: Acts that are no more than words about an act to come.
_WORDS_ALONE = frozenset({("CONCEDE", "pledge"), ("AGREE", "announce"), ("AGREE", "accept")})


#: Words by which an agreement asks for the whole of something, and not for some of it.
_WHOLE = frozenset({"all", "complete", "each", "entire", "every", "final", "full", "last", "total", "whole"})


def _wider(general: str | None, special: str, same: Callable[[str, str], bool]) -> bool:
    """Whether a name, or none at all, may be that of what another is one of, or of which it is no mere part."""
    if general is None:
        return True
    if _WHOLE & set(normal(special).split()) - set(normal(general).split()):
        return False
    return same(general, special) or reaches(general, special)


def acted(party: str, event: Event, names: Names) -> bool | None:
    """Whether the party is among those who act; None where the event does not say whose those are."""
    if not event.actors or all(_of_nobody(actor, names) for actor in event.actors):
        return None
    return party in names.parties_of(event.actors) or any(normal(party) == normal(actor) for actor in event.actors)


#: Beside organs of a state, people of whom it is not said whose they are: "rebels", "unknown gunmen", "engineers".
_ANYBODY = frozenset(
    (
        "attacker", "combatant", "engineer", "expert", "fighter", "guerrilla", "gunman", "gunmen", "insurgent",
        "inspector", "militant", "militiaman", "militiamen", "monitor", "observer", "people", "rebel", "sniper",
        "technician",
    )
)  # fmt: skip


#: Words before such a noun that may stand in capitals at the head of a sentence.
_UNTOLD = frozenset(("a", "an", "armed", "masked", "several", "some", "the", "two", "unidentified", "unknown"))


@lru_cache(maxsize=10_000)
def _is_anybody(name: str) -> bool:
    words = name.split()
    head = words[-1].lower().removesuffix("s") if words else ""
    first = words[:1] if len(words) > 1 and words[0].lower() not in _UNTOLD else []
    plain = all(word == word.lower() for word in (*first, *words[1:]))
    return plain and (head in _ANYBODY or head in grammar("organs") or (words[-1].lower() in _ANYBODY))


def _of_nobody(actor: str, names: Names) -> bool:
    """Whether an actor is told by a common noun alone, so that it may be of any party."""
    return names.party_of(actor) is None and _is_anybody(actor)


def is_call(obligation: Obligation, event: Event, names: Names) -> bool | None:
    """Whether the event calls for an answer under an `admit` or `respond`; None where it does not say who acts."""
    pattern = calling(obligation)
    if pattern is None or failing(pattern, event, names):
        return False
    if obligation.form == "respond" or pattern.party:
        return True if pattern.party in (None, "*") else acted(pattern.party, event, names)
    asked = names.parties_of(event.recipients)
    if asked and obligation.party not in asked:
        return False
    if obligation.who:
        return names_actor(obligation.who, event.actors, names) if event.actors else True
    return acted(obligation.party, event, names) is not True


def calling(obligation: Obligation) -> Act | None:
    """The act that calls for an answer: `when`, or `asked_by`, or without it a request of the act's own mode."""
    if obligation.form != "admit":
        return obligation.when
    if obligation.asked_by or obligation.act is None:
        return obligation.asked_by
    mode = obligation.act.mode
    return Act(type="REQUEST", mode=mode if mode and plover()["REQUEST"].has_mode(mode) else None)


def of_nobody(event: Event, names: Names) -> bool:
    """Whether all who take part in an event are told by common nouns alone."""
    return all(_of_nobody(who, names) for who in (*event.actors, *event.recipients))


def names_actor(who: str, actors: tuple[str, ...], names: Names) -> bool:
    """Whether one of the actors is the one meant."""
    return any(names.same_actor(who, actor) for actor in actors)


def is_admission(obligation: Obligation, event: Event, names: Names) -> bool:
    """Whether the event is the act of an `admit`: who is admitted acts, or the party lets it, or both are told."""
    assert obligation.act is not None
    if failing(obligation.act, event, names):
        return False
    sides = [{obligation.party}, {obligation.who} if obligation.who else None]

    def among(people: tuple[str, ...], side: set[str] | None) -> bool:
        return side is None or any(names_actor(who, people, names) for who in side)

    everybody = (*event.actors, *event.recipients)
    if event.actors and event.recipients:
        known = names.parties_of(everybody)
        host = among(everybody, sides[0]) or not known - names.parties_of((obligation.who or "",))
        return host and among(everybody, sides[1])
    if not everybody:
        return True
    return among(everybody, sides[0]) or among(everybody, sides[1])


def is_refusal(obligation: Obligation, event: Event, names: Names, agreement: Agreement) -> bool:
    """Whether the party refuses for good: leaves the agreement, or refuses the very object or place of the act."""
    if event.type != "REJECT" or obligation.form in ("refrain", "limit"):
        return False
    if acted(obligation.party, event, names) is not True:
        return False
    if event.mode == "withdraw from agreement":
        return _of_this(event, agreement)
    if event.mode != "refuse" or obligation.act is None:
        return False
    act = obligation.act
    pinned = replace(act, type=None, mode=None, quantity=None)
    return bool((act.object or act.place) and not failing(pinned, event, names))


def is_denial(obligation: Obligation, event: Event, names: Names, agreement: Agreement) -> bool:
    """Whether the party says or shows that it does not do, for now, what it owes: suspends, or denies access."""
    if event.type != "REJECT" or obligation.form in ("refrain", "limit"):
        return False
    if acted(obligation.party, event, names) is not True:
        return False
    if event.mode == "suspend agreement":
        return _of_this(event, agreement)
    return event.mode == "deny access" and obligation.form == "admit"


def _of_this(event: Event, agreement: Agreement) -> bool:
    """Whether an event about an agreement may be about this one: it names none, or its name."""
    name, own = normal(event.object or ""), normal(agreement.name)
    return not name or name in own or own in name


def same_as(keys: tuple[str, ...], call: Event, act: Event, names: Names) -> bool:
    """Whether an act is of the same object, place or actors as what called for it."""
    for key in keys:
        if key == "actors":
            if not any(names_actor(a, act.actors, names) for a in call.actors):
                return False
            continue
        one, two = getattr(call, key), getattr(act, key)
        same = names.same_object if key == "object" else names.same_place
        if one is None or two is None or not (same(one, two) or same(two, one)):
            return False
    return True


def in_unit(value: float, unit: str | None, wanted: str | None) -> float | None:
    """A value in the unit that is asked for, or None where the units cannot be compared."""
    if unit is None or wanted is None:
        return value
    have, want = (_SPELLINGS.get(normal(u), normal(u)) for u in (unit, wanted))
    if have == want:
        return value
    one, two = _KILOGRAMS.get(have), _KILOGRAMS.get(want)
    return round(value * one / two, 9) if one and two else None


def sees(seen: Act, act: Act, names: Names) -> bool:
    """Whether a means that sees the one kind of act sees every act of the other pattern."""
    if act.quantity:
        return _named(seen.quantity, act.quantity, names.same_object) if seen.quantity else seen.type == "*"
    if seen.quantity:
        return False
    if seen.type not in (None, "*", act.type) or seen.mode not in (None, "*", act.mode):
        return False
    objects = _named(seen.object, act.object, names.same_object)
    return objects and _named(seen.place, act.place, names.same_place)
