"""Finds every event mention of a document and says what it is."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from servanda.codebook import grammar
from servanda.days import Period
from servanda.reading.certainty import CertaintyRules
from servanda.reading.certainty_model import certainty
from servanda.reading.events.candidates import Candidate, drop_doubles, uncoded
from servanda.reading.events.denied import with_denials
from servanda.reading.events.frames import Frames
from servanda.reading.events.mentions import speaks_of_event
from servanda.reading.events.participants import SYMMETRIC, Participants
from servanda.reading.events.roots import LIKELY, LIKELY_ALONE, Setting, likeliest, resolved
from servanda.reading.events.tense import ahead, tense
from servanda.reading.events.things import Things
from servanda.reading.events.triggers import Match, Matcher, Trigger
from servanda.reading.events.when import Calendar
from servanda.reading.lexicon import Lexicon, NamedEvent
from servanda.reading.model import Attribution, EventMention, Mention, Participant, TimeExpression
from servanda.reading.namebook import key
from servanda.reading.syntax import LONGEST
from servanda.reading.tree import Tree
from servanda.spans import Span

#: Tags of words that never speak of an event.
_SILENT = frozenset(("DT", "IN", ".", ",", "TO", "CC", "POS", "PRP$", "MD", ":", "WDT", "-LRB-", "-RRB-"))
#: Of the mentions before a paragraph, those that can still be meant by "the two sides".
_LAST = LONGEST
_HELD = frozenset(("hold", "take", "occur", "happen", "stage", "convene", "go", "host"))
_WE = frozenset(("we", "us", "ours", "ourselves"))
_OPEN = Period()
#: From this certainty on a meeting is one that later words can take up.
_LIKELY = 1.5
#: The modes of requests, by the mode or type of what is asked for.
_ASKED_FOR = {
    "inspect": "inspect",
    "meet": "meet",
    "talks": "meet",
    "lift sanctions": "lift sanctions",
    "ease sanctions": "lift sanctions",
    "declare": "declare",
    "dismantle": "disarm",
    "disarm": "disarm",
    "freeze": "disarm",
    "AID": "aid",
    "humanitarian": "aid",
    "economic": "aid",
}
_MUTUAL = frozenset(("CONSULT", "AGREE", "COOPERATE", "SUPPORT", "REJECT"))
_OF_THINGS = frozenset(
    ("MOBILIZE", "RETREAT", "CONCEDE", "COOPERATE", "SANCTION", "AID", "COERCE", "REJECT", "CONSULT")
)


_Sides = tuple[tuple[Participant, ...], tuple[Participant, ...]]


class Events:
    """Finds events. Made once for a case and used for many documents; holds no state of any document."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or Lexicon()
        self._described = grammar("described")
        self.things = Things(self.lexicon)
        self._matcher = Matcher(self.things, self.lexicon.modes, self.lexicon.acts)
        owners = {a.party: a.name for a in reversed(self.lexicon.actors) if a.party and a.kind == "state"}
        self._parties = tuple(sorted(owners.values())) if len(owners) == 2 else ()
        told = [alias for event in self.lexicon.events for alias in (event.name, *event.aliases)]
        either = "|".join(re.escape(key(name)) for name in (*told, *self.lexicon.agreement_names) if name.strip())
        self._told = re.compile(rf"(?<!\w)(?:{either or '(?!)'})(?!\w)")

    def find(
        self,
        text: str,
        trees: list[Tree],
        mentions: list[Mention],
        times: tuple[TimeExpression, ...],
        attributions: tuple[Attribution, ...],
        published: date | None,
        known: tuple[NamedEvent, ...] | None = None,
    ) -> list[EventMention]:
        """The event mentions of the trees of a document, in text order.

        `known` are the named events that a text of that day can mean; all of the lexicon's where it is absent.
        """
        calendar = Calendar(times, self.lexicon.events if known is None else known, published)
        parties = self._parties if self._concerned(text, mentions) else ()
        found: list[EventMention] = []
        position = 0
        meeting: EventMention | None = None
        for tree, within in zip(trees, _narrowest(trees, attributions), strict=True):
            named, position = tokens_named(tree, mentions, position)
            candidates = self.candidates(text, tree, named, mentions[max(0, position - _LAST) : position], parties)
            calendar.enter(tree, [c.token for c in candidates if c.matches])
            told = [self._mention(text, c, named, calendar, within[c.token]) for c in candidates]
            for index in uncoded(tree, candidates, told):
                one = candidates[index]
                told[index] = self._mention(text, one, named, calendar, within[one.token], alone=False)
            for candidate, made in zip(candidates, told, strict=True):
                if meeting is not None and _means_meeting(candidate, made[0]):
                    place = _place(text, candidate, named)
                    made = [_as_told(made[0], meeting, place)] if place or made[0].period != _OPEN else made
                elif _is_meeting(own := made[0].instead or made[0]):
                    meeting = own if own.tense == "future" or meeting is None else meeting
                found.extend(_in_own_name(candidate, one, attributions) for one in made)
        return with_denials(trees, found, attributions)

    def _concerned(self, text: str, mentions: list[Mention]) -> bool:
        """Whether a text names a party of the case, its agreement or one of its named events."""
        names = frozenset(self._parties)
        if any(m.state in names or m.name in names or m.actor in names for m in mentions):
            return True
        return bool(names) and self._told.search(key(text)) is not None

    def candidates(
        self,
        text: str,
        tree: Tree,
        named: dict[int, Mention],
        before: Sequence[Mention] = (),
        parties: tuple[str, ...] = (),
        *,
        learned: bool = True,
    ) -> list[Candidate]:
        """Every token of a tree that speaks of an event, with its frame, triggers, participants and outlook.

        `parties` are the two states that "the two sides" mean, if the text concerns them.
        """
        frames = Frames(tree)
        people = Participants(text, tree, frames, named, before, parties)
        rules = CertaintyRules(tree)
        found = []
        for i, tag in enumerate(tree.tags):
            if tag in _SILENT or tree.words[i].isspace() or (i in named and tag.startswith("NNP")):
                continue
            matches = self._matcher.matches(tree, i, frames, named) if _content(tree, i) else []
            if speaks_of_event(tree, i, bool(matches)):
                found.append(Candidate(tree, i, frames, matches, rules.of(i), people))
        drop_doubles(found)
        for candidate in found:
            if candidate.matches or not learned:
                self._take_part(candidate, people)
        if learned:
            setting = setting_of(tree, found, named)
            for candidate in found:
                if candidate.matches:
                    _resolve(candidate, setting)
            _code_main_acts(setting, found, people)
        for candidate in found:
            _ask_for(candidate, found)
        return found

    def _take_part(self, candidate: Candidate, people: Participants) -> None:
        """Fills in who takes part."""
        match = candidate.match
        if match is None:
            roles = people.roles(candidate.token, candidate.frame, "")
            candidate.actors, candidate.recipients = roles
            return
        if match.trigger.subject:
            candidate.actors, struck = people.of_subject(candidate.token, candidate.frame)
            candidate.recipients = candidate.actors[1:] if match.trigger.type in _MUTUAL else struck
        else:
            roles = people.roles(candidate.token, candidate.frame, match.trigger.type)
            candidate.actors, candidate.recipients = roles

    def _mention(
        self,
        text: str,
        candidate: Candidate,
        named: dict[int, Mention],
        calendar: Calendar,
        within: int | None,
        *,
        alone: bool = True,
    ) -> list[EventMention]:
        """What a candidate tells, `within` the content of which attribution.

        `alone`: a word that may mean many things is not coded where nothing stands by it.
        """
        tree, i = candidate.tree, candidate.token
        outlook = candidate.outlook
        span = tree.span(i)
        sure = certainty(tree, i, outlook)
        to_come = outlook.supposed == "open" or ((sure > 0 or outlook.negated) and ahead(tree, i))
        mention = EventMention(
            span,
            tree.spans[tree.sentence[i]],
            certainty=sure,
            attribution=within,
            period=calendar.period(i, candidate.frames, denied=sure < 0),
            tense="future" if to_come else tense(tree, i),
        )
        match = candidate.match
        if match is None or outlook.supposed in ("unreal", "void"):
            return [mention]
        if tree.deps[i] == "compound" and tree.lemmas[tree.heads[i]] in self._described:
            return [mention]  # it describes a place or a rule, and tells of no act
        if _only_describes(tree, i):
            return [mention]  # "deployed warheads", "the released prisoners"
        found = self._coded(text, candidate, match, mention, named, alone)
        if match.guessed and candidate.own is not None:
            own = self._coded(text, candidate, candidate.own, mention, named, alone)
            if own != [mention]:
                found = [_guessed(one, found[0]) for one in own]
        if candidate.refused and mention.certainty < 0 and found != [mention]:
            # that it was not done is one thing, that it was refused another
            return [mention, *(replace(one, certainty=-one.certainty) for one in found)]
        return found

    def _coded(
        self,
        text: str,
        candidate: Candidate,
        match: Match,
        mention: EventMention,
        named: dict[int, Mention],
        alone: bool,
    ) -> list[EventMention]:
        """The mention under the type of a match, once for each object; as it is where the match is no code here."""
        objects = self._objects(text, candidate, match)
        alone = alone and not candidate.actors and not candidate.recipients
        compound = candidate.tree.deps[candidate.token] == "compound"
        if alone and not objects and (match.trigger.weight == 0 or compound):
            return [mention]
        spoken_of = match.trigger.part == "nouns" and candidate.frame.light is None
        if spoken_of and match.trigger.mode == "letter" and not (candidate.actors and candidate.recipients):
            return [mention]  # nothing says that the letter went from one to the other
        if match.trigger.type == "ACCUSE" and _in_passing(candidate) and not candidate.recipients:
            return [mention]  # "…, blaming the weather" accuses nobody
        if spoken_of and alone and mention.period == _OPEN:
            return [mention]  # a noun in passing, of which nothing else is told
        actors, recipients = candidate.actors, candidate.recipients
        if match.known:  # "passed the Law on the Governing of Mali": the words of the thing are nobody
            recipients = tuple(p for p in recipients if p.name not in " ".join(objects))
        if match.guessed and match.trigger.type in SYMMETRIC and not recipients:
            recipients = actors[1:]
        place = _place(text, candidate, named)
        return [
            replace(
                mention,
                type=match.trigger.type,
                mode=match.trigger.mode,
                actors=actors,
                recipients=recipients,
                object=name,
                place=place,
                guessed=match.guessed,
            )
            for name in objects or (None,)
        ]

    def _objects(self, text: str, candidate: Candidate, match: Match) -> list[str]:
        """What the act is done with or to, by its codebook or case names, else in the text's words; often nothing."""
        tree, frame, i = candidate.tree, candidate.frame, candidate.token
        verbal = match.trigger.part == "verbs"
        heads = [match.thing] if match.thing is not None and match.thing != i else []
        if match.trigger.of_case:  # "diverted water": what the mode's own name says is no object of it
            inside = (*frame.objects, *frame.obliques.get("of", ()))
            return [
                name
                for k in inside
                if tree.lemmas[k] not in match.trigger.words and (name := self.things.name(tree, k)) is not None
            ][:1]
        heads += frame.objects if verbal else [*frame.modifiers, *frame.obliques.get("of", ())]
        if match.trigger.part == "predicates" or match.trigger.subject:
            heads += [*frame.subjects, *frame.objects]
        joined = [k for head in heads[:1] for k in tree.conjuncts(head)]
        names = [name for head in joined if (name := self.things.name(tree, head)) is not None]
        if not names:
            names = [name for head in heads if (name := self.things.name(tree, head)) is not None][:1]
        if not names and not verbal:
            own = self.things.name(tree, i, alone=False)
            if own is None and match.trigger.mode not in ("meet", "visit", "talks"):
                own = self.things.name(tree, i)
            names = [own] if own is not None else []
        if not names and verbal and match.thing is not None and match.trigger.type in _OF_THINGS:
            words = _plain(text, tree, match.thing)
            names = [words] if words else []
        return list(dict.fromkeys(names))


