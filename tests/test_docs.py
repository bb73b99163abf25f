"""The examples in the documentation are executed, every command is documented, and every link leads somewhere.

A block fenced as `console` is a session: lines after `$ ` are run by a shell in one scratch folder for each document,
with `servanda` on the path, and what they print must be what stands below them; `...` stands for anything.
"""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
SESSION = re.compile(r"^```console\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
SHIPPED = ROOT / "src" / "servanda" / "cases"


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def steps(session: str) -> list[tuple[str, str]]:
    """(command, expected output) of a session; a command goes on after a trailing backslash and up to `END`."""
    found: list[tuple[str, str]] = []
    for part in re.split(r"^\$ ", session, flags=re.M)[1:]:
        lines = part.splitlines(keepends=True)
        length = lines.index("END\n") + 1 if "<<'END'" in lines[0] else 1
        while lines[length - 1].rstrip().endswith("\\") and length < len(lines):
            length += 1
        found.append(("".join(lines[:length]).strip(), "".join(lines[length:])))
    return found


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if SESSION.search(p.read_text())], ids=name)
def test_sessions_print_what_they_say(path: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "110",
        "NO_COLOR": "1",
        "TERM": "dumb",
    }
    (tmp_path / "cases").symlink_to(SHIPPED)
    for session in SESSION.findall(path.read_text()):
        for command, expected in steps(session):
            done = subprocess.run(
                ["bash", "-c", command],
                check=False,
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                timeout=120,
            )
            printed = done.stdout + done.stderr
            same = doctest.OutputChecker().check_output(
                expected, printed, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            )
            assert same, f"{path.name}: `{command}` printed\n{printed}\nwhere the document has\n{expected}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_lead_to_files(path: Path) -> None:
    for target in LINK.findall(path.read_text()):
        assert (path.parent / target).exists(), f"{name(path)} links to {target}, which is not there"


def test_the_reference_of_commands_is_what_the_program_says() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "tools" / "commands_reference.py"], capture_output=True, text=True, check=True
    ).stdout
    written = (ROOT / "docs" / "reference" / "commands.md").read_text()
    assert written == made, "run: .venv/bin/python tools/commands_reference.py > docs/reference/commands.md"
