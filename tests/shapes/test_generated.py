"""The shapes that are written from the ontology are those the ontology asks for now."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
from rdflib import OWL, RDF, RDFS, Graph

from graph.iris import EUCN
from graph.paths import ONTOLOGY


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_shapes", ONTOLOGY / "make_shapes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def ontology() -> Graph:
    return Graph().parse(ONTOLOGY / "eucn.ttl", format="turtle")


def test_written_shapes_are_current(script: ModuleType, ontology: Graph) -> None:
    """Run ``python ontology/make_shapes.py`` where this fails."""
    document = (ONTOLOGY / "shapes" / "document.ttl").read_text(encoding="utf-8")
    values = (ONTOLOGY / "shapes" / "values.ttl").read_text(encoding="utf-8")
    assert script.document_shapes(ontology) == document
    assert script.value_shapes(ontology) == values
    subjects = (ONTOLOGY / "shapes" / "subjects.ttl").read_text(encoding="utf-8")
    assert script.subject_shapes(ontology) == subjects


def test_new_property_gets_its_shapes(script: ModuleType, ontology: Graph) -> None:
    ontology.parse(
        data="""
        @prefix eucn: <https://w3id.org/eucn/ontology#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        eucn:chairedBy a owl:ObjectProperty ; rdfs:range eucn:Entity ; eucn:inRecords true ;
            eucn:rangeIncludes eucn:Cluster , eucn:Organization ; eucn:functionalInDocument true .
        """
    )
    document = script.document_shapes(ontology)
    assert "shape:chairedBy a sh:PropertyShape" in document
    assert "shape:chairedBy-single a sh:PropertyShape" in document
    # A cluster is an organisation: one class is enough.
    assert "sh:path eucn:chairedBy ; sh:class eucn:Organization ;" in script.value_shapes(ontology)


def test_unknown_range_is_told(script: ModuleType, ontology: Graph) -> None:
    ontology.add((EUCN.odd, RDF.type, OWL.DatatypeProperty))
    ontology.add((EUCN.odd, RDFS.range, OWL.real))
    with pytest.raises(ValueError, match="odd"):
        script.value_constraint(ontology, EUCN.odd)