def _in_own_name(candidate: Candidate, made: EventMention, attributions: Sequence[Attribution]) -> EventMention:
    """The mention with "we" as whom the speaker stands for, where words are quoted: "we have closed it"."""
    if made.attribution is None or not any(_ours(p.name) for p in (*made.actors, *made.recipients)):
        return made
    said = attributions[made.attribution]
    name = _stands_for(candidate, said) if said.kind != "indirect" else None
    if name is None:
        return made

    def told(people: tuple[Participant, ...]) -> tuple[Participant, ...]:
        return tuple(replace(p, name=name) if _ours(p.name) else p for p in people)

    own = made.instead and replace(
        made.instead, actors=told(made.instead.actors), recipients=told(made.instead.recipients)
    )
    return replace(made, actors=told(made.actors), recipients=told(made.recipients), instead=own)


def _ours(name: str) -> bool:
    """ "We", "our army"."""
    words = name.lower().split()
    organ = words[:1] == ["our"] and not grammar("organs").isdisjoint((words[-1], words[-1].removesuffix("s")))
    return organ or name.lower() in _WE


def _stands_for(candidate: Candidate, said: Attribution) -> str | None:
    """For whom the source of quoted words speaks: the state of an official in the same paragraph, else who it is."""
    tree = candidate.tree
    for source in said.source:
        within = range(bisect_left(tree.start, source.start), bisect_right(tree.end, source.end))
        head = next((k for k in within if tree.heads[k] not in within), None)
        if head is not None:
            return candidate.people.stands_for(head) or said.speaker
    return said.speaker


