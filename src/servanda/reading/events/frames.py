"""Who does what to whom by syntax alone: subjects, objects and prepositional complements of a predicate.

Passives, relative clauses, shared subjects of joined verbs, and control ("agreed to meet", "asked them to leave")
are undone, so that a frame holds logical roles. For nouns the roles come from possessives, `of`, `by`, `between`,
compounds, and from the light verb that a noun hangs on ("held talks with").
"""

from dataclasses import dataclass, field

from servanda.codebook import grammar
from servanda.reading.tree import Tree

_CONJUNCTIONS = frozenset(("after", "before", "since", "until", "as", "than", "once", "while", "because", "when"))
#: With these before it, a gerund is done by whom the verb above acts on.
_AGAINST = frozenset(("for", "of", "from", "against", "into"))
#: "What it called a satellite"
_CALLING = frozenset(("call", "term", "dub", "describe", "label"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))


@dataclass(slots=True)
class Frame:
    """Logical roles of one predicate, as token indices. `obliques` maps prepositions to their nouns.

    `light` is the light verb of a noun, if any; `governor` the predicate above.
    """

    subjects: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    obliques: dict[str, list[int]] = field(default_factory=dict)
    possessors: list[int] = field(default_factory=list)
    modifiers: list[int] = field(default_factory=list)
    passive: bool = False
    light: int | None = None

    def add(self, preposition: str, token: int) -> None:
        """Notes a complement under its preposition."""
        held = self.obliques.setdefault(preposition, [])
        if token not in held:
            held.append(token)


