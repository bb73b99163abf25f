"""Reports that close a sentence ("…, the ministry said on Monday."), told by their form alone.

The form is so fixed that it is recognised also where the parse goes wrong, as it may before a bare year. Only what no
learned attribution has already taken is given.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from servanda.codebook import load_toml
from servanda.reading.syntax import Block, Sentence
from servanda.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

#: How many tokens the source may have, and what may follow the verb ("in a statement late on Monday").
LONGEST_SOURCE, LONGEST_TAIL, SHORTEST_CONTENT = 9, 8, 3
_SOURCE_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "DT", "JJ", "POS", "CD", "PRP$", "HYPH", "IN", "AFX"))
_NAMING_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP"))
_FINITE = frozenset(("VBD", "VBZ", "VBP"))
_TAIL_STARTS = frozenset(("in", "on", "at", "late", "early", "after", "during", "through", "by", "to", "here", "via"))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(load_toml("reporting.toml")["say"]["verbs"]) | {"report", "announce"}


def trailing(blocks: Sequence[Block]) -> Iterator[tuple[Span, Span, Span]]:
    """Source, cue and content of each sentence that such a report closes, in the order of the text."""
    for block in blocks:
        for sentence in block.sentences():
            found = _close(sentence)
            if found:
                yield found


def _close(sentence: Sentence) -> tuple[Span, Span, Span] | None:
    tokens = [t for t in sentence.tokens if not t.is_space]
    if not tokens or tokens[-1].text not in ".!":
        return None
    for comma in range(len(tokens) - 3, SHORTEST_CONTENT - 1, -1):
        if tokens[comma].text == ",":
            verb = _verb_after(tokens, comma)
            if verb is None:
                return None
            place, block = sentence.block.stretch, sentence.block
            return (
                place(tokens[comma + 1], tokens[verb - 1]),
                block.place(tokens[verb]),
                place(tokens[0], tokens[comma - 1]),
            )
    return None


def _verb_after(tokens: "list[Token]", comma: int) -> int | None:
    """The reporting verb that the source after the comma ends at, where nothing but an adjunct follows it."""
    for at in range(comma + 2, min(comma + 2 + LONGEST_SOURCE, len(tokens) - 1)):
        token = tokens[at]
        if token.tag_ in _FINITE and token.lemma_.lower() in _verbs():
            source, tail = tokens[comma + 1 : at], tokens[at + 1 : -1]
            named = any(t.tag_ in _NAMING_TAGS for t in source)
            plain = len(tail) <= LONGEST_TAIL and (
                not tail or tail[0].lower_ in _TAIL_STARTS or (len(tail) == 1 and tail[0].tag_ == "NNP")
            )
            whole = all(t.tag_ not in _FINITE and t.text not in ",;" for t in tail)
            return at if named and plain and whole else None
        if token.tag_ not in _SOURCE_TAGS or tokens[comma + 1].tag_ not in _SOURCE_TAGS - {"IN"}:
            return None
    return None
