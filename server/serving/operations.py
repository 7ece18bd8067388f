"""Pages for those who run the server: health and metrics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from flask import Flask, Response, current_app, jsonify
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from graph.store import Store
from server.serving.shared import BUCKETS, COUNTERS, Counters, LongQueries


class _Numbers(Collector):
    """The shared counters, as Prometheus reads them."""

    def __init__(self, counters: Counters, places: LongQueries, store: Store) -> None:
        self.counters = counters
        self.places = places
        self.store = store

    def collect(self) -> Iterator[Metric]:
        """Every metric (Prometheus text exposition)."""
        total = self.counters.total
        for counter in COUNTERS:
            if counter.name.startswith("eucn_seconds"):
                continue
            family = CounterMetricFamily(counter.name, counter.says, labels=[counter.label])
            for value in counter.values:
                family.add_metric([value], total(counter.name, value))
            yield family
        running, buckets = 0.0, []
        for name in (*(f"{bound:g}" for bound in BUCKETS), "+Inf"):
            running += total("eucn_seconds_bucket", name)
            buckets.append((name, running))
        histogram = HistogramMetricFamily("eucn_request_seconds", "Requests by duration.")
        histogram.add_metric([], buckets, total("eucn_seconds_sum", "total"))
        yield histogram
        places = GaugeMetricFamily("eucn_long_queries", "Long queries that run now.")
        places.add_metric([], self.places.taken)
        yield places
        build = GaugeMetricFamily("eucn_build", "The build being served.", labels=["build"])
        build.add_metric([self.store.version], 1)
        yield build


def register(app: Flask) -> None:
    """Add ``/healthz`` and ``/metrics``."""
    app.add_url_rule("/healthz", "healthz", _health)
    app.add_url_rule("/metrics", "metrics", _metrics)


def _store() -> Store:
    return cast(Store, current_app.extensions["eucn.store"]())


def _health() -> Response:
    """Whether this worker can answer a query over its store."""
    store = _store()
    alive = store.ask("ASK { ?s ?p ?o }")
    answer = jsonify(status="ok" if alive else "empty", build=store.version)
    answer.status_code = 200 if alive else 503
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _metrics() -> Response:
    registry = CollectorRegistry()
    registry.register(
        _Numbers(
            current_app.extensions["eucn.counters"], current_app.extensions["eucn.places"], _store()
        )
    )
    answer = Response(generate_latest(registry), content_type="text/plain; version=0.0.4")
    answer.headers["Cache-Control"] = "no-store"
    return answer
