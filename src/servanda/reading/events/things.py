"""What an act is done with or to: objects by the codebook's and the case's names, and what they are kinds of."""

from servanda.codebook import grammar, load_toml
from servanda.errors import CodebookError
from servanda.reading.lexicon import Lexicon
from servanda.reading.tree import Tree

_PREMODIFIERS = frozenset(("compound", "amod", "nmod:poss", "flat", "nmod:desc", "nummod", "nmod", "acl", "dep", "obj"))
_BELOW = frozenset((*_PREMODIFIERS, "punct", "advmod", "case"))
_OF = frozenset(("of",))
_SMALL = frozenset(("the", "a", "an", "its", "their", "his", "her", "our"))
#: "Its ban on timber": what these are on says what they are.
_ON = frozenset(("ban", "embargo", "tariff", "duty", "levy", "limit", "cap", "moratorium", "sanction", "tax", "quota"))
_TAKING_PART = frozenset(("in", "of", "with", "to", "under"))
#: "The entrance to the tunnel"
_LEADING = frozenset(("entrance", "portal", "mouth"))


class Things:
    """Names the things that noun phrases speak of. Made once for a lexicon."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._kind_of: dict[str, str] = {}
        self._vague: set[str] = set()
        self._by_head: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._case: set[str] = set()
        self._whole: dict[tuple[str, ...], str] = {}
        for name, entry in load_toml("objects.toml").items():
            if not entry.get("words"):
                raise CodebookError("an object has no words", file="objects.toml", place=name)
            self._add(name, entry["words"], entry.get("kind_of"), vague=entry.get("vague", False))
        for thing in lexicon.objects if lexicon else ():
            self._case.add(thing.name)
            kind = thing.kind_of or self._general_kind(thing.name)
            self._add(thing.name, (thing.name, *thing.aliases), kind if kind != thing.name else None)
        named = [name for name in lexicon.agreement_names if name != name.lower()] if lexicon else []
        if named and named[0] not in self._case:
            self._case.add(named[0])
            self._add(named[0], [name.removeprefix("the ").removeprefix("The ") for name in named], "agreement")
        self._sort()

    def _general_kind(self, name: str) -> str | None:
        """The codebook object that a case's object is, by its words: "Kessel engine stand" is an engine test stand."""
        words = tuple(_words(name))
        fitting = [
            (len(asked), named)
            for asked, named in self._by_head.get(words[-1] if words else "", ())
            if set(asked) <= set(words)
        ]
        return max(fitting)[1] if fitting else None

    def _add(self, name: str, words: tuple[str, ...] | list[str], kind_of: str | None, *, vague: bool = False) -> None:
        if kind_of:
            self._kind_of[name] = kind_of
        if vague:
            self._vague.add(name)
        for alias in words:
            parts = tuple(_words(alias))
            plain = tuple(part for part in parts if part not in _SMALL)
            if len(plain) > 1 and name in self._case:
                self._whole.setdefault(plain, name)
            if "of" in parts:
                cut = parts.index("of")
                parts = (*parts[cut + 1 :], *parts[:cut])
            if parts:
                self._by_head.setdefault(parts[-1], []).append((parts, name))

    def _sort(self) -> None:
        self._longest = max(map(len, self._whole), default=0)
        names = {name for entries in self._by_head.values() for _, name in entries} | {*self._whole.values()}
        self._classes = {name: self.classes(name) for name in names}
        for entries in self._by_head.values():
            entries.sort(key=lambda e: (-len(e[0]), e[1] not in self._case, e[1] in self._vague))

    def canonical(self, words: str) -> str:
        """The name of the thing that words are a name or alias of, else the words."""
        parts = tuple(_words(words))
        if name := self._whole.get(tuple(part for part in parts if part not in _SMALL)):
            return name
        same = (name for asked, name in self._by_head.get(parts[-1] if parts else "", ()) if asked == parts)
        return next(same, words)

    def classes(self, name: str) -> set[str]:
        """The thing and all it is a kind of."""
        found: set[str] = set()
        at: str | None = name
        while at is not None and at not in found:
            found.add(at)
            at = self._kind_of.get(at)
        return found

    def matches(self, tree: Tree, head: int, *, alone: bool = True) -> list[str]:
        """Names of the things that a noun phrase can be, the most telling first.

        With `alone` false the head itself says nothing and the modifiers are looked at ("missile test": missile). A
        case's own name that stands there word for word goes first, whatever the parse makes of it.
        """
        asked = self, head, alone
        if asked not in tree.things:
            tree.things[asked] = self._matches(tree, head, alone=alone)
        return tree.things[asked]

    def _matches(self, tree: Tree, head: int, *, alone: bool) -> list[str]:
        found: list[str] = [name] if alone and (name := self._word_for_word(tree, head)) else []
        named = self._headed(tree, head) if alone else []
        if named or not alone:
            modifiers, after = _modifiers(tree, head)
            around = modifiers + after
            words = {tree.lemmas[k] for k in around} | {tree.lower[k] for k in around}
            for asked, name in named if alone else [one for at in around for one in self._headed(tree, at)]:
                if name not in found and words.issuperset(asked[:-1]):
                    found.append(name)
        if alone and self._vague.issuperset(found) and (held := self._held(tree, head)) is not None:
            return [*found, *self.matches(tree, held)]
        return found

    def _headed(self, tree: Tree, at: int) -> list[tuple[tuple[str, ...], str]]:
        """The names, in words, that end in a token, each with its thing."""
        forms = dict.fromkeys((tree.lemmas[at], tree.lower[at], _singular(tree.lower[at])))
        return [named for form in forms for named in self._by_head.get(form, ())]

    def _held(self, tree: Tree, head: int) -> int | None:
        """What a noun that only counts or holds stands for: "boxes of remains", "ten of its guard posts"."""
        if tree.lemmas[head] in grammar("taking_part"):
            near = [*tree.children(head, "nmod"), *tree.children(tree.heads[head], "obl", "nmod")]
            within = (k for k in near if k > head and tree.case(k) in _TAKING_PART)
            part = next((k for k in within if _behind(tree, head, k)), None)
            if part is not None:
                return part
        if tree.tags[head] != "CD" and tree.lemmas[head] not in grammar("containers"):
            return None
        asked = ("of", "to") if tree.lemmas[head] in _LEADING else _OF
        held = next((k for k in tree.children(head, "nmod") if tree.case(k) in asked), None)
        if held is None and tree.tags[head] == "NNS":  # "ten tons of rice after the first five tons"
            first = tree.sentences[tree.sentence[head]][0]
            same = (k for k in range(head - 1, first - 1, -1) if tree.lemmas[k] == tree.lemmas[head])
            held = next((m for k in same for m in tree.children(k, "nmod") if tree.case(m) == "of"), None)
        return held

    def _word_for_word(self, tree: Tree, head: int) -> str | None:
        """The longest name of the case's own objects that stands in the text over the head."""
        if not self._whole:
            return None
        first, last = tree.sentences[tree.sentence[head]]
        near = range(max(first, head - 2 * self._longest), min(last, head + 2 * self._longest))
        plain = [k for k in near if k == head or tree.tags[k] not in ("DT", "PRP$")]  # "the last of its troops"
        at = plain.index(head)
        for length in range(self._longest, 1, -1):
            for start in range(max(0, at - length + 1), at + 1):
                if name := self._whole.get(tuple(tree.lower[k] for k in plain[start : start + length])):
                    return name
        return None

    def is_a(self, tree: Tree, head: int, wanted: str, *, alone: bool = True) -> bool:
        """Whether a noun phrase can be of a class."""
        return any(wanted in self._classes[name] for name in self.matches(tree, head, alone=alone))

    def name(self, tree: Tree, head: int, *, alone: bool = True) -> str | None:
        """The codebook or case name of what a noun phrase speaks of, or None."""
        return next((name for name in self.matches(tree, head, alone=alone) if name not in self._vague), None)


