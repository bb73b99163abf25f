"""Gold attributions put on the tokens of the shipped syntax."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from servanda.reading import furniture
from servanda.reading.attribution.grid import Grid, grid
from servanda.reading.attribution.spread import CONTENT, CUE, SOURCE
from servanda.reading.syntax import parse

ROLES = {"cue": CUE, "source": SOURCE, "content": CONTENT}


@dataclass
class Article:
    """One article: its tokens, and for each gold attribution the head of its cue and the role of each token.

    `chances` are what a teacher gives each token (to head a cue, to be none, cue, source, content), where one has.
    """

    id: str
    text: str
    grid: Grid
    heads: np.ndarray
    roles: np.ndarray
    gold: list[dict[str, Any]]
    chances: np.ndarray | None = None


def articles(path: Path, wanted: str) -> Iterator[Article]:
    """The articles of one set of the file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            document = json.loads(line)
            if document["set"] == wanted:
                yield article_of(document)


def article_of(document: dict[str, Any]) -> Article:
    """The article of one line of the file."""
    text = document["text"]
    g = grid(text, parse(text, furniture.prose(text, furniture.find(text))))
    heads, roles = [], []
    for gold in document["gold"]["attributions"]:
        row = np.zeros(len(g), dtype=np.int8)
        for name, role in ROLES.items():
            for span in gold[name]:
                row[(g.start < span["end"]) & (g.end > span["start"])] = role
        head = _head(g, np.flatnonzero(row == CUE))
        if head is not None:
            heads.append(head)
            roles.append(row)
    stacked = np.stack(roles) if roles else np.zeros((0, len(g)), np.int8)
    return Article(document["id"], text, g, np.array(heads, dtype=np.int64), stacked, document["gold"]["attributions"])


def _head(g: Grid, cue: np.ndarray) -> int | None:
    """The highest token of a cue in the syntax; of several, the first that is known to report, else the first."""
    if not len(cue):
        return None
    inside = set(cue.tolist())
    tops = [i for i in cue.tolist() if g.head[i] not in inside or g.head[i] == i]
    return next((i for i in tops if g.group[i]), tops[0] if tops else int(cue[0]))
