"""What there is here, said in VoID, DCAT 3 and the SIB convention for example queries.

VoID: https://www.w3.org/TR/void/ with class and property partitions.
DCAT 3: https://www.w3.org/TR/vocab-dcat-3/, checksums by SPDX.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SH, VOID, XSD, Graph, Literal, Namespace, URIRef
from werkzeug.wrappers import Response as BaseResponse

from graph.per_build import PerBuild
from graph.questions import SCHEMA, Question, prefixes, questions
from graph.reference.published import SHAPES_IRI
from graph.store import Store
from graph.store.formats import GRAPHS, W3C, content_type, first_named
from server.http import choose, origin, wants_html
from server.linked.dumps import dumps
from server.linked.resources import settings, store
from server.linked.write import DATASET, LICENCE, date
from server.problems import Problem
from server.sparql.protocol import formats_of

SPDX = Namespace("http://spdx.org/rdf/terms#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
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
_VERSION = URIRef(f"{DCAT}version")  # of DCAT 3, newer than rdflib's list
_COMPRESS = URIRef(f"{DCAT}compressFormat")
Says = Callable[[Store, str], Graph]
_made = PerBuild[bytes](500)


def register(app: Flask) -> None:
    """Add the descriptions."""
    for path, name, says in (
        ("/.well-known/void", "void", void),
        ("/catalog", "catalog", catalogue),
        ("/dataset", "dataset", catalogue),
        ("/.well-known/sparql-examples", "sparql_examples", examples),
    ):
        app.add_url_rule(path, name, lambda name=name, says=says: _answer(name, says))
    app.add_url_rule("/queries/<name>", "query", _question)


def void(graph: Store, address: str) -> Graph:
    """Return the dataset in VoID, with partitions by class and property, and one subset a graph."""
    result = _new()
    node = _dataset(result, graph, address)
    result.add((node, RDF.type, VOID.Dataset))
    result.add((node, VOID.sparqlEndpoint, URIRef(address + "/sparql")))
    for dump in dumps(graph):
        result.add((node, VOID.dataDump, URIRef(f"{address}/data/{dump.name}")))
    for known in GRAPHS.values():
        result.add((node, VOID.feature, URIRef(W3C + known.w3c)))
    result.add((node, VOID.uriSpace, Literal(settings().base)))
    result.add((node, VOID.exampleResource, URIRef(settings().base + "id/project/senet")))
    result.add((node, VOID.rootResource, URIRef(settings().base + "ontology")))
    for namespace in sorted(prefixes().values()):
        if graph.ask(f"ASK {{ ?s ?p ?o FILTER(STRSTARTS(STR(?p), {Literal(namespace).n3()})) }}"):
            result.add((node, VOID.vocabulary, URIRef(namespace)))
    for name, query in _COUNTS.items():
        count = graph.select(query)[0]["n"]
        result.add((node, VOID[name], Literal(int(str(count)))))
    for row in graph.select(_CLASSES):
        part = _part(node, "class", str(row["c"]))
        result.add((node, VOID.classPartition, part))
        result.add((part, VOID["class"], URIRef(str(row["c"]))))
        result.add((part, VOID.entities, Literal(int(str(row["n"])))))
    for row in graph.select(_PROPERTIES):
        part = _part(node, "property", str(row["p"]))
        result.add((node, VOID.propertyPartition, part))
        result.add((part, VOID.property, URIRef(str(row["p"]))))
        result.add((part, VOID.triples, Literal(int(str(row["n"])))))
        result.add((part, VOID.distinctSubjects, Literal(int(str(row["s"])))))
        result.add((part, VOID.distinctObjects, Literal(int(str(row["o"])))))
    for row in graph.select(_GRAPHS):
        part = URIRef(str(row["g"]))
        result.add((node, VOID.subset, part))
        result.add((part, RDF.type, VOID.Dataset))
        result.add((part, VOID.triples, Literal(int(str(row["n"])))))
    return result


_COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "documents": "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a <ontology#SourceDocument> }",
}
_CLASSES = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"
_PROPERTIES = (
    "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?subject) AS ?s) (COUNT(DISTINCT ?object) AS ?o) "
    "{ ?subject ?p ?object } GROUP BY ?p ORDER BY ?p"
)
_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"


def catalogue(graph: Store, address: str) -> Graph:
    """Return the catalogue in DCAT 3: the dataset, its distributions and its services."""
    result = _new()
    node = _dataset(result, graph, address)
    root = URIRef(address + "/catalog")
    result.add((root, RDF.type, DCAT.Catalog))
    result.add((root, DCAT.dataset, node))
    for language, title in TITLES.items():
        result.add((root, DCTERMS.title, Literal(title, lang=language)))
    result.add((root, DCTERMS.modified, date(graph)))
    result.add((root, DCTERMS.license, URIRef(LICENCE)))
    result.add((node, RDF.type, DCAT.Dataset))
    result.add((node, DCTERMS.conformsTo, URIRef(SHAPES_IRI)))
    for dump in dumps(graph):
        file = URIRef(f"{address}/data/{dump.name}")
        checksum = URIRef(f"{address}/data/{dump.name}#checksum")
        result.add((node, DCAT.distribution, file))
        result.add((file, RDF.type, DCAT.Distribution))
        for code, text in dump.says.items():
            result.add((file, DCTERMS.title, Literal(text, lang=code)))
        result.add((file, DCAT.downloadURL, file))
        result.add((file, DCAT.accessURL, URIRef(address + "/data/")))
        media = dump.media.split(";")[0]
        if dump.packs:
            packing = URIRef("https://www.iana.org/assignments/media-types/application/gzip")
            result.add((file, _COMPRESS, packing))
        media_node = URIRef("https://www.iana.org/assignments/media-types/" + media)
        result.add((file, DCAT.mediaType, media_node))
        result.add((file, DCAT.byteSize, Literal(str(dump.bytes), datatype=XSD.nonNegativeInteger)))
        result.add((file, SPDX.checksum, checksum))
        result.add((file, DCTERMS.license, URIRef(LICENCE)))
        result.add((file, DCTERMS.modified, date(graph)))
        result.add((checksum, RDF.type, SPDX.Checksum))
        result.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
        result.add((checksum, SPDX.checksumValue, Literal(dump.sha256, datatype=XSD.hexBinary)))
    service = URIRef(address + "/sparql#service")
    result.add((root, DCAT.service, service))
    result.add((service, RDF.type, DCAT.DataService))
    result.add((service, DCTERMS.title, Literal("SPARQL endpoint", lang="en")))
    result.add((service, DCAT.endpointURL, URIRef(address + "/sparql")))
    result.add((service, DCAT.endpointDescription, URIRef(address + "/sparql")))
    result.add((service, DCAT.servesDataset, node))
    standard = URIRef("https://www.w3.org/TR/sparql11-protocol/")
    result.add((service, DCTERMS.conformsTo, standard))
    return result


def examples(graph: Store, address: str) -> Graph:
    """Return the queries of the gallery, in the convention of the SIB SPARQL examples."""
    result = _new()
    for question in questions():
        _describe(result, question, address)
    return result


def _describe(result: Graph, question: Question, address: str) -> None:
    node = URIRef(f"{settings().base}queries/{question.name}")
    form = question.form.capitalize()
    result.add((node, RDF.type, SH.SPARQLExecutable))
    result.add((node, RDF.type, SH[f"SPARQL{form}Executable"]))
    result.add((node, SH[question.form], Literal(question.complete)))
    result.add((node, SCHEMA.target, URIRef(address + "/sparql")))
    for language, text in question.comment.items():
        result.add((node, RDFS.comment, Literal(text, lang=language)))
    for word in question.keywords:
        result.add((node, SCHEMA.keywords, Literal(word)))


def _question(name: str) -> BaseResponse:
    """Return one query of the gallery: its description, or for a browser the page that runs it."""
    question = next((one for one in questions() if one.name == name), None)
    if question is None:
        raise Problem(404, "unknown", f"There is no query {name!r}; see /queries for the list.")
    if "format" not in request.args and wants_html(request.headers.get("Accept")):
        language = {"lang": request.args["lang"]} if "lang" in request.args else {}
        response = redirect("/sparql?" + urlencode({"example": name, **language}), 303)
        response.headers["Vary"] = "Accept"
        return response

    def says(graph: Store, address: str) -> Graph:
        result = _new()
        _describe(result, question, address)
        return result

    return _answer(f"query-{name}", says)


def _new() -> Graph:
    result = Graph(bind_namespaces="none")
    for name, namespace in {**prefixes(), "spdx": str(SPDX)}.items():
        result.bind(name, namespace)
    return result


def _dataset(result: Graph, graph: Store, address: str) -> URIRef:
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
    for word in ("EU", "China", "cooperation", "research", "innovation", "knowledge graph"):
        result.add((node, DCAT.keyword, Literal(word, lang="en")))
    return node


def _part(node: URIRef, kind: str, iri: str) -> URIRef:
    """Return an IRI for a partition: no blank nodes, so that it can be pointed at."""
    from graph.iris import digest

    return URIRef(f"{node}/{kind}/{digest(iri, length=12)}")


def _answer(name: str, says: Says) -> BaseResponse:
    """Return what is described, in the syntax asked for by ``format=`` or Accept."""
    graph = store()
    offers = {n: (f.media, *f.accepted) for n, f in GRAPHS.items()}
    wanted = first_named("DESCRIBE", formats_of(request.args.items(multi=True)))
    accept = request.headers.get("Accept")
    chosen = (wanted.name, wanted.media) if wanted else choose(accept, offers)
    if chosen is None and "text/html" in (accept or ""):
        chosen = ("turtle", "text/plain")
    if chosen is None:
        medias = [f.media for f in GRAPHS.values()]
        raise Problem(406, "accept", f"It is offered as {', '.join(medias)}.", formats=medias)
    address = origin(request.environ, settings().origin)
    key = (graph.version, name, address, chosen[0])
    format = chosen[0]
    body = _made.get(key, lambda: _serialised(says(graph, address), format))
    response = Response(body, content_type=content_type(chosen[1]))
    response.headers["ETag"] = f'"{graph.version}-{name}-{chosen[0]}"'
    response.headers["Vary"] = "Accept, Host"
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Link"] = f'<{LICENCE}>; rel="license"'
    response.last_modified = graph.since
    return response


_RDFLIB = {
    "turtle": "turtle",
    "nt": "nt",
    "nq": "nt",
    "trig": "turtle",
    "rdfxml": "xml",
    "jsonld": "json-ld",
}


def _serialised(graph: Graph, format: str) -> bytes:
    return graph.serialize(format=_RDFLIB[format], encoding="utf-8")
