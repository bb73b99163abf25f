"""YAML read as a graph of nodes with lines, within limits, so that every fault can name its line.

Anchors, aliases, tags of one's own, several documents in one file and keys that stand twice are refused.
"""

import difflib
import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from servanda.days import Duration, Period, parse_day, parse_duration, parse_period
from servanda.errors import AgreementError, Faults, ServandaError, UsageError

#: Size and depth beyond which a file is refused, in bytes and nested collections.
MAX_BYTES = 1 << 20
MAX_DEPTH = 40

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_T = TypeVar("_T")


class FaultList:
    """The faults found so far in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[tuple[int, ServandaError]] = []

    def add(self, code: str, line: int, message: str, *, found: str | None = None, expected: str | None = None) -> None:
        """Notes a fault; `line` counts from 1."""
        error = AgreementError(message, code=code, file=self.file, place=f"line {line}", found=found, expected=expected)
        self.found.append((line, error))

    def raise_if_any(self) -> None:
        """Raises Faults with all faults in the order of their lines, if there are any."""
        if self.found:
            raise Faults([error for _, error in sorted(self.found, key=lambda pair: pair[0])])


def line_of(node: yaml.Node) -> int:
    """The line of a node, counted from 1."""
    return int(node.start_mark.line) + 1


def shown(node: yaml.Node) -> str:
    """A node as a fault shows it: a scalar's text, else what kind of thing it is."""
    if isinstance(node, yaml.ScalarNode):
        return repr(node.value[:80])
    return "a list" if isinstance(node, yaml.SequenceNode) else "a table"


def is_null(node: yaml.Node) -> bool:
    """Whether the node is YAML's null."""
    return node.tag == "tag:yaml.org,2002:null"


def read_root(path: Path, faults: FaultList) -> yaml.MappingNode | None:
    """The file's one table, or None where it is no table. Raises Faults where it cannot be read or parsed at all."""
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise Faults(
            [AgreementError("the agreement cannot be read", code="SV201", file=faults.file, found=str(error.strerror))]
        ) from error
    if size > MAX_BYTES:
        faults.add("SV201", 1, "the file is too large", found=f"{size} bytes", expected=f"at most {MAX_BYTES}")
        faults.raise_if_any()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        faults.add("SV201", line, "the file is no UTF-8 text", found=f"byte {raw[error.start]:#04x}", expected="UTF-8")
        faults.raise_if_any()
    try:
        _scan(text, faults)
        faults.raise_if_any()
        root = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        faults.add("SV201", mark.line + 1 if mark else 1, "the file is no YAML", found=str(problem)[:200])
        faults.raise_if_any()
    if not isinstance(root, yaml.MappingNode):
        faults.add("SV201", 1, "the file holds no table", expected="keys such as `servanda: 1` at the top")
        return None
    return root


