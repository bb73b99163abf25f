"""What the articles may tell that nobody coded: sentences that name a promised act where the record is silent on it.

The reader misses some of what articles tell. Before silence is held against a party, one looks at the words themselves:
a sentence that names the thing and the act, asks or promises nothing, and has no statement of such an act, is shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from servanda.agreement import Act, Agreement, Names, Obligation
from servanda.agreement.names import normal
from servanda.codebook import load_toml
from servanda.record import SourceDocument, View
from servanda.verdicts.model import Verdict

#: In a record of more documents the articles are not looked through.
MOST_DOCUMENTS = 1000
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s+[A-Z“\"])[^.!?\n]*)*[.!?]?")
_WORD = re.compile(r"[a-z]+")
_BETWEEN = r"[\s-]+"
_BRACKETS = re.compile(r"\[[^\]]*\]")
#: Words of what is still to come, asked for or denied.
_NOT_DONE = frozenset(
    (
        "will", "would", "may", "might", "could", "can", "must", "should", "shall", "not", "no", "never", "if",
        "unless", "plan", "plans", "planned", "promised", "agreed", "refused", "failed", "urged", "asked", "demanded",
        "called", "denied", "yet",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unread:
    """A sentence of a document that may tell of an act that is not on record."""

    quote: str
    source: str
    published: date | None

    def __str__(self) -> str:
        when = f", {self.published.isoformat()}" if self.published else ""
        return f"“{self.quote}” [{self.source}{when}]"


def unread(agreement: Agreement, names: Names, view: View, verdict: Verdict) -> Unread | None:
    """The first sentence that may tell of the promised act of a verdict that rests on silence about it; else None."""
    silent = verdict.strength is None and verdict.verdict in ("overdue", "broken") and not verdict.reading
    documents = view.documents() if silent else ()
    obligation = next((o for o in agreement.obligations if _is_of(verdict, o)), None) if documents else None
    if obligation is None or obligation.act is None or len(documents) > MOST_DOCUMENTS:
        return None
    first = obligation.window.start or agreement.signed or date.min
    since = [d for d in documents if d.published and d.published >= first]
    return next(_telling(obligation.act, names, view, since), None)


def _is_of(verdict: Verdict, obligation: Obligation) -> bool:
    asked = (obligation.provision, obligation.id, obligation.party)
    return asked == (verdict.provision, verdict.obligation, verdict.party)


def _telling(act: Act, names: Names, view: View, documents: list[SourceDocument]) -> Iterator[Unread]:
    things, stems = _things(act, names), _stems(act.type or "", act.mode or "")
    if not things or not stems:
        return
    named = re.compile("|".join(things), re.IGNORECASE)
    for document in documents:
        text = view.text(document.id) or ""
        if not named.search(text):
            continue
        coded = [s for s in view.statements() if s.document == document.id and (s.type, s.mode) == (act.type, act.mode)]
        for found in _SENTENCE.finditer(text):
            sentence = found.group().strip()
            words = _WORD.findall(sentence.lower())
            read = any(s.start is not None and found.start() <= (s.head or s.start) < found.end() for s in coded)
            if read or not named.search(sentence) or _NOT_DONE & set(words):
                continue
            if any(before != "to" and _is_of_stem(word, stems) for before, word in pairwise(["", *words])):
                yield Unread(sentence, document.publisher or document.id, document.published)


def _is_of_stem(word: str, stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stem) and len(word) <= len(stem) + 4 for stem in stems)


def _things(act: Act, names: Names) -> list[str]:
    """Patterns of the names of what the act is done to; where it names nothing, of the mode's own last word."""
    if act.object in (None, "*"):
        word = (act.mode or "").split(" ")[-1]
        return [rf"\b{re.escape(word)}\b"] if " " in (act.mode or "") else []
    canonical = names.objects.get(normal(act.object or ""), normal(act.object or ""))
    called = {
        canonical,
        normal(act.object or ""),
        *(alias for alias, name in names.objects.items() if name == canonical),
    }
    return [rf"\b{_BETWEEN.join(map(re.escape, name.split()))}s?\b" for name in sorted(called)]


@cache
def _stems(type_: str, mode: str) -> tuple[str, ...]:
    """The beginnings of the words for an act: of its triggers in the codebook, or of a mode of the case's own."""
    entry = load_toml("triggers.toml").get(type_, {}).get(mode)
    if entry is None:
        heads = {word for word in mode.split() if len(word) > 3}
    else:
        verbs = (_BRACKETS.sub("", p).split() for p in entry.get("verbs", ()))
        nouns = (_BRACKETS.sub("", p).split() for p in entry.get("nouns", ()))
        heads = {v[0] for v in verbs if v} | {n[-1] for n in nouns if n}
    return tuple(
        sorted(head.lower()[: max(4, len(head) - 2)] if len(head) > 5 else head.lower().rstrip("e") for head in heads)
    )
