"""The set-at-a-time path and the stream against the plain kernel."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from servanda.days import Duration
from servanda.errors import InputError
from servanda.verdicts import kernel, volume
from servanda.verdicts.duty import FOREVER, Duty
from servanda.verdicts.finding import gravest
from servanda.verdicts.scene import Happening, Scene
from servanda.verdicts.stream import Monitor, Rule
from servanda.verdicts.worlds import possible

START = date(2030, 1, 1).toordinal()
DUTY = Duty(form="respond", as_of=START + 60, force_start=START, start=START, early=START, within=Duration(days=10))


def random_log(rng: random.Random, size: int, keys: int) -> volume.Log:
    rows = []
    for _ in range(size):
        first = START + rng.randint(-5, 65)
        rows.append((rng.randrange(keys), first, first + rng.choice([0, 0, 1, 6, 15]), rng.random() < 0.7))
    key, first_days, last_days, certain = (list(column) for column in zip(*rows, strict=True))
    return volume.Log(*(np.array(c, np.int64) for c in (key, first_days, last_days)), np.array(certain, bool))


def plain(duty: Duty, calls: volume.Log, acts: volume.Log, i: int) -> set[str]:
    """The outcomes of one call by the engine."""

    def happening(log: volume.Log, j: int, role: str) -> Happening | None:
        first, last = int(log.first[j]), min(int(log.last[j]), duty.as_of)
        return Happening(role, ((first, last),), bool(log.certain[j])) if first <= last else None  # type: ignore[arg-type]

    call = happening(calls, i, "call")
    if call is None:
        return {kernel.NOT_CALLED}
    same = [happening(acts, j, "act") for j in range(len(acts)) if acts.key[j] == calls.key[i]]
    return set(possible(Scene(duty, (call, *(h for h in same if h)))))


def random_duty(rng: random.Random) -> Duty:
    """Of admit or respond with all that moves a deadline: ends, suspensions, grace, months, a fixed day, no day."""
    end = rng.choice([FOREVER, START + rng.randint(0, 50)])
    force_end = rng.choice([FOREVER, end, min(FOREVER, end + rng.randint(0, 9))])
    first = START + rng.randint(-3, 40)
    return replace(
        DUTY, as_of=START + rng.randint(0, 75), end=min(end, force_end), force_end=force_end,
        within=rng.choice([None, Duration(days=0), Duration(days=1), Duration(days=10), Duration(days=30), Duration(months=1)]),
        answer_by=rng.choice([None, START + rng.randint(0, 40)]), grace=rng.choice([None, None, Duration(days=3)]),
        suspended=rng.choice([(), (), ((first, first + 4),), ((first, first + 2), (first + 6, first + 11))]),
    )  # fmt: skip


def test_a_set_at_a_time_is_the_same_as_one_by_one() -> None:
    seen: set[str] = set()
    for seed in range(600):
        rng = random.Random(seed)
        keys = rng.choice([1, 2, 5])
        calls, acts = random_log(rng, rng.randint(1, 8), keys), random_log(rng, rng.randint(1, 12), keys)
        duty = random_duty(rng)
        found = volume.outcomes(duty, calls, acts)
        for i, bits in enumerate(found):
            expected = plain(duty, calls, acts, i)
            assert {word for bit, word in volume.WORDS.items() if bits & bit} == expected, (seed, i, duty)
            seen.add(volume.word(int(bits)))
    assert seen == {*volume.WORDS.values(), "cannot tell"}


def test_what_is_published_later_is_not_known() -> None:
    for seed in range(100):
        rng = random.Random(f"published {seed}")
        calls, acts = random_log(rng, rng.randint(1, 6), 2), random_log(rng, rng.randint(1, 8), 2)
        duty = random_duty(rng)
        logs = [
            replace(log, published=log.first + np.array([rng.randint(-3, 30) for _ in range(len(log))]))
            for log in (calls, acts)
        ]
        found = volume.outcomes(duty, *logs)
        known = logs[0].known(duty.as_of)
        alone = volume.outcomes(
            duty, replace(known, published=None), replace(logs[1].known(duty.as_of), published=None)
        )
        assert found[logs[0].known_from() <= duty.as_of].tolist() == alone.tolist()
        assert (found[logs[0].known_from() > duty.as_of] == volume.NOT_CALLED).all()


@pytest.mark.parametrize("form", ["refrain", "perform", "limit", "repeat", "endeavour"])
def test_what_it_cannot_take_is_refused(form: str) -> None:
    log = random_log(random.Random(1), 2, 1)
    duty = replace(DUTY, form=form)  # type: ignore[arg-type]
    assert not volume.takes(duty)
    with pytest.raises(ValueError, match=form):
        volume.outcomes(duty, log, log)


def test_a_log_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("C,0000007,2019-02-28,2019-03-05,1\nA,0000012,2020-02-29,2020-02-29,0\n")
    calls, acts = volume.read_log(path)
    assert (calls.key[0], calls.first[0], calls.last[0], calls.certain[0]) == (
        7, date(2019, 2, 28).toordinal(), date(2019, 3, 5).toordinal(), True,
    )  # fmt: skip
    assert (acts.key[0], acts.first[0], acts.certain[0]) == (12, date(2020, 2, 29).toordinal(), False)
    path.write_text("C,7,2019-02-28\n")
    with pytest.raises(InputError, match="equal width"):
        volume.read_log(path)


@pytest.mark.parametrize("form", ["refrain", "perform", "respond"])
def test_the_stream_gives_the_kernel_s_word_of_every_day(form: str) -> None:
    for seed in range(60):
        rng = random.Random(f"{form} {seed}")
        end = rng.choice([FOREVER, START + 25]) if form != "respond" else FOREVER
        due = START + rng.randint(0, 20) if form == "perform" and rng.random() < 0.8 else None
        duty = Duty(
            form=form, as_of=START, force_start=START, start=START, end=end, early=START, due=due,  # type: ignore[arg-type]
            within=Duration(days=rng.choice([0, 3, 10])) if form == "respond" else None,
            need=float(rng.choice([1, 1, 2, 3])) if form == "perform" else 1.0,
        )  # fmt: skip
        events = sorted(
            (START + rng.randint(-3, 30), rng.choice("AC"), rng.randrange(2)) for _ in range(rng.randint(0, 7))
        )
        same = rng.random() < 0.5
        monitor = Monitor([Rule(duty, "A", "C", same)])
        for event in events:
            monitor.feed(*event)
        monitor.advance(START + 40)
        monitor.words()
        for day in range(START, START + 40):
            known = [e for e in events if e[0] <= day]
            word = [w for d, w in monitor.changes[0] if d <= day][-1]
            assert word == _expected(replace(duty, as_of=day), known, same), (seed, date.fromordinal(day), events)


def _expected(duty: Duty, events: list[tuple[int, str, int]], same: bool) -> str:
    acts = [day for day, code, _ in events if code == "A"]
    if duty.form == "refrain":
        return kernel.refrain(duty, acts, [])
    if duty.form == "perform":
        return kernel.perform(duty, [(day, 1.0) for day in acts], [], [])
    words = []
    for called, code, key in events:
        if code == "C" and duty.bound(called):
            answers = [day for day, kind, other in events if kind == "A" and (other == key or not same)]
            words.append(kernel.answer(duty, called, answers, [], []))
    return gravest(words) if words else "pending"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change", [{"form": "limit"}, {"form": "repeat"}, {"end": START + 9}, {"form": "perform", "need": 1.5}]
)
def test_the_stream_refuses_what_it_cannot_judge(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="cannot judge"):
        Monitor([Rule(replace(DUTY, **change), "A", "C")])  # type: ignore[arg-type]


def test_memory_of_the_stream_holds_open_calls_only() -> None:
    duty = replace(DUTY, as_of=FOREVER)
    monitor = Monitor([Rule(duty, "A", "C", same=True)])
    for day in range(START, START + 5000):
        monitor.feed(day, "C", day)
        if day > START + 5:
            monitor.feed(day, "A", day - 5)
    assert monitor.open_calls() <= 12
    assert len(monitor._alarms) <= 20


def test_the_stream_refuses_a_step_back() -> None:
    monitor = Monitor([])
    monitor.advance(START + 2)
    with pytest.raises(ValueError, match="order"):
        monitor.feed(START, "A")
