"""`servanda export` and `servanda import`: people's codings out and in, and the statements for other tools."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from servanda.cli.options import AsJson, AsOf, CaseFolder, day_of, now

if TYPE_CHECKING:
    from servanda.case import Case


class Form(StrEnum):
    """What is written."""

    codings = "codings"
    csv = "csv"
    codebook = "codebook"
    annotations = "annotations"
    events = "events"
    timelinejs = "timelinejs"
    geojson = "geojson"
    kml = "kml"


#: What is counted in each form.
_UNITS = {
    Form.codings: "lines", Form.csv: "statements", Form.codebook: "characters", Form.annotations: "lines",
    Form.events: "events", Form.timelinejs: "events", Form.geojson: "places",
    Form.kml: "places",
}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command()(export)
    app.command("import")(take_in)


def export(
    folder: CaseFolder,
    what: Annotated[
        Form,
        typer.Option(
            "--format",
            help="codings: what people decided, as JSON lines, for import. csv: all statements, as a table; events: "
            "the events that they come to, by PLOVER type; codebook: what the columns of both mean. annotations: W3C "
            "Web Annotations, as JSON lines. timelinejs: dated events for TimelineJS. geojson, kml: sites and events "
            "of known place.",
        ),
    ] = Form.codings,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write to this file instead of printing.", show_default=False),
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Write out people's own codings, which is all of the record that cannot be made again, or what is in the record
    for other tools."""
    from servanda.case import open_case
    from servanda.record import tables
    from servanda.record.transfer import write_lines

    with open_case(folder) as case, _stream(out) as stream:
        if what is Form.codings:
            number = case.record.export(stream)
        elif what is Form.csv:
            number = tables.write_csv(case.record.view(day_of(case, as_of)), stream)
        elif what is Form.codebook:
            from servanda.show.tables import EVENTS

            number = stream.write(f"{tables.codebook()}\nEvents\n\n{tables.codebook(EVENTS)}")
        elif what in (Form.events, Form.timelinejs, Form.geojson, Form.kml):
            number = _write_events(case, day_of(case, as_of), what, stream)
        else:
            number = write_lines(tables.annotations(case.record.view(day_of(case, as_of))), stream)
    if not out and not number and what is not Form.codebook:
        nothing = {Form.codings: "nobody has coded anything yet", Form.annotations: "no statement is out of an article"}
        typer.echo(nothing.get(what, "nothing is on record as of that day"), err=True)
    if out:
        typer.echo(f"{number} {_UNITS[what]} written to {out}")


def _write_events(case: "Case", day: date, what: Form, stream: TextIO) -> int:
    """Writes the events as of a day, or the places where they were; how many."""
    from servanda.show import tables
    from servanda.show.as_json import dump

    if what in (Form.geojson, Form.kml):
        from servanda.brief.making import ANSWERS, material
        from servanda.show.places import spots

        found = material(case, day)
        spotted = spots(ANSWERS["programme"](found).data["sites"], found.events)
        kml = what is Form.kml
        stream.write(tables.kml(spotted, f"{case.title}, as of {day}") if kml else dump(tables.geojson(spotted)))
        return len(spotted)
    events = case.view(day).events()
    if what is Form.timelinejs:
        made = tables.timelinejs(events, case.title, day)
        stream.write(dump(made))
        return len(made["events"])
    stream.write(tables.csv_text([tables.event_row(event) for event in events], tables.EVENTS))
    return len(events)


@contextmanager
def _stream(out: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that is complete or not there at all."""
    if out is None:
        yield sys.stdout
        return
    from servanda.errors import RecordError

    part = out.with_name(out.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        part.replace(out)
    except OSError as error:
        raise RecordError("the export cannot be written", code="SV404", file=str(out), found=error.strerror) from error
    finally:
        part.unlink(missing_ok=True)


def take_in(
    folder: CaseFolder,
    source: Annotated[Path, typer.Argument(metavar="FILE", help="What export wrote; - reads standard input.")],
    as_json: AsJson = False,
) -> None:
    """Take people's codings back into the record, for instance after it was made again. Twice is as good as once.

    Lines that cannot be taken are reported and the others kept; the exit status is then 1.
    """
    from servanda.case import open_case
    from servanda.errors import Faults, InputError

    with open_case(folder) as case:
        faults: list[str] = []
        problems = []
        try:
            text = sys.stdin.read() if str(source) == "-" else source.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            found = error.strerror if isinstance(error, OSError) else "text that is no UTF-8"
            raise InputError("the file cannot be read", code="SV106", file=str(source), found=found) from error
        before = sum(1 for _ in case.record.codings())
        try:
            case.record.import_(text.split("\n"), name=source.name, recorded=now())
        except Faults as found:
            problems = [fault.to_json() for fault in found.faults]
            faults = [str(fault) for fault in found.faults]
        added = sum(1 for _ in case.record.codings()) - before
    if as_json:
        typer.echo(json.dumps({"added": added, "faults": problems}, ensure_ascii=False, indent=2))
    else:
        from servanda.show.safe import terminal

        typer.echo(f"{added} codings taken in")
        for fault in faults:
            typer.echo(terminal(fault), err=True)
    if faults:
        raise typer.Exit(1)
