"""Mends what the parser hung on the wrong word, where the words themselves leave no doubt.

Each rule looks for one thing that no grammatical sentence has: an auxiliary with a subject of its own, a verb in the
place of a noun, two objects side by side of which the first is a plural that only describes, a clause of telling under
the day on which it was told. What the rules cannot know they leave as it was parsed.
"""

from functools import cache

from servanda.codebook import grammar, load_toml
from servanda.reading.tree import Tree

_HELPING = frozenset(("aux", "aux:pass", "cop"))
_SUBJECTS = frozenset(("nsubj", "nsubj:pass"))
_SLOTS = frozenset(("nsubj", "nsubj:pass", "obj", "obl"))
_OF_NOUNS = frozenset(("det", "amod", "nmod", "nmod:poss", "nummod", "compound"))
_OF_VERBS = ("nsubj", "nsubj:pass", "obj", "aux", "aux:pass", "xcomp", "ccomp", "mark", "advmod")
_ACTIVE = ("VBD", "VB", "VBZ", "VBP", "VBG", "VBN")
_PARTICLES = frozenset(("away", "out", "back", "off", "down", "home", "over", "up", "aside", "apart", "in", "on"))
_AFTER = frozenset(("after", "before", "since", "when", "while", "as", "once", "until", "though", "because"))
_HANDING = frozenset(("hand", "turn", "take", "bring"))
_ACCUSING = frozenset(
    ("accuse", "blame", "criticise", "criticize", "condemn", "denounce", "suspect", "rebuke", "fault")
)
_REPROACHING = frozenset(("of", "for", "from", "against", "over"))
#: What is set, planned or asked for: "for" behind it says of what.
_SET_FOR = frozenset(("deadline", "date", "timetable", "schedule", "target", "plan", "proposal", "call", "demand"))
_GOING_ON = frozenset(("begin", "start", "stop", "continue", "halt", "resume", "finish", "avoid"))
_TITLES = frozenset(
    ("secretary", "minister", "chief", "head", "president", "chairman", "director", "commissioner", "speaker")
)


@cache
def days_and_months() -> frozenset[str]:
    """The names of the days of the week and of the months."""
    book = load_toml("times.toml")
    return frozenset(word for key in ("weekdays", "months") for word in book[key])


@cache
def telling() -> frozenset[str]:
    """The verbs that take what somebody says, knows or denies."""
    kinds = ("said", "denied", "thought", "factive")
    return frozenset(word for kind in kinds for word in load_toml("certainty.toml")["governors"][kind]["words"])


def reattached(tree: Tree) -> bool:
    """Mends a tree in place; whether anything was changed. Children are those of before where nothing was."""
    changed = _auxiliaries(tree)
    changed = _fronted(tree) or changed
    for k, dep in enumerate(tree.deps):
        if (
            tree.lower[k] == "mine"
            and tree.tags[k] == "PRP"
            and not _OF_NOUNS.isdisjoint(tree.deps[m] for m in tree.kids[k])
        ):
            tree.tags[k], tree.lemmas[k], changed = "NN", "mine", True  # "its uranium mine"
        if k and tree.lower[k] == "over" and tree.tags[k] != "RP" and tree.lemmas[k - 1] in _HANDING:
            changed = _particle(tree, k) or changed
        if k and dep == "advmod" and tree.lower[k] == "yet":
            changed = _yet_to(tree, k) or changed
        elif dep in _SUBJECTS and (tree.lower[k] == "that" or (k + 1 < len(tree) and tree.tags[k + 1] == "POS")):
            changed = _second_subject(tree, k) or changed
        elif dep in _SLOTS and tree.tags[k] in ("VB", "VBP", "VBZ"):
            changed = _noun(tree, k) or changed
        elif dep == "obj" and tree.tags[k] == "NNS":
            changed = _describing(tree, k) or changed
        elif dep == "obj" and tree.lower[k].endswith("ing"):
            changed = _doing(tree, k) or changed
        elif dep == "obl":
            changed = _loose(tree, k) or changed
        elif dep == "obl:unmarked":
            changed = _joined_verb(tree, k) or changed
        elif dep == "parataxis" and tree.lower[k - 1] == ",":
            changed = _in_a_row(tree, k) or changed
        elif dep == "acl:relcl" and tree.deps[tree.heads[k]] == "conj":
            changed = _not_the_other(tree, k) or changed
        elif dep == "acl:relcl" and tree.tags[k] == "NNS":
            changed = _planning(tree, k) or changed
        elif dep == "acl" and tree.tags[k] == "VBN" and tree.heads[k] == k - 1:
            changed = _perfect(tree, k) or changed
        elif dep == "amod" and tree.tags[k] == "VBD":
            changed = _told(tree, k) or changed
        elif dep == "amod" and tree.tags[k] == "VBN" and tree.child(k, "nsubj") is not None:
            changed = _clause(tree, k) or changed
        elif dep == "acl" and tree.tags[k] == "VBN" and k and tree.lower[k - 1] == ",":
            changed = _after_name(tree, k) or changed
        elif dep == "acl" and tree.tags[k] == "VBD" and tree.deps[tree.heads[k]] == "obl:unmarked":
            changed = _own_clause(tree, k) or changed
        elif dep == "amod" and tree.tags[k] == "VBG":
            changed = _reproach(tree, k) or changed
        elif dep == "conj" and tree.tags[k] == "JJ" and tree.words[k][0].isupper():
            changed = _both_of(tree, k) or changed
        elif dep == "conj" and tree.tags[k] == "NNP":
            changed = _beside_titled(tree, k) or changed
        elif dep in ("advcl", "acl", "acl:relcl") and k:
            changed = _reproached(tree, k) or _content(tree, k) or (dep == "advcl" and _relative(tree, k)) or changed
    if changed:
        tree.relink()
    return changed


