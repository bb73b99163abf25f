"""What would move the verdicts: statements added, taken out or graded anew, means added, changed or taken out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from servanda.agreement import Means
from servanda.errors import UsageError
from servanda.record import Event, View
from servanda.statement import Statement
from servanda.verdicts.court import Court
from servanda.verdicts.model import Verdict
from servanda.verdicts.ruling import rule


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is supposed to be otherwise. `regraded` gives statements, by id, another certainty (-3 to 3)."""

    added: tuple[Statement, ...] = ()
    removed: frozenset[str] = frozenset()
    regraded: Mapping[str, float] = field(default_factory=dict)
    means: tuple[Means, ...] = ()
    without_means: frozenset[str] = frozenset()
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A verdict before and after; both are the same where nothing moved."""

    before: Verdict
    after: Verdict

    @property
    def moved(self) -> bool:
        """Whether the word or the strength changed."""
        return (self.before.verdict, self.before.strength) != (self.after.verdict, self.after.strength)


def suppose(
    court: Court, view: View, group: Callable[[Iterable[Statement]], tuple[Event, ...]], supposed: Supposition
) -> tuple[Move, ...]:
    """Every verdict as it is and as it would be. `group` makes events of statements, as the record does.

    Raises UsageError for a statement or means that is not there, or a certainty out of range.
    """
    statements = _changed(view.statements(), supposed)
    before, after = view.events(), group([s for s in statements if s.published is None or s.published <= view.as_of])
    other = _other(court, supposed)
    return tuple(
        Move(rule(court.hear(case, before, view.as_of)), rule(other.hear(case, after, view.as_of)))
        for case in court.cases()
    )


def _changed(statements: Iterable[Statement], supposed: Supposition) -> list[Statement]:
    known = {s.id: s for s in statements}
    for name in (*supposed.removed, *supposed.regraded):
        if name not in known:
            raise UsageError("no such statement is known on that day", code="SV406", found=repr(name))
    for name, certainty in supposed.regraded.items():
        if not -3 <= certainty <= 3:
            raise UsageError("the certainty is out of range", found=f"{certainty:g}", expected="-3 to 3")
        known[name] = replace(known[name], certainty=certainty)
    return [*(s for s in known.values() if s.id not in supposed.removed), *supposed.added]


def _other(court: Court, supposed: Supposition) -> Court:
    known = {m.id: m for m in court.means}
    for name in supposed.without_means:
        if name not in known:
            raise UsageError("no such means is defined", found=repr(name), expected=f"one of {', '.join(known)}")
        del known[name]
    known |= {m.id: m for m in supposed.means}
    threshold = court.threshold if supposed.threshold is None else supposed.threshold
    return replace(court, means=tuple(known.values()), threshold=threshold)
