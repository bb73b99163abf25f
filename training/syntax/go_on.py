"""Goes on teaching a syntax layer, with what the teacher made of unlabelled news beside the treebanks.

    python go_on.py LAYER OUT TRAIN.spacy DEV.spacy SILVER.jsonl [...] [--steps N] [--rate R]

LAYER is a pipeline of `config.cfg`; OUT the same with other weights. SILVER is as `teacher.py` writes it. Four
paragraphs in ten come from the treebanks. The lemmatizer learns from them alone; at the end its last layer is fitted
anew over the vectors below, to the treebanks and, half as much, to what LAYER made of the news, so that no lemma that
it knew is lost.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example

GOLD, BATCH, WARM, DROP = 0.4, 1000, 100, 0.1
#: Fitting the lemmatizer's last layer: rounds, rows at a time, first step, weight of the news.
ROUNDS, ROWS, STEP, NEWS = 5, 2048, 3e-3, 0.5


def silver(nlp: Language, paths: Sequence[Path]) -> Iterator[Doc]:
    """The paragraphs that the teacher labelled, without lemmas."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                words, spaces, heads, relations, tags, starts = [], [], [], [], [], []
                for w, s, h, r, t in json.loads(line):
                    first = len(words)
                    heads += [first + (i if head == 0 else head - 1) for i, head in enumerate(h)]
                    words, spaces, relations, tags = words + w, spaces + s, relations + r, tags + t
                    starts += [True] + [False] * (len(w) - 1)
                yield Doc(nlp.vocab, words, spaces, tags=tags, heads=heads, deps=relations, sent_starts=starts)


def bare(nlp: Language, doc: Doc) -> Doc:
    """The words of a document alone."""
    return Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])


def with_labels(nlp: Language) -> Any:
    """The lemmatizer with the numbers of its rules, which spaCy 3.8 forgets when it loads one."""
    lemmatizer: Any = nlp.get_pipe("trainable_lemmatizer")
    lemmatizer.tree2label = {tree: i for i, tree in enumerate(lemmatizer.cfg["labels"])}
    return lemmatizer


def teach(nlp: Language, gold: list[Doc], news: list[Doc], steps: int, rate: float) -> Any:
    """Updates the weights in place; the averages of the optimizer that is returned are the better ones."""
    chance = random.Random(0)

    def endless(docs: list[Doc]) -> Iterator[Doc]:
        while True:
            order = list(docs)
            chance.shuffle(order)
            yield from order

    optimizer: Any = nlp.resume_training()
    optimizer.L2, optimizer.grad_clip = 0.01, 1.0
    of_gold, of_news = endless(gold), endless(news)
    for step in range(steps):
        optimizer.learn_rate = rate * min(1.0, (step + 1) / WARM) * max(0.03, 1 - step / steps)
        batch: list[Example] = []
        while sum(len(one.reference) for one in batch) < BATCH:
            doc = next(of_gold if chance.random() < GOLD else of_news)
            batch.append(Example(bare(nlp, doc), doc))
        nlp.update(batch, sgd=optimizer, drop=DROP)
    return optimizer


def vectors(nlp: Language, docs: Sequence[Doc]) -> np.ndarray:
    """The vectors of all words."""
    layer: Any = nlp.get_pipe("tok2vec")
    parts = [np.asarray(v, "f4") for i in range(0, len(docs), 200) for v in layer.predict(docs[i : i + 200])]
    return np.concatenate(parts)


def softmax(nlp: Language) -> Any:
    """The last layer of the lemmatizer."""
    lemmatizer: Any = nlp.get_pipe("trainable_lemmatizer")
    return next(node for node in lemmatizer.model.walk() if node.name == "softmax" and node.has_param("W"))


def fit_lemmas(nlp: Language, before: Language, gold: list[Doc], news: list[Doc]) -> None:
    """Fits the lemmatizer's last layer by Adam."""
    lemmatizer, last, old = with_labels(nlp), softmax(nlp), softmax(before)
    told = [lemmatizer.tree2label.get(lemmatizer.trees.add(t.text, t.lemma_), 0) for doc in gold for t in doc]
    said = vectors(before, [bare(before, doc) for doc in news]) @ old.get_param("W").T + old.get_param("b")
    x = vectors(nlp, [bare(nlp, doc) for doc in (*gold, *news)])
    y = np.concatenate([np.array(told), said.argmax(1)])
    weight = np.where(np.arange(len(y)) < len(told), 1.0, NEWS).astype("f4")
    chance, count, steps = np.random.default_rng(0), 0, ROUNDS * (len(x) // ROWS + 1)
    params = [last.get_param("W").copy(), last.get_param("b").copy()]
    first, second = ([np.zeros_like(p) for p in params] for _ in range(2))
    for _ in range(ROUNDS):
        order = chance.permutation(len(x))
        for begin in range(0, len(x), ROWS):
            rows = order[begin : begin + ROWS]
            scores = x[rows] @ params[0].T + params[1]
            scores = np.exp(scores - scores.max(1, keepdims=True))
            scores /= scores.sum(1, keepdims=True)
            scores[np.arange(len(rows)), y[rows]] -= 1
            scores *= weight[rows, None] / len(rows)
            count += 1
            rate = STEP * (1 - count / (steps + 1)) + 1e-5
            for p, g, m, v in zip(params, (scores.T @ x[rows], scores.sum(0)), first, second, strict=True):
                m += 0.1 * (g - m)
                v += 0.001 * (g * g - v)
                p -= rate * (m / (1 - 0.9**count)) / (np.sqrt(v / (1 - 0.999**count)) + 1e-8)
    last.set_param("W", params[0])
    last.set_param("b", params[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("layer", "out", "train", "dev"):
        parser.add_argument(name, type=Path)
    parser.add_argument("silver", type=Path, nargs="+")
    parser.add_argument("--steps", type=int, default=3500)
    parser.add_argument("--rate", type=float, default=8e-4)
    given = parser.parse_args()
    before, nlp = spacy.load(given.layer), spacy.load(given.layer)
    with_labels(nlp)
    gold, dev = (list(DocBin().from_disk(path).get_docs(nlp.vocab)) for path in (given.train, given.dev))
    news = list(silver(nlp, given.silver))
    optimizer = teach(nlp, gold, news, given.steps, given.rate)
    with nlp.use_params(optimizer.averages):
        nlp.to_disk(given.out)
    nlp = spacy.load(given.out)
    fit_lemmas(nlp, before, gold, news)
    nlp.to_disk(given.out)
    scores = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in dev])
    print({name: round(scores[name], 4) for name in ("dep_uas", "dep_las", "tag_acc", "sents_f", "lemma_acc")})


if __name__ == "__main__":
    main()
