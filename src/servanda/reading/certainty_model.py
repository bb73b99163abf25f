"""What annotated text adds to the rules of certainty: a linear model over cues, governors and words.

The model (`models/certainty.npz`, made by training/certainty/train.py) gives a certainty from hashed features of an
event and what the rules found. Source of the scale: Stanovsky et al. 2017, -3 to 3.
"""

from bisect import bisect_right
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Any
from zlib import crc32

from servanda.codebook import load_toml
from servanda.reading.certainty import Outlook
from servanda.reading.kept import Kept
from servanda.reading.tree import Tree

SIZE = 1 << 15
#: At or below this the rules are sure that a denied event did not happen: it stays denied as firmly as this, and beyond
#: it rules and model meet halfway.
_DENIED = -2.0
#: What is announced without a condition is at least probable and never as sure as what has been; what only may be is
#: never more than possible.
_PLANNED, _FORESEEN, _SPECULATED = 2.0, 2.8, 1.4
_MIGHT = {"md:could", "md:may", "md:might"} | {
    f"adv:{word}" for word, part in load_toml("certainty.toml")["adverbs"].items() if 0 < part <= 0.5
}
_NOT_QUITE = frozenset(("adv:almost", "adv:nearly"))


def features(tree: Tree, i: int, outlook: Outlook) -> set[int]:
    """What the model looks at for the event at token i, as places in its table of weights."""
    lower, deps, tag, dep = tree.lower, tree.deps, tree.tags[i], tree.deps[i]
    kind = tag[:2]
    steps = outlook.steps[:3]
    number = tree.sentence[i]
    if number not in tree.telling:
        tree.telling[number] = _of_sentence(tree, number)
    found = [_LEMMA[tree.lemmas[i]]]
    found += tree.telling[number]
    found += _WORD[tag, dep, round(outlook.value * 2) / 2]
    found += _CUES[(tag, outlook.cues, *[step.kind for step in steps[:2]])]
    for depth, step in enumerate(steps):
        found += _STEP[depth, step.dep, step.lemma, step.kind, tag]
    if steps:
        found.append(_PATH["/".join([step.dep for step in steps])])
        found += _HEAD[steps[0].lemma, tree.tags[tree.heads[i]], dep, tag]
    for k in tree.kids[i]:
        found += _KID[deps[k], lower[k], kind] if deps[k] in _SMALL else _OTHER_KID[deps[k]]
    if dep != "ROOT":
        for k in tree.kids[tree.heads[i]]:
            if deps[k] in _BESIDE:
                found.append(_BESIDE[deps[k]][lower[k]])
    first, last = tree.sentences[number] if tree.sentences else (0, len(tree))
    for offset, places in _NEAR:
        if first <= i + offset < last:
            found.append(places[lower[i + offset]])
    return set(found)


def _of_sentence(tree: Tree, number: int) -> list[int]:
    """The places of what the sentence shows to all its events."""
    first, last = tree.sentences[number] if tree.sentences else (0, len(tree))
    inside = _TELLING.intersection(tree.lower[first:last])
    return [_END[tree.lower[last - 1]], *[_INSIDE[word] for word in inside]]


def _places(template: str) -> Kept[str, int]:
    """The place of the feature of each word, by one template."""
    return Kept(lambda word: _hashed(template + word)[0])


def _of_word(key: tuple[str, str, float]) -> tuple[int, ...]:
    tag, dep, value = key
    return _hashed("1", f"v={value}", f"t={tag}", f"d={dep}", f"td={tag}/{dep}", f"tv={tag}/{value}")


def _of_cues(key: tuple[Any, ...]) -> tuple[int, ...]:
    tag, cues, *kinds = key
    each = [name for cue in cues for name in (f"q={cue}", f"tq={tag}/{cue}")]
    return _hashed(*each, f"ctx={'/'.join(cues)}|{'/'.join(kinds)}")


def _of_step(key: tuple[int, str, str, str, str]) -> tuple[int, ...]:
    depth, dep, lemma, kind, tag = key
    near = f"gk{min(depth, 1)}={kind}/{tag}"
    return _hashed(f"g{depth}={dep}/{lemma}", f"k{depth}={dep}/{kind}", f"gl={lemma}", near)


