"""The data sets of registers as a whole: what each brought, and what it leaves open."""

from __future__ import annotations

from dataclasses import dataclass, field

from rdflib import RDF

from graph.catalogue.queries import run
from graph.catalogue.rows import NOT_SHOWN, Dataset, datasets
from graph.iris import EUCN, GRAPH
from graph.store import Store

COORDINATOR = "/role/coordinator"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many things of a class (IRI) a data set states a property: ``many`` of ``all``."""

    category: str
    property: str
    many: int
    all: int


@dataclass(slots=True)
class Brought:
    """What a data set brought: rows by file, participations, and what these leave open.

    ``uncoordinated`` of ``projects`` have no participation in the role of coordinator, ``unsaid``
    of ``participations`` no role at all.
    """

    dataset: Dataset
    files: dict[str, int] = field(default_factory=dict)
    participations: int = 0
    unsaid: int = 0
    projects: int = 0
    uncoordinated: int = 0
    covered: list[Coverage] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Return how many rows of it are in the graph."""
        return sum(self.files.values())


def brought(store: Store) -> list[Brought]:
    """Return what each data set with rows brought, those with projects first, then by IRI."""
    found = {iri: Brought(one) for iri, one in datasets(store).items()}
    for row in run(store, "dataset-rows"):
        if one := found.get(str(row["dataset"])):
            one.files[str(row["file"])] = int(str(row["rows"]))
    projects: dict[tuple[str, str], bool] = {}
    for row in run(store, "dataset-roles"):
        dataset, project = str(row["dataset"]), str(row["project"])
        one, many = found.get(dataset), int(str(row["many"]))
        if one is None:
            continue
        one.participations += many
        role = row.get("role")
        if role is None:
            one.unsaid += many
        leads = role is not None and str(role).endswith(COORDINATOR)
        projects[dataset, project] = leads or projects.get((dataset, project), False)
    for (dataset, _project), coordinated in projects.items():
        found[dataset].projects += 1
        found[dataset].uncoordinated += not coordinated
    for one in found.values():
        one.covered = _covered(store, one.dataset)
    return sorted(
        (one for one in found.values() if one.files),
        key=lambda one: (not one.projects, one.dataset.iri),
    )


_CLASSES = [str(EUCN.Project), str(EUCN.Organization), str(EUCN.Participation)]
"""Classes of what a register describes, in the order in which they are told."""


def _covered(store: Store, dataset: Dataset) -> list[Coverage]:
    rows = run(store, "dataset-coverage", [f"{GRAPH}{dataset.slug}"])
    counts = {(str(row["class"]), str(row["property"])): int(str(row["many"])) for row in rows}
    found = [
        Coverage(category, name, many, counts[category, str(RDF.type)])
        for (category, name), many in counts.items()
        if name not in NOT_SHOWN
    ]
    return sorted(found, key=lambda one: (_CLASSES.index(one.category), -one.many, one.property))