class Frames:
    """Makes frames for the tokens of one tree, each once."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._light, self._object_control = grammar("light"), grammar("object_control")
        self._made: dict[int, Frame] = {}
        self._pending: set[int] = set()

    def of(self, i: int) -> Frame:
        """The frame of the predicate at token i."""
        if i not in self._made:
            verbal = self.tree.tags[i].startswith("VB") and self.tree.deps[i] != "compound"
            self._made[i] = self._verb(i) if verbal else self._noun(i)
        return self._made[i]

    # -- verbs

    def _verb(self, i: int) -> Frame:
        tree = self.tree
        frame = Frame(passive=tree.passive(i))
        surface = self._surface_subjects(i)
        if tree.contracted_perfect(i):
            surface = self._surface_subjects(tree.heads[i])
            frame.objects.append(tree.heads[i])
        if frame.passive:
            frame.objects.extend(surface)
            if tree.deps[i] in ("acl", "amod"):
                frame.objects.append(tree.heads[i])
        else:
            frame.subjects.extend(surface)
        for k in tree.kids[i]:
            dep = tree.deps[k]
            if dep in ("obj", "iobj") and not self._out_of(frame, k):
                frame.objects.append(self._antecedent(i, k))
                if frame.passive:
                    self._agent_below(frame, k)
            elif dep == "xcomp" and tree.tags[k] == "JJ":  # "threw open the plant"
                frame.objects.extend(tree.children(k, "obj"))
            elif dep.startswith(("obl", "nmod")) or (dep in ("advcl", "xcomp") and self._name_like(k)):
                self._complement(frame, k)
        if tree.tags[i] == "VBG":
            self._gerund(frame, i)
        if (meant := self._free_relative(i)) is not None:
            frame.objects = [meant]
        if tree.lemmas[i] in ("walk", "go") and any(tree.lower[k] == "free" for k in tree.kids[i]):
            frame.objects, frame.subjects = frame.subjects, []  # who walks free has been freed
        told_of = self._tells_of_head(i)
        if told_of and not frame.objects and not frame.passive and surface != [tree.heads[i]]:
            frame.objects.append(tree.heads[i])  # "the missile that they tested"
        if not frame.objects and tree.deps[i] == "conj" and not frame.passive and tree.tags[i] != "VBG":
            frame.objects.extend(self._shared_object(i))
        frame.subjects = self._joined(frame.subjects)
        frame.objects = self._joined(frame.objects)
        return frame

    def _free_relative(self, i: int) -> int | None:
        """ "Fired what appeared to be two missiles", "what it called a satellite": the thing that is meant."""
        tree = self.tree
        clauses: list[int] = []
        for k in tree.kids[i]:
            if tree.lower[k] == "what" and tree.deps[k] == "obj":
                clauses += tree.children(k, "acl:relcl", "acl", "ccomp")
            elif tree.deps[k] == "ccomp" and tree.lower[tree.child(k, "nsubj", "nsubj:pass") or i] == "what":
                clauses.append(k)
        for k in sorted(m for clause in clauses for m in tree.below(clause)):
            if not tree.tags[k].startswith("N") or k < i:
                continue
            if tree.child(k, "cop") is not None or (
                tree.deps[k] in ("obj", "xcomp") and tree.lemmas[tree.heads[k]] in _CALLING
            ):
                return k
        return None

    def _tells_of_head(self, i: int) -> bool:
        """ "The missile that they tested": whether a clause beside a noun may have the noun as its object."""
        tree = self.tree
        if tree.child(i, "nsubj") is None:
            return False
        by_mark = tree.tags[i] in ("VBD", "VBZ", "VBP") and any(
            tree.lower[k] == "that" for k in tree.children(i, "mark")
        )
        return tree.deps[i] == "acl:relcl" or (tree.deps[i] == "acl" and by_mark)

    def _out_of(self, frame: Frame, k: int) -> bool:
        """ "Pulled out of the treaty": what stands after two prepositions is under the second."""
        cases = [self.tree.lower[m] for m in self.tree.children(k, "case")]
        if cases != ["out", "of"]:
            return False
        for each in self.tree.conjuncts(k):
            frame.add("of", each)
        return True

    def _gerund(self, frame: Frame, i: int) -> None:
        """ "Arland's dismantling of the site": a verb in the place of a noun."""
        tree = self.tree
        owners = tree.children(i, "nmod:poss")
        if not owners and tree.child(i, "det") is None:
            return
        frame.subjects.extend(k for k in owners if k not in frame.subjects)
        frame.objects.extend(k for k in frame.obliques.pop("of", ()) if k not in frame.objects)
        self._by_whom(frame, i)
        frame.subjects.extend(k for k in frame.obliques.pop("by", ()) if k not in frame.subjects)

    def _name_like(self, k: int) -> bool:
        """Whether what the parser took for a clause is a noun, such as a capital in `-ing`."""
        first = self.tree.sentences[self.tree.sentence[k]][0] if self.tree.sentences else 0
        return self.tree.tags[k].startswith("N") or (k != first and self.tree.words[k][:1].isupper())

    def _complement(self, frame: Frame, k: int) -> None:
        tree = self.tree
        if self._out_of(frame, k):
            return
        case = tree.case(k) or next((tree.lower[m] for m in tree.kids[k] if tree.deps[m] == "mark"), None)
        if case is None and tree.deps[k] in ("obl:unmarked", "nmod:unmarked"):
            return
        agent = tree.deps[k] == "obl:agent" or (case == "by" and frame.passive)
        for each in tree.conjuncts(k):
            if agent and case in ("by", None):
                frame.subjects.append(each)
            elif case:
                frame.add(tree.case(each) or case, each)
        if frame.passive and not agent:
            self._agent_below(frame, k)

    def _agent_below(self, frame: Frame, k: int) -> None:
        """ "Was handed to the minister by the envoy": the agent that hangs on what stands before it."""
        tree = self.tree
        loose = tree.children(k, "appos", "nmod")
        frame.subjects.extend(m for m in loose if tree.lower[min(tree.below(m))] == "by")

    def _surface_subjects(self, i: int) -> list[int]:
        """The grammatical subject, or the one that is understood."""
        tree = self.tree
        own = tree.children(i, "nsubj", "nsubj:pass", "csubj")
        own = [k for k in own if tree.lower[k] not in ("there",)]
        if not own:
            loose = tree.children(i, "nsubj:outer", "discourse", "vocative", "dislocated")
            own = [k for k in loose if k < i and tree.tags[k].startswith("NNP")]
        if own:
            return [self._antecedent(i, k) for k in own[-1:]]
        if i in self._pending:
            return []
        self._pending.add(i)
        try:
            return self._understood(i)
        finally:
            self._pending.discard(i)

    def _antecedent(self, i: int, k: int) -> int:
        """What a relative pronoun stands for."""
        tree = self.tree
        if tree.lower[k] in _RELATIVE and tree.deps[i] in ("acl", "acl:relcl", "advcl:relcl"):
            return tree.heads[i]
        if tree.lower[k] in _RELATIVE and tree.deps[i] == "conj" and tree.deps[tree.heads[i]].startswith("acl"):
            return tree.heads[tree.heads[i]]
        return k

    def _cut_off(self, i: int) -> bool:
        """Whether the noun right before a finite verb, taken for "after X", is its subject: "after X met Y"."""
        tree = self.tree
        finite = tree.tags[i] in ("VBD", "VBZ", "VBP") and tree.deps[i] in ("advcl", "ccomp", "parataxis", "acl")
        if not finite or i == 0 or not tree.tags[i - 1].startswith(("NN", "PRP")):
            return False
        return tree.case(i - 1) in _CONJUNCTIONS

    def _understood(self, i: int) -> list[int]:
        tree = self.tree
        head, dep = tree.heads[i], tree.deps[i]
        if self._cut_off(i):
            return [i - 1]
        if head == i:
            return []
        if dep in ("xcomp", "ccomp", "advcl", "parataxis"):
            if dep in ("ccomp", "parataxis") and tree.tags[i] not in ("VB", "VBG"):
                return []
            above = self.of(head)
            if dep == "advcl" and tree.tags[i] == "VBG" and above.objects and self._held_against(i):
                return list(above.objects[:3])
            if not tree.tags[head].startswith("VB") and not above.subjects and tree.tags[i] == "VB":
                return self._surface_subjects(tree.heads[head]) if tree.heads[head] != head else []
            controlled = tree.lemmas[head] in self._object_control and dep in ("xcomp", "ccomp", "advcl")
            if dep == "advcl" and not any(tree.tags[o] in ("NNP", "PRP") for o in above.objects):
                controlled = False
            if controlled and above.objects:
                return [o for o in above.objects if o != i][:3]
            if dep == "xcomp" and above.passive and above.objects:
                return list(above.objects)
            return list(above.subjects or above.objects if above.passive else above.subjects)
        if dep == "conj":
            if tree.tags[head].startswith("VB") or tree.deps[head] == "ROOT" or head in tree.helpers:
                return [k for k in self._surface_subjects(head) if k != i]
            return []
        if dep == "acl" and tree.tags[i] == "VBG":
            return [head]
        if dep == "acl" and tree.tags[i] == "VB":
            noun = self.of(head)
            return noun.possessors or noun.subjects
        if dep == "acl:relcl" and tree.child(i, "nsubj", "nsubj:pass") is None and not tree.passive(i):
            return [head]
        return []

    def _held_against(self, i: int) -> bool:
        """ "Blamed them for testing", "kept them from testing": whom the verb above acts on is who does it."""
        tree = self.tree
        return any(tree.lower[k] in _AGAINST for k in tree.kids[i] if tree.deps[k] in ("mark", "case"))

    def _shared_object(self, i: int) -> list[int]:
        """The object after the last of joined verbs: "signed and ratified the treaty"."""
        head = self.tree.heads[i]
        return [k for k in self.tree.children(head, "obj") if k > i]

    def _joined(self, tokens: list[int]) -> list[int]:
        found: list[int] = []
        for token in tokens:
            found.extend(k for k in self.tree.conjuncts(token) if k not in found and (k == token or not self._not(k)))
        return found

    def _not(self, k: int) -> bool:
        """ "X and not Y", "X, not Y"."""
        return any(self.tree.lower[m] == "not" for m in self.tree.kids[k])

    # -- nouns and other predicates

    def _noun(self, i: int) -> Frame:
        tree = self.tree
        frame = Frame()
        for k in tree.kids[i]:
            dep = tree.deps[k]
            if dep == "nmod:poss":
                frame.possessors.extend(tree.conjuncts(k))
            elif dep in ("compound", "amod"):
                frame.modifiers.extend(tree.conjuncts(k))
            elif dep.startswith(("nmod", "obl")) or (dep in ("acl", "advcl") and self._name_like(k)):
                self._complement(frame, k)
            elif dep in ("nsubj", "nsubj:pass"):
                frame.subjects.extend(tree.conjuncts(self._antecedent(i, k)))
        self._by_whom(frame, i)
        self._through_light_verb(frame, i)
        if not frame.subjects:
            frame.subjects.extend(frame.possessors)
        return frame

    def _by_whom(self, frame: Frame, i: int) -> None:
        """ "The launch of a missile by X", "condemned a test by X": the agent, wherever the parser hung it."""
        tree, head = self.tree, self.tree.heads[i]
        for thing in [k for k in tree.children(i, "nmod") if tree.case(k) == "of"]:
            for k in tree.children(thing, "nmod"):
                if tree.case(k) == "by" and tree.tags[k].startswith("N"):
                    self._complement(frame, k)
        if tree.deps[i] != "obj" or "by" in frame.obliques or tree.passive(head):
            return
        for k in tree.kids[head]:
            if k > i and tree.deps[k].startswith("obl") and tree.case(k) == "by" and tree.tags[k].startswith("NNP"):
                self._complement(frame, k)

    def _through_light_verb(self, frame: Frame, i: int) -> None:
        """ "X held talks with Y", "talks were held by X": the verb's other roles are the noun's."""
        tree = self.tree
        top = i
        while tree.heads[top] != top and (tree.deps[top] == "conj" or held(tree, top)):
            top = tree.heads[top]
        head = self._beside(top)
        if head is None:
            return
        verb = self.of(head)
        direct = top in verb.objects or i in verb.objects
        through = any(i in tokens or top in tokens for tokens in verb.obliques.values())
        if direct and tree.lemmas[head] in self._light:
            frame.light = head
            frame.subjects.extend(s for s in verb.subjects if s not in frame.subjects)
            for preposition, tokens in verb.obliques.items():
                for token in tokens:
                    frame.add(preposition, token)
            for other in verb.objects:
                if other not in (i, top) and tree.deps[other] == "iobj":
                    frame.add("to", other)
        elif through and tree.lemmas[head] in self._light and not verb.objects and tree.lemmas[head] != "do":
            frame.subjects.extend(s for s in verb.subjects if s not in frame.subjects)

    def _beside(self, i: int) -> int | None:
        """The verb that a noun hangs on, else a light one that hangs on it: "tariffs imposed by X", "that X held"."""
        tree = self.tree
        above = tree.heads[i]
        if above != i and tree.tags[above].startswith("VB") and tree.lemmas[above] in self._light:
            return above
        for k in tree.children(i, "acl", "acl:relcl"):
            told = (tree.tags[k] == "VBN" and tree.deps[k] == "acl") or tree.child(k, "nsubj", "nsubj:pass") is not None
            if k > i and tree.lemmas[k] in self._light and told and tree.tags[k] in ("VBN", "VBD", "VBZ", "VBP"):
                return k
        return above if above != i and tree.tags[above].startswith("VB") else None


def held(tree: Tree, i: int) -> bool:
    """Whether a noun is what the one above it only counts or holds: "a series of tests", "boxes of remains"."""
    return tree.case(i) == "of" and tree.lemmas[tree.heads[i]] in grammar("containers")
