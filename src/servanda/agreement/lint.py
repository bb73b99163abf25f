"""What is allowed in an agreement file and yet looks wrong: obligations that cannot be met, cannot be broken,
contradict each other, or that nobody could see kept. Faults that make a file unusable are found by `load`."""

from collections.abc import Iterator
from dataclasses import dataclass

from servanda.agreement.model import Act, Agreement, Means, Obligation
from servanda.days import Period


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the line and obligation it is about, what is odd, and what would cure it."""

    line: int | None
    obligation: str | None
    message: str
    cure: str

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        what = f"`{self.obligation}`: " if self.obligation else ""
        return f"{where}{what}{self.message}; {self.cure}"

    def to_json(self) -> dict[str, object]:
        """The finding as data."""
        return {"line": self.line, "obligation": self.obligation, "message": self.message, "cure": self.cure}


def lint(agreement: Agreement, *, threshold: float = 0.9) -> tuple[Finding, ...]:
    """Every finding, in the order of lines. `threshold` is the combined power from which silence counts."""
    found = [*_contradictions(agreement), *_means(agreement)]
    for obligation in agreement.obligations:
        found += [
            Finding(obligation.line, obligation.id, message, cure)
            for message, cure in (*_never_met(agreement, obligation), *_never_broken(obligation))
        ]
        found += [
            Finding(obligation.line, obligation.id, message, cure)
            for message, cure in _never_seen(agreement, obligation, threshold)
        ]
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda f: (f.line or 0, f.message)))


def window(agreement: Agreement, obligation: Obligation) -> Period | None:
    """The days on which an obligation binds; None where there are none or it never entered into force."""
    force = agreement.in_force
    entered = force.start or (agreement.signed if obligation.outside_text else None)
    if entered is None:
        return None
    start = max(entered, obligation.window.start or entered)
    ends = [day for day in (force.end, obligation.window.end) if day]
    end = min(ends) if ends else None
    return None if end and end < start else Period(start, end)


def _never_met(agreement: Agreement, obligation: Obligation) -> Iterator[tuple[str, str]]:
    binds = window(agreement, obligation)
    if binds is None:
        if agreement.in_force.start:
            yield "it never binds: its window lies outside the time in force", "change `from`, `until` or `in_force`"
        return
    if obligation.by and binds.start and obligation.by < binds.start:
        yield f"it is due on {obligation.by}, before it binds on {binds.start}", "put `by` later"
    if obligation.every and binds.end and binds.start and obligation.every.after(binds.start) > binds.end:
        yield "it never falls due: the window is shorter than `every`", "make `every` shorter or the window longer"
    if obligation.form == "respond" and obligation.when and obligation.act:
        own = obligation.when.party in (None, "*", obligation.party)
        if own and _overlap(obligation.when, obligation.act):
            yield "its own act calls for itself", "name another `party` in `when`"


def _never_broken(obligation: Obligation) -> Iterator[tuple[str, str]]:
    if obligation.form == "perform" and not (obligation.by or obligation.within or obligation.window.end):
        yield "it can never be overdue: no deadline is set", "add `by`, `within` or `until`, if the text has one"
    if obligation.form in ("admit", "respond") and not obligation.within:
        yield "it can never be overdue: no time to answer is set", "add `within`, if the text has one"


def _contradictions(agreement: Agreement) -> Iterator[Finding]:
    obligations = agreement.obligations
    for one in obligations:
        for two in obligations:
            if one.party != two.party or one is two or not (one.act and two.act):
                continue
            binds = [window(agreement, one), window(agreement, two)]
            if not (binds[0] and binds[1] and binds[0].overlaps(binds[1])):
                continue
            if one.form == "refrain" and two.form in ("perform", "repeat") and _covers(one.act, two.act):
                message = f"it forbids what `{two.id}` demands of {one.party}"
                yield Finding(one.line, one.id, message, "part their windows or acts")
            same_limit = one.form == two.form == "limit" and _covers(one.act, two.act)
            if same_limit and one.at_most != two.at_most and (one.line or 0) < (two.line or 0):
                message = f"`{two.id}` sets another cap on the same quantity"
                yield Finding(one.line, one.id, message, "part their windows, or take one out")


def _means(agreement: Agreement) -> Iterator[Finding]:
    named = {name for o in agreement.obligations for name in o.seen_by}
    for means in agreement.means:
        patterns = [o.act for o in agreement.obligations if o.act]
        if means.id not in named and not any(_sees(means, act) for act in patterns):
            yield Finding(
                None, None, f"the means `{means.id}` sees no obligation's act", "widen `sees`, or take it out"
            )


def _never_seen(agreement: Agreement, obligation: Obligation, threshold: float) -> Iterator[tuple[str, str]]:
    if obligation.act is None:
        return
    known = {m.id: m for m in agreement.means}
    for name in obligation.seen_by:
        if name in known and not _sees(known[name], obligation.act):
            yield f"the means `{name}` is not said to see such an act", f"widen `sees` of `{name}`"
    named = [known[name] for name in obligation.seen_by if name in known]
    if any(name not in known for name in obligation.seen_by):
        return
    able = named if obligation.seen_by else [m for m in agreement.means if _sees(m, obligation.act)]
    missed = 1.0
    for means in able:
        missed *= 1.0 - means.power
    if obligation.form != "limit" and 1.0 - missed < threshold:
        power = f"{1.0 - missed:.2g}" if able else "none"
        yield (
            f"its silence never counts: the means that see it have a combined power of {power}, under {threshold:g}",
            "name the means that would see the act, if there are any",
        )


def _sees(means: Means, act: Act) -> bool:
    return any(_covers(seen, act) for seen in means.sees)


def _covers(wide: Act, narrow: Act) -> bool:
    """Whether everything that the narrow pattern matches, by the words of the file alone, the wide one does too."""
    if (wide.quantity is None) != (narrow.quantity is None):
        return wide.type == "*"
    keys = ("type", "mode", "object", "place", "quantity")
    return all(getattr(wide, key) in (None, "*", getattr(narrow, key)) for key in keys)


def _overlap(one: Act, two: Act) -> bool:
    keys = ("type", "mode", "object", "place")
    pairs = [(getattr(one, key), getattr(two, key)) for key in keys]
    return all(a in (None, "*", b) or b in (None, "*") for a, b in pairs)
