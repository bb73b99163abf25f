"""Words for what the brief has as data: dates, how sure a statement is, obligations, what would settle a question."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from servanda.brief import Claim, phrase
from servanda.days import parse_period
from servanda.errors import UsageError

FORMS = {
    "refrain": "not to be done", "perform": "to be done", "repeat": "to be done again and again",
    "limit": "not to go beyond a limit", "admit": "others to be let in", "respond": "to be done in answer",
    "endeavour": "to be worked towards",
}  # fmt: skip


#: A mark and a colour for each standing and verdict; the word always stands beside them.
MARKS = {
    "established": ("●", "green"),
    "reported": ("○", "cyan"),
    "claimed": ("◌", "yellow"),
    "disputed": ("◑", "magenta"),
    "planned": ("▷", "blue"),
    "speculated": ("?", "blue"),
    "denied": ("✗", "yellow"),
    "fulfilled": ("✓", "green"),
    "kept so far": ("✓", "green"),
    "pending": ("…", "blue"),
    "overdue": ("!", "yellow"),
    "broken": ("✗", "red"),
    "remedied": ("↺", "green"),
    "cannot tell": ("?", "magenta"),
    "not measurable": ("∅", "yellow"),
    "not in force": ("-", "dim"),
}


def dated(text: str) -> str:
    """A day or period that stands as `2018-06-12`, `2018-06` or `2018-06-12/2018-06-20`, in words; else as it is."""
    try:
        return phrase.period(parse_period(text))
    except UsageError:
        return text


def named(text: str, names: Mapping[str, str]) -> str:
    """The text with names in place of ids, the longest id first."""
    for document in sorted(names, key=len, reverse=True):
        text = text.replace(document, names[document])
    return text


#: How hard a concession is to take back, by the word of the codebook.
_REVERSIBLE = {"easy": "easy to take back", "costly": "costly to take back", "final": "cannot be taken back"}


def aftermath(claim: Claim) -> str:
    """What belongs to a claim beside its words: how firm a concession is, what followed it, what took it back; what
    would settle a question. Empty where there is nothing of that."""
    details, parts = claim.details, []
    if reversible := details.get("reversible"):
        parts.append(_REVERSIBLE.get(reversible, reversible))
    if answer := details.get("answered_by"):
        days = details.get("answered_after")
        after = "" if days is None else " on the same day" if days == 0 else f" after {days} day{'s' * (days != 1)}"
        parts.append(f"followed{after} by: {answer['text'].removesuffix('.')}")
    if back := details.get("taken_back_by"):
        parts.append(f"taken back since: {back['text'].removesuffix('.')}")
    if (settled := details.get("would_settle")) and claim.word != "not measurable":  # its reason names the same
        parts.append(f"would settle it: {together([settling(one) for one in settled])}")
    told = "; ".join(parts)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def settling(what: str) -> str:
    """What would settle a question, in words; a means stands by its id alone."""
    return what if " " in what else f"what “{what}” would show"


def unworded(claim: Claim) -> str:
    """What a claim says without the word of its verdict, which a badge beside it has."""
    return claim.text.replace(f": {claim.word}. ", ": ", 1) if claim.word else claim.text


def percent(share: float) -> str:
    """A part of one in whole percent; what lacks something is never all of it."""
    return f"{min(round(100 * share), 99) if share < 1 else 100}%"


def sure(certainty: float) -> str:
    """How sure a statement is that what it speaks of is so, in a word or two."""
    size = abs(certainty)
    if size < 0.5:
        return "open"
    word = "certain" if size >= 2.5 else "likely" if size >= 1.5 else "possible"
    return word if certainty > 0 else f"{word} that not"


def together(parts: Sequence[str]) -> str:
    """Several phrases as one list, with what all of them end in after a comma said once."""
    endings = {part.partition(", ")[2] for part in parts}
    if len(parts) > 1 and len(endings) == 1 and (ending := endings.pop()):
        return f"{phrase.listed([part.partition(', ')[0] for part in parts])}, {ending}"
    return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Duty:
    """What an obligation asks, of all parties of whom it asks the same. `parties` are ids and names."""

    id: str
    what: str
    form: str
    parties: tuple[tuple[str, str], ...]
    readings: tuple[tuple[str, str], ...]


_LENGTH = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


def length(text: str) -> str:
    """A length of time that stands as `P90D` or `P1Y6M`, in words: 90 days, 1 year 6 months; else as it is."""
    found = _LENGTH.fullmatch(text)
    units = zip(found.groups() if found else (), ("year", "month", "week", "day"), strict=False)
    told = [f"{int(number)} {unit}{'s' * (int(number) != 1)}" for number, unit in units if number]
    return " ".join(told) or text


def deadline(form: str, given: str | None) -> str:
    """By when an obligation of a form is due, in words after a comma; empty where no time is set."""
    if not given:
        return ""
    if length(given) == given:
        return f", by {dated(given)}"
    return f", {'every' if form == 'repeat' else 'within'} {length(given)}"


def joined(obligations: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> list[Duty]:
    """The obligations of a provision as the brief has them, one line for all parties of whom the same is asked.

    `names` are those of the parties by id.
    """
    grouped: dict[tuple[Any, ...], list[tuple[str, str]]] = {}
    for o in obligations:
        readings = tuple((names.get(r["by"], r["by"]), r["end"] or r["note"] or "") for r in o["readings"])
        form = FORMS.get(o["form"], o["form"]) + deadline(o["form"], o["deadline"])
        told = tuple((by, text) for by, text in readings if text)
        grouped.setdefault((o["id"], form, told), []).append((o["party"], o["party_name"]))
    return [
        Duty(name, name.replace("-", " "), form, tuple(parties), readings)
        for (name, form, readings), parties in grouped.items()
    ]
