"""Search over names in any language, with typing errors, and quick."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from graph.catalogue import Catalogue, Concept, Entry, Name, SearchIndex, Term
from graph.catalogue.classes import list_pages
from graph.catalogue.search import fold
from graph.catalogue.sums import Sums
from graph.iris import EUCN, ID, VOCABULARY


def index(**names: list[tuple[str, str]]) -> SearchIndex:
    """An index of invented entities: slug to (text, language)."""
    entries = {}
    for slug, texts in names.items():
        iri = f"{ID}organization/{slug}"
        entries[iri] = Entry(iri, "Partner", names=[Name(*text) for text in texts])
    return SearchIndex(Catalogue(entries))


def found(search: SearchIndex, question: str) -> list[str]:
    return [hit.iri.rsplit("/", 1)[-1] for hit in search.find(question)]


def test_fold_drops_case_accents_width_and_punctuation() -> None:
    assert fold("  QUAY – Rhône-Alpes ") == "quay rhone alpes"
    assert fold("Straße") == "strasse"
    assert fold("ＡＢＣ") == "abc"


def test_any_spelling_in_any_language_is_found() -> None:
    search = index(beijing=[("Beijing", "en"), ("Pekino", "eo"), ("北京", "zh"), ("Peking", "de")])
    for question in ("beijing", "PEKINO", "peki", "北京"):
        assert found(search, question) == ["beijing"], question


def test_chinese_needs_no_spaces() -> None:
    search = index(nou=[("宁波海洋大学医学院", "zh")], other=[("同济大学", "zh")])
    assert found(search, "海洋大学") == ["nou"]
    assert found(search, "海洋") == ["nou"]
    assert set(found(search, "大学")) == {"nou", "other"}


@pytest.mark.parametrize("question", ["Sandbakn", "Sandbnak", "Sandban", "sandbankk"])
def test_typing_errors_are_forgiven(question: str) -> None:
    search = index(sandbank=[("Sandbank 2i GmbH", "en")], other=[("Stena Line", "en")])
    assert found(search, question)[:1] == ["sandbank"]


def test_a_guess_is_marked_and_nonsense_finds_nothing() -> None:
    search = index(sandbank=[("Sandbank 2i GmbH", "en")])
    assert search.find("Sandbakn")[0].guessed
    assert not search.find("Sandbank")[0].guessed
    assert search.find("qqqqqq zzz") == []
    assert search.find("  ") == []
    assert search.find('"*^ OR (') == []


def test_every_word_must_occur_and_whole_names_come_first() -> None:
    search = index(
        whole=[("QUAY", "en")], longer=[("QUAY training", "en")], inside=[("Aquayard", "en")]
    )
    assert found(search, "quay") == ["whole", "longer", "inside"]
    assert found(search, "training quay") == ["longer"]


def test_facets_narrow_and_count(client: FlaskClient) -> None:
    everything = json.loads(client.get("/search?q=ningbo&format=json").data)["rows"]
    projects = json.loads(client.get("/search?q=ningbo&class=Partner&format=json").data)
    assert 0 < len(projects["rows"]) < len(everything)
    assert {row["class"] for row in projects["rows"]} == {"Partner"}
    assert projects["filter"] == {"q": "ningbo", "class": "Partner"}


def test_a_short_word_is_a_whole_word() -> None:
    """AI is in neither air nor Spain."""
    search = index(
        ai=[("AI", "en")], air=[("air quality", "en")], spain=[("Spain", "en")],
        policy=[("Policy on AI", "en")],
    )  # fmt: skip
    assert found(search, "AI") == ["ai", "policy"]


def test_several_words_may_be_misspelt() -> None:
    search = index(
        lagoon=[("Lagoonian Cluster", "en")],
        nou=[("Ningbo Ocean University", "en")],
        other=[("Cluster of Vienna", "en")],
    )
    assert found(search, "lagoonain clustr")[:1] == ["lagoon"]
    assert found(search, "ningbbo oceam univercity")[:1] == ["nou"]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Tide Ningbo", "Tide Forum"),  # name and place
        ("forum 2019 Gesundheit", "Tide Forum"),  # name, year and topic in another language
        ("crews", "HARBOUR"),  # told of it in our own words
        ("grant 1111", "HARBOUR"),
    ],
)
def test_words_may_stand_in_all_that_is_told_of_a_thing(
    client: FlaskClient, question: str, name: str
) -> None:
    answer = client.get("/search", query_string={"q": question, "format": "json"}).get_json()
    assert name in [row["name"] for row in answer["rows"]]


def test_a_number_that_is_nearly_another_is_not_guessed() -> None:
    iri = f"{ID}project/harbour"
    search = SearchIndex(Catalogue({iri: Entry(iri, "Project", identifiers={"825904"})}))
    assert found(search, "825904") == ["harbour"]
    assert found(search, "823904") == []


@pytest.mark.parametrize(("code", "told"), [("en", "Topic"), ("de", "Thema"), ("zh", "主题")])
def test_proposals_are_in_the_language_of_the_page(
    client: FlaskClient, code: str, told: str
) -> None:
    rows = client.get(f"/search/suggest?q=health&lang={code}").get_json()
    assert told in [row["detail"] for row in rows]
    assert (code == "en") == ("Topic" in [row["detail"] for row in rows])


def test_a_number_stands_in_a_longer_one_by_chance() -> None:
    entries = {}
    within = ("Q197543", "0000 0001 1975 0004", "grid.41975.3", "https://ror.org/00xq1975k")
    by_chance = [(f"chance-{at}", number) for at, number in enumerate(within)]
    for slug, number in (("a", "987561975"), ("b", "1975"), ("c", "197512345"), *by_chance):
        entry = Entry(f"https://w3id.org/eucn/id/organization/{slug}", "Organization")
        entry.identifiers = {number}
        entries[entry.iri] = entry
    index = SearchIndex(Catalogue(entries))
    assert [hit.iri[-1] for hit in index.find("1975")] == ["b"]
    assert [hit.iri[-1] for hit in index.find("197512")] == ["c"]
    for at, number in enumerate(within):
        assert [hit.iri[-1] for hit in index.find(number)] == [str(at)]
    # A sum that nothing has is not nearly another number.
    assert index.find("197.512,50") == []


def cooperating() -> SearchIndex:
    """A project with its coordinator, who takes part in another, and who pays for a cluster."""
    named = {
        "project/harbour": ("Project", "HARBOUR"),
        "project/lagoon": ("Project", "LAGOON"),
        "organization/tide": ("Partner", "Tide Centre"),
        "organization/fund": ("Partner", "Sea Fund"),
        "cluster/quay": ("Cluster", "QUAY"),
    }
    entries = {
        f"{ID}{slug}": Entry(f"{ID}{slug}", category, labels={"en": name})
        for slug, (category, name) in named.items()
    }
    role = f"{VOCABULARY}role/"
    called = {
        "coordinator": ("coordinator", "Koordinator", "协调方"),
        "funder": ("funder", "Fördermittelgeber", "资助方"),
        "participant": ("participant", "Teilnehmer", "一般参与方"),
    }
    concepts = {
        f"{role}{key}": Concept(
            f"{role}{key}", role, labels=dict(zip(("en", "de", "zh"), names, strict=True))
        )
        for key, names in called.items()
    }
    roles = [
        (f"{ID}project/harbour", f"{role}coordinator", f"{ID}organization/tide"),
        (f"{ID}project/lagoon", f"{role}participant", f"{ID}organization/tide"),
        (f"{ID}cluster/quay", f"{role}funder", f"{ID}organization/fund"),
    ]
    return SearchIndex(Catalogue(entries, concepts, roles=roles))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("coordinator HARBOUR", ["harbour", "tide"]),
        ("Koordinator HARBOUR", ["harbour", "tide"]),
        ("协调方 HARBOUR", ["harbour", "tide"]),
        ("who coordinates HARBOUR", ["harbour", "tide"]),
        ("funder QUAY", ["quay", "fund"]),
        ("Teilnehmer LAGOON", ["lagoon", "tide"]),
    ],
)
def test_a_role_and_a_name_find_it_and_who_has_the_role(question: str, names: list[str]) -> None:
    search = cooperating()
    assert found(search, question) == names
    assert not any(hit.partly or hit.guessed for hit in search.find(question))


def test_a_role_in_one_thing_is_none_in_another() -> None:
    """Tide coordinates HARBOUR; nobody is told to coordinate LAGOON."""
    assert not [hit for hit in cooperating().find("coordinator LAGOON") if not hit.partly]


def test_where_nothing_has_all_words_most_are_enough_and_said_so(client: FlaskClient) -> None:
    search = index(ocean=[("Ningbo Ocean University", "en")], other=[("Ningbo Port", "en")])
    hits = search.find("Ningbo Ocean dentistry")
    assert [hit.iri.rsplit("/", 1)[-1] for hit in hits] == ["ocean"]
    assert hits[0].partly
    assert not search.find("Ningbo Ocean")[0].partly
    assert not search.find("dentistry of horses")
    page = client.get("/search", query_string={"q": "Tide Forum dentistry"}).get_data(as_text=True)
    assert "No entry has all these words" in page
    assert "Tide Forum" in page
    (proposed, *_others) = client.get("/search/suggest?q=Tide Forum dentistry").json
    assert (proposed["label"], proposed["note"]) == ("Tide Forum", "not all words")


@pytest.mark.parametrize(
    "question", ["53 percent", "53 per cent", "53 Prozent", "百分之53", "53 %"]
)
def test_a_share_is_found_however_it_is_written(question: str) -> None:
    search = index(share=[("53 % of imports", "en")], other=[("Percent Ltd", "en")])
    assert found(search, question) == ["share"]


def test_where_nothing_is_found_there_is_nothing_to_filter(client: FlaskClient) -> None:
    assert 'class="filters"' not in client.get("/search?q=xqzzyw").text
    assert 'class="filters"' in client.get("/search?q=harbour").text
    # A filter that leaves nothing can be taken back.
    assert 'class="filters"' in client.get("/search?q=harbour&from=2090").text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("9" * 5000 + " million", id="millions"),
        pytest.param("1" * 20000, id="digits"),
        pytest.param("1 " * 5000 + "Mio", id="numbers"),
    ],
)
def test_an_endless_number_is_a_question_like_others(question: str) -> None:
    assert found(index(quay=[("Quay", "en")]), question) == []


def test_what_is_named_so_stands_without_what_is_named_alike() -> None:
    search = index(
        quay=[("QUAYSIDE", "en")], longer=[("QUAYSIDE training", "en")],
        alike=[("QUAYSIDES", "en")], other=[("QUARSIDE", "en")],
    )  # fmt: skip
    assert found(search, "quayside training") == ["longer"]
    assert set(found(search, "QUAYSIDE")) == {"quay", "longer", "alike"}
    assert found(search, "QUERSIDE") == ["other"]
    assert all(hit.guessed for hit in search.find("QUERSIDE"))


def with_sums() -> SearchIndex:
    """A project of 36,559,186.09 euro, of which a hospital gets 594,029.50, and one of 594,100."""
    named = {"project/tide": "TIDE", "project/ebb": "EBB", "organization/clinic": "Tide Clinic"}
    entries = {
        f"{ID}{slug}": Entry(f"{ID}{slug}", "Project" if "project" in slug else "Partner",
                             labels={"en": name})
        for slug, name in named.items()
    }  # fmt: skip
    given, net = str(EUCN.euContribution), str(EUCN.netEuContribution)
    sums = Sums.of(
        [
            (Decimal("36559186.09"), f"{ID}project/tide", "", given),
            (Decimal("594029.5"), f"{ID}organization/clinic", f"{ID}project/tide", net),
            (Decimal("594100"), f"{ID}project/ebb", "", given),
        ]
    )
    return SearchIndex(Catalogue(entries, sums=sums))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("36559186", ["tide"]),
        ("36559186.09", ["tide"]),
        ("36,559,186.09", ["tide"]),
        ("36.559.186,09 €", ["tide"]),
        ("36.6 million euros", ["tide"]),
        ("36,56 Mio. Euro", ["tide"]),
        ("3655.9万欧元", ["tide"]),
        ("594,029.50", ["clinic", "tide"]),
        ("594.029,50 EUR", ["clinic", "tide"]),
        ("594029.5", ["clinic", "tide"]),
        ("594,029.50 Tide Clinic", ["clinic", "tide"]),
        ("EU contribution of 594,100 Ebb", ["ebb"]),
        ("Fördersumme von 594.029,50 Euro", ["clinic", "tide"]),
        ("594029.60", []),
        ("36559187", []),
    ],
)
def test_a_sum_is_found_however_it_is_written(question: str, names: list[str]) -> None:
    search = with_sums()
    assert found(search, question) == names
    assert not any(hit.guessed or hit.partly for hit in search.find(question))


def counting() -> SearchIndex:
    """Figures: 28 doctors, 280 clusters and 160 technicians; a project of 28 partners."""
    counted = {"doctors": "28", "clusters": "280", "staff": "160"}
    labels = {
        "doctors": {"en": "doctors", "de": "Ärztinnen und Ärzte", "zh": "医生"},
        "clusters": {"en": "clusters", "de": "Cluster", "zh": "产业集群"},
        "staff": {"en": "technicians", "de": "technische Fachkräfte", "zh": "技术人员"},
    }
    entries, concepts = {}, {}
    for slug, number in counted.items():
        unit = f"{VOCABULARY}unit/{slug}"
        concepts[unit] = Concept(unit, f"{VOCABULARY}unit", labels=labels[slug])
        iri = f"{ID}figure/{slug}"
        entries[iri] = Entry(
            iri, "Figure", summaries={"en": "How many there were"}, values={number}, units={unit},
            told={number}, documents={"d": 1}, whose={f"{ID}project/harbour"},
        )  # fmt: skip
    entries[f"{ID}project/harbour"] = Entry(
        f"{ID}project/harbour", "Project", labels={"en": "HARBOUR"}, documents={"d": 1},
        identifiers={"grid.28028.e", "0000 0280 0000 1600"},
    )  # fmt: skip
    return SearchIndex(Catalogue(entries, concepts))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("28", "doctors"),
        ("280", "clusters"),
        ("28 doctors", "doctors"),
        ("twenty-eight doctors", "doctors"),
        ("achtundzwanzig Ärzte", "doctors"),
        ("28名医生", "doctors"),
        ("二十八名医生", "doctors"),
        ("280个集群", "clusters"),
        ("over 160 technicians", "staff"),
        ("mehr als 160 Fachkräfte", "staff"),
        ("超过160名技术人员", "staff"),
        ("160多名技术人员", "staff"),
        ("HARBOUR 160", "staff"),
    ],
)
def test_a_figure_is_found_by_its_number_and_what_it_counts(question: str, first: str) -> None:
    assert found(counting(), question) == [first]


def test_a_word_for_what_sources_state_finds_of_what_they_state_it() -> None:
    iri, others = f"{ID}project/harbour", f"{ID}project/lagoon"
    entries = {
        iri: Entry(iri, "Project", labels={"en": "HARBOUR"}, documents={"d": 1},
                   stated={str(EUCN.shortfall)}),
        others: Entry(others, "Project", labels={"en": "LAGOON"}, documents={"d": 1}),
    }  # fmt: skip
    search = SearchIndex(Catalogue(entries))
    for question in ("obstacles", "Hemmnisse", "障碍"):
        assert found(search, question) == ["harbour"], question


def test_chinese_and_compounds_are_read_in_their_parts() -> None:
    """ "宁波潮汐论坛" is told of nothing in one piece, nor is "Hafenforum"."""
    iri, other = f"{ID}event/tide", f"{ID}event/ebb"
    entries = {
        iri: Entry(iri, "Event", labels={"en": "Tide Forum", "de": "Hafen mit Forum"},
                   names=[Name("潮汐论坛", "zh")], terms={"宁波"}, documents={"d": 1}),
        other: Entry(other, "Event", labels={"en": "Ebb Forum"}, names=[Name("退潮论坛", "zh")],
                     documents={"d": 1}),
    }  # fmt: skip
    search = SearchIndex(Catalogue(entries))
    assert found(search, "宁波潮汐论坛") == ["tide"]
    assert found(search, "Hafenforum") == ["tide"]
    assert found(search, "EBB论坛") == ["ebb"]


def test_a_topic_with_a_class_finds_what_is_of_the_class_about_it(client: FlaskClient) -> None:
    for question in ("health events", "Gesundheit Veranstaltungen"):
        rows = client.get("/search", query_string={"q": question, "format": "json"}).json["rows"]
        assert [row["class"] for row in rows[:2]] == ["Topic", "Event"], question


@pytest.mark.parametrize("question", ["Ningbo", "Tide Forum dentistry", "Harbuor", "health"])
def test_proposals_are_the_first_finds_of_the_search(client: FlaskClient, question: str) -> None:
    rows = client.get("/search", query_string={"q": question, "format": "json"}).json["rows"]
    proposed = client.get("/search/suggest", query_string={"q": question}).json
    assert proposed
    assert [row["iri"] for row in proposed] == [row["id"] for row in rows[:10]]
    assert [row["match"] for row in proposed] == [row["match"] for row in rows[:10]]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("宁波国际海洋大学", "nou"),
        ("宁波海洋大学中心", ""),
        ("德国技术转移中心", "transfer"),
        ("German Zentrum Technologie Transfer", "transfer"),
        ("Université internationale Ningbo Ocean", "nou"),
    ],
)
def test_a_name_in_one_language_is_asked_for_in_another(question: str, first: str) -> None:
    """Common words of names, places and countries; what is found is said to be similar."""
    germany = f"{ID}country/de"
    entries = {
        germany: Entry(germany, "Country", labels={"en": "Germany", "zh": "德国"}, terms={"German"})
    }
    for slug, name in (
        ("nou", "Ningbo International Ocean University"),
        ("transfer", "German Technology Transfer Centre"),
        ("other", "Ningbo Port Authority"),
    ):
        iri = f"{ID}organization/{slug}"
        entries[iri] = Entry(iri, "Partner", labels={"en": name})
    hits = SearchIndex(Catalogue(entries)).find(question)
    assert [hit.iri.rsplit("/", 1)[-1] for hit in hits[:1] if hit.score > 0.9] == (
        [first] if first else []
    )
    assert all(hit.guessed or hit.partly for hit in hits)


def test_a_place_with_a_class_finds_what_is_of_the_class_there() -> None:
    lyon, rome = f"{ID}place/lyon", f"{ID}place/rome"
    entries = {
        lyon: Entry(lyon, "Place", labels={"en": "Lyon", "zh": "里昂"}),
        rome: Entry(rome, "Place", labels={"en": "Rome"}),
    }
    for slug, category, place in (
        ("school", "Event", lyon), ("talk", "Event", rome), ("tide", "Partner", lyon),
    ):  # fmt: skip
        iri = f"{ID}event/{slug}"
        entries[iri] = Entry(iri, category, labels={"en": slug}, within={place})
    search = SearchIndex(Catalogue(entries))
    for question in ("events in Lyon", "Lyon events", "里昂 Events", "里昂的Events"):
        assert found(search, question) == ["lyon", "school"], question
    assert found(search, "partners in Lyon") == ["lyon", "tide"]


def taking_part() -> SearchIndex:
    """A university in three projects, in one without a stated role, as registers leave it."""
    titles = {
        "Project": {"en": "Project", "de": "Projekt", "zh": "项目"},
        "Partner": {"en": "Partner", "de": "Partner", "zh": "合作方"},
    }
    terms = {str(EUCN) + name: Term(str(EUCN) + name, True, labels=t) for name, t in titles.items()}
    quay, norway = f"{ID}organization/quay", f"{ID}country/no"
    entries = {
        quay: Entry(
            quay,
            "Partner",
            names=[Name("Quay University", "en"), Name("码头大学", "zh")],
            countries={norway},
        ),
        norway: Entry(norway, "Country", labels={"en": "Norway", "de": "Norwegen"}),
        f"{ID}organization/law": Entry(
            f"{ID}organization/law", "Partner", names=[Name("Quay University of Law", "en")]
        ),
    }
    for name in ("TIDE", "EBB", "REEF"):
        iri = f"{ID}project/{name.lower()}"
        entries[iri] = Entry(iri, "Project", names=[Name(name)], partners={quay})
        entries[quay].settings.add(iri)
    roles = [(f"{ID}project/tide", f"{VOCABULARY}role/participant", quay)]
    other = f"{ID}project/storm"
    entries[other] = Entry(other, "Project", names=[Name("STORM")])
    return SearchIndex(Catalogue(entries, terms=terms, roles=roles))


@pytest.mark.parametrize(
    "question",
    [
        *("Quay projects", "projects of Quay University", "projects with Quay University"),
        *("Projekte der Quay University", "Projekte, an denen Quay University beteiligt ist"),
        *("码头大学 项目", "码头大学的项目", "码头大学参加的项目"),
        *("projects Norway", "Projekte aus Norwegen"),
    ],
)
def test_projects_of_somebody_are_all_whatever_the_role(question: str) -> None:
    search = taking_part()
    slugs = found(search, question)
    assert slugs[0] in ("quay", "no")
    assert sorted(slugs[1:]) == ["ebb", "reef", "tide"]


def test_a_word_for_a_class_alone_finds_what_is_of_it() -> None:
    search = taking_part()
    for question in ("projects", "Projekte", "项目"):
        assert sorted(found(search, question)) == ["ebb", "reef", "storm", "tide"]


def test_who_takes_part_in_a_project_is_found_without_a_role() -> None:
    search = taking_part()
    for question in ("partners REEF", "Partner von REEF", "REEF 合作伙伴"):
        assert found(search, question) == ["reef", "quay"]


def test_a_project_is_found_by_its_call_and_its_type_of_action() -> None:
    action = f"{VOCABULARY}funding-scheme/sail-rise"
    tide = Entry(f"{ID}project/tide", "Project", names=[Name("TIDE")], actions={action})
    tide.identifiers.add("SAIL-2016-TWO")
    concept = Concept(action, f"{VOCABULARY}funding-scheme", "SAIL-RISE")
    search = SearchIndex(Catalogue({tide.iri: tide}, {action: concept}))
    for question in ("SAIL-2016-TWO", "sail 2016", "SAIL-RISE", "SAIL"):
        assert found(search, question) == ["tide"]


TITLES = [
    (path, title)
    for path, one in list_pages().items()
    if one.columns
    for title in one.titles.values()
    if " " not in title
]


@pytest.mark.parametrize(("path", "title"), TITLES)
def test_the_title_of_a_list_finds_all_that_is_in_it(
    client: FlaskClient, path: str, title: str
) -> None:
    listed, found_so = (
        {row["id"] for row in json.loads(client.get(address).data)["rows"]}
        for address in (f"/{path}?format=json", f"/search?q={title}&format=json")
    )
    assert listed
    assert listed <= found_so
