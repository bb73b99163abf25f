"""Articles that would like to be more than text: they go into a case, and into its record with forged spans."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from servanda.case import open_case, take
from servanda.documents import Document

RUN = "document.documentElement.dataset.ran=1"
#: Everything that has ever run where it should have been text.
TRICKS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}><script>{RUN}</script></svg>",
    f'"><iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<a href="javascript:{RUN}">press</a>',
    "<style>body{display:none}</style><link rel=stylesheet href=//evil.example/a.css>",
    "<img src=http://evil.example/pixel.png>",
    "</div></main></body></html>",
    "{{ 7*7 }}{% raw %}",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "\u202egnp.exe\u202c \u2066hidden\u2069 \u200f",
)
HEAD = '---\ntitle: "{title}"\npublisher: "{publisher}"\npublished: 2030-05-0{n}\nurl: {url}\n---\n'
SAID = 'PORT ARL - Arland tested a ballistic missile on 3 May 2030, the ministry said. "{trick}," it said on Friday.\n'
FORGED = "articles/forged.md"


def add_hostile(folder: Path) -> None:
    """Puts the articles into a case, reads them, and adds a document whose spans are forged."""
    articles = folder / "articles"
    for n, trick in enumerate(TRICKS):
        head = HEAD.format(
            title=trick.replace('"', "'"),
            publisher=f"<b>Herald</b> {n}",
            n=n % 9 + 1,
            url=f"https://x.example/{n}?<script>",
        )
        (articles / f"trick{n}.md").write_text(head + SAID.format(trick=trick), encoding="utf-8")
    (articles / "page.html").write_text(
        f"<html><head><title>Talks</title></head><body onload='{RUN}'><article><p>Arland tested a missile on 3 May 2030,"
        f" the ministry in Port Arl said.</p><script>{RUN}</script><svg onload={RUN}></svg></article></body></html>"
    )
    (articles / "long.txt").write_text("Arland tested a missile. " + "a" * 40_000 + " " + "wörd" * 5_000 + ".\n")
    with open_case(folder) as case:
        take(case, recorded=datetime(2031, 6, 1, 13, tzinfo=UTC))
        text = f"Arland spoke. {TRICKS[0]} {TRICKS[2]} The end."
        case.record.add(
            Document(FORGED, text, title=TRICKS[1], sha256=sha256(text.encode()).hexdigest()),
            None, "unknown", [], recorded=datetime(2031, 6, 1, 13, tzinfo=UTC), display=FORGED_SPANS, origin=TRICKS[1],
            reader_version="forged",
        )  # fmt: skip


_EVERYWHERE = {"start": 0, "end": 10}
FORGED_SPANS: dict[str, Any] = {
    "times": [
        {**_EVERYWHERE, "value": TRICKS[1], "from": TRICKS[0], "to": None},
        {"start": -5, "end": 10**12, "value": "x"},
        {"start": "0", "end": "5"},
        {"start": 9, "end": 3},
        {"start": 0.5, "end": True},
        "no span",
        None,
        [1, 2],
    ],
    "attributions": [
        {"speaker": TRICKS[2], "source": [_EVERYWHERE, "x", None], "cue": [{"start": 2, "end": 6}], "content": 7},
        "no attribution",
        {"speaker": ["a"], "source": None},
    ],
    "credits": "none",
}
