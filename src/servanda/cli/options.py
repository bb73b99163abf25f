"""Arguments that commands share, and the day that `--as-of` means."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.days import parse_day

if TYPE_CHECKING:
    from servanda.case import Case

CaseFolder = Annotated[Path, typer.Argument(metavar="CASE", help="The folder of the case.", show_default=False)]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="Use only what had been published by this day (YYYY-MM-DD). Without it: the record's last day.",
        show_default=False,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DAY|EVENT",
        help="Tell what has happened since this day, or since an event that the case names ('Hanoi summit', "
        "'signature'). Without it: since the signature.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def now() -> datetime:
    """The clock of the command line; everything below it is handed the time."""
    return datetime.now(UTC).replace(microsecond=0)


def day_of(case: "Case", as_of: str | None) -> date:
    """The day given, else the record's last day, else today."""
    return parse_day(as_of) if as_of is not None else case.last_day() or now().date()
