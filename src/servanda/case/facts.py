"""facts/*.csv: tables that somebody else has already coded, one statement a row (contracts/case.md).

A faulty row is reported with file, line and reason (SV303), all that is wrong with it at once; the rows around it are
kept, even where a quotation mark was left open. A table without its columns is refused as a whole (SV304).
"""

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from servanda.agreement.model import Agreement
from servanda.case.settings import Settings, Spot, plain
from servanda.codebook import plover
from servanda.days import Period, parse_day, parse_period
from servanda.errors import CaseError, UsageError
from servanda.reading.lexicon import Lexicon
from servanda.statement import Statement

REQUIRED = ("holds_from", "published", "source")
OPTIONAL = (
    "id", "holds_to", "type", "mode", "quantity", "actors", "recipients", "object", "place", "lat", "lon", "value",
    "unit", "certainty", "event", "speaker", "origin", "url", "text",
)  # fmt: skip
_LONGEST_RECORD = 100  # lines that one row may stretch over


@dataclass(slots=True)
class Coding:
    """What a table is read with: types, modes and the names of a case. `taken` are the row ids of the tables so far."""

    agreement: Agreement
    settings: Settings = field(default_factory=Settings)
    lexicon: Lexicon = field(default_factory=Lexicon)
    taken: dict[str, str] = field(default_factory=dict)
    _actors: Mapping[str, str] = field(init=False)
    _things: Mapping[str, str] = field(init=False)
    _spots: Mapping[str, Spot] = field(init=False)

    def __post_init__(self) -> None:
        actors: dict[str, str] = {}
        for actor in self.lexicon.actors:
            for name in (actor.name, *actor.aliases):
                actors.setdefault(plain(name), actor.name)
        actors.update({plain(name): p.name for p in self.agreement.parties for name in (p.name, p.id)})
        things: dict[str, str] = {}
        for thing in (*self.lexicon.objects, *self.lexicon.places):
            for name in (thing.name, *thing.aliases):
                things.setdefault(plain(name), thing.name)
        self._actors, self._things, self._spots = actors, things, dict(self.settings.spots)

    def modes(self, type: str) -> tuple[str, ...]:
        """The modes of a type: those of the codebook and those that the agreement adds."""
        return (*(m.name for m in plover()[type].modes), *self.agreement.modes.get(type, ()))

    def actor(self, name: str) -> str:
        """An actor's name for a name, alias or party id; a name that is not listed stays as it is."""
        return self._actors.get(plain(name), name)

    def thing(self, name: str | None) -> str | None:
        """An object's or place's name for a name or alias; a name that is not listed stays as it is."""
        return self._things.get(plain(name), name) if name else None

    def spot(self, name: str | None) -> Spot | None:
        """Where a place or site lies, if the settings tell."""
        return self._spots.get(plain(name)) if name else None


def read_table(data: bytes, table: str, coding: Coding) -> tuple[list[Statement], list[CaseError]]:
    """The statements of a table (`facts/chronology.csv`) and its faults, both in the order of its lines.

    Raises CaseError (SV304) where it is no table at all.
    """
    if b"\x00" in data[:4096] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CaseError("the table is no UTF-8 text", code="SV304", file=table, expected="UTF-8")
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    lines = list(io.StringIO(text, newline=""))
    header = _header(lines, table)
    faults: list[CaseError] = []
    for name in header:
        if name not in REQUIRED + OPTIONAL:
            known = ", ".join(REQUIRED + OPTIONAL)
            message = "a column is unknown and is not used"
            faults.append(CaseError(message, code="SV304", file=table, place="line 1", found=name, expected=known))
    statements: list[Statement] = []
    for number, values in _rows(lines, len(header)):
        row = _Row(table, number, dict(zip(header, values, strict=False)) if isinstance(values, list) else {}, coding)
        if isinstance(values, str):
            row.fault(None, values, None, f"{len(header)} values")
        elif (statement := row.statement()) and not row.faults:
            statements.append(statement)
            coding.taken[statement.id] = f"{table}, line {number}"
        faults += row.faults
    return statements, faults


