"""Which year a day without its year is taken to lie in. Texts are our own."""

from collections.abc import Callable
from datetime import date

import pytest

from servanda.reading.years import Years, ahead, years
from servanda.spans import Span


def on(month: int, day: int, weekday: int = 0) -> Callable[[int], date | None]:
    def of(year: int) -> date | None:
        made = date(year, month, day)
        return made if not weekday or made.isoweekday() == weekday else None

    return of


def test_a_weekday_beside_the_date_leaves_few_years() -> None:
    told = Years("The pact of 2018 holds.", [], []).complete(on(6, 12, 2), weekday_beside=True)
    assert told is not None
    assert told.day == date(2018, 6, 12)
    assert told.sure > 0.85


def test_years_told_of_alone_are_not_enough() -> None:
    told = Years("The pact of 2018 holds.", [], []).complete(on(6, 12), weekday_beside=False)
    assert told is not None
    assert told.sure < 0.85


def test_weekdays_told_of_make_a_year_likelier() -> None:
    text = "They met in 2016."
    without = Years(text, [], []).complete(on(6, 12), weekday_beside=False)
    with_days = Years(text, [2, 1], []).complete(on(6, 12), weekday_beside=False)
    assert without is not None
    assert with_days is not None
    assert (without.day.year, with_days.day.year) == (2016, 2018)


@pytest.mark.parametrize("notice", ["© 2018 Example Wire", "Copyright 2018 Example Wire", "(c) 2018"])
def test_a_notice_tells_the_year(notice: str) -> None:
    told = Years(f"They met in 1987.\n{notice}", [], []).complete(on(6, 12), weekday_beside=False)
    assert told is not None
    assert (told.day, told.sure) == (date(2018, 6, 12), 0.95)


def test_a_post_tells_the_year_of_days_near_it() -> None:
    posted = [(date(2019, 1, 2), Span(0, 4))]
    near = Years("They met.", [], posted).complete(on(12, 30), weekday_beside=False)
    assert near is not None
    assert (near.day, near.evidence) == (date(2018, 12, 30), (Span(0, 4),))
    assert Years("They met.", [], posted).complete(on(6, 12), weekday_beside=False) is None


def test_what_is_to_come_is_told_apart() -> None:
    text = "They met in 2016 and will meet again in 2020."
    found = years(text)
    assert [(year, ahead(text, span)) for year, span in found.items()] == [(2016, False), (2020, True)]
