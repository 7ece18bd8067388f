"""Reading a record: YAML to statements, with every problem collected.

Keys are taken out of each mapping as they are read, and what is left over is an error:
nothing in a record is dropped silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rdflib import Literal, URIRef

from graph import iris
from graph.records.model import Evidence, Origin, Record, Section, Statement
from graph.records.problems import Problem, RecordError, shown
from graph.records.schema import Kind, PropertyTerm, Schema
from graph.records.text import Span
from graph.records.values import ValueProblem, scalar, suggestion
from graph.records.yaml_nodes import Value, read_yaml

PASSAGE_LIMIT = 300
CURATION = "document/curation"

HEADER = ("id", "file", "language", "obtained", "sha256", "characters")
OPTIONS = ("at", "also", "confidence", "note", "cites", "contradicts", "why", "table")

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
# Which values make up a node's id; two documents that say the same meet in one node.
NODE_IDENTITY = {
    "Participation": ("participant", "role"),
    "Membership": ("member", "role"),
    "Post": ("holder", "role"),
    "AgreementAction": ("kind", "date"),
    "Cooperation": ("with", "kind"),
}


class Reader:
    """Reads the files of one folder against one schema and collects the problems."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.problems: list[Problem] = []

    def record(self, path: Path) -> Record | None:
        """Read one record; None when the file cannot be read at all."""
        self.file = shown(path)
        try:
            value = read_yaml(path)
        except RecordError as error:
            self.problems += error.problems
            return None
        entries = self._mapping(value, "", "a record has the keys document, entities, passages")
        if entries is None:
            return None
        header = entries.pop("document", None)
        if header is None:
            self._problem(value, "document", "is missing; say which document this is")
            return None
        record = self._header(path, header)
        for name, content in self._optional(entries.pop("passages", None)):
            self._passage(record, name, content)
        for identifier, content in self._optional(entries.pop("entities", None)):
            self._entity(record, identifier, content)
        for name, left in entries.items():
            self._unknown(left, name, ["document", "entities", "passages"])
        if not any(problem.file == self.file for problem in self.problems):
            # A refused fact leaves its passage unused: that would only hide the cause.
            self._unused(record)
        self._functional(record)
        return record

    def _problem(self, value: Value, name: str, message: str) -> None:
        self.problems.append(Problem(self.file, value.line, name, message))

    def _unknown(self, value: Value, name: str, known: Iterable[str]) -> None:
        near = HINTS.get(name) or suggestion(name, sorted(known))
        self._problem(value, name, f"unknown key{near or '; see docs/curators-guide.md'}")

    def _mapping(self, value: Value, name: str, hint: str) -> dict[str, Value] | None:
        if not isinstance(value.data, dict):
            self._problem(value, name, f"must be a mapping; {hint}")
            return None
        return dict(value.data)

    def _optional(self, value: Value | None) -> Iterable[tuple[str, Value]]:
        if value is None or value.text == "":
            return []
        entries = self._mapping(value, "", "one 'key: value' per line")
        return entries.items() if entries is not None else []

    # -- header ------------------------------------------------------------------------

    def _header(self, path: Path, value: Value) -> Record:
        record = Record(path, "document/unknown", "en")
        entries = self._mapping(value, "document", "id, file, language, sha256, characters")
        if entries is None:
            return record
        texts = {key: entries.pop(key) for key in HEADER if key in entries}
        identifier = texts.get("id")
        if identifier is None or not (identifier.text or "").startswith("document/"):
            self._problem(identifier or value, "id", "needs an id of the form document/slug")
        else:
            record.document = identifier.text or ""
        record.language = (texts["language"].text or "en") if "language" in texts else "en"
        record.file = texts["file"].text if "file" in texts else None
        if "sha256" in texts:
            record.sha256 = texts["sha256"].text
            if not re.fullmatch(r"[0-9a-f]{64}", record.sha256 or ""):
                self._problem(texts["sha256"], "sha256", "must be 64 hex digits; run eucn place")
        if "characters" in texts and (texts["characters"].text or "").isdigit():
            record.characters = int(texts["characters"].text or "0")
        if record.document != CURATION:
            for key in ("file", "sha256", "characters"):
                if key not in texts:
                    self._problem(value, key, "is missing; run eucn place on this file")
        obtained = texts.get("obtained")
        if obtained is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", obtained.text or ""):
            self._problem(obtained or value, "obtained", "needs the day of reading, YYYY-MM-DD")
        else:
            record.obtained = obtained.text or ""
        sections = entries.pop("sections", None)
        for section in sections.elements() if sections is not None else []:
            parts = dict(section.items())
            start, heading = parts.pop("start", None), parts.pop("heading", None)
            if start is None or not (start.text or "").isdigit() or heading is None:
                self._problem(section, "sections", "write {start: N, heading: text}")
                continue
            record.sections.append(Section(int(start.text or "0"), heading.text or ""))
        record.sections.sort(key=lambda section: section.start)
        for name, left in entries.items():
            self._unknown(
                left, name, ["id", "file", "language", "sha256", "characters", "sections"]
            )
        return record

    def _passage(self, record: Record, name: str, value: Value) -> None:
        span = Span.parse(name)
        if span is None:
            self._problem(value, name, "a passage is START-END, start before end")
        elif not re.fullmatch(r"[0-9a-f]{64}", value.text or ""):
            self._problem(value, name, "needs the SHA-256 of the passage; run eucn place")
        else:
            record.passages[span] = value.text or ""

    # -- entities and facts ------------------------------------------------------------

    def _entity(self, record: Record, identifier: str, value: Value) -> None:
        if not iris.is_id(identifier):
            self._problem(value, identifier, "is no id; write segment/slug, lower case")
            return
        term = self.schema.class_of(identifier)
        if term is None:
            near = suggestion(identifier.partition("/")[0], sorted(self.schema.segments))
            self._problem(value, identifier, f"no class has such ids{near}")
            return
        record.entities[identifier] = Origin(self.file, value.line, identifier)
        facts = value.elements()
        if value.text is not None:
            self._problem(value, identifier, "has no facts; give a list, '- name: ...'")
            return
        for fact in facts:
            entries = self._mapping(fact, identifier, "a fact is '- key: value' with 'at:'")
            if entries is not None:
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
        if "quote" in entries:
            self._problem(
                fact, "quote", "still a draft; run 'eucn place' to turn quotes into places"
            )
            return
        if not entries and "cites" in options:
            entries["cites"] = options.pop("cites")
        if len(entries) != 1:
            found = ", ".join(entries) or "none"
            self._problem(fact, identifier, f"a fact has exactly one key; found: {found}")
            return
        evidence = self._evidence(record, fact, options)
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
            self._unknown(value, key, [*self.schema.properties, *OPTIONS])
            return
        ancestors = self.schema.classes[class_name].ancestors
        if term.used_on and not term.used_on & ancestors:
            allowed = ", ".join(sorted(term.used_on))
            self._problem(value, key, f"not for a {class_name}; it is used on: {allowed}")
            return
        for element in value.elements():
            origin = Origin(self.file, element.line, key)
            if term.kind is Kind.NODE:
                self._node(record, identifier, class_name, term, element, evidence)
                continue
            for text, language in self._texts(term, element, record.language):
                try:
                    found = scalar(self.schema, term, class_name, text, language)
                except ValueProblem as problem:
                    self._problem(element, key, str(problem))
                    continue
                record.statements.append(
                    Statement(identifier, key, term.iri, found, evidence, origin)
                )

    def _texts(self, term: PropertyTerm, value: Value, language: str) -> list[tuple[str, str]]:
        if value.text is not None:
            return [(value.text, "en" if term.own_words else language)]
        if term.kind is Kind.TEXT and isinstance(value.data, dict):
            return [
                (text.text, tag)
                for tag, element in value.items()
                for text in element.elements()
                if text.text is not None
            ]
        self._problem(value, term.key, f"needs {term.kind.value}")
        return []

    def _node(
        self,
        record: Record,
        subject: str,
        class_name: str,
        term: PropertyTerm,
        value: Value,
        evidence: Evidence,
    ) -> None:
        entries = self._mapping(value, term.key, term.kind.value)
        if entries is None or term.range is None:
            return
        node = self._node_id(subject, term, value, entries)
        if node is None:
            return
        origin = Origin(self.file, value.line, term.key)
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

    def _node_id(
        self, subject: str, term: PropertyTerm, value: Value, entries: dict[str, Value]
    ) -> str | None:
        assert term.range is not None
        segment = self.schema.classes[term.range].segment
        own = entries.pop("id", None)
        slug = subject.partition("/")[2]
        if own is not None:
            text = (own.text or "").removeprefix(f"{segment}/")
            if not iris.is_id(f"{segment}/{text}"):
                self._problem(own, "id", "must be lower-case words joined by '-'")
                return None
            return f"{segment}/{text}"
        keys = NODE_IDENTITY.get(term.range)
        if keys is None:
            self._problem(value, term.key, "needs an 'id:' of its own, lower-case words with '-'")
            return None
        parts = [(entries[key].text or "").rpartition("/")[2] for key in keys if key in entries]
        if not parts or not all(parts):
            self._problem(value, term.key, f"needs {' and '.join(keys)}, one value each")
            return None
        return f"{segment}/" + "--".join([slug, *parts])

    # -- evidence ----------------------------------------------------------------------

    def _evidence(self, record: Record, fact: Value, options: dict[str, Value]) -> Evidence:
        at = self._span(record, options.get("at"), "at", "table" in options)
        why = options["why"].text if "why" in options else None
        if record.document == CURATION:
            if why is None or "at" in options:
                self._problem(fact, "why", "curation says why in own words, and has no 'at:'")
        elif "at" not in options:
            self._problem(fact, "at", "is missing; every fact says where it stands (START-END)")
        elif why is not None:
            self._problem(fact, "why", "belongs into curation.yaml; what a document says has 'at:'")
        also = [
            span
            for element in (options["also"].elements() if "also" in options else [])
            if (span := self._span(record, element, "also", True)) is not None
        ]
        cites = (
            tuple(e.text or "" for e in options["cites"].elements()) if "cites" in options else ()
        )
        for cited in cites:
            if not cited.startswith("cited-work/"):
                self._problem(options["cites"], "cites", f"'{cited}' is no cited-work/... id")
        return Evidence(
            at,
            tuple(sorted(also)),
            self._confidence(options.get("confidence")),
            options["note"].text if "note" in options else None,
            cites,
            "contradicts" in options and options["contradicts"].text == "true",
            why,
            "table" in options,
        )

    def _span(self, record: Record, value: Value | None, key: str, long: bool) -> Span | None:
        if value is None:
            return None
        span = Span.parse(value.text or "")
        if span is None:
            self._problem(value, key, "must be START-END, whole numbers, start before end")
            return None
        if not long and span.end - span.start > PASSAGE_LIMIT:
            self._problem(
                value,
                key,
                f"is {span.end - span.start} characters long; at most {PASSAGE_LIMIT}: name the "
                "shortest stretch (a table row may be longer: add 'table: true')",
            )
        if record.characters is not None and span.end > record.characters:
            self._problem(value, key, f"ends behind the document ({record.characters} characters)")
        if span not in record.passages:
            self._problem(value, key, f"{span} has no SHA-256 under 'passages:'; run eucn place")
        return span

    def _confidence(self, value: Value | None) -> str:
        if value is None:
            return Evidence.confidence
        try:
            number = Decimal(value.text or "")
        except InvalidOperation:
            number = Decimal(-1)
        if not 0 <= number <= 1:
            self._problem(value, "confidence", "must be a number from 0 to 1")
            return Evidence.confidence
        return format(number.normalize(), "f")

    # -- the record as a whole -----------------------------------------------------------

    def _unused(self, record: Record) -> None:
        used = {
            span
            for statement in record.statements
            for span in (statement.evidence.at, *statement.evidence.also)
        }
        for span in sorted(set(record.passages) - used):
            self.problems.append(
                Problem(self.file, 0, str(span), "a passage no fact uses; run eucn place")
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
                        self.file,
                        statements[-1].origin.line,
                        f"{subject} {key}",
                        f"has {shown_values} (lines {lines}); keep one, or mark the facts "
                        "'contradicts: true' if the document says both",
                    )
                )


_NONE = PropertyTerm("", URIRef(""), Kind.LITERAL)
