"""Judgements as RDF: nodes of their own graph, so that a page can show why two things are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import RDF, XSD, Literal, URIRef

from graph import iris
from graph.identity.judgements import PART_OF, Judgement

JUDGEMENTS_GRAPH = iris.GRAPH["judgements"]
Quad = tuple[URIRef, URIRef, URIRef | Literal, URIRef]
_NOTATION = {PART_OF: "part-of"}


def node(judgement: Judgement) -> URIRef:
    """Return the IRI of a judgement."""
    return iris.resource(f"judgement/{judgement.id}")


def quads(judgements: Iterable[Judgement]) -> Iterator[Quad]:
    """Nine statements a judgement, all in ``graph/judgements``, in the order of the judgements.

    ``left`` and ``right`` keep the ids that were judged, also where they were replaced since.
    """
    term = iris.EUCN
    for one in judgements:
        subject = node(one)
        notation = _NOTATION.get(one.relation, one.relation)
        for predicate, value in (
            (RDF.type, term.IdentityJudgement),
            (term.left, iris.resource(one.left)),
            (term.right, iris.resource(one.right)),
            (term.relation, iris.concept("identity-relation", notation)),
            (term.score, Literal(f"{one.score:.2f}", datatype=XSD.decimal)),
            (term.rule, iris.concept("identity-rule", one.rule)),
            (term.reason, Literal(one.reason, lang="en")),
            (term.method, iris.concept("method", "curated" if one.by_person else "computed")),
            (term.date, Literal(one.date, datatype=XSD.date)),
        ):
            yield subject, URIRef(str(predicate)), value, JUDGEMENTS_GRAPH
