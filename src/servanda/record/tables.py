"""The statements of a view as a table with its codebook, and as W3C Web Annotations."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TextIO

from servanda.record.anchor import surroundings
from servanda.record.model import View
from servanda.record.rows import COLUMNS
from servanda.statement import Statement

#: The columns of the table, with what each holds.
CODEBOOK: dict[str, str] = {
    "id": "id of the statement",
    "document": "id of the document, or of the facts table",
    "source": "publisher, or named source of a row",
    "origin": "independent reporting that it descends from; rows of one origin count once",
    "kind": "event, quantity, unknown, gap (the agreement lacks something) or coverage (it does not cover something)",
    "published": "day on which it became public; empty if unknown",
    "speakers": "who is quoted, the outermost first, `;` between; empty: the document itself",
    "type": "PLOVER event type",
    "mode": "mode of the type",
    "actors": "who acts, `;` between",
    "recipients": "who is acted upon, `;` between",
    "object": "what is acted on or with",
    "place": "where",
    "lat": "degrees north",
    "lon": "degrees east",
    "value": "value of a quantity",
    "unit": "unit of the value",
    "holds_from": "first day on which it may have happened or holds; empty: open",
    "holds_to": "last such day; empty: open",
    "certainty": "-3 (certainly not) over 0 (nothing is said of it) to 3 (certainly)",
    "about": "name of the quantity; what is unknown, lacking or not covered",
    "event": "key that a coder gave the event",
    "quote": "the sentence, as it stands in the document",
    "start": "its first character in the document, counted from 0 in code points",
    "end": "the character after its last",
    "head": "first character of the event's head word",
    "text": "a coder's note, for rows of tables",
    "row": "line in the facts table",
    "url": "address of the report",
    "coder": "reader (the machine), a facts table or a person",
    "coder_version": "version of the reader",
}
#: First characters by which a spreadsheet takes a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def write_csv(view: View, stream: TextIO) -> int:
    """Writes the statements of a view as CSV with the columns of CODEBOOK; how many rows.

    A text that a spreadsheet would run as a formula is written with an apostrophe before it.
    """
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(CODEBOOK)
    statements = view.statements()
    for s in statements:
        writer.writerow([_cell(s, column) for column in CODEBOOK])
    return len(statements)


def _cell(s: Statement, column: str) -> str | int | float | None:
    if column in ("holds_from", "holds_to"):
        value: Any = s.holds.start if column == "holds_from" else s.holds.end
    else:
        value = getattr(s, column)
    if isinstance(value, tuple):
        value = "; ".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return unrunnable(value) if isinstance(value, str) else value


def unrunnable(text: str) -> str:
    """A text as a cell that no spreadsheet runs: what looks like a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def codebook(columns: Mapping[str, str] = CODEBOOK) -> str:
    """The codebook of a table, as text: each column with what it holds."""
    width = max(map(len, columns))
    return "".join(f"{column:<{width}}  {meaning}\n" for column, meaning in columns.items())


def annotations(view: View) -> Iterator[dict[str, Any]]:
    """The statements of a view that stand in a text, each as a W3C Web Annotation with quote and position selectors.

    Source: W3C Recommendation Web Annotation Data Model (23 February 2017). Ids are URNs of our own making.
    """
    for s in view.statements():
        text = view.text(s.document)
        if text is None or s.start is None or s.end is None:
            continue
        prefix, suffix = surroundings(text, s.start, s.end)
        body = {name: _plain(getattr(s, name)) for name in COLUMNS if name not in ("holds_from", "holds_to", "quote")}
        body["holds_from"], body["holds_to"] = _plain(s.holds.start), _plain(s.holds.end)
        yield {
            "@context": _CONTEXT,
            "id": f"urn:servanda:statement:{s.id}",
            "type": "Annotation",
            "motivation": "classifying",
            "creator": s.coder,
            "body": {"type": "Dataset", "value": {k: v for k, v in body.items() if v not in (None, [])}},
            "target": {
                "source": s.url or f"urn:servanda:document:{s.document}",
                "selector": [
                    {"type": "TextQuoteSelector", "exact": s.quote, "prefix": prefix, "suffix": suffix},
                    {"type": "TextPositionSelector", "start": s.start, "end": s.end},
                ],
            },
        }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
