"""The quads of the registers: well-formed, complete, each thing with its row."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.iris import BASE, EUCN
from graph.paths import ONTOLOGY
from graph.registers import nquads
from graph.registers.declaration import REGISTERS
from graph.registers.extract import read_extract
from graph.registers.layers import register_layers
from graph.registers.mappings import read_mappings
from graph.registers.ror_extract import read_ror_extract
from graph.registers.terms import terms

DAY = "2026-11-28"
XSD = "http://www.w3.org/2001/XMLSchema#"
QUADS = pyoxigraph.RdfFormat.N_QUADS
PREFIXES = f"""
PREFIX eucn: <{EUCN}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX graph: <{BASE}graph/>
PREFIX side: <{BASE}vocabulary/side/>
"""


@pytest.fixture(scope="module")
def lines() -> dict[str, list[bytes]]:
    return {layer.name: sorted(set(layer.lines())) for layer in register_layers(DAY)}


@pytest.fixture(scope="module")
def store(lines: dict[str, list[bytes]]) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    for made in lines.values():
        store.bulk_load(b"".join(made), QUADS)
    return store


def rows(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    answer = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    return [tuple(value.value if value else "" for value in row) for row in answer]


@given(st.text())
def test_any_text_survives_as_a_literal(text: str) -> None:
    line = nquads.Graph("g").line("<http://a>", "<http://b>", nquads.tagged(text, "en"))
    if any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        return
    (quad,) = pyoxigraph.parse(line, QUADS)
    assert isinstance(quad.object, pyoxigraph.Literal)
    assert quad.object.value == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_as_an_address(text: str) -> None:
    line = nquads.Graph("g").line("<http://a>", "<http://b>", nquads.iri("http://c/" + text))
    assert len(list(pyoxigraph.parse(line, QUADS))) == 1


def test_lines_are_the_same_every_time_and_in_canonical_form(
    lines: dict[str, list[bytes]],
) -> None:
    again = {layer.name: sorted(set(layer.lines())) for layer in register_layers(DAY)}
    assert again == lines
    # What Oxigraph would write itself: no line changes on the way through a store.
    for made in lines.values():
        store = pyoxigraph.Store()
        store.bulk_load(b"".join(made), QUADS)
        assert len(store) == len(made)
        dumped = store.dump(format=QUADS)
        assert dumped is not None
        assert sorted(dumped.splitlines(keepends=True)) == made


def test_terms_and_concepts_are_declared(store: pyoxigraph.Store) -> None:
    declared = {
        quad.subject.value
        for path in [ONTOLOGY / "eucn.ttl", *(ONTOLOGY / "vocabularies").glob("*.ttl")]
        for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
        if isinstance(quad.subject, pyoxigraph.NamedNode)
    }
    used = {name for (name,) in rows(store, "SELECT DISTINCT ?p { ?s ?p ?o }")}
    used |= {name for (name,) in rows(store, "SELECT DISTINCT ?c { ?s a ?c }")}
    assert {name for name in used if name.startswith(str(EUCN))} <= declared
    vocabularies = {path.stem for path in (ONTOLOGY / "vocabularies").glob("*.ttl")}
    concepts = {
        name
        for (name,) in rows(store, "SELECT DISTINCT ?o { ?s ?p ?o FILTER(ISIRI(?o)) }")
        if name.startswith(BASE + "vocabulary/") and name.split("/")[5] in vocabularies
    }
    assert concepts - declared == set()


def test_every_thing_has_a_row_of_a_dataset(store: pyoxigraph.Store) -> None:
    for kind in ("Project", "Organization", "ProjectParticipation", "Place"):
        without = f"""SELECT ?s {{ ?s a eucn:{kind}
            MINUS {{ ?s eucn:statedInRow ?row . ?row a eucn:RegisterRow ; eucn:dataset ?d ;
                eucn:file ?file ; eucn:rowKey ?key . ?d a eucn:RegisterDataset ;
                <http://purl.org/dc/terms/license> ?licence }} }}"""
        assert rows(store, without) == []


def test_sums_are_those_of_the_extract(store: pyoxigraph.Store) -> None:
    for dataset, expected in (
        # The figures of the task for Horizon 2020; of Horizon Europe all 145 projects, by awk:
        # awk over participation.csv, column 5, in cents.
        ("cordis-h2020", "1200320186.91"),
        ("cordis-horizon-europe", "361677264.06"),
    ):
        query = f"""SELECT (SUM(?eur) AS ?sum) {{ GRAPH graph:{dataset} {{
            ?p a eucn:ProjectParticipation ; eucn:euContribution ?eur }} }}"""
        ((total,),) = rows(store, query)
        assert Decimal(total) == Decimal(expected)
        extract = read_extract(REGISTERS / dataset)
        assert Decimal(total) == sum(
            Decimal(line.eu_contribution or 0) for line in extract.participations
        )


def test_a_participation_says_at_most_nine_things(store: pyoxigraph.Store) -> None:
    counted = rows(
        store,
        """SELECT ?n (COUNT(*) AS ?many) { { SELECT ?p (COUNT(*) AS ?n) {
            GRAPH ?g { ?p a eucn:ProjectParticipation ; ?any ?thing }
            FILTER NOT EXISTS { ?p eucn:endedEarly true } } GROUP BY ?p } } GROUP BY ?n""",
    )
    assert max(int(n) for n, _ in counted) == 9


def test_one_preferred_label_per_language(store: pyoxigraph.Store) -> None:
    labels = rows(store, "SELECT DISTINCT ?s ?l (LANG(?l) AS ?tag) { ?s skos:prefLabel ?l }")
    assert [key for key, n in Counter((s, tag) for s, _, tag in labels).items() if n > 1] == []
    named = {subject for subject, _, _ in labels}
    things = rows(
        store, "SELECT DISTINCT ?s { VALUES ?c { eucn:Project eucn:Organization } ?s a ?c }"
    )
    assert {subject for (subject,) in things} <= named


def test_sides_follow_the_day_of_the_tie() -> None:
    known = terms()
    assert known.side("GB", "2020-01-31").endswith("/eu")
    assert known.side("GB", "2020-02-01").endswith("/other")
    assert known.side("CN", DAY).endswith("/china")
    assert known.side("HK", DAY).endswith("/hong-kong")
    assert known.side("CH", DAY).endswith("/other")
    assert known.side("", DAY).endswith("/unknown")


def test_hong_kong_under_cn_is_found(store: pyoxigraph.Store) -> None:
    """Organisations with country CN and a town of Hong Kong: counted in the CSV by hand. Their
    country is that of the seat, and what the register writes is kept beside it.
    """
    found = rows(
        store,
        f"""SELECT DISTINCT ?s {{ ?s eucn:registeredCountry <{BASE}id/country/cn> ;
            eucn:side side:hong-kong ; eucn:country <{BASE}id/country/hk> ;
            eucn:locatedIn <{BASE}id/country/hk> }}""",
    )
    assert not rows(store, "SELECT ?s { ?s eucn:country ?a , ?b FILTER(?a != ?b) }")
    expected = {
        f"{BASE}id/organization/{line.organisation}"
        for dataset in ("cordis-h2020", "cordis-horizon-europe")
        for line in read_extract(REGISTERS / dataset).organisations
        if line.country == "CN" and line.town.replace(" ", "").lower() == "hongkong"
    }
    assert expected
    assert {subject for (subject,) in found} == expected


def test_every_chinese_town_is_a_place() -> None:
    mappings = read_mappings()
    unknown = {
        line.town
        for dataset in ("cordis-h2020", "cordis-horizon-europe")
        for line in read_extract(REGISTERS / dataset).organisations
        if line.country == "CN"
        and line.town
        and not mappings.place_of(line.town)
        and mappings.territory_of("CN", line.town) == "CN"
    }
    assert unknown == set()
    assert {place.part_of for place in mappings.places.values()} - {""} <= set(mappings.places)
    records = read_ror_extract(REGISTERS / "ror").records
    chinese = [line for line in records if line.country == "CN" and line.town]
    assert {line.town for line in chinese if not mappings.place_of(line.town)} == set()


def test_a_chinese_town_lies_where_ror_says() -> None:
    """A district may be called like a city elsewhere: Suzhou in Jiuquan is not in Jiangsu."""
    mappings = read_mappings()

    def province(name: str) -> str:
        place = mappings.place_of(name)
        return (place.part_of or place.place) if place else ""

    told = {
        (line.town, line.subdivision_name)
        for line in read_ror_extract(REGISTERS / "ror").records
        if line.country == "CN" and line.subdivision_name
    }
    assert len(told) > 15
    assert {one for one in told if province(one[0]) != province(one[1])} == set()
    assert province("SUZHOUQU") == "gansu"
    assert (province("Mudanjiang"), province("Ya'an")) == ("heilongjiang", "sichuan")


def test_types_of_action_have_names_and_a_wider_one(store: pyoxigraph.Store) -> None:
    """Each code of both programmes, named in three languages; the wider type joins them."""
    found = rows(
        store,
        """SELECT ?code (COUNT(DISTINCT LANG(?name)) AS ?names) (COUNT(DISTINCT ?wider) AS ?above) {
          ?project eucn:fundingScheme ?type . ?type skos:notation ?code ; skos:prefLabel ?name .
          OPTIONAL { ?type skos:broader ?wider } } GROUP BY ?code""",
    )
    assert len(found) == 31
    assert {(names, above) for _, names, above in found} == {("3", "1")}
    concepts = {
        quad.subject.value.rpartition("/")[2]
        for quad in pyoxigraph.parse(
            path=str(ONTOLOGY / "vocabularies" / "type-of-action.ttl"),
            format=pyoxigraph.RdfFormat.TURTLE,
        )
        if isinstance(quad.subject, pyoxigraph.NamedNode)
    }
    assert {line.broader for line in read_mappings().actions.values()} <= concepts


def test_topic_rules_take_the_longest_code() -> None:
    mappings = read_mappings()

    def topic(scheme: str, code: str) -> str | None:
        rule = mappings.topic_rule(scheme, code)
        return rule.topic if rule else None

    assert topic("euroscivoc", "/25/67/425/1169/1685/85521413") == "solar-energy"
    assert topic("euroscivoc", "/25/67/425") == "energy"
    assert topic("euroscivoc", "/2") is None
    assert topic("programme-part", "HORIZON.2.1.3") == "health"
    assert topic("programme-part", "HORIZON.2.10") is None
    assert topic("call-topic", "SC1-HCO-11-2018") == "health"
    assert topic("call-topic", "MSCA-RISE-2018") == "", "open to every subject"
    assert (topic("project", "765585"), topic("project", "7655850")) == ("wind-energy", None)
    topics = {rule.topic for found in mappings.topics.values() for rule in found} - {""}
    vocabulary = (ONTOLOGY / "vocabularies" / "topic.ttl").read_text(encoding="utf-8")
    assert all(f":{topic} a skos:Concept" in vocabulary for topic in topics)


def test_a_line_about_one_project_quotes_its_title() -> None:
    """What a title names is a judgement; that the title says so can be looked up."""
    titles = {
        line.project: f"{line.acronym}: {line.title}"
        for folder in (REGISTERS / "cordis-h2020", REGISTERS / "cordis-horizon-europe")
        for line in read_extract(folder).projects
    }
    for rule in read_mappings().topics["project"]:
        quoted = rule.reason.removeprefix("Title: “").removesuffix("”").lower()
        assert all(words in titles[rule.code].lower() for words in quoted.split(" … ")), rule
        assert rule.source.endswith(f"/{rule.code}")


def test_a_project_has_a_topic_or_the_line_that_says_why_not(store: pyoxigraph.Store) -> None:
    without = rows(
        store,
        """SELECT ?project ?reason { ?project eucn:selectedBy ?rule
            FILTER NOT EXISTS { ?project eucn:topic ?topic }
            OPTIONAL { ?project eucn:mappedBy/eucn:reason ?reason } }""",
    )
    assert 0 < len(without) < 40
    assert all(reason for _, reason in without)


def test_a_table_of_topics_that_cannot_hold_is_refused(tmp_path: Path) -> None:
    head = "scheme,code,relation,topic,confidence,source,reason\n"
    for line, complaint in (
        ("call-topic,X-,nearMatch,health,0.9,https://a.eu,why", "nearMatch is no mapping relation"),
        ("call-topic,X-,open,health,1,https://a.eu,why", "a topic, or the relation open"),
        ("call-topic,X-,closeMatch,,1,https://a.eu,why", "a topic, or the relation open"),
        ("call-topic,X-,closeMatch,health,1.5,https://a.eu,why", "'1.5' is no confidence"),
    ):
        (tmp_path / "topic-mapping.csv").write_text(head + line + "\n", encoding="utf-8")
        with pytest.raises(ValueError, match=f":2: .*{complaint}"):
            read_mappings(tmp_path)


def test_projects_of_the_documents_are_there(store: pyoxigraph.Store) -> None:
    """The four projects of the documents, by the numbers of their grant agreements."""
    found = rows(
        store,
        """SELECT ?number ?acronym { VALUES ?number { "825904" "826092" "874694" "874556" }
            ?p eucn:grantNumber ?number ; eucn:acronym ?acronym } ORDER BY ?number""",
    )
    assert found == [
        ("825904", "SENET"),
        ("826092", "IDIH"),
        ("874556", "SINO-EU-PerMed"),
        ("874694", "IC2PerMed"),
    ]


def test_every_project_has_one_status_on_the_day_of_the_data(store: pyoxigraph.Store) -> None:
    found = rows(
        store,
        """SELECT ?project ?said ?end ?status {
          ?project a eucn:Project ; eucn:status ?said ; eucn:endDate ?end .
          OPTIONAL { ?project eucn:currentStatus ?status } }""",
    )
    assert len({row[0] for row in found}) == len(found) > 400
    for project, said, end, status in found:
        word, now = said.rpartition("/")[2], status.rpartition("/")[2]
        expected = "ended" if end < DAY else "ongoing"
        assert now == (word if word in ("completed", "terminated") else expected), project


def test_municipalities_are_cities_too(store: pyoxigraph.Store) -> None:
    kinds = """SELECT ?place { ?place eucn:kind
      <https://w3id.org/eucn/vocabulary/place-kind/%s> }"""
    municipalities = {row[0] for row in rows(store, kinds % "municipality")}
    assert municipalities
    assert municipalities <= {row[0] for row in rows(store, kinds % "city")}


def test_a_place_on_the_earth_stays_a_pair(store: pyoxigraph.Store) -> None:
    """Every latitude has a point in its row's register that begins with its longitude."""
    (alone,) = rows(
        store,
        """
        SELECT (COUNT(*) AS ?n) WHERE {
          GRAPH ?register { ?who eucn:latitude ?latitude . ?who eucn:longitude ?longitude }
          BIND(CONCAT("POINT(", STR(?longitude), " ", STR(?latitude), ")") AS ?pair)
          FILTER NOT EXISTS {
            GRAPH ?register { ?who eucn:position ?point } FILTER(STR(?point) = ?pair)
          }
        }
        """,
    )
    assert alone == ("0",)


def test_a_town_is_found_as_registers_write_it(store: pyoxigraph.Store) -> None:
    """Derived, and no label that a page shows: Xian and Xi An are Xi'an, Hohehot is Hohhot."""
    hidden = "<http://www.w3.org/2004/02/skos/core#hiddenLabel>"
    found = rows(
        store,
        f"""SELECT ?name {{ GRAPH <{BASE}graph/register-mappings/derived> {{
            <{BASE}id/place/xian> {hidden} ?name }} }} ORDER BY ?name""",
    )
    assert {"Xian", "Xi An"} <= {name for (name,) in found}
    assert rows(store, f'SELECT ?p {{ ?p {hidden} "Hohehot"@en }}') == [(f"{BASE}id/place/hohhot",)]
    # A district of a city, or another town, is no writing of its name.
    assert not rows(store, f'SELECT ?p {{ ?p {hidden} "Xiaodian"@en }}')


def test_traditional_names_are_found_in_simplified_characters(store: pyoxigraph.Store) -> None:
    """As a hidden label beside ROR's names, never as one of them."""
    found = rows(
        store,
        """SELECT ?graph ?p { GRAPH ?graph { ?s ?p ?name }
            VALUES ?name { "香港教育大学"@zh "香港教育大學"@zh } }""",
    )
    by_graph = {(graph.removeprefix(f"{BASE}graph/"), p.rpartition("#")[2]) for graph, p in found}
    assert ("ror/derived", "hiddenLabel") in by_graph
    assert ("ror", "name") in by_graph
    twice = rows(
        store,
        """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?s { ?s skos:hiddenLabel ?name ; skos:prefLabel|skos:altLabel ?name }""",
    )
    assert twice == []


def test_an_organisation_has_the_kind_that_the_table_gives(store: pyoxigraph.Store) -> None:
    """Each with its row and reason; no line is about a body that no register has."""
    found = rows(
        store,
        f"""SELECT ?organisation ?kind ?reason {{
          ?organisation eucn:mappedBy ?row ; eucn:kind ?kind . ?row eucn:reason ?reason .
          FILTER(STRSTARTS(STR(?row), "{BASE}id/row/kinds-")) }}""",
    )
    told = {
        (organisation.removeprefix(f"{BASE}id/organization/"), kind.rpartition("/")[2], reason)
        for organisation, kind, reason in found
    }
    assert {one.kind for one in read_mappings().kinds.values()} > {"academy", "ministry"}
    for line in read_mappings().kinds.values():
        assert (line.organisation, line.kind, line.reason) in told


def test_an_academy_with_parts_is_known_as_one(store: pyoxigraph.Store) -> None:
    """And a ministry, an association, a network: by the head of its name in the registers."""
    found = rows(
        store,
        r"""SELECT DISTINCT ?whole ?name {
          ?part eucn:subOrganizationOf ?whole . ?whole skos:prefLabel ?name
          FILTER(REGEX(?name,
            "^([^ ]+ ){0,3}(Academy|Ministry|Association|Government)( of .*)?$|Network$"))
          FILTER(!REGEX(?name, "^[^A]* of .*Academy")) }""",
    )
    kinds = {f"{BASE}id/organization/{one}" for one in read_mappings().kinds}
    assert len(found) > 30
    assert {one for one in found if one[0] not in kinds} == set()


def test_a_line_of_kinds_stands_once(tmp_path: Path) -> None:
    lines = "organisation,kind,name,reason\nror-1,academy,One,why\nror-1,ministry,One,why\n"
    (tmp_path / "kinds.csv").write_text(lines, encoding="utf-8")
    with pytest.raises(ValueError, match=":3: ror-1 stands there twice"):
        read_mappings(tmp_path)
