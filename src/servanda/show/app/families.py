"""Who copied whom: families of documents as drawings, and two documents side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda.case.kin import pair_of, print_of
from servanda.record import SourceDocument
from servanda.show.app.render import answers_of, desk_of, missing
from servanda.show.wording import named
from servanda.sources import Family
from servanda.spans import Span

router = APIRouter()
#: Sizes of the drawing, in its own units (pixels where it is shown at full size).
BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y = 250, 56, 70, 14
#: Characters of a title that a box holds.
TITLE = 34
MOST_FAMILIES = 60


@dataclass(frozen=True, slots=True)
class Box:
    """A document in the drawing of a family, with the line from the one it has its text from."""

    document: str
    title: str
    note: str
    x: int
    y: int
    parent: str | None
    share: float
    how: str
    line: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A family laid out: each generation a column, each document below those before it."""

    family: Family
    boxes: tuple[Box, ...]
    width: int
    height: int


def drawing(family: Family, documents: dict[str, SourceDocument]) -> Drawing:
    """Lays a family out as a tree from left to right."""
    children: dict[str, list[str]] = {}
    members = {m.document: m for m in family.members}
    for member in family.members[1:]:
        children.setdefault(member.parent or family.root, []).append(member.document)
    names = {name: title_of(documents.get(name), name) for name in members}
    told = {name: quoted(documents.get(name), name) for name in members}
    boxes: dict[str, Box] = {}
    stack, row = [(family.root, 0)], 0
    while stack:
        document, column = stack.pop()
        member = members[document]
        x, y = column * (BOX_WIDTH + GAP_X), row * (BOX_HEIGHT + GAP_Y)
        before = boxes.get(member.parent or "")
        line = ""
        if before:
            down, side = before.y + BOX_HEIGHT // 2, before.x + BOX_WIDTH
            line = f"M{side} {down}H{side + GAP_X // 2}V{y + BOX_HEIGHT // 2}H{x}"
        known = documents.get(document)
        note = ", ".join(filter(None, (known.publisher, str(known.published or "")))) if known else ""
        boxes[document] = Box(
            document, _cut(names[document]), _cut(note, 38), x, y, member.parent, member.share,
            named(member.how, told), line,
        )  # fmt: skip
        below = children.get(document, [])
        stack += [(name, column + 1) for name in reversed(below)]
        row += not below
    width = max(b.x for b in boxes.values()) + BOX_WIDTH
    return Drawing(family, tuple(boxes.values()), width, max(b.y for b in boxes.values()) + BOX_HEIGHT)


def title_of(document: SourceDocument | None, name: str) -> str:
    """What a document is called."""
    return (document.title or (document.path or document.id).rpartition("/")[2]) if document else name


def quoted(document: SourceDocument | None, name: str) -> str:
    """What a document is called within a sentence."""
    return f"“{document.title}”" if document and document.title else title_of(document, name)


