"""Families of documents in the terminal: a tree for each, with what every member added, dropped and changed."""

from collections.abc import Callable, Mapping, Sequence

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from servanda.show.safe import terminal as safe
from servanda.sources import Family, Member, Pair
from servanda.sources.model import PassageKind
from servanda.spans import Span

#: Gives the text of a document, or None where nobody has it.
Texts = Callable[[str], str | None]

MOST = 6  # additions, cuts and changes of one member that are shown
_LONGEST = 96  # characters of each
_SHORTEST = 3  # words of an addition or cut worth showing
_OPENING, _CLOSING = "\"'“‘«(", ".,;:!?…\"'”’»)"
_COMMON: dict[PassageKind, str] = {
    "copy": "a passage in common",
    "quotation": "a quotation in common",
    "official text": "an official text in common",
}


def show(
    families: Sequence[Family],
    alone: Sequence[str],
    titles: Mapping[str, str],
    names: Mapping[str, str],
    texts: Texts,
    console: Console,
    pairs: Sequence[Pair] = (),
) -> None:
    """Prints the families, then the documents of none, with what these share all the same.

    `titles` says what a document is called, with its outlet and day; `names` the same in short.
    """
    for family in families:
        console.print(_tree(family, titles, names, texts))
        console.print()
    members = sum(len(f.members) for f in families)
    console.print(
        f"{_counted(members + len(alone), 'document', 'documents')}: "
        f"{_counted(len(families), 'family', 'families')} of {members}, and {len(alone)} of no family."
    )
    common = _in_common(alone, pairs, names)
    for name in alone:
        console.print(Text(f"  {safe(titles.get(name, name))}{safe(common.get(name, ''))}", style="dim"))


def _in_common(alone: Sequence[str], pairs: Sequence[Pair], names: Mapping[str, str]) -> dict[str, str]:
    """What documents of no family have in common with others, in words: it does not make them copies."""
    shared: dict[str, dict[PassageKind, list[str]]] = {name: {} for name in alone}
    for pair in pairs:
        for kind in dict.fromkeys(p.kind for p in pair.passages):
            for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
                if one in shared:
                    shared[one].setdefault(kind, []).append(names.get(other, other))
    told = {}
    for name, kinds in shared.items():
        parts = []
        for kind, others in sorted(kinds.items()):
            more = f" and {len(others) - 2} more" if len(others) > 2 else ""
            parts.append(
                f"{_COMMON[kind]} with {' and '.join(others[:2]) if not more else ', '.join(others[:2])}{more}"
            )
        told[name] = "".join(f"; has {part}" for part in parts)
    return told


def _tree(family: Family, titles: Mapping[str, str], names: Mapping[str, str], texts: Texts) -> Tree:
    root = family.members[0]
    head = Text.assemble((safe(family.origin), "bold"), f"  one origin, {len(family.members)} documents")
    top = Tree(head, guide_style="dim")
    short = {m.document: names.get(m.document, m.document) for m in family.members}
    nodes = {root.document: top.add(Text(safe(titles.get(root.document, root.document)), style="bold"))}
    for member in family.members[1:]:
        assert member.parent is not None
        node = nodes[member.document] = nodes[member.parent].add(_line(member, titles, short))
        for line in _differences(member, texts):
            node.add(line)
    return top


def named(text: str, names: Mapping[str, str]) -> str:
    """The text with names in place of ids, the longest id first."""
    for document in sorted(names, key=len, reverse=True):
        text = text.replace(document, names[document])
    return text


def _line(member: Member, titles: Mapping[str, str], names: Mapping[str, str]) -> Text:
    name = safe(titles.get(member.document, member.document))
    how = safe(named(member.how, names))
    return Text.assemble((name, "bold"), f"  {member.share:.0%} shared", (f"\n{how}", "dim"))


def _differences(member: Member, texts: Texts) -> list[Text]:
    ours, theirs = texts(member.document), texts(member.parent or "")
    if ours is None or theirs is None:
        return []
    lines = [
        *_listed("+", "green", "added", [_with_marks(s, ours) for s in member.added]),
        *_listed("-", "red", "dropped", [_with_marks(s, theirs) for s in member.dropped]),
    ]
    changed = [f"{_short(c.theirs, theirs)} → {_short(c.ours, ours)}" for c in member.changed]
    return lines + _limited("~", "yellow", "changes", changed)


def _with_marks(span: Span, text: str) -> str:
    """The words at a span with the marks right before and after them."""
    start, end = span.start, span.end
    while start and text[start - 1] in _OPENING:
        start -= 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return text[start:end]


def _listed(mark: str, colour: str, what: str, pieces: list[str]) -> list[Text]:
    """The lines of the pieces that are longer than a word or two."""
    lines = (line for piece in pieces for line in piece.splitlines())
    worth = [" ".join(line.split()) for line in lines if len(line.split()) >= _SHORTEST]
    return _limited(mark, colour, what, [p if len(p) <= _LONGEST else p[: _LONGEST - 1] + "…" for p in worth])


def _limited(mark: str, colour: str, what: str, pieces: list[str]) -> list[Text]:
    shown = [Text.assemble((f"{mark} ", colour), safe(piece)) for piece in pieces[:MOST]]
    if len(pieces) > MOST:
        shown.append(Text(f"{mark} and {len(pieces) - MOST} more {what}", style="dim"))
    return shown


def _short(span: Span, text: str) -> str:
    words = " ".join(span.of(text).split())
    return words if len(words) <= _LONGEST // 2 else words[: _LONGEST // 2 - 1] + "…"


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
