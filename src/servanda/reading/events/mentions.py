"""Which words speak of events at all, coded or not: verbs that are no auxiliaries, event nouns, predicates."""

from functools import cache, lru_cache

from servanda.codebook import load_toml
from servanda.reading.events.triggers import triggers
from servanda.reading.tree import Tree

#: Months whose names are also words for acts.
_MONTHS = frozenset(("March", "May"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


@cache
def _nouns() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    book = load_toml("eventnouns.toml")
    return frozenset(book["nouns"]), frozenset(book["never"]), tuple(book["endings"])


@cache
def _acts() -> frozenset[str]:
    """The verbs of the codebook of triggers: a noun of the same form tells of the act."""
    return frozenset(head for head, held in triggers().items() if any(t.part == "verbs" for t in held))


def event_noun(lemma: str) -> bool:
    """Whether a common noun can speak of an event, by list or by ending."""
    nouns, never, endings = _nouns()
    return lemma in nouns or (lemma not in never and len(lemma) > 5 and lemma.endswith(endings))


@lru_cache(maxsize=1 << 13)
def _noun_of_event(lemma: str, lower: str) -> bool:
    """Whether a common noun can speak of an event, by its lemma, its own form or a verb's."""
    return event_noun(lemma) or event_noun(_singular(lower)) or lower in _acts()


def speaks_of_event(tree: Tree, i: int, trigger: bool) -> bool:
    """Whether the token is the head word of an event mention. `trigger`: the codebook knows it as one here."""
    tag, dep = tree.tags[i], tree.deps[i]
    if tag.startswith("VB"):
        return dep not in ("aux", "aux:pass", "fixed") or trigger
    if tag in ("NN", "NNS"):
        return (
            trigger
            or _noun_of_event(tree.lemmas[i], tree.lower[i])
            or _predicative(tree, i)
            or (tag == "NNS" and tree.deps[i] == "ROOT" and _is_headline(tree, i))
        )
    if tag in ("NNP", "NNPS"):
        return (trigger or tree.lower[i] in _nouns()[0]) and tree.words[i] not in _MONTHS
    if tag in ("JJ", "JJR", "JJS", "RB", "IN", "RP", "UH", "CD", "VBN") or tag.startswith("PRP"):
        return trigger or _predicative(tree, i)
    return trigger


def _is_headline(tree: Tree, i: int) -> bool:
    """Whether a sentence has no finite verb, so that its head in -s is one ("Arland unveils new plane")."""
    first, last = tree.sentences[tree.sentence[i]]
    return i > first and not any(tag in _FINITE for tag in tree.tags[first:last])


def _predicative(tree: Tree, i: int) -> bool:
    if i in tree.helpers and tree.child(i, "cop") is not None:
        return True
    if tree.tags[i].startswith("JJ"):
        if tree.deps[i] == "xcomp" or (tree.deps[i] in ("ccomp", "acl:relcl", "advcl", "ROOT") and tree.kids[i]):
            return True
        return tree.lower[i].endswith(("ed", "ing") if tree.deps[i] == "amod" else ("ed", "ing", "able", "ible"))
    return False


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") else word
