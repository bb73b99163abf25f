"""What was kept, broken, or never covered? A verdict for each obligation and reading, and acts that none covers."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import LateClaim, counted
from servanda.days import Period
from servanda.statement import Statement
from servanda.verdicts import VERDICTS, NotCovered, Verdict, say

NOT_COVERED = "Not covered by any obligation"


def section(material: Material) -> Section:
    """The judgement, obligations in the order of the file, then what is not covered, oldest first."""
    verdicts = material.judgement.verdicts
    claims = [
        _judged(material, found[0]) if len(found) == 1 else _unmeasured(material, found)
        for found in _together(verdicts)
    ]
    claims += [_not_covered(n) for n in material.judgement.not_covered]
    tally = Counter(v.verdict for v in verdicts)
    parts = [f"{tally[word]} {word}" for word in VERDICTS if tally[word]]
    each = ", each reading counted" if any(v.reading for v in verdicts) else ""
    summary = f"{counted(len(verdicts), 'verdict')}{each}: {', '.join(parts)}." if parts else "No obligation to judge."
    if uncovered := len(material.judgement.not_covered):
        summary += f" {counted(uncovered, 'notable act is', 'notable acts are')} covered by no obligation."
    return Section("verdicts", summary, tuple(claims), {"tally": {w: tally[w] for w in VERDICTS if tally[w]}})


def _together(verdicts: Iterable[Verdict]) -> Iterator[list[Verdict]]:
    """Verdicts one by one, but those of one obligation that is not measurable, by any party or reading, together."""
    for (_, _, measured), found in groupby(
        verdicts, key=lambda v: (v.provision, v.obligation, v.verdict != "not measurable")
    ):
        if measured:
            yield from ([verdict] for verdict in found)
        else:
            yield list(found)


def _unmeasured(material: Material, found: list[Verdict]) -> Claim:
    """One claim for all parties and readings of an obligation that cannot be measured."""
    parties = list(dict.fromkeys(_party(material, v.party) for v in found))
    first = found[0]
    obligation = next(
        o for o in material.agreement.obligations if (o.provision, o.id) == (first.provision, first.obligation)
    )
    read = [f"{_reads(material, r.by)} it as “{r.end}”" for r in obligation.readings if r.end]
    text = f"{phrase.listed(parties)}, {first.obligation}: not measurable. {first.reason}"
    if read:
        text += f" {'; '.join(read)}."
    details = _details(first) | {"party": first.party, "parties": [v.party for v in found if not v.reading]}
    return Claim(text, _heading(material, first), word=first.verdict, details=details)


def _reads(material: Material, party: str) -> str:
    return f"{_party(material, party)} {say.verb(material.agreement, party, 'reads', 'read')}"


def _party(material: Material, party: str) -> str:
    return say.party(material.agreement, party)


def _heading(material: Material, verdict: Verdict) -> str:
    provision = next((p for p in material.agreement.provisions if p.id == verdict.provision), None)
    if provision is None:
        return verdict.provision
    number = f"{provision.id}. " if phrase.has_number(provision.id) else ""
    return phrase.shortened(f"{number}{provision.text}", 140)


def _details(verdict: Verdict) -> dict[str, Any]:
    """The verdict's fields beside those that the claim has itself."""
    return {key: value for key, value in verdict.to_json().items() if key not in ("for", "against", "verdict")}


def _judged(material: Material, verdict: Verdict) -> Claim:
    reading = f", as {_reads(material, verdict.reading)} it" if verdict.reading else ""
    return Claim(
        text=f"{_party(material, verdict.party)}, {verdict.obligation}{reading}: {verdict.verdict}. {verdict.reason}",
        group=_heading(material, verdict),
        statements=verdict.evidence_for,
        against=verdict.evidence_against,
        word=verdict.verdict,
        details=_details(verdict),
    )


def _not_covered(found: NotCovered) -> Claim:
    made: Claim = object.__new__(_Uncovered)
    for name, value in (("_found", found), ("group", NOT_COVERED), ("word", None)):
        object.__setattr__(made, name, value)
    return made


class _Uncovered(LateClaim):
    """A claim that nothing covers an act."""

    __slots__ = ("_found",)
    _found: NotCovered

    @property
    def text(self) -> str:
        told, why = phrase.event(self._found.event), self._found.why
        return why if why.startswith(f"“{told}”") else f"{phrase.sentence(told)} {why}"

    @property
    def statements(self) -> tuple[Statement, ...]:
        asserts = self._found.event.asserts
        return tuple({s.id: s for s in (*self._found.said_by, *asserts)}.values()) if self._found.said_by else asserts

    @property
    def against(self) -> tuple[Statement, ...]:
        return self._found.event.denies

    @property
    def standing(self) -> str:
        return self._found.event.standing

    @property
    def when(self) -> Period:
        return self._found.event.holds

    @property
    def event(self) -> str:
        return self._found.event.id

    @property
    def details(self) -> dict[str, Any]:
        found = self._found
        return {"nearest": found.nearest, "why": found.why, "type": found.event.type, "mode": found.event.mode}

    @property
    def count(self) -> None:
        return None
