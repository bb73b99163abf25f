"""A case: a folder with an agreement, settings, articles, facts and their record; opened, made and filled.

What is named here is loaded when it is asked for: whoever only reads documents needs no record.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from servanda.case.intake import IntakeReport, Progress, take
    from servanda.case.kin import families_of, kin_of
    from servanda.case.new import new_case, shipped_case, shipped_cases
    from servanda.case.open import Case, open_case
    from servanda.case.origins import index_of
    from servanda.case.settings import Settings, Site, Source

__all__ = [
    "Case",
    "IntakeReport",
    "Progress",
    "Settings",
    "Site",
    "Source",
    "families_of",
    "index_of",
    "kin_of",
    "new_case",
    "open_case",
    "shipped_case",
    "shipped_cases",
    "take",
]

_HOMES = {
    "intake": ("IntakeReport", "Progress", "take"),
    "kin": ("families_of", "kin_of"),
    "new": ("new_case", "shipped_case", "shipped_cases"),
    "open": ("Case", "open_case"),
    "origins": ("index_of",),
    "settings": ("Settings", "Site", "Source"),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"servanda.case.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
