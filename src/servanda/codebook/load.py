"""Loads codebook files. A codebook is TOML beside this module; faults are CodebookError (SV501)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from servanda.errors import CodebookError


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode of a PLOVER type with the gloss a coder decides by."""

    name: str
    gloss: str


@dataclass(frozen=True, slots=True)
class PloverType:
    """A PLOVER event type, its gloss, its side of the cooperation-conflict divide, and its modes."""

    name: str
    gloss: str
    side: Literal["cooperation", "conflict"]
    modes: tuple[Mode, ...]

    def has_mode(self, mode: str) -> bool:
        """Whether the general codebook knows the mode."""
        return any(m.name == mode for m in self.modes)


@cache
def load_toml(name: str) -> dict[str, Any]:
    """The codebook `name` ("plover.toml") as a mapping; do not change what you get. Raises CodebookError."""
    try:
        return tomllib.loads(files("servanda.codebook").joinpath(name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CodebookError("the codebook cannot be read", file=name, found=str(error)) from error


@cache
def grammar(name: str) -> frozenset[str]:
    """A list of words of the grammar."""
    return frozenset(load_toml("grammar.toml")[name])


@cache
def plover() -> dict[str, PloverType]:
    """The PLOVER types by name, in the order of the codebook."""
    types = {}
    for name, entry in load_toml("plover.toml").items():
        modes = tuple(Mode(mode, gloss) for mode, gloss in entry["modes"].items())
        types[name] = PloverType(name, entry["gloss"], entry["side"], modes)
    return types
