"""Verdicts in words: events, days, worlds, and what would settle them."""

from collections.abc import Sequence
from datetime import date

from servanda.agreement import Act, Agreement, Entry, Means, Obligation
from servanda.days import Period
from servanda.record import Event
from servanda.verdicts.court import Court
from servanda.verdicts.duty import FOREVER, NEVER
from servanda.verdicts.evidence import Evidence
from servanda.verdicts.finding import Finding, Watch
from servanda.verdicts.kernel import NOT_CALLED
from servanda.verdicts.matching import sees
from servanda.verdicts.scene import World
from servanda.verdicts.worlds import UNSEARCHED, difference


def day(ordinal: int | None) -> str:
    """A day as it is written: 12 June 2018; an open end as words."""
    if ordinal is None or ordinal >= FOREVER:
        return "no end"
    return written(date.fromordinal(ordinal))


def days(first: int, last: int) -> str:
    """Days in words: `on 12 June 2018`, or `from 12 June 2018 to 1 July 2018`."""
    return f"on {day(first)}" if first == last else f"from {day(first)} to {day(last)}"


def written(when: date) -> str:
    """A day as it is written: 12 June 2018."""
    return f"{when.day} {when:%B %Y}"


def party(agreement: Agreement, name: str) -> str:
    """The name of the party of an id; any other name as it is."""
    return next((p.name for p in agreement.parties if p.id == name), name)


def verb(agreement: Agreement, name: str, singular: str, plural: str) -> str:
    """The form of a verb that goes with a party: `was` with Arland, `were` with the Tigers."""
    return plural if any(p.plural and name in (p.id, p.name) for p in agreement.parties) else singular


def act_text(act: Act | None) -> str:
    """An act pattern in words: `“test: ballistic missile”`."""
    if act is None:
        return "act"
    if act.quantity:
        return act.quantity
    what = act.mode if act.mode not in (None, "*") else (act.type or "act").lower()
    parts = dict.fromkeys(p for p in (act.object, act.place) if p and p != "*")
    return f"“{what}: {', '.join(parts)}”" if parts else f"“{what}”"


def event_text(event: Event) -> str:
    """An event in words: `“test: ballistic missile” by Arland on 1 March 2030 (reported)`."""
    return f"{undecided(event)} ({event.standing})"


def undecided(event: Event) -> str:
    """An event in words without its standing: `“test: ballistic missile” by Arland on 1 March 2030`."""
    who = listed(event.actors, 9)
    if event.quantity or (event.type is None and event.value is not None):
        of = f" of {who}" if who else ""
        value = f"{number(event.value)} {event.unit or ''}".strip() if event.value is not None else "an untold value"
        return f"{event.quantity or event.object}{of} at {value} {on(event)}"
    what = act_text(Act(event.type, event.mode, event.object, event.place))
    return f"{what}{f' by {who}' if who else ''} {on(event)}"


def number(value: float) -> str:
    """A number as it is written: 14,700 or 0.25."""
    return f"{value:,.10g}"


def chance(power: float) -> str:
    """A chance from 0 to 1 in percent: 93%; what falls short of certainty is never 100%."""
    told = f"{100 * power:.3g}"
    return f"{'over 99.9' if told == '100' and power < 1 else told}%"


def on(event: Event) -> str:
    """When the event was, as is known: `on 3 August 2018`, `in 2018`, `between 22 July and 3 August 2018`."""
    return during(event.holds)


def during(holds: Period) -> str:
    """Days of which one is meant: `on 3 August 2018`, `in 2018`, `between 22 July and 3 August 2018`."""
    start, end = holds.start, holds.end
    if start is None or end is None:
        if start:
            return f"on or after {written(start)}"
        return f"by {written(end)}" if end else "on an unknown day"
    if start == end:
        return f"on {written(start)}"
    short = holds.edtf()
    if len(short) == 4:
        return f"in {short}"
    if len(short) == 7:
        return f"in {start:%B %Y}"
    if start.year != end.year:
        first = written(start)
    else:
        first = f"{start.day}" if start.month == end.month else f"{start.day} {start:%B}"
    return f"between {first} and {written(end)}"


def listed(parts: Sequence[str], most: int = 3, last: str = "and") -> str:
    """Parts joined by `and` or another word, the surplus counted."""
    shown = list(parts[:most])
    if len(parts) > most:
        shown.append(f"{len(parts) - most} more")
    return f" {last} ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def shown_by(means: Sequence[Means], power: float, threshold: float) -> str:
    """What silence is worth, in words: `“survey” and “press” together would have shown one with a chance of 93%, and
    90% is enough`."""
    together = " together" if len(means) > 1 else ""
    enough = f"and {chance(threshold)} is enough" if power >= threshold else f"and {chance(threshold)} is asked for"
    who = listed([f"“{m.id}”" for m in means], 9)
    return f"{who}{together} would have shown one with a chance of {chance(power)}, {enough}"


