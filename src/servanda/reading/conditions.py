"""What a text only supposes: a condition, what would follow from it, what never came about, what is called false.

"If the tests resume", "had it fired a missile", "until the site is closed" tell of nothing that happened, and neither
does "it will answer in kind if the tests resume". Rules over syntax alone; what a relative clause or a clause of cause
adds inside a condition is still told as a fact.
"""

from typing import Literal

from servanda.codebook import load_toml
from servanda.reading.tree import Tree

#: `open`: it may come about; `unreal`: it did not; `told`: it is brought up, and nobody says here whether it is so.
Supposed = Literal["open", "unreal", "told"]

_BOOK = load_toml("certainty.toml")["suppositions"]
_MARKS = frozenset(_BOOK["marks"])
_PHRASES = tuple(tuple(phrase.split()) for phrase in _BOOK["phrases"])
_AWAITED = frozenset(_BOOK["awaited"])
_AWAITED_PAST = frozenset(_BOOK["awaited_past"])
_INVERTED = frozenset(_BOOK["inverted"])
_OUTLOOK = frozenset(_BOOK["outlook"])
_NEW = frozenset(_BOOK["new"])
_CLAIMS = frozenset(_BOOK["claims"])
_FALSE = frozenset(_BOOK["false"])
_WORKS = frozenset(_BOOK["works"])
_WISHES = frozenset(_BOOK["wishes"])
_WISHED = frozenset(_BOOK["wished"])
_WISH_NOUNS = frozenset(_BOOK["wish_nouns"])
_WISH_ADJECTIVES = frozenset(_BOOK["wish_adjectives"])
_LIKELY = frozenset(_BOOK["likely"])
_EVIDENCE = frozenset(_BOOK["evidence"])
_CHECKED = frozenset(_BOOK["checked"])
_PENDING = frozenset((*_BOOK["pending"], *_BOOK["unfinished"]))
_UNREAL = frozenset(_BOOK["unreal"])
#: What may stand before the first word of a clause.
_LEADING = frozenset(('"', "“", "'", "‘", "``", "but", "and", "yet", "-", "–", "—"))
_FIRST = frozenset(("first", "second", "third", "last", "latest", "only", "next"))
_FINITE = frozenset(("VBD", "VBZ", "VBP"))
_FACTUAL = frozenset(("as", "because", "since", "while", "although", "though", "after", "when"))


