"""`servanda read`: takes documents and facts into a case's record, or reads JSON lines with no case at all."""

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import AsJson, now
from servanda.errors import UsageError

if TYPE_CHECKING:
    from servanda.case import Case, IntakeReport, Progress
    from servanda.reading.second.reader import SecondReader
    from servanda.reading.second.tally import Tally

#: Refusals that are told one by one before the rest are only counted.
_MOST_TOLD = 200


class WhichReader(StrEnum):
    """Who reads: the program's own reader, or a language model's server."""

    RULES = "rules"
    LLM = "llm"


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
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, max=64, help="How many processes read; absent: the processors, at most 4."),
    ] = None,
    which: Annotated[
        WhichReader,
        typer.Option(
            "--reader", help="`llm`: the server under [reader] in case.toml is sent the articles, one at a time."
        ),
    ] = WhichReader.RULES,
) -> None:
    """Read what is new in a case's own articles and facts, and in the paths named, into its record.

    Reads .txt, .md, .html, .jsonl, .warc and .warc.gz. It may be stopped at any time and goes on where it stopped;
    what is in the record already is passed over. What cannot be read is told on standard error, and the rest is read.

    Exit status: 0 all read, 1 something was refused, 2 the case cannot be used.
    """
    # One thread for each process: several would fight over the processors, and sums would depend on their number.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if jsonl:
        if folder is not None:
            raise UsageError("--jsonl takes no case", found=str(folder), expected="documents on standard input")
        if which is WhichReader.LLM:
            raise UsageError(
                "--jsonl has no settings", found="--reader llm", expected="servanda read CASE --reader llm"
            )
        raise typer.Exit(1 if _read_lines(jobs) else 0)
    if folder is None:
        raise UsageError("no case is named", expected="servanda read CASE, or servanda read --jsonl")
    report, tally = _read_case(folder, paths or [], jobs, which, quiet=as_json)
    if as_json:
        second = {"second_reader": tally.to_json()} if tally else {}
        fields = {"case": folder.absolute().name, **report.to_json(), **second}
        typer.echo(json.dumps(fields, ensure_ascii=False, indent=2))
    else:
        _tell(report)
        if tally:
            typer.echo(harmless(tally.in_words(), keep="\n"))
    raise typer.Exit(1 if report.refused else 0)


def _read_case(
    folder: Path, paths: list[Path], jobs: int | None, which: WhichReader, *, quiet: bool
) -> "tuple[IntakeReport, Tally | None]":
    from servanda.case import open_case, take
    from servanda.case.workers import processors

    lines = _standard_input() if Path("-") in paths else None
    with open_case(folder) as case, _bar(quiet=quiet) as progress:
        files = [p for p in paths if p != Path("-")]
        if which is WhichReader.RULES:
            jobs = jobs or processors()
            report = take(case, files, recorded=now(), progress=progress, lines=lines, jobs=jobs)
            _make_ready(case)
            _note_misspelt(case, report, quiet=quiet)
            return report, None
        reader = _second_reader(case)
        report = take(
            case, files, recorded=now(), progress=progress, lines=lines, reader=reader, reader_name=reader.version
        )
        _make_ready(case)
        return report, reader.tally


def _make_ready(case: "Case") -> None:
    """Makes what the first view of a large case needs. Where that cannot be done, the first view will say so."""
    from servanda.errors import ServandaError
    from servanda.show import ready

    with suppress(ServandaError):
        ready.make_ready(case)


