"""The base form of a verb's form, by a list of verbs and the rules of English spelling (`codebook/verbs.toml`).

The lemmatizer learned its rules from treebanks and errs where a verb is rare there ("deporting" as "deporte"). What a
listed verb's form comes from is looked up instead; for other verbs the lemmatizer's word stands.
"""

from dataclasses import dataclass
from functools import cache

from servanda.codebook import load_toml

#: Consonants that are doubled before an ending.
_DOUBLED = frozenset("bdgklmnprtvz")
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a verb: its base, its Penn Treebank tag, and whether it can be no other form of any verb."""

    base: str
    tag: str
    only: bool = False


def form_of(word: str, tag: str) -> Form | None:
    """What a word in small letters, tagged as a verb, is a form of; None where the list has no such verb."""
    past = _irregular().get(word)
    if past is not None and (past.only or tag in ("VBD", "VBN")):
        return Form(past.base, tag) if tag in ("VBD", "VBN") else past
    base = next((one for one in _candidates(word, tag) if _known(one)), None)
    return None if base is None else Form(base, tag)


def _candidates(word: str, tag: str) -> list[str]:
    """The bases that a regular form could come from, the likeliest first."""
    if tag in ("VB", "VBP"):
        return [word]
    if tag == "VBZ":
        if word.endswith("ies"):
            return [word[:-3] + "y", word[:-1]]
        return [word[:-1], word[:-2]] if word.endswith("es") else [word[:-1]] if word.endswith("s") else []
    if tag == "VBG":
        return _stems(word[:-3]) if word.endswith("ing") else []
    return _stems(word[:-2]) if word.endswith("ed") else [word]


def _stems(stem: str) -> list[str]:
    """The bases of a stem that has lost "ed" or "ing"."""
    found = [stem + "e", stem]
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in _DOUBLED:
        found = [stem[:-1], stem, stem + "e"]  # "barred", but "called"
    elif len(stem) > 2 and (stem[-2] not in _VOWELS or stem[-3] in _VOWELS):
        found = [stem, stem + "e"]  # "halted", "detained", but "hoped"
    if stem.endswith("i"):
        found = [stem[:-1] + "y", stem + "e"]  # "denied", "tied"
    elif stem.endswith("y"):
        found.append(stem[:-1] + "ie")  # "lying"
    return found


def _known(base: str) -> bool:
    known = _bases()
    return base in known or any(
        base.startswith(b) and base[len(b) :] in known for b in load_toml("verbs.toml")["before"]
    )


@cache
def _bases() -> frozenset[str]:
    book = load_toml("verbs.toml")
    return frozenset((*book["bases"].split(), *book["past"]))


@cache
def _irregular() -> dict[str, Form]:
    """The past forms of irregular verbs, those with a syllable before them too."""
    book = load_toml("verbs.toml")
    return {
        before + form: Form(
            before + base, "VBD" if form == forms[0] else "VBN", before + form not in book["also_bases"]
        )
        for before in ("", *book["before"])
        for base, forms in book["past"].items()
        for form in forms
    }
