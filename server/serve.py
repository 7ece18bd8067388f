"""``eucn serve``: bind the port, and start what serves."""

from __future__ import annotations

import contextlib
import errno
import socket
from pathlib import Path
from typing import Any

from graph.limits import SECONDS
from graph.store.layout import default_path, version_folder
from graph.store.opening import is_address
from server.settings import Settings

_BACKLOG = 1024


class CannotServe(Exception):
    """The server cannot start; the message says why and what to do."""


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    store: str | Path | None = None,
    documents: Path | None = None,
    timeout: float = SECONDS,
    workers: int | None = None,
    **more: Any,
) -> int:
    """Serve until stopped; returns the exit code.

    ``more`` are further fields of ``Settings``. Raises CannotServe where the port is taken, and
    StoreMissing where nothing has been built.
    """
    place = default_path() if store is None else str(store)
    if not is_address(place):
        version_folder(Path(place))
        place = str(Path(place).absolute())
    chosen: dict[str, Any] = {"store": place, "documents": documents, "timeout": timeout, **more}
    if workers is not None:
        chosen["workers"] = workers
    settings = Settings(**chosen)
    listener = bind(host, port)
    from server.serving.keeper import Keeper

    return Keeper(settings, listener, "{}:{}".format(*_shown(listener))).run()


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any free one. Raises CannotServe."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        says = getattr(error, "strerror", None) or error
        raise CannotServe(f"{host} is not an address of this machine ({says}).") from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise CannotServe(
                f"Port {port} on {host} is taken, perhaps by a server started before; "
                f"choose another with --port {port + 1} (make serve PORT={port + 1})."
            ) from error
        if error.errno == errno.EACCES:
            raise CannotServe(
                f"Port {port} needs privileges you do not have; choose one above 1023."
            ) from error
        raise CannotServe(f"{host}:{port} cannot be used: {error.strerror}.") from error
    with contextlib.suppress(OSError, AttributeError):
        # A connection is handed over when its first bytes are here, not before.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 5)
    return listener


def _shown(listener: socket.socket) -> tuple[str, int]:
    host, port = listener.getsockname()[:2]
    return (f"[{host}]" if ":" in host else host), port