def _auxiliaries(tree: Tree) -> bool:
    """ "Has for three months refused", "after it had left": what hangs on an auxiliary hangs on its verb."""
    moved = [k for k, head in enumerate(tree.heads) if tree.deps[head] in _HELPING and tree.deps[k] in _SUBJECTS]
    for k in moved:
        helper = tree.heads[k]
        verb = tree.heads[helper]
        for other in tree.children(verb, *_SUBJECTS):
            tree.deps[other] = "obl" if tree.case(other) else "obl:unmarked"
        for one in tree.kids[helper]:
            tree.heads[one] = verb
    if moved:
        tree.relink()
        for verb in {tree.heads[k] for k in moved}:
            _main_after(tree, verb)
        tree.relink()
    return bool(moved)


def _main_after(tree: Tree, verb: int) -> None:
    """ "After it had left, they said": the clause after the comma is the main one."""
    told = next((k for k in tree.children(verb, "parataxis") if k > verb and tree.child(k, "nsubj") is not None), None)
    opened = any(tree.lower[k] in _AFTER for k in tree.children(verb, "mark"))
    if told is None or not opened or tree.heads[verb] != verb:
        return
    tree.heads[told], tree.deps[told] = told, "ROOT"
    tree.heads[verb], tree.deps[verb] = told, "advcl"


def _fronted(tree: Tree) -> bool:
    """ "Of the forty mines, thirty were cleared": of which they are is told first."""
    changed = False
    for first, _ in tree.sentences:
        k = tree.heads[first]
        if tree.lower[first] != "of" or tree.deps[first] != "case" or tree.deps[k] not in ("obl", "obj", "nmod"):
            continue
        subject = tree.child(tree.heads[k], *_SUBJECTS)
        if subject is None or not (tree.tags[subject] == "CD" or tree.lemmas[subject] in grammar("containers")):
            continue
        if k < subject:
            tree.heads[k], tree.deps[k], changed = subject, "nmod", True
    return changed


def _noun(tree: Tree, k: int) -> bool:
    """ "Raised tariffs on cars": what stands where a noun stands and has what nouns have is no verb."""
    has = {tree.deps[m] for m in tree.kids[k]}
    if has.isdisjoint(_OF_NOUNS) or not has.isdisjoint(_OF_VERBS):
        return False
    tree.tags[k] = "NNS" if tree.tags[k] == "VBZ" else "NN"
    return True


def _yet_to(tree: Tree, k: int) -> bool:
    """ "Has yet to send one": the verb hangs on "has", however it was parsed, and so has not been done."""
    verb, has = tree.heads[k], k - 1
    if tree.lemmas[has] != "have" or tree.deps[has] != "aux" or tree.heads[has] != verb or not tree.under_to(verb):
        return False
    above, dep = tree.heads[verb], tree.deps[verb]
    tree.heads[has], tree.deps[has] = (has if above == verb else above), dep
    tree.heads[verb], tree.deps[verb] = has, "xcomp"
    for m in tree.kids[verb]:
        if m == k or (m < has and tree.deps[m] in _SUBJECTS):
            tree.heads[m] = has
    return True


