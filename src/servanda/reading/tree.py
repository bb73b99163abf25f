"""A parsed block as plain lists, quick to walk: lemmas, tags, dependencies, heads, children."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from servanda.reading.model import Tense
from servanda.spans import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.strings import StringStore
    from spacy.tokens import Doc

NOMINAL = ("NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "WP", "WDT", "PRP$", "JJ", "EX")
_INNER = frozenset(("compound", "flat", "amod", "nummod", "det", "nmod:poss", "fixed", "goeswith", "det:predet"))
_PAST = ("VBD", "VBN")
_HELPING = frozenset(("aux", "aux:pass", "cop"))
_LINKING = _HELPING | {"case", "mark"}
#: How far from its root a token may hang: deeper ones, which no prose has, become roots of their own.
DEEPEST = 120
#: What is read of a parsed text at once; the last two are only kept, in `keys`.
COLUMNS = ("ORTH", "LEMMA", "TAG", "DEP", "HEAD", "IDX", "SENT_START", "LOWER", "LENGTH")
#: Strings that are kept by spaCy's keys for them, as they are and in small letters.
_KEPT = 50_000


@dataclass(slots=True)
class Tree:
    """The tokens of one block. Indices count tokens of the block; `start` and `end` are offsets in the document.

    `deps` are Universal Dependencies as the parser gives them (`nsubj:pass`); `sentence` is the index of each token's
    sentence among `sentences`, pairs of first and last token (exclusive).
    """

    words: list[str]
    lower: list[str]
    lemmas: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    start: list[int]
    end: list[int]
    sentence: list[int]
    sentences: list[tuple[int, int]]
    spans: list[Span]
    #: As it was parsed, a row for each token and a column for each of COLUMNS, words by spaCy's keys.
    keys: "NDArray[Any]" = field(compare=False, repr=False)
    kids: list[list[int]] = field(default_factory=list)
    #: The tense of predicates that were asked for, by their token (`events.tense`).
    tenses: dict[int, Tense | None] = field(default_factory=dict)
    #: What a phrase can be, by who asks, its head and whether the head itself counts (`events.things`).
    things: dict[tuple[object, int, bool], list[str]] = field(default_factory=dict)
    #: What a sentence shows to all its events alike, as places of features (`certainty_model`).
    telling: dict[int, list[int]] = field(default_factory=dict)
    #: The auxiliaries and copulas of each token that has some.
    helpers: dict[int, list[int]] = field(default_factory=dict)
    _cases: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.relink()

    def relink(self) -> None:
        """Finds children, helpers and prepositions anew, after heads or dependencies changed."""
        kids: list[list[int]] = [[] for _ in self.words]
        self.helpers, self._cases = {}, {}
        marked: list[int] = []
        for i, (head, dep) in enumerate(zip(self.heads, self.deps, strict=True)):
            if head != i:
                kids[head].append(i)
                if dep not in _LINKING:
                    continue
                if dep in _HELPING:
                    self.helpers.setdefault(head, []).append(i)
                elif dep == "case" and self.tags[i] != "POS":
                    self._cases.setdefault(head, self.lower[i])
                elif dep == "mark" and self.tags[i] == "IN":
                    marked.append(i)
        self.kids = kids
        for i in marked:
            self._cases.setdefault(self.heads[i], self.lower[i])

    @classmethod
    def of(cls, doc: "Doc", shift: int = 0) -> "Tree":
        """The tree of what was parsed from offset `shift` on; sentences of nothing but space have no span."""
        keys = doc.to_array(list(COLUMNS))
        orth, lemma, tag, dep, head, index, begins = keys.view("i8").T[:7].tolist()
        known = _spelling.of(doc).__getitem__
        both = list(map(known, orth))
        words = [word for word, _ in both]
        lower = [small for _, small in both]
        lemmas = [small or word for (_, small), word in zip(map(known, lemma), lower, strict=True)]
        tags = [name for name, _ in map(known, tag)]
        deps = [name for name, _ in map(known, dep)]
        heads = shallow([i + up for i, up in enumerate(head)])
        start = [shift + at for at in index]
        end = [at + len(word) for at, word in zip(start, words, strict=True)]
        sentence: list[int] = []
        sentences: list[tuple[int, int]] = []
        spans: list[Span] = []
        firsts = [i for i, begin in enumerate(begins) if begin == 1 or i == 0]
        for first, last in zip(firsts, [*firsts[1:], len(words)], strict=True):
            low, high = first, last - 1
            while low <= high and words[low].isspace():
                low += 1
            while high > low and words[high].isspace():
                high -= 1
            sentence += [len(sentences) if low <= high else 0] * (last - first)
            if low <= high:
                sentences.append((first, last))
                spans.append(_trimmed(words, start, end, low, high))
        return cls(words, lower, lemmas, tags, deps, heads, start, end, sentence, sentences, spans, keys)

    def __len__(self) -> int:
        return len(self.words)

    def span(self, i: int) -> Span:
        """Where a token stands in the document."""
        return Span(self.start[i], self.end[i])

    def child(self, i: int, *deps: str) -> int | None:
        """The first child by one of the dependencies."""
        relations = self.deps
        for k in self.kids[i]:
            if relations[k] in deps:
                return k
        return None

    def children(self, i: int, *deps: str) -> list[int]:
        """All children by one of the dependencies."""
        relations = self.deps
        return [k for k in self.kids[i] if relations[k] in deps]

    def below(self, i: int) -> Iterator[int]:
        """The token and all tokens under it, in no fixed order."""
        pending, seen = [i], 0
        while pending and seen <= len(self.words):
            seen += 1
            at = pending.pop()
            yield at
            pending.extend(self.kids[at])

    def chain(self, i: int) -> Iterator[int]:
        """The tokens above, nearest first."""
        for _ in range(len(self.words)):
            head = self.heads[i]
            if head == i:
                return
            yield head
            i = head

    def conjuncts(self, i: int) -> list[int]:
        """The token and what is joined to it by `and`, `or`."""
        found = [i]
        for at in found:
            for k in self.kids[at]:
                if self.deps[k] == "conj" and _alike(self, i, k):
                    found.append(k)
        return found

    def case(self, i: int) -> str | None:
        """The preposition of a token, in small letters."""
        return self._cases.get(i)

    def inner(self, i: int) -> tuple[int, int]:
        """First and last token of the noun phrase around head i, without what follows by preposition or clause."""
        first = last = i
        for k in self.kids[i]:
            if self.deps[k] in _INNER or self.deps[k].startswith("nmod:desc"):
                low, high = self.inner(k) if self.deps[k] in ("nmod:poss", "compound", "flat") else (k, k)
                first, last = min(first, low), max(last, high)
        while first < i and self.tags[first] in ("POS", ",", ":", "-LRB-", "''"):
            first += 1
        return first, last

    def under_to(self, i: int) -> bool:
        """Whether a verb is "to" do something."""
        return any(self.lower[k] == "to" and self.deps[k] == "mark" for k in self.kids[i])

    def contracted_perfect(self, i: int) -> bool:
        """Whether a participle parsed as an adjective is a perfect: "He's improved relations"."""
        head = self.heads[i]
        if self.deps[i] != "amod" or self.tags[i] != "VBN" or i == 0 or self.lower[i - 1] not in ("'s", "’s"):
            return False
        return (
            self.deps[i - 1] in ("cop", "aux") and self.heads[i - 1] == head and self.child(head, "nsubj") is not None
        )

    def passive(self, i: int) -> bool:
        """Whether a verb stands in the passive: "was held", "talks held there"; "It's dismantled a site" does not."""
        if self.tags[i] not in _PAST:
            return False
        auxiliary = self.child(i, "aux:pass")
        subject = self.child(i, "nsubj:pass")
        if auxiliary is not None and self.lower[auxiliary] in ("'s", "’s") and self.child(i, "obj") is not None:
            return False
        if auxiliary is not None:
            return True
        if subject is not None:
            perfect = any(self.lemmas[k] == "have" for k in self.children(i, "aux"))
            return not (perfect and self.child(i, "obj") is not None)
        if self.deps[i] in ("acl", "amod") and self.tags[i] == "VBN":
            return not self.children(i, "nsubj", "aux") and not self.contracted_perfect(i)
        if self.deps[i] == "conj" and self.tags[i] == "VBN" and not self.children(i, "nsubj", "aux"):
            head = self.heads[i]
            return head != i and self.tags[head] == "VBN" and self.child(i, "obj") is None and self.passive(head)
        return False


class _Spelling(dict[int, tuple[str, str]]):
    """What spaCy's keys, as signed numbers, stand for, as it is and in small letters."""

    _strings: "StringStore"

    def of(self, doc: "Doc") -> "_Spelling":
        """Itself, ready to be asked about the keys of a document."""
        if len(self) > _KEPT:
            self.clear()
        self._strings = doc.vocab.strings
        return self

    def __missing__(self, key: int) -> tuple[str, str]:
        text = self._strings[key % (1 << 64)] if key else ""
        self[key] = text, text.lower()
        return self[key]


_spelling = _Spelling()


def shallow(heads: list[int]) -> list[int]:
    """The heads, with tokens that hang too deep cut off as roots; so no walk up or down is endless."""
    if len(heads) <= DEEPEST:
        return heads
    depth = [-1] * len(heads)
    for i in range(len(heads)):
        path = []
        while depth[i] < 0 and heads[i] != i:
            path.append(i)
            i = heads[i]
        above = max(depth[i], 0)
        depth[i] = above
        for k in reversed(path):
            above += 1
            if above > DEEPEST:
                heads[k], above = k, 0
            depth[k] = above
    return heads


def _alike(tree: Tree, i: int, k: int) -> bool:
    return tree.tags[i][:2] == tree.tags[k][:2] or (tree.tags[i] in NOMINAL and tree.tags[k] in NOMINAL)


def _trimmed(words: list[str], start: list[int], end: list[int], first: int, last: int) -> Span:
    left = len(words[first]) - len(words[first].lstrip())
    right = len(words[last]) - len(words[last].rstrip())
    return Span(start[first] + left, end[last] - right)