def _note_misspelt(case: "Case", report: "IntakeReport", *, quiet: bool) -> None:
    """Says on standard error which names in the tables just read look like a party's, but are nobody's."""
    tables = {name for name in report.read if name.startswith("facts/")}
    if quiet or not tables:
        return
    from difflib import get_close_matches

    from servanda.codebook import load_toml

    known = {name for actor in case.lexicon.actors for name in (actor.name, *actor.aliases)}
    for state, more in load_toml("states.toml")["states"].items():
        known.update((state, *(name for names in more.values() for name in names)))
    parties = [name for p in case.agreement.parties for name in (p.name, *p.aliases)]
    day = case.last_day()
    said = case.record.view(day).statements() if day else ()
    used = dict.fromkeys(
        (s.document, name) for s in said if s.document in tables for name in (*s.actors, *s.recipients)
    )
    for table, name in used:
        if name not in known and case.names.party_of(name) is None:
            for near in get_close_matches(name, parties, n=1, cutoff=0.8):
                told = f"{table}: {name} is no party; is {near} meant?"
                typer.echo(f"note: {harmless(told)}", err=True)


def _second_reader(case: "Case") -> "SecondReader":
    """The case's second reader. Raises InputError (SV120) where its settings name none."""
    from servanda.case.open import within
    from servanda.errors import InputError
    from servanda.reading.second.reader import SecondReader

    if case.settings.reader is None:
        raise InputError(
            "the second reader is not set up", code="SV120", file="case.toml", found="no [reader]",
            expected="[reader] with base_url and model",
        )  # fmt: skip
    return SecondReader(case.settings.reader, case.lexicon, within(case.folder, "reader-cache"))


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


def harmless(text: str, *, keep: str = "") -> str:
    """Text for a terminal: what could move the cursor or change colours is written as an escape, but for `keep`."""
    return "".join(c if c.isprintable() or c in keep else c.encode("unicode_escape").decode("ascii") for c in text)


def _tell(report: "IntakeReport") -> None:
    for error in report.refused[:_MOST_TOLD]:
        typer.echo(f"refused: {harmless(str(error))}", err=True)
    if len(report.refused) > _MOST_TOLD:
        typer.echo(f"refused: {len(report.refused) - _MOST_TOLD} more; --json tells all", err=True)
    withdrawn = f", {report.withdrawn} withdrawn" if report.withdrawn else ""
    passed = f"{len(report.passed_over)} passed over as none of the case's, " if report.passed_over else ""
    typer.echo(
        f"{len(report.read)} read, {passed}{len(report.unchanged)} unchanged, {len(report.refused)} refused; "
        f"{report.statements} new statements{withdrawn}."
    )


def _standard_input() -> IO[bytes]:
    """Standard input in a reader of its own: a thread may still wait on it when the program ends."""
    try:
        return os.fdopen(sys.stdin.fileno(), "rb", closefd=False)
    except io.UnsupportedOperation:
        return sys.stdin.buffer


def _read_lines(jobs: int | None) -> bool:
    """Reads standard input by contracts/reading.md; whether a line was refused."""
    from servanda.case.safely import lost, read_safely, warm_reader
    from servanda.case.workers import in_order, processors
    from servanda.documents import BadLine, Document, read_lines
    from servanda.errors import InputError
    from servanda.reading.lexicon import Lexicon

    def answer(item: Document | BadLine, given: dict[str, object] | InputError) -> dict[str, object]:
        return {"id": item.id, "error": given.to_json()} if isinstance(given, InputError) else given

    def prepare() -> Callable[[Document | BadLine], dict[str, object]]:
        reader = warm_reader(Lexicon())

        def work(item: Document | BadLine) -> dict[str, object]:
            reading = item.error if isinstance(item, BadLine) else read_safely(reader, item)
            return answer(item, reading if isinstance(reading, InputError) else reading.to_json())

        return work

    def gone(item: Document | BadLine) -> dict[str, object]:
        return answer(item, item.error if isinstance(item, BadLine) else lost(item))

    refused = False
    found = read_lines(_standard_input())
    for item, read in in_order(
        found, prepare, jobs=jobs or processors(), lost=gone, idle=lambda item: isinstance(item, BadLine)
    ):
        fields = read or gone(item)
        refused |= "error" in fields
        _write(fields)
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
