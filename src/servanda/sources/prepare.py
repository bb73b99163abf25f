"""A document made ready for the index: its prose, and whom it credits, as the reading room finds them."""

import re
from collections.abc import Sequence
from datetime import date

from servanda.documents import Document
from servanda.reading.model import Credit, Furniture
from servanda.sources.model import SourceText
from servanda.spans import Span

#: An agency in a dateline by its place alone, whether anybody has heard of it or not: "PORT ARL (Coast Wire) -".
_AGENCY = re.compile(r"\(([A-Z][^\W\d]*(?:[ &.-]+[A-Z][^\W\d]*){0,3})\)")


def source_text(
    document: Document,
    furniture: Sequence[Furniture],
    credits: Sequence[Credit],
    published: date | None = None,
    publisher: str | None = None,
) -> SourceText:
    """The document as the index takes it, given what was read in it.

    `published` and `publisher` stand in for what the document itself does not have. Leave the publisher out where it
    is unknown: a path or an id is no outlet, and a name that is none would hide that the text tells its outlet.
    """
    bylines = [f.span for f in furniture if f.kind in ("dateline", "byline")]
    wires = {c.name for c in credits if c.kind == "wire" and any(b.overlaps(c.span) for b in bylines)}
    if not wires:
        wires = {name for f in furniture if f.kind == "dateline" for name in _AGENCY.findall(f.span.of(document.text))}
    return SourceText(
        id=document.id,
        text=document.text,
        prose=prose_between(len(document.text), furniture),
        published=document.published or published,
        publisher=document.publisher or publisher,
        credits=tuple(dict.fromkeys([*(c.name for c in credits), *sorted(wires)])),
        reports=tuple((c.span, c.name) for c in credits if c.kind == "report"),
        wire=wires.pop() if len(wires) == 1 else None,
    )


def prose_between(length: int, furniture: Sequence[Furniture]) -> tuple[Span, ...]:
    """What is left of a text of that many characters without its furniture."""
    prose, at = [], 0
    for item in sorted(f.span for f in furniture):
        if item.start > at:
            prose.append(Span(at, item.start))
        at = max(at, item.end)
    return (*prose, Span(at, length)) if at < length else tuple(prose)


def prepared(document: Document) -> SourceText:
    """The document as the index takes it, when nobody has read it yet: furniture and credits are found by rule."""
    from servanda.reading.credits import find as find_credits
    from servanda.reading.furniture import find as find_furniture

    furniture = find_furniture(document.text)
    return source_text(document, furniture, find_credits(document.text, furniture))
