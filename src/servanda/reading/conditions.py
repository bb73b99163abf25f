"""What a text only supposes: a condition, what would follow from it, what never came about, what is called false.

"If the tests resume", "had it fired a missile", "until the site is closed" tell of nothing that happened, and neither
does "it will answer in kind if the tests resume". Rules over syntax alone; what a relative clause or a clause of cause
adds inside a condition is still told as a fact.
"""

from typing import Literal

from servanda.codebook import load_toml
from servanda.reading import brought_up
from servanda.reading.tree import Tree

#: `open`: it may come about; `unreal`: it did not; `told`: it is asked whether it is so; `void`: it is brought up, and
#: nobody vouches for it.
Supposed = Literal["open", "unreal", "told", "void"]

_ALL = load_toml("certainty.toml")
_BOOK = _ALL["suppositions"]
_MARKS = frozenset(_ALL["clauses"]["condition"])
_OUTLOOK = frozenset(_ALL["modals"])
_SUPPOSING = frozenset(word for entry in _ALL["governors"].values() for word in entry.get("supposing", ()))
_EVIDENCE = frozenset(_ALL["brought_up"]["evidence"])
_SEEING = frozenset(_ALL["brought_up"]["seeing"])
_CHECKED = frozenset(_ALL["brought_up"]["checked"])
_CLAIMS = frozenset(_ALL["brought_up"]["claims"])
_POINTING = frozenset(_ALL["brought_up"]["pointing"])
_PHRASES = tuple(tuple(phrase.split()) for phrase in _BOOK["phrases"])
_AWAITED = frozenset(_BOOK["awaited"])
_AWAITED_PAST = frozenset(_BOOK["awaited_past"])
_INVERTED = frozenset(_BOOK["inverted"])
_NEW = frozenset(_BOOK["new"])
_RULES = frozenset(_BOOK["rules"])
_FORBIDDING = frozenset(_BOOK["forbidding"])
_NEARING = frozenset(_BOOK["nearing"])
_THINGS = frozenset(_BOOK["things"])
_WEIGHING = frozenset(_BOOK["weighing"])
_IN_DOUBT = frozenset(_BOOK["in_doubt"])
_PRACTISING = frozenset(_BOOK["practising"])
_HOPED_FOR = _PRACTISING | _SUPPOSING
_MEANT = frozenset(_BOOK["meant"])
_NEAR = frozenset(_BOOK["near"])
_WANTING = frozenset(_BOOK["wanting"])
_LIKELY = frozenset(_BOOK["likely"])
_PENDING = frozenset(_BOOK["pending"])
_UNFINISHED = frozenset(_BOOK["unfinished"])
_PUT_OFF = frozenset(_BOOK["put_off"])
_OPPOSING = frozenset(_BOOK["opposing"])
_POSTPONING = frozenset(_BOOK["postponing"])
_EXPECTING = frozenset(_ALL["governors"]["expected"]["words"])
#: Verbs by which the act that is their object or subject comes about.
_BROUGHT_ABOUT = frozenset((*_BOOK["bringing"], *_ALL["clauses"]["occur"]))
_UNREAL = frozenset(_BOOK["unreal"])
#: What may stand before the first word of a clause.
_LEADING = frozenset(('"', "“", "'", "‘", "``", "but", "and", "yet", "-", "–", "—"))
_FIRST = frozenset(("first", "second", "third", "last", "latest", "only", "next"))
_FINITE = frozenset(("VBD", "VBZ", "VBP"))
_FACTUAL = frozenset(("as", "because", "since", "while", "although", "though", "after", "when"))
#: What stands after these is told of by itself.
_BESIDE = frozenset(("after", "since", "during", "despite", "amid", "following"))
_NOT = frozenset(("not", "n't", "n’t", "never", "cannot"))
_AUXILIARIES = ("aux", "aux:pass", "cop")


