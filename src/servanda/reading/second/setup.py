"""How a case sets up its second reader: which server, which model, and within what bounds."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Setup:
    """The server's address up to and without `/chat/completions`, the model, and the bounds of a run.

    `key_env` names the environment variable that holds the server's key, if it asks for one. `timeout_s` is for one
    request from first to last byte. Prices are for a million tokens, in any currency; `max_cost` is what one run may
    cost at most, in the same. `max_tokens` bounds an answer, `max_characters` the prose of a document.
    """

    base_url: str
    model: str
    key_env: str | None = None
    timeout_s: float = 120.0
    max_tokens: int = 4096
    max_characters: int = 60_000
    retries: int = 2
    price_in: float = 0.0
    price_out: float = 0.0
    max_cost: float | None = None
    json_mode: bool = True

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """What so many tokens cost."""
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000


def fault_of_address(address: str, *, allow_http: bool) -> str | None:
    """What is wrong with a server's address; None where it may be used.

    Articles and keys go there, so that it must be `https`, or `http` to this machine; `allow_http` allows others.
    """
    if not address.isascii() or not address.isprintable() or " " in address:
        return "must be an address of plain characters"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"must be an address: {error}"
    if parts.scheme not in ("http", "https") or not host:
        return "must be an address that begins with https:// or http://"
    if parts.username is not None or parts.password is not None:
        return "must hold no name or password; name an environment variable under key_env"
    if parts.query or parts.fragment:
        return "must hold no ? and no #"
    if parts.scheme == "http" and not allow_http and not _is_loopback(host):
        return "must be https, or http to this machine; allow_http = true allows others"
    return None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
