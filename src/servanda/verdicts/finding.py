"""From evidence to outcomes: the scenes of one obligation, their possible worlds, and one word for them."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from servanda.agreement import Means, Names, Obligation
from servanda.verdicts import kernel, matching
from servanda.verdicts.duty import FOREVER, Duty
from servanda.verdicts.evidence import Evidence, Seen
from servanda.verdicts.kernel import NOT_CALLED
from servanda.verdicts.model import GRAVITY, VerdictWord
from servanda.verdicts.scene import IDLE, Happening, Scene, World
from servanda.verdicts.silence import Ranges, Stretch, curve, unwatched, without
from servanda.verdicts.worlds import possible

#: The forms that may fall due more than once.
SEVERAL = ("repeat", "admit", "respond")


@dataclass(frozen=True, slots=True)
class Finding:
    """One scene judged: the outcomes it may have with a world of each, and the word for them.

    `seen` are the events behind the scene's happenings, None for an unseen act; the day of entry has none. `call` is
    what called for an answer; `span` the first day, the day due and the last day of a period or answer. `word` is None
    where, as far as is known, nothing was called for. `spoken` says that denials stand in for silence on some days.
    """

    scene: Scene
    outcomes: dict[str, World]
    word: VerdictWord | None
    seen: tuple[Seen | None, ...]
    call: Seen | None = None
    span: tuple[int, int | None, int] | None = None
    spoken: bool = False

    @property
    def duty(self) -> Duty:
        """The duty in the world of its word; by the first day of entry where several outcomes or days are open."""
        return self.scene.duty_in(self.outcomes.get(self.word or ""))

    def is_entry(self, place: int) -> bool:
        """Whether the happening at a place of the scene is the entry into force."""
        return self.scene.happenings[place].role == "entry"


@dataclass(frozen=True, slots=True)
class Watch:
    """Who would have seen the act: the means, the threshold and the power of silence over the window."""

    means: tuple[Means, ...]
    threshold: float
    stretches: tuple[Stretch, ...] = ()

    def gaps(self, first: int, last: int, as_of: int, *, patient: bool) -> Ranges:
        """The days from first to last whose silence proves nothing (see `silence.unwatched`)."""
        return unwatched(curve(self.means, first, last, as_of), self.threshold, patient=patient)


def word_of(outcomes: Sequence[str]) -> VerdictWord | None:
    """The word for a set of outcomes: the one there is, else `cannot tell`; None where nothing was called for.

    A call that may not have been made leaves `fulfilled`, `pending` and `not in force` as they are.
    """
    real = [o for o in outcomes if o != NOT_CALLED]
    if not real:
        return None
    if len(real) == 1 and (len(outcomes) == 1 or real[0] in ("fulfilled", "pending", "not in force")):
        return real[0]  # type: ignore[return-value]
    return "cannot tell"


def gravest(words: Sequence[VerdictWord]) -> VerdictWord:
    """The gravest of the words, as contracts/case.md orders them; `not in force` only where there is no other."""
    return next((word for word in GRAVITY if word in words), "not in force")


def findings(
    obligation: Obligation, duties: Mapping[int, Duty], evidence: Evidence, watch: Watch, names: Names
) -> list[Finding]:
    """One finding, or one for each time that the obligation fell due (repeat, admit, respond).

    `duties` has the duty for each day on which the agreement may have entered into force (`duty.duties_of`).
    """
    if len(duties) == 1:
        (duty,) = duties.values()
        return [f for f in _under(obligation, duty, evidence, watch, names) if f.word is not None]
    by_day = {day: _under(obligation, duty, evidence, watch, names) for day, duty in duties.items()}
    found = [_over(by_day, duties, place) for place in range(max(map(len, by_day.values())))]
    if obligation.form not in SEVERAL:
        return found
    found = [f for f in found if not f.outcomes.keys() <= {NOT_CALLED, "not in force"}]
    if not found and len({kernel.idle(duty) for duty in duties.values()}) > 1:
        found.append(_merged({day: Scene(duty, (), IDLE) for day, duty in duties.items()}))
    return found


def _under(obligation: Obligation, duty: Duty, evidence: Evidence, watch: Watch, names: Names) -> list[Finding]:
    """The findings under one day of entry, those included under which nothing was called for."""
    if duty.form in ("admit", "respond"):
        return _answers(obligation, duty, evidence, watch, names)
    if duty.form == "repeat":
        return _periods(duty, evidence, watch)
    seen: list[Seen | None] = [*evidence.acts, *(evidence.undone if duty.form == "refrain" else evidence.refused)]
    if duty.form == "limit":
        seen = [*evidence.acts]
    return [_judged(duty, seen, _gaps(duty, evidence, watch), evidence)]


def _over(by_day: Mapping[int, Sequence[Finding]], duties: Mapping[int, Duty], place: int) -> Finding:
    """The findings of one place under every day of entry as one. Under some days the period may not have begun."""
    known = {day: found[place] for day, found in by_day.items() if place < len(found)}
    first = next(iter(known.values()))
    reported = tuple(h for h in first.scene.happenings if h.role != "unseen")
    scenes = {
        day: known[day].scene if day in known else Scene(duty, reported, first.scene.instance)
        for day, duty in duties.items()
    }
    merged = _merged(scenes)
    world = merged.outcomes.get(merged.word or "")
    of_word = known.get(world[-1] or 0, first) if world else first
    seen: tuple[Seen | None, ...] = tuple(s for s in first.seen if s)
    if any(h.role == "unseen" for h in merged.scene.happenings):
        seen = (*seen, None)
    spoken = any(f.spoken for f in known.values())
    return replace(merged, seen=seen, call=first.call, span=of_word.span, spoken=spoken)


def _merged(scenes: Mapping[int, Scene]) -> Finding:
    scene = Scene.over(scenes)
    outcomes = possible(scene)
    return Finding(scene, outcomes, word_of(tuple(outcomes)), ())


def _gaps(duty: Duty, evidence: Evidence, watch: Watch) -> Ranges:
    """The days on which an act of the obligation could have gone unseen.

    What is late is presumed late until its doing is reported, so that days after the deadline are no gaps. Nor are
    there any where the doing is reported as of late: it was then not done before.
    """
    if duty.form == "perform":
        if duty.due is None or duty.as_of <= duty.due or _done_late(duty, evidence.acts):
            return ()
        return watch.gaps(duty.start, duty.due, duty.as_of, patient=False)
    if duty.form == "limit" and any(a.happening.certain for a in evidence.acts):
        return ()
    return watch.gaps(duty.start, duty.last, duty.as_of, patient=True)


def _done_late(duty: Duty, acts: Sequence[Seen]) -> bool:
    """Whether enough was done for certain, and some of it for certain after the deadline."""
    due = duty.last if duty.due is None else duty.due
    sure = [h for a in acts if (h := a.happening).certain and duty.early <= h.first and h.last <= duty.last]
    return any(h.first > due for h in sure) and round(sum(h.weight for h in sure), 6) >= duty.need


def _judged(
    duty: Duty, seen: Sequence[Seen | None], gaps: Ranges, evidence: Evidence, instance: int = 0,
    call: Seen | None = None, span: tuple[int, int | None, int] | None = None,
) -> Finding:  # fmt: skip
    """One scene judged. `gaps` are the days that nobody watched well enough, before denials are taken into account."""
    happenings = [s.happening for s in seen if s]
    unseen = without(gaps, evidence.denied)
    everything: tuple[Seen | None, ...] = tuple(seen)
    if unseen:
        happenings.append(Happening("unseen", unseen, certain=False))
        everything = (*everything, None)
    scene = Scene(duty, tuple(happenings), instance)
    outcomes = possible(scene)
    return Finding(scene, outcomes, word_of(tuple(outcomes)), everything, call, span, unseen != gaps)


def _periods(duty: Duty, evidence: Evidence, watch: Watch) -> list[Finding]:
    if duty.as_of < duty.start:
        return []
    found = []
    seen = [*evidence.acts, *evidence.refused]
    for k, (first, due, last) in enumerate(duty.periods()):
        gaps: Ranges = ()
        if duty.as_of > last and not _surely(evidence.acts, first, last):
            gaps = watch.gaps(first, last, duty.as_of, patient=False)
        found.append(_judged(duty, seen, gaps, evidence, k, span=(first, due, last)))
    return found


def _surely(acts: Sequence[Seen], first: int, last: int) -> bool:
    """Whether more acts fell for certain within the days than an earlier period could use up."""
    within = [a for a in acts if a.happening.certain and first <= a.happening.first and a.happening.last <= last]
    return len(within) > 1


class Acts:
    """Acts by day, so that those near a call are found without going through all."""

    def __init__(self, acts: Sequence[Seen], duty: Duty) -> None:
        self._acts = [(a.happening.first, a.happening.last, n, a) for n, a in enumerate(acts)]
        self._acts.sort(key=lambda act: act[:3])
        self._firsts = [act[0] for act in self._acts]
        self._longest = max((act[1] - act[0] for act in self._acts), default=0)
        self._soonest: list[tuple[int, str, Seen] | None] = [None]
        for _, last, _, act in reversed(self._acts):
            soonest = self._soonest[-1]
            if last <= duty.end and act.happening.certain:
                found = (last, act.event.id, act)
                soonest = found if soonest is None or found[:2] < soonest[:2] else soonest
            self._soonest.append(soonest)
        self._soonest.reverse()

    def near(self, call: Seen, duty: Duty) -> list[Seen]:
        """The acts that can matter to a call: those from its first day to the last day due, and later ones.

        One act that surely came later says as much as all the later ones.
        """
        asked, due = call.happening.first, duty.answer_due(call.happening.last)
        start = bisect_left(self._firsts, asked - self._longest)
        later = None
        until = len(self._acts)
        if due is not None:
            place = bisect_right(self._firsts, due)
            if later := self._soonest[place]:
                until = place
        near = [act for act in self._acts[start:until] if act[1] >= asked]
        near.sort(key=lambda act: act[2])
        return [act[3] for act in near] + ([later[2]] if later else [])


def _alike(obligation: Obligation, call: Seen, names: Names, kept: dict[tuple[object, ...], bool], act: Seen) -> bool:
    """Whether an act is of the same object, place or actors as the call; answers are kept by what they depend on."""
    one, two = call.event, act.event
    key = (one.object, one.place, one.actors, two.object, two.place, two.actors)
    if key not in kept:
        kept[key] = matching.same_as(obligation.same, one, two, names)
    return kept[key]


def _answered_late(due: int, acts: Sequence[Seen], following: Seen | None) -> bool:
    """Whether the answer surely came after it was due, and before anything else called for one: so it was not given
    before."""
    until = following.happening.first if following else FOREVER
    return any(a.happening.certain and due < a.happening.first and a.happening.last < until for a in acts)


def _in_time(duty: Duty, call: Seen, due: int | None, acts: Sequence[Seen]) -> Seen | None:
    """The earliest act that surely answers a call of a known day in time; nothing else is then of matter."""
    day = call.happening.first
    if not call.happening.certain or call.happening.last != day or not duty.bound(day):
        return None
    until = min(duty.as_of, duty.force_end, duty.end if due is None else due)
    sure = [a for a in acts if a.happening.certain and day <= a.happening.first and a.happening.last <= until]
    return min(sure, key=lambda a: (a.happening.last, a.event.id), default=None)


def _answers(obligation: Obligation, duty: Duty, evidence: Evidence, watch: Watch, names: Names) -> list[Finding]:
    found = []
    kept: dict[tuple[object, ...], bool] = {}
    indexed: dict[tuple[object, ...], Acts] = {}
    calls = sorted(evidence.calls, key=lambda c: (c.happening.first, c.event.id))
    for call, following in zip_longest(calls, calls[1:]):
        key = (call.event.object, call.event.place, call.event.actors) if obligation.same else ()
        if key not in indexed:
            alike = [a for a in evidence.acts if not obligation.same or _alike(obligation, call, names, kept, a)]
            indexed[key] = Acts(alike, duty)
        acts = indexed[key].near(call, duty)
        first, final = call.happening.first, call.happening.last
        due = duty.answer_due(final)
        if (answer := _in_time(duty, call, due, acts)) is not None:
            found.append(_judged(duty, [call, answer], (), evidence, call=call, span=(first, due, due or duty.end)))
            continue
        gaps: Ranges = ()
        late = due is not None and _answered_late(due, acts, following)
        if due is not None and duty.as_of > (duty.answer_due(first) or due) and not late:
            gaps = watch.gaps(max(first, duty.start), min(due, duty.as_of), duty.as_of, patient=False)
        seen = [call, *acts, *evidence.refused]
        found.append(_judged(duty, seen, gaps, evidence, call=call, span=(first, due, due or duty.end)))
    return found
