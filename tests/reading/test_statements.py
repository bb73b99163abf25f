"""Readings as statements: spans, speakers and when what is said holds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from timing import growth

from servanda.days import Period
from servanda.documents import Document
from servanda.reading import Reading, statements_of
from servanda.reading.model import Attribution, EventMention, Participant, Published, Remark, Tense, Unknown
from servanda.spans import Span
from servanda.statement import Statement

TEXT = "The minister said the envoy told her that Borland tested a missile. It is unclear why."
FIRST, SECOND = Span(0, 67), Span(68, len(TEXT))
DAY = date(2031, 5, 14)
TESTED = Span(TEXT.index("tested"), TEXT.index("tested") + 6)
BORLAND = Participant(Span(42, 49), "Borland")


def made(*events: EventMention, published: date | None = DAY, **parts: object) -> list[Statement]:
    """The statements of a reading of TEXT."""
    reading = Reading("d", Published(published, "given" if published else "unknown"), events=events, **parts)  # type: ignore[arg-type]
    return statements_of(Document("d", TEXT), reading, source="Daily", coder_version="7")


def mention(period: Period | None = None, tense: Tense | None = "past", mode: str = "test") -> EventMention:
    return EventMention(
        TESTED, FIRST, "MOBILIZE", mode, (BORLAND,), object="missile", period=period or Period(), tense=tense
    )


def test_a_coded_event_is_a_statement_with_its_sentence() -> None:
    (said,) = made(mention())
    assert (said.kind, said.type, said.mode, said.object) == ("event", "MOBILIZE", "test", "missile")
    assert (said.start, said.end, said.head, said.quote) == (0, 67, TESTED.start, FIRST.of(TEXT))
    assert (said.actors, said.source, said.coder, said.coder_version) == (("Borland",), "Daily", "reader", "7")


def test_what_is_not_coded_or_names_nobody_is_no_statement() -> None:
    bare = EventMention(TESTED, FIRST, "MOBILIZE", "test", (Participant(Span(0, 3), "it"),))
    assert made(EventMention(TESTED, FIRST), bare) == []


def test_a_type_that_is_only_a_guess_is_not_told() -> None:
    guess = replace(mention(), type="REJECT", mode=None, certainty=3.0, guessed=True)
    assert made(guess) == []
    (said,) = made(replace(guess, instead=mention()))
    assert (said.type, said.mode) == ("MOBILIZE", "test")


@pytest.mark.parametrize(
    ("period", "tense", "mode", "holds"),
    [
        (None, "past", "test", Period(None, DAY)),
        (None, "future", "test", Period(DAY, None)),
        (None, "present", "maintain", Period.of(DAY)),
        (None, "past", "maintain", Period(None, DAY)),
        (Period(date(2031, 4, 1), date(2031, 4, 30)), "past", "test", Period(date(2031, 4, 1), date(2031, 4, 30))),
        (Period(date(2031, 5, 1), date(2031, 5, 31)), "past", "test", Period(date(2031, 5, 1), DAY)),
        (Period(date(2031, 5, 1), date(2031, 5, 31)), "future", "test", Period(DAY, date(2031, 5, 31))),
        (Period(None, date(2031, 5, 31)), "future", "test", Period(DAY, date(2031, 5, 31))),
    ],
)
def test_when_it_holds_is_as_precise_as_the_text(period: Period | None, tense: Tense, mode: str, holds: Period) -> None:
    (said,) = made(mention(period, tense, mode))
    assert said.holds == holds


def test_without_a_day_of_publication_nothing_is_claimed() -> None:
    (said,) = made(mention(), published=None)
    assert (said.holds, said.published) == (Period(), None)


def test_speakers_run_from_the_outermost_to_the_innermost() -> None:
    outer = Attribution((Span(0, 12),), (Span(13, 17),), (Span(18, 66),), "Ada Novak", "indirect")
    inner = Attribution((Span(18, 27),), (Span(28, 32),), (Span(37, 66),), None, "indirect")
    (said,) = made(mention(), attributions=(inner, outer))
    assert said.speakers == ("Ada Novak", "the envoy")


def test_a_pronoun_is_no_speaker() -> None:
    her = Attribution((Span(33, 36),), (Span(28, 32),), (Span(37, 66),), None, "indirect")
    (said,) = made(mention(), attributions=(her,))
    assert said.speakers == ()


def test_unknowns_gaps_and_coverage_hold_on_the_day() -> None:
    found = made(
        unknowns=(Unknown(SECOND, "why"),),
        remarks=(Remark(FIRST, "gap", "deadline"), Remark(FIRST, "coverage", "tests")),
    )
    assert [(s.kind, s.about) for s in found] == [("coverage", "tests"), ("gap", "deadline"), ("unknown", "why")]
    assert {s.holds for s in found} == {Period.of(DAY)}


def test_the_same_reading_gives_the_same_ids_and_no_doubles() -> None:
    once, again = made(mention(), mention()), made(mention(), mention())
    assert [s.id for s in once] == [s.id for s in again]
    assert len(once) == 1


def test_speakers_of_a_long_document_are_looked_up_and_not_searched_for() -> None:
    def run(times: int) -> Callable[[], object]:
        text = TEXT * times
        said, told = [], []
        for at in range(0, len(text), len(TEXT)):
            content = Span(at + 18, at + 66)
            told.append(Attribution((Span(at, at + 12),), (Span(at + 13, at + 17),), (content,), f"A{at}", "indirect"))
            span = Span(at + TESTED.start, at + TESTED.end)
            said.append(EventMention(span, Span(at, at + 67), "MOBILIZE", "test", (BORLAND,), object="missile"))
        reading = Reading("d", Published(DAY, "given"), events=tuple(said), attributions=tuple(told))
        document = Document("d", text)
        found = statements_of(document, reading, source="Daily", coder_version="7")
        assert [s.speakers for s in found] == [(one.speaker,) for one in told]
        return lambda: statements_of(document, reading, source="Daily", coder_version="7")

    assert growth(run, 200, 1600) < 1.6, "eight times the text takes about eight times as long, and never sixty-four"
