"""The ten answers as data. `make` asks every section in the order of the design."""

from servanda.brief.make import make
from servanda.brief.model import QUESTIONS, Brief, Claim, Section

__all__ = ["QUESTIONS", "Brief", "Claim", "Section", "make"]
