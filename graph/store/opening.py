"""Open a store by where it is: a path on this machine or the address of an endpoint."""

from __future__ import annotations

import re
from pathlib import Path

from graph.store.errors import StoreError
from graph.store.layout import default_path
from graph.store.model import Store


def is_address(target: str | Path) -> bool:
    """Return whether the target is the address of an endpoint rather than a path.

    Raises StoreError for an address of another kind: as a path it would name a folder ``ftp:``.
    """
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://", str(target))
    if scheme is None:
        return False
    if scheme[1].lower() in ("http", "https"):
        return True
    raise StoreError(
        f"{target}: no such kind of store; it is a path, or an address that begins with "
        "http:// or https://."
    )


def open_store(target: str | Path | None = None, disk: bool = False) -> Store:
    """Return the store at ``target``: a path or an ``http(s)`` address; None asks EUCN_STORE,
    ``.store``.

    Raises StoreMissing where nothing has been built, StoreError where it cannot be read.
    """
    place = default_path() if target is None else target
    if is_address(place):
        from graph.store.remote import RemoteStore

        return RemoteStore(str(place))
    from graph.store.local import LocalStore

    return LocalStore.open(Path(place), disk=disk)


def patient(store: Store) -> Store:
    """Return a store as it is asked by whoever reads all there is, once for a build.

    One elsewhere has more time for each request then: some servers take a minute for the names of
    a whole register.
    """
    found: Store = getattr(store, "patient", lambda: store)()
    return found
