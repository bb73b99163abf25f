"""What people come for: an agreement understood in five minutes, and codings overruled with the keyboard alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Watched
from live_app import Live, copied, serving

pytestmark = pytest.mark.browser


@pytest.fixture
def own(arland_folder: Path, tmp_path: Path) -> Iterator[Live]:
    with serving(copied(arland_folder, tmp_path / "case")) as running:
        yield running


def verdict(page: Watched) -> str:
    """The verdict on the launches, as the opening page has it."""
    row = page.page.locator("li.claim", has=page.page.locator("a[href*='/obligation/1/no-launch']")).first
    return str(row.locator(".badge").first.inner_text())


def test_the_first_five_minutes(browser: object, live: Live) -> None:
    with Watched.of(browser, live.url) as watched:
        page = watched.page
        watched.open("/")
        assert "broken" in verdict(watched)
        page.click("a[href*='/obligation/1/no-launch']")
        assert "Arland launched a ballistic missile" in page.inner_text("mark >> nth=0")
        watched.open("/q/unknowns")
        page.locator("details summary").first.click()
        page.locator("a:has-text('in the article')").first.click()
        watched.rest()
        assert re.search(r"/article/articles/\w+\.md", page.url)
        assert "#s" in page.url
        assert page.locator(":target").count() == 1
        assert page.locator(".prose .statement").count() >= 1
        page.click("nav.side >> text=Overview")
        page.wait_for_selector("form.day input[type=range]")
        page.focus("form.day input[type=range]")
        with page.expect_navigation():
            page.keyboard.press("Home")
        assert "as_of=2030-03-02" in page.url
        assert "broken" not in verdict(watched)
        page.go_back()
        watched.rest()
        assert "broken" in verdict(watched)
        watched.quiet()


def test_coding_with_the_keyboard_alone(browser: object, own: Live) -> None:
    with Watched.of(browser, own.url) as watched:
        page = watched.page
        keys = page.keyboard

        def press(key: str) -> None:
            with page.expect_navigation():
                keys.press(key)
            watched.rest()
            page.wait_for_selector(".moved[data-awaited]", state="detached")

        watched.open("/bench?by=table&weighty=1")
        while page.evaluate("document.activeElement.id") != "coder":
            keys.press("Tab")
        keys.type("Ann Arlen")
        press("Enter")
        number = page.locator("#place").inner_text()
        first = page.locator("form.decide input[name=statement]").get_attribute("value")
        keys.press("w")
        keys.type("cr")  # letters in a field are letters
        keys.press("Enter")  # and Enter there decides nothing
        keys.press("Escape")
        press("c")
        assert "Confirmed" in page.inner_text(".moved")
        assert page.locator("#place").inner_text() != number
        keys.press("e")
        assert page.evaluate("document.activeElement.name") == "type"
        for name in ("mode", "actors", "recipients", "object", "place"):
            keys.press("Tab")
            assert page.evaluate("document.activeElement.name") == name
        keys.press("Control+A")
        keys.type("Port Arl")
        press("Enter")
        assert "Corrected" in page.inner_text(".moved")
        press("n")
        press("p")
        press("r")
        assert re.search(r"Verdict on .+", page.inner_text(".moved"))
        page.locator(".moved a:has-text('see it')").focus()
        press("Enter")
        press("u")
        assert "Taken back" in page.inner_text(".moved")
        watched.quiet()
        decided = own.case.record.decided()
        assert [(d.coder, d.decision) for d in decided] == [("Ann Arlen", "confirm"), ("Ann Arlen", "correct")]
        assert decided[0].statement.id == first
        assert decided[0].why == "cr"
        assert decided[1].changes == {"place": "Port Arl"}


def test_single_keys_can_be_turned_off(browser: object, live: Live) -> None:
    with Watched.of(browser, live.url) as watched:
        watched.open("/bench?by=any")
        watched.page.fill("#coder", "Ann")
        with watched.page.expect_navigation():
            watched.page.keyboard.press("Enter")
        watched.page.uncheck("#keys")
        watched.page.evaluate("document.activeElement.blur()")
        watched.page.keyboard.press("r")
        watched.page.reload()
        assert not watched.page.is_checked("#keys")
        assert live.case.record.decided() == ()
        watched.quiet()


def test_dropped_files_are_read_and_told_as_it_goes(browser: object, own: Live) -> None:
    with Watched.of(browser, own.url) as watched:
        page = watched.page
        watched.open("/add")
        data = page.evaluate_handle(
            """() => { const data = new DataTransfer();
            data.items.add(new File(["Arland tested a missile on 3 May 2030, the ministry said."], "<b>one.txt"));
            data.items.add(new File(["%PDF-1.7"], "two.pdf")); return data; }"""
        )
        page.dispatch_event("#drop", "drop", {"dataTransfer": data})
        page.wait_for_selector("#rows a:has-text('one.txt')", timeout=30_000)
        assert "SV107" in page.inner_text("#rows tr:has-text('two.pdf')")
        page.click("#rows a")
        watched.rest()
        assert "the ministry said" in page.inner_text(".prose")
        watched.quiet()
