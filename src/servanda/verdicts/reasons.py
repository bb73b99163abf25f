"""Why a verdict is what it is: the reason in one sentence, its strength, the evidence on both sides, since when."""

from collections.abc import Callable, Sequence
from datetime import date

from servanda.agreement import Agreement, Names, Obligation, leaves_out
from servanda.record import Event, told
from servanda.statement import Statement
from servanda.verdicts import say
from servanda.verdicts.court import Hearing
from servanda.verdicts.duty import FOREVER, Duty
from servanda.verdicts.evidence import Evidence, Seen
from servanda.verdicts.finding import Finding
from servanda.verdicts.matching import calling
from servanda.verdicts.model import Verdict, VerdictWord
from servanda.verdicts.silence import curve
from servanda.verdicts.watched import watched

#: The standings that evidence can lend a verdict, strongest first.
_STRENGTHS = ("established", "reported", "claimed", "disputed", "planned", "speculated", "denied")
#: Days after which a record counts as no longer fed.
_FRESH = 31
_NEGATIVE = ("broken", "overdue")
#: What a party did that says that it does not do what it owes, by mode of REJECT.
_BARRING = {"deny access": "denied access", "suspend agreement": "suspended the agreement"}
#: Where what is planned bears on the verdict; what is decided rests on what was done.
_OPEN = ("pending", "cannot tell", "overdue", "kept so far")


def supporting(finding: Finding) -> list[Seen]:
    """The events that a finding's word rests on, the decisive first: in the world that gives it, those that count."""
    duty = finding.duty
    if finding.word is None or finding.word == "cannot tell":
        return []
    world = finding.outcomes[finding.word]
    pairs = [(s, d) for s, d in zip(finding.seen, world, strict=False) if s is not None and d is not None]
    role = {s.event.id: s.happening.role for s, _ in pairs}
    first, _, last = finding.span or (0, None, 0)
    refusals = [s for s, d in pairs if role[s.event.id] == "refused" and d <= duty.force_end]
    if finding.word == "broken" and refusals:
        return refusals
    acts = [(s, d) for s, d in pairs if role[s.event.id] == "act"]
    if duty.form == "refrain":
        inside = [(s, d) for s, d in acts if duty.bound(d)]
        last_breach = max((d for _, d in inside), default=0)
        undone = [s for s, d in pairs if role[s.event.id] == "undone" and d >= last_breach]
        return [s for s, _ in inside] + (undone if finding.word == "remedied" else [])
    if duty.form == "perform":
        return _done(duty, [(s, d) for s, d in acts if duty.early <= d <= duty.last], finding.word)
    if duty.form == "limit":
        return [s for s, d in sorted(acts, key=_latest_and_greatest, reverse=True) if d <= duty.last]
    if duty.form == "repeat":
        late = finding.word == "remedied"
        return [s for s, d in acts if (first <= d <= last if not late else d > last)][: 1 if late else None]
    call_day = next(d for s, d in pairs if s is finding.call)
    due = duty.answer_due(call_day)
    chosen = [(d, s) for s, d in acts if d >= call_day and (finding.word != "fulfilled" or due is None or d <= due)]
    return [s for _, s in sorted(chosen, key=lambda pair: (pair[0], pair[1].event.id))[:1]]


def _done(duty: Duty, acts: list[tuple[Seen, int]], word: VerdictWord) -> list[Seen]:
    """The acts that a `perform` rests on: where it is fulfilled those in time, and of them those that surely were,
    if they are enough."""
    if word != "fulfilled" or duty.due is None:
        return [s for s, _ in acts]
    timely = [s for s, d in acts if d <= duty.due]
    surely = [s for s in timely if s.happening.certain and s.happening.last <= duty.due]
    return surely if sum(s.happening.weight for s in surely) >= duty.need else timely


def _latest_and_greatest(pair: tuple[Seen, int]) -> tuple[int, float]:
    return pair[1], pair[0].happening.weight


