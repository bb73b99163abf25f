"""The gate lets through what names the case and an act, and nothing else."""

import pytest

from servanda.days import parse_period
from servanda.reading.gate import concerns
from servanda.reading.lexicon import Actor, Lexicon, Named, NamedEvent

CASE = Lexicon(
    actors=(
        Actor("Northbank", "state", aliases=("NB",), party="A"),
        Actor("Ada Example", "person", state="Northbank", surname="Example"),
    ),
    places=(Named("Mill Point"),),
    events=(NamedEvent("the Riverbank talks", parse_period("2031-05")),),
)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Northbank tested a missile.", True),
        ("The envoys of\nNorthbank met on Friday.", True),
        ("Officials (NB) signed it.", True),
        ("nb: they signed it.", False),
        ("Supplies for Mill Point were stopped.", True),
        ("Since THE RIVERBANK TALKS they have met twice.", True),
        ("Northbankers tested a missile.", False),
        ("Others tested a missile.", False),
        ("Northbank.", False),
        ("Northbank, Mill Point", True),
        ("", False),
    ],
)
def test_names_and_acts(text: str, passes: bool) -> None:
    assert concerns(CASE)(text) is passes


def test_a_lexicon_that_names_nothing_lets_all_through() -> None:
    assert concerns(Lexicon())("Nothing of note.")
