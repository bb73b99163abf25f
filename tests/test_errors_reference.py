"""The page of error codes is what the registry says."""

import re
import subprocess
import sys
from pathlib import Path

from servanda.errors import CODES

ROOT = Path(__file__).parents[1]


def test_the_reference_of_errors_is_what_the_registry_says() -> None:
    command = [sys.executable, ROOT / "tools" / "errors_reference.py"]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    written = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    assert written == made, "run: .venv/bin/python tools/errors_reference.py > docs/reference/errors.md"


def test_every_code_stands_in_it_once() -> None:
    written = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(SV\d+)`", written, flags=re.M) == sorted(CODES)