def strength(hearing: Hearing) -> str | None:
    """The standing of the evidence that the verdict rests on, None where it rests on silence or the text alone.

    Where nobody can tell, it is that of the weakest event that the possible worlds differ in.

    Of events that would each do, the strongest counts; of events that are all needed, the weakest.
    """
    finding, word = hearing.leading, hearing.word
    if finding is None or word in ("pending", "not in force", "not measurable"):
        return None
    if word == "cannot tell":
        apart = [finding.seen[place] for place in say.apart(finding) if not finding.is_entry(place)]
        return _weakest([seen.event.standing for seen in apart if seen])
    form = finding.duty.form
    if word in ("fulfilled", "kept so far", "remedied") and form in ("repeat", "admit", "respond"):
        alike = [f for f in hearing.findings if f.word == word]
        return _weakest([_strongest([s.event for s in supporting(f)]) for f in alike])
    events = [s.event for s in supporting(finding)]
    if word == "overdue" and finding.call:
        return finding.call.event.standing
    if form == "limit":
        return _of_value(hearing, events[0]) if events else _of_denials(finding, hearing.evidence)
    if word == "remedied" and form == "refrain":
        return _weakest([e.standing for e in events])
    if form == "perform" and word in ("fulfilled", "remedied"):
        need, best = finding.duty.need, sorted((e.standing for e in events), key=_STRENGTHS.index)
        return best[min(len(best), max(1, int(need))) - 1] if best else None
    return _strongest(events) if events else _of_denials(finding, hearing.evidence)


def _of_value(hearing: Hearing, event: Event) -> str:
    """The standing of a value; a party's own word that it is above its cap is an admission."""
    obligation = hearing.case.obligation
    told = {hearing.court.names.party_of(s.speaker or s.source) for s in event.asserts}
    admitted = hearing.word == "broken" and event.standing == "claimed" and obligation.party in told
    return "established" if admitted else event.standing


def _strongest(events: list[Event]) -> str | None:
    return min((e.standing for e in events), key=_STRENGTHS.index, default=None)


def _weakest(standings: Sequence[str | None]) -> str | None:
    known = [s for s in standings if s]
    return max(known, key=_STRENGTHS.index, default=None)


def _of_denials(finding: Finding, evidence: Evidence) -> str | None:
    """Denials that others than the party make count as reports that it did not happen."""
    if not finding.spoken:
        return None
    origins = {s.origin for e in evidence.denials for s in e.statements}
    return "established" if len(origins) > 1 else "reported"


def sides(hearing: Hearing) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The statements for and against the verdict, those first that tell of the very thing that the obligation names.

    Where one cannot tell: for and against the party.
    """
    obligation, evidence, word = hearing.case.obligation, hearing.evidence, hearing.word

    def in_order(statements: list[Statement]) -> tuple[Statement, ...]:
        unique = {s.id: s for s in statements}
        named = {s.id for s in unique.values() if _names_it(s, obligation, hearing.court.names)}
        return tuple(sorted(unique.values(), key=lambda s: (s.id not in named, s.published or date.min, s.id)))

    kept: list[Statement] = []
    not_kept: list[Statement] = []
    for seen in (*evidence.acts, *evidence.undone, *evidence.parts):
        event = seen.event
        breach = seen.happening.role == "act" and (
            obligation.form == "refrain"
            or (obligation.form == "limit" and seen.happening.weight > (obligation.at_most or 0))
        )
        (not_kept if breach else kept).extend(told(event))
        denies = event.denies if obligation.form != "limit" else [s for s in event.denies if s.certainty < 0]
        (kept if breach else not_kept).extend(denies)
    for event in evidence.denials:
        about_access = event.type == "REJECT" and event.standing != "denied"
        if about_access and word in ("fulfilled", "remedied"):
            continue
        against = not_kept if obligation.form != "refrain" else kept
        against.extend(event.statements if not about_access else event.asserts)
    for event in evidence.deciding if word in _OPEN else ():
        (not_kept if obligation.form in ("refrain", "limit") else kept).extend(event.asserts)
    for seen in evidence.refused if word not in ("fulfilled", "remedied") else ():
        not_kept.extend(seen.event.asserts)
    calls = [s for seen in evidence.calls for s in seen.event.asserts]
    if word in _NEGATIVE:
        return in_order([*calls, *not_kept]), in_order(kept)
    if word == "remedied":
        return in_order([*calls, *kept, *not_kept]), ()
    return in_order([*calls, *kept]), in_order(not_kept)


def _names_it(statement: Statement, obligation: Obligation, names: Names) -> bool:
    """Whether a statement tells of the very thing that one of the obligation's acts names, if any does."""
    acts = [act for act in (obligation.act, obligation.undone_by, calling(obligation)) if act and act.object]
    said = statement.object
    return not acts or (said is not None and any(names.same_object(act.object or "*", said) for act in acts))


