"""`servanda read`: takes documents and facts into a case's record, or reads JSON lines with no case at all."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import AsJson, now
from servanda.errors import UsageError

if TYPE_CHECKING:
    from servanda.case import IntakeReport, Progress

#: Refusals that are told one by one before the rest are only counted.
_MOST_TOLD = 200


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command()(read)


def read(
    folder: Annotated[
        Path | None, typer.Argument(metavar="CASE", help="The folder of the case.", show_default=False)
    ] = None,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Files, folders or patterns to read besides; `-` takes JSON lines from standard input.",
            show_default=False,
        ),
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="No case: JSON lines of documents in, JSON lines of readings out.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read what is new in a case's own articles and facts, and in the paths named, into its record.

    Reads .txt, .md, .html, .jsonl, .warc and .warc.gz. It may be stopped at any time and goes on where it stopped;
    what is in the record already is passed over. What cannot be read is told on standard error, and the rest is read.

    Exit status: 0 all read, 1 something was refused, 2 the case cannot be used.
    """
    if jsonl:
        if folder is not None:
            raise UsageError("--jsonl takes no case", found=str(folder), expected="documents on standard input")
        raise typer.Exit(1 if _read_lines() else 0)
    if folder is None:
        raise UsageError("no case is named", expected="servanda read CASE, or servanda read --jsonl")
    report = _read_case(folder, paths or [], quiet=as_json)
    if as_json:
        typer.echo(json.dumps({"case": folder.absolute().name, **report.to_json()}, ensure_ascii=False, indent=2))
    else:
        _tell(report)
    raise typer.Exit(1 if report.refused else 0)


def _read_case(folder: Path, paths: list[Path], *, quiet: bool) -> "IntakeReport":
    from servanda.case import open_case, take

    lines = sys.stdin.buffer if Path("-") in paths else None
    with open_case(folder) as case, _bar(quiet=quiet) as progress:
        return take(case, [p for p in paths if p != Path("-")], recorded=now(), progress=progress, lines=lines)


@contextmanager
def _bar(*, quiet: bool) -> "Iterator[Progress | None]":
    """A progress bar where standard error is a terminal; elsewhere nothing."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    name = TextColumn("{task.fields[name]}", markup=False)
    with Progress(*columns, name, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Reading", total=None, name="")

        def show(done: int, total: int | None, current: str) -> None:
            progress.update(task, completed=done, total=total, name=harmless(current)[-60:])

        yield show


def harmless(text: str) -> str:
    """Text for a terminal: what could move the cursor or change colours is written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _tell(report: "IntakeReport") -> None:
    for error in report.refused[:_MOST_TOLD]:
        typer.echo(f"refused: {harmless(str(error))}", err=True)
    if len(report.refused) > _MOST_TOLD:
        typer.echo(f"refused: {len(report.refused) - _MOST_TOLD} more; --json tells all", err=True)
    withdrawn = f", {report.withdrawn} withdrawn" if report.withdrawn else ""
    typer.echo(
        f"{len(report.read)} read, {len(report.unchanged)} unchanged, {len(report.refused)} refused; "
        f"{report.statements} new statements{withdrawn}."
    )


def _read_lines() -> bool:
    """Reads standard input by contracts/reading.md; whether a line was refused."""
    from servanda.case.intake import read_safely
    from servanda.documents import BadLine, read_lines
    from servanda.errors import InputError
    from servanda.reading import Reader
    from servanda.reading.lexicon import Lexicon

    reader, refused = Reader(Lexicon()), False
    for item in read_lines(sys.stdin.buffer):
        reading = item.error if isinstance(item, BadLine) else read_safely(reader, item)
        if isinstance(reading, InputError):
            refused = True
            _write({"id": item.id, "error": reading.to_json()})
        else:
            _write(reading.to_json())
    return refused


def _write(fields: dict[str, object]) -> None:
    """One line of JSON, flushed at once. Half surrogate pairs in an id are written as escapes."""
    line = json.dumps(fields, ensure_ascii=False)
    try:
        data = line.encode()
    except UnicodeEncodeError:
        data = json.dumps(fields).encode()
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()
