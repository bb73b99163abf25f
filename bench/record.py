"""Measures the record at a given size: filling it, the first view, its events, and views of many days in a row.

    python bench/record.py [--statements N] [--days N]

Prints one JSON object; times are in seconds. The record is invented, from a fixed seed.
"""

import argparse
import hashlib
import json
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from servanda.codebook import plover
from servanda.days import Period
from servanda.documents import Document
from servanda.record import Record
from servanda.statement import Statement

_OBJECTS = (None, "missile", "engine stand", "reactor", "guard post", "sanction", "prisoner")
_PLACES = (None, "Kessel", "Port Arl", "Dunmere", "Highfield", "Castlebay")
_ACTORS = tuple(f"State {n}" for n in range(12))
_PER_DOCUMENT = 25


def documents(count: int, seed: int = 1) -> Iterator[tuple[Document, date, list[Statement]]]:
    """Invented documents with `_PER_DOCUMENT` statements each, mostly of the past, over five years."""
    chance = random.Random(seed)
    codes = [(t.name, m.name) for t in plover().values() for m in t.modes]
    acts = []
    for _ in range(count // 3):
        code = chance.choice(codes)
        day = date(2018, 1, 1) + timedelta(days=chance.randrange(1800))
        acts.append((code, day, chance.choice(_ACTORS), chance.choice(_ACTORS), chance.choice(_OBJECTS)))
    for number in range(count // _PER_DOCUMENT):
        name = f"articles/{number}.txt"
        published = date(2018, 1, 1) + timedelta(days=chance.randrange(1825))
        sentences = [f"Sentence {number} {n} tells of something that was done." for n in range(_PER_DOCUMENT)]
        text = " ".join(sentences)
        made, at = [], 0
        for sentence in sentences:
            (type_, mode), done, actor, recipient, object_ = chance.choice(acts)
            width = chance.choice((0, 0, 0, 0, 6, 30, 364))
            day = done if done < published or chance.random() < 0.1 else published - (done - published)
            made.append(
                Statement(
                    name, f"Paper {number % 40}", start=at, end=at + len(sentence), head=at, quote=sentence,
                    type=type_, mode=mode, actors=(actor,), recipients=(recipient,), object=object_,
                    place=chance.choice(_PLACES), holds=Period(day, day + timedelta(days=width)), published=published,
                    certainty=chance.choice((3.0, 3.0, 3.0, 3.0, 2.0, 1.0, -3.0)), coder_version="1",
                )
            )  # fmt: skip
            at += len(sentence) + 1
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        yield Document(name, text, published, f"Paper {number % 40}", sha256=sha256), published, made


@contextmanager
def timed(times: dict[str, float], what: str) -> Iterator[None]:
    """Notes how long the body took."""
    start = time.perf_counter()
    yield
    times[what] = round(time.perf_counter() - start, 3)


def measure(statements: int, days: int) -> dict[str, float]:
    """Times for a record of so many statements."""
    times: dict[str, float] = {"statements": statements}
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.db"
        made = list(documents(statements))
        with timed(times, "fill"), Record.open(path) as record:
            for document, published, said in made:
                record.add(document, published, "given", said, recorded=now)
        times["megabytes"] = round(path.stat().st_size / 1e6, 1)
        with Record.open(path, create=False) as record:
            last = date(2023, 1, 1)
            with timed(times, "first view"):
                view = record.view(last)
            with timed(times, "first events"):
                events = view.events()
            times["events"] = len(events)
            with timed(times, "same view again"):
                record.view(last).events()
            with timed(times, f"{days} days in a row"):
                for day in record.knowledge_days()[-days:]:
                    record.view(day).events()
            with timed(times, "search"):
                record.search('"was done" 17*', as_of=last, limit=20)
    return times


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=20)
    options = parser.parse_args()
    print(json.dumps(measure(options.statements, options.days)))
