"""Two documents side by side in one self-contained HTML page, compared word by word. No script, no outside request."""

from collections.abc import Sequence
from html import escape

from servanda.show.safe import terminal as safe
from servanda.sources import Change, Pair, Passage
from servanda.spans import Span

_STYLE = """
:root{color-scheme:light dark;--same:#dcefdc;--edit:#ffe9a8;--quote:#d9e6fb;--rule:#8884}
@media screen and (prefers-color-scheme:dark){:root{--same:#1f3d24;--edit:#5a4a12;--quote:#20365c}}
body{font:16px/1.55 Georgia,serif;margin:0 auto;max-width:1200px;padding:1rem}
h1{font-size:1.3rem}h2{font-size:1rem;margin:.2rem 0}
main{display:grid;grid-template-columns:1fr 1fr;gap:2rem}
@media(max-width:700px){main{grid-template-columns:1fr}}
article{white-space:pre-wrap;overflow-wrap:anywhere}
a{color:inherit;text-decoration:none;border-radius:2px}
a.copy{background:var(--same)}a.quotation,a.official{background:var(--quote)}
mark{background:var(--edit);color:inherit;border-radius:2px}
ins{background:Canvas;text-decoration:none}
a:target{outline:2px solid currentColor}
sup{font:.65rem sans-serif;opacity:.7}
p.key span{padding:0 .4em;margin-right:1em}
"""


def page(
    pair: Pair,
    changes: Sequence[Change],
    own: tuple[Sequence[Span], Sequence[Span]],
    texts: tuple[str, str],
    titles: tuple[str, str],
) -> str:
    """The page for a pair.

    `changes` are words of a (`ours`) that stand otherwise in b (`theirs`); `own` is what only a and only b has.
    """
    sides = (
        _side("a", "b", texts[0], [(p.a, p) for p in pair.passages], _inner([c.ours for c in changes], own[0])),
        _side("b", "a", texts[1], [(p.b, p) for p in pair.passages], _inner([c.theirs for c in changes], own[1])),
    )
    heads = [escape(safe(title)) for title in titles]
    shares = (pair.share_a, pair.share_b)
    columns = "".join(
        f"<section><h2>{head}</h2><p>{share:.0%} of its words stand in the other.</p>"
        f"<article>{side}</article></section>"
        for head, share, side in zip(heads, shares, sides, strict=True)
    )
    first = (
        f"{titles[0 if pair.origin == 'a' else 1]} had the words first" if pair.origin else "Who had the words first"
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{heads[0]} and {heads[1]}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{heads[0]} and {heads[1]}</h1><p>{escape(safe(f'{first}: {pair.reason}.'))}</p>"
        '<p class="key"><span style="background:var(--same)">in both</span>'
        '<span style="background:var(--edit)">changed</span>'
        '<span style="background:var(--quote)">quotation or official text in both</span>'
        "no colour: in this one alone</p>"
        f"<main>{columns}</main></body></html>\n"
    )


def _inner(changed: Sequence[Span], own: Sequence[Span]) -> list[tuple[Span, str]]:
    """What stands out within passages, with the element that shows it, in order."""
    return sorted([(span, "mark") for span in changed] + [(span, "ins") for span in own])


def _side(own: str, other: str, text: str, passages: list[tuple[Span, Passage]], inner: list[tuple[Span, str]]) -> str:
    """One document as HTML: each passage links to its counterpart."""
    parts, at = [], 0
    numbers = {id(p): n for n, (_, p) in enumerate(passages)}
    for span, passage in sorted(passages, key=lambda item: item[0]):
        start = max(at, span.start)
        if start >= span.end:
            continue
        number = numbers[id(passage)]
        kind = passage.kind.split()[0]
        words = _marked(text, Span(start, span.end), inner)
        parts.append(escape(safe(text[at:start])))
        parts.append(f'<a class="{kind}" id="{own}{number}" href="#{other}{number}"><sup>{number + 1}</sup>{words}</a>')
        at = span.end
    parts.append(escape(safe(text[at:])))
    return "".join(parts)


def _marked(text: str, span: Span, inner: list[tuple[Span, str]]) -> str:
    parts, at = [], span.start
    for one, element in inner:
        if span.contains(one) and one.start >= at:
            parts.append(f"{escape(safe(text[at : one.start]))}<{element}>{escape(safe(one.of(text)))}</{element}>")
            at = one.end
    return "".join(parts) + escape(safe(text[at : span.end]))
