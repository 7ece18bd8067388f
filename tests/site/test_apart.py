"""What is made in a process that ends comes over as it is, and each text once."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from graph.catalogue import Catalogue, Entry, SearchIndex
from server.site.apart import made_apart


@dataclass(frozen=True, slots=True)
class Made:
    """Something that holds texts."""

    texts: tuple[str, ...]
    process: int


def test_it_is_made_elsewhere_and_equal_texts_become_one() -> None:
    def make() -> Made:
        return Made(tuple("".join(["long ", "text"]) for _ in range(3)), os.getpid())

    texts = make().texts
    assert texts[0] is not texts[1]
    found = made_apart(make)
    assert found is not None
    assert found.texts == texts
    assert found.texts[0] is found.texts[1] is found.texts[2]
    assert found.process != os.getpid()


def test_what_fails_there_is_none_and_told(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise LookupError("nothing there")

    assert made_apart(fail) is None
    assert made_apart(lambda: lambda: None) is None  # what cannot be handed over
    assert "nothing there" in capfd.readouterr().err


def test_a_search_index_comes_over() -> None:
    entry = Entry("https://w3id.org/eucn/id/organization/a", "Organization")
    entry.labels["en"] = "Academy of Words"
    entry.documents["https://w3id.org/eucn/id/document/harbour-page"] = 1
    entry.told.add("A seminar on sluices")
    found = made_apart(lambda: SearchIndex(Catalogue({entry.iri: entry})))
    assert found is not None
    assert [hit.iri for hit in found.find("academy")] == [entry.iri]
    assert [hit.name for hit in found.find("academy")] == ["Academy of Words"]
    assert [hit.iri for hit in found.find("sluices words")] == [entry.iri]  # what is told of it
