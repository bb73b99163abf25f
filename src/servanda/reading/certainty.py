"""How certain a text is that an event happened or will happen: -3 to 3, by rules over syntax.

Every word above an event changes what is said of it: `managed to` keeps it, `failed to` turns it round, `plans to` and
`could` weaken it. The factors along the way from the event up to the root of the sentence are multiplied. What was
learned from annotated text (`certainty_model`) refines the result; the rules keep the sign where they are sure.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from servanda.codebook import load_toml
from servanda.reading.conditions import Supposed, Suppositions
from servanda.reading.tree import Tree

_CLAUSAL = frozenset(
    (
        "xcomp",
        "ccomp",
        "csubj",
        "advcl",
        "acl",
        "acl:relcl",
        "parataxis",
        "obj",
        "obl",
        "nmod",
        "nsubj",
        "nsubj:pass",
        "conj",
        "amod",
        "compound",
        "csubj:pass",
        "advcl:relcl",
        "nsubj:outer",
    )
)
_ARGUMENTS = ("nsubj", "nsubj:pass", "obj", "obl:unmarked")
_DENYING = frozenset((*_ARGUMENTS, "obl"))
#: "Not a single shell"
_ONE = frozenset(("a", "an", "one", "single", "any", "even"))
_SCANT = frozenset(("nobody", "nothing", "none", "no-one", "little", "few", "much", "not", "n't"))
_EMBEDDED = frozenset(("xcomp", "ccomp", "csubj", "acl", "obj", "nsubj:pass", "advcl", "obl", "nmod"))


@dataclass(frozen=True, slots=True)
class Step:
    """One step from an event towards the root: the dependency, the lemma above, its class and the factor."""

    dep: str
    lemma: str
    kind: str
    factor: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the rules find: the value, whether the event itself is denied, its own factor, and the steps above it."""

    value: float
    negated: bool
    own: float
    cues: tuple[str, ...]
    steps: tuple[Step, ...]
    #: How the text only supposes it, if it does: a condition, what would follow from one, what would have been.
    supposed: Supposed | None = None


@dataclass(frozen=True, slots=True)
class _Book:
    negators: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    never: frozenset[str]
    few: frozenset[str]
    cancelled: frozenset[str]
    modals: dict[str, float]
    adverbs: dict[str, float]
    governors: dict[str, tuple[str, float, float]]
    clauses: dict[str, Any]
    conditions: frozenset[str]
    #: All words above that change what a verb or noun says from below it.
    telling: frozenset[str]


@cache
def _book() -> _Book:
    book = load_toml("certainty.toml")
    negation = book["negation"]
    governors: dict[str, tuple[str, float, float]] = {}
    for kind, entry in book["governors"].items():
        for word in (*entry["words"], *entry.get("supposing", ())):
            governors.setdefault(word, (kind, entry["affirmed"], entry["denied"]))
    conditions = frozenset(book["clauses"]["condition"])
    words = (negation[name] for name in ("words", "determiners", "prepositions", "few"))
    return _Book(
        frozenset(negation["words"]),
        frozenset(negation["determiners"]),
        frozenset(negation["prepositions"]),
        frozenset(negation["never"]),
        frozenset(negation["few"]),
        frozenset(negation["cancelled_by"]),
        book["modals"],
        book["adverbs"],
        governors,
        book["clauses"],
        conditions,
        frozenset().union(*words, book["modals"], book["adverbs"], conditions, ("before", "longer", "more")),
    )


