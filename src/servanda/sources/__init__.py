"""Which documents share text, who has it from whom, and the independent origins behind them."""

from servanda.sources.index import Index
from servanda.sources.model import Change, Family, Member, Pair, Passage, SourceText
from servanda.sources.prepare import prepared, source_text

__all__ = ["Change", "Family", "Index", "Member", "Pair", "Passage", "SourceText", "prepared", "source_text"]
