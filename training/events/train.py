"""Learns which PLOVER root an event is, from gold event data, and writes the weights that ship with the package.

    python training/events/train.py DATA.jsonl.gz OUT.npz

The data are JSON lines with `set`, `text` and `gold.events` (`source`, `target`, `root`), as shared/eval/README.md
tells; only those with roots are used. For each gold pair the candidate that a reader would take for it is chosen: the
first with a trigger that has both sides, else the first with a trigger, else the main verb; the other candidates with
triggers of its sentences count a little too, and so do the sentences of our own in `examples.toml`, which say what each
root means. Two linear models over the same hashed features, weighed by how rare they are and of length one, are added
up: a support vector machine, which separates, and complement naive Bayes, which knows rare words. The sum is scaled so
that the odds it gives are as sure as they are right. Needs scikit-learn.
"""

import argparse
import gzip
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.metrics import f1_score
from sklearn.naive_bayes import ComplementNB
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from servanda.reading.events.candidates import Candidate
from servanda.reading.events.find import Events, setting_of, tokens_named
from servanda.reading.events.roots import SIZE, features, hashed
from servanda.reading.model import Mention, Participant
from servanda.reading.names import Names
from servanda.reading.reader import with_pronouns
from servanda.reading.referents import Referents
from servanda.reading.syntax import parse
from servanda.reading.tree import Tree
from servanda.spans import Span

EXAMPLES = Path(__file__).with_name("examples.toml")
#: The names that stand for the two sides of an example, in turn.
SIDES = (
    *("Norway", "Peru", "Kenya", "Jordan", "Finland", "Chile", "Ghana", "Vietnam", "Poland", "Sudan"),
    *("Cuba", "Nepal", "Egypt", "Canada", "Turkey", "Mali", "Serbia", "Oman", "Laos", "Brazil"),
)
APART = 7
FOLDS = 5
#: How much the second model counts beside the first, once both spread alike.
SECOND = 0.6
#: How much a candidate counts that is not the one of a gold pair, but stands in its sentences.
BESIDE = 0.15
#: How much an example of our own counts beside a gold pair.
EXAMPLE = 0.1
#: How far the machine weighs rare roots up: 0 not at all, 1 until all roots count the same.
EVEN = 0.6
#: How much the things acted on, what stands above and below, and other triggers count beside the rest.
LESS, LESSER = 0.6, ("o", "s", "c", "lo", "ls", "lc", "lp", "po", "up", "dn", "ob", "om", "or")


@dataclass(frozen=True)
class Row:
    """A candidate to learn from: document number (-1: an example of our own), gold root, names of features, weight."""

    document: int
    root: str
    features: list[str]
    weight: float


def records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records that have roots, numbered; then the examples of our own, each as a record of number -1."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from ((n, record) for n, record in enumerate(map(json.loads, lines)) if record["set"] == "plv")
    count = 0
    for root, sentences in tomllib.loads(EXAMPLES.read_text(encoding="utf-8")).items():
        for sentence in sentences:
            yield -1, example(root, sentence, SIDES[count % len(SIDES)], SIDES[(count + APART) % len(SIDES)])
            count += 1


def example(root: str, sentence: str, actor: str, recipient: str) -> dict[str, Any]:
    """A sentence about A and B as a record, with names for both. A "mob of A" begins with no name."""
    sides: dict[str, list[dict[str, int]]] = {"source": [], "target": []}
    text, position = "", 0
    for side in re.finditer(r"\bA\b(?! [a-z]+ (?:bomber )?of A\b)|\bB\b", sentence):
        text += sentence[position : side.start()]
        name, role = (actor, "source") if side.group() == "A" else (recipient, "target")
        sides[role].append({"start": len(text), "end": len(text) + len(name)})
        text, position = text + name, side.end()
    return {"text": text + sentence[position:], "gold": {"events": [{"root": root, **sides}]}}


def rows(path: Path) -> list[Row]:
    """The candidates for every gold pair and example."""
    names, events, found = Names(), Events(), []
    for number, record in records(path):
        text = record["text"]
        blocks = parse(text, [Span(0, len(text))])
        bare = names.find(text, blocks)
        mentions = with_pronouns(text, bare, Referents(text, blocks, bare))
        found += rows_of(number, record, [block.tree for block in blocks], mentions, events)
    return found


