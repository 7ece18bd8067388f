"""Queries that a page of an entity offers, for the query page."""

from __future__ import annotations

from graph.iris import EUCN, GRAPH
from graph.questions import with_prefixes


def query_for(iri: str) -> str:
    """Return a query that shows every claim about an entity, for the query page."""
    return with_prefixes(
        "SELECT ?property ?value ?document ?confidence WHERE {\n"
        f"  ?claim rdf:subject <{iri}> ;\n"
        "         rdf:predicate ?property ;\n"
        "         rdf:object ?value ;\n"
        "         prov:wasDerivedFrom ?document ;\n"
        "         eucn:confidence ?confidence .\n"
        "}\nORDER BY ?property ?value"
    )


def query_for_rows(iri: str) -> str:
    """Return a query that shows what registers state of an entity, with the row."""
    return with_prefixes(
        "SELECT ?property ?value ?row ?page WHERE {\n"
        f"  <{iri}> eucn:statedInRow ?row .\n"
        "  ?row eucn:dataset ?dataset ; eucn:officialPage ?page .\n"
        f"  GRAPH ?graph {{ <{iri}> ?property ?value }}\n"
        f'  FILTER(STR(?graph) = CONCAT("{GRAPH}", STRAFTER(STR(?dataset), "/dataset/")))\n'
        "}\nORDER BY ?property ?value"
    )


def query_for_incoming(iri: str, key: str) -> str:
    """Return a query that lists everything that names an entity by a property."""
    predicate = key if key.startswith("http") else str(EUCN) + key
    return with_prefixes(
        f"SELECT DISTINCT ?thing WHERE {{\n  ?thing <{predicate}> <{iri}> .\n}}\nORDER BY ?thing"
    )


def query_for_relations(iri: str) -> str:
    """Return a query that lists every participation, membership and the like of an entity."""
    return with_prefixes(
        "SELECT DISTINCT ?relation ?property ?value WHERE {\n"
        f"  {{ ?relation ?link <{iri}> }} UNION {{ <{iri}> ?link ?relation }}\n"
        "  ?relation a eucn:Relation ; ?property ?value .\n"
        "}\nORDER BY ?relation ?property"
    )
