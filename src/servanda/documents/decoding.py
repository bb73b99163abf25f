"""Bytes to text: byte order marks, declared encodings, UTF-8, then a guess that has to be a good one.

The text is exactly what the bytes say: line ends are kept, nothing is normalised; only a byte order mark is no part
of it. What is no text is refused (SV102), and so is what decodes in no encoding without fault (SV104).
"""

import codecs
import re

from servanda.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP, Word or OpenDocument file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a rich text file"),
)
_SAMPLE = 128 * 1024
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, *, file: str | None = None, place: str | None = None, declared: str | None = None) -> str:
    """The text that the bytes stand for; `declared` is the encoding that a page or a header names.

    Raises InputError: SV101 where there is nothing but white space, SV102 where it is no text, SV104 where the
    encoding is broken or cannot be told.
    """
    text = _decode(data, file, place, declared)
    if not text.strip():
        raise InputError("the input is empty", code="SV101", file=file, place=place)
    controls = _CONTROLS.findall(text[:_SAMPLE])
    if "\x00" in text or len(controls) > max(2, len(text[:_SAMPLE]) // 200):
        found = "a NUL character" if "\x00" in text else f"{len(controls)} control characters"
        raise InputError("the input is no text", code="SV102", file=file, place=place, found=found, expected="text")
    return text


def _decode(data: bytes, file: str | None, place: str | None, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, file, place)
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise InputError("the input is no text", code="SV102", file=file, place=place, found=name, expected="text")
    if wide := _wide(data):
        return _strict(data, wide, file, place)
    if b"\x00" in data:
        raise InputError(
            "the input is no text", code="SV102", file=file, place=place,
            found=f"a NUL byte at byte {data.index(0)}", expected="text",
        )  # fmt: skip
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error
    if declared and (text := _declared(data, declared)) is not None:
        return text
    wrong = len(_MULTIBYTE.sub(b"", data[:_SAMPLE]).translate(None, bytes(range(128))))
    if len(_MULTIBYTE.findall(data[:_SAMPLE])) > 2 * wrong:
        raise InputError(
            "the input is UTF-8 with broken characters", code="SV104", file=file, place=place,
            found=f"byte 0x{data[broken.start]:02x} at byte {broken.start}", expected="whole UTF-8 characters",
        )  # fmt: skip
    return _guess(data, file, place)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: in text of Western letters every other byte is nought."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    if len(sample) < 4 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0) / (len(sample) // 2), sample[1::2].count(0) / (len(sample) // 2)
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else None


def _strict(data: bytes, encoding: str, file: str | None, place: str | None) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"the input says that it is {encoding} and is not", code="SV104", file=file, place=place,
            found=f"{error.reason} at byte {error.start}", expected=encoding,
        ) from None  # fmt: skip


def _declared(data: bytes, declared: str) -> str | None:
    """The text in the declared encoding; latin-1 means cp1252, as browsers take it."""
    try:
        name = codecs.lookup(declared.strip()).name
        return data.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _guess(data: bytes, file: str | None, place: str | None) -> str:
    from charset_normalizer import from_bytes

    matches = from_bytes(data[:_SAMPLE])
    names = [name for match in matches for name in match.could_be_from_charset]
    # Of the Western one-byte encodings that fit equally well, the one that is in use.
    ordered = ["cp1252"] if "cp1252" in names and (best := matches.best()) and not best.multi_byte_usage else []
    for name in [*ordered, *names]:
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    raise InputError(
        "the input's encoding cannot be told", code="SV104", file=file, place=place, expected="UTF-8",
    )  # fmt: skip
