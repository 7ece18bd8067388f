"""``/id/…``, ``/document/…``, ``/graph/…``, ``/vocabulary/…`` and ``/ontology``, negotiated."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlencode

from flask import Flask, Response, redirect, render_template, request
from rdflib import Literal, URIRef
from werkzeug.wrappers import Response as BaseResponse

from graph.iris import ONTOLOGY_GRAPH
from graph.reference.published import present_version, published
from graph.store import Store, jsonld
from graph.store.formats import GRAPHS, content_type, first_named
from graph.store.terms import reference
from server.context import context
from server.http import choose, http_date, origin, wants_html
from server.linked import write
from server.linked.describe import Description, describe, replaced_by
from server.linked.moved import moved_claim
from server.problems import Problem
from server.settings import Settings
from server.site.asked import page_number
from server.sparql.protocol import formats_of

HTML = "html"
_SUFFIXES = {f.suffix: f.name for f in GRAPHS.values()} | {HTML: HTML}
_OFFERS = {name: (f.media, *f.accepted) for name, f in GRAPHS.items()}


def register(app: Flask) -> None:
    """Add the addresses of all resources."""
    for kind in ("id", "document", "graph", "vocabulary"):
        app.add_url_rule(f"/{kind}/<path:rest>", f"linked_{kind}", _resource(kind))
    app.add_url_rule("/ontology", "linked_ontology", _ontology)
    app.add_url_rule("/ontology.<suffix>", "linked_ontology_file", _ontology)
    app.add_url_rule("/ontology/<name>", "linked_ontology_part", _part_of_ontology)
    app.add_url_rule(jsonld.CONTEXT, "linked_context", _context)


def store() -> Store:
    """Return the store of the present build."""
    return context().store


def settings() -> Settings:
    """Return the server's settings."""
    return context().settings


def _resource(kind: str) -> Callable[..., BaseResponse]:
    def answer(rest: str) -> BaseResponse:
        name, suffix = _split(rest.rstrip("/"))
        iri = f"{settings().base}{kind}/{name}"
        if reference(iri) is None:
            # No page and no query need think of what can name nothing.
            raise Problem(404, "unknown", "The graph says nothing about this: it is no IRI.")
        found = _whole_graph(iri) if kind == "graph" else None
        if found is None:
            new = replaced_by(store(), iri) or moved_claim(store(), iri)
            if new is not None:
                return _moved(new, suffix)
        if kind == "vocabulary" and "/" not in name:
            iri += "/"  # a scheme: its concepts' IRIs begin with it
        return respond(iri, f"/{kind}/{name}", suffix, found)

    return answer


def _ontology(suffix: str | None = None) -> BaseResponse:
    """Return the ontology as a document: all its terms, as the named graph has them."""
    if suffix is not None and suffix not in _SUFFIXES:
        raise Problem(404, "unknown", "There is no such file.")
    iri = settings().base + "ontology"
    rows = _whole_graph(str(ONTOLOGY_GRAPH))
    return respond(iri, "/ontology", suffix, rows)


def _part_of_ontology(name: str) -> BaseResponse:
    """Return the shapes, or a version of the ontology by its number."""
    name, suffix = _split(name)
    path = f"/ontology/{name}"
    if name == present_version():
        rows = _whole_graph(str(ONTOLOGY_GRAPH))
        return respond(settings().base + "ontology", path, suffix, rows)
    content = published(name)
    if content is None:
        raise Problem(404, "unknown", "There is no such part or version of the ontology.")
    return respond(settings().base + path[1:], path, suffix, content)


def _whole_graph(iri: str) -> bytes | None:
    """Return the content of a named graph as N-Quads, None where there is no such graph."""
    return store().dump([iri]) if iri in store().graphs() else None


def _split(rest: str) -> tuple[str, str | None]:
    """``project/senet.ttl`` as (``project/senet``, ``ttl``); names themselves have no dot."""
    name, dot, suffix = rest.rpartition(".")
    return (name, suffix) if dot and suffix in _SUFFIXES else (rest, None)


def _moved(new: str, suffix: str | None) -> BaseResponse:
    """301 to the IRI that replaces a deprecated one, at this server's address for it."""
    address = new.removeprefix(settings().base)
    if address != new:
        new = "/" + address + (f".{suffix}" if suffix else "")
        if request.query_string:
            new += "?" + request.query_string.decode("latin-1")
    answer = redirect(new, 301)
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


