"""What a text tells of itself by its wording: that it is an official text, and whose correspondents speak in it."""

import re
from functools import cache

from servanda.codebook import load_toml
from servanda.errors import CodebookError

_HEAD = 600  # characters in which a document says that it is an official text
_MOST_VOICES = 8


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    book = load_toml("sources.toml")
    try:
        official = "|".join(re.escape(cue).replace(r"\ ", r"\s+") for cue in book["official"]["cues"])
        roles = "|".join(re.escape(role) for role in book["voices"]["roles"])
    except (KeyError, TypeError) as error:
        raise CodebookError("the cues are faulty", file="sources.toml", found=repr(error)) from None
    # An outlet's name, at most four words in small letters, a role, and the name of the one who has it.
    voice = rf"\b((?:[A-Z][\w&]*\s){{0,2}}[A-Z][\w&]*)(?:['’]s)?(?:\s[a-z]\w*){{0,4}}\s(?:{roles}),?\s[A-Z]"
    return re.compile(rf"\b(?:{official})\b", re.IGNORECASE), re.compile(voice)


def is_official(text: str) -> bool:
    """Whether the document says at its head that it is the text of a statement or agreement."""
    return _patterns()[0].search(text[:_HEAD]) is not None


def voices(text: str) -> tuple[str, ...]:
    """Outlets whose own correspondents speak in the text ("BBC state department correspondent ...")."""
    found = dict.fromkeys(m[1] for m in _patterns()[1].finditer(text))
    return tuple(found)[:_MOST_VOICES]


@cache
def outlet_key(name: str) -> str:
    """An outlet's name without case, marks and what does not tell outlets apart: "The BBC" is "BBC News"."""
    words = re.findall(r"\w+", name.casefold())
    spare = {"the", "news", "agency", "inputs", "com", "www", "online", "service"}
    return " ".join(w for w in words if w not in spare) or " ".join(words)
