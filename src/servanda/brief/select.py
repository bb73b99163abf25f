"""What several sections need alike: the brief's codebook, picking events, and turning an event into a claim."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from servanda.brief import phrase
from servanda.brief.model import Claim, Material
from servanda.codebook import load_toml
from servanda.record import Event
from servanda.record.standing import planned


@cache
def codebook() -> dict[str, Any]:
    """The codebook of the brief."""
    return load_toml("brief.toml")


def happened(event: Event) -> bool:
    """Whether its standing tells of something that took place."""
    return event.standing in codebook()["standing"]["happened"]


def ahead(event: Event) -> bool:
    """Whether its standing tells of something that may come."""
    return event.standing in codebook()["standing"]["ahead"]


def coded(events: Iterable[Event], codes: Iterable[str]) -> list[Event]:
    """The events that bear one of the TYPE/mode codes."""
    wanted = frozenset(codes)
    return [e for e in events if phrase.code_of(e) in wanted]


def of_a_party(material: Material, event: Event) -> bool:
    """Whether a party acts or is acted upon."""
    return bool(material.parties_of(event.actors + event.recipients))


def claim(event: Event, group: str = "", text: str | None = None, **details: Any) -> Claim:
    """The event as a claim with its statements; what foretold an event that has happened does not carry it."""
    coding = {
        "type": event.type,
        "mode": event.mode,
        "actors": list(event.actors),
        "recipients": list(event.recipients),
        "object": event.object,
        "place": event.place,
    }
    told = tuple(s for s in event.asserts if not planned(s)) if happened(event) else ()
    return Claim(
        text=text or phrase.event(event),
        group=group,
        statements=told or event.asserts or event.denies,
        against=event.denies if event.asserts else (),
        standing=event.standing,
        when=event.holds,
        event=event.id,
        details={**{key: value for key, value in coding.items() if value}, "rule": event.rule, **details},
    )


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 test, 2 tests."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
