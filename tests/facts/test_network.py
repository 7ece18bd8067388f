"""What the documents tell of single actors and gaps, in network, timeline and gaps."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from graph.network.measures.analysis import Analysis
from graph.network.measures.cache import network_of
from graph.network.measures.functions import functions
from graph.store import Store

ID = "https://w3id.org/eucn/id/"


@pytest.fixture(scope="module")
def analysis(store: Store) -> Analysis:
    return Analysis(network_of(store), runs=0)


def test_functions_count_recorded_roles(store: Store, analysis: Analysis) -> None:
    found = functions(analysis)
    rows = store.select(
        "PREFIX eucn: <https://w3id.org/eucn/ontology#> SELECT ?e WHERE { ?n eucn:participationIn "
        f"?e ; eucn:participant <{ID}project/enrich-in-china> ; eucn:role ?r }}"
    )
    enrich = found[f"{ID}project/enrich-in-china"]
    # The tour and the mission of April 2019 may be one: the paper counts five missions.
    assert len(rows) == 6
    assert [(one.kind, one.activity) for one in enrich] == [("convener-in-china", 5)]
    # The paper counts seven contact points in six cities, two of them in Shanghai.
    een = found[next(iri for iri in found if iri.endswith("/enterprise-europe-network"))]
    assert [(one.kind, one.activity) for one in een if one.places] == [("contact-point", 6)]


def test_bodies_of_the_eu_have_no_country(analysis: Analysis) -> None:
    commission = analysis.network.two_mode.actors[f"{ID}organization/european-commission"]
    assert (commission.side, commission.country) == ("eu", None)


def test_the_timeline_tells_the_dates_of_the_documents(client: FlaskClient) -> None:
    rows = client.get("/timeline?format=json").get_json()["rows"]
    found = {row["name"]: row for row in rows}
    # The fact sheet of SENET: 01 January 2019 to 30 June 2021.
    assert (found["SENET"]["start"], found["SENET"]["end"]) == ("2019-01-01", "2021-06-30")
    # The paper: first established in December 1998, renewed for the third time in December 2014.
    page = client.get("/timeline?lang=en").get_data(as_text=True)
    assert "; December 2014 (renewal)" in page
    # Twenty years between the two are not drawn.
    assert 'class="break"' in page


def test_own_words_of_a_record_are_told_once_in_the_language_of_the_page(
    client: FlaskClient,
) -> None:
    told = {
        "en": "The landscape of health research is still fragmented",
        "de": "Die Landschaft der Gesundheitsforschung ist noch zersplittert",
        "zh": "卫生健康研究格局仍然分散",
    }
    for language in told:
        page = client.get(f"/gaps?lang={language}").get_data(as_text=True)
        assert {one: page.count(told[one]) for one in told} == {
            one: int(one == language) for one in told
        }


def test_who_convenes_alone_is_the_same_for_brokers_and_gaps(
    store: Store, analysis: Analysis, client: FlaskClient
) -> None:
    """bioXclusters plus visited the event at which the Fenglin Group signed (004, line 311);
    nobody takes part in a call yet. The chamber in China offers services too (004, table 1).
    """
    found = functions(analysis)
    alone = {iri.rpartition("/")[2] for iri, held in found.items() for one in held
             if one.kind == "convener-in-china"}  # fmt: skip
    assert "enrich-in-china" in alone
    assert not {"bioxclusters-plus", "mobigoin-action"} & alone
    supports = {iri.rpartition("/")[2] for iri, held in found.items() for one in held
                if one.kind == "support-body"}  # fmt: skip
    assert {"eu-sme-centre", "euraxess-china", "eu-chamber-of-commerce-in-china"} <= supports
