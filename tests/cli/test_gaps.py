"""`gaps`: what texts leave out, side by side, as a table and for programs."""

import json
from pathlib import Path

import pytest
from accord import accord
from typer.testing import CliRunner

from servanda.cli.app import app
from servanda.errors import ServandaError

FIRM = accord(
    "{id: stand, party: A, form: perform, act: {type: RETREAT, mode: dismantle, object: stand}, within: P90D}",
    "{id: stand-of-b, party: B, form: perform, act: {type: RETREAT, mode: dismantle, object: stand}}",
)
VAGUE = accord("{id: quiet, party: [A, B], form: endeavour, end: a quiet lake}").replace("Lake", "Vague")
OUTSIDE = FIRM.replace('  - id: "1"', '  - id: said\n    outside_text: true\n    text: Said.\n  - id: "1"')


def told(tmp_path: Path, *texts: str, options: tuple[str, ...] = ()) -> str:
    folders = []
    for n, text in enumerate(texts):
        (folder := tmp_path / str(n)).mkdir()
        (folder / "agreement.yaml").write_text(text)
        folders.append(str(folder))
    result = CliRunner().invoke(app, ["gaps", *folders, *options], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_texts_stand_side_by_side(tmp_path: Path) -> None:
    lines = {line.split("  ")[0]: line.split() for line in told(tmp_path, FIRM, VAGUE).splitlines()}
    assert lines["deadline"] == ["deadline", "1", "of", "2", "all"]
    assert lines["measurable end"] == ["measurable", "end", "-", "all"]
    assert lines["enforcement"] == ["enforcement", "all", "all"]


def test_a_file_is_as_good_as_a_folder(tmp_path: Path) -> None:
    told(tmp_path, FIRM, VAGUE)
    shown = CliRunner().invoke(app, ["gaps", str(tmp_path / "0" / "agreement.yaml"), str(tmp_path / "1")]).stdout
    assert shown.splitlines()[2].endswith("  Vague accord")
    assert "Lake accord" in shown


def test_for_programs_with_place_and_reason(tmp_path: Path) -> None:
    (one,) = json.loads(told(tmp_path, FIRM, options=("--json",)))["agreements"]
    assert (one["agreement"], one["obligations"], one["missing"]["deadline"]) == ("Lake accord", 2, 1)
    places = [(left["obligation"], left["party"]) for left in one["left_out"] if "deadline" in left["missing"]]
    assert places == [("stand-of-b", "B")]
    assert all(left["why"] for left in one["left_out"])


def test_what_was_said_outside_the_text_is_not_counted(tmp_path: Path) -> None:
    (one,) = json.loads(told(tmp_path, OUTSIDE, options=("--json",)))["agreements"]
    assert one["obligations"] == 2
    assert "said" not in {left["provision"] for left in one["left_out"]}


def test_a_faulty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ServandaError):
        told(tmp_path, FIRM.replace("form: perform", "form: perfrom"))
