"""`servanda serve`: loopback without more ado, beyond it only with a token, and said so."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

TOKEN = "twelve-or-more"


def program(*arguments: str | Path) -> list[str]:
    """The command line of the program."""
    return [sys.executable, "-c", "from servanda.cli import main; main()", "serve", *map(str, arguments)]


def refused(*arguments: str | Path) -> str:
    """What the program says when it does not serve."""
    done = subprocess.run(program(*arguments), check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2, done.stdout + done.stderr
    return done.stderr


@contextmanager
def serving(*arguments: str | Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The address that the program tells, once it is there; the program is interrupted at the end and must obey."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        program(*arguments, "--port", "0", "--no-open"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment,
    )  # fmt: skip
    try:
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + (process.stderr.read() if process.stderr else "")
        yield found.group(), process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise


def answered(url: str) -> httpx.Response:
    for _ in range(100):
        try:
            return httpx.get(url, timeout=60)
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


def test_loopback_needs_no_token(arland_folder: Path) -> None:
    with serving(arland_folder) as (url, _):
        assert url.startswith("http://127.0.0.1:")
        answer = answered(url)
        assert answer.status_code == 200
        assert "Arland and Borland" in answer.text
        assert httpx.get(url, headers={"host": "evil.example"}, timeout=60).status_code == 421


def test_a_token_on_loopback_is_asked_for_as_well(arland_folder: Path) -> None:
    with serving(arland_folder, "--token", TOKEN) as (url, _):
        assert url.endswith(f"/?token={TOKEN}")
        assert answered(url.partition("?")[0]).status_code == 401


def test_beyond_loopback_it_says_what_it_exposes(arland_folder: Path) -> None:
    with serving(arland_folder, "--host", "0.0.0.0", "--token", TOKEN) as (url, process):
        here = url.replace("0.0.0.0", "127.0.0.1")
        assert answered(here.partition("?")[0]).status_code == 401
        with httpx.Client(follow_redirects=True, timeout=60) as client:
            assert client.get(here).status_code == 200
            assert "token" not in str(client.get(here).url)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert "Exposes the whole case" in told
    assert "articles" in told
    assert "unencrypted" in told


@pytest.mark.parametrize("token", [[], ["--token", "short"], ["--token", ""]])
def test_beyond_loopback_without_a_good_token_it_does_not_serve(arland_folder: Path, token: list[str]) -> None:
    told = refused(arland_folder, "--host", "0.0.0.0", "--no-open", *token)
    assert "SV601" in told
    assert "--token" in told


def test_a_short_token_is_refused_anywhere(arland_folder: Path) -> None:
    assert "SV601" in refused(arland_folder, "--token", "short", "--no-open")


def test_a_token_that_no_cookie_can_hold_is_refused(arland_folder: Path) -> None:
    assert "SV601" in refused(arland_folder, "--token", "semi;colon and space", "--no-open")


def test_a_port_in_use_is_told(arland_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = refused(arland_folder, "--port", str(taken.getsockname()[1]), "--no-open")
    assert "the port cannot be used" in told
    assert "the port cannot be used" in refused(arland_folder, "--port", "65536", "--no-open")


def test_a_folder_that_is_no_case_is_refused(tmp_path: Path) -> None:
    assert "SV301" in refused(tmp_path, "--no-open")
