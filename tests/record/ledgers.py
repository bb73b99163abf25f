"""Small documents and statements of an invented accord, for the tests of the record."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from servanda.days import Period
from servanda.documents import Document
from servanda.statement import Statement

NOW = datetime(2031, 1, 1, 12, tzinfo=UTC)
SENTENCE = "Arland launched a missile over the bay."


def day(text: str) -> date:
    return date.fromisoformat(text)


def period(text: str) -> Period:
    """`2030-03-01` or `2030-03-01/2030-03-05`, either end may be left out."""
    start, _, end = text.partition("/")
    return Period(day(start) if start else None, day(end or start) if end or "/" not in text else None)


def document(id: str, text: str = f"News. {SENTENCE} More news.", **known: Any) -> Document:
    return Document(id, text, sha256=hashlib.sha256(text.encode()).hexdigest(), **known)


def said(of: Document, quote: str = SENTENCE, *, published: str | None = "2030-03-02", **coding: Any) -> Statement:
    """A statement of the quoted sentence of a document: by default, that Arland tested a missile on 1 March 2030."""
    start = of.text.index(quote)
    coding = {"type": "MOBILIZE", "mode": "test", "actors": ("Arland",), "object": "missile", **coding}
    when = coding.pop("holds", "2030-03-01")
    return Statement(
        of.id, coding.pop("source", "Herald"), start=start, end=start + len(quote), head=start + 7, quote=quote,
        holds=period(when), published=day(published) if published else None, **coding,
    )  # fmt: skip


def row(number: int = 2, *, source: str = "Herald", published: str | None = "2030-03-02", **coding: Any) -> Statement:
    """A row of a facts table with the same coding."""
    coding = {"type": "MOBILIZE", "mode": "test", "actors": ("Arland",), "object": "missile", **coding}
    table = coding.pop("document", "facts/c.csv")
    return Statement(
        table, source, row=number, holds=period(coding.pop("holds", "2030-03-01")),
        published=day(published) if published else None, coder=table, **coding,
    )  # fmt: skip
