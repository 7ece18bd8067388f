"""The register of names: preferred labels, other spellings, kinds, outside identities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from rdflib import OWL, SKOS, Literal, URIRef

from graph import iris
from graph.records.collector import Collector
from graph.records.model import Evidence, Origin, Record, RegisterEntry, Statement
from graph.records.problems import Problem, RecordError, shown
from graph.records.schema import Schema
from graph.records.values import (
    LANGUAGES,
    ValueProblem,
    decimal_number,
    near_id,
    one_line,
    scalar,
    suggestion,
    web_iri,
)
from graph.records.yaml_nodes import Value, read_yaml

KEYS = (
    *("label", "other", "kind", "kindWhy", "kindConfidence"),
    *("why", "translated", "sameAs", "replacedBy"),
)
DEFAULT_WHY = "chosen as the label from the names that the documents use"
OTHER_WHY = "a name that the documents use beside the label"
GIVEN_WHY = "the usual name in its language, known to the curator; read in no document of the graph"
PLACE_WHY = (
    "the usual name of the place in its language; the documents have it otherwise or not at all"
)
TRANSLATED_WHY = "translated by the curator; no text that has this name was read"
TRANSLATED_CONFIDENCE = "0.7"
"""A name that a curator makes of one in another language may not be the one that is used."""
SAME_WHY = "settled in the register of names: the same thing outside the graph"
KIND_WHY = "assigned by a curator from the name and from what the sources tell; they do not say it"
KIND_CONFIDENCE = "0.9"
"""What a curator chooses or infers is never as sure as what was read."""


def read_register(
    path: Path, schema: Schema, problems: list[Problem]
) -> tuple[dict[str, RegisterEntry], list[Statement]]:
    """Read the register; problems are added to ``problems``.

    Returns the entries by id and the statements they make (kind, labels, other names,
    outside identities), all of them the curation's.
    """
    collector = Collector(problems, shown(path))
    try:
        value = read_yaml(path)
    except RecordError as error:
        problems += error.problems
        return {}, []
    register = _Register(schema, collector)
    for identifier, content in value.items():
        with collector.net(content, identifier):
            register.read(identifier, content)
    if not register.entries:
        collector.problem(value, "", "holds no entry; write 'segment/slug: {label: ...}'")
    problems += _cycles(register.entries)
    return register.entries, register.statements


class _Register:
    """The entries of the register while it is read."""

    def __init__(self, schema: Schema, collector: Collector) -> None:
        self.schema = schema
        self.collector = collector
        self.entries: dict[str, RegisterEntry] = {}
        self.statements: list[Statement] = []
        self._outside: dict[str, Origin] = {}
        """Which entry has an outside identity already."""

    def read(self, identifier: str, content: Value) -> None:
        """Read one entry and what it states."""
        collector = self.collector
        origin = Origin(collector.file, content.line, identifier)
        values = dict(content.items())
        term = self.schema.class_of(identifier) if iris.is_id(identifier) else None
        if term is None or not values:
            message = "must be 'segment/slug: {label: {en: ...}, kind: ...}'"
            if term is None and iris.is_id(identifier):
                message = f"no class has such ids{near_id(self.schema, identifier)}"
            collector.problem(content, identifier, message)
            self.entries[identifier] = RegisterEntry(identifier, origin)
            return
        for key in sorted(set(values) - set(KEYS)):
            near = suggestion(key, list(KEYS))
            message = f"unknown key{near or '; one of ' + ', '.join(KEYS)}"
            collector.problem(values[key], key, message)
        entry = RegisterEntry(
            identifier,
            origin,
            {tag: texts[0] for tag, texts in self._names(values.get("label"), "label").items()},
            self._names(values.get("other"), "other"),
            tuple(self._same_as(values.get("sameAs"), origin)),
            self._replaced_by(values.get("replacedBy")),
        )
        self.entries[identifier] = entry
        entry.reasons.update(self._reasons(values.get("why")))
        entry.translated.update(self._translated(values.get("translated"), entry))
        said: list[tuple[str, URIRef, URIRef | Literal]] = [
            ("prefLabel", SKOS.prefLabel, Literal(text, lang=tag))
            for tag, text in entry.label.items()
        ]
        said += [
            ("altLabel", SKOS.altLabel, Literal(text, lang=tag))
            for tag, texts in entry.other.items()
            for text in texts
        ]
        said += [("sameAs", OWL.sameAs, URIRef(target)) for target in entry.same_as]
        for key, predicate, target in said:
            # Why a name is one, the documents tell, which are not read here.
            named = Evidence(None, why=entry.reasons.get("", SAME_WHY), confidence=KIND_CONFIDENCE)
            self.statements.append(Statement(identifier, key, predicate, target, named, origin))
        why = collector.words(values.get("kindWhy"), "kindWhy") or KIND_WHY
        sure = self._confidence(values.get("kindConfidence"))
        judged = Evidence(None, why=why, confidence=sure)
        self._kinds(identifier, term.name, values.get("kind"), judged)

    def _kinds(
        self, identifier: str, class_name: str, value: Value | None, evidence: Evidence
    ) -> None:
        term = self.schema.properties["kind"]
        for element in self.collector.some(value, "kind"):
            try:
                found = scalar(self.schema, term, class_name, element.text or "", "en")
            except ValueProblem as error:
                self.collector.problem(element, f"{identifier} kind", str(error))
                continue
            origin = Origin(self.collector.file, element.line, "kind")
            self.statements.append(
                Statement(identifier, "kind", iris.EUCN.kind, found, evidence, origin)
            )

    def _confidence(self, value: Value | None) -> str:
        """Return how sure a kind is: no surer than what a curator infers can be."""
        if value is None:
            return KIND_CONFIDENCE
        number = decimal_number(value.text or "")
        if number is not None and 0 <= number <= Decimal(KIND_CONFIDENCE):
            return format(number.normalize(), "f")
        message = f"must be a number from 0 to {KIND_CONFIDENCE}: it is an inference"
        self.collector.problem(value, "kindConfidence", message)
        return KIND_CONFIDENCE

    def _translated(self, value: Value | None, entry: RegisterEntry) -> Iterator[str]:
        """Yield the languages whose label is a translation of the curator's own."""
        for element in self.collector.some(value, "translated"):
            if element.text in entry.label:
                yield element.text
            else:
                message = f"'{element.text}' has no label here; name a language of 'label'"
                self.collector.problem(element, "translated", message)

    def _reasons(self, value: Value | None) -> dict[str, str]:
        """Return why an entry has its names: by language, or under ``""`` for all of them."""
        if value is None or not isinstance(value.data, dict):
            text = self.collector.words(value, "why")
            return {"": text} if text else {}
        return {tag: texts[0] for tag, texts in self._names(value, "why").items()}

    def _replaced_by(self, value: Value | None) -> str | None:
        target = self.collector.words(value, "replacedBy")
        if value is not None and target is not None and not iris.is_id(target):
            message = (
                f"'{target}' is not a valid id; name the id that is used instead, segment/slug"
            )
            self.collector.problem(value, "replacedBy", message)
            return None
        return target

    def _same_as(self, value: Value | None, origin: Origin) -> Iterator[str]:
        own: set[str] = set()
        for element in self.collector.some(value, "sameAs"):
            target = element.text or ""
            if iris.is_id(target) or target.startswith(iris.BASE):
                message = (
                    "is for outside resources (Wikidata, ROR); for an id of ours "
                    "that was renamed write 'replacedBy:'"
                )
            elif not web_iri(target):
                message = f"'{target}' is not an IRI; write http:// or https:// and the address"
            elif target in own:
                message = f"'{target}' appears twice here; remove one"
            elif (first := self._outside.setdefault(target, origin)) is not origin:
                message = (
                    f"'{target}' is {first.field} already (line {first.line}); one thing has one "
                    "id: keep one, and give the other 'replacedBy:'"
                )
            else:
                own.add(target)
                yield target
                continue
            self.collector.problem(element, "sameAs", message)

    def _names(self, value: Value | None, key: str) -> dict[str, tuple[str, ...]]:
        if value is None:
            return {}
        if not isinstance(value.data, dict) or not value.data:
            self.collector.problem(value, key, "needs a language: {en: ...}")
            return {}
        names: dict[str, tuple[str, ...]] = {}
        for tag, element in value.items():
            elements = self.collector.some(element, key)
            texts = [one_line(words) for e in elements if (words := self.collector.words(e, key))]
            if tag not in LANGUAGES:
                known = ", ".join(sorted(LANGUAGES))
                message = f"language '{tag}' is unknown; one of {known}"
                self.collector.problem(element, key, message)
            elif key == "why" and len(texts) > 1:
                self.collector.problem(element, key, "one reason per language")
            elif key == "label" and len(texts) > 1:
                message = "one preferred label per language; the rest goes under 'other'"
                self.collector.problem(element, key, message)
            elif texts:
                names[tag] = tuple(texts)
        return names


