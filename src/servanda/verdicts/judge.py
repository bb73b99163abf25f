"""Verdicts on all obligations of an agreement over an as-of view, with their history and what nothing covers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from servanda.agreement import Agreement, Means, Names
from servanda.record import Step, View
from servanda.verdicts import reasons
from servanda.verdicts.court import Court
from servanda.verdicts.history import histories
from servanda.verdicts.model import NotCovered, Verdict
from servanda.verdicts.ruling import rule
from servanda.verdicts.uncovered import not_covered
from servanda.verdicts.unread import Unread, unread


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdicts in the order of the agreement, and the grave acts that nothing in it covers."""

    verdicts: tuple[Verdict, ...]
    not_covered: tuple[NotCovered, ...]


def judge(
    agreement: Agreement,
    view: View,
    names: Names,
    *,
    threshold: float = 0.9,
    means: Iterable[Means] = (),
    history: Iterable[Step] | None = None,
) -> Judgement:
    """Verdicts on every reading of every obligation as of the view's day, and what nothing covers.

    `threshold` is the combined power from which silence counts; `means` are the case's own beside the agreement's.
    `history` is how the events changed on the days on which knowledge did, up to the view's day (`Record.steps`, or
    `steps_of` for views); with it every verdict tells its changes.
    """
    court = Court.of(agreement, names, threshold, means)
    events = view.events()
    verdicts = [rule(court.hear(case, events, view.as_of)) for case in court.cases()]
    if history is not None:
        changes = histories(court, history)
        verdicts = [replace(v, history=changed) for v, changed in zip(verdicts, changes, strict=True)]
    return judgement(court, verdicts, view)


def judgement(court: Court, verdicts: Sequence[Verdict], view: View) -> Judgement:
    """What a court's verdicts on all its cases over a view come to, with what nothing covers."""
    ended = max((s.published for s in view.statements() if s.published), default=None)
    told = tuple(replace(v, reason=reasons.with_end(v, ended, view.as_of)) for v in verdicts)
    told = tuple(_with_unread(v, unread(court.agreement, court.names, view, v)) for v in told)
    return Judgement(told, not_covered(court.agreement, view, court.names))


def _with_unread(verdict: Verdict, found: Unread | None) -> Verdict:
    """A verdict that rests on silence, with the sentence that may break it."""
    if found is None:
        return verdict
    reason = f"{verdict.reason} An article may tell of it, though nothing was coded from its words: {found}."
    return replace(verdict, reason=reason, would_settle=(*verdict.would_settle, f"what this sentence tells: {found}"))
