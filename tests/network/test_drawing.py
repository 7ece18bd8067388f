from __future__ import annotations

import csv
import io
import json
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import SKOS, Graph, Namespace

from graph.network.drawing.crowd import STEP, in_columns
from graph.network.drawing.export import (
    TIE_COLUMNS,
    csv_of,
    gexf,
    graphml,
    network_of,
    png,
    tie_rows,
    ties_json,
)
from graph.network.drawing.layout import Picture, picture, shape_of
from graph.network.drawing.look import Look
from graph.network.drawing.pyvis_page import page
from graph.network.drawing.svg import file_svg, how_to_read, legend_entries, page_svg, tail
from graph.network.drawing.text import shorten, width, wrap
from graph.network.measures.analysis import Analysis
from graph.network.model.reading import Network, _kind
from graph.network.model.ties import TwoMode
from graph.network.telling.sentences import Speaker
from graph.paths import ONTOLOGY
from graph.registers.ror_quads import KINDS as ROR_KINDS

Make = Callable[[int, int, int], Network]
HOSTILE = "</script><svg onload=alert(1)>\"'&\u0007=1+1 href=javascript:x <h1>"


def drawn(network: Network, language: str = "en") -> tuple[Analysis, Speaker, Picture]:
    analysis, speaker = Analysis(network), Speaker(network, language)
    return analysis, speaker, picture(analysis, speaker)


def overlapping(shown: Picture) -> list[tuple[str, str]]:
    boxes = [(node.name, node.box()) for node in shown.nodes]
    return [
        (one, two)
        for at, (one, a) in enumerate(boxes)
        for two, b in boxes[at + 1 :]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] - 0.01 and b[1] < a[3] - 0.01
    ]


@pytest.mark.parametrize("actors", [1, 8, 90, 250, 600])
def test_no_label_lies_on_another_or_on_an_actor(actors: int, generated_network: Make) -> None:
    _, _, shown = drawn(generated_network(actors, actors, 1))
    assert overlapping(shown) == []
    assert all(n.box()[0] >= 0 and n.box()[2] <= shown.width for n in shown.nodes)
    assert all(n.box()[1] > 0 and n.box()[3] < shown.height for n in shown.nodes)


def test_europe_left_china_right_and_the_middle_for_cross_border_ties(small: TwoMode) -> None:
    analysis, _, shown = drawn(Network(small))
    place = {node.iri: node for node in shown.nodes}
    middle = shown.width / 2
    for node in shown.nodes:
        if node.side == "eu":
            assert node.x < middle
        if node.side == "china":
            assert node.x > middle
    # e2's only tie is to the hub; the hub has 1.5 of its weight of 4 to China, e1 half.
    assert place["e2"].x < place["hub"].x < middle
    assert place["hub"].radius > place["e1"].radius
    assert analysis.cross_share[analysis.at["e1"]] == 0.5


def test_actors_stand_in_the_band_of_their_topic(generated_network: Make) -> None:
    analysis, _, shown = drawn(generated_network(60, 60, 1))
    bands = {band.topic: band for band in shown.bands}
    for node in shown.nodes:
        if node.side in ("eu", "china"):
            assert node.band == analysis.bands[analysis.at[node.iri]]
            assert bands[node.band].top <= node.y <= bands[node.band].bottom
        else:
            # Other and unknown sides have a band of their own each; none unknown is under China.
            assert bands[node.band].top <= node.y <= bands[node.band].bottom
            assert node.band == ("unknown" if node.side == "unknown" else "other")
            assert node.side != "unknown" or node.x < 520


def test_the_same_network_gives_the_same_bytes(generated_network: Make) -> None:
    files = []
    for _ in range(2):
        analysis, speaker, shown = drawn(generated_network(40, 40, 1))
        graph = network_of(analysis, shown, speaker)
        files.append(
            (
                file_svg(shown, speaker, "t", "f"),
                graphml(graph),
                gexf(graph),
                page(analysis, shown, speaker, "foot"),
            )
        )
    assert files[0] == files[1]


def hostile(generated_network: Make) -> Network:
    network = generated_network(6, 4, 1)
    actors = {
        iri: replace(actor, labels={"en": HOSTILE + str(at)})
        for at, (iri, actor) in enumerate(network.two_mode.actors.items())
    }
    settings = {
        iri: replace(setting, labels={"en": HOSTILE})
        for iri, setting in network.two_mode.settings.items()
    }
    return replace(network, two_mode=replace(network.two_mode, actors=actors, settings=settings))


