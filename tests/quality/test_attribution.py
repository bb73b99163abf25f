"""Floors for attribution on a part of the open gold data (the dev articles were not learned from)."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

EVAL = Path(__file__).parents[2].parent / "shared" / "eval"
PROGRAM = f"{sys.executable} -c 'from servanda.cli import main; main()' read --jsonl"
EVERY = 3
#: What was reached on the dev articles, less a little for taking every third of them.
FLOORS = {"source F1": 0.74, "cue F1": 0.605, "content F1": 0.84, "relation F1": 0.76, "with source F1": 0.71}


@pytest.mark.quality
@pytest.mark.skipif(not EVAL.is_dir(), reason="the gold data of ../shared/eval are not here")
def test_attribution_keeps_its_floors(tmp_path: Path) -> None:
    data = tmp_path / "dev.jsonl.gz"
    with gzip.open(EVAL / "data" / "attribution.jsonl.gz", "rt", encoding="utf-8") as lines:
        dev = [line for line in lines if json.loads(line)["set"] == "polnear-dev"]
    with gzip.open(data, "wt", encoding="utf-8") as out:
        out.writelines(dev[::EVERY])
    command = [sys.executable, EVAL / "score.py", "attribution", "--data", data, "--json", "--command", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    row = json.loads(done.stdout)["rows"]["all"]
    assert {name: row[name] for name in FLOORS if row[name] < FLOORS[name]} == {}
