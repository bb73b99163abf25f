"""The history against a judgement of every day on its own, on records dense enough for things to be laid aside."""

import random
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from accord import accord
from builders import Desk, FakeView, event
from test_judge import ACCESS, LIFT, REPORT, STOCK, TEST

from servanda.days import parse_duration
from servanda.record import Event, Step
from servanda.verdicts import Court, steps_of
from servanda.verdicts.bearing import Breaches, Calls, bearing_of
from servanda.verdicts.duty import duties_of
from servanda.verdicts.evidence import Relevance
from servanda.verdicts.history import histories
from servanda.verdicts.silence import heard_until

CASES = {
    "refrain": (TEST.replace("until: 2031-01-31", "until: 2030-05-20"), ("MOBILIZE test", "MOBILIZE test", "RETREAT freeze")),
    "admit": (ACCESS.replace("P30D", "P9D"), ("REQUEST inspect", "COOPERATE inspect", "COOPERATE inspect", "REJECT deny access")),
    "respond": (LIFT.replace("P60D", "P9D, until: 2030-05-25").replace("bank", "press, survey"), ("RETREAT dismantle", "CONCEDE lift sanctions", "REJECT suspend agreement")),
    "limit": (STOCK, ("quantity: uranium",)),
    "repeat": (REPORT.replace("P3M", "P20D").replace("P15D", "P3D"), ("COOPERATE declare",)),
}  # fmt: skip


def random_event(rng: random.Random, acts: tuple[str, ...], number: int) -> Event:
    what = rng.choice(acts)
    first = date(2030, 1, 25) + timedelta(days=rng.randint(0, 130))
    days = rng.choice(
        [f"{first}", f"{first}", f"{first}", f"{first}/{first + timedelta(days=rng.randint(1, 9))}", f"{first:%Y-%m}"]
    )
    return event(
        what, days, by="B" if "REQUEST" in what or "CONCEDE" in what else "A", to="A" if "REQUEST" in what else "B" if "inspect" in what else "",
        object="Hawk" if "test" in what else None, place="Kessel" if "inspect" in what else None, key=str(number),
        standing=rng.choice(["established", "reported", "reported", "reported", "disputed", "speculated"]),
        value=rng.choice([200.0, 400.0]) if "quantity" in what else None, unit="kg" if "quantity" in what else None,
        published=str(first + timedelta(days=rng.choice([0, 0, 1, 3, 40]))),
    )  # fmt: skip


def published(one: Event) -> date:
    day = one.statements[0].published
    assert day
    return day


def views_of(rng: random.Random, events: list[Event]) -> list[FakeView]:
    """What was known on each day: some events are withdrawn again."""
    gone = {e.id: published(e) + timedelta(days=rng.randint(1, 40)) for e in events if rng.random() < 0.15}
    days = {published(e) for e in events} | set(gone.values())
    return [
        FakeView(day, tuple(e for e in events if published(e) <= day < gone.get(e.id, date.max))) for day in sorted(days)
    ]  # fmt: skip


@pytest.mark.parametrize("form", CASES)
def test_every_day_has_the_word_of_all_that_was_known(tmp_path: Path, form: str) -> None:
    written, acts = CASES[form]
    desk = Desk(tmp_path, [written])
    court = Court.of(desk.agreement, desk.names, 0.25)
    (case,) = court.cases()
    changes = 0
    for seed in range({"limit": 4, "repeat": 3}.get(form, 8)):  # worlds of these take longest to go through
        rng = random.Random(f"history {form} {seed}")
        events = [random_event(rng, acts, n) for n in range(rng.randint(5, 25))]
        views = views_of(rng, events)
        last = date(2030, 9, 10)
        end = FakeView(last, views[-1].made)
        (found,) = histories(court, steps_of([*rng.sample(views, len(views)), end]))
        changes += len(found)
        for number in range((last - date(2030, 1, 10)).days + 1):
            day = date(2030, 1, 10) + timedelta(days=number)
            known = [v.made for v in views if v.as_of <= day]
            expected = court.hear(case, known[-1] if known else (), day).word
            assert [c.verdict for c in found if c.day <= day][-1] == expected, (seed, day)
    assert changes > 20


def test_reports_that_come_in_after_months_count_from_the_day_they_are_in(tmp_path: Path) -> None:
    """A month after 1 February is 1 March, four weeks on; after the 29th to 31st of a month, it may be the last day."""
    means = "means:\n  radar: {sees: [{type: MOBILIZE, mode: test}], power: 0.99, delay: P1M}\n"
    desk = Desk(tmp_path, [TEST.replace("until: 2031-01-31", "until: 2030-03-29")], accord(means=means))
    court = Court.of(desk.agreement, desk.names)
    (case,) = court.cases()
    last = date(2030, 7, 1)
    (found,) = histories(court, steps_of([FakeView(date(2030, 1, 10)), FakeView(last)]))
    days = [date.fromordinal(n) for n in range(date(2030, 1, 10).toordinal(), last.toordinal() + 1)]
    said = [(day, court.hear(case, (), day).word) for day in days]
    changed = [one for before, one in pairwise([(None, ""), *said]) if one[1] != before[1]]
    assert [(c.day, c.verdict) for c in found] == changed
    assert (date(2030, 3, 1), "kept so far") in changed


@pytest.mark.parametrize("delay", ["P0D", "P3D", "P1M", "P2M", "P1Y", "P1M3D"])
def test_what_is_heard_on_a_day_is_what_the_delay_is_over_for(delay: str) -> None:
    length = parse_duration(delay)
    for as_of in range(date(2030, 1, 1).toordinal(), date(2032, 4, 2).toordinal()):
        last = date.fromordinal(heard_until(length, as_of))
        day = date.fromordinal(as_of)
        assert length.after(last) <= day < length.after(last + timedelta(days=1))


def test_what_is_laid_aside_is_not_heard(tmp_path: Path) -> None:
    """Of a hundred calls that were answered, and a hundred breaches, one or two are heard."""
    desk = Desk(tmp_path, [TEST, ACCESS])
    court = Court.of(desk.agreement, desk.names, 0.25)
    no_test, access = court.cases()
    days = [date(2030, 2, 2) + timedelta(days=3 * n) for n in range(100)]
    tests = [event("MOBILIZE test", str(day), object="Hawk") for day in days]
    asked = [event("REQUEST inspect", str(day), by="B", to="A", place="Kessel") for day in days]
    let_in = [event("COOPERATE inspect", str(day + timedelta(days=1)), by="A", to="B", place="Kessel") for day in days]
    steps = [Step(day, (), (a, b, c)) for day, a, b, c in zip(days, tests, asked, let_in, strict=True)]
    breaches, calls = (
        bearing_of(court, case, Relevance(case.obligation, court.agreement, court.names)) for case in (no_test, access)
    )
    assert isinstance(breaches, Breaches)
    assert isinstance(calls, Calls)
    for step in steps:
        breaches.replace((), step.come[:1])
        calls.replace((), step.come[1:])
        day = step.day.toordinal() + 1
        assert breaches.word(day) == "broken"
        assert calls.word(day) == "fulfilled"
        assert len(breaches.heard(day)) == 1
        assert calls.heard(day) == []
    assert duties_of(access.obligation, court.agreement, days[-1])
    calls.replace([let_in[7]], [])
    assert {e.id for e in calls.heard(days[-1].toordinal())} >= {asked[7].id, let_in[8].id}
