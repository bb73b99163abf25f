"""What keeps the app to its reader: host check, token beyond loopback, same-site writes, a strict content policy.

The app has no accounts. On loopback it answers only to loopback names, so that a page elsewhere cannot reach it by
pointing a name of its own at this machine. Beyond loopback every request needs the token, in a cookie or once in the
address. Whatever changes something must come from the app's own pages, and nobody may send more than there is room for.
"""

import hmac
import re
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The host header that a browser on this machine sends, with or without a port.
_LOOPBACK_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.I)
COOKIE = "servanda_token"
SAFE_METHODS = frozenset({"GET", "HEAD"})
#: Bytes that a request may bring where its path has no limit of its own: a filled form.
ROOM = 256 * 1024
#: Nothing but our own files, no inline script or style, no frames around us, forms only to us.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "x-frame-options": "DENY",
}


class Guard:
    """ASGI middleware that refuses what must not be answered and sets the headers of what is.

    `roomy` are the paths that may bring more than `ROOM` bytes, each with how many.
    """

    def __init__(self, app: ASGIApp, token: str | None = None, roomy: Mapping[str, int] | None = None) -> None:
        self.app, self.token, self.roomy = app, token, dict(roomy or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        room = self.roomy.get(scope["path"], ROOM)
        brought = 0

        async def receive_guarded() -> Message:
            nonlocal brought
            message = await receive()
            brought += len(message.get("body", b""))
            if brought > room:
                raise HTTPException(413, _TOO_MUCH)
            return message

        refusal = self._refusal(scope, room)
        await (refusal or self.app)(scope, receive_guarded, send_guarded)

    def _refusal(self, scope: Scope, room: int) -> ASGIApp | None:
        headers = Headers(scope=scope)
        if self.token is None and not _LOOPBACK_HOST.fullmatch(headers.get("host", "")):
            return PlainTextResponse("This app answers only to loopback names.", 421)
        if scope["method"] not in SAFE_METHODS and not _same_site(headers):
            return PlainTextResponse("Only the app's own pages may change something.", 403)
        refusal = self._token_refusal(scope, headers) if self.token is not None else None
        if refusal is None and _announced(headers) > room:
            return PlainTextResponse(_TOO_MUCH, 413, {"connection": "close"})
        return refusal

    def _token_refusal(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        token = (self.token or "").encode()
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(query).get("token", "")
        if scope["method"] in SAFE_METHODS and hmac.compare_digest(given.encode(), token):
            rest = urlencode([(k, v) for k, v in query if k != "token"])
            path = "/" + quote(scope["path"].lstrip("/\\"))
            response = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
            response.set_cookie(COOKIE, self.token or "", httponly=True, samesite="strict")
            return response
        if hmac.compare_digest(_cookie(headers), token):
            return None
        return PlainTextResponse("This app is open to those who have its token.", 401)


_TOO_MUCH = "That is more than is taken at a time."


def _cookie(headers: Headers) -> bytes:
    try:
        held = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return b""
    return held.value.encode() if held else b""


def _announced(headers: Headers) -> int:
    """The length that a request announces; 0 where it does not, and its bytes are counted as they come."""
    length = headers.get("content-length", "")
    return int(length[:18]) if length.isascii() and length.isdecimal() else 0


def _same_site(headers: Headers) -> bool:
    """Whether the request comes from a page of ours: the browser says so, or the origin is our host."""
    host, origin, site = headers.get("host"), headers.get("origin"), headers.get("sec-fetch-site")
    if not host or (origin is None and site is None):
        return False
    if site is not None and site != "same-origin":
        return False
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc == host
