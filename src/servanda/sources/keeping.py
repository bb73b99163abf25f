"""Which documents share text, as JSON to keep beside a record, and back. What comes back is checked, not trusted."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from servanda.sources.model import KINDS, Change, Family, Member, Pair, Passage
from servanda.spans import Span

#: Codebooks of this room.
CODEBOOKS = ("sources.toml",)
_SIDES = (None, "a", "b")


@dataclass(frozen=True, slots=True)
class Kin:
    """Which of some documents share text: the families, the largest first, and the pairs, sorted by ids.

    `pairs` is None where there are too many to keep.
    """

    families: tuple[Family, ...]
    pairs: tuple[Pair, ...] | None


def key_of(prints: Mapping[str, bytes], official: Iterable[str]) -> str:
    """A key of all that an index is made of: equal keys, equal families."""
    found = hashlib.sha256()
    named = chain.from_iterable((name.encode(errors="surrogatepass"), prints[name]) for name in sorted(prints))
    texts = (text.encode(errors="surrogatepass") for text in official)
    for part in chain(named, [b"official"], texts):
        found.update(b"%d:" % len(part))
        found.update(part)
    return found.hexdigest()


def pack(kin: Kin) -> dict[str, Any]:
    """Families and pairs as JSON, spans as bare numbers."""
    families = [[f.origin, [_member_row(m) for m in f.members]] for f in kin.families]
    return {"families": families, "pairs": None if kin.pairs is None else [_pair_row(p) for p in kin.pairs]}


def unpack(data: Mapping[str, Any], known: Collection[str]) -> Kin:
    """What `pack` wrote. Raises LookupError, TypeError or ValueError for what it has not written.

    `known` are the ids of the documents that may occur in it, each in one family at most.
    """
    left = set(known)
    families = tuple(_family(origin, rows, left) for origin, rows in data["families"])
    pairs = data["pairs"]
    return Kin(families, None if pairs is None else tuple(_pair(row, known) for row in pairs))


def _member_row(m: Member) -> list[Any]:
    changed = _numbers(span for c in m.changed for span in (c.ours, c.theirs))
    return [m.document, m.parent, m.share, _numbers(m.added), _numbers(m.dropped), changed, m.how]


def _pair_row(p: Pair) -> list[Any]:
    passages = [[*_numbers((one.a, one.b)), KINDS.index(one.kind), int(one.edited)] for one in p.passages]
    return [p.a, p.b, p.share_a, p.share_b, p.origin, passages, p.reason, p.copied_a, p.copied_b]


def _family(origin: Any, rows: Sequence[Sequence[Any]], left: set[str]) -> Family:
    """A family whose members are taken out of those that are left; each has its parent before it."""
    before: set[str | None] = {None}
    members = []
    for document, parent, share, added, dropped, changed, how in rows:
        left.remove(document)
        if parent not in before:
            raise ValueError("a member stands before its parent")
        before.add(document)
        before.discard(None)
        both = _spans(changed)
        changes = tuple(Change(ours, theirs) for ours, theirs in zip(both[::2], both[1::2], strict=True))
        members.append(Member(document, parent, _part(share), _spans(added), _spans(dropped), changes, _text(how)))
    if len(members) < 2:
        raise ValueError("a family has two members and more")
    return Family(_text(origin), tuple(members))


def _pair(row: Sequence[Any], known: Collection[str]) -> Pair:
    a, b, share_a, share_b, origin, passages, reason, copied_a, copied_b = row
    if a not in known or b not in known or not a < b or origin not in _SIDES:
        raise ValueError("no pair")
    return Pair(
        a, b, _part(share_a), _part(share_b), origin, tuple(map(_passage, passages)), _text(reason),
        _part(copied_a), _part(copied_b),
    )  # fmt: skip


def _passage(row: Sequence[Any]) -> Passage:
    *ends, kind, edited = row
    a, b = _spans(ends)
    return Passage(a, b, KINDS[kind], edited == 1)


def _numbers(spans: Iterable[Span]) -> list[int]:
    return [end for span in spans for end in (span.start, span.end)]


def _spans(ends: Sequence[Any]) -> tuple[Span, ...]:
    if not all(type(end) is int for end in ends):
        raise TypeError("a span has whole numbers")
    return tuple(Span(start, end) for start, end in zip(ends[::2], ends[1::2], strict=True))


def _part(value: Any) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("a share is a part of one")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value