class Suppositions:
    """Tells of the tokens of one tree whether they are only supposed."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._held: dict[int, Supposed | None] = {}
        self._open = not (_CUES.isdisjoint(tree.lower) and _WISHING.isdisjoint(tree.lemmas))
        self._inside: dict[int, Supposed] = {}
        self._conditional: set[int] = set()
        if self._open:
            for number, (first, last) in enumerate(tree.sentences):
                self._read(number, first, last)

    def _read(self, number: int, first: int, last: int) -> None:
        """Conditions that the words show, however they were parsed: up to the next comma."""
        lower = self._tree.lower
        for start in range(first, last):
            if lower[start] not in _OPENING:
                continue
            told = self._only_told(start, last)
            if told:
                self._inside.update(dict.fromkeys(range(start + 1, told), "told"))
                continue
            opened = start + next((len(p) for p in _PHRASES if tuple(lower[start : start + len(p)]) == p), 0)
            if opened == start and not self._opens_inverted(start, first, last):
                continue
            end = next((k for k in range(opened + 1, last) if lower[k] in (",", ";", ".", ":", "”", '"')), last)
            kind: Supposed = "unreal" if lower[start] == "had" else "open"
            self._inside.update(dict.fromkeys(range(start, end), kind))
            self._conditional.add(number)

    def _only_told(self, start: int, last: int) -> int:
        """Where the words end that a claim called false, or a work about something, only brings up; else 0."""
        tree = self._tree
        word, after = tree.lower[start], tree.lower[start + 1] if start + 1 < last else ""
        if word in _CLAIMS and after in ("that", "of"):
            ends = (k for k in range(start + 2, last - 1) if tree.lower[k] in ("is", "are", "was", "were", "be", "as"))
            return next((k for k in ends if _FALSE & set(tree.lower[k + 1 : k + 4])), 0)
        if word in _WORKS and after == "in" and start + 2 < last and tree.lower[start + 2] == "which":
            return next((k for k in range(start + 3, last) if tree.lower[k] in (",", ".")), last)
        if word in _WORKS and after in ("about", "on"):
            return next((k for k in range(start + 2, last) if tree.tags[k][:2] in ("VB", "MD", ",", ".")), last)
        return 0

    def _opens_inverted(self, start: int, first: int, last: int) -> bool:
        """ "Had it fired", "were it to fire", "should it fire": the auxiliary stands first, and nothing is asked."""
        tree = self._tree
        if tree.lower[start] not in _INVERTED or start + 1 >= last:
            return False
        if not all(tree.lower[k] in _LEADING for k in range(first, start)):
            return False
        asked = any(tree.words[k] == "?" for k in range(max(start, last - 2), last))
        return not asked and tree.tags[start + 1][:2] in ("NN", "DT", "PR", "JJ", "EX", "CD")

    def of(self, i: int) -> Supposed | None:
        """How token i is only supposed; None where it is told as a fact, a denial or a plan."""
        if not self._open:
            return None
        if i in self._inside:
            return self._inside[i]
        tree, at, below = self._tree, i, []
        while at not in self._held:
            below.append(at)
            kind = self._kind(at)
            if kind is not None or tree.heads[at] == at or self._told_apart(at):
                self._held[at] = kind
            else:
                at = tree.heads[at]
        for one in below:
            self._held[one] = self._held[at]
        return self._held[i]

    def _kind(self, at: int) -> Supposed | None:
        """How what a token heads is supposed by its own words, whatever stands above."""
        if self._unreal(at):
            return "unreal"
        if self._condition(at):
            if self._tree.deps[at] in ("ccomp", "csubj", "acl"):
                return "told"  # "asked whether it had been closed"
            unreal = any(self._unreal(k) for k in self._tree.chain(at)) or self._inside.get(at) == "unreal"
            return "unreal" if unreal else "open"
        if self._without_evidence(at):
            return "told"
        ahead = self._is_awaited(at) or self._consequence(at) or self._would_be(at) or self._wished(at)
        return "open" if ahead else None

    def _without_evidence(self, at: int) -> bool:
        """ "No evidence that it was tested", "could not confirm that it was": nobody says whether it was."""
        tree, noun = self._tree, self._tree.heads[at]
        if tree.deps[at] == "ccomp" and tree.lemmas[noun] in _CHECKED:
            return self._is_denied(noun)
        if tree.deps[at] not in ("acl", "ccomp", "nmod") or tree.lemmas[noun] not in _EVIDENCE:
            return False
        return any(tree.lower[k] in ("no", "little", "scant", "any", "without") for k in tree.kids[noun])

    def _is_denied(self, at: int) -> bool:
        """Whether a verb is denied: "not", or under "unable to", "declined to"."""
        tree = self._tree
        if any(tree.lower[k] in ("not", "n't", "n’t", "never", "cannot") for k in tree.kids[at]):
            return True
        return tree.deps[at] == "xcomp" and tree.lemmas[tree.heads[at]] in ("unable", "decline", "refuse", "fail")

    def _wished(self, at: int) -> bool:
        """Whether a token is what a word of wishing, asking, fearing or being ready takes."""
        tree, dep = self._tree, self._tree.deps[at]
        head = tree.heads[at]
        lemma = tree.lemmas[head]
        if dep == "nsubj" and lemma in _PENDING and tree.tags[at] in ("NN", "NNS", "VBG"):
            return True
        if tree.tags[at].startswith("N"):
            if dep == "nsubj":
                return lemma in _LIKELY and tree.child(head, "cop") is not None
            if dep == "obj":
                return lemma in _WISHED
            return dep in ("nmod", "obl") and lemma in _WISH_NOUNS and tree.case(at) in ("of", "about", "for", "over")
        to_be = tree.tags[at] == "VBN" and any(tree.lower[k] == "to" for k in tree.kids[at] if tree.deps[k] == "mark")
        if dep not in ("xcomp", "ccomp", "advcl", "acl") or not (tree.tags[at] in ("VB", "VBG") or to_be):
            return False
        if any(
            tree.tags[k] in _FINITE or tree.tags[k] == "MD" for k in tree.kids[at] if tree.deps[k].startswith("aux")
        ):
            return False
        marks = {tree.lower[k] for k in tree.kids[at] if tree.deps[k] in ("mark", "case")}
        if lemma in _WISHES:
            near = lemma != "come" or any(tree.lower[k] in ("close", "near") for k in tree.kids[head])
            return near and (dep != "advcl" or bool(marks & {"against", "of", "from", "to"}))
        if to_be and dep == "acl":  # "sanctions to be lifted", but not "the first to be lifted"
            return not any(tree.deps[k] == "amod" and tree.lower[k] in _FIRST for k in tree.kids[head])
        return lemma in _WISH_ADJECTIVES or (lemma in _WISH_NOUNS and dep == "acl")

    def _told_apart(self, at: int) -> bool:
        """Whether a clause is told as a fact, whatever the clause above only supposes."""
        tree, dep = self._tree, self._tree.deps[at]
        if dep in ("acl:relcl", "advcl:relcl", "parataxis", "appos"):
            return True
        if dep in ("acl", "amod"):
            return tree.tags[at] == "VBN"
        if dep in ("conj", "ccomp") and tree.tags[at] in _FINITE:
            return dep == "conj" and tree.child(at, "nsubj", "nsubj:pass") is not None
        return dep == "advcl" and any(
            tree.lower[k] in _FACTUAL for k in tree.kids[at] if tree.deps[k] in ("mark", "advmod")
        )

    def _condition(self, at: int) -> bool:
        """Whether a token heads a clause of condition."""
        if at in self._inside:
            return True
        tree = self._tree
        return any(tree.deps[k] in ("mark", "advmod") and tree.lower[k] in _MARKS for k in tree.kids[at])

    def _is_awaited(self, at: int) -> bool:
        """ "Until it is closed", "once it closes", where the clause above looks ahead."""
        tree = self._tree
        if tree.deps[at] not in ("advcl", "obl") or not tree.tags[at].startswith("VB"):
            return False
        marks = {tree.lower[k] for k in tree.kids[at] if tree.deps[k] in ("mark", "advmod", "case")}
        past = tree.tags[at] == "VBD" or any(
            tree.deps[k] in ("aux", "aux:pass", "cop") and tree.lower[k] in ("was", "were", "had", "did")
            for k in tree.kids[at]
        )
        if not marks & (_AWAITED_PAST if past else _AWAITED):
            return False
        return self._looks_ahead(tree.heads[at])

    def _consequence(self, at: int) -> bool:
        """Whether a token heads a clause that looks ahead and depends on a condition."""
        tree = self._tree
        if not self._looks_ahead(at):
            return False
        if tree.sentence[at] in self._conditional:
            return True
        beside = [tree.heads[at]] if tree.deps[at] in ("ccomp", "parataxis", "xcomp") else []
        return any(
            tree.deps[k] == "advcl" and k != at and self._condition(k)
            for head in (at, *beside)
            for k in tree.kids[head]
        )

    def _looks_ahead(self, at: int) -> bool:
        tree = self._tree
        return any(tree.deps[k] in ("aux", "aux:pass", "cop") and tree.lower[k] in _OUTLOOK for k in tree.kids[at])

    def _unreal(self, at: int) -> bool:
        """ "Would have been broken", "should have told us"."""
        tree = self._tree
        words = {tree.lower[k] for k in tree.kids[at] if tree.deps[k] in ("aux", "aux:pass", "cop")}
        return bool(words & _UNREAL) and "have" in words

    def _would_be(self, at: int) -> bool:
        """ "A test" in "a test would break the deal"."""
        tree = self._tree
        if tree.deps[at] != "nsubj" or tree.tags[at] not in ("NN", "NNS"):
            return False
        new = any(tree.lower[k] in _NEW for k in tree.kids[at])
        return new and any(tree.deps[k] == "aux" and tree.lower[k] in _UNREAL for k in tree.kids[tree.heads[at]])


_OPENING = frozenset((*_CLAIMS, *_WORKS, *_INVERTED, *(phrase[0] for phrase in _PHRASES)))
_WISHING = frozenset((*_WISHES, *_WISHED, *_WISH_NOUNS, *_WISH_ADJECTIVES, *_LIKELY, *_EVIDENCE, *_CHECKED, *_PENDING))
_CUES = frozenset((*_OPENING, *_MARKS, *_AWAITED, *_AWAITED_PAST, *_UNREAL))
