"""The opening page as data: each provision with its verdicts, how strongly they rest on evidence, and what it lacks."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from servanda.agreement.model import Act, Obligation, Provision
from servanda.brief.promised import LEFT_OUT
from servanda.show.app.desk import Answers
from servanda.show.wording import FORMS, deadline, length
from servanda.verdicts import VERDICTS, Verdict, say


@dataclass(frozen=True, slots=True)
class Row:
    """One outcome of an obligation: the verdicts, by party and reading, that come to it for the same reason.

    `origins` are the independent origins that its evidence has, `latest` the day of publication of the newest;
    `read_by` are those by whose reading it comes to it, empty where the text's own does, too.
    """

    title: str
    parties: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    origins: int
    latest: date | None
    readings: tuple[tuple[str, str], ...]
    read_by: tuple[str, ...] = ()

    @property
    def first(self) -> Verdict:
        """The verdict that stands for all of them."""
        return self.verdicts[0]


@dataclass(frozen=True, slots=True)
class Point:
    """A provision, its rows, and what its text leaves out beside what the whole text does."""

    provision: Provision
    rows: tuple[Row, ...]
    missing: tuple[str, ...]

    @property
    def measured(self) -> bool:
        """Whether some verdict on it says more than that it cannot be measured."""
        return any(row.first.verdict != "not measurable" for row in self.rows)


def opening(answers: Answers) -> dict[str, Any]:
    """All that the opening page shows, as JSON has it; made once."""
    return answers.kept("opening", lambda: _opening(answers))


def _opening(answers: Answers) -> dict[str, Any]:
    return {
        "empty": not answers.material.statements,
        "tally": [list(one) for one in tally(answers)],
        "uncovered": len(answers.material.judgement.not_covered),
        "nowhere": nowhere(answers),
        "points": [
            {
                "id": p.provision.id, "text": p.provision.text, "outside": p.provision.outside_text,
                "measured": p.measured, "missing": list(p.missing), "rows": [_told(row) for row in p.rows],
            }
            for p in points(answers)
        ],
        "ahead": [
            {"key": s.key, "question": s.question, "summary": s.summary, "told": [c.text for c in s.claims[:4]]}
            for s in (answers.section("outlook"), answers.section("unknowns"))
        ],
    }  # fmt: skip


def _told(row: Row) -> dict[str, Any]:
    verdict = row.first
    return {
        "title": row.title, "parties": list(row.parties), "verdict": verdict.verdict, "reason": verdict.reason,
        "strength": verdict.strength, "path": "/".join((verdict.provision, verdict.obligation, verdict.party)),
        "origins": row.origins, "latest": row.latest.isoformat() if row.latest else None,
        "readings": [list(one) for one in row.readings], "read_by": list(row.read_by),
    }  # fmt: skip


def points(answers: Answers) -> list[Point]:
    """The provisions in the order of the agreement."""
    lacking = _left_out(answers)
    verdicts: dict[str, list[Verdict]] = {}
    for verdict in answers.material.judgement.verdicts:
        verdicts.setdefault(verdict.provision, []).append(verdict)
    return [
        Point(p, tuple(_rows(answers, p, verdicts.get(p.id, []))), tuple(lacking.get(p.id, ())))
        for p in answers.case.agreement.provisions
    ]


def nowhere(answers: Answers) -> list[str]:
    """What no obligation of the text has."""
    return _left_out(answers).get(None, [])


def tally(answers: Answers) -> list[tuple[str, int]]:
    """How often each verdict was given, each obligation and party counted once by the text's own reading."""
    counts = Counter(v.verdict for v in answers.material.judgement.verdicts if v.reading is None)
    return [(word, counts[word]) for word in VERDICTS if counts[word]]


def title(obligation: Obligation) -> str:
    """What an obligation asks, in plain words: those of the text where the agreement names them."""
    act = _act(obligation.act)
    if obligation.form == "refrain":
        return f"no {act}"
    if obligation.words:
        return f"“{obligation.words}”"
    if obligation.end:
        return obligation.end
    if obligation.form == "limit":
        return f"{act}: at most {say.number(obligation.at_most or 0)} {obligation.unit or ''}".strip()
    if obligation.form == "repeat":
        return f"{act}, every {length(str(obligation.every))}"
    return act


def asks(obligation: Obligation) -> str:
    """What an obligation asks, by when: `dismantle (engine stand): to be done, within 90 days`."""
    what = obligation.end or _act(obligation.act)
    if obligation.form == "limit":
        what += f", at most {say.number(obligation.at_most or 0)} {obligation.unit or ''}".rstrip()
    given = obligation.by or obligation.within or obligation.every
    return f"{what}: {FORMS[obligation.form]}{deadline(obligation.form, str(given) if given else None)}"


def _act(act: Act | None) -> str:
    """An act in few words, for a title: what is done, and with what or where."""
    if act is None:
        return "act"
    parts = [part for part in dict.fromkeys((act.object, act.place)) if part not in (None, "*")]
    what = act.quantity or (act.mode if act.mode not in (None, "*") else (act.type or "act").lower()) or "act"
    return f"{what} ({', '.join(p for p in parts if p)})" if parts else what


def named(answers: Answers, party: str) -> str:
    """The name of a party by its id."""
    return next((p.name for p in answers.case.agreement.parties if p.id == party), party)


def _left_out(answers: Answers) -> dict[str | None, list[str]]:
    """What is missing, by provision; under None what the whole text lacks."""
    lacking: dict[str | None, list[str]] = {}
    for claim in answers.section("promised").claims:
        if claim.group == LEFT_OUT:
            for provision in claim.details["provisions"] or (None,):
                lacking.setdefault(provision, []).extend(claim.details["missing"])
    return lacking


def _rows(answers: Answers, provision: Provision, verdicts: list[Verdict]) -> list[Row]:
    """The verdicts joined where an obligation comes to the same for several parties and readings."""
    joined: dict[tuple[str, str, str], list[Verdict]] = {}
    for v in verdicts:
        reason = "" if v.verdict == "not measurable" else v.reason
        joined.setdefault((v.obligation, v.verdict, reason), []).append(v)
    return [_row(answers, provision, found) for found in joined.values()]


def _readers(answers: Answers, verdicts: list[Verdict]) -> tuple[str, ...]:
    """The names of those by whose reading alone the verdicts come out as they do."""
    if any(v.reading is None for v in verdicts):
        return ()
    return tuple(dict.fromkeys(named(answers, v.reading) for v in verdicts if v.reading))


def _row(answers: Answers, provision: Provision, verdicts: list[Verdict]) -> Row:
    asked = [o for o in provision.obligations if o.id == verdicts[0].obligation]
    evidence = {s.id: s for v in verdicts for s in (*v.evidence_for, *v.evidence_against)}.values()
    readings = {
        named(answers, r.by): r.end or r.note or (title(r.as_read) if r.as_read else "")
        for o in asked
        for r in o.readings
        if any(v.reading == r.by for v in verdicts)
    }
    return Row(
        title=title(asked[0]),
        parties=tuple(dict.fromkeys(named(answers, v.party) for v in verdicts)),
        verdicts=tuple(verdicts),
        origins=len({s.origin for s in evidence}),
        latest=max((s.published for s in evidence if s.published), default=None),
        readings=tuple((by, text) for by, text in readings.items() if text),
        read_by=_readers(answers, verdicts),
    )
