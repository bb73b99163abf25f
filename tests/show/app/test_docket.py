"""The court's work is kept from one state of the record to the next, and never comes to anything else."""

from pathlib import Path

import pytest
from live_app import NOW, copied

from servanda.case import open_case
from servanda.show.app.docket import Docket
from servanda.verdicts import Hearing, judge


@pytest.fixture
def folder(arland_folder: Path, tmp_path: Path) -> Path:
    return copied(arland_folder, tmp_path / "case")


def test_after_every_decision_the_judgement_is_that_of_a_fresh_court(folder: Path) -> None:
    with open_case(folder) as case:
        docket, day = Docket(case), case.knowledge_days()[-1]
        statements = case.view(day).statements()
        for number, s in enumerate(statements[:12]):
            decision = ("reject", "confirm")[number % 3 == 2]
            case.record.decide(s.id, coder="Ann", decision=decision, recorded=NOW)
            view = case.view(day)
            settings = case.settings
            fresh = judge(case.agreement, view, case.names, threshold=settings.threshold, means=settings.means)
            assert docket.judgement(view) == fresh
        assert docket.session(view) is docket.session(view)


def test_only_what_a_decision_bears_on_is_heard_again(folder: Path) -> None:
    with open_case(folder) as case:
        docket, day = Docket(case), case.knowledge_days()[-1]
        before = docket.session(case.view(day))
        launch = next(s for s in case.view(day).statements() if "launched a ballistic" in (s.text or s.quote or ""))
        case.record.decide(launch.id, coder="Ann", decision="reject", recorded=NOW)
        after = docket.session(case.view(day))

        def heard(hearing: Hearing) -> str:
            return hearing.case.obligation.id

        anew = {heard(b) for a, b in zip(before.hearings, after.hearings, strict=True) if a is not b}
        assert "no-launch" in anew
        assert anew < {heard(one) for one in after.hearings}
        assert set(docket.hearings(case.view(day), ("1", "no-launch", "A"))) >= {None}
