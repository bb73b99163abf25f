"""Every page in a real browser: quiet, self-sufficient, accessible in light and dark, at three widths, by keyboard."""

import re
from typing import Any

import httpx
import pytest
from browsing import Watched
from live_app import Live

from servanda.brief import QUESTIONS
from servanda.show.app.render import ROOMS

pytestmark = pytest.mark.browser
WIDTHS = (360, 820, 1280)
#: Where a link to a page of each kind stands, and how it looks.
DETAILS = {
    "article": ("/search?q=Arland", r'href="(/article/articles/[^"#?]+)'),
    "event": ("/q/since", r'href="(/event/[^"?]+)'),
    "obligation": ("/", r'href="(/obligation/[^"?]+)'),
    "origin": ("/q/since", r'href="(/origin/[^"?]+)'),
    "site": ("/map", r'href="(/site/[^"?]+)'),
    "family": ("/families", r'href="(/family/[^"?]+)'),
    "compare": ("/article/articles/copy.md", r'href="(/compare\?[^"]+)"'),
}
NAV = ["/", *(f"/q/{key}" for key in QUESTIONS), *(path for path, _ in ROOMS)]
PAGES = [*NAV, *DETAILS, "/bench/agreement", "/search?q=Arland", "/nothing"]


def address(live: Live, page: str) -> str:
    """The address of a page, looked up where it is that of a kind."""
    if page not in DETAILS:
        return page
    path, pattern = DETAILS[page]
    found = re.search(pattern, httpx.get(live.url + path, timeout=30).text)
    assert found, f"no {page} on {path}"
    return found.group(1).replace("&amp;", "&")


@pytest.mark.parametrize("page", PAGES)
def test_a_page(watched: Watched, live: Live, page: str) -> None:
    path = address(live, page)
    answer = watched.open(path)
    if page == "/nothing":
        assert answer.status == 404
        watched.faults.clear()  # the console tells of the 404 itself
    else:
        assert answer.status == 200
    faults = []
    for scheme in ("light", "dark"):
        watched.page.emulate_media(color_scheme=scheme)
        faults += [f"{scheme}: {fault}" for fault in watched.check()]
    for width in WIDTHS:
        watched.page.set_viewport_size({"width": width, "height": 800})
        wide = watched.page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"at {width} the page is {wide} wide: {watched.page.evaluate(WIDEST, width)}")
    assert not faults, "\n".join(dict.fromkeys(faults))
    watched.quiet()


WIDEST = """(width) => [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > width + 1
    && !e.closest(".wide, svg") && e.checkVisibility()).slice(0, 3).map((e) => e.outerHTML.slice(0, 90)).join(" | ")"""

ORDER = """() => { window.all ??= [...document.querySelectorAll("*")]; const e = document.activeElement;
    if (!e || e === document.body) return null;
    const s = getComputedStyle(e);
    const stroke = e.closest("svg") ? parseFloat(getComputedStyle(e.querySelector("path, rect, circle") || e).strokeWidth) : 0;
    return {place: window.all.indexOf(e), told: e.outerHTML.slice(0, 100),
        seen: (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== "none" || stroke >= 2}; }"""


@pytest.mark.parametrize("page", ["/", "/q/since", "/bench", "/add", "/timeline", "/map"])
def test_the_keyboard_gets_everywhere_in_order_and_shows_where_it_is(watched: Watched, page: str) -> None:
    watched.open(page)
    places: list[int] = []
    for _ in range(45):
        watched.page.keyboard.press("Tab")
        here: dict[str, Any] | None = watched.page.evaluate(ORDER)
        if here is None or (len(places) > 1 and here["place"] == places[0]):
            break  # once round
        assert here["seen"], f"focus does not show on {here['told']}"
        if places and here["place"] == places[-1]:
            continue  # a date field has several stops of its own
        places.append(here["place"])
    assert len(places) > 15 or page not in ("/", "/bench", "/add")
    assert places == sorted(places), "the order of Tab is that of the page"
    watched.quiet()


def test_the_first_stop_leads_past_the_navigation(watched: Watched) -> None:
    watched.open("/")
    watched.page.keyboard.press("Tab")
    watched.page.keyboard.press("Enter")
    assert watched.page.evaluate("document.activeElement.id") == "main"


PRINTED = """() => { const seen = (s) => [...document.querySelectorAll(s)].some((e) => e.checkVisibility());
    return {ground: getComputedStyle(document.body).backgroundColor, ink: getComputedStyle(document.body).color,
        cited: seen(".take cite"), moving: seen("nav.side, .take a, .filters"),
        folded: [...document.querySelectorAll("main details:not([open])")].filter((d) => d.offsetHeight <= d.firstElementChild.offsetHeight + 4).length}; }"""


@pytest.mark.parametrize("page", ["/", "/q/since", "/search?q=Arland"])
def test_on_paper_it_is_dark_on_white_unfolded_and_cited(watched: Watched, page: str) -> None:
    watched.open(page)
    watched.page.emulate_media(media="print", color_scheme="dark")
    found = watched.page.evaluate(PRINTED)
    assert found["ground"] == "rgb(255, 255, 255)"
    assert sum(map(int, re.findall(r"[0-9]+", found["ink"]))) < 200
    assert found["cited"]
    assert not found["moving"]
    assert not found["folded"]


def test_nothing_moves_for_who_wants_it_still(watched: Watched) -> None:
    watched.open("/")
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert watched.page.evaluate(behaviour) == "smooth"
    watched.page.emulate_media(reduced_motion="reduce")
    assert watched.page.evaluate(behaviour) == "auto"
    assert not watched.page.evaluate("document.getAnimations().length")


def test_a_timeline_too_full_asks_for_what_is_in_sight(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servanda.show.app.timeline.MOST_DRAWN", 3)
    watched.open("/timeline?as_of=2030-11-01")
    page = watched.page
    told = page.locator("[data-told]")
    first = str(told.inner_text())
    assert re.fullmatch(
        r"3 of \d+ events shown, those of most origins; zoom in or ask for less to see the others", first
    )
    with page.expect_response(re.compile("words=missile")):
        page.fill("[data-words]", "missile")
    page.wait_for_function("told => document.querySelector('[data-told]').textContent !== told", arg=first)
    watched.rest()
    assert int(re.findall(r"of (\d+)", told.inner_text())[0]) < int(re.findall(r"of (\d+)", first)[0])
    page.fill("[data-words]", "")
    with page.expect_response(re.compile("from=.*to=")):
        page.click("[data-zoom=in]")
    watched.quiet()


def test_all_pages_work_without_script(browser: object, live: Live) -> None:
    with Watched.of(browser, live.url, java_script_enabled=False) as plain:
        plain.open("/bench?by=any")
        plain.page.fill("#coder", "Plain")
        plain.page.click("text=Begin to code")
        plain.page.click("#confirm")
        assert "Confirmed" in plain.page.inner_text(".moved")
        plain.open("/add")
        plain.page.fill("textarea[name=text]", "Arland tested a missile on 3 May 2030.")
        plain.page.click("text=Add the text")
        assert "arland-tested-a-missile" in plain.page.inner_text("#rows")
        plain.open("/")
        plain.page.fill("#as_of", "2030-05-04")
        plain.page.click("text=Look from this day")
        assert "as_of=2030-05-04" in plain.page.url
        assert not plain.faults
