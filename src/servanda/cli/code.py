"""`servanda code`: a person confirms, rejects, corrects or withdraws a statement."""

import getpass
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servanda.cli.options import AsJson, CaseFolder, day_of, now
from servanda.cli.statement import StatementId

if TYPE_CHECKING:
    from servanda.record import Event


class Decision(StrEnum):
    """What a person may decide."""

    confirm = "confirm"
    reject = "reject"
    correct = "correct"
    withdraw = "withdraw"


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command()(code)


def code(
    folder: CaseFolder,
    id: StatementId,
    decision: Annotated[Decision, typer.Argument(help="What you decide.", show_default=False)],
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="For correct, once for each field: type, mode, actors, recipients, speakers (names with ; between), "
            "object, place, holds_from, holds_to, certainty, value, unit, about, event. An empty value empties it.",
        ),
    ] = None,
    why: Annotated[str, typer.Option("--why", help="Your reason, kept in the record.")] = "",
    coder: Annotated[
        str | None, typer.Option("--coder", help="Your name. Without it: who is logged in.", show_default=False)
    ] = None,
    effective: Annotated[
        str | None,
        typer.Option(
            "--effective",
            metavar="DAY",
            help="For withdraw: views from this day on do not show it. Without it, it never stood.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Confirm, reject, correct or withdraw a statement. Yours goes before the machine's, which is kept beside it.

    confirm keeps a coding, also when the text is read anew; reject takes it out of every view; correct puts yours in
    its place. Whatever rests on the statement moves with it: events, verdicts, brief.
    """
    from servanda.case import open_case
    from servanda.days import parse_day
    from servanda.errors import UsageError

    if decision is Decision.correct and not changes:
        raise UsageError("a correction says what is to be otherwise", expected="--set FIELD=VALUE, once or more")
    person = coder or _logged_in()
    with open_case(folder) as case:
        day = day_of(case, None)
        before = {e.id: e for e in case.record.view(day).events()}
        if decision is Decision.withdraw:
            until = parse_day(effective) if effective else None
            case.record.withdraw(id, by=person, why=why, recorded=now(), effective=until)
            made = None
        else:
            if effective:
                raise UsageError("a day goes with withdraw only", found=f"--effective {effective}")
            made = case.record.decide(
                id, coder=person, decision=decision.value, changes=_changes(changes or []), why=why, recorded=now()
            )
        moved = _moved(before, {e.id: e for e in case.record.view(day).events()})
    told: dict[str, Any] = {
        "decision": decision.value,
        "coder": person,
        "statement": id,
        "now": made.id if made else None,
        "events": moved,
    }
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else _written(told))


def _logged_in() -> str:
    """The name of who is logged in. Raises UsageError where the system knows none."""
    from servanda.errors import UsageError

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("a decision needs a coder", found="nobody is logged in", expected="--coder NAME") from None


def _changes(given: list[str]) -> dict[str, Any]:
    """The changes of `--set` options, each value made what its field takes. Raises UsageError (SV601)."""
    from servanda.errors import UsageError
    from servanda.record.coding import CORRECTABLE, LISTS, NUMBERS

    made: dict[str, Any] = {}
    for one in given:
        field, found, value = one.partition("=")
        if not found or field not in CORRECTABLE:
            fields = ", ".join(CORRECTABLE)
            raise UsageError("--set is faulty", found=repr(one), expected=f"FIELD=VALUE, FIELD one of {fields}")
        if field in LISTS:
            made[field] = [name.strip() for name in value.split(";") if name.strip()]
        elif field in NUMBERS and value:
            try:
                made[field] = float(value)
            except ValueError:
                raise UsageError("--set needs a number", place=field, found=repr(value)) from None
        else:
            made[field] = value or None
    return made


def _moved(before: dict[str, "Event"], after: dict[str, "Event"]) -> list[dict[str, Any]]:
    """The events that are new, gone or otherwise than before, in words and with their standing."""
    from servanda.brief import phrase

    return [
        {
            "event": event,
            "text": phrase.event(after.get(event) or before[event]),
            "before": before[event].standing if event in before else None,
            "after": after[event].standing if event in after else None,
        }
        for event in sorted({*before, *after})
        if before.get(event) != after.get(event)
    ]


def _written(told: dict[str, Any]) -> str:
    from servanda.show.safe import terminal

    done = {"confirm": "confirmed", "reject": "rejected", "correct": "corrected", "withdraw": "withdrawn"}
    lines = [f"{told['statement']} is {done[told['decision']]} by {told['coder']}."]
    if told["now"] and told["now"] != told["statement"]:
        lines.append(f"In its place stands {told['now']}.")
    stood: dict[str, tuple[str | None, str | None]] = {}  # an event may have another id now, but tells the same
    for event in told["events"]:
        before, after = stood.get(event["text"], (None, None))
        stood[event["text"]] = (event["before"] or before, event["after"] or after)
    for text, (before, after) in stood.items():
        change = f"{before or 'not there'} before, {after or 'no longer there'} now"
        lines.append(f"  {text} ({change if before != after else f'{after} as before, on other statements'})")
    return terminal("\n".join(lines))
