"""Sentences that say that something is not known, and what it is that is not known."""

import re
from dataclasses import dataclass
from functools import cache

from servanda.codebook import load_toml
from servanda.reading.model import Unknown
from servanda.reading.namebook import small
from servanda.spans import Span

_CLAUSE_END = re.compile(
    r"[;:]|\s[-–—]+\s|--|,\s+(?:but|and|as|though|although|while|which|who|so|he|she|they|it|our|the|a|an)\b|[.!?]+[\"”’']*$|[\"”]|,\s*$"
)
_ABOUT = re.compile(r"\A,?\s*(?:of|about|on|over|regarding|as to|concerning|for|that)\s+", re.I)
_LEAD = re.compile(
    r"\A(?:but|and|however|yet|still|as of now|so far|for now|also|moreover|although|though|while|because)\b,?\s*", re.I
)
_EMPTY = frozenset(
    ("it", "this", "that", "he", "she", "they", "we", "i", "there", "which", "who", "these", "those", "")
)
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class _Cues:
    before: re.Pattern[str]
    after: re.Pattern[str]
    none: re.Pattern[str]
    question: re.Pattern[str]
    marks: tuple[str, ...]


@cache
def _cues() -> _Cues:
    book = load_toml("unknowns.toml")
    questions = "|".join(book["questions"])
    return _Cues(
        re.compile(r"\b(?:" + "|".join(book["before"]) + r")\b"),
        re.compile(r"\b(?:" + "|".join(book["after"]) + r")\b"),
        re.compile(book["none"]),
        re.compile(
            r"\A,?\s*(?:exactly |precisely |just |as to |on |about |of )*"
            rf"(?=(?:in |to |for |at |by )?(?:{questions})\b)",
            re.I,
        ),
        tuple(book["marks"]),
    )


def find(text: str, sentences: tuple[Span, ...]) -> list[Unknown]:
    """The sentences of a text that say that something is not known, each with what it is, in the text's words."""
    found = []
    marks = _cues().marks
    for span in sentences:
        sentence = " ".join(span.of(text).split())
        low = small(sentence)
        about = _about(sentence, low) if any(mark in low for mark in marks) else None
        if about is not None:
            found.append(Unknown(span, about))
    return found


def _about(sentence: str, low: str) -> str | None:
    cues = _cues()
    for cue in cues.before.finditer(low):
        if not _denies(cue.group()):
            continue
        rest = sentence[cue.end() :]
        asked = cues.question.match(rest)
        if asked:
            return _clipped(rest[asked.end() :])
        named = _ABOUT.match(rest)
        if named and not rest.lower().lstrip(", ").startswith("that "):
            return _clipped(rest[named.end() :])
    none = cues.none.search(low)
    if none:
        return _clipped(sentence[slice(*none.span("about"))] + _purpose(sentence[none.end() :]))
    verb = cues.after.search(low)
    if verb is None:
        return None
    subject = re.split(r"[,;:]\s|\s[-–—]+\s|--|\bbut\b|\band\b(?= the )", sentence[: verb.start()])[-1].strip()
    subject = _LEAD.sub("", subject)
    rest = sentence[verb.end() :]
    if subject.lower() in _EMPTY:
        asked = cues.question.match(rest)
        return _clipped(rest[asked.end() :]) if asked else None
    return _clipped(subject + _purpose(rest))


def _denies(cue: str) -> bool:
    """Whether a cue that may be affirmed ("it is clear what") is denied."""
    positive = re.search(r"\b(?:clear|known|certain|obvious|evident|public|decided|settled|disclosed)\Z", cue, re.I)
    return not positive or bool(
        re.search(r"\b(?:not|never|no|far from|by no means|without|hasn|didn)\b|n['’]t\b", cue, re.I)
    )


def _purpose(rest: str) -> str:
    """ "for the new summit", after "the venue has not been announced"."""
    match = re.match(r"\s+for (?:the|a|an|another|any|their|his|its)\s[\w\s’'-]+", rest)
    return match.group() if match else ""


def _clipped(words: str) -> str | None:
    words = _CLAUSE_END.split(words, maxsplit=1)[0].strip(" ,.;:!?\"“”'")
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rsplit(" ", 1)[0]
    return words or None
