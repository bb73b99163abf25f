"""The opening page as data: each provision with its verdicts, how strongly they rest on evidence, and what it lacks."""

from dataclasses import dataclass
from datetime import date

from servanda.agreement.model import Provision
from servanda.brief.promised import LEFT_OUT
from servanda.show.app.desk import Answers
from servanda.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the number of independent origins it rests on and the day of its latest evidence."""

    verdict: Verdict
    party: str
    origins: int
    latest: date | None


@dataclass(frozen=True, slots=True)
class Point:
    """A provision, its verdicts, and what its text leaves out."""

    provision: Provision
    judged: tuple[Judged, ...]
    missing: tuple[str, ...]


def points(answers: Answers) -> list[Point]:
    """The provisions in the order of the agreement."""
    material = answers.material
    names = {p.id: p.name for p in material.agreement.parties}
    lacking: dict[str | None, list[str]] = {}
    for claim in answers.brief.section("promised").claims:
        if claim.group == LEFT_OUT:
            lacking.setdefault(claim.details["provision"], []).extend(claim.details["missing"])
    found = []
    for provision in material.agreement.provisions:
        judged = []
        for verdict in material.judgement.verdicts:
            if verdict.provision != provision.id:
                continue
            evidence = (*verdict.evidence_for, *verdict.evidence_against)
            origins = len({s.origin for s in evidence})
            latest = max((s.published for s in evidence if s.published), default=None)
            judged.append(Judged(verdict, names.get(verdict.party, verdict.party), origins, latest))
        found.append(Point(provision, tuple(judged), (*lacking.get(provision.id, ()), *lacking.get(None, ()))))
    return found
