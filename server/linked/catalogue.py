"""What there is here, said in VoID, DCAT (``dcat``) and the SIB convention for example queries.

VoID: https://www.w3.org/TR/void/ with class and property partitions.
DCAT 3: https://www.w3.org/TR/vocab-dcat-3/, checksums by SPDX.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Flask, Response, current_app, redirect, render_template, request
from rdflib import DCAT, RDF, VOID, Graph, Literal, Namespace, URIRef
from werkzeug.wrappers import Response as BaseResponse

from graph import wellknown
from graph.counting import Counted
from graph.per_build import PerBuild
from graph.questions import prefixes, question_named
from graph.store import Store
from graph.store.formats import GRAPHS, W3C, content_type, first_named
from graph.wellknown import VOID_GRAPH, statistics
from server.http import choose, http_date, origin, wants_html
from server.linked.dcat import DESCRIPTIONS, catalogue, dataset, new_graph
from server.linked.dumps import KINDS, NAMES, dumps
from server.linked.resources import settings, store
from server.linked.write import LICENCE
from server.problems import Problem
from server.sparql.protocol import formats_of

SPDX = Namespace("http://spdx.org/rdf/terms#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
Says = Callable[[Store, str], Graph]
_made = PerBuild[bytes](30)
"""By build and address; an address is what a client says in Host, so only some are kept."""


def register(app: Flask) -> None:
    """Add the descriptions."""
    for path, name, says in (
        ("/.well-known/void", "void", void),
        ("/catalog", "catalog", catalogue),
        ("/dataset", "dataset", catalogue),
        ("/.well-known/sparql-examples", "sparql_examples", examples),
        ("/.well-known/prefixes", "prefixes", declarations),
    ):
        app.add_url_rule(path, name, lambda name=name, says=says: _answer(name, says))
    app.add_url_rule("/queries/<name>", "query", _question)


def void(graph: Store, address: str) -> Graph:
    """Return the dataset in VoID: as the build described it, with the addresses of this server."""
    result = new_graph()
    node = dataset(result, graph, address)
    result.add((node, RDF.type, VOID.Dataset))
    result.add((node, VOID.sparqlEndpoint, URIRef(address + "/sparql")))
    for name in NAMES:
        result.add((node, VOID.dataDump, URIRef(f"{address}/data/{name}")))
    for known in GRAPHS.values():
        result.add((node, VOID.feature, URIRef(W3C + known.w3c)))
    result.add((node, VOID.uriSpace, Literal(settings().base)))
    result.add((node, VOID.exampleResource, URIRef(settings().base + "id/project/senet")))
    result.add((node, VOID.rootResource, URIRef(settings().base + "ontology")))
    if str(VOID_GRAPH) in graph.graphs():
        told = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{VOID_GRAPH}> {{ ?s ?p ?o }} }}"
        for triple in graph.construct(told):
            result.add(triple)
    else:
        statistics(result, Counted.of(graph.dump().splitlines()).tally())
    used = {str(name) for name in result.objects(None, VOID.property)}
    for namespace in sorted(prefixes().values()):
        if any(name.startswith(namespace) for name in used):
            result.add((node, VOID.vocabulary, URIRef(namespace)))
    return result


def examples(graph: Store, address: str) -> Graph:
    """Return the queries of the gallery, in the convention of the SIB SPARQL examples."""
    result = new_graph()
    wellknown.examples(result, URIRef(address + "/sparql"))
    wellknown.declared(result)
    return result


def declarations(graph: Store, address: str) -> Graph:
    """Return the project's prefixes, as SHACL declares such."""
    result = new_graph()
    wellknown.declared(result)
    return result


def _question(name: str) -> BaseResponse:
    """Return one query of the gallery: its description, or for a browser the page that runs it."""
    question = question_named(name)
    if question is None:
        offered = current_app.create_url_adapter(request)
        if offered and "POST" in offered.allowed_methods():
            # A service of the query page: it is there, but not to be read.
            raise Problem(405, "method", "Send a POST request.", {"Allow": "POST, OPTIONS"})
        raise Problem(404, "unknown", f"There is no query {name!r}; see /queries for the list.")
    if "format" not in request.args and wants_html(request.headers.get("Accept")):
        language = {"lang": request.args["lang"]} if "lang" in request.args else {}
        response = redirect("/sparql?" + urlencode({"example": name, **language}), 303)
        response.headers["Vary"] = "Accept"
        return response

    def says(graph: Store, address: str) -> Graph:
        result = new_graph()
        wellknown.example(result, question, URIRef(address + "/sparql"))
        return result

    return _answer(f"query-{name}", says)


_PAGES = ("catalog", "dataset")


def _page(name: str) -> BaseResponse:
    """Return dataset and catalogue as a page."""
    graph = store()
    address = origin(request.environ, settings().origin)
    found = catalogue(graph, address)
    contact = settings().contact or "/about#contact"
    mail = "@" in contact and "://" not in contact
    text = render_template(
        "linked/dataset.html",
        name=name,
        iri=settings().base + name,
        description=DESCRIPTIONS,
        publisher=settings().publisher,
        contact=f"mailto:{contact}" if mail else contact,
        period=[str(next(found.objects(None, t), "")) for t in (DCAT.startDate, DCAT.endDate)],
        files=KINDS,
        counts=list(graph.select(_LARGEST)),
        endpoint=f"{address}/sparql",
        licence=LICENCE,
        formats=list(GRAPHS.values()),
    )
    answer = Response(text, content_type="text/html; charset=utf-8")
    answer.headers["Vary"] = "Accept, Accept-Language, Cookie, Host"
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["Last-Modified"] = http_date(graph.since)
    return answer


_LARGEST = """SELECT ?class (COUNT(DISTINCT ?s) AS ?n) {
  ?s a ?class FILTER(STRSTARTS(STR(?class), STR(<ontology#>)))
} GROUP BY ?class ORDER BY DESC(?n) ?class"""


def _answer(name: str, says: Says) -> BaseResponse:
    """Return what is described, in the syntax asked for by ``format=`` or Accept."""
    graph = store()
    offers = {n: (f.media, *f.accepted) for n, f in GRAPHS.items()}
    wanted = first_named("DESCRIBE", formats_of(request.args.items(multi=True)))
    accept = request.headers.get("Accept")
    chosen = (wanted.name, wanted.media) if wanted else choose(accept, offers)
    if wanted is None and name in _PAGES and wants_html(accept):
        return _page(name)
    if chosen is None and "text/html" in (accept or ""):
        chosen = ("turtle", "text/plain")
    if chosen is None:
        medias = [f.media for f in GRAPHS.values()]
        raise Problem(406, "accept", f"It is offered as {', '.join(medias)}.", formats=medias)
    address = origin(request.environ, settings().origin)
    made = sum(file.sha256 is not None for file in dumps(graph))
    key = (graph.version, name, address, chosen[0], made)
    format = chosen[0]
    body = _made.get(key, lambda: _serialised(says(graph, address), format))
    response = Response(body, content_type=content_type(chosen[1]))
    response.headers["ETag"] = f'"{graph.version}-{name}-{chosen[0]}-{made}"'
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
