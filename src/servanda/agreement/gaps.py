"""What the text leaves out: deadline, definition, measurable end, declaration, verification, enforcement, dispute
settlement, duration. Drawn from the form of each obligation and the words of the provision (codebook/gaps.toml)."""

import re
from dataclasses import dataclass
from functools import cache

from servanda.agreement.model import Agreement, Obligation, Provision
from servanda.codebook import load_toml

#: The forms that fall due on some day; the others forbid or cap through a whole window.
_DUE = ("perform", "repeat", "admit", "respond", "endeavour")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What one obligation, or a provision without any, leaves out. `missing` are elements of codebook/gaps.toml."""

    provision: str
    obligation: str | None
    party: str | None
    missing: tuple[str, ...]
    why: str


def elements() -> tuple[str, ...]:
    """The elements that a text can leave out, in the order of the codebook."""
    return tuple(load_toml("gaps.toml"))


def leaves_out(agreement: Agreement) -> tuple[LeftOut, ...]:
    """What each obligation leaves out, in the order of the file; obligations that lack nothing are not listed."""
    supplied = _supplied_by_all(agreement)
    found = []
    for provision in agreement.provisions:
        for obligation in provision.obligations or (None,):
            words = f"{provision.text} {obligation.words if obligation else ''}"
            missing = tuple(
                element
                for element in elements()
                if element not in supplied and not _has(element, words, provision, obligation)
            )
            if missing:
                found.append(
                    LeftOut(
                        provision.id, obligation.id if obligation else None, obligation.party if obligation else None,
                        missing, _why(missing, obligation),
                    )
                )  # fmt: skip
    return tuple(found)


def _supplied_by_all(agreement: Agreement) -> frozenset[str]:
    """The elements that some provision, or the agreement as a whole, supplies for every obligation."""
    inside = [p for p in agreement.provisions if not p.outside_text]
    obligations = [o for p in inside for o in p.obligations]
    found = {
        element
        for element, entry in load_toml("gaps.toml").items()
        if entry["scope"] == "agreement" and any(_cue(element).search(p.text) for p in inside)
    }
    if agreement.in_force.end:
        found.add("duration")
    if any(o.act and o.act.mode == "declare" for o in obligations):
        found.add("declaration")
    if any(o.form == "admit" or (o.act and o.act.mode == "inspect") for o in obligations):
        found.add("verification")
    return frozenset(found)


def _has(element: str, words: str, provision: Provision, obligation: Obligation | None) -> bool:
    """Whether an obligation has an element, by its form or by the provision's words."""
    if obligation is None:
        return bool(_cue(element).search(words))
    vague = obligation.form == "endeavour"
    if element == "deadline":
        timed = obligation.by or obligation.within or obligation.every or (obligation.window.end and not vague)
        return bool(obligation.form not in _DUE or timed or _cue(element).search(words))
    if element == "definition":
        act = obligation.act
        named = act is not None and bool(
            act.object or act.quantity or act.place or obligation.form in ("admit", "repeat")
        )
        return bool((named and not vague and not obligation.readings) or _cue(element).search(words))
    if element == "measurable end":
        return not vague
    if element == "duration" and (obligation.window.end or obligation.by or obligation.within):
        return True
    return (
        bool(_cue(element).search(words)) if not provision.outside_text else bool(_cue(element).search(provision.text))
    )


def _why(missing: tuple[str, ...], obligation: Obligation | None) -> str:
    """One sentence on what is missing."""
    glosses = load_toml("gaps.toml")
    said = "; ".join(f"{element} ({glosses[element]['gloss']})" for element in missing)
    subject = "The provision" if obligation is None else f"As written, `{obligation.id}` of {obligation.party}"
    tail = " An endeavour names no state that would end it." if obligation and obligation.form == "endeavour" else ""
    return f"{subject} does not give: {said}.{tail}"


@cache
def _cue(element: str) -> re.Pattern[str]:
    """The cue words of an element as one pattern; an asterisk ends a word or stands for one to three."""
    parts = []
    for cue in load_toml("gaps.toml")[element]["cues"]:
        words = [r"\S+(?:\s+\S+){0,2}" if w == "*" else re.escape(w).replace(r"\*", r"\w*") for w in cue.split()]
        parts.append(r"\s+".join(words))
    return re.compile(r"\b(?:" + "|".join(parts) + r")\b", re.IGNORECASE)
