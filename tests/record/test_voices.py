"""An office speaks for its government: what it says is a claim or an admission, not the word of somebody apart."""

import pytest
from ledgers import row

from servanda.record import Interests, group
from servanda.record.voices import is_office_of_nobody, spoken_for, with_adjectives

NAMES = with_adjectives({"norway": "N", "oslo": "N", "the north": "N", "kenya": "K", "the red house": "K"})


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("Norway", "N"),
        ("Norway's foreign minister", "N"),
        ("foreign ministry of Norway", "N"),
        ("A Norwegian official", "N"),
        ("A senior Norwegian diplomat", "N"),
        ("Oslo's defence ministry", "N"),
        ("The North’s military", "N"),
        ("A spokesman for the North's army", "N"),
        ("joint chiefs of staff of Kenya", "K"),
        ("Red House officials", "K"),
        ("A former Norwegian general", None),
        ("Norwegian defectors", None),
        ("A Norwegian newspaper", None),
        ("Kenyan experts", None),
        ("the defence ministry of Japan", None),
        ("The minister", None),
        ("northern officials", None),
    ],
)
def test_an_office_speaks_for_whose_it_is(words: str, party: str | None) -> None:
    assert spoken_for(words, NAMES) == party


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("a Karvian colonel", "K"),
        ("Karvian guards", "K"),
        ("Karvian fishermen", None),
        ("state media", None),
        ("the defence ministry", None),
    ],
)
def test_an_adjective_is_what_stands_before_the_office_in_a_name(words: str, party: str | None) -> None:
    names = {"karvia": "K", "karvian government": "K", "sorn": "K", "state department": "M", "defence department": "M"}
    assert spoken_for(words, with_adjectives(names)) == party


def test_what_an_office_says_of_itself_is_a_claim_and_of_its_own_breach_an_admission() -> None:
    interests = Interests(parties={"Norway": "N", "Kenya": "K"})
    done = {"type": "RETREAT", "mode": "dismantle", "object": "engine stand"}
    (claim,) = group([row(actors=("Norway",), speakers=("Norway's army",), **done)], interests)
    assert claim.standing == "claimed"
    test = {"type": "MOBILIZE", "mode": "test", "object": "missile"}
    (admitted,) = group([row(actors=("Norway",), speakers=("A Norwegian official",), **test)], interests)
    assert (admitted.standing, admitted.rule) == ("established", "admission")
    (accused,) = group([row(actors=("Norway",), speakers=("Kenyan officials",), **test)], interests)
    assert accused.standing == "claimed"


@pytest.mark.parametrize("words", ["the foreign ministry", "Two officials", "officials", "a spokesman", "the military"])
def test_offices_of_nobody(words: str) -> None:
    assert is_office_of_nobody(words)


@pytest.mark.parametrize(
    "words",
    [
        "Norwegian officials",
        "the ministry of Kenya",
        "the agency",
        "a witness",
        "Ada Example",
        "Orla's minister",
        "",
        "both governments",
        "the two governments",
    ],
)
def test_others_are_somebody_or_no_office(words: str) -> None:
    assert not is_office_of_nobody(words)


def test_an_office_of_nobody_claims_one_party_s_cooperation_and_nothing_else() -> None:
    interests = Interests(parties={"Norway": "N", "Kenya": "K"})
    said = {"speakers": ("the foreign ministry",), "object": None}

    def standing(type_: str, mode: str, *actors: str) -> str:
        (event,) = group([row(type=type_, mode=mode, actors=actors, **said)], interests)
        return event.standing

    assert standing("CONCEDE", "release", "Norway") == "claimed"
    assert standing("CONCEDE", "release", "Norway", "Kenya") == "reported"
    assert standing("CONCEDE", "release", "Chad") == "reported"
    assert standing("ASSAULT", "attack", "Norway") == "reported"
    assert standing("CONSULT", "meet", "Norway") == "reported"
