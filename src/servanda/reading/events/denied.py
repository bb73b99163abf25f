"""Sentences that deny or take back what the one before told: "the ministry denied it", "that was wrong".

A denial is told as the same act, surely not done, in the words of who denies it. Where the text itself takes back what
it told, the act is no longer told as done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from servanda.codebook import load_toml
from servanda.reading.model import Attribution, EventMention
from servanda.reading.tree import Tree
from servanda.spans import Span

_BOOK = load_toml("certainty.toml")["brought_up"]
_CLAIMS = frozenset(_BOOK["claims"])
_FALSE = frozenset(_BOOK["false"])
_CALLED_FALSE = _FALSE - frozenset(_BOOK["denied_by"])
_TRUE = frozenset(_BOOK["true"])
_REJECTING = frozenset(_BOOK["rejecting"])
_CALLING = frozenset(_BOOK["calling"])
_TEXTS = frozenset(_BOOK["texts"])
#: How a text that corrects itself goes on.
_CORRECTING = frozenset(tuple(phrase.split()) for phrase in _BOOK["correcting"])
_INVOLVED = frozenset(_BOOK["involvement"])
_IT = frozenset(("it", "this", "that", "so", "these", "those", "both", "them"))
_NOT = frozenset(("not", "n't", "n’t", "never"))
_BE = frozenset(("is", "was", "were", "are", "be", "been", "proved", "'s", "’s"))
_HELPING = frozenset(("did", "had", "has", "have", "was", "were", "do", "does", "is", "are"))
_SAYING = frozenset((*load_toml("reporting.toml")["say"]["verbs"], "insist", "maintain", "claim", "respond", "reply"))
_PRONOUNS = frozenset(("it", "they", "he", "she", "this", "that"))
#: What may be said of a bad act as well as of a false report.
_BAD = frozenset(("wrong", "mistaken", "absurd", "ridiculous", "malicious", "provocation"))
#: What is done by whom it was told by: "the article has been withdrawn".
_TAKING_BACK = frozenset(("withdraw", "retract", "correct"))
#: Types of what is said rather than done: the claim itself, not what is claimed.
_SAID = frozenset(("REQUEST", "ACCUSE", "THREATEN", "SUPPORT"))
_CERTAINLY_NOT = -3.0


@dataclass(frozen=True, slots=True)
class _Denial:
    """The token at which a sentence denies; whether nobody but the text itself does. `unsure`: it may only judge the
    act, as "that was wrong" does where nobody has claimed anything.
    """

    token: int
    own: bool
    unsure: bool = False


def with_denials(
    trees: Sequence[Tree], found: list[EventMention], attributions: Sequence[Attribution]
) -> list[EventMention]:
    """The mentions of a document, and for each denial those of what it denies; what is taken back is coded no more."""
    by_sentence: dict[int, list[int]] = {}
    for index, mention in enumerate(found):
        by_sentence.setdefault(mention.sentence.start, []).append(index)
    made = list(found)
    more: list[EventMention] = []
    before: list[int] = []
    about_itself = False
    for tree in trees:
        for number, (first, last) in enumerate(tree.sentences):
            here = by_sentence.get(tree.spans[number].start, [])
            denial = _denial(tree, first, last) if before else None
            targets = [] if denial is None else _targets(made, before)
            if denial is not None and denial.unsure and not (denial.own and _claimed(made, targets)):
                denial = None
            teller = None if denial is None or denial.own else _teller(tree.span(denial.token), attributions)
            if denial is not None and targets and (denial.own or teller is not None):
                told = tree.span(denial.token), tree.spans[number]
                for at in targets:
                    one = _told(made[at])
                    assert one is not None
                    more.append(
                        replace(one, span=told[0], sentence=told[1], attribution=teller, certainty=_CERTAINLY_NOT)
                    )
                    if denial.own:
                        made[at] = _untold(made[at])
                for at in here:
                    if made[at].span == told[0]:
                        made[at] = replace(made[at], guessed=True, instead=None)
                continue  # what a third sentence denies may still be the first
            if about_itself and not _CORRECTING.isdisjoint(_phrases(tree, first, last)):
                for at in before:
                    made[at] = _untold(made[at])
            for at in here:
                one = _told(made[at])
                if one is not None and one.type == "REJECT" and _tells_denial(made, here, at, attributions):
                    made[at] = replace(made[at], guessed=True, instead=None)
            before = here
            about_itself = not _TEXTS.isdisjoint(tree.lower[first : min(first + 4, last)])
    return sorted([*made, *more], key=lambda m: m.span) if more else made


def _phrases(tree: Tree, first: int, last: int) -> Iterator[tuple[str, ...]]:
    """The words of a sentence, one, two and three at a time."""
    for k in range(first, last):
        yield (tree.lower[k],)
        yield tuple(tree.lower[k : k + 2])
        yield tuple(tree.lower[k : k + 3])


def _told(mention: EventMention) -> EventMention | None:
    """The mention as a record takes it in: not as a guess, and only where it is coded."""
    own = mention.instead if mention.guessed else mention
    return own if own is not None and own.type is not None else None


def _untold(mention: EventMention) -> EventMention:
    """The mention without a code: it tells of nothing that was done."""
    return EventMention(mention.span, mention.sentence, certainty=mention.certainty, tense=mention.tense)


def _targets(made: Sequence[EventMention], before: Sequence[int]) -> list[int]:
    """Which mentions of the sentence before a denial denies: those of what somebody claimed, else those of deeds."""
    coded = []
    for at in before:
        one = _told(made[at])
        if one is not None and one.certainty > 0 and one.tense != "future":
            coded.append((at, one))
    claimed = _claimed(made, [at for at, _ in coded])
    return claimed or [at for at, one in coded if one.type not in _SAID]


def _claimed(made: Sequence[EventMention], targets: Sequence[int]) -> list[int]:
    return [at for at in targets if made[at].attribution is not None]


def _teller(cue: Span, attributions: Sequence[Attribution]) -> int | None:
    """The attribution with a known source whose cue a token is part of."""
    return next(
        (n for n, one in enumerate(attributions) if one.source and any(span.overlaps(cue) for span in one.cue)), None
    )


def _tells_denial(
    made: Sequence[EventMention], here: Sequence[int], at: int, attributions: Sequence[Attribution]
) -> bool:
    """Whether a word of denial has what it denies beside it as an act of its own: "denied that it had fired"."""
    own = [n for n, one in enumerate(attributions) if any(span.overlaps(made[at].span) for span in one.cue)]
    told = (_told(made[k]) for k in here if k != at)
    return any(one is not None and one.certainty < 0 and one.attribution in own for one in told)


def _denial(tree: Tree, first: int, last: int) -> _Denial | None:
    """Where a sentence denies what stands before it, if it does."""
    for k in range(first, last):
        if tree.tags[k].startswith("VB") and not _denied(tree, k):
            if tree.lemmas[k] in _REJECTING and _of_claim(tree, k):
                return _Denial(k, own=tree.lemmas[k] in _TAKING_BACK and tree.passive(k))
            if tree.lemmas[k] in _CALLING and _of_claim(tree, k) and not _FALSE.isdisjoint(tree.lower[k + 1 : last]):
                return _Denial(k, own=False)
    false = _called_false(tree, first, last) or _elliptical(tree, first, last)
    if false is None:
        return None
    at, unsure = false
    saying = [k for k in range(first, last) if tree.lemmas[k] in _SAYING and tree.tags[k] in ("VBD", "VBZ", "VBP")]
    return _Denial(saying[0] if saying else at, own=not saying, unsure=unsure)


def _denied(tree: Tree, k: int) -> bool:
    return any(tree.lower[m] in _NOT for m in tree.kids[k])


def _of_claim(tree: Tree, k: int) -> bool:
    """Whether what a verb denies is what was told before: "it", "the claim", "doing so"."""
    for m in tree.children(k, "obj", "nsubj:pass", "obl", "xcomp", "advcl"):
        if tree.deps[m] in ("xcomp", "advcl"):
            if any(tree.lower[n] in ("so", "this") for n in tree.kids[m]) and tree.lemmas[m] == "do":
                return True
            continue
        if tree.deps[m] == "obl" and (tree.case(m) not in ("at", "off", "aside") or tree.lower[m] not in _CLAIMS):
            continue
        after = tree.children(m, "acl", "ccomp", "acl:relcl")
        of = [n for n in tree.children(m, "nmod") if tree.case(n) in ("of", "about", "by")]
        if tree.lower[m] in _IT and tree.tags[m] in ("PRP", "DT"):
            return True
        if tree.lower[m] in _CLAIMS | _INVOLVED and not after and not of:
            return True
    return False


def _called_false(tree: Tree, first: int, last: int) -> tuple[int, bool] | None:
    """ "That was wrong", "said the report was untrue": where a word for what was told before is called false, and
    whether it may be called bad as well.
    """
    for k in range(first, last - 2):
        anaphor = tree.lower[k] in ("that", "this", "it") and tree.tags[k] != "IN"
        if not (
            anaphor or (tree.lower[k] in _CLAIMS | _TEXTS and tree.lower[k - 1] in ("the", "that", "this", "such"))
        ):
            continue
        verb = next((m for m in range(k + 1, min(k + 3, last)) if tree.lower[m] in _BE), None)
        if verb is None:
            continue
        after = tree.lower[verb + 1 : min(verb + 4, last)]
        untrue = not _TRUE.isdisjoint(after) and not _NOT.isdisjoint(after)
        if untrue or not _CALLED_FALSE.isdisjoint(after):
            return verb, anaphor and not untrue and _CALLED_FALSE.intersection(after) <= _BAD
    return None


def _elliptical(tree: Tree, first: int, last: int) -> tuple[int, bool] | None:
    """ "It had not.", "said it had done no such thing", "nothing of the kind happened"."""
    lower = tree.lower
    for k in range(first, last - 1):
        if lower[k] in _NOT and lower[k - 1] in _HELPING and k - 2 >= first and lower[k - 2] in _PRONOUNS:
            after = lower[k + 1 : k + 3]
            if after[:1] in (["."], ["!"]) or after in (["done", "so"], ["do", "so"], ["happen", "."]):
                return k, False
        if lower[k : k + 3] == ["no", "such", "thing"] or lower[k : k + 3] == ["nothing", "of", "the"]:
            return k, False
    return None
