"""Since when something is denied, and on which day what is no longer done is not done."""

from datetime import date

import pytest

from servanda.days import Period
from servanda.documents import Document
from servanda.reading import Reader
from servanda.reading.statements import statements_of

DAY = date(2019, 5, 10)
READER = Reader()


def holds(text: str, mode: str) -> Period:
    """When the one statement of a mode in a text published on DAY holds."""
    document = Document("d", text, DAY)
    said = statements_of(document, READER.read(document), source="Daily", coder_version="1")
    (one,) = [s for s in said if s.mode == mode]
    return one.holds


@pytest.mark.parametrize(
    ("since", "start"),
    [
        ("November 2017", date(2017, 12, 1)),
        ("2016", date(2017, 1, 1)),
        ("29 November 2017", date(2017, 11, 29)),
        ("this year", date(2019, 1, 1)),
    ],
)
def test_none_since_a_month_is_told_of_the_time_after_it(since: str, start: date) -> None:
    assert holds(f"Norway has not tested a missile since {since}.", "test") == Period(start, DAY)


def test_some_since_a_month_may_have_been_in_it() -> None:
    assert holds("Norway has tested missiles since November 2017.", "test").start == date(2017, 11, 1)


def test_what_is_no_longer_done_may_have_been_done_before() -> None:
    assert holds("Norway is no longer dismantling its missile site.", "dismantle") == Period.of(DAY)
