"""The pages over invented documents (tests/ports.py), through the application."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, SKOS, Graph, Literal

from graph.iris import EUCN, VOCABULARY
from graph.network.measures import keeping
from graph.network.measures.brokers import brokers
from graph.network.measures.cache import gaps_of, view_of
from graph.network.measures.gap import GROUPS, KINDS, slug
from graph.network.measures.keeping import counted, keep, kept
from graph.network.measures.reusing import results
from graph.network.model.filters import Filter
from graph.network.telling.results_rdf import CUBE, METRIC, OA, QB, analysis_triples
from graph.network.telling.sentences import Speaker
from graph.network.telling.texts import brokers_text, gaps_text
from graph.store import Store
from server.app import create_app
from server.network.evidence import rows_told
from server.settings import Settings

PAGES = (
    *("/network", "/network?ties=cross", "/network/matrix", "/brokers", "/gaps", "/timeline"),
    *("/network?topic=health", "/network?focus=cluster/lock-cluster&steps=2"),
    *("/network?actors=members", "/network?states=1&weighting=count"),
    *("/network/overview", "/network/overview?topic=health", "/network/embed", "/network?at=2019"),
    *("/network?colour=kind&bands=community", "/network?colour=year&bands=year&ties=sdsm"),
    *("/network/embed?colour=community&ties=cross", "/network/years", "/network/years?split=2020"),
    *("/network/specialisation?least=1", "/network/specialisation?by=province&least=2"),
    *("/network?province=zhejiang", "/network/specialisation?least=900"),
    *("/brokers/cluster/lock-cluster", "/network/actor?id=cluster/lock-cluster"),
    "/network/tie?a=organization/port-of-ghent&b=organization/port-of-ningbo",
)


@pytest.fixture(scope="module")
def built(opened_ports: Store) -> Store:
    return opened_ports


@pytest.fixture(scope="module")
def client(built: Store) -> FlaskClient:
    return create_app(Settings(access_log="none"), built).test_client()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_pages_answer_in_every_language(client: FlaskClient, path: str, language: str) -> None:
    joined = f"{path}{'&' if '?' in path else '?'}lang={language}"
    answer = client.get(joined)
    assert answer.status_code == 200
    text = answer.text
    assert f'<html lang="{"zh-Hans" if language == "zh" else language}"' in text
    assert not re.search(r"\bnan\b|None|\{n\}", re.sub(r"<script.*?</script>", "", text))
    assert "style=" not in text
    assert not re.search(r"<script(?![^>]*src=)", text)


def test_the_panel_is_the_page_without_its_frame(client: FlaskClient) -> None:
    text = client.get("/network/actor?id=cluster/lock-cluster&part=panel").text
    assert "<html" not in text
    assert "Lock Cluster" in text


@pytest.mark.parametrize(
    "path",
    [
        "/network/actor?id=organization/nobody",
        "/network/tie?a=x&b=y",
        "/brokers/organization/nobody",
        "/network/file/eu-china-network.exe",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/network", "/brokers", "/gaps", "/timeline", "/network/matrix"])
def test_filters_that_leave_nothing_say_so(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?confidence=1&from=2090&undated=0")
    assert answer.status_code == 200
    assert 'class="notice' in answer.text or path == "/gaps"


def test_a_wrong_value_is_told_and_left_out(client: FlaskClient) -> None:
    text = client.get("/network?from=20x&lang=en").text
    assert "from=20x is not a year from 1000 to 2999." in text
    text = client.get("/brokers?topic=helth&lang=en").text
    assert "There is no topic “helth” in this network. Did you mean health" in text
    assert client.get("/network/file/eu-china-network.svg?from=20x").status_code == 400


def test_names_in_the_address_do_not_become_markup(client: FlaskClient) -> None:
    for name in ("topic", "focus", "country", "document", "tie"):
        text = client.get(f"/network?{name}=<script>alert(1)</script>").text
        assert "<script>alert" not in text


def test_tables_are_the_same_as_the_commands(client: FlaskClient, built: Store) -> None:
    analysis = view_of(built, Filter())
    page = client.get("/brokers?format=json&lang=en").get_json()
    command = json.loads(brokers_text(analysis, "en", "json"))
    assert page["rows"] == command["rows"]
    for name in ("definition", "built", "filter", "notes"):
        assert page[name] == command[name]
    gaps = client.get("/gaps?format=json&lang=en").get_json()
    assert gaps["rows"] == json.loads(gaps_text(built, analysis, "en", "json"))["rows"]


def test_rows_have_the_agreed_shape(client: FlaskClient) -> None:
    table = client.get("/brokers?format=json&all=1").get_json()
    assert {"built", "definition", "filter", "rows"} <= set(table)
    assert {"id", "name", "side", "scores", "sentence", "pairs", "claims"} <= set(table["rows"][0])
    table = client.get("/gaps?format=json&lang=en").get_json()
    for row in table["rows"]:
        assert {"kind", "sentence", "score", "query", "claims"} <= set(row)
        assert table["queries"][row["query"]["name"]].startswith("#")
        assert row["group"] in GROUPS
        assert row["closes"]
        assert row["sentence"].rstrip().endswith((".", "。"))
    assert "NaN" not in client.get("/brokers?format=json&all=1").text


@pytest.mark.parametrize("code", ["de", "zh"])
def test_the_query_of_a_gap_is_called_in_the_language_of_the_page(
    client: FlaskClient, built: Store, code: str
) -> None:
    gap = gaps_of(built, view_of(built, Filter()))[0]
    page = client.get(f"/gaps/{slug(gap)}/query?lang={code}").get_data(as_text=True)
    asked = page.partition('name="query"')[2].partition("</textarea>")[0]
    comments = [line for line in asked.splitlines() if "#" in line[:1]]
    title = Speaker(view_of(built, Filter()).network, code).say(f"gap-kind.{gap.kind}")
    assert f"# {title}" in asked
    assert all(title in line for line in comments)


def test_each_gap_leads_to_its_query_with_its_rows(client: FlaskClient, built: Store) -> None:
    """At a short address: the names in a query may be too many for one."""
    found = gaps_of(built, view_of(built, Filter()))
    assert len({slug(gap) for gap in found}) == len(found)
    page = client.get("/gaps?lang=en").get_data(as_text=True)
    for gap in found:
        address = f"/gaps/{slug(gap)}/query"
        assert f'"{address}' in page
        assert len(address) < 300
    answer = client.get(f"/gaps/{slug(found[0])}/query")
    assert answer.status_code == 200
    assert "VALUES" in answer.get_data(as_text=True)
    assert client.get("/gaps/not-a-gap/query").status_code == 404
    # Nothing is counted of what is no matter of numbers.
    assert client.get(f"/gaps/{slug(found[0])}/counts").status_code == 404


def test_every_claim_behind_a_tie_or_gap_is_in_the_graph(client: FlaskClient, built: Store) -> None:
    claims = {
        str(row["c"])
        for row in built.select("SELECT ?c WHERE { ?c a <https://w3id.org/eucn/ontology#Claim> }")
    }
    ties = client.get("/network/file/eu-china-network.json").get_json()["rows"]
    assert ties
    for row in ties:
        assert row["claims"]
        assert set(row["claims"]) <= claims
    for row in client.get("/gaps?format=json").get_json()["rows"]:
        assert set(row["claims"]) <= claims


def test_files(client: FlaskClient) -> None:
    counts = set()
    for format in ("graphml", "gexf", "svg"):
        answer = client.get(f"/network/file/eu-china-network.{format}")
        root = ET.fromstring(answer.data)
        assert "attachment" in answer.headers["Content-Disposition"]
        if format != "svg":
            counts.add(len([e for e in root.iter() if e.tag.endswith("}node")]))
    assert len(counts) == 1
    table = list(csv.reader(io.StringIO(client.get("/network/file/eu-china-network.csv").text)))
    assert len({len(row) for row in table}) == 1
    html = client.get("/network/file/eu-china-network.html")
    assert html.headers["Content-Security-Policy"] == "sandbox"
    assert "attachment" in html.headers["Content-Disposition"]


def test_the_filter_of_a_page_holds_for_its_files(client: FlaskClient) -> None:
    page = client.get("/network?topic=health&from=2019").text
    [address] = set(re.findall(r'href="(/network/file/eu-china-network\.csv[^"]*)"', page))
    rows = list(csv.DictReader(io.StringIO(client.get(address.replace("&amp;", "&")).text)))
    assert rows
    assert all("health" in row["topics"] or row["topics"] for row in rows)
    whole = list(csv.DictReader(io.StringIO(client.get("/network/file/eu-china-network.csv").text)))
    assert len(rows) < len(whole)


def test_the_embedded_picture_may_stand_in_pages_of_others(client: FlaskClient) -> None:
    answer = client.get("/network/embed?topic=health&colour=kind")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.text
    assert "Paper on ports" in client.get("/network/embed").text
    # The address holds filter and look, and leads back to the same view.
    assert 'href="/network?topic=health&amp;colour=kind"' in answer.text
    page = client.get("/network?topic=health&colour=kind").text
    assert "/network/embed?topic=health&amp;colour=kind" in page
    assert client.get("/network").headers["Content-Security-Policy"].count("'none'") > 1


def test_new_tables_are_the_same_in_every_format(client: FlaskClient) -> None:
    for path in ("/network/overview", "/network/years", "/network/specialisation?least=1"):
        join = "&" if "?" in path else "?"
        made = json.loads(client.get(f"{path}{join}format=json").text)
        assert {"built", "definition", "filter", "rows"} <= set(made)
        rows = list(csv.DictReader(io.StringIO(client.get(f"{path}{join}format=csv").text)))
        assert len(rows) == len(made["rows"]) > 0
        assert set(rows[0]) <= set(made["rows"][0])


def test_specialisation_by_projects_only(client: FlaskClient) -> None:
    page = client.get("/network/specialisation?least=1&lang=en").text
    [address] = re.findall(r'href="([^"]*)">Projects only<', page)
    only = client.get(address.replace("&amp;", "&"))
    assert "Counted here are projects only" in only.text
    assert ">All activities<" in only.text
    rows = json.loads(client.get("/network/specialisation?least=1&format=json").text)
    fewer = json.loads(client.get("/network/specialisation?least=1&tie=project&format=json").text)
    assert (
        0 < sum(r["activities"] for r in fewer["rows"]) < sum(r["activities"] for r in rows["rows"])
    )


def test_a_rank_says_by_what_and_cells_that_stack_say_what_they_are(client: FlaskClient) -> None:
    page = client.get("/brokers/organization/port-of-ghent?lang=en").text
    assert re.search(r"Rank [\d,]+ of [\d,]+ actors by “EU-China pairs between”", page)
    page = client.get("/brokers?lang=en").text
    assert re.search(r"Rank: by “Roles for both sides or in China”, among all [\d,]+ actors", page)
    table = page.partition('<table class="functions">')[2].partition("</table>")[0]
    assert table.count("<td") == table.count("data-label=") > 0


def test_bands_of_the_overview_lead_to_actors(client: FlaskClient) -> None:
    page = client.get("/network/overview").text
    addresses = sorted(set(re.findall(r'href="(/network\?[^"]*country=[^"]*)"', page)))
    assert addresses
    for address in addresses[::7]:
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert 'class="node' in answer.text, address


EVERY = (
    *("/network", "/network/embed", "/network/matrix", "/network/overview", "/network/years"),
    *("/network/specialisation", "/network/file/eu-china-network.csv", "/brokers", "/gaps"),
    *("/timeline", "/network/actor", "/network/tie"),
)


@pytest.mark.parametrize("path", EVERY)
def test_no_address_passes_over_a_filter_that_there_is_not(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?topics=health&lang=en")
    assert answer.status_code == 400
    assert "There is no filter “topics” here." in answer.text
    assert "topic" in answer.text.partition("Perhaps you meant:")[2]
    assert client.get(f"{path}?colour=loud").status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        *("/network?view=some", "/network/years?split=20", "/network/specialisation?by=town"),
        *("/network/specialisation?least=few", "/brokers?by=luck", "/gaps?only=none"),
        *("/timeline?lane=slow", "/network/matrix?format=json&topic=nonsense"),
        "/gaps?format=csv&country=atlantis",
    ],
)
def test_values_that_there_are_not_are_refused(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


def test_the_timeline_tells_dates_and_undated_things(client: FlaskClient) -> None:
    rows = client.get("/timeline?format=json").get_json()["rows"]
    found = {row["name"]: row for row in rows}
    assert (found["HARBOUR"]["start"], found["HARBOUR"]["end"]) == ("2019-01-01", "2021-06-30")
    # The last step of an agreement is not its end.
    [steps] = [row for row in rows if row["last_step"] == "2020-12"]
    assert (steps["start"], steps["end"], steps["end_inferred"]) == ("2018-03", None, None)
    assert found["HARBOUR"]["kind"] == "project"
    # What was only announced is told as such: nobody says whether it took place.
    [visit] = [row for row in rows if row["announced"]]
    assert (visit["kind"], visit["start"]) == ("event", "2019-06")
    page = client.get("/timeline?lang=en").get_data(as_text=True)
    assert page.count("(announced; whether it took place is not recorded)") == 2
    assert re.search(r"March 2018 \(\w[^)]*\); December 2020 \(renewal\)", page)
    only = client.get("/timeline?format=json&lane=project").get_json()["rows"]
    assert {row["kind"] for row in only} == {"project"}


def test_every_query_stands_in_a_file_that_says_what_it_finds() -> None:
    folder = Path(__file__).parent.parent.parent / "queries"
    for path in [*folder.glob("network/*.rq"), *folder.glob("gaps/*.rq")]:
        assert path.read_text(encoding="utf-8").startswith("# "), path.name


def test_results_as_rdf_answer_queries(built: Store) -> None:
    graph = Graph()
    for triple in analysis_triples(counted(built)):
        graph.add(triple)
    rows = list(
        graph.query(
            """PREFIX metric: <https://w3id.org/eucn/id/metric/>
            SELECT ?actor ?value WHERE {
              ?observation metric:actor ?actor ; metric:between ?value .
            } ORDER BY DESC(?value) LIMIT 1"""
        )
    )
    first = brokers(view_of(built, Filter()))[0]
    assert str(rows[0][0]) == first.iri  # type: ignore[index]
    assert float(rows[0][1]) == pytest.approx(first.scores["between"], abs=1e-9)  # type: ignore[index,arg-type]
    # One observation for each actor, all of one set, whose measures say what they are.
    observations = set(graph.subjects(RDF.type, QB.Observation))
    assert len(observations) == len(view_of(built, Filter()).actors)
    assert {graph.value(one, QB.dataSet) for one in observations} == {CUBE}
    measures = {
        graph.value(component, QB.measure)
        for component in graph.objects(graph.value(CUBE, QB.structure), QB.component)
    } - {None}
    used = {p for one in observations for p in graph.predicates(one) if p.startswith(METRIC)}
    assert used - {METRIC["actor"]} <= measures
    for metric in (*measures, METRIC["gap-score"]):
        texts = list(graph.objects(metric, SKOS.definition))
        assert {t.language for t in texts if isinstance(t, Literal)} == {"en", "de", "zh"}
    gaps = set(graph.subjects(RDF.type, OA.Annotation))
    assert len(gaps) == len(gaps_of(built, view_of(built, Filter())))
    assert all(len(list(graph.objects(gap, METRIC["gap-score"]))) == 1 for gap in gaps)
    assert set(graph.subjects(RDF.type, EUCN.Gap)) == gaps
    kinds = {
        str(kind).removeprefix(f"{VOCABULARY}gap-kind/") for kind in graph.objects(None, EUCN.kind)
    }
    assert kinds <= set(KINDS)


def test_a_large_network_is_counted_in_two_processes_as_in_one(
    built: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = counted(built)
    monkeypatch.setattr(keeping, "TESTED", 0)
    beside = counted(built)
    assert set(analysis_triples(beside)) == set(analysis_triples(alone))
    one, other = results(beside.analysis), results(alone.analysis)
    assert {name: digest for name, (digest, _) in one.items()} == {
        name: digest for name, (digest, _) in other.items()
    }
    assert len(one) > 10


def test_what_a_build_counted_is_read_back_by_the_same_code_alone(
    built: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    what = counted(built)
    keep(tmp_path, what)
    again = kept(tmp_path)
    assert again is not None
    assert [one.scores for one in again.brokers] == [one.scores for one in what.brokers]
    assert [slug(gap) for gap in again.gaps] == [slug(gap) for gap in what.gaps]
    assert again.analysis.ties == what.analysis.ties
    (tmp_path / keeping.NAME).chmod(0o666)
    assert kept(tmp_path) is None, "anybody could have written it"
    (tmp_path / keeping.NAME).chmod(0o600)
    monkeypatch.setattr(keeping, "made_by", lambda: "another version")
    assert kept(tmp_path) is None
    assert kept(tmp_path / "nowhere") is None


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_the_page_of_a_tie_says_how_many_activities_are_shared(
    client: FlaskClient, built: Store, language: str
) -> None:
    """Under a filter it says so of what is chosen, and how many there are beside."""
    whole = view_of(built, Filter())
    tie = max(whole.ties, key=lambda one: (one.count, one.key))
    ends = [iri.partition("/id/")[2] for iri in (tie.a, tie.b)]
    address = f"/network/tie?a={ends[0]}&b={ends[1]}&lang={language}"
    speaker = Speaker(whole.network, language)
    of_kind = Counter(whole.view.settings[iri].kind for iri in tie.settings)
    kinds = speaker.list_of(
        speaker.say(f"overview.kind.{kind}", count) for kind, count in of_kind.most_common()
    )
    told = speaker.say("tie.shared", tie.count, kinds=kinds)
    assert told in client.get(address).text
    kind = min(of_kind, key=lambda one: (of_kind[one], one))
    if of_kind[kind] < tie.count:
        page = client.get(f"{address}&tie={kind}").text
        chosen = Speaker(whole.network, language, Filter(tie=frozenset({kind})))
        assert chosen.scoped("|")[:-1] in page
        assert speaker.say("tie.whole", all=speaker.number(tie.count)) in page


@pytest.mark.parametrize("path", ["/gaps", "/brokers", "/network/years", "/network/specialisation"])
def test_a_filtered_page_says_how_far_its_sentences_reach(client: FlaskClient, path: str) -> None:
    for language, word in (("en", "Chosen: "), ("de", "Auswahl: "), ("zh", "所选：")):
        notice = f'<p class="notice scope">{word}'
        assert notice in client.get(f"{path}?at=2019&lang={language}").text
        assert notice not in client.get(f"{path}?lang={language}").text


@pytest.mark.parametrize("path", ["/network", "/network/overview", "/network/years", "/brokers"])
@pytest.mark.parametrize(
    ("chosen", "one_side"),
    [("side=eu", True), ("side=china", True), ("side=eu&side=china", False), ("", False)],
)
def test_a_choice_of_one_side_says_why_nothing_joins_both(
    client: FlaskClient, path: str, chosen: str, one_side: bool
) -> None:
    for language, words in (("en", "Nobody of one of"), ("de", "einer der beiden"), ("zh", "缺少")):
        page = client.get(f"{path}?{chosen}&lang={language}").text
        notice = re.search(r'<p class="notice scope">(.*?)</p>', page)
        assert bool(notice and words in notice[1]) == one_side


@pytest.mark.parametrize("path", ["/network", "/network/years"])
def test_a_choice_of_one_country_leads_to_what_it_shares_with_china(
    client: FlaskClient, path: str
) -> None:
    def offered(address: str) -> str | None:
        found = re.search(r'<a href="([^"]+)">With China</a>', client.get(address).text)
        return found and found[1].replace("&amp;", "&")

    both = offered(f"{path}?country=de&lang=en")
    assert both
    assert both.startswith(f"{path}?country=de&country=cn&")
    assert "Nobody of one of" not in client.get(both).text
    assert offered(both) is offered(f"{path}?country=cn&lang=en") is None


def test_an_empty_cut_says_that_its_conditions_hold_at_once(client: FlaskClient) -> None:
    page = client.get("/network/years?country=de&side=china&lang=en").text
    assert "No actor meets all conditions" in page


def test_a_cell_of_the_matrix_leads_to_its_country_and_topic(client: FlaskClient) -> None:
    """Countries, of which there are many, stand in rows; topics, of which there are few, above."""
    page = client.get("/network/matrix?lang=en").text
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)
    assert heads[0] == "Country or territory"
    assert any("China" in row for row in re.findall(r'<th scope="row">(.*?)</th>', page))
    cells = re.findall(r'<td class="num level-\d"><a href="([^"]+)"', page)
    assert cells
    for cell in cells:
        assert "country=" in cell
        assert client.get(cell.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("path", ["/brokers", "/gaps"])
def test_evidence_is_told_in_words(client: FlaskClient, path: str) -> None:
    """A claim by its document and what it says of whom, rows told alike once; never a hash."""
    page = client.get(f"{path}?lang=en").text
    lists = re.findall(r'<details class="claims">(.*?)</details>', page, re.DOTALL)
    assert lists
    for told in lists:
        words = [re.sub("<[^>]+>", "", one) for one in re.findall("<li>(.*?)</li>", told)]
        assert words
        assert not [one for one in words if re.search("[0-9a-f]{16}", one)]


def test_rows_told_alike_stand_together() -> None:
    speaker = cast(Speaker, SimpleNamespace(row=lambda row: row[:3]))
    assert rows_told(speaker, ["abc1", "abc2", "xyz"]) == [
        ("abc", ["abc1", "abc2"]),
        ("xyz", ["xyz"]),
    ]
