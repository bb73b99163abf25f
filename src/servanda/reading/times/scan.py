"""Cuts text into the tokens that matter for time, each with a class of one letter (see words.py).

Runs of other tokens are kept as one `x` (the end of which means nothing), so that rules never reach across them. Linear
in the length of the text.
"""

import re
from dataclasses import dataclass

from servanda.reading.times.words import Words, words

_TOKEN = re.compile(
    r"""(
      [AaPp]\.\s?[Mm]\b\.? | [oO]['’][cC]lock\b                            # a.m., o'clock
    | [Qq][1-4]\b
    | [^\W\d_]+
    | ['’‘]\d0s\b | ['’]s\b                                                 # '90s
    | \d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z?)?(?![\d\w])            # 2018-06-12T09:30
    | \d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])                          # 6/12/2018
    | \d{1,2}(?::|\.(?=\d\d\s?[aApP]\.?[mM]\b))\d{2}(?::\d{2})?(?![\d:])  # 10:35, 10.35am
    | \d{1,3}(?:,\d{3})+(?![\d,])
    | \d+(?:st|nd|rd|th|s)\b
    | \d+\s\d/\d(?!\d)                                                  # 5 1/2
    | \d+(?:\.\d+)?
    | \n\s?\n
    | [^\w\s]
    )[ ]?
    """,
    re.X,
)
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_DECADE = re.compile(r"(?:1\d|20)?\d0s")
_ABBREVIATIONS = frozenset(
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "hrs",
        "mins",
        "yrs",
    ]
)
_WORD = re.compile(r"\s*(\w+)")
_DATE_AFTER = re.compile(r"\.?,?\s+\(?(?:the\s+)?(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))")
_NUMBER_AFTER = re.compile(r"\.?(?:,|\s+of)?\s*\d")
_LAST_WORD = re.compile(r"([\w']+)[\s-]*(?:the\s+)?$")
#: "A March speech", "her May visit": a month, whatever else the word can be.
_OF_A_THING = re.compile(r"\b(?:a|his|her|its|their)\s$", re.I)
_THING_AFTER = re.compile(
    r"\s(?!(?:to|for|on|in|of|by|from|through|against|down|up|and|was|were|is|has|had)\b)[a-z]{4,}"
)
_YEAR_AFTER = re.compile(r"(?:\s+of)?,?\s+['’]?\d")
_IN_THE = re.compile(
    r"\b(?:in|during|by|until|since|over|through|for|of|into|late|early|mid)\s+the\s+(?:early\s+|late\s+)?$", re.I
)


@dataclass(slots=True)
class Scan:
    """Tokens with their places in the document; `classes[i]` is the class of token `i`."""

    text: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    lowers: tuple[str, ...] = ()
    classes: str = ""

    def before(self, index: int, length: int = 40) -> str:
        """The text just before a token, within its paragraph."""
        start = self.starts[index]
        return self.text[max(0, start - length) : start].rpartition("\n\n")[2]

    def after(self, index: int, length: int = 40) -> str:
        """The text just after a token, within its paragraph."""
        end = self.ends[index]
        return self.text[end : end + length].partition("\n\n")[0]


def scan(text: str, start: int, end: int) -> Scan:
    """The tokens of `text[start:end]`, with offsets in `text`."""
    known = words()
    found = Scan(text)
    rows: list[tuple[int, int, str, str]] = []
    lookup, special = known.spelled.get, known.special
    skip_to, previous = start, ""
    for match in _TOKEN.finditer(text, start, end):
        raw = match.group(1)
        kind = lookup(raw)
        if kind is None:
            if raw[0].isdigit():
                kind = _figure(text, raw, *match.span(1))
            elif raw[-1] == "s" and raw[0] in "'’‘":
                kind = "E"
            elif previous == "x":
                continue
            else:
                kind = "x"
        at, stop = match.span(1)
        if at < skip_to:
            continue
        lower = raw.lower()
        if raw in special:
            kind, stop, lower = _special(known, text, at, stop, end, kind, lower)
        if kind == "x" and previous == "x":
            continue
        previous = kind
        skip_to = stop
        rows.append((at, stop, lower, kind))
    if rows:
        starts, ends, lowers, classes = zip(*rows, strict=True)
        found.starts, found.ends, found.lowers, found.classes = starts, ends, lowers, "".join(classes)
    return found


