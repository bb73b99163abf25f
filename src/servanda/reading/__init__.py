"""The reading room: what one document says, with spans; and that as statements."""

from typing import TYPE_CHECKING, Any

from servanda.reading.lexicon import Lexicon
from servanda.reading.model import Reading
from servanda.reading.statements import statements_of

if TYPE_CHECKING:
    from servanda.reading.reader import Reader

__all__ = ["Lexicon", "Reader", "Reading", "statements_of"]


def __getattr__(name: str) -> Any:
    """`Reader` is loaded when it is first asked for: it brings the models with it."""
    if name == "Reader":
        from servanda.reading.reader import Reader

        return Reader
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
