"""The page of eucn curate in the browser: keys alone, nothing lost, nothing that axe minds."""

from __future__ import annotations

import itertools
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from graph.languages import LANGUAGES
from tests.browser.test_rules import violations

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("browser")]

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


def opened(page: Any, address: str) -> Any:
    page.goto(address)
    page.get_by_role("link", name="harbour.txt").click()
    page.locator("#items li").first.wait_for()
    return page


def counts(page: Any) -> str:
    return str(page.locator("#counts").inner_text())


def pressed(page: Any, key: str, told: str) -> None:
    """Press a key, and wait until the page says so."""
    page.keyboard.press(key)
    page.locator("#counts", has_text=told).wait_for()


def mark(page: Any, words: str) -> None:
    page.evaluate(
        """words => {
          const text = document.getElementById("text");
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          for (let n = walker.nextNode(); n; n = walker.nextNode()) {
            const at = n.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(n, at);
            range.setEnd(n, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
        }""",
        words,
    )


def test_keys_alone_and_a_power_cut(curate: Curate, visit: Callable[..., Any]) -> None:
    page = opened(visit().page, curate.start())
    total = page.locator("#items li").count()
    pressed(page, "s", "accepted")
    page.locator("#items li.accept").first.wait_for()
    pressed(page, "u", f"{total} open")
    while not counts(page).startswith("0 open"):
        before = counts(page)
        page.keyboard.press("a")
        expect(page.locator("#counts")).not_to_have_text(before, use_inner_text=True)
    pressed(page, "u", "1 open") if total < 3 else page.keyboard.press("u")
    # A change that the text does not bear is told while it is typed, and never kept.
    page.locator("#items li", has_text="2021-03").click()
    page.keyboard.press("c")
    page.get_by_label("Value or name").fill("2021-03-09")
    page.locator("#live", has_text="more exact than the text").wait_for()
    # The tab is closed with the form half filled, and the program is killed.
    page.close()
    curate.end()
    again = opened(visit().page, curate.start())
    expect(again.locator("#counts")).to_contain_text("accepted")
    assert not counts(again).startswith(f"{total} open")


def test_half_filled_forms_outlive_their_tab(curate: Curate, visit: Callable[..., Any]) -> None:
    watched = visit()
    page = opened(watched.page, curate.start())
    mark(page, "June 2024")
    page.keyboard.press("+")
    form = page.locator("#form")
    form.get_by_label("Class of the subject").select_option("Project")
    form.get_by_label("Name of the subject").fill("HARBOUR")
    form.get_by_label("Property").select_option("endDate")
    expect(page.locator("[name=value]")).to_have_value("2024-06")
    page.locator("#live", has_text="The text says so.").wait_for()
    context, address = page.context, page.url
    page.close()
    page = context.new_page()
    page.goto(address)
    page.locator("#form[open]").wait_for()
    expect(page.locator("[name=value]")).to_have_value("2024-06")
    page.keyboard.press("Enter")
    page.locator("#items li.accept", has_text="2024-06").wait_for()


def test_axe_and_width(curate: Curate, visit: Callable[..., Any]) -> None:
    address = curate.start()
    for width, lang in itertools.product((1366, 400), LANGUAGES):
        watched = visit(width=width)
        page = watched.page
        watched.outside.clear()
        page.goto(address)
        page.goto(f"{page.url}?lang={lang}")
        assert violations(page) == []
        page.get_by_role("link", name="harbour.txt").click()
        page.locator("#items li").first.wait_for()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "sideways"
        page.keyboard.press("+")
        assert violations(page) == []
        assert watched.errors == []
        page.keyboard.press("Escape")


def test_kinds_and_mappings_by_keys_alone(curate: Curate, visit: Callable[..., Any]) -> None:
    """A kind, then a participation in parts, from the thing at hand; no mouse."""
    page = opened(visit().page, curate.start())
    keys = page.keyboard
    port = page.locator(
        "#items li", has_text=re.compile(r"^[0-9.]+Port of Ghent \(Partner\)(?! ·.*Belgium)")
    )
    port = port.first
    while "here" not in str(port.get_attribute("class")):
        keys.press("j")
    keys.press("t")
    chosen = page.get_by_label("Word of the vocabulary")
    expect(chosen).to_be_focused()
    keys.type("public")
    page.locator("#live", has_text="that the passage says so is your judgement").wait_for()
    keys.press("Enter")
    expect(port).to_contain_text("public body")
    keys.press("+")
    form = page.locator("#form")
    expect(form.get_by_label("Name of the subject")).to_have_value("Port of Ghent")
    form.get_by_label("Words of the text").fill("Ningbo Port Group (China) is a partner of HARBOUR")
    form.get_by_label("Class of the subject").focus()
    keys.type("Project")
    form.get_by_label("Name of the subject").fill("HARBOUR")
    form.get_by_label("Property").focus()
    keys.type("participation")
    expect(form.locator('[name="part.participant"]')).to_have_value("Ningbo Port Group")
    form.locator('[name="part.role"]').focus()
    keys.type("associated")
    page.locator("#live", has_text="that the passage says so is your judgement").wait_for()
    assert violations(page) == []
    keys.press("Enter")
    page.locator("#items li.accept", has_text="associated partner").wait_for()
