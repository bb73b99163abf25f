"""The form of an answer. What is not of the form is thrown away item by item, and counted."""

import json
import re
from collections import Counter
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from servanda.reading.second.client import Refused

#: Items of one list beyond this many are thrown away.
MOST = 400
_Quote = Annotated[str, Field(min_length=1, max_length=4000)]
_Words = Annotated[str, Field(max_length=400)]
_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*)\n\s*```\s*\Z", re.S)
_Item = TypeVar("_Item", bound=BaseModel)


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Told(_Part):
    """One act or state that the answer finds in the text."""

    quote: _Quote
    head: _Words | None = None
    type: _Words
    mode: _Words | None = None
    actors: Annotated[list[_Words], Field(max_length=20)] = []
    recipients: Annotated[list[_Words], Field(max_length=20)] = []
    object: _Words | None = None
    place: _Words | None = None
    holds_from: _Words | None = None
    holds_to: _Words | None = None
    tense: Literal["past", "present", "future"] | None = None
    certainty: Annotated[float, Field(allow_inf_nan=False)]
    speaker: _Words | None = None
    cue: _Words | None = None


class Noted(_Part):
    """A sentence about what is not known, lacking or not covered."""

    quote: _Quote
    about: _Words


class Answer(_Part):
    """All that is of the form."""

    statements: list[Told] = []
    unknowns: list[Noted] = []
    gaps: list[Noted] = []
    coverage: list[Noted] = []


def parse(content: str, thrown: Counter[str]) -> Answer:
    """The answer that a server's words hold; items of another form are counted in `thrown`. Raises Refused (SV126)."""
    fenced = _FENCE.match(content)
    try:
        raw = json.loads(fenced.group(1) if fenced else content, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused("the second reader's answer is no JSON", code="SV126") from None
    if not isinstance(raw, dict) or not isinstance(raw.get("statements"), list):
        raise Refused("the second reader's answer is not of the form", code="SV126", found="no list of statements")
    return Answer(
        statements=_items(Told, raw["statements"], thrown),
        unknowns=_items(Noted, raw.get("unknowns"), thrown),
        gaps=_items(Noted, raw.get("gaps"), thrown),
        coverage=_items(Noted, raw.get("coverage"), thrown),
    )


def _items(form: type[_Item], raw: Any, thrown: Counter[str]) -> list[_Item]:
    if raw is None:
        return []
    if not isinstance(raw, list):
        thrown["form"] += 1
        return []
    found = []
    for item in raw[:MOST]:
        try:
            found.append(form.model_validate(item))
        except ValidationError:
            thrown["form"] += 1
    if len(raw) > MOST:
        thrown["too many"] += len(raw) - MOST
    return found


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")
