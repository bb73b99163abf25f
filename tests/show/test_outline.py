"""The outline of a brief: the weightiest claims as plain words, the same after it was kept."""

import json
from datetime import date
from typing import Any

import pytest

from servanda.brief import QUESTIONS, Brief, Claim, make
from servanda.case import Case
from servanda.show import files
from servanda.show.evidence import of_every_group
from servanda.show.outline import MOST, Answer, Line, Outline, Part, outline_of, outline_of_json

DAY = date(2030, 12, 31)


@pytest.fixture
def brief(arland: Case) -> Brief:
    return make(arland, DAY)


def lines(answer: Answer) -> list[Line]:
    return [line for part in answer.parts for line in part.lines]


def test_every_claim_is_told_or_counted_as_left(brief: Brief) -> None:
    for most in (None, 1, MOST):
        outline = outline_of(brief, most)
        for section, answer in zip(brief.sections, outline.answers, strict=True):
            assert len(lines(answer)) + answer.left == len(section.claims)
            settled = [c for c in section.claims if c.word or c.from_agreement]
            assert (
                len(lines(answer)) == len(section.claims)
                if most is None
                else len(settled) + min(most, len(section.claims) - len(settled))
            )


def test_no_heading_goes_unmentioned_for_another_of_many_claims() -> None:
    claims = [Claim(f"{n}", group, details={"count": weight}) for n, (group, weight) in enumerate(
        [("a", 9), ("a", 8), ("b", 1), ("a", 7), ("c", 2), ("a", 6), ("b", 1)]
    )]  # fmt: skip
    assert [c.text for c in of_every_group(claims, 3)] == ["0", "4", "6"]
    assert [c.text for c in of_every_group(claims, 5)] == ["0", "1", "3", "4", "6"]
    assert [c.text for c in of_every_group(claims, 2)] == ["0", "4"]
    assert of_every_group(claims, 7) == of_every_group(claims, None) == claims


def test_a_claim_is_credited_to_whose_words_tell_it(brief: Brief) -> None:
    outline = outline_of(brief, None)
    told = 0
    for section, answer in zip(brief.sections, outline.answers, strict=True):
        for claim, line in zip(section.claims, lines(answer), strict=True):
            quoted = [s for s in claim.statements if claim.text == (s.text or s.quote)]
            told += len(quoted)
            assert not quoted or any(s.source in line.note for s in quoted), (line.text, line.note)
    assert told > 10


def test_it_is_the_same_after_it_was_kept(brief: Brief) -> None:
    outline = outline_of(brief)
    kept = outline_of_json(json.loads(json.dumps(outline.to_json())))
    assert kept == outline
    assert files.as_text(kept) == files.as_text(outline)


def test_what_somebody_else_kept_is_shown_as_plain_words() -> None:
    evil = "\x1b[31m [bold]red[/bold] \u202eback"
    answers = tuple(Answer(q, evil, (Part(evil, (Line(evil, evil, evil),)),), 0) for q in QUESTIONS.values())
    shown = files.as_text(Outline(evil, DAY, answers))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert shown.count("[bold]red[/bold]") >= 3 * len(QUESTIONS)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"agreement": "A", "day": "2030-01-01", "answers": []},
        {"agreement": "A", "day": "soon", "answers": [["", [], 0]] * 10},
        {"agreement": None, "day": "2030-01-01", "answers": [["", [], 0]] * 10},
        {"agreement": "A", "day": "2030-01-01", "answers": [["", [["", [["a", "b"]]]], 0]] * 10},
        {"agreement": "A", "day": "2030-01-01", "answers": [["", [["", [["a", "b", 3]]]], 0]] * 10},
        {"agreement": "A", "day": "2030-01-01", "answers": [[1, [], 0]] * 10},
    ],
)
def test_what_was_not_written_so_is_refused(data: Any) -> None:
    with pytest.raises((LookupError, TypeError, ValueError)):
        outline_of_json(data)
