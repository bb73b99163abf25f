"""The header of Markdown files."""

from datetime import date

import pytest

from servanda.documents.markdown import read_header
from servanda.errors import InputError

FULL = '---\ntitle: "A: b"\npublisher: Example Post\npublished: 2019-01-18\n# a remark\n---\n# Heading\n\nWords.\n'


def test_header_is_taken_off() -> None:
    found = read_header(FULL)
    assert found.text == "# Heading\n\nWords.\n"
    assert found.published == date(2019, 1, 18)
    assert found.values["title"] == "A: b"
    assert found.values["publisher"] == "Example Post"


def test_text_without_header_stays_whole() -> None:
    for text in ("Words.\n---\nmore", "--- dashes\n", "---\nnever closed"):
        assert read_header(text).text == text


def test_windows_line_ends() -> None:
    assert read_header(FULL.replace("\n", "\r\n")).text == "# Heading\r\n\r\nWords.\r\n"


@pytest.mark.parametrize(
    "header", ["author: somebody", "no pair", "title: a\ntitle: b", "published: 2019-02-30", "published: last week"]
)
def test_faulty_headers_are_refused(header: str) -> None:
    with pytest.raises(InputError) as caught:
        read_header(f"---\n{header}\n---\nWords.", file="x.md")
    assert caught.value.code == "SV109"
