"""What the time tagger finds and what it makes of it. Sentences are our own; the day of publication is a Saturday."""

from datetime import date

import pytest

from servanda.days import Period
from servanda.reading import times
from servanda.reading.lexicon import NamedEvent
from servanda.reading.model import Tense
from servanda.spans import Span

PUBLISHED = date(2019, 1, 19)
SUMMIT = NamedEvent("the Harbour summit", Period.of(date(2018, 6, 12)), ("Harbour summit",))


def tagged(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str, str]]:
    return [(x.span.of(text), x.type, x.value) for x in times.tag(text, published)]


CASES = [
    # days
    ("They signed it on June 12, 2018.", [("June 12, 2018", "DATE", "2018-06-12")]),
    ("They signed it on 12 June 2018.", [("12 June 2018", "DATE", "2018-06-12")]),
    ("It was signed on Tuesday, June 12, 2018.", [("Tuesday, June 12, 2018", "DATE", "2018-06-12")]),
    ("It was signed on the 12th of June, 2018.", [("the 12th of June, 2018", "DATE", "2018-06-12")]),
    ("Work stopped on Nov. 20.", [("Nov. 20", "DATE", "2018-11-20")]),
    ("Work will stop on Feb. 27.", [("Feb. 27", "DATE", "2019-02-27")]),
    ("The file is dated 2018-06-12.", [("2018-06-12", "DATE", "2018-06-12")]),
    ("The form says 6/12/2018.", [("6/12/2018", "DATE", "2018-06-12")]),
    ("The form says 27/2/2019.", [("27/2/2019", "DATE", "2019-02-27")]),
    (
        "Envoys spoke yesterday and meet again tomorrow.",
        [("yesterday", "DATE", "2019-01-18"), ("tomorrow", "DATE", "2019-01-20")],
    ),
    # weekdays by tense
    ("The envoy arrived on Friday.", [("Friday", "DATE", "2019-01-18")]),
    ("The envoy will arrive on Friday.", [("Friday", "DATE", "2019-01-25")]),
    ("They stood face-to-face Thursday.", [("Thursday", "DATE", "2019-01-17")]),
    ("She said so in a Tuesday interview.", [("Tuesday", "DATE", "2019-01-15")]),
    ("It is best done on a Tuesday.", [("Tuesday", "DATE", "XXXX-WXX-2")]),
    (
        "They will meet Tuesday. A day earlier, six were held.",
        [
            ("Tuesday", "DATE", "2019-01-22"),
            ("A day earlier", "DATE", "2019-01-18"),
        ],
    ),
    ("The envoy left last Saturday.", [("last Saturday", "DATE", "2019-01-12")]),
    ("The envoy comes next Saturday.", [("next Saturday", "DATE", "2019-01-26")]),
    ("The envoy will come this Monday.", [("this Monday", "DATE", "2019-01-21")]),
    ("The talks could open as early as Monday.", [("Monday", "DATE", "2019-01-21")]),
    ("They have until 9 a.m. Tuesday to reply.", [("9 a.m. Tuesday", "TIME", "2019-01-22T09:00")]),
    ("They had filed forty lists by Wednesday, she said.", [("Wednesday", "DATE", "2019-01-16")]),
    ("They would say nothing on Thursday's ruling.", [("Thursday", "DATE", "2019-01-17")]),
    ("She bought it before Thursday's sale.", [("Thursday", "DATE", "2019-01-17")]),
    ("He spoke ahead of Monday's vote.", [("Monday", "DATE", "2019-01-21")]),
    ("The yard shut on the 5th.", [("the 5th", "DATE", "2019-01-05")]),
    ("The yard will open on the 5th.", [("the 5th", "DATE", "2019-02-05")]),
    ("They count the votes on Election Day 2016.", [("Election Day 2016", "DATE", "2016-11-08")]),
    ("The shops were full on Black Friday.", [("Black Friday", "DATE", "2018-11-23")]),
    ("It was a Monday.", [("Monday", "DATE", "XXXX-WXX-1")]),
    ("The 12 January test was the third.", [("12 January", "DATE", "2019-01-12")]),
    ("It sailed at 0900 GMT on Thursday.", [("0900 GMT on Thursday", "TIME", "2019-01-17T09:00")]),
    ("Output fell in the 2017 fiscal year.", [("the 2017 fiscal year", "DATE", "2017")]),
    ("They work on weekends.", [("weekends", "SET", "XXXX-WXX-WE")]),
    ("He called the other day.", [("the other day", "DATE", "PAST_REF")]),
    # weeks, months, seasons, quarters, years
    ("It tested a weapon last November.", [("last November", "DATE", "2018-11")]),
    ("It tested a weapon in November.", [("November", "DATE", "2018-11")]),
    ("The leaders will meet in February.", [("February", "DATE", "2019-02")]),
    ("The leaders are to meet by the end of February.", [("the end of February", "DATE", "2019-02")]),
    ("The leaders met last week.", [("last week", "DATE", "2019-W02")]),
    ("The leaders meet next month.", [("next month", "DATE", "2019-02")]),
    ("Trade grew early last year.", [("early last year", "DATE", "2018")]),
    ("The yard was idle over the weekend.", [("the weekend", "DATE", "2019-W03-WE")]),
    ("The yard was idle last summer.", [("last summer", "DATE", "2018-SU")]),
    ("The yard was idle in the summer of 2016.", [("the summer of 2016", "DATE", "2016-SU")]),
    ("Output fell in the third quarter of 2017.", [("the third quarter of 2017", "DATE", "2017-Q3")]),
    ("Jun Lee wrote it in Jun.", [("Jun.", "DATE", "2018-06")]),
    ("They worked two 12-hour shifts.", [("12-hour", "DURATION", "PT12H")]),
    ("It spills 10,000 barrels of oil a day.", [("a day", "SET", "P1D")]),
    ("Her March speech was long.", [("March", "DATE", "2018-03")]),
    ("They want the pact before the meeting in July.", [("July", "DATE", "2019-07")]),
    ("Prices are published in July.", [("July", "DATE", "2018-07")]),
    ("Officials reported third-quarter output.", [("third-quarter", "DATE", "2018-Q3")]),
    (
        "The yard reported a third-quarter loss and will take a first-quarter charge. Sales in the latest quarter fell.",
        [
            ("third-quarter", "DATE", "2018-Q3"),
            ("first-quarter", "DATE", "2019-Q1"),
            ("the latest quarter", "DATE", "2018-Q3"),
        ],
    ),
    (
        "Sales fell in the third quarter from the same period last year.",
        [("the third quarter", "DATE", "2018-Q3"), ("the same period last year", "DATE", "2017-Q3")],
    ),
    (
        "Output fell in the third quarter from a year earlier. Over the nine months it rose from a year earlier.",
        [
            ("the third quarter", "DATE", "2018-Q3"),
            ("a year earlier", "DATE", "2017-Q3"),
            ("the nine months", "DURATION", "P9M"),
            ("a year earlier", "DATE", "2017"),
        ],
    ),
    (
        "Exports in November rose from the corresponding month a year earlier.",
        [("November", "DATE", "2018-11"), ("the corresponding month a year earlier", "DATE", "2017-11")],
    ),
    (
        "In 2015 the yard had no crane; a year earlier it had none, and a year earlier the crew was larger.",
        [("2015", "DATE", "2015"), ("a year earlier", "DATE", "2014"), ("a year earlier", "DATE", "2014")],
    ),
    ("Output fell in the first half of the year.", [("the first half of the year", "DATE", "2019-H1")]),
    ("Output doubled in fiscal 2017.", [("fiscal 2017", "DATE", "2017")]),
    ("The plant dates from the 1960s.", [("the 1960s", "DATE", "196")]),
    ("The plant was rebuilt in the late 1990s.", [("the late 1990s", "DATE", "199")]),
    ("It is a relic of the 20th century.", [("the 20th century", "DATE", "19")]),
    ("He spoke of nineteen ninety-four.", [("nineteen ninety-four", "DATE", "1994")]),
    ("The port opened in mid-March.", [("mid-March", "DATE", "2018-03")]),
    # ago and from the day that is told of
    ("Inspectors left two years ago.", [("two years ago", "DATE", "2017")]),
    ("Inspectors left ten days ago.", [("ten days ago", "DATE", "2019-01-09")]),
    ("Inspectors left three months ago.", [("three months ago", "DATE", "2018-10")]),
    ("Inspectors left two weeks ago.", [("two weeks ago", "DATE", "2019-W01")]),
    (
        "The pact was made in May 2015. A year earlier there was none, and the same month the talks broke off.",
        [("May 2015", "DATE", "2015-05"), ("A year earlier", "DATE", "2014"), ("the same month", "DATE", "2014-05")],
    ),
    # references
    ("Talks are now stalled.", [("now", "DATE", "PRESENT_REF")]),
    ("Talks stalled recently.", [("recently", "DATE", "PAST_REF")]),
    ("No test is likely in the near future.", [("the near future", "DATE", "FUTURE_REF")]),
    # lengths
    ("They talked for three days.", [("three days", "DURATION", "P3D")]),
    ("They began a two-year freeze.", [("two-year", "DURATION", "P2Y")]),
    ("They waited more than four hours.", [("more than four hours", "DURATION", "PT4H")]),
    ("It grew over the past three months.", [("the past three months", "DURATION", "P3M")]),
    ("It took several weeks.", [("several weeks", "DURATION", "PXW")]),
    ("It took twenty-four months.", [("twenty-four months", "DURATION", "P24M")]),
    ("In the weeks before the vote it fell.", [("the weeks", "DURATION", "PXW")]),
    ("It fell over the years.", [("the years", "DURATION", "PXY")]),
    ("It was the worst storm in years.", [("years", "DURATION", "PXY")]),
    ("It took half an hour.", [("half an hour", "DURATION", "PT30M")]),
    ("It was a two-and-a-half-year war.", [("two-and-a-half-year", "DURATION", "P2.5Y")]),
    ("They talked all week.", [("all week", "DURATION", "P1W")]),
    ("It lasted two decades.", [("two decades", "DURATION", "P20Y")]),
    ("The flight took 5 1/2 hours.", [("5 1/2 hours", "DURATION", "PT5H30M")]),
    # sets
    ("They report every year and each July.", [("every year", "SET", "P1Y"), ("each July", "SET", "XXXX-07")]),
    (
        "A daily count is kept, and staff meet every Friday.",
        [("daily", "SET", "P1D"), ("every Friday", "SET", "XXXX-WXX-5")],
    ),
    ("They meet three times a week.", [("three times a week", "SET", "P1W")]),
    ("They meet once every two years.", [("once every two years", "SET", "P2Y")]),
    ("They meet every other day.", [("every other day", "SET", "P2D")]),
    ("They were paid forty coins a week.", [("a week", "SET", "P1W")]),
    # times of day
    ("The blast came at 10:35 a.m. Friday.", [("10:35 a.m. Friday", "TIME", "2019-01-18T10:35")]),
    ("The talks ended at midday Thursday.", [("midday Thursday", "TIME", "2019-01-17T12:00")]),
    ("The talks ended at noon Thursday.", [("noon Thursday", "TIME", "2019-01-17T12:00")]),
    (
        "The gate shut at 3 p.m. local time on Thursday.",
        [("3 p.m. local time on Thursday", "TIME", "2019-01-17T15:00")],
    ),
    ("It fell around 5 a.m. Sunday morning.", [("around 5 a.m. Sunday morning", "TIME", "2019-01-13T05:00")]),
    ("It fell at about 7 p.m. last night.", [("7 p.m. last night", "TIME", "2019-01-18T19:00")]),
    ("The offer ended at 5 p.m. EST, Nov. 6.", [("5 p.m. EST, Nov. 6", "TIME", "2018-11-06T17:00")]),
    ("He landed on Friday night.", [("Friday night", "TIME", "2019-01-18TNI")]),
    ("He landed this morning.", [("this morning", "TIME", "2019-01-19TMO")]),
    ("He landed last night.", [("last night", "TIME", "2019-01-18TNI")]),
    # named days
    ("He was gone by Martin Luther King Day.", [("Martin Luther King Day", "DATE", "2019-01-21")]),
    ("The pause began on Christmas Day.", [("Christmas Day", "DATE", "2018-12-25")]),
    ("They met last Thanksgiving.", [("last Thanksgiving", "DATE", "2018-11-22")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_reads(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert tagged(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They may march on, and a second envoy may come.",
        "The sun set behind the fall of the hill.",
        "A five-year-old boy and a woman, 62, were there.",
        "He paid $1998 and 40% of 2000 people left.",
        "Prices fall when nobody buys.",
        "An august body met.",
        "The score was 3:1.",
        "A late touchdown in the second quarter settled it; the quarterback was hurt.",
        "They sold a zero-day flaw and hired 13-year-olds.",
        "Turnout on Super Tuesday was high.",
        "He counted the days.",
    ],
)
def test_leaves_alone_what_is_no_time(text: str) -> None:
    assert tagged(text) == []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("It tested a weapon last November.", date(2018, 11, 1), date(2018, 11, 30)),
        ("The leaders met last week.", date(2019, 1, 7), date(2019, 1, 13)),
        ("Output fell in the third quarter of 2017.", date(2017, 7, 1), date(2017, 9, 30)),
        ("Output fell in the last three months of 2015.", date(2015, 10, 1), date(2015, 12, 31)),
        ("It was idle in the winter of 2015.", date(2015, 12, 1), date(2016, 2, 29)),
        ("The plant dates from the 1960s.", date(1960, 1, 1), date(1969, 12, 31)),
        ("It is a relic of the 20th century.", date(1900, 1, 1), date(1999, 12, 31)),
        ("It grew over the past three months.", date(2018, 10, 19), date(2019, 1, 19)),
        ("The talks were held June 10-12, 2018.", date(2018, 6, 10), date(2018, 6, 12)),
        ("Talks stalled recently.", None, date(2019, 1, 19)),
        ("They talked for three days.", None, None),
        ("They talked three days after June 12, 2018.", date(2018, 6, 15), date(2018, 6, 15)),
        ("It was the second week of May 2018.", date(2018, 5, 8), date(2018, 5, 14)),
    ],
)
def test_period_is_the_days_covered(text: str, start: date | None, end: date | None) -> None:
    assert times.tag(text, PUBLISHED)[0].period == Period(start, end)


def test_three_days_after_a_day_leads_to_one_day() -> None:
    text = "On June 12, 2018, they signed. Two weeks later the stand was gone."
    later = times.tag(text, PUBLISHED)[1]
    assert (later.span.of(text), later.value) == ("Two weeks", "P2W")
    assert later.period == Period.of(date(2018, 6, 26))


def test_that_day_is_the_day_told_of_not_the_day_of_publication() -> None:
    text = "On March 3, 2015, they met. The same day a rocket rose, and the next morning another."
    assert [x.value for x in times.tag(text, PUBLISHED)] == ["2015-03-03", "2015-03-03", "2015-03-04TMO"]


def test_without_a_day_of_publication_nothing_is_made_up() -> None:
    found = times.tag("It ended yesterday, on Friday and last year.", None)
    assert [x.value for x in found] == ["XXXX-XX-XX", "XXXX-WXX-5", "XXXX"]
    assert all(x.period == Period() for x in found)


def test_names_of_events_stand_for_their_days() -> None:
    text = "No test since the Harbour summit. The HARBOUR SUMMIT was brief."
    found = times.tag(text, PUBLISHED, events=[SUMMIT])
    assert [(x.span.of(text), x.value) for x in found] == [
        ("the Harbour summit", "2018-06-12"),
        ("The HARBOUR SUMMIT", "2018-06-12"),
    ]
    assert found[0].period == SUMMIT.period


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It came three days after the Harbour summit.", date(2018, 6, 15)),
        ("It came two weeks before the Harbour summit.", date(2018, 5, 29)),
        ("The Harbour summit was brief. Ten days later it was forgotten.", date(2018, 6, 22)),
        ("No one spoke after the Harbour summit. The next day they parted.", date(2018, 6, 13)),
    ],
)
def test_names_of_events_anchor_what_leans_on_them(text: str, day: date) -> None:
    found = times.tag(text, PUBLISHED, events=[SUMMIT])
    assert Period.of(day) in [x.period for x in found]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They met the day after the Harbour summit.", "the day", "2018-06-13"),
        ("They met the week before the Harbour summit.", "the week", "2018-W23"),
        ("They met the month after the Harbour summit.", "the month", "2018-07"),
        ("They met the same month as the Harbour summit.", "the same month", "2018-06"),
    ],
)
def test_units_beside_an_event_are_counted_from_it(text: str, words: str, value: str) -> None:
    first, second = times.tag(text, PUBLISHED, events=[SUMMIT])
    assert (first.span.of(text), first.type, first.value) == (words, "DATE", value)
    assert second.period == SUMMIT.period


