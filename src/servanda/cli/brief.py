"""`servanda brief`: the ten answers about a case."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from servanda.cli.options import AsOf, CaseFolder, day_of


class Format(StrEnum):
    """How the brief is written."""

    text = "text"
    markdown = "markdown"
    html = "html"
    json = "json"


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command()(brief)


def brief(
    folder: CaseFolder,
    as_of: AsOf = None,
    form: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.text,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead of the terminal.")] = None,
    page: Annotated[Path | None, typer.Option("--page", help="Write the HTML page to this file as well.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Text: every claim, not the weightiest alone.")] = False,
) -> None:
    """Answer the ten questions about a case, every claim with its sentence and its independent origins.

    What was promised, what has happened since, what was kept or broken, where the programme stands, what pressure
    is in place, who gave what, how ties change, what comes next, what is not known, and who says so.
    """
    from servanda.brief import make
    from servanda.case import open_case
    from servanda.record.pause import no_collection
    from servanda.show import files

    with no_collection(), open_case(folder) as case:
        day = day_of(case, as_of)
        made, texts = make(case, day), case.view(day).text
        if page:
            files.write(files.render(made, "html", texts, everything), page)
        if form is Format.text and out is None:
            from rich.console import Console

            from servanda.show import terminal

            terminal.show(made, Console(highlight=False), None if everything else terminal.MOST)
        else:
            files.write(files.render(made, form.value, texts, everything), out)
        if page:
            typer.echo(f"The same as a page, to open in a browser: {page}")
