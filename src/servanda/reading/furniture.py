"""What of a text is no prose: captions, player notices, promos, credits, bylines, datelines, headings. And what is.

The patterns are those of the codebook `furniture.toml`. Lines are judged one by one and from their own words (a caption
also from the label before it), so that furniture that comes or goes leaves the prose as it was. Every character of a
text is furniture, white space or prose.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from servanda.codebook import load_toml
from servanda.errors import CodebookError
from servanda.reading.model import Furniture, FurnitureKind
from servanda.spans import Span

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|JANUARY|FEBRUARY|MARCH|APRIL|"
    "MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_CAPITALS = re.compile(r"[A-Z][A-Z.]")
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
#: A line longer than this is prose whatever it begins with; only its edges are looked at.
_LONGEST = 1200


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One pattern of the codebook."""

    kind: FurnitureKind
    regex: re.Pattern[str]
    max_words: int = 60
    open: bool = False
    last: bool = False
    next: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    needs: tuple[str, ...] = ()
    capitals: bool = False

    def worth_trying(self, small: str, first: str) -> bool:
        """Whether the pattern can match at all: by what it needs of the line, in small letters, and its first words."""
        if self.capitals and not _CAPITALS.search(first):
            return False
        for need in self.needs:
            if need in small:
                return True
        return not self.needs


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without the space around it."""

    span: Span
    words: str


def agency_pattern() -> str:
    """An alternation of all agencies of `credits.toml`, the longest first."""
    agencies: dict[str, list[str]] = load_toml("credits.toml")["agencies"]
    names = {n for name, others in agencies.items() for n in (name, *others)}
    return "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))


@cache
def _patterns(group: str) -> tuple[_Pattern, ...]:
    """The patterns of one group of the codebook. Raises CodebookError."""
    agencies = agency_pattern()

    def compiled(pattern: str | None) -> re.Pattern[str] | None:
        if pattern is None:
            return None
        try:
            return re.compile(pattern.replace("{agency}", agencies).replace("{month}", _MONTHS))
        except re.error as error:
            raise CodebookError("a pattern is faulty", file="furniture.toml", found=pattern) from error

    made = []
    for row in load_toml("furniture.toml").get(group, ()):
        regex = compiled(row["pattern"])
        assert regex is not None
        flags: dict[str, Any] = {k: row[k] for k in ("max_words", "open", "last", "capitals") if k in row}
        flags |= {k: compiled(row.get(k)) for k in ("next", "unless")}
        flags["needs"] = tuple(row.get("needs", ()))
        made.append(_Pattern(row["kind"], regex, **flags))
    return tuple(made)


def find(text: str) -> list[Furniture]:
    """The furniture of a text, sorted, none overlapping another."""
    lines = list(_lines(text))
    found: list[Furniture] = []
    rest: list[_Line] = []
    under: _Pattern | None = None
    for number, line in enumerate(lines):
        label, whole = _label(line), _whole(line)
        if label is not None:
            found.append(Furniture(line.span, label.kind))
        elif under is not None and _captioned(line, under):
            found.append(Furniture(line.span, under.kind))
        elif whole is not None:
            found.append(Furniture(line.span, whole))
        else:
            edges, middle = _edges(text, line, last=number == len(lines) - 1)
            found += edges
            if middle is not None:
                rest.append(middle)
        under = label
    found += _headings(text, rest)
    return sorted(found, key=lambda f: f.span)


def prose(text: str, furniture: list[Furniture]) -> list[Span]:
    """The paragraphs of prose between the furniture. A paragraph is a line, or the lines of a hard-wrapped one."""
    lines: list[_Line] = []
    for line in _lines(text):
        start = line.span.start
        for item in furniture:
            if item.span.overlaps(line.span):
                lines += _piece(text, start, item.span.start)
                start = max(start, item.span.end)
        lines += _piece(text, start, line.span.end)
    return [Span(group[0].span.start, group[-1].span.end) for group in _paragraphs(text, lines)]


def _lines(text: str) -> Iterator[_Line]:
    for match in _LINE.finditer(text):
        yield from _piece(text, match.start(), match.end())


def _piece(text: str, start: int, end: int) -> list[_Line]:
    """The stretch as a line without the space around it; none where nothing is left."""
    if end <= start:
        return []
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    words = words.strip()
    return [_Line(Span(start + left, start + left + len(words)), words)] if words else []


def _label(line: _Line) -> _Pattern | None:
    if len(line.words) > 40:
        return None
    return next((p for p in _patterns("label") if p.regex.fullmatch(line.words)), None)


def _captioned(line: _Line, label: _Pattern) -> bool:
    """Whether the line is the caption that the label before it announces."""
    if label.next is not None:
        return label.next.fullmatch(line.words) is not None
    return line.words[-1] != "." and len(line.words.split()) <= 45


def _whole(line: _Line) -> FurnitureKind | None:
    """The kind of a line that is furniture as a whole."""
    if len(line.words) > _LONGEST:
        return None
    if not any(c.isalnum() for c in line.words):
        return "other"
    count = len(line.words.split())
    small = line.words.lower()
    for pattern in _patterns("line"):
        if count > pattern.max_words or not pattern.worth_trying(small, line.words[:40]):
            continue
        if pattern.regex.fullmatch(line.words):
            if pattern.open and count > 8 and line.words[-1] == "." and ":" not in line.words[:40]:
                continue
            return pattern.kind
    return None


def _edges(text: str, line: _Line, *, last: bool) -> tuple[list[Furniture], _Line | None]:
    """Furniture at the ends of a line and within it, and what is left of the line between its ends."""
    start, end = line.span.start, line.span.end
    found: list[Furniture] = []
    small, first = line.words.lower(), line.words[:40]
    for pattern in _patterns("start"):
        if not pattern.worth_trying(small[:200], first):
            continue
        match = pattern.regex.match(text, start, min(end, start + 200))
        if match and match.end() > start and not (pattern.unless and pattern.unless.match(match.group())):
            size = len(match.group().rstrip())
            found.append(Furniture(Span(start, start + size), pattern.kind))
            start += size
    for pattern in _patterns("end"):
        if (pattern.last and not last) or not pattern.worth_trying(small[-320:], first):
            continue
        window = max(start, end - 320)
        for match in pattern.regex.finditer(text, window, end):
            if match.end() == end and match.start() > start:
                found.append(Furniture(Span(match.start() + _left(match), end), pattern.kind))
                end = match.start()
                break
    for pattern in _patterns("inline"):
        if not pattern.worth_trying(small, first):
            continue
        for match in pattern.regex.finditer(text, start, end):
            span = Span(match.start(), match.end())
            if not any(f.span.overlaps(span) for f in found):
                found.append(Furniture(span, pattern.kind))
    middle = _piece(text, start, end)
    if middle and found and not _left_over(text, start, end, found):
        middle = []
    return found, middle[0] if middle else None


def _left_over(text: str, start: int, end: int, found: list[Furniture]) -> bool:
    """Whether a stretch holds anything but space and what was found in it."""
    for item in sorted(found, key=lambda f: f.span):
        if item.span.start > start and text[start : item.span.start].strip():
            return True
        start = max(start, item.span.end)
    return bool(text[start:end].strip())


def _left(match: re.Match[str]) -> int:
    return len(match.group()) - len(match.group().lstrip())


@cache
def _heading_rules() -> dict[str, Any]:
    return cast("dict[str, Any]", load_toml("furniture.toml")["headings"])


def _headings(text: str, lines: list[_Line]) -> list[Furniture]:
    """Lines that stand alone and are headings. The lines of a hard-wrapped paragraph are none, nor is all of a text."""
    groups = list(_paragraphs(text, lines))
    if len(groups) == 1 and len(groups[0][0].words.split()) >= _heading_rules()["alone_words"]:
        return []
    return [Furniture(group[0].span, "heading") for group in groups if len(group) == 1 and _is_heading(group[0].words)]


def _is_heading(words: str) -> bool:
    rules = _heading_rules()
    parts = words.split()
    if len(parts) <= rules["capitals_words"]:
        letters = [c for c in words if c.isalpha()]
        if len(letters) > 2 and all(c.isupper() for c in letters):
            return True
    if words[-1] == "?":
        return (
            len(parts) <= rules["question_words"]
            and parts[0] in rules["asks"]
            and not any(mark in words[:-1] for mark in ".?!")
        )
    if words[-1] in rules["ends"] or len(parts) > rules["words"]:
        return False
    return not words[0].islower() and words[0] not in "\"“‘'`"


def _paragraphs(text: str, lines: list[_Line]) -> Iterator[list[_Line]]:
    """Lines put together into paragraphs where a line break is only a wrap."""
    group: list[_Line] = []
    for line in lines:
        if group and (
            text.count("\n", group[-1].span.end, line.span.start) != 1 or not _only_space(text, group[-1], line)
        ):
            yield from _unwrapped(group)
            group = []
        group.append(line)
    yield from _unwrapped(group)


def _only_space(text: str, first: _Line, second: _Line) -> bool:
    return not text[first.span.end : second.span.start].strip()


def _unwrapped(group: list[_Line]) -> Iterator[list[_Line]]:
    """One paragraph where the lines are wrapped (filled to one width and broken within sentences), else each alone."""
    if len(group) > 1 and _is_wrapped(group):
        yield group
    else:
        yield from ([line] for line in group)


def _is_wrapped(group: list[_Line]) -> bool:
    filled = [line.words for line in group[:-1]]
    width = max(len(words) for words in filled)
    if not 40 <= width <= 100 or len(group[-1].words) > width + 12:
        return False
    full = sum(len(words) >= width * 0.7 for words in filled)
    broken = sum(words[-1] not in '.!?:”"' for words in filled)
    return full >= len(filled) * 0.8 and broken >= len(filled) * 0.5
