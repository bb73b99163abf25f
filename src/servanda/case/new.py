"""Makes case folders: from a template, or with the agreement and settings of a case that ships with the package."""

import os
import shutil
from importlib.resources import files
from pathlib import Path

from servanda.errors import CaseError

AGREEMENT, SETTINGS, ARTICLES, FACTS, RECORD = "agreement.yaml", "case.toml", "articles", "facts", "record.db"


def _shipped_folder() -> Path:
    return Path(str(files("servanda").joinpath("cases")))


def shipped_cases() -> tuple[str, ...]:
    """The names of the cases that ship with the package, sorted."""
    folder = _shipped_folder()
    found = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted(path.name for path in found if (path / AGREEMENT).is_file()))


def shipped_case(name: str) -> Path:
    """The folder of a shipped case, to be read and not written. Raises CaseError (SV307)."""
    if name not in shipped_cases():
        known = ", ".join(shipped_cases()) or "none: this copy ships no case"
        raise CaseError("no shipped case has that name", code="SV307", found=repr(name), expected=known)
    return _shipped_folder() / name


def new_case(folder: Path, shipped: str | None = None, *, whole: bool = False) -> Path:
    """Makes a case in a folder that is new or empty, and gives the folder back.

    With `shipped`, its agreement and settings; with `whole`, its articles and facts, too. Without, a template that
    loads and says what to change. Raises CaseError: SV306 where something is there already, SV305 where the folder
    cannot be written (what was begun is taken away again), SV307.
    """
    source = shipped_case(shipped) if shipped else Path(str(files("servanda.case").joinpath("template")))
    made = begun = False
    try:
        if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
            raise CaseError(
                "something is there already", code="SV306", file=str(folder), expected="a folder that is new or empty"
            )
        made = not os.path.lexists(folder)
        folder.mkdir(parents=True, exist_ok=True)
        begun = True
        for name in (AGREEMENT, SETTINGS):
            if (source / name).is_file():
                (folder / name).write_bytes((source / name).read_bytes())
        for name in (ARTICLES, FACTS):
            (folder / name).mkdir()
            if shipped and whole and (source / name).is_dir():
                shutil.copytree(source / name, folder / name, dirs_exist_ok=True)
    except OSError as error:
        if begun:
            _take_away(folder, made)
        raise CaseError(
            "the case cannot be written", code="SV305", file=str(folder), found=error.strerror or str(error),
            expected="free space and permission to write",
        ) from None  # fmt: skip
    return folder


def _take_away(folder: Path, made: bool) -> None:
    """Removes what was begun in a folder that was empty, and the folder if it was made for it."""
    for name in (AGREEMENT, SETTINGS):
        (folder / name).unlink(missing_ok=True)
    for name in (ARTICLES, FACTS):
        shutil.rmtree(folder / name, ignore_errors=True)
    if made and not any(folder.iterdir()):
        folder.rmdir()