def since(hearing: Hearing) -> date | None:
    """The first day on which the verdict's word held, as far as the evidence tells; None without a day."""
    duty = hearing.duty
    if duty is None:
        return None
    word, finding = hearing.word, hearing.leading
    if word == "not in force":
        ended = duty.as_of > duty.force_end
        return date.fromordinal(duty.force_end + 1) if ended else None
    day = duty.start
    if finding is not None and word in ("broken", "remedied", "fulfilled", "overdue"):
        day = _turned(finding, word)
    elif finding is not None and finding.span:
        day = finding.span[0]
    return date.fromordinal(day) if day <= duty.as_of else None


def _turned(finding: Finding, word: VerdictWord) -> int:
    """The day on which one finding turned to its word."""
    duty = finding.duty
    days = [s.happening.last for s in supporting(finding)]
    if duty.form == "repeat" and finding.span and word in _NEGATIVE:
        return min(days) if days else finding.span[2] + 1
    if word == "overdue" or (word == "broken" and not days):
        due = finding.span[1] if finding.span else duty.due
        late = word == "broken" and duty.as_of > duty.end
        return (max(due or duty.end, duty.end) if late else due or duty.start) + 1
    if word == "fulfilled" and duty.form in ("refrain", "limit"):
        return duty.end + 1
    if duty.form == "limit":
        return _crossed(finding, above=word == "broken")
    if word == "remedied" and duty.form == "refrain":
        return max(days)
    return min(days) if days else duty.start


def _crossed(finding: Finding, *, above: bool) -> int:
    """The day from which on the quantity has been above its cap, or back under it."""
    duty = finding.duty
    turned = duty.start
    for seen in supporting(finding):
        if (seen.happening.weight > duty.at_most) != above:
            break
        turned = seen.happening.last
    return max(turned, duty.start)


def missing(agreement: Agreement, obligation: Obligation) -> tuple[str, ...]:
    """What the text leaves out of an obligation."""
    for gap in leaves_out(agreement):
        if (gap.obligation, gap.party) == (obligation.id, obligation.party):
            return tuple(f"{element}, given in the text or agreed since" for element in gap.missing)
    return ()


def reason(hearing: Hearing) -> str:
    """The reason in one sentence."""
    obligation, word, finding = hearing.case.obligation, hearing.word, hearing.leading
    duty = hearing.duty
    if duty is None:
        return "The agreement is not known to have entered into force."
    if word == "not in force":
        return _not_in_force(duty, obligation)
    if word == "not measurable":
        gaps = [gap.split(",")[0] for gap in missing(hearing.court.agreement, obligation)]
        lacks = f" the text gives no {say.listed(gaps, 9, 'or')}" if gaps else " no state is named that would end it"
        return f"It asks for work towards “{obligation.end}”, and{lacks}."
    if finding is None:
        return _nothing_called(hearing, duty)
    text = _REASONS[word](hearing, finding)
    if len(hearing.findings) > 1:
        alike = sum(f.word == word for f in hearing.findings)
        times = len(hearing.findings)
        fell_due = f"all {times}" if alike == times else f"{alike} of the {times}"
        last = f"the last of them{'' if text.startswith('Done') else ':'} " if alike > 1 else ""
        text = f"{fell_due} times that it fell due; {last}{text[0].lower()}{text[1:]}"
        text = f"{text[0].upper()}{text[1:]}"
    if word in _NEGATIVE:
        text += _never_told(hearing)
    text += _turns_on(hearing)
    if len(hearing.duties) > 1 and word != "cannot tell":
        text += f" So it is whichever day is right: it entered into force {say.entry_days(hearing.court.agreement)}."
    return text


