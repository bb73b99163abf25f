"""The app on a port of this machine, for tests that talk to it as a browser does."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import uvicorn

from servanda.case import Case, open_case
from servanda.show.app import build

NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Live:
    """A running app: its address, the case's folder, and the case as the app has it open."""

    url: str
    folder: Path
    case: Case

    @contextmanager
    def client(self, coder: str = "", **headers: str) -> Iterator[httpx.Client]:
        """A client that says of itself what a browser says on the app's own pages, with a coder's name if given."""
        own = {"sec-fetch-site": "same-origin", "origin": self.url, **headers}
        with httpx.Client(base_url=self.url, timeout=30, headers=own) as client:
            if coder:
                assert client.post("/bench/coder", data={"coder": coder}).status_code == 303
            yield client


def copied(folder: Path, target: Path) -> Path:
    """A copy of a case's folder that a test may write to."""
    shutil.copytree(folder, target)
    return target


@contextmanager
def serving(folder: Path, *, token: str | None = None, host: str = "127.0.0.1") -> Iterator[Live]:
    """Serves the case in a folder until the block ends."""
    with open_case(folder) as case, socket.socket() as listener:
        case.open_record(create=True)
        listener.bind((host, 0))
        config = uvicorn.Config(
            build(case, lambda: NOW, token),
            log_level="critical",
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=2,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            started = time.monotonic()
            while not server.started and time.monotonic() - started < 20:
                time.sleep(0.02)
            assert server.started
            yield Live(f"http://{host}:{listener.getsockname()[1]}", folder, case)
        finally:
            server.should_exit = True
            thread.join(20)
