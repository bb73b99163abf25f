"""The trigger codebook, compiled: which words in which frame speak of which PLOVER act."""

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Literal

from servanda.codebook import load_toml, plover
from servanda.errors import CodebookError
from servanda.reading.events.frames import Frame, Frames
from servanda.reading.events.things import Things
from servanda.reading.lexicon import KnownAct
from servanda.reading.model import Mention
from servanda.reading.tree import Tree

Part = Literal["verbs", "nouns", "predicates"]
_PARTS: tuple[Part, ...] = ("verbs", "nouns", "predicates")
_NEAR = 7
#: How specific a mode is that a case adds.
_OWN = 4
#: Places of what a later pronoun can take up.
_ARGUMENTS = frozenset(("obj", "nsubj", "nsubj:pass", "obl"))
#: The tags of what these stand for.
_STANDING_FOR = {"it": ("NN",), "them": ("NNS",), "one": ("NN", "NNS")}
#: In these places a verb in -ing is a noun of action.
_NOMINAL = frozenset(("obj", "nsubj", "nsubj:pass", "obl", "nmod"))
#: The type of the patterns that speak of no act: "a press conference", "with the help of".
NO_ACT = "NONE"
_PEOPLE = frozenset(("he", "she", "him", "her", "they", "them", "who", "whom", "me", "us", "you"))
_NAMED = {
    "person": ("person",),
    "place": ("place", "state", "government"),
    "state": ("state", "government", "place"),
    "organisation": ("organisation",),
}


