"""Changing parts of a record's text and leaving the rest as a person wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from graph.records.text import SourceText, Span
from graph.records.yaml_nodes import Value

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
"""A value without its place in the file, for comparing."""


@dataclass
class Edit:
    """A stretch of the text, by line and column from 1, and what takes its place."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def plain(value: Value) -> Plain:
    """Return a value without lines and columns."""
    if isinstance(value.data, dict):
        return {key: plain(child) for key, child in value.data.items()}
    if isinstance(value.data, list):
        return [plain(child) for child in value.data]
    return value.data


def quoted(text: str) -> str:
    """Return a text as YAML in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_GONE = "\x00"


def apply(text: str, edits: list[Edit]) -> str:
    """Return the text with every edit made; an edit without text takes its line or comma with
    it.
    """
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def offset(position: tuple[int, int]) -> int:
        return starts[min(position[0] - 1, len(lines))] + position[1] - 1

    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        start, end = offset(edit.start), offset(edit.end)
        removed = text[start:end]
        # A block scalar ends where the next token starts: keep the white space before that.
        end -= len(removed) - len(removed.rstrip())
        text = text[:start] + (edit.text or _GONE) + text[end:]
    text = re.sub(rf"\n[ \t]*{_GONE}[ \t]*(?=\n|$)", "", text)
    text = re.sub(rf",\s*{_GONE}|{_GONE}\s*,\s*", "", text)
    # A removed key that stood behind the dash of its list item leaves the dash to the next key.
    return re.sub(rf"{_GONE}\s*", "", text)


_PASSAGES = re.compile(r"""(?ms)^(?:passages|"passages"|'passages')[ \t]*:.*?(?=^\S|\Z)""")
_ROW = re.compile(r"\s*([0-9]+-[0-9]+)\s*:[^#]*(#.*)?")
_END = re.compile(r"(?m)^\.\.\.[ \t]*\n*\Z")


def with_passages(text: str, spans: set[Span], source: SourceText) -> str:
    """Return the text with the list of passages at its end, each with its SHA-256.

    The comments of the old list stay: above the row they stood above (where that row is gone,
    above the next one), or behind their row.
    """
    old = _PASSAGES.search(text)
    text = _PASSAGES.sub("", text)
    end = _END.search(text)
    text = _END.sub("", text).rstrip("\n")
    above, behind, last = _comments(old[0] if old else "", spans)
    rows = []
    for span in sorted(spans):
        rows += [f"  {comment}" for comment in above.get(span, [])]
        comment = f" {behind[span]}" if span in behind else ""
        rows.append(f"  {span}: {source.passage_sha256(span)}{comment}")
    rows += [f"  {comment}" for comment in last]
    passages = "\n\npassages:\n" + "\n".join(rows) if rows else ""
    return text + passages + "\n" + ("...\n" if end else "")


def _comments(
    old: str, spans: set[Span]
) -> tuple[dict[Span, list[str]], dict[Span, str], list[str]]:
    above: dict[Span, list[str]] = {}
    behind: dict[Span, str] = {}
    waiting: list[str] = []
    for line in old.splitlines():
        if line.lstrip().startswith("#"):
            waiting.append(line.strip())
        elif (row := _ROW.match(line)) and (span := Span.parse(row[1])) is not None:
            if span in spans:
                above[span], waiting = waiting, []
                if row[2]:
                    behind[span] = row[2]
            elif row[2]:
                waiting.append(row[2])
        elif "#" in line:
            waiting.append(line[line.index("#") :])
    return above, behind, waiting