def _guessed(own: EventMention, guess: EventMention) -> EventMention:
    """What the triggers tell, under the type and between the sides of a guess."""
    return replace(own, type=guess.type, mode=None, recipients=guess.recipients, guessed=True, instead=own)


def _is_meeting(made: EventMention) -> bool:
    """Whether it is a meeting that later words can take up."""
    return made.mode == "meet" and bool(made.actors and made.recipients) and made.certainty >= _LIKELY


def _means_meeting(candidate: Candidate, made: EventMention) -> bool:
    """Whether words without names of their own speak of a meeting told of before: "it could be held in Vietnam"."""
    tree, i = candidate.tree, candidate.token
    if made.actors or made.tense != "future" or (made.period != _OPEN and candidate.tree.tags[i].startswith("N")):
        return False
    if tree.tags[i].startswith("VB"):
        return tree.lemmas[i] in _HELD and any(
            tree.lower[k] in ("it", "they") for k in (*candidate.frame.objects, *candidate.frame.subjects)
        )
    definite = any(tree.lower[k] in ("the", "this", "that", "their") for k in tree.kids[i])
    return definite and candidate.own is not None and candidate.own.trigger.mode == "meet"


def _as_told(made: EventMention, meeting: EventMention, place: str | None) -> EventMention:
    """The mention with the type and participants of the meeting that it takes up."""
    return replace(
        made,
        type="CONSULT",
        mode="meet",
        actors=meeting.actors,
        recipients=meeting.recipients,
        place=place,
        object=None,
    )


