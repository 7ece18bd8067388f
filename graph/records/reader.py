"""Reading a record: YAML to statements, with every problem collected.

Keys are taken out of each mapping as they are read, and what is left over is an error:
nothing in a record is dropped silently.
"""

from __future__ import annotations

from pathlib import Path

from rdflib import Literal, URIRef

from graph import iris
from graph.records.collector import OPTIONS, Collector
from graph.records.header import CURATION, read_header, read_passage
from graph.records.model import Evidence, Origin, Record, Statement
from graph.records.nodes import NodeIds
from graph.records.problems import Problem, RecordError, shown
from graph.records.schema import Kind, PropertyTerm, Schema
from graph.records.support import read_evidence
from graph.records.values import ValueProblem, near_id, scalar
from graph.records.yaml_nodes import Value, read_yaml

__all__ = ["CURATION", "Reader"]


class Reader:
    """Reads the files of one folder against one schema and collects the problems."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.collector = Collector()
        self.nodes = NodeIds(schema, self.collector)

    @property
    def problems(self) -> list[Problem]:
        """Return what was found so far, in all files."""
        return self.collector.problems

    def record(self, path: Path) -> Record | None:
        """Read one record; None when the file cannot be read at all."""
        collector = self.collector
        collector.file = shown(path)
        try:
            value = read_yaml(path)
        except RecordError as error:
            collector.problems += error.problems
            return None
        entries = collector.mapping(value, "", "a record has the keys document, entities, passages")
        if entries is None:
            return None
        header = entries.pop("document", None)
        if header is None:
            collector.problem(value, "document", "is missing; say which document this is")
            return None
        record = Record(path, "document/unknown", "en")
        with collector.net(header, "document"):
            record = read_header(collector, path, header)
        for name, content in collector.optional(entries.pop("passages", None), "passages"):
            with collector.net(content, name):
                read_passage(collector, record, name, content)
        entities = entries.pop("entities", None)
        if entities is not None and not entities.data:
            collector.problem(entities, "entities", "is empty; write facts, or leave the key out")
        for identifier, content in collector.optional(entities, "entities"):
            with collector.net(content, identifier):
                self._entity(record, identifier, content)
        for name, left in entries.items():
            collector.unknown(left, name, ["document", "entities", "passages"])
        if not any(problem.file == collector.file for problem in collector.problems):
            # A refused fact leaves its passage unused: that would only hide the cause.
            self._unused(record)
        self._functional(record)
        return record

    def _entity(self, record: Record, identifier: str, value: Value) -> None:
        if not iris.is_id(identifier):
            self.collector.problem(
                value, identifier, "is not a valid id; write segment/slug in lower case"
            )
            return
        term = self.schema.class_of(identifier)
        if term is None:
            near = near_id(self.schema, identifier)
            self.collector.problem(value, identifier, f"no class has such ids{near}")
            return
        record.entities[identifier] = Origin(self.collector.file, value.line, identifier)
        facts = value.elements()
        if value.text is not None or not facts:
            self.collector.problem(value, identifier, "has no facts; give a list, '- name: ...'")
            return
        for fact in facts:
            entries = self.collector.mapping(
                fact, identifier, "a fact is '- key: value' with 'at:'"
            )
            if entries is not None:
                with self.collector.net(fact, identifier):
                    self._fact(record, identifier, term.name, fact, entries)

    def _fact(
        self,
        record: Record,
        identifier: str,
        class_name: str,
        fact: Value,
        entries: dict[str, Value],
    ) -> None:
        options = {key: entries.pop(key) for key in OPTIONS if key in entries}
        if record.keeps_quotes and "at" in options and "quote" in entries:
            options["quote"] = entries.pop("quote")
        if "quote" in entries:
            message = "a quote without its place; run 'eucn place' to turn quotes into places"
            if "at" in options:
                message = (
                    "has its place already, and this record keeps no words of the text; take the "
                    "quote out, or write 'quotes: keep' where licence or owner allow it"
                )
            self.collector.problem(fact, "quote", message)
            return
        if not entries and "cites" in options:
            entries["cites"] = options.pop("cites")
        if len(entries) != 1:
            found = ", ".join(entries) or "none"
            message = f"a fact has exactly one key; found: {found}"
            if fact.flow and any(value.text == "" for value in entries.values()):
                message += ". Inside {} a comma starts a new key: write 1.5, and texts in quotes"
            self.collector.problem(fact, identifier, message)
            return
        evidence = read_evidence(self.collector, record, fact, options)
        ((key, value),) = entries.items()
        self._property(record, identifier, class_name, key, value, evidence)

    def _property(
        self,
        record: Record,
        identifier: str,
        class_name: str,
        key: str,
        value: Value,
        evidence: Evidence,
    ) -> None:
        term = self.schema.properties.get(key)
        if term is None:
            self.collector.unknown(value, key, [*self.schema.properties, *OPTIONS])
            return
        ancestors = self.schema.classes[class_name].ancestors
        if term.used_on and not term.used_on & ancestors:
            allowed = ", ".join(sorted(term.used_on))
            self.collector.problem(value, key, f"not for a {class_name}; it is used on: {allowed}")
            return
        for element in self.collector.some(value, key):
            origin = Origin(self.collector.file, element.line, key)
            if term.kind is Kind.NODE:
                self._node(record, identifier, class_name, term, element, evidence)
                continue
            for text, language in self._texts(term, element, record.language):
                try:
                    found = scalar(self.schema, term, class_name, text, language)
                except ValueProblem as problem:
                    self.collector.problem(element, key, str(problem))
                    continue
                record.statements.append(
                    Statement(identifier, key, term.iri, found, evidence, origin)
                )

    def _texts(self, term: PropertyTerm, value: Value, language: str) -> list[tuple[str, str]]:
        if value.text is not None:
            return [(value.text, "en" if term.own_words else language)]
        if term.kind is not Kind.TEXT or not isinstance(value.data, dict) or not value.data:
            self.collector.problem(value, term.key, f"needs {term.kind.value}")
            return []
        texts = []
        for tag, said in value.items():
            for element in self.collector.some(said, f"{term.key} {tag}"):
                if element.text is not None:
                    texts.append((element.text, tag))
                else:
                    message = "needs a text, or a list of texts, for each language"
                    self.collector.problem(element, f"{term.key} {tag}", message)
        return texts

    def _node(
        self,
        record: Record,
        subject: str,
        class_name: str,
        term: PropertyTerm,
        value: Value,
        evidence: Evidence,
    ) -> None:
        entries = self.collector.mapping(value, term.key, self.nodes.form(term))
        if entries is None or term.range is None:
            return
        node = self.nodes.make(subject, term, value, entries)
        if node is None:
            return
        origin = Origin(self.collector.file, value.line, term.key)
        record.entities.setdefault(node, origin)
        record.statements.append(
            Statement(subject, term.key, term.iri, iris.resource(node), evidence, origin)
        )
        if term.node_link is not None:
            link = str(term.node_link).rsplit("#", 1)[-1]
            record.statements.append(
                Statement(node, link, term.node_link, iris.resource(subject), evidence, origin)
            )
        for key, element in entries.items():
            self._property(record, node, term.range, key, element, evidence)

    def _unused(self, record: Record) -> None:
        used = {
            span
            for statement in record.statements
            for span in (statement.evidence.at, *statement.evidence.also)
        }
        for span in sorted(set(record.passages) - used):
            self.problems.append(
                Problem(self.collector.file, 0, str(span), "a passage no fact uses; run eucn place")
            )

    def _functional(self, record: Record) -> None:
        seen: dict[tuple[str, str], list[Statement]] = {}
        for statement in record.statements:
            if self.schema.properties.get(statement.key, _NONE).functional:
                seen.setdefault((statement.subject, statement.key), []).append(statement)
        for (subject, key), statements in seen.items():
            values: set[URIRef | Literal] = {s.object for s in statements}
            if len(values) > 1 and not any(s.evidence.contradicts for s in statements):
                lines = ", ".join(str(s.origin.line) for s in statements)
                shown_values = " and ".join(sorted(map(str, values)))
                self.problems.append(
                    Problem(
                        self.collector.file,
                        statements[-1].origin.line,
                        f"{subject} {key}",
                        f"has {shown_values} (lines {lines}); keep one, or mark the facts "
                        "'contradicts: true' if the document says both",
                    )
                )


_NONE = PropertyTerm("", URIRef(""), Kind.LITERAL)
