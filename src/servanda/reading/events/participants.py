"""Who takes part in an act: actors and recipients out of a frame, with the names that the text gives them."""

from collections.abc import Sequence
from functools import cache

from servanda.codebook import grammar, load_toml
from servanda.reading.events.frames import Frame, Frames
from servanda.reading.model import Mention, Participant
from servanda.reading.tree import Tree
from servanda.spans import Span

SYMMETRIC = frozenset(("CONSULT", "AGREE", "COOPERATE"))
_TRANSITIVE = frozenset(("COERCE", "ASSAULT", "ACCUSE", "SANCTION", "AID", "SUPPORT", "THREATEN", "CONCEDE"))
_ACTING = ("state", "government", "organisation", "person", "group")
_TOWARDS = (
    "with",
    "to",
    "against",
    "from",
    "on",
    "at",
    "upon",
    "toward",
    "towards",
    "for",
    "into",
    "over",
    "of",
    "about",
    "in",
    "near",
    "along",
    "by",
)
#: What comes from somebody comes from who acts: letters, demands, threats.
_SENT = frozenset(("CONSULT", "REQUEST", "THREATEN"))
#: The same where "from" stands by what is given.
_GIVEN = frozenset(("AID", "COOPERATE", "CONCEDE"))
#: Verbs whose subject is whom something is sent to.
_RECEIVED = frozenset(("receive", "get"))
_CLAUSES = ("xcomp", "ccomp", "advcl", "acl")
_WHERE = frozenset(("in", "at", "near", "along"))
_NESTED = ("nmod", "nmod:poss", "obj", "nsubj", "obl")
_NOBODY = frozenset(("who", "which", "that", "there", "whom", "what", "this"))
#: "None of its soldiers", "many of them"
_SOME = frozenset(("none", "any", "many", "most", "some", "several", "few", "neither", "each"))
_MOST = 6
_PAIR_REACH = 600
#: "Denied that her country had fired"
_COUNTRY = frozenset(("country", "nation", "homeland"))
_OWN = frozenset(("its", "their", "his", "her", "our", "my"))
#: The letters of the longest pronoun.
_PRONOUN = 5


@cache
def _endings() -> tuple[str, ...]:
    """What nouns for people end with."""
    return tuple(load_toml("grammar.toml")["agent_endings"])


@cache
def _pairs() -> dict[str, tuple[str, ...]]:
    """The plurals that name two states at once."""
    return {plural: tuple(states) for plural, states in load_toml("states.toml")["pairs"].items()}


def acts(tree: Tree, i: int) -> bool:
    """Whether a common noun or pronoun is of those who can act."""
    lemma = tree.lemmas[i]
    if lemma in grammar("agents") or tree.lower[i] in grammar("agents"):
        return True
    if tree.tags[i] not in ("NN", "NNS", "NNP", "NNPS") or lemma in grammar("not_agents"):
        return False
    return lemma in grammar("organs") or (len(lemma) > 4 and lemma.endswith(_endings()))