def _only_describes(tree: Tree, i: int) -> bool:
    """Whether a participle stands before its noun like any adjective, and so tells of a state and no act."""
    if tree.deps[i] != "amod" or tree.tags[i] not in ("VBN", "VBD") or tree.heads[i] < i or tree.contracted_perfect(i):
        return False
    loose = i > 0 and tree.sentence[i - 1] == tree.sentence[i] and tree.tags[i - 1].startswith("NN")
    return not loose and not any(k > i for k in tree.kids[i])


def _in_passing(candidate: Candidate) -> bool:
    """Whether a verb in -ing only goes on with another clause."""
    tree, i = candidate.tree, candidate.token
    return tree.tags[i] == "VBG" and tree.deps[i] in ("advcl", "ccomp", "xcomp", "parataxis") and i not in tree.helpers


def _plain(text: str, tree: Tree, head: int) -> str | None:
    """The words of a noun phrase without its article; None for a pronoun."""
    if tree.tags[head] in ("PRP", "WP", "WDT", "DT"):
        return None
    first, last = tree.inner(head)
    while first < last and tree.tags[first] in ("DT", "PRP$", "PDT", "CD"):
        first += 1
    return " ".join(Span(tree.start[first], tree.end[last]).of(text).split()).strip("\"“”‘’' ") or None


def setting_of(tree: Tree, found: list[Candidate], named: dict[int, Mention]) -> Setting:
    """What the model of roots sees around the candidates of a tree."""
    return Setting(tree, frozenset(named), {c.token: c.matches[0].trigger for c in found if c.matches})


def _resolve(candidate: Candidate, setting: Setting) -> None:
    """Puts the match first that trigger and model together settle on."""
    verb = candidate.tree.tags[candidate.token].startswith("VB")
    if not (verb or candidate.actors or candidate.recipients):
        return
    before = candidate.matches[0].trigger.type
    candidate.matches = resolved(setting, candidate.token, candidate.frame, candidate.matches, candidate.outlook)
    refusal = candidate.matches[0].trigger.type == "REJECT" != before
    candidate.refused = refusal and candidate.outlook.value < 0


