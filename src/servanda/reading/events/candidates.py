"""Event mentions on their way, and what is left of them where several words tell of one act."""

from dataclasses import dataclass

from servanda.codebook import grammar
from servanda.reading.certainty import Outlook
from servanda.reading.events.frames import Frame, Frames, held
from servanda.reading.events.participants import Participants
from servanda.reading.events.triggers import Match
from servanda.reading.model import EventMention, Participant
from servanda.reading.tree import Tree


@dataclass(slots=True)
class Candidate:
    """An event mention on its way: its token, frame, the triggers that fit, who takes part and what the rules judge."""

    tree: Tree
    token: int
    frames: Frames
    matches: list[Match]
    outlook: Outlook
    people: Participants
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    #: Whether the act is denied and the denial itself is what was done: "will not release them".
    refused: bool = False

    @property
    def frame(self) -> Frame:
        """The logical roles around the token."""
        return self.frames.of(self.token)

    @property
    def match(self) -> Match | None:
        """What it is taken for: the most specific trigger that fits, or what the model makes of it."""
        return self.matches[0] if self.matches else None

    @property
    def own(self) -> Match | None:
        """The first trigger of the codebook itself."""
        return next((match for match in self.matches if not match.guessed), None)


def uncoded(tree: Tree, candidates: list[Candidate], told: list[list[EventMention]]) -> list[int]:
    """In each sentence of which nothing was coded, the first verb that has a trigger after all, else the first noun."""
    coded = {tree.sentence[c.token] for c, made in zip(candidates, told, strict=True) if made[-1].type is not None}
    found: dict[int, int] = {}
    for verbs in (True, False):
        for index, candidate in enumerate(candidates):
            sentence = tree.sentence[candidate.token]
            if sentence not in coded and candidate.matches and tree.tags[candidate.token].startswith("VB") is verbs:
                found.setdefault(sentence, index)
    return list(found.values())


def drop_doubles(found: list[Candidate]) -> None:
    """Where verb and object noun speak of one act, one of them keeps its code: the noun under a light verb."""
    light = grammar("light")
    _drop_ended(found)
    _drop_outcomes(found)
    nouns = {c.token: c for c in found if c.matches and c.match and c.match.trigger.part == "nouns"}
    for candidate in found:
        match = candidate.match
        if match is None or match.trigger.part == "nouns":
            continue
        tree = candidate.tree
        if match.trigger.of_case:  # "granted amnesty" is one act, whatever "amnesty" is by itself
            for other in found:
                if tree.heads[other.token] == candidate.token and tree.lemmas[other.token] in match.trigger.words:
                    other.matches = []
        things = tree.conjuncts(match.thing) if match.thing is not None else candidate.frame.objects
        if match.trigger.subject:
            things = [*candidate.frame.subjects, *things]
        things = [*things, *(k for thing in things for k in tree.children(thing, "nmod") if held(tree, k))]
        for thing in things:
            noun = nouns.get(thing)
            if noun is None or noun.match is None:
                continue
            same = noun.match.trigger.type == match.trigger.type
            if not same and not match.trigger.needs:
                continue
            says_more = match.trigger.mode is not None and noun.match.trigger.mode is None
            if same and tree.lemmas[candidate.token] in light and not says_more and not match.trigger.subject:
                candidate.matches = []
                if candidate.outlook.value < 0 < noun.outlook.value:
                    _forsworn(tree, candidate, noun)
                break
            noun.matches = []


def _drop_outcomes(found: list[Candidate]) -> None:
    """ "Fired on a house, wounding two": what came of an act is no second one of its kind."""
    at = {c.token: c for c in found}
    for candidate in found:
        tree, i, match = candidate.tree, candidate.token, candidate.match
        if match is None or match.trigger.mode is not None or tree.tags[i] != "VBG" or tree.deps[i] != "advcl":
            continue
        above = at.get(tree.heads[i])
        if above is not None and above.match is not None and above.match.trigger.type == match.trigger.type:
            candidate.matches = []


def _drop_ended(found: list[Candidate]) -> None:
    """An end of tests, a halt to exercises: what is ended is told of by the noun above it alone."""
    at = {c.token: c for c in found}
    for candidate in found:
        match = candidate.match
        if match is not None and match.trigger.part == "nouns" and match.trigger.type in ("RETREAT", "CONCEDE"):
            ended = at.get(match.thing) if match.thing is not None else None
            if ended is not None and ended is not candidate:
                for k in candidate.tree.conjuncts(ended.token):
                    if k in at:
                        at[k].matches = []


def _forsworn(tree: Tree, verb: Candidate, noun: Candidate) -> None:
    """ "Promised not to resume tests" tells of no test; "has not resumed tests" tells that there was none."""
    if tree.under_to(verb.token):
        noun.matches = []
    else:
        noun.outlook = verb.outlook
