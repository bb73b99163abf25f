"""Plain words for periods, provisions and notes."""

import pytest

from servanda.brief import phrase
from servanda.days import parse_period


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("2030-06-12", "12 June 2030"),
        ("2030-06", "June 2030"),
        ("2030", "2030"),
        ("2030-06-12/2030-06-20", "12 to 20 June 2030"),
        ("2030-01-01/2030-06-30", "1 January to 30 June 2030"),
        ("2029-12-30/2030-01-02", "30 December 2029 to 2 January 2030"),
        ("../2030-06-12", "by 12 June 2030"),
        ("2030-06-12/..", "since 12 June 2030"),
    ],
)
def test_a_period_in_words(days: str, told: str) -> None:
    assert phrase.period(parse_period(days)) == told


@pytest.mark.parametrize("number", ["1", "3.1.2", "XIV.2", "II.1b", "4.a", "IV"])
def test_a_number_of_the_text_is_told_as_one(number: str) -> None:
    assert phrase.has_number(number)


@pytest.mark.parametrize("name", ["preamble", "I.3-freeze", "said-tests"])
def test_a_name_of_the_file_is_no_number(name: str) -> None:
    assert not phrase.has_number(name)


def test_a_note_without_a_full_stop_gets_one_before_another_sentence() -> None:
    assert phrase.sentence("The stand is gone") == "The stand is gone."
    assert phrase.sentence("Is it gone?") == "Is it gone?"
    assert phrase.sentence("He said “It is gone.”") == "He said “It is gone.”"
