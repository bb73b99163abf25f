"""Trains the attribution models: python training/attribution/train.py ATTRIBUTION.jsonl.gz [--epochs N].

Learns from the set `polnear-train`, tells the scores by token on `polnear-dev`, and writes
src/servanda/reading/models/attribution.npz. Train again whenever the shipped syntax changes.
"""

import argparse
import pickle
from pathlib import Path

import numpy as np
from data import Article, articles
from learn import learn

from servanda.reading.attribution.features import BITS, cue_features
from servanda.reading.attribution.spread import Step, spread

OUT = Path(__file__).parents[2] / "src" / "servanda" / "reading" / "models" / "attribution.npz"


def cue_rows(some: list[Article]) -> tuple[np.ndarray, np.ndarray]:
    """Features of every token, and 1 where it heads a cue."""
    tables, labels = [], []
    for article in some:
        label = np.zeros(len(article.grid), np.int64)
        label[article.heads] = 1
        tables.append(cue_features(article.grid))
        labels.append(label)
    return np.concatenate(tables), np.concatenate(labels)


def role_rows(some: list[Article]) -> tuple[np.ndarray, np.ndarray]:
    """Features of every token reached from a gold cue, and its role in that attribution."""
    tables, labels = [], []
    for article in some:

        def decide(step: Step, table: np.ndarray, article: Article = article) -> np.ndarray:
            gold = article.roles[step.row, step.token].astype(np.int64)
            tables.append(table)
            labels.append(gold)
            return gold

        spread(article.grid, article.heads, decide)
    return np.concatenate(tables), np.concatenate(labels)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--cache", type=Path, help="keeps the parsed articles here between runs")
    arguments = parser.parse_args()
    if arguments.cache and arguments.cache.exists():
        train = pickle.loads(arguments.cache.read_bytes())
    else:
        train = list(articles(arguments.data, "polnear-train"))
        if arguments.cache:
            arguments.cache.write_bytes(pickle.dumps(train))
    print(f"{len(train)} articles, {sum(len(a.grid) for a in train)} tokens, {sum(len(a.heads) for a in train)} cues")
    arrays = {}
    for name, rows, classes in (("cue", cue_rows, 2), ("role", role_rows, 4)):
        table, labels = rows(train)
        print(name, table.shape, np.bincount(labels))
        weights, bias = learn(table, labels, classes, BITS, epochs=arguments.epochs)
        arrays[f"{name}_weights"], arrays[f"{name}_bias"] = weights.astype(np.float16), bias.astype(np.float32)
    np.savez_compressed(arguments.out, **arrays)
    print(f"wrote {arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
