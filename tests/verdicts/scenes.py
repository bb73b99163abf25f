"""Random small scenes for the oracle: all forms, all edge days."""

import random
from dataclasses import replace

from servanda.days import Duration
from servanda.verdicts.duty import FOREVER, Duty
from servanda.verdicts.scene import Happening, Role, Scene

#: 26 January 2030 as an ordinal: days of the scenes run over the end of a month, where P1M is short.
BASE = 741_100
FORMS = ("refrain", "perform", "limit", "repeat", "admit", "respond")


def random_scene(rng: random.Random, form: str) -> Scene:
    """A scene of at most five happenings on at most 14 days each, about a window of at most 60 days."""
    start = BASE + rng.randint(-3, 3)
    end = rng.choice([FOREVER, start + rng.randint(0, 25)])
    force_end = rng.choice([FOREVER, end, min(FOREVER, end + rng.randint(0, 8))])
    duty = Duty(
        form=form, as_of=start + rng.randint(-4, 34), force_start=start - rng.choice([0, 0, 2]), force_end=force_end,
        start=start, end=min(end, force_end), early=start - rng.choice([0, 0, 3]),
        suspended=((start + 6, start + 6 + rng.randint(0, 4)),) if rng.random() < 0.15 else (),
    )  # fmt: skip
    if form == "perform":
        due = rng.choice([None, start + rng.randint(0, 20)])
        if due is not None and rng.random() < 0.5:
            due = min(due, duty.end)
        duty = replace(duty, due=due, need=float(rng.choice([1, 1, 1, 2, 3])))
    elif form == "limit":
        duty = replace(duty, at_most=10.0)
    elif form == "repeat":
        every = rng.choice([Duration(days=5), Duration(days=9), Duration(months=1)])
        duty = replace(duty, every=every, grace=rng.choice([None, Duration(days=1), Duration(days=3)]))
    elif form in ("admit", "respond"):
        duty = replace(duty, within=rng.choice([None, Duration(days=3), Duration(days=10), Duration(months=1)]))
    happenings = [_happening(rng, form, start, role) for role in _roles(rng, form)]
    known = [clipped for h in happenings if (clipped := _known(h, duty.as_of))]
    if form in ("admit", "respond") and not any(h.role == "call" for h in known):
        return random_scene(rng, form)
    return Scene(duty, tuple(known))


def _known(happening: Happening, as_of: int) -> Happening | None:
    """The happening without the days after the day of knowledge, or None where none is left."""
    ranges = tuple((first, min(last, as_of)) for first, last in happening.ranges if first <= as_of)
    return replace(happening, ranges=ranges) if ranges else None


def _roles(rng: random.Random, form: str) -> list[Role]:
    second: Role = "undone" if form == "refrain" else "refused"
    roles: list[Role] = ["call"] if form in ("admit", "respond") else []
    roles += ["act"] * rng.choice([0, 1, 1, 2, 2, 3])
    if form != "limit" and rng.random() < 0.4:
        roles += [second] * rng.choice([1, 1, 2]) if len(roles) < 3 else [second]
    if rng.random() < 0.25:
        roles.append("unseen")
    return roles


def _happening(rng: random.Random, form: str, start: int, role: Role) -> Happening:
    first = start + rng.randint(-6, 28)
    width = rng.choice([0, 0, 1, 3, 8]) if role != "unseen" else rng.choice([0, 4])
    ranges = ((first, first + width),)
    if role == "unseen" and rng.random() < 0.5:
        ranges = (*ranges, (first + width + 3, first + width + 4))
    weight = float(rng.choice([4, 10, 11, 15])) if form == "limit" else float(rng.choice([1, 1, 1, 2]))
    certain = role != "unseen" and rng.random() < 0.7
    return Happening(role, ranges, certain, weight if role == "act" else 1.0)
