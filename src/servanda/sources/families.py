"""Families of documents, and the origin of any words in them.

Documents are put in an order in which nothing comes before what it was taken from, as far as the pairs tell. Each
document's parent is the one before it that holds most of it; documents without a parent are roots, and a root with
what descends from it is a family. A document that holds several others, which share nothing among themselves, has
one parent and joins no families; where its words come from is asked of the words, not of the document.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from servanda.sources.changes import changes
from servanda.sources.cues import outlet_key
from servanda.sources.model import Family, Member, Pair
from servanda.sources.store import Prints
from servanda.sources.verify import Shared
from servanda.spans import Span

_Weight = tuple[bool, int, bool, int, int, str]


@dataclass(frozen=True, slots=True)
class _Link:
    """A pair as one of its documents sees it; `ours` is that document's side."""

    pair: Pair
    ours: str
    strong: bool

    @property
    def other(self) -> str:
        return self.pair.b if self.ours == "a" else self.pair.a

    @property
    def copied(self) -> float:
        """The part of our words that was copied one way or the other."""
        return self.pair.copied_a if self.ours == "a" else self.pair.copied_b

    @property
    def first(self) -> bool | None:
        """Whether we had the words first; None where nothing tells."""
        return None if self.pair.origin is None else self.pair.origin == self.ours

    def places(self) -> list[tuple[Span, Span]]:
        """The passages that bind the words to one origin: ours, theirs."""
        kinds = ("copy", "quotation") if self.strong else ("copy",)
        both = [(p.a, p.b) for p in self.pair.passages if p.kind in kinds]
        return both if self.ours == "a" else [(b, a) for a, b in both]


