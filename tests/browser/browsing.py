"""A page of a browser that notes errors of the console, dialogs, faults of scripts and requests to anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHECKS = (Path(__file__).parent / "accessible.js").read_text(encoding="utf-8")
#: Set by hostile articles if anything of theirs runs.
RAN = "document.documentElement.dataset.ran || window.ran"


class Watched:
    """A page and what went wrong on it."""

    def __init__(self, page: Any, home: str) -> None:
        self.page, self.home, self.faults = page, home, []  # type: ignore[var-annotated]
        page.on(
            "console", lambda m: self.faults.append(f"console: {m.text}") if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda r: self._asked(r.url))
        page.on("requestfailed", self._failed)

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # which is our going on before a picture has come
            self.faults.append(f"failed: {request.url} {request.failure}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.home + "/", "data:", "blob:")):
            self.faults.append(f"outside: {url}")

    @classmethod
    @contextmanager
    def of(cls, browser: Any, home: str, **options: Any) -> Iterator["Watched"]:
        """A page in a context of its own."""
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        context.set_default_timeout(15_000)
        try:
            yield cls(context.new_page(), home)
        finally:
            context.close()

    def open(self, path: str) -> Any:
        """Opens a page of the app and waits until it rests; its answer."""
        answer = self.page.goto(self.home + path)
        self.page.wait_for_load_state("networkidle")
        return answer

    def check(self) -> list[str]:
        """What is wrong with the page for who cannot see it well, or use a mouse."""
        found: list[str] = self.page.evaluate(CHECKS)
        return found

    def quiet(self) -> None:
        """Asserts that nothing went wrong so far and nothing hostile ran."""
        assert not self.faults, self.faults
        assert not self.page.evaluate(RAN)
