"""For search engines: ``robots.txt``, ``sitemap.xml`` and schema.org markup.

Sitemaps: https://www.sitemaps.org/protocol.html, with the languages of each page as Google reads
them; robots: RFC 9309. The markup is a data block within the page, which no browser executes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from flask import Flask, Response, request
from markupsafe import Markup

from graph.catalogue import Entry
from graph.iris import BASE
from graph.languages import HTML, LANGUAGES
from server.context import context
from server.http import http_date, origin
from server.i18n import language
from server.linked.dcat import DESCRIPTIONS, KEYWORDS, TITLES
from server.linked.dumps import KINDS
from server.linked.write import DATASET, LICENCE
from server.problems import Problem
from server.site.data import catalogue
from server.site.frame import browse_links, main_links, store

MOST_ADDRESSES = 20_000
"""Addresses of one sitemap; it may have 50,000, and 50 MB."""
_KEPT_OUT = (
    "/sparql?query=",
    "/search",
    "/operations",
    "/metrics",
    "/*?*format=",
    "/network?*=",
    "/*?*sort=",
    "/report",
)
_TYPES = {
    "Project": "ResearchProject",
    "Partner": "Organization",
    "Organization": "Organization",
    "Cluster": "Organization",
    "ClusterPartnership": "Organization",
    "Agreement": "CreativeWork",
    "Policy": "CreativeWork",
    "CitedWork": "CreativeWork",
    "SourceDocument": "DigitalDocument",
    "Dialogue": "EventSeries",
    "DialogueSession": "Event",
    "Event": "Event",
    "Programme": "FundingScheme",
    "Person": "Person",
    "Place": "Place",
    "Country": "Country",
}
_DATED = ("Event", "EventSeries")


def register(app: Flask) -> None:
    """Add the addresses, and the markup to every page."""
    app.add_url_rule("/robots.txt", "robots", _robots)
    app.add_url_rule("/sitemap.xml", "sitemap", _sitemap)
    app.add_url_rule("/sitemap-<int:number>.xml", "sitemap_part", _sitemap)
    app.jinja_env.globals["markup"] = _markup


def _address() -> str:
    return origin(request.environ, context().settings.origin)


def _robots() -> Response:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _KEPT_OUT)]
    text = "\n".join([*lines, "", f"Sitemap: {_address()}/sitemap.xml", ""])
    return _kept(Response(text, content_type="text/plain; charset=utf-8"))


def _kept(answer: Response) -> Response:
    answer.headers["Vary"] = "Host"
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["Last-Modified"] = http_date(store().since)
    return answer


def _paths() -> list[str]:
    """Return every page that is worth finding."""
    known = catalogue()
    fixed = ["/", "/dataset", "/data/", "/queries", "/ontology", "/about", "/conflicts"]
    fixed += [path for path, _ in [*browse_links(), *main_links()]]
    things = [entry.iri for entry in known.entries.values() if not entry.hidden]
    things += [iri for iri in known.concepts if iri.startswith(f"{BASE}vocabulary/topic/")]
    return [*dict.fromkeys(fixed), *sorted("/" + iri.removeprefix(BASE) for iri in things)]


def _sitemap(number: int | None = None) -> Response:
    paths = _paths()
    parts = -(-len(paths) // MOST_ADDRESSES)
    if number is None and parts > 1:
        return _xml("sitemapindex", _index(parts))
    start = (number or 0) * MOST_ADDRESSES
    if start >= len(paths):
        raise Problem(404, "unknown", "There is no such part of the sitemap.")
    return _xml("urlset", _entries(paths[start : start + MOST_ADDRESSES]))


def _xml(root: str, lines: Iterator[str]) -> Response:
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {spaces}>\n'
    text += "".join(lines) + f"</{root}>\n"
    return _kept(Response(text, content_type="application/xml; charset=utf-8"))


def _index(parts: int) -> Iterator[str]:
    for number in range(parts):
        yield f"<sitemap><loc>{escape(_address())}/sitemap-{number}.xml</loc></sitemap>\n"


def _entries(paths: list[str]) -> Iterator[str]:
    address, day = _address(), store().built.date().isoformat()
    for path in paths:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{HTML[code]}" '
            f"href={quoteattr(f'{address}{path}?lang={code}')}/>"
            for code in LANGUAGES
        )
        yield f"<url><loc>{escape(address + path)}</loc><lastmod>{day}</lastmod>{links}</url>\n"


# -- schema.org --------------------------------------------------------------------------------


def _markup() -> Markup:
    """Return the markup of the present page as a data block; nothing where it has none."""
    path = request.path.rstrip("/") or "/"
    found: dict[str, Any] | None = None
    if path in ("/", "/dataset", "/catalog", "/data"):
        found = _dataset()
    elif path.startswith(("/id/", "/document/")):
        entry = catalogue().entries.get(BASE + path.removesuffix(".html")[1:])
        found = _entity(entry) if entry is not None and entry.category in _TYPES else None
    if found is None:
        return Markup("")
    text = json.dumps({"@context": "https://schema.org/", **found}, ensure_ascii=False)
    # Within a script element only the letters of its end could end it.
    safe = text.replace("<", "\\u003c")
    return Markup(f'<script type="application/ld+json">{safe}</script>\n')


def _dataset() -> dict[str, Any]:
    address, settings, code = _address(), context().settings, language()
    return {
        "@type": "Dataset",
        "@id": DATASET,
        "url": f"{address}/dataset",
        "name": TITLES[code],
        "alternateName": [text for other, text in TITLES.items() if other != code],
        "description": DESCRIPTIONS[code],
        "license": LICENCE,
        "version": store().version,
        "dateModified": store().built.date().isoformat(),
        "inLanguage": [HTML[one] for one in LANGUAGES],
        "keywords": list(KEYWORDS[code]),
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": settings.publisher},
        "publisher": {"@type": "Organization", "name": settings.publisher},
        "includedInDataCatalog": {"@type": "DataCatalog", "url": f"{address}/catalog"},
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": f"{address}/data/{kind.name}",
                "encodingFormat": kind.media.split(";")[0],
            }
            # Without sizes: to know them the files would have to be made for the first reader.
            for kind in KINDS
        ],
    }


def _entity(entry: Entry) -> dict[str, Any]:
    code, kind = language(), _TYPES[entry.category]
    name = entry.label(code)
    found: dict[str, Any] = {
        "@type": kind,
        "@id": entry.iri,
        "url": _address() + "/" + entry.iri.removeprefix(BASE),
        "name": name.text,
        "isPartOf" if kind in ("CreativeWork", "DigitalDocument") else "subjectOf": {
            "@type": "Dataset",
            "@id": DATASET,
            "name": TITLES[code],
            "description": DESCRIPTIONS[code],
            "license": LICENCE,
        },
    }
    others = sorted({one.text for one in entry.names} | set(entry.labels.values()))
    if other := [text for text in others if text != name.text]:
        found["alternateName"] = other
    if kind in _DATED:
        found |= {
            key: value
            for key, value in (("startDate", entry.start), ("endDate", entry.end))
            if value
        }
    if kind == "Event":
        places = [catalogue().label(iri, code).text for iri in sorted(entry.places)]
        if places:
            found["location"] = [{"@type": "Place", "name": place} for place in places]
    if kind == "ResearchProject" and entry.partners:
        found["member"] = [
            {"@type": "Organization", "@id": iri, "name": catalogue().label(iri, code).text}
            for iri in sorted(entry.partners)
        ]
    return found
