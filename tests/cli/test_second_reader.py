"""`servanda read --reader llm`: only when asked for, with its cost told, and apart from the first reader's readings."""

import json
import re
import textwrap
from dataclasses import fields
from pathlib import Path

import pytest
from kessel import ANSWER, TEST, TEXT
from playing import Server, playing, raw, says
from typer.testing import CliRunner

from servanda.case import new_case, open_case
from servanda.cli.app import app, main
from servanda.statement import Statement


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = new_case(tmp_path / "case")
    (folder / "articles" / "a.md").write_text(f"---\npublished: 2033-05-03\n---\n{TEXT}")
    return folder


def set_up(folder: Path, server: Server, more: str = "") -> None:
    (folder / "case.toml").write_text(f'[reader]\nbase_url = "{server.address}"\nmodel = "tiny"\n{more}')


def run(folder: Path, *more: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["read", str(folder), "--jobs", "1", *more])
    return done.exit_code, done.stdout, done.stderr


def standing(folder: Path) -> list[Statement]:
    with open_case(folder) as case:
        return list(case.view(case.knowledge_days()[-1]).statements())


def test_nothing_is_sent_unless_asked_for_and_readings_stay_apart(folder: Path) -> None:
    with playing(says(ANSWER)) as server:
        set_up(folder, server, "price_in = 2\nprice_out = 10.0\nmax_cost = 1\n")
        assert run(folder)[0] == 0
        assert server.asked == []
        assert not (folder / "reader-cache").exists()
        first = standing(folder)
        assert not [s for s in first if "llm" in s.coder_version]

        status, out, _ = run(folder, "--reader", "llm")
        assert (status, len(server.asked)) == (0, 1)
        assert "1 requests, 1000 tokens in, 100 out, cost 0.0030." in out
        second = standing(folder)
        assert [s for s in second if s.coder_version.endswith("+llm:tiny:1")]
        assert len(second) == 3
        assert all(s.quote and s.coder == "reader" for s in second)

        assert run(folder, "--reader", "llm")[1].startswith("0 read, 1 unchanged")
        assert run(folder)[0] == 0
        assert {(s.type, s.quote, s.head) for s in standing(folder)} == {(s.type, s.quote, s.head) for s in first}
        run(folder, "--reader", "llm")
        assert len(server.asked) == 1  # the answer had been kept


def test_the_report_for_programs(folder: Path) -> None:
    lie = {**TEST, "quote": "Arland attacked Borland."}
    with playing(says({**ANSWER, "statements": [TEST, lie]})) as server:
        set_up(folder, server)
        status, out, _ = run(folder, "--reader", "llm", "--json")
    report = json.loads(out)
    assert status == 0
    assert report["second_reader"]["thrown_away"] == {"quote": 1}
    assert report["second_reader"]["statements"] == 3


def test_refusals_are_told_and_the_record_keeps_what_it_had(folder: Path) -> None:
    with playing(raw(401)) as server:
        set_up(folder, server)
        run(folder)
        before = standing(folder)
        status, out, err = run(folder, "--reader", "llm")
    assert status == 1
    assert "SV123" in err
    assert "Documents that it did not read: 1 SV123." in out
    assert standing(folder) == before


@pytest.mark.parametrize(
    ("settings", "arguments", "code"),
    [
        ("", [], "SV120"),
        ('[reader]\nbase_url = "http://127.0.0.1:9/v1"\nmodel = "m"\nkey_env = "NO_SUCH_EXAMPLE_KEY"', [], "SV120"),
        ('[reader]\nbase_url = "http://models.example/v1"\nmodel = "m"', [], "SV302"),
        ('[reader]\nbase_url = "https://me:secret@models.example/v1"\nmodel = "m"', [], "SV302"),
        ('[reader]\nbase_url = "file:///etc/passwd"\nmodel = "m"', [], "SV302"),
        ('[reader]\nbase_url = "https://models.example/v1?x=1"\nmodel = "m"', [], "SV302"),
        ('[reader]\nbase_url = "https://models.example:99999/v1"\nmodel = "m"', [], "SV302"),
        ('[reader]\nbase_url = "https://models.example/v1"\nmodel = "m"\nmax_cost = 1', [], "SV302"),
        ('[reader]\nbase_url = "https://models.example/v1"\nmodel = "m"\nsecret = "k"', [], "SV302"),
        ('[reader]\nbase_url = "https://models.example/v1"', [], "SV302"),
    ],
)
def test_what_is_not_set_up_sends_nothing(
    folder: Path, settings: str, arguments: list[str], code: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (folder / "case.toml").write_text(settings)
    monkeypatch.setattr("sys.argv", ["servanda", "read", str(folder), "--reader", "llm", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    assert code in capsys.readouterr().err


def test_other_machines_may_be_allowed(folder: Path) -> None:
    settings = '[reader]\nbase_url = "http://models.example/v1"\nmodel = "m"\nallow_http = true\ntimeout_s = 5\n'
    (folder / "case.toml").write_text(settings)
    with open_case(folder) as case:
        assert case.settings.reader is not None
        assert (case.settings.reader.base_url, case.settings.reader.timeout_s) == ("http://models.example/v1", 5.0)


def test_the_settings_that_the_guide_shows_are_settings(folder: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "cases.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^    \[reader\]\n(?:    .+\n)+", guide, flags=re.M)
    (folder / "case.toml").write_text(textwrap.dedent(shown))
    with open_case(folder) as case:
        setup = case.settings.reader
    assert setup is not None
    assert {field.name for field in fields(setup)} | {"allow_http"} == set(re.findall(r"^    (\w+) = ", shown, re.M))


def test_json_lines_have_no_second_reader(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["servanda", "read", "--jsonl", "--reader", "llm"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    assert "SV601" in capsys.readouterr().err


def test_a_cache_that_leads_out_of_the_case_is_not_used(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / "reader-cache").symlink_to(tmp_path / "elsewhere")
    with playing(says(ANSWER)) as server:
        set_up(folder, server)
        status, _, _ = run(folder, "--reader", "llm")
        assert (status, server.asked) == (1, [])
    assert not list((tmp_path / "elsewhere").iterdir())
