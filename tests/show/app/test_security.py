"""What an attacker would try: other origins, other hosts, no token, too much, paths out of the case, hostile text."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from live_app import Live, copied, serving

from servanda.show.app.security import COOKIE, HEADERS, ROOM

TOKEN = "a-token-nobody-guesses"
CHANGES = ("/bench/decide", "/bench/coder", "/add/files", "/add/text")


@pytest.fixture(scope="module")
def live(arland_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(copied(arland_folder, tmp_path_factory.mktemp("served") / "case")) as running:
        yield running


@pytest.fixture(scope="module")
def guarded(arland_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(copied(arland_folder, tmp_path_factory.mktemp("guarded") / "case"), token=TOKEN) as running:
        yield running


def raw(live: Live, request: bytes) -> bytes:
    """The whole answer to bytes that no client would send."""
    host, port = live.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "file://"},
        {"origin": "http://[bad"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": "SELF"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
    ],
)
def test_only_our_own_pages_change_anything(live: Live, path: str, headers: dict[str, str]) -> None:
    before = sorted(p.name for p in (live.folder / "articles").iterdir())
    sent = {k: live.url if v == "SELF" else v for k, v in headers.items()}
    answer = httpx.post(live.url + path, data={"coder": "x", "text": "words"}, headers=sent)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert sorted(p.name for p in (live.folder / "articles").iterdir()) == before


def test_our_own_pages_may(live: Live) -> None:
    for headers in ({"sec-fetch-site": "same-origin"}, {"origin": live.url}):
        assert httpx.post(live.url + "/bench/coder", data={"coder": "x"}, headers=headers).status_code == 303


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_change_nothing(live: Live, method: str) -> None:
    assert httpx.request(method, live.url + "/bench/decide").status_code == 403


def test_looking_changes_nothing(live: Live) -> None:
    with live.client("Ann") as client:
        for path in (*CHANGES, "/bench?decision=reject&statement=x"):
            assert client.get(path).status_code in (200, 404, 405)
    assert live.case.record.decided() == ()


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.", "a@localhost", "localhost#", "[::1", "", "0.0.0.0",
     "127.0.0.1:x", "localhost\t.evil"],
)  # fmt: skip
def test_other_names_that_point_here_are_not_answered(live: Live, host: str) -> None:
    answer = raw(live, f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert re.match(rb"HTTP/1.1 4(21|00)", answer)
    assert b"Arland" not in answer


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:80", "[::1]:5"])
def test_names_of_this_machine_are(live: Live, host: str) -> None:
    assert httpx.get(live.url + "/static/icon.svg", headers={"host": host}).status_code == 200


def test_a_token_is_asked_of_every_request(guarded: Live) -> None:
    for path in (
        "/",
        "/bench",
        "/static/app.css",
        "/article/articles/wire.md",
        "/add/progress",
        "/nothing",
        "/?token=wrong",
    ):
        answer = httpx.get(guarded.url + path)
        assert answer.status_code == 401, path
        assert "Arland" not in answer.text
    for cookie in ("wrong", "", "a-token-nobody-guesse", "ä"):
        header = f"{COOKIE}={cookie}".encode("latin-1")
        assert httpx.get(guarded.url, headers={b"cookie": header}).status_code == 401
    assert httpx.get(guarded.url, headers={"cookie": '\x00=;;=; "'.replace("\x00", "")}).status_code == 401
    own = {"sec-fetch-site": "same-origin", "origin": guarded.url}
    assert httpx.post(guarded.url + f"/bench/coder?token={TOKEN}", data={"coder": "x"}, headers=own).status_code == 401


def test_the_token_leaves_the_address_for_a_cookie(guarded: Live) -> None:
    with httpx.Client(base_url=guarded.url, headers={"host": "desk.example:9"}) as client:
        answer = client.get(f"/q/since?as_of=2030-05-04&token={TOKEN}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/q/since?as_of=2030-05-04")
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert client.get("/", headers={"cookie": f"{COOKIE}={TOKEN}"}).status_code == 200
        evil = {"cookie": f"{COOKIE}={TOKEN}", "origin": "http://evil.example"}
        assert client.post("/bench/coder", data={"coder": "x"}, headers=evil).status_code == 403


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/\\evil.example", "/%2fevil.example", "/%5cevil.example", "/a%3fb%0d%0aX:y"]
)
def test_the_token_does_not_lead_elsewhere(guarded: Live, path: str) -> None:
    answer = raw(guarded, f"GET {path}?token={TOKEN} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    location = re.search(rb"^location: (.*)\r$", answer, re.M | re.I)
    assert location is None or re.match(rb"/[^/\\]", location.group(1) + b"x")
    assert b"\r\nX:y" not in answer


def test_too_much_is_refused_announced_or_not(live: Live) -> None:
    own = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
    big = b"coder=" + b"a" * ROOM
    assert httpx.post(live.url + "/bench/coder", content=big, headers=own).status_code == 413
    assert httpx.post(live.url + "/bench/coder", content=iter([big]), headers=own).status_code == 413
    fields = b"&".join(b"a%d=1" % n for n in range(2000))
    assert httpx.post(live.url + "/bench/coder", content=fields, headers=own).status_code in (303, 400)
    text = {"sec-fetch-site": "same-origin", "content-length": "99999999999"}
    head = "".join(f"{k}: {v}\r\n" for k, v in text.items())
    assert b" 413 " in raw(live, f"POST /add/text HTTP/1.1\r\nHost: localhost\r\n{head}\r\n".encode())[:20]


@pytest.mark.parametrize(
    "path",
    [
        "/article/../agreement.yaml", "/article/agreement.yaml", "/article/..%2f..%2fetc%2fpasswd", "/article/articles/../agreement.yaml",
        "/article//etc/passwd", "/static/../security.py", "/static/..%2fsecurity.py", "/static/%2e%2e/security.py", "/static//etc/passwd",
        "/article/record.db", "/article/facts/chronology.csv", "/agreement.yaml", "/case.toml", "/record.db", "/article/%00",
    ],
)  # fmt: skip
def test_nothing_outside_the_record_is_served(live: Live, path: str) -> None:
    answer = raw(live, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert re.match(rb"HTTP/1.1 40[04]", answer), answer[:300]
    for secret in (b"root:", b"provisions:", b"hmac", b"SQLite format"):
        assert secret not in answer


def test_every_answer_carries_the_policy(live: Live) -> None:
    for path in ("/", "/nothing", "/static/app.css", "/add/progress", "/bench", "/q/ties?as_of=never"):
        answer = httpx.get(live.url + path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, path
    refused = httpx.get(live.url, headers={"host": "evil.example"})
    assert refused.headers["content-security-policy"] == HEADERS["content-security-policy"]
    assert "unsafe" not in HEADERS["content-security-policy"]


def test_pages_have_no_inline_script_or_style_and_name_nobody_else(live: Live) -> None:
    with live.client("Ann") as client:
        for path in (
            "/",
            "/bench",
            "/add",
            "/bench/agreement",
            "/article/articles/copy.md",
            "/search?q=Arland",
            "/map",
            "/timeline",
        ):
            page = client.get(path).text
            assert not re.search(r"<script(?![^>]*\bsrc=\"/static/)(?![^>]*type=\"application/json\")", page), path
            assert not re.search(r"<[^>]+\s(on\w+|style)\s*=", page), path
            assert not re.search(r"<(script|link|img|iframe|object|embed)[^>]+(src|href)=\"(?!/|data:)", page), path
        assert "&lt;script&gt;" in client.get("/article/articles/copy.md").text


def test_a_websocket_is_refused(live: Live) -> None:
    ask = "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eHg=\r\n\r\n"
    assert re.match(
        rb"HTTP/1.1 4", raw(live, ask.encode().replace(b"Connection: Upgrade", b"Connection: close, Upgrade"))
    )


def test_one_who_cannot_spell_gets_a_page_and_no_trace(live: Live) -> None:
    for path in (
        "/?as_of=2030-02-30",
        "/q/what",
        "/obligation/a/b/c",
        "/event/%F0",
        "/search?least=x",
        "/bench?done=99999999999999999999",
    ):
        answer = httpx.get(live.url + path)
        assert answer.status_code in (200, 404, 422), path
        assert "Traceback" not in answer.text
