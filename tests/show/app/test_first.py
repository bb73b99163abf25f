"""The opening page shows at once at the next start, as long as nothing has changed since it was made."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from live_app import NOW, copied

from servanda.case import Case, open_case
from servanda.show.app import overview
from servanda.show.app.desk import Answers, Desk
from servanda.show.app.first import PARTS, FirstView, Glance
from servanda.show.beside import Beside


@pytest.fixture
def folder(arland_folder: Path, tmp_path: Path) -> Path:
    return copied(arland_folder, tmp_path / "case")


def started(case: Case) -> Desk:
    return Desk(case, lambda: NOW, FirstView(case))


def never(_: Answers) -> dict[str, Any]:
    raise AssertionError("the record was read")


def kept(folder: Path) -> dict[str, Any]:
    with open_case(folder) as case:
        desk = started(case)
        answers = desk.answers(desk.last_day())
        made = overview.opening(answers)
        desk.keep_opening(answers, made)
        return made


def test_the_next_start_shows_what_was_made_before_the_record_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = kept(folder)
    with open_case(folder) as case:
        monkeypatch.setattr(Case, "view", lambda *_: never)
        monkeypatch.setattr(Case, "last_day", never)
        monkeypatch.setattr(Case, "knowledge_days", never)
        desk = started(case)
        assert desk.opening(desk.last_day(), never) == made
        assert desk.changes() is None, "the history has to wait until the record is read"
        assert desk.days()[-1] >= date(2030, 9, 17)


def test_once_the_answers_are_made_they_are_shown(folder: Path) -> None:
    made = kept(folder)
    with open_case(folder) as case:
        desk = started(case)
        desk.make_ready([lambda answers: desk.keep_opening(answers, overview.opening(answers))])
        asked: list[Answers] = []
        desk.opening(desk.last_day(), lambda answers: asked.append(answers) or overview.opening(answers))  # type: ignore[func-returns-value]
        assert asked
        assert overview.opening(asked[0]) == made


def test_a_decision_ends_it(folder: Path) -> None:
    made = kept(folder)
    with open_case(folder) as case:
        desk = started(case)
        assert desk.opening(desk.last_day(), never) == made
        for s in case.view(desk.last_day()).statements():
            if "launched a ballistic missile" in (s.text or s.quote or ""):
                case.record.decide(s.id, coder="Ann", decision="reject", recorded=NOW)
        assert desk.opening(desk.last_day(), overview.opening) != made


@pytest.mark.parametrize("name", ["agreement.yaml", "case.toml"])
def test_another_agreement_or_other_settings_end_it(folder: Path, name: str) -> None:
    kept(folder)
    (folder / name).write_text((folder / name).read_text(encoding="utf-8") + "\n# otherwise\n", encoding="utf-8")
    with open_case(folder) as case:
        assert FirstView(case).load() is None


@pytest.mark.parametrize(
    "content", [[], None, "", {}, {"day": "soon"}, {"day": "2030-01-01", "days": [], "opening": {}}]
)
def test_what_cannot_be_used_is_passed_over(folder: Path, content: object) -> None:
    kept(folder)
    with open_case(folder) as case:
        assert FirstView(case).load()
        Beside(case).keep("opening", case.record.state(), content)
        assert FirstView(case).load() is None


def test_another_record_of_as_many_rows_ends_it(folder: Path) -> None:
    """As after the record was deleted and made anew from articles that have changed a little."""
    kept(folder)
    with open_case(folder) as case:
        before = case.record.state()
    connection = sqlite3.connect(folder / "record.db")
    connection.execute("DROP TRIGGER documents_no_update")
    connection.execute("UPDATE documents SET title = title || ' again' WHERE title IS NOT NULL")
    connection.commit()
    connection.close()
    with open_case(folder) as case:
        assert case.record.state() == before
        assert FirstView(case).load() is None


def test_what_follows_from_an_earlier_state_is_not_kept(folder: Path) -> None:
    with open_case(folder) as case:
        state, glance = case.record.state(), Glance(date(2030, 1, 1), (), dict.fromkeys(PARTS))
        case.record.withdraw(case.view(date(2040, 1, 1)).statements()[0].id, by="Ann", why="slip", recorded=NOW)
        FirstView(case).keep(state, glance)
        assert FirstView(case).load() is None
        FirstView(case).keep(case.record.state(), glance)
        assert FirstView(case).load() == glance
