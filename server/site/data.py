"""What the pages keep in memory of a build: catalogue, search index, passages, conflicts.

Made once per build and process, at the first request or when the server warms up; a new build
is taken up with its first request, and the one before it is kept for requests under way.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import g

from graph.assembly.conflict_table import KIND, conflict_table
from graph.catalogue import Catalogue, SearchIndex, load_catalogue
from graph.catalogue.documents import Contribution, Passages, PlacedClaim, contribution, lengths
from graph.catalogue.programmes import Programmes, by_programme
from graph.catalogue.registers import Brought, brought
from graph.catalogue.values import Values
from graph.languages import LANGUAGES
from graph.network.measures.analysis import Analysis
from graph.network.measures.brokers import Broker, brokers
from graph.network.measures.cache import gaps_of, remember, view_of
from graph.network.measures.gap import Gap
from graph.network.measures.joint import Joint, joint
from graph.network.measures.keeping import Counted, kept
from graph.network.model.filters import APART, Filter, apply, roll_up
from graph.network.model.ties import Link, Tie, TwoMode, ties
from graph.per_build import PerBuild
from graph.registers.mapping_quads import DATASET as MAPPINGS
from graph.store import Store
from graph.store.local import LocalStore
from graph.tables import Table
from server.context import context
from server.site.diagrams import Bridge, bridge
from server.site.foreign import ForeignNames
from server.site.frame import store
from server.site.packing import packed

_ROWS = """
PREFIX eucn: <https://w3id.org/eucn/ontology#>
SELECT ?dataset (COUNT(DISTINCT ?row) AS ?rows)
WHERE { ?row a eucn:RegisterRow ; eucn:dataset ?dataset }
GROUP BY ?dataset
"""

_SELECTED = """
PREFIX eucn: <https://w3id.org/eucn/ontology#>
SELECT ?project ?rule WHERE { ?project eucn:selectedBy ?rule }
"""

_LANGUAGES = """
PREFIX eucn: <https://w3id.org/eucn/ontology#>
SELECT ?document ?language WHERE { ?document a eucn:SourceDocument ; eucn:language ?language }
"""

_ADDRESSES = """
PREFIX eucn: <https://w3id.org/eucn/ontology#>
SELECT ?document ?address WHERE { ?document a eucn:SourceDocument ; eucn:webAddress ?address }
"""


@dataclass
class BuildData:
    """One build, prepared for pages."""

    store: Store
    documents_folder: Path | None

    def __post_init__(self) -> None:
        self._contributions: dict[str, Contribution] = {}
        self._claims: dict[str, dict[str, PlacedClaim]] = {}
        self._foreign: dict[str, ForeignNames] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process can take over: all but the store and where texts are."""
        left = ("store", "documents_folder", "passages")
        return {name: value for name, value in self.__dict__.items() if name not in left}

    @cached_property
    def roles(self) -> dict[tuple[str, str], set[str]]:
        """Return in which roles each organisation is in each activity, by activity and it."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for link in self.analysis.network.two_mode.links:
            found[link.setting, link.actor].add(link.role)
        return dict(found)

    @cached_property
    def joint(self) -> Joint:
        """Return the activities of both sides by country and topic, as the overview has them."""
        return joint(self.analysis)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Return every entity, concept and term."""
        return load_catalogue(self.store)

    @cached_property
    def index(self) -> SearchIndex:
        """Return the search index over all names."""
        return SearchIndex(self.catalogue)

    @cached_property
    def lengths(self) -> dict[str, tuple[int, str]]:
        """Length and SHA-256 of each document's text."""
        return lengths(self.store)

    @cached_property
    def values(self) -> Values:
        """Return what the filters of lists can be set to."""
        return Values(self.catalogue)

    @cached_property
    def passages(self) -> Passages:
        """Return the texts of the documents, where the reader has them."""
        return Passages(self.documents_folder, self.lengths)

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Return the address of each document on the web, where one is known."""
        found = self.store.select(_ADDRESSES)
        return {str(row["document"]): str(row["address"]) for row in found}

    @cached_property
    def document_languages(self) -> dict[str, str]:
        """Return the code of the language of each document: as stated, else that of its title."""
        titled = {one.iri: one.label().language for one in self.catalogue.documents()}
        found = self.store.select(_LANGUAGES)
        stated = {str(row["document"]): str(row["language"]).rpartition("/")[2] for row in found}
        return titled | stated

    def foreign_names(self, page: str) -> ForeignNames:
        """Return the names that pages of a language show in another; found once."""
        if page not in self._foreign:
            self._foreign[page] = ForeignNames(self.catalogue, page)
        return self._foreign[page]

    @cached_property
    def _rows(self) -> dict[str, int]:
        """Return how many rows each data set has, by the end of its IRI."""
        found = self.store.select(_ROWS)
        return {str(row["dataset"]).rpartition("/")[2]: int(str(row["rows"])) for row in found}

    @property
    def mapped(self) -> int:
        """Return how many rows the project's own tables have, which join registers to words."""
        return self._rows.get(MAPPINGS, 0)

    @property
    def rows(self) -> int:
        """Return how many rows of registers there are, without those of the project's own."""
        return sum(self._rows.values()) - self.mapped

    @cached_property
    def selected(self) -> dict[str, set[str]]:
        """Return by which rules each project of a register was chosen, by their notations."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.store.select(_SELECTED):
            found[str(row["project"])].add(str(row["rule"]).rpartition("/")[2])
        return dict(found)

    @cached_property
    def registers(self) -> list[Brought]:
        """Return the data sets of registers with what each brought."""
        return brought(self.store)

    @cached_property
    def programmes(self) -> Programmes:
        """Return the projects of registers by programme."""
        return by_programme(self.store)

    @cached_property
    def sources_until(self) -> list[tuple[str, str]]:
        """Return up to when the sources go: date and IRI of each register, where any has
        projects, else of the newest document; the oldest first.
        """
        found = [
            (one.dataset.snapshot, one.dataset.iri)
            for one in self.registers
            if one.dataset.snapshot
        ]
        if not any(one.projects for one in self.registers):
            found = []
        dated = [(one.date_text(), one.iri) for one in self.catalogue.documents()]
        newest = max(((day, iri) for day, iri in dated if day), default=None)
        return sorted(found) if found or newest is None else [newest]

    @cached_property
    def conflicts(self) -> Table:
        """Return every conflict of the graph, as the command and the JSON give it."""
        return conflict_table(self.store)

    @cached_property
    def _conflicts_by_subject(self) -> dict[str, list[Mapping[str, Any]]]:
        grouped: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in self.conflicts.rows:
            grouped[str(row["subject"])].append(row)
        return grouped

    def conflicts_of(self, iri: str) -> list[Mapping[str, Any]]:
        """Return the conflicts about one entity."""
        return self._conflicts_by_subject.get(iri, [])

    @cached_property
    def _counted(self) -> Counted | None:
        """Return what the build counted, where it is here."""
        if not isinstance(self.store, LocalStore):
            return None
        found = kept(self.store.layer_folder("analysis"))
        if found is not None:
            remember(self.store, found.analysis, found.gaps)
        return found

    @cached_property
    def analysis(self) -> Analysis:
        """Return the whole network with everything that is counted on it."""
        # What the build counted is taken over by whoever asks first.
        _ = self._counted
        return view_of(self.store, Filter())

    @cached_property
    def _apart(self) -> TwoMode:
        """Return the network in which parts stand for themselves, for the pages of parts."""
        return apply(self.analysis.network.two_mode, Filter(parts=APART))

    @cached_property
    def _links(self) -> tuple[dict[str, set[str]], dict[str, list[Link]]]:
        """Return the settings of each actor, and the links of each setting, parts for themselves.

        An event within an event is the larger one, as in the network.
        """
        settings: dict[str, set[str]] = defaultdict(set)
        links: dict[str, list[Link]] = defaultdict(list)
        within = self._apart.within
        for link in self._apart.links:
            larger = within.get(link.setting, link.setting)
            settings[link.actor].add(larger)
            links[larger].append(link)
        return settings, links

    @cached_property
    def parts_of(self) -> dict[str, list[str]]:
        """Return the parts that count with each whole in the network."""
        parts: dict[str, list[str]] = defaultdict(list)
        for part, whole in self._apart.wholes.items():
            parts[whole].append(part)
        return parts

    @cached_property
    def bridge(self) -> Bridge | None:
        """Return the picture of the start page."""
        sides = {iri: actor.side for iri, actor in self.analysis.view.actors.items()}
        return bridge(self.analysis.ties, sides)

    @cached_property
    def brokers(self) -> list[Broker]:
        """Return the actors that broker, the most active one first."""
        found = self._counted.brokers if self._counted else brokers(self.analysis, "activity")
        return [one for one in found if one.brokers]

    @cached_property
    def gaps(self) -> list[Gap]:
        """Return the gaps of the graph, by kind and score."""
        return gaps_of(self.store, self.analysis)

    @property
    def main_conflict(self) -> Mapping[str, Any] | None:
        """Return the conflict that the start page tells of: between documents, about a project
        first.
        """
        rows = sorted(
            self.conflicts.rows,
            key=lambda row: (
                row["kind"] != KIND,
                "/project/" not in str(row["subject"]),
                len({value["document"] for value in row["values"]}) < 2,
                str(row["subject"]),
            ),
        )
        return rows[0] if rows else None

    def ties_of(self, iri: str) -> list[Tie]:
        """Return the ties of a partner, strongest first; none for what is no partner.

        They are those of the network, where a part counts with its whole; a part that is asked for
        stands for itself, and the others count with theirs.
        """
        settings, links = self._links
        wholes = self._apart.wholes
        own = [iri] if iri in wholes else [iri, *self.parts_of.get(iri, ())]
        there = sorted({name for one in own for name in settings.get(one, ())})
        if not there:
            return []
        near = replace(self._apart, links=tuple(one for name in there for one in links[name]))
        found = ties(roll_up(near, frozenset({iri})), frozenset({iri}))
        return sorted(found, key=lambda tie: (-tie.weight, tie.a, tie.b))

    def contribution(self, document: str) -> Contribution:
        """Return what a document contributed; read once."""
        if document not in self._contributions:
            self._contributions[document] = contribution(self.store, self.catalogue, document)
        return self._contributions[document]

    def claim(self, iri: str, document: str) -> PlacedClaim | None:
        """Return a claim of a document with its place, None for one that it does not make."""
        if document not in self._claims:
            found = self.contribution(document).claims
            self._claims[document] = {one.claim: one for one in reversed(found)}
        return self._claims[document].get(iri)

    def warm_names(self) -> None:
        """Make what rests on names: catalogue, search, what documents contributed."""
        _ = self.index, self.document_languages, self.values
        for page in LANGUAGES:
            self.foreign_names(page)
        for document in self.catalogue.documents():
            self.contribution(document.iri)

    def warm_counts(self) -> None:
        """Make what is counted: the network, brokers, gaps, conflicts, registers."""
        _ = self._links, self._conflicts_by_subject, self.brokers, self.gaps, self.registers
        _ = self._rows, self.selected, self.roles, self.joint, self.addresses, self.bridge
        _ = self.lengths, self.programmes

    def warm(self) -> None:
        """Make everything that pages need, so that no reader waits for it."""
        self.warm_counts()
        self.warm_names()
        _ = self.passages, self.sources_until


_builds = PerBuild[BuildData]()


def data_of(graph: Store, documents: Path | None = None) -> BuildData:
    """Return the prepared data of a store's build."""
    return _builds.get((graph.version, documents), lambda: BuildData(graph, documents))


def prepare(graph: Store, documents: Path | None = None) -> None:
    """Make everything that pages need of a build, in a process that ends where that can be, or
    read what was made of it before.
    """

    def names() -> dict[str, Any]:
        found = BuildData(graph, None)
        found.warm_names()
        return found.__getstate__()

    def counts() -> dict[str, Any]:
        found = BuildData(graph, None)
        found.warm_counts()
        return found.__getstate__()

    if isinstance(graph, LocalStore):
        with contextlib.suppress(OSError):
            # Side by side: neither rests on the other.
            if parts := packed(graph, {"network": counts, "pages": names}):
                found = BuildData(graph, documents)
                for part in parts:
                    found.__dict__.update(part)
                remember(graph, found.analysis, found.gaps)
                _builds.get((graph.version, documents), lambda: found)
    data_of(graph, documents).warm()


def data() -> BuildData:
    """Return the prepared data of this request's build."""
    if "build_data" not in g:
        g.build_data = data_of(store(), context().settings.documents)
    found: BuildData = g.build_data
    return found


def catalogue() -> Catalogue:
    """Return the catalogue of this request's build."""
    return data().catalogue
