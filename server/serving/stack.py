"""The layers of WSGI: cache and log, then the endpoint, then the pages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.store import Store
from server.http import Application, Environ, StartResponse
from server.serving.front import AccessLog, Front
from server.serving.shared import Counters, LongQueries
from server.serving.watch import Limits, Watch
from server.settings import Settings
from server.sparql.endpoint import Endpoint

if TYPE_CHECKING:
    from flask import Flask


@dataclass
class Base:
    """What endpoint and pages have in common: one build, its limits and the shared numbers."""

    settings: Settings
    store: Store
    counters: Counters
    places: LongQueries
    watch: Watch

    @classmethod
    def of(
        cls,
        settings: Settings,
        store: Store,
        counters: Counters | None = None,
        places: LongQueries | None = None,
    ) -> Base:
        """A base over a store; ``counters`` and ``places`` are shared by a server's workers."""
        places = places or LongQueries(settings.workers - 1)
        watch = Watch(Limits(settings.timeout, settings.memory, settings.grace), places)
        return cls(settings, store, counters or Counters(1), places, watch)


def stack(base: Base, pages: Application) -> Front:
    """The whole server as one WSGI application over ``pages``."""
    endpoint = Endpoint(pages, lambda: base.store, base.settings, base.watch, base.counters)
    return Front(
        endpoint,
        base.counters,
        base.settings.cache,
        lambda: base.store.version,
        AccessLog.open(base.settings.access_log),
    )


class LatePages:
    """The pages, made when the first one is asked for, or when the server has a moment.

    Their modules take longer to read than the graph; a server that has just started can answer
    queries meanwhile.
    """

    def __init__(self, make: Callable[[], Flask]) -> None:
        self._make = make
        self._made: Flask | None = None
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        return self.made()(environ, start_response)

    def made(self) -> Flask:
        """The pages, made at the first call."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made
