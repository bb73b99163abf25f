"""Wires the commands together. `servanda --help` must answer in under 0.3 s: import nothing heavy at the top."""

import importlib
import os
import sys

import typer

from servanda.errors import ServandaError
from servanda.version import VERSION

#: The modules that hold commands, in the order in which help lists them. Each has `register(app)`.
COMMANDS = (
    "new",
    "read",
    "sources",
    "check",
    "whatif",
    "lint",
    "gaps",
    "brief",
    "timeline",
    "statement",
    "code",
    "transfer",
    "serve",
)

app = typer.Typer(
    name="servanda",
    help="Shows from the public record whether an agreement is kept, every claim traced to its sentence.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"servanda {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", help="Print the version and stop.", callback=_version),
) -> None:
    """Options that stand before the command."""


for _name in COMMANDS:
    importlib.import_module(f"servanda.cli.{_name}").register(app)


def main() -> None:
    """The program. Exit status: 0 done, 1 some input was refused, 2 the command could not be carried out."""
    try:
        app()
    except ServandaError as error:
        print(f"servanda: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
