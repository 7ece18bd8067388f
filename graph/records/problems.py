"""Problems in what a curator wrote: collected, then told all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import EucnError
from graph.records.characters import visible


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it stands and what to do about it.

    ``line`` counts from 1; 0 means the file as a whole. ``field`` is the key or id meant.
    """

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        file, field = (
            text if visible(text) == text else repr(text) for text in (self.file, self.field)
        )
        where = f"{file}:{self.line}" if self.line else file
        message = visible(self.message)
        return f"{where}: {field}: {message}" if field else f"{where}: {message}"


class RecordError(EucnError):
    """The records cannot be used; ``problems`` lists every reason, sorted by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def shown(path: Path) -> str:
    """Return a path as a person typed it: relative to the working folder where it lies inside
    it.
    """
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):  # elsewhere, or links that go in a circle
        return str(path)