def test_a_longer_expression_wins_over_the_name_within_it() -> None:
    event = NamedEvent("Friday", Period.of(date(2018, 6, 12)))
    text = "He landed on Friday night."
    assert [x.span.of(text) for x in times.tag(text, PUBLISHED, events=[event])] == ["Friday night"]


def test_event_over_several_days_has_the_month_or_year_as_its_value() -> None:
    events = [
        NamedEvent("Talks A", Period(date(2019, 2, 27), date(2019, 2, 28))),
        NamedEvent("Talks B", Period(date(2019, 2, 27), date(2019, 3, 1))),
        NamedEvent("Talks C", Period(date(2018, 12, 30), date(2019, 1, 2))),
        NamedEvent("Talks D", Period(date(2018, 12, 30), None)),
    ]
    found = times.tag("Talks A, Talks B, Talks C and Talks D", PUBLISHED, events=events)
    assert [x.value for x in found] == ["2019-02", "2019", "XXXX", "XXXX-XX-XX"]
    assert [x.period for x in found] == [e.period for e in events]


def test_the_tense_that_the_caller_tells_wins() -> None:
    text = "Arrival Friday."
    assert times.tag(text, PUBLISHED, tense=lambda _: "future")[0].value == "2019-01-25"
    assert times.tag(text, PUBLISHED, tense=lambda _: "past")[0].value == "2019-01-18"


