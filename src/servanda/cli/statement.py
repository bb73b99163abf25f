"""`servanda statement`: one statement with its sentence in context, its origin, its siblings and its history."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servanda.cli.options import AsJson, AsOf, CaseFolder, day_of

if TYPE_CHECKING:
    from servanda.record import Record, RecordView
    from servanda.statement import Statement

#: How many characters of the text are shown on either side of the sentence.
_CONTEXT = 240

StatementId = Annotated[
    str, typer.Argument(metavar="ID", help="The statement's id, as brief, check and search print it.")
]


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command()(statement)


def statement(folder: CaseFolder, id: StatementId, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show one statement: its sentence in context, who says it, its origin, what else tells of the same, its history.

    A statement that was withdrawn or rejected is shown, too, with the reason.
    """
    from servanda.case import open_case

    with open_case(folder) as case:
        view = case.record.view(day_of(case, as_of))
        told = describe(case.record, view, id)
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else _written(told))


def describe(record: "Record", view: "RecordView", id: str) -> dict[str, Any]:
    """All that is known of a statement, as the JSON has it. Raises RecordError (SV406) for an unknown id."""
    shown = view.statement(id)
    s = shown or record.stored(id)
    document = record.document(s.document)
    events = [
        {
            "event": event.id,
            "standing": event.standing,
            "rule": event.rule,
            "origins": list(event.origins),
            "siblings": [other.to_json() for other in event.statements if other.id != id],
        }
        for event in view.events_of(id)
    ]
    return {
        "as_of": view.as_of.isoformat(),
        "shown": shown is not None,
        "statement": s.to_json(),
        "coding": _coding(s),
        "context": _context(view.text(s.document) or record.text(s.document), s),
        "title": document.title if document else None,
        "url": s.url or (document.url if document else None),
        "events": events,
        "history": [entry.to_json() for entry in record.history(id)],
    }


def _coding(s: "Statement") -> dict[str, Any]:
    names = ("kind", "type", "mode", "actors", "recipients", "object", "place", "value", "unit", "about", "event")
    found = {name: getattr(s, name) for name in names}
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}
    return {**told, "speakers": list(s.speakers), "row": s.row, "coder": s.coder, "coder_version": s.coder_version}


def _context(text: str | None, s: "Statement") -> dict[str, str] | None:
    """The words before and after the sentence; None for a row of a table, or where the words do not stand any more."""
    if text is None or s.start is None or s.end is None or text[s.start : s.end] != s.quote:
        return None
    return {
        "before": text[max(0, s.start - _CONTEXT) : s.start],
        "quote": s.quote,
        "after": text[s.end : s.end + _CONTEXT],
    }


def _written(told: dict[str, Any]) -> str:
    """The same for people; whatever an article says cannot steer the terminal."""
    from servanda.show.safe import terminal
    from servanda.verdicts import say

    s, coding = told["statement"], told["coding"]
    lines = [f"Statement {s['id']}" + ("" if told["shown"] else f" (not shown as of {told['as_of']})"), ""]
    if context := told["context"]:
        before, quote, after = (" ".join(context[part].split()) for part in ("before", "quote", "after"))
        lines += [f"  … {before}", f"  >>> {quote} <<<", f"  {after} …", ""]
    else:
        lines += [f"  {s.get('quote') or s.get('text') or '(no note)'}", ""]
    who = " > ".join(coding["speakers"]) or "the source itself"
    days = f"{s['holds_from'] or '…'} to {s['holds_to'] or '…'}"
    code = " / ".join(
        str(part) for part in (coding["type"] or coding["about"] or coding["kind"], coding["mode"]) if part
    )
    acts = [", ".join(coding["actors"]), ", ".join(coding["recipients"]), coding["object"], coding["place"]]
    place = f"row {coding['row']}" if coding["row"] else f"characters {s['start']} to {s['end']}"
    rows = [
        ("says", who),
        ("source", f"{s['source']}, origin {s['origin']}, published {s['published'] or 'on an unknown day'}"),
        ("stands in", f"{s['document']}, {place}" + (f" ({told['title']})" if told["title"] else "")),
        ("address", told["url"]),
        ("coded as", code),
        ("of", " | ".join(part for part in acts if part)),
        ("value", None if coding["value"] is None else f"{say.number(coding['value'])} {coding['unit'] or ''}".strip()),
        ("holds", days),
        ("certainty", f"{s['certainty']:g} of 3"),
        ("coder", f"{coding['coder']} {coding['coder_version']}".strip()),
    ]
    lines += [f"  {name:<10} {value}" for name, value in rows if value]
    for event in told["events"]:
        lines += ["", f"Event {event['event']}: {event['standing']} ({event['rule']})"]
        lines += [f"  {other['id']}  {other['source']}: {_short(other)}" for other in event["siblings"]]
        if not event["siblings"]:
            lines.append("  nothing else tells of it")
    lines += ["", "History"]
    for entry in told["history"]:
        since = f", from {entry['effective']}" if entry["effective"] else ""
        why = f": {entry['why']}" if entry["why"] else ""
        lines.append(f"  {entry['recorded']}  {entry['what']} by {entry['who']}{since}{why}")
    return terminal("\n".join(lines))


def _short(statement: dict[str, Any]) -> str:
    text = " ".join((statement.get("quote") or statement.get("text") or "").split())
    return text if len(text) <= 100 else text[:99] + "…"
