"""The changes of many verdicts, a set at a time, against the engine asked anew on every day."""

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from servanda.days import Duration
from servanda.verdicts.answers import Answers
from servanda.verdicts.changes import History, histories, takes
from servanda.verdicts.duty import FOREVER, Duty
from servanda.verdicts.finding import gravest, word_of
from servanda.verdicts.kernel import idle
from servanda.verdicts.scene import Happening, Role, Scene
from servanda.verdicts.volume import Log
from servanda.verdicts.worlds import possible

START = date(2030, 1, 28).toordinal()
LAST = START + 60


def random_duty(rng: random.Random, form: str) -> Duty:
    start = START + rng.randint(0, 8)
    end = rng.choice([FOREVER, FOREVER, start + rng.randint(-2, 40)])
    force_end = rng.choice([FOREVER, end, min(FOREVER, end + rng.randint(0, 9))])
    first = start + rng.randint(-3, 25)
    duty = Duty(
        form=form, as_of=0, force_start=start - rng.choice([0, 0, 3]), force_end=force_end, start=start,  # type: ignore[arg-type]
        end=min(end, force_end), early=start - rng.choice([0, 0, 4]),
        suspended=rng.choice([(), (), ((first, first + 4),), ((first, first + 2), (first + 6, first + 9))]),
    )  # fmt: skip
    if form == "perform":
        return replace(duty, due=rng.choice([None, start + rng.randint(0, 30)]), need=float(rng.choice([1, 1, 2, 3])))
    if form in ("admit", "respond"):
        within = rng.choice([None, Duration(days=2), Duration(days=9), Duration(months=1)])
        return replace(
            duty, within=within, grace=rng.choice([None, Duration(days=2)]), answer_by=rng.choice([None, start + 20])
        )
    return duty


def random_log(rng: random.Random, size: int, keys: int) -> Log:
    first = np.array([START + rng.randint(-6, 45) for _ in range(size)], np.int64)
    return Log(
        np.array([rng.randrange(keys) for _ in range(size)], np.int64), first,
        first + np.array([rng.choice([0, 0, 0, 1, 4, 12]) for _ in range(size)], np.int64),
        np.array([rng.random() < 0.7 for _ in range(size)], bool),
        first + np.array([rng.choice([0, 0, 1, 5, 25, -9]) for _ in range(size)], np.int64),
    )  # fmt: skip


def happenings(log: Log, role: Role, keys: set[int], day: int) -> list[tuple[int, Happening]]:
    """What is known on a day of the keys, by the definitions of the as-of view."""
    assert log.published is not None
    return [
        (int(log.key[i]), Happening(role, ((int(log.first[i]), min(int(log.last[i]), day)),), bool(log.certain[i])))
        for i in range(len(log))
        if int(log.key[i]) in keys and log.first[i] <= day and log.published[i] <= day
    ]  # fmt: skip


def word(duty: Duty, acts: Log, calls: Log, keys: set[int], day: int) -> str:
    """The word of the engine: what judge.Hearing says of these happenings."""
    duty = replace(duty, as_of=day)
    if day < duty.force_start or duty.end < duty.start:
        return "not in force"
    done = happenings(acts, "act", keys, day)
    if duty.form in ("refrain", "perform"):
        return word_of(tuple(possible(Scene(duty, tuple(h for _, h in done))))) or ""
    found = [
        word_of(tuple(possible(Scene(duty, (call, *(h for k, h in done if k == key))))))
        for key, call in happenings(calls, "call", keys, day)
    ]
    real = [w for w in found if w]
    return gravest(real) if real else idle(duty)


def on(history: History, day: int) -> str:
    return [w for d, w in history if d <= day][-1]


@pytest.mark.parametrize("form", ["refrain", "perform", "admit", "respond", "all"])
def test_every_day_has_the_engine_s_word(form: str) -> None:
    seen: set[str] = set()
    for seed in range(60):
        rng = random.Random(f"changes {form} {seed}")
        duties = [
            random_duty(rng, rng.choice(["refrain", "perform", "respond"]) if form == "all" else form) for _ in range(3)
        ]
        owner = np.array([rng.randrange(3) for _ in range(5)], np.int64)
        acts, calls = random_log(rng, rng.randint(0, 14), 5), random_log(rng, rng.randint(0, 8), 5)
        since = START + rng.choice([-10, 0, 15])
        found = histories(duties, acts, calls, owner, since, LAST)
        for place, duty in enumerate(duties):
            keys = {k for k in range(5) if owner[k] == place}
            assert found[place][0][0] == since
            assert all(a[1] != b[1] and a[0] < b[0] for a, b in zip(found[place], found[place][1:], strict=False))
            for day in range(since, LAST + 1):
                expected = word(duty, acts, calls, keys, day)
                assert on(found[place], day) == expected, (seed, place, date.fromordinal(day), duty)
                seen.add(expected)
    assert len(seen) >= 5


@pytest.mark.parametrize("form", ["limit", "repeat", "endeavour"])
def test_what_it_cannot_take_is_refused(form: str) -> None:
    duty = Duty(form=form, as_of=START, force_start=START)  # type: ignore[arg-type]
    log = random_log(random.Random(0), 2, 1)
    assert not takes(duty)
    with pytest.raises(ValueError, match=form):
        histories([duty], log, log, np.array([0]), START, LAST)


def test_calls_that_are_answered_for_good_are_laid_aside() -> None:
    """The work of a day is with the open calls: of a call a day that is answered in two days, few are open at a time."""
    days = np.arange(400, dtype=np.int64) + START
    sure, key = np.ones(400, bool), np.zeros(400, np.int64)
    duty = Duty("respond", START, START, start=START, early=START, within=Duration(days=9))
    judged: list[int] = []

    class Counting(Answers):
        def _judge(self, chosen, day):  # type: ignore[no-untyped-def]
            judged.append(len(chosen))
            return super()._judge(chosen, day)

    calls, acts = Log(key, days, days, sure), Log(key, days + 2, days + 2, sure)
    found = Counting({0: duty}, acts, calls, np.array([0]), START, START + 399).histories()
    assert found == {0: [(START, "pending"), (START + 2, "fulfilled")]}
    assert max(judged) <= 4
