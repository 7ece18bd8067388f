"""Briefings: for every class, with sentences, numbers, sources; as page, Word and PDF."""

from __future__ import annotations

import dataclasses
import io
import re
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest
from docx import Document
from flask import Flask, g
from flask.testing import FlaskClient
from markupsafe import Markup
from pypdf import PdfReader

from graph.catalogue import Catalogue, Entry, Filters, SearchIndex
from graph.catalogue.briefing import Briefing
from graph.catalogue.classes import page_classes
from graph.iris import ID, VOCABULARY
from graph.network.model.filters import narrower
from graph.store import Store
from server.site.briefing.files import FORMATS
from server.site.briefing.follows import _next_to_end
from server.site.briefing.lists import _brokers as topic_brokers
from server.site.briefing.lists import gaps_of
from server.site.briefing.sentences import _joining as joining
from server.site.briefing.subject import Subject
from server.site.data import data_of
from server.site.lists import remarks_on
from server.site.show import compact, whole

ABOUT = [
    "topic/health",
    "country/cn",
    "cluster/lock-cluster",
    "project/harbour",
    "programme/horizon-2020",
    "graph",
]


@pytest.fixture(scope="module")
def known(store: Store) -> Catalogue:
    return data_of(store).catalogue


@pytest.mark.parametrize("category", page_classes())
def test_every_class_has_briefings(client: FlaskClient, known: Catalogue, category: str) -> None:
    for entry in sorted(known.of_class(category), key=lambda one: one.iri)[:2]:
        page = client.get("/briefing", query_string={"about": entry.iri})
        assert page.status_code == 200, entry.iri
        assert page.text.count('class="sentence"') == 3
        numbers = re.search(r'<dl class="numbers">(.*?)</dl>', page.text, re.DOTALL)
        assert numbers
        assert numbers[1].count("<dd>") == 5


@pytest.mark.parametrize("about", ABOUT)
@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_files_say_what_the_page_says(client: FlaskClient, about: str, language: str) -> None:
    page = client.get(f"/briefing?about={about}&lang={language}").text
    sentences = re.findall(r'<p class="sentence">(.*?)</p>', page)
    word = client.get(f"/briefing?about={about}&lang={language}&format=docx")
    assert word.mimetype == FORMATS["docx"]
    texts = [one.text for one in Document(io.BytesIO(word.data)).paragraphs]
    assert [Markup(one).striptags() for one in sentences] == texts[3:6]
    pdf = client.get(f"/briefing?about={about}&lang={language}&format=pdf")
    assert pdf.mimetype == FORMATS["pdf"]
    reader = PdfReader(io.BytesIO(pdf.data))
    for number, sheet in enumerate(reader.pages, 1):
        text = sheet.extract_text()
        assert "https://w3id.org/eucn/" in text
        assert str(number) in text.replace(" ", "")


def test_a_file_is_the_same_each_time(client: FlaskClient) -> None:
    first, second = (client.get("/briefing?about=topic/health&format=pdf").data for _ in "12")
    assert first == second


def test_an_unknown_format_is_refused(client: FlaskClient) -> None:
    assert client.get("/briefing?about=topic/health&format=odt").status_code == 400


def test_every_link_to_a_briefing_leads_somewhere(app: Flask, client: FlaskClient) -> None:
    for path in ("/id/project/harbour", "/id/country/de", "/document/harbour-page", "/briefing"):
        page = client.get(path).text
        for link in set(re.findall(r'href="(/briefing\?about=[^"]+)"', page)):
            assert client.get(link).status_code == 200, link


def test_what_is_told_of_an_organisation_leaves_it_out(client: FlaskClient) -> None:
    page = client.get("/briefing?about=organization/port-of-ningbo&lang=en").text
    assert "<dt>other organisations taking part</dt>" in page
    assert "Port of Ningbo not counted" in page


def test_counts_of_a_briefing_agree_with_its_lists(client: FlaskClient) -> None:
    page = client.get("/briefing?about=project/harbour&lang=en").text
    taking = re.search(r"<dt>organisations taking part</dt><dd>(\d+)</dd>", page)
    listed = re.search(r'id="b-who">Participants <span[^>]*>(\d+)<', page)
    assert taking
    assert listed
    assert taking[1] == listed[1]
    named = re.search(r"Involved most often.*?\((\d+)\)", page)
    counted = re.search(r"<dt>activities, with the connected ones</dt><dd>(\d+)</dd>", page)
    assert named
    assert counted
    assert int(named[1]) <= int(counted[1])


