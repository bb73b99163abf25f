"""Since when: a day, or an event by a name of the case."""

from datetime import date

import pytest

from servanda.agreement.model import Agreement, Party
from servanda.brief import make
from servanda.brief.beginning import Beginning, beginning, named_days
from servanda.case import Case
from servanda.days import Period, parse_period
from servanda.errors import UsageError
from servanda.reading.lexicon import Lexicon, NamedEvent

LEXICON = Lexicon(
    events=(
        NamedEvent("Mill Island summit", parse_period("2031-03-13/2031-03-14"), ("second summit", "the Island talks")),
        NamedEvent("an endless dispute", Period(None, date(2031, 1, 1))),
    )
)
ACCORD = Agreement("Lake accord", date(2030, 1, 10), Period(date(2030, 2, 1)), (Party("A", "Arland"),), ())


@pytest.mark.parametrize(
    ("given", "day", "name"),
    [
        ("2030-05-06", date(2030, 5, 6), None),
        ("2030-05", date(2030, 5, 1), None),
        ("2030", date(2030, 1, 1), None),
        ("Mill Island summit", date(2031, 3, 13), "Mill Island summit"),
        ("the mill island SUMMIT", date(2031, 3, 13), "Mill Island summit"),
        ("second summit", date(2031, 3, 13), "Mill Island summit"),
        ("signature", date(2030, 1, 10), "signature"),
        ("entry into force", date(2030, 2, 1), "entry into force"),
    ],
)
def test_a_day_or_a_named_event(given: str, day: date, name: str | None) -> None:
    assert beginning(given, ACCORD, LEXICON) == Beginning(day, name)


@pytest.mark.parametrize("given", ["", "the summit", "2030-02-30", "../2030-01-01", "an endless dispute"])
def test_what_is_neither_is_refused_with_the_names_that_there_are(given: str) -> None:
    with pytest.raises(UsageError, match="Mill Island summit") as raised:
        beginning(given, ACCORD, LEXICON)
    assert raised.value.code == "SV602"


def test_what_can_be_named_is_listed_in_order() -> None:
    assert list(named_days(ACCORD, LEXICON)) == ["signature", "entry into force", "Mill Island summit"]


def test_events_are_told_from_that_day_on(arland: Case) -> None:
    day = date(2030, 12, 31)
    whole, later = (make(arland, day, since).section("since") for since in (None, "2030-09-01"))
    assert whole.data["since"] == {"day": "2030-01-10", "name": "signature"}
    assert later.data["since"] == {"day": "2030-09-01", "name": None}
    assert "since 1 September 2030" in later.summary
    told = [c.text for c in later.claims if c.group == "2030"]
    assert told == [c.text for c in whole.claims if c.group == "2030" and c.when and c.when.end >= date(2030, 9, 1)]  # type: ignore[operator]
    assert 0 < len(told) < len([c for c in whole.claims if c.group == "2030"])


def test_only_that_answer_is_another(arland: Case) -> None:
    day = date(2030, 12, 31)
    whole, later = (make(arland, day, since).to_json() for since in (None, "2030-09-01"))
    assert [key for key in whole if whole[key] != later[key]] == ["since"]
