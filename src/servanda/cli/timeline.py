"""`servanda timeline`: events in order, with their standing and the number of their independent origins."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servanda.cli.options import AsJson, AsOf, CaseFolder, day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servanda.case import Case
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
    from servanda.brief.making import by_day
    from servanda.case import open_case
    from servanda.codebook import plover
    from servanda.days import Period, parse_day
    from servanda.errors import UsageError

    end = parse_day(last) if last else None
    type_, _, mode = (code or "").partition("/")
    type_ = type_.upper()
    if type_ and type_ not in plover():
        raise UsageError("the type is none of PLOVER's", found=repr(type_), expected=", ".join(plover()))
    with open_case(folder) as case:
        modes = (*(m.name for m in plover()[type_].modes), *case.agreement.modes.get(type_, ())) if type_ else ()
        if mode and mode not in modes:
            raise UsageError(f"the mode is none of {type_}'s", found=repr(mode), expected=", ".join(modes))
        day = day_of(case, as_of)
        start = beginning(first, case.agreement, case.lexicon).day if first else None
        if start and end and end < start:
            raise UsageError("the days are in the wrong order", found=f"{start} to {end}")
        within = Period(start, end)
        known = by_day(case.view(day).events())
        wanted = _Wanted(case, actor, known) if actor else None
        events = [
            event
            for event in known
            if event.holds.overlaps(within)
            and not (end and (first_known := event.holds.start or event.holds.end) and first_known > end)
            and (not type_ or event.type == type_)
            and (not mode or event.mode == mode)
            and (not wanted or wanted.takes_part(event))
        ]
        name = case.name
    if as_json:
        told = {"case": name, "as_of": day.isoformat(), "events": [describe(event) for event in events]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        typer.echo(_written(events, f"{name}, as of {day}", of=len(known)))


class _Wanted:
    """An actor that is asked for: a party by any of its names is whoever acts for it, anybody else is only themselves.

    Raises UsageError (SV601) where neither the case nor any event names the actor.
    """

    def __init__(self, case: "Case", name: str, events: "Sequence[Event]") -> None:
        from difflib import get_close_matches

        from servanda.agreement.names import normal
        from servanda.errors import UsageError

        parties = {normal(n): p.id for p in case.agreement.parties for n in (p.id, p.name, *p.aliases)}
        people = [(a.name, *a.aliases) for a in case.lexicon.actors]
        self._normal, self._names = normal, case.names
        self._party = parties.get(normal(name))
        self._own = {normal(n) for names in people if normal(name) in map(normal, names) for n in names}
        self._own = self._own or {normal(name)}
        if self._party or any(self.takes_part(event) for event in events):
            return
        seen = {n for event in events for n in event.actors + event.recipients}
        all_names = sorted(seen.union(*people, *((p.name, *p.aliases) for p in case.agreement.parties)))
        if self._own.isdisjoint(map(normal, all_names)):
            near = get_close_matches(name, all_names, n=4)
            near = near or [n for n in all_names if get_close_matches(name, n.split(), n=1)][:4]
            expected = ", ".join(near or [p.name for p in case.agreement.parties])
            raise UsageError("nobody of that name is known", found=repr(name), expected=expected)

    def takes_part(self, event: "Event") -> bool:
        """Whether the actor acts in an event or is acted upon."""
        who = event.actors + event.recipients
        if self._party:
            return any(self._names.party_of(n) == self._party for n in who)
        return any(self._normal(n) in self._own for n in who)


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


def _written(events: "list[Event]", title: str, of: int) -> str:
    from servanda.brief import phrase
    from servanda.show.safe import terminal

    lines = [title, ""]
    for event in events:
        count = len(event.origins)
        origins = "no origin" if not count else "1 origin" if count == 1 else f"{count} origins"
        lines.append(f"{_days(event):<21}  {event.standing:<11}  {origins:<10}  {phrase.event(event)}")
    if not events:
        lines.append("No event fits what was asked for." if of else "No event is on record as of that day.")
    return terminal("\n".join(lines))


def _days(event: "Event") -> str:
    """The days of an event in figures; where only one end is known, which of the two."""
    start, end = event.holds.start, event.holds.end
    if start and end:
        return event.holds.edtf()
    return f"since {start}" if start else f"by {end}" if end else "day not told"
