"""The journey "find", over the records: who can help, who has done it, with whom."""

from __future__ import annotations

from flask.testing import FlaskClient


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


def test_calls_and_events_are_told_with_their_times(client: FlaskClient) -> None:
    page = client.get("/find?as=university").text
    calls = section(page, "calls")
    work = calls.partition("h2020-ict-work-programme-2018-2020")[2].partition("</li>")[0]
    assert "ended 2020" in work
    # Decision No 1982/2006/EC, article 1.
    assert "ended 2013" in calls.partition("/id/programme/fp7")[2].partition("</li>")[0]
    assert calls.index("/id/programme/fp7") < calls.index("h2020-ict-work-programme")
    events = section(client.get("/find?topic=health").text, "events")
    assert "All events with a date lie before" in events
    assert "(29 November 2021 – 3 December 2021" in events
    assert events.index("2021") < events.index("2018")
    assert "does not mean that one can still apply" in calls


def test_helpers_on_a_topic_are_on_it_or_for_every_field(client: FlaskClient) -> None:
    health = section(client.get("/find?topic=health").text, "support")
    assert "/id/organization/acea" not in health
    assert (
        "no field stated"
        not in health.partition("networking-and-knowledge")[2].partition("</li>")[0]
    )
    assert "no field stated" in health.partition("/id/organization/accio")[2].partition("</li>")[0]
    cars = section(client.get("/find?topic=automotive").text, "support")
    assert "no field stated" not in cars.partition("/id/organization/acea")[2].partition("</li>")[0]
    # The agreement that sets the package up is on biotechnology.
    assert "fenglin-consultancy-package" not in health
    bio = section(client.get("/find?topic=biotechnology").text, "support")
    assert "fenglin-consultancy-package" in bio
    assert "no field stated" not in section(client.get("/find?side=eu").text, "support")


def test_who_says_what_a_helper_does_is_its_source(client: FlaskClient) -> None:
    """Three activities of the Steinbeis Europa Zentrum (002); that it is a helper is inferred."""
    support = section(client.get("/find?as=cluster&side=eu&topic=health").text, "support")
    (helper,) = [one for one in support.split("<li") if "steinbeis-europa-zentrum" in one]
    assert "/document/europaeisch-chinesische-zusammenarbeit" in helper


def test_nobody_has_done_what_was_only_planned(client: FlaskClient) -> None:
    """The summer school and the symposium of 2019 are announced by the paper (004, line 629)."""
    peers = section(client.get("/find?as=cluster&side=eu&topic=health").text, "peers")
    assert "/id/cluster/clara" in peers
    assert "cancer-master-summer-school-2019" not in peers
    assert "clara-sjtu-research-symposium-7" not in peers


def test_a_partnership_of_clusters_is_like_a_cluster(client: FlaskClient) -> None:
    peers = section(client.get("/find?as=cluster&side=eu&topic=health").text, "peers")
    assert "/id/cluster-partnership/bioxclusters-plus" in peers
    china = section(client.get("/find?as=cluster&side=china&topic=health").text, "peers")
    assert "/id/cluster-partnership/bioxclusters-plus" not in china


def test_a_document_on_other_topics_too_gives_no_lessons_on_one(client: FlaskClient) -> None:
    lessons = section(client.get("/find?side=eu&topic=health").text, "lessons")
    assert "premium cars" not in lessons
    assert "premium cars" in section(client.get("/find?side=eu").text, "lessons")


def test_what_may_be_another_is_marked(client: FlaskClient) -> None:
    """The two Steinbeis bodies may be one, which no document settles."""
    page = client.get("/find?as=cluster&side=eu&topic=health&lang=en").text
    assert "possibly the same as" in page


def test_a_name_alone_makes_no_helper(client: FlaskClient) -> None:
    """Of the centre in Jiangsu the page of 003 has the name, from which its kind is inferred."""
    china = section(client.get("/find?side=china&topic=energy").text, "support")
    assert "jiangsu-international-technology-transfer-center" not in china
    # Inferred of the Steinbeis Europa Zentrum too, of which 002 tells what it does.
    eu = section(client.get("/find?side=eu").text, "support")
    assert "/id/organization/steinbeis-europa-zentrum" in eu
