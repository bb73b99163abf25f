"""Verdicts: what an obligation comes to as of a day, with reason and evidence. `to_json` writes contracts/case.md."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from servanda.record import Event
from servanda.statement import Statement

VerdictWord = Literal[
    "fulfilled", "kept so far", "pending", "overdue", "broken", "remedied", "cannot tell", "not measurable",
    "not in force",
]  # fmt: skip
VERDICTS: tuple[VerdictWord, ...] = VerdictWord.__args__  # type: ignore[attr-defined]
#: The gravest first, for obligations that fall due more than once (contracts/case.md).
GRAVITY: tuple[VerdictWord, ...] = (
    "broken", "overdue", "cannot tell", "remedied", "pending", "kept so far", "fulfilled",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Instance:
    """One time at which an obligation fell due. `called` is the day it was called for (respond, admit)."""

    due: date | None
    verdict: VerdictWord
    by: tuple[str, ...] = ()
    called: date | None = None

    def to_json(self) -> dict[str, Any]:
        days = {n: d.isoformat() if d else None for n, d in (("called", self.called), ("due", self.due))}
        return {**days, "verdict": self.verdict, "by": list(self.by)}


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the verdict became what it says, and the ids of the statements that made it so."""

    day: date
    verdict: VerdictWord
    by: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"day": self.day.isoformat(), "verdict": self.verdict, "by": list(self.by)}


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both ends inclusive, and the power (0 to 1) with which an act on any of them would have been seen."""

    first: date
    last: date
    power: float

    def to_json(self) -> dict[str, Any]:
        return {"from": self.first.isoformat(), "to": self.last.isoformat(), "power": self.power}


@dataclass(frozen=True, slots=True)
class Watched:
    """How far the silence on an act that must not be done reaches: days of the window so far, and those watched.

    A day is watched where the means that see the act have a combined power from `threshold` on, or somebody speaks for
    it. `gaps` are the other days, with the least power on them; `curve` is the power on every day of the window so far.
    """

    days: int
    watched: int
    threshold: float
    gaps: tuple[Span, ...]
    curve: tuple[Span, ...]

    @property
    def share(self) -> float:
        """The part of the days that was watched, 0 to 1."""
        return self.watched / self.days

    def to_json(self) -> dict[str, Any]:
        return {
            "days": self.days,
            "watched": self.watched,
            "share": round(self.share, 4),
            "threshold": self.threshold,
            "gaps": [gap.to_json() for gap in self.gaps],
            "curve": [stretch.to_json() for stretch in self.curve],
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one reading of one obligation comes to. `reading` is the party whose reading it is, None for the text's own.

    `strength` is the standing of the evidence it rests on, None where it rests on none. `worlds` names, where the
    verdict is `cannot tell`, one possible world of each outcome in words. `watched` says what silence rests on, where
    the verdict asks for silence about an act that must not be done.
    """

    provision: str
    obligation: str
    party: str
    verdict: VerdictWord
    reason: str
    reading: str | None = None
    strength: str | None = None
    evidence_for: tuple[Statement, ...] = ()
    evidence_against: tuple[Statement, ...] = ()
    would_settle: tuple[str, ...] = ()
    since: date | None = None
    instances: tuple[Instance, ...] = ()
    history: tuple[Change, ...] = ()
    worlds: tuple[str, ...] = ()
    watched: Watched | None = None

    def to_json(self) -> dict[str, Any]:
        """A verdict as contracts/case.md has it, with `worlds` and `watched` beside."""
        return {
            "provision": self.provision,
            "obligation": self.obligation,
            "party": self.party,
            "reading": self.reading,
            "verdict": self.verdict,
            "strength": self.strength,
            "reason": self.reason,
            "for": [s.to_json() for s in self.evidence_for],
            "against": [s.to_json() for s in self.evidence_against],
            "would_settle": list(self.would_settle),
            "since": self.since.isoformat() if self.since else None,
            "instances": [i.to_json() for i in self.instances],
            "history": [c.to_json() for c in self.history],
            "worlds": list(self.worlds),
            "watched": self.watched.to_json() if self.watched else None,
        }


@dataclass(frozen=True, slots=True)
class NotCovered:
    """An act that looks grave and that no obligation covers, with the nearest obligation and why it does not reach.

    `said_by` are statements that say themselves that the agreement does not cover the act.
    """

    event: Event
    nearest: str | None
    why: str
    said_by: tuple[Statement, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return {
            "event": self.event.id,
            "type": self.event.type,
            "mode": self.event.mode,
            "object": self.event.object,
            "actors": list(self.event.actors),
            "standing": self.event.standing,
            "nearest": self.nearest,
            "why": self.why,
            "statements": [s.to_json() for s in (*self.event.statements, *self.said_by)],
        }