def _scan(text: str, faults: FaultList) -> None:
    """Walks the events without building anything: refuses anchors, aliases, own tags, depth and a second document."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if name := getattr(event, "anchor", None):
            faults.add(
                "SV201", line, "anchors and aliases are refused", found=str(name), expected="the value written out"
            )
        if tag := getattr(event, "tag", None):
            faults.add("SV201", line, "tags are refused", found=str(tag)[:80], expected="the plain value")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                faults.add("SV201", line, "the file holds more than one document", expected="one")
                return
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                faults.add("SV201", line, "the file is nested too deeply", expected=f"at most {MAX_DEPTH} levels")
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class Table:
    """One mapping of the file. Reading a value of the wrong kind notes a fault and gives None or the default."""

    def __init__(self, node: yaml.MappingNode, faults: FaultList, what: str) -> None:
        self.node, self.faults, self.what = node, faults, what
        self.entries: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                faults.add("SV204", line_of(key), f"a key of {what} is no word", found=shown(key), expected="a word")
            elif key.value in self.entries:
                first = line_of(self.entries[key.value][0])
                faults.add(
                    "SV205", line_of(key), f"the key `{key.value}` stands twice in {what}", found=f"line {first} too",
                    expected="one of the two taken out",
                )  # fmt: skip
            else:
                self.entries[key.value] = (key, value)

    @property
    def line(self) -> int:
        """The line on which the table starts."""
        return line_of(self.node)

    @property
    def last_line(self) -> int:
        """The last line of the table."""
        end = self.node.end_mark
        return int(end.line) + (1 if end.column else 0)

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def line_of(self, key: str) -> int:
        """The line of a key, or of the table where the key is absent."""
        return line_of(self.entries[key][0]) if key in self.entries else self.line

    def value(self, key: str) -> yaml.Node | None:
        """The value of a key; None where it is absent or null."""
        if key not in self.entries or is_null(self.entries[key][1]):
            return None
        return self.entries[key][1]

    def fault(self, key: str, message: str, *, code: str = "SV204", expected: str | None = None) -> None:
        """Notes a fault at a key, showing its value."""
        found = shown(self.entries[key][1]) if key in self.entries else None
        self.faults.add(code, self.line_of(key), message, found=found, expected=expected)

    def only(self, known: Iterable[str], required: Iterable[str] = (), elsewhere: Iterable[str] = ()) -> None:
        """Notes unknown keys with the likeliest cure, and required keys that are missing.

        `elsewhere` are keys that exist, though not here.
        """
        known = tuple(known)
        for name in self.entries:
            if name in known:
                continue
            if name in elsewhere:
                message = f"the key `{name}` does not belong in {self.what}"
                expected = "one of " + ", ".join(known)
            else:
                message = f"the key `{name}` is unknown in {self.what}"
                near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
                expected = f"`{near[0]}`?" if near else "one of " + ", ".join(known)
            self.faults.add("SV202", self.line_of(name), message, found=repr(name), expected=expected)
        for name in required:
            if self.value(name) is None:
                self.faults.add(
                    "SV203", self.line_of(name), f"the key `{name}` is missing in {self.what}", expected=f"`{name}:`"
                )

    def _scalar(self, key: str, read: Callable[[str], _T], expected: str) -> _T | None:
        node = self.value(key)
        if node is None:
            return None
        if isinstance(node, yaml.ScalarNode):
            try:
                return read(node.value)
            except (ValueError, UsageError):
                pass
        self.fault(key, f"`{key}` is not what it must be", expected=expected)
        return None

    def text(self, key: str, default: str = "") -> str:
        """A word or sentence; numbers and words such as NO stand as they are written."""
        read = self._scalar(key, _filled, "words")
        return default if read is None else read

    def optional_text(self, key: str) -> str | None:
        """A word or sentence, or None."""
        return self._scalar(key, _filled, "words")

    def day(self, key: str) -> date | None:
        """A day; None where absent."""
        return self._scalar(key, parse_day, "a day such as 2018-06-12")

    def period(self, key: str) -> Period | None:
        """A day, or a time with both ends known in which it lies (EDTF); None where absent."""
        return self._scalar(key, closed_period, CLOSED_PERIOD)

    def duration(self, key: str) -> Duration | None:
        """An ISO 8601 period; None where absent."""
        return self._scalar(key, parse_duration, "an ISO 8601 period such as P90D or P3M")

    def number(self, key: str, low: float, high: float) -> float | None:
        """A finite number from low to high; None where absent."""

        def read(text: str) -> float:
            number = float(text)
            if not low <= number <= high or math.isinf(number):
                raise ValueError(text)
            return number

        return self._scalar(
            key, read, f"a number from {low:g} to {high:g}" if high < float("inf") else f"{low:g} or more"
        )

    def flag(self, key: str) -> bool:
        """true or false; absent is false."""
        return bool(self._scalar(key, _truth, "true or false"))

    def words(self, key: str, *, single: bool = False) -> tuple[str, ...]:
        """A list of words; with `single` one word may stand for a list of one."""
        node = self.value(key)
        if node is None:
            return ()
        if single and isinstance(node, yaml.ScalarNode) and node.value.strip():
            return (node.value,)
        if isinstance(node, yaml.SequenceNode) and all(
            isinstance(n, yaml.ScalarNode) and not is_null(n) and n.value.strip() for n in node.value
        ):
            return tuple(n.value for n in node.value)
        self.fault(key, f"`{key}` is not what it must be", expected="a list of words")
        return ()

    def table(self, key: str, what: str) -> "Table | None":
        """The table under a key; None where absent."""
        node = self.value(key)
        if node is None:
            return None
        if isinstance(node, yaml.MappingNode):
            return Table(node, self.faults, what)
        self.fault(key, f"`{key}` is not what it must be", expected="a table of keys")
        return None

    def tables(self, key: str, what: str) -> "list[Table]":
        """The tables of the list under a key; empty where absent."""
        node = self.value(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(key, f"`{key}` is not what it must be", expected="a list of tables, each with a dash")
            return []
        tables = []
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                tables.append(Table(item, self.faults, what))
            else:
                self.faults.add("SV204", line_of(item), f"{what} is no table", found=shown(item), expected="keys")
        return tables

    def named_tables(self, what: str) -> "Iterator[tuple[str, Table]]":
        """Every key of this table with the table under it; what is no table is noted."""
        for name, (_, node) in self.entries.items():
            if isinstance(node, yaml.MappingNode):
                yield name, Table(node, self.faults, f"{what} `{name}`")
            else:
                self.fault(name, f"{what} `{name}` is no table", expected="a table of keys")


#: What `closed_period` reads, as a fault tells it.
CLOSED_PERIOD = "a day such as 2018-06-12, a month such as 2018-06, or 2018-06-12/2018-07-03"


def closed_period(text: str) -> Period:
    """An EDTF date or interval with both ends known. Raises ValueError or UsageError."""
    found = parse_period(text)
    if found.start is None or found.end is None:
        raise ValueError("an end is open")
    return found


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("empty")
    return text.strip()