@dataclass(frozen=True, slots=True)
class Trigger:
    """One pattern. `words` must go with the head; `needs` is a class asked of the object, or of the noun after
    preposition `by`; `subject` a class asked of the subject. `weight` is how specific it is.
    """

    part: Part
    words: tuple[str, ...]
    needs: tuple[str, ...]
    subject: tuple[str, ...]
    type: str
    mode: str | None
    weight: int
    by: str | None = None
    #: Whether a case adds it, by the name of a mode of its own.
    of_case: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger that fits a token; `thing` is the token that met the asked class, if one was asked.

    `guessed`: the type is not the trigger's own, only the likeliest one. `known`: the thing is one that an act of the
    case's agreement, of the very type and mode, is about.
    """

    trigger: Trigger
    thing: int | None
    guessed: bool = False
    known: bool = False


@cache
def triggers() -> dict[str, tuple[Trigger, ...]]:
    """All triggers by the lemma of their head, the most specific first. Raises CodebookError (SV501).

    Those of the type `NONE` are turns of phrase that speak of no act.
    """
    found: dict[str, list[Trigger]] = {}
    for type_, modes in load_toml("triggers.toml").items():
        for mode, entry in modes.items():
            _check(type_, mode, entry)
            for part in _PARTS:
                for pattern in entry.get(part, ()):
                    head, trigger = _compile(pattern, part, type_, None if mode == "plain" else mode)
                    found.setdefault(head, []).append(trigger)
    return {head: tuple(sorted(held, key=lambda t: -t.weight)) for head, held in found.items()}


def _with_modes(modes: dict[str, tuple[str, ...]]) -> dict[str, tuple[Trigger, ...]]:
    """The triggers, and before them the modes that a case adds of its own, by their names: "hold elections"."""
    found = dict(triggers())
    for type_, names in modes.items():
        for name in names:
            head, trigger = _compile(name, "verbs", type_, name)
            words = tuple(_singular(word) for word in trigger.words)
            found[head] = (replace(trigger, words=words, weight=_OWN, of_case=True), *found.get(head, ()))
    return found


def _singular(word: str) -> str:
    """The lemma of a plural ("hold elections")."""
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return (word[:-3] + "y" if word.endswith("ies") else word[:-1]) if plural and len(word) > 3 else word


def _check(type_: str, mode: str, entry: dict[str, Any]) -> None:
    known = plover().get(type_)
    fits = mode == "plain" and type_ == NO_ACT
    fits = fits or (known is not None and (mode == "plain" or known.has_mode(mode)))
    if not fits or set(entry) - set(_PARTS):
        raise CodebookError(
            "the table is faulty", file="triggers.toml", place=f"{type_}.{mode}", found=str(list(entry))
        )


def _compile(pattern: str, part: Part, type_: str, mode: str | None) -> tuple[str, Trigger]:
    subject: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    rest = pattern
    if rest.startswith("["):
        asked, _, rest = rest[1:].partition("]")
        subject = tuple(asked.split("|"))
    if rest.endswith("]"):
        rest, _, asked = rest[:-1].partition("[")
        needs = tuple(asked.split("|"))
    words = rest.replace("-", " ").split()
    if not words or "[" in rest or "]" in rest:
        raise CodebookError("the pattern is faulty", file="triggers.toml", place=type_, found=pattern)
    if part == "verbs":
        head, others = words[0], words[1:]
    elif part == "nouns" and needs and len(words) > 1 and words[-1] in _PREPOSITIONS:
        head, others = words[-2], [*words[:-2], words[-1]]
    else:
        head, others = words[-1], words[:-1]
    by = others[-1] if needs and others and others[-1] in _PREPOSITIONS and part != "predicates" else None
    weight = 2 * len(needs[:1]) + 2 * len(subject[:1]) + 2 * len(others)
    return head, Trigger(part, tuple(others), needs, subject, type_, mode, weight, by)


_PREPOSITIONS = frozenset(
    (
        "of",
        "to",
        "from",
        "in",
        "on",
        "at",
        "with",
        "for",
        "against",
        "into",
        "by",
        "about",
        "over",
        "upon",
        "around",
        "round",
        "under",
    )
)


class Matcher:
    """Finds the triggers that fit a token."""

    def __init__(
        self, things: Things, modes: dict[str, tuple[str, ...]] | None = None, acts: tuple[KnownAct, ...] = ()
    ) -> None:
        self._things = things
        self._known: dict[tuple[str, str | None], frozenset[str]] = {}
        for act in acts:
            of_kind = self._known.get((act.type, act.mode), frozenset())
            self._known[act.type, act.mode] = of_kind | {things.canonical(act.object)}
        self._names: frozenset[str] = frozenset().union(*self._known.values())
        self._triggers = _with_modes(modes or {})
        self._nominal = {head: [t for t in held if t.part != "verbs"] for head, held in self._triggers.items()}

    def matches(self, tree: Tree, i: int, frames: Frames, named: dict[int, Mention]) -> list[Match]:
        """The triggers that fit the token at i, the most specific first."""
        head: str | None = tree.lemmas[i]
        if head not in self._triggers:
            head = _variant(tree.lemmas[i], tree.lower[i]) if tree.tags[i].startswith(("VB", "NN")) else None
        if head is None:
            return []
        verbal = tree.tags[i].startswith("VB")
        near: set[str] | None = None
        found: list[Match] = []
        for trigger in self._triggers[head] if verbal else self._nominal[head]:
            if trigger.part == "nouns" and verbal and tree.deps[i] not in _NOMINAL:
                continue
            if trigger.words and trigger.part != "predicates":
                near = _near(tree, i) if near is None else near
                if not near.issuperset(trigger.words) and not (
                    trigger.by and {*trigger.words} <= near | {*frames.of(i).obliques}
                ):
                    continue
            if trigger.subject and not self._subject(tree, i, frames.of(i), trigger, named):
                continue
            if trigger.type == NO_ACT:
                if not trigger.needs or self._thing(tree, i, frames.of(i), trigger, named) is not None:
                    return found
                continue
            if not trigger.needs:
                found.append(Match(trigger, None))
                continue
            thing = self._thing(tree, i, frames.of(i), trigger, named)
            if thing is not None:
                found.append(Match(trigger, thing))
        if self._known and verbal:
            found = self._with_known(tree, i, frames, found, head)
        return found

    def _with_known(self, tree: Tree, i: int, frames: Frames, found: list[Match], head: str) -> list[Match]:
        """The matches, and first those by what an act of the agreement is about: "closed the sluice" is of a site."""
        frame = frames.of(i)
        things = [*frame.objects, *(k for held in frame.obliques.values() for k in held), *frame.subjects]
        told = {k: names for k in things if (names := {*self._things.matches(tree, k)})}
        if all(self._names.isdisjoint(names) for names in told.values()):
            return found
        near = _near(tree, i) | {*frame.obliques}
        known: list[Match] = []
        for trigger in self._triggers[head]:
            asked = self._known.get((trigger.type, trigger.mode))
            if asked is None or not (trigger.needs or trigger.subject) or not near.issuperset(trigger.words):
                continue
            where = frame.subjects if trigger.subject else things
            thing = next((k for k in where if k in told and not asked.isdisjoint(told[k])), None)
            if thing is not None:
                known.append(Match(trigger, thing, known=True))
        return [*known, *found]

    def _subject(self, tree: Tree, i: int, frame: Frame, trigger: Trigger, named: dict[int, Mention]) -> bool:
        """Whether the subject is of the asked class; for predicates, which parse badly, also what stands before."""
        whole = frame.subjects and not frame.passive
        near = [*frame.subjects] if whole else [*frame.subjects, *frame.objects]
        if trigger.part == "predicates":
            near += [k for k in range(max(0, i - _NEAR), i) if tree.sentence[k] == tree.sentence[i]]
            before = tree.lower[max(0, i - 3) : i]
            if not all(word in before or word in {tree.lower[k] for k in tree.kids[i]} for word in trigger.words):
                return False
            found = self._first(tree, [k for k in near if tree.tags[k].startswith("N")], trigger.subject, named)
            if found is not None and found not in frame.subjects:
                frame.subjects.insert(0, found)
            return found is not None
        return self._first(tree, near, trigger.subject, named) is not None

    def _thing(self, tree: Tree, i: int, frame: Frame, trigger: Trigger, named: dict[int, Mention]) -> int | None:
        if trigger.by is not None:
            thing = self._first(tree, frame.obliques.get(trigger.by, ()), trigger.needs, named)
            left = ("RP", "IN") if frame.passive else ("RP",)  # "the servers were broken into"
            particle = any(
                tree.tags[k] in left and tree.lower[k] == trigger.by and not tree.kids[k] for k in tree.kids[i]
            )
            return self._first(tree, frame.objects, trigger.needs, named) if thing is None and particle else thing
        if trigger.part == "verbs":
            meant = (self._meant(tree, k, trigger.needs, named) for k in frame.objects if tree.tags[k] in ("PRP", "CD"))
            thing = self._first(tree, frame.objects, trigger.needs, named)
            return thing if thing is not None else next((k for k in meant if k is not None), None)
        inside = [*frame.modifiers, *frame.obliques.get("of", ()), *frame.obliques.get("in", ()), *frame.possessors]
        inside += [*frame.obliques.get("on", ()), *frame.obliques.get("with", ()), *frame.obliques.get("between", ())]
        thing = self._first(tree, inside, trigger.needs, named)
        if thing is None and any(self._things.is_a(tree, i, need, alone=False) for need in trigger.needs):
            return i
        return thing

    def _meant(self, tree: Tree, k: int, needs: tuple[str, ...], named: dict[int, Mention]) -> int | None:
        """What "it", "them" or "one" stands for in the sentence: "the side that imposed an embargo lifted it"."""
        if tree.lower[k] not in _STANDING_FOR or not _NAMED.keys().isdisjoint(needs):
            return None
        first, tags = tree.sentences[tree.sentence[k]][0], _STANDING_FOR[tree.lower[k]]
        before = (m for m in range(k - 1, first - 1, -1) if tree.tags[m] in tags and tree.deps[m] in _ARGUMENTS)
        return next((m for m in before if self._is(tree, m, needs, named)), None)

    def _first(
        self, tree: Tree, tokens: tuple[int, ...] | list[int], needs: tuple[str, ...], named: dict[int, Mention]
    ) -> int | None:
        return next((k for k in tokens if self._is(tree, k, needs, named)), None)

    def _is(self, tree: Tree, k: int, needs: tuple[str, ...], named: dict[int, Mention]) -> bool:
        for need in needs:
            if need in _NAMED:
                if (need == "person" and (tree.tags[k] == "NNP" or tree.lower[k] in _PEOPLE)) or (
                    k in named and named[k].kind in _NAMED[need]
                ):
                    return True
            elif self._things.is_a(tree, k, need):
                return True
        return False


def _near(tree: Tree, i: int) -> set[str]:
    """The words that hang on a head, by form and lemma, and those that further words of a pattern may be under them."""
    near: set[str] = set()
    for k in tree.kids[i]:
        near.add(tree.lower[k])
        near.add(tree.lemmas[k])
        below = tree.deps[k] in ("advcl", "obj", "obl", "xcomp")
        for m in tree.kids[k]:
            if below or tree.deps[m] in ("case", "mark", "fixed", "cop"):
                near.add(tree.lower[m])
                near.add(tree.lemmas[m])
    return near


@lru_cache(maxsize=1 << 13)
def _variant(lemma: str, lower: str) -> str | None:
    """Another form under which the codebook has a word, where the lemma is off: "expell" is "expel"."""
    stem = lemma.removesuffix("e")
    shorter = stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else lemma
    variants = lower, shorter, lemma + "e", lower.removesuffix("ed"), lower.removesuffix("d"), lower.removesuffix("ing")
    return next((variant for variant in variants if variant in triggers()), None)
