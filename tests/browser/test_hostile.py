"""Hostile articles in a real browser: nothing of theirs runs, nothing is fetched for them, and no page breaks."""

import pytest
from browsing import Watched
from hostile import FORGED, TRICKS
from live_app import Live

pytestmark = pytest.mark.browser
LISTS = (
    "/",
    "/q/since",
    "/q/sources",
    "/q/unknowns",
    "/search?q=missile",
    "/timeline",
    "/families",
    "/bench?by=any",
    "/map",
)
ARTICLES = tuple(f"/article/articles/trick{n}.md" for n in range(len(TRICKS)))
#: Articles whose words show as they were written.
AS_WORDS = {ARTICLES[n]: TRICKS[n] for n in (0, 1, 2, 8)}


def test_nothing_runs_and_nothing_breaks(browser: object, hostile: Live) -> None:
    others = ("/article/articles/page.html", "/article/articles/long.txt", f"/article/{FORGED}")
    with Watched.of(browser, hostile.url) as watched:
        for path in (*ARTICLES, *LISTS, *others):
            answer = watched.open(path)
            assert answer.status == 200, path
            assert watched.page.locator("main h1").count() == 1, path
            assert watched.page.locator("nav.side").is_visible(), path
            assert (
                watched.page.evaluate(
                    "document.querySelectorAll('main iframe, main script:not([src]), main style').length"
                )
                == 0
            )
            for width in (360, 1280):
                watched.page.set_viewport_size({"width": width, "height": 800})
                assert watched.page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            if path in AS_WORDS:
                assert AS_WORDS[path] in watched.page.inner_text(".prose"), "the words stand as words"
            if path == ARTICLES[-1]:
                assert not {"\u202e", "\u2066"} & set(watched.page.content())
            assert not watched.faults, (path, watched.faults)
        watched.quiet()
        for trick in TRICKS[:5]:  # what is searched for is text as well
            watched.page.fill("#find", trick)
            with watched.page.expect_navigation():
                watched.page.press("#find", "Enter")
        watched.quiet()
