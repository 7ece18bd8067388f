"""``eucn serve``: bind the port, and keep a master and its workers running.

This process only watches: it holds the listening socket, so that connections wait instead of
failing while a killed master is replaced. Killing it leaves the master serving.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from graph.store.layout import default_path, version_folder
from graph.store.opening import is_address
from server.settings import Settings

_BACKLOG = 1024
_SOON = 2.0


class CannotServe(Exception):
    """The server cannot start; the message says why and what to do."""


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    store: str | Path | None = None,
    documents: Path | None = None,
    timeout: float = 30.0,
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
    address = "http://{}:{}".format(*_shown(listener))
    return _Keeper(settings, listener, address).run()


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one. Raises CannotServe."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise CannotServe(f"{host} is no address of this machine ({error.strerror}).") from error
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
                f"Port {port} needs rights you have not; choose one above 1023."
            ) from error
        raise CannotServe(f"{host}:{port} cannot be used: {error.strerror}.") from error
    with contextlib.suppress(OSError, AttributeError):
        # A connection is handed over when its first bytes are here, not before.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 5)
    listener.set_inheritable(True)
    return listener


def _shown(listener: socket.socket) -> tuple[str, int]:
    host, port = listener.getsockname()[:2]
    return (f"[{host}]" if ":" in host else host), port


class _Keeper:
    """Starts the master, and starts it again should it be killed."""

    def __init__(self, settings: Settings, listener: socket.socket, address: str) -> None:
        self.settings = settings
        self.listener = listener
        self.address = address
        self.child = 0
        self.stopping = 0
        self.announced = False

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
            signal.signal(number, self._forward)
        while True:
            started = time.monotonic()
            self.child = self._start()
            status = self._wait()
            if self.stopping:
                return 0
            if os.WIFEXITED(status) and os.WEXITSTATUS(status):
                return os.WEXITSTATUS(status)
            print("The master process was lost; starting it again.", file=sys.stderr, flush=True)
            if time.monotonic() - started < _SOON:
                time.sleep(1.0)

    def _start(self) -> int:
        ready = self.announced
        self.announced = True
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            os.setpgid(0, 0)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            code = self._master(quiet=ready)
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
        except Exception as error:
            print(f"The server cannot start: {error}", file=sys.stderr)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _master(self, quiet: bool) -> int:
        from server.serving.master import Application

        def ready(build: str) -> None:
            # What is loaded now is shared with the workers; collecting would copy its pages.
            gc.freeze()
            if not quiet:
                print(f"Serving build {build} at {self.address}/ (Ctrl-C stops)", flush=True)

        Application(self.settings, self.listener.fileno(), ready).run()
        return 0

    def _wait(self) -> int:
        while True:
            try:
                _, status = os.waitpid(self.child, 0)
            except InterruptedError:
                continue
            return status

    def _forward(self, number: int, frame: object) -> None:
        if number != signal.SIGHUP:
            self.stopping += 1
        # The first stop is graceful; whoever presses Ctrl-C again does not want to wait.
        passed = {1: signal.SIGTERM}.get(self.stopping, signal.SIGQUIT)
        if number == signal.SIGHUP:
            passed = signal.SIGHUP
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.child, passed)
