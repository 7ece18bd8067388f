"""Taking values out of a file, with every problem collected under its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from graph.records.problems import Problem
from graph.records.values import suggestion
from graph.records.yaml_nodes import Value

OPTIONS = ("at", "also", "confidence", "note", "cites", "contradicts", "why", "table")
"""What a fact may have beside its property."""

# What people write first, and what it is called here.
HINTS = {
    "signature": "; write 'action: {kind: signature, date: ...}'",
    "signatory": "; write 'participation: {participant: ..., role: signatory}'",
    "coordinator": "; write 'participation: {participant: ..., role: coordinator}'",
    "partner": "; write 'participation: {participant: ..., role: participant}'",
    "organiser": "; write 'participation: {participant: ..., role: organiser}'",
    "party": "; write 'participation: {participant: ..., role: party}'",
    "place": "; write 'locatedIn: place/...'",
    "city": "; write 'locatedIn: place/...'",
    "label": "; in a record write 'name:'; labels are in sources/register.yaml",
    "title": "; write 'name:'",
    "url": "; write 'webAddress:'",
}


class Collector:
    """The problems of one file after the other; ``file`` is the one being read."""

    def __init__(self, problems: list[Problem] | None = None, file: str = "") -> None:
        self.problems: list[Problem] = [] if problems is None else problems
        self.file = file

    def problem(self, value: Value, name: str, message: str) -> None:
        """Add a problem that stands where ``value`` does."""
        self.problems.append(Problem(self.file, value.line, name, message))

    def unknown(self, value: Value, name: str, known: Iterable[str]) -> None:
        """Tell of a key that is none, and which was meant."""
        words = sorted(known)
        near = HINTS.get(name) or suggestion(name, words)
        if name in (*OPTIONS, "quote", "line") and not near.startswith("; write"):
            near = "; it belongs to the fact as a whole: write it beside the property"
        self.problem(value, name, f"unknown key{near or '; see docs/curators-guide.md'}")

    def mapping(self, value: Value, name: str, hint: str) -> dict[str, Value] | None:
        """Return the entries of a mapping, to take keys out of; None and a problem for other
        values.
        """
        if not isinstance(value.data, dict):
            self.problem(value, name, f"must be a mapping; {hint}")
            return None
        return dict(value.data)

    def optional(self, value: Value | None, name: str) -> Iterable[tuple[str, Value]]:
        """Return the entries of a mapping that may be missing or empty."""
        if value is None or value.text == "":
            return []
        entries = self.mapping(value, name, "one 'key: value' per line")
        return entries.items() if entries is not None else []

    def words(self, value: Value | None, name: str) -> str | None:
        """Return a single text that says something; None when it is missing or a problem."""
        if value is None:
            return None
        if value.text is None:
            self.problem(value, name, "must be one text, not a list or a mapping")
            return None
        if not value.text.strip():
            self.problem(value, name, "is empty; write it out, or leave the key out")
            return None
        return value.text

    def flag(self, value: Value | None, name: str) -> bool:
        """Return whether something is so: ``true`` or ``false``, and false where nothing is
        said.
        """
        if value is not None and value.text not in ("true", "false"):
            self.problem(value, name, "must be true or false")
        return value is not None and value.text == "true"

    def some(self, value: Value | None, name: str) -> list[Value]:
        """Return the elements of a list that may be missing but not empty."""
        if value is None:
            return []
        elements = value.elements()
        if not elements:
            self.problem(value, name, "is empty; write a value, or leave the key out")
        return elements

    @contextmanager
    def net(self, value: Value, name: str) -> Iterator[None]:
        """Turn what nobody foresaw into a problem with its line, so that the rest is read."""
        try:
            yield
        except Exception as error:
            kind = type(error).__name__
            self.problem(
                value,
                name,
                f"cannot be read ({kind}); write it as docs/curators-guide.md shows, and report "
                "this message to the project",
            )
