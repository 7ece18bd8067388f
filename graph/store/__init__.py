"""One small interface over every store: built here and embedded, or remote by its address.

``open_store`` is the only way in. Whatever it returns answers the same calls, so pages,
analysis, command line and endpoint do not know which kind they talk to.
"""

from __future__ import annotations

from graph.store.errors import (
    AnswerTooLong,
    AnswerUnwritable,
    QueryRefused,
    QuerySyntaxError,
    StoreError,
    StoreMissing,
    StoreTimeout,
)
from graph.store.model import Result, Store
from graph.store.opening import open_store, patient

__all__ = [
    "AnswerTooLong",
    "AnswerUnwritable",
    "QueryRefused",
    "QuerySyntaxError",
    "Result",
    "Store",
    "StoreError",
    "StoreMissing",
    "StoreTimeout",
    "open_store",
    "patient",
]
