"""The gold documents: short texts of our own in six languages, with what they say.

A line of gold is ``Class: name`` (an entity), ``Class: name > property > Class: name`` or
``Class: name > property = value``; with ``!`` before it, what a careless reader would take from
the text and must not (a trap). Documents are marked ``tune`` or ``held``: rules and confidences
were made with the first, the second are only measured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from graph.extraction.documents import read
from graph.extraction.matching import Known
from graph.extraction.model import Thing
from graph.extraction.review import Review
from graph.records.schema import load_schema

FOLDER = Path(__file__).parent / "gold"
OTHER = Path(__file__).parent / "gold_other"
"""Written before its author had read the rules or the documents in ``gold``; the same author then
changed rules with a part of it."""
THIRD = Path(__file__).parent / "gold_third"
"""Written by an author who has read neither and made no rule. Half of it (``tune``) was measured
once before any rule was made with it; the other half (``held``) is measured only."""
FRESH = Path(__file__).parent / "gold_fresh"
"""Other styles (news of universities and ministries, minutes, fact sheets, calls), written after the
fourth gold was measured, by a maker of rules; measured once before rules were made with it."""
LATER = Path(__file__).parent / "gold_later"
"""Again other styles, by the hand that makes the rules, with gold before the rules had seen a text:
``tune`` measured once and then used, ``held`` measured once at the end."""
FOLDERS = {"own": FOLDER, "other": OTHER, "third": THIRD, "fresh": FRESH, "later": LATER}
FOURTH = {"fourth": Path(__file__).parent / "gold_fourth"}
"""By an author who has not read the rules; only measured. Apart, so that no test extracts from it."""
FIFTH = {"fifth": Path(__file__).parent / "gold_fifth"}
"""By another author who has not read the rules; only measured, and apart as well."""
MEASURED = FOURTH | FIFTH


@dataclass(frozen=True)
class Row:
    subject: tuple[str, str]
    property: str | None = None
    object: tuple[str, str] | str | None = None


@dataclass
class Document:
    name: str
    style: str
    part: str
    language: str
    text: str
    rows: list[Row] = field(default_factory=list)
    traps: list[Row] = field(default_factory=list)

    @property
    def entities(self) -> set[tuple[str, str]]:
        found = {row.subject for row in self.rows}
        return found | {row.object for row in self.rows if isinstance(row.object, tuple)}

    @property
    def statements(self) -> list[Row]:
        return [row for row in self.rows if row.property]


def load(part: str | None = None, folder: Path = FOLDER) -> list[Document]:
    """The documents of one part (``tune``, ``held``), or all."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        chunks = re.split(r"(?m)^=== (.*)\n", path.read_text("utf-8"))[1:]
        for head, body in zip(chunks[::2], chunks[1::2], strict=True):
            name, style, which = (word.strip() for word in head.split("|"))
            text, _, gold = body.partition("--- gold\n")
            document = Document(name, style, which, path.stem[:2], text.strip() + "\n")
            for line in filter(None, map(str.strip, gold.splitlines())):
                (document.traps if line.startswith("!") else document.rows).append(_row(line))
            if part in (None, which):
                found.append(document)
    return found


def of_decisions(folder: Path) -> list[Document]:
    """The documents of a folder that were reviewed: what was accepted is the gold.

    Raises nothing for documents without decisions: they are left out.
    """
    found = []
    for path in sorted(folder.glob("*.decisions.jsonl")):
        text = path.with_name(path.name.replace(".decisions.jsonl", ".txt"))
        if not text.exists():
            continue
        review = Review.open(read(text), load_schema(), Known(None), folder)
        rows = [
            Row(
                (c.subject.cls, c.subject.name),
                c.property,
                (c.object.cls, c.object.name) if isinstance(c.object, Thing) else c.object,
            )
            for c in review.accepted()
        ]
        document = review.document
        found.append(
            Document(text.stem, "reviewed", "reviewed", document.language, document.text, rows)
        )
    return found


def _thing(text: str) -> tuple[str, str]:
    cls, _, name = text.partition(":")
    return cls.strip(), name.strip()


def _row(line: str) -> Row:
    line = line.lstrip("! ")
    if " = " in line:
        left, _, value = line.partition(" = ")
        subject, _, key = left.partition(" > ")
        return Row(_thing(subject), key.strip(), value.strip())
    parts = line.split(" > ")
    if len(parts) == 1:
        return Row(_thing(parts[0]))
    return Row(_thing(parts[0]), parts[1].strip(), _thing(parts[2]))