def _special(known: Words, text: str, at: int, stop: int, end: int, kind: str, lower: str) -> tuple[str, int, str]:
    """Names, named days and phrases: class, end and words of a token that takes a closer look."""
    if (
        lower in known.named_patterns
        and text[at].isupper()
        and (name := known.named_patterns[lower].match(text, at, end))
    ):
        return "H", name.end(), " ".join(name.group().lower().replace("’", "'").split())
    if kind in "MWS":
        kind, stop = _name(known, text, at, stop, kind)
    if lower in known.zone_phrases and (zone := known.zone_phrases[lower].match(text, at, end)):
        return "Z", zone.end(), " ".join(zone.group().lower().split())
    if lower in known.phrases and (phrase := known.phrases[lower].match(text, at, end)):
        follower = _WORD.match(text, phrase.end(), min(end, phrase.end() + 24))
        if not (
            follower and (follower[1][0].isdigit() or known.classes.get(follower[1].lower(), "x") in "nUVqSPdovjW")
        ):
            return "r", phrase.end(), " ".join(phrase.group().lower().split())
    return kind, stop, lower


def _name(known: Words, text: str, at: int, stop: int, kind: str) -> tuple[str, int]:
    """The class and end of what may be the name of a month, weekday or season, by its capital and neighbours."""
    raw, lower = text[at:stop], text[at:stop].lower()
    if kind == "S":
        before = text[max(0, at - 24) : at]
        last = _LAST_WORD.search(before)
        if raw[0].isupper() and last and not _YEAR_AFTER.match(text, stop) and before.rstrip(" \n")[-1:].isalnum():
            return "x", stop
        if lower not in known.season_words:
            return "S", stop
        placed = last is not None and last[1].lower() in known.season_before and not before[last.end(1) :].strip(" -")
        return ("S" if placed or _YEAR_AFTER.match(text, stop) or _IN_THE.search(before) else "x"), stop
    if not raw[0].isupper():
        return "x", stop
    if kind == "W" and lower in known.short and not _DATE_AFTER.match(text, stop):
        return "x", stop
    if kind == "M" and lower in known.ambiguous and not _NUMBER_AFTER.match(text, stop):
        last = _LAST_WORD.search(text, max(0, at - 24), at)
        placed = last is not None and (last[1].lower() in known.month_prepositions or last[1][0].isdigit())
        if not placed and not (_OF_A_THING.search(text, max(0, at - 8), at) and _THING_AFTER.match(text, stop)):
            return "x", stop
    if lower in _ABBREVIATIONS and text[stop : stop + 1] == ".":
        stop += 1
    return kind, stop


def _figure(text: str, raw: str, at: int, stop: int) -> str:
    """The class of a token that begins with a digit."""
    if "-" in raw:
        return "I"
    if "/" in raw:
        return "n" if " " in raw or raw.count("/") == 1 else "J"
    before, after = text[at - 1 : at] if at else "", text[stop : stop + 1]
    if before in ("$", "£", "€", "¥", "#") or after == "%" or len(raw) > 12:
        return "x"
    if raw[-1].isalpha():
        if _ORDINAL.fullmatch(raw):
            return "o"
        if _DECADE.fullmatch(raw) and (
            len(raw) == 5
            or before in ("'", "’", "‘", "`")
            or _IN_THE.search(text, max(0, at - 24), at)
            or re.search(r"(?:the|early|late|mid)[\s-]+$", text[max(0, at - 8) : at])
        ):
            return "E"
        return "x"
    if ":" in raw or ("." in raw and re.match(r"\s?[aApP]\.?[mM]\b", text[stop : stop + 5])):
        return "C"
    if not raw.isascii() or not raw.isdigit():
        return "n"
    if len(raw) == 4 and 1400 <= int(raw) <= 2100:
        return "y" if before not in (".", "/") and after != "/" else "n"
    return "d" if len(raw) <= 2 and 1 <= int(raw) <= 31 else "n"
