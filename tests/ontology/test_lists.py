"""Classes with pages, their lists and their order are said in the ontology and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.catalogue.classes import list_pages, page_classes, ranks
from graph.paths import ONTOLOGY

CLASSES = page_classes()


def test_every_list_has_classes_and_every_class_a_list_that_there_is() -> None:
    lists = list_pages()
    assert {path for one in CLASSES.values() for path in one.lists} <= lists.keys()
    assert [path for path, one in lists.items() if one.columns and not one.classes] == []


def test_no_two_have_one_place() -> None:
    for orders in (
        [one.order for one in CLASSES.values()],
        [one.order for one in list_pages().values()],
    ):
        assert len(set(orders)) == len(orders)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("DialogueSession", "Event"),
        ("Country", "Place"),
        ("Cluster", "Organization"),
        ("Partner", "Organization"),
        ("Cluster", "Partner"),
    ],
)
def test_a_thing_of_two_classes_is_shown_as_the_narrower(narrow: str, wide: str) -> None:
    """Of cluster and partner neither is narrower: a source states the one, the build the other."""
    assert ranks()[narrow] < ranks()[wide]


def test_a_new_class_needs_a_line_of_turtle_and_no_code(tmp_path: Path) -> None:
    (tmp_path / "vocabularies").mkdir()
    own = (ONTOLOGY / "eucn.ttl").read_text("utf-8")
    own += """
eucn:Fund a owl:Class ; rdfs:subClassOf eucn:Entity ; eucn:pageOrder 99 ;
    eucn:listedUnder <https://w3id.org/eucn/vocabulary/list/projects> .
"""
    (tmp_path / "eucn.ttl").write_text(own, "utf-8")
    lists = (ONTOLOGY / "vocabularies" / "list.ttl").read_text("utf-8")
    (tmp_path / "vocabularies" / "list.ttl").write_text(lists, "utf-8")
    assert page_classes(tmp_path)["Fund"].lists == ("projects",)
    assert list_pages(tmp_path)["projects"].classes == ("Project", "Fund")
