"""Layers on disk: what one source brings to a store, made once and kept until its input changes.

A layer is a folder with ``data.nq`` (sorted N-Quads) and ``layer.json`` (what it says of itself).
The folders stand in ``.store-versions/layers/``, named by layer and key, and are never written to
again. Which of them make up a version is said by the manifest of the version alone, so a layer
that is not finished, or whose build failed, is part of nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any

from graph.store.layout import DATA, Manifest
from graph.store.lines import sorted_lines
from graph.store.reserving import TEMPORARY

LAYERS = "layers"
_ABOUT = "layer.json"
_AT_ONCE = 10_000
"""Lines that are written together."""


class Kind(StrEnum):
    """What kind of source a layer comes from."""

    DOCUMENT = "document"
    CURATION = "curation"
    VOCABULARIES = "vocabularies"
    REGISTER = "register"
    LOADED = "loaded"
    JUDGEMENTS = "judgements"
    DERIVED = "derived"
    ANALYSIS = "analysis"


class Evidence(StrEnum):
    """How the statements of a layer say where they come from."""

    CLAIM = "claim"
    """A claim with its place for each statement."""
    ROW = "row"
    """A row of a register for each thing."""
    FILE = "file"
    """The file that was loaded."""
    NONE = "none"
    """Our own terms, and what is computed."""


@dataclass(frozen=True)
class Layer:
    """What a layer says of itself; ``key`` stands for its input and the tool that made it."""

    name: str
    """Kind and slug, as in ``document/senet-evi``."""
    kind: str
    key: str
    """SHA-256 (hex) over all that the statements follow from."""
    evidence: str
    source: str = ""
    """The file it comes from, as a person names it."""
    date: str = ""
    """The day the content is of (ISO 8601)."""
    licence: str = ""
    publisher: str = ""
    merged: bool = True
    """Whether its statements are in the store as they are; else another layer is made of it."""
    kept: bool = False
    """Whether later builds take it over from the version before; else they make it themselves."""
    graphs: dict[str, int] = field(default_factory=dict)
    """Statements by IRI of the named graph."""
    statements: int = 0
    sha256: str = ""
    """SHA-256 (hex) of its N-Quads."""
    findings: list[dict[str, Any]] = field(default_factory=list)
    """The validation report: one object per finding."""
    read: dict[str, str] = field(default_factory=dict)
    """What a computed layer read of others: a digest of it by the digest of the other layer."""

    @property
    def folder(self) -> str:
        """Return the name of its folder."""
        return f"{re.sub(r'[^a-z0-9-]+', '-', self.name.lower())}-{self.key[:16]}"


def key(*parts: str | bytes) -> str:
    """Return a digest over parts of an input, none of which can be taken for two."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def file_key(paths: Iterable[Path]) -> str:
    """Return a digest over the names and contents of some files, in the order of their paths."""
    parts: list[str | bytes] = []
    for path in sorted(paths):
        parts += [path.name, path.read_bytes()]
    return key(*parts)


def layers_of(manifest: Manifest) -> list[Layer]:
    """Return the layers that a version is made of, in their order; none for one of another kind."""
    known = Layer.__dataclass_fields__.keys()
    return [Layer(**{k: v for k, v in entry.items() if k in known}) for entry in manifest.layers]


def in_order(layers: Iterable[Layer]) -> list[Layer]:
    """Return layers as they stand in a version: by name, what follows from the others behind them.

    So most of a version can be written while the rest is still being made.
    """
    return sorted(layers, key=lambda layer: (layer.kind == Kind.DERIVED, layer.name))


class Shelf:
    """The layers beside a store, for whoever holds its place (``reserving.reserved``).

    New ones are written aside and moved in by ``keep``, when the version they belong to is whole.
    """

    def __init__(self, versions: Path) -> None:
        self._versions = versions
        self._folder = versions / LAYERS
        self._aside: Path | None = None

    def find(self, name: str, key: str) -> Layer | None:
        """Return the finished layer of this name and key, or None."""
        wanted = Layer(name, "", key, "")
        try:
            found = json.loads((self._folder / wanted.folder / _ABOUT).read_text("utf-8"))
            layer = Layer(**found)
        except (OSError, ValueError, TypeError):
            return None
        data = self._folder / wanted.folder / DATA
        return layer if (layer.name, layer.key) == (name, key) and data.is_file() else None

    def add(self, layer: Layer, lines: Iterable[bytes], in_order: bool = False) -> Layer:
        """Write a layer from N-Quads lines in any order; what is counted comes back with it.

        ``in_order`` says that they are sorted, each once. Raises OSError where the disk refuses.
        """
        folder = self.place(layer)
        graphs: Counter[bytes] = Counter()
        digest = hashlib.sha256()
        ordered = iter(lines if in_order else sorted_lines(lines, folder))
        with (folder / DATA).open("wb", buffering=1 << 20) as out:
            while some := list(islice(ordered, _AT_ONCE)):
                names = (line[line.rfind(b" <") + 2 : line.rfind(b"> .")] for line in some)
                graphs.update(names)
                data = b"".join(some)
                digest.update(data)
                out.write(data)
        made = replace(
            layer,
            graphs={name.decode(): count for name, count in sorted(graphs.items())},
            statements=graphs.total(),
            sha256=digest.hexdigest(),
        )
        self.note(made)
        return made

    def note(self, layer: Layer) -> None:
        """Write what a new layer says of itself, as again when it has been validated."""
        about = json.dumps(asdict(layer), ensure_ascii=False, indent=1) + "\n"
        (self.place(layer) / _ABOUT).write_text(about, encoding="utf-8")

    def data(self, layer: Layer) -> Path:
        """Return the file with a layer's N-Quads."""
        if self._aside is not None and (self._aside / layer.folder / DATA).is_file():
            return self._aside / layer.folder / DATA
        return self._folder / layer.folder / DATA

    @contextmanager
    def room(self) -> Iterator[Path]:
        """A folder for temporary files, on the disk that the store is on."""
        with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=self._versions) as folder:
            yield Path(folder)

    def keep(self) -> None:
        """Move in what was written aside."""
        if self._aside is None:
            return
        self._folder.mkdir(exist_ok=True)
        for folder in sorted(self._aside.iterdir()):
            target = self._folder / folder.name
            if target.exists():
                shutil.rmtree(target)
            folder.rename(target)
        self.close()

    def close(self) -> None:
        """Drop what was written aside and not kept."""
        if self._aside is not None:
            shutil.rmtree(self._aside, ignore_errors=True)
            self._aside = None

    def sweep(self, wanted: set[str]) -> None:
        """Remove the folders of layers that no version names any more."""
        if self._folder.is_dir():
            for folder in self._folder.iterdir():
                if folder.name not in wanted:
                    shutil.rmtree(folder, ignore_errors=True)

    def prepare(self) -> Path:
        """Make the place for new layers, and return it: processes forked after this share it."""
        if self._aside is None:
            self._aside = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=self._versions))
        return self._aside

    def place(self, layer: Layer) -> Path:
        """Make the folder of a new layer, and return it: what is kept beside its statements
        goes there too.
        """
        folder = self.prepare() / layer.folder
        folder.mkdir(exist_ok=True)
        return folder
