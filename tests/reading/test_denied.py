"""What a sentence denies or takes back of the one before it."""

import pytest
from acts import firm, said

CLAIM = "Norland said on Tuesday that Sudland had shelled a village. "
STORY = "An article in Monday's paper said that Sudland's navy had shelled a village. "


def denials(text: str, mode: str = "attack") -> list[tuple[str, ...]]:
    """Who says of the acts of Sudland that they were not done."""
    acts = [s for s in said(text) if s.mode == mode and "Sudland" in s.actors]
    return [s.speakers for s in acts if s.certainty <= -1.5]


@pytest.mark.parametrize(
    ("denial", "speaker"),
    [
        ("The army of Oman denied it.", "Oman"),
        ("Sudland denied the accusation.", "Sudland"),
        ("Sudland's navy has rejected the claim as absurd.", "navy"),
        ("Sudland's foreign minister called the report a lie.", "minister"),
        ("Sudland said the report was false.", "Sudland"),
        ("Sudland denied doing so.", "Sudland"),
        ("Sudland said it had done no such thing.", "Sudland"),
        ("The allegation was dismissed by Sudland's envoy in Rome.", "envoy"),
        ("Sudland's prime minister said it was not true.", "minister"),
        ("A spokesman for the navy disputed that account.", "spokesman"),
    ],
)
def test_a_denial_is_of_the_act_before_it_and_in_the_words_of_who_denies(denial: str, speaker: str) -> None:
    (speakers,) = denials(CLAIM + denial)
    assert speaker in " ".join(speakers)
    assert not [s for s in said(CLAIM + denial) if s.type == "REJECT"]
    assert [s for s in said(CLAIM + denial) if s.mode == "attack" and firm(s)]  # the claim stands beside it


def test_a_paragraph_may_stand_between_them() -> None:
    assert denials(CLAIM + "\n\nSudland's navy denied it.")


@pytest.mark.parametrize(
    "after",
    [
        "Sudland did not deny it.",
        "Sudland rejected a demand for talks.",
        "Norland's envoy denied a visa to two reporters.",
        "That was wrong, the pope said.",
        "Sudland denied that it had closed the port.",
        "Oman did not.",
        "It was not a good day for the peace talks.",
        "Sudland rejected the report of the auditors on its bank.",
        "The mayor called it a tragedy.",
    ],
)
def test_what_denies_something_else_or_nothing_denies_no_act_before_it(after: str) -> None:
    assert not denials(CLAIM + after)


@pytest.mark.parametrize(
    "correction",
    [
        "That was wrong.",
        "The report was incorrect.",
        "It had not.",
        "In fact, a gas pipe had blown up.",
        "The article has been retracted.",
        "It should have said that the village was flooded.",
        "The paper regrets the error.",
    ],
)
def test_what_a_text_takes_back_is_not_told_as_done(correction: str) -> None:
    assert not [s for s in said(STORY + correction) if s.mode == "attack" and firm(s)]


@pytest.mark.parametrize("correction", ["That was wrong.", "The report was untrue.", "It had not."])
def test_what_a_text_takes_back_it_denies_in_its_own_name(correction: str) -> None:
    assert denials(STORY + correction) == [()]


@pytest.mark.parametrize(
    "text",
    [
        "An earlier version of this story said that Sudland had shelled a village.",
        "Because of an editing error, an article on Monday said that Sudland had shelled a village.",
        "A headline on Monday wrongly said that Sudland had shelled a village.",
        "A report in Monday's edition that Sudland had shelled a village was wrong.",
        "Due to an error, a caption in Monday's paper said that Sudland had shelled a village.",
    ],
)
def test_a_correction_tells_of_no_act(text: str) -> None:
    assert not [s for s in said(text) if s.mode == "attack" and firm(s)]


def test_an_act_that_is_only_called_bad_stands() -> None:
    assert [s for s in said("Sudland shelled a village on Monday. That was wrong.") if s.mode == "attack" and firm(s)]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Norland's water minister, Orla Benn, denied that her country had fired on a patrol boat.", "Norland"),
        ("Sudland's envoy denied on Monday that his country had fired on a patrol boat.", "Sudland"),
        ("The president of Chad denied that his nation had fired on a patrol boat.", "Chad"),
        ("Sudland's government denied that its army had fired on a patrol boat.", "Sudland"),
    ],
)
def test_what_somebody_denies_of_the_own_country(text: str, actor: str) -> None:
    (told,) = [s for s in said(text) if s.kind == "event"]
    assert (told.mode, told.actors) == ("attack", (actor,))
    assert told.certainty <= -1.5
