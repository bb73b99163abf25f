"""Whatever the text: offsets stand, nothing overlaps, nothing breaks, and time grows with length only."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import growth

from servanda.days import Period
from servanda.reading import times
from servanda.reading.lexicon import NamedEvent
from servanda.reading.model import TimeExpression

VOCABULARY = """
    the a last next this 3 12 2018 1990s two twenty hundred half day days week weeks months year
    quarter ago later earlier early mid - , . ( ) June Nov. May Friday Mon night morning noon 10:35
    5 p.m. GMT summer fall second first of in at to or and every each today now recently 31 Feb. 30
    0 9999 Christmas Easter 2018-02-30 13/13/2018 99999999999999999999 decades century 21st 99th 's
    ½ 5 1/2 1/0 past future fiscal end about more than said will
"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n", "\n\n", "5 1/2"])
DAYS = st.none() | st.dates()


def check(text: str, found: list[TimeExpression]) -> None:
    end = 0
    for expression in found:
        assert end <= expression.span.start < expression.span.end <= len(text)
        end = expression.span.end
        assert expression.span.of(text).strip() == expression.span.of(text)
        assert re.fullmatch(
            r"(PRESENT|PAST|FUTURE)_REF|P(T?[\dX.]+(?:DE|CE|WE|[YMWDHSQEC]))+(\d+[MS])?|[\dX]{2,4}(-[\dXWQHSPUFAIE]+)*(T[\dA-Z:]+)?",
            expression.value,
        ), expression.value


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=40), DAYS)
def test_time_words_in_any_order(words: list[str], published: date | None) -> None:
    text = " ".join(words)
    check(text, times.tag(text, published))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), DAYS)
def test_any_text(text: str, published: date | None) -> None:
    check(text, times.tag(text, published))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(WORDS | st.sampled_from(["Bay Talks", "İNN", "inn", "ẞ", "after the"]), max_size=20),
    st.lists(st.text(min_size=1, max_size=6) | st.sampled_from(["the bay talks", "inn", "ß", "May", " "]), max_size=3),
)
def test_any_names_of_events(parts: list[str], names: list[str]) -> None:
    text = " ".join(parts)
    events = [NamedEvent(name, Period.of(date(2018, 6, 12)), ("Bay Talks",)) for name in names]
    check(text, times.tag(text, date(2019, 1, 19), events=events))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="😀é\u0301Ω ", max_size=20), st.text(alphabet="字ß’ ", max_size=20))
def test_offsets_count_code_points(before: str, after: str) -> None:
    text = f"{before} on June 12, 2018. {after}"
    spans = [x.span.of(text) for x in times.tag(text, None)]
    assert "June 12, 2018" in spans


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_full_date_is_read_as_written(day: date) -> None:
    for text in (f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}", day.isoformat()):
        found = times.tag(f"It was {text}.", date(2019, 1, 19))
        assert [(x.value, x.period) for x in found] == [(day.isoformat(), Period.of(day))]


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "1",
        "1,",
        "the last ",
        "two-",
        "June ",
        "\n",
        " ",
        "Friday ",
        "five to six or ",
        "every ",
        "'",
        "May 5 ",
        "(",
        "12:",
    ],
)
def test_time_grows_with_length_only(unit: str) -> None:
    def run(size: int) -> Callable[[], object]:
        text = unit * (size // len(unit))
        return lambda: times.tag(text, date(2019, 1, 19))

    assert growth(run, 6_000, 48_000) < 1.6
