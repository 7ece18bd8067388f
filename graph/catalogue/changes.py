"""What changed between two builds: claims that came and claims that went."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.store.layout import DATA, interim

_CLAIM = re.compile(
    r"<(\S+)> <http://www\.w3\.org/1999/02/22-rdf-syntax-ns#subject> <(\S+)> <(\S+)> \."
)


@dataclass(frozen=True, slots=True)
class Changes:
    """Two builds compared; claims are pairs of their IRI and the IRI of their subject."""

    before: str
    after: str
    came: tuple[tuple[str, str], ...]
    went: tuple[tuple[str, str], ...]


def previous_version(folder: Path) -> Path | None:
    """Return the build written last before the one in ``folder``, None where it is the first.

    A version that stood in until the network was analysed is no build of its own.
    """
    others = [
        path
        for path in folder.parent.iterdir()
        if path != folder and (path / DATA).exists() and not path.is_symlink() and not interim(path)
    ]
    mine = folder.stat().st_mtime
    older = [path for path in others if path.stat().st_mtime <= mine] or others
    return max(older, key=lambda path: path.stat().st_mtime, default=None)


def _claims(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if match := _CLAIM.match(line):
                yield match[1], match[2]


def changes(before: Path, after: Path) -> Changes:
    """Compare two version folders. Raises OSError where one cannot be read."""
    old, new = dict(_claims(before / DATA)), dict(_claims(after / DATA))
    return Changes(
        before.name,
        after.name,
        tuple((claim, new[claim]) for claim in sorted(new.keys() - old.keys())),
        tuple((claim, old[claim]) for claim in sorted(old.keys() - new.keys())),
    )
