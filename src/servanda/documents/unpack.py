"""Unpacking within limits: gzip files of one or many members, and the content encodings of the web."""

import io
import zlib
from typing import IO

from servanda.errors import InputError

_CHUNK = 256 * 1024
_GZIP = 16 + zlib.MAX_WBITS


class Unpacked(io.RawIOBase):
    """The unpacked bytes of a gzip stream, read a piece at a time, of which at most `limit` bytes come out.

    Raises InputError SV105 where the stream is damaged, ends early or passes the limit.
    """

    def __init__(self, packed: IO[bytes], *, limit: int, file: str | None = None) -> None:
        self._packed, self._limit, self._file = packed, limit, file
        self._member = zlib.decompressobj(_GZIP)
        self._waiting, self._given, self._begun = b"", 0, False

    def readable(self) -> bool:
        """True: it is a source of bytes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills the buffer as far as one piece goes; 0 at the end."""
        data = self._piece(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _piece(self, size: int) -> bytes:
        while True:
            if self._member.eof:
                self._waiting = self._member.unused_data.lstrip(b"\0") or self._packed.read(_CHUNK).lstrip(b"\0")
                if not self._waiting:
                    return b""
                self._member, self._begun = zlib.decompressobj(_GZIP), False
            elif not self._waiting and not (more := self._packed.read(_CHUNK)):
                if not self._begun and not self._given:
                    return b""
                raise self._damaged("the compressed input ends early")
            elif not self._waiting:
                self._waiting = more
            try:
                data = self._member.decompress(self._waiting, size)
            except zlib.error as error:
                raise self._damaged("the compressed input is damaged", str(error)) from None
            self._waiting, self._begun = self._member.unconsumed_tail, True
            self._given += len(data)
            if self._given > self._limit:
                raise self._damaged("the compressed input unpacks to more than the limit", None, self._limit)
            if data:
                return data

    def _damaged(self, message: str, found: str | None = None, limit: int | None = None) -> InputError:
        expected = f"at most {limit} bytes" if limit else None
        return InputError(message, code="SV105", file=self._file, found=found, expected=expected)


def decode_content(
    data: bytes, encoding: str, *, limit: int, file: str | None = None, place: str | None = None
) -> bytes:
    """A web answer's body with its content encoding taken off: `gzip`, `deflate`, `br`, `identity`.

    Raises InputError SV105 where it is damaged, unpacks to more than `limit` bytes, or the encoding is another.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        try:
            if name in ("gzip", "x-gzip"):
                data = _inflate(data, _GZIP, limit)
            elif name == "deflate":
                raw = len(data) < 2 or data[0] & 0x0F != 8 or int.from_bytes(data[:2], "big") % 31
                data = _inflate(data, -zlib.MAX_WBITS if raw else zlib.MAX_WBITS, limit)
            elif name == "br":
                data = _brotli(data, limit)
            elif name != "identity":
                raise ValueError(f"content encoding {name!r}")
        except (zlib.error, ValueError) as error:
            raise InputError(
                "a compressed page is damaged or unpacks to more than the limit", code="SV105", file=file, place=place,
                found=str(error), expected=f"at most {limit} bytes",
            ) from None  # fmt: skip
    return data


def _inflate(data: bytes, window: int, limit: int) -> bytes:
    unpacker = zlib.decompressobj(window)
    found = unpacker.decompress(data, limit + 1)
    if len(found) > limit:
        raise ValueError(f"more than {limit} bytes")
    if not unpacker.eof:
        raise ValueError("an early end")
    return found


def _brotli(data: bytes, limit: int) -> bytes:
    import brotli  # type: ignore[import-untyped]

    unpacker, parts, size = brotli.Decompressor(), [], 0
    for start in range(0, len(data), 1024):
        try:
            parts.append(unpacker.process(data[start : start + 1024]))
        except brotli.error as error:
            raise ValueError(str(error)) from None
        size += len(parts[-1])
        if size > limit:
            raise ValueError(f"more than {limit} bytes")
    if not unpacker.is_finished():
        raise ValueError("an early end")
    return b"".join(parts)
