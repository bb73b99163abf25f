"""Statements of any kind about a few acts, drawn by hypothesis, for the tests of grouping."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from ledgers import document, row, said

from servanda.record import Interests
from servanda.record.clusters import arrival
from servanda.statement import Statement

PARTIES = Interests(parties={"Arland": "A", "Minister Arl": "A", "Borland": "B"}, people=frozenset({"Minister Arl"}))
DAYS = st.integers(0, 12).map(lambda n: date(2030, 3, 1) + timedelta(n))


@st.composite
def holding(draw: st.DrawFn) -> str:
    """Days, mostly exact: one day, a few, a month, open at an end."""
    start = draw(DAYS)
    end = start + timedelta(draw(st.sampled_from((0, 0, 0, 0, 1, 2, 6, 30))))
    return draw(st.sampled_from((f"{start}/{end}", f"{start}/{end}", f"{start}/{end}", f"{start}/", f"/{end}", "/")))


@st.composite
def codings(draw: st.DrawFn) -> Statement:
    """A row or a sentence about one of few acts, of days near each other."""
    kind = draw(st.sampled_from(("event", "event", "event", "quantity")))
    type_, mode = draw(st.sampled_from((("MOBILIZE", "test"), ("MOBILIZE", "test"), ("CONSULT", "meet"))))
    coding: dict[str, Any] = {
        "kind": kind,
        "type": type_ if kind == "event" else None,
        "mode": mode if kind == "event" else None,
        "about": "stock" if kind == "quantity" else None,
        "value": draw(st.sampled_from((1.0, 2.0))) if kind == "quantity" else None,
        "actors": draw(st.sampled_from(((), ("Arland",), ("Borland",), ("Minister Arl",), ("Arland", "Borland")))),
        "recipients": draw(st.sampled_from(((), (), ("Borland",)))),
        "object": draw(st.sampled_from((None, "missile", "ballistic missile"))),
        "place": draw(st.sampled_from((None, None, "Kessel", "Dunmere"))),
        "certainty": draw(st.sampled_from((3.0, 3.0, 3.0, 1.0, -3.0))),
        "event": draw(st.sampled_from((None, None, None, None, "e1", "e2"))),
        "holds": draw(holding()),
        "published": draw(st.one_of(st.none(), DAYS.map(str))),
        "source": draw(st.sampled_from(("Herald", "Post", "Minister Arl"))),
    }
    number = draw(st.integers(2, 10**6))
    if draw(st.booleans()):
        return row(number, document=draw(st.sampled_from(("facts/a.csv", "facts/b.csv"))), **coding)
    return said(document(f"d{number}"), **coding)


def distinct(statements: Sequence[Statement]) -> list[Statement]:
    return sorted({s.id: s for s in statements}.values(), key=arrival)
