"""The whole build, from records to a store that is swapped in when it is valid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph.assembly.analysis import derive_analysis
from graph.assembly.graphs import all_quads, data_day
from graph.assembly.quads import Quads
from graph.assembly.validate import Report, validate
from graph.errors import EucnError
from graph.paths import ONTOLOGY, SHAPES, SOURCES
from graph.records.load import Sources, load_sources
from graph.store.layout import Manifest
from graph.store.reserving import reserved
from graph.store.versions import swap_in


class InvalidGraph(EucnError):
    """The graph violates the shapes; ``report`` says where. Nothing was written."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__("\n".join(map(str, report.findings)))


@dataclass
class Build:
    """A build in memory: what was read, what came of it, and what validation says."""

    sources: Sources
    quads: Quads
    report: Report

    @property
    def documents(self) -> list[str]:
        """Ids of the documents, sorted; the curation is none."""
        return sorted(record.document for record in self.sources.records if record.file)


def prepare(
    folder: Path = SOURCES,
    ontology: Path = ONTOLOGY,
    shapes: Path = SHAPES,
    progress: Callable[[str], None] = lambda step: None,
) -> Build:
    """Read, expand, derive and validate. Raises RecordError for problems in the records."""
    progress("reading the records")
    sources = load_sources(folder, ontology)
    progress("making the graph")
    quads = all_quads(sources, ontology)
    progress("validating")
    return Build(sources, quads, validate(quads, sources, shapes))


def build(
    store: Path,
    folder: Path = SOURCES,
    ontology: Path = ONTOLOGY,
    shapes: Path = SHAPES,
    progress: Callable[[str], None] = lambda step: None,
) -> tuple[Build, Manifest]:
    """Build the store at ``store``.

    Raises StoreProblem at once where the place cannot be written, RecordError or InvalidGraph
    before anything is written; the store that was there stays in every such case.
    """
    with reserved(store):
        made = prepare(folder, ontology, shapes, progress)
        if not made.report.conforms:
            raise InvalidGraph(made.report)
        day = data_day(made.sources).isoformat()
        progress("analysing the network")
        derive_analysis(made.quads, day)
        progress("writing the store")
        return made, swap_in(store, made.quads.nquads(), day, made.documents)
