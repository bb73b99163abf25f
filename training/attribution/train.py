"""Trains the attribution models: python training/attribution/train.py ATTRIBUTION.jsonl.gz --labelled LABELLED.npz.

Learns from the set `polnear-train`, and from texts that `teacher.py` has labelled, and writes
src/servanda/reading/models/attribution.npz. Train again whenever the shipped syntax changes; the labels stay as they
are. Needs torch, which the package itself does not.

The model of parts sees what the network takes each token for. So that it learns how far to trust it, the network that
it sees while learning was taught by the other half of the articles, and by nothing that a teacher labelled.
"""

import argparse
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
from data import Article, articles
from learn import learn
from network import train
from silver import put, read

from servanda.reading.attribution.features import BITS
from servanda.reading.attribution.network import Network, told
from servanda.reading.attribution.spread import Step, spread

OUT = Path(__file__).parents[2] / "src" / "servanda" / "reading" / "models" / "attribution.npz"


def by_the_other_half(some: list[Article]) -> list[Article]:
    """The articles, each with what a network takes its tokens for that never saw it."""
    halves = [train(some[1::2]), train(some[::2])]
    return [
        replace(article, grid=replace(article.grid, told=told(halves[number % 2].scores(article.grid))))
        for number, article in enumerate(some)
    ]


def part_rows(some: list[Article]) -> tuple[np.ndarray, np.ndarray]:
    """Features of every token reached from a gold cue, and its part in that attribution."""
    tables, labels = [], []
    for article in some:

        def decide(step: Step, table: np.ndarray, article: Article = article) -> np.ndarray:
            gold = article.roles[step.row, step.token].astype(np.int64)
            tables.append(table.T)
            labels.append(gold)
            return gold

        spread(article.grid, article.heads, decide)
    return np.concatenate(tables), np.concatenate(labels)


def arrays(network: Network) -> dict[str, np.ndarray]:
    """A network by names of arrays, as `weights` reads it."""
    named = {f"known_{name}": keys for name, keys in network.known.items()}
    named |= {f"rows_{name}": rows.astype(np.float16) for name, rows in network.rows.items()}
    for name in ("vectors", "dependents", "bias", "scale", "shift", "out"):
        named[f"network_{name}"] = getattr(network, name).astype(np.float16)
    for number, layer in enumerate(network.layers):
        for name in ("around", "bias", "sentence", "scale", "shift"):
            named[f"layer{number}_{name}"] = getattr(layer, name).astype(np.float16)
    return named


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--labelled", type=Path, help="texts labelled by `teacher.py`")
    parser.add_argument("--cache", type=Path, help="keeps the parsed articles here between runs")
    given = parser.parse_args()
    if given.cache and given.cache.exists():
        learned, labelled = pickle.loads(given.cache.read_bytes())
    else:
        learned, labelled = list(articles(given.data, "polnear-train")), []
        if given.labelled:
            learned, labelled = put(read(given.labelled), learned)
        if given.cache:
            given.cache.write_bytes(pickle.dumps((learned, labelled)))
    tokens, cues = sum(len(a.grid) for a in learned), sum(len(a.heads) for a in learned)
    print(f"{len(learned)} articles, {tokens} tokens, {cues} cues")
    print(f"{len(labelled)} texts labelled by a teacher, {sum(len(a.grid) for a in labelled)} tokens")
    shipped = arrays(train(learned, labelled))
    table, labels = part_rows(by_the_other_half([replace(a, chances=None) for a in learned]))
    print("parts", table.shape, np.bincount(labels))
    weights, bias = learn(table, labels, 4, BITS, epochs=4, rate=0.05, drop=0.3)
    shipped |= {"part_weights": weights.astype(np.float16), "part_bias": bias.astype(np.float32)}
    np.savez_compressed(given.out, **shipped)
    print(f"wrote {given.out}: {given.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