def _of_head(key: tuple[str, str, str, str]) -> tuple[int, ...]:
    lemma, above, dep, tag = key
    return _hashed(f"gt={above}/{dep}/{tag}", f"gv={lemma}/{tag}")


def _of_kid(key: tuple[str, str, str]) -> tuple[int, ...]:
    dep, word, tag = key
    return _hashed(f"c={dep}/{word}", f"tc={tag}/{dep}/{word}")


def _hashed(*names: str) -> tuple[int, ...]:
    """The places of features, by their names."""
    return tuple([crc32(name.encode()) % SIZE for name in names])


_LEMMA, _PATH, _END, _INSIDE = _places("l="), _places("gp="), _places("end="), _places("in=")
_BESIDE = {dep: _places(f"hc={dep}/") for dep in ("aux", "advmod", "mark", "cop")}
_NEAR = tuple((offset, _places(f"x{offset}=")) for offset in (-3, -2, -1, 1, 2))
_WORD, _CUES, _STEP, _HEAD, _KID = Kept(_of_word), Kept(_of_cues), Kept(_of_step), Kept(_of_head), Kept(_of_kid)
#: Dependents of which the word itself tells; of the others only that they are there.
_SMALL = frozenset(("aux", "aux:pass", "advmod", "mark", "cop", "det", "case", "amod", "cc", "expl", "compound:prt"))
_OTHER_KID: Kept[str, tuple[int, ...]] = Kept(lambda dep: _hashed("cd=" + dep))
_TELLING = frozenset(
    (
        "if",
        "would",
        "could",
        "may",
        "might",
        "will",
        "should",
        "not",
        "n't",
        "?",
        "please",
        "you",
        "i",
        "said",
        "plan",
        "expect",
        "whether",
        "unless",
        "hope",
        "want",
    )
)


@cache
def _model() -> tuple[list[float], list[float], list[float]]:
    """The weight at each place, and the certainties that sums of weights stand for: sums, rising, and certainties.

    Weights are of half precision, so that sums of them are exact in whatever order. Equal ones are one number: they
    stay in the processor's cache.
    """
    import numpy as np

    with files("servanda.reading").joinpath("models", "certainty.npz").open("rb") as stored:
        data = np.load(stored)
        sums, levels = data["levels"].tolist()
        one: dict[float, float] = {}
        weights = [one.setdefault(weight, weight) for weight in data["weights"].astype(np.float32).tolist()]
        return weights, sums, levels


def _level(total: float) -> float:
    """The certainty that a sum of weights stands for, between the levels in proportion."""
    _, sums, levels = _model()
    at = bisect_right(sums, total)
    if at == 0:
        return levels[0]
    if at == len(sums):
        return levels[-1]
    slope = (levels[at] - levels[at - 1]) / (sums[at] - sums[at - 1])
    return slope * (total - sums[at - 1]) + levels[at - 1]


def certainty(tree: Tree, i: int, outlook: Outlook) -> float:
    """The certainty of the event at token i, -3 to 3: learned, with the rules' sign where they are sure."""
    weights, _, _ = _model()
    places = features(tree, i, outlook)
    learned = _level(sum(map(weights.__getitem__, places)) / sqrt(len(places)))  # as if of one length together
    if outlook.value <= _DENIED:
        learned = min((learned + outlook.value) / 2, _DENIED)
    elif outlook.value >= _PLANNED and set(outlook.cues) & {"is-to", "md:will", "md:'ll", "md:’ll"}:
        learned = min(max(learned, _PLANNED), _FORESEEN)
    elif outlook.value < 0 or not _MIGHT.isdisjoint(outlook.cues):
        learned = min(learned, _SPECULATED)
    if not _NOT_QUITE.isdisjoint(outlook.cues):
        learned = min(learned, 0.0)
    if outlook.supposed is not None:
        learned = max(-_SPECULATED, min(learned, _SPECULATED))
    return round(max(-3.0, min(3.0, learned)), 2)
