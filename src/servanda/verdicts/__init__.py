"""Verdicts on obligations over an as-of view of the record."""

from servanda.verdicts.judge import Court, Hearing, Judgement, judge
from servanda.verdicts.model import GRAVITY, VERDICTS, Change, Instance, NotCovered, Verdict

__all__ = [
    "GRAVITY",
    "VERDICTS",
    "Change",
    "Court",
    "Hearing",
    "Instance",
    "Judgement",
    "NotCovered",
    "Verdict",
    "judge",
]
