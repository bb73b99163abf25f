"""What is not known? Open questions, who says that they are open, and what would settle each."""

from collections.abc import Iterator
from datetime import timedelta

from servanda.agreement.model import Act
from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import codebook, counted, question
from servanda.record import Event
from servanda.statement import Statement
from servanda.verdicts import Verdict, say
from servanda.verdicts.matching import sees

ASKED, UNDECIDED = "Said to be unknown", "Verdicts that the evidence does not decide"
ASKED_BEFORE, DISPUTED = "Said to be unknown, and long not spoken of", "Asserted by one side and denied by another"


def section(material: Material) -> Section:
    """The ledger of unknowns: what documents call unknown, by question; what one says and another denies; then verdicts
    that cannot be told."""
    asked: dict[str, list[Statement]] = {}
    for statement in material.said("unknown"):
        asked.setdefault(question(statement), []).append(statement)
    lately = material.as_of - timedelta(days=codebook()["outlook"]["stale"])
    titles = {d.id: d.title for d in material.documents if d.title}
    claims = [
        Claim(
            text=_asked(phrase.best(said), titles),
            group=ASKED if any(not s.published or s.published >= lately for s in said) else ASKED_BEFORE,
            statements=tuple(said),
            details={
                "about": said[0].about,
                "said_by": sorted({s.speaker or s.source for s in said}),
                "would_settle": [_settled_by(asks)],
            },
        )
        for asks, said in asked.items()
    ]
    claims.sort(key=lambda c: c.group == ASKED_BEFORE)
    disputes = list(_disputes(material))
    claims += disputes
    for verdict in material.judgement.verdicts:
        if verdict.verdict == "cannot tell":
            details = {"obligation": verdict.obligation, "party": verdict.party, "worlds": list(verdict.worlds)}
            claims.append(
                Claim(
                    text=f"{_whose(material, verdict)}: {verdict.reason}",
                    group=UNDECIDED,
                    statements=verdict.evidence_for,
                    against=verdict.evidence_against,
                    details={**details, "would_settle": list(verdict.would_settle)},
                )
            )
    undecided = len(claims) - len(asked) - len(disputes)
    summary = f"{counted(len(asked), 'question')} said to be open" if asked else "No question is said to be open"
    summary += f"; {counted(len(disputes), 'report')} that another side denies" if disputes else ""
    summary += f"; {counted(undecided, 'verdict')} that the evidence does not decide." if undecided else "."
    return Section("unknowns", summary, tuple(claims))


def _asked(statement: Statement, titles: dict[str, str]) -> str:
    """The question in the words of who asks it. A sentence out of an article may begin with "it": its title says what
    it is about."""
    title = titles.get(statement.document) if statement.start is not None else None
    return f"{phrase.said(statement)} (In “{title}”)" if title else phrase.said(statement)


def _disputes(material: Material) -> Iterator[Claim]:
    """A claim for each event that somebody asserts and somebody else denies who is a party or quoted. Two values that
    deny each other are one dispute."""
    told: set[frozenset[str]] = set()
    for event in material.events:
        if event.standing != "disputed":
            continue
        sides = [{_voice(material, s) for s in said} for said in (event.asserts, event.denies)]
        both = frozenset(s.id for s in event.statements)
        known = any(s.speaker for s in event.denies) or material.parties_of(tuple(s.source for s in event.denies))
        if both in told or sides[0] == sides[1] or not known:
            continue
        told.add(both)
        text = f"{phrase.sentence(phrase.event(event))} Against that: {phrase.said(phrase.best(event.denies))}"
        yield Claim(
            text, DISPUTED, event.asserts, event.denies, event.standing, when=event.holds, event=event.id,
            details={
                "asserted_by": sorted(sides[0]), "denied_by": sorted(sides[1]),
                "would_settle": _seen_by(material, event) or ["an account by others who were there, or a record of it"],
            },
        )  # fmt: skip


def _voice(material: Material, statement: Statement) -> str:
    """Who says so: the party where somebody speaks for one."""
    return material.party_name(statement.speaker or statement.source)


def _seen_by(material: Material, event: Event) -> list[str]:
    """The means of the agreement that see acts such as an event."""
    act = Act(event.type, event.mode, event.object, event.place, event.quantity)
    return [m.id for m in material.agreement.means if any(sees(seen, act, material.names) for seen in m.sees)]


def _whose(material: Material, verdict: Verdict) -> str:
    """An obligation by party, name and reading."""
    party = say.party(material.agreement, verdict.party)
    if not verdict.reading:
        return f"{party}, {verdict.obligation}"
    reader = say.party(material.agreement, verdict.reading)
    return f"{party}, {verdict.obligation}, as {reader} {say.verb(material.agreement, reader, 'reads', 'read')} it"


def _settled_by(asks: str) -> str:
    for rule in codebook()["settle"]:
        if any(f" {word} " in f" {asks} " for word in rule["words"]):
            return str(rule["by"])
    return "a report by somebody in a position to know"
