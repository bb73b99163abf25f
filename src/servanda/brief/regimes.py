"""Which measures of pressure are in place: who keeps what up against whom, since when, and how it stands.

A measure is what one state or body does to another with one object: the steps that set it up or keep it, those that
ease it, and what ended it. It is in place from its first step until it is lifted as a whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from servanda.agreement.names import normal
from servanda.brief import phrase
from servanda.brief.model import Claim, Material
from servanda.brief.select import codebook, counted, happened
from servanda.record import Event

IN_PLACE, ENDED = "In place, as far as the record shows", "No longer in place"
State = Literal["in force", "eased", "lifted"]
_FAR = date.max


@dataclass(slots=True)
class Measure:
    """What `by` keeps up against `on` with `what`. Steps are oldest first; `lifted` is what ended it after the last."""

    by: str
    on: str
    what: str
    kind: str
    steps: list[Event] = field(default_factory=list)
    eased: list[Event] = field(default_factory=list)
    lifted: Event | None = None

    @property
    def state(self) -> State:
        """How it stands."""
        return "lifted" if self.lifted else "eased" if self.eased else "in force"

    def to_json(self) -> dict[str, Any]:
        """The measure for the JSON brief; days are the last on which a step may have been taken."""
        return {
            "by": self.by, "on": self.on, "what": self.what, "kind": self.kind, "state": self.state,
            "since": _text(_when(self.steps[0])), "last_step": _text(_when(self.steps[-1])), "steps": len(self.steps),
            "eased": len(self.eased), "lifted": _text(_when(self.lifted)) if self.lifted else None,
        }  # fmt: skip


def measures(material: Material) -> list[Measure]:
    """The measures on record, those of most steps first."""
    found: list[Measure] = []
    for kind, codes in codebook()["measures"].items():
        of_kind: dict[tuple[str, str, str], Measure] = {}
        for (by, on), events in _by_sides(material, codes["set"]).items():
            for event in events:
                what = event.object or kind
                key = (by, on, normal(what))
                of_kind.setdefault(key, Measure(by, on, what, kind)).steps.append(event)
        eased, ended = (_by_sides(material, codes[name]) for name in ("eased", "ended"))
        for measure in of_kind.values():
            sides = (measure.by, measure.on)
            first, last = _order(measure.steps[0]), _order(measure.steps[-1])
            measure.eased = [e for e in eased.get(sides, ()) if _order(e) > first and _of_it(measure, e)]
            whole = (None, normal(kind))
            after = (e for e in ended.get(sides, ()) if _order(e) > last)
            measure.lifted = next((e for e in after if _named(e) in whole or _of_it(measure, e)), None)
        found += of_kind.values()
    return sorted(found, key=lambda m: (-len(m.steps), m.by, m.on, m.what))


def claims(found: list[Measure]) -> Iterator[Claim]:
    """A claim for each measure, those in place first."""
    for measure in sorted(found, key=lambda m: m.lifted is not None):
        group = ENDED if measure.lifted else IN_PLACE
        ended = [measure.lifted] if measure.lifted else []
        turning = [measure.steps[0], measure.steps[-1], *measure.eased[-1:], *ended]
        carried = {s.id: s for event in turning for s in event.asserts}
        yield Claim(
            _told(measure), group, tuple(carried.values()), details=measure.to_json() | {"count": len(measure.steps)}
        )


def in_words(found: list[Measure]) -> str:
    """Who has what in place against whom, in a sentence; empty where nobody has."""
    by_target: dict[tuple[str, str], list[str]] = {}
    for measure in found:
        if not measure.lifted:
            senders = by_target.setdefault((measure.kind, measure.on), [])
            if measure.by not in senders:
                senders.append(measure.by)
    parts = [f"{kind} on {on} by {phrase.listed(by)}" for (kind, on), by in by_target.items()]
    return f"In place, as far as the record shows: {'; '.join(parts[:3])}{_more(len(parts) - 3)}." if parts else ""


def _more(number: int) -> str:
    return f"; and {number} more" if number > 0 else ""


def _told(measure: Measure) -> str:
    what = measure.kind if normal(measure.what) == normal(measure.kind) else f"{measure.kind} ({measure.what})"
    first, last = measure.steps[0], measure.steps[-1]
    steps = counted(len(measure.steps), "step")
    text = f"{measure.by} on {measure.on}, {what}: {measure.state}. {steps} on record"
    text += f", the first {_day(first)}, the last {_day(last)}" if len(measure.steps) > 1 else f", {_day(first)}"
    if measure.eased:
        text += f"; eased {counted(len(measure.eased), 'time')}, the last {_day(measure.eased[-1])}"
    if measure.lifted:
        text += f"; lifted {_day(measure.lifted)}: {phrase.event(measure.lifted)}"
    return text if text.endswith((".", "…")) else f"{text}."


def _by_sides(material: Material, codes: list[str]) -> dict[tuple[str, str], list[Event]]:
    """The events of some codes that happened, by who acts against whom, oldest first. Of several recipients the parties
    count, where some are."""
    parties = {p.name for p in material.agreement.parties}
    found: dict[tuple[str, str], list[Event]] = {}
    for event in sorted((e for e in material.coded(codes) if happened(e)), key=_order):
        targets = dict.fromkeys(material.state_of(name) for name in event.recipients)
        for by in dict.fromkeys(material.state_of(name) for name in event.actors):
            for on in [t for t in targets if t in parties] or targets:
                if by != on:
                    found.setdefault((by, on), []).append(event)
    return found


def _named(event: Event) -> str | None:
    return normal(event.object) if event.object else None


def _of_it(measure: Measure, event: Event) -> bool:
    """Whether an event names the measure's own object; where the measure has none of its own, none or the kind."""
    what = normal(measure.what)
    return _named(event) == what or (_named(event) is None and what == normal(measure.kind))


def _when(event: Event) -> date | None:
    return event.holds.end or event.holds.start


def _order(event: Event) -> tuple[date, str]:
    return _when(event) or _FAR, event.id


def _day(event: Event) -> str:
    return phrase.period(event.holds)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