def rows_of(
    number: int, record: dict[str, Any], trees: list[Tree], mentions: list[Mention], events: Events
) -> list[Row]:
    """The candidates for the gold pairs of one record: for each pair its own, then those beside it."""
    candidates: list[tuple[Candidate, list[str]]] = []
    position = 0
    for tree in trees:
        named, position = tokens_named(tree, mentions, position)
        held = events.candidates(record["text"], tree, named, mentions[:position], learned=False)
        setting = setting_of(tree, held, named)
        for c in held:
            candidates.append((c, features(setting, c.token, c.frame, c.matches, c.outlook)))
    found, share = [], EXAMPLE if number < 0 else 1.0
    for gold in record["gold"]["events"] if candidates else ():
        best = max(candidates, key=lambda pair, gold=gold: fitness(pair[0], gold))
        found.append(Row(number, gold["root"], best[1], share))
        beside = [c for c in candidates if c is not best and c[0].matches] if len(record["gold"]["events"]) == 1 else []
        found += [Row(number, gold["root"], names, BESIDE * share) for _, names in beside]
    return found


def fitness(candidate: Candidate, gold: dict[str, Any]) -> tuple[bool, ...]:
    """How likely a candidate is to be taken for the gold pair; of equals the first is."""
    both = meets(gold["source"], candidate.actors) and meets(gold["target"], candidate.recipients)
    coded = bool(candidate.matches)
    return coded and both, coded, both, candidate.tree.deps[candidate.token] == "ROOT"


def meets(gold: list[dict[str, int]], found: tuple[Participant, ...]) -> bool:
    """Whether some span overlaps a gold one; a side that gold does not name is met by all."""
    return not gold or any(g["start"] < p.span.end and p.span.start < g["end"] for g in gold for p in found)


@dataclass(frozen=True)
class Model:
    """Weights (roots x places), intercepts and the rarity of each place. Roots are sorted."""

    weights: np.ndarray
    intercept: np.ndarray
    rarity: np.ndarray

    def scores(self, x: csr_matrix) -> np.ndarray:
        """How well each root fits each row of counts."""
        return scaled(x, self.rarity) @ self.weights.T + self.intercept


def scaled(x: csr_matrix, rarity: np.ndarray) -> csr_matrix:
    """Rows of length one, features weighed by how rare they are."""
    return normalize(x @ diags(rarity))


def fit(x: csr_matrix, y: np.ndarray, weight: np.ndarray, scale: np.ndarray) -> Model:
    """The two models, added up; `scale` is how much the features at each place count."""
    often = np.asarray(x.sum(axis=0)).ravel()
    rarity = (np.log((1 + x.shape[0]) / (1 + often)) + 1) * scale
    rare = scaled(x, rarity)
    share = np.bincount(y, weights=weight) / weight.sum()
    first = LinearSVC(C=8, random_state=0).fit(rare, y, sample_weight=weight * (1 / len(share) / share[y]) ** EVEN)
    second = ComplementNB(alpha=0.1).fit(rare, y, sample_weight=weight).feature_log_prob_
    second = np.where(often > 0, second - second.mean(axis=0), 0)
    spread = (rare @ first.coef_.T).std() / (rare @ second.T).std()
    return Model(first.coef_ + SECOND * spread * second, first.intercept_, rarity)


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
    number = np.array([r.document for r in found])
    weight = np.array([r.weight for r in found])
    roots, y = np.unique([r.root for r in found], return_inverse=True)
    x, scale = matrix(found)
    fold = np.where(number < 0, -1, np.random.RandomState(0).randint(0, FOLDS, number.max() + 1)[number])
    scores = np.zeros((len(y), len(roots)))
    for f in range(FOLDS):
        out = fold != f
        scores[~out] = fit(x[out], y[out], weight[out], scale).scores(x[~out])
    own = weight == 1
    guess, factor = scores[own].argmax(axis=1), sharpness(scores[own], y[own])
    right, mean = (guess == y[own]).mean(), f1_score(y[own], guess, average="macro")
    print(f"{FOLDS}-fold: root accuracy {right:.3f}, macro F1 {mean:.3f} of {own.sum()}; sharpness {factor}")
    model = fit(x, y, weight, scale)
    weights = model.weights * factor
    weights = np.where(np.abs(weights) < 1e-3, 0, weights).astype(np.float16)
    rarity = model.rarity.astype(np.float16)
    np.savez_compressed(
        given.out, roots=roots.astype("U12"), weights=weights, intercept=model.intercept * factor, rarity=rarity
    )


def matrix(found: list[Row]) -> tuple[csr_matrix, np.ndarray]:
    """The rows as counts of features, and how much the features at each place count."""
    places, scale = [hashed(row.features) for row in found], np.ones(SIZE)
    scale[hashed(name for row in found for name in row.features if name.partition("=")[0] in LESSER)] = LESS
    ends = np.cumsum([0] + [len(row) for row in places])
    return csr_matrix((np.ones(ends[-1]), np.concatenate(places), ends), shape=(len(found), SIZE)), scale


if __name__ == "__main__":
    main()
