"""Takes new material into a case: its facts and articles, then what the caller names, each in a transaction of its own.

What is in the record already is passed over, so that an interrupted intake goes on where it stopped, and the same
material again adds nothing. What cannot be used is reported and stops nothing else.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from servanda.case.facts import Coding, read_table
from servanda.case.kin import keep_kin
from servanda.case.new import ARTICLES, FACTS
from servanda.case.open import Case, within
from servanda.case.origins import END, assign_origins, fingerprint, index_of, undated_copies
from servanda.case.safely import Reads, lost, read_safely, warm_reader
from servanda.case.workers import in_order
from servanda.documents import Document, load, load_lines, shown
from servanda.errors import CaseError, InputError, RecordError, ServandaError
from servanda.reading.lexicon import Lexicon
from servanda.reading.model import Published, Reading
from servanda.statement import Statement
from servanda.version import VERSION

if TYPE_CHECKING:
    from servanda.sources import Index

#: Told how many things have been looked at, how many there are (None where nobody can tell), and the present one.
Progress = Callable[[int, int | None, str], None]
#: Faults of the record that concern one document or table alone.
_OF_ONE = ("SV405", "SV409")
#: Marks the version of a reading whose day of publication a dated copy told.
BY_COPY = "+copy"
#: Marks the version of the reading of a document that the gate passed over.
PASSED = "+passed"
_LARGEST_TABLE = 64 * 1024 * 1024


@dataclass(slots=True)
class IntakeReport:
    """What came of an intake: ids of documents and tables read and unchanged, refusals, statements that are new.

    `passed_over` are the documents that the gate found not to concern the case: recorded, without statements.
    """

    read: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[ServandaError] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    statements: int = 0
    withdrawn: int = 0

    def to_json(self) -> dict[str, object]:
        """The report for programs."""
        return {
            "read": self.read,
            "unchanged": self.unchanged,
            "refused": [error.to_json() for error in self.refused],
            "passed_over": self.passed_over,
            "statements": self.statements,
            "withdrawn": self.withdrawn,
        }


def take(
    case: Case,
    paths: Iterable[Path] = (),
    *,
    recorded: datetime,
    progress: Progress | None = None,
    lines: IO[bytes] | None = None,
    reader: Reads | None = None,
    reader_name: str | None = None,
    jobs: int = 1,
) -> IntakeReport:
    """Reads the case's own facts and articles, then files, folders and patterns, then a stream of JSON lines.

    `recorded` is the moment that the record notes. `reader` is a `reading.Reader` of the case's lexicon where none is
    given, and `jobs` how many processes read. `reader_name` marks what another reader read: the record has the
    readings of the reader last asked for. Raises RecordError where the record cannot be used at all; what was taken
    before that stays.
    """
    report = IntakeReport()
    case.open_record(create=True)
    _take_facts(case, report, recorded, progress)
    version = reader_version(case.lexicon) + (f"+{reader_name}" if reader_name else "")
    sources = [p for p in (case.folder / ARTICLES,) if os.path.lexists(p)] + list(paths)

    def known(item: Document | InputError) -> bool:
        if isinstance(item, InputError):
            return True
        marks = ("", BY_COPY, PASSED) if case.settings.gate else ("", BY_COPY)
        return any(case.record.has(item.id, item.sha256, version + mark) for mark in marks)

    def prepare() -> Callable[[Document | InputError], _Read | InputError]:
        made = reader or warm_reader(case.lexicon)
        from servanda.reading.gate import concerns

        passes = concerns(case.lexicon) if case.settings.gate else None

        def work(item: Document | InputError) -> _Read | InputError:
            if passes and isinstance(item, Document) and not passes(f"{item.title or ''}\n{item.text}"):
                return _passed_over(case, item)
            return _read_one(case, item, made, version)

        return work

    found = _documents(case, sources, lines, progress)
    for item, read in in_order(found, prepare, jobs=jobs, lost=lost, idle=known):
        if isinstance(item, InputError):
            report.refused.append(item)
        elif read is None:
            report.unchanged.append(item.id)
        elif isinstance(read, InputError):
            report.refused.append(read)
        else:
            _add(case, item, read, version + (PASSED if read.passed else ""), report, recorded)
    index = index_of(case, case.view(END))
    if _date_copies(case, index, reader, version, report, recorded):
        index = index_of(case, case.view(END))
    assign_origins(case, index, recorded)
    keep_kin(case, case.view(END), index)
    return report


def _date_copies(
    case: Case, index: "Index", reader: Reads | None, version: str, report: IntakeReport, recorded: datetime
) -> bool:
    """Reads undated copies again with the days of those they copy; whether there were any."""
    copies = list(undated_copies(case, index))
    made = (reader or warm_reader(case.lexicon)) if copies else None
    for copy, day in copies:
        reading = _read_one(case, replace(copy, published=day), made, version) if made else None
        if isinstance(reading, _Read):
            _add(case, copy, reading.dated_by_copy(), version + BY_COPY, report, recorded)
    return bool(copies)


def reader_version(lexicon: Lexicon) -> str:
    """The version of a reading: the program's, and a digest of what the reader was told of the case."""
    return f"{VERSION}+{sha256(repr(lexicon).encode()).hexdigest()[:8]}"


