"""Mends sentences whose verb the parser missed: "Arland lifts embargo", "the treaty forbids missile tests".

Headlines and short sentences about names that the parser never met often come out as one noun phrase, its verb taken
for a plural noun or a participle. The word that can be the verb becomes the root, what stands before it the subject
and what stands after it the object. In "a rocket launched by Arland broke up" the first participle is no main verb, in
"its guns fired on the village" no passive is meant, and in "continues to enrich" a verb follows "to".
"""

from functools import cache

from servanda.codebook import grammar, load_toml
from servanda.reading.reattached import reattached
from servanda.reading.tree import Tree

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_OPENS_OBJECT = frozenset(("DT", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "VBN"))
_NAMES = frozenset(("NNP", "NNPS"))
_AGENT = ("obl:agent",)
_SLOTS = ("nsubj", "nsubj:pass", "obj", "obl", "nmod")
_CLAUSES = ("obj", "ccomp", "xcomp")
#: What the main verb of a sentence has.
_FULL = ("aux", "aux:pass", "cop", "obj", "csubj", "expl")
#: Where a verb in -s, taken for a noun or an adjective, stands within a noun phrase.
_WITHIN = ("compound", "amod")


@cache
def _verbs() -> frozenset[str]:
    """The verbs of the codebooks, by lemma: of acts, of saying, and those that govern acts."""
    acts = (
        pattern
        for modes in load_toml("triggers.toml").values()
        for mode in modes.values()
        for pattern in mode.get("verbs", ())
    )
    heads = {pattern.split("]")[-1 if pattern.startswith("[") else 0].split("[")[0].split()[0] for pattern in acts}
    said = {verb for entry in load_toml("reporting.toml").values() for verb in entry.get("verbs", ())}
    rules = load_toml("certainty.toml")
    return frozenset(heads | said | {*rules["governors"]["prevented"]["words"], *rules["suppositions"]["forbidding"]})


def mended(tree: Tree) -> Tree:
    """The tree, with verbs given back to its sentences without one."""
    changed = reattached(tree) | _compounds(tree)
    for first, last in tree.sentences:
        changed = _past(tree, first, last) or _showing(tree, first, last) or changed
        roots = [i for i in range(first, last) if tree.heads[i] == i]
        changed = _infinitives(tree, first, last) or changed
        if len(roots) != 1:
            continue
        if tree.tags[roots[0]].startswith("NN"):
            changed = _mend(tree, first, last, roots[0]) or changed
        else:
            root = roots[0]
            told = _described_object(tree, first, root) or _garden_path(tree, root) or _active(tree, last, root)
            changed = told or changed
    if changed:
        tree.relink()
    return tree


def _mend(tree: Tree, first: int, last: int, root: int) -> bool:
    """Gives a sentence under a noun its verb back; whether it did."""
    full = None not in (tree.child(root, "nsubj"), tree.child(root, "obj"))  # "Arland frees two men held since March"
    if full and tree.tags[root] == "NNS" and _lemma(tree.lower[root]) is not None:
        _root(tree, root, "VBZ")
        return True
    if tree.child(root, "cop", "nsubj", "nsubj:pass") is not None:
        return False
    within = tree.children(root, *_WITHIN)
    verb = next((k for k in within if tree.tags[k] == "VBZ" and first < k and _is_verb(tree, k, first, root)), None)
    if verb is None and (participle := _participle(tree, root)) is not None:
        _turn(tree, root, participle)
        return True
    verb = _past_before(tree, root, first) if verb is None else verb
    if verb is None and not any(tree.tags[k] in _FINITE and not _subordinate(tree, k) for k in range(first, last)):
        verb = next((k for k in range(first + 1, last - 1) if _is_verb(tree, k, first, root)), None)
    if verb is None:
        return False
    _raise(tree, first, last, root, verb)
    return True


