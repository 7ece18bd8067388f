"""YAML as a tree of values that know their line, read with PyYAML's C parser.

PyYAML's own constructor loses line numbers and silently keeps the last of two equal keys;
its composer calls itself for every level, without end. Building the tree here, from the
events of the parser, keeps lines and keys, and refuses what is nested too deep.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from graph.records.characters import forbidden
from graph.records.problems import Problem, RecordError, shown

MAX_BYTES = 2_000_000
"""A record is text written by hand; the largest has 320 kB. More is a wrong file."""
MAX_DEPTH = 50
"""A fact has at most six levels."""

_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOTHING = frozenset({"~", "null", "Null", "NULL"})


@dataclass
class Value:
    """A YAML value: ``data`` is a str, a list of Values or a dict of str to Value.

    Scalars stay text (``2019-01-01``, ``0.9``): the ontology decides what they mean.
    ``line`` and ``column`` count from 1; ``end`` is the (line, column) after the value.
    ``keys`` holds the key nodes of a mapping, in order.
    """

    data: str | list[Value] | dict[str, Value]
    line: int
    column: int
    end: tuple[int, int]
    keys: dict[str, Value] = field(default_factory=dict)
    flow: bool = False

    @property
    def text(self) -> str | None:
        """Return the scalar's text, or None for a list or mapping."""
        return self.data if isinstance(self.data, str) else None

    def items(self) -> Iterator[tuple[str, Value]]:
        """Yield the entries of a mapping; nothing for other values."""
        if isinstance(self.data, dict):
            yield from self.data.items()

    def elements(self) -> list[Value]:
        """Return the elements of a list; a single value counts as a list of one."""
        return self.data if isinstance(self.data, list) else [self]


def read_yaml(path: Path) -> Value:
    """Read one YAML file into Values.

    Raises RecordError naming file and line: missing, no regular file, unreadable, too large,
    and everything that ``parse_yaml`` refuses.
    """
    return parse_yaml(read_text(path), shown(path))


def read_text(path: Path) -> str:
    """Return the text of a record, its line ends as they are and without a byte order mark.

    Raises RecordError where the file cannot be read, is too large or is not UTF-8.
    """
    name = shown(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise _error(name, 0, "is a folder; name a YAML file")
        if not stat.S_ISREG(status.st_mode):
            raise _error(name, 0, "is a pipe or a device; name a YAML file")
        if status.st_size > MAX_BYTES:
            raise _error(
                name,
                0,
                f"is {status.st_size:,} bytes; a record has at most {MAX_BYTES:,}. "
                "Is this the right file? Split it if it is.",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise _error(name, 0, "no such file; check the name") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _error(name, 0, f"cannot be read: {reason}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8 (byte {error.start}); save it as UTF-8"
        raise _error(name, line, message) from None


def parse_yaml(text: str, name: str) -> Value:
    """Read the text of the file ``name`` into Values.

    Raises RecordError with the line: empty, a character YAML does not allow, a tab used as
    indentation, any other syntax error, two equal keys in one mapping, an alias, a tag, ``~``
    for nothing, more than ``MAX_DEPTH`` levels, a second YAML document.
    """
    if match := _NOT_YAML.search(text):
        raise _error(
            name,
            text.count("\n", 0, match.start()) + 1,
            f"contains the character {forbidden(match[0]) or repr(match[0])}; remove it",
        )
    if not text.strip():
        raise _error(
            name, 0, "is empty; a record starts with 'document:' (see docs/curators-guide.md)"
        )
    tree = _Tree(name)
    try:
        tree.read(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        source = text.splitlines()[line - 1] if 0 < line <= len(text.splitlines()) else ""
        if "\t" in source[: len(source) - len(source.lstrip())]:
            raise _error(
                name, line, "a tab in the indentation; YAML wants spaces, use two"
            ) from None
        raise _error(name, line, f"not valid YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise _error(name, 0, f"not valid YAML: {error}") from None
    if tree.problems:
        raise RecordError(tree.problems)
    if tree.root is None:
        raise _error(name, 0, "holds only comments; a record starts with 'document:'")
    return tree.root


def _error(file: str, line: int, message: str) -> RecordError:
    return RecordError([Problem(file, line, "", message)])


def _position(mark: Any) -> tuple[int, int]:
    """Return line and column of a mark, from 1."""
    return (mark.line + 1, mark.column + 1)


@dataclass
class _Open:
    """A list or mapping whose end is not read yet; ``key`` waits for its value."""

    value: Value
    key: Value | None = None


class _Tree:
    """The Values of one text, built from the parser's events without recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.root: Value | None = None
        self.open: list[_Open] = []

    def read(self, text: str) -> None:
        """Read the events up to the end, or up to where reading on makes no sense."""
        documents = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.ScalarEvent):  # most are
                self._scalar(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._problem(event, "a second YAML document ('---'); a file contains one")
                    return
            elif isinstance(event, yaml.CollectionStartEvent):
                if len(self.open) == MAX_DEPTH:
                    self._problem(event, f"more than {MAX_DEPTH} levels deep; a bracket too many?")
                    return
                self._check_marks(event)
                data: list[Value] | dict[str, Value] = (
                    {} if isinstance(event, yaml.MappingStartEvent) else []
                )
                value = self._value(event, data)
                value.flow = bool(event.flow_style)
                self.open.append(_Open(value))
            elif isinstance(event, yaml.CollectionEndEvent):
                closed = self.open.pop().value
                closed.end = _position(event.end_mark)
                self._put(closed)
            elif isinstance(event, yaml.AliasEvent):
                self._problem(event, "an alias (*name); write the value out")
                self._put(self._value(event, ""))

    def _problem(self, event: yaml.Event, message: str) -> None:
        self.problems.append(Problem(self.file, _position(event.start_mark)[0], "", message))

    def _check_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._problem(event, f"a YAML tag ({tag}); remove it, the value is read as text")
        if event.anchor is not None:
            self._problem(event, f"an anchor (&{event.anchor}); remove it")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._check_marks(event)
        if character := forbidden(event.value):
            self._problem(event, f"a text with the character {character}; remove it")
        elif not event.style and event.value in _NOTHING:
            self._problem(
                event,
                f"'{event.value}' means an empty value in YAML; leave the key out, "
                "or write it in quotes if it is a word",
            )
        self._put(self._value(event, event.value))

    def _value(self, event: yaml.Event, data: str | list[Value] | dict[str, Value]) -> Value:
        return Value(data, *_position(event.start_mark), _position(event.end_mark))

    def _put(self, value: Value) -> None:
        """Put a value where it belongs: root, element, key or the value of the last key."""
        if not self.open:
            self.root = value
            return
        parent = self.open[-1]
        if isinstance(parent.value.data, list):
            parent.value.data.append(value)
        elif parent.key is None:
            parent.key = value
        else:
            self._entry(parent.value, parent.key, value)
            parent.key = None

    def _entry(self, mapping: Value, key: Value, value: Value) -> None:
        assert isinstance(mapping.data, dict)
        if key.text is None:
            self.problems.append(Problem(self.file, key.line, "", "a key must be plain text"))
        elif key.text in mapping.data:
            message = (
                f"appears twice here, first on line {mapping.keys[key.text].line}; merge the two"
            )
            self.problems.append(Problem(self.file, key.line, key.text, message))
        else:
            mapping.keys[key.text] = key
            mapping.data[key.text] = value
