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
#: An adjective has at least so many letters in common with the name it is made of.
_STEM = 4
_OTHERS = frozenset(
    (
        "media", "television", "tv", "radio", "staff", "command", "spokesperson", "statement", "department", "adviser",
        "officer", "colonel", "captain", "admiral", "marshal", "brigadier", "lieutenant", "sergeant", "pilot",
    )
)  # fmt: skip


@cache
def _organs() -> frozenset[str]:
    return (frozenset(load_toml("grammar.toml")["organs"]) | _OTHERS) - _OWN_MEN


def with_adjectives(parties: Mapping[str, str]) -> dict[str, str]:
    """Names in small letters to their party; with them adjectives, and none with "the".

    An adjective is that of a state, or what stands before the office in a name and is like another name of the party:
    "Karvian government" beside "Karvia" tells "Karvian".
    """
    found = {name.removeprefix("the "): party for name, party in parties.items()}
    found = _before_offices(found) | found
    for state, entry in load_toml("states.toml")["states"].items():
        party = parties.get(state.casefold())
        if party is not None:
            found.update((adjective.casefold(), party) for adjective in entry.get("people", ()))
    return {**found, **parties}


def _before_offices(names: Mapping[str, str]) -> dict[str, str]:
    """What stands before the office in a party's names, where it begins as another of them does."""
    found: dict[str, str] = {}
    for name, party in names.items():
        owner, _, office = name.rpartition(" ")
        if owner and _is_office(office):
            alike = (other for other, its in names.items() if its == party and other != name)
            if any(len(other) >= _STEM and owner.startswith(other[: max(_STEM, len(other) - 2)]) for other in alike):
                found[owner] = party
    return found


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


#: They may act for a state, and speak for themselves.
_OWN_MEN = frozenset(
    ("engineer", "expert", "inspector", "monitor", "observer", "scientist", "surveyor", "technician", "worker")
)
#: Offices that speak for the one whom they tell of more often than of anybody else.
_SPEAKING = frozenset(
    (
        "administration", "army", "authorities", "diplomat", "envoy", "government", "military", "minister", "ministry",
        "negotiator", "official", "police", "president", "regime", "spokesman", "spokesperson", "spokeswoman",
    )
)  # fmt: skip
_OF_SEVERAL = frozenset(("governments", "militaries", "ministries", "presidents"))


def is_office_of_nobody(words: str) -> bool:
    """Whether words name an office and not whose it is: "the foreign ministry", "two officials".

    "Both governments" are of both sides.
    """
    plain = _BEFORE.sub("", words, count=1) if _BEFORE.match(words) else words
    head = plain.split()[-1] if plain.split() else ""
    if plain != plain.lower() or _OF.search(plain) or plain.startswith("both ") or head in _OF_SEVERAL:
        return False
    return head in _SPEAKING or head.removesuffix("s") in _SPEAKING


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
