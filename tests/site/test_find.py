"""The journey "find": who can help, who has done it, with whom; each with its source."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from server.site.find import KINDS, PARTS, SIDES, query

HEALTH = "https://w3id.org/eucn/vocabulary/topic/health"


def section(page: str, key: str) -> str:
    return page.partition(f'id="h-{key}"')[2].partition("</section>")[0]


def test_support_is_told_with_offices_and_sources(client: FlaskClient) -> None:
    """The table of support organisations (004, lines 411-459)."""
    page = client.get("/find?as=cluster&side=eu").text
    support = section(page, "support")
    for name in ("Enterprise Europe Network", "EU SME Centre", "EURAXESS China", "Chamber"):
        assert name in support
    assert "Wuhan" in support
    assert "/document/discussion-paper-china" in support


def test_a_topic_narrows_partners_events_and_lessons(client: FlaskClient) -> None:
    page = client.get("/find?side=eu&topic=health").text
    assert "/id/organization/beijing-university-of-chinese-medicine" in section(page, "partners")
    assert "/id/organization/museum-of-nanchino" not in section(page, "partners")
    assert "/id/event/enrich-matchmaking-tour-2019-04" in section(page, "events")
    assert "fragmented" in section(page, "lessons")
    assert "/id/initiative/success-story-clara-sjtu" in section(page, "stories")


def test_peers_are_of_the_kind_that_asks(client: FlaskClient) -> None:
    """CLARA worked with Shanghai Jiao Tong University before (004, section 3.1)."""
    peers = section(client.get("/find?as=cluster&side=eu").text, "peers")
    assert "/id/cluster/clara" in peers
    assert "/id/organization/shanghai-jiao-tong-university" in peers
    assert "/id/organization/steinbeis-2i-gmbh" not in peers


@pytest.mark.parametrize("own", SIDES)
@pytest.mark.parametrize("kind", ["", *KINDS])
def test_every_part_is_a_query_that_runs(client: FlaskClient, own: str, kind: str) -> None:
    for name in PARTS:
        text = query(name, own, kind, HEALTH)
        answer = client.post(
            "/sparql",
            data=text,
            content_type="application/sparql-query",
            headers={"Accept": "text/csv"},
        )
        assert answer.status_code in (200, 404), (name, answer.text)
        assert "{" in text
        assert "{topic" not in text


def test_unknown_choices_are_refused(client: FlaskClient) -> None:
    for address in ("/find?topic=helth", "/find?side=moon", "/find?as=cat", "/find?colour=red"):
        assert client.get(address).status_code == 400, address


@pytest.mark.parametrize("code", ["en", "de", "zh"])
def test_the_form_and_an_empty_answer(client: FlaskClient, code: str) -> None:
    page = client.get(f"/find?lang={code}")
    assert page.status_code == 200
    assert "<section" not in page.text.partition("<main")[2].partition("</main>")[0]
