"""Files, folders and patterns to documents. Each thing that cannot be read gives an InputError in its place."""

import glob
import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

from servanda.documents.decoding import decode
from servanda.documents.limits import DEFAULT, Limits
from servanda.documents.lines import BadLine, read_lines
from servanda.documents.markdown import read_header
from servanda.documents.model import Document
from servanda.errors import InputError

#: The endings of the files that are read, small letters.
KINDS = (".txt", ".md", ".html", ".htm", ".jsonl", ".warc", ".warc.gz")
_ARCHIVES = (".jsonl", ".warc", ".warc.gz")


def load(source: Path, *, home: Path | None = None, limits: Limits = DEFAULT) -> Iterator[Document | InputError]:
    """The documents of a file, of a folder with all that is in it, or of a pattern with `*`, `?` or `[`.

    `home` is a case's folder: a file in it is named by its path there and may not be a link that leads out of it; nor
    may a link in any folder lead out of that folder. Other single files are named by their content, the lines of
    .jsonl by their id, the pages of a web archive by their address. Hidden files in a folder are passed over.
    """
    for path, fence in _find(source, home):
        if isinstance(path, InputError):
            yield path
        else:
            yield from _load_file(path, fence, home, limits)


def count(source: Path, *, home: Path | None = None) -> int:
    """How many files `load` would look at."""
    return sum(1 for _ in _find(source, home))


def load_lines(
    stream: IO[bytes], *, file: str = "standard input", limits: Limits = DEFAULT
) -> Iterator[Document | InputError]:
    """The documents of a stream of JSON lines. For a record every one needs a name and words.

    Raises nothing; gives InputErrors SV109, SV104, SV101, SV102 for a name that is none or holds half a character, a
    document without words, and one with a NUL character.
    """
    for item in read_lines(stream, file=file, limits=limits):
        if isinstance(item, BadLine):
            yield item.error
        elif not item.id.strip():
            yield InputError("`id` is empty", code="SV109", file=file, expected="a name")
        elif any("\ud800" <= c <= "\udfff" for c in item.id):
            yield InputError("`id` holds half a character", code="SV104", file=file, place=ascii(item.id)[:200])
        elif not item.text.strip():
            yield InputError("the document is empty", code="SV101", file=file, place=item.id[:200])
        elif "\x00" in item.text:
            yield InputError("the document holds a NUL character", code="SV102", file=file, place=item.id[:200])
        else:
            yield item


def leads_out(path: Path, fence: Path) -> bool:
    """Whether a path, links followed, lies outside a folder."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(fence))


def shown(path: Path, home: Path | None = None) -> str:
    """A path as documents and errors name it: relative to the case that it lies in; bytes that are no UTF-8 escaped."""
    if home is not None and path.absolute().is_relative_to(home.absolute()):
        path = path.absolute().relative_to(home.absolute())
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _find(source: Path, home: Path | None) -> Iterator[tuple[Path | InputError, Path | None]]:
    """The files meant, in order of their names, each with the folder that links may not lead out of."""
    if not os.path.lexists(source) and glob.has_magic(str(source)):
        names = sorted(glob.glob(str(source), recursive=True))  # noqa: PTH207 (an absolute pattern is allowed)
        if not names:
            yield InputError("no file fits the pattern", code="SV106", file=shown(source, home)), None
        for name in names:
            yield from _find(Path(name), home)
        return
    inside = home is not None and source.absolute().is_relative_to(home.absolute())
    if source.is_dir():
        yield from _walk(source, home if inside else source, home)
    else:
        yield source, home if inside else None


def _walk(folder: Path, fence: Path | None, home: Path | None) -> Iterator[tuple[Path | InputError, Path | None]]:
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if not path.is_dir() or (path.is_symlink() and path != folder):
            yield path, fence
            continue
        if fence is not None and leads_out(path, fence):
            yield _outside(path, fence, home), fence
            continue
        try:
            names = sorted((entry.name for entry in os.scandir(path) if not entry.name.startswith(".")), reverse=True)
        except OSError as error:
            yield _unreadable(shown(path, home), error), fence
            continue
        waiting += [path / name for name in names]


def _load_file(path: Path, fence: Path | None, home: Path | None, limits: Limits) -> Iterator[Document | InputError]:
    name = shown(path, home)
    kind = next((kind for kind in sorted(KINDS, key=len, reverse=True) if path.name.lower().endswith(kind)), None)
    try:
        if fence is not None and leads_out(path, fence):
            raise _outside(path, fence, home)
        if path.is_dir():
            return  # a link to a folder within the fence: its files are met where they stand
        if not path.exists():
            raise InputError("there is no such file", code="SV106", file=name)
        if kind is None:
            raise InputError("this kind of file is not read", code="SV107", file=name, expected=", ".join(KINDS))
        with _open(path, name, limits.archive if kind in _ARCHIVES else limits.document) as stream:
            if kind == ".jsonl":
                yield from load_lines(stream, file=name, limits=limits)
            elif kind in _ARCHIVES:
                from servanda.documents.warc import read_archive

                yield from read_archive(stream, packed=kind == ".warc.gz", file=name, limits=limits)
            else:
                yield _single(
                    stream.read(limits.document + 1), kind, name, limits, keep_path=home is not None and fence == home
                )
    except InputError as error:
        yield error
    except OSError as error:
        yield _unreadable(name, error)


def _open(path: Path, name: str, limit: int) -> IO[bytes]:
    """Opens a regular file without waiting on what is none, such as a pipe, and within the limit."""
    stream = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    state = os.fstat(stream.fileno())
    if not stat.S_ISREG(state.st_mode):
        stream.close()
        raise InputError("the path is no regular file", code="SV106", file=name)
    if state.st_size > limit:
        stream.close()
        raise InputError(
            "the input is larger than the limit", code="SV103", file=name, found=f"{state.st_size} bytes",
            expected=f"at most {limit} bytes",
        )  # fmt: skip
    return stream


def _single(data: bytes, kind: str, name: str, limits: Limits, *, keep_path: bool) -> Document:
    """The one document of a text, Markdown or HTML file."""
    if len(data) > limits.document:
        raise InputError("the input is larger than the limit", code="SV103", file=name)
    if not data:
        raise InputError("the input is empty", code="SV101", file=name)
    title = publisher = published = url = None
    if kind in (".html", ".htm"):
        from servanda.documents.html import read_page

        page = read_page(data, file=name, limits=limits)
        text, title, publisher, published, url = page.text, page.title, page.publisher, page.published, page.url
    else:
        text = decode(data, file=name)
        if kind == ".md":
            header = read_header(text, file=name)
            text, published, values = header.text, header.published, header.values
            title, publisher, url = values.get("title"), values.get("publisher"), values.get("url")
            if not text.strip():
                raise InputError("the input is empty below its header", code="SV101", file=name)
    digest = sha256(text.encode()).hexdigest()
    return Document(
        id=name if keep_path else f"d{digest[:15]}",
        text=text,
        published=published,
        publisher=publisher,
        title=title,
        url=url,
        path=name,
        sha256=digest,
    )


def _outside(path: Path, fence: Path, home: Path | None) -> InputError:
    return InputError(
        "the link leads out of the folder", code="SV106", file=shown(path, home),
        expected=f"a file within {shown(fence, None) if fence != home else 'the case'}",
    )  # fmt: skip


def _unreadable(name: str, error: OSError) -> InputError:
    return InputError("the path cannot be read", code="SV106", file=name, found=error.strerror or str(error))
