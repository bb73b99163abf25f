"""What a text calls somebody or something once it has named it: "the ministry", "the minister", "NMA".

A body is called by the last or first word of its name, a person by the office that the text has told, and either by
letters that stand in brackets after the full name. The last one that fits is meant; where two that fit stand in one
sentence, none is.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from servanda.codebook import load_toml
from servanda.reading.model import Mention
from servanda.reading.syntax import Block
from servanda.spans import Span

_BODIES = ("government", "organisation")
_LETTERS = re.compile(r"\s*\((?:the\s+|or\s+)?(?P<letters>[A-Z](?:[A-Za-z]?\.?){1,8})\)")
#: What follows a word for an office or a body that is another one's ("the president of the club").
_ANOTHERS = re.compile(r"\s+(?:of|for)\b|\s+[A-Z]|[-–]")
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s")
#: The words beside a name that may tell the office: ", Arland's envoy to the talks," after it.
_AFTER = re.compile(r",\s+(?P<office>[^,.;:()]{3,60})(?=[,.;:])")
_BEFORE = 40
#: How many mentions back a full name is looked for.
_FAR = 60


@dataclass(frozen=True, slots=True)
class _Words:
    """The words for bodies and offices, and the expressions that find them."""

    bodies: frozenset[str]
    holders: frozenset[str]
    short: re.Pattern[str]
    ends: re.Pattern[str]


class ShortForms:
    """Finds short forms. Made once and used for many documents."""

    def __init__(self) -> None:
        book = load_toml("offices.toml")
        short = book["short"]
        offices = [name for name in book["generic"]["names"] if " " in name]
        bodies, holders = frozenset((*short["bodies"], *offices)), frozenset(short["holders"])
        spelt = {*holders, *(h.replace("defence", "defense") for h in holders)}
        either = "|".join(re.escape(w) for w in sorted(bodies | spelt, key=lambda w: (-len(w), w)))
        ending = "|".join(re.escape(w) for w in sorted(spelt, key=lambda w: (-len(w), w)))
        self._words = _Words(
            bodies,
            holders,
            re.compile(rf"[Tt]he (?<!\w[Tt]he )(?P<short>{either})(?!\w)"),
            re.compile(rf"(?:\A|\b)(?:{ending})\Z", re.I),
        )

    def office_beside(self, text: str, span: Span) -> str | None:
        """The office that the text tells right beside a full name, in small letters; None where it tells none."""
        after = _AFTER.match(text, span.end)
        if after:
            office = re.split(r"\s(?:of|for|to|at|in|on|and|who|which)\s", after["office"])[0]
            found = self._words.ends.search(office)
            if found:
                return _plain(found.group())
        before = text[max(0, span.start - _BEFORE) : span.start].rstrip(" ,")
        found = self._words.ends.search(before)
        return _plain(found.group()) if found else None

    def add(
        self, text: str, blocks: Sequence[Block], mentions: list[Mention], offices: Mapping[str, set[str]]
    ) -> list[Mention]:
        """The mentions with those by short forms; `offices` are those that the text tells of each person by name."""
        mentions = _by_letters(text, blocks, mentions)
        found = mentions
        for span, words, holds in self._short(text, blocks):
            if _taken(found, span):
                continue
            at = bisect_left(found, span.start, key=lambda m: m.span.start)
            meant = _last(
                text, found[max(0, at - _FAR) : at], partial(_fits, words=words, offices=offices, holds=holds)
            )
            if meant is not None:
                if found is mentions:
                    found = list(mentions)
                found.insert(at, replace(meant, span=span))
        return found

    def _short(self, text: str, blocks: Sequence[Block]) -> Iterator[tuple[Span, str, bool]]:
        """Each short form: where its words stand, which they are, whether they are a person's office."""
        for block in blocks:
            for match in self._words.short.finditer(text, block.span.start, block.span.end):
                span, words = Span(match.start("short"), match.end("short")), _plain(match["short"])
                holds = words in self._words.holders
                if _ANOTHERS.match(text, span.end) or (holds and not _is_noun(block, span)):
                    continue
                yield span, words, holds


def _plain(words: str) -> str:
    return words.lower().replace("defense", "defence")


def _is_noun(block: Block, span: Span) -> bool:
    """Whether the words are a noun of their own ("the general said", and no "the general public")."""
    tree = block.tree
    last = bisect_left(tree.end, span.end)
    return last < len(tree) and tree.tags[last] in ("NN", "NNP") and tree.deps[last] not in ("compound", "amod", "flat")


def _fits(mention: Mention, words: str, offices: Mapping[str, set[str]], holds: bool) -> bool:
    if holds:
        told = offices.get(mention.name, ()) if mention.kind == "person" else ()
        return any(o == words or (o.endswith(" " + words) and not o.startswith("vice")) for o in told)
    if mention.kind not in _BODIES:
        return False
    name = _plain(mention.name)
    own = re.split(r" (?:of|for|on) ", name)[0]
    return own == words or own.endswith(" " + words)


def _last(text: str, before: Sequence[Mention], fits: Callable[[Mention], bool]) -> "Mention | None":
    """The last fitting mention before a short form; None where the sentence that it stands in has another such."""
    meant: Mention | None = None
    for mention in reversed(before):
        if meant is not None and _SENTENCE_END.search(text, mention.span.end, meant.span.start):
            break
        if fits(mention):
            if meant is not None and mention.name != meant.name:
                return None
            meant = meant or mention
    return meant


def _by_letters(text: str, blocks: Sequence[Block], mentions: list[Mention]) -> list[Mention]:
    """The mentions and those by letters that a bracket after a full name tells, each as that name's."""
    told: dict[str, Mention] = {}
    for mention in mentions:
        if mention.kind in ("organisation", "other", "government"):
            written = _LETTERS.match(text, mention.span.end)
            if written and _stand_for(written["letters"], mention.span.of(text)):
                told.setdefault(written["letters"], mention)
    if not told:
        return mentions
    letters = re.compile(rf"\b(?:{'|'.join(map(re.escape, told))})(?!\w)")
    places = [
        Span(*match.span()) for block in blocks for match in letters.finditer(text, block.span.start, block.span.end)
    ]
    kept = {m.span: m for m in mentions}
    for place in places:
        known = kept.get(place)
        if known is None and not _taken(mentions, place):
            kept[place] = replace(told[place.of(text)], span=place)
        elif known is not None and known.name == place.of(text) and known.kind in ("organisation", "other"):
            kept[place] = replace(told[known.name], span=place)
    return sorted(kept.values(), key=lambda m: m.span.start)


def _taken(mentions: Sequence[Mention], span: Span) -> bool:
    """Whether a mention stands where the span does."""
    at = bisect_left(mentions, span.start, key=lambda m: m.span.start)
    return any(m.span.overlaps(span) for m in mentions[max(0, at - 1) : at + 1])


def _stand_for(letters: str, name: str) -> bool:
    """Whether the capitals of an abbreviation are initials of the words of a name, in order, the first one with it."""
    initials = [w[0].upper() for w in re.findall(r"[^\W\d_]+", name) if w[0].isupper()]
    wanted = [c for c in letters if c.isupper()]
    if len(wanted) < 2 or not initials or wanted[0] != initials[0]:
        return False
    left = iter(initials)
    return all(c in left for c in wanted)
