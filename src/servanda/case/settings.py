"""case.toml: sources and their grades, actors, objects, places, events, sites, means and options, strictly read.

Every fault of the file is reported, with its line where that can be told (SV302). docs/guides/cases.md tells what
each key means.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from servanda.agreement.model import Act, Agreement, Means
from servanda.codebook import plover
from servanda.days import Duration, Period, parse_duration, parse_period
from servanda.documents import DEFAULT, Limits
from servanda.errors import CaseError, Faults, ServandaError, UsageError
from servanda.reading.lexicon import Actor, ActorKind, Named, NamedEvent
from servanda.reading.second import Setup, fault_of_address

Grade = Literal["A", "B", "C", "D", "E", "F"]
SourceKind = Literal["press", "agency", "state media", "instrument", "inspection", "official", "research"]
FILE = "case.toml"
_LARGEST = 8 * 1024 * 1024
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher or other source: its grade (Admiralty scale, A reliable to F unknown), kind, and interested party."""

    name: str
    grade: Grade | None = None
    kind: SourceKind | None = None
    aliases: tuple[str, ...] = ()
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A facility and where it lies, in degrees."""

    id: str
    name: str
    kind: str = "site"
    aliases: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a named place or site lies, in degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Settings:
    """A whole case.toml; a case without one has the defaults. `threshold` is what silence needs (contracts/case.md)."""

    title: str | None = None
    threshold: float = 0.9
    gate: bool = False
    limits: Limits = DEFAULT
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    objects: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    spots: tuple[tuple[str, Spot], ...] = ()
    events: tuple[NamedEvent, ...] = ()
    sites: tuple[Site, ...] = ()
    means: tuple[Means, ...] = ()
    agreement_names: tuple[str, ...] = ()
    reader: Setup | None = None

    def source(self, name: str) -> Source:
        """The source that goes by a name or alias, case aside; one that is not listed has no grade."""
        wanted = plain(name)
        for source in self.sources:
            if wanted in map(plain, (source.name, *source.aliases)):
                return source
        return Source(name)


def plain(name: str) -> str:
    """A name as names of a case are compared: no case, single blanks, no "the" before it."""
    return " ".join(name.casefold().split()).removeprefix("the ")


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return " ".join(text.split())


def _period(value: object) -> Period:
    if isinstance(value, str):
        try:
            return parse_period(value)
        except UsageError as error:
            raise ValueError(str(error.message)) from None
    if type(value) is not date:
        raise ValueError("must be a date such as 2018-06-12")
    return Period.of(value)


def _duration(value: object) -> Duration:
    try:
        return parse_duration(value)  # type: ignore[arg-type]
    except UsageError as error:
        raise ValueError(f"must be {error.expected}") from None


_Name = Annotated[str, AfterValidator(_words)]
_Date = Annotated[Period, BeforeValidator(_period)]
_Duration = Annotated[Duration, BeforeValidator(_duration)]
_Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
_Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, arbitrary_types_allowed=True)


class _Placed(_Part):
    name: _Name
    aliases: list[_Name] = []
    lat: _Latitude | None = None
    lon: _Degrees | None = None

    @model_validator(mode="after")
    def _both(self) -> "_Placed":
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon go together")
        return self


class _Silence(_Part):
    threshold: Annotated[float, Field(gt=0, le=1)] = 0.9


class _Reading(_Part):
    gate: bool = False
    max_document_mib: Annotated[int, Field(ge=1, le=512)] = DEFAULT.document // _MIB


class _Reader(_Part):
    """The second reader: a server that speaks the OpenAI chat completions interface."""

    base_url: _Name
    model: Annotated[_Name, Field(max_length=200)]
    key_env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    allow_http: bool = False
    timeout_s: Annotated[float, Field(gt=0, le=3600, strict=False)] = 120.0
    max_tokens: Annotated[int, Field(ge=64, le=1_000_000)] = 4096
    max_characters: Annotated[int, Field(ge=1000, le=10_000_000)] = 60_000
    retries: Annotated[int, Field(ge=0, le=10)] = 2
    price_in: Annotated[float, Field(ge=0, allow_inf_nan=False, strict=False)] = 0.0
    price_out: Annotated[float, Field(ge=0, allow_inf_nan=False, strict=False)] = 0.0
    max_cost: Annotated[float, Field(gt=0, allow_inf_nan=False, strict=False)] | None = None
    json_mode: bool = True

    @model_validator(mode="after")
    def _usable(self) -> "_Reader":
        if fault := fault_of_address(self.base_url, allow_http=self.allow_http):
            raise ValueError(f"base_url {fault}")
        if self.max_cost is not None and not (self.price_in or self.price_out):
            raise ValueError("max_cost needs price_in or price_out")
        return self

    def setup(self) -> Setup:
        """What the second reader is given."""
        return Setup(**self.model_dump(exclude={"allow_http"}))


class _Source(_Part):
    grade: Grade | None = None
    kind: SourceKind | None = None
    aliases: list[_Name] = []
    party: str | None = None


class _Actor(_Part):
    name: _Name
    kind: ActorKind
    aliases: list[_Name] = []
    state: _Name | None = None
    party: str | None = None
    surname: _Name | None = None
    roles: list[_Name] = []


class _Named(_Part):
    name: _Name
    aliases: list[_Name] = []
    kind_of: _Name | None = None


class _Place(_Placed):
    kind_of: _Name | None = None


class _Event(_Part):
    name: _Name
    aliases: list[_Name] = []
    from_: Annotated[_Date, Field(alias="from")]
    to: _Date | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "_Event":
        if self.to and self.to.end and self.from_.start and self.to.end < self.from_.start:
            raise ValueError("`to` lies before `from`")
        return self


class _Site(_Placed):
    id: _Name
    kind: _Name = "site"


class _Act(_Part):
    type: str | None = None
    mode: str | None = None
    object: _Name | None = None
    place: _Name | None = None
    quantity: _Name | None = None


class _Means(_Part):
    sees: Annotated[list[_Act], Field(min_length=1)]
    power: Annotated[float, Field(ge=0, le=1)]
    delay: _Duration = Duration()
    from_: Annotated[_Date | None, Field(alias="from")] = None
    to: _Date | None = None


class _File(_Part):
    title: _Name | None = None
    silence: _Silence = _Silence()
    reading: _Reading = _Reading()
    reader: _Reader | None = None
    sources: dict[str, _Source] = {}
    actors: list[_Actor] = []
    objects: list[_Named] = []
    places: list[_Place] = []
    events: list[_Event] = []
    sites: list[_Site] = []
    means: dict[str, _Means] = {}
    agreement_names: list[_Name] = []


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A case.toml that is sound in itself; `settings` checks it against the agreement."""

    file: _File
    lines: tuple[str, ...] = ()

    @property
    def means(self) -> tuple[str, ...]:
        """The ids of the means that it defines."""
        return tuple(self.file.means)

    def settings(self, agreement: Agreement) -> Settings:
        """The settings. Raises Faults (SV302) where they name what neither they nor the agreement define."""
        if faults := [*_doubled(self), *_undefined(self, agreement)]:
            raise Faults(faults)
        return _settings(self.file)


