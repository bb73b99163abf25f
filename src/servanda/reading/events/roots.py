"""Which PLOVER type an event is, where the triggers leave it open: a linear model over trigger, frame and words.

The model (`models/events.npz`, made by training/events/train.py) weighs hashed features of one candidate. It knows
the 15 roots of the training data, in which `YIELD` stands for CONCEDE and RETREAT; which of the two it is, the
triggers and the things acted on decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp
from typing import TYPE_CHECKING, Any
from zlib import crc32

from servanda.reading.certainty import Outlook
from servanda.reading.events.frames import Frame
from servanda.reading.events.tense import tense
from servanda.reading.events.triggers import Match, Trigger
from servanda.reading.tree import Tree

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = 1 << 16
_CONTENT = ("NN", "VB", "JJ", "RB", "MD")
#: Modes about arms and sites, and about sanctions, that the words of their patterns leave no doubt of.
_SETTLED = {
    *("test", "produce", "rebuild", "operate", "unveil", "exercise"),
    *("dismantle", "freeze", "close", "inspect", "declare", "deny access", "exchange"),
    *("withdraw from agreement", "suspend agreement", "violate ceasefire"),
    "return remains",
    "suspend exercise",
    "improve ties",
}
_OF_SANCTIONS = frozenset(("impose", "maintain", "lift sanctions", "evade sanctions"))
_WITHHELD = frozenset(("sanctions", "tariff", "goods", "trade"))
_MEETINGS = frozenset(("meet", "visit", "letter"))
#: How likely a root must be for a verb that no trigger knows to be coded.
LIKELY = 0.2
#: The same where nobody is named on whom the act bears.
LIKELY_ALONE = 0.35
#: The same for another root than that of a trigger which by itself leaves no doubt; the record goes by the trigger.
SURE = 0.5
#: The same where the act is denied: that it was not done is seldom a refusal.
SURE_OF_REFUSAL = 0.75
_MILITARY = frozenset(("weapon", "troops", "ceasefire", "fighting", "base", "site", "landmine", "territory", "attack"))


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around the candidates of one tree: the tokens of names, and the best trigger of each candidate."""

    tree: Tree
    proper: frozenset[int]
    triggers: dict[int, Trigger]
    _sentences: dict[int, set[int]] = field(default_factory=dict, compare=False)

    def sentence(self, i: int) -> set[int]:
        """The places of what the whole sentence of token i shows, for all its candidates alike."""
        number = self.tree.sentence[i]
        if number not in self._sentences:
            self._sentences[number] = _hashes(_of_sentence(self, *_bounds(self.tree, i)))
        return self._sentences[number]


def features(setting: Setting, i: int, frame: Frame, matches: list[Match], outlook: Outlook) -> list[str]:
    """What the model looks at for the candidate at token i, as names of features."""
    own = _of_candidate(setting, i, frame, matches, outlook)
    return [*own, *_of_sentence(setting, *_bounds(setting.tree, i))]


def _bounds(tree: Tree, i: int) -> tuple[int, int]:
    """The first token of a token's sentence, and the one after its last."""
    return tree.sentences[tree.sentence[i]] if tree.sentences else (0, len(tree))


def _of_sentence(setting: Setting, first: int, last: int) -> list[str]:
    """The words of a sentence, each alone and with the next, and its root."""
    tree, proper = setting.tree, setting.proper
    words = {tree.lemmas[k] for k in range(first, last) if tree.tags[k].startswith(_CONTENT) and k not in proper}
    said = ["NAME" if k in proper else tree.lemmas[k] for k in range(first, last)]
    found = [f"w={word}" for word in words]
    found += [f"bi={one}_{two}" for one, two in pairwise(said) if one != "NAME" or two != "NAME"]
    root = next((k for k in range(first, last) if tree.heads[k] == k), first)
    found.append(f"root={tree.lemmas[root]}")
    return found


def _of_candidate(setting: Setting, i: int, frame: Frame, matches: list[Match], outlook: Outlook) -> list[str]:
    """The candidate itself, what hangs on it and what it hangs on, tense and certainty."""
    tree, proper = setting.tree, setting.proper
    lemma = tree.lemmas[i]
    found = ["1", f"l={lemma}", f"t={tree.tags[i][:2]}", f"p={frame.passive}"]
    best = matches[0] if matches else None
    if best is not None:
        found += [f"b={best.trigger.type}", f"m={best.trigger.type}/{best.trigger.mode}"]
        found += [f"bw={best.trigger.type}/{min(best.trigger.weight, 4)}"]
    found += [f"a={kind}" for kind in {m.trigger.type for m in matches[1:]}]
    for role, tokens in (("o", frame.objects), ("s", frame.subjects), ("c", frame.modifiers)):
        for k in tokens[:3]:
            word = "NAME" if k in proper else tree.lemmas[k]
            found += [f"{role}={word}", f"l{role}={lemma}/{word}"]
    for preposition, tokens in frame.obliques.items():
        found.append(f"lp={lemma}/{preposition}")
        for k in tokens[:2]:
            found += [f"o={tree.lemmas[k]}", f"po={preposition}/{'NAME' if k in proper else tree.lemmas[k]}"]
    for k in tree.kids[i]:
        dep = tree.deps[k]
        if dep in ("aux", "advmod", "compound:prt", "amod", "xcomp", "ccomp", "mark", "advcl", "acl"):
            found += [f"k={dep}/{tree.lemmas[k]}", f"lk={lemma}/{tree.lemmas[k]}"]
    above = tree.heads[i]
    if above != i:
        found += [f"g={tree.lemmas[above]}", f"gd={tree.deps[i]}/{tree.lemmas[above]}"]
    first, last = _bounds(tree, i)
    near = {tree.lemmas[k] for k in range(max(first, i - 3), min(last, i + 5)) if k not in proper}
    found += [f"n={word}" for word in near]
    found += _around(setting, i, first, last)
    found += _held(tree, i, best, outlook)
    return found