def _planning(tree: Tree, k: int) -> bool:
    """ "The drills that Arland plans to hold": a word in -s between a name and "to" is a verb there."""
    done = next((m for m in tree.children(k, "acl", "xcomp") if tree.tags[m] == "VB" and m > k), None)
    who = tree.child(k, "compound", "nsubj")
    if done is None or who != k - 1 or tree.lower[k + 1] != "to":
        return False
    tree.tags[k], tree.lemmas[k] = "VBZ", tree.lower[k].removesuffix("s")
    tree.deps[who], tree.deps[done] = "nsubj", "xcomp"
    return True


def _told(tree: Tree, k: int) -> bool:
    """ "In return, Arland banned imports": a verb in the past with a subject of its own is no adjective."""
    noun = tree.heads[k]
    if tree.child(k, "nsubj") is None or not k < noun or not tree.tags[noun].startswith("NN"):
        return False
    above, dep = tree.heads[noun], tree.deps[noun]
    tree.heads[noun], tree.deps[noun] = k, "obj"
    if above == noun or (tree.deps[above] == "ROOT" and tree.case(above) is not None):
        tree.heads[k], tree.deps[k] = k, "ROOT"
        if above != noun:  # "in a move of its own, ..."
            tree.heads[above], tree.deps[above] = k, "obl"
    else:
        tree.heads[k], tree.deps[k] = above, dep
    return True


def _perfect(tree: Tree, k: int) -> bool:
    """ "Has at no time barred them": a participle behind "has" and a phrase is the verb."""
    phrase = tree.heads[k]
    has = tree.heads[phrase]
    if tree.lemmas[has] != "have" or tree.deps[phrase] != "obl" or tree.child(has, "obj", "aux", "xcomp") is not None:
        return False
    if tree.child(has, "nsubj") is None or tree.tags[has] not in ("VBZ", "VBP", "VBD"):
        return False
    above, dep = tree.heads[has], tree.deps[has]
    for m in tree.kids[has]:
        tree.heads[m] = k
    tree.heads[k], tree.deps[k] = (k if above == has else above), dep
    tree.heads[has], tree.deps[has] = k, "aux"
    return True


def _loose(tree: Tree, k: int) -> bool:
    """ "Walked away from the accord", "extended for a year a waiver": under the verb, and its object."""
    head = tree.heads[k]
    if tree.deps[head] == "advmod" and tree.lower[head] in _PARTICLES and tree.tags[tree.heads[head]].startswith("VB"):
        tree.heads[k] = tree.heads[head]
        return True
    before = tree.kids[k][0] - 1 if tree.kids[k] else 0
    if tree.case(k) in ("of", "to") and tree.heads[before] == head and tree.lemmas[before] in grammar("containers"):
        tree.heads[k], tree.deps[k] = before, "nmod"  # "sealed the entrance to its mine"
        return True
    what = tree.deps[before] == "obj" and tree.heads[before] == head and tree.lemmas[before] in _SET_FOR
    if what and tree.case(k) == "for":  # "missed two deadlines for the withdrawal"
        tree.heads[k], tree.deps[k] = before, "nmod"
        return True
    alone = tree.case(k) is None and tree.tags[k] in ("NN", "NNS") and k > head and tree.tags[head] in _ACTIVE
    if alone and tree.child(k, "det") is not None and tree.child(head, "obj", "aux:pass", "ccomp") is None:
        tree.deps[k] = "obj"
        return True
    return False


def _second_subject(tree: Tree, k: int) -> bool:
    """ "That Arland close it", "Arland's and Borland's ministers": a mark or an owner beside the subject is none."""
    subject = next((m for m in tree.children(tree.heads[k], *_SUBJECTS) if m > k), None)
    if subject is None:
        return False
    if tree.lower[k] == "that":
        tree.deps[k] = "mark"
    else:
        tree.heads[k], tree.deps[k] = subject, "nmod:poss"
    return True


