"""Every command, setting and address is documented; links and queries in the texts work."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup

from server.settings import described
from server.site.docs import MOST_FIRST, Document, first_words

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FILES = sorted(DOCS.rglob("*.md"))
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
CODE = set(re.findall(r"`([^`\n]+)`", TEXT))


def test_every_command_is_documented() -> None:
    import eucn

    assert isinstance(eucn.main, click.Group)
    assert {name for name in eucn.main.commands if f"eucn {name}" not in CODE} == set()


def test_every_setting_is_documented() -> None:
    missing = [name for name, *_ in described() if name not in CODE]
    assert missing == []


def test_every_variable_of_the_environment_is_documented() -> None:
    used = set()
    for folder in ("graph", "server", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            if "node_modules" not in path.parts:
                used |= set(re.findall(r"\bEUCN_[A-Z_]+\b", path.read_text(encoding="utf-8")))
    used |= set(re.findall(r"\bEUCN_[A-Z_]+\b", (ROOT / "hatch_build.py").read_text()))
    used |= set(re.findall(r"\bEUCN_[A-Z_]+\b", (ROOT / "eucn.py").read_text()))
    assert {name for name in used if f"`{name}`" not in TEXT} == set()


def test_every_address_is_documented(app: Flask) -> None:
    words = {part for code in CODE for part in code.split()}
    first = {re.sub(r"[{<…*?].*$", "", word) for word in words if word.startswith("/")}
    missing = []
    for rule in app.url_map.iter_rules():
        fixed = re.split(r"<", rule.rule)[0]
        if fixed.rstrip("/.") not in {one.rstrip("/.") for one in first}:
            missing.append(rule.rule)
    assert missing == []


def test_the_addresses_of_the_reference_answer(client: FlaskClient) -> None:
    """What is named without a placeholder is there for GET; what takes POST alone says so."""
    text = (DOCS / "reference.md").read_text(encoding="utf-8").partition("## Addresses")[2]
    named = [one for code in re.findall(r"`([^`\n]+)`", text) for one in code.split()]
    plain = {one for one in named if re.fullmatch(r"/[a-z./_-]*", one)}
    assert len(plain) > 40
    answers = {address: client.get(address).status_code for address in sorted(plain)}
    assert {one for one, status in answers.items() if status == 405} == {
        "/queries/names",
        "/queries/code",
        "/queries/hints",
    }
    missing = {one for one, status in answers.items() if status >= 400 and status != 405}
    # The evidence of nobody is not there; the measures only where the operator asks for them.
    assert missing == {"/network/actor", "/network/tie", "/metrics"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DOCS)))
def test_links_between_files_lead_somewhere(path: Path) -> None:
    for target, fragment in re.findall(r"\]\(([^)#\s]+\.md)(#[\w-]+)?\)",
                                       path.read_text(encoding="utf-8")):  # fmt: skip
        found = path.parent / target
        assert found.exists(), f"{path.name}: {target}"
        if fragment:
            headings = re.findall(r"^#+ (.+)$", found.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {
                re.sub(r"[^\w\s-]", "", one).strip().lower().replace(" ", "-") for one in headings
            }
            assert fragment[1:] in slugs, f"{path.name}: {target}{fragment}"


def test_a_card_tells_of_a_file_in_a_few_sentences() -> None:
    long = Markup(
        "<p>One <b>word</b>. " + "Another sentence of some length, which goes on. " * 20 + "</p>"
    )
    told = first_words(Document("x", "en", "X", long, Markup("")))
    assert told.startswith("One word. Another")
    assert told.endswith(".")
    assert len(told) <= MOST_FIRST
    whole = Markup("<p>" + "说明很长，" * 60 + "完。第二句。</p>")
    assert first_words(Document("x", "zh", "X", whole, Markup(""))).endswith("完。")
