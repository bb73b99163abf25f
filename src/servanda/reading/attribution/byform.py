"""What the form of a sentence tells beyond what was learned: the whole of a source, a report that closes a sentence.

"An official who asked not to be named said …": the clause between them parts the source from its cue in many a parse,
and who speaks would be lost. "…, the ministry said, blaming the weather": so is what such a report has as its content.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from servanda.reading.attribution.speakers import Speakers
from servanda.reading.attribution.trailing import FINITE, NAMING_TAGS, SOURCE_TAGS, trailing, verbs
from servanda.reading.model import Attribution
from servanda.reading.reattached import telling
from servanda.reading.syntax import Block
from servanda.reading.tree import Tree
from servanda.spans import Span

_RELATIVE = frozenset(("who", "which", "whose"))
_HELPERS = frozenset(("be", "have", "do"))
_QUOTES = '"“”'
#: How many tokens a source may have with the clause within it.
_LONGEST = 30
#: How many words may stand between "said" and its "that" ("on Friday in the capital").
_NEAR = 8
#: How far behind a closing report, in characters, a cue may stand that goes on with it.
_BESIDE = 60


def by_form(text: str, blocks: Sequence[Block], told: list[Attribution], speakers: Speakers) -> list[Attribution]:
    """The attributions that were learned, with what their sentences' forms tell, in the order of their cues.

    Each paragraph is gone through with its own attributions alone, so that time stays linear in a text's length.
    """
    starts = [block.span.start for block in blocks]
    by_block: list[list[Attribution]] = [[] for _ in blocks]
    for one in told:
        by_block[max(bisect_right(starts, _begins(one)) - 1, 0)].append(one)
    found: list[Attribution] = []
    for block, own in zip(blocks, by_block, strict=True):
        for first, last in block.tree.sentences:
            own = _with_whole_source(text, block.tree, first, last, own, speakers)
        own = [_of_its_own(block.tree, _with_own_subject(block.tree, one, speakers)) for one in own]
        for closing in trailing([block]):
            own = _with_closing(text, *closing, own, speakers)
        found += own
    return sorted(found, key=lambda one: (one.cue or one.content)[0])


def _begins(one: Attribution) -> int:
    return (one.cue or one.content)[0].start


def _with_whole_source(
    text: str, tree: Tree, first: int, last: int, told: list[Attribution], speakers: Speakers
) -> list[Attribution]:
    """Gives "said" behind a relative clause all that stands before it as its source, if it has none; and what is said
    within the clause ("an official who said that …") its speaker.
    """
    who = next((k for k in range(first + 1, last) if tree.lower[k] in _RELATIVE), None)
    begin = None if who is None else _begin(tree, first, who)
    if who is None or begin is None:
        return told
    phrase = Span(tree.start[begin], tree.end[who - 1 - (tree.lower[who - 1] == ",")])
    alone = tree.span(who)
    told = [
        replace(one, speaker=speakers.resolve((phrase,))) if one.speaker is None and one.source == (alone,) else one
        for one in told
    ]
    verb = _verb_behind(tree, who, min(last - 1, begin + _LONGEST))
    if verb is None:
        return told
    cue, source = tree.span(verb), Span(phrase.start, tree.end[verb - 1 - (tree.lower[verb - 1] == ",")])
    own = next((one for one in told if any(cue.overlaps(span) for span in one.cue)), None)
    if own is not None and own.source and own.source != (alone,):
        return told
    content = own.content if own is not None else _said(tree, verb, last)
    if not content or any(mark in text[cue.end : content[-1].end] for mark in _QUOTES):
        return told
    whole = Attribution((source,), (cue,), content, speakers.resolve((source,)), own.kind if own else "indirect")
    return [*(one for one in told if one is not own and not any(source.contains(span) for span in one.cue)), whole]


def _with_own_subject(tree: Tree, one: Attribution, speakers: Speakers) -> Attribution:
    """Takes the subject of "said" out of what is said; it is the source, if there is no other."""
    if not one.cue:
        return one
    saying, first = telling(), bisect_right(tree.start, one.cue[0].start) - 1
    verb = next(
        (k for k in range(first, len(tree)) if tree.lemmas[k] in saying or tree.start[k] > one.cue[0].end), first
    )
    subject = tree.child(verb, "nsubj")
    if subject is None or tree.tags[verb] not in FINITE or tree.tags[subject] not in NAMING_TAGS:
        return one
    if tree.lemmas[verb] not in saying or subject > verb:
        return one
    tokens = [k for k in tree.below(subject) if k < verb and tree.words[k] != ","]
    whole = Span(tree.start[min(tokens)], tree.end[max(tokens)])
    content = tuple(span for span in one.content if not span.overlaps(whole))
    begun = len(one.source) == 1 and one.source[0].start == whole.start and one.source[0].end < whole.end
    if not content or (content == one.content and not begun):
        return one
    source = one.source if one.source and not begun else (whole,)
    speaker = one.speaker if one.speaker and not begun else speakers.resolve(source)
    return replace(one, content=content, source=source, speaker=speaker)


def _of_its_own(tree: Tree, one: Attribution) -> Attribution:
    """ "It tested one, its first report of a test": what a noun reports stands behind it, not before it."""
    if not one.cue or len(one.content) < 2:
        return one
    end = one.cue[-1].end
    tags = tree.tags[bisect_right(tree.start, one.cue[0].start) - 1 : bisect_right(tree.end, end)]
    behind = tuple(span for span in one.content if span.start >= end)
    if any(tag.startswith("VB") for tag in tags) or not any(tag.startswith("NN") for tag in tags):
        return one
    return replace(one, content=behind) if behind and behind[0].start - end <= len(" of ") else one


def _begin(tree: Tree, first: int, who: int) -> int | None:
    """The first token of the phrase that a relative pronoun stands for; None where it names nobody."""
    begin = who - (tree.lower[who - 1] == ",")
    while begin > first and (tree.tags[begin - 1] in SOURCE_TAGS or tree.tags[begin - 1] == "TO"):
        begin -= 1
    if tree.tags[begin] in ("IN", "TO"):  # "on Friday an official who …"
        opening = [k for k in range(begin + 1, who) if tree.tags[k] == "DT"]
        begin = next((k for k in opening if tree.tags[k - 1] != "IN"), opening[0] if opening else who)
    return begin if any(tree.tags[k] in NAMING_TAGS for k in range(begin, who)) else None


def _verb_behind(tree: Tree, who: int, last: int) -> int | None:
    """The verb of saying behind a relative clause."""
    clause = next((k for k in range(who + 1, last) if tree.tags[k] in FINITE or tree.tags[k] == "MD"), last)
    for k in range(clause + 1, last):
        if tree.lemmas[k] not in verbs() or tree.tags[k] not in (*FINITE, "VBN") or tree.lower[k + 1] == "to":
            continue
        subject = tree.child(k, "nsubj", "nsubj:pass")
        helped = tree.lemmas[k - 1] in _HELPERS or tree.tags[k - 1] in ("MD", "TO", "IN", "RB", "PRP")
        own = subject is not None and subject > who and tree.lower[subject] not in _RELATIVE
        return None if helped or own else k
    return None


def _said(tree: Tree, verb: int, last: int) -> tuple[Span, ...]:
    """What is said in the rest of a sentence: from a "that" close by, else all of it."""
    that = (k for k in range(verb + 1, min(verb + _NEAR, last)) if tree.lower[k] == "that")
    begin = next(that, verb + 1)
    end = last - 1 if tree.words[last - 1] in ".!" else last
    return (Span(tree.start[begin], tree.end[end - 1]),) if begin + 1 < end else ()


def _with_closing(
    text: str, source: Span, cue: Span, content: Span, told: list[Attribution], speakers: Speakers
) -> list[Attribution]:
    """Adds the report that closes a sentence, unless it is there; what stood in its way gives way.

    What follows the report is no part of what it tells. A cue after it ("…, the ministry said, accusing them") has the
    same source.
    """
    same = [one for one in told if any(cue.overlaps(span) for span in one.cue)]
    known = any(one.source and any(content.overlaps(span) for span in one.content) for one in same)
    if any(mark in content.of(text) for mark in _QUOTES):
        return told
    if known:
        return [_without_tail(one, cue) if one in same else one for one in told]
    closing = Attribution((source,), (cue,), (content,), speakers.resolve((source,)), "indirect")
    kept = [closing]
    for one in told:
        if one in same or any(source.overlaps(span) for span in one.cue):
            continue
        if any(content.contains(span) for span in one.cue):
            inside = tuple(s for span in one.content if (s := _within(span, content)) is not None)
            if not inside:
                continue
            one = replace(one, content=inside)
        elif 0 <= one.cue[0].start - cue.end <= _BESIDE and all(
            content.contains(span) or source.overlaps(span) for span in one.source
        ):
            one = replace(one, source=(source,), speaker=closing.speaker)
        kept.append(one)
    return kept


def _without_tail(one: Attribution, cue: Span) -> Attribution:
    """An attribution without what its content has behind its cue, if it has any before it."""
    before = tuple(span for span in one.content if span.end <= cue.start)
    return replace(one, content=before) if before and before != one.content else one


def _within(span: Span, around: Span) -> Span | None:
    start, end = max(span.start, around.start), min(span.end, around.end)
    return Span(start, end) if start < end else None
