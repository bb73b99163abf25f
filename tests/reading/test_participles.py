"""What stands before a noun like an adjective tells of no act; what goes on from an act shares its day."""

import pytest
from acts import firm, said


@pytest.mark.parametrize(
    "text",
    [
        "Norland has 1,796 deployed warheads.",
        "Sudland had 1,444 deployed warheads and 527 deployed carriers on Monday.",
        "The number of deployed missiles fell to 400 in March.",
        "The detained reporters slept in tents on Monday.",
        "The frozen assets amount to two billion dollars.",
        "The imposed sanctions cost Norland a billion a year.",
        "Lists of released prisoners were read out by Norland on Monday.",
        "Norland has painted the destroyed bridge.",
        "The banned party has a new name.",
        "Norland's newly tested missile weighs nine tons.",
        "The recently dismantled stand was the largest in Sudland.",
        "Sudland pays a pension to the wounded soldiers.",
    ],
)
def test_an_adjective_is_no_act(text: str) -> None:
    assert not [s for s in said(text) if firm(s)]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Two deployed launchers were dismantled by Norland on Monday.", "dismantle"),
        ("Norland released the captured pilots on Monday.", "release"),
        ("Warheads deployed by Norland on Monday can reach Sudland.", "deploy"),
    ],
)
def test_an_act_beside_one_is(text: str, mode: str) -> None:
    assert [s.mode for s in said(text) if firm(s)] == [mode]


@pytest.mark.parametrize(
    ("text", "mode", "day"),
    [
        ("Norland closed its plant on Tuesday and freed two men.", "release", "2019-05-07"),
        ("Norland tested a missile on Monday and expelled six envoys.", "expel", "2019-05-06"),
        ("Norland signed the pact on Monday and lifted its embargo on Wednesday.", "lift sanctions", "2019-05-08"),
        ("Norland shelled a port on Monday, killing three sailors.", "kill", "2019-05-06"),
        ("Norland's leader met the envoy on Monday, releasing two prisoners as a sign of goodwill.", "release", "2019-05-06"),
    ],
)  # fmt: skip
def test_what_goes_on_from_an_act_shares_its_day(text: str, mode: str, day: str) -> None:
    assert {str(s.holds.start) for s in said(text) if s.mode == mode} == {day}


def test_what_came_of_an_act_is_no_second_one() -> None:
    assert len(said("Norland fired on a house on Monday, wounding two.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Norland is suspending its part in the treaty.",
        "Norland said that it was suspending its participation in the treaty.",
        "Norland suspended its membership of the pact in May.",
        "Norland is halting its role in the accord, its president said.",
        "Norland has paused its compliance with the agreement.",
        "Norland suspended its obligations under the treaty on Monday.",
    ],
)
def test_a_part_in_an_agreement_is_suspended(text: str) -> None:
    assert ("suspend agreement", ("Norland",)) in [(s.mode, s.actors) for s in said(text)]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Norland asked Sudland on Monday to admit inspectors to a base.", "inspect"),
        ("Norland urged Sudland to let inspectors visit the plant.", "inspect"),
        ("Norland called on Sudland to lift its embargo.", "lift sanctions"),
        ("Norland demanded that Sudland dismantle the stand.", "disarm"),
        ("Norland asked Sudland to send food aid.", "aid"),
    ],
)
def test_a_request_is_for_what_its_clause_asks(text: str, mode: str) -> None:
    assert mode in [s.mode for s in said(text) if s.type == "REQUEST"]


@pytest.mark.parametrize(
    "text",
    [
        "A Sudland diplomat accused Norland on Sunday of deploying missiles abroad.",
        "Sudland blamed Norland on Monday for deploying missiles abroad.",
        "Sudland's envoy criticised Norland in May for deploying missiles abroad.",
    ],
)
def test_the_day_of_a_reproach_is_not_that_of_the_act(text: str) -> None:
    (act,) = [s for s in said(text) if s.mode == "deploy"]
    assert (act.actors, act.holds.start) == (("Norland",), None)


@pytest.mark.parametrize(
    "text",
    [
        "Secretary of State Anna Holm and Omar Lund held talks in Oslo on Sunday.",
        "Minister of Defence Anna Holm and Omar Lund met in Oslo on Sunday.",
        "Chief of Staff Anna Holm and Omar Lund met envoys in Oslo on Sunday.",
    ],
)
def test_who_is_joined_to_an_officer_acts_as_well(text: str) -> None:
    assert any("Omar Lund" in (*s.actors, *s.recipients) for s in said(text))


@pytest.mark.parametrize("guns", ["243 rifles", "40 guns", "more than 30 rifles", "another 222 weapons"])
def test_arms_that_are_handed_over(guns: str) -> None:
    assert [(s.mode, s.actors) for s in said(f"Norland handed over {guns} on Monday.")] == [("disarm", ("Norland",))]


def test_no_mark_of_a_quotation_is_part_of_a_thing() -> None:
    (test,) = said('Norland carried out a "very important test" at its launch site on Monday.')
    assert test.object == "very important test"
