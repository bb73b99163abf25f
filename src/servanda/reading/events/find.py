"""Finds every event mention of a document and says what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from servanda.reading.certainty import CertaintyRules, Outlook
from servanda.reading.events.frames import Frame, Frames
from servanda.reading.events.mentions import speaks_of_event
from servanda.reading.events.participants import Participants
from servanda.reading.events.tense import tense
from servanda.reading.events.things import Things
from servanda.reading.events.tree import Tree
from servanda.reading.events.triggers import Match, Matcher
from servanda.reading.events.when import Calendar
from servanda.reading.lexicon import Lexicon
from servanda.reading.model import Attribution, EventMention, Participant, TimeExpression
from servanda.reading.names import Mention
from servanda.reading.syntax import Block
from servanda.spans import Span

_OF_THINGS = frozenset(
    ("MOBILIZE", "RETREAT", "CONCEDE", "COOPERATE", "SANCTION", "AID", "COERCE", "REJECT", "CONSULT")
)


@dataclass(slots=True)
class Candidate:
    """An event mention on its way: its token, frame, the triggers that fit, who takes part and what the rules judge."""

    tree: Tree
    token: int
    frame: Frame
    matches: list[Match]
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    outlook: Outlook | None = None

    @property
    def match(self) -> Match | None:
        """The most specific trigger that fits."""
        return self.matches[0] if self.matches else None


class Events:
    """Finds events. Made once for a case and used for many documents; holds no state of any document."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or Lexicon()
        self.things = Things(self.lexicon)
        self._matcher = Matcher(self.things)

    def find(
        self,
        text: str,
        trees: list[Tree],
        mentions: list[Mention],
        times: tuple[TimeExpression, ...],
        attributions: tuple[Attribution, ...],
        published: date | None,
    ) -> list[EventMention]:
        """The event mentions of the trees of a document, in text order."""
        calendar = Calendar(times, self.lexicon, published)
        found: list[EventMention] = []
        position = 0
        for tree in trees:
            named, position = tokens_named(tree, mentions, position)
            calendar.enter(tree)
            for candidate in self.candidates(text, tree, named, mentions[:position]):
                found.append(self._mention(text, candidate, named, calendar, attributions))
        return found

    def candidates(
        self, text: str, tree: Tree, named: dict[int, Mention], before: Sequence[Mention] = ()
    ) -> list[Candidate]:
        """Every token of a tree that speaks of an event, with its frame, triggers, participants and outlook."""
        frames = Frames(tree)
        people = Participants(text, tree, frames, named, before)
        rules = CertaintyRules(tree)
        found = []
        for i in range(len(tree)):
            if not tree.words[i].strip() or (i in named and tree.tags[i].startswith("NNP")):
                continue
            if tree.tags[i] in ("DT", "IN", ".", ",", "TO", "CC", "POS", "PRP$", "MD", ":", "WDT", "-LRB-", "-RRB-"):
                continue
            matches = self._matcher.matches(tree, i, frames.of(i), named) if _content(tree, i) else []
            if not speaks_of_event(tree, i, bool(matches)):
                continue
            candidate = Candidate(tree, i, frames.of(i), matches, outlook=rules.of(i))
            if matches:
                candidate.actors, candidate.recipients = people.roles(i, candidate.frame, matches[0].trigger.type)
            found.append(candidate)
        return found

    def _mention(
        self,
        text: str,
        candidate: Candidate,
        named: dict[int, Mention],
        calendar: Calendar,
        attributions: tuple[Attribution, ...],
    ) -> EventMention:
        tree, i = candidate.tree, candidate.token
        outlook = candidate.outlook
        assert outlook is not None
        span = tree.span(i)
        mention = EventMention(
            span,
            tree.spans[tree.sentence[i]],
            certainty=round(outlook.value, 2),
            attribution=_within(span, attributions),
            period=calendar.period(i, candidate.frame),
            tense=tense(tree, i),
        )
        match = candidate.match
        if match is None:
            return mention
        named_object = self._object(text, candidate, match)
        if match.trigger.weight == 0 and not (candidate.actors or candidate.recipients or named_object):
            return mention
        return EventMention(
            span,
            mention.sentence,
            match.trigger.type,
            match.trigger.mode,
            candidate.actors,
            candidate.recipients,
            named_object,
            _place(candidate, named),
            mention.period,
            mention.certainty,
            mention.attribution,
            mention.tense,
        )

    def _object(self, text: str, candidate: Candidate, match: Match) -> str | None:
        """What the act is done with or to, by its codebook or case name, else in the text's words."""
        tree, frame, i = candidate.tree, candidate.frame, candidate.token
        verbal = match.trigger.part == "verbs"
        heads = [match.thing] if match.thing is not None and match.thing != i else []
        heads += frame.objects if verbal else [*frame.modifiers, *frame.obliques.get("of", ())]
        if match.trigger.part == "predicates" or match.trigger.subject:
            heads += [*frame.subjects, *frame.objects]
        for head in heads:
            name = self.things.name(tree, head)
            if name is not None:
                return name
        own = self.things.name(tree, i, alone=False) if not verbal else None
        if own is None and not verbal and match.trigger.mode not in ("meet", "visit", "talks"):
            own = self.things.name(tree, i)
        if own is not None:
            return own
        if verbal and match.thing is not None and match.trigger.type in _OF_THINGS:
            first, last = tree.inner(match.thing)
            return " ".join(Span(tree.start[first], tree.end[last]).of(text).split())
        return None


def tokens_named(tree: Tree, mentions: list[Mention], position: int) -> tuple[dict[int, Mention], int]:
    """The mention that covers each token of a tree; `position` is how far into the sorted mentions one has come."""
    named: dict[int, Mention] = {}
    if not tree.words:
        return named, position
    token = 0
    while position < len(mentions) and mentions[position].span.start < tree.end[-1]:
        mention = mentions[position]
        while token < len(tree) and tree.end[token] <= mention.span.start:
            token += 1
        at = token
        while at < len(tree) and tree.start[at] < mention.span.end:
            named[at] = mention
            at += 1
        position += 1
    return named, position


def trees_of(blocks: list[Block]) -> list[Tree]:
    """The trees of parsed blocks."""
    return [Tree.of(block) for block in blocks]


def _content(tree: Tree, i: int) -> bool:
    return tree.tags[i][:2] in ("VB", "NN", "JJ", "RB") and tree.deps[i] not in ("aux", "aux:pass", "cop")


def _within(span: Span, attributions: tuple[Attribution, ...]) -> int | None:
    """The attribution whose content the span stands in; the narrowest of several."""
    best: tuple[int, int] | None = None
    for index, attribution in enumerate(attributions):
        for content in attribution.content:
            if content.contains(span) and (best is None or len(content) < best[0]):
                best = len(content), index
    return best[1] if best else None


def _place(candidate: Candidate, named: dict[int, Mention]) -> str | None:
    frame = candidate.frame
    visiting = candidate.match is not None and candidate.match.trigger.mode in ("visit", "deploy", "withdraw")
    for preposition in ("in", "at", "near", *(("to", "into", "from") if visiting else ())):
        for token in frame.obliques.get(preposition, ()):
            mention = named.get(token)
            if mention is not None and mention.kind in ("place", "state", "government"):
                return mention.name
    return None
