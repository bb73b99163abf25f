"""What a case's own files teach the reader: modes by their names, things of its acts, adjectives of its parties."""

from datetime import date

import pytest

from servanda.documents import Document
from servanda.reading import Reader, statements_of
from servanda.reading.lexicon import Actor, KnownAct, Lexicon, Named
from servanda.statement import Statement

THINGS = (
    ("RETREAT", "close", "Brenn sluice"),
    ("RETREAT", "close", "Lime Street depot"),
    ("CONCEDE", "lift sanctions", "timber ban"),
    ("RETREAT", "withdraw", "last of the non-organic troops"),
    ("RETREAT", "withdraw", "last of the border police"),
    ("AGREE", "sign", "Law on the Governing of Mull"),
    ("MOBILIZE", "rebuild", "Orlen dam"),
    ("REJECT", "suspend agreement", "New Dawn"),
)
READER = Reader(
    Lexicon(
        actors=(
            Actor("Arland", "state", ("Arlandic government", "Port Arl"), party="A"),
            Actor("Borland", "state", ("Borlandic army",), party="B"),
        ),
        objects=tuple(Named(name) for _, _, name in THINGS if name != "New Dawn"),
        modes={
            "COERCE": ("divert water", "jam signals"),
            "CONCEDE": ("grant amnesty",),
            "COOPERATE": ("hold elections", "share harbours"),
        },
        agreement_names=("New Dawn", "the accord"),
        acts=tuple(KnownAct(*act) for act in THINGS),
    )
)


def told(text: str) -> list[Statement]:
    """The statements of acts that a text makes."""
    document = Document("d", text, date(2019, 5, 10))  # a Friday
    found = statements_of(document, READER.read(document), source="Daily", coder_version="1")
    return [s for s in found if s.kind == "event"]


def brief(statement: Statement) -> str:
    """Mode, who acts and the thing of a statement."""
    return f"{statement.mode}: {' and '.join(statement.actors) or '-'}: {statement.object or '-'}"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Arland diverted water into the canal between 2 and 5 May, the commission said.", "divert water: Arland: -"),
        ("Water was diverted into the canal by Arland on Monday.", "divert water: Arland: -"),
        ("Arland has diverted the water of two rivers.", "divert water: Arland: -"),
        ("Borland accused Arland of diverting water into the canal.", "divert water: Arland: -"),
        ("Borland jammed the signals of three ships on Monday.", "jam signals: Borland: -"),
        ("Arland granted amnesty to some 1,400 prisoners on Tuesday.", "grant amnesty: Arland: -"),
        ("An amnesty was granted by Arland on Tuesday.", "grant amnesty: Arland: -"),
        ("Borland held its first election on Monday.", "hold elections: Borland: -"),
        ("Elections were held by Borland in April.", "hold elections: Borland: -"),
        ("Arland and Borland have shared two harbours since May.", "share harbours: Arland and Borland: -"),
    ],
)
def test_a_mode_of_a_case_is_read_by_its_name(text: str, act: str) -> None:
    assert act in [brief(s) for s in told(text)]


def test_nobody_says_what_a_mode_of_a_case_does() -> None:
    (amnesty,) = told("Arland granted amnesty to some 1,400 prisoners on Tuesday.")
    assert amnesty.speakers == ()


def test_what_is_denied_of_such_a_mode() -> None:
    (denial,) = told("Arland's water minister, Orla Benn, denied on Sunday that her country had diverted water.")
    assert (denial.mode, denial.actors, denial.speakers) == ("divert water", ("Arland",), ("Orla Benn",))
    assert denial.certainty <= -1.5


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Arland closed the Brenn sluice on Thursday, the commission said.", "close: Arland: Brenn sluice"),
        ("Arland shut the Lime Street depot on Monday.", "close: Arland: Lime Street depot"),
        ("The Brenn sluice was closed by Arland on Thursday.", "close: Arland: Brenn sluice"),
        ("Borland lifted its ban on Arlandic timber on Thursday.", "lift sanctions: Borland: timber ban"),
        ("Borland ended the timber ban on Thursday.", "lift sanctions: Borland: timber ban"),
        ("Borland withdrew the last of its non-organic troops on Thursday.", "withdraw: Borland: last of the non-organic troops"),
        ("The last of the border police left Mull on Thursday.", "withdraw: -: last of the border police"),
        ("Borland passed the Law on the Governing of Mull on Tuesday.", "sign: Borland: Law on the Governing of Mull"),
        ("Arland has rebuilt the Orlen dam.", "rebuild: Arland: Orlen dam"),
        ("Arland is suspending its part in New Dawn.", "suspend agreement: Arland: New Dawn"),
    ],
)  # fmt: skip
def test_a_thing_of_an_act_is_of_the_kind_that_its_words_ask_for(text: str, act: str) -> None:
    assert act in [brief(s) for s in told(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Arland painted the Brenn sluice on Thursday.",
        "Borland debated the timber ban on Thursday.",
        "Arland closed a shop near the river on Monday.",
    ],
)
def test_such_a_thing_makes_no_act_of_other_words(text: str) -> None:
    assert not {"close", "lift sanctions"} & {s.mode for s in told(text)}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Arlandic guards fired on a boat on Monday.", "Arland"),
        ("An Arlandic colonel met the envoy on Monday.", "Arland"),
        ("Borlandic engineers inspected the Orlen dam on Monday.", "Borland"),
        ("Engineers from Borland inspected the Orlen dam on Monday.", "Borland"),
        ("Three fishermen were detained by Borlandic police on Monday.", "Borland"),
    ],
)
def test_the_adjective_of_a_party_is_that_party(text: str, actor: str) -> None:
    assert {s.actors for s in told(text)} == {(actor,)}
