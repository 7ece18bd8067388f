"""The reference page shows every term, leads from term to term, and runs nothing."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest
from rdflib import OWL, RDF, Graph

from graph.iris import EUCN
from graph.paths import ONTOLOGY
from graph.reference import load_reference, ontology_page
from graph.reference.overview import BOXES, LINES, overview
from graph.reference.terms import curie
from graph.reference.words import WORDS


class Page(HTMLParser):
    """Tags, ids and links of a page; counts what is open, so that nesting can be checked."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.open.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids[value or ""] += 1
            if name == "href":
                self.links.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module", params=["en", "de", "zh"])
def page(request: pytest.FixtureRequest) -> Page:
    return Page(ontology_page(request.param))


def test_every_term_and_vocabulary_has_its_place(page: Page) -> None:
    graph = Graph().parse(ONTOLOGY / "eucn.ttl", format="turtle")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    terms = {str(s).removeprefix(str(EUCN)) for k in kinds for s in graph.subjects(RDF.type, k)}
    assert terms <= set(page.ids)
    for path in (ONTOLOGY / "vocabularies").glob("*.ttl"):
        assert f"vocabulary-{path.stem}" in page.ids


def test_ids_are_unique_and_inner_links_lead_somewhere(page: Page) -> None:
    assert [i for i, n in page.ids.items() if n > 1] == []
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner
    assert inner - set(page.ids) == set()


def test_well_formed_and_without_script_or_style(page: Page) -> None:
    assert page.open == []
    assert page.tags["h1"] == 1
    assert not {"script", "style", "link", "iframe", "img"} & set(page.tags)
    assert not {a for a in page.attributes if a == "style" or a.startswith("on")}


def test_explanations_are_in_the_language_of_the_page_and_examples_marked() -> None:
    term = load_reference().classes["Project"]
    for language in ("en", "de", "zh"):
        assert f"<p>{term.comment[language]}</p>" in ontology_page(language)
    assert f'<dd lang="en">{term.example}</dd>' in ontology_page("zh")
    assert '<span lang="zh-Hans">项目</span>' in ontology_page("de")
    assert "项目 <code>eucn:Project</code>" in ontology_page("zh")


def test_addresses_go_through_href_and_downloads_are_listed() -> None:
    html = ontology_page(
        "en", href=lambda path: f"/base{path}?lang=en", downloads=[("Turtle", "/o")]
    )
    assert 'href="/base/vocabulary/role/coordinator?lang=en"' in html
    assert '<a href="/o">Turtle</a>' in html


def test_what_the_shapes_need_is_shown() -> None:
    """union.ttl: a participation needs its participant; an event should have a kind."""
    classes = load_reference().classes
    assert classes["Participation"].needs["participant"] == "required"
    assert classes["Event"].needs["kind"] == "recommended"
    assert "participant" in classes["ProjectParticipation"].properties


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="not one of en, de, zh"):
        ontology_page("fr")


def test_words_are_the_same_in_all_languages() -> None:
    assert set(WORDS["en"]) == set(WORDS["de"]) == set(WORDS["zh"])


def test_the_picture_follows_the_ontology() -> None:
    reference = load_reference()
    assert set(BOXES) <= set(reference.classes)
    for start, end, word in LINES:
        if word:
            prop = reference.properties[word]
            assert set(reference.above(start)) & set(prop.used_on), word
            values = set(prop.values)
            below_entity = "Entity" in values
            assert below_entity or values & set(reference.above(end)), (word, end)


def test_the_picture_is_labelled_in_the_language_of_the_page() -> None:
    reference = load_reference()
    for lang in ("en", "de", "zh"):
        picture = str(overview(reference, lang))
        assert f">{reference.classes['Participation'].labels[lang]}<" in picture
        assert f">{reference.properties['participationIn'].labels[lang]}<" in picture


def test_curie_takes_the_longest_prefix() -> None:
    prefixes = {"v": "http://e.org/", "role": "http://e.org/role/"}
    assert curie("http://e.org/role/x", prefixes) == "role:x"
    assert curie("http://other.org/x", prefixes) == "http://other.org/x"
