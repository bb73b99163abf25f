"""What the first view of a large case needs is there once it has been read, and goes when anything changes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from live_app import NOW, copied
from typer.testing import CliRunner

from servanda.case import open_case
from servanda.cli.app import app
from servanda.show import ready
from servanda.show.app.desk import Desk
from servanda.show.app.first import FirstView
from servanda.show.beside import Beside


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a small case is large."""
    monkeypatch.setattr(ready, "WORTH_KEEPING", 5)


@pytest.fixture
def folder(arland_folder: Path, tmp_path: Path) -> Path:
    return copied(arland_folder, tmp_path / "case")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many briefs were made by the command since it was last asked."""
    from servanda import brief

    count = [0]
    make = brief.make

    def counted(*given: object) -> object:
        count[0] += 1
        return make(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(brief, "make", counted, raising=False)

    def since() -> int:
        number, count[0] = count[0], 0
        return number

    return since


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == 0, result.output
    return result.output


def test_after_reading_brief_and_app_show_at_once(folder: Path, made: Callable[[], int]) -> None:
    run("read", folder)
    with open_case(folder) as case:
        assert (outline := ready.kept_outline(case))
        glance = FirstView(case).load()
        assert glance
        assert glance.day == outline.day == case.last_day()
        assert glance.days == case.knowledge_days()
        assert Desk(case, lambda: NOW, FirstView(case)).opening(glance.day, lambda _: {}) == glance.opening
    shown = run("brief", folder)
    assert made() == 0
    (folder / "record.db-kept").unlink()
    assert run("brief", folder) == shown
    assert made() == 1
    assert run("brief", folder) == shown
    assert made() == 0


def test_only_the_text_of_the_last_day_is_taken_from_what_was_kept(
    folder: Path, tmp_path: Path, made: Callable[[], int]
) -> None:
    run("read", folder)
    run("brief", folder, "--as-of", "2030-06-01")
    assert made() == 1
    run("brief", folder, "--all")
    assert made() == 1
    run("brief", folder, "--page", tmp_path / "page.html")
    assert made() == 1
    for form in ("markdown", "html", "json"):
        run("brief", folder, "--format", form)
        assert made() == 1
    run("brief", folder, "--out", tmp_path / "brief.txt")
    assert made() == 0
    with open_case(folder) as case:
        day = case.last_day()
    assert run("brief", folder, "--as-of", str(day)) == run("brief", folder)
    assert made() == 0


@pytest.mark.parametrize("name", ["agreement.yaml", "case.toml"])
def test_another_agreement_or_other_settings_end_it(folder: Path, name: str) -> None:
    run("read", folder)
    (folder / name).write_text((folder / name).read_text(encoding="utf-8") + "\n# otherwise\n", encoding="utf-8")
    with open_case(folder) as case:
        assert ready.kept_outline(case) is None


def test_a_decision_ends_it(folder: Path) -> None:
    run("read", folder)
    with open_case(folder) as case:
        assert ready.kept_outline(case)
        day = case.last_day()
        assert day
        case.record.decide(case.view(day).statements()[0].id, coder="Ann", decision="reject", recorded=NOW)
        assert ready.kept_outline(case) is None


def test_another_program_ends_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from servanda.show import beside

    run("read", folder)
    monkeypatch.setattr(beside, "program", lambda *_: "of another day")
    with open_case(folder) as case:
        assert ready.kept_outline(case) is None


def test_every_room_that_has_a_hand_in_it_is_part_of_its_key() -> None:
    from servanda.show import beside

    home = Path(beside.__file__).parent.parent
    modules = [file for room in beside._ROOMS for file in (home / room).glob("*.py")]
    named = {room for file in modules for room in re.findall(r"^ *from servanda\.(\w+)", file.read_text(), re.M)}
    rooms = {room for room in named if (home / room).is_dir()}
    read_into_the_record = {"documents", "reading"}
    assert rooms - read_into_the_record - {"codebook"} == {room.partition("/")[0] for room in beside._ROOMS}


def test_what_cannot_be_used_is_made_anew(folder: Path, made: Callable[[], int]) -> None:
    run("read", folder)
    shown = run("brief", folder)
    with open_case(folder) as case:
        Beside(case).keep("outline", case.record.state(), {"agreement": 7})
    made()
    assert run("brief", folder) == shown
    assert made() == 1


def test_a_small_case_keeps_nothing_for_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "WORTH_KEEPING", 10**6)
    run("read", folder)
    with open_case(folder) as case:
        assert ready.kept_outline(case) is None