def _compounds(tree: Tree) -> bool:
    """ "The launch pads were": a noun right before another is no subject of it."""
    changed = False
    for k in [k for k, dep in enumerate(tree.deps) if dep == "nsubj" and tree.heads[k] == k + 1]:
        slot = tree.tags[k + 1] in ("NN", "NNS") and tree.deps[k + 1] in _SLOTS and k + 1 not in tree.helpers
        if slot and tree.tags[k] == "NN":
            tree.deps[k], changed = "compound", True
    return changed


def _past(tree: Tree, first: int, last: int) -> bool:
    """ "Arland freed 14 prisoners": a word in -ed between subject and object is no noun."""
    changed = False
    for k in range(first + 1, last):
        if tree.tags[k] != "NN" or not tree.lower[k].endswith("ed") or tree.child(k, "nsubj") is None:
            continue
        if tree.child(k, "obj") is not None and (lemma := _stem(tree.lower[k])) is not None:
            tree.tags[k], tree.lemmas[k], changed = "VBD", lemma, True
    return changed


def _stem(word: str) -> str | None:
    """The verb of the codebooks that a word in -ed is a form of."""
    stems = (word[:-2], word[:-1], word[:-3], word[:-3] + "y")
    return next((stem for stem in stems if stem in _verbs()), None)


def _showing(tree: Tree, first: int, last: int) -> bool:
    """ "Arland has rebuilt the site, satellite images taken on 2 March show.": who tells it stands at the end."""
    verb = last - 2
    if verb <= first or tree.words[last - 1] != "." or tree.lower[verb] not in ("show", "suggest", "indicate"):
        return False
    comma = next((k for k in range(verb - 1, first, -1) if tree.lower[k] == ","), None)
    root = next((k for k in range(first, last) if tree.heads[k] == k), verb)
    if not tree.tags[verb].startswith("NN") or comma is None or root >= comma:
        return False
    nouns = range(comma + 1, verb)
    teller = next((k for k in nouns if tree.tags[k] in ("NNS", "NN") and not tree.tags[k + 1].startswith("NN")), None)
    if teller is None or not tree.tags[comma - 1].startswith("N"):
        return False
    thing = comma - 1
    above, dep = tree.heads[teller], tree.deps[teller]
    for k in range(first, comma):
        if tree.heads[k] > comma and k != thing:
            tree.heads[k] = thing
    for k in range(comma + 1, verb):
        if tree.heads[k] <= comma or tree.heads[k] == verb:
            tree.heads[k] = teller
    if tree.heads[thing] > comma:
        tree.heads[thing], tree.deps[thing] = (above, dep) if above < comma else (root, "obj")
    tree.heads[teller], tree.deps[teller] = verb, "nsubj"
    tree.heads[verb], tree.deps[verb], tree.tags[verb] = root, "parataxis", "VBP"
    tree.relink()
    return True


def _infinitives(tree: Tree, first: int, last: int) -> bool:
    """ "Continues to enrich uranium": a verb of the codebooks with an object, taken for a noun after "to"."""
    changed = False
    for k in range(first + 1, last):
        if tree.tags[k] == "NN" and tree.lower[k - 1] == "to" and tree.heads[k - 1] == k and tree.lower[k] in _verbs():
            if tree.child(k, "obj") is None or tree.deps[k] not in ("obl", "nmod"):
                continue
            tree.tags[k], tree.deps[k], tree.lemmas[k] = (
                "VB",
                "acl" if tree.deps[k] == "nmod" else "xcomp",
                tree.lower[k],
            )
            tree.tags[k - 1], tree.deps[k - 1] = "TO", "mark"
            changed = True
    return changed


def _garden_path(tree: Tree, root: int) -> bool:
    """ "A rocket launched by Arland broke up": of two verbs in the past the second is the main one."""
    subject = tree.child(root, "nsubj", "nsubj:pass")
    by = any(tree.case(k) == "by" for k in tree.kids[root] if tree.deps[k].startswith("obl"))
    if tree.tags[root] not in ("VBD", "VBN") or subject is None or not by or root in tree.helpers:
        return False
    if tree.child(root, "obj", "aux", "aux:pass") is not None:
        return False
    for k in tree.children(root, "xcomp", "ccomp", "advcl", "conj", "parataxis"):
        if k > root and tree.tags[k] == "VBD" and tree.child(k, "nsubj", "nsubj:pass", "mark", "cc") is None:
            _exchange(tree, root, k, subject)
            return True
    return False


