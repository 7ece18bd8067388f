"""What a build counted on its network, kept beside the store so that a server need not count again.

A pickle, because it holds what the functions return as it is. Read only where the same code in the
same versions of its libraries wrote it, and where the file belongs to whoever reads it.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from graph.network.measures.analysis import Analysis
from graph.network.measures.brokers import Broker, brokers
from graph.network.measures.cache import gaps_of, view_of
from graph.network.measures.gap import Gap
from graph.network.model.filters import Filter
from graph.store import Store

NAME = "network.pickle"
_LIBRARIES = ("igraph", "numpy", "scipy", "rdflib")


@dataclass(frozen=True)
class Counted:
    """The whole network with what was counted on it; brokers the most active first."""

    analysis: Analysis
    brokers: list[Broker]
    gaps: list[Gap]


def counted(store: Store) -> Counted:
    """Count on the whole network of a store."""
    analysis = view_of(store, Filter())
    found = brokers(analysis, "activity")
    # Not needed for the scores, but by the first page that shows them.
    _ = analysis.cross, analysis.bands, analysis.across
    return Counted(analysis, found, gaps_of(store, analysis))


def keep(folder: Path, what: Counted) -> None:
    """Write what was counted into a folder. Raises OSError."""
    with open(folder / NAME, "wb", opener=_for_us) as out:
        pickle.dump(_made_by(), out, pickle.HIGHEST_PROTOCOL)
        pickle.dump(what, out, pickle.HIGHEST_PROTOCOL)


def kept(folder: Path | None) -> Counted | None:
    """Return what was counted by this very code; None where there is no such file, or no trust."""
    if folder is None:
        return None
    try:
        with (folder / NAME).open("rb") as stream:
            status = os.fstat(stream.fileno())
            if status.st_uid not in (os.geteuid(), 0) or status.st_mode & 0o022:
                return None
            if pickle.load(stream) != _made_by():
                return None
            found = pickle.load(stream)
    except (OSError, EOFError, pickle.UnpicklingError):
        return None
    except (AttributeError, ImportError, TypeError):
        # The code on the disk was renewed under a running server: its classes are not those.
        return None
    return found if isinstance(found, Counted) else None


def _for_us(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@cache
def _made_by() -> str:
    """Return a digest of the code and of the versions that it runs in."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(sys.version.encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)} ".encode())
    for path in sorted(package.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