class Forest:
    """The families of a set of documents, grown from their pairs."""

    def __init__(self, prints: Prints, pairs: Iterable[tuple[Pair, Shared]]) -> None:
        self._prints = prints
        self._links: dict[str, list[_Link]] = defaultdict(list)
        for pair, shared in pairs:
            if pair.copied_a or pair.copied_b:
                self._links[pair.a].append(_Link(pair, "a", shared.strong))
                self._links[pair.b].append(_Link(pair, "b", shared.strong))
        self._order = {name: n for n, name in enumerate(self._ordered())}
        self._parent = {name: self._choose_parent(name) for name in self._order}
        self._names = self._outlet_names()

    def families(self) -> list[Family]:
        """The families of two documents and more: the largest first, then by root."""
        children: dict[str, list[str]] = defaultdict(list)
        for name, link in self._parent.items():
            if link is not None:
                children[link.other].append(name)
        roots = [name for name, link in self._parent.items() if link is None and name in children]
        families = [Family(self._own_origin(root), tuple(self._members(root, children))) for root in roots]
        return sorted(families, key=lambda f: (-len(f.members), f.root))

    def origin_of(self, document: str, span: Span) -> str:
        """The origin that the words at the span descend from (`Index.origin_of`)."""
        while (step := self._earlier(document, span)) is not None:
            document, span = step
        for place, name in self._prints.head(document).reports:
            if place.overlaps(span):
                return self._names.get(outlet_key(name), name)
        return self._own_origin(document)

    def _earlier(self, document: str, span: Span) -> tuple[str, Span] | None:
        """The earliest document that has most of the words at the span before this one, and where."""
        best: tuple[int, str, Span] | None = None
        own = self._order.get(document, 0)
        for link in self._links.get(document, ()):
            place = self._order[link.other]
            if place >= own or (best is not None and place >= best[0]):
                continue
            if (theirs := _counterpart(span, link.places())) is not None:
                best = (place, link.other, theirs)
        return best[1:] if best else None

    def _own_origin(self, document: str) -> str:
        """Whose words a document's own are: the agency it is wholly from, its publisher, or else its id."""
        known = self._prints.head(document)
        if name := known.wire or known.publisher:
            return self._names.get(outlet_key(name), name)
        if len(known.voices) == 1 and self._parent.get(document) is None:
            return self._names.get(outlet_key(known.voices[0]), known.voices[0])
        return document

    def _outlet_names(self) -> dict[str, str]:
        """One way to write each outlet's name: as publishers have it, else as agencies or voices do."""
        names: dict[str, str] = {}
        ranked = [
            sorted({p.publisher for p in self._prints.heads if p.publisher}),
            sorted({p.wire for p in self._prints.heads if p.wire}),
            sorted({v for p in self._prints.heads for v in p.voices}),
        ]
        for name in (n for group in ranked for n in group):
            names.setdefault(outlet_key(name), name)
        return names

    def _choose_parent(self, name: str) -> _Link | None:
        """The document before this one that holds most of it; of those that hold about as much, the first."""
        own = self._order[name]
        open_links = [k for k in self._links[name] if k.strong and self._order[k.other] < own and k.first is not True]
        if not open_links:
            return None
        most = max(k.copied for k in open_links)
        return min((k for k in open_links if k.copied >= most - 0.03), key=lambda k: self._order[k.other])

    def _ordered(self) -> list[str]:
        """All documents that share text, what is taken from another after it. A circle is cut where it weighs least."""
        waiting = {name: sum(k.first is False for k in links) for name, links in self._links.items()}
        weights = {name: self._weight(name) for name in self._links}
        ready = [(weights[name], name) for name, count in waiting.items() if not count]
        stuck = sorted((weight, name) for name, weight in weights.items())
        heapq.heapify(ready)
        done: dict[str, None] = {}
        at = 0
        while len(done) < len(weights):
            if ready:
                name = heapq.heappop(ready)[1]
            else:
                while stuck[at][1] in done:
                    at += 1
                name = stuck[at][1]
            if name in done:
                continue
            done[name] = None
            for link in self._links[name]:
                if link.first and link.other not in done:
                    waiting[link.other] -= 1
                    if not waiting[link.other]:
                        heapq.heappush(ready, (weights[link.other], link.other))
        return list(done)

    def _weight(self, name: str) -> _Weight:
        """What comes first where the pairs do not tell: no compilation, the earliest, what has an outlet, the most
        copied, the longest."""
        known, links = self._prints.head(name), self._links[name]
        day = known.published.toordinal() if known.published else 10**7
        nobodys = not (known.publisher or known.wire)
        return self._is_compilation(name), day, nobodys, -sum(k.strong for k in links), -self._prints.size(name), name

    def _is_compilation(self, name: str) -> bool:
        """Whether the document holds two others, each nearly whole, that share nothing and lie apart in it."""
        held = [k for k in self._links[name] if (k.pair.copied_b if k.ours == "a" else k.pair.copied_a) >= 0.8]
        held = [k for k in held if k.copied < 0.8][:20]
        related = {k.other: {o.other for o in self._links[k.other]} for k in held}
        return any(y.other not in related[x.other] for n, x in enumerate(held) for y in held[:n])

    def _members(self, root: str, children: Mapping[str, list[str]]) -> Iterable[Member]:
        yield Member(root, None, 1.0, how="the first known")
        stack = sorted(children[root], key=self._order.__getitem__, reverse=True)
        while stack:
            name = stack.pop()
            link = self._parent[name]
            assert link is not None
            added, dropped, changed = changes(self._prints[name], self._prints[link.other], _passages(link))
            share = link.pair.share_a if link.ours == "a" else link.pair.share_b
            yield Member(name, link.other, share, added, dropped, changed, link.pair.reason)
            stack += sorted(children[name], key=self._order.__getitem__, reverse=True)


def _passages(link: _Link) -> list[tuple[Span, Span]]:
    both = [(p.a, p.b) for p in link.pair.passages]
    return both if link.ours == "a" else [(b, a) for a, b in both]


def _counterpart(span: Span, places: list[tuple[Span, Span]]) -> Span | None:
    """Where the words at a span stand in the other document, if at least half of the span does."""
    covered, best, size = 0, None, 0
    for ours, theirs in places:
        start, end = max(span.start, ours.start), min(span.end, ours.end)
        if end <= start:
            continue
        covered += end - start
        if end - start > size:
            size = end - start
            scale = len(theirs) / len(ours)
            first = theirs.start + int((start - ours.start) * scale)
            best = Span(first, max(first + 1, min(theirs.end, theirs.start + int((end - ours.start) * scale))))
    return best if covered * 2 >= len(span) else None
