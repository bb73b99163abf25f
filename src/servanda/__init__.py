"""Servanda shows from the public record whether agreements between states are kept.

The rooms, in the order in which data flows: `documents`, `reading`, `sources`, `record`, `agreement`, `case`,
`verdicts`, `brief`, `show`, `cli`. A later room imports an earlier one, never the reverse.
"""

from servanda.errors import ServandaError
from servanda.version import VERSION

__all__ = ["VERSION", "ServandaError"]
