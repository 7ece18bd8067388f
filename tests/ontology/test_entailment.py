"""What the real graph enters under RDFS: every class of another vocabulary, by kind of thing.

The rules of RDFS that give a class (rdfs2, 3, 5, 7, 9, 11), worked out over pairs of kind and
property instead of statements: the closure of the whole graph in a second.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from graph.iris import EUCN
from graph.paths import DOCS, ONTOLOGY
from graph.questions import prefixes, with_prefixes
from graph.store import open_store
from tests.ontology.test_alignments import ORG, THEIRS

FILE = DOCS / "ontology.md"
START, END = "<!-- entered -->", "<!-- end of entered -->"
NOT_THINGS = {"ontology", "queries", "dataset", "graph", "metric", "observation", "vocabulary"}
"""What describes the graph itself."""
ANYTHING = {str(RDFS.Resource), str(RDFS.Class), str(RDFS.Literal), str(RDF.Property)}

# The kind of a thing is the segment of its IRI, or the part of the graph that it belongs to.
KIND = """BIND(REPLACE(STR(?{0}), "^https://w3id.org/eucn/(id/)?([a-z-]+)[/#].*$", "$2") AS ?kind)
  FILTER(STRSTARTS(STR(?{0}), "https://w3id.org/eucn/"))"""
STATED = f"SELECT DISTINCT ?kind ?term WHERE {{ ?s a ?term . {KIND.format('s')} }}"
SUBJECTS = f"SELECT DISTINCT ?kind ?term WHERE {{ ?s ?term ?o . {KIND.format('s')} }}"
OBJECTS = f"SELECT DISTINCT ?kind ?term WHERE {{ ?s ?term ?o . {KIND.format('o')} }}"


def closure(graph: Graph, predicate: URIRef) -> dict[Node, set[Node]]:
    """Each term with all above it."""
    terms = {term for pair in graph.subject_objects(predicate) for term in pair}
    return {term: set(graph.transitive_objects(term, predicate)) for term in terms}


def entered(store_path: Path) -> dict[str, set[str]]:
    """The classes of other vocabularies that things of each kind enter."""
    store = open_store(str(store_path))
    graph = Graph().parse(data=THEIRS)
    for name in ("eucn.ttl", "alignments.ttl", "axioms.ttl"):
        graph.parse(ONTOLOGY / name, format="turtle")
    classes, properties = closure(graph, RDFS.subClassOf), closure(graph, RDFS.subPropertyOf)
    found: dict[str, set[str]] = defaultdict(set)

    def add(kind: str, class_: Node) -> None:
        found[kind] |= {str(above) for above in classes.get(class_, {class_})}

    for row in store.select(with_prefixes(STATED)):
        add(str(row["kind"]), row["term"])
    for query, says in ((SUBJECTS, RDFS.domain), (OBJECTS, RDFS.range)):
        for row in store.select(with_prefixes(query)):
            for prop in properties.get(row["term"], {row["term"]}):
                for class_ in graph.objects(prop, says):
                    add(str(row["kind"]), class_)
    ours = str(EUCN)
    return {
        kind: {c for c in kinds if not c.startswith(ours)} - ANYTHING
        for kind, kinds in found.items()
    }


def table(found: dict[str, set[str]]) -> str:
    """The same as Markdown, for the docs."""
    names = sorted(prefixes().items(), key=lambda one: -len(one[1]))

    def short(iri: str) -> str:
        return next((f"{n}:{iri[len(s) :]}" for n, s in names if iri.startswith(s)), iri)

    rows = [
        f"| `{kind}/` | {', '.join(f'`{short(one)}`' for one in sorted(kinds))} |"
        for kind, kinds in sorted(found.items())
        if kinds and kind not in NOT_THINGS and ":" not in kind
    ]
    return "\n".join(["| things under | enter |", "|---|---|", *rows])


def written(text: str, found: dict[str, set[str]]) -> str:
    """The page with the table of now."""
    before, rest = text.split(START)
    return f"{before}{START}\n\n{table(found)}\n\n{END}{rest.split(END)[1]}"


def test_the_real_graph_enters_what_the_table_says(build_with_registers: Path) -> None:
    """Write the table with ``written`` where this fails, and read what has changed."""
    text = FILE.read_text(encoding="utf-8")
    found = entered(build_with_registers)
    assert written(text, found) == text
    # What a sample once missed: a concept by a match, an organisation by a range of ORG.
    organisations, concept = f"{ORG}Organization", str(SKOS.Concept)
    for kind in ("project", "event", "initiative", "programme", "policy", "agreement", "person"):
        assert organisations not in found[kind], kind
    assert [kind for kind, kinds in found.items() if concept in kinds] == ["vocabulary"]
