"""Downloads from a server of our own: resumed, not repeated, never half."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph.registers.downloading import DownloadError, download
from tests.registers import small


class Register(ThreadingHTTPServer):
    """Serves one file, with a tag, ranges, and breaks on demand."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content = b""
        self.tag = '"1"'
        self.break_after = 0
        self.asked: list[dict[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/data/register.zip"


class _Handler(BaseHTTPRequestHandler):
    server: Register

    def do_GET(self) -> None:
        self.server.asked.append(dict(self.headers))
        content, start = self.server.content, 0
        if self.path != "/data/register.zip":
            self.send_error(404)
            return
        if self.headers.get("If-None-Match") == self.server.tag:
            self.send_response(304)
            self.end_headers()
            return
        wanted = self.headers.get("Range")
        if wanted and self.headers.get("If-Range") == self.server.tag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            self.send_response(206)
        else:
            self.send_response(200)
        self.send_header("ETag", self.server.tag)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        end = self.server.break_after or len(content)
        self.wfile.write(content[start:end])

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    server = Register()
    server.content = small.zipped(tmp_path / "made.zip").read_bytes()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_download_is_whole(register: Register, tmp_path: Path) -> None:
    path = download(register.address, tmp_path / "here")
    assert path.read_bytes() == register.content
    assert path.name == "register.zip"


def test_what_has_not_changed_is_not_fetched_again(register: Register, tmp_path: Path) -> None:
    download(register.address, tmp_path / "here")
    path = download(register.address, tmp_path / "here")
    assert register.asked[-1]["If-None-Match"] == '"1"'
    assert path.read_bytes() == register.content


def test_what_broke_off_goes_on(register: Register, tmp_path: Path) -> None:
    register.break_after = 500
    with pytest.raises(DownloadError, match="500 bytes are kept, run it again"):
        download(register.address, tmp_path / "here")
    assert not (tmp_path / "here" / "register.zip").exists()
    register.break_after = 0
    path = download(register.address, tmp_path / "here")
    assert register.asked[-1]["Range"] == "bytes=500-"
    assert path.read_bytes() == register.content
    assert not list((tmp_path / "here").glob("*.part*"))


def test_a_part_of_another_file_is_not_gone_on_with(register: Register, tmp_path: Path) -> None:
    register.break_after = 500
    with pytest.raises(DownloadError):
        download(register.address, tmp_path / "here")
    register.break_after, register.tag = 0, '"2"'
    register.content = small.zipped(tmp_path / "other.zip", small.as_json()).read_bytes()
    assert download(register.address, tmp_path / "here").read_bytes() == register.content


def test_damage_leaves_the_old_file(register: Register, tmp_path: Path) -> None:
    path = download(register.address, tmp_path / "here")
    before = path.read_bytes()
    register.tag, register.content = '"2"', before[:-300] + b"x" * 300
    with pytest.raises(DownloadError, match="damaged"):
        download(register.address, tmp_path / "here")
    assert path.read_bytes() == before


def test_errors_are_told(register: Register, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="answers 404"):
        download(register.address + ".gone", tmp_path)
    with pytest.raises(DownloadError, match="not an address"):
        download("file:///etc/passwd", tmp_path)
