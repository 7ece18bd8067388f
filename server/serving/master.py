"""The gunicorn master: loads a build, forks workers that share it, and takes up new builds."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from graph.store import Store, StoreError, open_store
from graph.store.opening import is_address
from server.serving.shared import Counters, LongQueries
from server.serving.stack import Base, LatePages, stack
from server.serving.watch import Watch
from server.settings import Settings

_ROWS_PER_WORKER = 4


class Application(BaseApplication):  # type: ignore[misc]
    """What gunicorn serves: the application over the present build."""

    def __init__(self, settings: Settings, descriptor: int, ready: Callable[[str], None]) -> None:
        self.settings = settings
        self.descriptor = descriptor
        self.ready = ready
        self.counters = Counters(settings.workers * _ROWS_PER_WORKER)
        self.places = LongQueries(settings.workers - 1)
        self.build = ""
        self.base: Base | None = None
        self.pages: LatePages | None = None
        self.warm = False
        self.callable: Any = None
        super().__init__()

    def load_config(self) -> None:
        """gunicorn's own settings."""
        options = {
            "bind": f"fd://{self.descriptor}",
            "workers": self.settings.workers,
            "worker_class": "server.serving.worker.PatientWorker",
            "preload_app": True,
            # A last resort, for a page that hangs: queries have their own clock.
            "timeout": int(self.settings.timeout * 1.2 + 60),
            "graceful_timeout": int(self.settings.timeout + 5),
            "limit_request_line": 0,
            "limit_request_field_size": 0,
            "control_socket_disable": True,
            "loglevel": "warning",
            "proc_name": "eucn",
            "post_fork": self._post_fork,
            "when_ready": self._when_ready,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Load the store and put the layers together; called before the workers are forked.

        The first workers answer from the index on disk, which opens at once; the graph is brought
        into memory beside them (``warm_up``).
        """
        self.build = self.current()
        with ThreadPoolExecutor(1) as pool:
            # The engine loads while Python reads modules.
            loading = pool.submit(self._open, not self.warm)
            import server.serving.worker  # noqa: F401

            store = loading.result()
        application = self._put_together(store)
        if self.warm:
            self.warm_up()
        return application

    def _open(self, at_once: bool) -> Store:
        """The store as the settings want it; ``at_once``: from disk where that is quicker."""
        if at_once and self.build and not self.settings.disk:
            # An index that is missing or broken costs the head start only.
            with contextlib.suppress(StoreError):
                return open_store(self.build, disk=True)
        return open_store(self.build or self.settings.store, self.settings.disk)

    def _put_together(self, store: Store) -> Any:
        self.base = base = Base.of(self.settings, store, self.counters, self.places)
        self.pages = LatePages(lambda: _pages(base))
        return stack(base, self.pages)

    def warm_up(self) -> None:
        """Bring the graph into memory, make the pages, and compute once what all workers need."""
        if not self.warm and self.build and not self.settings.disk:
            self.warm = True
            self.callable = self._put_together(self._open(False))
        assert self.pages is not None
        assert self.base is not None
        self.warm = True
        from server.app import warm

        warm(self.pages.made(), self.base)

    def reload(self) -> None:
        """Take up a new build; where it cannot be read, the old one stays."""
        if self.current() == self.build:
            return
        before = (self.callable, self.base, self.pages)
        try:
            self.callable = self.load()
        except Exception:
            self.callable, self.base, self.pages = before
            raise

    def current(self) -> str:
        """Which version the store's link points to now; empty for a remote store."""
        if is_address(self.settings.store):
            return ""
        return os.path.realpath(self.settings.store)

    @property
    def watch(self) -> Watch:
        """The clock of the present build."""
        assert self.base is not None
        return self.base.watch

    def count(self, name: str, value: str) -> None:
        """Add one to a counter."""
        self.counters.add(name, value)

    def _post_fork(self, arbiter: Any, worker: Any) -> None:
        self.counters.use_row(worker.row)

    def _when_ready(self, arbiter: Any) -> None:
        assert self.base is not None
        self.ready(self.base.store.version)

    def run(self) -> None:
        """Serve until told to stop."""
        Master(self).run()


class Master(Arbiter):  # type: ignore[misc]
    """gunicorn's master, with an eye on the store's link."""

    def spawn_worker(self) -> Any:
        """Fork a worker with a row of the counters that no living worker writes."""
        used = {getattr(worker, "row", -1) for worker in self.WORKERS.values()}
        row = next(n for n in range(len(used) + 1) if n not in used)
        kind: Any = self.worker_class  # type: ignore[has-type]
        self.worker_class = lambda *args: _with_row(kind(*args), row)
        try:
            return super().spawn_worker()
        finally:
            self.worker_class = kind

    def manage_workers(self) -> None:
        """Keep the number of workers, and take up a new build (called at least every second)."""
        super().manage_workers()
        if getattr(self, "_reloading", False):
            return
        found = self.app.current()
        if self.app.warm and found == self.app.build:
            return
        self._reloading = True
        try:
            if found != self.app.build:
                self.reload()
                self.log.warning("Serving build %s", Path(found).name)
            else:
                # The first workers answer already; those that follow them share the pages.
                self.app.warm_up()
                gc.freeze()
                self.reload()
        except (StoreError, OSError) as error:
            # Until the link changes again: what cannot be read now is not tried every second.
            self.app.build = found
            self.log.error("The new build stays unused: %s", error)
        finally:
            self._reloading = False


def _with_row(worker: Any, row: int) -> Any:
    worker.row = row
    return worker


def _pages(base: Base) -> Any:
    from server.app import create_pages

    return create_pages(base)