def _cut(text: str, most: int = TITLE) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of one of two documents. `number` is the passage's, from 1, where the words are shared; `kind` its kind
    in one word; `changed` says that these very words stand otherwise in the other document.
    """

    text: str
    number: int = 0
    kind: str = ""
    changed: bool = False


def stretches(text: str, passages: Iterable[tuple[int, Span, str]], changed: Iterable[Span]) -> list[Stretch]:
    """A document cut at its shared passages (number, place, kind) and at the words in them that were changed."""
    found: list[Stretch] = []
    at = 0
    edits = sorted(changed)
    for number, span, kind in sorted(passages, key=lambda p: p[1]):
        start = max(at, span.start)
        if start >= span.end:
            continue
        found.append(Stretch(text[at:start]))
        at = start
        for edit in edits:
            if at <= edit.start and edit.end <= span.end:
                found.append(Stretch(text[at : edit.start], number, kind))
                found.append(Stretch(text[edit.start : edit.end], number, kind, changed=True))
                at = edit.end
        found.append(Stretch(text[at : span.end], number, kind))
        at = span.end
    found.append(Stretch(text[at:]))
    return [s for s in found if s.text]


@router.get("/families")
def families_page(request: Request) -> Response:
    """All families of documents that share text."""
    _, pages = desk_of(request)
    answers = answers_of(request)
    families = answers.kin.families
    inside = {m.document for f in families for m in f.members}
    alone = [d for d in answers.documents.values() if d.id not in inside]
    return pages.page(
        request, "families.html.j2", title="Who copied whom", families=families[:MOST_FAMILIES],
        more=len(families) - MOST_FAMILIES, alone=alone[:500], alone_count=len(alone),
        name=lambda one: title_of(answers.documents.get(one), one),
        quoted=lambda one: quoted(answers.documents.get(one), one), exports=(("csv", "CSV"), ("json", "JSON")),
    )  # fmt: skip


@router.get("/family/{root:path}")
def family_page(request: Request, root: str) -> Response:
    """One family, drawn. It is named by its first document, or by an origin whose largest family is meant."""
    _, pages = desk_of(request)
    answers = answers_of(request)
    family = family_of(answers.kin.families, root)
    return pages.page(
        request, "family.html.j2", title=f"Family of {title_of(answers.documents.get(family.root), family.root)}",
        drawn=drawing(family, answers.documents), box=(BOX_WIDTH, BOX_HEIGHT),
        name=lambda one: title_of(answers.documents.get(one), one),
        quoted=lambda one: quoted(answers.documents.get(one), one),
        exports=(("csv", "CSV"), ("json", "JSON"), ("svg", "SVG"), ("png", "PNG")),
    )  # fmt: skip


def family_of(families: Sequence[Family], name: str) -> Family:
    """The family of a root, a member or an origin."""
    for wanted in (
        lambda f: f.root == name,
        lambda f: any(m.document == name for m in f.members),
        lambda f: f.origin == name,
    ):
        if found := next(filter(wanted, families), None):
            return found
    raise missing("family")


@router.get("/compare")
def compare(request: Request, a: str = "", b: str = "") -> Response:
    """Two documents side by side, shared passages marked."""
    from servanda.sources.changes import changes

    _, pages = desk_of(request)
    answers = answers_of(request)
    one, other = (answers.documents.get(name) for name in sorted((a, b)))
    texts = [answers.view.text(d.id) if d else None for d in (one, other)]
    if one is None or other is None or texts[0] is None or texts[1] is None:
        raise missing("pair of documents")
    pair = pair_of(answers.case, answers.view, answers.kin, one.id, other.id)
    sides: list[list[Stretch]] = [[Stretch(texts[0])], [Stretch(texts[1])]]
    if pair:
        ours, theirs = (print_of(answers.case, name) for name in (pair.a, pair.b))
        _, _, changed = changes(ours, theirs, [(p.a, p.b) for p in pair.passages])
        kinds = [p.kind.split()[0] for p in pair.passages]
        places = [[(n, p.a, k) for n, (p, k) in enumerate(zip(pair.passages, kinds, strict=True), 1)]]
        places.append([(n, p.b, k) for n, (p, k) in enumerate(zip(pair.passages, kinds, strict=True), 1)])
        sides = [
            stretches(texts[0], places[0], [c.ours for c in changed]),
            stretches(texts[1], places[1], [c.theirs for c in changed]),
        ]
    names = {d.id: title_of(d, d.id) for d in (one, other)}
    told = {d.id: quoted(d, d.id) for d in (one, other)}
    return pages.page(
        request, "compare.html.j2", title="Side by side", documents=(one, other), sides=sides, pair=pair,
        reason=named(pair.reason, told) if pair else "", name=names.__getitem__, quoted=told.__getitem__,
        exports=(("json", "JSON"), ("csv", "CSV")),
    )  # fmt: skip
