"""What annotated text adds to the rules of certainty: a linear model over cues, governors and words.

The model (`models/certainty.npz`, made by training/certainty/train.py) gives a certainty from hashed features of an
event and what the rules found. Source of the scale: Stanovsky et al. 2017, -3 to 3.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from zlib import crc32

from servanda.reading.certainty import Outlook
from servanda.reading.tree import Tree

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = 1 << 15
#: At or below this the rules are sure that a denied event did not happen, and the model does not weaken it.
_DENIED = -2.0
#: What is announced without a condition is at least probable and never as sure as what has been; what only may be is
#: never more than possible.
_PLANNED, _FORESEEN, _SPECULATED = 2.0, 2.8, 1.4
_MIGHT = frozenset(("md:could", "md:may", "md:might", "adv:possibly", "adv:perhaps", "adv:maybe"))


def features(tree: Tree, i: int, outlook: Outlook) -> list[str]:
    """What the model looks at for the event at token i, as names of features."""
    lemma, tag, dep = tree.lemmas[i], tree.tags[i], tree.deps[i]
    value = round(outlook.value * 2) / 2
    found = ["1", f"v={value}", f"l={lemma}", f"t={tag}", f"d={dep}", f"td={tag}/{dep}", f"tv={tag}/{value}"]
    found += [f"q={cue}" for cue in outlook.cues]
    found += [f"tq={tag}/{cue}" for cue in outlook.cues]
    found.append(f"ctx={'/'.join(outlook.cues)}|{'/'.join(s.kind for s in outlook.steps[:2])}")
    for depth, step in enumerate(outlook.steps[:3]):
        found += [f"g{depth}={step.dep}/{step.lemma}", f"k{depth}={step.dep}/{step.kind}", f"gl={step.lemma}"]
        found.append(f"gk{min(depth, 1)}={step.kind}/{tag}")
    if outlook.steps:
        found.append(f"gp={'/'.join(s.dep for s in outlook.steps[:3])}")
        found.append(f"gt={tree.tags[tree.heads[i]]}/{dep}/{tag}")
        found.append(f"gv={outlook.steps[0].lemma}/{tag}")
    for k in tree.kids[i]:
        kid = tree.deps[k]
        if kid in ("aux", "aux:pass", "advmod", "mark", "cop", "det", "case", "amod", "cc", "expl", "compound:prt"):
            found += [f"c={kid}/{tree.lower[k]}", f"tc={tag[:2]}/{kid}/{tree.lower[k]}"]
        else:
            found.append(f"cd={kid}")
    if dep != "ROOT":
        for k in tree.kids[tree.heads[i]]:
            if tree.deps[k] in ("aux", "advmod", "mark", "cop"):
                found.append(f"hc={tree.deps[k]}/{tree.lower[k]}")
    first, last = tree.sentences[tree.sentence[i]] if tree.sentences else (0, len(tree))
    for offset in (-3, -2, -1, 1, 2):
        if first <= i + offset < last:
            found.append(f"x{offset}={tree.lower[i + offset]}")
    found.append(f"end={tree.lower[last - 1]}")
    words = {tree.lower[k] for k in range(first, last)}
    found += [f"in={word}" for word in words & _TELLING]
    return found


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


def hashed(found: Iterable[str]) -> list[int]:
    """Places of features in the model, each once, sorted."""
    return sorted({crc32(name.encode()) % SIZE for name in found})


@cache
def _model() -> "tuple[NDArray[Any], NDArray[Any]]":
    import numpy as np

    with files("servanda.reading").joinpath("models", "certainty.npz").open("rb") as stored:
        data = np.load(stored)
        return data["weights"].astype(np.float32), data["levels"]


def certainty(tree: Tree, i: int, outlook: Outlook) -> float:
    """The certainty of the event at token i, -3 to 3: learned, with the rules' sign where they are sure."""
    import numpy as np

    weights, levels = _model()
    learned = float(np.interp(float(weights[hashed(features(tree, i, outlook))].sum()), levels[0], levels[1]))
    if outlook.value <= _DENIED:
        learned = min(learned, outlook.value)
    elif outlook.value >= _PLANNED and set(outlook.cues) & {"is-to", "md:will", "md:'ll", "md:’ll"}:
        learned = min(max(learned, _PLANNED), _FORESEEN)
    elif any(cue in _MIGHT for cue in outlook.cues) and outlook.value > 0:
        learned = min(learned, _SPECULATED)
    if outlook.supposed:
        learned = max(-_SPECULATED, min(learned, _SPECULATED))
    return round(max(-3.0, min(3.0, learned)), 2)