def _around(setting: Setting, i: int, first: int, last: int) -> list[str]:
    """The words above and below the candidate, and the other triggers of its sentence."""
    tree, proper = setting.tree, setting.proper
    above, below = list(tree.chain(i)), [k for k in tree.below(i) if k != i]
    found = [f"up={tree.lemmas[k]}" for k in above]
    found += [f"dn={tree.lemmas[k]}" for k in below if tree.tags[k].startswith(("VB", "NN", "JJ")) and k not in proper]
    for k, trigger in setting.triggers.items():
        if k != i and first <= k < last:
            where = "above" if k in above else "below" if k in below else "beside"
            found += [
                f"ob={trigger.type}",
                f"om={trigger.type}/{trigger.mode}",
                f"or={where}/{trigger.type}",
            ]
    return found


def _held(tree: Tree, i: int, best: Match | None, outlook: Outlook) -> list[str]:
    """Tense, and how certain the rules hold the act to be."""
    when, sure = tense(tree, i), round(outlook.value)
    found = [f"tn={when}", f"tv={sure}", *(f"cue={cue}" for cue in outlook.cues)]
    found += [f"st={step.kind}" for step in outlook.steps[:3]]
    if best is not None:
        found += [f"btv={best.trigger.type}/{sure}", f"btn={best.trigger.type}/{when}"]
    return found


def hashed(found: Iterable[str]) -> list[int]:
    """Places of features in the model, each once, sorted."""
    return sorted(_hashes(found))


def _hashes(found: Iterable[str]) -> set[int]:
    """Places of features in the model."""
    return {crc32(name.encode()) % SIZE for name in found}


@cache
def _model() -> "tuple[tuple[str, ...], NDArray[Any], NDArray[Any], NDArray[Any]]":
    """Roots; weights (places x roots); intercepts; the rarity of each place."""
    import numpy as np

    with files("servanda.reading").joinpath("models", "events.npz").open("rb") as stored:
        data = np.load(stored)
        roots = tuple(str(root) for root in data["roots"])
        rarity = data["rarity"].astype(np.float32)
        weights = np.ascontiguousarray(data["weights"].astype(np.float32).T)
        return roots, weights, data["intercept"].astype(np.float32), rarity


def likeliest(setting: Setting, i: int, frame: Frame, matches: list[Match], outlook: Outlook) -> tuple[str, float]:
    """The likeliest root for the candidate at token i, and how likely it is."""
    import numpy as np

    roots, weights, intercept, rarity = _model()
    own = _hashes(_of_candidate(setting, i, frame, matches, outlook))
    places = np.array(list(own | setting.sentence(i)))
    places.sort()
    rare = rarity.take(places)
    scores = (intercept + (rare @ weights.take(places, axis=0)) / np.sqrt(rare @ rare)).tolist()
    highest = max(scores)
    return roots[scores.index(highest)], 1 / sum([exp(score - highest) for score in scores])


def settled(match: Match) -> bool:
    """Whether the trigger alone decides: patterns about arms, sites, sanctions and meetings that say what they are."""
    trigger = match.trigger
    if trigger.part == "predicates" or trigger.subject:
        return True
    if trigger.mode in _OF_SANCTIONS:
        return not _WITHHELD.isdisjoint(trigger.needs) or not (trigger.needs or trigger.words)
    return (trigger.weight >= 2 and trigger.mode in _SETTLED) or trigger.mode in _MEETINGS


def resolved(setting: Setting, i: int, frame: Frame, matches: list[Match], outlook: Outlook) -> list[Match]:
    """The matches with the one first that trigger and model together settle on."""
    if matches[0].trigger.of_case or matches[0].known or _about_arms(setting, i, matches[0]):
        return matches
    root, odds = likeliest(setting, i, frame, matches, outlook)
    fixed = settled(matches[0])
    if fixed and odds < (SURE_OF_REFUSAL if outlook.value < 0 else SURE):
        return matches
    wanted = ("CONCEDE", "RETREAT") if root == "YIELD" else (root,)
    if matches[0].trigger.type in wanted:
        return matches
    fitting = next((m for m in matches if m.trigger.type in wanted), None)
    if fixed or fitting is None:
        return [retyped(matches[0], root), *matches]
    return [fitting, *(m for m in matches if m is not fitting)]


def _about_arms(setting: Setting, i: int, match: Match) -> bool:
    """Whether a pledge is one to give up arms: what is promised has a trigger of that kind."""
    if match.trigger.mode != "pledge":
        return False
    given_up = {k for k, trigger in setting.triggers.items() if trigger.type == "RETREAT"}
    return not given_up.isdisjoint(setting.tree.below(i))


def retyped(match: Match, root: str) -> Match:
    """A match under another root, without a mode: a guess."""
    military = bool(set(match.trigger.needs) & _MILITARY) or match.trigger.type in ("MOBILIZE", "ASSAULT")
    type_ = ("RETREAT" if military else "CONCEDE") if root == "YIELD" else root
    return replace(match, trigger=replace(match.trigger, type=type_, mode=None), guessed=True)