def tell_reasons_of_names(
    made: list[Statement], entries: dict[str, RegisterEntry], records: Iterable[Record]
) -> list[Statement]:
    """Return what the register states, each name with the reason that holds for it.

    A reason of an entry is about its label: a label of another language has it where the label
    is made up, and another name never.
    """
    used: dict[str, set[str]] = {}
    for record in records:
        for one in record.statements:
            if one.key in ("name", "acronym"):
                used.setdefault(one.subject, set()).add(_plain(str(one.object)))
    return [
        replace(one, evidence=_named(one, entries, used))
        if one.key in ("prefLabel", "altLabel")
        else one
        for one in made
    ]


def _named(
    one: Statement, entries: dict[str, RegisterEntry], used: dict[str, set[str]]
) -> Evidence:
    """Return why a name is one, and how sure it is: a translation of ours less than a name."""
    language = one.object.language if isinstance(one.object, Literal) else None
    if one.key == "prefLabel" and language in entries[one.subject].translated:
        return replace(one.evidence, why=TRANSLATED_WHY, confidence=TRANSLATED_CONFIDENCE)
    return replace(one.evidence, why=_reason(one, entries, used))


def _reason(one: Statement, entries: dict[str, RegisterEntry], used: dict[str, set[str]]) -> str:
    entry, names = entries[one.subject], used.get(one.subject, set())
    name, label = str(one.object), one.key == "prefLabel"
    tag = (one.object.language if isinstance(one.object, Literal) else None) or ""
    told = _plain(name) in names
    first = entry.label.get("en") or next(iter(entry.label.values()), name)
    if (label or tag not in entry.label) and tag in entry.reasons:
        return entry.reasons[tag]
    if label and "" in entry.reasons:
        made_up = _plain(first) not in names
        if name == first or (made_up and not told):
            return entry.reasons[""]
    if not told:
        return PLACE_WHY if one.subject.startswith("place/") else GIVEN_WHY
    return DEFAULT_WHY if label else OTHER_WHY


def _plain(name: str) -> str:
    """Return a name without what documents write this way and that: case, signs, lines."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def _cycles(entries: dict[str, RegisterEntry]) -> list[Problem]:
    problems = []
    for identifier, entry in entries.items():
        path = [identifier]
        while (
            target := entries[path[-1]].replaced_by if path[-1] in entries else None
        ) is not None:
            if target in path:
                if target == identifier:
                    ring = " -> ".join([*path, target])
                    problems.append(
                        Problem(
                            entry.origin.file,
                            entry.origin.line,
                            f"{identifier} replacedBy",
                            f"is circular: {ring}; remove one of them",
                        )
                    )
                break
            path.append(target)
    return problems
