"""Questions about registers: answers worked out from the CSV, apart from graph and reader.

Here stands plain Python over the lines of ``sources/registers``, nothing of the project's code.
The store has the registers alone, with their raw ids: identity is judged and tested elsewhere.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest

from graph.paths import ONTOLOGY, QUERIES, SOURCES
from graph.questions import Question, questions
from graph.registers.layers import register_layers
from graph.registers.mappings import read_mappings

QUESTIONS = {q.name: q for q in questions(QUERIES) if "register" in q.keywords}
H2020, HORIZON = "programme/horizon-2020", "programme/horizon-europe"
Line = dict[str, str]
Answer = list[tuple[str, ...]]


BASES = ("https://w3id.org/eucn/id/", "https://w3id.org/eucn/vocabulary/", "https://w3id.org/eucn/")


def short(term: object) -> str:
    """A term as the answers here write it: our IRIs without base, literals by their text."""
    text = "" if term is None else str(getattr(term, "value", term))
    if isinstance(term, pyoxigraph.NamedNode):
        return next((text[len(base) :] for base in BASES if text.startswith(base)), text)
    return text


def table(dataset: str, name: str) -> list[Line]:
    path = SOURCES / "registers" / dataset / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return [{**line, "dataset": dataset} for line in csv.DictReader(stream)]


PROJECTS = table("cordis-h2020", "project") + table("cordis-horizon-europe", "project")
PARTS = table("cordis-h2020", "participation") + table("cordis-horizon-europe", "participation")
ORGANISATIONS = table("cordis-h2020", "organization") + table(
    "cordis-horizon-europe", "organization"
)
PROJECT = {line["project"]: line for line in PROJECTS}
PROGRAMME = {"cordis-h2020": H2020, "cordis-horizon-europe": HORIZON}
COUNTRY: dict[str, str] = {}
for line in ORGANISATIONS:
    COUNTRY[line["organisation"]] = line["country"] or COUNTRY.get(line["organisation"], "")
TOWNS = {line["organisation"]: line["town"] for line in ORGANISATIONS if line["country"] == "CN"}
HONG_KONG = {o for o, town in TOWNS.items() if town.replace(" ", "").upper() == "HONGKONG"}
COUNTRY |= dict.fromkeys(HONG_KONG, "HK")
EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905 - read more easily so


def side(part: Line) -> str:
    """By the country of the seat on the day the project started."""
    organisation = part["organisation"]
    country = COUNTRY[organisation]
    if organisation in HONG_KONG or country == "HK":
        return "hong-kong"
    if country in ("CN", "MO", "TW"):
        return {"CN": "china", "MO": "macao", "TW": "taiwan"}[country]
    if not country:
        return "unknown"
    british = country == "GB" and PROJECT[part["project"]]["start"] <= "2020-01-31"
    return "eu" if country in EU or british else "other"


OF_THE_UNION = {"pic-999992304", "cordis-a9b3620845688fd1"}
"""The Joint Research Centre, a directorate-general of the Commission, under both its names."""
CHINESE = [part for part in PARTS if side(part) == "china"]


def euro(line: Line) -> Decimal:
    return Decimal(line["eu_contribution"] or 0)


def most(counted: Counter[str], least: int = 1, prefix: str = "") -> Answer:
    """Counts, largest first, then by name."""
    rows = [(prefix + key, n) for key, n in counted.items() if n >= least]
    return [(key, str(n)) for key, n in sorted(rows, key=lambda row: (-row[1], row[0]))]


def distinct(pairs: Iterable[tuple[str, str]]) -> Counter[str]:
    return Counter(first for first, _ in set(pairs))


def sums(pairs: Iterable[tuple[str, Decimal]]) -> Answer:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for key, amount in pairs:
        found[key] += amount
    rows = sorted(((k, v) for k, v in found.items() if v > 0), key=lambda row: (-row[1], row[0]))
    return [(key, f"{value.normalize():f}") for key, value in rows]


def programme(line: Line) -> str:
    return PROGRAMME[line["dataset"]]


def seated(part: Line) -> bool:
    """A body of the Union has no country: what its row has is the country of the register."""
    return bool(COUNTRY[part["organisation"]]) and part["organisation"] not in OF_THE_UNION


def country_iri(part: Line) -> str:
    return f"country/{COUNTRY[part['organisation']].lower()}"


def place_table() -> tuple[dict[str, str], dict[str, str]]:
    """Town as written (letters and digits only) to place; place to what it is part of."""

    def read(name: str) -> list[Line]:
        with (SOURCES / "registers" / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    towns = {plain(line["town"]): line["place"] for line in read("chinese-towns.csv")}
    return towns, {line["place"]: line["part_of"] for line in read("places.csv")}


def plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def chinese_places() -> dict[str, tuple[str, str]]:
    towns, above = place_table()
    found = {}
    for organisation, town in TOWNS.items():
        place = towns.get(plain(town), "")
        if place in above:
            found[organisation] = (place, above[place])
    return found


def topics(project: Line) -> set[str]:
    """By the table of topics: lines of its codes, and the project's own."""
    found = {line["topic"] for line in lines_of(project)} - {""}
    return found | {t["topic"] for t in TOPIC_LINES if t["code"] == project["project"]}


