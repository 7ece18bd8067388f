"""The register of names: preferred labels, other spellings, kinds, outside identities."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from rdflib import OWL, SKOS, Literal, URIRef

from graph import iris
from graph.records.model import Evidence, Origin, RegisterEntry, Statement
from graph.records.problems import Problem, RecordError, shown
from graph.records.schema import Schema
from graph.records.values import LANGUAGES, ValueProblem, scalar, suggestion
from graph.records.yaml_nodes import Value, read_yaml

KEYS = ("label", "other", "kind", "why", "sameAs", "replacedBy")
DEFAULT_WHY = "settled in the register of names, from the names that the documents use"


def read_register(
    path: Path, schema: Schema, problems: list[Problem]
) -> tuple[dict[str, RegisterEntry], list[Statement]]:
    """Read the register; problems are added to ``problems``.

    Returns the entries by id and the statements they make (kind, labels, other names,
    outside identities), all of them the curation's.
    """
    file = shown(path)
    try:
        value = read_yaml(path)
    except RecordError as error:
        problems += error.problems
        return {}, []
    entries: dict[str, RegisterEntry] = {}
    statements: list[Statement] = []
    for identifier, content in value.items():
        entry, made = _entry(identifier, content, file, schema, problems)
        entries[identifier] = entry
        statements += made
    if not entries:
        problems.append(Problem(file, 1, "", "holds no entry; write 'segment/slug: {label: ...}'"))
    problems += _cycles(entries)
    return entries, statements


def _entry(
    identifier: str, content: Value, file: str, schema: Schema, problems: list[Problem]
) -> tuple[RegisterEntry, list[Statement]]:
    def problem(value: Value, key: str, message: str) -> None:
        problems.append(Problem(file, value.line, key, message))

    origin = Origin(file, content.line, identifier)
    values = dict(content.items())
    empty = RegisterEntry(identifier, origin)
    term = schema.class_of(identifier) if iris.is_id(identifier) else None
    if term is None or not values:
        problem(content, identifier, "must be 'segment/slug: {label: {en: ...}, kind: ...}'")
        return empty, []
    for key in sorted(set(values) - set(KEYS)):
        near = suggestion(key, list(KEYS))
        problem(values[key], key, f"unknown key{near or '; one of ' + ', '.join(KEYS)}")
    why = values["why"].text if "why" in values else None
    label = {tag: texts[0] for tag, texts in _names(values.get("label"), "label", problem).items()}
    other = _names(values.get("other"), "other", problem)
    same_as: list[str] = []
    for element in values["sameAs"].elements() if "sameAs" in values else []:
        target = element.text or ""
        if iris.is_id(target):
            problem(
                element,
                "sameAs",
                "is for outside resources (Wikidata, ROR); for an id of ours "
                "that was renamed write 'replacedBy:'",
            )
        elif urlsplit(target).scheme not in ("http", "https"):
            problem(element, "sameAs", f"'{target}' is no IRI")
        else:
            same_as.append(target)
    entry = RegisterEntry(
        identifier,
        origin,
        label,
        other,
        tuple(same_as),
        values["replacedBy"].text if "replacedBy" in values else None,
        why,
    )
    evidence = Evidence(None, why=why or DEFAULT_WHY, confidence="1")
    made = [
        Statement(
            identifier, "prefLabel", SKOS.prefLabel, Literal(text, lang=tag), evidence, origin
        )
        for tag, text in label.items()
    ]
    made += [
        Statement(identifier, "altLabel", SKOS.altLabel, Literal(text, lang=tag), evidence, origin)
        for tag, texts in other.items()
        for text in texts
    ]
    made += [
        Statement(identifier, "sameAs", OWL.sameAs, URIRef(target), evidence, origin)
        for target in same_as
    ]
    for element in values["kind"].elements() if "kind" in values else []:
        try:
            found = scalar(schema, schema.properties["kind"], term.name, element.text or "", "en")
        except ValueProblem as error:
            problem(element, f"{identifier} kind", str(error))
            continue
        made.append(
            Statement(
                identifier,
                "kind",
                iris.EUCN.kind,
                found,
                evidence,
                Origin(file, element.line, "kind"),
            )
        )
    return entry, made


def _names(value: Value | None, key: str, problem: object) -> dict[str, tuple[str, ...]]:
    assert callable(problem)
    if value is None:
        return {}
    if not isinstance(value.data, dict):
        problem(value, key, "needs a language: {en: ...}")
        return {}
    names: dict[str, tuple[str, ...]] = {}
    for tag, element in value.items():
        texts = tuple(text.text or "" for text in element.elements())
        if tag not in LANGUAGES:
            problem(
                element, key, f"language '{tag}' is unknown; one of {', '.join(sorted(LANGUAGES))}"
            )
        elif not all(texts):
            problem(element, key, "is empty")
        elif key == "label" and len(texts) > 1:
            problem(element, key, "one preferred label per language; the rest goes under 'other'")
        else:
            names[tag] = texts
    return names


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
                            f"goes round in a circle: {ring}; remove one of them",
                        )
                    )
                break
            path.append(target)
    return problems
