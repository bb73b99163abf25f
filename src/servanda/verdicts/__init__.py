"""Verdicts on obligations over an as-of view of the record."""

from servanda.verdicts.model import GRAVITY, VERDICTS, Change, Instance, NotCovered, Verdict

__all__ = ["GRAVITY", "VERDICTS", "Change", "Instance", "NotCovered", "Verdict"]
