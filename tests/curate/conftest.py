"""A running ``eucn curate``, and the browser that looks at it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")

from tests.browser.conftest import address, visit  # noqa: F401

TEXT = (
    "Ports learn from each other\n\n"
    "The HARBOUR project is coordinated by the Port of Ghent (Belgium). It started in March 2021.\n"
    "Ningbo Port Group (China) is a partner of HARBOUR. It will end in June 2024.\n"
)


class Curate:
    """A running ``eucn curate`` of its own."""

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


@pytest.fixture
def curate(tmp_path: Path) -> Iterator[Curate]:
    (tmp_path / "harbour.txt").write_text(TEXT)
    (tmp_path / "sources").mkdir()
    running = Curate(tmp_path)
    yield running
    running.end()
