"""Open a store by where it is: a path on this machine or the address of an endpoint."""

from __future__ import annotations

from pathlib import Path

from graph.store.layout import default_path
from graph.store.model import Store


def is_address(target: str | Path) -> bool:
    """Whether the target is the address of an endpoint rather than a path."""
    return str(target).startswith(("http://", "https://"))


def open_store(target: str | Path | None = None, disk: bool = False) -> Store:
    """The store at ``target``: a path or an ``http(s)`` address; None asks EUCN_STORE, ``.store``.

    Raises StoreMissing where nothing has been built, StoreError where it cannot be read.
    """
    place = default_path() if target is None else target
    if is_address(place):
        from graph.store.remote import RemoteStore

        return RemoteStore(str(place))
    from graph.store.local import LocalStore

    return LocalStore.open(Path(place), disk=disk)
