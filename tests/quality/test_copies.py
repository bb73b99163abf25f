"""Copies, passages and origins against the gold data of ../shared/eval; a floor is lowered only with a reason here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

EVAL = Path(__file__).parents[2].parent / "shared" / "eval"
PROGRAM = f"{sys.executable} -c 'from servanda.cli import main; main()' sources --jsonl"
SAME_EVENT_OWN_WORDS = 2315  # pairs of ECB+ that tell of one event in their own words (README of ../shared/eval)


@pytest.mark.quality
@pytest.mark.skipif(not EVAL.is_dir(), reason="the gold data of ../shared/eval are not here")
def test_copies_stay_above_their_floors() -> None:
    command = [sys.executable, EVAL / "score.py", "copies", "--json", "--command", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    rows = json.loads(done.stdout)["rows"]
    every, news = rows["all"], rows["ecb+"]
    assert every["pair P"] >= 0.99
    assert every["pair R"] >= 0.98
    assert every["passage F1"] >= 0.965
    assert every["origin"] >= 0.98
    assert news["found"] * (1 - news["pair P"]) <= 0.002 * SAME_EVENT_OWN_WORDS
