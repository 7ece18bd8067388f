"""A process that answers: one request at a time, from the store it was forked with.

It may be ended at any moment, so it keeps no state that anybody would miss. Whatever can take long
happens here and nowhere else: reading and checking a query, evaluating it, making a page, drawing,
compressing.
"""

from __future__ import annotations

import contextlib
import io
import os
import resource
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from graph.processes import end_with
from server.http import Application, Environ
from server.problems import Problem
from server.serving import wire
from server.serving.parent import called, plain_signals, private_memory
from server.serving.table import Table

STACK = 1 << 30
"""Bytes of address space for the stack of the answering thread: the engine's parser recurses. Only
what is used is memory."""
INLINE = 1 << 16
"""Bytes of a body that travel with the answer; a longer one is handed over as a file."""
TIRED = 48 << 20
"""Bytes of its own that a worker may have when it is done; beyond that it leaves. The engine writes
to what it reads, and so copies what was shared; and allocators keep what was freed for later."""
LOOK = 1.0
"""Seconds of work after which it looks at that."""
_SLACK = 256 << 20


class FileBody:
    """What ``wsgi.file_wrapper`` makes of a file: its descriptor is handed over."""

    def __init__(self, file: BinaryIO, block: int = 1 << 16) -> None:
        self.file = file
        self.block = block

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces, for whoever reads it as any body."""
        while piece := self.file.read(self.block):
            yield piece

    def close(self) -> None:
        """Close the file."""
        self.file.close()


class Worker:
    """The answering end of the wire."""

    def __init__(
        self, application: Application, channel: socket.socket, table: Table, row: int
    ) -> None:
        self.application = application
        self.channel = channel
        self.table = table
        self.row = row

    def serve(self, generation: int, build: str, quick: bool = False) -> None:
        """Say hello, and answer until the other end has gone or this process is tired."""
        who = os.getpid(), threading.get_native_id(), self.row
        hello = (generation, build, quick, time.monotonic(), *who)
        with contextlib.suppress(OSError):
            wire.send(self.channel, hello)
            busy = 0.0
            while (found := wire.receive(self.channel)) is not None:
                message, _ = found
                started = time.monotonic()
                self.table.begin(self.row, started)
                answer, descriptor = self._answer(message)
                busy += time.monotonic() - started
                tired = False
                if busy > LOOK:
                    busy = 0.0
                    tired = private_memory() > TIRED
                self.table.stop(self.row)
                wire.send(self.channel, (*answer, tired), descriptor)
                if descriptor >= 0:
                    os.close(descriptor)
                if tired:
                    return

    def _allow(self, seconds: float) -> None:
        """Let what is being done take longer, and twice the memory; one such thing at a time."""
        self.table.allow(self.row, seconds)
        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if soft != resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_DATA, (2 * soft, hard))

    def _answer(self, message: dict[str, Any]) -> tuple[tuple[Any, ...], int]:
        """Status, header fields, body and size, notes; and the descriptor of a long body."""
        environ = environment(message)
        environ["eucn.allow"] = self._allow
        caught: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            caught[:] = [status, headers]
            return lambda data: None

        try:
            pieces = self.application(environ, start)
        except MemoryError:
            # The system refused what is far beyond the limit before the clock saw it.
            self.table.end(self.row, "memory")
            raise
        except Exception as error:
            # Without an answer the worker would be taken for lost, and the request tried again.
            traceback.print_exception(error)
            failed = Problem(500, "failed", "Something went wrong here; the log says what.")
            reply = failed.reply(environ.get("HTTP_ACCEPT"))
            return (reply.status, reply.headers, reply.body, len(reply.body), {}), -1
        status, headers = int(caught[0][:3]), caught[1]
        notes = environ.get("eucn.notes", {})
        try:
            if isinstance(pieces, FileBody):
                descriptor = os.dup(pieces.file.fileno())
                size = os.fstat(descriptor).st_size
                return (status, headers, b"", size, notes), descriptor
            body = b"".join(pieces)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
        if len(body) > INLINE:
            return (status, headers, b"", len(body), notes), wire.anonymous(body)
        return (status, headers, body, len(body), notes), -1


def _as_bytes(text: str) -> str:
    """Return a text as PEP 3333 has it: a character for each byte of UTF-8.

    Addresses should have escapes where letters are beyond ASCII, and programs send some without.
    """
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


_KEYS: dict[str, str] = {
    **dict.fromkeys(("content-length", "host", "transfer-encoding", "connection", "proxy"), ""),
    **{name: "HTTP_" + name.upper() for name in ("accept", "cookie", "origin", "range", "referer")},
    "accept-encoding": "HTTP_ACCEPT_ENCODING",
    "accept-language": "HTTP_ACCEPT_LANGUAGE",
    "content-type": "CONTENT_TYPE",
    "user-agent": "HTTP_USER_AGENT",
}
"""What header fields are called in the environment, in small letters as they come; empty for those
that are left out."""


def environment(message: dict[str, Any]) -> Environ:
    """Return the WSGI environment (PEP 3333) of a request as the web process sends it."""
    host, _, port = message["host"].rpartition(":")
    if not host or not port.isdigit():
        host, port = message["host"], "443" if message["scheme"] == "https" else "80"
    environ: Environ = {
        "REQUEST_METHOD": message["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": _as_bytes(message["path"]),
        "QUERY_STRING": _as_bytes(message["query"]),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": message["client"],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": message["scheme"],
        "wsgi.input": io.BytesIO(message["body"]),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileBody,
        "HTTP_HOST": message["host"],
        **message["more"],
    }
    for name, value in message["headers"]:
        key = _KEYS.get(name)
        if key is None:
            key = _KEYS.get(name.lower(), "HTTP_" + name.upper().replace("-", "_"))
        if key:
            joint = "; " if key == "HTTP_COOKIE" else ", "
            environ[key] = environ[key] + joint + value if key in environ else value
    if message["body"]:
        environ["CONTENT_LENGTH"] = str(len(message["body"]))
    return environ


def become_worker(
    parent: int,
    application: Callable[[], Application],
    address: str,
    table: Table,
    row: int,
    generation: int,
    build: str,
    quick: bool,
    memory: int,
) -> NoReturn:
    """Be a worker until there is nothing more to answer; called in a process just forked."""
    end_with(parent)
    called("eucn-worker")
    plain_signals()
    # Should the machine run out of memory, this is the process to end.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")
    try:
        channel = wire.channel()
        channel.connect(address)
        worker = Worker(application(), channel, table, row)
        before = threading.stack_size(STACK)
        thread = threading.Thread(target=worker.serve, args=(generation, build, quick), daemon=True)
        thread.start()
        threading.stack_size(before)
        _limit(memory)
        thread.join()
    except OSError:
        pass
    finally:
        sys.stderr.flush()
        os._exit(0)


def _limit(memory: int) -> None:
    """Let the system refuse memory far beyond the limit, should the clock come too late."""
    if not memory:
        return
    with contextlib.suppress(OSError, ValueError):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        held = int(status.split("VmData:")[1].split()[0]) * 1024
        resource.setrlimit(
            resource.RLIMIT_DATA, (held + memory + memory // 5 + _SLACK, resource.RLIM_INFINITY)
        )
