"""The entry into force as agreement.yaml has it: a day, a time in which the day lies, or several accounts of it."""

import yaml

from servanda.agreement.model import Entry
from servanda.agreement.nodes import CLOSED_PERIOD, Table, closed_period, is_null, line_of, shown
from servanda.days import Period
from servanda.errors import UsageError

#: Beyond so many possible days of entry a file is refused: each is a world of its own.
MAX_DAYS = 732


def read_entries(table: Table) -> tuple[Period, tuple[Entry, ...]]:
    """The time in force, from its earliest possible day on, and the accounts of that day where it is not plain.

    `from:` is a day or null, an EDTF period in which the day lies, or a list of accounts, each of them one of these or
    a table of `from:` and `by:`. What is wrong is noted in the table's faults.
    """
    table.only(("from", "to"))
    entries = _accounts(table)
    end = table.day("to")
    days = [e.days for e in entries if e.days]
    starts = [d.start for d in days if d.start]
    ends = [d.end for d in days if d.end]
    if end and ends and end < max(ends):
        table.fault("to", "`to` is before `from`", code="SV205", expected=f"{max(ends)} or later")
        return Period(), ()
    possible = sum((d.end - d.start).days + 1 for d in days if d.start and d.end)
    if possible > MAX_DAYS:
        message = f"the entry into force is too vague: it may lie on {possible} days"
        table.fault("from", message, expected=f"at most {MAX_DAYS} days")
    plain = len(entries) <= 1 and all(d.is_day for d in days)
    return Period(min(starts, default=None), end), () if plain else entries


def _accounts(table: Table) -> tuple[Entry, ...]:
    node = table.value("from")
    if not isinstance(node, yaml.SequenceNode):
        days = table.period("from")
        return (Entry(days),) if days else ()
    found = []
    for item in node.value:
        if isinstance(item, yaml.MappingNode):
            account = Table(item, table.faults, "an account of the entry into force")
            account.only(("from", "by", "note"), ("by",))
            if "from" not in account:
                account.faults.add(
                    "SV203", account.line, f"the key `from` is missing in {account.what}", expected="`from:`"
                )
            found.append(Entry(account.period("from"), account.optional_text("by")))
        else:
            found.append(Entry(_scalar(table, item)))
    if len(found) < 2:
        table.fault("from", "a list of accounts needs two at least", expected=f"{CLOSED_PERIOD}, or two of these")
    return tuple(found)


def _scalar(table: Table, node: yaml.Node) -> Period | None:
    """The days that one item of the list means; None for null, which stands for never."""
    if is_null(node):
        return None
    try:
        return closed_period(node.value)
    except (AttributeError, TypeError, ValueError, UsageError):
        message = "an account of the entry into force is not what it must be"
        table.faults.add("SV204", line_of(node), message, found=shown(node), expected=CLOSED_PERIOD)
        return None
