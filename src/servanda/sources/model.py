"""What crosses the seam of the sources room: texts in; pairs, families and origins out."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from servanda.spans import Span

PassageKind = Literal["copy", "quotation", "official text"]
#: The kinds in an order that numbers stand for where passages are kept.
KINDS: tuple[PassageKind, ...] = get_args(PassageKind)
Side = Literal["a", "b"]


@dataclass(frozen=True, slots=True)
class SourceText:
    """One document as the sources room needs it.

    `prose` are the spans of the text that count (None: the whole text). `credits` are the names that the document
    says it owes its text to ("Reuters", "BBC"). `reports` are the places where
    it says that another outlet reported something ("the BBC reported"), with that outlet's name. `wire`
    is the agency whose report the whole text is, by its dateline or byline; "with agency inputs" is none.
    """

    id: str
    text: str
    prose: tuple[Span, ...] | None = None
    published: date | None = None
    publisher: str | None = None
    credits: tuple[str, ...] = ()
    reports: tuple[tuple[Span, str], ...] = ()
    wire: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of `a` that stands in `b` too. `edited`: not word for word (case, marks and spelling aside)."""

    a: Span
    b: Span
    kind: PassageKind = "copy"
    edited: bool = False

    def to_json(self) -> dict[str, Any]:
        """As the reading contract writes a passage, with the kind and whether it was edited."""
        return {"a": self.a.to_json(), "b": self.b.to_json(), "kind": self.kind, "edited": self.edited}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that share text; `a` sorts before `b`.

    `share_a` is the part of a's prose words, 0 to 1, that lie in a passage; `copied_a` the same over passages that
    make one witness of the two (quotations and official texts alone do not). `origin` is the side that had the words
    first, None where nothing tells; `reason` says what told, in a sentence.
    """

    a: str
    b: str
    share_a: float
    share_b: float
    origin: Side | None
    passages: tuple[Passage, ...]
    reason: str
    copied_a: float = 0.0
    copied_b: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The line that contracts/reading.md describes under "Copies", with the reason."""
        return {
            "a": self.a,
            "b": self.b,
            "share_a": round(self.share_a, 4),
            "share_b": round(self.share_b, 4),
            "origin": self.origin,
            "passages": [p.to_json() for p in self.passages],
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """Words that a member has otherwise than its parent; `theirs` is the place in the parent."""

    ours: Span
    theirs: Span

    def to_json(self) -> dict[str, Any]:
        return {"ours": self.ours.to_json(), "theirs": self.theirs.to_json()}


@dataclass(frozen=True, slots=True)
class Member:
    """A document in its family. `parent` is the document it has its text from, None for the root.

    `share` is the part of its prose words that stands in the parent (1 for the root). `added` are spans of the
    document that the parent lacks, `dropped` spans of the parent that the document lacks, `changed` passages that
    were edited. `how` says in words how the descent is known, or that it is unknown.
    """

    document: str
    parent: str | None
    share: float
    added: tuple[Span, ...] = ()
    dropped: tuple[Span, ...] = ()
    changed: tuple[Change, ...] = ()
    how: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "document": self.document,
            "parent": self.parent,
            "share": round(self.share, 4),
            "added": [s.to_json() for s in self.added],
            "dropped": [s.to_json() for s in self.dropped],
            "changed": [c.to_json() for c in self.changed],
            "how": self.how,
        }


@dataclass(frozen=True, slots=True)
class Family:
    """Documents that share one origin. `origin` is the origin's name; the root comes first, parents before children."""

    origin: str
    members: tuple[Member, ...]

    @property
    def root(self) -> str:
        """The document that the others descend from."""
        return self.members[0].document

    def to_json(self) -> dict[str, Any]:
        return {"origin": self.origin, "root": self.root, "members": [m.to_json() for m in self.members]}
