"""What falls due after the day whose knowledge is used: by the agreement's own text, and by calls that are unanswered.

Nothing here is a forecast. A day stands in it because the file names it, or because it follows from a day that has
passed: the entry into force, the last period of a `repeat`, the call for an answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from servanda.agreement import Agreement, Obligation
from servanda.verdicts.duty import FOREVER, Duty, after, duties_of
from servanda.verdicts.model import Verdict

#: `due`: the last day of something promised, or of the next of its periods. `answer`: the last day to answer a call.
#: `lapse`: the last day on which an obligation binds. `end`: the last day on which the agreement is in force.
Kind = Literal["due", "answer", "lapse", "end"]


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that a day brings. `latest` is another day where the entry into force leaves open which; `by` are ids
    of the statements that called for it."""

    day: date
    kind: Kind
    provision: str | None = None
    obligation: str | None = None
    parties: tuple[str, ...] = ()
    latest: date | None = None
    by: tuple[str, ...] = ()


def coming(agreement: Agreement, verdicts: Iterable[Verdict], as_of: date) -> tuple[Coming, ...]:
    """What falls due or ends after a day, the soonest first; what several parties owe on one day is told once.

    `verdicts` are those of the day; only the text's own reading counts. What is done already does not fall due, and
    before the signature nothing does.
    """
    if agreement.signed and as_of < agreement.signed:
        return ()
    obligations = {(o.provision, o.id, o.party): o for o in agreement.obligations}
    found: dict[tuple[object, ...], Coming] = {}
    for verdict in verdicts:
        if verdict.reading is not None:
            continue
        obligation = obligations[verdict.provision, verdict.obligation, verdict.party]
        for one in _of(obligation, verdict, agreement, as_of):
            key = (one.day, one.kind, one.provision, one.obligation, one.latest, one.by)
            before = found.get(key)
            parties = (*before.parties, verdict.party) if before else (verdict.party,)
            found[key] = Coming(one.day, one.kind, verdict.provision, verdict.obligation, parties, one.latest, one.by)
    ends = agreement.in_force.end
    last = [Coming(ends, "end")] if ends and ends >= as_of else []
    return tuple(sorted((*found.values(), *last), key=lambda one: one.day))


def _of(obligation: Obligation, verdict: Verdict, agreement: Agreement, as_of: date) -> Iterator[Coming]:
    """What one obligation brings, without its party."""
    duties = [d for d in duties_of(obligation, agreement, as_of).values() if d.force_start < FOREVER]
    if not duties or (verdict.verdict == "not in force" and all(d.end < as_of.toordinal() for d in duties)):
        return
    if obligation.form in ("admit", "respond"):
        for instance in verdict.instances:
            if instance.due and instance.due >= as_of and instance.verdict in ("pending", "cannot tell"):
                yield _one(obligation, "answer", instance.due, instance.due, instance.by)
    elif obligation.form == "repeat":
        done = {i.due.toordinal() for i in verdict.instances if i.due and i.verdict in ("fulfilled", "remedied")}
        due = sorted({day for d in duties if (day := _next(d, done)) is not None})
        if due:
            yield _one(obligation, "due", due[0], due[-1])
    elif obligation.form == "perform":
        due = sorted({d.due for d in duties if d.due is not None and d.as_of <= d.due <= d.end})
        if due and verdict.verdict in ("pending", "not in force"):
            yield _one(obligation, "due", due[0], due[-1])
    elif obligation.form in ("refrain", "limit"):
        own = obligation.window.end
        if own and own >= as_of and verdict.verdict != "broken" and own != agreement.in_force.end:
            yield Coming(own, "lapse", obligation.provision, obligation.id)


def _next(duty: Duty, done: set[int]) -> int | None:
    """The last day, grace included, of the first period of a `repeat` that is not over and whose day due is not among
    those done; None where there is none any more."""
    if duty.every is None:
        return None
    begun = len(duty.periods())
    for number in range(max(1, begun - 1), begun + 2):
        due = duty.moved(duty.start, after(duty.every, duty.start, number))
        last = after(duty.grace, due) if duty.grace else due
        if last >= duty.as_of and due <= duty.end and due not in done:
            return last
    return None


def _one(obligation: Obligation, kind: Kind, first: int | date, last: int | date, by: tuple[str, ...] = ()) -> Coming:
    days = [d if isinstance(d, date) else date.fromordinal(d) for d in (first, last)]
    latest = days[1] if days[1] != days[0] else None
    return Coming(days[0], kind, obligation.provision, obligation.id, (), latest, by)
