"""What is not known: questions new and old, and what one side says and another denies."""

from collections.abc import Callable
from datetime import date

from servanda.brief import Brief, Claim

DAY = date(2030, 12, 31)
SENT = (
    "holds_from=2030-07-01|type=AID|mode=military|actors=A|recipients=Cordia|object=rockets|text=Rockets went to Cordia"
)
DENIED = SENT.replace("text=Rockets went to Cordia", "certainty=-3|source={}|text=No rockets were sent")


def disputes(brief: Brief) -> list[Claim]:
    return [c for c in brief.section("unknowns").claims if c.group == "Asserted by one side and denied by another"]


def test_what_a_party_denies_is_open_and_the_means_that_would_settle_it_are_named(grown: Callable[..., Brief]) -> None:
    brief = grown(DAY, SENT, DENIED.format("Arlandic government"))
    (open_,) = disputes(brief)
    assert open_.text == "Rockets went to Cordia. Against that: No rockets were sent"
    assert (open_.details["asserted_by"], open_.details["denied_by"]) == (["Lake Post"], ["Arland"])
    assert [s.source for s in open_.against] == ["Arlandic government"]
    assert open_.details["would_settle"] == ["an account by others who were there, or a record of it"]
    assert "; 1 report that another side denies" in brief.section("unknowns").summary


def test_the_means_of_the_agreement_that_see_such_an_act_would_settle_it(grown: Callable[..., Brief]) -> None:
    row = "holds_from=2030-08-01|type=MOBILIZE|mode=test|actors=A|object=rocket|text=A rocket rose"
    denial = row.replace("text=A rocket rose", "certainty=-3|source=Arlandic government|text=No rocket rose")
    (open_,) = disputes(grown(DAY, row, denial))
    assert open_.details["would_settle"] == ["launch-warning"]


def test_two_newspapers_that_differ_are_no_two_sides(grown: Callable[..., Brief]) -> None:
    assert disputes(grown(DAY, SENT, DENIED.format("Southern Post"))) == []


def test_two_values_that_deny_each_other_are_one_dispute(grown: Callable[..., Brief]) -> None:
    value = "holds_from=2030-03-01|actors=A|quantity=launchers|value={}|source={}|text=Launchers of Arland"
    (open_,) = disputes(grown(DAY, value.format(80, "Arlandic government"), value.format(95, "Borlandic government")))
    assert {*open_.details["asserted_by"], *open_.details["denied_by"]} == {"Arland", "Borland"}


def test_a_question_long_not_spoken_of_stands_apart(grown: Callable[..., Brief]) -> None:
    groups = {
        day: [c.group for c in grown(day).section("unknowns").claims if "how many engine stands" in c.text]
        for day in (DAY, date(2031, 6, 1))
    }
    assert groups == {
        DAY: ["Said to be unknown"],
        date(2031, 6, 1): ["Said to be unknown, and long not spoken of"],
    }
