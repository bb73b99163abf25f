"""Asks a chat completions server one thing, within bounds of time and size. No redirect and no proxy is followed."""

import http.client
import json
import os
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any
from urllib.parse import urlsplit

from servanda.errors import InputError
from servanda.reading.second.setup import Setup

#: The most bytes that an answer may have.
LARGEST = 4 * 1024 * 1024
#: The longest that a server may ask us to wait before we try again, in seconds.
_LONGEST_WAIT = 60.0
_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504, 529))


class Refused(InputError):
    """A request that came to nothing. `final`: the next document would fare no better."""

    def __init__(self, message: str, *, code: str, found: str | None = None, final: bool = False) -> None:
        super().__init__(message, code=code, found=found)
        self.final = final


class _Again(Exception):
    """A failure that may pass, and how many seconds to wait where the server tells."""

    def __init__(self, refused: Refused, wait: float | None = None) -> None:
        super().__init__()
        self.refused, self.wait = refused, wait


class Client:
    """Sends requests to the server of a setup. `sleep` waits for so many seconds between tries."""

    def __init__(self, setup: Setup, sleep: Callable[[float], None]) -> None:
        self._setup, self._sleep = setup, sleep
        self._key = _key(setup)
        self.requests = 0

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The JSON object that the server answers with. Raises Refused (SV121 to SV124, SV126)."""
        body = json.dumps(request).encode("ascii")
        wait = 1.0
        for tries_left in range(self._setup.retries, -1, -1):
            try:
                return _object(self._once(body))
            except _Again as failure:
                if not tries_left:
                    raise failure.refused from None
                self._sleep(wait if failure.wait is None else failure.wait)
                wait *= 4
        raise AssertionError("the last try ends the loop")

    def _once(self, body: bytes) -> bytes:
        """One request from first to last byte; a timer cuts it off, however slowly the server drips."""
        self.requests += 1
        connection = _connection(self._setup)
        late = threading.Event()
        timer: threading.Timer | None = None
        try:
            connection.connect()
            open_socket = connection.sock
            timer = threading.Timer(self._setup.timeout_s, _cut, (open_socket, late))
            timer.daemon = True
            timer.start()
            connection.request("POST", _path(self._setup), body, self._headers())
            with closing(connection.getresponse()) as answer:
                data = answer.read(LARGEST + 1)
                if late.is_set():
                    raise TimeoutError
                if answer.length and len(data) <= LARGEST:  # so many bytes were announced and did not come
                    raise http.client.IncompleteRead(data, answer.length)
                return _checked(answer, data)
        except (OSError, http.client.HTTPException) as error:
            raise _Again(self._failed(error, late)) from None
        finally:
            if timer is not None:
                timer.cancel()
            connection.close()

    def _headers(self) -> dict[str, str]:
        given = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        return given | ({"Authorization": f"Bearer {self._key}"} if self._key else {})

    def _failed(self, error: Exception, late: threading.Event) -> Refused:
        if late.is_set() or isinstance(error, TimeoutError):
            found = f"no whole answer within {self._setup.timeout_s:g} s"
            return Refused("the second reader's server did not answer in time", code="SV122", found=found)
        if isinstance(error, http.client.IncompleteRead):
            return Refused("the second reader's answer was cut short", code="SV124", found="a broken transfer")
        found = type(error).__name__ if not isinstance(error, OSError) else error.strerror or type(error).__name__
        return Refused("the second reader's server cannot be reached or broke off", code="SV121", found=found)


def _key(setup: Setup) -> str | None:
    if setup.key_env is None:
        return None
    key = os.environ.get(setup.key_env, "").strip()
    if not key or not key.isascii() or not key.isprintable():
        raise InputError(
            "the second reader's key is missing or is none", code="SV120", file="case.toml", place="reader.key_env",
            found=f"the environment variable {setup.key_env}", expected="one that holds the key",
        )  # fmt: skip
    return key


def _connection(setup: Setup) -> http.client.HTTPConnection:
    parts = urlsplit(setup.base_url)
    assert parts.hostname
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=setup.timeout_s, context=context)
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=setup.timeout_s)


def _path(setup: Setup) -> str:
    return urlsplit(setup.base_url).path.rstrip("/") + "/chat/completions"


def _cut(open_socket: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):
        socket.socket.shutdown(open_socket, socket.SHUT_RDWR)  # beneath TLS, whose state is the reading thread's


def _checked(answer: http.client.HTTPResponse, data: bytes) -> bytes:
    """The bytes of a good answer. Raises _Again for a failure that may pass, Refused for one that will not."""
    status = answer.status
    if status == 200:
        if len(data) > LARGEST:
            found = f"more than {LARGEST} bytes"
            raise Refused("the second reader's answer is larger than the limit", code="SV124", found=found)
        return data
    found = f"HTTP status {status}" + (", a redirect, which is not followed" if 300 <= status < 400 else "")
    refused = Refused(
        "the second reader's server refused the request", code="SV123", found=found, final=status in (401, 403, 404)
    )
    if status in _AGAIN:
        raise _Again(refused, _wait(answer.headers.get("Retry-After")))
    raise refused


def _wait(asked: str | None) -> float | None:
    """The seconds that a server asks us to wait, within reason; a date counts as nothing said."""
    if asked is None or not asked.strip().isascii() or not asked.strip().isdigit():
        return None
    return min(float(asked.strip()[:9]), _LONGEST_WAIT)


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Refused("the second reader's answer is no JSON", code="SV126") from None
    if not isinstance(found, dict):
        raise Refused("the second reader's answer is no JSON object", code="SV126", found=type(found).__name__)
    return found
