"""What a text tells of itself by its wording: that it is an official text, and whose correspondents speak in it."""

import re
from dataclasses import dataclass
from functools import cache

from servanda.codebook import load_toml
from servanda.errors import CodebookError

_HEAD = 600  # characters in which a document says that it is an official text
_BEFORE = 80  # characters before a role in which its outlet is named
_MOST_VOICES = 8


#: An outlet's name and at most four words in small letters, right before a role.
_OUTLET = re.compile(r"\b((?:[A-Z][\w&]*\s){0,2}[A-Z][\w&]*)(?:['’]s)?(?:\s[a-z]\w*){0,4}\Z")


@dataclass(frozen=True, slots=True)
class _Cues:
    """Openings of official texts; roles, and the pattern of a role before a name."""

    official: tuple[str, ...]
    roles: tuple[str, ...]
    role: re.Pattern[str]


@cache
def _cues() -> _Cues:
    book = load_toml("sources.toml")
    try:
        roles = tuple(book["voices"]["roles"])
        pattern = "|".join(re.escape(role) for role in roles)
        official = tuple(" ".join(cue.lower().split()) for cue in book["official"]["cues"])
    except (KeyError, TypeError, AttributeError) as error:
        raise CodebookError("the cues are faulty", file="sources.toml", found=repr(error)) from None
    return _Cues(official, roles, re.compile(rf"\s(?:{pattern}),?\s[A-Z]"))


def is_official(text: str) -> bool:
    """Whether the document says at its head that it is the text of a statement or agreement."""
    head = " ".join(text[:_HEAD].lower().split())
    return any(cue in head for cue in _cues().official)


def voices(text: str) -> tuple[str, ...]:
    """Outlets whose own correspondents speak in the text ("BBC state department correspondent ...")."""
    cues = _cues()
    found: dict[str, None] = {}
    if any(role in text for role in cues.roles):
        for match in cues.role.finditer(text):
            if (named := _OUTLET.search(text[max(0, match.start() - _BEFORE) : match.start()])) is not None:
                found[named[1]] = None
            if len(found) == _MOST_VOICES:
                break
    return tuple(found)


@cache
def outlet_key(name: str) -> str:
    """An outlet's name without case, marks and what does not tell outlets apart: "The BBC" is "BBC News"."""
    words = re.findall(r"\w+", name.casefold())
    spare = {"the", "news", "agency", "inputs", "com", "www", "online", "service"}
    return " ".join(w for w in words if w not in spare) or " ".join(words)
