"""A real HTTP server on this machine that plays what it is told to, one act for each request."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

Act = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """What was asked so far (`asked`: path, headers, body), and the acts to come; the last is repeated."""

    def __init__(self, address: str, acts: list[Act]) -> None:
        self.address, self.acts = address, acts
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []


class _Unnamed(ThreadingHTTPServer):
    """A server that does not ask the network for its own name, which may take seconds."""

    daemon_threads = True
    server_bind = TCPServer.server_bind


@contextmanager
def playing(*acts: Act) -> Iterator[Server]:
    """Runs a server that plays the acts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append((self.path, dict(self.headers), body))
            act = server.acts.pop(0) if len(server.acts) > 1 else server.acts[0]
            try:
                act(self)
            except (BrokenPipeError, ConnectionResetError):
                return

        def do_GET(self) -> None:
            server.asked.append((self.path, {}, {}))
            send(self, 200, b"{}")

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    http = _Unnamed(("127.0.0.1", 0), Handler)
    server = Server(f"http://127.0.0.1:{http.server_address[1]}/v1", list(acts))
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, status: int, data: bytes, **headers: str) -> None:
    """One whole answer."""
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(data)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(data)


def reply(content: object, *, usage: object = None, ended: str = "stop", **message: object) -> bytes:
    """A chat completion with some content; what is no string is written as JSON."""
    words = content if isinstance(content, str) or content is None else json.dumps(content)
    choice = {"index": 0, "finish_reason": ended, "message": {"role": "assistant", "content": words, **message}}
    told = {"prompt_tokens": 1000, "completion_tokens": 100} if usage is None else usage
    return json.dumps({"object": "chat.completion", "choices": [choice], "usage": told}).encode()


def says(content: object, **more: Any) -> Act:
    """A good answer with some content."""
    return lambda handler: send(handler, 200, reply(content, **more))


def raw(status: int, data: bytes = b"", **headers: str) -> Act:
    """Any answer."""
    return lambda handler: send(handler, status, data, **headers)


def silent(seconds: float) -> Act:
    """No answer for so long."""
    return lambda _: time.sleep(seconds)


def drips(data: bytes, pause: float) -> Act:
    """An answer a byte at a time."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        for at in range(len(data)):
            handler.wfile.write(data[at : at + 1])
            handler.wfile.flush()
            time.sleep(pause)

    return act


def breaks_off(data: bytes, announced: int) -> Act:
    """Fewer bytes than announced."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(announced))
        handler.end_headers()
        handler.wfile.write(data)
        handler.close_connection = True

    return act


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    """Closes the connection without a word."""
    handler.close_connection = True


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Bytes without end or announced length."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65536)
