"""Floors for dating: articles that carry a stamp are dated, and answers are right."""

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from servanda.reading import dating

DATA = Path(__file__).parents[2].parent / "shared" / "eval" / "data"
#: Share answered and share of the answers within a day, by set.
FLOORS = {"ecb+": (0.6, 0.95), "timeline17": (0.3, 0.9)}

pytestmark = pytest.mark.quality


def documents() -> Iterator[tuple[str, str, date]]:
    with gzip.open(DATA / "copies.jsonl.gz", "rt", encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            if document.get("published") and document.get("set") in FLOORS:
                yield document["set"], document["text"], date.fromisoformat(document["published"][:10])


@pytest.mark.skipif(not (DATA / "copies.jsonl.gz").exists(), reason="the evaluation data are not here")
def test_dating_keeps_its_floors() -> None:
    counts = {name: [0, 0, 0] for name in FLOORS}
    for name, text, published in documents():
        found = dating.infer(text).date
        counts[name][0] += 1
        counts[name][1] += found is not None
        counts[name][2] += found is not None and abs((found - published).days) <= 1
    for name, (answered, near) in FLOORS.items():
        total, told, right = counts[name]
        assert told >= answered * total, counts
        assert right >= near * told, counts
