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
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path

from graph.network.measures.analysis import TESTED, Analysis
from graph.network.measures.brokers import Broker, brokers
from graph.network.measures.cache import gaps_of, network_of
from graph.network.measures.gap import Gap
from graph.network.measures.reusing import Results, counted_all, results
from graph.processes import Begun
from graph.store import Store

NAME = "network.pickle"
MEASURES = "measures.pickle"
"""What the next analysis can take over: apart, because it is read in a moment."""
_LIBRARIES = ("igraph", "numpy", "scipy", "rdflib")


@dataclass(frozen=True)
class Counted:
    """The whole network with what was counted on it; brokers the most active first."""

    analysis: Analysis
    brokers: list[Broker]
    gaps: list[Gap]


def counted(store: Store, before: Results | None = None) -> Counted:
    """Count on the whole network of a store; ``before`` are measures of an earlier analysis.

    On a large network what is counted on matrices is counted in a process beside this one, which
    makes the ties meanwhile.
    """
    network, measures = network_of(store), dict(before or {})
    analysis = Analysis(network, before=measures)
    if len(network.two_mode.actors) > TESTED:
        count = partial(counted_all, Analysis(network, before=before or {}))
        with Begun(count, "analysing the network") as beside:
            _of_ties(analysis)
            # Taken over like those of an earlier analysis: only where they are of this network.
            measures.update(beside.result())
    found = brokers(analysis, "activity")
    _of_ties(analysis)
    return Counted(analysis, found, gaps_of(store, analysis))


def _of_ties(analysis: Analysis) -> None:
    """Count what scores need of ties, and what the first page that shows them needs beside it."""
    _ = analysis.cross_ties, analysis.cross_share, analysis.bands, analysis.across
    _ = analysis.claims, analysis.documents, analysis.activities


def keep(folder: Path, what: Counted) -> None:
    """Write what was counted into a folder. Raises OSError."""
    for name, kept_there in ((NAME, what), (MEASURES, results(what.analysis))):
        with open(folder / name, "wb", opener=_for_us) as out:
            pickle.dump(made_by(), out, pickle.HIGHEST_PROTOCOL)
            pickle.dump(kept_there, out, pickle.HIGHEST_PROTOCOL)


def kept(folder: Path | None) -> Counted | None:
    """Return what was counted by this very code; None where there is no such file, or no trust."""
    found = _read(folder / NAME) if folder is not None else None
    return found if isinstance(found, Counted) else None


def measures_kept(folder: Path) -> Results:
    """Return the measures of the analysis in a folder; none where ``kept`` would give nothing."""
    found = _read(folder / MEASURES)
    return found if isinstance(found, dict) else {}


def _read(path: Path) -> object:
    try:
        with path.open("rb") as stream:
            if not trusted(stream.fileno()):
                return None
            if pickle.load(stream) != made_by():
                return None
            return pickle.load(stream)
    except (OSError, EOFError, pickle.UnpicklingError):
        return None
    except (AttributeError, ImportError, TypeError):
        # The code on the disk was renewed under a running server: its classes are not those.
        return None


def trusted(descriptor: int) -> bool:
    """Return whether nobody else can have written an open file: a pickle can run anything."""
    status = os.fstat(descriptor)
    return status.st_uid in (os.geteuid(), 0) and not status.st_mode & 0o022


def _for_us(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@cache
def made_by() -> str:
    """Return a digest of the code of the network and of the versions that it runs in."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(sys.version.encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)} ".encode())
    for path in sorted(package.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
