"""`servanda serve`: the app on this machine."""

import re
from typing import Annotated

import typer

from servanda.cli.options import CaseFolder, now
from servanda.errors import UsageError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SHORTEST_TOKEN = 12
#: What stands in an address and in a cookie as it is.
_TOKEN = re.compile(rf"[A-Za-z0-9._~-]{{{SHORTEST_TOKEN},200}}")


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command()(serve)


def serve(
    folder: CaseFolder,
    port: Annotated[int, typer.Option("--port", help="Port to listen on; 0 takes a free one.")] = 8321,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; beyond loopback needs --token.")
    ] = "127.0.0.1",
    token: Annotated[
        str | None,
        typer.Option("--token", help="Secret that every reader must bring: twelve or more letters, digits or .~_-"),
    ] = None,
) -> None:
    """Open a case as a local web app: see it, question it, overrule it.

    Everything stays on this machine; the app asks nothing of any other. Beyond loopback (--host) it shows the whole
    case, articles included, and lets those who have the token code statements and add articles.
    """
    beyond = host not in LOOPBACK
    if (beyond or token is not None) and not _TOKEN.fullmatch(token or ""):
        raise UsageError(
            "the app needs a token that cannot be guessed",
            found=f"--host {host}, a token of {len(token or '')} characters",
            expected=f"--token with {SHORTEST_TOKEN} or more letters, digits or .~_-",
        )
    import socket
    import webbrowser

    import uvicorn

    from servanda.case import open_case
    from servanda.show.app import build

    with open_case(folder) as case, socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        case.open_record(create=True)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or error
            raise UsageError("the port cannot be used", found=f"{host}:{port}: {why}") from error
        address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
        if token:
            address += f"?token={token}"
        if beyond:
            typer.echo(
                f"Exposes the whole case {case.title!r} to whoever reaches {host} and has the token: its agreement, "
                "articles and record, to read, to code and to add to. What is sent goes unencrypted.",
                err=True,
            )
        typer.echo(f"{case.title}: {address}  (Ctrl-C stops it)")
        if not no_open:
            webbrowser.open(address)
        server = uvicorn.Server(
            uvicorn.Config(
                build(case, now, token, warm=True),
                log_level="warning",
                lifespan="off",
                ws="none",
                server_header=False,
                proxy_headers=False,
            )
        )
        server.run(sockets=[listener])
