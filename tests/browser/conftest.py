"""Chromium for the tests of this folder, and cases to look at. Without Chromium or playwright they are skipped."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Watched
from hostile import add_hostile
from live_app import Live, copied, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pages are not looked at"
    )
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine: pages are not looked at")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def live(arland_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The invented case, served."""
    with serving(copied(arland_folder, tmp_path_factory.mktemp("seen") / "arland")) as running:
        yield running


@pytest.fixture(scope="module")
def hostile(arland_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The invented case with hostile articles in it, served."""
    folder = copied(arland_folder, tmp_path_factory.mktemp("hostile") / "arland")
    add_hostile(folder)
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="module")
def shared(browser: object, live: Live) -> Iterator[Watched]:
    """The page that the tests of a module take in turn: to open one takes as long as many a test."""
    with Watched.of(browser, live.url) as page:
        yield page


@pytest.fixture
def watched(shared: Watched) -> Watched:
    """A page as good as new that notes whatever it should not do."""
    shared.renew()
    return shared
