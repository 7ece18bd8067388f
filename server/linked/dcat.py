"""The catalogue in DCAT 3, as DCAT-AP 3.0.1 has it: dataset, distributions, service.

DCAT 3: https://www.w3.org/TR/vocab-dcat-3/, checksums by SPDX. DCAT-AP:
https://semiceu.github.io/DCAT-AP/releases/3.0.0/. Values are of the Publications Office.
"""

from __future__ import annotations

from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from graph.questions import prefixes
from graph.reference.published import SHAPES_IRI
from graph.store import Store
from server.linked.dumps import Dump, dumps
from server.linked.resources import settings
from server.linked.write import DATASET, LICENCE, date

SPDX = Namespace("http://spdx.org/rdf/terms#")
TITLES = {
    "en": "EU-China cooperation graph",
    "de": "Wissensgraph zur EU-China-Zusammenarbeit",
    "zh": "中欧合作知识图谱",
}
DESCRIPTIONS = {
    "en": "Who in Europe and China works together, on what and since when, "
    "with the passage that documents it.",
    "de": "Wer zwischen Europa und China woran und seit wann zusammenarbeitet, "
    "mit der Textstelle, auf der die Angabe beruht.",
    "zh": "欧洲与中国之间哪些机构在哪些领域、自何时起开展合作，每项均注明文件出处。",
}
SERVICE = {"en": "SPARQL endpoint", "de": "SPARQL-Endpunkt", "zh": "SPARQL端点"}
KEYWORDS = {
    "en": ("EU", "China", "cooperation", "research", "innovation", "knowledge graph"),
    "de": ("EU", "China", "Zusammenarbeit", "Forschung", "Innovation", "Wissensgraph"),
    "zh": ("欧盟", "中国", "合作", "科研", "创新", "知识图谱"),
}
AUTHORITY = "http://publications.europa.eu/resource/authority/"
THEMES = AUTHORITY + "data-theme/"
THEME_NAMES = {
    "INTR": {"en": "International issues", "de": "Internationale Themen"},
    "TECH": {"en": "Science and technology", "de": "Wissenschaft und Technologie"},
}
PLACES = ("continent/EUROPE", "country/CHN")
PUBLISHER_TYPE = "http://purl.org/adms/publishertype/NonProfitOrganisation"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
FILE_TYPES = {
    "application/n-quads": "RDF_N_QUADS",
    "application/trig": "RDF_TRIG",
    "application/ld+json": "JSON_LD",
    "text/turtle": "RDF_TURTLE",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/zip": "ZIP",
    "application/vnd.apache.parquet": "PARQUET",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
}
"""File types of the Publications Office, by media type."""
_AVAILABILITY = URIRef("http://data.europa.eu/r5r/availability")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_VERSION = URIRef(f"{DCAT}version")  # of DCAT 3, newer than rdflib's list
_COMPRESS = URIRef(f"{DCAT}compressFormat")


