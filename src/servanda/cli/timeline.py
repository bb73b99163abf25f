"""`servanda timeline`: events in order, with their standing and the number of their independent origins."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servanda.cli.options import AsJson, AsOf, CaseFolder, day_of

if TYPE_CHECKING:
    from servanda.record import Event


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command()(timeline)


def timeline(
    folder: CaseFolder,
    as_of: AsOf = None,
    first: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DAY|EVENT",
            show_default=False,
            help="Leave out what ended before this day, or before an event that the case names began.",
        ),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--to", metavar="DAY", help="Leave out what began after this day.", show_default=False),
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option("--actor", metavar="NAME", help="Only with this actor, by name or alias.", show_default=False),
    ] = None,
    code: Annotated[
        str | None,
        typer.Option("--type", metavar="TYPE", help="Only this PLOVER type, or TYPE/mode.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the events in the order of their days: what, how well it stands, out of how many independent origins."""
    from servanda.brief.beginning import beginning
    from servanda.case import open_case
    from servanda.codebook import plover
    from servanda.days import Period, parse_day
    from servanda.errors import UsageError

    end = parse_day(last) if last else None
    type_, _, mode = (code or "").partition("/")
    if type_ and type_.upper() not in plover():
        raise UsageError("the type is none of PLOVER's", found=repr(type_), expected=", ".join(plover()))
    with open_case(folder) as case:
        day = day_of(case, as_of)
        start = beginning(first, case.agreement, case.lexicon).day if first else None
        if start and end and end < start:
            raise UsageError("the days are in the wrong order", found=f"{start} to {end}")
        within = Period(start, end)
        events = [
            event
            for event in case.view(day).events()
            if event.holds.overlaps(within)
            and (not type_ or event.type == type_.upper())
            and (not mode or event.mode == mode)
            and (not actor or any(case.names.same_actor(actor, name) for name in event.actors + event.recipients))
        ]
        name = case.name
    if as_json:
        told = {"case": name, "as_of": day.isoformat(), "events": [describe(event) for event in events]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        typer.echo(_written(events, f"{name}, as of {day}"))


def describe(event: "Event") -> dict[str, Any]:
    """An event for programs, with its statements."""
    names = ("id", "type", "mode", "object", "place", "lat", "lon", "quantity", "value", "unit", "certainty")
    return {
        **{name: getattr(event, name) for name in names},
        "actors": list(event.actors),
        "recipients": list(event.recipients),
        "from": event.holds.start.isoformat() if event.holds.start else None,
        "to": event.holds.end.isoformat() if event.holds.end else None,
        "standing": event.standing,
        "rule": event.rule,
        "basis": list(event.basis),
        "origins": list(event.origins),
        "for": [s.to_json() for s in event.asserts],
        "against": [s.to_json() for s in event.denies],
    }


def _written(events: "list[Event]", title: str) -> str:
    from servanda.brief import phrase
    from servanda.show.safe import terminal

    lines = [title, ""]
    for event in events:
        count = len(event.origins)
        origins = "no origin" if not count else "1 origin" if count == 1 else f"{count} origins"
        lines.append(f"{event.holds.edtf():<21}  {event.standing:<11}  {origins:<10}  {phrase.event(event)}")
    if not events:
        lines.append("Nothing is known.")
    return terminal("\n".join(lines))
