"""Entry into force on a day that is not known or disputed: every account is a world, each judged by the definitions."""

import os
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import HEAD, Desk, FakeView, event
from test_judge import ACCESS, LIFT, REPORT, STAND, STOCK, TEST, asked, gone, inspected, launch

from servanda.agreement import Agreement, Entry
from servanda.days import Period
from servanda.record import Event
from servanda.verdicts import Court, Hearing, judge, prove, steps_of
from servanda.verdicts.kernel import NOT_CALLED
from servanda.verdicts.worlds import enumerate_all

SCENES = int(os.environ.get("SERVANDA_ORACLE_SCENES", "240")) // 6
BETWEEN = HEAD.replace("from: 2030-02-01,", "from: 2030-02-01/2030-02-20,")
DISPUTED = HEAD.replace("from: 2030-02-01,", "from: [{from: 2030-02-01, by: A}, {from: 2030-02-20, by: B}],")
PERHAPS = HEAD.replace("from: 2030-02-01,", "from: [2030-02-01, {from: null, by: B}],")
#: By form: an obligation on a short fuse, and the acts that may bear on it.
SHORT = {
    "refrain": (TEST.replace("until: 2031-01-31", "until: 2030-02-20"), ("MOBILIZE test", "RETREAT freeze")),
    "perform": (STAND.replace("P90D", "P10D, count: 2"), ("RETREAT dismantle", "RETREAT dismantle", "REJECT refuse")),
    "limit": (STOCK, ("quantity: uranium",)),
    "repeat": (REPORT.replace("P3M", "P8D").replace("P15D", "P2D"), ("COOPERATE declare",)),
    "admit": (ACCESS.replace("P30D", "P6D").replace(", same: [place]", ""), ("REQUEST inspect", "COOPERATE inspect")),
    "respond": (LIFT.replace("P60D", "P6D, until: 2030-02-25").replace(", seen_by: [bank]", ""), ("RETREAT dismantle", "CONCEDE lift sanctions")),
}  # fmt: skip


def crisp(agreement: Agreement, day: date | None) -> Agreement:
    return replace(agreement, in_force=Period(day, agreement.in_force.end), entries=())


def random_entries(rng: random.Random) -> tuple[Entry, ...]:
    entries = []
    for _ in range(rng.choice([1, 2, 2, 3])):
        first = date(2030, 2, 1) + timedelta(days=rng.randint(-4, 12))
        days = Period(first, first + timedelta(days=rng.choice([0, 0, 2, 5])))
        entries.append(Entry(None if entries and rng.random() < 0.2 else days))
    return tuple(entries)


def random_event(rng: random.Random, acts: tuple[str, ...], number: int) -> Event:
    what = rng.choice(acts)
    first = date(2030, 1, 28) + timedelta(days=rng.randint(0, 32))
    last = first + timedelta(days=rng.choice([0, 0, 1, 4]))
    objects = {"test": "Hawk", "dismantle": "the stand", "refuse": "stand", "lift": None}
    return event(
        what, f"{first}/{last}", by="B" if "REQUEST" in what or "CONCEDE" in what else "A",
        to="A" if "REQUEST" in what else "B" if "inspect" in what else "",
        object=next((o for word, o in objects.items() if word in what), None), key=str(number),
        standing=rng.choice(["reported", "reported", "disputed"]), value=rng.choice([200.0, 400.0]) if "quantity" in what else None,
        unit="kg" if "quantity" in what else None,
    )  # fmt: skip


def by_time(hearing: Hearing, *, brute: bool) -> dict[object, set[str]]:
    """The outcomes of each time that it fell due: by the engine, or by enumerating the worlds."""
    return {
        f.call.event.id if f.call else f.scene.instance: set(enumerate_all(f.scene) if brute else f.outcomes)
        for f in hearing.findings
    }


@pytest.mark.parametrize("form", SHORT)
def test_every_day_of_entry_is_judged(tmp_path: Path, form: str) -> None:
    """The outcomes are those of all agreements with one of the days for certain, taken together; no more, no fewer."""
    written, acts = SHORT[form]
    desk = Desk(tmp_path, [written])
    plain, names = desk.agreement, desk.names
    several = hard = 0
    for seed in range(SCENES):
        rng = random.Random(f"entry {form} {seed}")
        entries = random_entries(rng)
        days = sorted(
            {
                e.days.start + timedelta(days=n)
                for e in entries
                if e.days and e.days.start and e.days.end
                for n in range((e.days.end - e.days.start).days + 1)
            }
        )
        agreement = replace(plain, in_force=Period(days[0], rng.choice([None, date(2030, 3, 3)])), entries=entries)
        events = tuple(random_event(rng, acts, n) for n in range(rng.randint(0, 3)))
        as_of = date(2030, 2, 1) + timedelta(days=rng.randint(-6, 40))
        known = tuple(e for e in events if e.holds.start and e.holds.start <= as_of)
        found = Court.of(agreement, names).hear(Court.of(agreement, names).cases()[0], known, as_of)
        expected: dict[object, set[str]] = {}
        worlds = [*days, *([None] if any(e.days is None for e in entries) else [])]
        parts = []
        for day in worlds:
            court = Court.of(crisp(agreement, day), names)
            hearing = court.hear(court.cases()[0], known, as_of)
            parts.append(
                {} if hearing.word == "not in force" and (day is None or as_of < day) else by_time(hearing, brute=True)
            )
            for key in parts[-1]:
                expected.setdefault(key, set())
        for day, part in zip(worlds, parts, strict=True):
            for key in expected:
                absent = "not in force" if day is None or as_of < day else NOT_CALLED
                expected[key] |= part.get(key, {absent})
        expected = {key: outcomes for key, outcomes in expected.items() if not outcomes <= {NOT_CALLED, "not in force"}}
        engine = by_time(found, brute=False)
        if expected:
            assert engine == expected, (seed, entries, as_of, known)
            assert by_time(found, brute=True) == expected, (seed, "the scene itself, enumerated")
        assert all(
            f.scene.outcome(world) == word for f in found.findings for word, world in f.outcomes.items() if world
        )
        several += any(len(outcomes) > 1 for outcomes in expected.values())
        hard += any(len(outcomes) == 1 for outcomes in expected.values())
    assert several > SCENES // 10
    assert hard


