"""Who says so? Documents, their lineage, and the independent origins behind every claim of the brief."""

from collections import Counter, defaultdict
from operator import attrgetter

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import counted
from servanda.record import SourceDocument
from servanda.statement import Statement

LONGEST_FAMILY = 40
_SOURCE = attrgetter("source")


def section(material: Material) -> Section:
    """One claim for each origin, the one that carries most statements first."""
    by_origin: dict[str, list[Statement]] = defaultdict(list)
    for statement in material.statements:
        by_origin[statement.origin].append(statement)
    families: dict[str, list[SourceDocument]] = defaultdict(list)
    for document in material.documents:
        families[document.origin].append(document)
    claims = []
    for origin in sorted(by_origin, key=lambda o: (-len(by_origin[o]), o)):
        statements = by_origin[origin]
        publishers = Counter(map(_SOURCE, statements))
        members = families.get(origin, [])
        text = f"{_shown(origin, members)}: {counted(len(statements), 'statement')}"
        if len(members) > 1:
            text += f" in {counted(len(members), 'document')} that share text"
        claims.append(
            Claim(
                text=text + ".",
                group="Families of documents" if members else "Tables and others",
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
