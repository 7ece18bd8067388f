"""The whole build: layers made, merged and checked, then swapped in when all of it is valid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.assembly.analysis import ANALYSIS, analysis_layer, analysis_plan
from graph.assembly.description import (
    DESCRIPTION,
    Read,
    Version,
    counting,
    description_layer,
    description_plan,
    reading,
)
from graph.assembly.gathering import Beginning, Made, as_they_were, gathered, imported_tables
from graph.assembly.graphs import all_quads
from graph.assembly.layers import findings_of
from graph.assembly.quads import Quads
from graph.assembly.validate import Report, ordered, validate
from graph.errors import EucnError
from graph.garbage import collected_rarely
from graph.paths import ONTOLOGY, SHAPES, SOURCES
from graph.processes import Begun
from graph.records.load import Sources, load_sources
from graph.registers.kept import kept_folder
from graph.store.layers import Layer, Shelf, in_order, layers_of
from graph.store.layout import INDEX, Manifest
from graph.store.reserving import refused, reserved
from graph.store.versions import Draft, Part, current, keep_current
from graph.tally import Tally
from graph.validation.finding import Finding

Progress = Callable[[str], None]


class InvalidGraph(EucnError):
    """The graph violates the shapes; ``findings`` say where. Nothing was written."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        broken = [str(one) for one in findings if one.severity == "Violation"]
        rest = len(findings) - len(broken)
        super().__init__("\n".join([*broken, f"and {rest} warnings" * bool(rest)]).strip())


@dataclass
class Prepared:
    """The graph of some records in memory, and what validation says of it."""

    sources: Sources
    quads: Quads
    report: Report


@dataclass
class Built:
    """What a build made: its layers, and what validation says of them."""

    manifest: Manifest
    layers: list[Layer]
    findings: list[Finding]

    @property
    def documents(self) -> list[str]:
        """Return ids of the documents, sorted; the curation is none."""
        return self.manifest.documents


class LayersOverlap(EucnError):
    """Two layers bring the same graph; the text says which and what to do."""


@dataclass
class Change:
    """What a build is to do beside making the layers of the records anew."""

    add: Callable[[Shelf, list[Layer]], Layer] | None = None
    """Makes one more layer beside the others, which later builds keep; one of its name goes."""
    remove: str = ""
    """The name of a kept layer to leave out."""
    imports: dict[str, Path] = field(default_factory=dict)
    """Folders of tables by data set of a register, in place of those kept beside the store."""
    judged: Path | None = None
    """A folder whose ``identity/`` has the judgements on what is imported, in place of the kept."""
    registers: bool = False
    """Whether the extracts of registers that the project carries are taken in."""
    records: bool = True
    """Whether the records are read; else the layers of the last build stay as they are."""


def prepare(
    folder: Path = SOURCES,
    ontology: Path = ONTOLOGY,
    shapes: Path = SHAPES,
    progress: Progress = lambda step: None,
) -> Prepared:
    """Read, expand, derive and validate with pySHACL, which judges.

    Raises RecordError for problems in the records.
    """
    progress("reading the records")
    sources = load_sources(folder, ontology)
    progress("making the graph")
    quads = all_quads(sources, ontology)
    progress("validating")
    return Prepared(sources, quads, validate(quads, sources, shapes))


@collected_rarely()
def build(
    store: Path,
    folder: Path = SOURCES,
    ontology: Path = ONTOLOGY,
    shapes: Path = SHAPES,
    progress: Progress = lambda step: None,
    change: Change | None = None,
) -> Built:
    """Build the store at ``store`` of all layers that there are; only what changed is made anew.

    What does not need each other is done side by side: registers are made while the records are
    read, and checked while the index is written.
    Raises StoreProblem at once where the place cannot be written, RecordError or InvalidGraph
    before the new version is in place; the store that was there stays in every such case.
    """
    change = change or Change()
    begun: list[Draft] = []
    with reserved(store) as versions, ExitStack() as running:
        shelf = Shelf(versions)
        running.callback(shelf.close)
        with refused(store):
            if change.records:
                imported = {**imported_tables(store), **change.imports}
                judged = change.judged or kept_folder(str(store))
                begin = Beginning(folder, ontology, shapes, imported, judged)

                def ahead(layers: list[Layer]) -> None:
                    draft = running.enter_context(Draft(store))
                    draft.begin(_parts(shelf, _kept(store, layers, change)))
                    begun.append(draft)

                made = gathered(shelf, begin, change.registers, running, progress, ahead)
            else:
                made = as_they_were(store)
            layers = _kept(store, made.layers, change)
            if change.add is not None:
                added = change.add(shelf, layers)
                layers = [*(one for one in layers if one.name != added.name), added]
        _apart(layers)
        return _write(store, shelf, replace(made, layers=in_order(layers)), begun, progress)


def _stop_at_violations(layers: Sequence[Layer]) -> list[Finding]:
    """Return what validation says of all layers; raises InvalidGraph where one is broken."""
    findings = ordered(finding for layer in layers for finding in findings_of(layer))
    if any(finding.severity == "Violation" for finding in findings):
        raise InvalidGraph(findings)
    return findings


def _kept(store: Path, made: Sequence[Layer], change: Change) -> list[Layer]:
    """Return what was made and the layers that stay from build to build; kept ones win."""
    before = current(store)
    kept = [layer for layer in (layers_of(before[1]) if before else []) if layer.kept]
    layers = {layer.name: layer for layer in [*made, *kept] if layer.name != change.remove}
    return in_order(layers.values())


