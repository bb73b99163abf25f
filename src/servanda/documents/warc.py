"""Web archives: the pages and texts of a .warc or .warc.gz file, one record at a time.

Records are cut out here, within limits, so that a damaged one harms no other; fastwarc reads what is in each. Records
that are no page or text (pictures, style sheets, redirects, requests) are passed over: they are no documents.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import IO

from servanda.documents.decoding import decode
from servanda.documents.html import Page, read_page
from servanda.documents.limits import DEFAULT, Limits
from servanda.documents.model import Document
from servanda.documents.unpack import Unpacked, decode_content
from servanda.errors import InputError

_VERSION = re.compile(rb"WARC/\d\.\d\r?\n?")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?$", re.I | re.M)
_TARGET = re.compile(rb"^warc-target-uri[ \t]*:[ \t]*<?([^\r\n>]+?)>?[ \t]*\r?$", re.I | re.M)
_HEADER_LIMIT = 64 * 1024
_CHUNK = 1024 * 1024
_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/plain", "text/markdown")


@dataclass(frozen=True, slots=True)
class _Record:
    """One record's bytes, its number and its target's address."""

    data: bytes
    place: str
    target: str


def read_archive(
    stream: IO[bytes], *, packed: bool, file: str | None = None, limits: Limits = DEFAULT
) -> Iterator[Document | InputError]:
    """The documents of an archive and, in their places, what is wrong with those that cannot be read.

    `packed` says that it is gzipped. A document's id is its target URI.
    """
    source = io.BufferedReader(Unpacked(stream, limit=limits.unpacked, file=file)) if packed else stream
    found = False
    try:
        for record in _records(source, file, limits):
            item = record if isinstance(record, InputError) else _document(record, file, limits)
            if item is not None:
                found = True
                yield item
    except InputError as error:
        found = True
        yield error
    if not found:
        yield InputError("the archive holds no page or text", code="SV110", file=file)


def _records(source: IO[bytes], file: str | None, limits: Limits) -> Iterator[_Record | InputError]:
    """Cuts the archive into records; what stands between them is reported once and passed over."""
    number, lost = 0, False
    while line := source.readline(_HEADER_LIMIT):
        if not line.strip():
            continue
        if not _VERSION.fullmatch(line):
            if not lost:
                lost = True
                yield InputError(
                    "the archive has bytes that are no record", code="SV105", file=file, place=f"after record {number}",
                    found=repr(line[:40]), expected="a line WARC/1.0 or WARC/1.1",
                )  # fmt: skip
            continue
        number, lost, place = number + 1, False, f"record {number + 1}"
        header = line
        while (line := source.readline(_HEADER_LIMIT)).strip() and len(header) < _HEADER_LIMIT:
            header += line
        length, target = _LENGTH.search(header), _TARGET.search(header)
        if line.strip() or not length:
            yield InputError("a record's header is damaged", code="SV105", file=file, place=place)
            continue
        size = int(length.group(1))
        if size > limits.document:
            left = size
            while left and (rest := source.read(min(left, _CHUNK))):
                left -= len(rest)
            yield InputError(
                "the record is larger than the limit", code="SV103", file=file, place=place, found=f"{size} bytes",
                expected=f"at most {limits.document} bytes",
            )  # fmt: skip
            continue
        block = source.read(size)
        if len(block) < size:
            yield InputError(
                "the archive ends within a record", code="SV105", file=file, place=place, found=f"{len(block)} bytes",
                expected=f"{size} bytes",
            )  # fmt: skip
            return
        uri = target.group(1).decode("utf-8", "backslashreplace") if target else f"{file or 'archive'}#{number}"
        yield _Record(header.rstrip(b"\r\n") + b"\r\n\r\n" + block + b"\r\n\r\n", place, uri)


def _document(record: _Record, file: str | None, limits: Limits) -> Document | InputError | None:
    """The document in a record, what is wrong with it, or None where it is none."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    try:
        parts = ArchiveIterator(
            io.BytesIO(record.data), record_types=kinds, parse_http=True, stream_detect=False, auto_decode="none",
        )  # fmt: skip
        for part in parts:
            if part.http_headers is None:
                kind = part.headers.get("Content-Type") or ""
                encoding = transfer = ""
            elif part.http_headers.status_code != 200:
                return None
            else:
                kind = part.http_headers.get("Content-Type") or ""
                encoding = part.http_headers.get("Content-Encoding") or ""
                transfer = part.http_headers.get("Transfer-Encoding") or ""
            kind, _, parameters = kind.partition(";")
            if kind.strip().lower() not in _PAGES + _TEXTS:
                return None
            body = part.reader.read()
            if "chunked" in transfer.lower():
                body = _unchunked(body)
            body = decode_content(body, encoding, limit=limits.document, file=file, place=record.place)
            charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", parameters, re.I)
            return _read(
                record, kind.strip().lower(), body, charset=charset and charset.group(1), file=file, limits=limits
            )
    except InputError as error:
        return error
    except OSError as error:
        return InputError("a record is damaged", code="SV105", file=file, place=record.place, found=str(error))
    return None


def _unchunked(body: bytes) -> bytes:
    """A body that came in chunks, put together; archivers often have done so already, and then it stays as it is."""
    parts: list[bytes] = []
    at = 0
    while size := re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,100}\r?\n").match(body, at):
        length = int(size.group(1), 16)
        if not length:
            return b"".join(parts)
        parts.append(body[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if body[at : at + 2] == b"\r\n" else 0
    return body


def _read(
    record: _Record, kind: str, body: bytes, *, charset: str | None, file: str | None, limits: Limits
) -> Document:
    if kind in _PAGES:
        page = read_page(body, file=file, place=record.place, declared=charset, url=record.target, limits=limits)
    else:
        page = Page(decode(body, file=file, place=record.place, declared=charset), url=record.target)
    text = page.text
    return Document(
        id=record.target,
        text=text,
        published=page.published,
        publisher=page.publisher,
        title=page.title,
        url=record.target,
        path=file,
        sha256=sha256(text.encode()).hexdigest(),
    )
