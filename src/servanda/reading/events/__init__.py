"""Events: which words speak of them, what act they are (PLOVER), who takes part, with what, where and when."""

from servanda.reading.events.find import Events
from servanda.reading.events.tense import tense

__all__ = ["Events", "tense"]
