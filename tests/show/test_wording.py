"""Words for what the brief has as data."""

import pytest

from servanda.show.wording import dated, joined, percent, sure, together


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
        ("new ties", "to be done, P3M", (("B", "Borland"),), ()),
    ]


@pytest.mark.parametrize(("share", "told"), [(1.0, "100%"), (0.999, "99%"), (0.976, "98%"), (0.0, "0%")])
def test_only_the_whole_is_all(share: float, told: str) -> None:
    assert percent(share) == told