def _doing(tree: Tree, k: int) -> bool:
    """ "Admitted testing a missile": of two objects side by side the first, in -ing, is what was done."""
    verb = tree.heads[k]
    what = next((m for m in tree.children(verb, "obj") if m > k), None)
    if what is None or tree.tags[verb] not in _ACTIVE or min(tree.kids[what], default=what) != k + 1 or tree.kids[k]:
        return False
    if tree.lemmas[verb] not in telling() | _GOING_ON:
        return False
    tree.tags[k], tree.deps[k], tree.lemmas[k] = "VBG", "xcomp", tree.lower[k].removesuffix("ing")
    tree.heads[what] = k
    return True


def _joined_verb(tree: Tree, k: int) -> bool:
    """ "Arland test-fired a missile": who stands before a verb of two words is not part of the first."""
    verb = k + 2
    if verb >= len(tree) or tree.heads[k] != verb or tree.lower[k + 1] != "-" or not tree.tags[verb].startswith("VB"):
        return False
    who = next((m for m in tree.children(k, "compound") if m == k - 1 and tree.tags[m] == "NNP"), None)
    if who is None or tree.child(verb, *_SUBJECTS) is not None:
        return False
    tree.heads[who], tree.deps[who] = verb, "nsubj"
    return True


def _in_a_row(tree: Tree, k: int) -> bool:
    """ "Freed two, returned one and reopened the line": a verb in a row without a subject is joined to the first."""
    verb = tree.heads[k]
    if tree.child(k, *_SUBJECTS) is not None or not {tree.tags[k], tree.tags[verb]} <= {"VBD", "VBN"} or k < verb:
        return False
    if not any(tree.child(m, "cc") is not None for m in tree.children(k, "conj")):
        return False
    tree.deps[k] = "conj"
    return True


def _not_the_other(tree: Tree, k: int) -> bool:
    """ "It was Arland and not Borland that tested it": the clause is of the one who is not denied."""
    other = tree.heads[k]
    if other > k or not any(tree.lower[m] == "not" for m in tree.children(other, "advmod", "cc")):
        return False
    tree.heads[k] = tree.heads[other]
    return True


def _describing(tree: Tree, k: int) -> bool:
    """ "Lifted an arms embargo": of two objects side by side the first may only describe the second."""
    after = k + 1
    if after >= len(tree) or tree.deps[after] != "obj" or tree.heads[after] != tree.heads[k]:
        return False
    if tree.lower[k] not in grammar("plural_modifiers") or any(m < after for m in tree.kids[after]):
        return False
    for m in tree.kids[k]:
        tree.heads[m] = after
    tree.heads[k], tree.deps[k] = after, "compound"
    return True


def _content(tree: Tree, k: int) -> bool:
    """ "Said on Monday that it had left": what is told hangs on the verb, whatever stands between."""
    head = tree.heads[k]
    verb = head if tree.deps[k] == "advcl" else tree.heads[head]
    if tree.lemmas[verb] not in telling() or tree.child(verb, "ccomp") is not None:
        return False
    if verb != head and not (tree.deps[head].startswith("obl") and tree.tags[head] == "NNP"):
        return False
    if not any(tree.lower[m] == "that" for m in tree.children(k, "mark")):
        return False
    if verb != head and tree.child(k, *_SUBJECTS) is None:
        return False
    tree.heads[k], tree.deps[k] = verb, "ccomp"
    return True


def _particle(tree: Tree, k: int) -> bool:
    """ "Handed over 40 guns": "over" goes with the verb, and is neither "more than" nor "above"."""
    noun = tree.heads[k]
    if not tree.tags[k - 1].startswith("VB"):
        return False
    if tree.deps[k] == "case" and tree.heads[noun] == k - 1:
        tree.deps[noun] = "obj"
    tree.heads[k], tree.deps[k], tree.tags[k] = k - 1, "compound:prt", "RP"
    return True


def _clause(tree: Tree, k: int) -> bool:
    """ "Denied that it had diverted water": what has a subject and an auxiliary is no adjective of what follows."""
    noun = tree.heads[k]
    above = tree.heads[noun]
    if tree.child(k, "aux") is None or noun < k or not tree.tags[above].startswith("VB") or above > k:
        return False
    for m in tree.children(noun, "case", "mark"):
        if m < k:
            tree.heads[m], tree.deps[m] = k, "mark"
    tree.heads[k], tree.deps[k] = above, "ccomp"
    tree.heads[noun], tree.deps[noun] = k, "obj"
    return True


