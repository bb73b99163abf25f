"""`servanda gaps`: what the texts of agreements leave out, side by side."""

import json
from pathlib import Path
from typing import Annotated

import typer

from servanda.cli.lint import load_file
from servanda.cli.options import AsJson


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command()(gaps)


def gaps(
    paths: Annotated[
        list[Path], typer.Argument(metavar="AGREEMENT...", help="Agreement files, or folders of cases, in any number.")
    ],
    as_json: AsJson = False,
) -> None:
    """Show what the texts of agreements leave out, side by side: in how many of its obligations each lacks what.

    A deadline, a definition, a measurable end, a declaration, verification, enforcement, a way to settle disputes, a
    duration. It follows from each file alone; --json says where and why.
    """
    from servanda.agreement import Gaps
    from servanda.agreement.gap_table import table
    from servanda.show.safe import terminal as safe

    found = [Gaps.of(load_file(path)) for path in paths]
    if as_json:
        typer.echo(json.dumps({"agreements": [one.to_json() for one in found]}, ensure_ascii=False, indent=2))
        return
    rows = table(found)
    typer.echo("Left out, in how many of its obligations:\n")
    first, width = max(len(row[0]) for row in rows), 24
    for row in rows:
        cells = (_fitted(cell, width) for cell in row[1:])
        typer.echo(safe(f"{row[0]:<{first}}  {'  '.join(cells)}".rstrip()))


def _fitted(text: str, width: int) -> str:
    """The text in a column, shortened where it is longer."""
    return f"{text if len(text) <= width else text[: width - 2] + ' …':<{width}}"
