"""Entity pages tell what the documents say."""

from __future__ import annotations

from flask.testing import FlaskClient

from graph.catalogue.entity import describe
from graph.iris import ID
from graph.store import Store

SENET = f"{ID}project/senet"


def test_senet_has_two_grant_numbers_each_with_its_document(store: Store) -> None:
    # The two sheets about SENET print different numbers: sources/senet-evi.yaml, senet-launch.yaml.
    numbers = {
        str(one.object): [evidence.document.rsplit("/", 1)[-1] for evidence in one.evidence]
        for one in describe(store, SENET).of("grantNumber")
    }
    assert numbers == {"661780": ["senet-evi"], "825904": ["senet-launch"]}


def test_evidence_names_the_page_where_the_document_has_pages(
    client: FlaskClient, store: Store
) -> None:
    """The paper prints 10 above the story of CLARA, 17 above the second half of 4.3."""
    clara = f"{ID}agreement/clara-oncology-convention"
    places = describe(store, clara).of("objective")[0].evidence[0].places
    assert [place.page for place in places] == [10]
    neec = describe(store, f"{ID}organization/neec").of("objective")[0].evidence[0].places
    assert [place.page for place in neec] == [17]
    page = client.get("/id/agreement/clara-oncology-convention?lang=en").text
    assert "· page 10 ·" in page
    assert "· page" not in client.get("/id/project/idih?lang=en").text
    rows = client.get("/sources/discussion-paper-china?format=json").json["rows"]
    assert {row["page"] for row in rows} == set(range(3, 19))
