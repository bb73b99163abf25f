"""What one document did to another's words: added, dropped, changed; from their prints, to the word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from servanda.sources.fingerprint import Print
from servanda.sources.model import Change, Member
from servanda.sources.words import AMERICAN, BRITISH, Mask
from servanda.spans import Span

_STYLE = BRITISH | AMERICAN
_Range = tuple[int, int]
_SHORTEST = 3  # words of an addition or cut worth telling
_OPENING, _CLOSING = "\"'“‘«(", ".,;:!?…\"'”’»)"


@dataclass(frozen=True, slots=True)
class Told:
    """What a member did to its parent's text, in words: lines added and dropped; changes as (theirs, ours)."""

    added: tuple[str, ...]
    dropped: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]


def told(member: Member, ours: str, theirs: str) -> Told:
    """What a member added, dropped and changed, given its text and its parent's; leaves out additions and cuts of a
    word or two."""
    return Told(
        _lines(member.added, ours),
        _lines(member.dropped, theirs),
        tuple((" ".join(c.theirs.of(theirs).split()), " ".join(c.ours.of(ours).split())) for c in member.changed),
    )


def _lines(spans: Iterable[Span], text: str) -> tuple[str, ...]:
    lines = (line.split() for span in spans for line in _with_marks(span, text).splitlines())
    return tuple(" ".join(words) for words in lines if len(words) >= _SHORTEST)


def _with_marks(span: Span, text: str) -> str:
    """The words at a span with the marks right before and after them."""
    start, end = span.start, span.end
    while start and text[start - 1] in _OPENING:
        start -= 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return text[start:end]


def changes(
    ours: Print, theirs: Print, passages: Sequence[tuple[Span, Span]]
) -> tuple[tuple[Span, ...], tuple[Span, ...], tuple[Change, ...]]:
    """Added spans of `ours`, dropped spans of `theirs`, and changes, given the passages (ours, theirs) they share."""
    kept_ours, kept_theirs = np.zeros(len(ours.words), bool), np.zeros(len(theirs.words), bool)
    changed = set()
    for one, other in passages:
        here, there = _words(ours, one), _words(theirs, other)
        for mine, its, same in _aligned(ours, theirs, here, there):
            if same:
                kept_ours[mine[0] : mine[1]] = kept_theirs[its[0] : its[1]] = True
            if not same and mine[0] < mine[1] and its[0] < its[1]:
                kept_ours[mine[0] : mine[1]] = kept_theirs[its[0] : its[1]] = True
                changed.add((mine, its))
            elif same:
                changed |= _respelt(ours, theirs, mine, its)
    listed = (Change(ours.span(a0, a1 - 1), theirs.span(b0, b1 - 1)) for (a0, a1), (b0, b1) in sorted(changed))
    return _left(ours, kept_ours), _left(theirs, kept_theirs), tuple(listed)


def _words(printed: Print, span: Span) -> _Range:
    """The words that lie in a span, as a range."""
    first, last = np.searchsorted(printed.starts, [span.start, span.end])
    return int(first), int(last)


def _aligned(ours: Print, theirs: Print, here: _Range, there: _Range) -> Iterable[tuple[_Range, _Range, bool]]:
    """Ranges of words of one passage that face each other, and whether they are the same."""
    mine, its = ours.words[slice(*here)], theirs.words[slice(*there)]
    if np.array_equal(mine, its):
        yield here, there, True
        return
    matcher = SequenceMatcher(None, mine.tolist(), its.tolist(), autojunk=False)
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        yield (here[0] + a0, here[0] + a1), (there[0] + b0, there[0] + b1), tag == "equal"


def _respelt(ours: Print, theirs: Print, mine: _Range, its: _Range) -> set[tuple[_Range, _Range]]:
    """Words that are the same but for British or American spelling."""
    differ = (ours.flags[slice(*mine)] & _STYLE) != (theirs.flags[slice(*its)] & _STYLE)
    return {((mine[0] + n, mine[0] + n + 1), (its[0] + n, its[0] + n + 1)) for n in np.flatnonzero(differ).tolist()}


def _left(printed: Print, kept: Mask) -> tuple[Span, ...]:
    """The words that are not kept, neighbours together; the prose's gaps part them."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], ~kept, [False])).astype(np.int8)))
    return tuple(printed.span(int(s), int(e) - 1) for s, e in zip(edges[::2], edges[1::2], strict=True))


def gaps(printed: Print, text: str) -> list[Span]:
    """The stretches between neighbouring words of the prose that hold something to read: furniture."""
    between = zip(printed.ends[:-1].tolist(), printed.starts[1:].tolist(), strict=True)
    pieces = ((end, start, text[end:start]) for end, start in between if start - end > 2)
    found = []
    for end, start, piece in pieces:
        if any(c.isalnum() for c in piece):
            left = len(piece) - len(piece.lstrip())
            found.append(Span(end + left, start - (len(piece) - len(piece.rstrip()))))
    return found