def entry_days(agreement: Agreement) -> str:
    """The accounts of the day of entry into force: `on 1 June 2030 (Arland) or never (Borland)`."""
    return " or ".join(entry_account(agreement, account) for account in agreement.entries)


def entry_account(agreement: Agreement, account: Entry) -> str:
    """One account of the day of entry into force, with whose it is."""
    when = during(account.days) if account.days else "never"
    return f"{when} ({party(agreement, account.by)})" if account.by else when


def _entered(agreement: Agreement, when: int) -> str:
    """The entry into force on one day, with who has it so."""
    accounts = [e for e in agreement.entries if (when >= NEVER if e.days is None else _within(e.days, when))]
    said = [party(agreement, e.by) for e in accounts if e.by]
    has = "have" if len(said) > 1 else verb(agreement, said[0], "has", "have") if said else ""
    by = f" (as {listed(said)} {has} it)" if said else ""
    return f"it never entered into force{by}" if when >= NEVER else f"it entered into force on {day(when)}{by}"


def _within(days: Period, when: int) -> bool:
    return when < NEVER and days.contains(date.fromordinal(when))


def worlds_of(finding: Finding, agreement: Agreement) -> tuple[str, ...]:
    """One possible world of each outcome, told by what sets it apart from another outcome's world.

    Where there were too many worlds to search, nothing but that.
    """
    words = [*finding.outcomes]
    if UNSEARCHED in finding.outcomes.values():
        few = ", ".join(words[:-1])
        return (
            f"{few} or {words[-1]}: there are too many possible worlds to search, as the days of many acts are vague",
        )
    told = []
    for i, word in enumerate(words):
        one, other = finding.outcomes[word], finding.outcomes[words[i - 1]]
        differs = difference(finding.scene, other, one) or difference(finding.scene, one, other)
        facts = [_fact(finding, agreement, place, one) for place in differs]
        told.append(f"{'nothing was called for' if word == NOT_CALLED else word}, if {listed(facts)}")
    return tuple(told)


#: What is asked of an act of which it is not known whether it was enough.
_HOW_MUCH = {"amount": "how much it was", "whole": "whether all of it was done"}
#: What is said of an event that may be another act, or not enough of it, and its opposite.
_NOT = {"this was enough": "this was not enough", "this is the act in question": "this is another act"}


def _fact(finding: Finding, agreement: Agreement, place: int, world: World) -> str:
    when = world[place]
    if finding.is_entry(place):
        return _entered(agreement, when or NEVER)
    seen = finding.seen[place]
    if seen is None:
        return f"an act on {day(when)} went unreported" if when is not None else "there was no act that went unreported"
    name = event_text(seen.event)
    if seen.event.quantity:
        return f"this value is wrong: {name}" if when is None else f"this value is right on {day(when)}: {name}"
    if seen.lacks:
        meant = "this was enough" if seen.lacks in _HOW_MUCH else "this is the act in question"
        return f"{meant if when is not None else _NOT[meant]}: {name}"
    return f"this did not happen: {name}" if when is None else f"it was on {day(when)}: {name}"


def apart(finding: Finding) -> list[int]:
    """The places of the happenings in which worlds of different outcomes must differ."""
    worlds = [*finding.outcomes.values()]
    if UNSEARCHED in worlds:
        return [i for i, h in enumerate(finding.scene.happenings) if not (h.certain and h.first == h.last)]
    return sorted({p for i, world in enumerate(worlds) for p in difference(finding.scene, worlds[i - 1], world)})


def settles(
    finding: Finding, obligation: Obligation, evidence: Evidence, watch: Watch, court: Court
) -> tuple[str, ...]:
    """The smallest evidence that would tell the outcomes apart: means that see the act, or facts about events."""
    needed: list[str] = []
    unreported = finding.scene.places("unseen") if obligation.form == "refrain" else []
    for place in sorted({*apart(finding), *unreported}):
        if finding.is_entry(place):
            needed.append(f"when it entered into force: {entry_days(court.agreement)}")
            continue
        seen, happening = finding.seen[place], finding.scene.happenings[place]
        if seen is not None:
            open_ = "which value is right" if seen.event.quantity else "whether it happened"
            if seen.lacks:
                open_ = _HOW_MUCH.get(seen.lacks) or f"whether it was {act_text(obligation.act)}"
            question = "when it was" if happening.certain else open_
            needed.append(f"{question}: {event_text(seen.event)}")
            continue
        act = obligation.act or Act()
        able = [m for m in court.means if m in watch.means or any(sees(s, act, court.names) for s in m.sees)]
        needed += [m.id for m in sorted(able, key=lambda m: (-m.power, m.id))]
        first, last = happening.ranges[0][0], happening.ranges[-1][1]
        needed.append(
            f"means that see {act_text(act)} with a combined power of at least {watch.threshold:g} {days(first, last)}"
        )
    needed += [f"whether it happened: {event_text(e)}" for e in evidence.deciding if e.standing != "denied"]
    return tuple(dict.fromkeys(needed))
