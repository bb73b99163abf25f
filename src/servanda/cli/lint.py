"""`servanda lint`: what is wrong with an agreement file, with place and cure."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import AsJson

if TYPE_CHECKING:
    from servanda.agreement import Agreement


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command()(lint)


def lint(
    path: Annotated[Path, typer.Argument(metavar="AGREEMENT.YAML", help="The file, or a case's folder.")],
    as_json: AsJson = False,
) -> None:
    """Find every fault of an agreement file, and what is allowed but looks wrong.

    Faults make the file unusable; the exit status is then 1. Warnings name obligations that cannot be met, cannot be
    broken, contradict each other, or that no means could see kept.
    """
    from servanda.agreement import lint as look
    from servanda.errors import Faults, ServandaError
    from servanda.show.safe import terminal as safe

    file = _file(path)
    faults: list[ServandaError] = []
    warnings = []
    try:
        warnings = [*look(load_file(path))]
    except Faults as error:
        faults = error.faults
    if as_json:
        found = {"faults": [f.to_json() for f in faults], "warnings": [w.to_json() for w in warnings]}
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        lines = [str(fault) for fault in faults] + [f"warning {file.name}, {warning}" for warning in warnings]
        typer.echo(safe("\n".join(lines) if lines else f"{file.name}: nothing to find fault with"))
    if faults:
        raise typer.Exit(1)


def load_file(path: Path) -> "Agreement":
    """The agreement of a file, or of a case's folder. Raises AgreementError, several as Faults."""
    from servanda.agreement import load

    file = _file(path)
    return load(file, known_means=_means_of(file))


def _file(path: Path) -> Path:
    return path / "agreement.yaml" if path.is_dir() else path


def _means_of(file: Path) -> tuple[str, ...]:
    """The means that the settings beside the file define, if there are any."""
    from servanda.case.settings import read_settings

    settings = file.parent / "case.toml"
    return read_settings(settings).means if settings.is_file() else ()