def test_what_a_source_once_called_ongoing_is_not_running(client: FlaskClient) -> None:
    page = client.get("/briefing?about=project/harbour&lang=en").text
    assert "on the day of the data</dt><dd>0</dd>" in page
    # The desk is a part of HARBOUR, which is over: its source is not told as of today.
    assert "Called ongoing by a source" not in page
    hub = client.get("/id/initiative/health-desk?lang=en")
    assert hub.status_code == 200
    assert "begun, no end recorded" in hub.text
    assert "as of" in hub.text


def test_disagreements_and_figures_say_what_they_are(client: FlaskClient) -> None:
    page = client.get("/briefing?about=project/harbour&lang=en").text
    (told,) = re.findall(r"Sources disagree about: HARBOUR \(.*", page)
    assert re.search(r"grant number: \S+ \(document\), \S+ \(document", told)
    assert re.search(r"EU staff of HARBOUR</a><span[^>]*> – 5", page)


def test_sources_are_numbered_in_the_order_of_their_first_mention(client: FlaskClient) -> None:
    page = client.get("/briefing?about=topic/health&lang=en").text
    named = [int(number) for number in re.findall(r'href="#source-(\d+)"', page)]
    assert list(dict.fromkeys(named)) == sorted(set(named))
    assert len(set(named)) > 2


def test_a_briefing_about_nothing_proposes_what_there_is(client: FlaskClient) -> None:
    answer = client.get("/briefing?about=topic/healthy&lang=en")
    assert answer.status_code == 404
    assert "Perhaps you meant:" in answer.text
    assert "/briefing?about=" in answer.text


def test_the_name_of_a_topic_is_the_topic(app: Flask, store: Store) -> None:
    """Whatever else is called so, in capitals or with signs around it."""
    known = data_of(store).catalogue
    company = Entry(f"{ID}organization/x", "Partner", {"en": "@HEALTH"})
    grown = dataclasses.replace(known, entries={**known.entries, company.iri: company})
    index = SearchIndex(grown)
    assert index.find("health")[0].iri == f"{VOCABULARY}topic/health"
    assert index.find("@health")[0].iri == company.iri
    for asked in ("health", "Health", "Gesundheit", "卫生健康"):
        answer = app.test_client().get("/briefing", query_string={"name": asked})
        assert answer.headers["Location"].endswith("topic%2Fhealth"), asked


def test_what_begins_and_ends_is_told_whole(client: FlaskClient) -> None:
    """Of how many no beginning is recorded; and of several that end next, all."""
    text = re.sub("<[^>]+>", "", client.get("/briefing?about=graph&lang=en").text)
    everything = re.search(r"Activities recorded in the graph: (\d+) ", text)
    begun = re.search(
        r"Activities begun between \d+ and \d+: (\d+); only announced for a date: (\d+); "
        r"no beginning recorded: (\d+)\.",
        text,
    )
    assert everything
    assert begun
    assert int(everything[1]) == sum(map(int, begun.groups()))


def test_what_was_only_announced_has_neither_begun_nor_ended(
    client: FlaskClient, known: Catalogue
) -> None:
    """A visit was planned for June 2019; no source says whether it took place."""
    about = "cluster/lock-cluster"
    [visit] = [
        one for one in known.of_class("Event") if f"{VOCABULARY}status/date-passed" in one.standings
    ]
    assert visit.start
    page = client.get(f"/briefing?about={about}&lang=en").text
    assert "only announced for a date: 1" in page
    assert "announced for a day that has passed (whether held is not recorded) 1" in page
    assert "Not drawn, since only announced: 1" in page or "in which they began" not in page
    assert "Activities begun in 2019: 2; only announced for a date: 1." in page
    assert "the day of the data: over 2, announced for a day" in page
    for language, words in (("de", "nicht verzeichnet) 1"), ("zh", "未见记录）1项")):
        assert words in client.get(f"/briefing?about={about}&lang={language}").text


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_all_that_end_next_are_told(app: Flask, language: str) -> None:
    def running(name: str, end: str) -> Entry:
        return Entry(f"{ID}project/{name}", "Project", {"en": name}, end=end)

    late = running("Late", "2027-01-31")
    firsts = [running(f"P{number}", "2026-11-30") for number in range(8)]
    with app.test_request_context(f"/?lang={language}"):
        one = _next_to_end(cast(Subject, SimpleNamespace(running=lambda: [late, firsts[0]])))
        all_of_them = _next_to_end(cast(Subject, SimpleNamespace(running=lambda: [late, *firsts])))
    assert "P0" in one
    assert "Late" not in one + all_of_them
    assert "8" in all_of_them
    assert all(f"P{number}" in all_of_them for number in range(6))
    assert "P6" not in all_of_them


