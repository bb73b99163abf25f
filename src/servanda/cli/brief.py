"""`servanda brief`: the ten answers about a case."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import AsOf, CaseFolder, Since, day_of
from servanda.days import parse_day

if TYPE_CHECKING:
    from servanda.case import Case
    from servanda.show.outline import Outline


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
    since: Since = None,
    form: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.text,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead of the terminal.")] = None,
    page: Annotated[Path | None, typer.Option("--page", help="Write the HTML page to this file as well.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Text: every claim, not the weightiest alone.")] = False,
) -> None:
    """Answer the ten questions about a case, every claim with its sentence and its independent origins.

    What was promised, what has happened since, what was kept or broken, where the programme stands, what pressure
    is in place, who gave what, how ties change, what comes next, what is not known, and who says so.
    """
    from servanda.case import open_case
    from servanda.record.pause import no_collection
    from servanda.show import files

    with no_collection(), open_case(folder) as case:
        if form is Format.text and not everything and not page and not since:
            _tell(_outline(case, as_of), out)
            return
        from servanda.brief import make

        day = day_of(case, as_of)
        made, texts = make(case, day, since), case.view(day).text
        if page:
            files.write(files.render(made, "html", texts), page)
        if form is Format.text:
            from servanda.show.outline import MOST, outline_of

            _tell(outline_of(made, None if everything else MOST), out)
        else:
            files.write(files.render(made, form.value, texts), out)
        if page:
            typer.echo(f"The same as a page, to open in a browser: {page}")


def _outline(case: "Case", as_of: str | None) -> "Outline":
    """The outline of a day's brief: of a large case's last day as it was kept, if nothing has changed since."""
    from servanda.show import ready
    from servanda.show.outline import outline_of

    kept = ready.kept_outline(case) if ready.large(case) else None
    if kept and (as_of is None or parse_day(as_of) == kept.day):
        return kept
    from servanda.brief import make

    state, day = case.record.state(), day_of(case, as_of)
    made = make(case, day)
    if ready.large(case) and day == case.last_day():
        return ready.keep_outline(case, state, made)
    return outline_of(made)


def _tell(outline: "Outline", out: Path | None) -> None:
    """Prints the outline in colours where the terminal can, or writes it to a file."""
    from rich.console import Console

    from servanda.show import files, terminal

    if out is None:
        terminal.show(outline, Console(highlight=False))
    else:
        files.write(files.as_text(outline), out)
