"""Small folders of records, made up for a test: a few lines of text and what they say."""

from __future__ import annotations

import textwrap
from pathlib import Path

from rdflib import RDF, Literal, URIRef

from graph import iris
from graph.assembly.graphs import all_quads
from graph.assembly.quads import Quads, Term
from graph.records.load import Sources, load_sources
from graph.records.place import place_file
from graph.store.engines import on_disk
from graph.store.layers import Layer, Shelf

HEADER = """\
document:
  id: document/{slug}
  file: {slug}.txt
  language: en
  obtained: {obtained}
entities:
  document/{slug}:
    - {{name: {title}, quote: {title}}}
"""


class Folder:
    """Texts and the records of them, each placed as a curator places a draft."""

    def __init__(self, root: Path) -> None:
        self.texts, self.records, self._drafts = root / "texts", root / "records", root / "drafts"
        for folder in (self.texts, self.records, self._drafts):
            folder.mkdir(exist_ok=True)

    def document(
        self, slug: str, text: str, facts: str, obtained: str = "2026-01-31", pages: str = ""
    ) -> None:
        """Add a document and its record; the first line of the text is its title.

        ``pages`` is what its header says of pages, in YAML.
        """
        text = textwrap.dedent(text).lstrip("\n")
        (self.texts / f"{slug}.txt").write_text(text, encoding="utf-8")
        title = text.partition("\n")[0]
        draft = HEADER.format(slug=slug, title=title, obtained=obtained)
        draft = draft.replace("entities:", f"  pages: {pages}\nentities:", 1) if pages else draft
        draft += textwrap.indent(textwrap.dedent(facts).lstrip("\n"), "  ")
        (self._drafts / f"{slug}.yaml").write_text(draft, encoding="utf-8")
        place_file(self._drafts / f"{slug}.yaml", self.records / f"{slug}.yaml", self.texts)

    def register(self, entries: str) -> None:
        """Write the register of names."""
        path = self.records / "register.yaml"
        path.write_text(textwrap.dedent(entries).lstrip("\n"), encoding="utf-8")

    def load(self) -> Sources:
        return load_sources(self.records)

    def quads(self) -> Quads:
        return all_quads(self.load())


def claims(quads: Quads, identifier: str, predicate: URIRef) -> dict[Term, URIRef]:
    """The claims about one property of a thing, by the value they state."""
    return {
        quads.values(claim, RDF.object)[0]: claim
        for claim, subject in quads.pairs(RDF.subject)
        if subject == iris.resource(identifier)
        and quads.values(claim, RDF.predicate) == [predicate]
    }


def texts(values: list[Term]) -> list[str]:
    """Values as plain words; ids for what is ours."""
    return [str(v) if isinstance(v, Literal) else iris.identifier(v) or str(v) for v in values]


def counting_analysis(shelf: Shelf, plan: Layer, index: Path, last: Layer | None = None) -> Layer:
    """In place of the analysis: what it reads, counted, so that a test takes no second for it."""
    engine = on_disk(index).named
    parts = engine.query("SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { ?s ?p ?o }")
    (row,) = list(parts)  # type: ignore[arg-type]
    line = f'<https://a.example/> <https://a.example/n> "{row[0].value} {row[1].value}" '
    return shelf.add(plan, [f"{line}<https://w3id.org/eucn/graph/analysis> .\n".encode()])
