"""Which statements of a case descend from one reporting, and on which day an undated copy came out."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from servanda.case.open import Case
from servanda.documents import Document
from servanda.reading.model import Reading
from servanda.record import View
from servanda.statement import Statement

if TYPE_CHECKING:
    from servanda.sources import Index

#: A day after all others: the record keeps the last day there is for what is never withdrawn.
END = date(9999, 12, 30)
#: The part of the shorter text that must stand in the other before the one tells the day of the other.
SAME_DAY_SHARE = 0.5
#: Kinds of sources that report what others did; to be quoted by name makes them no witness of their own.
_OUTLETS = ("press", "agency", "state media")


def fingerprint(document: Document, reading: Reading) -> bytes:
    """What the sources room keeps of a document, to find copies without its text."""
    from servanda.sources import Index, source_text

    index = Index()
    index.add_all([source_text(document, reading.furniture, reading.credits, published=reading.published.date)])
    return index.dump()[document.id]


def index_of(case: Case, view: View) -> "Index":
    """The index of the documents that a view knows."""
    from servanda.sources import Index

    known = {d.id for d in view.documents()}
    prints = (data for name, data in sorted(case.record.fingerprints().items()) if name in known)
    return Index.load(prints, official=[provision.text for provision in case.agreement.provisions])


def undated_copies(case: Case, index: "Index") -> Iterator[tuple[Document, date]]:
    """The documents of unknown day that share half their text with a dated one, each with that one's day.

    `index` is of all documents in the record. Of several dated relatives the closest tells, of equally close ones the
    earliest.
    """
    view = case.record.view(END)
    known = {d.id: d for d in view.documents()}
    if all(d.published for d in known.values()):
        return
    closest: dict[str, tuple[float, date]] = {}
    for pair in index.each_pair():
        share = max(pair.copied_a, pair.copied_b)
        for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
            day = known[other].published if other in known else None
            if one in known and known[one].published is None and day and share >= SAME_DAY_SHARE:
                closest[one] = min(closest.get(one, (0.0, date.max)), (-share, day))
    for name, (_, day) in sorted(closest.items()):
        copy, text = known[name], view.text(name)
        if text is not None:
            yield Document(name, text, None, copy.publisher, copy.title, copy.url, copy.path, copy.sha256), day


def assign_origins(case: Case, index: "Index", recorded: datetime) -> int:
    """Finds the origin of every statement that shares its words with another document; how many were assigned anew.

    What shares no words with another any more, because one of the two was changed, is its own origin again. `index` is
    of all documents in the record: everything is compared, so that it does not matter in which order, or by which of
    several processes, the documents came.
    """
    from servanda.spans import Span

    view = case.record.view(END)
    found = {m.document: f.origin for f in index.families() for m in f.members}
    own = case.record.own_origins()
    named = {one.document: one.source for one in view.statements()}  # an origin without a publisher is a document's id
    families = {document: named.get(origin, origin) for document, origin in found.items()}
    wanted: dict[date, dict[str, str]] = {}
    for known in view.documents():
        origin = families.get(known.id, own[known.id])
        if known.origin != origin:
            wanted.setdefault(known.published or recorded.date(), {})[known.id] = origin
    retold = _Retold(case, view, families)
    for one in view.statements():
        if one.start is None or one.end is None:
            continue
        family = families.get(one.document, own[one.document])
        origin = family
        if one.document in families:
            origin = index.origin_of(one.document, Span(one.start, one.end))
            origin = named.get(origin, origin)
            if origin != family and retold.by(one):
                origin = family
        if origin != one.origin or origin != family:
            wanted.setdefault(one.published or recorded.date(), {})[one.id] = origin
    return sum(
        case.record.set_origins(origins, recorded=recorded, effective=day) for day, origins in sorted(wanted.items())
    )


class _Retold:
    """Tells what a copy only says again in its own words: an act that another member of its family tells of, too.

    A copy that adds somebody's words is a witness that they were said; a copy that rewrites a sentence is none.
    """

    def __init__(self, case: Case, view: View, families: dict[str, str]) -> None:
        self._case, self._families = case, families
        self._told: dict[tuple[str, str | None, str | None], list[Statement]] = {}
        for one in view.statements():
            if one.document in families and one.type:
                self._told.setdefault(self._key(one), []).append(one)

    def _key(self, one: Statement) -> tuple[str, str | None, str | None]:
        return self._families[one.document], one.type, one.mode

    def by(self, one: Statement) -> bool:
        """Whether another member of the family tells of the same act, and nobody but an outlet is quoted for it."""
        speaker = one.speaker
        if speaker and self._case.settings.source(speaker).kind not in _OUTLETS:
            return False
        named = {*one.actors, *one.recipients}
        return any(
            other.document != one.document and named & {*other.actors, *other.recipients}
            for other in self._told.get(self._key(one), ())
        )
