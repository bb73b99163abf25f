"""What is only supposed is never told as done: conditions, what follows from them, what would have been."""

import pytest
from acts import TODAY, reader

from servanda.documents import Document
from servanda.reading.model import EventMention
from servanda.record.standing import FIRM


def _events(text: str) -> dict[str, EventMention]:
    """The events of a text by their words."""
    return {e.span.of(text): e for e in reversed(reader().read(Document("d", text, TODAY)).events)}


def _certainty(text: str, word: str) -> float:
    return _events(text)[word].certainty


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Had Norland fired a long-range missile, the deal would have been broken, a diplomat said.", "fired"),
        ("Had Norland fired a long-range missile, the deal would have been broken, a diplomat said.", "broken"),
        ("If Sudland resumes the joint drills, Norland will resume nuclear tests, its ministry warned.", "drills"),
        ("If Sudland resumes the joint drills, Norland will resume nuclear tests, its ministry warned.", "tests"),
        ("Norland warned that it would test a nuclear device if Sudland imposed new sanctions.", "imposed"),
        ("Sudland will not lift sanctions until Norland dismantles the reactor, the minister said.", "dismantles"),
        ("The minister said he would lift sanctions once Norland had dismantled its test site.", "dismantled"),
        ("Norland would have tested another missile by now, he said.", "tested"),
        ("Should Norland test a nuclear device, Sudland will impose sanctions.", "test"),
        ("Should Norland test a nuclear device, Sudland will impose sanctions.", "impose"),
        ("Were Norland to test a missile, the deal would be dead.", "test"),
        ("Sudland should have suspended the drills, the ministry said.", "suspended"),
        ("Sudland said it would leave the deal in the event of a nuclear test by Norland.", "test"),
        ("Even if Norland closed its test site, it could reopen it, an analyst said.", "closed"),
        ("The report that Norland had rebuilt the site was false, two analysts said.", "rebuilt"),
        ("A film about a Norland missile test opens on Friday.", "test"),
        ("Norland's threatened test of a long-range missile did not come.", "test"),
        ("Norland had broken no promise, because it had never agreed to close the base, the South said.", "close"),
        ("A missile test by Norland would break the deal, the minister said.", "test"),
    ],
)
def test_what_is_supposed_is_not_asserted(text: str, word: str) -> None:
    assert abs(_certainty(text, word)) < FIRM


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (
            "Norland tested a missile on Tuesday, and Sudland would respond if it did so again, officials said.",
            "tested",
        ),
        ("When Norland tested a missile in 2017, Sudland imposed sanctions.", "tested"),
        ("Norland, which tested six nuclear devices before 2018, will be punished if it does so again.", "tested"),
        ("Sudland suspended the exercises after Norland released three prisoners.", "suspended"),
        ("Sudland suspended the exercises after Norland released three prisoners.", "released"),
        ("Norland returned the remains of soldiers on Friday, as it had promised if ties improved.", "returned"),
        ("A nuclear test by Norland was averted when the two ministers met in Oslo.", "met"),
        ("The report that Norland had rebuilt the site was right, two analysts said.", "rebuilt"),
        ("Norland has fired a missile, Sudland said, and if confirmed, it would be the first since May.", "fired"),
        ("Sudland had not said whether it would answer when Norland tested a missile on Monday.", "tested"),
    ],
)
def test_what_is_told_beside_a_condition_stays_a_fact(text: str, word: str) -> None:
    assert _certainty(text, word) >= FIRM


def test_the_day_somebody_spoke_is_not_the_day_of_what_is_spoken_of() -> None:
    text = "The minister said on Friday he did not think the launches of missiles by Norland a breach of trust."
    assert _events(text)["launches"].period.start is None


def test_what_may_come_is_set_ahead_and_what_never_was_is_no_act() -> None:
    text = "If Sudland resumes the drills, Norland will test a missile. Had Norland fired one, talks would have ended."
    events = _events(text)
    assert events["drills"].tense == "future"
    assert events["fired"].type is None
