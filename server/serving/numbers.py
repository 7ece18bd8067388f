"""Counters of the server, kept in the web process alone, and how Prometheus reads them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector


@dataclass(frozen=True)
class Counter:
    """A family of counters: one for each value of its label."""

    name: str
    says: str
    label: str
    values: tuple[str, ...]


BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_BUCKET_NAMES = (*(f"{bound:g}" for bound in BUCKETS), "+Inf")
COUNTERS = (
    Counter("eucn_requests", "Requests by status.", "status", ("2xx", "3xx", "4xx", "5xx")),
    Counter(
        "eucn_queries",
        "Queries that were run, by form.",
        "form",
        ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"),
    ),
    Counter(
        "eucn_ended",
        "Requests that were ended or refused, by reason.",
        "reason",
        ("time", "memory", "busy", "queue", "budget", "lost", "gone"),
    ),
    Counter("eucn_cache", "Look-ups in the cache of answers.", "outcome", ("hit", "miss")),
    Counter("eucn_truncated", "Answers cut at the limit.", "what", ("result",)),
    Counter("eucn_unread", "Answers given up because nobody read them.", "what", ("answer",)),
    Counter("eucn_bytes", "Bytes of answers.", "direction", ("sent",)),
)


class Numbers:
    """The counters, and the durations of requests."""

    def __init__(self) -> None:
        self._counts = {(c.name, value): 0.0 for c in COUNTERS for value in c.values}
        self._buckets = [0] * len(_BUCKET_NAMES)
        self._seconds = 0.0
        # Counted by another thread, and so apart.
        self._repeated_buckets = [0] * len(_BUCKET_NAMES)
        self._repeated_seconds = 0.0
        self._repeated_bytes = 0

    def add(self, name: str, value: str, amount: float = 1.0) -> None:
        """Add to a counter."""
        self._counts[name, value] += amount

    def repeated(self, size: int, seconds: float) -> None:
        """Count a request whose answer was remembered: what is done most often, in one call."""
        self._repeated_buckets[bisect_left(BUCKETS, seconds)] += 1
        self._repeated_seconds += seconds
        self._repeated_bytes += size

    def total(self, name: str, value: str) -> float:
        """Return a counter's value."""
        if (name, value) in (("eucn_requests", "2xx"), ("eucn_cache", "hit")):
            return self._counts[name, value] + sum(self._repeated_buckets)
        if name == "eucn_bytes":
            return self._counts[name, value] + self._repeated_bytes
        return self._counts[name, value]

    def took(self, seconds: float) -> None:
        """Count a request by its duration."""
        self._buckets[bisect_left(BUCKETS, seconds)] += 1
        self._seconds += seconds

    def text(self, gauges: Mapping[str, tuple[str, float]], build: str) -> bytes:
        """Return everything as Prometheus reads it."""
        registry = CollectorRegistry()
        registry.register(_Families(self, gauges, build))
        return generate_latest(registry)

    def histogram(self) -> tuple[list[tuple[str, float]], float]:
        """Return requests by duration, each bucket with those before it, and the sum of seconds."""
        buckets, running = [], 0.0
        counts = map(sum, zip(self._buckets, self._repeated_buckets, strict=True))
        for name, count in zip(_BUCKET_NAMES, counts, strict=True):
            running += count
            buckets.append((name, running))
        return buckets, self._seconds + self._repeated_seconds


class _Families(Collector):
    """The numbers as Prometheus's library wants them."""

    def __init__(
        self, numbers: Numbers, gauges: Mapping[str, tuple[str, float]], build: str
    ) -> None:
        self.numbers = numbers
        self.gauges = gauges
        self.build = build

    def collect(self) -> Iterator[Metric]:
        """Yield every metric."""
        for counter in COUNTERS:
            family = CounterMetricFamily(counter.name, counter.says, labels=[counter.label])
            for value in counter.values:
                family.add_metric([value], self.numbers.total(counter.name, value))
            yield family
        buckets, seconds = self.numbers.histogram()
        histogram = HistogramMetricFamily("eucn_request_seconds", "Requests by duration.")
        histogram.add_metric([], buckets, seconds)
        yield histogram
        for name, (says, now) in self.gauges.items():
            yield GaugeMetricFamily(name, says, value=now)
        build = GaugeMetricFamily("eucn_build", "The build being served.", labels=["build"])
        build.add_metric([self.build], 1)
        yield build
