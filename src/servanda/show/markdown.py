"""The brief as Markdown. Text of articles is escaped so that it can neither make links nor HTML."""

import re

from servanda.brief import Brief, Claim, phrase
from servanda.show import wording
from servanda.show.evidence import by_origin, credit
from servanda.show.safe import terminal as safe

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$^!&])")
_LIST = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def escaped(text: str) -> str:
    """Text with everything that Markdown or HTML would read as markup made plain, on one line."""
    line = " ".join(safe(text).split())
    line = _SPECIAL.sub(r"\\\1", line).replace("\\&", "&amp;").replace("\\<", "&lt;").replace("\\>", "&gt;")
    return _LIST.sub(r"\1\\\2", line).replace("://", ":&#47;&#47;")


def show(brief: Brief) -> str:
    """The whole brief, every claim with its evidence beneath it."""
    lines = [f"# {escaped(brief.agreement.name)}", "", f"As of {phrase.day(brief.as_of)}.", ""]
    for number, section in enumerate(brief.sections, 1):
        lines += [f"## {number}. {section.question}", "", escaped(section.summary), ""]
        for group, claims in section.groups():
            if group:
                lines += [f"### {escaped(group)}", ""]
            for claim in claims:
                lines += _claim(claim)
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _claim(claim: Claim) -> list[str]:
    notes = [claim.word or claim.standing or ""]
    if claim.when and (claim.when.start or claim.when.end):
        notes.append(phrase.period(claim.when))
    if claim.from_agreement and not claim.word and "worlds" not in claim.details:
        notes.append("from agreement.yaml")
    told = "; ".join(filter(None, notes))
    lines = [f"- {escaped(claim.text)}" + (f" *({escaped(told)})*" if told else "")]
    if after := wording.aftermath(claim):
        lines.append(f"    - {escaped(after)}")
    for side, statements in (("", claim.statements), ("against: ", claim.against)):
        for witness in by_origin(statements):
            first = witness.first
            quote = escaped(first.quote or first.text or "")
            copies = f" (and {len(witness.copies)} of the same origin)" if witness.copies else ""
            lines.append(f"    - {side}“{quote}” {escaped(credit(first))}{copies} [{first.id}]")
    return lines