@pytest.mark.parametrize(
    ("text", "tense", "day"),
    [
        ("She said Thursday she would leave.", "future", "2019-01-17"),
        ("She was freed by Thursday.", "past", "2019-01-17"),
        ("She stayed until Thursday.", "past", "2019-01-17"),
        ("The vote was put off until Thursday.", "past", "2019-01-24"),
        ("Traders look to a speech on Thursday.", "present", "2019-01-17"),
        ("Traders look to a speech on Monday.", "present", "2019-01-21"),
        ("Both trail ahead of Thursday's vote.", "present", "2019-01-24"),
        ("She will decide before Thursday's vote.", "future", "2019-01-24"),
    ],
)
def test_words_beside_an_expression_tell_more_than_the_tense_of_the_clause(text: str, tense: Tense, day: str) -> None:
    (found,) = times.tag(text, PUBLISHED, tense=lambda _: tense)
    assert found.value == day


def test_what_could_not_be_is_past() -> None:
    text = "She could not be reached Wednesday."
    (found,) = times.tag(text, PUBLISHED, tense=lambda _: "future")
    assert found.value == "2019-01-16"


def test_reads_only_the_prose_and_keeps_offsets() -> None:
    text = "PHOTO May 5, 2012\n\nThey met in 2015.\n\nMore on 6 June 2011"
    start = text.index("They")
    found = times.tag(text, PUBLISHED, prose=[Span(start, start + len("They met in 2015."))])
    assert [x.span.of(text) for x in found] == ["2015"]


def test_what_stands_beside_the_prose_is_read_for_itself() -> None:
    text = "PORT ARL, March 3, 2018 -- He left in May 2015. He was back the same month."
    dateline, rest = Span(0, 26), Span(27, len(text))
    found = times.tag(text, PUBLISHED, prose=[rest], beside=[dateline])
    assert [(x.span.of(text), x.value) for x in found] == [
        ("March 3, 2018", "2018-03-03"),
        ("May 2015", "2015-05"),
        ("the same month", "2015-05"),
    ]
    alone = times.tag(text, PUBLISHED, prose=[rest])
    assert alone == found[1:]


def test_paragraphs_are_not_read_across() -> None:
    assert [v for *_, v in tagged("It came in May\n\n2015 was quiet.")] == ["2018-05", "2015"]