def test_hostile_names_stay_text(generated_network: Make) -> None:
    analysis, speaker, shown = drawn(hostile(generated_network))
    for svg in (
        file_svg(shown, speaker, HOSTILE.replace("\u0007", ""), "foot").replace("\u0007", ""),
        page_svg(shown, speaker, lambda iri: f"/x?{iri}&<").replace("\u0007", ""),
    ):
        root = ET.fromstring(svg)
        assert {element.tag.rsplit("}", 1)[-1] for element in root.iter()} <= {
            *("svg", "title", "style", "rect", "text", "g", "path", "circle", "polygon", "a"),
        }
        assert not any("onload" in element.attrib for element in root.iter())
    graph = network_of(analysis, shown, speaker)
    assert len(nx.read_graphml(io.BytesIO(graphml(graph)))) == 6
    assert len(nx.read_gexf(io.BytesIO(gexf(graph)))) == 6
    html = page(analysis, shown, speaker, HOSTILE)
    assert html.count("</script>") == 3
    [data] = re.findall(r'<script type="application/json" id="data">(.*?)</script>', html)
    assert HOSTILE + "0" in {node["name"] for node in json.loads(data)["nodes"]}
    assert "onload=alert" not in re.sub(r"<script.*?</script>", "", html, flags=re.S).replace(
        "&lt;svg onload=alert", ""
    )


def test_the_offline_page_names_no_other_site_to_load_from(generated_network: Make) -> None:
    analysis, speaker, shown = drawn(generated_network(6, 4, 1))
    html = page(analysis, shown, speaker, "foot")
    outside = re.sub(r"<script.*?</script>|<style.*?</style>", "", html, flags=re.S)
    assert "http:" not in outside
    assert "https:" not in outside
    assert not re.search(r"<(link|script|img|iframe)[^>]*(src|href)=", html)
    assert "default-src 'none'" in html
    [data] = re.findall(r'id="data">(.*?)</script>', html)
    options = json.loads(data)["options"]
    assert options["physics"] == {"enabled": False}
    assert all("x" in n and "title" not in n for n in json.loads(data)["nodes"])


def test_files_hold_the_same_ties(small: TwoMode) -> None:
    analysis, speaker, shown = drawn(Network(small, built="2026-01-02"))
    rows = tie_rows(analysis, speaker)
    pairs = {frozenset((row["a"], row["b"])) for row in rows}
    graph = network_of(analysis, shown, speaker)
    for read in (
        nx.read_graphml(io.BytesIO(graphml(graph))),
        nx.read_gexf(io.BytesIO(gexf(graph))),
    ):
        assert {frozenset(edge) for edge in read.edges} == pairs
        assert read.edges["c2", "hub"]["weight"] == 1.0
        assert read.nodes["hub"]["side"] == "eu"
    table = list(csv.DictReader(io.StringIO(csv_of(rows, TIE_COLUMNS).decode())))
    assert {frozenset((row["a"], row["b"])) for row in table} == pairs
    assert json.loads(ties_json(analysis, speaker))["rows"] == json.loads(json.dumps(rows))


def test_gexf_opens_where_it_stood(small: TwoMode) -> None:
    analysis, speaker, shown = drawn(Network(small))
    root = ET.fromstring(gexf(network_of(analysis, shown, speaker)))
    places = root.findall(".//{http://www.gexf.net/1.2draft/viz}position")
    assert len(places) == len(shown.nodes)


def test_cells_that_a_spreadsheet_would_run_are_made_text() -> None:
    body = csv_of([{"a": "=1+1", "b": ["-x", "y"], "c": True, "d": None}], ("a", "b", "c", "d"))
    assert body.decode() == "a,b,c,d\r\n'=1+1,'-x; y,true,\r\n"


def test_png_is_as_wide_as_asked(generated_network: Make) -> None:
    _, speaker, shown = drawn(generated_network(6, 4, 1))
    body = png(file_svg(shown, speaker, "t", "f"), scale=1.0)
    assert body.startswith(b"\x89PNG")
    assert int.from_bytes(body[16:20], "big") == 1000


@pytest.mark.parametrize("two_mode", [TwoMode({}, {}, ()), None])
def test_empty_and_single_networks_draw(two_mode: TwoMode | None, generated_network: Make) -> None:
    network = generated_network(1, 1, 1) if two_mode is None else Network(two_mode)
    analysis, speaker, shown = drawn(network)
    ET.fromstring(file_svg(shown, speaker, "t", "f"))
    assert "nan" not in page_svg(shown, speaker, str).lower()
    graph = network_of(analysis, shown, speaker)
    assert len(nx.read_graphml(io.BytesIO(graphml(graph)))) == len(shown.nodes)
    page(analysis, shown, speaker, "")


