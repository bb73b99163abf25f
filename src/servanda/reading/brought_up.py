"""What a sentence brings up and nobody in it vouches for: what is called false, taken back, asked, invented.

"The report that it was rebuilt was false", "an earlier version of this article said", "has it tested a missile?", "a
film about a missile test". Found by the words alone, for such sentences often parse badly.
"""

from collections.abc import Iterator

from servanda.codebook import load_toml
from servanda.reading.tree import Tree

_BOOK = load_toml("certainty.toml")["brought_up"]
_CLAIMS = frozenset(_BOOK["claims"])
_FALSE = frozenset(_BOOK["false"])
_TRUE = frozenset(_BOOK["true"])
_CALLING = frozenset(_BOOK["calling"])
_REJECTING = frozenset(_BOOK["rejecting"])
_MISTAKEN = frozenset(_BOOK["mistaken"])
_ERRORS = frozenset(_BOOK["errors"])
_EARLIER = frozenset(_BOOK["earlier"])
_WORKS = frozenset(_BOOK["works"])
_GRANTED = frozenset(_BOOK["granted"])
_BE = frozenset(("is", "are", "was", "were", "be", "been", "as"))
_QUOTES = frozenset(('"', "“", "”", "``", "''"))
_BREAKS = frozenset((*_QUOTES, ":", ";", "—", "–", "..."))
_CLAUSE_ENDS = frozenset((",", ";", ".", ":", "?", "!", *_QUOTES))
#: How many words may stand between "rejected" and the claim that is rejected, and between the claim and its "that".
_APART = 6
#: How many words may stand before a work at the head of a sentence.
_NAMED_WORK = 4

CUES = _CLAIMS | _WORKS | _MISTAKEN | _ERRORS | {"version", "?"}


def brought_up(tree: Tree, first: int, last: int) -> Iterator[range]:
    """The tokens of a sentence that tell of nothing, whatever they say."""
    words = tree.lower[first:last]
    if CUES.isdisjoint(words):
        return
    for at in range(first, last):
        word = tree.lower[at]
        if word in _CLAIMS:
            yield from _claim(tree, at, first, last)
        if word in _WORKS:
            yield from _work(tree, at, first, last)
        taken_back = word in _MISTAKEN or _by_mistake(tree, at, first)
        if taken_back or (word == "version" and _of_this_text(tree, at, first, last)):
            yield range(at + 1, last)
        if word == "?":
            yield from _question(tree, at, first)


def _claim(tree: Tree, at: int, first: int, last: int) -> Iterator[range]:
    """ "The claim that it was rebuilt was false"; "rejected the claim that it was rebuilt"."""
    lower = tree.lower
    opened = next((k for k in range(at + 1, min(at + _APART, last)) if lower[k] in ("that", "of")), None)
    if opened is None or not {",", ".", ";"}.isdisjoint(lower[at:opened]):
        return
    verbs = (k for k in range(opened + 1, last - 1) if lower[k] in _BE)
    said = next((k for k in verbs if _is_false(lower[k + 1 : k + 4])), None)
    if said is not None:
        yield range(opened, said)
    before = range(max(first, at - _APART), at)
    if any(tree.lemmas[k] in _CALLING and tree.tags[k].startswith("VB") for k in before):
        called = next((k for k in range(opened + 1, last) if lower[k] in _FALSE), None)
        if called is not None:
            yield range(opened, called)
    if any(tree.lemmas[k] in _REJECTING and tree.tags[k] != "NN" and not _denied(tree, k) for k in before):
        yield range(opened, next((k for k in range(opened + 1, last) if lower[k] in _CLAUSE_ENDS), last))


def _is_false(after: list[str]) -> bool:
    """ "Wrong", "not correct"."""
    untrue = not _TRUE.isdisjoint(after) and not {"not", "n't", "n’t", "never", "hardly"}.isdisjoint(after)
    return untrue or not _FALSE.isdisjoint(after)


def _denied(tree: Tree, at: int) -> bool:
    """ "Did not reject"."""
    return not {"not", "n't", "n’t", "never"}.isdisjoint(tree.lower[max(0, at - 2) : at])


def _by_mistake(tree: Tree, at: int, first: int) -> bool:
    """ "Because of an editing error, an article said"."""
    return tree.lower[at] in _ERRORS and tree.lower[first] in ("because", "due", "owing") and at - first <= _APART


def _of_this_text(tree: Tree, at: int, first: int, last: int) -> bool:
    """ "An earlier version of this article": what it said is taken back."""
    after = tree.lower[at + 1 : min(at + 3, last)]
    return not _EARLIER.isdisjoint(tree.lower[max(first, at - 2) : at]) and after[:1] == ["of"]


def _work(tree: Tree, at: int, first: int, last: int) -> Iterator[range]:
    """ "A novel in which it tests a bomb", "a film about a test", "in the war game, it tests a bomb"."""
    lower = tree.lower
    opening = lower[first:at]
    if opening[:1] == ["in"] and at - first <= _NAMED_WORK and at + 1 < last and lower[at + 1] == ",":
        yield range(at + 1, last)
    after = lower[at + 1] if at + 1 < last else ""
    if after == "in" and at + 2 < last and lower[at + 2] == "which":
        yield range(at + 1, next((k for k in range(at + 3, last) if lower[k] in (",", ".")), last))
    elif after in ("about", "on"):
        yield range(at + 1, next((k for k in range(at + 2, last) if tree.tags[k][:2] in ("VB", "MD", ",", ".")), last))


def _question(tree: Tree, mark: int, first: int) -> Iterator[range]:
    """What is asked up to a question mark, unless the question takes it for granted: "why did it test"."""
    start = next((k + 1 for k in range(mark - 1, first - 1, -1) if tree.lower[k] in _BREAKS), first)
    opening = [word for word in tree.lower[start : min(start + 3, mark)] if word.isalpha()][:2]
    if _GRANTED.isdisjoint(opening):
        yield range(start, mark)
