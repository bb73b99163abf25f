"""Which documents share text, who has it from whom, and the independent origins behind them.

What is named here is loaded when it is asked for: whoever only shows families needs no index.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from servanda.sources.index import Index
    from servanda.sources.model import Change, Family, Member, Pair, Passage, SourceText
    from servanda.sources.prepare import prepared, source_text

__all__ = ["Change", "Family", "Index", "Member", "Pair", "Passage", "SourceText", "prepared", "source_text"]

_HOMES = {
    "index": ("Index",),
    "model": ("Change", "Family", "Member", "Pair", "Passage", "SourceText"),
    "prepare": ("prepared", "source_text"),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"servanda.sources.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
