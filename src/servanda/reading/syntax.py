"""Sentences, words and syntax: the shipped spaCy pipeline over the prose of a document, offsets kept.

The pipeline (`models/english`, trained by `training/syntax`) gives Penn Treebank tags (`tag_`), lemmas and Universal
Dependencies. Each block of prose (a paragraph) is parsed on its own; a line break within one counts as a space.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from servanda.reading.sentence_ends import mend
from servanda.reading.tree import Tree
from servanda.reading.verbless import mended
from servanda.spans import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from servanda.reading.layers import Layers


#: Characters that are parsed together at most; a paragraph of news has a few hundred.
LONGEST = 4000
#: Strings that a pipeline may come to know before it is loaded anew, so that memory stays flat.
_MOST_STRINGS = 100_000
_SPACE = re.compile(r"[^\S ]")
#: Marks in a row beyond which no text means anything: they are parsed as space.
_MARKS = re.compile(r"(?<=[^\w\s]{40})[^\w\s]+")
_SURROGATES = re.compile("[\ud800-\udfff]")


@cache
def pipeline() -> "Language":
    """The shipped pipeline, loaded once a process."""
    from servanda.reading.loading import load

    return load()


@cache
def _layers() -> "Layers":
    from servanda.reading.layers import Layers

    return Layers(pipeline())


@dataclass
class Block:
    """A stretch of prose that is parsed together, normally a paragraph; `doc` and `tree` hold its tokens."""

    span: Span
    doc: "Doc"

    @cached_property
    def tree(self) -> Tree:
        """The tokens as plain lists."""
        return mended(Tree.of(self.doc, self.span.start))


def parse(text: str, prose: Iterable[Span]) -> list[Block]:
    """Parses the blocks of prose of a text. White space of any kind becomes a plain space of the same length.

    A block longer than any paragraph is parsed in pieces: endless lines cost neither memory nor depth without bound.
    """
    spans = [piece for s in prose for piece in pieces(text, s) if piece.of(text).strip()]
    if _layers().grown > _MOST_STRINGS:
        pipeline.cache_clear()
        _layers.cache_clear()
    docs = _layers().annotate([plain(span.of(text)) for span in spans])
    for doc in docs:
        mend(doc)
    return [Block(span, doc) for span, doc in zip(spans, docs, strict=True)]


def sound(text: str) -> str:
    """The text, of the same length, with half characters, which cannot be encoded, as replacement characters."""
    return _SURROGATES.sub("\ufffd", text)


def plain(words: str) -> str:
    """Words as they are parsed, of the same length: white space as plain spaces, no endless rows of marks."""
    words = _SPACE.sub(" ", words)
    return _MARKS.sub(lambda run: " " * len(run.group()), words)


def pieces(text: str, span: Span) -> Iterator[Span]:
    """The span in pieces of at most LONGEST characters, cut after a sentence where there is one, else at a space."""
    start = span.start
    while span.end - start > LONGEST:
        middle, limit = start + LONGEST // 2, start + LONGEST
        at = max(text.rfind(mark, middle, limit) for mark in (". ", "? ", "! ", ".\n"))
        at = at + 1 if at >= 0 else text.rfind(" ", middle, limit)
        cut = at if at >= 0 else limit
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)
