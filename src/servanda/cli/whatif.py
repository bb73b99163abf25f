"""`servanda what-if`: which verdicts would move if the record or the means were otherwise."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import AsJson, AsOf, CaseFolder, day_of

if TYPE_CHECKING:
    from servanda.agreement import Means
    from servanda.case import Case
    from servanda.statement import Statement
    from servanda.verdicts import Move


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("what-if")(what_if)


def what_if(
    folder: CaseFolder,
    as_of: AsOf = None,
    add: Annotated[Path | None, typer.Option("--add", help="Suppose the rows of this facts table (CSV) too.")] = None,
    without: Annotated[list[str] | None, typer.Option("--without", help="Suppose this statement away (id).")] = None,
    certainty: Annotated[
        list[str] | None, typer.Option("--certainty", metavar="ID=N", help="Suppose a statement this sure (-3 to 3).")
    ] = None,
    power: Annotated[
        list[str] | None, typer.Option("--power", metavar="MEANS=P", help="Suppose a means this strong; 0: not there.")
    ] = None,
    threshold: Annotated[float | None, typer.Option("--threshold", help="Suppose this threshold for silence.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show the verdicts that do not move, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show which verdicts would move if statements or means were otherwise. Nothing is changed."""
    from servanda.case import open_case
    from servanda.case.open import interests_of
    from servanda.errors import UsageError
    from servanda.record import group
    from servanda.show.safe import terminal as safe
    from servanda.verdicts import Court, Supposition, suppose

    if threshold is not None and not 0 < threshold <= 1:
        raise UsageError("the threshold is no chance", found=f"{threshold:g}", expected="more than 0, at most 1")
    if not (add or without or certainty or power or threshold):
        expected = "--add, --without, --certainty, --power or --threshold"
        raise UsageError("nothing is supposed", expected=expected)
    with open_case(folder) as case:
        interests = interests_of(case.lexicon, case.settings)
        supposed = Supposition(
            added=_rows(case, add) if add else (),
            removed=frozenset(without or ()),
            regraded=dict(_pair(text, "a certainty") for text in certainty or ()),
            means=tuple(_means(case, *_pair(text, "a power")) for text in power or ()),
            threshold=threshold,
        )
        court = Court.of(case.agreement, case.names, case.settings.threshold, case.settings.means)
        moves = suppose(court, case.view(day_of(case, as_of)), lambda s: group(s, interests), supposed)
    shown = [m for m in moves if m.moved or everything]
    if as_json:
        found = [{"before": m.before.to_json(), "after": m.after.to_json(), "moved": m.moved} for m in shown]
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    typer.echo(safe("\n".join(_told(m) for m in shown) if shown else "No verdict would move."))


def _told(move: "Move") -> str:
    before, after = move.before, move.after
    reading = f", as {before.reading} reads it" if before.reading else ""
    words = [f"{v.verdict} ({v.strength})" if v.strength else v.verdict for v in (before, after)]
    return f"{before.obligation} of {before.party}{reading}: {words[0]} -> {words[1]}\n    {after.reason}"


def _pair(text: str, what: str) -> tuple[str, float]:
    """A name and a number from `name=number`. Raises UsageError."""
    from servanda.errors import UsageError

    name, _, number = text.rpartition("=")
    try:
        return name, float(number)
    except ValueError:
        message = f"{what} is given as name=number"
        raise UsageError(message, found=repr(text), expected="such as press=0.5") from None


def _means(case: "Case", id: str, power: float) -> "Means":
    """The case's means with another power. Raises UsageError where there is none of that id."""
    from dataclasses import replace

    from servanda.errors import UsageError

    found = next((m for m in case.means if m.id == id), None)
    if found is None or not 0 <= power <= 1:
        known = ", ".join(m.id for m in case.means)
        raise UsageError("no such means or power", found=f"{id}={power:g}", expected=f"0 to 1 for one of {known}")
    return replace(found, power=power)


def _rows(case: "Case", path: Path) -> "tuple[Statement, ...]":
    """The statements of a facts table that is only supposed. Raises Faults or InputError."""
    from servanda.case.facts import Coding, read_table
    from servanda.errors import Faults, InputError

    try:
        data = path.read_bytes()
    except OSError as error:
        message = "the table cannot be read"
        raise InputError(message, code="SV106", file=str(path), found=str(error.strerror)) from error
    statements, faults = read_table(data, path.name, Coding(case.agreement, case.settings, case.lexicon))
    if faults:
        raise Faults([*faults])
    return tuple(statements)
