"""What is not known? Open questions, who says that they are open, and what would settle each."""

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import codebook, counted, question
from servanda.statement import Statement
from servanda.verdicts import Verdict, say

ASKED, UNDECIDED = "Said to be unknown", "Verdicts that the evidence does not decide"


def section(material: Material) -> Section:
    """The ledger of unknowns: what documents call unknown, by question; then verdicts that cannot be told."""
    asked: dict[str, list[Statement]] = {}
    for statement in material.said("unknown"):
        asked.setdefault(question(statement), []).append(statement)
    titles = {d.id: d.title for d in material.documents if d.title}
    claims = [
        Claim(
            text=_asked(phrase.best(said), titles),
            group=ASKED,
            statements=tuple(said),
            details={
                "about": said[0].about,
                "said_by": sorted({s.speaker or s.source for s in said}),
                "would_settle": [_settled_by(asks)],
            },
        )
        for asks, said in asked.items()
    ]
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
    undecided = len(claims) - len(asked)
    summary = f"{counted(len(asked), 'question')} said to be open" if asked else "No question is said to be open"
    summary += f"; {counted(undecided, 'verdict')} that the evidence does not decide." if undecided else "."
    return Section("unknowns", summary, tuple(claims))


def _asked(statement: Statement, titles: dict[str, str]) -> str:
    """The question in the words of who asks it. A sentence out of an article may begin with "it": its title says what
    it is about."""
    title = titles.get(statement.document) if statement.start is not None else None
    return f"{phrase.said(statement)} (In “{title}”)" if title else phrase.said(statement)


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
