"""Learns which PLOVER root an event is, from gold event data, and writes the weights that ship with the package.

    python training/events/train.py DATA.jsonl.gz OUT.npz

The data are JSON lines with `set`, `text` and `gold.events` (`source`, `target`, `root`), as shared/eval/README.md
tells; only those with roots are used. For each gold pair the candidate that best joins source and target is taken, and
a logistic regression learns its root from its features. Needs scikit-learn.
"""

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from servanda.reading.events.find import Candidate, Events, tokens_named
from servanda.reading.events.roots import SIZE, features, hashed
from servanda.reading.model import Participant
from servanda.reading.names import Names
from servanda.reading.syntax import parse
from servanda.reading.tree import Tree
from servanda.spans import Span

FOLDS = 5


def rows(path: Path) -> list[tuple[int, str, list[int]]]:
    """Document number, gold root and hashed features of the candidate for every gold pair."""
    names, events, found = Names(), Events(), []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            if record["set"] != "plv":
                continue
            text = record["text"]
            blocks = parse(text, [Span(0, len(text))])
            mentions = names.find(text, blocks)
            candidates: list[tuple[Candidate, list[int]]] = []
            position = 0
            for tree in map(Tree.of, blocks):
                named, position = tokens_named(tree, mentions, position)
                for c in events.candidates(text, tree, named, mentions, learned=False):
                    candidates.append((c, hashed(features(tree, c.token, c.frame, c.matches, named))))
            for gold in record["gold"]["events"]:
                if candidates:
                    _, places = max(candidates, key=lambda pair, gold=gold: fitness(pair[0], gold))
                    found.append((number, gold["root"], places))
    return found


def fitness(candidate: Candidate, gold: dict[str, Any]) -> tuple[bool | int, ...]:
    """How well a candidate joins the gold source and target."""
    acts, bears = candidate.actors, candidate.recipients
    source, target = gold["source"], gold["target"]
    right = meets(source, acts), meets(target, bears)
    turned = meets(source, bears) and meets(target, acts)
    root = candidate.tree.deps[candidate.token] == "ROOT"
    return all(right), turned, any(right), bool(candidate.matches), root, -candidate.token


def meets(gold: list[dict[str, int]], found: tuple[Participant, ...]) -> bool:
    """Whether some span overlaps a gold one; a side that gold does not name is met by all."""
    return not gold or any(g["start"] < p.span.end and p.span.start < g["end"] for g in gold for p in found)


def fit(x: csr_matrix, y: np.ndarray) -> LogisticRegression:
    """The model."""
    return LogisticRegression(C=1.0, max_iter=200, tol=1e-3).fit(x, y)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path)
    given = options.parse_args()
    found = rows(given.data)
    number = np.array([r[0] for r in found])
    y = np.array([r[1] for r in found])
    ends = np.cumsum([0] + [len(r[2]) for r in found])
    x = csr_matrix((np.ones(ends[-1]), np.concatenate([r[2] for r in found]), ends), shape=(len(found), SIZE))
    fold = np.random.RandomState(0).randint(0, FOLDS, number.max() + 1)[number]
    right = sum(
        int((fit(x[fold != f], y[fold != f]).predict(x[fold == f]) == y[fold == f]).sum()) for f in range(FOLDS)
    )
    print(f"{FOLDS}-fold root accuracy on the candidates chosen by gold: {right / len(y):.3f} of {len(y)}")
    model = fit(x, y)
    weights = np.where(np.abs(model.coef_) < 1e-4, 0, model.coef_).astype(np.float16)
    np.savez_compressed(given.out, roots=model.classes_.astype("U12"), weights=weights, intercept=model.intercept_)


if __name__ == "__main__":
    main()
