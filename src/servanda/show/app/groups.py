"""The claims of a question as pages show them: the weightiest of each group, and any group whole, page by page."""

from dataclasses import dataclass, replace

from servanda.brief.model import Claim, Section
from servanda.show.app.render import missing, whole_number
from servanda.show.evidence import chosen
from servanda.statement import Statement

#: Claims of one group: with their evidence at hand, and in all; statements under one claim.
MOST_OPENED, MOST_CLAIMS, MOST_CITED = 15, 150, 24
#: Claims on a page of a group that is shown whole.
PAGE = 60
#: How an address names a group that has no heading.
NAMELESS = "-"


@dataclass(frozen=True, slots=True)
class Group:
    """A group: its claims shown with their evidence, those in a line, and how many it has in all."""

    heading: str
    opened: list[Claim]
    lines: list[Claim]
    count: int

    @property
    def name(self) -> str:
        """How an address names it."""
        return self.heading or NAMELESS


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a group that is shown whole: its claims, which page it is (from 1) and of how many."""

    heading: str
    claims: list[Claim]
    number: int
    pages: int
    count: int


def groups(section: Section) -> list[Group]:
    """The groups of a section."""
    found = []
    for heading, claims in section.groups():
        kept = chosen(claims, MOST_CLAIMS)
        found.append(Group(heading, [_fewer(c) for c in kept[:MOST_OPENED]], kept[MOST_OPENED:], len(claims)))
    return found


def leaf(by_heading: dict[str, list[Claim]], name: str, page: str) -> Leaf:
    """One page of a group. A group that is not there is a missing page; a page beyond the last is the last."""
    heading = "" if name == NAMELESS else name
    if heading not in by_heading:
        raise missing("group")
    claims = by_heading[heading]
    pages = -(-len(claims) // PAGE)
    number = min(max(whole_number(page) or 1, 1), pages)
    shown = [_fewer(c) for c in claims[(number - 1) * PAGE : number * PAGE]]
    return Leaf(heading, shown, number, pages, len(claims))


def _fewer(claim: Claim) -> Claim:
    return replace(claim, statements=fewer(claim.statements), against=fewer(claim.against))


def fewer(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """At most MOST_CITED statements, every origin's first before the second of any."""
    if len(statements) <= MOST_CITED:
        return statements
    firsts = {s.id for s in {s.origin: s for s in reversed(statements)}.values()}
    ranked = sorted(statements, key=lambda s: s.id not in firsts)
    return tuple(ranked[:MOST_CITED])
