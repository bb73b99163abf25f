"""Labels of a teacher, kept by the characters of their texts, so that they outlast a change of the syntax."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from data import Article, article_of

from servanda.reading.attribution.grid import Grid
from servanda.reading.attribution.network import Floats


@dataclass(frozen=True)
class Labelled:
    """A text, where its tokens start, and for each the chances of heading a cue and of the four parts of `spread`."""

    id: str
    text: str
    start: np.ndarray
    chances: np.ndarray

    def on(self, g: Grid) -> Floats:
        """The chances for the tokens of another tokenisation: those of the token that holds its first character."""
        at = np.searchsorted(self.start, g.start, side="right") - 1
        return self.chances[np.maximum(at, 0)].astype(np.float32)


def chances(scores: Floats) -> Floats:
    """What a network's outputs say, as chances."""
    tensor = torch.tensor(scores)
    return torch.cat([tensor[:, :1].sigmoid(), tensor[:, 1:].softmax(1)], 1).numpy()


def mixed(one: Floats, other: Floats) -> Floats:
    """What two networks' outputs say between them, as chances: the mean of their log odds."""
    tensors = [torch.tensor(scores) for scores in (one, other)]
    heads = sum(t[:, :1] for t in tensors) / 2
    parts = sum(t[:, 1:].log_softmax(1) for t in tensors) / 2
    return chances(torch.cat([heads, parts], 1).numpy())


def write(path: Path, labelled: list[Labelled]) -> None:
    sizes = [len(one.start) for one in labelled]
    np.savez_compressed(
        path,
        ids=np.array([one.id for one in labelled]),
        texts=np.array([one.text for one in labelled]),
        ends=np.cumsum(sizes),
        start=np.concatenate([one.start for one in labelled]).astype(np.int32),
        chances=np.concatenate([one.chances for one in labelled]).astype(np.float16),
    )


def read(path: Path) -> list[Labelled]:
    """The labelled texts of a file that `write` wrote."""
    with np.load(path) as arrays:
        kept = {name: arrays[name] for name in arrays.files}
    starts, rows = (np.split(kept[name], kept["ends"][:-1]) for name in ("start", "chances"))
    return [
        Labelled(str(i), str(text), start, row)
        for i, text, start, row in zip(kept["ids"], kept["texts"], starts, rows, strict=True)
    ]


def put(labelled: list[Labelled], some: list[Article]) -> tuple[list[Article], list[Article]]:
    """The articles, with a teacher's chances where it labelled them; and the other texts that it labelled."""
    of = {one.id: one for one in labelled}
    articles = [replace(a, chances=of[a.id].on(a.grid)) if a.id in of else a for a in some]
    known = {a.id for a in some}
    others = [
        article_of({"id": o.id, "text": o.text, "gold": {"attributions": []}}) for o in labelled if o.id not in known
    ]
    return articles, [replace(a, chances=of[a.id].on(a.grid)) for a in others]
