"""Fetch an official download: what broke off goes on; the old file stays until the new is whole."""

from __future__ import annotations

import contextlib
import json
import zipfile
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from graph.errors import EucnError

TIMEOUT = 60
"""Seconds to wait for the next bytes."""
BLOCK = 1 << 18
_AGENT = "eucn (EU-China cooperation graph)"

Progress = Callable[[str], None]


class DownloadError(EucnError):
    """The download cannot be had; the text says why and what to do."""


def download(address: str, folder: Path, progress: Progress = lambda step: None) -> Path:
    """Return the file at an address, in a folder; as it was where the server says nothing changed.

    A part that was left by an interrupted download is gone on with where the server still has
    the same file (RFC 9110, If-Range); else it starts anew. Raises DownloadError.
    """
    if not address.startswith(("http://", "https://")):
        raise DownloadError(f"{address}: not an address that starts with http:// or https://")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / (address.split("?")[0].rstrip("/").rpartition("/")[2] or "download")
    part, about = target.with_name(target.name + ".part"), target.with_name(target.name + ".json")
    try:
        mark = _fetch(address, target, part, about, progress)
    except HTTPError as error:
        raise DownloadError(f"{address}: the server answers {error.code} {error.reason}") from error
    except (URLError, HTTPException, TimeoutError, ConnectionError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        kept = f"; {part.stat().st_size:,} bytes are kept, run it again" if part.exists() else ""
        raise DownloadError(f"{address}: {reason or 'the connection broke off'}{kept}") from error
    if mark is None:
        return target
    _check(address, target.suffix, part)
    about.write_text(json.dumps({"address": address, "mark": mark}), encoding="utf-8")
    part.replace(target)
    part.with_name(part.name + ".mark").unlink(missing_ok=True)
    return target


def _fetch(address: str, target: Path, part: Path, about: Path, progress: Progress) -> str | None:
    """Bring ``part`` to its end; the mark (ETag or date) of the file, None where it is the old."""
    noted = part.with_name(part.name + ".mark")
    headers = {"User-Agent": _AGENT}
    begun = noted.read_text(encoding="utf-8") if part.exists() and noted.exists() else ""
    if begun:
        headers |= {"Range": f"bytes={part.stat().st_size}-", "If-Range": begun}
    elif target.exists() and (mark := _mark_of(about, address)):
        headers["If-None-Match" if mark.startswith(('"', "W/")) else "If-Modified-Since"] = mark
    request = Request(address, headers=headers)
    try:
        answer: HTTPResponse = urlopen(request, timeout=TIMEOUT)
    except HTTPError as error:
        if error.code == 304:
            progress(f"{target.name} has not changed")
            return None
        if error.code == 416 and begun:  # the part is the whole file already, or of another one
            part.unlink()
            noted.unlink()
            return _fetch(address, target, part, about, progress)
        raise
    with answer:
        # A weak tag is no ground for If-Range (RFC 9110, 13.1.5).
        mark = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        strong = "" if mark.startswith("W/") else mark
        going_on = begun and answer.status == 206
        with contextlib.suppress(FileNotFoundError):
            if not going_on:
                part.unlink()
        noted.write_text(strong, encoding="utf-8")
        done = part.stat().st_size if going_on else 0
        size = done + int(answer.headers.get("Content-Length") or 0)
        with part.open("ab") as stream:
            while block := answer.read(BLOCK):
                stream.write(block)
                done += len(block)
                progress(f"{target.name}: {done / 1e6:,.1f} of {size / 1e6:,.1f} MB")
        if size and done < size:
            raise URLError(f"the connection broke off after {done:,} of {size:,} bytes")
    return mark


def _mark_of(about: Path, address: str) -> str:
    try:
        noted = json.loads(about.read_text(encoding="utf-8"))
        return str(noted["mark"]) if noted["address"] == address else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _check(address: str, suffix: str, part: Path) -> None:
    """A zip must be whole before it takes the place of the old one."""
    if suffix != ".zip":
        return
    try:
        with zipfile.ZipFile(part) as archive:
            broken = archive.testzip()
    except zipfile.BadZipFile:
        broken = "the zip itself"
    if broken:
        part.unlink()
        raise DownloadError(
            f"{address}: what came is damaged ({broken}); the old file stays, run it again"
        )
