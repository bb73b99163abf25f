"""Makes the picture of a brief for the README: the page of a case, as a browser shows it.

    python tools/brief_picture.py demo/brief.html docs/images/brief.png

Needs Debian's Chromium and Playwright, as the browser tests do.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def main() -> None:
    """Scrolls to the answers about what has happened since and keeps what stands in the window."""
    page_file, picture = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    picture.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 1000, "height": 760})
        page.goto(page_file.as_uri())
        page.evaluate("document.querySelector('#since details').open = true")
        page.evaluate("document.querySelector('#since .claim details').open = true")
        page.evaluate("document.querySelector('#since').scrollIntoView()")
        page.wait_for_timeout(800)
        page.screenshot(path=str(picture))
        browser.close()


if __name__ == "__main__":
    main()
