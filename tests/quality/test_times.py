"""Floors for time expressions on open gold data, at what was reached; the data stay outside the repository."""

import gzip
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from servanda.reading import times

EVAL = Path(__file__).parents[2].parent / "shared" / "eval"
FLOORS = {"relaxed": 0.942, "strict": 0.883, "value": 0.807}

pytestmark = pytest.mark.quality


@pytest.mark.skipif(not (EVAL / "data" / "times.jsonl.gz").exists(), reason="the evaluation data are not here")
def test_times_keep_their_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EVAL))
    sys.modules.pop("metrics", None)
    from metrics import match, prf, shared

    gold_count = found_count = relaxed = strict = value = 0
    with gzip.open(EVAL / "data" / "times.jsonl.gz", "rt", encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            gold = document["gold"]["times"]
            found = times.tag(document["text"], date.fromisoformat(document["published"]))
            wanted = [(g["start"], g["end"]) for g in gold]
            given = [(x.span.start, x.span.end) for x in found]
            pairs = match(wanted, given, lambda g, f: 10**9 if g == f else shared([g], [f]))
            gold_count, found_count, relaxed = gold_count + len(gold), found_count + len(found), relaxed + len(pairs)
            strict += sum(wanted[i] == given[j] for i, j in pairs)
            value += sum(gold[i]["value"] == found[j].value for i, j in pairs)
    reached = {
        "relaxed": prf(relaxed, found_count, gold_count)[2],
        "strict": prf(strict, found_count, gold_count)[2],
        "value": prf(value, found_count, gold_count)[2],
    }
    assert all(reached[name] >= floor for name, floor in FLOORS.items()), reached
