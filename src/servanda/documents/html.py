"""Web pages: the article's text by trafilatura; title, publisher, day and address from what the page says of itself.

Text of a page is what an article extractor makes of it, so offsets count in that text. Pages too large or too deep
for analysis are only stripped of their tags. A day is taken from the page's metadata or address alone, never guessed
from its words: that is the reader's task, which gives its evidence.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

from servanda.documents.decoding import decode
from servanda.documents.limits import DEFAULT, Limits
from servanda.errors import InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_URL_DAY = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")
_DATE_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.created",
    "dc.date", "dcterms.date", "date", "pubdate", "publishdate", "publish-date", "publication_date", "sailthru.date",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "article.published", "citation_publication_date",
)  # fmt: skip
_TITLE_NAMES = ("og:title", "twitter:title", "dc.title", "headline")
_SITE_NAMES = ("og:site_name", "dc.publisher", "application-name", "citation_publisher")
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "figcaption", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li", "main", "nav",
        "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
    }
)  # fmt: skip
_HIDDEN = frozenset(["script", "style", "noscript", "template", "svg", "iframe"])
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*+)[^<>]*+>|<!--|<[!?][^<>]*+>")


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page gives: the article's text, and what the page says of itself."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None


def read_page(
    data: bytes,
    *,
    file: str | None = None,
    place: str | None = None,
    declared: str | None = None,
    url: str | None = None,
    limits: Limits = DEFAULT,
) -> Page:
    """The article of a page given as bytes; `declared` and `url` are what its server said.

    Raises InputError: SV110 where there is no text in it, and what `decode` raises.
    """
    charset = _CHARSET.search(data[:4096])
    declared = declared or (charset.group(1).decode("ascii") if charset else None)
    markup = decode(data, file=file, place=place, declared=declared)
    tree = _parse(markup, limits)
    facts = _facts(tree) if tree is not None else {}
    address = url or facts.get("url")
    published = facts.get("published") or _day_of_url(address)
    text = (_article(tree) if tree is not None else None) or strip_tags(markup)
    if not text.strip():
        raise InputError("the page holds no article text", code="SV110", file=file, place=place)
    return Page(text, facts.get("title"), facts.get("publisher"), published, address)


def _parse(markup: str, limits: Limits) -> "HtmlElement | None":
    """The tree of a page, or None where it is too deep, too large or too broken to be analysed."""
    from lxml import etree, html

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=False)
    source = _DECLARATION.sub("", markup).encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        return None
    depth = count = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > limits.page_depth or count > limits.page_elements:
            return None
    return tree


def _article(tree: "HtmlElement") -> str | None:
    """The article's paragraphs with an empty line between them, or None where none is found."""
    from copy import deepcopy

    from trafilatura import bare_extraction

    found = bare_extraction(deepcopy(tree), include_comments=False, include_tables=True, with_metadata=False)
    text = getattr(found, "text", None)
    if not text:
        return None
    return "\n\n".join(line.strip() for line in text.split("\n") if line.strip())


def strip_tags(markup: str) -> str:
    """All text of a page outside scripts, styles and the like, in time linear in its length, however deep it is."""
    parts: list[str] = []
    hidden, at = None, 0
    while found := _TAG.search(markup, at):
        if hidden is None:
            parts.append(unescape(markup[at : found.start()]))
        closing, name = found.group(1), (found.group(2) or "").lower()
        at = found.end()
        if found.group() == "<!--":
            end = markup.find("-->", at)
            at = len(markup) if end < 0 else end + 3
        elif hidden is not None:
            hidden = None if closing and name == hidden else hidden
        elif name in _HIDDEN:
            hidden = None if closing or found.group().endswith("/>") else name
        elif name in _BLOCKS:
            parts.append("\n")
    if hidden is None:
        parts.append(unescape(markup[at:]))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _facts(tree: "HtmlElement") -> dict[str, Any]:
    """Title, publisher, day and address from JSON-LD, meta elements, link and title, in that order."""
    facts: dict[str, Any] = {}
    for item in _json_ld(tree):
        facts.setdefault("published", _day(item.get("datePublished")))
        facts.setdefault("title", _clean(item.get("headline")))
        publisher = item.get("publisher")
        facts.setdefault("publisher", _clean(publisher.get("name") if isinstance(publisher, dict) else publisher))
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(name.lower(), meta.get("content") or "")
    days = [_day(metas.get(name)) for name in _DATE_NAMES]
    days += [
        _day(t.get("datetime")) for t in tree.iter("time") if "pub" in f"{t.get('itemprop')}{t.get('class')}".lower()
    ]
    titles = [_clean(metas.get(name)) for name in _TITLE_NAMES]
    titles += [_clean("".join(element.itertext())) for element in tree.iter("h1", "title")]
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    facts["published"] = facts.get("published") or next((d for d in days if d), None)
    facts["title"] = facts.get("title") or next((t for t in titles if t), None)
    sites = (_clean(metas.get(name)) for name in _SITE_NAMES)
    facts["publisher"] = facts.get("publisher") or next((s for s in sites if s), None)
    addresses = (_clean(a) for a in (*links, metas.get("og:url")))
    facts["url"] = next((a for a in addresses if a and a.startswith(("http://", "https://"))), None)
    return facts


def _json_ld(tree: "HtmlElement") -> Iterator[dict[str, Any]]:
    """The articles among the page's JSON-LD objects; what is faulty is passed over."""
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            found = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        items = found if isinstance(found, list) else [found]
        graph = [item.get("@graph") for item in items if isinstance(item, dict)]
        items = items + [entry for entries in graph if isinstance(entries, list) for entry in entries]
        for item in items:
            kinds = item.get("@type") if isinstance(item, dict) else None
            if any("Article" in str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                yield item


def _clean(text: object) -> str | None:
    return " ".join(text.split())[:500] or None if isinstance(text, str) else None


def _day(text: object) -> date | None:
    """The day at the start of an ISO 8601 date or time, or None."""
    found = _DAY.match(text.strip()) if isinstance(text, str) else None
    return _real_day(*found.groups()) if found else None


def _day_of_url(url: str | None) -> date | None:
    found = _URL_DAY.search(url or "")
    return _real_day(*found.groups()) if found else None


def _real_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
