"""Files that are made once for a build, when they are asked for, and kept beside it."""

from __future__ import annotations

import contextlib
import fcntl
import gzip
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import has_request_context, request, send_file
from werkzeug.wrappers import Response

from graph.files import write_whole
from graph.store import Store, StoreMissing
from graph.store.layout import version_folder
from server.context import context
from server.finishing import codings
from server.limits import RETRY
from server.problems import Problem

MAKING = 300.0
"""Seconds in which a file must be made: longer than a request has, as it is made once for a build,
and for all who ask for it."""
PATIENCE = 10.0
"""Seconds for which a request waits while another file is being made."""
_LEVEL = 6


def asked_by_head() -> bool:
    """Return whether a request wants the header alone: no file need be made for it."""
    return bool(request.environ.get("eucn.head"))


def unmade(media: str, name: str) -> Response:
    """Answer HEAD for a file that is not made yet: without its length and digest."""
    answer = Response(b"", content_type=media)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    # Not to be kept: once the file is there, more can be said of it.
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def send_kept(graph: Store, name: str, media: str, make: Callable[[], bytes]) -> Response:
    """Answer with a file of a build, made where it is not there yet, compressed where that is
    taken; with a header alone where HEAD asks for one that is not made.

    ``name`` tells what the file is made of as well: an equal name is an equal file. It is sent as
    the part of it before the first ``~`` with its ending. Raises Problem (503) where another file
    is being made for too long.
    """
    told = name.partition("~")[0] + Path(name).suffix
    path = folder_of(graph) / name
    packed = path.with_name(f"{name}.gz")
    if not (path.is_file() and packed.is_file()):
        if asked_by_head():
            return unmade(media, told)
        with alone(path.parent):
            if not (path.is_file() and packed.is_file()):
                body = make()
                write_whole(packed, gzip.compress(body, _LEVEL, mtime=0))
                write_whole(path, body)
    short = "gzip" in codings(request.headers.get("Accept-Encoding", ""))
    short = short and "Range" not in request.headers
    answer = send_file(
        packed if short else path,
        mimetype=media,
        as_attachment=True,
        download_name=told,
        conditional=True,
        etag=f"{graph.version}-{name}{'-gzip' if short else ''}",
        last_modified=graph.since,
        max_age=None,
    )
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["Vary"] = "Accept-Encoding"
    if short:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the making of files, of which no two are made at a time: each takes much memory.

    Raises Problem (503) where another one is being made for too long.
    """
    end = time.monotonic() + PATIENCE
    with (folder / ".making").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    says = "Another file is being made; try again in a moment."
                    raise Problem(503, "busy", says, {"Retry-After": RETRY}) from None
                time.sleep(0.1)
        if has_request_context() and (allow := request.environ.get("eucn.allow")):
            allow(MAKING)
        yield


def folder_of(graph: Store) -> Path:
    """Return where the files of a build lie: with the build, or where that cannot be written,
    aside.
    """
    place = context().settings.store
    # An application that was given its store may have settings that lead to none.
    with contextlib.suppress(StoreMissing):
        version = version_folder(Path(place)).resolve()
        if version.name == graph.version and os.access(version, os.W_OK):
            folder = version / "dumps"
            folder.mkdir(exist_ok=True)
            return folder
    folder = Path(tempfile.gettempdir()) / f"eucn-{os.getuid()}-{graph.version}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
