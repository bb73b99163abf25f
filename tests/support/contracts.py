"""The contracts as a checker of its own: what is wrong with some JSON, by contracts/case.md and contracts/reading.md.

It shares nothing with the program but the words of the contracts, which stand here a second time on purpose.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import wraps
from itertools import pairwise
from typing import Any

VERDICTS = (
    "fulfilled", "kept so far", "pending", "overdue", "broken", "remedied", "cannot tell", "not measurable",
    "not in force",
)  # fmt: skip
GRAVEST_FIRST = ("broken", "overdue", "cannot tell", "remedied", "pending", "kept so far", "fulfilled")
STANDINGS = ("established", "reported", "claimed", "disputed", "planned", "speculated", "denied")
QUESTIONS = (
    "promised", "since", "verdicts", "programme", "pressure", "balance", "ties", "outlook", "unknowns", "sources",
)  # fmt: skip
FACTUALITY = ("CT+", "PR+", "PS+", "PS-", "PR-", "CT-", "Uu")
FURNITURE = ("caption", "credit", "byline", "dateline", "player", "promo", "heading", "other")
PLOVER = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
VERDICT_KEYS = {
    "provision": str, "obligation": str, "party": str, "reading": (str, None), "verdict": str,
    "strength": (str, None), "reason": str, "for": list, "against": list, "would_settle": list, "since": (str, None),
    "instances": list, "history": list,
}  # fmt: skip
STATEMENT_KEYS = {
    "id": str, "source": str, "origin": str, "speaker": (str, None), "published": (str, None),
    "holds_from": (str, None), "holds_to": (str, None), "certainty": float, "document": str, "start": (int, None),
    "end": (int, None),
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _to_the_end(check: Callable[..., Iterator[str]]) -> Callable[..., list[str]]:
    """The faults as a list; where something is missing or of another kind, so that no more can be looked at, too."""

    @wraps(check)
    def whole(*told: Any) -> list[str]:
        found = []
        try:
            for fault in check(*told):
                found.append(fault)
        except (KeyError, TypeError, AttributeError) as error:
            found.append(f"nothing more can be checked: {error!r}")
        return found

    return whole


@_to_the_end
def faults_of_check(told: Any) -> Iterator[str]:
    """What is wrong with what `servanda check --json` printed."""
    yield from _keys(told, {"case": str, "as_of": str, "verdicts": list, "not_covered": list}, "check")
    as_of = told["as_of"]
    yield from _day(as_of, "as_of")
    for n, verdict in enumerate(told["verdicts"]):
        where = f"verdicts[{n}] {verdict.get('obligation')}"
        yield from _verdict(verdict, as_of, where)
    for n, act in enumerate(told["not_covered"]):
        yield from _keys(act, {"nearest": (str, None), "why": str, "statements": list}, f"not_covered[{n}]")
        for said in act["statements"]:
            yield from _statement(said, as_of, f"not_covered[{n}]")


def _verdict(verdict: Any, as_of: str, where: str) -> Iterator[str]:
    yield from _keys(verdict, VERDICT_KEYS, where)
    yield from _one_of(verdict["verdict"], VERDICTS, f"{where} verdict")
    if verdict["strength"] is not None:
        yield from _one_of(verdict["strength"], STANDINGS, f"{where} strength")
    if not verdict["reason"].strip():
        yield f"{where}: no reason"
    if verdict["verdict"] == "cannot tell" and not verdict["would_settle"]:
        yield f"{where}: nothing named that would settle it"
    for side in ("for", "against"):
        for said in verdict[side]:
            yield from _statement(said, as_of, f"{where} {side}")
    if any(not isinstance(what, str) or not what for what in verdict["would_settle"]):
        yield f"{where}: would_settle is not all text"
    if verdict["since"] is not None:
        yield from _day(verdict["since"], f"{where} since")
        if verdict["since"] > as_of:
            yield f"{where}: since {verdict['since']} is after {as_of}"
    for one in verdict["instances"]:
        yield from _keys(one, {"called": (str, None), "due": (str, None), "verdict": str, "by": list}, where)
        yield from _one_of(one["verdict"], GRAVEST_FIRST, f"{where} instance")
        for name in ("called", "due"):
            if one[name] is not None:
                yield from _day(one[name], f"{where} {name}")
    found = [one["verdict"] for one in verdict["instances"]]
    if found and verdict["verdict"] not in ("not in force", "not measurable"):
        gravest = min(found, key=GRAVEST_FIRST.index)
        if verdict["verdict"] != gravest:
            yield f"{where}: {verdict['verdict']} though the gravest instance is {gravest}"
    yield from _history(verdict, as_of, where)


def _history(verdict: Any, as_of: str, where: str) -> Iterator[str]:
    history = verdict["history"]
    for change in history:
        yield from _keys(change, {"day": str, "verdict": str, "by": list}, f"{where} history")
        yield from _day(change["day"], f"{where} history")
        yield from _one_of(change["verdict"], VERDICTS, f"{where} history")
    for before, after in pairwise(history):
        if not before["day"] < after["day"]:
            yield f"{where}: history goes from {before['day']} to {after['day']}"
        if before["verdict"] == after["verdict"]:
            yield f"{where}: history tells {after['verdict']} twice running"
    if history and (history[-1]["verdict"] != verdict["verdict"] or history[-1]["day"] > as_of):
        yield f"{where}: history ends with {history[-1]['verdict']} on {history[-1]['day']}"


def _statement(said: Any, as_of: str | None, where: str) -> Iterator[str]:
    where = f"{where} {said.get('id') if isinstance(said, dict) else said!r}"
    yield from _keys(said, STATEMENT_KEYS, where)
    if not isinstance(said.get("quote"), str) and not isinstance(said.get("text"), str):
        yield f"{where}: neither quote nor text"
    for name in ("published", "holds_from", "holds_to"):
        if said[name] is not None:
            yield from _day(said[name], f"{where} {name}")
    if said["holds_from"] and said["holds_to"] and said["holds_to"] < said["holds_from"]:
        yield f"{where}: holds to {said['holds_to']}, from {said['holds_from']}"
    if as_of and said["published"] and said["published"] > as_of:
        yield f"{where}: published {said['published']}, asked as of {as_of}"
    if not -3 <= said["certainty"] <= 3:
        yield f"{where}: certainty {said['certainty']}"
    if (said["start"] is None) != (said["end"] is None) or (said["start"] is not None and said["start"] >= said["end"]):
        yield f"{where}: span {said['start']} to {said['end']}"


@_to_the_end
def faults_of_brief(told: Any) -> Iterator[str]:
    """What is wrong with what `servanda brief --format json` printed."""
    yield from _keys(told, {"case": str, "as_of": str, **dict.fromkeys(QUESTIONS, dict)}, "brief")
    if [key for key in told if key in QUESTIONS] != list(QUESTIONS):
        yield "the ten keys are not in the order of the design"
    for key in QUESTIONS:
        section = told[key]
        yield from _keys(section, {"question": str, "summary": str, "claims": list}, key)
        for n, claim in enumerate(section["claims"]):
            yield from _claim(claim, told["as_of"], f"{key}[{n}]")


def _claim(claim: Any, as_of: str, where: str) -> Iterator[str]:
    yield from _keys(claim, {"text": str, "from_agreement": bool, "statements": list, "against": list}, where)
    if not claim["text"].strip():
        yield f"{where}: a claim without words"
    for said in (*claim["statements"], *claim["against"]):
        yield from _statement(said, as_of, where)
    if not (claim["statements"] or claim["against"]) and not claim["from_agreement"]:
        yield f"{where}: carried by nothing"
    if "standing" in claim:
        yield from _one_of(claim["standing"], STANDINGS, f"{where} standing")
    if "verdict" in claim:
        yield from _one_of(claim["verdict"], VERDICTS, f"{where} verdict")


@_to_the_end
def faults_of_reading(told: Any, asked: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one line of `servanda read --jsonl`, answering the line `asked`."""
    if "error" in told:
        yield from _keys(told, {"id": (str, None), "error": dict}, "reading")
        yield from _keys(told["error"], {"code": str, "message": str}, "error")
        return
    lists = ("furniture", "credits", "times", "attributions", "events", "unknowns")
    yield from _keys(told, {"id": str, "published": dict, **dict.fromkeys(lists, list)}, "reading")
    if told["id"] != asked["id"]:
        yield f"id {told['id']!r} for {asked['id']!r}"
    size = len(asked["text"])
    published = told["published"]
    yield from _keys(published, {"date": (str, None), "basis": str, "evidence": list}, "published")
    yield from _one_of(published["basis"], ("given", "inferred", "unknown"), "basis")
    if (published["date"] is None) != (published["basis"] == "unknown"):
        yield f"a day that is {published['basis']}: {published['date']}"
    yield from _spans(published["evidence"], size, "published")
    for name in ("furniture", "credits", "times", "events", "unknowns"):
        yield from _spans(told[name], size, name)
    for one in told["furniture"]:
        yield from _one_of(one["kind"], FURNITURE, "furniture kind")
    for one in told["credits"]:
        yield from _keys(one, {"name": str, "kind": str}, "credit")
        yield from _one_of(one["kind"], ("wire", "report"), "credit kind")
    for one in told["times"]:
        yield from _keys(one, {"type": str, "value": str, "from": (str, None), "to": (str, None)}, "time")
        yield from _one_of(one["type"], ("DATE", "TIME", "DURATION", "SET"), "time type")
        yield from _period(one, "time")
    for one in told["attributions"]:
        wanted = {"source": list, "cue": list, "content": list, "speaker": (str, None), "kind": str}
        yield from _keys(one, wanted, "attribution")
        yield from _one_of(one["kind"], ("direct", "indirect", "mixed"), "attribution kind")
        for name in ("source", "cue", "content"):
            yield from _spans(one[name], size, name)
        if not one["content"]:
            yield "an attribution of nothing"
    for one in told["events"]:
        yield from _event(one, size, len(told["attributions"]))
    for one in told["unknowns"]:
        yield from _keys(one, {"about": str}, "unknown")


