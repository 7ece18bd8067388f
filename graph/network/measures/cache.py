"""One reading of the network for each build, and the views that were looked at last."""

from __future__ import annotations

from graph.network.measures.analysis import Analysis
from graph.network.measures.gap import Gap
from graph.network.measures.gaps import gaps
from graph.network.model.filters import Filter
from graph.network.model.reading import Network, read
from graph.per_build import PerBuild
from graph.store import Store

VIEWS = 24

_networks = PerBuild[Network]()
_whole = PerBuild[Analysis]()
_views = PerBuild[Analysis](VIEWS)
_gaps = PerBuild[list[Gap]](VIEWS)
_gaps_of_whole = PerBuild[list[Gap]]()


def gaps_of(store: Store, analysis: Analysis) -> list[Gap]:
    """Return the gaps of a view, kept like the view itself."""
    key = (store.version, analysis.chosen.query())
    if analysis.chosen == Filter():
        return _gaps_of_whole.get(key, lambda: gaps(store, analysis))

    def found() -> list[Gap]:
        whole = analysis.whole
        return gaps(store, analysis, gaps_of(store, whole) if whole is not analysis else None)

    return _gaps.get(key, found)


def remember(store: Store, analysis: Analysis, found: list[Gap]) -> None:
    """Take over what a build counted on the whole network."""
    key = (store.version, analysis.chosen.query())
    _networks.get(store.version, lambda: analysis.network)
    _whole.get((*key, None), lambda: analysis)
    _gaps_of_whole.get(key, lambda: found)


def network_of(store: Store) -> Network:
    """Return the network of a store's build."""
    # The day of the data, as on every page: builds have no clock.
    return _networks.get(store.version, lambda: read(store, store.built.date().isoformat()))


def view_of(store: Store, chosen: Filter, runs: int | None = None) -> Analysis:
    """Return the analysis of a view, kept while it is among the last ``VIEWS`` asked for.

    That of the whole network is kept for as long as its build.
    """
    kept = _whole if chosen == Filter() and runs is None else _views

    def made() -> Analysis:
        against = view_of(store, chosen.form()) if chosen.selects else None
        return Analysis(network_of(store), chosen, runs, against=against)

    return kept.get((store.version, chosen.query(), runs), made)
