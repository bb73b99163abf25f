"""The day of publication, told from the text. All texts are our own."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import growth

from servanda.reading import dating
from servanda.spans import Span

BODY = "\n\nThe envoy landed in the capital and met the minister. Nothing was signed, an official said.\n"


@pytest.mark.parametrize(
    ("text", "day", "evidence"),
    [
        ("Envoy lands\nPublished: June 12, 2018" + BODY, date(2018, 6, 12), "June 12, 2018"),
        ("Envoy lands\nPosted on 12 June 2018 at 9:41 am" + BODY, date(2018, 6, 12), "12 June 2018"),
        ("Envoy lands\nTuesday, June 12, 2018" + BODY, date(2018, 6, 12), "Tuesday, June 12, 2018"),
        ("Envoy lands\nBy Ann Writer | June 12, 2018 | 4 comments" + BODY, date(2018, 6, 12), "June 12, 2018"),
        ("Envoy lands\n2018-06-12 09:41" + BODY, date(2018, 6, 12), "2018-06-12"),
        ("Envoy lands\n12/06/2018 09:41" + BODY, date(2018, 12, 6), "12/06/2018"),
        ("Envoy lands\nUpdated: June 14, 2018\nPublished: June 12, 2018" + BODY, date(2018, 6, 12), "June 12, 2018"),
        ("PORT ARL, June 12, 2018\nThe envoy landed.", date(2018, 6, 12), "June 12, 2018"),
        (
            'Envoy lands\nThis is the transcript of "The Evening Hour," June 12, 2018. It may yet change.' + BODY,
            date(2018, 6, 12),
            "June 12, 2018",
        ),
        (
            "The envoy landed." + BODY * 30 + "\nBy Ann Writer | June 12, 2018; 6:00 AM ET The harbour is full.",
            date(2018, 6, 12),
            "June 12, 2018",
        ),
        ("BC-Envoy 06-12-18 0941EDT\nThe envoy landed.", date(2018, 6, 12), "06-12-18"),
        (
            "The envoy landed." + BODY * 9 + "\nThis article was published at 09.41 BST on Tuesday 12 June 2018",
            date(2018, 6, 12),
            "Tuesday 12 June 2018",
        ),
        ("PORT ARL, June 12, 2018 (Wire) - The envoy landed." + BODY, date(2018, 6, 12), "June 12, 2018"),
        ("The envoy landed." + BODY * 12 + "\nFirst published 12 June 2018", date(2018, 6, 12), "12 June 2018"),
    ],
)
def test_stamps(text: str, day: date, evidence: str) -> None:
    found = dating.infer(text)
    assert (found.date, found.basis) == (day, "inferred")
    assert [span.of(text) for span in found.evidence] == [evidence]


@pytest.mark.parametrize(
    ("text", "day", "evidence"),
    [
        (
            "PORT ARL, June 12 (Wire) - The envoy landed.\n\n© 2018 Example Wire",
            date(2018, 6, 12),
            ["June 12", "© 2018"],
        ),
        (
            'PORT ARL, June 12 (Wire) - The envoy landed. <tweet id="1006250000000000000">Here at last</tweet>',
            date(2018, 6, 12),
            ["June 12", "1006250000000000000"],
        ),
        ("Tue, June 12 18:14 EST\n\nThe pact of 2018 holds.", date(2018, 6, 12), ["Tue, June 12", "2018"]),
    ],
)
def test_a_day_without_its_year_takes_it_from_what_is_sure(text: str, day: date, evidence: list[str]) -> None:
    found = dating.infer(text)
    assert found.date == day
    assert [span.of(text) for span in found.evidence] == evidence


def test_a_year_that_is_only_likely_is_no_year() -> None:
    for text in (
        "PORT ARL, June 12 (Wire) - The envoy landed on Tuesday. It was the first visit since 2016.",
        "Tue, June 12 18:14 EST\n\nThe envoy landed on Tuesday. The pact of 1987 holds.",
    ):
        assert dating.infer(text) == dating.Published(None, "unknown")


def test_posts_tell_the_day_by_their_number() -> None:
    text = 'He wrote: <tweet id="1006250000000000000">Here at last</tweet>\n\nNobody answered on Tuesday.'
    found = dating.infer(text)
    assert found.date is not None
    assert abs((found.date - date(2018, 6, 12)).days) <= 1
    assert [span.of(text) for span in found.evidence] == ["1006250000000000000", "Tuesday"]


def test_a_caption_that_begins_with_its_day() -> None:
    text = "June 12: Crews clear the yard.\n\nThe envoy landed on Tuesday, a guard said.\n\nCopyright 2018 Example Wire"
    found = dating.infer(text)
    assert found.date is not None
    assert abs((found.date - date(2018, 6, 12)).days) <= 1


def test_a_dateline_without_any_year_tells_no_day() -> None:
    assert dating.infer("PORT ARL, June 12 (Wire) - The envoy landed on Tuesday.").date is None


def test_a_dated_picture_and_the_weekday_after_it() -> None:
    text = (
        "PORT ARL - MAY 15: (POOL OUT) The minister speaks on May 15, 2031 in Port Arl.\n\n"
        "The minister received the envoy on Friday, an official said. They had last met in 2030.\n"
    )
    found = dating.infer(text)
    assert found.date is not None
    assert abs((found.date - date(2031, 5, 17)).days) <= 1
    assert [span.of(text) for span in found.evidence] == ["May 15, 2031", "Friday"]


def test_a_planned_weekday_moves_nothing() -> None:
    text = "Photo taken on May 15, 2031 in Port Arl.\n\nThe envoy will arrive on Saturday.\n"
    found = dating.infer(text)
    assert [span.of(text) for span in found.evidence] == ["May 15, 2031"]


def test_history_tells_nothing() -> None:
    for text in (
        "The pact was signed on June 12, 2018 in the old port. It has not been kept, she said.",
        "The envoy landed on Friday." + BODY,
        "In 2015 they met. In May they parted.",
        "A line about June 31, 2018",
        "",
    ):
        assert dating.infer(text) == dating.Published(None, "unknown")


def test_a_given_day_is_kept() -> None:
    found = dating.infer("Published: June 12, 2018" + BODY, given=date(2018, 6, 13))
    assert (found.date, found.basis, found.evidence) == (date(2018, 6, 13), "given", ())


@pytest.mark.parametrize(
    "path", ["/2018/06/12/envoy.html", "/news/2018-06-12-envoy", "/envoy-20180612", "/2018/jun/12/envoy", "/2018/06/12"]
)
def test_addresses(path: str) -> None:
    assert dating.infer("The envoy landed.", url="https://example.org" + path).date == date(2018, 6, 12)


@pytest.mark.parametrize("path", ["/2018/13/45/x", "/article-1234567890", "/id/201806", "/2018/feb/31/x"])
def test_addresses_without_a_day(path: str) -> None:
    assert dating.infer("The envoy landed.", url="https://example.org" + path).date is None


def test_a_title_can_tell() -> None:
    assert dating.infer("The envoy landed.", title="Briefing, 12 June 2018").date == date(2018, 6, 12)


def test_a_wrong_weekday_is_no_date() -> None:
    assert dating.infer("Envoy lands\nMonday, June 12, 2018" + BODY).date is None


def test_prose_separates_pictures_from_text() -> None:
    text = "Port Arl harbour, May 15, 2031.\n\nThe envoy arrived on Friday."
    prose = [Span(text.index("The envoy"), len(text))]
    found = dating.infer(text, prose=prose)
    assert found.date is not None
    assert abs((found.date - date(2031, 5, 17)).days) <= 1


PARTS = """Published: June 12 2018 , . ( ) - Friday 2019-01-19 31 Feb 1/2/2013 10:35 AFP The said will Updated 99"""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*PARTS.split(), "\n"]) | st.text(max_size=5), max_size=40))
def test_evidence_stands_in_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    found = dating.infer(text)
    assert (found.date is None) == (found.basis == "unknown")
    assert all(span.end <= len(text) for span in found.evidence)
    assert found.date is None or found.evidence


@pytest.mark.parametrize(
    "unit",
    [
        "A",
        "June 12 ",
        "Ab - ",
        "2018 ",
        "Friday ",
        "June 12, 2018, ",
        "\n",
        "1/2/2018 ",
        "May 1 (x) - ",
        "Fri, June 12 ",
        "(c) 2018 ",
    ],
)
def test_time_grows_with_length_only(unit: str) -> None:
    def run(size: int) -> Callable[[], object]:
        text = unit * (size // len(unit))
        return lambda: dating.infer(text)

    assert growth(run, 6_000, 48_000) < 1.6
