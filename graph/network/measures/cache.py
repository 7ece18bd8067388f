"""One reading of the network for each build, and the views that were looked at last."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from graph.network.measures.analysis import Analysis
from graph.network.measures.gap import Gap
from graph.network.measures.gaps import gaps
from graph.network.model.filters import Filter
from graph.network.model.reading import Network, read
from graph.store import Store

VIEWS = 24

_lock = Lock()
_networks: OrderedDict[str, Network] = OrderedDict()
_views: OrderedDict[tuple[str, str, int | None], Analysis] = OrderedDict()


_gaps: OrderedDict[tuple[str, str], list[Gap]] = OrderedDict()


def gaps_of(store: Store, analysis: Analysis) -> list[Gap]:
    """Return the gaps of a view, kept like the view itself."""
    key = (store.version, analysis.chosen.query())
    with _lock:
        found = _gaps.get(key)
    if found is None:
        found = gaps(store, analysis)
        with _lock:
            _gaps[key] = found
            while len(_gaps) > VIEWS:
                _gaps.popitem(last=False)
    return found


def network_of(store: Store) -> Network:
    """Return the network of a store's present build; two builds are kept, for a swap."""
    key = store.version
    with _lock:
        found = _networks.get(key)
    if found is None:
        # The day of the data, as on every page: builds have no clock.
        found = read(store, store.built.date().isoformat())
        with _lock:
            _networks[key] = found
            while len(_networks) > 2:
                _networks.popitem(last=False)
    return found


def view_of(store: Store, chosen: Filter, runs: int | None = None) -> Analysis:
    """Return the analysis of a view, kept while it is among the last ``VIEWS`` asked for."""
    key = (store.version, chosen.query(), runs)
    with _lock:
        found = _views.get(key)
        if found is not None:
            _views.move_to_end(key)
            return found
    made = Analysis(network_of(store), chosen, runs)
    with _lock:
        _views[key] = made
        while len(_views) > VIEWS:
            _views.popitem(last=False)
    return made
