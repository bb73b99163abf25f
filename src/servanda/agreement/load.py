"""Loads agreement.yaml (contracts/case.md), or raises every fault of it at once."""

import difflib
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import yaml

from servanda.agreement.entry import read_entries
from servanda.agreement.model import (
    FORMS,
    MATCHED,
    Act,
    Agreement,
    Entry,
    Form,
    Means,
    Obligation,
    Party,
    Provision,
    RivalReading,
)
from servanda.agreement.nodes import FaultList, Table, read_root
from servanda.codebook import plover
from servanda.days import Duration, Period

_TOP = ("servanda", "name", "signed", "in_force", "parties", "provisions", "means", "modes", "note", "source")
_ALWAYS = ("id", "party", "form", "words", "seen_by", "readings", "outside_text", "note", "suspended")
#: The keys of each form beside those that every obligation may have; those before the bar are required.
_FORM_KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "refrain": (("act",), ("from", "until", "undone_by")),
    "perform": (("act",), ("by", "within", "grace", "from", "until", "count", "amount", "unit")),
    "repeat": (("act", "every"), ("grace", "from", "until")),
    "limit": (("act", "at_most"), ("unit", "from", "until")),
    "admit": (("act",), ("who", "by", "within", "grace", "asked_by", "same", "from", "until")),
    "respond": (("act", "when"), ("by", "within", "grace", "same", "from", "until")),
    "endeavour": (("end",), ("from", "until")),
}
_ALL_KEYS = {*_ALWAYS, *(k for pair in _FORM_KEYS.values() for keys in pair for k in keys)}
_ACT_KEYS = ("type", "mode", "object", "place", "quantity")
_READING_EXTRA = ("by", "note")


def load(path: Path, *, known_means: Collection[str] = ()) -> Agreement:
    """The agreement in the file. `known_means` are ids of means that the case's settings define beside the file's own.

    Raises Faults with an AgreementError (SV2xx) for every fault, each with its line and what was expected.
    """
    faults = FaultList(path.name)
    root = read_root(path, faults)
    if root is None:
        faults.raise_if_any()
        raise AssertionError("unreachable: a file without a table is a fault")
    agreement = _Reader(Table(root, faults, "the agreement"), known_means).read()
    faults.raise_if_any()
    return agreement


