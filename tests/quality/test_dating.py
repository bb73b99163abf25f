"""Floors for dating: texts that hold their day are dated, answers are right, and where there is no clue there is none."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from servanda.reading import dating, furniture

DATA = Path(__file__).parents[2].parent / "shared" / "eval" / "data"
#: Share answered of all texts, and share of the answers within a day, by set.
FLOORS = {"ecb+": (0.7, 0.97), "timeline17": (0.36, 0.96)}
#: In all sets together: of texts with their day, or the one before or after, written out in full, the share answered;
#: and of all answers, the share within a day.
CLUED, NEAR = 0.95, 0.96

pytestmark = pytest.mark.quality


def documents() -> Iterator[tuple[str, str, date]]:
    with gzip.open(DATA / "copies.jsonl.gz", "rt", encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            if document.get("published") and document.get("set") in FLOORS:
                yield document["set"], document["text"], date.fromisoformat(document["published"][:10])
    with gzip.open(DATA / "dating.jsonl.gz", "rt", encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            yield document["set"], document["text"], date.fromisoformat(document["gold"]["published"][:10])


def written_out(text: str, day: date) -> bool:
    """Whether the day, or one beside it, stands in the text with month, day and year."""
    return any(m.year and (on := m.on(m.year)) and abs((on - day).days) <= 1 for m in dating.days_written(text))


@pytest.mark.skipif(not (DATA / "copies.jsonl.gz").exists(), reason="the evaluation data are not here")
def test_dating_keeps_its_floors() -> None:
    total: Counter[str] = Counter()
    told: Counter[str] = Counter()
    right: Counter[str] = Counter()
    clued: Counter[bool] = Counter()
    for name, text, published in documents():
        found = dating.infer(text, prose=furniture.prose(text, furniture.find(text))).date
        total[name] += 1
        if found is not None:
            told[name] += 1
            right[name] += abs((found - published).days) <= 1
        if written_out(text, published):
            clued[found is not None] += 1
    for name, (answered, near) in FLOORS.items():
        assert told[name] >= answered * total[name], (total, told)
        assert right[name] >= near * told[name], (told, right)
    assert clued[True] >= CLUED * clued.total(), clued
    assert right.total() >= NEAR * told.total(), (told, right)
    assert told["timebank"] == 0, "none of these texts tells its day"
