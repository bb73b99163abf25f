"""A scene: a duty and everything that bears on it, each with the days on which it may have happened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from servanda.verdicts import kernel
from servanda.verdicts.duty import Duty

Role = Literal["act", "unseen", "undone", "refused", "call", "entry"]
#: The instance of a scene in which nothing has fallen due.
IDLE = -1
#: One day for each happening of a scene, None where it does not happen.
World = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that may have happened: in which role, on which days, and whether it happened in every world.

    `ranges` are disjoint, ascending ranges of days, both ends inclusive. `weight` is the value of a quantity, or what
    an act counts towards the amount asked for.
    """

    role: Role
    ranges: tuple[tuple[int, int], ...]
    certain: bool = True
    weight: float = 1.0

    def days(self) -> Iterator[int]:
        """All days on which it may have happened."""
        for first, last in self.ranges:
            yield from range(first, last + 1)

    def earliest(self, low: int, high: int) -> int | None:
        """Its first possible day from low to high, or None."""
        for first, last in self.ranges:
            if max(first, low) <= min(last, high):
                return max(first, low)
        return None

    def latest(self, low: int, high: int) -> int | None:
        """Its last possible day from low to high, or None."""
        for first, last in reversed(self.ranges):
            if max(first, low) <= min(last, high):
                return min(last, high)
        return None

    @property
    def first(self) -> int:
        """Its first possible day."""
        return self.ranges[0][0]

    @property
    def last(self) -> int:
        """Its last possible day."""
        return self.ranges[-1][1]


@dataclass(frozen=True, slots=True)
class Scene:
    """A duty and everything that bears on it. For a `repeat`, `instance` is the period that is asked about.

    Where the day of entry into force is open, it is the last happening, of the role `entry`, and `under` has a scene
    for each of its days: the same happenings without it, the unseen act where nobody watched under that day's duty.
    """

    duty: Duty
    happenings: tuple[Happening, ...]
    instance: int = 0
    under: Mapping[int, "Scene"] = field(default_factory=dict)

    @classmethod
    def over(cls, under: Mapping[int, "Scene"]) -> "Scene":
        """The scene over all days of entry, from one scene for each of them."""
        first = next(iter(under.values()))
        reported = tuple(h for h in first.happenings if h.role != "unseen")
        hidden = [h for scene in under.values() for h in scene.happenings if h.role == "unseen"]
        unseen = _joined(sorted({r for h in hidden for r in h.ranges}))
        entry = Happening("entry", tuple((day, day) for day in sorted(under)))
        either = (Happening("unseen", unseen, certain=False),) if unseen else ()
        return cls(first.duty, (*reported, *either, entry), first.instance, under)

    def places(self, role: Role) -> list[int]:
        """The places of the happenings in a role."""
        return [i for i, h in enumerate(self.happenings) if h.role == role]

    def outcome(self, world: World) -> str:
        """What the duty comes to in one world, by the kernel."""
        if self.under:
            inner = self.under[world[-1] or 0]
            if inner.duty.as_of < inner.duty.force_start:
                return "not in force"
            return inner.outcome(inner._fitted(world))

        def days(role: Role) -> list[int]:
            return [d for h, d in zip(self.happenings, world, strict=True) if h.role == role and d is not None]

        def done() -> list[kernel.Done]:
            pairs = zip(self.happenings, world, strict=True)
            return [(d, h.weight) for h, d in pairs if h.role == "act" and d is not None]

        duty = self.duty
        if self.instance == IDLE:
            return kernel.idle(duty)
        if duty.form == "refrain":
            return kernel.refrain(duty, [*days("act"), *days("unseen")], days("undone"))
        if duty.form == "perform":
            return kernel.perform(duty, done(), days("unseen"), days("refused"))
        if duty.form == "limit":
            return kernel.limit(duty, done(), days("unseen"))
        if duty.form == "repeat":
            periods = kernel.repeat(duty, days("act"), days("unseen"), days("refused"))
            return periods[self.instance] if self.instance < len(periods) else kernel.NOT_CALLED
        called = days("call")
        return kernel.answer(duty, called[0] if called else None, days("act"), days("unseen"), days("refused"))

    def _fitted(self, world: World) -> World:
        """A world of the scene over all days of entry as one of this scene: unseen acts only where nobody watched."""
        return tuple(
            None if day is not None and h.role == "unseen" and h.earliest(day, day) is None else day
            for h, day in zip(self.happenings, world, strict=False)
        )

    def duty_in(self, world: World | None) -> Duty:
        """The duty in a world: that of its day of entry, where this is open."""
        return self.under[world[-1] or 0].duty if self.under and world else self.duty


def _joined(ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Sorted ranges with those that overlap or touch made one."""
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)
