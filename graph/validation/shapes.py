"""The SHACL shapes, by either of two engines: pySHACL, and ``shacl``, which is 200 times faster.

pySHACL judges small graphs and writes the report as RDF; from ``LARGE`` statements on the other
engine takes its place. Our shapes are SHACL Core without constraints in SPARQL, and a test holds
the two engines to the same answer on every case of every shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Literal as Choice

import pyoxigraph
import shacl
from rdflib import RDF, SH, Graph, URIRef

from graph.iris import BASE
from graph.languages import DEFAULT, choose
from graph.paths import SHAPES
from graph.processes import no_more_forks
from graph.terms import turtle
from graph.validation.finding import Finding, shown

Engine = Choice["pyshacl", "shacl"]
LARGE = 200_000
"""Statements from which on pySHACL would take minutes."""


def run(
    files: Sequence[str],
    lines: Iterable[bytes],
    graph: str = "",
    folder: Path = SHAPES,
    engine: Engine | None = None,
) -> list[Finding]:
    """Findings of some files of shapes on N-Triples lines.

    Args:
        files: names of files in the folder of shapes.
        lines: the data, a triple in each line.
        graph: the name of what is checked, for the findings.
        engine: by the number of statements, if not given.
    """
    data = list(lines)
    engine = engine or ("shacl" if len(data) >= LARGE else "pyshacl")
    if engine == "shacl":
        return _fast(files, data, graph, folder)
    return findings(report(files, data, folder), graph, folder)


@cache
def _shapes(folder: Path, files: tuple[str, ...]) -> Graph:
    shapes = Graph()
    for file in files:
        shapes.parse(folder / file, format="turtle")
    return shapes


@cache
def _compiled(folder: Path, files: tuple[str, ...]) -> shacl.Shapes:
    text = _shapes(folder, files).serialize(format="nt")
    return shacl.Shapes.from_text(text, "ntriples")


@cache
def _messages(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Return the messages of shapes in each language, by their text in any of them.

    Shapes may share a text in one language and differ in another.
    """
    found: dict[str, list[dict[str, str]]] = {}
    message = str(SH.message)
    for path in sorted(folder.glob("*.ttl")):
        shapes: dict[object, dict[str, str]] = {}
        for triple in turtle(path):
            if triple.predicate.value == message and isinstance(triple.object, pyoxigraph.Literal):
                texts = shapes.setdefault(str(triple.subject), {})
                texts[triple.object.language or DEFAULT] = triple.object.value
        for texts in shapes.values():
            for text in texts.values():
                found.setdefault(text, []).append(texts)
    return found


def texts_of(messages: Iterable[str], folder: Path = SHAPES) -> dict[str, str]:
    """Return the message of a shape by language, from what an engine gives without languages."""
    given = set(messages)
    for message in sorted(given):
        for texts in _messages(folder).get(message, ()):
            if given == set(texts.values()):
                return texts
    return {DEFAULT: " ".join(sorted(given))}


def report(files: Sequence[str], lines: Iterable[bytes], folder: Path = SHAPES) -> Graph:
    """Return the report of pySHACL as RDF (``sh:ValidationReport``)."""
    import pyshacl  # here, because only this engine needs it and it takes long to load

    data = Graph().parse(data=b"\n".join(lines), format="nt")
    _, results, _ = pyshacl.validate(
        data,
        shacl_graph=_shapes(folder, tuple(files)),
        inference="none",
        allow_warnings=True,
        advanced=False,
    )
    assert isinstance(results, Graph)
    return results


def findings(results: Graph, graph: str, folder: Path) -> list[Finding]:
    """Return a report in RDF as findings."""
    made = []
    for result in results.subjects(RDF.type, SH.ValidationResult):
        path, value = results.value(result, SH.resultPath), results.value(result, SH.value)
        messages = [str(text) for text in results.objects(result, SH.resultMessage)]
        severity = str(results.value(result, SH.resultSeverity)).rpartition("#")[2]
        made.append(
            _finding(
                severity,
                str(results.value(result, SH.focusNode)),
                str(path) if isinstance(path, URIRef) else "",
                "" if value is None else str(value),
                texts_of(messages, folder),
                graph,
                str(results.value(result, SH.sourceShape)),
            )
        )
    return made


def _fast(files: Sequence[str], data: list[bytes], graph: str, folder: Path) -> list[Finding]:
    text = b"\n".join(data).decode()
    no_more_forks()
    results = _compiled(folder, tuple(files)).validate_text(text, "ntriples", allow_warnings=True)
    return [
        _finding(
            result.severity,
            result.focus_node.strip("<>"),
            (result.path or "").strip("<>") if (result.path or "").count("<") == 1 else "",
            result.value_plain or "",
            texts_of(result.messages, folder),
            graph,
            (result.root_shape or "").strip("<>"),
        )
        for result in results.results
    ]


def _finding(
    severity: str,
    focus: str,
    path: str,
    value: str,
    texts: dict[str, str],
    graph: str,
    shape: str,
) -> Finding:
    message = choose(texts)
    value = "" if value == focus and not path else value  # a shape of the thing itself
    name = shape.removeprefix(f"{BASE}shape/")
    return Finding(
        severity,
        shown(focus),
        shown(path),
        shown(value),
        message,
        shown(graph),
        rule=name,
        texts=texts,
    )
