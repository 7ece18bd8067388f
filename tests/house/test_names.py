"""Behaviour is tested on what is invented: a document that is added or mended breaks no test.

What the documents and registers say is tested where facts have their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from graph.paths import SOURCES

TESTS = Path(__file__).resolve().parents[1]
FACTS = ("facts", "registers", "reference", "queries")
"""Folders of facts, of the registers, and of reference answers."""
GUESSES = "first_guesses."
"""Files of ``ontology`` with questions of readers and what is right."""
CLASSES = (
    *("project", "cluster", "cluster-partnership", "initiative", "organization"),
    *("person", "event", "document"),
)
EVERYWHERE = ("state", "supranational-union")
"""Kinds of organisation that invented documents speak of too."""
DESCRIBED = re.compile(r"^  ([a-z-]+/[a-z0-9-]+):", re.MULTILINE)
"""What a record has statements about."""
READ = {".py", ".toml", ".txt", ".csv", ".nq", ".json"}


def real_names() -> dict[str, str]:
    """Return ids and names of what the records are about, with the id of each."""
    found: dict[str, str] = {}
    texts = {path.name: path.read_text(encoding="utf-8") for path in SOURCES.glob("*.yaml")}
    register = yaml.load(texts["register.yaml"], Loader=yaml.CSafeLoader)
    described = {id for text in texts.values() for id in DESCRIBED.findall(text)}
    for identifier in {*register, *described}:
        entry = register.get(identifier) or {}
        if identifier.partition("/")[0] not in CLASSES or entry.get("kind") in EVERYWHERE:
            continue
        names = [*(entry.get("label") or {}).values()]
        names += [name for several in (entry.get("other") or {}).values() for name in several]
        for name in (identifier, *names):
            # Shorter ones are words of every day, or letters of something else.
            if len(name) > 3 or (len(name) > 2 and not name.isascii()):
                found[name] = identifier
    found.pop("document/curation", None)  # what curators add in their own words, in any corpus
    return found


def behaviour() -> Iterator[Path]:
    """Yield the files of tests that are not about facts."""
    for path in sorted(TESTS.rglob("*")):
        place = path.relative_to(TESTS)
        apart = place.parts[0] in FACTS or place.name.startswith(GUESSES)
        if path.suffix in READ and not apart and "js" not in place.parts:
            yield path


def test_no_test_of_behaviour_names_what_the_records_are_about() -> None:
    names = real_names()
    assert len(names) > 200
    # Whole words; Chinese has no spaces between them.
    either = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    real = re.compile(rf"(?<![A-Za-z0-9/-])(?:{either})(?![A-Za-z0-9])")
    told = [
        f"{path.relative_to(TESTS)}:{number}: {match[0]} ({names[match[0]]})"
        for path in behaviour()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in real.finditer(line)
    ]
    assert not told, "\n".join(told)
