"""Read a whole build into a ``Catalogue``: a few queries, once per build."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, Literal
from rdflib.term import Identifier

from graph.catalogue.classes import ranks
from graph.catalogue.codes import Code
from graph.catalogue.entries import (
    Alike,
    Concept,
    Entry,
    Name,
    Term,
    choose,
    readable,
)
from graph.catalogue.queries import run
from graph.catalogue.rows import datasets
from graph.catalogue.sums import Row as SumRow
from graph.catalogue.sums import Sums
from graph.iris import EUCN, VOCABULARY
from graph.languages import DEFAULT, base_language
from graph.own_words import own_words
from graph.questions import query
from graph.seats import BODIES_OF_THE_EU
from graph.store import Store, patient

_SETS = {
    "kind": "kinds",
    "country": "countries",
    "side": "sides",
    "topic": "topics",
    "priorityTopic": "topics",
    "locatedIn": "places",
    "urn:eucn:within": "within",
    "officeIn": "offices",
    "organiser": "frames",
    "heldUnder": "frames",
    "superEvent": "frames",
    "urn:eucn:function": "functions",
    "urn:eucn:body": "bodies",
    "status": "statuses",
    "currentStatus": "standings",
    "sessionOf": "parents",
    "partOf": "parents",
    "language": "languages",
    "publisher": "publishers",
    "targetCountry": "targets",
    "figureOf": "whose",
    "outcomeOf": "whose",
    "unit": "units",
    "qualifier": "units",
}
_OF_PROJECTS = {
    "coordinator": "coordinators",
    "fundedUnder": "programmes",
    "fundingScheme": "actions",
}
_SEALED = (
    *dict.fromkeys(_SETS.values()),
    *_OF_PROJECTS.values(),
    *("terms", "partners", "settings", "identifiers", "sums", "stated", "values"),
)
_DATES = {"startDate", "endDate", "date", "action"}
_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
_HIDDEN = (
    "http://www.w3.org/2004/02/skos/core#hiddenLabel",
    *(str(EUCN) + key for key in ("sourceTerm", "sectorAsPrinted")),
)
_TOLD = frozenset(
    str(EUCN) + key
    for key in (
        *("activity", "audience", "context", "objective", "opportunity", "shortfall", "theme"),
        "value",
    )
)
_VALUE = str(EUCN.value)
_ADDRESS = str(EUCN.webAddress)
_OUTSIDE: dict[str, dict[str, str]] = {
    str(term): {"en": en, "de": de, "zh": zh}
    for term, en, de, zh in (
        (RDF.type, "type", "Typ", "类型"),
        (DCTERMS.description, "description", "Beschreibung", "说明"),
        (DCTERMS.issued, "issued", "veröffentlicht am", "发布日期"),
        (DCTERMS.license, "licence", "Lizenz", "许可协议"),
        (DCTERMS.publisher, "publisher", "Herausgeber", "发布者"),
        (DCTERMS.rights, "rights", "Rechte", "权利"),
        (DCTERMS.source, "source", "Quelle", "来源"),
        (DCTERMS.title, "title", "Titel", "标题"),
        (DCTERMS.isReplacedBy, "replaced by", "ersetzt durch", "已由以下取代"),
        (RDFS.label, "label", "Bezeichnung", "名称"),
        (RDFS.comment, "comment", "Erläuterung", "说明"),
        (SKOS.prefLabel, "preferred label", "bevorzugte Bezeichnung", "首选名称"),
        (SKOS.altLabel, "other label", "weitere Bezeichnung", "其他名称"),
        (SKOS.notation, "notation", "Notation", "记号"),
        (OWL.deprecated, "deprecated", "veraltet", "已弃用"),
        (PROV.wasDerivedFrom, "derived from", "abgeleitet aus", "来源于"),
        (OWL.sameAs, "same as", "dasselbe wie", "等同于"),
    )
}
"""Names of properties of others that claims are about, or that pages of data have."""


@dataclass(slots=True)
class Catalogue:
    """All entities, concepts and terms of one build, by IRI; and the labels of relation nodes."""

    entries: dict[str, Entry] = field(default_factory=dict)
    concepts: dict[str, Concept] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    nodes: dict[str, dict[str, str]] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    """Identifiers by their IRI."""
    roles: list[tuple[str, str, str]] = field(default_factory=list)
    """Who has which role in what: the activity, the role, and who has it."""
    alike: dict[str, list[Alike]] = field(default_factory=dict)
    """What may be the same as another thing, or is a part of one by a judgement, by IRI."""
    sums: Sums = field(default_factory=Sums)
    _by_class: dict[str, list[Entry]] = field(default_factory=dict)
    _narrower: dict[str, set[str]] = field(default_factory=dict)
    _kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    @staticmethod
    def is_of_others(iri: str) -> bool:
        """Return whether an IRI is a property of others that has a name here."""
        return iri in _OUTSIDE

    def kept(self, what: str) -> dict[str, Any]:
        """Return what lists have worked out so far, by entity: a catalogue does not change."""
        return self._kept.setdefault(what, {})

    def of_class(self, *categories: str) -> list[Entry]:
        """Return the entities of some classes (local names), in no order."""
        if not self._by_class:
            grouped: dict[str, list[Entry]] = defaultdict(list)
            for entry in self.entries.values():
                grouped[entry.category].append(entry)
            self._by_class = dict(grouped)
        return [entry for name in categories for entry in self._by_class.get(name, [])]

    def label(self, iri: str, language: str = "en") -> Name:
        """Return the name of anything that has an IRI: entity, concept, term, or other."""
        named = self.entries.get(iri) or self.concepts.get(iri) or self.terms.get(iri)
        if named:
            return named.label(language)
        if labels := self.nodes.get(iri) or _OUTSIDE.get(iri):
            return choose(labels, language) or Name(readable(iri))
        if code := self.codes.get(iri):
            return Name(code.named(self.label(code.scheme, language).text))
        return Name(readable(iri))

    def concepts_of(self, scheme: str) -> list[Concept]:
        """Return the concepts of a scheme given by its notation, in the order of their IRIs."""
        wanted = f"{VOCABULARY}{scheme}/"
        return [self.concepts[iri] for iri in sorted(self.concepts) if iri.startswith(wanted)]

    def with_narrower(self, concept: str) -> set[str]:
        """Return a concept and every concept below it."""
        if not self._narrower:
            below: dict[str, set[str]] = defaultdict(set)
            for one in self.concepts.values():
                if one.broader:
                    below[one.broader].add(one.iri)
            self._narrower = dict(below)
        found, waiting = set[str](), [concept]
        while waiting:
            iri = waiting.pop()
            if iri not in found:
                found.add(iri)
                waiting += self._narrower.get(iri, ())
        return found

    def documents(self) -> list[Entry]:
        """Return the source documents, the one of the curators last."""
        return sorted(
            self.of_class("SourceDocument"),
            key=lambda one: (one.iri.endswith("/curation"), one.iri),
        )


def load_catalogue(store: Store) -> Catalogue:
    """Return the catalogue of the build that ``store`` holds."""
    store = patient(store)
    catalogue = Catalogue()
    _read_entries(store, catalogue)
    _read_concepts(store, catalogue)
    _read_terms(store, catalogue)
    _read_names(store, catalogue)
    _read_features(store, catalogue)
    _read_projects(store, catalogue)
    catalogue.sums = Sums.of(_read_sums(store))
    for row in run(store, "contributions"):
        if entry := catalogue.entries.get(str(row["entity"])):
            entry.documents[str(row["document"])] = int(str(row["claims"]))
    for row in run(store, "row-counts", [str(EUCN) + name for name in ranks()]):
        if entry := catalogue.entries.get(str(row.get("entity"))):
            entry.rows[str(row["dataset"])] = int(str(row["rows"]))
    for iri, dataset in datasets(store).items():
        catalogue.nodes[iri] = dataset.titles
    _read_alike(store, catalogue)
    catalogue.roles = sorted(
        (str(row["setting"]), str(row["role"]), str(row["actor"])) for row in run(store, "roles")
    )
    for row in run(store, "identifiers"):
        code = Code(str(row["scheme"]), str(row["notation"]))
        catalogue.codes[str(row["identifier"])] = code
    for row in run(store, "node-labels"):
        label = row["label"]
        if isinstance(label, Literal):
            found = catalogue.nodes.setdefault(str(row["node"]), {})
            found[base_language(label.language)] = str(label)
    _tell_own_words(catalogue)
    _count_uses(catalogue)
    _seal(catalogue)
    return catalogue


_OF_THE_EU = frozenset(f"{VOCABULARY}organisation-kind/{name}" for name in BODIES_OF_THE_EU)

_TRUE = ("true", "1")
"""How engines write what a query binds to ``true``: Virtuoso has no booleans."""


def _read_alike(store: Store, catalogue: Catalogue) -> None:
    found: dict[str, set[Alike]] = defaultdict(set)
    for row in run(store, "alike"):
        one, other, source = str(row["one"]), str(row["other"]), str(row["source"])
        if one in catalogue.entries and other in catalogue.entries:
            part, reason = str(row["part"]) in _TRUE, str(row.get("reason") or "")
            found[one].add(Alike("part" if part else "possibly", other, source, reason))
            found[other].add(Alike("whole" if part else "possibly", one, source, reason))
    for iri, alike in found.items():
        # One source is enough: a claim before a judgement that says the same.
        kept = {(one.kind, one.other): one for one in sorted(alike, reverse=True)}
        catalogue.alike[iri] = sorted(kept.values())


def _seal(catalogue: Catalogue) -> None:
    """Let equal sets of entries be one: nobody changes them any more, and of twenty that an entry
    has most are empty, or of one country.
    """
    sealed: dict[frozenset[str], frozenset[str]] = {}
    for entry in catalogue.entries.values():
        for name in _SEALED:
            held = frozenset(getattr(entry, name))
            setattr(entry, name, sealed.setdefault(held, held))


def _tell_own_words(catalogue: Catalogue) -> None:
    """Add our own words in the other languages, where they are the summary or name of a thing."""
    texts = [entry.summaries for entry in catalogue.entries.values()]
    texts += [entry.labels for entry in catalogue.entries.values()]
    for held in (*texts, *catalogue.nodes.values()):
        for code, told in own_words().get(held.get(DEFAULT, ""), {}).items():
            held.setdefault(code, told)


def _count_uses(catalogue: Catalogue) -> None:
    used: Counter[str] = Counter()
    for entry in catalogue.entries.values():
        used.update(entry.countries | entry.places | entry.targets)
    for entry in catalogue.entries.values():
        entry.uses = used[entry.iri]
        entry.hidden = entry.category == "Country" and not entry.uses and not entry.documents


def _read_entries(store: Store, catalogue: Catalogue) -> None:
    order = ranks()
    for row in run(store, "entries", [str(EUCN) + name for name in order]):
        iri, category = str(row["entity"]), str(row["class"]).removeprefix(str(EUCN))
        known = catalogue.entries.get(iri)
        if known is None:
            catalogue.entries[iri] = Entry(iri, category)
        elif order[category] < order[known.category]:
            known.category = category


def _read_concepts(store: Store, catalogue: Catalogue) -> None:
    for row in run(store, "concepts"):
        iri = str(row["concept"])
        catalogue.concepts[iri] = Concept(
            iri,
            str(row["scheme"]),
            str(row.get("notation") or readable(iri)),
            str(row["broader"]) if row.get("broader") else None,
        )


def _read_terms(store: Store, catalogue: Catalogue) -> None:
    for row in run(store, "terms"):
        iri = str(row["term"])
        term = catalogue.terms.setdefault(iri, Term(iri, str(row["type"]).endswith("#Class")))
        term.derived = term.derived or str(row.get("derived")) == "true"
        for key, texts in (("label", term.labels), ("comment", term.comments)):
            value = row.get(key)
            if isinstance(value, Literal):
                texts[base_language(value.language)] = str(value)


def _read_names(store: Store, catalogue: Catalogue) -> None:
    seen: dict[str, set[Name]] = defaultdict(set)
    for row in run(store, "names"):
        iri, value = str(row["entity"]), row["name"]
        if str(row["property"]) == _ADDRESS:
            # Found by its last part, as people remember it.
            if iri in catalogue.entries:
                catalogue.entries[iri].told.add(str(value))
            continue
        if not isinstance(value, Literal):
            continue
        name = Name(str(value), base_language(value.language))
        preferred = str(row["property"]) == _LABEL
        concept = catalogue.concepts.get(iri)
        entry = catalogue.entries.get(iri)
        if concept is not None and preferred:
            concept.labels[name.language] = name.text
        elif concept is not None:
            concept.others.append(name)
        elif entry is None:
            continue
        elif str(row["property"]) in _HIDDEN:
            entry.terms.add(name.text)
        elif str(row["property"]) in _TOLD:
            entry.told.add(name.text)
            if str(row["property"]) == _VALUE:
                entry.values.add(name.text)
            else:
                entry.stated.add(str(row["property"]))
        elif preferred:
            entry.labels[name.language] = name.text
        elif str(row["property"]) == str(EUCN.summary):
            entry.summaries[name.language] = name.text
        elif name not in seen[iri]:
            seen[iri].add(name)
            entry.names.append(name)
    for entry in catalogue.entries.values():
        entry.names.sort(key=lambda name: (name.language, name.text))


def _read_features(store: Store, catalogue: Catalogue) -> None:
    for row in run(store, "features"):
        entry = catalogue.entries.get(str(row["entity"]))
        if entry is None:
            continue
        _add(catalogue, entry, str(row["property"]).removeprefix(str(EUCN)), row["value"])
    for entry in catalogue.entries.values():
        _bound(entry)
        _narrow(catalogue, entry)
        if entry.kinds & _OF_THE_EU:
            # A body of the EU is of no country, whatever RDF of others says of its seat.
            entry.countries = set()


def _read_projects(store: Store, catalogue: Catalogue) -> None:
    """Read what lists show of projects beside the rest, and what organisations get in them."""
    amounts: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in run(store, "projects"):
        iri, text = str(row["project"]), str(row["value"])
        key = str(row["property"]).removeprefix(str(EUCN))
        if key in _OF_PROJECTS and iri in catalogue.entries:
            getattr(catalogue.entries[iri], _OF_PROJECTS[key]).add(text)
        elif key not in _OF_PROJECTS:
            amounts[iri][key] = max(Decimal(text), amounts[iri].get(key, Decimal(0)))
            if iri in catalogue.entries:
                catalogue.entries[iri].sums.add(text)
    for iri, held in amounts.items():
        if entry := catalogue.entries.get(iri):
            # What a register gives to the cent holds before the rounded figure of a document.
            entry.euro = held.get("euContribution", held.get("fundingEuro"))
    for row in run(store, "grants"):
        if entry := catalogue.entries.get(str(row["participant"])):
            entry.grants = int(str(row["grants"]))
            entry.euro = Decimal(str(row["euro"]))


def _read_sums(store: Store) -> Iterator[SumRow]:
    for row in run(store, "own-sums"):
        yield Decimal(str(row["amount"])), str(row["thing"]), "", str(row["property"])
    # As plain text: large registers have hundreds of thousands.
    text = store.query_bytes(query("site/sums"), "csv").decode("utf-8")
    for line in csv.DictReader(io.StringIO(text)):
        thing, within = line.pop("thing"), line.pop("within")
        for key, amount in line.items():
            if amount:
                yield Decimal(amount), thing, within, str(EUCN) + key


def _narrow(catalogue: Catalogue, entry: Entry) -> None:
    """Keep the narrowest kinds: that a municipality is a city too goes without saying."""
    known = (catalogue.concepts.get(kind) for kind in entry.kinds)
    entry.kinds -= {one.broader for one in known if one and one.broader}


def _add(catalogue: Catalogue, entry: Entry, key: str, value: Identifier) -> None:
    text = str(value)
    if key in _SETS:
        getattr(entry, _SETS[key]).add(text)
    elif key in _DATES:
        entry.dates.setdefault(key, set()).add(text)
    elif key == "earliestStart":
        entry.start = min(entry.start or text, text)
    elif key == "latestEnd":
        entry.end = max(entry.end or text, text)
    elif key in ("grantNumber", "identifier"):
        entry.identifiers.add(text)
    elif key == "cautionTopic":
        entry.stated |= {str(EUCN.cautionTopic), text}
    elif key in ("partner", "member"):
        entry.partners.add(text)
        if partner := catalogue.entries.get(text):
            partner.settings.add(entry.iri)


def _bound(entry: Entry) -> None:
    """Give bounds to an entity whose dates the build left without."""
    if entry.start is None:
        texts = entry.dates.get("startDate", set()) | entry.dates.get("date", set())
        if texts:
            entry.start = min((text + "-01-01")[:10] for text in texts)
    if entry.end is None:
        texts = entry.dates.get("endDate", set()) | entry.dates.get("date", set())
        if texts:
            entry.end = max(text if len(text) == 10 else text[:4] + "-12-31" for text in texts)