def test_a_country_s_own_are_told_apart(client: FlaskClient, known: Catalogue) -> None:
    page = client.get("/briefing?about=country/de&lang=en").text
    told = re.search(
        r"of all countries: ([\d,]+)\. Seated there \(Germany\): (\d+); of the others, from the EU "
        r"(\d+), from China (\d+)(?:, from elsewhere or of unknown seat (\d+))?",
        page,
    )
    assert told
    every, *parts = (int(one.replace(",", "")) for one in told.groups("0"))
    assert sum(parts) == every
    listed = [re.search(rf'id="b-{key}">[^<]*<span[^>]*>(\d+)<', page) for key in WHERE]
    assert [int(one[1]) for one in listed if one] == [parts[0], every - parts[0]]
    germany = "https://w3id.org/eucn/id/country/de"
    for key, inside in (("brokers", True), ("brokers-elsewhere", False)):
        part = re.search(rf'id="b-{key}">.*?</section>', page, re.DOTALL)
        for slug in re.findall(r'<li[^>]*><a[^>]* href="/id/([^"?]+)', part[0] if part else ""):
            entry = known.entries[f"https://w3id.org/eucn/id/{slug}"]
            assert (germany in entry.countries | entry.places) == inside, slug


WHERE = ("seated", "elsewhere")


@pytest.mark.parametrize(
    ("about", "unsaid"),
    [
        # All that are of China are seated there; of nobody no side is told, nor of one all sides.
        ("country/cn", ("from China 0", "from elsewhere or of unknown seat 0")),
        ("person/anna-lock", ("taking part", "over 0", "by their dates 0", "registers: 0")),
    ],
)
def test_no_sentence_tells_what_cannot_be(
    client: FlaskClient, about: str, unsaid: tuple[str, ...]
) -> None:
    page = client.get(f"/briefing?about={about}&lang=en").text
    said = "".join(re.findall(r'<p class="sentence">.*?</p>', page, re.DOTALL))
    assert said
    assert not [words for words in unsaid if words in said]


def test_a_briefing_says_how_the_network_counts_otherwise(
    client: FlaskClient, known: Catalogue, store: Store
) -> None:
    """Of the country, of an organisation and of everything; and not where both count alike."""
    analysis = data_of(store).analysis
    told = re.compile(r"The network, which [^:]*: (?:from the EU )?(\d+)")
    for about in ("country/de", "country/cn", "graph"):
        page = client.get(f"/briefing?about={about}&lang=en").text
        code, found = about[-2:], told.search(page)
        seated = re.search(r"Seated there \([^)]*\): (\d+)|from the EU (\d+)", page)
        assert seated
        counted = sum(
            one.country == code or (about == "graph" and one.side == "eu")
            for one in analysis.view.actors.values()
        )
        assert int(found[1] if found else seated[1] or seated[2]) == counted, about
    for entry in known.of_class("Partner", "Cluster"):
        if entry.iri not in analysis.at:
            continue
        page = client.get("/briefing", query_string={"about": entry.iri, "lang": "en"}).text
        own = re.search(r"<dd>(\d+)</dd>", page.split("other organisations taking part")[-1])
        found = told.search(re.sub("<[^>]+>", "", page))
        degree = int(analysis.degree[analysis.at[entry.iri]])
        assert int(found[1] if found else own[1] if own else 0) == degree, entry.iri


def test_the_activities_of_both_sides_are_those_of_the_overview(
    client: FlaskClient, store: Store
) -> None:
    held = data_of(store).joint
    topic = "https://w3id.org/eucn/vocabulary/topic/health"
    for about, all_of_them in (
        ("topic/health", held.topics[topic]),
        ("country/de", held.territories["de"]),
    ):
        page = client.get(f"/briefing?about={about}&lang=en").text
        told = re.search(r"both the EU and China: (\d+)(?:; the overview[^.]* has (\d+))?\.", page)
        assert told
        assert int(told[2] or told[1]) == len(all_of_them)


