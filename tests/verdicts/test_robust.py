"""Whatever the record holds, every case gets a verdict, a proof and JSON, and a history that ends with the verdict."""

import json
import random
from datetime import date, timedelta
from pathlib import Path

from builders import Desk, FakeView, event
from test_judge import ACCESS, LIFT, QUIET, REPORT, STAND, STOCK, TEST, WITH_BANK

from servanda.record import Event
from servanda.verdicts import VERDICTS, Court, judge, prove, steps_of

STANDINGS = ("established", "reported", "claimed", "disputed", "planned", "speculated", "denied")
ACTS = (
    "MOBILIZE test", "RETREAT dismantle", "RETREAT freeze", "RETREAT withdraw", "COOPERATE declare", "COOPERATE inspect",
    "REQUEST inspect", "CONCEDE lift sanctions", "REJECT refuse", "REJECT deny access", "REJECT suspend agreement",
    "REJECT withdraw from agreement", "quantity: uranium", "quantity: uranium", "MOBILIZE build",
)  # fmt: skip
FUEL = "{id: fuel, party: B, form: perform, act: {type: CONCEDE}, by: 2030-06-01, amount: 500, unit: kg}"
PAUSED = STOCK.replace("id: stock", "id: paused, suspended: [{from: 2030-03-01, to: 2030-04-01}]")


def random_event(rng: random.Random, number: int) -> Event:
    first = date(2029, 12, 1) + timedelta(days=rng.randrange(500))
    days = [first.isoformat(), f"{first:%Y-%m}", f"{first:%Y}", f"../{first}", f"{first}/.."]
    what = rng.choice(ACTS)
    return event(
        what, rng.choice([days[0], days[0], *days]), by=rng.choice(["A", "B", "A;B", "", "Agency"]),
        to=rng.choice(["", "A", "B"]), standing=rng.choice(STANDINGS), object=rng.choice([None, "stand", "Hawk"]),
        place=rng.choice([None, "Kessel"]), source=rng.choice(["Arland", "Borland", "Lake Post"]), key=str(number),
        value=rng.choice([100.0, 300.0, 400.0]) if "quantity" in what or rng.random() < 0.2 else None,
        unit=rng.choice([None, "kg", "t", "items"]), published=(first + timedelta(days=rng.randint(-9, 40))).isoformat(),
    )  # fmt: skip


def test_any_record_can_be_judged(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [TEST, STAND, REPORT, STOCK, PAUSED, ACCESS, LIFT, QUIET, FUEL], WITH_BANK)
    agreement, names = desk.agreement, desk.names
    court = Court.of(agreement, names)
    seen = set()
    for seed in range(30):
        rng = random.Random(seed)
        events = tuple(random_event(rng, n) for n in range(rng.randint(0, 14)))
        as_of = date(2030, 1, 1) + timedelta(days=rng.randrange(600))
        known = tuple(e for e in events if all(s.published and s.published <= as_of for s in e.statements))
        found = judge(agreement, FakeView(as_of, known), names, history=steps_of([FakeView(as_of, known)]))
        for verdict in found.verdicts:
            json.dumps(verdict.to_json())
            assert verdict.verdict in VERDICTS
            assert verdict.since is None or verdict.since <= as_of
            assert verdict.history[-1].verdict == verdict.verdict
            assert (verdict.verdict == "cannot tell") == bool(verdict.worlds)
            seen.add(verdict.verdict)
        for case in court.cases():
            assert prove(court.hear(case, known, as_of)).as_text()
        json.dumps([n.to_json() for n in found.not_covered])
    assert len(seen) >= 7