def _after_name(tree: Tree, k: int) -> bool:
    """ "Its minister, Anna Holm, denied that it had": the verb of telling behind a name in commas is the main one."""
    head = tree.heads[k]
    named = next((m for m in tree.children(head, "appos") if m < k), None)
    if tree.lemmas[k] not in telling() or tree.heads[head] != head or named is None or not tree.lower[k].endswith("ed"):
        return False
    if tree.child(k, "aux", "aux:pass", "obl:agent") is not None or tree.child(head, "nsubj", "cop") is not None:
        return False
    tree.heads[k], tree.deps[k], tree.tags[k] = k, "ROOT", "VBD"
    tree.heads[head], tree.deps[head] = k, "nsubj"
    return True


def _own_clause(tree: Tree, k: int) -> bool:
    """ "Arland closed the plant, they said": a past tense with an object, behind a bare noun, has it as subject."""
    noun = tree.heads[k]
    above = tree.heads[noun]
    if noun != k - 1 or tree.case(noun) or tree.child(k, "obj") is None or tree.lemmas[above] not in telling():
        return False
    tree.heads[k], tree.deps[k] = above, "ccomp"
    tree.heads[noun], tree.deps[noun] = k, "nsubj"
    return True


def _reproach(tree: Tree, k: int) -> bool:
    """ "Accused it of deploying missiles": of what somebody is accused is an act, with its object behind it."""
    noun = tree.heads[k]
    case = next((m for m in tree.children(noun, "case") if m == k - 1 and tree.lower[m] in _REPROACHING), None)
    verb = tree.heads[noun] if tree.tags[tree.heads[noun]].startswith("VB") else tree.heads[tree.heads[noun]]
    if case is None or noun < k or tree.lemmas[verb] not in _ACCUSING:
        return False
    tree.heads[k], tree.deps[k], tree.lemmas[k] = verb, "advcl", tree.lower[k].removesuffix("ing")
    tree.heads[noun], tree.deps[noun] = k, "obj"
    tree.heads[case], tree.deps[case] = k, "mark"
    return True


def _reproached(tree: Tree, k: int) -> bool:
    """ "Accused it on Sunday of testing": what somebody is accused of hangs on the verb, not on the day."""
    head = tree.heads[k]
    verb = tree.heads[head]
    by_mark = any(tree.lower[m] in _REPROACHING for m in tree.children(k, "mark", "case"))
    if tree.tags[k] != "VBG" or not by_mark or tree.lower[head] not in days_and_months():
        return False
    if not tree.deps[head].startswith("obl") or not tree.tags[verb].startswith("VB") or head > k:
        return False
    tree.heads[k], tree.deps[k] = verb, "advcl"
    return True


def _beside_titled(tree: Tree, k: int) -> bool:
    """ "Secretary of State Anna Holm and Omar Lund met": who is joined is joined to the person, not to the office."""
    office = tree.heads[k]
    title = tree.heads[office]
    named = any(tree.deps[m] == "flat" and office < m < k for m in tree.kids[office])
    if tree.deps[office] != "nmod" or not named or tree.case(office) != "of" or tree.lower[title] not in _TITLES:
        return False
    tree.heads[k] = title
    return True


def _both_of(tree: Tree, k: int) -> bool:
    """ "Arlish and Borlish forces": each of two names of whose they are says so."""
    first = tree.heads[k]
    if tree.deps[first] != "amod":
        return False
    tree.heads[k], tree.deps[k] = tree.heads[first], "amod"
    return True


def _relative(tree: Tree, k: int) -> bool:
    """ "Lifted the embargo that it had imposed": a clause without an object, right after what may be its object."""
    that = next((m for m in tree.children(k, "mark") if tree.lower[m] == "that"), None)
    verb = tree.heads[k]
    if that is None or tree.child(k, "obj", "ccomp", "xcomp") is not None or tree.child(k, "nsubj") is None:
        return False
    noun = that - 1
    if tree.heads[noun] != verb or tree.deps[noun] != "obj" or not tree.tags[noun].startswith("NN"):
        return False
    if tree.lemmas[k] not in grammar("light") or tree.lemmas[verb] in grammar("object_control"):
        return False
    tree.heads[k], tree.deps[k] = noun, "acl:relcl"
    return True
