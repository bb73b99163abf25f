"""What several sections need alike: the brief's codebook, picking events, and turning an event into a claim."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from servanda.brief import phrase
from servanda.brief.model import Claim, Material
from servanda.codebook import load_toml
from servanda.days import Period
from servanda.record import Event, told
from servanda.statement import Statement


@cache
def codebook() -> dict[str, Any]:
    """The codebook of the brief."""
    return load_toml("brief.toml")


@cache
def standings(kind: str) -> frozenset[str]:
    """The standings that tell of something that happened, or is ahead."""
    return frozenset(codebook()["standing"][kind])


def happened(event: Event) -> bool:
    """Whether its standing tells of something that took place."""
    return event.standing in standings("happened")


def ahead(event: Event) -> bool:
    """Whether its standing tells of something that may come."""
    return event.standing in standings("ahead")


def of_a_party(material: Material, event: Event) -> bool:
    """Whether a party acts or is acted upon."""
    return bool(material.parties_of(event.actors + event.recipients))


def claim(event: Event, group: str = "", text: str | Callable[[Event], str] = phrase.event, **details: Any) -> Claim:
    """The event as a claim with its statements; what foretold an event that has happened does not carry it.

    `text` are its words, or makes them from the event. An event among the details is told by its id and words.
    The words, statements and details are put together when they are asked for: a large record has far more claims
    than anybody reads.
    """
    made: Claim = object.__new__(_EventClaim)
    put = object.__setattr__
    put(made, "_of", event)
    put(made, "_told", text)
    put(made, "_more", details)
    put(made, "group", group)
    put(made, "word", None)
    return made


class LateClaim(Claim):
    """A claim whose parts are put together when they are asked for. A changed copy of it is a plain one."""

    __slots__ = ()

    def __new__(cls, *given: Any, **named: Any) -> Claim:  # type: ignore[misc]
        """What `dataclasses.replace` calls."""
        return Claim(*given, **named)


class _EventClaim(LateClaim):
    """A claim that follows from an event."""

    __slots__ = ("_more", "_of", "_told")
    _of: Event
    _told: str | Callable[[Event], str]
    _more: dict[str, Any]

    @property
    def text(self) -> str:
        return self._told if isinstance(self._told, str) else self._told(self._of)

    @property
    def statements(self) -> tuple[Statement, ...]:
        event = self._of
        if len(event.asserts) < 2 or not happened(event):
            return event.asserts or event.denies
        return told(event)

    @property
    def against(self) -> tuple[Statement, ...]:
        return self._of.denies if self._of.asserts else ()

    @property
    def standing(self) -> str:
        return self._of.standing

    @property
    def when(self) -> Period:
        return self._of.holds

    @property
    def event(self) -> str:
        return self._of.id

    @property
    def details(self) -> dict[str, Any]:
        event = self._of
        coding = {
            "type": event.type,
            "mode": event.mode,
            "actors": list(event.actors),
            "recipients": list(event.recipients),
            "object": event.object,
            "place": event.place,
        }
        more = {
            key: {"event": value.id, "text": phrase.event(value)} if isinstance(value, Event) else value
            for key, value in self._more.items()
        }
        return {**{key: value for key, value in coding.items() if value}, "rule": event.rule, **more}

    @property
    def count(self) -> int | None:
        return self._more.get("count")

    @property
    def strength(self) -> tuple[int, int]:
        if len(self._of.asserts) == 1 and "count" not in self._more:
            return 1, 1
        return super().strength

    @property
    def from_agreement(self) -> bool:
        return not (self._of.asserts or self._of.denies)


def question(statement: Statement) -> str:
    """What a statement says is not known, to tell the same question from another."""
    return " ".join((statement.about or statement.quote or "").lower().split())


def told_once(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, with those that are told in the same words as one; its `events` then has the ids of all."""
    same: dict[tuple[str, str | None], list[Claim]] = {}
    for one in claims:
        same.setdefault((one.text, one.standing), []).append(one)
    for found in same.values():
        first = found[0]
        if len(found) == 1:
            yield first
            continue
        carried = each(s for one in found for s in one.statements)
        against = each(s for one in found for s in one.against)
        events = [one.event for one in found if one.event]
        yield replace(first, statements=carried, against=against, details=first.details | {"events": events})


def each(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements, each once."""
    return tuple({s.id: s for s in statements}.values())


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 test, 2 tests."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
