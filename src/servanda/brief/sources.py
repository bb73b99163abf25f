"""Who says so? The independent origins behind the brief, and who has its text from whom."""

from collections import Counter, defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import counted
from servanda.days import Period
from servanda.record import SourceDocument
from servanda.statement import Statement

if TYPE_CHECKING:
    from servanda.sources import Member

LONGEST_FAMILY = 40
#: What a member added, dropped or changed of which so many are given.
MOST_DIFFERENCES = 6
ARTICLES, TABLES = "Origins of articles", "Origins named in tables"
#: Copies of a family that are named in its claim.
_NAMED = 4
_SOURCE = attrgetter("source")


def section(material: Material) -> Section:
    """A claim for each family of copies, the largest first, then one for each origin, by the statements it carries."""
    by_origin: dict[str, list[Statement]] = defaultdict(list)
    for statement in material.statements:
        by_origin[statement.origin].append(statement)
    documents: dict[str, list[SourceDocument]] = defaultdict(list)
    for document in material.documents:
        documents[document.origin].append(document)
    claims = _family_claims(material)
    ranked = sorted(by_origin, key=lambda o: (o not in documents, -len(by_origin[o]), o))
    for origin in ranked:
        statements = by_origin[origin]
        publishers = Counter(map(_SOURCE, statements))
        members = documents.get(origin, [])
        text = f"{_shown(origin, members)}: {counted(len(statements), 'statement')}"
        if len(members) > 1:
            text += f" in {counted(len(members), 'document')}"
        if days := [s.published for s in statements if s.published]:
            text += f", published {phrase.period(Period(min(days), max(days)))}"
        claims.append(
            Claim(
                text=text + ".",
                group=ARTICLES if members else TABLES,
                statements=(phrase.best(statements),),
                details={
                    "origin": origin,
                    "count": len(statements),
                    "publishers": dict(sorted(publishers.items())),
                    "documents": [_document(d) for d in members[:LONGEST_FAMILY]],
                },
            )
        )
    summary = f"{counted(len(material.statements), 'statement')} from {counted(len(by_origin), 'independent origin')}"
    read = counted(len(material.documents), "article") if material.documents else "no article"
    summary += f"; {read} read."
    if not material.statements:
        summary = f"No statement is on record; {read} read."
    return Section("sources", summary, tuple(claims))


def _family_claims(material: Material) -> list[Claim]:
    """What the families are, where statements were read in them."""
    if not material.families:
        return []
    known = {d.id: d for d in material.documents}
    held: dict[str, list[Statement]] = defaultdict(list)
    for statement in material.statements:
        held[statement.document].append(statement)
    claims = []
    for family in material.families:
        statements = held.get(family.root) or [s for m in family.members for s in held.get(m.document, ())]
        if not statements:
            continue
        copies = [_name(known[m.document]) for m in family.members[1:]]
        more = f" and {counted(len(copies) - _NAMED, 'other')}" if len(copies) > _NAMED else ""
        copied = f"{_name(known[family.root])}; copied by {', '.join(copies[:_NAMED])}{more}"
        text = f"{copied}: one witness of what they share, {family.origin}."
        details = {
            "origin": family.origin,
            "count": sum(len(held.get(m.document, ())) for m in family.members),
            "members": [_member(material, m, known) for m in family.members],
        }
        claims.append(Claim(text, "Who copied whom", (phrase.best(statements),), details=details))
    return claims


def _member(material: Material, member: "Member", known: dict[str, SourceDocument]) -> dict[str, Any]:
    """A document of a family and what it did to the text that it has from another."""
    from servanda.sources.changes import told

    ours, theirs = (material.view.text(name) if name else None for name in (member.document, member.parent))
    did = told(member, ours, theirs) if ours is not None and theirs is not None else None
    return {
        **_document(known[member.document]),
        "name": _name(known[member.document]),
        "parent": member.parent,
        "share": round(member.share, 4),
        "how": member.how,
        "added": list(did.added[:MOST_DIFFERENCES]) if did else [],
        "dropped": list(did.dropped[:MOST_DIFFERENCES]) if did else [],
        "changed": [list(words) for words in did.changed[:MOST_DIFFERENCES]] if did else [],
    }


def _name(document: SourceDocument) -> str:
    name = document.title or (document.path or document.id).rpartition("/")[2]
    return f"{name} ({document.publisher})" if document.publisher else name


def _shown(origin: str, members: list[SourceDocument]) -> str:
    """An origin by its name; one that is called by the id of its document, by that document's."""
    own = next((d for d in members if d.id == origin), None)
    return _name(own) if own else origin


def _document(document: SourceDocument) -> dict[str, str | None]:
    return {
        "id": document.id,
        "publisher": document.publisher,
        "title": document.title,
        "url": document.url,
        "published": document.published.isoformat() if document.published else None,
        "basis": document.published_basis,
    }
