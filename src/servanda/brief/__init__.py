"""The ten answers as data. `make` asks every section in the order of the design.

What makes them is loaded when it is asked for: whoever only reads answers needs no judge.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from servanda.brief.model import QUESTIONS, Brief, Claim, Material, Section

if TYPE_CHECKING:
    from servanda.brief.making import make, make_from, material

__all__ = ["QUESTIONS", "Brief", "Claim", "Material", "Section", "make", "make_from", "material"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("servanda.brief.making"), name)