def _header(lines: list[str], table: str) -> list[str]:
    header = [name.strip() for name in next(csv.reader(lines[:1]), [])] if lines else []
    while header and not header[-1]:
        header.pop()
    missing = [name for name in REQUIRED if name not in header]
    if "type" not in header and "quantity" not in header:
        missing.append("type or quantity")
    if missing:
        raise CaseError(
            f"the table lacks {'a column' if len(missing) == 1 else 'columns'}: {', '.join(missing)}", code="SV304",
            file=table, place="line 1", found=", ".join(header)[:200] or "nothing", expected=", ".join(REQUIRED),
        )  # fmt: skip
    if doubled := sorted({name for name in header if header.count(name) > 1}):
        message = "a column stands twice"
        raise CaseError(message, code="SV304", file=table, place="line 1", found=", ".join(doubled))
    return header


def _rows(lines: list[str], width: int) -> Iterator[tuple[int, list[str] | str]]:
    """The number of each row's first line with its values, or with what is wrong with it.

    A row that cannot be taken apart is given up at its own line, so that the next line is tried again.
    """
    at = 1
    while at < len(lines):
        number, at = at + 1, at + 1
        if not lines[number - 1].strip(" \t\r\n,;"):
            continue
        values, stretch = _parse(lines[number - 1 : number - 1 + _LONGEST_RECORD])
        while isinstance(values, list) and len(values) > width and not values[-1].strip():
            values.pop()
        if isinstance(values, str):
            yield number, values
        elif len(values) != width:
            yield number, f"the row has {len(values)} values"
        elif any("\udc80" <= c <= "\udcff" for value in values for c in value):
            yield number, "the row is no UTF-8"
        else:
            yield number, values
            at = number + stretch - 1


def _parse(lines: list[str]) -> tuple[list[str] | str, int]:
    """The values of the row that begins with the first line, or why there are none, and how many lines it takes."""
    why = ""
    for count in range(1, len(lines) + 1):
        try:
            return next(csv.reader(lines[:count], strict=True)), count
        except csv.Error as error:
            why = str(error)
            if "end of data" not in why:
                break
        except StopIteration:
            break
    return f"the row cannot be taken apart ({why or 'no values'})", 1


