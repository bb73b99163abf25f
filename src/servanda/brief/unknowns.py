"""What is not known? Open questions, who says that they are open, and what would settle each."""

from servanda.brief import phrase
from servanda.brief.model import Claim, Material, Section
from servanda.brief.select import codebook, counted
from servanda.statement import Statement

ASKED, UNDECIDED = "Said to be unknown", "Verdicts that the evidence does not decide"


def section(material: Material) -> Section:
    """The ledger of unknowns: what documents call unknown, by question; then verdicts that cannot be told."""
    asked: dict[str, list[Statement]] = {}
    for statement in material.said("unknown"):
        asked.setdefault(_question(statement), []).append(statement)
    claims = [
        Claim(
            text=phrase.said(phrase.best(said)),
            group=ASKED,
            statements=tuple(said),
            details={
                "about": said[0].about,
                "said_by": sorted({s.speaker or s.source for s in said}),
                "would_settle": [_settled_by(question)],
            },
        )
        for question, said in asked.items()
    ]
    for verdict in material.judgement.verdicts:
        if verdict.verdict == "cannot tell":
            details = {"obligation": verdict.obligation, "party": verdict.party, "worlds": list(verdict.worlds)}
            claims.append(
                Claim(
                    text=f"{verdict.obligation} ({verdict.party}): {verdict.reason}",
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


def _question(statement: Statement) -> str:
    return " ".join((statement.about or statement.quote or "").lower().split())


def _settled_by(question: str) -> str:
    for rule in codebook()["settle"]:
        if any(f" {word} " in f" {question} " for word in rule["words"]):
            return str(rule["by"])
    return "a report by somebody in a position to know"
