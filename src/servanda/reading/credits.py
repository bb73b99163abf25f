"""What a text owes to others: wire and partner credits, and reports of other outlets that it names.

A wire credit is an agency named in a dateline, byline or credit line; an agency that the prose merely names is none.
A report is an outlet that "reported", was "told" or that the text goes by ("according to Yonhap").
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from servanda.codebook import load_toml
from servanda.reading.model import Credit, Furniture
from servanda.spans import Span

if TYPE_CHECKING:
    import ahocorasick_rs

_CREDITING = ("dateline", "credit", "byline")
#: Words of a paper, agency or station in a name that the codebook does not hold.
_NEWS_WORDS = (
    "Times", "Post", "News", "Journal", "Tribune", "Herald", "Daily", "Gazette", "Chronicle", "Observer", "Telegraph",
    "Broadcasting", "News Agency", "TV", "Radio", "Magazine",
)  # fmt: skip
_AROUND = 90
_ARTICLE = r"(?:[Tt]he |an? )?"
_DAY = r"(?:on |late |early )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )?"
#: What may stand between an outlet and its verb: one of its people, or what it is.
_BETWEEN = (
    r"(?:['’]s? (?:[A-Z][\w.’'-]+ ){1,3}|,? (?:which|who) "
    r"|(?: [\w’'-]+){0,4}? (?:correspondent|reporter|journalist|analyst|editor),? (?:[A-Z][\w.’'-]+ ){0,4}"
    r"| (?:[Nn]ews [Aa]gency|newspaper|magazine|television|TV|radio)(?: has| had)? | )"
)


@cache
def _canonical() -> dict[str, str]:
    """Every name of an agency or outlet, and the name it is credited under."""
    book = load_toml("credits.toml")
    groups = (book["agencies"], book["shared"], book["outlets"])
    names: dict[str, str] = {}
    for group in groups:
        for name, others in group.items():
            for written in (name, *others):
                names.setdefault(written, name)
    return names


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))


@cache
def _agencies() -> re.Pattern[str]:
    book = load_toml("credits.toml")
    exact = [n for name, others in book["agencies"].items() for n in (name, *others)]
    shared = [n for others in book["shared"].values() for n in others]
    return re.compile(rf"(?<!\w)(?:{_either(exact)}|(?i:{_either(shared)}))(?!\w)")


@cache
def _reports() -> re.Pattern[str]:
    """The naming of an outlet together with what makes it a report."""
    book = load_toml("credits.toml")
    unsure = set(book["ambiguous"]["names"])
    names = [n for group in ("agencies", "outlets") for name, others in book[group].items() for n in (name, *others)]
    told_of = rf"(?:[A-Z][\w.&’'-]+ ){{1,3}}(?:{_either(_NEWS_WORDS)})(?!\w)"
    sure = rf"({_either([n for n in names if n not in unsure])}|{told_of})"
    outlet = rf"(?:{sure}|((?<=[Tt]he )(?:{_either(sorted(unsure))})))(?![\w/])"
    verbs, told, before = (_either(book["reports"][k]) for k in ("verbs", "told", "before"))
    return re.compile(
        rf"(?<![\w/])(?:(?:(?i:{before})) {_ARTICLE}(?:[a-z][\w-]* ){{0,2}}{outlet}"
        rf"|(?:{told}) {_ARTICLE}{outlet}"
        rf"|{_ARTICLE}{outlet}{_BETWEEN}{_DAY}(?:{verbs})(?!\w))"
    )


def find(text: str, furniture: list[Furniture]) -> list[Credit]:
    """The credits of a text, sorted, none overlapping another."""
    found = list(_wires(text, furniture))
    blocked = [f.span for f in furniture if f.kind != "heading"]
    for start, end in _windows(text):
        for match in _reports().finditer(text, start, end):
            span = Span(match.start(), match.end())
            named = next(g for g in match.groups() if g is not None)
            if not any(span.overlaps(b) for b in blocked):
                name = " ".join(named.split())
                found.append(Credit(span, _canonical().get(name, name), "report"))
    return sorted(found, key=lambda c: c.span)


@cache
def _outlets() -> "ahocorasick_rs.AhoCorasick":
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(sorted({*_canonical(), *_NEWS_WORDS}))


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The stretches around names of outlets; the rest of the text is not looked at, for speed."""
    begin = end = -1
    for _, start, stop in _outlets().find_matches_as_indexes(text):
        if start - _AROUND > end:
            if end > 0:
                yield begin, end
            begin = max(0, start - _AROUND)
        end = stop + _AROUND
    if end > 0:
        yield begin, min(end, len(text))


def _wires(text: str, furniture: list[Furniture]) -> Iterator[Credit]:
    """Agencies in datelines, bylines and credit lines; a Reuters footer names itself by its form."""
    for item in furniture:
        if item.kind not in _CREDITING:
            continue
        words = item.span.of(text)
        seen: set[str] = set()
        for match in _agencies().finditer(words):
            name = _canonical().get(match.group()) or _canonical()[match.group().lower()]
            if name not in seen:
                seen.add(name)
                start = item.span.start + match.start()
                yield Credit(Span(start, start + len(match.group())), name, "wire")
        if not seen and re.match(r"[(\[]?(?:Additional )?[Rr]eporting .*?[Ee]diting by", words):
            yield Credit(item.span, "Reuters", "wire")
