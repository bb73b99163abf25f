"""`servanda new`: makes a case folder."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command()(new)


def new(
    folder: Annotated[Path, typer.Argument(metavar="CASE", help="The folder to make.", show_default=False)],
    shipped: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="SHIPPED",
            help="Take agreement, settings and actors from a case that ships with the program.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Make a new case: a folder with an agreement, settings, and room for articles and facts.

    Without --from, the agreement is a template that tells what to write. With it, the shipped case's agreement,
    settings and actors come along, without its articles and facts.
    """
    from servanda.case import new_case

    new_case(folder, shipped)
    typer.echo(f"Made the case {folder}.")
    steps = [
        f"put articles into {folder / 'articles'} and run: servanda read {folder}",
        f"then: servanda brief {folder}",
    ]
    if not shipped:
        steps.insert(0, f"write down what was agreed in {folder / 'agreement.yaml'}")
    for number, step in enumerate(steps, start=1):
        typer.echo(f"  {number}. {step}")