def why_none(project: Line) -> str:
    (line,) = {line["reason"] for line in lines_of(project)}
    return line


with (SOURCES / "registers" / "topic-mapping.csv").open(encoding="utf-8", newline="") as stream:
    TOPIC_LINES = list(csv.DictReader(stream))


def lines_of(project: Line) -> list[Line]:
    """Of each code the line with the longest beginning."""
    found = []
    for scheme, column, step in (
        ("euroscivoc", "euroscivoc", "/"),
        ("programme-part", "legal_basis", "."),
        ("call-topic", "topics", ""),
    ):
        codes = [code for code in project[column].split("|") if code]
        for code in codes:
            if step == "." and not (code.startswith(codes[0]) or codes[0].startswith(code)):
                continue  # of a mission: the legal bases of others
            fitting = [
                rule
                for rule in TOPIC_LINES
                if rule["scheme"] == scheme
                and (
                    code.startswith(rule["code"])
                    if not step or rule["code"] == "EURATOM"
                    else (code + step).startswith(rule["code"] + step)
                )
            ]
            if fitting:
                found.append(max(fitting, key=lambda rule: len(rule["code"])))
    return found


def by_programme_and_role(parts: Iterable[Line]) -> Counter[tuple[str, str]]:
    return Counter((programme(p), p["role"] or "not stated") for p in parts)


def without_coordinator() -> Answer:
    led = {p["project"] for p in PARTS if p["role"] == "coordinator"}
    states = {
        "CLOSED": "completed", "COMPLETED": "completed", "ONGOING": "ongoing",
        "TERMINATED": "terminated", "SIGNED": "signed",
    }  # fmt: skip
    counted = Counter(states[p["status"]] for p in PROJECTS if p["project"] not in led)
    return [(f"vocabulary/status/{key}"[11:], str(n)) for key, n in sorted(counted.items())]


def fields() -> Answer:
    top = {
        line["code"]: line["title"]
        for line in table("cordis-horizon-europe", "euroscivoc")
        if line["code"].count("/") == 1
    }
    return most(
        distinct(
            (top["/" + code.split("/")[1]], project["project"])
            for project in PROJECTS
            for code in filter(None, project["euroscivoc"].split("|"))
        )
    )


def cities() -> set[str]:
    """Municipalities (Beijing, Shanghai) are cities too."""
    with (SOURCES / "registers" / "places.csv").open(encoding="utf-8", newline="") as stream:
        kinds = {line["place"]: line["kind"] for line in csv.DictReader(stream)}
    return {place for place, kind in kinds.items() if kind in ("city", "municipality")}


