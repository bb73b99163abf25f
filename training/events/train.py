"""Learns which PLOVER root an event is, from gold event data, and writes the weights that ship with the package.

    python training/events/train.py DATA.jsonl.gz OUT.npz

The data are JSON lines with `set`, `text` and `gold.events` (`source`, `target`, `root`), as shared/eval/README.md
tells; only those with roots are used. For each gold pair the candidate that a reader would take for it is chosen: the
first with a trigger that has both sides, else the first with a trigger, else the main verb. Two linear models over the
same hashed features are added up: a support vector machine, which separates, and complement naive Bayes, which knows
rare words. The sum is scaled so that the odds it gives are as sure as they are right. Needs scikit-learn.
"""

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.metrics import f1_score
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from servanda.reading.events.find import Candidate, Events, setting_of, tokens_named
from servanda.reading.events.roots import SIZE, features, hashed
from servanda.reading.model import Participant
from servanda.reading.names import Names
from servanda.reading.reader import with_pronouns
from servanda.reading.referents import Referents
from servanda.reading.syntax import parse
from servanda.reading.tree import Tree
from servanda.spans import Span

FOLDS = 5
#: How much the second model counts beside the first, once both spread alike.
SECOND = 1.5


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
            bare = names.find(text, blocks)
            mentions = with_pronouns(text, bare, Referents(text, blocks, bare))
            candidates: list[tuple[Candidate, list[int]]] = []
            position = 0
            for tree in map(Tree.of, blocks):
                named, position = tokens_named(tree, mentions, position)
                held = events.candidates(text, tree, named, mentions[:position], learned=False)
                setting = setting_of(tree, held, named)
                for c in held:
                    candidates.append((c, hashed(features(setting, c.token, c.frame, c.matches, c.outlook))))
            for gold in record["gold"]["events"]:
                if candidates:
                    _, places = max(candidates, key=lambda pair, gold=gold: fitness(pair[0], gold))
                    found.append((number, gold["root"], places))
    return found


def fitness(candidate: Candidate, gold: dict[str, Any]) -> tuple[bool, ...]:
    """How likely a candidate is to be taken for the gold pair; of equals the first is."""
    both = meets(gold["source"], candidate.actors) and meets(gold["target"], candidate.recipients)
    coded = bool(candidate.matches)
    return coded and both, coded, both, candidate.tree.deps[candidate.token] == "ROOT"


def meets(gold: list[dict[str, int]], found: tuple[Participant, ...]) -> bool:
    """Whether some span overlaps a gold one; a side that gold does not name is met by all."""
    return not gold or any(g["start"] < p.span.end and p.span.start < g["end"] for g in gold for p in found)


def fit(x: csr_matrix, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (roots x places) and intercepts of the two models, added up. Roots are sorted."""
    first = LinearSVC(C=0.1, class_weight="balanced", random_state=0).fit(x, y)
    second = ComplementNB(alpha=0.3).fit(x, y).feature_log_prob_
    seen = np.asarray(x.sum(axis=0)).ravel() > 0
    second = np.where(seen, second - second.mean(axis=0), 0)
    return first.coef_ + SECOND * second / (x @ second.T).std(), first.intercept_


def sharpness(scores: np.ndarray, gold: np.ndarray) -> float:
    """The factor by which scores make the likeliest odds; `gold` are indices of roots."""

    def loss(factor: float) -> float:
        odds = scores * factor
        odds = odds - np.logaddexp.reduce(odds, axis=1, keepdims=True)
        return -float(odds[np.arange(len(gold)), gold].mean())

    return min((0.5 + 0.25 * step for step in range(30)), key=loss)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path)
    given = options.parse_args()
    found = rows(given.data)
    number = np.array([r[0] for r in found])
    roots, y = np.unique([r[1] for r in found], return_inverse=True)
    ends = np.cumsum([0] + [len(r[2]) for r in found])
    x = csr_matrix((np.ones(ends[-1]), np.concatenate([r[2] for r in found]), ends), shape=(len(found), SIZE))
    fold = np.random.RandomState(0).randint(0, FOLDS, number.max() + 1)[number]
    scores = np.zeros((len(y), len(roots)))
    for f in range(FOLDS):
        weights, intercept = fit(x[fold != f], y[fold != f])
        scores[fold == f] = x[fold == f] @ weights.T + intercept
    guess, factor = scores.argmax(axis=1), sharpness(scores, y)
    right, mean = (guess == y).mean(), f1_score(y, guess, average="macro")
    print(f"{FOLDS}-fold: root accuracy {right:.3f}, macro F1 {mean:.3f} of {len(y)}; sharpness {factor}")
    weights, intercept = (part * factor for part in fit(x, y))
    weights = np.where(np.abs(weights) < 1e-3, 0, weights).astype(np.float16)
    np.savez_compressed(given.out, roots=roots.astype("U12"), weights=weights, intercept=intercept)


if __name__ == "__main__":
    main()