#: What a reading may change, as it is told: a key of agreement.yaml, the words for it, and where it stands.
_CHANGES: dict[str, tuple[str, Callable[[Obligation], object]]] = {
    "act": ("the act", lambda o: say.act_text(o.act)),
    "when": ("what calls for it", lambda o: say.act_text(o.when)),
    "asked_by": ("what calls for it", lambda o: say.act_text(o.asked_by)),
    "undone_by": ("what undoes it", lambda o: say.act_text(o.undone_by)),
    "end": ("the end", lambda o: o.end and f"“{o.end}”"),
    "form": ("the form", lambda o: o.form),
    "within": ("the time for it", lambda o: o.within),
    "every": ("the time for it", lambda o: o.every),
    "grace": ("the grace", lambda o: o.grace),
    "until": ("its last day", lambda o: o.window.end and say.written(o.window.end)),
    "from": ("its first day", lambda o: o.window.start and say.written(o.window.start)),
    "at_most": ("the cap", lambda o: o.at_most),
    "count": ("the number", lambda o: o.count),
    "amount": ("the amount", lambda o: o.amount),
    "who": ("who is let in", lambda o: o.who),
}


def _turns_on(hearing: Hearing) -> str:
    """What a party reads otherwise than the text, in a sentence; empty for the text's own reading."""
    case, agreement = hearing.case, hearing.court.agreement
    if case.reading is None:
        return ""
    found = [o for o in agreement.obligations if (o.id, o.party) == (case.obligation.id, case.obligation.party)]
    changed = [key for o in found for r in o.readings if r.by == case.reading for key in r.changed]
    parts = []
    for key, (name, value) in _CHANGES.items():
        if key in changed:
            read, own = value(case.obligation), value(found[0])
            parts.append(f"{name} is {read or 'left open'}{f', not {own}' if own and own != 'act' else ''}")
    if not parts:
        return ""
    reads = say.verb(agreement, case.reading, "reads", "read")
    return f" As {say.party(agreement, case.reading)} {reads} it, {say.listed(parts, 9)}."


def _never_told(hearing: Hearing) -> str:
    """Of a `repeat`, that no such act is on record at all; empty where one is, or somebody says that there was none."""
    evidence = hearing.evidence
    if hearing.case.obligation.form != "repeat" or evidence.acts or evidence.denials or evidence.refused:
        return ""
    return " Not one such act is on this record: the silence may be the record's own."


def with_end(verdict: Verdict, ended: date | None, as_of: date) -> str:
    """The reason, and where it rests on silence, that the record has not been fed for more than a month."""
    silent = verdict.strength is None and verdict.verdict in ("kept so far", "fulfilled", "overdue")
    if not silent or (ended is not None and (as_of - ended).days <= _FRESH):
        return verdict.reason
    last = (
        f"the last report in this record is of {say.written(ended)}" if ended else "this record holds no dated report"
    )
    return f"{verdict.reason} But {last}: silence since may be the record's own."


def _not_in_force(duty: Duty, obligation: Obligation) -> str:
    if duty.as_of < duty.start:
        if duty.start >= FOREVER:
            return "The agreement never entered into force."
        return f"It binds only from {say.day(duty.start)} on."
    if duty.end < duty.start:
        return f"Its window ends on {say.day(duty.end)}, before it begins on {say.day(duty.start)}."
    if obligation.form in ("admit", "respond", "repeat"):
        return f"It ended on {say.day(duty.end)}, and nothing had fallen due under it."
    return f"The agreement ended on {say.day(duty.force_end)}, before anything was due."


def _nothing_called(hearing: Hearing, duty: Duty) -> str:
    obligation = hearing.case.obligation
    if obligation.form == "repeat":
        return f"The first time falls due after {say.day(duty.start)}."
    waits = calling(obligation)
    who = f" by {say.party(hearing.court.agreement, waits.party)}" if waits and waits.party else ""
    text = f"Nothing has called for it yet: no {say.act_text(waits)}{who} is on record since {say.day(duty.start)}"
    circle = waits_for(hearing.court.agreement, obligation)
    return f"{text}; {circle}." if circle else f"{text}."


def waits_for(agreement: Agreement, obligation: Obligation) -> str | None:
    """Where action waits for action in a circle, who waits for whom, in words; else None."""
    chain = [obligation]
    while chain[-1].form == "respond" and chain[-1].when:
        when = chain[-1].when
        step = next(
            (
                o
                for o in agreement.obligations
                if o.act and when.type == o.act.type and when.mode in (None, o.act.mode)
                and when.party in (None, o.party) and when.object in (None, o.act.object)
            ),
            None,
        )  # fmt: skip
        if step is None:
            return None
        if step in chain:
            steps = [
                f"{say.party(agreement, o.party)} {say.verb(agreement, o.party, 'waits', 'wait')} for "
                f"{say.act_text(o.when)} by {say.party(agreement, o.when.party or 'somebody')}"
                for o in chain
                if o.when
            ]
            return f"each waits for the other: {', and '.join(steps)}"
        chain.append(step)
    return None