def read_settings(path: Path) -> SettingsFile:
    """The settings file of a case; an empty one where there is none. Raises CaseError or Faults (SV302)."""
    try:
        if path.stat().st_size > _LARGEST:
            raise CaseError("case.toml is too large", code="SV302", file=FILE, expected=f"at most {_LARGEST} bytes")
        data = path.read_bytes()
    except FileNotFoundError:
        return SettingsFile(_File())
    except OSError as error:
        raise CaseError("case.toml cannot be read", code="SV302", file=FILE, found=error.strerror) from None
    try:
        text = data.decode("utf-8-sig")
        raw = tomllib.loads(text)
    except UnicodeDecodeError as error:
        place = f"line {data[: error.start].count(10) + 1}"
        raise CaseError("case.toml is no UTF-8", code="SV302", file=FILE, place=place) from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        place = f"line {at.group(1) if at else max(1, len(text.splitlines()))}"
        raise CaseError("case.toml is no TOML", code="SV302", file=FILE, place=place, found=str(error)) from None
    except RecursionError:
        raise CaseError("case.toml is no TOML", code="SV302", file=FILE, found="endless nesting") from None
    lines = tuple(text.splitlines())
    try:
        return SettingsFile(_File.model_validate(raw), lines)
    except ValidationError as error:
        faults = [_fault(lines, one["loc"], _message(one["type"], one["msg"]), one["input"]) for one in error.errors()]
        raise Faults(sorted(faults, key=lambda fault: int(re.sub(r"\D.*", "", (fault.place or "")[5:]) or 0))) from None


