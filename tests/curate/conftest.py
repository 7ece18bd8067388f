"""``eucn curate``, in this process or in one of its own, and the browser that looks at it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

pytest.importorskip("playwright.sync_api")

from graph.extraction.matching import Known
from graph.extraction.wording.terms import called, keys, labels, spoken, vocabularies
from graph.records.schema import load_ontology, schema_from
from server.curate.app import Desk, create_app
from server.curate.queue import Queue
from tests.browser.conftest import address, visit  # noqa: F401

TEXT = (
    "Ports learn from each other\n\n"
    "The HARBOUR project is coordinated by the Port of Ghent (Belgium). It started in March 2021.\n"
    "Ningbo Port Group (China) is a partner of HARBOUR. It will end in June 2024.\n"
)


class Quiet(WSGIRequestHandler):
    def log(self, *args: Any) -> None:
        pass


class Curate:
    """The pages of ``eucn curate`` over a folder, served by this process."""

    def __init__(self, folder: Path, make: Callable[[Path], Desk]) -> None:
        self.folder = folder
        self.make = make
        self.server: BaseWSGIServer | None = None

    def start(self) -> str:
        """Start it, and return the address with its token."""
        desk = self.make(self.folder)
        app = create_app(desk)
        self.server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/?token={desk.token}"

    def end(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()


class Apart:
    """The command itself, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Start it, and return the address with its token."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "eucn", "curate", str(self.folder), "--sources",
             str(self.folder / "sources"), "--keep-quotes"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        """As a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


@pytest.fixture(scope="session")
def make_desk() -> Callable[[Path], Desk]:
    """What makes the desk of a folder, with all that its pages are told of the ontology."""
    ontology = load_ontology()
    schema = schema_from(ontology)
    told: dict[str, Any] = {
        "labels": labels(ontology, keys(schema)),
        "words": vocabularies(ontology, schema),
        "schemes": called(ontology, schema),
        "spoken": spoken(ontology, schema),
    }

    def make(folder: Path) -> Desk:
        queue = Queue(folder, None)
        return Desk(queue, schema, Known(None), folder / "sources", keep=True, **told)

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "harbour.txt").write_text(TEXT)
    (tmp_path / "sources").mkdir()
    return tmp_path


@pytest.fixture
def curate(folder: Path, make_desk: Callable[[Path], Desk]) -> Iterator[Curate]:
    running = Curate(folder, make_desk)
    yield running
    running.end()


@pytest.fixture
def apart(folder: Path) -> Iterator[Apart]:
    running = Apart(folder)
    yield running
    running.end()
