"""Web pages."""

from datetime import date

import pytest
from timing import fastest

from servanda.documents import Limits
from servanda.documents.html import read_page, strip_tags
from servanda.errors import InputError

PARAGRAPHS = "".join(
    f"<p>The envoys met for the {n}. time on Friday and spoke about the engine stand by the river, officials said.</p>"
    for n in range(1, 7)
)
HEAD = """<title>Envoys meet - Example Post</title>
<meta property="og:title" content="Envoys meet in the capital"><meta property="og:site_name" content="Example Post">
<meta property="article:published_time" content="2019-01-18T23:10:00+00:00">
<link rel="canonical" href="https://news.example/a/1">"""


def page(body: str, head: str = HEAD) -> bytes:
    return f"""<!doctype html><html><head>{head}<script>var x = "<p>no text</p>";</script></head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
    <article><h1>Envoys meet in the capital</h1>{body}</article>
    <aside><h2>More</h2><ul><li><a href="/2">Read this too</a></li></ul></aside></body></html>""".encode()


def test_article_text_without_menus_and_scripts() -> None:
    text = read_page(page(PARAGRAPHS)).text
    assert text.count("officials said.") == 6
    assert "\n\n" in text
    assert not any(word in text for word in ("Home", "no text", "Read this too"))


def test_what_the_page_says_of_itself() -> None:
    found = read_page(page(PARAGRAPHS))
    assert (found.title, found.publisher) == ("Envoys meet in the capital", "Example Post")
    assert (found.published, found.url) == (date(2019, 1, 18), "https://news.example/a/1")


def test_json_ld_goes_before_meta_and_faulty_json_ld_is_passed_over() -> None:
    data = (
        '<script type="application/ld+json">{"@type": ["NewsArticle"], "headline": "H", "datePublished": "2018-06-13",'
        ' "publisher": {"name": "Example Wire"}}</script>'
    )
    found = read_page(page(PARAGRAPHS, data + HEAD))
    assert (found.title, found.publisher, found.published) == ("H", "Example Wire", date(2018, 6, 13))
    broken = read_page(page(PARAGRAPHS, '<script type="application/ld+json">{"@type": [[[</script>' + HEAD))
    assert broken.published == date(2019, 1, 18)


def test_day_out_of_the_address_and_no_day_that_is_none() -> None:
    assert read_page(page(PARAGRAPHS, ""), url="https://news.example/2019/01/20/envoys").published == date(2019, 1, 20)
    meta = '<meta property="article:published_time" content="2019-02-30T10:00:00Z">'
    assert read_page(page(PARAGRAPHS, meta)).published is None


def test_declared_and_mislabelled_encodings() -> None:
    latin = page("<p>The café met.</p>" + PARAGRAPHS, '<meta charset="iso-8859-1">').decode().encode("latin-1")
    assert "café" in read_page(latin).text
    assert "café" in read_page(page("<p>The café met.</p>" + PARAGRAPHS, '<meta charset="iso-8859-1">')).text


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + "deep words" + "</div>" * 100_000 + "<p>and after</p>",
        "<b>" * 50_000 + "deep words and after",
        "<table><tr><td>" * 5_000 + "deep words and after",
        "<p>deep words and after</p>" * 60_000,
        "deep words and after" + "<!--" * 100_000,
        "deep words and after" + "<a" * 100_000,
    ],
    ids=["divs", "bold", "tables", "wide", "comments", "open tags"],
)
def test_hostile_nesting_keeps_the_words_and_ends_soon(body: str) -> None:
    text = read_page(page(body)).text
    assert "deep words" in text
    assert "and after" in text
    assert fastest(lambda: read_page(page(body)), within=5) < 5


def test_pages_beyond_the_limits_are_only_stripped() -> None:
    assert "Home" in read_page(page(PARAGRAPHS), limits=Limits(page_elements=5)).text
    assert "Home" in read_page(page(PARAGRAPHS), limits=Limits(page_depth=2)).text


@pytest.mark.parametrize("data", [b"<html></html>", b"<html><body><script>x</script></body></html>"])
def test_pages_without_text(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_page(data)
    assert caught.value.code == "SV110"


def test_strip_tags_leaves_out_what_is_hidden() -> None:
    markup = (
        "<head><title>T</title><style>p {}</style></head>one<br>two &amp; three<script>if (a<b) {}</script><svg/> four"
    )
    assert strip_tags(markup) == "T\n\none\n\ntwo & three four"
