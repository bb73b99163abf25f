"""Adding articles: files and pasted text go into the case's articles/ and are read in the background, run after run."""

import os
import re
import secrets
import threading
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from servanda.days import parse_day
from servanda.documents import Document, leads_out
from servanda.documents.load import KINDS
from servanda.errors import CaseError, InputError, ServandaError, UsageError

if TYPE_CHECKING:
    from servanda.case import Case
    from servanda.case.safely import Reads
    from servanda.reading.model import Reading

MIB = 1024 * 1024
#: How much one sending may bring.
MOST_FILES = 200
LARGEST_FILE = 16 * MIB
LARGEST_SENDING = 64 * MIB
LONGEST_NAME = 100
#: Files of the last runs that are told of.
KEPT = 400
_NOT_IN_NAMES = re.compile(r"[^\w.()+-]+")


@dataclass(slots=True)
class Added:
    """What became of a file: `waiting`, `reading`, then `read`, `there already` or `refused`, with words to it."""

    name: str
    state: str
    path: str = ""
    told: str = ""

    def to_json(self) -> dict[str, str]:
        """The file for the page's script."""
        return {"name": self.name, "state": self.state, "path": self.path, "told": self.told}


@dataclass(slots=True)
class _State:
    files: list[Added] = field(default_factory=list)
    running: bool = False
    again: bool = False
    done: int = 0
    total: int | None = None
    present: str = ""
    statements: int = 0
    others: list[str] = field(default_factory=list)
    failed: str = ""


class Adding:
    """What adds to a case, in one thread at a time. `reader` stands in for the case's own in tests."""

    def __init__(self, case: "Case", clock: Callable[[], datetime], reader: "Reads | None" = None) -> None:
        self.case, self.clock = case, clock
        self._reader = reader or _Kept(case)
        self._lock = threading.Lock()
        self._state = _State()
        self._thread: threading.Thread | None = None

    def save(self, name: str, content: IO[bytes]) -> None:
        """Puts a file into articles/ and notes what became of it; what cannot be used is refused, with the reason."""
        try:
            path, new = put(self.case.folder, name, content)
            added = Added(
                path.name, "waiting", f"articles/{path.name}", "" if new else "the same file is there already"
            )
        except ServandaError as error:
            added = Added(tidy(name)[:LONGEST_NAME] or "a file without a name", "refused", told=str(error))
        with self._lock:
            self._state.files = [f for f in self._state.files if not added.path or f.path != added.path][-KEPT + 1 :]
            self._state.files.append(added)

    def start(self) -> None:
        """Reads what is new in a thread of its own; one that runs already goes round once more."""
        with self._lock:
            if self._state.running:
                self._state.again = True
                return
            self._state.running, self._state.failed = True, ""
            self._thread = threading.Thread(target=self._run, name="intake", daemon=True)
            self._thread.start()

    def wait(self, seconds: float) -> None:
        """Waits until nothing is read any more."""
        thread = self._thread
        if thread:
            thread.join(seconds)

    def progress(self) -> dict[str, Any]:
        """How far it is, for the page and its script."""
        with self._lock:
            now = self._state
            return {
                "running": now.running, "done": now.done, "total": now.total, "present": now.present,
                "statements": now.statements, "files": [f.to_json() for f in reversed(now.files)],
                "others": list(now.others), "failed": now.failed,
            }  # fmt: skip

    def _run(self) -> None:
        while True:
            with self._lock:
                self._state.again, self._state.done, self._state.total = False, 0, None
                waiting = [f for f in self._state.files if f.state == "waiting"]
                for one in waiting:
                    one.state = "reading"
            failed = ""
            try:
                self._take(waiting)
            except ServandaError as error:
                failed = str(error)
            except Exception as error:  # the app goes on, and the page says what went wrong
                failed = f"The reading broke off: {type(error).__name__}: {error}"[:300]
            with self._lock:
                for one in waiting:
                    if failed and one.state == "reading":
                        one.state, one.told = "refused", failed
                self._state.failed, self._state.present = failed, ""
                if not self._state.again:
                    self._state.running = False
                    return

    def _take(self, waiting: list[Added]) -> None:
        from servanda.case import take

        report = take(self.case, recorded=self.clock(), progress=self._note, reader=self._reader)
        refused: dict[str, list[str]] = {}
        for error in report.refused:
            refused.setdefault(error.file or "", []).append(str(error))
        with self._lock:
            for one in waiting:
                faults = refused.pop(one.path, [])
                one.told = "; ".join(faults[:3]) or one.told
                if faults:
                    one.state = "refused"
                else:
                    one.state = "there already" if one.path in report.unchanged else "read"
            self._state.statements = report.statements
            self._state.others = [fault for faults in refused.values() for fault in faults][:20]

    def _note(self, done: int, total: int | None, name: str) -> None:
        with self._lock:
            self._state.done, self._state.total, self._state.present = done, total, name