class Suppositions:
    """Tells of the tokens of one tree whether they are only supposed."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._held: dict[int, Supposed | None] = {}
        self._open = not (_CUES.isdisjoint(tree.lower) and _LEMMAS.isdisjoint(tree.lemmas))
        self._inside: dict[int, Supposed] = {}
        self._conditional: set[int] = set()
        if self._open:
            for number, (first, last) in enumerate(tree.sentences):
                self._read(number, first, last)

    def _read(self, number: int, first: int, last: int) -> None:
        """What the words show, however they were parsed: what is only brought up, and conditions, to the next comma."""
        lower = self._tree.lower
        for told in brought_up.brought_up(self._tree, first, last):
            self._inside.update(dict.fromkeys(told, "void"))
        for start in range(first, last):
            if lower[start] not in _OPENING:
                continue
            opened = start + next((len(p) for p in _PHRASES if tuple(lower[start : start + len(p)]) == p), 0)
            if opened == start and not self._opens_inverted(start, first, last):
                continue
            end = next((k for k in range(opened + 1, last) if lower[k] in (",", ";", ".", ":", "”", '"')), last)
            kind: Supposed = "unreal" if lower[start] == "had" else "open"
            self._inside.update(dict.fromkeys(range(start, end), kind))
            self._conditional.add(number)

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
        helped = at in self._tree.helpers
        if helped and self._unreal(at):
            return "unreal"
        if self._condition(at):
            if self._tree.deps[at] in ("ccomp", "csubj", "acl"):
                return "told"  # "asked whether it had been closed"
            unreal = any(self._unreal(k) for k in self._tree.chain(at)) or self._inside.get(at) == "unreal"
            return "unreal" if unreal else "open"
        if self._without_evidence(at) or self._forbidden(at):
            return "void"
        ahead = self._is_awaited(at) or self._would_be(at) or (helped and (self._consequence(at) or self._ruled(at)))
        ahead = ahead or self._if_ever(at)
        wanted = self._wished(at) or self._wanted_done(at) or self._told_as_ahead(at)
        return "open" if ahead or wanted or self._pending(at) or self._asked(at) or self._in_doubt(at) else None

    def _in_doubt(self, at: int) -> bool:
        """ "Release of hostages in doubt": so a headline says it, without a verb."""
        tree = self._tree
        if not tree.tags[at].startswith("N") and tree.tags[at] != "VBG":
            return False
        return any(tree.lower[k] in _IN_DOUBT and tree.case(k) in ("in", "at", "under") for k in tree.kids[at])

    def _without_evidence(self, at: int) -> bool:
        """ "No evidence that it was tested", "could not confirm that it was": nobody says whether it was."""
        tree, noun = self._tree, self._tree.heads[at]
        if tree.deps[at] == "ccomp" and tree.lemmas[noun] in _POINTING:  # "nothing shows that it was tested"
            by = (tree.heads[noun], *tree.children(noun, "nsubj"), *tree.children(tree.heads[noun], "nsubj"))
            if any(tree.lower[k] in ("nothing", "little", "none") for k in by):
                return True
        if tree.deps[at] == "ccomp" and tree.lemmas[noun] in _CHECKED:
            return self._is_denied(noun)
        told = tree.deps[at] in ("acl", "acl:relcl", "ccomp") and tree.child(at, "mark") is not None
        if told and tree.lower[noun] in _CLAIMS and tree.deps[noun] == "obj":
            checking = tree.heads[noun]  # "could not confirm the claim that it was tested"
            if tree.lemmas[checking] in _CHECKED and self._is_denied(checking):
                return True
        if tree.deps[at] in ("obj", "ccomp", "xcomp") and tree.lemmas[noun] in _SEEING:
            new = tree.deps[at] != "obj" or not any(tree.lower[k] in ("the", "this", "that") for k in tree.kids[at])
            return new and self._is_denied(noun)
        if tree.deps[at] not in ("acl", "ccomp", "nmod") or tree.lemmas[noun] not in _EVIDENCE:
            return False
        return any(tree.lower[k] in ("no", "little", "scant", "any", "without") for k in tree.kids[noun])

    def _is_denied(self, at: int) -> bool:
        """Whether a verb is denied: "not", or under "unable to", "declined to", "in no position to"."""
        tree = self._tree
        if any(tree.lower[k] in _NOT for k in tree.kids[at]):
            return True
        above = tree.heads[at]
        if tree.deps[at] == "acl":
            return tree.lemmas[above] == "position" and any(tree.lower[k] in (*_NOT, "no") for k in tree.kids[above])
        return tree.deps[at] == "xcomp" and tree.lemmas[above] in ("unable", "decline", "refuse", "fail")

    def _forbidden(self, at: int) -> bool:
        """ "Forbids tests", "is barred from testing", "the ban on tests": a rule, whether kept or not."""
        tree, dep, head = self._tree, self._tree.deps[at], self._tree.heads[at]
        if head == at:
            return False
        if dep == "obl" and tree.case(at) in ("on", "of"):
            before = min(tree.below(at)) - 1  # "observed a moratorium on tests", however it was parsed
            if before >= 0 and tree.lemmas[before] in _FORBIDDING and tree.tags[before].startswith("N"):
                return True
        if tree.lemmas[head] not in _FORBIDDING:
            return False
        if tree.tags[head].startswith("N"):
            return dep in ("nmod", "acl", "compound") and tree.case(at) in ("on", "of", "against", None)
        return dep in ("obj", "xcomp", "ccomp", "advcl", "nsubj:pass") or (dep == "obl" and tree.case(at) == "from")

    def _ruled(self, at: int) -> bool:
        """ "Shall be admitted", "must not test": what a rule asks is neither planned nor left undone."""
        tree = self._tree
        words = {tree.lower[k] for k in tree.kids[at] if tree.deps[k] in _AUXILIARIES} & _RULES
        return bool(words) and ("shall" in words or self._is_denied(at))

    def _wished(self, at: int) -> bool:
        """Whether a token is what a word of wishing, asking, fearing or being ready takes."""
        tree, dep = self._tree, self._tree.deps[at]
        head = tree.heads[at]
        lemma = tree.lemmas[head]
        if tree.tags[at].startswith("N"):
            if dep == "obj":
                return lemma in _THINGS or lemma in _PRACTISING
            if dep in ("obl", "nmod") and tree.case(at) == "for" and self._looked_for(head):
                return True
            if lemma not in _SUPPOSING or not tree.tags[head].startswith("N"):
                return False
            return dep == "compound" or (dep in ("nmod", "obl") and tree.case(at) in ("of", "about", "for", "on"))
        to_be = tree.tags[at] == "VBN" and tree.under_to(at)
        if dep not in ("xcomp", "ccomp", "advcl", "acl") or not (tree.tags[at] in ("VB", "VBG") or to_be):
            return False
        if any(
            tree.tags[k] in _FINITE or tree.tags[k] == "MD" for k in tree.kids[at] if tree.deps[k].startswith("aux")
        ):
            return False
        if lemma in _MEANT:
            return dep == "xcomp"
        if lemma in _WEIGHING and tree.tags[at] == "VBG":
            return dep in ("xcomp", "ccomp")
        if lemma == "have" and tree.tags[at] == "VB":  # "had until Friday to close it"
            return any(tree.case(k) in ("until", "till") for k in tree.kids[head])
        if lemma in _NEARING:
            return any(tree.lower[k] in ("close", "near") for k in tree.kids[head])
        if to_be and dep == "acl":  # "sanctions to be lifted", but not "the first to be lifted"
            return not any(tree.deps[k] == "amod" and tree.lower[k] in _FIRST for k in tree.kids[head])
        if lemma in _NEAR:
            return not tree.tags[head].startswith("VB") or dep == "xcomp"
        marks = {tree.lower[k] for k in tree.kids[at] if tree.deps[k] in ("mark", "case")}
        if "against" in marks and lemma in _OPPOSING:
            return True
        return lemma in _SUPPOSING and (dep != "advcl" or bool(marks & {"against", "of", "from", "to"}))

    def _looked_for(self, head: int) -> bool:
        """ "Trained for an attack", "hopes rise for a release"."""
        tree = self._tree
        subject = tree.child(head, "nsubj")
        words = [head] if subject is None else [head, subject]
        return any(tree.lemmas[k] in _HOPED_FOR or tree.lower[k] in _HOPED_FOR for k in words)

    def _wanted_done(self, at: int) -> bool:
        """ "Wanted sanctions lifted": a participle after what somebody wants, with nothing else asked for."""
        tree, thing = self._tree, self._tree.heads[at]
        if tree.tags[at] != "VBN" or tree.deps[at] != "acl" or tree.deps[thing] != "obj" or at < thing:
            return False
        wanting = tree.heads[thing]
        return tree.lemmas[wanting] in _WANTING and tree.child(wanting, "xcomp", "ccomp") is None

    def _pending(self, at: int) -> bool:
        """ "A release is likely", "is among the demands", "remains the aim", "has stalled": of an act as subject."""
        tree, head = self._tree, self._tree.heads[at]
        if tree.deps[at] == "obj":
            return tree.tags[at].startswith("N") and self._put_off(head)
        if tree.deps[at] not in ("nsubj", "nsubj:pass") or tree.tags[at] not in ("NN", "NNS", "VBG"):
            return False
        lemma = tree.lemmas[head]
        if tree.deps[at] == "nsubj:pass":
            return lemma in _PUT_OFF
        if tree.child(head, "cop") is not None:
            return lemma in _PENDING or (lemma in _LIKELY and tree.tags[at] != "VBG")
        said = tree.children(head, "xcomp", "obj") if lemma in ("remain", "stay", "become") else []
        if lemma == "fall" and any(tree.lower[k] in ("through", "apart") for k in tree.kids[head]):
            return True
        return lemma in _UNFINISHED or any(tree.lemmas[k] in _PENDING or tree.lemmas[k] in _LIKELY for k in said)

    def _put_off(self, verb: int) -> bool:
        """ "Postponed the tariffs", "put off the release"."""
        tree = self._tree
        if tree.lemmas[verb] == "put":
            return any(tree.lower[k] in ("off", "back") for k in tree.kids[verb])
        return tree.lemmas[verb] in _POSTPONING

    def _told_as_ahead(self, at: int) -> bool:
        """ "The tariffs that it had threatened to impose", "tests that may follow": so its own clause has it."""
        tree = self._tree
        if not tree.tags[at].startswith("NN"):
            return False
        for clause in tree.children(at, "acl", "acl:relcl"):
            may_come = self._looks_ahead(clause) and not self._is_denied(clause)
            if may_come and tree.lemmas[clause] in _BROUGHT_ABOUT:
                return True
            done = tree.child(clause, "xcomp")
            planned = tree.lemmas[clause] in _SUPPOSING or tree.lemmas[clause] in _EXPECTING
            if done is not None and planned and tree.lemmas[done] in _BROUGHT_ABOUT:
                return True
        return False

    def _asked(self, at: int) -> bool:
        """ "That it close the site", "that inspectors be admitted": a bare verb after "that" tells of nothing done."""
        tree = self._tree
        subject = tree.child(at, "nsubj", "nsubj:pass")
        if subject is None or not any(tree.lower[k] == "that" for k in tree.children(at, "mark")):
            return False
        helpers = [k for k in tree.kids[at] if tree.deps[k] in _AUXILIARIES]
        if helpers:
            return [tree.lower[k] for k in helpers] == ["be"]
        one = tree.tags[subject] in ("NN", "NNP") and tree.child(subject, "conj") is None
        return one and tree.tags[at] in ("VB", "VBP") and tree.lower[at] == tree.lemmas[at]

    def _told_apart(self, at: int) -> bool:
        """Whether a clause is told as a fact, whatever the clause above only supposes."""
        tree, dep = self._tree, self._tree.deps[at]
        if dep in ("obl", "nmod") and tree.tags[at].startswith("N") and tree.case(at) in _BESIDE:
            return True  # "threatened to leave after the test"
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
        """ "Until it is closed", "once it closes", where the clause above looks ahead, and "before it is closed"."""
        tree = self._tree
        if self._not_before(at):
            return True
        if tree.deps[at] not in ("advcl", "obl") or not tree.tags[at].startswith("VB"):
            return False
        marks = {tree.lower[k] for k in tree.kids[at] if tree.deps[k] in ("mark", "advmod", "case")}
        marks = marks or {tree.lower[min(tree.below(at))]}  # "once nine states have signed"
        past = tree.tags[at] == "VBD" or any(
            tree.deps[k] in _AUXILIARIES and tree.lower[k] in ("was", "were", "had", "did") for k in tree.kids[at]
        )
        if not marks & (_AWAITED_PAST if past else _AWAITED):
            return False
        return self._looks_ahead(tree.heads[at])

    def _not_before(self, at: int) -> bool:
        """ "Before sanctions are lifted", "until he signs": in the present these tell of what is still to come."""
        tree = self._tree
        finite = next((k for k in tree.kids[at] if tree.deps[k] in _AUXILIARIES), at)
        if tree.tags[finite] not in ("VBZ", "VBP"):
            return False
        words = {tree.lower[k] for k in tree.kids[at] if tree.deps[k] in ("mark", "advmod", "case")}
        words |= {tree.case(k) or "" for k in tree.children(at, "nsubj", "nsubj:pass")}  # as a clause cut off is parsed
        return bool(words & {"before", "until", "till"})

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

    def _if_ever(self, at: int) -> bool:
        """ "If they come, we attack"."""
        tree = self._tree
        return tree.tags[at] in ("VB", "VBP", "VBZ") and any(
            any(tree.lower[m] in ("if", "unless") for m in tree.children(k, "mark")) for k in tree.children(at, "advcl")
        )

    def _looks_ahead(self, at: int) -> bool:
        tree = self._tree
        return any(tree.deps[k] in _AUXILIARIES and tree.lower[k] in _OUTLOOK for k in tree.kids[at])

    def _unreal(self, at: int) -> bool:
        """ "Would have been broken", "should have told us", "was to have been closed"."""
        tree = self._tree
        words = {tree.lower[k] for k in tree.kids[at] if tree.deps[k] in _AUXILIARIES}
        if "have" not in words:
            return False
        return bool(words & _UNREAL) or (tree.under_to(at) and bool(words & {"was", "were"}))

    def _would_be(self, at: int) -> bool:
        """ "A test" in "a test would break the deal"."""
        tree = self._tree
        if tree.deps[at] != "nsubj" or tree.tags[at] not in ("NN", "NNS"):
            return False
        new = any(tree.lower[k] in _NEW for k in tree.kids[at])
        return new and any(tree.deps[k] == "aux" and tree.lower[k] in _UNREAL for k in tree.kids[tree.heads[at]])


_OPENING = frozenset((*_INVERTED, *(phrase[0] for phrase in _PHRASES)))
_CUES = frozenset(
    (
        *(*_OPENING, *_MARKS, *_OUTLOOK, *_AWAITED, *_AWAITED_PAST, *_UNREAL, *_RULES),
        *(*brought_up.CUES, "be", "been"),
    )
)
_LEMMAS = frozenset(
    word
    for words in (
        _SUPPOSING,
        _WANTING,
        _THINGS,
        _WEIGHING,
        _IN_DOUBT,
        _NEARING,
        _MEANT,
        _PRACTISING,
        _NEAR,
        _LIKELY,
        _PENDING,
        _UNFINISHED,
        _PUT_OFF,
        _POSTPONING,
        _OPPOSING,
        _EXPECTING,
        _FORBIDDING,
    )
    for word in (*words, *_EVIDENCE, *_SEEING, *_CHECKED, *_POINTING, *_BOOK["bidding"])
)