class CertaintyRules:
    """Judges the events of one tree."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._suppositions = Suppositions(tree)
        self._own: dict[int, tuple[float, bool, tuple[str, ...]]] = {}
        self._above: dict[int, tuple[float, tuple[Step, ...]]] = {}
        scant = _book().determiners | _SCANT
        self._scant = {tree.heads[k] for k, word in enumerate(tree.lower) if word in scant}

    def of(self, i: int) -> Outlook:
        """What the rules find for the event at token i; for a copula, what they find for its predicate."""
        if self._tree.deps[i] == "cop":
            i = self._tree.heads[i]
        own, negated, cues = self._self(i)
        above, steps = self._context(i)
        value = _combine(above, own)
        supposed = self._suppositions.of(i)
        if supposed is None and value > 0 and self._any(i):
            supposed = "open"
        return Outlook(max(-3.0, min(3.0, 3.0 * value)), negated, own, cues, steps, supposed)

    def _any(self, i: int) -> bool:
        """ "Took no part in any test": of what may never have been."""
        return self._tree.tags[i].startswith("NN") and any(self._tree.lower[k] == "any" for k in self._tree.kids[i])

    def _self(self, i: int) -> tuple[float, bool, tuple[str, ...]]:
        """The factor that the event's own modifiers give, whether they deny it, and which they are."""
        if i in self._own:
            return self._own[i]
        tree, book = self._tree, _book()
        factor, negated = 1.0, False
        cues: list[str] = []
        kids = tree.kids[i]
        for k in kids:
            word, dep = tree.lower[k], tree.deps[k]
            if word not in book.telling and (dep not in _DENYING or not self._may_deny(k)):
                continue
            if word in book.negators and dep in (
                "advmod",
                "det",
                "cc",
                "cc:preconj",
                "nsubj",
                "nsubj:pass",
                "discourse",
                "obj",
            ):
                after = tree.lower[k + 1] if k + 1 < len(tree) else ""
                if not (book.cancelled & {after}):
                    negated = not negated
                    cues.append("not")
            elif word in ("longer", "more") and dep == "advmod" and self._ended(k):
                negated = not negated
                cues.append("not")
            elif word in book.determiners and dep in ("det", "amod", "advmod"):
                negated = True
                cues.append("no")
            elif dep in ("aux", "aux:pass", "cop") and word in book.modals:
                factor *= book.modals[word]
                cues.append("md:" + word)
            elif dep in ("advmod", "amod") and word in book.adverbs:
                factor *= book.adverbs[word]
                cues.append("adv:" + word)
            elif word in book.few and dep in ("advmod", "amod", "det"):
                factor *= -0.7
                cues.append("few")
            elif dep in ("case", "mark") and word in book.prepositions:
                negated = not negated
                cues.append("without")
            elif dep == "obl":
                if word in book.never and any(tree.lower[m] == "no" for m in tree.kids[k]):
                    negated = not negated
                    cues.append("not")
            elif dep in _ARGUMENTS and self._none(k):
                negated = True
                cues.append("none")
            elif dep in _ARGUMENTS and self._few(k):
                factor *= -0.7
                cues.append("few")
            elif dep == "mark" and word in book.conditions:
                factor *= book.clauses["condition_value"]
                cues.append("if:" + word)
            elif dep == "mark" and word == "before":
                factor *= book.clauses["before_value"]
                cues.append("before")
        if tree.tags[i] == "VBG" and tree.lower[max(0, i - 2) : i] == ["short", "of"]:  # "stopped short of closing it"
            negated = True
            cues.append("not")
        factor = self._planned(i, factor, cues)
        if negated:
            factor = -factor if factor > 0.5 or factor < 0 else -0.75
        self._own[i] = factor, negated, tuple(cues)
        return self._own[i]

    def _planned(self, i: int, factor: float, cues: list[str]) -> float:
        """ "is to meet", "is going to meet", "have to meet": plans and duties without a modal."""
        tree = self._tree
        bare, main = tree.tags[i] == "VB", tree.deps[i] in ("ROOT", "conj")
        if not (bare or main):
            return factor
        words = {tree.lower[k] for k in tree.kids[i]}
        if bare and "to" in words and (tree.child(i, "cop", "aux") is not None):
            near = {tree.lower[k] for k in tree.kids[i] if tree.deps[k] in ("cop", "aux")}
            if near & {"is", "are", "'s", "was", "were", "be", "’s"} and tree.deps[i] not in ("acl",):
                cues.append("is-to")
                return factor * 0.85
        question = tree.sentences[tree.sentence[i]][1] - 1 if tree.sentences else -1
        if 0 <= question < len(tree) and tree.words[question] == "?" and main:
            cues.append("?")
            return factor * float(_book().clauses["question_value"])
        if bare and tree.deps[i] == "ROOT" and not self._has_subject(i) and "to" not in words:
            cues.append("imperative")
            return factor * 0.3
        return factor

    def _ended(self, k: int) -> bool:
        """ "No longer", "no more"."""
        return any(self._tree.lower[m] == "no" for m in self._tree.kids[k])

    def _has_subject(self, i: int) -> bool:
        return self._tree.child(i, "nsubj", "nsubj:pass", "csubj", "expl", "aux") is not None

    def _may_deny(self, k: int) -> bool:
        """Whether a word, or one right below it, may make it one of `_none` or `_few`."""
        return k in self._scant or self._tree.lower[k] in _SCANT

    def _none(self, k: int) -> bool:
        """Whether a subject or object is `no one`, `no venue`, `nothing`."""
        tree, book = self._tree, _book()
        if tree.lower[k] in ("nobody", "nothing", "none", "no-one"):
            return True
        kids = tree.kids[k]
        deps = ("det", "advmod", "cc:preconj")  # "neither X nor Y"
        return any(
            (tree.lower[m] in book.determiners and tree.deps[m] in deps)
            or (tree.lower[m] == "not" and tree.lower[m + 1 : m + 2] and tree.lower[m + 1] in _ONE)
            for m in kids
        )

    def _few(self, k: int) -> bool:
        tree = self._tree
        inside = [tree.lower[m] for m in tree.kids[k]]
        if tree.lower[k] in ("little", "few") and "a" not in inside:
            return True
        if tree.lower[k] == "much" and ("not" in inside or "n't" in inside):
            return True
        return ("little" in inside or "few" in inside) and "a" not in inside

    def _context(self, i: int) -> tuple[float, tuple[Step, ...]]:
        """The factor that everything above an event gives, and the steps up."""
        if i in self._above:
            return self._above[i]
        self._above[i] = 1.0, ()
        tree = self._tree
        head, dep = tree.heads[i], tree.deps[i]
        if head == i:
            return self._above[i]
        own_above, steps = self._context(head)
        own_head, negated, _ = self._self(head)
        if self._may_deny(i) and (self._none(i) or self._few(i)):  # the head is denied by this very word: count it once
            own_head, negated = abs(own_head), False
        step, factor = self._step(i, head, dep, own_above, own_head, negated)
        result = max(-1.0, min(1.0, factor)), (step, *steps)[:6]
        self._above[i] = result
        return result

    def _step(self, i: int, head: int, dep: str, above: float, own: float, negated: bool) -> tuple[Step, float]:
        tree, book = self._tree, _book()
        particle = tree.child(head, "compound:prt")
        phrase = f"{tree.lemmas[head]} {tree.lower[particle]}" if particle is not None else ""
        lemma = phrase if phrase in book.governors else tree.lemmas[head]
        kind, affirmed, denied = "none", 1.0, 1.0
        total = _combine(above, own)
        if dep in ("conj", "parataxis", "appos", "list"):
            shared = self._shared(i, head)
            factor = above if not shared else above * shared
            return Step(dep, lemma, "conj", shared), factor
        if dep in ("acl:relcl", "advcl:relcl"):
            return Step(dep, lemma, "relative", 1.0), 1.0 if above > 0.2 else 0.8
        if dep == "advcl":
            mark = next((tree.lower[k] for k in tree.kids[i] if tree.deps[k] == "mark"), "")
            mark = mark or next((tree.lower[k] for k in tree.kids[i][:1] if tree.deps[k] == "advmod"), "")
            if mark in ("to",) and lemma not in book.governors:
                return Step(dep, lemma, "purpose", book.clauses["purpose_value"]), _combine(
                    total, book.clauses["purpose_value"]
                )
            if mark in ("as", "because", "since", "after", "while", "although", "though", "when", "that", "with"):
                return Step(dep, lemma, "clause:" + mark, 1.0), 1.0
        if dep == "xcomp" and lemma == "have" and any(tree.lower[k] == "yet" for k in tree.kids[head]):
            return Step(dep, lemma, "yet", -1.0), -1.0
        if lemma in book.governors and dep in _EMBEDDED:
            kind, affirmed, denied = book.governors[lemma]
            if dep in ("obj", "nsubj:pass", "obl", "nmod") and kind in ("said", "factive", "thought"):
                affirmed, denied = 1.0, 0.8
            if dep in ("obl", "nmod") and kind in ("both", "ended", "undone"):
                affirmed, denied = 1.0, 1.0
            if dep in ("advcl",) and kind in ("both", "factive", "said", "ended"):
                affirmed, denied = 1.0, 1.0
            if kind == "ended" and dep == "advcl" and tree.case(i) == "from":  # "stopped them from testing"
                affirmed, denied = book.governors["prevent"][1:]
            if kind == "expected" and lemma == "go" and dep == "xcomp":
                affirmed = 0.87
            if negated and lemma == "know" and dep == "xcomp":  # "is not known to have tested"
                return Step(dep, lemma, "thought", -0.5), -0.5
            if kind in ("factive", "said"):
                factor = affirmed if not negated else denied
                return Step(dep, lemma, kind, factor), factor * (
                    above if abs(above) < 1 else 1.0
                ) if above > 0 else factor
            if negated or total < 0:
                factor = denied if abs(total) > 0.5 else denied * 0.7
            else:
                factor = _combine(total, affirmed)
            return Step(dep, lemma, kind, affirmed), factor
        if dep in ("xcomp", "ccomp"):
            return Step(dep, lemma, "other", 1.0), total
        if dep in ("obj", "nsubj:pass") and tree.tags[head].startswith("VB"):
            return Step(dep, lemma, "argument", 1.0), total if total >= 0 else 0.2
        if dep in ("nsubj", "nsubj:pass") and lemma == "have" and any(tree.lower[k] == "yet" for k in tree.kids[head]):
            return Step(dep, lemma, "yet", -1.0), -1.0  # "the closure has yet to happen"
        occurs = lemma in book.clauses["occur"] or tree.child(head, "expl") is not None  # "there was no threat"
        if occurs and dep in ("nsubj", "nsubj:pass") and tree.tags[i].startswith("N"):
            return Step(dep, lemma, "occur", 1.0), total
        if dep in ("nsubj",):
            return Step(dep, lemma, "subject", 1.0), 1.0 if total > 0 else 0.5
        return Step(dep, lemma, "none", 1.0), 1.0 if total > 0.4 else max(total, 0.3)

    def _shared(self, i: int, head: int) -> float:
        """The part of the first verb's modal or purpose that a joined verb without its own shares."""
        tree, book = self._tree, _book()
        if tree.tags[i] == "VB" and tree.tags[head] == "VB" and tree.child(i, "aux", "mark") is None:
            for k in tree.kids[head]:
                if tree.deps[k] == "aux" and tree.lower[k] in book.modals:
                    return book.modals[tree.lower[k]]
            if tree.under_to(head):
                return 1.0
        if tree.tags[i][:2] == tree.tags[head][:2] == "NN":
            factor = self._self(head)[0]
            return factor if factor else 1.0
        return 1.0


def _combine(above: float, own: float) -> float:
    """What two factors come to: the weaker certainty holds, and a denial of a denial affirms."""
    if above < 0 and own < 0:
        return min(-above, -own) * 0.8
    return above * own
