"""Floors for wire credits on the open gold data."""

import gzip
import json
from pathlib import Path

import pytest

from servanda.reading import credits as owed
from servanda.reading import furniture

DATA = Path(__file__).parents[2].parent / "shared" / "eval" / "data" / "credits.jsonl.gz"
AGENCIES = {
    "Associated Press": "AP",
    "Agence France-Presse": "AFP",
    "Reuters": "Reuters",
    "United Press International": "UPI",
}


@pytest.mark.quality
@pytest.mark.skipif(not DATA.exists(), reason="the gold data of ../shared/eval are not here")
def test_wire_credits_keep_their_floors() -> None:
    gold = found = right = 0
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            text, wire = document["text"], document["gold"]["wire"]
            names = {c.name for c in owed.find(text, furniture.find(text)) if c.kind == "wire"}
            agencies = {AGENCIES[n] for n in names if n in AGENCIES} - set(document["gold"]["unscored"])
            gold += wire is not None
            found += len(agencies)
            right += wire in agencies
    assert right / found >= 0.97
    assert right / gold >= 0.97
