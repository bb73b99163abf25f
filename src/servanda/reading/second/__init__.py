"""The second reader: reads with any server that speaks the OpenAI chat completions interface, only when asked for.

It fills the same contract as the first reader. Nothing that a server answers is taken on trust: every quote must stand
in the text, every name in the text, the case or a codebook. docs/reading.md tells how, and what is thrown away.
"""

from servanda.reading.second.setup import Setup, fault_of_address

__all__ = ["Setup", "fault_of_address"]
