"""The guides in German and Chinese have every section, example and name of the English ones."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest

from graph.paths import DOCS

TRANSLATED = ("user-guide", "sparql-cookbook", "curators-guide", "operations", "method")
ENGLISH_ONLY = {
    "first-guesses",
    "gate",
    "language",
    "larger-than-one-machine",
    "clients",
    "ontology",
    "reference",
}
"""For contributors, or a list of names that are the same in every language."""


def sections(path: Path) -> list[str]:
    """The ids of the headings below the title, in their order."""
    maker = markdown.Markdown(extensions=["toc", "attr_list", "fenced_code"])
    maker.convert(path.read_text(encoding="utf-8"))
    found: list[str] = []

    def walk(tokens: list[dict[str, object]]) -> None:
        for token in tokens:
            if token["level"] != 1:
                found.append(str(token["id"]))
            children = token["children"]
            assert isinstance(children, list)
            walk(children)

    walk(getattr(maker, "toc_tokens", []))
    return found


def names(path: Path) -> set[str]:
    """What is written as code in a guide: commands, settings, keys, addresses."""
    prose = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return set(re.findall(r"`([^`\n]+)`", prose))


def examples(path: Path) -> list[str]:
    return re.findall(r"```.*?```", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_every_guide_is_translated_or_is_known_to_be_in_english_only() -> None:
    guides = {path.stem for path in DOCS.glob("*.md")}
    assert guides == {*TRANSLATED, *ENGLISH_ONLY, "about"}
    for code in ("de", "zh"):
        assert {path.stem for path in (DOCS / code).glob("*.md")} == {*TRANSLATED, "about"}


@pytest.mark.parametrize("code", ["de", "zh"])
@pytest.mark.parametrize("name", TRANSLATED)
def test_a_translated_guide_lacks_nothing(name: str, code: str) -> None:
    english, other = DOCS / f"{name}.md", DOCS / code / f"{name}.md"
    where = f"docs/{code}/{name}.md"
    lacking = [one for one in sections(english) if one not in sections(other)]
    assert not lacking, f"{where} lacks the sections {lacking}"
    assert sections(english) == sections(other), f"{where} has other sections, or in another order"
    assert names(english) - names(other) == set(), f"{where} does not name all that it should"
    assert examples(english) == examples(other), f"{where} has other examples"