def _documents(
    case: Case, sources: list[Path], lines: IO[bytes] | None, progress: Progress | None
) -> Iterator[Document | InputError]:
    from servanda.documents import count

    limits = case.settings.limits
    total = None if lines else sum(count(source, home=case.folder) for source in sources) if progress else None
    done, last = 0, None
    for source in sources:
        for item in load(source, home=case.folder, limits=limits):
            name = (item.path if isinstance(item, Document) else item.file) or shown(source)
            if progress and name != last:
                progress(done, total, name)
                done, last = done + 1, name
            yield item
    for number, item in enumerate(load_lines(lines, limits=limits) if lines else (), start=1):
        if progress:
            progress(done + number, None, item.id if isinstance(item, Document) else "a faulty line")
        yield item
    if progress:
        progress(done, total, "")


def _take_facts(case: Case, report: IntakeReport, recorded: datetime, progress: Progress | None) -> None:
    """Every table of facts/, in order of name; what a table that is gone had said is withdrawn."""
    folder = case.folder / FACTS
    coding = Coding(case.agreement, case.settings, case.lexicon)
    told = repr((case.settings.sources, case.settings.spots, case.lexicon, case.agreement.parties)).encode()
    names = sorted(e.name for e in os.scandir(folder) if not e.name.startswith(".")) if folder.is_dir() else []
    for number, name in enumerate(names):
        table = shown(folder / name, case.folder)
        if progress:
            progress(number, len(names), table)
        try:
            if not name.lower().endswith(".csv"):
                message = "this kind of file is no table"
                raise CaseError(message, code="SV304", file=table, expected="a .csv file")
            data = _table_bytes(case, f"{FACTS}/{name}", table)
            statements, faults = read_table(data, table, coding)
        except (CaseError, InputError) as error:
            report.refused.append(error)
        else:
            report.refused += faults
            _record_table(case, table, statements, sha256(data + told).hexdigest(), report, recorded)
    tables = {s.document for s in case.view(END).statements() if s.row and s.document.startswith(f"{FACTS}/")}
    for table in sorted(tables - {shown(folder / name, case.folder) for name in names}):
        _record_table(case, table, [], "", report, recorded)


def _record_table(
    case: Case, table: str, statements: list[Statement], digest: str, report: IntakeReport, recorded: datetime
) -> None:
    try:
        counts = case.record.add_facts(table, statements, recorded=recorded, sha256=digest)
    except RecordError as error:
        if error.code not in _OF_ONE:
            raise
        report.refused.append(error)
        return
    report.statements += counts.added
    report.withdrawn += counts.withdrawn
    (report.read if counts.added or counts.withdrawn else report.unchanged).append(table)


def _table_bytes(case: Case, name: str, table: str) -> bytes:
    path = within(case.folder, name)
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise InputError("the path is no regular file", code="SV106", file=table)
        if state.st_size > _LARGEST_TABLE:
            raise InputError(
                "the input is larger than the limit", code="SV103", file=table, found=f"{state.st_size} bytes",
                expected=f"at most {_LARGEST_TABLE} bytes",
            )  # fmt: skip
        return path.read_bytes()
    except OSError as error:
        raise InputError("the path cannot be read", code="SV106", file=table, found=error.strerror) from None


@dataclass(frozen=True, slots=True)
class _Read:
    """A document's reading and what follows from it, ready for the record."""

    reading: Reading
    source: str
    statements: list[Statement]
    fingerprint: bytes
    passed: bool = False

    def dated_by_copy(self) -> "_Read":
        """The same, with its day marked as inferred: it was read as if that day had been given."""
        day = Published(self.reading.published.date, "inferred")
        return replace(self, reading=replace(self.reading, published=day))


def _passed_over(case: Case, document: Document) -> _Read:
    """A document that does not concern the case: its day where one is given, and nothing read in it."""
    day = Published(document.published, "given" if document.published else "unknown")
    reading = Reading(document.id, day)
    return _Read(reading, source_of(case, document), [], fingerprint(document, reading), passed=True)


def _read_one(case: Case, item: Document | InputError, reader: Reads, version: str) -> _Read | InputError:
    if isinstance(item, InputError):
        return item
    from servanda.reading import statements_of

    reading = read_safely(reader, item)
    if isinstance(reading, InputError):
        return reading
    source = source_of(case, item)
    statements = statements_of(item, reading, source=source, coder_version=version)
    return _Read(reading, source, statements, fingerprint(item, reading))


def _add(case: Case, document: Document, read: _Read, version: str, report: IntakeReport, recorded: datetime) -> None:
    """Records a document with its statements, in one transaction."""
    reading = read.reading
    shown_too = {
        "times": [t.to_json() for t in reading.times],
        "attributions": [a.to_json() for a in reading.attributions],
        "credits": [c.to_json() for c in reading.credits],
    }
    try:
        added = case.record.add(
            document,
            reading.published.date,
            reading.published.basis,
            read.statements,
            recorded=recorded,
            furniture=reading.furniture,
            display=shown_too,
            fingerprint=read.fingerprint,
            origin=read.source,
            reader_version=version,
        )
    except (RecordError, InputError) as error:
        if isinstance(error, RecordError) and error.code not in _OF_ONE:
            raise
        report.refused.append(error)
        return
    taken = report.passed_over if read.passed else report.read
    (taken if added else report.unchanged).append(document.id)
    report.statements += len(read.statements) if added else 0


def source_of(case: Case, document: Document) -> str:
    """The name of who published a document: its publisher, else its address's host, else its own name.

    A file from outside the case goes by its file name and, as others may have the same, the start of its id.
    """
    if document.publisher:
        return case.settings.source(document.publisher).name
    if host := _host(document.url or ""):
        return case.settings.source(host.removeprefix("www.")).name
    if document.path and document.id == f"d{document.sha256[:15]}":
        return f"{Path(document.path).name} ({document.id[:7]})"
    return document.id


def _host(address: str) -> str:
    """The host of a web address; empty where it names none, or is no address."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