def registered_countries() -> Answer:
    """By the country that the register writes and by that of the seat, of three of them."""
    written = {line["organisation"] for line in ORGANISATIONS if line["country"] == "CN"}
    seats = {p["organisation"]: COUNTRY[p["organisation"]] for p in PARTS}
    counted = Counter(
        ("CN" if one in written else seat, seat)
        for one, seat in seats.items()
        if seat in ("CN", "HK", "MO")
    )
    return [
        (f"country/{one.lower()}", f"country/{seat.lower()}", str(n))
        for (one, seat), n in sorted(counted.items())
    ]


def comparison() -> Answer:
    rows = []
    for name in (H2020, HORIZON):
        parts = [part for part in CHINESE if programme(part) == name]
        rows.append(
            (
                name,
                str(len({p["project"] for p in parts})),
                str(len({p["organisation"] for p in parts})),
                str(len(parts)),
            )
        )
    return rows


def with_china() -> set[str]:
    return {part["project"] for part in CHINESE}


def pairs(least: int) -> Answer:
    """Organisations of both sides by the projects in which both take part."""
    shared: Counter[tuple[str, str]] = Counter()
    members: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for p in PARTS:
        members[p["project"]].add((side(p), f"organization/{p['organisation']}"))
    for sides in members.values():
        shared.update(
            (one, other)
            for here, one in sides
            for there, other in sides
            if (here, there) == ("eu", "china")
        )
    rows = [(*pair, n) for pair, n in shared.items() if n >= least]
    return [(*pair, str(n)) for *pair, n in sorted(rows, key=lambda row: (-row[2], row[:2]))]


def money_by_country() -> Answer:
    """What the EU gives, without what is passed on: the net amount, stated beside every amount."""
    assert all(p["net_eu_contribution"] for p in PARTS if euro(p))
    parts = [p for p in PARTS if seated(p) and p["net_eu_contribution"]]
    return sums((country_iri(p), Decimal(p["net_eu_contribution"])) for p in parts)