def _settings(file: _File) -> Settings:
    placed: list[_Placed] = [*file.places, *file.sites]
    return Settings(
        title=file.title,
        threshold=file.silence.threshold,
        gate=file.reading.gate,
        limits=Limits(document=file.reading.max_document_mib * _MIB),
        sources=tuple(
            Source(name, s.grade, s.kind, tuple(s.aliases), s.party) for name, s in sorted(file.sources.items())
        ),
        actors=tuple(
            Actor(a.name, a.kind, tuple(a.aliases), a.state, a.party, a.surname, tuple(a.roles)) for a in file.actors
        ),
        objects=tuple(Named(o.name, tuple(o.aliases), o.kind_of) for o in file.objects),
        places=tuple(Named(p.name, tuple(p.aliases), p.kind_of) for p in file.places),
        spots=tuple(
            (plain(name), Spot(p.lat, p.lon))
            for p in placed
            if p.lat is not None and p.lon is not None
            for name in (p.name, *p.aliases)
        ),
        events=tuple(
            NamedEvent(e.name, Period(e.from_.start, (e.to or e.from_).end), tuple(e.aliases)) for e in file.events
        ),
        sites=tuple(Site(s.id, s.name, s.kind, tuple(s.aliases), s.lat, s.lon) for s in file.sites),
        means=tuple(
            Means(
                name,
                tuple(Act(a.type, a.mode, a.object, a.place, a.quantity) for a in m.sees),
                m.power,
                m.delay,
                Period(m.from_.start if m.from_ else None, m.to.end if m.to else None),
            )
            for name, m in file.means.items()
        ),
        agreement_names=tuple(file.agreement_names),
        reader=file.reader.setup() if file.reader else None,
    )


def _doubled(found: SettingsFile) -> Iterator[ServandaError]:
    """Names and ids that stand twice in one table."""
    for table in ("actors", "objects", "places", "events", "sites"):
        for key in ("name", "id") if table == "sites" else ("name",):
            seen: set[str] = set()
            for number, item in enumerate(getattr(found.file, table)):
                value = getattr(item, key)
                if value in seen:
                    yield _fault(found.lines, (table, number, key), f"the {key} stands twice", value)
                seen.add(value)


def _undefined(found: SettingsFile, agreement: Agreement) -> Iterator[ServandaError]:
    """Parties that the agreement does not have, types and modes that no codebook has, means that run backwards."""
    file, parties = found.file, [party.id for party in agreement.parties]
    parts = [(("actors", number, "party"), actor.party) for number, actor in enumerate(file.actors)]
    named: list[tuple[tuple[str | int, ...], str | None]] = [
        *parts, *((("sources", name, "party"), source.party) for name, source in file.sources.items()),
    ]  # fmt: skip
    for where, party in named:
        if party is not None and party not in parties:
            yield _fault(found.lines, where, "the party is not in the agreement", party, " or ".join(parties))
    types = plover()
    for name, means in file.means.items():
        if means.from_ and means.from_.start and means.to and means.to.end and means.to.end < means.from_.start:
            yield _fault(found.lines, ("means", name, "to"), "`to` lies before `from`", str(means.to.end))
        for act in means.sees:
            where = ("means", name, "sees")
            if act.type not in (None, "*", *types):
                yield _fault(found.lines, where, "the type is none of PLOVER's", act.type, ", ".join(types))
            elif act.mode not in (None, "*") and act.type in types:
                modes = [*(m.name for m in types[str(act.type)].modes), *agreement.modes.get(str(act.type), ())]
                if act.mode not in modes:
                    yield _fault(found.lines, where, f"the mode is none of {act.type}'s", act.mode, ", ".join(modes))
            if act == _Act():
                yield _fault(found.lines, where, "the act names nothing", "{}", "type or quantity")


def _message(kind: str, message: str) -> str:
    """What pydantic says, in our words where we have them."""
    known = {"extra_forbidden": "the key is unknown", "missing": "a key is missing"}
    return known.get(kind) or message.removeprefix("Value error, ").removeprefix("Input ")


def _fault(
    lines: Sequence[str], where: Sequence[str | int], message: str, found: object, expected: str | None = None
) -> CaseError:
    key = ".".join(str(part) for part in where)
    line = line_of(lines, where)
    return CaseError(
        message,
        code="SV302",
        file=FILE,
        place=f"line {line}, {key}" if line else key,
        found=repr(found)[:120],
        expected=expected,
    )


def line_of(lines: Sequence[str], where: Sequence[str | int]) -> int | None:
    """The line, from 1, on which a key path such as ("actors", 3, "kind") stands in a TOML file, or its table's."""
    table: tuple[str | int, ...] = ()
    counts: dict[tuple[str | int, ...], int] = {}
    best, length = None, 0
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if text.startswith("["):
            table = _table(text, counts) or table
            path = table
        else:
            path = (*table, text.partition("=")[0].strip().strip("\"'"))
        if len(path) > length and path == tuple(where[: len(path)]):
            best, length = number, len(path)
    return best


def _table(header: str, counts: dict[tuple[str | int, ...], int]) -> tuple[str | int, ...] | None:
    """The key path of a table's header line; entries of an array of tables are counted from 0."""
    try:
        found: Any = tomllib.loads(header)
    except tomllib.TOMLDecodeError:
        return None
    path: list[str | int] = []
    while isinstance(found, dict) and found:
        key = next(iter(found))
        path.append(key)
        found = found[key]
    if isinstance(found, list):
        counts[tuple(path)] = counts.get(tuple(path), -1) + 1
        path.append(counts[tuple(path)])
    return tuple(path)
