"""`servanda new`."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from servanda.case import open_case
from servanda.cli.app import app, main


def test_a_case_from_the_template_with_the_next_steps(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["new", str(tmp_path / "trial")])
    assert done.exit_code == 0
    assert "agreement.yaml" in done.stdout
    assert f"servanda read {tmp_path / 'trial'}" in done.stdout
    with open_case(tmp_path / "trial") as case:
        assert case.name == "trial"


def test_a_case_from_a_shipped_one(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["new", str(tmp_path / "trial"), "--from", "singapore-2018"])
    assert done.exit_code == 0
    with open_case(tmp_path / "trial") as case:
        assert [p.id for p in case.agreement.parties] == ["US", "DPRK"]


@pytest.mark.parametrize(("again", "code"), [(["--from", "nope"], "SV307"), ([], "SV306")])
def test_faults_have_a_code_and_exit_status_2(
    tmp_path: Path, again: list[str], code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    monkeypatch.setattr("sys.argv", ["servanda", "new", str(tmp_path), *again])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    assert code in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