def _exchange(tree: Tree, root: int, verb: int, subject: int) -> None:
    """The second verb becomes the root, the first a participle beside the subject."""
    for k in tree.kids[root]:
        if k > verb or (tree.deps[k] == "punct" and k != verb):
            tree.heads[k] = verb
    _root(tree, verb, tree.tags[verb])
    tree.heads[subject], tree.deps[subject] = verb, "nsubj"
    tree.heads[root], tree.deps[root], tree.tags[root] = subject, "acl", "VBN"


def _active(tree: Tree, last: int, root: int) -> bool:
    """ "Its guns fired on the village.": a finite verb without an auxiliary is no passive, but in a headline."""
    subject = tree.child(root, "nsubj:pass")
    if tree.tags[root] != "VBN" or subject is None or root in tree.helpers or tree.words[last - 1] != ".":
        return False
    if any(tree.case(k) == "by" for k in tree.kids[root]) or subject > root:
        return False
    tree.tags[root], tree.deps[subject] = "VBD", "nsubj"
    return True


def _described_object(tree: Tree, first: int, root: int) -> bool:
    """ "Arland frees couple held for a year": the participle describes the object of the verb before it."""
    if tree.tags[root] not in ("VBN", "VBD") or tree.child(root, *_FULL) is not None:
        return False
    verb = next((k for k in range(first + 1, root) if _is_verb(tree, k, first, root)), None)
    if verb is None:
        return False
    thing = tree.heads[verb]
    if not verb < thing < root or not tree.tags[thing].startswith("NN") or tree.heads[thing] != root:
        return False
    if tree.tags[verb] != "VBZ" and tree.child(root, "nsubj", "nsubj:pass") is not None:
        return False  # "its missile tests programme ended"
    for k in range(first, thing):
        if tree.heads[k] == verb:
            tree.heads[k], tree.deps[k] = (verb, "nsubj") if k < verb else (thing, "compound")
    _root(tree, verb, "VBZ")
    if tree.tags[verb - 1].startswith("NN"):
        tree.deps[_top(tree, verb - 1, first, verb)] = "nsubj"
    tree.heads[thing], tree.deps[thing] = verb, "obj"
    tree.heads[root], tree.deps[root] = thing, "acl"
    return True


def _top(tree: Tree, k: int, first: int, verb: int) -> int:
    """The head, under the verb, of the phrase before it in which a token stands."""
    for _ in range(verb - first):
        if not first <= tree.heads[k] < verb:
            break
        k = tree.heads[k]
    tree.heads[k] = verb
    return k


def _subordinate(tree: Tree, k: int) -> bool:
    """Whether a finite verb belongs to a clause within the phrase, or is taken for a part of it."""
    if tree.deps[k] in _WITHIN and tree.tags[k] == "VBZ":
        return True
    return tree.deps[k] in ("acl:relcl", "advcl", "aux", "aux:pass", "cop") or tree.child(k, "mark") is not None


def _participle(tree: Tree, root: int) -> int | None:
    """A finite verb that hangs on the noun before it like a participle: "a missile that they fired exploded"."""
    hung = [
        k
        for head in (root, *tree.children(root, "conj", "nmod"))
        for k in tree.children(head, "acl")
        if k > root
        and (head == root or tree.tags[k] == "VBD")
        and tree.child(k, "nsubj", "nsubj:pass", "mark", *_AGENT) is None
    ]
    for k in reversed(hung):
        if tree.tags[k] == "VBD" or (tree.tags[k] == "VBN" and tree.child(k, "obj", "ccomp") is not None):
            return k
    return None


