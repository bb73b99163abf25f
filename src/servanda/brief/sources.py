"""Who says so? The independent origins behind the brief, and who has its text from whom."""

from collections import Counter, defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import counted
from servanda.record import SourceDocument
from servanda.statement import Statement

if TYPE_CHECKING:
    from servanda.sources import Member

LONGEST_FAMILY = 40
#: What a member added, dropped or changed of which so many are given.
MOST_DIFFERENCES = 6
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
    for origin in sorted(by_origin, key=lambda o: (-len(by_origin[o]), o)):
        statements = by_origin[origin]
        publishers = Counter(map(_SOURCE, statements))
        members = documents.get(origin, [])
        text = f"{_shown(origin, members)}: {counted(len(statements), 'statement')}"
        if len(members) > 1:
            text += f" in {counted(len(members), 'document')}"
        claims.append(
            Claim(
                text=text + ".",
                group="Origins of reports" if members else "Tables and others",
                statements=(phrase.best(statements),),
                details={
                    "origin": origin,
                    "count": len(statements),
                    "publishers": dict(sorted(publishers.items())),
                    "documents": [_document(d) for d in members[:LONGEST_FAMILY]],
                },
            )
        )
    summary = (
        f"{counted(len(material.documents), 'document')} and {counted(len(material.statements), 'statement')} "
        f"from {counted(len(by_origin), 'independent origin')}."
    )
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
        details = {"origin": family.origin, "members": [_member(material, m, known) for m in family.members]}
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
    first = members[0] if members else None
    title = first.title or first.publisher if first else None
    return f"{title} ({origin})" if title else origin


def _document(document: SourceDocument) -> dict[str, str | None]:
    return {
        "id": document.id,
        "publisher": document.publisher,
        "title": document.title,
        "url": document.url,
        "published": document.published.isoformat() if document.published else None,
        "basis": document.published_basis,
    }