def _event(one: Any, size: int, attributions: int) -> Iterator[str]:
    wanted = {
        "type": (str, None), "mode": (str, None), "actors": list, "recipients": list, "place": (str, None),
        "from": (str, None), "to": (str, None), "certainty": float, "factuality": str, "attribution": (int, None),
    }  # fmt: skip
    yield from _keys(one, wanted, "event")
    if one["type"] is not None:
        yield from _one_of(one["type"], PLOVER, "event type")
    for name in ("actors", "recipients"):
        yield from _spans(one[name], size, name)
        for who in one[name]:
            yield from _keys(who, {"name": str}, name)
    yield from _period(one, "event")
    yield from _one_of(one["factuality"], FACTUALITY, "factuality")
    if not -3 <= one["certainty"] <= 3:
        yield f"certainty {one['certainty']}"
    elif one["factuality"] in FACTUALITY:
        allowed = _rounded(one["certainty"])
        if one["factuality"] not in allowed:
            yield f"factuality {one['factuality']} for certainty {one['certainty']}"
    if one["attribution"] is not None and not 0 <= one["attribution"] < attributions:
        yield f"attribution {one['attribution']} of {attributions}"


def _rounded(certainty: float) -> set[str]:
    """The FactBank values that a certainty may round to; on a border, both."""
    near = {round(certainty + shift) for shift in (-1e-9, 1e-9)}
    if certainty % 1 == 0.5:
        near |= {int(certainty // 1), int(certainty // 1) + 1}
    names = {3: "CT+", 2: "PR+", 1: "PS+", 0: "Uu", -1: "PS-", -2: "PR-", -3: "CT-"}
    return {names[n] for n in near}


@_to_the_end
def faults_of_pair(told: Any, texts: dict[str, str]) -> Iterator[str]:
    """What is wrong with one line of `servanda sources --jsonl` about documents of these texts."""
    wanted = {"a": str, "b": str, "share_a": float, "share_b": float, "origin": (str, None), "passages": list}
    yield from _keys(told, wanted, "pair")
    for side in ("a", "b"):
        if not 0 <= told[f"share_{side}"] <= 1:
            yield f"share_{side} {told[f'share_{side}']}"
        if told[side] not in texts:
            yield f"{told[side]!r} is no document"
    yield from _one_of(told["origin"], ("a", "b", None), "origin")
    for passage in told["passages"]:
        yield from _keys(passage, {"a": dict, "b": dict}, "passage")
        for side in ("a", "b"):
            yield from _spans([passage[side]], len(texts[told[side]]), f"passage {side}")


def _keys(told: Any, wanted: dict[str, Any], where: str) -> Iterator[str]:
    """What is missing or of the wrong type; None in a tuple of types stands for null."""
    if not isinstance(told, dict):
        yield f"{where}: {told!r} is no object"
        return
    for name, kinds in wanted.items():
        kinds = kinds if isinstance(kinds, tuple) else (kinds,)
        if name not in told:
            yield f"{where}: no {name}"
            continue
        value = told[name]
        fits = (value is None and None in kinds) or any(k is not None and _is(value, k) for k in kinds)
        if not fits:
            yield f"{where}: {name} is {value!r}"


def _is(value: Any, kind: type) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)


def _one_of(value: Any, allowed: tuple[Any, ...], where: str) -> Iterator[str]:
    if value not in allowed:
        yield f"{where}: {value!r} is none of {', '.join(map(str, allowed))}"


def _day(value: Any, where: str) -> Iterator[str]:
    try:
        good = isinstance(value, str) and bool(_DAY.fullmatch(value)) and bool(date.fromisoformat(value))
    except ValueError:
        good = False
    if not good:
        yield f"{where}: {value!r} is no day"


def _period(one: Any, where: str) -> Iterator[str]:
    for name in ("from", "to"):
        if one[name] is not None:
            yield from _day(one[name], f"{where} {name}")
    if one["from"] and one["to"] and one["to"] < one["from"]:
        yield f"{where}: from {one['from']} to {one['to']}"


def _spans(found: list[Any], size: int, where: str) -> Iterator[str]:
    for span in found:
        yield from _keys(span, {"start": int, "end": int}, where)
        if not 0 <= span["start"] < span["end"] <= size:
            yield f"{where}: span {span['start']} to {span['end']} of {size}"
