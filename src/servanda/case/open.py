"""Opens a case: its agreement, settings, what its readers are told, and its record."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from servanda.agreement import load as load_agreement
from servanda.agreement.model import Act, Agreement, Means
from servanda.agreement.names import Names
from servanda.case.new import AGREEMENT, RECORD, SETTINGS
from servanda.case.settings import Settings, Site, read_settings
from servanda.documents import leads_out
from servanda.errors import CaseError, InputError
from servanda.reading.lexicon import Actor, KnownAct, Lexicon, Named
from servanda.record import Interests, Record, View


class Case:
    """An opened case; `close` it, or use it in a `with`. The record is opened when it is first asked for.

    `name` is the folder's name, `title` what people call the case, `means` those of the agreement and the settings.
    """

    __slots__ = (
        "_record", "agreement", "folder", "interests", "lexicon", "means", "name", "names", "settings", "sites",
        "title",
    )  # fmt: skip

    def __init__(self, folder: Path, agreement: Agreement, settings: Settings) -> None:
        self.folder, self.agreement, self.settings = folder, agreement, settings
        self.name = folder.absolute().name
        self.title = settings.title or agreement.name
        self.lexicon = lexicon_of(agreement, settings)
        self.interests = interests_of(self.lexicon, settings)
        self.names = Names.of(agreement, self.lexicon, self.interests.parties)
        self.sites: tuple[Site, ...] = settings.sites
        self.means: tuple[Means, ...] = (*agreement.means, *settings.means)
        self._record: Record | None = None

    @property
    def record(self) -> Record:
        """The record. Raises RecordError where it cannot be opened; SV408 where nothing has been read yet."""
        return self.open_record(create=False)

    def open_record(self, *, create: bool) -> Record:
        """The record, made where there is none and `create` says so. Raises RecordError."""
        if self._record is None:
            self._record = Record.open(within(self.folder, RECORD), create=create, interests=self.interests)
        return self._record

    def as_coded_by(self, coder: str) -> "Case":
        """The case as one coder sees it who knows nobody else's decisions; closed with this one."""
        found = copy(self)
        found._record = self.record.as_coded_by(coder)
        return found

    def view(self, as_of: date) -> View:
        """The record as it could be known on a day."""
        return self.record.view(as_of)

    def knowledge_days(self) -> tuple[date, ...]:
        """The days on which the record learned something, in order."""
        return tuple(self.record.knowledge_days())

    def last_day(self) -> date | None:
        """The day of the latest publication on record, also of what a person has rejected since; where something of
        unknown day is there, the day on which the record last learned something. None where there is nothing."""
        days = self.record.knowledge_days()
        if not days:
            return None
        view = self.view(days[-1])
        published = [d.published for d in view.documents()] + [s.published for s in view.statements()]
        published += [d.statement.published for d in self.record.decided() if d.current]
        known = [day for day in published if day]
        return max(known) if known and len(known) == len(published) else days[-1]

    def close(self) -> None:
        """Closes the record, if it was opened."""
        if self._record is not None:
            self._record.close()
            self._record = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_case(folder: Path) -> Case:
    """Opens the case in a folder.

    Raises CaseError where it is none (SV301) or its settings are faulty (SV302), AgreementErrors (SV2xx) where its
    agreement is; several faults come as Faults. The record is not looked at yet.
    """
    if not folder.is_dir():
        raise CaseError("the folder is no case", file=str(folder), found="no folder", expected="a case's folder")
    path = within(folder, AGREEMENT)
    if not path.is_file():
        raise CaseError("the folder is no case", file=str(folder), found="no agreement.yaml", expected="agreement.yaml")
    settings = read_settings(within(folder, SETTINGS))
    agreement = load_agreement(path, known_means=settings.means)
    return Case(folder, agreement, settings.settings(agreement))


def within(folder: Path, name: str) -> Path:
    """The path of a file of the case. Raises InputError (SV106) where it is a link that leads out of the case."""
    path = folder / name
    if leads_out(path, folder):
        message = "the link leads out of the case"
        raise InputError(message, code="SV106", file=name, expected="a file within the case")
    return path


def lexicon_of(agreement: Agreement, settings: Settings) -> Lexicon:
    """What the reader is told: the agreement's parties and everything that the settings name."""
    listed = {actor.name: actor for actor in settings.actors}
    actors = []
    for party in agreement.parties:
        own = listed.pop(party.name, Actor(party.name, "state"))
        names = dict.fromkeys((*party.aliases, *own.aliases))
        actors.append(replace(own, party=party.id, aliases=tuple(name for name in names if name != party.name)))
    placed = {place.name for place in settings.places}
    return Lexicon(
        actors=(*actors, *listed.values()),
        objects=(*settings.objects, *_objects_of(agreement, settings)),
        places=(*settings.places, *(Named(s.name, s.aliases) for s in settings.sites if s.name not in placed)),
        events=settings.events,
        modes=agreement.modes,
        agreement_names=tuple(dict.fromkeys((agreement.name, *settings.agreement_names))),
        acts=tuple(dict.fromkeys(KnownAct(a.type, a.mode, a.object) for a in _acts(agreement) if a.type and a.object)),
    )


def _objects_of(agreement: Agreement, settings: Settings) -> Iterator[Named]:
    """The things of several words that the agreement's acts are about and the settings do not name."""
    named = {name for known in settings.objects for name in (known.name, *known.aliases)} | {"*"}
    for act in _acts(agreement):
        if act.object is not None and act.object not in named and " " in act.object:
            named.add(act.object)
            yield Named(act.object)


def _acts(agreement: Agreement) -> Iterator[Act]:
    """Every act that an obligation is about."""
    for obligation in agreement.obligations:
        for act in (obligation.act, obligation.undone_by, obligation.asked_by, obligation.when):
            if act is not None:
                yield act


def interests_of(lexicon: Lexicon, settings: Settings) -> Interests:
    """Who speaks for which party, and how far each source can be relied on, for the record's rules of standing."""
    parties = {name: a.party for a in lexicon.actors if a.party for name in (a.name, *a.aliases)}
    sources = [(name, source) for source in settings.sources for name in (source.name, *source.aliases)]
    return Interests(
        parties=parties | {name: source.party for name, source in sources if source.party},
        kinds={name: source.kind for name, source in sources if source.kind},
        grades={name: source.grade for name, source in sources if source.grade},
        people=frozenset(name for a in lexicon.actors if a.kind == "person" for name in (a.name, *a.aliases)),
    )