EXPECTED: dict[str, Callable[[], Answer]] = {
    "pairs-with-most-shared-projects": lambda: pairs(3),
    "register-projects-by-year": lambda: sorted(
        (year, str(n)) for year, n in Counter(p["start"][:4] for p in PROJECTS).items()
    ),
    "register-projects-by-programme": lambda: [
        (
            name,
            str(sum(programme(p) == name for p in PROJECTS)),
            f"{sum((euro(p) for p in PROJECTS if programme(p) == name), Decimal(0)).normalize():f}",
        )
        for name in (H2020, HORIZON)
    ],
    "register-types-of-action": lambda: most(Counter(p["scheme"] for p in PROJECTS)),
    "register-topics": lambda: most(Counter(f"topic/{t}" for p in PROJECTS for t in topics(p))),
    "register-projects-without-topic": lambda: [
        (*key, str(n))
        for key, n in sorted(
            Counter((p["call"], why_none(p)) for p in PROJECTS if not topics(p)).items(),
            key=lambda entry: (-entry[1], entry[0]),
        )
    ],
    "register-partners-by-country": lambda: most(
        Counter(f"country/{c.lower()}" for o, c in COUNTRY.items() if c and o not in OF_THE_UNION)
    ),
    "register-participations-by-side": lambda: [
        (f"side/{name}", str(n), str(len({p["organisation"] for p in PARTS if side(p) == name})))
        for name, n in Counter(map(side, PARTS)).most_common()
    ],
    "chinese-partners-without-eu-money": lambda: [
        (*key, str(n))
        for key, n in sorted(by_programme_and_role(p for p in CHINESE if not euro(p)).items())
    ],
    "chinese-partners-never-paid": lambda: most(
        distinct(
            (f"organization/{p['organisation']}", p["project"])
            for p in CHINESE
            if not any(euro(q) for q in PARTS if q["organisation"] == p["organisation"])
        ),
        4,
    ),
    "chinese-partners-with-eu-money": lambda: [
        (
            key,
            str(sum(p["organisation"] == key[13:] and euro(p) > 0 for p in CHINESE)),
            total,
        )
        for key, total in sums((f"organization/{p['organisation']}", euro(p)) for p in CHINESE)
    ],
    "register-coordinators-by-country": lambda: most(
        distinct(
            (country_iri(p), p["project"])
            for p in PARTS
            if p["role"] == "coordinator" and seated(p)
        )
    ),
    "register-projects-without-coordinator": without_coordinator,
    "repeat-partners-from-china": lambda: most(
        distinct((f"organization/{p['organisation']}", p["project"]) for p in CHINESE), 8
    ),
    "partners-of-both-programmes": lambda: sorted(
        (f"organization/{o}",)
        for o in {p["organisation"] for p in CHINESE if programme(p) == H2020}
        & {p["organisation"] for p in PARTS if programme(p) == HORIZON}
    ),
    "horizon-2020-against-horizon-europe": comparison,
    "chinese-partners-by-province": lambda: most(
        Counter(f"place/{above or place}" for place, above in chinese_places().values())
    ),
    "chinese-partners-by-city": lambda: most(
        Counter(f"place/{place}" for place, _ in chinese_places().values() if place in cities()),
        10,
    ),
    "partners-by-registered-country": registered_countries,
    "projects-with-most-partners-from-china": lambda: [
        (number, PROJECT[number]["acronym"], n)
        for number, n in most(Counter(p["project"] for p in CHINESE), 10)
    ],
    "china-named-without-partner": lambda: sorted(
        (p["project"],)
        for p in PROJECTS
        if {"title", "topic"} & set(p["selected_by"].split("|"))
        and "partner" not in p["selected_by"].split("|")
    ),
    "rules-that-chose-projects": lambda: sorted(
        (rule, str(n))
        for rule, n in Counter(r for p in PROJECTS for r in p["selected_by"].split("|")).items()
    ),
    "roles-by-programme": lambda: [
        (*key, str(n))
        for key, n in sorted(
            by_programme_and_role(PARTS).items(), key=lambda item: (item[0][0], -item[1])
        )
    ],
    "register-projects-ended-early": lambda: sorted(
        (p["project"], p["end"]) for p in PROJECTS if p["status"] == "TERMINATED"
    ),
    "kinds-of-partners-from-china": lambda: most(
        distinct(
            (kind, line["organisation"])
            for line in ORGANISATIONS
            if line["country"] == "CN" and line["organisation"] not in HONG_KONG
            for kind in [
                {
                    "higher-education": "education-establishment",
                    "research-organisation": "research-organisation",
                    "private-company": "company",
                    "public-body": "public-body",
                }.get(line["kind"], ""),
                # What a table of ours says beside the register: an academy.
                getattr(read_mappings().kinds.get(line["organisation"]), "kind", ""),
            ]
            if kind
        )
    ),
    "sides-of-the-united-kingdom": lambda: sorted(
        (year, f"side/{name}", str(n))
        for (year, name), n in Counter(
            (PROJECT[p["project"]]["start"][:4], side(p))
            for p in PARTS
            if COUNTRY[p["organisation"]] == "GB"
        ).items()
    ),
    "eu-money-by-country": money_by_country,
    "call-topics-with-several-projects": lambda: most(
        distinct((t, p["project"]) for p in PROJECTS for t in p["topics"].split("|")), 3
    ),
    "fields-of-science": fields,
    "countries-in-projects-with-china": lambda: most(
        distinct(
            (country_iri(p), p["project"])
            for p in PARTS
            if p["project"] in with_china() and seated(p)
        ),
        50,
    ),
    "rows-behind-a-project": lambda: sorted(
        (
            (
                f"organization/{p['organisation']}",
                "organization.csv",
                f"825904-{p['organisation'].split('-')[1]}-{p['order']}",
                "https://cordis.europa.eu/project/id/825904",
            )
            for p in PARTS
            if p["project"] == "825904"
        ),
        key=lambda row: row[2],
    ),
    "hong-kong-written-as-china": lambda: sorted(
        {
            (f"organization/{line['organisation']}", line["town"])
            for line in ORGANISATIONS
            if line["organisation"] in HONG_KONG and line["country"] == "CN"
        }
    ),
}


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    for layer in register_layers("2026-11-28"):
        store.bulk_load(b"".join(set(layer.lines())), pyoxigraph.RdfFormat.N_QUADS)
    graph = pyoxigraph.NamedNode("https://w3id.org/eucn/graph/vocabularies")
    files: list[Path] = [*(ONTOLOGY / "vocabularies").glob("*.ttl"), ONTOLOGY / "countries.ttl"]
    for path in files:
        store.bulk_load(path=path, format=pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
    return store


def answer(store: pyoxigraph.Store, question: Question) -> Answer:
    result = store.query(question.complete, use_default_graph_as_union=True)
    assert isinstance(result, pyoxigraph.QuerySolutions)
    return [tuple(short(value).removeprefix("vocabulary/") for value in row) for row in result]


def test_there_are_at_least_25_and_each_has_an_answer() -> None:
    assert set(QUESTIONS) == set(EXPECTED) | {"partners-by-nuts-region"}
    assert len(EXPECTED) >= 25


def test_a_project_has_no_topic_of_the_legal_bases_of_others(store: pyoxigraph.Store) -> None:
    """RISKADAPT, of a mission: CORDIS marks HORIZON.2.5 (climate, energy, mobility) of five."""
    project = "<https://w3id.org/eucn/id/project/cordis-101093939>"
    eucn = "https://w3id.org/eucn/ontology#"
    found = store.query(
        f"SELECT DISTINCT ?part ?topic {{ {project} <{eucn}programmePart> ?part "
        f"OPTIONAL {{ {project} <{eucn}topic> ?topic }} }}",
        use_default_graph_as_union=True,
    )
    assert isinstance(found, pyoxigraph.QuerySolutions)
    rows = [tuple(short(value).rpartition("/")[2] for value in row) for row in found]
    assert len({part for part, _ in rows}) == 5
    assert not {topic for _, topic in rows} & {"agri-food", "culture-and-society", "security"}


@pytest.mark.parametrize("code", ["automation", "governance", "mortality", "fertility"])
def test_what_a_social_science_looks_at_is_not_society_itself(code: str) -> None:
    """Projects on aquaculture, soil or demolition waste are not about culture and society."""
    titles = {line["title"]: line["code"] for line in table("cordis-horizon-europe", "euroscivoc")}
    fitting = [
        rule
        for rule in TOPIC_LINES
        if rule["scheme"] == "euroscivoc" and f"{titles[code]}/".startswith(rule["code"] + "/")
    ]
    assert not max(fitting, key=lambda rule: len(rule["code"]))["topic"]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_answer_is_that_of_the_csv(store: pyoxigraph.Store, name: str) -> None:
    wanted = EXPECTED[name]()
    assert wanted
    assert answer(store, QUESTIONS[name]) == wanted


def test_regions_are_those_of_the_rows_or_of_the_table_of_towns(store: pyoxigraph.Store) -> None:
    """At least the partners whose own row has the region are counted."""
    stated = distinct(
        (line["nuts"], line["organisation"]) for line in ORGANISATIONS if len(line["nuts"]) > 2
    )
    base = "http://data.europa.eu/nuts/code/"
    found = {
        region.removeprefix(base): int(n)
        for region, n in answer(store, QUESTIONS["partners-by-nuts-region"])
    }
    assert {region for region, n in stated.items() if n >= 20} <= set(found)
    assert all(found[region] >= n for region, n in stated.items() if region in found)
