"""What the brief says in a terminal, as plain words: all of its text and verdicts, else the weightiest claims."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from servanda.brief import QUESTIONS, Brief, Claim, phrase
from servanda.show import wording
from servanda.show.evidence import by_origin, credit, of_every_group
from servanda.statement import Statement

#: How many claims of a section are told, those of the agreement's text and the verdicts aside.
MOST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A claim: its verdict or standing (empty for neither), what it says, who carries it, and what came of it."""

    word: str
    text: str
    note: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Claims under a heading, which may be empty."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question; `left` is how many claims are not told."""

    question: str
    summary: str
    parts: tuple[Part, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The ten answers about an agreement as of a day."""

    agreement: str
    day: date
    answers: tuple[Answer, ...]

    def to_json(self) -> dict[str, Any]:
        """The outline to keep; `outline_of_json` reads it back."""
        answers = [
            [a.summary, [[p.heading, [[n.word, n.text, n.note, n.after] for n in p.lines]] for p in a.parts], a.left]
            for a in self.answers
        ]
        return {"agreement": self.agreement, "day": self.day.isoformat(), "answers": answers}


def outline_of(brief: Brief, most: int | None = MOST) -> Outline:
    """The outline of a brief: text, verdicts, and of a section's other claims the `most` weightiest, those of
    every heading first (None: all)."""
    answers = []
    for section in brief.sections:
        settled = [c for c in section.claims if c.word or c.from_agreement]
        told = set(map(id, settled))
        open_ended = [c for c in section.claims if id(c) not in told]
        told.update(map(id, of_every_group(open_ended, most)))
        groups: dict[str, list[Claim]] = {}
        for claim in section.claims:
            if id(claim) in told:
                groups.setdefault(claim.group, []).append(claim)
        parts = tuple(Part(_heading(name, claims), tuple(map(_line, claims))) for name, claims in groups.items())
        answers.append(Answer(section.question, section.summary, parts, len(section.claims) - len(told)))
    return Outline(brief.agreement.name, brief.as_of, tuple(answers))


def outline_of_json(data: Any) -> Outline:
    """What `Outline.to_json` wrote. Raises LookupError, TypeError or ValueError for what it has not written."""
    answers = []
    for question, (summary, parts, left) in zip(QUESTIONS.values(), data["answers"], strict=True):
        read = tuple(Part(_text(name), tuple(Line(*map(_text, line)) for line in lines)) for name, lines in parts)
        answers.append(Answer(question, _text(summary), read, int(left)))
    return Outline(_text(data["agreement"]), date.fromisoformat(data["day"]), tuple(answers))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _heading(group: str, claims: list[Claim]) -> str:
    whole = "missing" in claims[0].details or "obligations" in claims[0].details
    whole = whole and all(c.from_agreement for c in claims)
    return f"{group} (from agreement.yaml)" if group and whole else group


def _line(claim: Claim) -> Line:
    notes = [claim.standing] if claim.standing and not claim.word else []  # the text of a verdict has its word
    if claim.when and (claim.when.start or claim.when.end):
        notes.append(phrase.period(claim.when))
    if "origin" not in claim.details:  # what an origin says is no evidence that it said so
        notes += _witnesses(claim)
    return Line(claim.word or claim.standing or "", claim.text, "; ".join(notes), wording.aftermath(claim))


def _telling(claim: Claim) -> Iterator[Statement]:
    """Whose words a claim is told in; those of a verdict are the program's, and it turned by what held last then."""
    for statement in claim.statements:
        words, end = phrase.said(statement), statement.holds.end
        turned = claim.word and end and end.isoformat() == claim.details.get("since")
        if turned or (words and claim.text.startswith(words)):
            yield statement


def _witnesses(claim: Claim) -> Iterable[str]:
    """Who carries a claim, first whose words it is told in, or who speaks against what nobody asserts."""
    witnesses = by_origin(claim.statements)
    if witnesses:
        yield credit(next(_telling(claim), witnesses[0].first))
        if len(witnesses) > 1:
            yield f"{len(witnesses)} independent origins"
        if copies := sum(len(w.copies) for w in witnesses):
            yield f"{copies} further {'statement' if copies == 1 else 'statements'} of the same origin"
    elif claim.against:
        yield f"against: {credit(claim.against[0])}"