def _ask_for(candidate: Candidate, found: list[Candidate]) -> None:
    """Gives a request the mode of what is asked for in a clause below it: "asked it to admit inspectors"."""
    match = candidate.match
    if match is None or match.guessed or match.trigger.type != "REQUEST" or match.trigger.mode is not None:
        return
    tree = candidate.tree
    clauses = tree.children(candidate.token, "xcomp", "ccomp", "advcl")
    told = {*clauses, *(k for clause in clauses for k in tree.children(clause, "obj"))}
    asked = (other.own.trigger for other in found if other.token in told and other.own is not None)
    mode = next((m for t in asked if (m := _ASKED_FOR.get(t.mode or t.type)) is not None), None)
    if mode is not None:
        candidate.matches = [replace(match, trigger=replace(match.trigger, mode=mode)), *candidate.matches[1:]]


def _code_main_acts(setting: Setting, found: list[Candidate], people: Participants) -> None:
    """In a sentence without any trigger, codes what somebody named does: the verb that joins two sides, else the main
    one, if the model is sure enough.
    """
    tree = setting.tree
    coded = {tree.sentence[c.token] for c in found if c.matches and (c.actors or c.recipients)}
    best: dict[int, tuple[bool, bool, Candidate, _Sides]] = {}
    for candidate in sorted(found, key=lambda c: tree.deps[c.token] != "ROOT"):
        sentence = tree.sentence[candidate.token]
        main = tree.deps[candidate.token] == "ROOT"
        if sentence in coded or not (main or tree.tags[candidate.token].startswith("VB")):
            continue
        if sentence in best and best[sentence][0]:
            continue  # none comes before the first that has both sides, a main one first
        sides = people.roles(candidate.token, candidate.frame, "")
        rank = all(sides), main, candidate, sides
        if sides[0] and (sentence not in best or rank[:2] > best[sentence][:2]):
            best[sentence] = rank
    for both, _, candidate, sides in best.values():
        root, odds = likeliest(setting, candidate.token, candidate.frame, candidate.matches, candidate.outlook)
        if odds >= (LIKELY if both else LIKELY_ALONE):
            type_ = "CONCEDE" if root == "YIELD" else root
            candidate.actors, candidate.recipients = sides
            guess = Match(Trigger("verbs", (), (), (), type_, None, 0), None, guessed=True)
            candidate.matches = [guess, *candidate.matches]


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


def _content(tree: Tree, i: int) -> bool:
    return tree.tags[i][:2] in ("VB", "NN", "JJ", "RB") and tree.deps[i] not in ("aux", "aux:pass", "cop")


def _narrowest(trees: list[Tree], attributions: tuple[Attribution, ...]) -> list[list[int | None]]:
    """For each token of each tree the attribution in whose content it stands; the narrowest of several."""
    painted: list[list[int | None]] = [[None] * len(tree) for tree in trees]
    starts = [tree.start[0] if tree.words else 0 for tree in trees]
    contents = [(len(content), index, content) for index, one in enumerate(attributions) for content in one.content]
    for _, index, content in sorted(contents, reverse=True):
        first = max(0, bisect_right(starts, content.start) - 1)
        for tree, row in zip(trees[first : bisect_left(starts, content.end)], painted[first:], strict=False):
            low, high = bisect_left(tree.start, content.start), bisect_right(tree.end, content.end)
            row[low:high] = [index] * (high - low)
    return painted


def _place(text: str, candidate: Candidate, named: dict[int, Mention]) -> str | None:
    """Where: a place by its name, the seat of a government in the text's words ("White House")."""
    frame = candidate.frame
    going = candidate.match is not None and candidate.match.trigger.mode in ("visit", "deploy", "withdraw")
    for preposition in ("in", "at", "near", *(("to", "into", "from") if going else ())):
        for token in frame.obliques.get(preposition, ()):
            mention = named.get(token)
            if mention is not None and mention.kind in ("place", "state"):
                return mention.name
            if mention is not None and mention.kind == "government":
                return " ".join(mention.span.of(text).split())
    if candidate.match is not None and candidate.match.trigger.type == "CONSULT":
        return _place_after(text, candidate, named)
    return None


def _place_after(text: str, candidate: Candidate, named: dict[int, Mention]) -> str | None:
    """A place that the parser hung elsewhere: the first one in the rest of the sentence after `at`."""
    tree = candidate.tree
    for k in range(candidate.token + 1, len(tree)):
        if tree.sentence[k] != tree.sentence[candidate.token] or tree.lower[k] in ("said", "says", "after", "before"):
            return None
        mention = named.get(k)
        if mention is not None and tree.case(k) == "at" and mention.kind in ("place", "government", "state"):
            return mention.name if mention.kind == "place" else " ".join(mention.span.of(text).split())
    return None
