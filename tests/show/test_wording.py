"""Words for what the brief has as data."""

import pytest

from servanda.brief import Claim
from servanda.show.evidence import credit
from servanda.show.wording import aftermath, dated, deadline, joined, percent, sure, together, unworded
from servanda.statement import Statement


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("2018-06-12", "12 June 2018"),
        ("2018-06", "June 2018"),
        ("2024-04-22/2024-04-28", "22 to 28 April 2024"),
        ("by hand", "by hand"),
    ],
)
def test_days_stand_in_words(told: str, words: str) -> None:
    assert dated(told) == words


@pytest.mark.parametrize(
    ("certainty", "word"),
    [(3, "certain"), (2, "likely"), (1, "possible"), (0.2, "open"), (-0.2, "open"), (-1, "possible that not"), (-3, "certain that not")],
)  # fmt: skip
def test_how_sure_a_statement_is_stands_in_words(certainty: float, word: str) -> None:
    assert sure(certainty) == word


def test_what_all_end_in_is_said_once() -> None:
    assert together(["deadline, in the text", "definition, in the text", "scope, in the text"]) == (
        "deadline, definition and scope, in the text"
    )
    assert together(["a list, checked", "an inspection"]) == "a list, checked; an inspection"
    assert together(["a list, checked"]) == "a list, checked"
    assert together(["one", "two"]) == "one; two"
    assert together([]) == ""


def test_what_is_asked_alike_of_two_is_one_line() -> None:
    asked = {
        "id": "new-ties",
        "form": "endeavour",
        "deadline": None,
        "readings": [{"by": "A", "end": "trade", "note": None}],
    }
    told = joined(
        [{**asked, "party": "A", "party_name": "Arland"}, {**asked, "party": "B", "party_name": "Borland"},
         {**asked, "party": "B", "party_name": "Borland", "form": "perform", "deadline": "P3M", "readings": []}],
        {"A": "Arland", "B": "Borland"},
    )  # fmt: skip
    assert [(d.what, d.form, d.parties, d.readings) for d in told] == [
        ("new ties", "to be worked towards", (("A", "Arland"), ("B", "Borland")), (("Arland", "trade"),)),
        ("new ties", "to be done, within 3 months", (("B", "Borland"),), ()),
    ]


@pytest.mark.parametrize(("share", "told"), [(1.0, "100%"), (0.999, "99%"), (0.976, "98%"), (0.0, "0%")])
def test_only_the_whole_is_all(share: float, told: str) -> None:
    assert percent(share) == told


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({}, ""),
        ({"reversible": "final", "answered_by": None}, "Cannot be taken back."),
        (
            {"reversible": "costly", "answered_by": {"text": "A ship passed."}, "answered_after": 1},
            "Costly to take back; followed after 1 day by: A ship passed.",
        ),
        (
            {"reversible": "easy", "answered_by": {"text": "A ship passed"}, "answered_after": 0,
             "taken_back_by": {"text": "It was stopped."}},
            "Easy to take back; followed on the same day by: A ship passed; taken back since: It was stopped.",
        ),
        ({"would_settle": ["a list, checked", "an inspection"]}, "Would settle it: a list, checked; an inspection."),
        ({"would_settle": ["survey", "press"]}, "Would settle it: what “survey” would show; what “press” would show."),
    ],
)  # fmt: skip
def test_what_came_of_a_claim_stands_in_words(details: dict[str, object], told: str) -> None:
    assert aftermath(Claim("It was so.", details=details)) == told


def test_what_the_reason_of_a_verdict_names_is_not_told_again() -> None:
    assert aftermath(Claim("Not measurable.", word="not measurable", details={"would_settle": ["a deadline"]})) == ""


@pytest.mark.parametrize(
    ("speaker", "told"),
    [("The two sides", "quoting the two sides"), ("The Guardian", "quoting The Guardian"), ("Ada Example", "quoting Ada Example")],
)  # fmt: skip
def test_who_is_quoted_stands_within_a_sentence(speaker: str, told: str) -> None:
    statement = Statement(id="s", document="d", source="Wire", origin="Wire", speakers=(speaker,))
    assert told in credit(statement)


@pytest.mark.parametrize(
    ("form", "given", "told"),
    [
        ("perform", None, ""),
        ("perform", "P90D", ", within 90 days"),
        ("perform", "2018-02-05", ", by 5 February 2018"),
        ("repeat", "P3M", ", every 3 months"),
        ("respond", "P1Y6M", ", within 1 year 6 months"),
    ],
)
def test_deadlines_stand_in_words(form: str, given: str | None, told: str) -> None:
    assert deadline(form, given) == told


def test_a_badge_and_the_words_beside_it_do_not_say_the_same() -> None:
    assert unworded(Claim("Arland, stand: broken. It was due.", word="broken")) == "Arland, stand: It was due."
    assert unworded(Claim("The stand: broken. It fell.")) == "The stand: broken. It fell."
