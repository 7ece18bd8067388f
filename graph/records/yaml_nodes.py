"""YAML as a tree of values that know their line, read with PyYAML's C loader.

PyYAML's own constructor loses line numbers and silently keeps the last of two equal keys;
composing nodes and reading them here keeps both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from graph.records.problems import Problem, RecordError, shown

MAX_BYTES = 20_000_000
"""A record is text written by hand; the largest is under 1 MB. More is a wrong file."""


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
        """The scalar's text, or None for a list or mapping."""
        return self.data if isinstance(self.data, str) else None

    def items(self) -> Iterator[tuple[str, Value]]:
        """The entries of a mapping; nothing for other values."""
        if isinstance(self.data, dict):
            yield from self.data.items()

    def elements(self) -> list[Value]:
        """The elements of a list; a single value counts as a list of one."""
        return self.data if isinstance(self.data, list) else [self]


def read_yaml(path: Path) -> Value:
    """Read one YAML file into Values.

    Raises RecordError naming file and line: missing, empty, too large, not UTF-8, a tab
    used as indentation, any other syntax error, two equal keys in one mapping, an alias.
    """
    name = shown(path)

    def fail(line: int, message: str) -> RecordError:
        return RecordError([Problem(name, line, "", message)])

    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise fail(
                0,
                f"is {size:,} bytes; a record has at most {MAX_BYTES:,}. "
                "Is this the right file? Split it if it is.",
            )
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise fail(0, "no such file; check the name") from None
    except IsADirectoryError:
        raise fail(0, "is a folder; name a YAML file") from None
    except UnicodeDecodeError as error:
        raise fail(0, f"is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    if not text.strip():
        raise fail(0, "is empty; a record starts with 'document:' (see docs/curators-guide.md)")
    try:
        loader = yaml.CSafeLoader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        source = text.splitlines()[line - 1] if 0 < line <= len(text.splitlines()) else ""
        if "\t" in source[: len(source) - len(source.lstrip())]:
            raise fail(line, "a tab in the indentation; YAML wants spaces, use two") from None
        raise fail(line, f"not valid YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise fail(0, f"not valid YAML: {error}") from None
    if node is None:
        raise fail(0, "holds only comments; a record starts with 'document:'")
    problems: list[Problem] = []
    value = _convert(node, name, problems, set())
    if problems:
        raise RecordError(problems)
    return value


def _convert(node: yaml.Node, file: str, problems: list[Problem], seen: set[int]) -> Value:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    end = (node.end_mark.line + 1, node.end_mark.column + 1)
    if id(node) in seen:
        problems.append(Problem(file, line, "", "an alias (*name); write the value out"))
        return Value("", line, column, end)
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return Value(node.value, line, column, end)
    assert isinstance(node, yaml.CollectionNode)
    flow = bool(node.flow_style)
    if isinstance(node, yaml.SequenceNode):
        children = [_convert(child, file, problems, seen) for child in node.value]
        return Value(children, line, column, end, flow=flow)
    entries: dict[str, Value] = {}
    keys: dict[str, Value] = {}
    for key_node, value_node in node.value:
        key = _convert(key_node, file, problems, seen)
        if key.text is None:
            problems.append(Problem(file, key.line, "", "a key must be plain text"))
            continue
        if key.text in entries:
            problems.append(
                Problem(
                    file,
                    key.line,
                    key.text,
                    f"stands twice here, first on line {keys[key.text].line}; merge the two",
                )
            )
            continue
        keys[key.text] = key
        entries[key.text] = _convert(value_node, file, problems, seen)
    return Value(entries, line, column, end, keys, flow)
