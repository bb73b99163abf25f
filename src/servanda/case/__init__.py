"""A case: a folder with an agreement, settings, articles, facts and their record; opened, made and filled."""

from servanda.case.intake import IntakeReport, Progress, take
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
    "index_of",
    "new_case",
    "open_case",
    "shipped_case",
    "shipped_cases",
    "take",
]
