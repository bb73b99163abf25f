"""Reports that close a sentence ("…, the ministry said on Monday, blaming the weather."), told by their form alone.

The form is so fixed that it is recognised also where the parse goes wrong, as it may before a bare year.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from servanda.codebook import load_toml
from servanda.reading.syntax import Block
from servanda.reading.tree import Tree
from servanda.spans import Span

#: How many tokens the source may have, and what may follow the verb ("in a statement late on Monday").
LONGEST_SOURCE, LONGEST_TAIL, SHORTEST_CONTENT = 9, 8, 3
SOURCE_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "DT", "JJ", "POS", "CD", "PRP$", "HYPH", "IN", "AFX"))
NAMING_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP"))
FINITE = frozenset(("VBD", "VBZ", "VBP"))
_TAIL_STARTS = frozenset(("in", "on", "at", "late", "early", "after", "during", "through", "by", "to", "here", "via"))

_GOING_ON = frozenset((",", "while", "after", "before", "without"))
#: Verbs beside those of plain saying.
_MORE = (
    "report",
    "announce",
    "claim",
    "allege",
    "insist",
    "confirm",
    "acknowledge",
    "warn",
    "argue",
    "assert",
    "disclose",
)


@cache
def verbs() -> frozenset[str]:
    """The verbs that report what somebody says."""
    return frozenset((*load_toml("reporting.toml")["say"]["verbs"], *_MORE))


def trailing(blocks: Sequence[Block]) -> Iterator[tuple[Span, Span, Span]]:
    """Source, cue and content of each sentence that such a report closes, in the order of the text."""
    for block in blocks:
        tree = block.tree
        for first, last in tree.sentences:
            found = _close(tree, first, last)
            if found:
                yield found


def _close(tree: Tree, first: int, last: int) -> tuple[Span, Span, Span] | None:
    if "," not in tree.words[first:last]:
        return None
    tokens = [i for i in range(first, last) if not tree.words[i].isspace()]
    if tree.words[tokens[-1]] not in ".!":
        return None
    commas = [at for at in range(SHORTEST_CONTENT, len(tokens) - 2) if tree.words[tokens[at]] == ","]
    going_on = [  # "…, blaming the weather", "… said while blaming the weather"
        at
        for at in range(SHORTEST_CONTENT, len(tokens) - 2)
        if tree.lower[tokens[at]] in _GOING_ON and tree.tags[tokens[at + 1]] == "VBG"
    ]
    for end in (len(tokens) - 1, *reversed(going_on)):
        comma = next((at for at in reversed(commas) if at < end - 1), None)
        verb = None if comma is None else _verb_after(tree, tokens[: end + 1], comma)
        if comma is not None and verb is not None:
            return (
                Span(tree.start[tokens[comma + 1]], tree.end[tokens[verb - 1]]),
                tree.span(tokens[verb]),
                Span(tree.start[tokens[0]], tree.end[tokens[comma - 1]]),
            )
    return None


def _verb_after(tree: Tree, tokens: list[int], comma: int) -> int | None:
    """The reporting verb that the source after the comma ends at, where nothing but an adjunct follows it."""
    tags = tree.tags
    for at in range(comma + 2, min(comma + 2 + LONGEST_SOURCE, len(tokens) - 1)):
        tag = tags[tokens[at]]
        if tag in FINITE and tree.lemmas[tokens[at]] in verbs():
            source, tail = tokens[comma + 1 : at], tokens[at + 1 : -1]
            named = any(tags[t] in NAMING_TAGS for t in source)
            plain = len(tail) <= LONGEST_TAIL and (
                not tail or tree.lower[tail[0]] in _TAIL_STARTS or (len(tail) == 1 and tags[tail[0]] == "NNP")
            )
            whole = all(tags[t] not in FINITE and tree.words[t] not in ",;" for t in tail)
            return at if named and plain and whole else None
        if tag not in SOURCE_TAGS or tags[tokens[comma + 1]] not in SOURCE_TAGS - {"IN"}:
            return None
    return None
