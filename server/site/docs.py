"""Documentation: the Markdown files of ``docs/``, the ontology reference, and the about page."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass
from pathlib import Path

import markdown
from flask import Flask, abort, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from graph.languages import HTML
from graph.paths import DOCS
from graph.reference import ontology_page
from graph.reference.usage import Usage, usage
from graph.store.formats import GRAPHS
from server.context import context
from server.i18n import href, language
from server.site.frame import store

ORDER = ("user-guide", "sparql-cookbook", "curators-guide", "operations", "method")
"""Order of the index; files that are not named here follow by title."""

_LINK = re.compile(r'href="(?:\./)?([\w/-]+)\.md(#[\w-]+)?"')


MOST_FIRST = 160
"""Signs of the sentences that tell of a file on a card; the first sentence stands whole."""
_SENTENCE = re.compile(r".+?(?:[.!?](?:\s+|$)|[。！？]|$)", re.DOTALL)
_TABLE = {"en": "Table {}", "de": "Tabelle {}", "zh": "表{}"}


@dataclass(frozen=True)
class Document:
    """A file of the documentation: its name, language, title and rendered text."""

    name: str
    language: str
    title: str
    html: Markup
    contents: Markup


def files() -> dict[str, Path]:
    """Return the English files of the documentation by name; ``about`` has a page of its own."""
    found = {path.stem: path for path in sorted(DOCS.glob("*.md"))}
    found.pop("about", None)
    return found


@functools.lru_cache(maxsize=128)
def _rendered(path: Path, modified: float, name: str, code: str) -> Document:
    text = path.read_text(encoding="utf-8")
    maker = markdown.Markdown(
        extensions=["tables", "fenced_code", "toc", "sane_lists", "attr_list"]
    )
    html = maker.convert(text)
    title = re.search(r"^#\s+(.+)$", text, re.MULTILINE)
    html = re.sub(r"<h1[^>]*>.*?</h1>", "", html, count=1, flags=re.DOTALL)
    # Wide tables and code scroll on their own, and can be reached with the keyboard.
    numbers = itertools.count(1)
    html = re.sub(
        "<table>",
        lambda _found: (
            '<div class="scroll" tabindex="0" role="region" '
            f'aria-label="{_TABLE[code].format(next(numbers))}"><table>'
        ),
        html,
    ).replace("</table>", "</table></div>")
    html = html.replace("<pre>", '<pre tabindex="0">')
    tokens = getattr(maker, "toc_tokens", [])
    inner = tokens[0]["children"] if len(tokens) == 1 else tokens
    contents = "".join(f'<li><a href="#{one["id"]}">{one["html"]}</a></li>' for one in inner)
    return Document(name, code, title[1] if title else name, Markup(html), Markup(contents))


def read(name: str) -> Document | None:
    """Return a file of the documentation in the page's language, else in English, else None."""
    if not re.fullmatch(r"[a-z0-9-]{1,60}", name):
        return None
    code = language()
    for path, tag in ((DOCS / code / f"{name}.md", code), (DOCS / f"{name}.md", "en")):
        if path.is_file():
            return _rendered(path, path.stat().st_mtime, name, tag)
    return None


def with_links(document: Document) -> Markup:
    """Return the text with links between files turned into links between pages."""

    def replace(match: re.Match[str]) -> str:
        target = match[1].rsplit("/", 1)[-1]
        path = "/about" if target == "about" else f"/docs/{target}"
        return f'href="{Markup.escape(href(path))}{match[2] or ""}"'

    return Markup(_LINK.sub(replace, str(document.html)))


def index() -> str:
    """Answer ``/docs``."""
    known = {name: found for name in files() if (found := read(name))}
    ordered = [known.pop(name) for name in ORDER if name in known]
    ordered += sorted(known.values(), key=lambda one: one.title)
    return render_template("site/docs.html", documents=ordered, first=first_words)


def first_words(document: Document) -> str:
    """Return what a file begins with as plain text: sentences of its first paragraph, on a card."""
    match = re.search(r"<p>(.*?)</p>", document.html, re.DOTALL)
    if not match:
        return ""
    told = ""
    for sentence in _SENTENCE.findall(str(Markup(match[1]).striptags())):
        if told and len(told + sentence) > MOST_FIRST:
            break
        told += sentence
    return told.strip()


def page(name: str) -> str:
    """Answer ``/docs/{name}``."""
    found = read(name)
    if found is None or name == "about":
        abort(404)
    return render_template(
        "site/doc.html",
        document=found,
        html=with_links(found),
        tag=HTML[found.language],
        fallback=found.language != language(),
    )


def about() -> str:
    """Answer ``/about``."""
    found = read("about")
    if found is None:
        abort(404)
    return render_template(
        "site/doc.html",
        document=found,
        html=with_links(found),
        tag=HTML[found.language],
        fallback=found.language != language(),
        is_about=True,
    )


def ontology() -> str:
    """Return the page of the ontology: every class, property and vocabulary."""
    downloads = [(f.title, f"/ontology.{f.suffix}") for f in GRAPHS.values() if f.shown]
    downloads.append((_("Shapes (SHACL)"), "/ontology/shapes.ttl"))
    body = Markup(_reference(language(), _explicit_language(), tuple(downloads), store().version))
    return render_template("site/reference.html", body=body)


def _explicit_language() -> str:
    asked = request.args.get("lang", "")
    return asked if asked in HTML else ""


@functools.lru_cache(maxsize=12)
def _reference(
    code: str, explicit: str, downloads: tuple[tuple[str, str], ...], version: str
) -> str:
    """Render the reference once for each language and build, and once more where links keep it."""
    return ontology_page(
        code,
        href,
        downloads,
        usage=_usage(version),
        run=lambda query: href("/sparql", query=query),
        seconds=context().settings.timeout,
    )


@functools.lru_cache(maxsize=2)
def _usage(version: str) -> Usage:
    """Return how the terms are used: asked once for each build, not for each language."""
    return usage(store())


def register(app: Flask) -> None:
    """Add the documentation to ``app``."""
    app.add_url_rule("/docs", "docs", index)
    app.add_url_rule("/docs/<name>", "doc", page)
    app.add_url_rule("/about", "about", about)