def _broken(hearing: Hearing, finding: Finding) -> str:
    duty, events = finding.duty, [s.event for s in supporting(finding)]
    who = _who(hearing)
    if duty.form == "refrain":
        was = say.verb(hearing.court.agreement, hearing.case.obligation.party, "was", "were")
        return f"{who} {was} not to do this, and it happened: {say.listed([say.event_text(e) for e in events])}."
    if duty.form == "limit":
        over = f"The last value is above {say.number(duty.at_most)}"
        return f"{over}: {say.event_text(events[0])}." if events else "It was exceeded."
    if events and events[0].type == "REJECT":
        return f"{who} refused it for good: {say.event_text(events[0])}."
    due = finding.span[1] if finding.span else duty.due
    final = duty.end if due is None else max(due, duty.end)
    return f"It was due by {say.day(due)}, was not done, and cannot be done any more after {say.day(final)}."


def _who(hearing: Hearing) -> str:
    return say.party(hearing.court.agreement, hearing.case.obligation.party)


def _overdue(hearing: Hearing, finding: Finding) -> str:
    duty = finding.duty
    due = finding.span[1] if finding.span else duty.due
    called = f" It was called for by {say.event_text(finding.call.event)}." if finding.call else ""
    for mode, did in _BARRING.items():
        barred = [e for e in hearing.evidence.denials if (e.type, e.mode) == ("REJECT", mode)]
        if barred and not finding.spoken:
            called += f" {_who(hearing)} {did}: {say.listed([say.event_text(e) for e in barred], 2)}."
    part = _part(hearing, finding)
    done = f"{part} done" if part else f"No {say.act_text(hearing.case.obligation.act)} is on record"
    if not part and hearing.evidence.parts:
        done = "Not on record as done"
    return f"{done}{_begun(hearing)}, and it was due by {say.day(due)}{_silence(hearing, finding)}.{called}"


def _begun(hearing: Hearing) -> str:
    """What is told as begun or done in part, in words; empty where nothing is."""
    parts = [say.event_text(seen.event) for seen in hearing.evidence.parts]
    return f" but in part, {say.listed(parts)}" if parts else ""


def _part(hearing: Hearing, finding: Finding) -> str:
    """How much is surely done of what several acts come to: `300 of 500 kg on record as`; empty where nothing is."""
    duty, unit = finding.duty, hearing.case.obligation.unit or ""
    happenings = [seen.happening for seen in hearing.evidence.acts]
    sure = sum(h.weight for h in happenings if h.certain and duty.early <= h.first and h.last <= duty.last)
    if duty.form != "perform" or not 0 < sure < duty.need:
        return ""
    return f"{say.number(sure)} of {say.number(duty.need)} {unit or 'times'} on record as"


def _silence(hearing: Hearing, finding: Finding) -> str:
    """What the silence rests on: denials by others, or what means would have shown on the weakest day that counts."""
    if finding.spoken:
        speaking = hearing.evidence.denials or [seen.event for seen in hearing.evidence.refused]
        said = say.listed([say.event_text(e) for e in speaking], 2)
        return f"; that it did not happen is said: {said}"
    watch = hearing.watch
    good = [s for s in watch.stretches if s.power >= watch.threshold]
    if not good:
        return ""
    weakest = min(good, key=lambda s: s.power)
    means = [m for m in watch.means if m.id in weakest.means]
    return f"; silence counts, as {say.shown_by(means, weakest.power, watch.threshold)}"


def _kept(hearing: Hearing, finding: Finding) -> str:
    duty = finding.duty
    if duty.form == "limit" and finding.seen and finding.seen[0] is not None:
        last = say.event_text(supporting(finding)[0].event)
        return f"No value is above {say.number(duty.at_most)}; the last, which holds until another comes, is {last}."
    until = say.day(duty.last)
    act = _sought(hearing, duty)
    return f"No {act} is on record from {say.day(duty.start)} to {until}{_silence(hearing, finding)}."