def test_states_parties_and_funders_do_not_take_part(client: FlaskClient) -> None:
    page = client.get("/briefing?about=topic/health&lang=en").text
    who = re.search(r'id="b-who">.*?</section>', page, re.DOTALL)
    behind = re.search(r'id="b-behind">.*?</section>', page, re.DOTALL)
    assert who
    assert behind
    assert "/id/organization/european-union" in behind[0]
    assert "/id/organization/european-union" not in who[0]


def test_a_planned_part_of_what_is_over_is_told_with_that(client: FlaskClient) -> None:
    page = client.get("/briefing?about=topic/health&lang=en").text
    assert re.search(r"health school \(part of HARBOUR, which (?:ended on|is over)", page)


def test_amounts_are_rounded(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert whole(Decimal("1136.86")) == "1,137"
        assert compact(Decimal("136.5")) == "137"


def test_a_briefing_on_everything_has_the_projects_that_begin(client: FlaskClient) -> None:
    page = client.get("/briefing?about=graph&lang=en").text
    assert "<h1>The whole graph</h1>" in page
    charts = re.findall(r"<figcaption>(.*?)</figcaption>.*?<tbody>(.*?)</tbody>", page, re.DOTALL)
    title, bars = charts[0]
    assert title == "Projects of both sides that begin in the year"
    drawn = dict(re.findall(r'<th scope="row">(\d+)</th>.*?<span>(\d+)</span>', bars))
    rows = client.get("/network/years?format=json").get_json()["rows"]
    counted = {str(row["year"]): str(row["projects_begun"]) for row in rows}
    assert {year: counted[year] for year in drawn} == drawn
    assert any(int(count) for count in drawn.values())


def test_a_topic_has_its_own_gaps_and_the_brokers_on_it(app: Flask, store: Store) -> None:
    build = data_of(store)
    two_mode, known = build.analysis.network.two_mode, build.analysis.network.things
    with app.test_request_context("/?lang=en"):
        g.build_data = build
        for topic in build.catalogue.concepts_of("topic"):
            made = Subject(build, Briefing(topic.iri, "topic"))
            within = narrower(two_mode, frozenset({topic.iri}))
            for gap in gaps_of(made):
                assert gap.counted_in_view or gap.topics_of & within, (topic.iri, gap.things)
            for one in topic_brokers(made):
                settings = {iri for done in one.functions for iri in done.settings}
                assert all(known[iri].topics & within for iri in settings if iri in known)


def test_the_number_of_participants_is_the_same_everywhere(client: FlaskClient) -> None:
    made = client.get("/projects?format=json").json
    assert made
    for row in made["rows"]:
        page = client.get("/id/" + row["id"].partition("/id/")[2] + "?lang=en").text
        told = re.search(r">Who takes part <span[^>]*>(\d+)<", page)
        assert told is None or int(told[1]) == row["partners"], row["id"]


def test_projects_of_a_country_are_told_apart_by_why_they_are(app: Flask, store: Store) -> None:
    """One with a participant seated there, one of the country itself, one with a place there."""
    build, country = data_of(store), f"{ID}country/cn"
    seated = next(one.iri for one in build.catalogue.entries.values() if country in one.countries)
    projects = [
        Entry("urn:seated", "Project", partners={seated}, countries={country}),
        Entry("urn:own", "Project", countries={country}),
        Entry("urn:place", "Project", places={country}),
        Entry("urn:event", "Event", countries={country}),
    ]
    with app.test_request_context("/?lang=en"):
        g.build_data = build
        about = Subject(build, Briefing(country, "country"))
        about.counted = projects
        assert about.projects_there() == (1, 1, 1)
        assert any(told.startswith("Of the projects (3): ") for told in joining(about))
        listed = remarks_on(Filters(country=frozenset({country})), "projects", projects[:2])
        assert listed == [
            "Of the projects (2): with a participant seated there: 1; without one, but recorded "
            "for the country or territory itself: 1."
        ]
        assert not remarks_on(Filters(country=frozenset({country})), "projects", projects[:1])