class Participants:
    """Finds participants within one tree. `named` maps tokens to the mention that covers them."""

    def __init__(
        self,
        text: str,
        tree: Tree,
        frames: Frames,
        named: dict[int, Mention],
        before: Sequence[Mention] = (),
        parties: tuple[str, ...] = (),
    ) -> None:
        self._text, self._tree, self._frames, self._named = text, tree, frames, named
        self._before, self._parties = before, parties
        self._found: dict[tuple[int, bool], Participant | None] = {}

    def roles(self, i: int, frame: Frame, type_: str) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
        """Actors and recipients of the act at token i."""
        tree = self._tree
        verbal = tree.tags[i].startswith("VB")
        actors = self._people(frame.subjects)
        recipients: list[Participant] = []
        sent = type_ in _SENT or (type_ in _GIVEN and self._has_sender(i, frame))
        if sent and tree.lemmas[i if frame.light is None else frame.light] in _RECEIVED:
            return self._received(i, frame, actors)
        if verbal and not actors:
            actors = self._holders(frame.subjects) if frame.subjects else self._at_the_head(i, frame)
        if not verbal:
            actors += self._people(self._acting_modifiers(frame, type_), only_named=True)
            between = frame.obliques.get("between", [])
            actors += self._people([*frame.obliques.get("by", ()), *between])
            of = self._people(frame.obliques.get("of", ()))
            if type_ in _SENT and not (actors and frame.light is not None):  # who carries a letter did not write it
                actors += self._people(frame.obliques.get("from", ()))
            if type_ in _TRANSITIVE:
                recipients += of
            elif not actors:
                actors += of
        recipients += self._people(frame.objects)
        if verbal:  # "handed the prisoners to X", where "to X" may hang on the prisoners
            things = (*frame.objects, *frame.obliques.get("over", ()))
            given = [k for thing in things for k in tree.children(thing, "nmod") if tree.case(k) == "to"]
            recipients += self._people(given, only_named=True)
        against = self._people(frame.obliques.get("against", ()))
        towards = ("against",) if against and not recipients else _TOWARDS
        for preposition in towards if frame.obliques else ():
            if preposition not in frame.obliques or (preposition == "from" and type_ in _SENT):
                continue
            if (preposition == "of" and not verbal) or (preposition in _WHERE and type_ in ("CONSULT", "AGREE")):
                continue
            recipients += self._people(
                frame.obliques[preposition], only_named=preposition in ("in", "near", "along", "by", "about")
            )
        if not self._without(recipients, actors):
            recipients += self._nested(i, frame, sent=type_ in _SENT)
        if not self._without(recipients, actors):
            recipients += self._of_clause(i)
        actors = self._unique(actors)
        recipients = self._without(self._unique(recipients), actors)
        if type_ in SYMMETRIC and not recipients and len(actors) > 1:
            recipients = actors[1:]
        return tuple(actors[:_MOST]), tuple(recipients[:_MOST])

    def _has_sender(self, i: int, frame: Frame) -> bool:
        """ "Received aid from them"."""
        things = (i, *frame.objects, *(k for head in frame.objects for k in self._tree.children(head, "nmod")))
        return "from" in frame.obliques or any(
            self._tree.case(k) == "from" for head in things for k in self._tree.children(head, "nmod")
        )

    def _received(
        self, i: int, frame: Frame, receivers: list[Participant]
    ) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
        """Who sent and who got it: "received a letter from Egypt"."""
        tree = self._tree
        senders = [*frame.obliques.get("from", ()), *(k for k in frame.possessors if k not in frame.subjects)]
        for head in (i, *frame.objects):
            senders += [k for k in tree.children(head, "nmod", "nmod:poss") if tree.case(k) in ("from", None)]
            below = [m for k in tree.children(head, "nmod") for m in tree.children(k, "nmod")]
            senders += [k for k in below if tree.case(k) == "from"]
        sent = self._without(self._unique(self._people(senders)), receivers)
        return tuple(sent[:_MOST]), tuple(self._unique(receivers)[:_MOST])

    def mention(self, i: int) -> Mention | None:
        """The mention that the phrase around head i stands for: a person before the state in "US President X"."""
        tree = self._tree
        first, last = tree.inner(i)
        own = self._named.get(i)
        if own is not None and own.kind == "person":
            return own
        within = [self._named[k] for k in range(first, last + 1) if k in self._named]
        people = [m for m in within if m.kind == "person"]
        if people and (own is None or own.span.start < people[-1].span.start):
            flat = any(tree.deps[k] in ("flat", "compound", "appos", "nmod:desc") for k in tree.below(i) if k != i)
            if flat and not any(tree.tags[k] == "POS" for k in range(first, last + 1)):
                return people[-1]
        if own is not None:
            return own
        named_after = tree.child(i, "appos")
        if named_after is not None and named_after in self._named and self._named[named_after].kind == "person":
            return self._named[named_after]
        return None

    def stands_for(self, i: int) -> str | None:
        """The state of whoever the phrase around head i names, else the name: whom "we" means in their words."""
        mention = self.mention(i)
        if mention is not None:
            return mention.state or _name(mention)
        found = self.participant(i)
        return found.name if found is not None and self._tree.tags[i] != "PRP" else None

    def participant(self, i: int, *, only_named: bool = False) -> Participant | None:
        """The participant that the phrase around head i names, or None if it names nobody who can act."""
        asked = i, only_named
        if asked not in self._found:
            self._found[asked] = self._named_by(i, only_named=only_named)
        return self._found[asked]

    def _named_by(self, i: int, *, only_named: bool) -> Participant | None:
        tree = self._tree
        mention = self.mention(i)
        if tree.tags[i] == "PRP":
            meant = self._meant(i, mention)
            if meant is not None:
                return meant
        after = self._named.get(i + 1)
        if mention is None and after is not None and after.kind == "person" and tree.tags[i].startswith("NNP"):
            mention = after
        if mention is not None:
            if mention.kind == "place" and mention.state is None:
                return None
            return Participant(mention.span, _name(mention))
        if (tree.tags[i] == "CD" or tree.lower[i] in _SOME) and not only_named:
            return next((self.participant(k) for k in tree.children(i, "nmod") if tree.case(k) == "of"), None)
        if tree.lower[i] in _NOBODY or (only_named and tree.lemmas[i] not in grammar("organs")):
            return None
        if not acts(tree, i) or any(tree.lower[k] == "each" for k in self._phrase_below(i)):
            return None
        span = self._phrase(i)
        if tree.lemmas[i] in grammar("organs") or tree.lemmas[i] in _COUNTRY:
            state = self._owner(i)
            if state is not None:
                return Participant(span, state)
        if only_named or tree.lemmas[i] in grammar("machines"):
            return None
        return Participant(span, " ".join(self._plain(i, span).split()))

    def _meant(self, i: int, mention: Mention | None) -> Participant | None:
        """Whom a pronoun means, by the words that name him in the same sentence: "X says it has"."""
        tree = self._tree
        teller = self._teller(i)
        if teller is not None and (mention is None or self._is_body(teller)):
            return self.participant(teller)
        if mention is not None:
            start = tree.spans[tree.sentence[i]].start
            for earlier in reversed(self._before):
                if earlier.span.start < start:
                    break
                if earlier.span.end <= tree.start[i] and earlier.name == mention.name and len(earlier.span) > _PRONOUN:
                    return Participant(earlier.span, _name(earlier))
        return None

    def _teller(self, i: int) -> int | None:
        """The one who tells what "it" or "they", the subject of a clause, did: "X says it has"."""
        tree = self._tree
        clause = tree.heads[i]
        while tree.deps[clause] in ("conj", "xcomp") and tree.heads[clause] != clause:
            clause = tree.heads[clause]
        if tree.lower[i] not in ("it", "they") or tree.deps[clause] != "ccomp" or not tree.deps[i].startswith("nsubj"):
            return None
        teller = self._frames.of(tree.heads[clause]).subjects
        if len(teller) != 1 or teller[0] >= i or tree.tags[teller[0]] == "PRP":
            return None
        many = tree.tags[teller[0]] in ("NNS", "NNPS")
        return teller[0] if many == (tree.lower[i] == "they") else None

    def _is_body(self, i: int) -> bool:
        """Whether a name is one of a state or a body, which "it" can mean."""
        mention = self._named.get(i)
        return mention is not None and mention.kind in ("state", "government", "organisation")

    def _holders(self, subjects: list[int]) -> list[Participant]:
        """Whose the things are that act: "Iran's missiles hit", "the president's campaign sued"."""
        tree, found = self._tree, []
        for head in subjects:
            first, last = tree.inner(head)
            near = [k for k in range(first, last + 1) if k != head and k in self._named]
            near += [k for k in tree.children(head, "nmod") if k in self._named and tree.case(k) in ("of", "from")]
            for k in near:
                if self._named[k].kind in _ACTING and not self._where(k):
                    found.append(Participant(self._named[k].span, _name(self._named[k])))
        return found[:1]

    def _at_the_head(self, i: int, frame: Frame) -> list[Participant]:
        """Who stands at the head of a sentence, before a finite main verb that the parse leaves without a subject."""
        tree = self._tree
        if frame.passive or tree.deps[i] != "ROOT" or tree.tags[i] not in ("VBD", "VBZ", "VBP"):
            return []
        first = i
        while first > 0 and tree.tags[first - 1] in ("NNP", "NNPS"):
            first -= 1
        if 0 < first < i and tree.lower[first - 1] == "," and (named := self._named.get(i - 1)) is not None:
            return [Participant(named.span, _name(named))]  # "before going there, X met"
        for k in range(tree.sentences[tree.sentence[i]][0], i):
            if tree.tags[k] in ("IN", "TO", "VBD", "VBZ", "VBP", "WRB", "``"):
                return []
            if tree.tags[k].startswith(("NN", "PRP")) and (k + 1 == i or not tree.tags[k + 1].startswith("NN")):
                participant = self.participant(k)
                if participant is not None:
                    return [participant]
        return []

    def _plain(self, i: int, span: Span) -> str:
        words = span.of(self._text)
        for article in ("the ", "a ", "an ", "The ", "A ", "An "):
            words = words.removeprefix(article)
        return words or self._tree.words[i]

    def _phrase(self, i: int) -> Span:
        first, last = self._tree.inner(i)
        while self._tree.tags[last] in ("POS",) and last > i:
            last -= 1
        return Span(self._tree.start[first], self._tree.end[last])

    def _owner(self, i: int) -> str | None:
        """The state that an organ belongs to: "North Korean officials", "the army of Sudan"."""
        tree = self._tree
        first, last = tree.inner(i)
        near = [k for k in range(first, last + 1) if k in self._named]
        for k in tree.kids[i]:
            if tree.deps[k].startswith("nmod") and tree.case(k) in ("of", "from", "in"):
                near.append(k)
            if tree.deps[k] == "acl" and tree.lemmas[k] in ("work", "act"):  # "hackers working for X"
                near += [m for m in tree.children(k, "obl") if tree.case(m) == "for"]
        for k in near:
            mention = self._named.get(k)
            if mention is not None and mention.kind in ("state", "government", "group"):
                return mention.actor or mention.state or mention.name
            if mention is not None and mention.kind == "organisation" and tree.case(k) == "from":
                return _name(mention)
        own = next((k for k in tree.children(i, "nmod:poss") if tree.lower[k] in _OWN), None)
        if own is None or (own in self._named and self._named[own].kind != "person"):
            return None
        return (self._named[own].state if own in self._named else None) or self._teller_state(i)

    def _teller_state(self, i: int) -> str | None:
        """The state of the organ in whose words a noun stands: "its ministry said that its army had"."""
        tree, clause = self._tree, i
        for above in tree.chain(i):
            if tree.deps[clause] == "ccomp":
                teller = self._frames.of(above).subjects
                one = teller[0] if len(teller) == 1 and teller[0] < i else None
                return self._owner(one) if one is not None and tree.lemmas[one] in grammar("organs") else None
            clause = above
        return None

    def _people(self, tokens: "list[int] | tuple[int, ...]", *, only_named: bool = False) -> list[Participant]:
        found = []
        for token in tokens:
            pair = self._pair(token)
            if pair:
                found += pair
                continue
            participant = self.participant(token, only_named=only_named)
            if participant is not None:
                found += self._each(token) or [participant]
        return found

    def _each(self, i: int) -> list[Participant]:
        """The states that are named with one noun: "Nigerian and British forces", "the leaders of X and Y"."""
        tree = self._tree
        for k in tree.children(i, "nmod"):
            if tree.words[k] in _pairs() and tree.case(k) == "of":
                return self._pair(k)
        near = [k for k in self._under(i) if k in self._named and (k < i or self._of_both(i, k))]
        joined = any(tree.tags[k] == "CC" for k in self._under(i)) or any(self._of_both(i, k) for k in near)
        if i in self._named or not joined:
            return []
        states = {self._named[k].state or self._named[k].name: self._named[k] for k in near}
        if len(states) < 2 or any(m.kind not in ("state", "group", "government") for m in states.values()):
            return []
        return [Participant(mention.span, _name(mention)) for mention in states.values()]

    def _of_both(self, i: int, k: int) -> bool:
        """ "The leaders of X and Y": whether a name is one of several whose organ a noun is."""
        tree = self._tree
        first = tree.heads[k] if tree.deps[k] == "conj" else k
        return tree.lemmas[i] in grammar("organs") and tree.heads[first] == i and tree.case(first) in ("of", "from")

    def _under(self, i: int) -> list[int]:
        """The tokens one and two steps under a noun, in text order."""
        tree = self._tree
        return sorted({*tree.kids[i], *(m for k in tree.kids[i] for m in tree.kids[k])})

    def _pair(self, i: int) -> list[Participant]:
        """The two states that "the Koreas" names, and "both countries" or "the two sides" mean: those named last."""
        tree = self._tree
        if (plural := _pairs().get(tree.words[i])) is not None:
            return [Participant(self._phrase(i), name) for name in plural]
        if tree.lemmas[i] not in grammar("paired") or not any(tree.lower[k] in ("both", "two") for k in tree.kids[i]):
            return []
        states: list[str] = []
        own = tree.spans[tree.sentence[i]]
        for mention in reversed(self._before):
            plural = _pairs().get(mention.span.of(self._text).split()[-1])
            if plural is not None and mention.span.end <= tree.start[i]:
                states = list(reversed(plural))
                break
            if mention.span.start < own.start and len(states) < 2 and self._parties:
                states = list(reversed(self._parties))
                break
            name = mention.state or (mention.name if mention.kind in ("state", "government") else None)
            if mention.span.end <= tree.start[i] and name is not None and name not in states:
                states.append(name)
            if len(states) == 2 or tree.start[i] - mention.span.end > _PAIR_REACH:
                break
        span = self._phrase(i)
        return [Participant(span, name) for name in reversed(states)] if len(states) == 2 else []

    def _acting_modifiers(self, frame: Frame, type_: str) -> list[int]:
        """The modifiers that name who acts: "US sanctions". A lone state before a meeting is where it is held."""
        named = [k for k in frame.modifiers if k in self._named and self._named[k].kind in _ACTING]
        if type_ in ("CONSULT", "AGREE"):
            states = [k for k in named if self._named[k].kind != "person" and self._tree.tags[k] in ("NNP", "NNPS")]
            first = self._named[states[0]] if states else None
            if all(self._named[k] is first for k in named) and not self._is_people(first):
                return []
        return named

    def _is_people(self, mention: Mention | None) -> bool:
        """Whether a state is named by its adjective ("North Korean"), which names no place."""
        return mention is not None and mention.span.of(self._text).endswith(("an", "ese", "ish", "i", "ch"))

    def of_subject(self, i: int, frame: Frame) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
        """Those between whom something goes, and whom it strikes: "talks between X and Y stall", "X's sanctions on Y
        remain".
        """
        tree = self._tree
        found: list[Participant] = []
        hit: list[Participant] = []
        for head in (*frame.subjects, *frame.objects):
            reached = head in frame.objects and bool(frame.subjects) and not frame.passive  # "aid from X reached Y"
            struck = {m for k in tree.below(head) if tree.case(k) in ("on", "against") for m in tree.below(k)}
            for k in sorted(tree.below(head)):
                if k in self._named and self._named[k].kind in _ACTING and i not in (k, head):
                    far = k in struck or reached
                    (hit if far else found).append(Participant(self._named[k].span, _name(self._named[k])))
        actors = self._unique(found)
        return tuple(actors[:_MOST]), tuple(self._without(self._unique(hit), actors)[:_MOST])

    def _nested(self, i: int, frame: Frame, *, sent: bool = False) -> list[Participant]:
        """Those named within the things that are acted on: "rejected Iran's demand", "sanctions on Iran".

        `sent`: what is acted on comes from somebody, who is none of them.
        """
        heads = [*frame.objects]
        if frame.obliques:
            for preposition in (*_TOWARDS, "between", "during", "after"):
                heads.extend(frame.obliques.get(preposition, ()))
        found: list[Participant] = []
        for head in heads:
            if head == i:
                continue
            below = set(self._phrase_below(head, without=i))
            for k in [k for k in below if sent and self._tree.case(k) == "from"]:
                first, last = self._tree.inner(k)
                below.difference_update(range(first, last + 1))
            for k in sorted(below):
                if k != head and k in self._named and self._named[k].kind in _ACTING:
                    if not self._where(k) and self._named[k] is not self._named.get(head):
                        found.append(Participant(self._named[k].span, _name(self._named[k])))
                elif k != head and self._tree.deps[k] in _NESTED and acts(self._tree, k):
                    participant = self.participant(k)
                    if participant is not None:
                        found.append(participant)
        return found

    def _phrase_below(self, head: int, *, without: int = -1) -> list[int]:
        """The tokens under a noun, without the clauses beside it and all that hangs on one token."""
        tree, found, pending = self._tree, [], [head]
        while pending:
            at = pending.pop()
            found.append(at)
            for k in tree.kids[at]:
                clause = tree.deps[k] in ("acl:relcl", "parataxis", "conj", "advcl") and tree.tags[k].startswith("VB")
                if not clause and k != without:
                    pending.append(k)
        return found

    def _where(self, k: int) -> bool:
        """Whether a name only says where something was: "the Singapore summit", "a statement signed in Singapore"."""
        tree = self._tree
        if self._named[k].kind not in ("state", "government", "place"):
            return False
        head, case = tree.heads[k], tree.case(k)
        if case in _WHERE and tree.tags[head].startswith("VB"):
            return True
        return (tree.deps[k] == "compound" or case in _WHERE) and tree.lemmas[head] in grammar("occasions")

    def _of_clause(self, i: int) -> list[Participant]:
        """Those that a clause under the act speaks of: "warned that Iran would", "agreed to meet the envoy"."""
        found: list[Participant] = []
        for clause in self._tree.children(i, *_CLAUSES):
            frame = self._frames.of(clause)
            found += self._people(frame.subjects)
            found += self._people(frame.objects)
            for preposition in _TOWARDS:
                if preposition in frame.obliques:
                    found += self._people(frame.obliques[preposition], only_named=True)
            if not found:
                found += self._nested(clause, frame)
        return found

    def _unique(self, found: list[Participant]) -> list[Participant]:
        kept: list[Participant] = []
        for one in found:
            if not any(one.name == k.name or (one.span.overlaps(k.span) and one.span != k.span) for k in kept):
                kept.append(one)
        return kept

    def _without(self, found: list[Participant], others: list[Participant]) -> list[Participant]:
        return [p for p in found if not any(p.name == o.name or p.span.overlaps(o.span) for o in others)]


def _name(mention: Mention) -> str:
    """The name by which a mention takes part: a case's actor, a capital's state, else its own."""
    if mention.actor is not None:
        return mention.actor
    if mention.kind == "place" and mention.state is not None:
        return mention.state
    return mention.name
