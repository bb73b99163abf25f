"""`servanda sources`: which documents share text, who has it from whom, and the independent origins behind them."""

import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import AsJson, AsOf, day_of
from servanda.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servanda.record import SourceDocument, View
    from servanda.sources import Index, Pair


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command()(sources)


def sources(
    folder: Annotated[
        Path | None, typer.Argument(metavar="CASE", help="The folder of the case.", show_default=False)
    ] = None,
    as_of: AsOf = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Compare two documents, named by id or path.", show_default=False),
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --compare: write both side by side as a page.")
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="No case: JSON lines of documents in, JSON lines of pairs out.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show which documents copy each other: families as trees, with what each member added, dropped and changed.

    Copies of one report are one witness. Shared quotations and official texts are marked as such and make no copy.
    Below the trees stand the documents of no family, with the quotations that they share all the same.

    Exit status: 0 done, 1 a line of --jsonl was refused, 2 the case cannot be used.
    """
    if jsonl:
        if folder is not None:
            raise UsageError("--jsonl takes no case", found=str(folder), expected="documents on standard input")
        raise typer.Exit(1 if _read_lines() else 0)
    if folder is None:
        raise UsageError("no case is named", expected="servanda sources CASE, or servanda sources --jsonl")
    if html and not compare:
        raise UsageError("--html needs two documents to compare", expected="--compare A B --html FILE")
    from servanda.case import index_of, open_case

    with open_case(folder) as case:
        view = case.view(day_of(case, as_of))
        index = index_of(case, view)
        if compare:
            _compare(index, view, compare, html, as_json=as_json)
        elif as_json:
            _print_json(index)
        else:
            _print_trees(index, view)


def _print_json(index: "Index") -> None:
    from servanda.show.as_json import dump

    families = index.families()
    inside = {m.document for f in families for m in f.members}
    alone = sorted(name for name in index.documents() if name not in inside)
    pairs = [pair.to_json() for pair in index.pairs()]
    typer.echo(dump({"families": [f.to_json() for f in families], "alone": alone, "pairs": pairs}), nl=False)


def _print_trees(index: "Index", view: "View") -> None:
    from rich.console import Console

    from servanda.show import families

    found = index.families()
    inside = {m.document for f in found for m in f.members}
    titles = {d.id: _title(d) for d in view.documents()}
    names = {d.id: _quoted(d) for d in view.documents()}
    alone = sorted((name for name in index.documents() if name not in inside), key=lambda n: (titles.get(n, n), n))
    families.show(found, alone, titles, names, view.text, Console(highlight=False), index.pairs())


def _name(document: "SourceDocument") -> str:
    return document.title or (document.path or document.id).rpartition("/")[2]


def _quoted(document: "SourceDocument") -> str:
    """What a document is called within a sentence."""
    return f"“{document.title}”" if document.title else _name(document)


def _title(document: "SourceDocument") -> str:
    name = _name(document)
    day = document.published.isoformat() if document.published else "undated"
    notes = [
        n for n in (document.publisher, f"{day}, inferred" if document.published_basis == "inferred" else day) if n
    ]
    return f"{name} ({', '.join(notes)})"


def _compare(index: "Index", view: "View", names: tuple[str, str], html: Path | None, *, as_json: bool) -> None:
    from servanda.show import comparison
    from servanda.show.as_json import dump
    from servanda.show.wording import named
    from servanda.sources.changes import changes, gaps

    known = view.documents()
    files = Counter(d.path for d in known)  # an archive holds several documents, which go by their ids
    documents = {d.path: d for d in known if d.path and files[d.path] == 1} | {d.id: d for d in known}
    for name in names:
        if name not in documents:
            raise UsageError("no such document", code="SV406", found=repr(name), expected="an id or path of the case")
    one, other = sorted((documents[name] for name in names), key=lambda d: d.id)
    pair = next((p for p in index.pairs() if (p.a, p.b) == (one.id, other.id)), None)
    if pair is None:
        typer.echo(dump(None) if as_json else "The two share no text.", nl=not as_json)
        return
    if html:
        texts = (view.text(pair.a) or "", view.text(pair.b) or "")
        prints = (index.print_of(pair.a), index.print_of(pair.b))
        added, dropped, changed = changes(*prints, [(p.a, p.b) for p in pair.passages])
        own = ([*added, *gaps(prints[0], texts[0])], [*dropped, *gaps(prints[1], texts[1])])
        told = named(pair.reason, {d.id: _quoted(d) for d in (one, other)})
        page = comparison.page(replace(pair, reason=told), changed, own, texts, (_title(one), _title(other)))
        try:
            html.write_text(page, encoding="utf-8", errors="replace")
        except OSError as error:
            message = "the page cannot be written"
            raise UsageError(message, file=str(html), found=error.strerror) from None
        typer.echo(f"Both side by side: {html}")
    elif as_json:
        typer.echo(dump(pair.to_json()), nl=False)
    else:
        told = named(pair.reason, {d.id: _quoted(d) for d in (one, other)})
        _print_pair(replace(pair, reason=told), view, (_title(one), _title(other)))


def _print_pair(pair: "Pair", view: "View", titles: tuple[str, str]) -> None:
    from servanda.show.safe import terminal as safe

    typer.echo(f"{safe(titles[0])}: {pair.share_a:.0%} of its words stand in the other")
    typer.echo(f"{safe(titles[1])}: {pair.share_b:.0%} of its words stand in the other")
    first = titles[0 if pair.origin == "a" else 1] if pair.origin else "unknown"
    typer.echo(safe(f"first: {first}; {pair.reason}"))
    text = view.text(pair.a) or ""
    for passage in pair.passages:
        kind = f"{passage.kind}, edited" if passage.edited else passage.kind
        typer.echo(f"\n[{kind}] {' '.join(safe(passage.a.of(text)).split())}")


def _read_lines() -> bool:
    """Pairs of the documents on standard input by contracts/reading.md; whether a line was refused."""
    from servanda.documents import BadLine, read_lines
    from servanda.sources import Index, SourceText, prepared

    refused = False
    given: dict[str, str] = {}

    def usable() -> "Iterator[SourceText]":
        nonlocal refused
        for item in read_lines(sys.stdin.buffer):
            if isinstance(item, BadLine):
                refused = True
                _write({"id": item.id, "error": item.error.to_json()})
            elif given.setdefault(item.id, item.sha256) != item.sha256:
                refused = True
                error = InputError("another text was given under this id", code="SV109", found=repr(item.id)[:80])
                _write({"id": item.id, "error": error.to_json()})
            else:
                yield prepared(item)

    index = Index()
    index.add_all(usable())
    for pair in index.each_pair():
        _write(pair.to_json())
    return refused


def _write(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()
