"""Speed and scores of the time tagger, side by side with dateparser's `search_dates`, in one run.

    python bench/times.py [--documents N] [--gold FILE]

Without gold data (`../shared/eval/data/times.jsonl.gz`) only speed is measured, on text made here.
"""

import argparse
import gzip
import json
import os
import platform
import random
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from servanda.reading import times

GOLD = Path(__file__).parents[1].parent / "shared" / "eval" / "data" / "times.jsonl.gz"
PUBLISHED = date(2019, 1, 19)
ARTICLE_WORDS = 600
SENTENCES = (
    "The envoy landed in the capital on Friday and met the minister for more than four hours.",
    "Officials said the harbour would be closed by the end of February, nine months after the first talks.",
    "No launch has been seen since November 28, 2017, and the stand was taken down last summer.",
    "Both sides now speak of a second meeting, though the place has not been named.",
    "The yard employs about two hundred people, most of them from the villages along the river.",
    "Inspectors had asked for maps, lists and access to the stores; none of it was given, a diplomat said.",
)
Tagged = list[tuple[int, int, str]]


def servanda(text: str, published: date) -> Tagged:
    return [(x.span.start, x.span.end, x.value) for x in times.tag(text, published)]


def dateparser(text: str, published: date) -> Tagged:
    """`search_dates` gives the words but no place: they are looked up in the order in which they come."""
    from dateparser.search import search_dates

    found: Tagged = []
    at = 0
    settings = {"RELATIVE_BASE": datetime(published.year, published.month, published.day), "PREFER_DATES_FROM": "past"}
    for words, day in search_dates(text, languages=["en"], settings=settings) or []:
        start = text.find(words, at)
        if start >= 0:
            at = start + len(words)
            found.append((start, at, day.date().isoformat()))
    return found


def articles(count: int) -> list[str]:
    """Made articles of about 600 words, the same in every run."""
    dice = random.Random(7)
    made = []
    for _ in range(count):
        sentences: list[str] = []
        while sum(len(s.split()) for s in sentences) < ARTICLE_WORDS:
            sentences.append(dice.choice(SENTENCES))
        made.append("\n\n".join(" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)))
    return made


def speed(tagger: Callable[[str, date], Tagged], texts: list[str]) -> float:
    """Articles of 600 words for each second of processor time."""
    tagger(texts[0], PUBLISHED)
    begin = time.process_time()
    for text in texts:
        tagger(text, PUBLISHED)
    return (
        len(texts) * (sum(len(t.split()) for t in texts) / len(texts) / ARTICLE_WORDS) / (time.process_time() - begin)
    )


def scores(tagger: Callable[[str, date], Tagged], documents: list[dict]) -> tuple[float, float, float]:
    """Relaxed, strict and value F1, pooled, matched one to one with the same spans first."""
    gold_count = found_count = relaxed = strict = value = 0
    for document in documents:
        gold = [(g["start"], g["end"], g["value"]) for g in document["gold"]["times"]]
        found = tagger(document["text"], date.fromisoformat(document["published"]))
        gold_count, found_count = gold_count + len(gold), found_count + len(found)
        overlaps = [
            (g[:2] != f[:2], i, j)
            for i, g in enumerate(gold)
            for j, f in enumerate(found)
            if g[0] < f[1] and f[0] < g[1]
        ]
        used_gold: set[int] = set()
        used_found: set[int] = set()
        for _, i, j in sorted(overlaps):
            if i not in used_gold and j not in used_found:
                used_gold.add(i)
                used_found.add(j)
                relaxed += 1
                strict += gold[i][:2] == found[j][:2]
                value += gold[i][2] == found[j][2]
    total = gold_count + found_count
    return 2 * relaxed / total, 2 * strict / total, 2 * value / total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=60, help="gold documents to score (default 60)")
    parser.add_argument("--gold", type=Path, default=GOLD)
    options = parser.parse_args()
    print(f"machine: {platform.machine()}, {_processor()}, {os.cpu_count()} cores; Python {platform.python_version()}")
    texts = articles(40)
    documents = []
    if options.gold.exists():
        with gzip.open(options.gold, "rt", encoding="utf-8") as lines:
            documents = [json.loads(line) for _, line in zip(range(options.documents), lines, strict=False)]
    else:
        print(f"no gold data at {options.gold}: scores are left out", file=sys.stderr)
    print(f"{'tagger':12}{'articles/s':>12}{'relaxed F1':>12}{'strict F1':>12}{'value F1':>12}")
    for name, tagger, share in (("servanda", servanda, texts), ("dateparser", dateparser, texts[:4])):
        figures = "".join(f"{f:12.3f}" for f in scores(tagger, documents)) if documents else ""
        print(f"{name:12}{speed(tagger, share):12.1f}{figures}")


def _processor() -> str:
    """The processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "processor unknown"


if __name__ == "__main__":
    main()
