"""`servanda read`, with the real reader."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from servanda.case import new_case, open_case
from servanda.cli.app import app, main
from servanda.cli.read import harmless

COMMAND = [sys.executable, "-c", "from servanda.cli import main; main()", "read", "--jsonl"]
STORY = "Northbank tested a ballistic missile on Friday, the defence ministry said. Southbank condemned the launch."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = new_case(tmp_path / "case")
    (folder / "articles" / "a.txt").write_text(STORY)
    return folder


def lines(data: bytes) -> tuple[int, list[dict[str, Any]]]:
    """The exit status of `servanda read --jsonl`, and its lines."""
    done = subprocess.run(COMMAND, input=data, capture_output=True, check=False, timeout=120)
    assert done.stderr == b""
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_a_case_is_read_once_and_told_in_words(folder: Path) -> None:
    first = CliRunner().invoke(app, ["read", "--jobs", "1", str(folder)])
    assert first.exit_code == 0
    assert first.stdout.startswith("1 read, 0 unchanged, 0 refused; ")
    second = CliRunner().invoke(app, ["read", "--jobs", "1", str(folder)])
    assert second.stdout == "0 read, 1 unchanged, 0 refused; 0 new statements.\n"
    with open_case(folder) as case:
        (day,) = case.knowledge_days()
        found = case.view(day).statements()
    assert {("MOBILIZE", "test")} <= {(s.type, s.mode) for s in found}
    assert all(s.quote and STORY[s.start : s.end] == s.quote for s in found)


def test_refusals_go_to_standard_error_and_the_rest_is_read(folder: Path) -> None:
    (folder / "articles" / "b\x1b[31m.txt").write_bytes(b"a\0b")
    done = CliRunner().invoke(app, ["read", "--jobs", "1", str(folder)])
    assert done.exit_code == 1
    assert done.stdout.startswith("1 read, 0 unchanged, 1 refused; ")
    assert "SV102 articles/b\\x1b[31m.txt" in done.stderr
    assert "\x1b" not in done.output


def test_json_report(folder: Path) -> None:
    (folder / "articles" / "b.txt").write_text("")
    done = CliRunner().invoke(app, ["read", "--jobs", "1", str(folder), "--json"])
    report = json.loads(done.stdout)
    assert (report["case"], report["read"]) == ("case", ["articles/a.txt"])
    assert report["refused"][0]["code"] == "SV101"


def test_json_lines_into_a_case(folder: Path) -> None:
    document = json.dumps({"id": "line", "text": STORY}) + "\nrubbish\n"
    done = CliRunner().invoke(app, ["read", "--jobs", "1", str(folder), "-"], input=document)
    assert done.exit_code == 1
    assert done.stdout.startswith("2 read, 0 unchanged, 1 refused; ")
    assert "standard input, line 2" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], "SV601"), (["nowhere"], "SV301"), (["somewhere", "--jsonl"], "SV601")],
)
def test_what_cannot_be_done_ends_with_2(
    arguments: list[str], code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["servanda", "read", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    assert code in capsys.readouterr().err


def test_every_line_gets_its_answer_in_order() -> None:
    texts = [
        b'{"id": "good", "text": "North and South met on 18 January 2019.", "published": "2019-01-19"}',
        b"rubbish",
        b'{"id": "no text"}',
        b'{"id": "number", "text": 3}',
        b'{"id": "day", "text": "w", "published": "2019-02-30"}',
        b'{"id": "empty", "text": ""}',
        b'{"id": "\\ud800", "text": "half \\ud800 a pair met"}',
        b'{"id": "nul", "text": "a\\u0000b met c"}',
        b'{"id": "marks", "text": "\\u001b[31m \\u202e met"}',
        b'{"id": "long", "text": "' + b"North met South on Friday. " * 300 + b'"}',
        b"[" * 100_000,
        b'{"id": "bytes", "text": "\xff\xfe"}',
        b'{"id": "last", "text": "North and South met."}',
    ]
    status, found = lines(b"\n".join(texts))
    assert status == 1
    assert [f["id"] for f in found] == [
        "good", None, "no text", "number", "day", "empty", "\ud800", "nul", "marks", "long", None, None, "last",
    ]  # fmt: skip
    assert [f["error"]["code"] for f in found if "error" in f] == [
        "SV108", "SV109", "SV109", "SV109", "SV108", "SV104",
    ]  # fmt: skip
    fields = {"id", "published", "furniture", "credits", "times", "attributions", "events", "unknowns"}
    assert all(set(f) == fields for f in found if "error" not in f)
    assert found[0]["published"] == {"date": "2019-01-19", "basis": "given", "evidence": []}


def test_nothing_in_nothing_out() -> None:
    assert lines(b"") == (0, [])


def test_an_answer_comes_before_the_next_question() -> None:
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    guard = threading.Timer(60, process.kill)
    guard.start()
    for name in ("one", "two"):
        process.stdin.write(json.dumps({"id": name, "text": STORY}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == name
    process.stdin.close()
    assert process.wait() == 0
    process.stdout.close()
    guard.cancel()


def test_terminal_text_cannot_move_the_cursor() -> None:
    assert harmless("a\x1b[2Jb\r\n\u202ec\x9b") == "a\\x1b[2Jb\\r\\n\\u202ec\\x9b"
    assert harmless("café – 北") == "café – 北"