@pytest.mark.parametrize(
    ("done", "word"), [("2030-05-02", "fulfilled"), ("2030-05-10", "cannot tell"), ("2030-05-22", "remedied")]
)
def test_a_deadline_runs_from_an_unknown_day(tmp_path: Path, done: str, word: str) -> None:
    """Ninety days from 1 to 20 February end on 2 to 21 May."""
    verdict = Desk(tmp_path, [STAND], BETWEEN).verdict("2030-06-30", gone(done))
    assert verdict.verdict == word
    if word == "cannot tell":
        assert any("remedied, if it entered into force on 1 February 2030" in world for world in verdict.worlds)
        assert verdict.would_settle[0] == "when it entered into force: between 1 and 20 February 2030"
    else:
        assert "whichever day is right: it entered into force between 1 and 20 February 2030" in verdict.reason


def test_whose_account_it_hangs_on_is_said(tmp_path: Path) -> None:
    verdict = Desk(tmp_path, [TEST], DISPUTED).verdict("2030-06-30", launch("2030-02-10"))
    assert verdict.verdict == "cannot tell"
    assert any(
        w.startswith("broken, if it entered into force on 1 February 2030 (as Arland has it)") for w in verdict.worlds
    )
    assert any("it entered into force on 20 February 2030 (as Borland has it)" in world for world in verdict.worlds)
    assert (
        verdict.would_settle[0]
        == "when it entered into force: on 1 February 2030 (Arland) or on 20 February 2030 (Borland)"
    )
    assert Desk(tmp_path, [TEST], DISPUTED).verdict("2030-06-30", launch("2030-02-21")).verdict == "broken"


def test_it_may_never_have_entered(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [TEST], PERHAPS)
    verdict = desk.verdict("2030-06-30", launch("2030-02-21"))
    assert verdict.verdict == "cannot tell"
    assert any("not in force, if it never entered into force (as Borland has it)" in world for world in verdict.worlds)
    assert desk.verdict("2030-01-31").verdict == "not in force"


def test_nothing_was_called_for_under_an_unknown_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [ACCESS], BETWEEN)
    assert desk.verdict("2030-02-10").verdict == "cannot tell"
    assert desk.verdict("2030-02-10").instances == ()
    assert desk.verdict("2030-02-20").verdict == "pending"
    assert desk.verdict("2030-06-01", asked("2030-03-01"), inspected("2030-03-09")).verdict == "fulfilled"


def test_what_does_not_hang_on_the_day_is_plain(tmp_path: Path) -> None:
    later = STAND.replace("within: P90D", "from: 2030-03-01, within: P90D")
    desk = Desk(tmp_path, [later], BETWEEN)
    verdict = desk.verdict("2030-06-30", gone("2030-05-29"))
    assert verdict.verdict == "fulfilled"
    assert "whichever" not in verdict.reason


def test_the_proof_names_the_earliest_and_the_latest_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [STAND], BETWEEN)
    court = Court.of(desk.agreement, desk.names)
    text = prove(court.hear(court.cases()[0], (gone("2030-05-10"),), date(2030, 6, 30))).as_text()
    assert "Entered into force between 1 and 20 February 2030: each day is a world of its own." in text
    assert "Due by 2 May 2030" in text
    assert "Due by 21 May 2030" in text


def test_the_history_turns_on_the_first_and_the_last_deadline(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [STAND.replace("within", "seen_by: [survey], within")], BETWEEN)
    desk.head = desk.head.replace("power: 0.95, delay: P5D", "power: 0.95")
    view = FakeView(date(2030, 6, 30))
    (verdict,) = judge(desk.agreement, view, desk.names, history=steps_of([view])).verdicts
    assert [(str(c.day), c.verdict) for c in verdict.history] == [
        ("2030-01-10", "not in force"), ("2030-02-01", "cannot tell"), ("2030-02-20", "pending"),
        ("2030-05-03", "cannot tell"), ("2030-05-22", "overdue"),
    ]  # fmt: skip