def _words(alias: str) -> list[str]:
    return alias.lower().replace("-", " - ").split() if " " in alias else [alias.lower()]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _modifiers(tree: Tree, head: int) -> tuple[list[int], list[int]]:
    """Tokens before the head that belong to its phrase, and the nouns of an `of` phrase after it with theirs."""
    before = [k for k in _under(tree, head) if k < head]
    after: list[int] = []
    beside = tree.children(tree.heads[head], "obl", "nmod") if tree.lemmas[head] in _ON else []
    for k in (*tree.kids[head], *(k for k in beside if _behind(tree, head, k))):
        joint = tree.case(k) or tree.case(tree.inner(k)[0])
        told = joint in _OF or (joint == "on" and tree.lemmas[head] in _ON)
        if told and k > head and tree.deps[k].startswith(("nmod", "obl")):
            for each in tree.conjuncts(k):
                after.extend([each, *[m for m in _under(tree, each) if m < each]])
    return before, after


def _behind(tree: Tree, head: int, k: int) -> bool:
    """Whether the preposition of a noun stands right after another."""
    return any(m == head + 1 for m in tree.children(k, "case"))


def _under(tree: Tree, head: int) -> list[int]:
    found: list[int] = []
    pending = [k for k in tree.kids[head] if tree.deps[k] in _PREMODIFIERS and k < head]
    while pending:
        k = pending.pop()
        found.append(k)
        pending.extend(m for m in tree.kids[k] if m < head and tree.deps[m] in _BELOW)
    found.extend(k for k in tree.kids[head] if tree.deps[k] == "punct" and k < head)
    return sorted(found)
