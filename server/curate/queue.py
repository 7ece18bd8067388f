"""The documents of a folder in their order, with what is known of each before it is read."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path

from graph.extraction.document import SUFFIXES, Document, DocumentError, write_text
from graph.extraction.documents import read
from graph.extraction.draft import slug_of
from graph.records.load import Sources

SAME = 0.8
"""Share of common word sequences from which two texts are taken for one."""


@dataclass
class Entry:
    """A document of the queue; ``problem`` says why it cannot be reviewed."""

    path: Path
    name: str
    document: Document | None = None
    problem: str = ""
    twin: str = ""
    """A record or another document with the same text."""
    shingles: frozenset[int] = field(default_factory=frozenset)


class Queue:
    """The documents of a folder."""

    def __init__(self, folder: Path, sources: Sources | None) -> None:
        self.folder = folder
        self.entries: list[Entry] = []
        self._digests = {
            r.sha256: r.document for r in (sources.records if sources else []) if r.sha256
        }
        self._ours: set[Path] = set()
        self._seen: set[Path] = set()
        self._looking = threading.Lock()
        self.look()

    def look(self) -> None:
        """Take up what has been put into the folder since; numbers of documents stay.

        Reading many files takes long: it holds nobody up but those who look as well.
        """
        with self._looking:
            self._look()

    def _look(self) -> None:
        for path in sorted(self.folder.iterdir()):
            if path in self._seen | self._ours or path.suffix.lower() not in SUFFIXES:
                continue
            if not path.is_file():
                continue
            self._seen.add(path)
            entry = Entry(path, path.stem)
            try:
                entry.document = read(path)
                entry.shingles = _shingles(entry.document.text)
                known = self._digests.get(entry.document.sha256, "")
                own = f"document/{slug_of(Path(entry.document.name))}"
                entry.twin = (known if known != own else "") or self._twin(entry)
            except DocumentError as error:
                entry.problem = str(error).replace(f"{path.parent}/", "")
                self._seen.discard(path)  # it may still be on its way: looked at again
                if any(e.path == path for e in self.entries):
                    continue
            if entry.document is not None and path.suffix.lower() == ".txt" and self._made(entry):
                continue  # the text of a PDF or page that stands in the queue itself
            again = next((at for at, e in enumerate(self.entries) if e.path == path), None)
            if again is None:
                self.entries.append(entry)
            else:
                self.entries[again] = entry

    def _made(self, entry: Entry) -> bool:
        return any(
            e.name == entry.name and e.path != entry.path and not e.problem for e in self.entries
        )

    def _twin(self, entry: Entry) -> str:
        for other in self.entries:
            shared = len(entry.shingles & other.shingles)
            if other.shingles and shared >= SAME * min(len(entry.shingles), len(other.shingles)):
                return other.path.name
        return ""

    def document(self, number: int) -> Document:
        """Return a document, its normalised text written beside it where the records look for
        it.
        """
        document = self.entries[number].document
        assert document is not None
        target = self.folder / f"{document.name}.txt"
        if not target.exists() or target.read_bytes() != document.text.encode():
            if target.exists() and document.kind == "txt":
                document.name += "-text"
            self._ours.add(write_text(document, self.folder))
        return document

    def state(self, entry: Entry) -> dict[str, int]:
        """Return how many decisions a document has, without opening its review."""
        path = (
            self.folder / f"{entry.document.name if entry.document else entry.name}.decisions.jsonl"
        )
        if not path.exists():
            return {"decisions": 0}
        actions = [
            json.loads(line).get("action")
            for line in path.read_text("utf-8").splitlines()
            if line.startswith("{") and line.endswith("}")
        ]
        return {"decisions": len(actions) - 2 * actions.count("undo")}


def _shingles(text: str) -> frozenset[int]:
    words = (
        re.findall(r"\w+", text.casefold())
        if not re.search(r"[\u4e00-\u9fff]", text)
        else list(re.sub(r"\W", "", text))
    )
    return frozenset(hash(tuple(words[i : i + 5])) for i in range(max(1, len(words) - 4)))
