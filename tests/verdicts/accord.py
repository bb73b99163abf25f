"""The invented agreement that tests of several rooms write: two parties, one provision, the obligations asked for."""

TOP = """\
servanda: 1
name: Lake accord
signed: 2030-01-10
in_force: {from: 2030-02-01, to: null}
parties:
  A: {name: Arland, aliases: [Port Arl]}
  B: {name: Borland, aliases: [Borville]}
"""
PROVISION = """\
provisions:
  - id: "1"
    text: The text.
    obligations:
"""


def accord(*obligations: str, means: str = "") -> str:
    """The file's text: obligations are written in braces, `means` as the table under `means:`."""
    return TOP + means + PROVISION + "".join(f"      - {o}\n" for o in obligations)
