"""What an import leaves: tables beside the store, and a layer in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from graph.files import write_whole
from graph.registers.declaration import DECLARATION, declaration_text, read_declaration
from graph.registers.extract import Extract, write_extract
from graph.registers.importing import Imported
from graph.registers.ror_extract import write_ror_extract

Progress = Callable[[str], None]
BEFORE = ".before-{}"
"""The folder of the tables of the snapshot before, beside those of a data set."""


def write_tables(folder: Path, imported: Imported) -> None:
    """Write tables and declaration into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(imported.extract, Extract):
        write_extract(folder, imported.extract)
    else:
        write_ror_extract(folder, imported.extract)
    write_whole(folder / DECLARATION, declaration_text(imported.declaration).encode())


class Aside:
    """Tables written beside the kept ones, which they replace when the store has the layer.

    An import that is interrupted leaves the kept tables as they were; what one that was killed
    left behind is removed by the next.
    """

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        kept.mkdir(parents=True, exist_ok=True)
        for left in kept.glob(".new-*"):
            if not _runs(left.name.split("-")[1]):
                shutil.rmtree(left, ignore_errors=True)
        self.folder = Path(tempfile.mkdtemp(prefix=f".new-{os.getpid()}-", dir=kept))

    def write(self, imported: Imported, earlier: Path | None = None) -> Path:
        """Write the tables of one dataset; the folder they are in.

        ``earlier`` has the tables of the snapshot before. They are kept, so that what changed can
        be told value by value, until a newer snapshot comes.
        """
        dataset = imported.declaration.dataset
        folder = self.folder / dataset
        write_tables(folder, imported)
        if earlier and read_declaration(earlier).snapshot < imported.declaration.snapshot:
            shutil.copytree(earlier, self.folder / BEFORE.format(dataset))
        return folder

    def keep(self) -> None:
        """Let the new tables take the place of the old ones."""
        for folder in sorted(self.folder.iterdir()):
            target = self.kept / folder.name
            # Out of the way by a rename, so that there is no time to speak of without either.
            if target.exists():
                target.rename(self.folder / f".old-{folder.name}")
            folder.rename(target)
        self.close()

    def close(self) -> None:
        """Drop what was not kept."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _runs(process: str) -> bool:
    """Return whether a process with this number is there."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        pass
    return True
