"""Verdicts on obligations over an as-of view of the record."""

from servanda.verdicts.calendar import Coming, coming
from servanda.verdicts.court import Court, Hearing
from servanda.verdicts.history import steps_of
from servanda.verdicts.judge import Judgement, judge
from servanda.verdicts.model import GRAVITY, VERDICTS, Change, Instance, NotCovered, Verdict
from servanda.verdicts.proof import Proof, prove
from servanda.verdicts.ruling import rule
from servanda.verdicts.whatif import Move, Supposition, suppose

__all__ = [
    "GRAVITY",
    "VERDICTS",
    "Change",
    "Coming",
    "Court",
    "Hearing",
    "Instance",
    "Judgement",
    "Move",
    "NotCovered",
    "Proof",
    "Supposition",
    "Verdict",
    "coming",
    "judge",
    "prove",
    "rule",
    "steps_of",
    "suppose",
]
