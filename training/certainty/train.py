"""Learns how certain events are, from gold certainty data, and writes the weights that ship with the package.

    python training/certainty/train.py DATA.jsonl.gz OUT.npz

The data are JSON lines with `set`, `text` and `gold.events` (`start`, `end`, `value`), as shared/eval/README.md tells.
Two linear models over the same hashed features, rows of one length, are averaged: a median regression, which errs
little, and a ridge regression, which ranks well and is taught the squares of the values, so that it tells those apart
that are nearly certain. What they give is then mapped to the median gold value at that level. Needs scikit-learn.
"""

import argparse
import gzip
import json
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import Ridge
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVR

from servanda.reading.certainty import CertaintyRules
from servanda.reading.certainty_model import SIZE, features
from servanda.reading.syntax import parse
from servanda.spans import Span

FOLDS, AROUND = 5, 60
#: The length of each row while learning, about that of the mean row of counts.
LENGTH = 5.0


def rows(path: Path) -> list[tuple[str, int, float, list[int]]]:
    """Set, document number, gold value and hashed features of every gold word."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            if record["set"] == "uds-ih2":  # its scale puts what is to come below nought
                continue
            text = record["text"]
            for block in parse(text, [Span(0, len(text))]):
                tree = block.tree
                rules = CertaintyRules(tree)
                for gold in record["gold"]["events"]:
                    tokens = [
                        i for i in range(len(tree)) if tree.end[i] > gold["start"] and tree.start[i] < gold["end"]
                    ]
                    head = next((i for i in tokens if tree.heads[i] not in tokens or tree.heads[i] == i), None)
                    if head is not None:
                        places = sorted(features(tree, head, rules.of(head)))
                        found.append((record["set"], number, gold["value"], places))
    return found


def fit(x: csr_matrix, y: np.ndarray, news: np.ndarray) -> np.ndarray:
    """The weights of the two models, averaged; `news` marks the rows of the set whose scale counts."""
    median = LinearSVR(C=0.05, epsilon=0, max_iter=6000, fit_intercept=False, random_state=0).fit(x, y)
    ridge = Ridge(alpha=20, solver="lsqr", fit_intercept=False).fit(x[news], (y * np.abs(y) / 3)[news])
    return (median.coef_ + ridge.coef_) / 2


def levels(predicted: np.ndarray, gold: np.ndarray) -> np.ndarray:
    """Pairs of predicted and median gold value at 41 levels, rising."""
    order = np.argsort(predicted, kind="stable")
    p, g = predicted[order], gold[order]
    medians = np.array([np.median(g[max(0, i - AROUND) : i + AROUND]) for i in range(len(g))])
    at = np.linspace(-3, 3, 41)
    return np.stack([at, np.interp(at, p, np.maximum.accumulate(medians))])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path)
    given = options.parse_args()
    found = rows(given.data)
    sets = np.array([r[0] for r in found])
    number = np.array([r[1] for r in found])
    y = np.array([r[2] for r in found])
    ends = np.cumsum([0] + [len(r[3]) for r in found])
    x = csr_matrix((np.ones(ends[-1]), np.concatenate([r[3] for r in found]), ends), shape=(len(found), SIZE))
    x = normalize(x) * LENGTH
    news = sets == "uw"
    fold = np.random.RandomState(0).randint(0, FOLDS, number.max() + 1)[number]
    p = np.zeros(len(y))
    for f in range(FOLDS):
        p[fold == f] = np.clip(x[fold == f] @ fit(x[fold != f], y[fold != f], news[fold != f]), -3, 3)
    q = p.copy()
    for f in range(FOLDS):
        q[fold == f] = np.interp(p[fold == f], *levels(p[(fold != f) & news], y[(fold != f) & news]))
    for name in ("uw", "meantime"):
        k = sets == name
        error, r = abs(q[k] - y[k]).mean(), np.corrcoef(q[k], y[k])[0, 1]
        print(f"{name}: {FOLDS}-fold MAE {error:.3f}, r {r:.3f} on {k.sum()} words")
    np.savez_compressed(
        given.out, weights=(fit(x, y, news) * LENGTH).astype(np.float16), levels=levels(p[news], y[news])
    )


if __name__ == "__main__":
    main()
