"""The reference of agreement.yaml has every key that the file may have, and no other."""

import re
import sys
from pathlib import Path

from servanda.agreement import FORMS, entry, load

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "agreement.md").read_text(encoding="utf-8")
LOADER = sys.modules[load.__module__]


def known() -> set[str]:
    """The keys that the loader takes, at any place of the file: its own lists, and those in its calls of `only`."""
    keys = {*LOADER._TOP, *LOADER._ALL_KEYS, *LOADER._ACT_KEYS, *LOADER._READING_EXTRA}  # type: ignore[attr-defined]
    for module in (LOADER, entry):
        for listed in re.findall(r"\.only\(\(([^)]*)\)", Path(module.__file__ or "").read_text(encoding="utf-8")):
            keys |= set(re.findall(r'"(\w+)"', listed))
    return keys


def told() -> set[str]:
    """The keys in the first column of the tables."""
    firsts = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", PAGE, flags=re.M)
    return {key for cell in firsts for key in re.findall(r"`(\w+)`", cell)}


def test_every_key_is_told() -> None:
    assert {"aliases", "plural", "obligations", "sees"} <= known()
    assert [key for key in sorted(known()) if f"`{key}`" not in PAGE and f"`{key}:" not in PAGE] == []


def test_nothing_is_told_that_is_no_key() -> None:
    assert len(told()) > 30
    assert told() <= known()


def test_the_forms_that_a_key_is_told_for_are_those_that_take_it() -> None:
    obligation = PAGE[PAGE.index("## An obligation") : PAGE.index("## An act")]
    for keys, forms in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| ([^|]+) \|", obligation, flags=re.M):
        for key in re.findall(r"`(\w+)`", keys):
            takes = {form for form in FORMS if key in (*LOADER._ALWAYS, *sum(LOADER._FORM_KEYS[form], ()))}  # type: ignore[attr-defined]
            named = set(re.findall(r"`(\w+)`", forms))
            assert takes == (set(FORMS) - named if forms.startswith("all") else named), key
