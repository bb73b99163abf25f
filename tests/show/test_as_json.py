"""JSON for programs: whole, a line for each item, and the same bytes each time."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.show.as_json import dump

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


@given(VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    text = dump(value)
    assert json.loads(text) == value
    assert text.endswith("\n")
    text.encode()


def test_every_item_of_a_list_has_a_line() -> None:
    assert dump(
        {"case": "lake", "none": [], "since": {"claims": [{"text": "ö", "of": [1]}, {}], "data": {"a": 1}}}
    ) == (
        '{\n "case": "lake",\n "none": [],\n "since": {\n  "claims": [\n   {"text": "ö", "of": [1]},\n   {}\n  ],\n'
        '  "data": {"a": 1}\n }\n}\n'
    )


def test_half_a_character_is_written_as_an_escape() -> None:
    assert dump(["\ud800 ö"]) == '[\n "\\ud800 \\u00f6"\n]\n'


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_has_no_word_for_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        dump({"a": {"b": [{"c": number}]}})
