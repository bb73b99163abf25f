"""Names of parties, objects and places."""

from pathlib import Path

import pytest

from servanda.agreement import Names, load
from servanda.reading.lexicon import Actor, Lexicon, Named


@pytest.fixture
def names(tmp_path: Path, text: str) -> Names:
    path = tmp_path / "agreement.yaml"
    path.write_text(text, encoding="utf-8")
    lexicon = Lexicon(
        actors=(Actor("Orla Finn", "person", ("President Finn",), state="Arland"), Actor("Lake Fund", "organisation")),
        objects=(
            Named("ballistic missile"), Named("Hawk-3", ("Hawk three",), "intermediate missile"),
            Named("intermediate missile", kind_of="ballistic missile"), Named("loop a", kind_of="loop b"),
            Named("loop b", kind_of="loop a"),
        ),
        places=(Named("Kessel", ("Kessel Point",), "north shore"),),
    )  # fmt: skip
    return Names.of(load(path), lexicon)


@pytest.mark.parametrize(
    ("name", "party"),
    [("A", "A"), ("arland", "A"), ("port arl", "A"), ("President Finn", "A"), ("Borville", "B"), ("Lake Fund", None)],
)
def test_parties(names: Names, name: str, party: str | None) -> None:
    assert names.party_of(name) == party


@pytest.mark.parametrize(
    ("pattern", "name", "same"),
    [
        ("ballistic missile", "Ballistic Missiles", True),
        ("ballistic missile", "the Hawk three", True),
        ("Hawk-3", "ballistic missile", False),
        ("Hawk 3", "hawk-3", True),
        ("loop c", "loop a", False),
        ("*", "anything", True),
        ("engine stand", "engine stand", True),
    ],
)
def test_objects(names: Names, pattern: str, name: str, same: bool) -> None:
    assert names.same_object(pattern, name) is same


def test_places_lie_within_places(names: Names) -> None:
    assert names.same_place("north shore", "Kessel Point")
    assert not names.same_place("Kessel", "north shore")


def test_actors(names: Names) -> None:
    assert names.same_actor("B", "Borville")
    assert names.same_actor("Lake Fund", "the lake fund")
    assert not names.same_actor("Lake Fund", "Arland")
