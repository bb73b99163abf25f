"""The agreement room: what was agreed, what the text leaves out, and names that match."""

from servanda.agreement.gap_table import Gaps
from servanda.agreement.gaps import LeftOut, leaves_out
from servanda.agreement.lint import Finding, lint
from servanda.agreement.load import load
from servanda.agreement.model import (
    FORMS,
    Act,
    Agreement,
    Entry,
    Form,
    Means,
    Obligation,
    Party,
    Provision,
    RivalReading,
)
from servanda.agreement.names import Names

__all__ = [
    "FORMS",
    "Act",
    "Agreement",
    "Entry",
    "Finding",
    "Form",
    "Gaps",
    "LeftOut",
    "Means",
    "Names",
    "Obligation",
    "Party",
    "Provision",
    "RivalReading",
    "leaves_out",
    "lint",
    "load",
]
