"""Bytes to text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.documents.decoding import decode
from servanda.errors import InputError

WORDS = "Der Unterhändler traf am Freitag in Genf ein, und die Gespräche über das Verbot können beginnen. " * 5
QUOTED = "The envoy said: “We’re ready – for now.” The café was closed, officials said on Friday. " * 5


def code_of(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        decode(data, file="x.txt")
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_with_and_without_mark(encoding: str) -> None:
    assert decode(WORDS.encode(encoding)) == WORDS


def test_big_endian_mark() -> None:
    assert decode(codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be")) == WORDS


def test_old_western_text_with_curly_quotes() -> None:
    assert decode(QUOTED.encode("cp1252")) == QUOTED


def test_utf8_wins_over_a_wrong_declaration() -> None:
    assert decode(QUOTED.encode(), declared="iso-8859-1") == QUOTED


def test_declared_encoding_is_used_where_it_is_no_utf8() -> None:
    text = "Переговоры начались в пятницу, сообщили официальные лица."
    assert decode(text.encode("koi8-r"), declared="koi8-r") == text


def test_a_declaration_that_cannot_be_is_passed_over() -> None:
    assert decode(QUOTED.encode("cp1252"), declared="no-such-thing") == QUOTED


def test_line_ends_are_kept() -> None:
    assert decode(b"one\r\ntwo\rthree\nfour") == "one\r\ntwo\rthree\nfour"


@pytest.mark.parametrize("data", [b"", b"  \r\n\t ", codecs.BOM_UTF8])
def test_empty(data: bytes) -> None:
    assert code_of(data) == "SV101"


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.4 text", b"PK\x03\x04rest", b"\x89PNG\r\n", b"\x1f\x8b\x08", b"words\x00words", bytes(range(256)) * 40],
    ids=["pdf", "zip", "png", "gzip", "nul", "noise"],
)
def test_binary(data: bytes) -> None:
    assert code_of(data) == "SV102"


def test_utf16_cut_in_a_character_is_told() -> None:
    assert code_of(codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le")[:-1]) == "SV104"


def test_broken_utf8_is_told_with_its_place() -> None:
    data = WORDS.encode()
    cut = data.index(b"\xc3") + 1
    with pytest.raises(InputError, match=f"byte {cut - 1}"):
        decode(data[:cut] + data[cut + 1 :])


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1))
def test_text_comes_back_code_point_for_code_point(text: str) -> None:
    wanted = text.removeprefix("\ufeff")
    if wanted.strip():
        assert decode(text.encode()) == wanted
    else:
        assert code_of(text.encode()) == "SV101"
