"""The tense of what a clause tells, from its verb and auxiliaries; and whether it was still to be done."""

from servanda.codebook import grammar
from servanda.reading.model import Tense
from servanda.reading.tree import Tree

_FUTURE = frozenset(("will", "shall", "'ll", "’ll", "wo"))
_OPEN = frozenset(("may", "might", "could", "would", "should", "can", "ca", "must", "ought"))
_TO_COME = frozenset(
    (
        "expect",
        "plan",
        "schedule",
        "intend",
        "prepare",
        "propose",
        "want",
        "hope",
        "agree",
        "promise",
        "pledge",
        "seek",
        "urge",
        "ask",
        "demand",
        "threaten",
        "vow",
        "offer",
        "aim",
        "likely",
        "set",
        "due",
        "going",
        "go",
        "commit",
        "commitment",
    )
)


_FINITE = ("VBD", "VBZ", "VBP", "MD")
#: The tense of a verb without auxiliaries, by its tag.
_PLAIN: dict[str, Tense] = {"VBN": "past", "VBD": "past", "VBZ": "present", "VBP": "present"}


def tense(tree: Tree, i: int) -> Tense | None:
    """The tense of the predicate at token i: its own, else that of the verb it depends on."""
    known = tree.tenses
    if i not in known:
        known[i] = _tense(tree, i)
    return known[i]


def _tense(tree: Tree, i: int) -> Tense | None:
    for at in (i, *tree.chain(i)):
        if (
            at != i
            and tree.lemmas[at] in _TO_COME
            and (tree.lemmas[at] != "go" or tree.tags[at] == "VBG")
            and tree.tags[i] in ("VB", "VBG", "NN", "NNS")
            and _under(tree, i, at)
        ):
            return "future"
        if tree.tags[at].startswith("VB") or (at in tree.helpers and tree.child(at, "cop") is not None):
            found = _of_verb(tree, at)
            if found is not None:
                return found
    return None


def ahead(tree: Tree, i: int) -> bool:
    """Whether the act at token i is to be done by what the text says: it stands under "to", and not as what came true.

    "Sent troops to take the town", "was due to be closed", "pressure to carry out the release"; but not "managed to
    close it", "is believed to have closed it", "the first to close it".
    """
    at = i
    for _ in range(len(tree)):
        head, dep = tree.heads[at], tree.deps[at]
        if _infinitive(tree, at):
            if any(tree.lemmas[k] == "have" for k in tree.children(at, "aux")):
                return False
            if head == at or not _comes_true(tree, at, head):
                return True
        elif head == at or any(tree.tags[k] in _FINITE for k in (at, *tree.helpers.get(at, ()))):
            return False
        elif dep == "acl" and tree.tags[at] == "VBN" and tree.deps[head] == "obj":  # "to track a missile fired by them"
            if not any(tree.lower[k] in ("a", "an", "any") for k in tree.kids[head]):
                return False
            head = tree.heads[head]
        elif not (dep in ("conj", "xcomp") or (dep in ("obj", "nsubj:pass") and tree.lemmas[head] in grammar("light"))):
            return False
        at = head
    return False


def _infinitive(tree: Tree, at: int) -> bool:
    return tree.tags[at] in ("VB", "VBN") and tree.under_to(at)


def _comes_true(tree: Tree, at: int, head: int) -> bool:
    """Whether what an infinitive tells is done where the word above it is: "began to", "is said to", "the first to"."""
    lemma = tree.lemmas[head]
    if any(tree.lower[k] == "only" for k in tree.children(at, "advmod")):  # "closed it, only to reopen it"
        return True
    if lemma == "vote" and tree.tags[head] != "VB":
        return tree.lemmas[at] in grammar("done_by_vote")
    if lemma in grammar("comes_true") or (lemma in grammar("seeming") and tree.tags[head] != "VB"):
        return True
    if lemma == "have":
        return tree.tags[head] == "VBD"
    named = {lemma, *(tree.lower[k] for k in tree.children(head, "amod"))}
    return tree.deps[at] in ("acl", "acl:relcl", "xcomp") and not named.isdisjoint(grammar("ranks"))


def _under(tree: Tree, i: int, above: int) -> bool:
    """Whether i is a complement of what is above: not beside it, nor its subject."""
    at = i
    while at != above:
        if tree.deps[at] not in ("xcomp", "ccomp", "acl", "obj", "advcl", "nmod", "compound", "obl"):
            return False
        if tree.tags[at] in ("VBD", "VBZ", "VBP"):
            return False
        at = tree.heads[at]
    return True


def _of_verb(tree: Tree, i: int) -> Tense | None:
    helpers = tree.helpers.get(i)
    if helpers is None:
        return _PLAIN.get(tree.tags[i])
    words = {tree.lower[k] for k in helpers}
    tags = {tree.tags[k] for k in helpers}
    if words & _FUTURE:
        return "future"
    if tree.tags[i] == "VB" and words & {"is", "are", "'s", "’s"} and tree.under_to(i):
        return "future"
    if words & _OPEN:
        return "past" if "have" in words else "future"
    if "VBD" in tags or words & {"did", "was", "were", "had"}:
        return "past"
    if tree.tags[i] == "VBN":
        return "present" if words & {"is", "are", "be", "being"} and not words & {"has", "have"} else "past"
    if tree.tags[i] == "VBD":
        return "past"
    if tree.tags[i] in ("VBZ", "VBP") or "VBZ" in tags or "VBP" in tags:
        return "past" if words & {"has", "have"} and tree.tags[i] != "VBG" else "present"
    return None