def _past_before(tree: Tree, root: int, first: int) -> int | None:
    """A verb in the past taken for an adjective of the noun after it: "Arland rejected claims that"."""
    for k in tree.children(root, *_WITHIN):
        past = tree.tags[k] == "VBD" or (tree.tags[k] == "VBN" and tree.child(k, "nsubj", "nsubj:pass") is not None)
        if first < k < root and past and tree.tags[k - 1].startswith("NN"):
            return k
    return None


def _is_verb(tree: Tree, k: int, first: int, root: int) -> bool:
    """Whether a word within or at the head of the phrase can be the verb: in -s, a name before it, a noun after it."""
    if tree.tags[k] not in ("NNS", "NNPS", "VBZ") or not (k == root or tree.deps[k] in _WITHIN):
        return False
    if tree.words[k] != tree.lower[k] or not tree.tags[k - 1].startswith("NN") or _lemma(tree.lower[k]) is None:
        return False
    after = tree.tags[k + 1]
    if after not in _OPENS_OBJECT or tree.lower[k + 1] in ("said", "says"):
        return False
    if tree.tags[k - 1] not in _NAMES and not any(tree.tags[m] in ("DT", *_NAMES) for m in range(first, k)):
        return False
    return after in ("DT", "CD", "PRP", "PRP$") or tree.lower[k] not in grammar("plural_modifiers")


def _lemma(word: str) -> str | None:
    """The verb of the codebooks that a word in -s is a form of."""
    stems = (word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y")
    return next((stem for stem in stems if stem in _verbs() and stem != word), None)


def _turn(tree: Tree, root: int, verb: int) -> None:
    """The verb that hung on its subject becomes the root."""
    for k in range(verb + 1, len(tree)):
        if tree.heads[k] == root:
            tree.heads[k] = verb
            if tree.deps[k].startswith("nmod"):
                tree.deps[k] = "obl" + tree.deps[k].removeprefix("nmod")
    _root(tree, verb, "VBD")
    tree.heads[root], tree.deps[root] = verb, "nsubj"


def _raise(tree: Tree, first: int, last: int, root: int, verb: int) -> None:
    """The verb within the phrase becomes the root; what stands before it the subject, the old root the object."""
    subject = next(k for k in range(verb - 1, first - 1, -1) if tree.tags[k].startswith("NN"))
    for k in range(first, verb):
        if k != subject and tree.heads[k] >= verb:
            case = any(tree.deps[m] == "case" for m in tree.kids[k])
            tree.heads[k] = verb if case or tree.deps[k] == "punct" else subject
    for k in range(verb + 1, last):
        if tree.heads[k] in (root, verb) and k > root and tree.deps[k] == "nmod" and tree.case(k) != "of":
            tree.heads[k], tree.deps[k] = verb, "obl"
        elif tree.heads[k] == root and root > verb and tree.deps[k] == "acl" and tree.tags[k] == "VBG":
            tree.heads[k], tree.deps[k] = (verb, "advcl") if tree.lower[k - 1] == "," else (root, "acl")
        elif tree.heads[k] == verb and root > verb:
            tree.heads[k] = root
    tree.heads[subject], tree.deps[subject] = verb, "nsubj"
    if root != verb:
        tree.heads[root], tree.deps[root] = verb, "obj"
    else:
        thing = next((k for k in tree.kids[verb] if k > verb and tree.deps[k] in (*_CLAUSES, "appos", "dep")), None)
        if thing is not None and tree.tags[thing].startswith("NN"):
            tree.deps[thing] = "obj"
    _root(tree, verb, "VBZ" if tree.tags[verb].startswith("NN") else tree.tags[verb])


def _root(tree: Tree, verb: int, tag: str) -> None:
    if tag == "VBZ":
        tree.lemmas[verb] = _lemma(tree.lower[verb]) or tree.lemmas[verb]
    tree.heads[verb], tree.deps[verb], tree.tags[verb] = verb, "ROOT", tag
