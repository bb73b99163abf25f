"""Sentences about two invented states, what they say was done and what they do not, for the tests of reading.

A line of `acts.txt` is what is to be read, ` :: ` and the sentence. What is to be read are parts joined by ` ; `: a sign,
modes or a type joined by `|`, who acts and on whom ("Norland>Sudland"), and what else is asked.

    +   told as done, by whom and on whom, from the day `when=` on, by the word of `by=`
    -   not told as done by whom (nor by nobody); with `!` after the name, by that name alone
    ~   neither told as done nor denied
    !   denied
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from servanda.documents import Document
from servanda.reading import Reader, statements_of
from servanda.reading.lexicon import Actor, Lexicon
from servanda.record.standing import FIRM, planned
from servanda.statement import Statement

LEXICON = Lexicon(
    actors=(Actor("Norland", "state", ("the North",), party="N"), Actor("Sudland", "state", ("the South",), party="S"))
)
#: A Friday, the day on which all of it is published.
TODAY = date(2019, 5, 10)
_SPEC = re.compile(
    r"(?P<sign>[-+~!]) (?P<modes>.*?)(?: (?P<actor>[A-Z]\w+)(?P<only>!)?(?:>(?P<recipients>[\w,]+))?)?\Z"
)


@cache
def reader() -> Reader:
    """The reader that knows the two states."""
    return Reader(LEXICON)


@cache
def said(text: str) -> list[Statement]:
    """The statements that a text makes."""
    document = Document("d", text, TODAY)
    return statements_of(document, reader().read(document), source="Daily", coder_version="1")


def firm(statement: Statement) -> bool:
    """Whether a statement tells of something as done."""
    return statement.kind == "event" and statement.certainty >= FIRM and not planned(statement)


@dataclass(frozen=True, slots=True)
class Expected:
    """One part of what is to be read of a sentence."""

    sign: str
    modes: tuple[str, ...]
    actor: str | None
    only: bool
    recipients: frozenset[str]
    when: str
    by: str

    @classmethod
    def of(cls, spec: str) -> "Expected":
        """What the part of a line asks."""
        asked = dict(re.findall(r" (when|by)=(\S+)", spec))
        match = _SPEC.match(re.sub(r" (?:when|by)=\S+", "", spec))
        assert match, spec
        recipients = frozenset((match["recipients"] or "").split(",")) - {""}
        modes = tuple(match["modes"].split("|"))
        return cls(
            match["sign"],
            modes,
            match["actor"],
            bool(match["only"]),
            recipients,
            asked.get("when", ""),
            asked.get("by", ""),
        )

    def fault(self, text: str) -> str | None:
        """What is wrong with how a text is read; None where nothing is."""
        fitting = [s for s in said(text) if s.mode in self.modes or s.type in self.modes]
        done = [s for s in fitting if firm(s)]
        if self.sign == "+":
            done = [s for s in done if self.actor is None or self.actor in s.actors]
            if not done:
                return "missed"
            return None if any(self._agrees(s) for s in done) else "told of others, of another day or by another"
        done = [s for s in done if self._acts(s) and self.recipients <= {*s.recipients} and self._begins(s)]
        if done:
            return "told as done"
        denied = [s for s in fitting if s.certainty <= -FIRM and self._acts(s)]
        if self.sign == "~" and any(not planned(s) for s in denied):
            return "denied"
        return "not denied" if self.sign == "!" and not denied else None

    def _acts(self, statement: Statement) -> bool:
        nobody = not statement.actors and not self.only
        return self.actor is None or nobody or self.actor in statement.actors

    def _begins(self, statement: Statement) -> bool:
        return not self.when or str(statement.holds.start).startswith(self.when)

    def _agrees(self, statement: Statement) -> bool:
        spoken = not self.by or self.by in statement.speakers
        return spoken and self._begins(statement) and self.recipients <= {*statement.recipients}


def sentences(path: Path) -> Iterator[tuple[str, str]]:
    """The lines of a file of sentences: what is to be read, and the sentence."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            asked, _, text = line.partition(" :: ")
            yield asked, text