@given(st.text(max_size=60), st.floats(5, 300))
def test_shortened_text_fits(text: str, room: float) -> None:
    cut = shorten(text, 11.0, room)
    assert width(cut, 11.0) <= max(room, width("…", 11.0))


def test_wrapping() -> None:
    assert wrap("energy and environment", 11.0, 100.0) == ["energy and", "environment"]
    assert "".join(wrap("研究与创新和更多的主题词", 11.0, 60.0)) == "研究与创新和更多的主题词"


def test_the_many_of_a_large_view_stand_in_columns_by_their_share() -> None:
    wanted = {actor: 314.0 + (actor * 37 % 11) * 12 for actor in range(200)}
    placed = {actor: (x, y) for actor, x, y in in_columns(wanted, 314.0, 450.0, 1.0)}
    assert placed.keys() == wanted.keys()
    assert all(314.0 <= x <= 450.0 and y > 0 for x, y in placed.values())
    # No two touch, and nobody with a larger share stands further from the middle.
    places = sorted(placed.values())
    assert all(math.dist(one, two) >= STEP for one, two in combinations(places, 2))
    order = sorted(wanted, key=lambda actor: (wanted[actor], actor))
    assert [placed[actor][0] for actor in order] == sorted(x for x, _ in places)
    # Few stand at the middle, in one row.
    few = list(in_columns({3: 320.0, 1: 330.0}, 314.0, 450.0, 1.0))
    assert few == [(3, 441.0, STEP / 2), (1, 450.0, STEP / 2)]
    assert not list(in_columns({}, 0.0, 9.0, 0.0))


def test_a_large_view_says_that_its_actors_stand_in_columns(
    small: TwoMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.network.drawing.layout.LARGE", 2)
    monkeypatch.setattr("graph.network.drawing.layout.LABELLED_WHEN_LARGE", 1)
    analysis = Analysis(Network(small))
    speaker = Speaker(Network(small))
    shown = picture(analysis, speaker, Look(bands="kind"))
    assert shown.crowded
    assert sum(bool(node.label) for node in shown.nodes) == 1
    assert not overlapping(shown)
    how = " ".join(how_to_read(shown, speaker))
    assert "Bands: kind of organisation." in how
    assert "stand in columns" in how
    assert "Bands: topic." in " ".join(how_to_read(picture(analysis, speaker), speaker))


def test_what_a_register_calls_education_is_drawn_as_a_university() -> None:
    """Also where the register counts it among the funders or the public bodies."""
    told = [("education-establishment", "public-body", "research-funder"), ("research-funder",)]
    assert [shape_of(_kind({"Organization"}, sorted(kinds))) for kinds in told] == [
        *("circle", "ring"),
    ]
    assert shape_of(_kind({"Partner"}, ["public-body", "research-organisation"])) == "square"
    assert shape_of(_kind({"Partner"}, ["ministry", "public-body"])) == "triangle"


def test_no_two_entries_of_a_legend_look_the_same(small: TwoMode) -> None:
    seen = [(shape, colour) for shape, colour, _ in legend_entries(Speaker(Network(small)), None)]
    assert len(seen) == len(set(seen))
    assert not {("circle", "other")} & set(seen)


def test_funding_of_research_makes_no_public_body() -> None:
    kinds = Graph().parse(ONTOLOGY / "vocabularies" / "organisation-kind.ttl")
    base = Namespace("https://w3id.org/eucn/vocabulary/organisation-kind/")
    kind = base[ROR_KINDS["funder"]]
    assert (kind, SKOS.inScheme, None) in kinds
    assert (kind, SKOS.broader, None) not in kinds


def test_thousands_of_ties_are_drawn_in_few_paths(
    generated_network: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a page; a file has each tie by itself. No tie is lost, and its ends are its curve's."""
    monkeypatch.setattr("graph.network.drawing.svg.MANY_LINES", 5)
    _, speaker, shown = drawn(generated_network(20, 12, 1))
    assert len(shown.lines) > 5
    root = ET.fromstring(page_svg(shown, speaker, str))
    nodes = [a.attrib["data-id"] for a in root.iter("a")]
    paths = [one for one in root.iter("path") if "tie" in one.attrib["class"].split()]
    assert len(paths) < len(shown.lines)
    found = []
    for path in paths:
        ends = [nodes[int(at)] for at in path.attrib["data-ends"].split()]
        curves = path.attrib["d"].split("M")[1:]
        found += zip(ends[::2], ends[1::2], curves, strict=True)
    expected = [(tail(line.tie.a), tail(line.tie.b), line.path[1:]) for line in shown.lines]
    assert sorted(found) == sorted(expected)
    assert file_svg(shown, speaker, "t", "f").count('<path class="tie') == len(shown.lines)
