"""Nodes of identifiers for the numbers that documents give, as registers have them.

``eucn:grantNumber "825904"`` of a document and the grant agreement of a register meet in one
node, ``identifier/grant-agreement-825904``: who asks for a number finds both. A number that a rule
holds for the wrong one stays a ``eucn:grantNumber`` of who wrote it, and is no identifier.
"""

from __future__ import annotations

from rdflib import RDF, SKOS, Literal, URIRef

from graph import iris
from graph.assembly.conflict_nodes import Best
from graph.assembly.quads import Quads
from graph.iris import EUCN


def derive_identifiers(quads: Quads, best: Best) -> None:
    """A node for each value of a property that says which scheme its numbers belong to."""
    derived = iris.DERIVED_GRAPH
    for key, scheme in quads.pairs(EUCN.identifierScheme):
        assert isinstance(key, URIRef)
        for thing, number in quads.pairs(key):
            if number not in best.get((thing, key), {number}):
                continue
            node = iris.identifier_node(str(scheme).rpartition("/")[2], str(number))
            quads.add(thing, EUCN.identifier, node, derived)
            quads.add(node, RDF.type, EUCN.Identifier, derived)
            quads.add(node, EUCN.scheme, scheme, derived)
            quads.add(node, SKOS.notation, Literal(str(number)), derived)
