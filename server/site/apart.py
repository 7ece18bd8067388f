"""What pages need of a build, made in a process that ends, and kept beside the build.

Making it takes as much memory again as it is: rows of answers, files that were read, texts of which
each is there several times. Python frees that, but cannot give it back where something that stays
lies between; so it is freed with its process. What comes over is packed, each value once, and can
be read again by whoever serves the build later, where the same code made it.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from graph.network.measures.keeping import made_by, trusted
from graph.own_words import PATH as OWN_WORDS
from graph.paths import QUERIES
from graph.processes import end_with

T = TypeVar("T")

_TEXTS = {str}
_FEW = 12
"""Texts that a tuple or set may have to be sought among those that are there already."""


Texts = dict[str, str]
"""Texts that are there, each as itself: of several things that are read each is there once."""


def made_apart(make: Callable[[], T], keep: Path | None = None, about: str = "") -> T | None:
    """Return what a function makes in a forked process; None where it failed, and said why there.

    What it returns must be something that can be pickled. It is kept in a file for ``kept_apart``,
    where one is named and can be written; ``about`` says what it was made of. Raises OSError.
    """
    with making(make, keep, about) as result:
        return result({})


@contextlib.contextmanager
def making(
    make: Callable[[], T], keep: Path | None = None, about: str = ""
) -> Iterator[Callable[[Texts], T | None]]:
    """Begin what ``made_apart`` does; to be asked for the result, with the texts that are there."""
    parent = os.getpid()
    with _carrier(keep) as carrier:
        process = os.fork()
        if not process:
            code = 1
            try:
                end_with(parent)
                pickle.dump((_made_by(), about), carrier, pickle.HIGHEST_PROTOCOL)
                _write(carrier, make())
                carrier.flush()
                code = 0
            except Exception as error:
                sys.excepthook(type(error), error, error.__traceback__)
            finally:
                sys.stderr.flush()
                os._exit(code)
        ended: list[int] = []

        def wait() -> int:
            if not ended:
                ended.append(os.waitpid(process, 0)[1])
            return ended[0]

        def result(texts: Texts) -> T | None:
            if wait():
                return None
            if keep is not None and isinstance(carrier.name, str):
                Path(carrier.name).replace(keep)
            carrier.seek(0)
            pickle.load(carrier)
            found: T = _read(carrier, texts)
            return found

        try:
            yield result
        finally:
            wait()


def kept_apart(path: Path, about: str = "", texts: Texts | None = None) -> Any:
    """Return what ``made_apart`` kept in a file; None where there is none, or it was made of
    something else, by other code or by anybody else.
    """
    try:
        with path.open("rb") as stream:
            if not trusted(stream.fileno()) or pickle.load(stream) != (_made_by(), about):
                return None
            return _read(stream, {} if texts is None else texts)
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, TypeError):
        return None


@contextlib.contextmanager
def _carrier(keep: Path | None) -> Iterator[BinaryIO]:
    """Open what carries a thing over: a file beside that in which it is to be kept, else memory."""
    beside = None if keep is None else _beside(keep)
    if beside is None:
        with os.fdopen(os.memfd_create("eucn-made"), "w+b") as carrier:
            yield carrier
        return
    try:
        with beside.open("r+b") as carrier:
            yield carrier
    finally:
        beside.unlink(missing_ok=True)


def _beside(path: Path) -> Path | None:
    """Make an empty file beside another, for us alone; None where it cannot be written."""
    made = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        os.close(os.open(made, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
    except OSError:
        return None
    return made


@cache
def _made_by() -> str:
    """Return a digest of the code and questions behind the pages, and of what they run in."""
    digest = hashlib.sha256(made_by().encode())
    own = Path(__file__).resolve().parent
    for folder in (own.parent.parent / "graph", own, QUERIES):
        for path in sorted(folder.rglob("*.*")):
            if path.suffix in (".py", ".rq", ".toml"):
                digest.update(path.read_bytes())
    if OWN_WORDS.is_file():
        digest.update(OWN_WORDS.read_bytes())
    return digest.hexdigest()


class _Writer(pickle.Pickler):
    """Writes equal values that cannot change as one: the number of a text, or that of another value
    below zero. ``mixed`` is false for the writer of those other values.
    """

    def __init__(self, out: BinaryIO, texts: dict[str, int], mixed: bool = True) -> None:
        super().__init__(out, pickle.HIGHEST_PROTOCOL)
        self.texts = texts
        self.mixed = mixed
        self.others: dict[tuple[type, Any], int] = {}

    def persistent_id(self, obj: Any) -> int | None:
        """Return the number of a value; None for one that is written where it stands."""
        kind = type(obj)
        if kind is str:
            return self.texts.setdefault(obj, len(self.texts))
        if not self.mixed:
            return None
        if kind is int or kind is float:
            # Python has one object for each small number; and two zeroes are equal.
            if -6 < obj < 257 and (kind is int or not obj):
                return None
        elif kind is tuple or kind is frozenset:
            # Of texts alone: 1, 1.0 and True are equal.
            if not 0 < len(obj) <= _FEW or {*map(type, obj)} != _TEXTS:
                return None
        else:
            return None
        return self.others.setdefault((kind, obj), -1 - len(self.others))


def _write(out: BinaryIO, what: object) -> None:
    texts: dict[str, int] = {}
    packed, others = io.BytesIO(), io.BytesIO()
    writer = _Writer(packed, texts)
    writer.dump(what)
    _Writer(others, texts, mixed=False).dump([value for _, value in writer.others])
    pickle.dump(list(texts), out, pickle.HIGHEST_PROTOCOL)
    out.write(others.getbuffer())
    out.write(packed.getbuffer())


def _read(source: BinaryIO, texts: Texts) -> Any:
    values: list[Any] = [texts.setdefault(text, text) for text in pickle.load(source)]
    others = _reader(source, values).load()
    values += reversed(others)
    return _reader(source, values).load()


def _reader(source: BinaryIO, values: list[Any]) -> pickle.Unpickler:
    reader = pickle.Unpickler(source)
    # Numbers below zero count from the end, as places of a list do.
    reader.persistent_load = values.__getitem__  # type: ignore[method-assign]
    return reader