class _Kept:
    """The reader of a case, with its models loaded when the first document comes, and kept."""

    def __init__(self, case: "Case") -> None:
        self._case = case
        self._made: Reads | None = None

    def read(self, document: Document) -> "Reading":
        """What the document says."""
        if self._made is None:
            from servanda.case.safely import warm_reader

            self._made = warm_reader(self._case.lexicon)
        return self._made.read(document)


def tidy(name: str) -> str:
    """The last part of a file's name, made of letters, digits and `.()+-_`; empty where nothing is left."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    return re.sub("-{2,}", "-", _NOT_IN_NAMES.sub("-", last)).strip("-").lstrip(".-")


def put(folder: Path, name: str, content: IO[bytes]) -> tuple[Path, bool]:
    """Writes an article into a case's articles/; its path, and whether it is new there.

    The name is tidied; another file of that name is left alone and the new one numbered; the same one stays. Raises
    InputError for a kind that is not read (SV107), a file that is empty (SV101) or too large (SV103), CaseError (SV305)
    where the folder cannot be written.
    """
    from servanda.case.new import ARTICLES

    tidied = tidy(name)
    kind = next((k for k in sorted(KINDS, key=len, reverse=True) if tidied.lower().endswith(k)), None)
    if kind is None:
        raise InputError("this kind of file is not read", code="SV107", file=tidied or None, expected=", ".join(KINDS))
    stem = (tidied[: -len(kind)].rstrip(".-") or "article").encode()[: LONGEST_NAME - len(kind)].decode(errors="ignore")
    articles = folder / ARTICLES
    if leads_out(articles, folder):
        raise InputError("the link leads out of the case", code="SV106", file=ARTICLES, expected="a folder of the case")
    part = articles / f".part-{secrets.token_hex(8)}"
    try:
        articles.mkdir(exist_ok=True)
        _write(part, content, tidied)
        for number in range(1, 1000):
            path = articles / (f"{stem}{kind.lower()}" if number == 1 else f"{stem}-{number}{kind.lower()}")
            try:
                os.link(part, path)
            except FileExistsError:
                if _same(path, part):
                    return path, False
            else:
                return path, True
        raise CaseError("there are too many files of that name", code="SV305", file=tidied)
    except OSError as error:
        raise CaseError("the file cannot be saved", code="SV305", file=tidied, found=error.strerror) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _write(path: Path, content: IO[bytes], name: str) -> None:
    size = 0
    with path.open("xb") as stream:
        while piece := content.read(MIB):
            size += len(piece)
            if size > LARGEST_FILE:
                raise InputError(
                    "the input is larger than the limit", code="SV103", file=name,
                    expected=f"at most {LARGEST_FILE // MIB} MiB",
                )  # fmt: skip
            stream.write(piece)
    if not size:
        raise InputError("the input is empty", code="SV101", file=name)


def _same(a: Path, b: Path) -> bool:
    return (
        a.is_file() and not a.is_symlink() and a.stat().st_size == b.stat().st_size and a.read_bytes() == b.read_bytes()
    )


def pasted(*, title: str, publisher: str, published: str, url: str, text: str) -> tuple[str, bytes]:
    """A pasted text as a Markdown file with its header: name and content.

    Raises UsageError where there is no text (SV601), the day is no day (SV602) or the address no web address (SV601).
    """
    values = {"title": title, "publisher": publisher, "published": published, "url": url}
    values = {key: " ".join("".join(c if c.isprintable() else " " for c in v).split()) for key, v in values.items()}
    if not text.strip():
        raise UsageError("there is no text", place="text", expected="the words of an article")
    if values["published"]:
        parse_day(values["published"])
    if values["url"] and not re.match(r"https?://[^/\s]", values["url"]):
        raise UsageError("the address is no web address", place="url", found=repr(values["url"][:80]))
    head = "".join(f'{key}: "{value}"\n' for key, value in values.items() if value)
    body = text.replace("\r\n", "\n").replace("\r", "\n")
    words = tidy("-".join(part for part in (values["published"], title or text.strip().split("\n")[0]) if part)).lower()
    return f"{words[:60].strip('-.') or 'pasted'}.md", f"---\n{head}---\n{body}\n".encode("utf-8", "replace")
