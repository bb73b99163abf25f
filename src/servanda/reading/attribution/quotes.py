"""Quotations: stretches between quotation marks, over as many paragraphs as they run."""

import re
from collections.abc import Sequence

from servanda.reading.syntax import Block
from servanda.spans import Span

_MARK = re.compile(r"“|”|\"|„|«|»|''|``|‘(?=\w)|’(?<=[.,!?…\w]’)(?!\w)")
_OPENING = ("“", "``", "„", "«")
_CLOSING = ("”", "»")


def quotations(text: str, blocks: Sequence[Block]) -> list[list[Span]]:
    """The quotations of a text, each a list of spans, marks and all, one span for each paragraph it runs through.

    A paragraph that begins with an opening mark while the one before left its quotation open goes on with it. A mark
    that is never closed quotes up to the end of its paragraph. Quotes within quotes are not told apart.
    """
    found: list[list[Span]] = []
    carried = False
    for block in blocks:
        start, end = block.span.start, block.span.end
        spans, left_open = _within(text, start, end)
        goes_on = carried and bool(spans) and not text[start : spans[0].start].strip()
        for number, span in enumerate(spans):
            if number == 0 and goes_on:
                found[-1].append(span)
            else:
                found.append([span])
        carried = left_open
    return found


def _within(text: str, start: int, end: int) -> tuple[list[Span], bool]:
    """The quoted spans of one paragraph, and whether the last one was left open."""
    spans: list[Span] = []
    opened: int | None = None
    single = False
    for match in _MARK.finditer(text, start, end):
        mark = match.group()
        if mark == "‘":
            if opened is None:
                opened, single = match.start(), True
        elif mark == "’":
            if opened is not None and single:
                spans.append(Span(opened, match.end()))
                opened = None
        elif opened is not None and single:
            if mark not in _CLOSING:
                opened, single = match.start(), False
        elif mark in _OPENING or (mark not in _CLOSING and opened is None):
            if opened is None:
                opened, single = match.start(), False
        elif opened is not None:
            spans.append(Span(opened, match.end()))
            opened = None
    if opened is not None and not single:
        spans.append(Span(opened, end))
        return spans, True
    return spans, False
