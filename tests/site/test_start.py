"""The counts of the start page: each says what it counts, and its parts make the whole."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from graph.catalogue import Entry
from graph.iris import VOCABULARY
from graph.store import Store
from server.site.data import data_of
from server.site.start import _chosen


def project(name: str, *sides: str) -> tuple[Entry, list[Entry]]:
    """Return a project and one organisation for each side that takes part in it."""
    who = [
        Entry(f"urn:{name}-{side}", "Partner", sides={f"{VOCABULARY}side/{side}"}) for side in sides
    ]
    return Entry(f"urn:{name}", "Project", partners={one.iri for one in who}), who


def test_each_project_counts_by_what_chose_it(app: Flask) -> None:
    made = [
        project("joint", "eu", "china"),
        project("china", "china", "hong-kong"),
        project("harbour", "eu", "hong-kong"),
        project("titled", "eu"),
        project("aimed", "eu"),
        project("told", "eu"),
    ]
    build: Any = SimpleNamespace(
        # Another organisation of "titled" was on the EU side on its day.
        analysis=SimpleNamespace(across={"urn:joint", "urn:titled", "urn:an event"}),
        catalogue=SimpleNamespace(entries={one.iri: one for _, who in made for one in who}),
        selected={
            "urn:joint": {"partner", "title"},
            "urn:china": {"partner"},
            "urn:harbour": {"partner"},
            "urn:titled": {"title", "objective"},
            "urn:aimed": {"objective"},
        },
    )
    with app.test_request_context("/?lang=en"):
        told = _chosen(build, [one for one, _ in made])
    assert told == [
        "with a participant from China: 2, of them 1 with one from the EU too",
        "with one from Hong Kong SAR or Macao SAR and none recorded from China: 1",
        "by their title or topic alone: 1",
        "by their objective alone: 1",
        "from documents, without such a participant: 1",
    ]


def test_sessions_count_once(client: FlaskClient, store: Store) -> None:
    page = client.get("/?lang=en").text

    def told(path: str) -> tuple[int, list[int]]:
        found = re.search(
            rf'<a href="/{path}[^"]*"><b>(\d+)</b>[^<]*</a><span[^>]*>(.*?)</span>', page
        )
        assert found
        return int(found[1]), [int(one) for one in re.findall(r"\d+", found[2])]

    catalogue = data_of(store).catalogue
    dialogues, [sessions] = told("dialogues")
    assert dialogues == len(catalogue.of_class("Dialogue"))
    assert sessions == len(catalogue.of_class("DialogueSession"))
    events, parts = told("events")
    assert sum(parts) == events
    assert sessions in parts


def test_claims_of_documents_and_of_the_curator_are_all_there(
    client: FlaskClient, store: Store
) -> None:
    page = client.get("/?lang=en").text
    build = data_of(store)
    told = [
        re.search(rf"([\d,]+) {words}", page)
        for words in ("claims from", "inferences of a curator")
    ]
    counts = [int(one[1].replace(",", "")) for one in told if one]
    assert len(counts) == 2
    assert sum(counts) == sum(
        build.contribution(one.iri).count() for one in build.catalogue.documents()
    )