class _Reader:
    """One pass over the file. Faults are noted and reading goes on with defaults."""

    def __init__(self, top: Table, known_means: Collection[str]) -> None:
        self.top, self.faults = top, top.faults
        self.means_known = set(known_means)
        self.modes: dict[str, tuple[str, ...]] = {}
        self.parties: tuple[Party, ...] = ()
        self.seen: dict[tuple[str, str], int] = {}

    def read(self) -> Agreement:
        top = self.top
        top.only(_TOP, ("servanda", "name", "parties", "provisions"))
        if top.value("servanda") is not None and top.text("servanda") != "1":
            top.fault("servanda", "the version of the format is unknown", expected="1")
        self.modes = self._modes()
        self.parties = self._parties()
        signed = top.day("signed")
        in_force, entries = self._in_force(signed)
        means = self._means()
        provisions = self._provisions()
        return Agreement(top.text("name"), signed, in_force, self.parties, provisions, means, self.modes, entries)

    def _in_force(self, signed: date | None) -> tuple[Period, tuple[Entry, ...]]:
        """From `in_force:`, with the accounts of its day where there are several; without it, the day of signature."""
        table = self.top.table("in_force", "`in_force`")
        if table is None:
            return Period(signed, None), ()
        return read_entries(table)

    def _modes(self) -> dict[str, tuple[str, ...]]:
        table = self.top.table("modes", "`modes`")
        modes = {}
        for name in table.entries if table else ():
            assert table is not None
            if name not in plover():
                near = difflib.get_close_matches(name.upper(), plover(), n=1)
                expected = f"`{near[0]}`?" if near else "one of " + ", ".join(plover())
                self.faults.add("SV204", table.line_of(name), f"`{name}` is no PLOVER type", expected=expected)
            modes[name] = table.words(name, single=True)
        return modes

    def _parties(self) -> tuple[Party, ...]:
        table = self.top.table("parties", "`parties`")
        if table is None:
            return ()
        parties: list[Party] = []
        owner: dict[str, str] = {}
        for party_id, entry in table.named_tables("party"):
            entry.only(("name", "aliases", "plural"), ("name",))
            aliases = entry.words("aliases", single=True)
            party = Party(party_id, entry.text("name"), aliases, entry.flag("plural"))
            for name in {party_id, party.name, *party.aliases} - {""}:
                other = owner.setdefault(name.casefold(), party_id)
                if other != party_id:
                    message = f"the name `{name}` means two parties"
                    self.faults.add("SV205", entry.line, message, found=f"{other} and {party_id}", expected="one")
            parties.append(party)
        if not table.entries:
            self.faults.add("SV203", table.line, "the agreement has no party", expected="at least one")
        return tuple(parties)

    def _means(self) -> tuple[Means, ...]:
        table = self.top.table("means", "`means`")
        means = []
        for means_id, entry in table.named_tables("means") if table else ():
            entry.only(("sees", "power", "delay", "from", "to", "note"), ("sees", "power"))
            sees = tuple(self._act(t, _ACT_KEYS) for t in entry.tables("sees", f"an act that `{means_id}` sees"))
            if "sees" in entry and not sees and not self.faults.found:
                entry.fault("sees", f"the means `{means_id}` sees nothing", expected="at least one act")
            power = entry.number("power", 0, 1)
            delay = entry.duration("delay") or Duration()
            means.append(Means(means_id, sees, power or 0.0, delay, _period(entry, "from", "to")))
        self.means_known |= set(table.entries) if table else set()
        return tuple(means)

    def _provisions(self) -> tuple[Provision, ...]:
        provisions: list[Provision] = []
        ids: dict[str, int] = {}
        for entry in self.top.tables("provisions", "a provision"):
            entry.only(("id", "text", "obligations", "outside_text", "note"), ("id", "text"))
            provision_id = entry.text("id")
            if provision_id and ids.setdefault(provision_id, entry.line) != entry.line:
                entry.fault("id", "two provisions have the same id", code="SV205", expected="an id of its own")
            outside = entry.flag("outside_text")
            obligations: list[Obligation] = []
            for table in entry.tables("obligations", "an obligation"):
                obligations += self._obligation(table, provision_id, outside)
            provisions.append(Provision(provision_id, entry.text("text"), tuple(obligations), outside))
        if "provisions" in self.top and not provisions and not self.faults.found:
            self.top.fault("provisions", "the agreement has no provision", expected="at least one")
        return tuple(provisions)

    def _obligation(self, table: Table, provision: str, outside: bool) -> list[Obligation]:
        """The obligations that one entry stands for: one for each party that it names."""
        form = table.text("form")
        if form not in FORMS:
            if table.value("form") is not None:
                near = difflib.get_close_matches(form, FORMS, n=1)
                table.fault("form", f"`{form}` is no form", expected=f"`{near[0]}`?" if near else ", ".join(FORMS))
            table.only(_ALL_KEYS, ("id", "party", "form"))
            return []
        required, optional = _FORM_KEYS[form]
        table.what = f"a `{form}`"
        table.only((*_ALWAYS, *required, *optional), ("id", "party", "form", *required), _ALL_KEYS)
        base = replace(
            self._fields(table, form), provision=provision, outside_text=outside or table.flag("outside_text")
        )
        parties = table.words("party", single=True)
        self._check_parties(table, "party", parties)
        for one, two in pairwise(sorted(parties)):
            if one == two:
                table.fault("party", f"the party `{one}` is named twice", code="SV205", expected="each once")
        obligations = []
        for party in parties:
            first = self.seen.setdefault((base.id, party), table.line)
            if first != table.line:
                message = f"the obligation `{base.id}` of `{party}` stands twice"
                table.fault("id", message, code="SV205", expected=f"another id than the one in line {first}")
            readings = tuple(
                replace(r, as_read=replace(r.as_read, party=party, provision=provision)) if r.as_read else r
                for r in base.readings
            )
            obligations.append(replace(base, party=party, readings=readings))
        return obligations

    def _fields(self, table: Table, form: Form) -> Obligation:
        """Everything of an obligation but its party and provision, checked for contradictions in itself."""
        window = _period(table, "from", "until")
        by, within = table.day("by"), table.duration("within")
        if by and within:
            table.fault("within", "both `by` and `within` are given", code="SV205", expected="one of them")
        if by and not window.contains(by):
            window_text = f"{window.start or '..'} to {window.end or '..'}"
            table.fault("by", "the deadline lies outside the window", code="SV205", expected=f"a day in {window_text}")
        every = table.duration("every")
        if every and every.after(_SOME_DAY) <= _SOME_DAY:
            table.fault("every", "the period is empty", expected="at least P1D")
        grace = table.duration("grace")
        if every and grace and grace.after(_SOME_DAY) >= every.after(_SOME_DAY):
            table.fault("grace", "the grace is no shorter than the period", code="SV205", expected=f"under {every}")
        seen_by = table.words("seen_by", single=True)
        for name in seen_by:
            if name not in self.means_known:
                near = difflib.get_close_matches(name, self.means_known, n=1)
                cure = f"`{near[0]}`?" if near else f"`{name}` under `means:`"
                self.faults.add("SV205", table.line_of("seen_by"), f"the means `{name}` is not defined", expected=cure)
        same = table.words("same", single=True)
        for word in same:
            if word not in MATCHED:
                table.fault("same", f"`{word}` cannot be the same", expected="some of " + ", ".join(MATCHED))
        count = table.number("count", 1, 1_000_000)
        amount = table.number("amount", 0, float("inf"))
        if count and amount:
            table.fault("amount", "both `count` and `amount` are given", code="SV205", expected="one of them")
        if count and count != int(count):
            table.fault("count", "the count is no whole number", expected="a whole number")
        who = table.optional_text("who")
        obligation = Obligation(
            id=table.text("id"), provision="", party="", form=form, words=table.text("words"),
            act=self._act_under(table, "act", form), undone_by=self._act_under(table, "undone_by"),
            window=window, by=by, within=within, every=every, grace=grace,
            at_most=table.number("at_most", 0, float("inf")), unit=table.optional_text("unit"),
            who=None if who == "*" else who, asked_by=self._act_under(table, "asked_by"),
            when=self._act_under(table, "when"), same=same, end=table.optional_text("end"), seen_by=seen_by,
            suspended=tuple(_period(t, "from", "to", ("from",)) for t in table.tables("suspended", "a suspension")),
            count=int(count) if count else None, amount=amount, line=table.line,
        )  # fmt: skip
        return replace(obligation, readings=self._readings(table, form))

    def _readings(self, table: Table, form: Form) -> tuple[RivalReading, ...]:
        """Rival readings: each takes the obligation's keys and changes those that it names."""
        readings = []
        for entry in table.tables("readings", "a reading"):
            vague = "end" in entry and "act" not in entry
            read_as = _form_of(entry.text("form", "endeavour" if vague else form), "act" in entry)
            own = {k for keys in (*_FORM_KEYS[form], *_FORM_KEYS[read_as]) for k in keys}
            changeable = {"form", "act", "words", "seen_by", *own} - {"by"}
            entry.only((*_READING_EXTRA, *sorted(changeable)), ("by",), _ALL_KEYS)
            by = entry.text("by")
            if by:
                self._check_parties(entry, "by", (by,))
            obligation = self._as_read(table, entry, read_as, changeable)
            act = obligation.act if "act" in entry else None
            changed = tuple(sorted(set(entry.entries) - set(_READING_EXTRA)))
            note = entry.optional_text("note")
            readings.append(RivalReading(by, entry.optional_text("end"), act, note, obligation, changed))
        return tuple(readings)

    def _as_read(self, table: Table, entry: Table, read_as: Form, changeable: set[str]) -> Obligation:
        """The obligation with a reading's keys in place of its own; faults of the reading's keys are noted."""
        merged = {k: v for k, v in table.entries.items() if k != "readings" and (k == "by" or k not in entry)}
        merged |= {k: v for k, v in entry.entries.items() if k in changeable}
        if {"within", "until"} & set(entry.entries):
            merged.pop("by", None)
        keys = (*_ALWAYS, *_FORM_KEYS[read_as][0], *_FORM_KEYS[read_as][1])
        pairs = [pair for key, pair in merged.items() if key in keys]
        node = yaml.MappingNode(table.node.tag, pairs, entry.node.start_mark)
        inner = _Reader(Table(self.top.node, FaultList(self.faults.file), ""), self.means_known)
        inner.modes, inner.parties = self.modes, self.parties
        own = FaultList(self.faults.file)
        inner.faults = own
        obligation = inner._fields(Table(node, own, "a reading"), read_as)
        lines = range(entry.line, entry.last_line + 1)
        self.faults.found += [fault for fault in own.found if fault[0] in lines]
        return obligation

    def _check_parties(self, table: Table, key: str, names: tuple[str, ...]) -> None:
        ids = [p.id for p in self.parties]
        for name in names:
            if name not in ids:
                near = difflib.get_close_matches(name, ids, n=1)
                cure = f"`{near[0]}`?" if near else "one of " + ", ".join(ids)
                table.faults.add("SV205", table.line_of(key), f"the party `{name}` is not defined", expected=cure)

    def _act_under(self, table: Table, key: str, form: str | None = None) -> Act | None:
        entry = table.table(key, f"`{key}`")
        if entry is None:
            return None
        keys = (*_ACT_KEYS, "party") if key in ("when", "asked_by", "undone_by") else _ACT_KEYS
        act = self._act(entry, keys)
        if form == "limit" and not act.quantity:
            entry.faults.add("SV203", entry.line, "the act of a `limit` names no quantity", expected="`quantity:`")
        if form not in (None, "limit", "endeavour") and not act.type:
            entry.faults.add("SV203", entry.line, f"the act of a `{form}` names no type", expected="`type:`")
        return act

    def _act(self, table: Table, keys: tuple[str, ...]) -> Act:
        table.only(keys, (), (*_ACT_KEYS, "party"))
        act = Act(**{key: table.optional_text(key) for key in (*_ACT_KEYS, "party")})
        if act == Act():
            self.faults.add("SV203", table.line, "the act names nothing", expected="`type:` or `quantity:`")
        if act.party and act.party != "*":
            self._check_parties(table, "party", (act.party,))
        types = plover()
        if act.type and act.type != "*" and act.type not in types:
            near = difflib.get_close_matches(act.type.upper(), types, n=1)
            table.fault(
                "type", f"`{act.type}` is no PLOVER type", expected=f"`{near[0]}`?" if near else ", ".join(types)
            )
        elif act.mode and act.mode != "*":
            within = [act.type] if act.type and act.type != "*" else list(types)
            modes = [m for t in within for m in (*(x.name for x in types[t].modes), *self.modes.get(t, ()))]
            if act.mode not in modes:
                near = difflib.get_close_matches(act.mode, modes, n=1)
                cure = f"`{near[0]}`?" if near else "one of " + ", ".join(modes) + ", or an entry under `modes:`"
                table.fault("mode", f"`{act.mode}` is no mode of {act.type or 'any type'}", code="SV205", expected=cure)
        if act.quantity and (act.type or act.mode):
            table.fault("quantity", "an act is of a type or of a quantity, not both", code="SV205", expected="one")
        return act


_SOME_DAY = date(2001, 2, 1)


def _form_of(written: str, has_act: bool) -> Form:
    """The form that a reading has: an endeavour that names an act is read as a promise to do it."""
    if written == "endeavour" and has_act:
        return "perform"
    return written if written in FORMS else "perform"


def _period(table: Table, first: str, last: str, required: tuple[str, ...] = ()) -> Period:
    """The period between two keys; a fault and an open period where it ends before it starts."""
    if required:
        table.only((first, last, "note"), required)
    start, end = table.day(first), table.day(last)
    if start and end and end < start:
        table.fault(last, f"`{last}` is before `{first}`", code="SV205", expected=f"{start} or later")
        return Period()
    return Period(start, end)
