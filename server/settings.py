"""Everything that can be set, with its default and the reason for its size."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from graph.iris import BASE
from graph.limits import MEMORY, SECONDS
from graph.store.layout import default_path


@dataclass(frozen=True)
class Settings:
    """Settings of the server; ``docs/operations.md`` lists them from here."""

    store: str = field(
        default_factory=default_path,
        metadata={"says": "The built store: a path, or the address of a SPARQL 1.1 endpoint."},
    )
    documents: Path | None = field(
        default=None,
        metadata={"says": "Folder with the texts of the documents, to show passages beside facts."},
    )
    base: str = field(
        default=BASE, metadata={"says": "Base of the IRIs that this server answers for."}
    )
    disk: bool = field(
        default=False,
        metadata={"says": "Read the store from disk instead of loading it into memory."},
    )
    timeout: float = field(
        default=SECONDS, metadata={"says": "Seconds a query may take before it is ended with 503."}
    )
    memory: int = field(
        default=MEMORY,
        metadata={"says": "Bytes a query may take beside the store before it is ended with 503."},
    )
    memory_all: int = field(
        default=2 << 30,
        metadata={"says": "Bytes all queries together may take; the largest is ended first."},
    )
    result: int = field(
        default=64 << 20,
        metadata={"says": "Bytes of an answer; a longer one is an error."},
    )
    body: int = field(
        default=1 << 20,
        metadata={"says": "Bytes of a request body, and so of a query."},
    )
    workers: int = field(
        default_factory=lambda: len(os.sched_getaffinity(0)) + 4,
        metadata={"says": "Processes that answer; all share the loaded store."},
    )
    grace: float = field(
        default=0.5,
        metadata={
            "says": "Seconds after which a request counts as long; two workers never do long work."
        },
    )
    queue: int = field(
        default=256,
        metadata={"says": "Requests that may wait for a worker; the others get 503 at once."},
    )
    cache: int = field(
        default=128 << 20,
        metadata={"says": "Bytes of answers remembered for the present build; 0: none."},
    )
    unread: int = field(
        default=256 << 20,
        metadata={
            "says": "Bytes of answers under way; beyond, the oldest unread one is given up. "
            "As many of requests' bodies."
        },
    )
    budget: float = field(
        default=60.0,
        metadata={
            "says": "Seconds of work a client may have in a minute, then 429; 0: no budgets. "
            "This machine has none."
        },
    )
    proxies: int = field(
        default=0,
        metadata={
            "says": "Trusted proxies in front, whose Forwarded or X-Forwarded-For is believed."
        },
    )
    forwarded: str = field(
        default="",
        metadata={
            "says": "Which field they write, x-forwarded-for or forwarded; by default the first "
            "where it is there. The other one can be sent by anybody."
        },
    )
    connections: int = field(
        default=1000,
        metadata={"says": "Connections held at a time; further ones wait to be accepted."},
    )
    header_seconds: float = field(
        default=10.0, metadata={"says": "Seconds a client may take to send its request."}
    )
    send_seconds: float = field(
        default=120.0, metadata={"says": "Seconds a client may take to receive its answer."}
    )
    access_log: str = field(
        default="-",
        metadata={
            "says": "Where one JSON line per request goes: - (the terminal), a file, or none."
        },
    )
    publisher: str = field(
        default="EU-China cooperation graph",
        metadata={"says": "Who publishes the dataset, as the catalogue names them."},
    )
    contact: str = field(
        default="",
        metadata={
            "says": "Whom to ask, and where reports of errors go: an e-mail, the address of a "
            "repository, or a page; by default the page about this site."
        },
    )
    origin: str = field(
        default="",
        metadata={
            "says": "Address under which the server is known outside (https://host); "
            "by default what the request's Host header says."
        },
    )


def read(given: Iterable[str]) -> dict[str, Any]:
    """Return settings that are written as ``name=value``.

    Raises ValueError for one that there is not, or whose value is none of its kind.
    """
    plain = Settings()
    found: dict[str, Any] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name not in _SETTABLE:
            raise ValueError(f"{text!r} is no setting; there are {', '.join(_SETTABLE)}")
        kind = type(getattr(plain, name))
        try:
            found[name] = kind(value)
        except ValueError:
            raise ValueError(f"{name} is a number, and {value!r} is none") from None
        if kind is not str and not 0 <= found[name] < float("inf"):
            raise ValueError(f"{name} cannot be {value}")
    return found


_OF_THEIR_OWN = ("store", "documents", "disk", "timeout", "memory", "workers")
"""Settings with options of their own, in other units or with limits."""
_SETTABLE = tuple(f.name for f in fields(Settings) if f.name not in _OF_THEIR_OWN)


def described() -> list[tuple[str, str, str]]:
    """Name, default and sentence of every setting, for the documentation and its test."""
    plain = Settings()
    return [(f.name, str(getattr(plain, f.name)), f.metadata["says"]) for f in fields(Settings)]