def catalogue(graph: Store, address: str) -> Graph:
    """Return the catalogue in DCAT 3, as DCAT-AP 3.0.1 has it: dataset, distributions, service."""
    result = new_graph()
    node = dataset(result, graph, address)
    root = URIRef(address + "/catalog")
    result.add((root, RDF.type, DCAT.Catalog))
    result.add((root, DCAT.dataset, node))
    result.add((root, FOAF.homepage, URIRef(address + "/")))
    result.add((root, DCAT.themeTaxonomy, URIRef(THEMES.rstrip("/"))))
    result.add((node, RDF.type, DCAT.Dataset))
    result.add((node, DCTERMS.accrualPeriodicity, URIRef(AUTHORITY + "frequency/IRREG")))
    result.add((node, DCTERMS.conformsTo, URIRef(settings().base + "ontology")))
    result.add((node, DCTERMS.conformsTo, URIRef(SHAPES_IRI)))
    result.add((node, DCTERMS.accessRights, URIRef(AUTHORITY + "access-right/PUBLIC")))
    _temporal(result, node, graph)
    for subject in (root, node):
        _common(result, subject, graph, address)
    for dump in dumps(graph):
        _distribution(result, node, dump, graph, address)
    service = URIRef(address + "/sparql#service")
    result.add((root, DCAT.service, service))
    result.add((service, RDF.type, DCAT.DataService))
    for language, text in SERVICE.items():
        result.add((service, DCTERMS.title, Literal(text, lang=language)))
    result.add((service, DCAT.endpointURL, URIRef(address + "/sparql")))
    result.add((service, DCAT.endpointDescription, URIRef(address + "/sparql")))
    result.add((service, DCAT.servesDataset, node))
    result.add((service, DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")))
    _told_of(result, service, address)
    result.add((service, DCTERMS.license, URIRef(LICENCE)))
    _values(result)
    return result


def _common(result: Graph, subject: URIRef, graph: Store, address: str) -> None:
    """Add what DCAT-AP recommends of a catalogue and of a dataset alike."""
    for language, title in TITLES.items():
        result.add((subject, DCTERMS.title, Literal(title, lang=language)))
        result.add((subject, DCTERMS.description, Literal(DESCRIPTIONS[language], lang=language)))
    for code in ("ENG", "DEU", "ZHO"):
        result.add((subject, DCTERMS.language, URIRef(AUTHORITY + "language/" + code)))
    for place in PLACES:
        result.add((subject, DCTERMS.spatial, URIRef(AUTHORITY + place)))
    result.add((subject, DCTERMS.license, URIRef(LICENCE)))
    result.add((subject, DCTERMS.issued, date(graph)))
    result.add((subject, DCTERMS.modified, date(graph)))
    _told_of(result, subject, address)


def _told_of(result: Graph, subject: URIRef, address: str) -> None:
    """Add publisher, contact, themes and keywords."""
    publisher = URIRef(address + "/catalog#publisher")
    result.add((subject, DCTERMS.publisher, publisher))
    result.add((publisher, RDF.type, FOAF.Agent))
    result.add((publisher, FOAF.name, Literal(settings().publisher)))
    result.add((publisher, DCTERMS.type, URIRef(PUBLISHER_TYPE)))
    contact = URIRef(address + "/catalog#contact")
    result.add((contact, RDF.type, VCARD.Kind))
    result.add((contact, VCARD.fn, Literal(settings().publisher)))
    given = settings().contact or f"{address}/about#contact"
    if "@" in given and "://" not in given:
        result.add((contact, VCARD.hasEmail, URIRef("mailto:" + given.removeprefix("mailto:"))))
    else:
        result.add((contact, VCARD.hasURL, URIRef(given)))
    if (subject, RDF.type, DCAT.Catalog) in result:
        return
    result.add((subject, DCAT.contactPoint, contact))
    for theme in ("INTR", "TECH"):
        result.add((subject, DCAT.theme, URIRef(THEMES + theme)))
    for language, words in KEYWORDS.items():
        for word in words:
            result.add((subject, DCAT.keyword, Literal(word, lang=language)))


def _values(result: Graph) -> None:
    """Say of the values of authority tables what they are: a validator may not have the tables."""
    result.add((URIRef(THEMES.rstrip("/")), RDF.type, SKOS.ConceptScheme))
    result.add((URIRef(THEMES.rstrip("/")), DCTERMS.title, Literal("Data theme", lang="en")))
    for name, labels in THEME_NAMES.items():
        for language, text in labels.items():
            result.add((URIRef(THEMES + name), SKOS.prefLabel, Literal(text, lang=language)))
        result.add((URIRef(THEMES + name), RDF.type, SKOS.Concept))
    for code in ("ENG", "DEU", "ZHO"):
        result.add((URIRef(AUTHORITY + "language/" + code), RDF.type, DCTERMS.LinguisticSystem))
    licence = URIRef(LICENCE)
    result.add((licence, RDF.type, DCTERMS.LicenseDocument))
    result.add((licence, DCTERMS.type, URIRef("http://purl.org/adms/licencetype/Attribution")))


def _temporal(result: Graph, node: URIRef, graph: Store) -> None:
    """Add the period from the first to the last dated thing."""
    found = graph.select(
        "SELECT ?start ?end { { SELECT (MIN(?d) AS ?start) { ?s <ontology#earliestStart> ?d } } "
        "{ SELECT (MAX(?d) AS ?end) { ?s <ontology#latestEnd> ?d } } }"
    )
    period = URIRef(f"{node}#period")
    for name, term in (("start", DCAT.startDate), ("end", DCAT.endDate)):
        if found and name in found[0]:
            result.add((node, DCTERMS.temporal, period))
            result.add((period, RDF.type, DCTERMS.PeriodOfTime))
            result.add((period, term, found[0][name]))


def _distribution(result: Graph, node: URIRef, dump: Dump, graph: Store, address: str) -> None:
    file = URIRef(f"{address}/data/{dump.name}")
    checksum = URIRef(f"{address}/data/{dump.name}#checksum")
    result.add((node, DCAT.distribution, file))
    result.add((file, RDF.type, DCAT.Distribution))
    for code, text in dump.says.items():
        result.add((file, DCTERMS.title, Literal(text, lang=code)))
        result.add((file, DCTERMS.description, Literal(f"{TITLES[code]}: {text}", lang=code)))
    result.add((file, DCAT.downloadURL, file))
    result.add((file, DCAT.accessURL, URIRef(address + "/data/")))
    media = dump.media.split(";")[0]
    result.add((file, DCAT.mediaType, URIRef(MEDIA_TYPES + media)))
    if dump.packs:
        result.add((file, _COMPRESS, URIRef(MEDIA_TYPES + "application/gzip")))
    result.add(
        (file, DCTERMS.format, URIRef(AUTHORITY + "file-type/" + FILE_TYPES.get(media, "OCTET")))
    )
    result.add((file, _AVAILABILITY, URIRef(AUTHORITY + "planned-availability/STABLE")))
    result.add((file, DCTERMS.license, URIRef(LICENCE)))
    result.add((file, DCTERMS.modified, date(graph)))
    if dump.sha256 is None:
        # Not made yet: nobody has asked for it, and its size is not known.
        return
    result.add((file, DCAT.byteSize, Literal(str(dump.bytes), datatype=XSD.nonNegativeInteger)))
    result.add((file, SPDX.checksum, checksum))
    result.add((checksum, RDF.type, SPDX.Checksum))
    result.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    result.add((checksum, SPDX.checksumValue, Literal(dump.sha256, datatype=XSD.hexBinary)))


def new_graph() -> Graph:
    """Return an empty graph with the prefixes of descriptions."""
    result = Graph(bind_namespaces="none")
    for name, namespace in {**prefixes(), "spdx": str(SPDX)}.items():
        result.bind(name, namespace)
    return result


def dataset(result: Graph, graph: Store, address: str) -> URIRef:
    """Return what VoID and DCAT say alike: titles, licence, date, version."""
    node = URIRef(DATASET)
    for language, title in TITLES.items():
        result.add((node, DCTERMS.title, Literal(title, lang=language)))
        result.add((node, DCTERMS.description, Literal(DESCRIPTIONS[language], lang=language)))
    result.add((node, DCTERMS.license, URIRef(LICENCE)))
    result.add((node, DCTERMS.modified, date(graph)))
    result.add((node, DCTERMS.identifier, Literal(graph.version)))
    result.add((node, _VERSION, Literal(graph.version)))
    result.add((node, FOAF.homepage, URIRef(address + "/")))
    result.add((node, DCAT.landingPage, URIRef(address + "/")))
    return node
