"""Families of documents in the terminal: a tree for each, with what every member added, dropped and changed."""

from collections.abc import Callable, Mapping, Sequence

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from servanda.show.safe import terminal as safe
from servanda.show.wording import named
from servanda.sources import Family, Member, Pair
from servanda.sources.model import PassageKind

#: Gives the text of a document, or None where nobody has it.
Texts = Callable[[str], str | None]

MOST = 6  # additions, cuts and changes of one member that are shown
_LONGEST = 96  # characters of each
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
    told = f"{_counted(members + len(alone), 'document', 'documents')}: "
    if families:
        told += f"{_counted(len(families), 'family', 'families')} of {members}, and {len(alone)} of no family."
    else:
        told += "none has its text from another."
    console.print(told)
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
    words = {}
    for name, kinds in shared.items():
        parts = []
        for kind, others in sorted(kinds.items()):
            more = f" and {len(others) - 2} more" if len(others) > 2 else ""
            parts.append(
                f"{_COMMON[kind]} with {' and '.join(others[:2]) if not more else ', '.join(others[:2])}{more}"
            )
        words[name] = "".join(f"; has {part}" for part in parts)
    return words


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


def _line(member: Member, titles: Mapping[str, str], names: Mapping[str, str]) -> Text:
    name = safe(titles.get(member.document, member.document))
    how = safe(named(member.how, names))
    return Text.assemble((name, "bold"), f"  {member.share:.0%} shared", (f"\n{how}", "dim"))


def _differences(member: Member, texts: Texts) -> list[Text]:
    from servanda.sources.changes import told

    ours, theirs = texts(member.document), texts(member.parent or "")
    if ours is None or theirs is None:
        return []
    did = told(member, ours, theirs)
    return [
        *_limited("+", "green", "added", [_short(line, _LONGEST) for line in did.added]),
        *_limited("-", "red", "dropped", [_short(line, _LONGEST) for line in did.dropped]),
        *_limited(
            "~", "yellow", "changes", [" → ".join(_short(words, _LONGEST // 2) for words in c) for c in did.changed]
        ),
    ]


def _limited(mark: str, colour: str, what: str, pieces: list[str]) -> list[Text]:
    shown = [Text.assemble((f"{mark} ", colour), safe(piece)) for piece in pieces[:MOST]]
    if len(pieces) > MOST:
        shown.append(Text(f"{mark} and {len(pieces) - MOST} more {what}", style="dim"))
    return shown


def _short(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1] + "…"


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
