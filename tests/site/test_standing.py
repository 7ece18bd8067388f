"""How an entry stands today, what sources do not say, and the order of a page."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_status_of_today_with_its_date(client: FlaskClient) -> None:
    page = client.get("/id/project/harbour?lang=en", headers={"Accept": "text/html"}).text
    told = page.partition('class="standing"')[2].partition("</p>")[0]
    assert "ended" in told
    assert "30 June 2021" in told


def test_a_status_without_a_date_is_what_a_source_said(client: FlaskClient) -> None:
    page = client.get("/id/project/quay?lang=en", headers={"Accept": "text/html"}).text
    told = page.partition('class="standing"')[2].partition("</p>")[0]
    assert "as last stated" in told
    assert "approved" in told
    unstated = page.partition('id="h-unstated"')[2].partition("</section>")[0]
    for name in ("start date", "coordinator", "partner"):
        assert name in unstated


def test_what_was_planned_is_not_told_as_planned_still(client: FlaskClient) -> None:
    page = client.get("/id/event/lock-visit-2019?lang=en", headers={"Accept": "text/html"})
    assert "planned, date passed" in page.text


def test_the_coordinator_comes_first(client: FlaskClient) -> None:
    page = client.get("/id/project/harbour?lang=en", headers={"Accept": "text/html"}).text
    told = page.partition("Who takes part")[2].partition("</section>")[0]
    places = [
        told.index(f"/id/organization/{slug}") for slug in ("port-of-ghent", "institute-of-tides")
    ]
    assert places == sorted(places)


def test_headings_read_right_from_the_other_end(client: FlaskClient) -> None:
    page = client.get("/id/project/harbour?lang=en", headers={"Accept": "text/html"}).text
    assert "Has part" in page.partition('id="h-in"')[2]


def test_proposals_have_an_address(client: FlaskClient) -> None:
    rows = client.get("/search/suggest?q=PoG").get_json()
    assert rows[0]["address"] == "/id/organization/port-of-ghent"
    assert rows[0]["found"] == "PoG"
