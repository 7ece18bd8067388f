"""The ids of what is written inside another block: participations, posts, figures.

An id is made from the block's own and from the values that tell one node from another, so
that two documents that say the same meet in one node.
"""

from __future__ import annotations

from graph import iris
from graph.records.collector import Collector
from graph.records.model import Origin
from graph.records.schema import PropertyTerm, Schema
from graph.records.yaml_nodes import Value

IDENTITY = {
    "Participation": ("participant", "role"),
    "Membership": ("member", "role"),
    "Post": ("holder", "role"),
    "AgreementAction": ("kind", "date"),
    "Cooperation": ("with", "kind"),
    "Amount": ("kind", "currency"),
}
"""Which values make up a node's id."""
REQUIRED = {
    "Participation": ("participant", "role"),
    "Membership": ("member",),
    "Post": ("holder", "role"),
    "AgreementAction": ("kind",),
    "Cooperation": ("with",),
    "Amount": ("value", "currency"),
}
"""Which of them a node cannot do without."""


class NodeIds:
    """Ids for nodes, and which block and values each was made from, over all records."""

    def __init__(self, schema: Schema, collector: Collector) -> None:
        self.schema = schema
        self.collector = collector
        self._made: dict[str, tuple[tuple[str, ...], Origin]] = {}

    def form(self, term: PropertyTerm) -> str:
        """Return how the mapping of a key is written, for messages."""
        keys = IDENTITY.get(term.range or "", ("id", "..."))
        inside = ", ".join(f"{key}: ..." if key != "..." else key for key in keys)
        return f"write '{term.key}: {{{inside}}}'"

    def make(
        self, subject: str, term: PropertyTerm, value: Value, entries: dict[str, Value]
    ) -> str | None:
        """Return the id of a node written in the block of ``subject``; takes ``id`` out of its
        entries.

        None and a problem where values are missing that a node needs.
        """
        assert term.range is not None
        segment = self.schema.classes[term.range].segment
        own = entries.pop("id", None)
        keys = IDENTITY.get(term.range)
        required = REQUIRED.get(term.range, ())
        missing = [key for key in required if key not in entries]
        if missing:
            message = f"needs {' and '.join(required)}; missing: {', '.join(missing)}"
            self.collector.problem(value, term.key, message)
            return None
        if own is not None:
            node = f"{segment}/" + (own.text or "").removeprefix(f"{segment}/")
            if not iris.is_id(node):
                self.collector.problem(own, "id", "must be lower-case words joined by '-'")
                return None
            return node
        if keys is None:
            message = "needs an 'id:' of its own, lower-case words with '-'"
            self.collector.problem(value, term.key, message)
            return None
        values = [entries[key].text or "" for key in keys if key in entries]
        parts = [text.rpartition("/")[2] for text in values]
        if not parts or not all(parts):
            message = f"needs {' and '.join(keys)}, one value each"
            self.collector.problem(value, term.key, message)
            return None
        node = f"{segment}/" + "--".join([subject.partition("/")[2], *parts])
        return node if self._is_one(node, (subject, *values), value, term) else None

    def _is_one(
        self, node: str, made_from: tuple[str, ...], value: Value, term: PropertyTerm
    ) -> bool:
        """Return whether a node's id stands for one thing only."""
        origin = Origin(self.collector.file, value.line, term.key)
        first, where = self._made.setdefault(node, (made_from, origin))
        if first == made_from:
            return True
        self.collector.problem(
            value,
            term.key,
            f"'{node}' is the name of two: {' '.join(first)} ({where.file}:{where.line}) and "
            f"{' '.join(made_from)} (line {value.line}); give one of them an 'id:'",
        )
        return False
