"""For whom somebody speaks who is named by an office: "Arland's foreign ministry", "an Arlandic official".

Such a speaker is a party to the matter as its government is; what it says of itself or the other is no more than a
claim or an admission.
"""

import re
from collections.abc import Mapping
from functools import cache

from servanda.codebook import load_toml

_BEFORE = re.compile(r"(?:(?:an?|the|one|two|several|some|many|senior|top|unnamed)\s+)+", re.I)
_OWNER = re.compile(r"(?:['’]s?)?\s+")
_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?")
#: Who once spoke for a government, or stands against it, does not speak for it.
_PAST = re.compile(r"\b(?:former|ex|retired|exiled|opposition|deposed|then)\b", re.I)
_OTHERS = frozenset(
    ("media", "television", "tv", "staff", "command", "spokesperson", "statement", "department", "adviser")
)


@cache
def _organs() -> frozenset[str]:
    return frozenset(load_toml("grammar.toml")["organs"]) | _OTHERS


def with_adjectives(parties: Mapping[str, str]) -> dict[str, str]:
    """Names in small letters to their party; with them the adjectives of those that are states, and none with "the"."""
    found = {name.removeprefix("the "): party for name, party in parties.items()}
    for state, entry in load_toml("states.toml")["states"].items():
        party = parties.get(state.casefold())
        if party is not None:
            found.update((adjective.casefold(), party) for adjective in entry.get("people", ()))
    return {**found, **parties}


def spoken_for(words: str, names: Mapping[str, str]) -> str | None:
    """The party that an office speaks for, by the name in its words; None where it is of none or no office.

    `names` are those of `with_adjectives`.
    """
    low = " ".join(words.casefold().split())
    if low in names:
        return names[low]
    if _PAST.search(low):
        return None
    plain = _BEFORE.sub("", low, count=1) if _BEFORE.match(low) else low
    if (party := _owner(plain, names)) is not None:
        return party
    for joint in _OF.finditer(plain):
        owner = plain[joint.end() :]
        if _is_office(plain[: joint.start()]) and (party := names.get(owner) or _owner(owner, names)) is not None:
            return party
    return None


def _owner(words: str, names: Mapping[str, str]) -> str | None:
    """The party whose name or adjective stands first, before an office."""
    for at in [match.start() for match in re.finditer(r"['’\s]", words)][::-1]:
        party = names.get(words[:at])
        if party is not None:
            owner = _OWNER.match(words, at)
            return party if owner is not None and _is_office(words[owner.end() :]) else None
    return None


def _is_office(words: str) -> bool:
    """Whether words end in somebody who acts for a government, before any "of"."""
    head = re.split(r" of | for |, ", words, maxsplit=1)[0].split()
    return bool(head) and (head[-1] in _organs() or head[-1].removesuffix("s") in _organs() or head[-1] == "chiefs")
