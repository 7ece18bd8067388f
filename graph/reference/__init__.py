"""The reference of the ontology: what the Turtle in ``ontology/`` declares, for readers."""

from graph.reference.page import ontology_page
from graph.reference.terms import Reference, load_reference

__all__ = ["Reference", "load_reference", "ontology_page"]
