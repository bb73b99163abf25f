"""Makes the pictures of docs/guides/app.md from the real app: .venv/bin/python tools/app_pictures.py

Needs Chromium and playwright. A copy of the shipped case is read in a scratch folder, served on loopback and looked at.
"""

import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
CASE = "singapore-2018"
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
SIZE = {"width": 1000, "height": 620}
PORT = 18321
LARGEST = 150_000
SAMPLE = (
    "WASHINGTON - The two sides will hold working-level talks in March 2019, an official said on Monday.\n"
    "The official did not say where."
)


def _bench(page: Any, home: str) -> None:
    """A coder rejects a coding that a verdict rests on, and sees what moved."""
    page.goto(f"{home}/bench?by=any&weighty=1&kind=event")
    page.fill("#coder", "Ann Example")
    page.click("text=Begin to code")
    page.wait_for_selector("#reject")
    for _ in range(40):
        page.click("#reject")
        page.wait_for_selector(".moved:not([data-awaited])")
        if page.locator(".moved li").count() and page.locator(".moved li:has-text('Verdict on')").count():
            break
    page.evaluate("document.querySelector('form.coder').scrollIntoView()")


def _family(page: Any, home: str) -> None:
    """The first family of documents, drawn."""
    page.goto(f"{home}/families")
    page.locator("main a[href*='/family/']").first.click()
    page.wait_for_load_state("networkidle")


def _add(page: Any, home: str) -> None:
    page.goto(f"{home}/add")
    page.fill("input[name=title]", "Talks in March")
    page.fill("input[name=publisher]", "Example Herald")
    page.fill("input[name=published]", "2019-02-04")
    page.fill("textarea[name=text]", SAMPLE)
    page.click("text=Add the text")
    page.wait_for_selector("#rows a", timeout=60_000)


def _at(path: str, then: str = "") -> Callable[[Any, str], None]:
    """Opens a page, and scrolls to what `then` selects."""

    def go(page: Any, home: str) -> None:
        page.goto(home + path)
        page.wait_for_load_state("networkidle")
        if then:
            page.evaluate("s => document.querySelector(s)?.scrollIntoView({block: 'start'})", then)

    return go


#: The pictures in the order in which they are made: name, and how to get to what it shows.
PICTURES: dict[str, Callable[[Any, str], None]] = {
    "overview": _at("/"),
    "earlier": _at("/?as_of=2018-07-20"),
    "article": _at("/article/articles/2019-02-28-hanoi-wire.md"),
    "timeline": _at("/timeline"),
    "map": _at("/map"),
    "family": _family,
    "obligation": _at("/obligation/said-tests/no-icbm-test/DPRK"),
    "add": _add,
    "bench": _bench,
}


@contextmanager
def served() -> Iterator[str]:
    """The address of the app with the flagship case, read anew."""
    import uvicorn

    from servanda.case import open_case, take
    from servanda.show.app import build

    with tempfile.TemporaryDirectory() as scratch, socket.socket() as listener:
        folder = Path(scratch) / CASE
        shipped = Path(str(files("servanda").joinpath("cases", CASE)))
        shutil.copytree(shipped, folder, ignore=shutil.ignore_patterns("record.db*"))
        with open_case(folder) as case:
            take(case, recorded=NOW)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", PORT))
            app = build(case, lambda: NOW)
            server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
            thread.start()
            while not server.started:
                time.sleep(0.05)
            try:
                yield f"http://127.0.0.1:{PORT}"
            finally:
                server.should_exit = True
                thread.join()


def main() -> int:
    """Makes every picture; 1 where one is too large for a guide."""
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(parents=True, exist_ok=True)
    found = shutil.which("chromium") or shutil.which("google-chrome")
    large = []
    with served() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for name, go in PICTURES.items():
            page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
            go(page, home)
            page.wait_for_timeout(300)
            path = IMAGES / f"{name}.png"
            page.screenshot(path=path, animations="disabled")
            large += [name] if path.stat().st_size > LARGEST else []
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes")
            page.close()
        browser.close()
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
