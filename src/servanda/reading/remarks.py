"""Sentences about an agreement itself: what it lacks, and what it does not cover."""

import re
from dataclasses import dataclass
from functools import cache

from servanda.codebook import load_toml
from servanda.reading.lexicon import Lexicon
from servanda.reading.model import Remark
from servanda.reading.tree import Tree

_VERIFIES = frozenset(("mechanism", "way", "means", "system", "procedure", "method", "process", "provision"))
_NEGATIVE = frozenset(("not", "n't", "n’t", "never", "no", "nor", "without", "neither", "hardly", "nothing"))


@dataclass(frozen=True, slots=True)
class _Book:
    agreement: frozenset[str]
    spoken: re.Pattern[str]
    holds: frozenset[str]
    lacks: frozenset[str]
    silent: frozenset[str]
    elements: dict[str, str]
    no_breach: re.Pattern[str]
    uncovered: re.Pattern[str]
    uncommitted: re.Pattern[str]


@cache
def _book() -> _Book:
    book = load_toml("remarks.toml")
    agreement = "(?:" + "|".join(book["agreement"]) + ")"
    coverage = {k: "|".join(p).replace("{agreement}", agreement) for k, p in book["coverage"].items()}
    uncommitted = re.sub(r"\(\?P<about>\.\+\)", "", coverage["uncommitted"])
    return _Book(
        frozenset(book["agreement"]),
        re.compile(rf"\b{agreement}", re.I),
        frozenset(book["holds"]),
        frozenset(book["lacks"]),
        frozenset(book["silent"]),
        {word: element for element, words in book["elements"].items() for word in words},
        re.compile(rf"\b(?:{coverage['no_breach']})", re.I),
        re.compile(rf"\b(?:{coverage['uncovered']})", re.I),
        re.compile(rf"\b(?:{uncommitted})", re.I),
    )


def find(text: str, trees: list[Tree], lexicon: Lexicon) -> list[Remark]:
    """What the sentences say of the agreement: one gap for each element that it lacks, one coverage remark each."""
    names = tuple(name.lower() for name in lexicon.agreement_names)
    found: list[Remark] = []
    before = ""
    for tree in trees:
        for (first, last), span in zip(tree.sentences, tree.spans, strict=True):
            words = " ".join(span.of(text).split())
            low = words.lower()
            named = any(name in low for name in names)
            found.extend(Remark(span, "gap", element) for element in _gaps(tree, first, last, named=named))
            about = _uncovered(words, before) if named or _spoken_of(words, low) else None
            if about:
                found.append(Remark(span, "coverage", about))
            before = words
    return found


# -- gaps


def _gaps(tree: Tree, first: int, last: int, *, named: bool) -> list[str]:
    book = _book()
    if book.agreement.isdisjoint(tree.lemmas[first:last]) and not named:
        return []
    elements: list[str] = []
    for i in range(first, last):
        for part in _lacking(tree, i):
            for element in _elements(tree, part):
                if element not in elements:
                    elements.append(element)
    return elements


def _lacking(tree: Tree, i: int) -> list[int]:
    """The tokens under which a predicate at i names what an agreement lacks."""
    book = _book()
    lemma = tree.lemmas[i]
    kids = tree.kids[i]
    if tree.tags[i].startswith("VB") and tree.deps[i] not in ("aux", "aux:pass"):
        subjects = tree.children(i, "nsubj", "nsubj:pass")
        objects = tree.children(i, "obj", "ccomp", "obl", "xcomp", "iobj")
        subjects += [tree.heads[i]] if tree.deps[i] in ("acl:relcl", "acl") else []
        if tree.deps[i] == "conj":
            subjects += tree.children(tree.heads[i], "nsubj", "nsubj:pass")
        of_agreement = any(_agreement(tree, s) for s in subjects)
        denied = any(tree.lower[k] in _NEGATIVE for k in kids) or any(_none(tree, o) for o in objects)
        if of_agreement and ((lemma in book.holds and denied) or lemma in book.lacks):
            return objects
        if lemma == "be" and any(_none(tree, s) for s in subjects):
            return subjects if any(_agreement(tree, k) for k in tree.children(i, "obl")) else []
        if tree.passive(i) and any(_none(tree, s) for s in subjects) and any(_agreement(tree, k) for k in objects):
            return subjects
    if lemma in book.silent and any(_agreement(tree, s) for s in tree.children(i, "nsubj")):
        return tree.children(i, "obl", "advcl", "nmod")
    if _agreement(tree, i):
        return [k for k in tree.children(i, "nmod", "obl") if tree.case(k) in ("without",)]
    return []


def _agreement(tree: Tree, i: int) -> bool:
    return tree.lemmas[i] in _book().agreement or tree.lower[i].rstrip("s") in _book().agreement


def _none(tree: Tree, i: int) -> bool:
    return tree.lower[i] == "nothing" or any(tree.lower[k] == "no" for k in tree.kids[i])


def _elements(tree: Tree, top: int) -> list[str]:
    """The elements named by a noun phrase or clause, in text order. "mechanisms to verify" are verification."""
    book = _book()
    found: list[tuple[int, str]] = []
    for i in sorted(tree.below(top)):
        element = book.elements.get(tree.lemmas[i]) or book.elements.get(tree.lower[i].rstrip("s"))
        if element is not None:
            found.append((i, element))
    beside = tree.heads[top]
    if tree.lemmas[top] in _VERIFIES or any(tree.lemmas[i] in _VERIFIES for i in tree.below(top)):
        for k in tree.kids[beside]:
            if tree.deps[k] in ("xcomp", "advcl", "acl") and tree.lemmas[k] in book.elements:
                found.append((k, book.elements[tree.lemmas[k]]))
    return [element for _, element in found]


# -- coverage


def _spoken_of(words: str, low: str) -> bool:
    """Whether a sentence, here also in small letters, has a word for an agreement."""
    book = _book()
    return any(word in low for word in book.agreement) and book.spoken.search(words) is not None


def _uncovered(words: str, before: str) -> str | None:
    book = _book()
    committed = book.uncommitted.search(words)
    about = _clipped(words[committed.end() :]) if committed else None
    for pattern in (book.no_breach, book.uncovered):
        match = pattern.search(words)
        if match is None:
            continue
        if about:
            return about
        subject = re.split(r"[;:]\s|\s[-–—]+\s|,\s", words[: match.start()])[-1].strip()
        subject = re.sub(r"\s+(?:is|are|was|were|has|have|do|does|did|would|will)\Z", "", subject)
        subject = re.sub(r"\A(?:however|but|and|yet|still)\b,?\s*", "", subject, flags=re.I)
        if pattern is book.uncovered and re.search(r"(?:not|n't|n’t) \w+(?: to)?\Z|\w+s\Z", match.group()):
            return _clipped(words[match.end() :]) or None
        if subject.lower() in ("this", "that", "it", "these", "those", "such", ""):
            return _clipped(before)
        return _clipped(subject)
    return about if committed else None


def _clipped(words: str) -> str:
    words = re.split(r"[;]|\s[-–—]+\s|--|[.!?]+[\"”’']*\Z", words, maxsplit=1)[0]
    words = words.strip(" ,.:!?\"“”'")
    return words if len(words) <= 200 else words[:200].rsplit(" ", 1)[0]