def _parts(shelf: Shelf, layers: Iterable[Layer]) -> list[Part]:
    return [Part(shelf.data(layer), layer) for layer in layers]


def _apart(layers: Sequence[Layer]) -> None:
    owners: dict[str, Layer] = {}
    for layer in layers:
        for name in layer.graphs if layer.merged else ():
            other = owners.setdefault(name, layer)
            if other is not layer:
                kept = layer if layer.kept else other
                raise LayersOverlap(
                    f"the graph <{name}> is brought by the layers {other.name} and {layer.name}; "
                    f"take one out: eucn layers remove {kept.name}"
                )


def _write(store: Path, shelf: Shelf, made: Made, begun: list[Draft], progress: Progress) -> Built:
    with refused(store):
        before = current(store)
        last = layers_of(before[1]) if before else []
        plan = analysis_plan(shelf, made.day, made.layers, last)
        analysis = shelf.find(plan.name, plan.key)
        if analysis is not None:
            # What was read of other layers since, so that it need not be read again.
            analysis = replace(analysis, read=plan.read)
    if analysis is not None and not made.unchecked:
        kept = _as_it_is(store, shelf, made, analysis)
        if kept is not None:
            return kept
    known = next((one for one in last if one.name == ANALYSIS), None)
    version = _Writing(store, shelf, made, plan, known, begun, progress)
    if before is None:
        version.checked()  # an index made of everything takes much longer
    if analysis is None and known is not None and shelf.data(known).is_file():
        # What sources say is there in seconds, a whole register as soon as it is validated. What
        # is computed of their network takes many times as long; until then the last one stays, and
        # the version says so.
        version.write(known, as_before=True)
    return version.write(analysis)


def _as_it_is(store: Path, shelf: Shelf, made: Made, analysis: Layer) -> Built | None:
    """Return the build where the store has it already; None where something is to be written."""
    plan = description_plan([*made.layers, analysis], made.day)
    described = shelf.find(plan.name, plan.key)
    if described is None:
        return None
    findings = _stop_at_violations(made.layers)
    layers = [*made.layers, analysis, described]
    manifest = keep_current(store, made.day, made.documents, layers, shelf)
    return None if manifest is None else Built(manifest, layers, findings)


@dataclass
class _Writing:
    """Versions made of the same layers of sources."""

    store: Path
    shelf: Shelf
    made: Made
    plan: Layer
    """The analysis of these layers, with its key."""
    last: Layer | None
    """The analysis of the version before."""
    begun: list[Draft]
    """The version that was begun before all layers were made, where one was."""
    progress: Progress

    def checked(self, all_of_them: bool = False) -> list[Finding]:
        """Wait for the reports that are made soon, or for all. Raises InvalidGraph."""
        with refused(self.store):
            self.made.check(self.shelf, all_of_them)
        return _stop_at_violations(self.made.layers)

    def write(self, analysis: Layer | None, as_before: bool = False) -> Built:
        """Write a version and swap it in, with an analysis that is there or is made.

        ``as_before`` says that it is the one of the build before.
        """
        shelf, layers = self.shelf, self.made.layers
        with self._draft() as draft, ExitStack() as running:
            counted = self._counting(analysis, as_before)
            if counted is not None:
                running.enter_context(counted)
            self.progress("writing the index")
            # An analysis must not read the last one, or it would follow from what was before.
            later = [ANALYSIS, DESCRIPTION] if analysis else []
            beside = self.made.unchecked or counted is not None
            draft.write(_parts(shelf, layers), later, beside)
            if analysis is None:
                self.checked()
                self.progress("analysing the network")
                with refused(self.store):
                    analysis = analysis_layer(shelf, self.plan, draft.index, self.last)
            draft.add(Part(shelf.data(analysis), analysis))
            self.progress("describing the dataset")
            with refused(self.store):
                now = Version([*layers, analysis], draft.index, as_before)
                described = self._described(now, counted)
            draft.add(Part(shelf.data(described), described))
            self.progress("waiting for the checks")
            self.checked(all_of_them=True)
            findings = _stop_at_violations([*self.made.layers, analysis])
            self.progress("writing the store")
            old = [ANALYSIS] if as_before else []
            manifest = draft.swap_in(self.made.day, self.made.documents, shelf, old)
        return Built(manifest, [*layers, analysis, described], findings)

    def _counting(
        self, analysis: Layer | None, as_before: bool
    ) -> Begun[Tally] | Begun[Read] | None:
        """Count all statements while the index is written, where it is plain that all are; before
        the first analysis, read them.
        """
        if analysis is None:
            return None if self._before() else reading(self.shelf, self.made.layers)
        layers = [*self.made.layers, analysis]
        plan = description_plan(layers, self.made.day, as_before)
        if self.shelf.find(plan.name, plan.key) is not None:
            return None
        return counting(self.shelf, layers, self._before())

    @contextmanager
    def _draft(self) -> Iterator[Draft]:
        """The version that was begun, the first time; else a new one."""
        if self.begun:
            with closing(self.begun.pop()) as draft:
                yield draft
        else:
            with Draft(self.store) as draft:
                yield draft

    def _described(self, now: Version, counted: Begun[Tally] | Begun[Read] | None) -> Layer:
        plan = description_plan(now.layers, self.made.day, now.as_before)
        found = self.shelf.find(plan.name, plan.key)
        if found is not None:
            return found
        return description_layer(self.shelf, plan, now, self._before(), counted)

    def _before(self) -> Version | None:
        """Return the version that the store has."""
        before = current(self.store)
        if before is None:
            return None
        folder, manifest = before
        return Version(layers_of(manifest), folder / INDEX, bool(manifest.as_before))
