"""The ten answers as data. `make` asks every section in the order of the design."""

from servanda.brief.make import make, make_from, material
from servanda.brief.model import QUESTIONS, Brief, Claim, Material, Section

__all__ = ["QUESTIONS", "Brief", "Claim", "Material", "Section", "make", "make_from", "material"]
