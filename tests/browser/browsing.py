"""A page of a browser that notes errors of the console, dialogs, faults of scripts and requests to anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHECKS = (Path(__file__).parent / "accessible.js").read_text(encoding="utf-8")
SIZE = {"width": 1280, "height": 900}
#: Set by hostile articles if anything of theirs runs.
RAN = "document.documentElement.dataset.ran || window.ran"


class Watched:
    """A page and what went wrong on it."""

    def __init__(self, page: Any, home: str) -> None:
        self.page, self.home, self.open_requests = page, home, 0
        self.faults: list[str] = []
        page.on(
            "console", lambda m: self.faults.append(f"console: {m.text}") if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", self._asked)
        page.on("requestfailed", self._failed)
        page.on("requestfinished", lambda _: self._ended())

    def _ended(self) -> None:
        self.open_requests -= 1

    def _failed(self, request: Any) -> None:
        self._ended()
        if request.failure != "net::ERR_ABORTED":  # which is our going on before a picture has come
            self.faults.append(f"failed: {request.url} {request.failure}")

    def _asked(self, request: Any) -> None:
        self.open_requests += 1
        if not request.url.startswith((self.home + "/", "data:", "blob:")):
            self.faults.append(f"outside: {request.url}")

    @classmethod
    @contextmanager
    def of(cls, browser: Any, home: str, **options: Any) -> Iterator["Watched"]:
        """A page in a context of its own."""
        context = browser.new_context(viewport=SIZE, **options)
        context.set_default_timeout(15_000)
        try:
            yield cls(context.new_page(), home)
        finally:
            context.close()

    def renew(self) -> None:
        """Makes it a page that nobody has used: no fault, no cookie, nothing stored, size and colours as at first."""
        self.page.goto("about:blank")
        self.page.context.clear_cookies()
        self.page.set_viewport_size(SIZE)
        self.page.emulate_media(media="screen", color_scheme="light", reduced_motion="no-preference")
        self.faults.clear()

    def open(self, path: str) -> Any:
        """Opens a page of the app and waits until it rests; its answer."""
        self.open_requests = 0
        answer = self.page.goto(self.home + path)
        self.rest()
        return answer

    def rest(self) -> None:
        """Waits until the page is there and asks for nothing more, at most ten seconds."""
        self.page.wait_for_load_state("load")
        still = 0
        for _ in range(250):
            self.page.wait_for_timeout(40)
            still = still + 1 if self.open_requests <= 0 else 0
            if still == 2:
                return
        raise AssertionError(f"{self.page.url} goes on asking")

    def check(self) -> list[str]:
        """What is wrong with the page for who cannot see it well, or use a mouse."""
        found: list[str] = self.page.evaluate(CHECKS)
        return found

    def quiet(self) -> None:
        """Asserts that nothing went wrong so far and nothing hostile ran."""
        assert not self.faults, self.faults
        assert not self.page.evaluate(RAN)
