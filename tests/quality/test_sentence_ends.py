"""Floors for sentence ends on the open treebanks' dev parts; the data stay outside the repository."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from servanda.reading import syntax
from servanda.spans import Span

DATA = Path(__file__).parents[2].parent / "shared" / "training" / "ud"
#: F1 over sentences, start and end right, by part: `ewt-dev` has weblogs, letters and answers with few marks.
FLOORS = {"gum-dev": 0.96, "ewt-dev": 0.89}

pytestmark = pytest.mark.quality


def paragraphs(path: Path) -> Iterator[list[str]]:
    """The sentences of each paragraph."""
    sentences: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(("# newdoc", "# newpar")) and sentences:
                yield sentences
                sentences = []
            if line.startswith("# text ="):
                sentences.append(line.partition("=")[2].strip())
    yield sentences


@pytest.mark.parametrize("part", FLOORS)
@pytest.mark.skipif(not DATA.exists(), reason="the treebanks are not here")
def test_sentence_ends_keep_their_floors(part: str) -> None:
    text = ""
    wanted: set[tuple[int, int]] = set()
    blocks: list[Span] = []
    for sentences in paragraphs(DATA / f"{part}.conllu.gz"):
        start = len(text)
        for sentence in sentences:
            wanted.add((len(text), len(text) + len(sentence)))
            text += sentence + " "
        blocks.append(Span(start, len(text) - 1))
        text += "\n\n"
    found = {(s.start, s.end) for block in syntax.parse(text, blocks) for s in block.tree.spans}
    reached = 2 * len(found & wanted) / (len(found) + len(wanted))
    assert reached >= FLOORS[part], reached