class _Row:
    """One row, checked field by field; `faults` holds all that is wrong with it."""

    def __init__(self, table: str, line: int, values: Mapping[str, str], coding: Coding) -> None:
        self.table, self.line, self.coding = table, line, coding
        self.values = {name: " ".join(value.split()) for name, value in values.items() if value.strip()}
        self.faults: list[CaseError] = []

    def fault(self, column: str | None, message: str, found: str | None, expected: str | None = None) -> None:
        """Notes a fault of the row."""
        place = f"line {self.line}" + (f", {column}" if column else "")
        shown = None if found is None else repr(found[:80])
        self.faults.append(
            CaseError(message, code="SV303", file=self.table, place=place, found=shown, expected=expected)
        )

    def statement(self) -> Statement | None:
        """The row's statement, or None where it is faulty."""
        get, coding = self.values.get, self.coding
        source, holds, published = get("source"), self._holds(), self._published()
        if not source:
            self.fault("source", "the source is missing", None)
        kind, quantity = self._kind(), get("quantity")
        value = self._number("value", -math.inf, math.inf)
        if kind == "quantity" and value is None and "value" not in self.values:
            self.fault("value", "the quantity has no value", None, "a number")
        lat, lon = self._number("lat", -90, 90), self._number("lon", -180, 180)
        if ("lat" in self.values) != ("lon" in self.values):
            self.fault("lat", "lat and lon go together", get("lat") or get("lon"), "both or neither")
        certainty = self._number("certainty", -3, 3)
        if (url := get("url")) and not url.startswith(("http://", "https://")):
            self.fault("url", "the address is none", url, "http:// or https://")
        if (given := get("id")) and given in coding.taken:
            self.fault("id", "the id is taken", given, f"another than that of {coding.taken[given]}")
        if self.faults or not source or not holds:
            return None
        name = coding.settings.source(source).name
        thing, place = coding.thing(get("object")), coding.thing(get("place"))
        spot = None if lat is not None else coding.spot(place) or coding.spot(thing)
        speaker = get("speaker")
        return Statement(
            document=self.table,
            source=name,
            kind=kind,
            text=get("text"),
            row=self.line,
            speakers=(coding.actor(speaker),) if speaker else (),
            type=get("type"),
            mode=get("mode"),
            actors=self._actors("actors"),
            recipients=self._actors("recipients"),
            object=thing,
            place=place,
            lat=spot.lat if spot else lat,
            lon=spot.lon if spot else lon,
            value=value,
            unit=get("unit"),
            holds=holds,
            certainty=3.0 if certainty is None else certainty,
            published=published,
            about=quantity,
            event=get("event"),
            url=url,
            origin=get("origin") or name,
            coder=self.table,
            id=given or "",
        )

    def _kind(self) -> Literal["event", "quantity"]:
        code, mode, quantity = (self.values.get(name) for name in ("type", "mode", "quantity"))
        if code and quantity:
            self.fault("quantity", "the row has a type and a quantity", quantity, "one of them")
        elif not code and not quantity:
            self.fault("type", "the type is missing", None, "a PLOVER type, or a quantity")
        elif code and code not in plover():
            self.fault("type", "the type is none of PLOVER's", code, ", ".join(plover()))
        elif mode and (not code or mode not in self.coding.modes(code)):
            modes = ", ".join(self.coding.modes(code)) if code else "no mode for a quantity"
            self.fault("mode", f"the mode is none of {code or 'a quantity'}'s", mode, modes)
        return "quantity" if quantity else "event"

    def _holds(self) -> Period | None:
        """From the first day of `holds_from` to the last of `holds_to`, which may be `..` (still so)."""
        first, last = self.values.get("holds_from"), self.values.get("holds_to")
        if not first:
            self.fault("holds_from", "the day is missing", None, "an EDTF date such as 2018-06-12 or 2018-06")
            return None
        start = self._edtf("holds_from", first)
        end = start if not last else Period() if last == ".." else self._edtf("holds_to", last)
        if start is None or end is None:
            return None
        if start.start and end.end and end.end < start.start:
            self.fault("holds_to", "the period ends before it starts", last, f"{start.start} or later")
            return None
        return Period(start.start, end.end)

    def _edtf(self, column: str, text: str) -> Period | None:
        try:
            if "/" not in text:
                return parse_period(text)
        except UsageError:
            pass
        self.fault(column, "the date is no date", text, "an EDTF date such as 2018-06-12, 2018-06 or 2018")
        return None

    def _published(self) -> date | None:
        text = self.values.get("published")
        try:
            if text:
                return parse_day(text)
        except UsageError:
            pass
        message = "the day is no day" if text else "the day of publication is missing"
        self.fault("published", message, text, "a day such as 2018-06-12")
        return None

    def _number(self, column: str, low: float, high: float) -> float | None:
        text = self.values.get(column)
        if text is None:
            return None
        try:
            number = float(text) if "_" not in text else math.nan
        except ValueError:
            number = math.nan
        if low <= number <= high and math.isfinite(number):
            return number
        within = f"a number from {low:g} to {high:g}" if math.isfinite(low) else "a number such as 300 or 0.5"
        self.fault(column, "the number is none or out of range", text, within)
        return None

    def _actors(self, column: str) -> tuple[str, ...]:
        names = (name.strip() for name in self.values.get(column, "").split(";"))
        return tuple(dict.fromkeys(self.coding.actor(name) for name in names if name))
