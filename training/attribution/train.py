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
from servanda.reading.attribution.grid import candidates
from servanda.reading.attribution.spread import CONTENT, Step, spread

OUT = Path(__file__).parents[2] / "src" / "servanda" / "reading" / "models" / "attribution.npz"

#: Steps of Adagrad; smaller ones keep the cue model from learning single articles by heart.
RATES = {"cue": 0.02, "role": 0.05}


def openers_of(some: list[Article]) -> np.ndarray:
    """The lemmas of all words that head a cue, sorted."""
    return np.unique(np.concatenate([article.grid.lemma[article.heads] for article in some]))


def cue_rows(some: list[Article], openers: np.ndarray, inner: float = 1.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features of every candidate, 1 where it heads a cue, and its weight: `inner` within others' content."""
    tables, labels, weights = [], [], []
    for article in some:
        label = np.zeros(len(article.grid), np.int64)
        label[article.heads] = 1
        rows = candidates(article.grid, openers)
        tables.append(cue_features(article.grid, rows))
        labels.append(label[rows])
        weight = np.ones(len(article.grid), np.float32)
        weight[(article.roles == CONTENT).any(axis=0) & (label == 0)] = inner
        weights.append(weight[rows])
    return np.concatenate(tables), np.concatenate(labels), np.concatenate(weights)


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
    parser.add_argument("--inner", type=float, default=0.1, help="weight of words in others' content as no cues")
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
    arrays = {"openers": openers_of(train)}
    for name, classes in (("cue", 2), ("role", 4)):
        weigh = None
        if name == "cue":
            table, labels, weigh = cue_rows(train, arrays["openers"], arguments.inner)
        else:
            table, labels = role_rows(train)
        print(name, table.shape, np.bincount(labels))
        weights, bias = learn(
            table, labels, classes, BITS, epochs=arguments.epochs, rate=RATES[name], drop=0.3, weigh=weigh
        )
        arrays[f"{name}_weights"], arrays[f"{name}_bias"] = weights.astype(np.float16), bias.astype(np.float32)
    np.savez_compressed(arguments.out, **arrays)
    print(f"wrote {arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
