"""Web archives and what is packed."""

import gzip
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from servanda.documents import Document, Limits, load
from servanda.documents.unpack import decode_content
from servanda.errors import InputError

WORDS = b"<p>The envoys met on Friday and spoke about the engine stand by the river, officials said.</p>"


def record(uri: str, body: bytes, *, kind: str = "text/html", head: str = "", status: str = "200 OK") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{head}\r\n".encode() + body
    return (
        (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2019-01-18T10:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        ).encode()
        + http
        + b"\r\n\r\n"
    )


ONE = record("https://news.example/1", b"<html><body>" + WORDS + b"</body></html>")
TWO = record("https://news.example/2", b"Plain words here.", kind="text/plain; charset=utf-8")


def items(path: Path, data: bytes, limits: Limits | None = None) -> list[str]:
    """The ids of the documents and the codes of the errors, in order."""
    path.write_bytes(data)
    return [i.id if isinstance(i, Document) else i.code for i in load(path, limits=limits or Limits())]


def test_pages_and_texts_are_named_by_address(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    assert items(path, ONE + TWO) == ["https://news.example/1", "https://news.example/2"]
    first = next(load(path))
    assert isinstance(first, Document)
    assert first.text.startswith("The envoys met")
    assert first.url == "https://news.example/1"


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: gzip.compress(ONE) + gzip.compress(TWO)])
def test_packed_as_a_whole_or_record_by_record(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    assert items(tmp_path / "a.warc.gz", pack(ONE + TWO)) == ["https://news.example/1", "https://news.example/2"]


def test_pictures_and_missing_pages_are_passed_over(tmp_path: Path) -> None:
    picture = record("https://news.example/x.png", b"\x89PNG", kind="image/png")
    missing = record("https://news.example/gone", WORDS, status="404 Not Found")
    assert items(tmp_path / "a.warc", picture + missing + TWO) == ["https://news.example/2"]
    assert items(tmp_path / "b.warc", picture) == ["SV110"]


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress), ("identity", bytes)],
)
def test_content_encodings(tmp_path: Path, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    packed = record("https://news.example/1", pack(WORDS), head=f"Content-Encoding: {encoding}\r\n")
    assert items(tmp_path / "a.warc", packed) == ["https://news.example/1"]


def test_chunks_are_put_together(tmp_path: Path) -> None:
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(WORDS), WORDS)
    path = tmp_path / "a.warc"
    path.write_bytes(record("https://news.example/1", body, head="Transfer-Encoding: chunked\r\n"))
    (found,) = load(path)
    assert isinstance(found, Document)
    assert found.text.endswith("officials said.")


def test_a_truncated_archive_keeps_what_came_before(tmp_path: Path) -> None:
    assert items(tmp_path / "a.warc", ONE + TWO[:-20]) == ["https://news.example/1", "SV105"]
    packed = gzip.compress(ONE) + gzip.compress(TWO)
    assert items(tmp_path / "a.warc.gz", packed[:-12])[0] == "https://news.example/1"
    assert items(tmp_path / "a.warc.gz", packed[:-12])[-1] == "SV105"
    assert items(tmp_path / "b.warc.gz", b"\x1f\x8b rubbish") == ["SV105"]


def test_rubbish_between_records_harms_neither(tmp_path: Path) -> None:
    found = items(tmp_path / "a.warc", ONE + b"rubbish\r\n" * 50 + TWO)
    assert found == ["https://news.example/1", "SV105", "https://news.example/2"]


@pytest.mark.parametrize("header", [b"Content-Length: -5", b"Content-Length: many", b"X: " + b"a" * 200_000])
def test_a_damaged_header_costs_one_record(tmp_path: Path, header: bytes) -> None:
    found = items(tmp_path / "a.warc", ONE + b"WARC/1.0\r\n" + header + b"\r\n\r\n" + TWO)
    assert found[0] == "https://news.example/1"
    assert found[-1] == "https://news.example/2"
    assert set(found[1:-1]) == {"SV105"}


def test_a_large_record_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    large = record("https://news.example/large", b"w" * 200_000, kind="text/plain")
    assert items(tmp_path / "a.warc", large + TWO, Limits(document=100_000)) == ["SV103", "https://news.example/2"]


def test_bombs_are_refused_and_what_came_before_is_kept(tmp_path: Path) -> None:
    bomb = gzip.compress(ONE) + gzip.compress(record("https://news.example/b", b"w" * 50_000_000, kind="text/plain"))
    limits = Limits(document=1_000_000, unpacked=10_000_000)
    assert items(tmp_path / "a.warc.gz", bomb, limits) == ["https://news.example/1", "SV105"]
    inner = record("https://news.example/b", gzip.compress(b"w" * 5_000_000), head="Content-Encoding: gzip\r\n")
    assert items(tmp_path / "a.warc", inner + TWO, limits) == ["SV105", "https://news.example/2"]


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "compress"])
def test_bodies_that_do_not_unpack(encoding: str) -> None:
    with pytest.raises(InputError) as caught:
        decode_content(b"rubbish", encoding, limit=1000)
    assert caught.value.code == "SV105"


def test_brotli_within_the_limit() -> None:
    data = brotli.compress(b"w" * 1_000_000)
    assert len(decode_content(data, "br", limit=1_000_000)) == 1_000_000
    with pytest.raises(InputError):
        decode_content(data, "br", limit=999_999)


def test_no_archive_at_all(tmp_path: Path) -> None:
    assert items(tmp_path / "a.warc", b"hello " * 100) == ["SV105"]
    assert items(tmp_path / "b.warc", b"") == ["SV110"]


def test_streams_are_read_piece_by_piece() -> None:
    from servanda.documents.unpack import Unpacked

    packed = io.BytesIO(gzip.compress(b"a" * 1_000_000))
    source = io.BufferedReader(Unpacked(packed, limit=10_000_000))
    assert source.read(10) == b"a" * 10
    assert len(source.read()) == 999_990