def _fulfilled(hearing: Hearing, finding: Finding) -> str:
    duty, events = finding.duty, [s.event for s in supporting(finding)]
    if duty.form in ("refrain", "limit"):
        return _kept(hearing, finding)
    due = finding.span[1] if finding.span else duty.due
    time = f", in time for {say.day(due)}" if due is not None else ""
    if not events:
        return f"It was done{time}, whichever of the possible days are the true ones."
    return f"Done{time}: {say.listed([say.event_text(e) for e in events])}."


def _remedied(_: Hearing, finding: Finding) -> str:
    duty, events = finding.duty, [s.event for s in supporting(finding)]
    told = say.listed([say.event_text(e) for e in events])
    if duty.form == "refrain":
        return f"Broken and undone since: {told}."
    if duty.form == "limit":
        return f"It was above {say.number(duty.at_most)} and is back: {told}."
    due = finding.span[1] if finding.span else duty.due
    return f"Done late, after {say.day(due)}: {told}."


def _pending(hearing: Hearing, finding: Finding) -> str:
    due = finding.span[1] if finding.span else finding.duty.due
    time = f"it is due by {say.day(due)}" if due is not None else "no day is set by which it is due"
    called = f", called for by {say.event_text(finding.call.event)}" if finding.call else ""
    done = f"{_part(hearing, finding) or 'Not on record as'} done{_begun(hearing)}"
    return f"{done}, and {time}{called}."


def _but_for_gaps(hearing: Hearing, finding: Finding) -> str | None:
    """Where only acts that went unseen are open: kept on the days that were watched, and which were not."""
    found = watched(hearing)
    if found is None or any(finding.is_entry(p) or finding.seen[p] is not None for p in say.apart(finding)):
        return None
    act = _sought(hearing, finding.duty)
    if not found.watched:
        return f"No {act} is on record, but no day was watched well enough to tell: {_worst(hearing, finding)}."
    gaps = say.listed([say.days(gap.first.toordinal(), gap.last.toordinal()) for gap in found.gaps])
    nobody = "nobody watched" if all(gap.power == 0 for gap in found.gaps) else "nobody watched well enough"
    return (
        f"No {act} is on record on the days that were watched, {found.watched:,} of {found.days:,} "
        f"({int(100 * found.share)}%). But {nobody} {gaps}, so that one may have gone unreported "
        f"({_worst(hearing, finding)})."
    )


def _cannot_tell(hearing: Hearing, finding: Finding) -> str:
    if (text := _but_for_gaps(hearing, finding)) is not None:
        return text
    worlds = say.worlds_of(finding, hearing.court.agreement)
    silent = ""
    if None in finding.seen:
        watch = hearing.watch
        silent = f"; silence does not count here: {_worst(hearing, finding)}" if watch.means else "; no means sees it"
    part = _part(hearing, finding)
    surely = f"{part} surely done. " if part else ""
    return f"{surely}It would be {'; '.join(worlds)}{silent}."


def _sought(hearing: Hearing, duty: Duty) -> str:
    """What is looked for and not found: an act, or a value above the cap."""
    act = say.act_text(hearing.case.obligation.act)
    return f"value of {act} above {say.number(duty.at_most)}" if duty.form == "limit" else act


def _worst(hearing: Hearing, finding: Finding) -> str:
    """What the means would have shown on the first days that nobody watched well enough."""
    watch, duty = hearing.watch, finding.duty
    ranges = next(h.ranges for h in finding.scene.happenings if h.role == "unseen")
    first, last = ranges[0]
    stretch = next(s for s in curve(watch.means, first, last, duty.as_of))
    means = [m for m in watch.means if m.id in stretch.means]
    days = say.days(first, last)
    if not means:
        of = "that day" if first == last else "those days"
        coming = f"; the reports on {of} are not in yet" if stretch.coming else ""
        return f"{days} no means that sees it was at work or has reported{coming}"
    return f"{days} {say.shown_by(means, stretch.power, watch.threshold)}"


_REASONS = {
    "broken": _broken,
    "overdue": _overdue,
    "kept so far": _kept,
    "fulfilled": _fulfilled,
    "remedied": _remedied,
    "pending": _pending,
    "cannot tell": _cannot_tell,
}
