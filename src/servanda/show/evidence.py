"""How evidence is laid out wherever it is shown: by independent origin, copies folded, the sentence in its context."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from itertools import count

from servanda.brief import phrase
from servanda.brief.model import Claim
from servanda.statement import Statement

#: Gives the text of a document by its id, None where there is none (a facts table).
Texts = Callable[[str], str | None]
AROUND = 260
#: How much a standing weighs among claims of as many origins.
_RANK: dict[str | None, int] = {
    "established": 7, "disputed": 6, "reported": 5, "planned": 4, "claimed": 3, "denied": 2, "speculated": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Witness:
    """One independent origin: the statement to show, and the copies folded under it."""

    origin: str
    first: Statement
    copies: tuple[Statement, ...]


def by_origin(statements: Iterable[Statement]) -> list[Witness]:
    """The statements by origin, earliest first within each; the origins by their first statement.

    What was said before the time that it speaks of (a plan) comes after what was said of it since.
    """
    ordered = sorted(
        statements,
        key=lambda s: (
            bool(s.published and s.holds.start and s.published < s.holds.start),
            s.published or date.max,
            s.document,
            s.start or 0,
            s.row or 0,
            s.id,
        ),
    )
    grouped: dict[str, list[Statement]] = {}
    for statement in ordered:
        grouped.setdefault(statement.origin, []).append(statement)
    return [Witness(origin, found[0], tuple(found[1:])) for origin, found in grouped.items()]


def context(statement: Statement, texts: Texts, around: int = AROUND) -> tuple[str, str, str]:
    """What stands before, the words, and what stands after, cut at words; a table's note has nothing around it."""
    text = texts(statement.document) if statement.start is not None else None
    if text is None or statement.start is None or statement.end is None:
        return "", statement.text or statement.quote or "", ""
    before = text[max(0, statement.start - around) : statement.start]
    after = text[statement.end : statement.end + around]
    if len(before) == around:
        before = "… " + before.partition(" ")[2]
    if len(after) == around:
        after = after.rpartition(" ")[0] + " …"
    return before, text[statement.start : statement.end], after


def credit(statement: Statement) -> str:
    """Who says so, and when it became public: publisher, then the speaker if it is another, then the day."""
    parts = [statement.source]
    if statement.speakers:
        chain = [s for s in statement.speakers if s != statement.source]
        parts += [f"quoting {phrase.listed([_inside(s) for s in reversed(chain)])}"] if chain else []
    parts.append(phrase.day(statement.published) if statement.published else "day of publication unknown")
    return ", ".join(parts)


def _inside(name: str) -> str:
    """A name within a sentence: `the two sides`, but `The Guardian`."""
    the, _, rest = name.partition(" ")
    return f"the {rest}" if the == "The" and rest == rest.lower() else name


def weight(claim: Claim) -> tuple[int, int, int]:
    """How much a claim deserves one of few places: independent origins, standing, number of statements."""
    origins, number = claim.strength
    return origins, _RANK.get(claim.standing, 0), number


def chosen(claims: list[Claim], most: int | None) -> list[Claim]:
    """The weightiest claims, in the order they stood; all where `most` is None."""
    if most is None or len(claims) <= most:
        return claims
    kept = nlargest(most, zip(map(weight, claims), count(), strict=False))
    return [claims[n] for n in sorted(n for _, n in kept)]


def of_every_group(claims: list[Claim], most: int | None) -> list[Claim]:
    """The weightiest claims, in the order they stood, but first the weightiest of each group; all where `most` is None.

    So no heading goes unmentioned because another has many claims; where there are more groups than places, those of
    the weightiest claims have one. Of two that weigh the same the later goes first.
    """
    if most is None or len(claims) <= most:
        return claims
    weighed = list(zip(map(weight, claims), count(), strict=False))
    best: dict[str, tuple[tuple[int, int, int], int]] = {}
    for claim, entry in zip(claims, weighed, strict=True):
        if claim.group not in best or entry > best[claim.group]:
            best[claim.group] = entry
    first = nlargest(most, best.values())
    taken = {place for _, place in first}
    rest = nlargest(most - len(first), (entry for entry in weighed if entry[1] not in taken))
    return [claims[place] for place in sorted(place for _, place in (*first, *rest))]
