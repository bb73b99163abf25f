"""Looks things up for a page or an export, as of a day; what is not there is a missing page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from servanda.agreement.model import Provision
from servanda.brief import QUESTIONS
from servanda.brief.beginning import beginning
from servanda.brief.making import ANSWERS
from servanda.brief.model import Section
from servanda.days import parse_day
from servanda.record import Event, SourceDocument
from servanda.show.app.desk import Answers
from servanda.show.app.render import missing
from servanda.statement import Statement
from servanda.verdicts import Proof, Verdict, prove

#: Statements that a search finds, and those of one page.
MOST_FOUND, PAGE = 500, 50


def section(answers: Answers, key: str, since: str = "") -> Section:
    """The answer to a question; what has happened may be asked for `since` a day or an event that the case names.

    Raises UsageError (SV602) where that is neither.
    """
    if key not in QUESTIONS:
        raise missing("question")
    if key != "since" or not since:
        return answers.section(key)
    begin = beginning(since, answers.case.agreement, answers.case.lexicon)
    return ANSWERS[key](replace(answers.material, since=begin))


def article(answers: Answers, document: str) -> tuple[SourceDocument, str, list[Statement]]:
    """A document with its text and the statements read in it."""
    known, text = answers.documents.get(document), answers.view.text(document)
    if known is None or text is None:
        raise missing("article")
    return known, text, answers.by_document.get(document, [])


def event(answers: Answers, name: str) -> Event:
    """An event."""
    found = answers.events.get(name)
    if found is None:
        raise missing("event")
    return found


def obligation(answers: Answers, key: tuple[str, str, str]) -> tuple[Provision, list[Verdict]]:
    """An obligation by provision, id and party: its provision and the verdict on each of its readings."""
    found = [v for v in answers.material.judgement.verdicts if (v.provision, v.obligation, v.party) == key]
    if not found:
        raise missing("obligation")
    return next(p for p in answers.case.agreement.provisions if p.id == key[0]), found


def proofs(answers: Answers, key: tuple[str, str, str]) -> dict[str | None, Proof]:
    """The proof of the verdict on each reading of an obligation."""
    heard = answers.docket.hearings(answers.view, key)
    return answers.kept("/".join(("proof", *key)), lambda: {by: prove(hearing) for by, hearing in heard.items()})


def site(answers: Answers, name: str) -> tuple[dict[str, Any], list[Event]]:
    """A site with its dated states, and the events behind them."""
    found = next((s for s in answers.section("programme").data["sites"] if s["name"] == name), None)
    if found is None:
        raise missing("site")
    ids = dict.fromkeys(s["event"] for s in found["states"])
    return found, [answers.events[i] for i in ids if i in answers.events]


def origin(answers: Answers, name: str) -> tuple[list[SourceDocument], list[Statement]]:
    """An origin's documents, and all that it is a witness of."""
    said = answers.by_origin.get(name, [])
    documents = [d for d in answers.documents.values() if d.origin == name]
    if not said and not documents:
        raise missing("origin")
    return documents, said


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for: words, who speaks, how sure, of which origin, published from and to which day."""

    q: str = ""
    speaker: str = ""
    least: float = 0.0
    origin: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Search":
        """The search that an address asks for. Raises UsageError (SV602) for a day that is none."""
        try:
            least = float(query.get("least", "0"))
        except ValueError:
            least = 0.0
        days = {name: parse_day(query[name]) if query.get(name) else None for name in ("since", "until")}
        words = {name: query.get(name, "").strip() for name in ("q", "speaker", "origin")}
        return cls(least=least if 0 <= least <= 3 else 0.0, **words, **days)  # type: ignore[arg-type]

    def fits(self, s: Statement) -> bool:
        """Whether a statement passes the filters."""
        if self.since and (s.published is None or s.published < self.since):
            return False
        if self.until and (s.published is None or s.published > self.until):
            return False
        return abs(s.certainty) >= self.least and (not self.origin or s.origin == self.origin)


def search(answers: Answers, asked: Search) -> list[Statement]:
    """The statements that fit, the best match first, at most MOST_FOUND."""
    if not asked.q:
        return []
    filtered = bool(asked.least or asked.origin or asked.since or asked.until)
    limit = None if filtered else MOST_FOUND
    found = answers.case.record.search(asked.q, as_of=answers.day, speaker=asked.speaker or None, limit=limit)
    return [s for s in found if asked.fits(s)][:MOST_FOUND]


def hits(text: str, query: str) -> list[tuple[str, bool]]:
    """A text cut where the words of a search stand in it, each piece with whether it is one of them."""
    parts = [
        r"\W+".join(map(re.escape, words)) + (r"\w*" if star else "")
        for phrase, word, star in re.findall(r'"([^"]*)"|(\w+)(\*?)', query)
        if (words := re.findall(r"\w+", phrase or word))
    ]
    if not parts:
        return [(text, False)]
    pieces = re.split(rf"\b({'|'.join(parts)})\b", text, flags=re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]
