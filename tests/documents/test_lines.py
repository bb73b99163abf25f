"""JSON lines."""

import io
import json
from datetime import date

import pytest

from servanda.documents import BadLine, Document, Limits, load_lines, read_line, read_lines
from servanda.errors import InputError


def bad(line: bytes) -> BadLine:
    found = read_line(line)
    assert isinstance(found, BadLine)
    return found


def good(line: str) -> Document:
    found = read_line(line.encode())
    assert isinstance(found, Document)
    return found


def test_all_fields() -> None:
    found = good(
        '{"id": "a", "text": "Words.", "published": "2019-01-18", "publisher": "P", "title": "T", "url": "U", "x": 1}'
    )
    assert found == Document("a", "Words.", date(2019, 1, 18), "P", "T", "U", None, found.sha256)


def test_published_may_have_a_time_or_be_null() -> None:
    assert good('{"id": "a", "text": "w", "published": "2019-01-18T23:59:00+09:00"}').published == date(2019, 1, 18)
    assert good('{"id": "a", "text": "w", "published": null}').published is None


@pytest.mark.parametrize(
    ("line", "code", "id"),
    [
        (b"no json", "SV108", None),
        (b'{"id": "a", "text": "cut', "SV108", None),
        (b'["a"]', "SV108", None),
        (b"3", "SV108", None),
        (b"[" * 100_000, "SV108", None),
        (b'{"id": "a", "text": ' + b"9" * 10_000 + b"}", "SV108", None),
        (b'{"id": "a"}', "SV109", "a"),
        (b'{"id": "a", "text": 3}', "SV109", "a"),
        (b'{"id": 7, "text": "w"}', "SV109", None),
        (b'{"text": "w"}', "SV109", None),
        (b'{"id": "a", "text": "w", "published": "2019-02-30"}', "SV109", "a"),
        (b'{"id": "a", "text": "w", "published": 20190118}', "SV109", "a"),
        (b'{"id": "a", "text": "w", "title": ["x"]}', "SV109", "a"),
        (b'{"id": "a", "text": "\xff"}', "SV104", None),
    ],
)
def test_bad_lines_say_why_and_keep_their_id(line: bytes, code: str, id: str | None) -> None:
    found = bad(line)
    assert (found.error.code, found.id) == (code, id)


def test_bad_lines_do_not_stop_good_ones() -> None:
    stream = io.BytesIO(b'{"id": "a", "text": "w"}\n\nrubbish\n{"id": "b", "text": "w"}')
    found = list(read_lines(stream, file="x.jsonl"))
    assert [getattr(item, "id", None) for item in found] == ["a", None, "b"]
    assert isinstance(found[1], BadLine)
    assert found[1].error.place == "line 3"


def test_a_line_beyond_the_limit_is_passed_over_whole() -> None:
    stream = io.BytesIO(b'{"id": "long", "text": "' + b"w" * 5_000_000 + b'"}\n{"id": "b", "text": "w"}\n')
    first, second = read_lines(stream, limits=Limits(document=1000))
    assert isinstance(first, BadLine)
    assert first.error.code == "SV103"
    assert isinstance(second, Document)


def test_half_surrogate_pairs_become_one_character_each() -> None:
    assert good(r'{"id": "a", "text": "x\ud800y\ude00"}').text == "x\ufffdy\ufffd"


def test_a_mark_at_the_start_is_no_part_of_the_line() -> None:
    assert good('\ufeff{"id": "a", "text": "w"}').id == "a"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"id": " ", "text": "w"}, "SV109"), ({"id": "a\ud800", "text": "w"}, "SV104"),
        ({"id": "a", "text": " "}, "SV101"), ({"id": "a", "text": "w\0"}, "SV102"),
    ],
)  # fmt: skip
def test_what_goes_into_a_record_needs_a_name_and_words(fields: dict[str, str], code: str) -> None:
    (found,) = load_lines(io.BytesIO(json.dumps(fields).encode()))
    assert isinstance(found, InputError)
    assert found.code == code