def respond(iri: str, path: str, suffix: str | None, content: bytes | None = None) -> BaseResponse:
    """Answer for an IRI in the syntax asked for by suffix, ``format=`` or Accept.

    ``content`` is the N-Quads of a whole graph, where the IRI stands for one.
    """
    format, media = _chosen(suffix)
    # The site's pages read what they tell themselves; describing a large thing twice takes time.
    page_of_site = _page_of_site(iri) if format == HTML else None
    number = page_number(request.args)
    found = describe(store(), iri, number) if page_of_site is None else None
    if page_of_site is None and found is None and content is None:
        raise Problem(404, "unknown", f"The graph says nothing about {iri}.")
    headers = _headers(iri, path, found)
    if format == HTML:
        answer = page_of_site or _page(iri, path, found, content)
        for name, value in headers:
            answer.headers.add(name, value)
        answer.headers.setdefault("Cache-Control", "public, no-cache")
        vary = {v.strip() for v in answer.headers.get("Vary", "").split(",") if v.strip()}
        answer.headers["Vary"] = ", ".join(sorted(vary | {"Accept"}))
        return answer
    page = f"{settings().base}{path[1:]}.{GRAPHS[format].suffix}"
    own = write.about(store(), page, iri, found.graphs if found else [iri])
    if found is not None and (found.more or found.page > 1):
        own += write.part(page, found.page, found.more)
    profile = jsonld.profile_of(request.headers.get("Accept")) if format == "jsonld" else None
    written = "nt" if profile else format
    if content is not None:
        own_quads = write.rows(own, "nq")
        body = write.dataset(content + own_quads, written)
    else:
        body = write.rows((found.rows if found else []) + own, written)
    if profile is not None:
        address = origin(request.environ, settings().origin)
        body = jsonld.shaped(store(), body, profile, address)
        media = jsonld.media_of(profile)
    answer = Response(body)
    answer.content_type = content_type(media)
    for name, value in headers:
        answer.headers.add(name, value)
    answer.headers["Content-Location"] = f"{path}.{GRAPHS[format].suffix}"
    shape = f"{format}-{jsonld.PROFILES[profile]}" if profile else format
    answer.headers["ETag"] = f'"{store().version}-{shape}"'
    answer.headers["Cache-Control"] = "public, no-cache"
    # A compacted document names the context by the address of this server.
    answer.headers["Vary"] = "Accept, Host" if profile else "Accept"
    return answer


def _context() -> BaseResponse:
    """Answer with the context of compacted JSON-LD."""
    answer = Response(json.dumps(jsonld.context(store()), indent=1), content_type=jsonld.MEDIA)
    answer.headers["Cache-Control"] = "public, max-age=3600"
    answer.headers["ETag"] = f'"{store().version}-context"'
    answer.headers["Last-Modified"] = http_date(store().since)
    return answer


def _chosen(suffix: str | None) -> tuple[str, str]:
    """Return format and media type of the answer. Raises Problem 406."""
    if suffix is None:
        names = formats_of(request.args.items(multi=True))
        if HTML in names:
            return HTML, "text/html"
        if found := first_named("DESCRIBE", names):
            return found.name, found.media
    if suffix is not None:
        format = _SUFFIXES[suffix]
        return format, "text/html" if format == HTML else GRAPHS[format].media
    accept = request.headers.get("Accept")
    if wants_html(accept):
        return HTML, "text/html"
    # Whoever does not say gets data: people come with a browser, which says text/html.
    chosen = choose(accept, _OFFERS)
    if chosen is None:
        medias = ["text/html", *(f.media for f in GRAPHS.values())]
        raise Problem(406, "accept", f"This is offered as {', '.join(medias)}.", formats=medias)
    return chosen


def _headers(iri: str, path: str, found: Description | None) -> list[tuple[str, str]]:
    links = [f'<{iri}>; rel="canonical"', f'<{write.LICENCE}>; rel="license"']
    links += [f'<{path}.{f.suffix}>; rel="alternate"; type="{f.media}"' for f in GRAPHS.values()]
    links += [f'<{path}.html>; rel="alternate"; type="text/html"']
    links += ['</.well-known/void>; rel="describedby"', '</sparql>; rel="service"']
    for graph in (found.graphs if found else [])[:20]:
        local = "/" + graph.removeprefix(settings().base)
        links.append(f'<{local}>; rel="https://www.w3.org/ns/prov#wasDerivedFrom"')
    if found is not None and found.more:
        asked = {**request.args.to_dict(), "page": str(found.page + 1)}
        links.append(f'<{request.path}?{urlencode(asked)}>; rel="next"')
    return [
        ("Link", ", ".join(links)),
        ("Last-Modified", http_date(store().since)),
    ]


def _page_of_site(iri: str) -> Response | None:
    """Return the site's page for an IRI, where it has one."""
    from server.site.entity import render

    return render(iri)


def _page(iri: str, path: str, found: Description | None, content: bytes | None) -> Response:
    """Return a plain page for what has none of its own: passages, graphs, nodes of a relation."""
    from server.site.data import catalogue

    subjects: dict[str, int] = {}
    if content is not None:
        for line in content.split(b"\n"):
            subject = line.split(b" ", 1)[0].strip(b"<>").decode()
            if subject:
                subjects[subject] = subjects.get(subject, 0) + 1
    text = render_template(
        "linked/resource.html",
        iri=iri,
        path=path,
        found=found,
        subjects=sorted(subjects.items()),
        statements=sum(subjects.values()),
        formats=list(GRAPHS.values()),
        base=settings().base,
        codes=catalogue().codes,
        is_of_others=catalogue().is_of_others,
        is_literal=lambda value: isinstance(value, Literal),
        is_iri=lambda value: isinstance(value, URIRef),
    )
    return Response(text, content_type="text/html; charset=utf-8")
