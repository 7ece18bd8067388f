"""The query page: an editor for people in front of the endpoint, and the gallery of examples.

Everything works as a plain form: the page then runs the query itself and shows a table. Scripts
add the editor, tabs, views, and answers without a new page (server/static/js/query.js).
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext as _
from rdflib import Literal, URIRef

from graph.iris import BASE
from graph.languages import choose
from graph.questions import FORMS, Question, keywords, prefixes, questions, with_prefixes
from graph.store import AnswerTooLong, QueryRefused, QuerySyntaxError, StoreError
from graph.store.formats import shown as offers
from graph.store.guard import check
from graph.store.terms import rows as read_rows
from graph.store.terms import turtle
from graph.store.writing import first_rows
from server.context import context
from server.i18n import language
from server.limits import EXISTS, ended
from server.problems import Problem
from server.reading import body
from server.site.data import catalogue
from server.site.frame import STATIC, store
from server.site.hints import hints
from server.site.snippets import snippets
from server.site.words import words
from server.sparql.endpoint import told

_POSITION = re.compile(r"^Line \d+, column \d+: ")
"""How the parser begins a message; the page tells the position itself."""

MOST_ROWS = 1000
"""Rows that the page itself shows; downloads have all of them."""
MOST_BYTES = 2_000_000
"""Bytes of an answer that the page itself reads."""
MOST_NAMES = 500
"""IRIs that one request for names may ask for."""

START = """# {question}
SELECT ?project ?partner WHERE {{
  ?project a eucn:Project ;
           eucn:partner ?partner .
}}
ORDER BY ?project ?partner
LIMIT 100
"""


def start() -> str:
    """Return the query that the page opens with; its comment is in the language of the page."""
    return START.format(question=_("Which organisations take part in which projects?"))


def _told(message: str) -> str:
    """Return a message of the parser, whose two commonest forms are told in the reader's language.

    query.js does the same for answers that come without a new page.
    """
    if message.startswith("Prefix not found: "):
        name = message.removeprefix("Prefix not found: ")
        return str(_("This prefix is not declared: %(name)s", name=name))
    if message == "not expected here":
        return str(_("This is not expected here."))
    if message.startswith("expected "):
        return str(_("Expected: %(list)s", list=message.removeprefix("expected ")))
    return message


@dataclass
class Outcome:
    """What came of a query on the page: a table, a truth value, a text, or an error."""

    form: str = "SELECT"
    variables: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    data: str = ""
    boolean: bool | None = None
    text: str = ""
    truncated: bool = False
    error: str = ""
    line: int | None = None
    column: int | None = None
    status: int = 200


def run(query: str) -> Outcome:
    """Run a query as the endpoint would; what is wrong with it is told, never raised."""
    settings = context().settings
    try:
        if reason := request.environ.get("eucn.ended"):
            raise ended(reason, settings)
        return _run(query, check(query).form)
    except (QuerySyntaxError, QueryRefused, StoreError) as error:
        problem = told(error, settings)
    except Problem as error:
        problem = error
    line, column = problem.more.get("line"), problem.more.get("column")
    return Outcome(
        error=_limit(problem.kind, settings.timeout, query)
        or _told(_POSITION.sub("", problem.detail)),
        line=line if isinstance(line, int) else None,
        column=column if isinstance(column, int) else None,
        status=problem.status,
    )


def _run(query: str, form: str) -> Outcome:
    graph = form in ("CONSTRUCT", "DESCRIBE")
    seconds = context().settings.timeout
    truncated = False
    try:
        format = "turtle" if graph else "json"
        body = store().answer(query, format, (), (), MOST_BYTES, seconds).body
    except AnswerTooLong as error:
        truncated = True
        body = turtle(error.part) if graph else first_rows(error.part)
    if graph:
        return Outcome(form, text=body.decode(), truncated=truncated)
    found = json.loads(body)
    if form == "ASK":
        return Outcome(form, boolean=bool(found["boolean"]))
    outcome = Outcome(form, truncated=truncated)
    outcome.variables = list(found["head"]["vars"])
    bindings = found["results"]["bindings"]
    outcome.truncated = outcome.truncated or len(bindings) > MOST_ROWS
    found["results"]["bindings"] = bindings[:MOST_ROWS]
    outcome.rows = [dict(row) for row in read_rows(found)]
    outcome.data = json.dumps(found, ensure_ascii=False).replace("<", "\\u003c")
    return outcome


def _limit(kind: str, seconds: float, query: str) -> str:
    """Return a limit in the reader's language; empty for what is no limit."""
    if kind in ("busy", "queue", "lost"):
        return str(_("Too many long queries are running; please try again in a moment."))
    if kind == "result":
        return str(_("The answer is too long; narrow the query or use LIMIT."))
    if kind == "memory":
        return str(_("The query exceeded the memory limit."))
    if kind == "time":
        said = str(_("The query exceeded the time limit of %(seconds)s seconds.", seconds=seconds))
        if not EXISTS.search(query):
            return said
        more = _(
            "FILTER EXISTS is tested for every row: choose the things in a SELECT DISTINCT of "
            "their own, and ask for the rest outside."
        )
        return f"{said}{'' if language() == 'zh' else ' '}{more}"
    return ""


@functools.cache
def gallery() -> tuple[Question, ...]:
    """Return the examples: the queries of the folder ``queries/``, read once by each process."""
    return tuple(questions())


def endpoint_address() -> str:
    """Return the address of the endpoint as this reader reaches it."""
    return request.host_url.rstrip("/") + "/sparql"


def page() -> tuple[str, int]:
    """Answer ``/sparql`` for a browser: the query page, with the answer to ``?query=``."""
    query = request.args.get("query", "")
    example = request.args.get("example", "")
    known = {one.name: one for one in gallery()}
    if not query and example in known:
        query = known[example].complete
    return answered(query)


def answered(query: str) -> tuple[str, int]:
    """Return the query page with a query and its answer; without one it opens with an example."""
    # What is shown is what was run, so that the line of an error is the line in the editor.
    shown = with_prefixes(query if query.strip() else start())
    outcome = run(shown) if query.strip() else None
    form = outcome.form if outcome else "SELECT"
    html = render_template(
        "site/query.html",
        query=shown,
        outcome=outcome,
        formats=offers(form),
        downloads={one: [(f.name, f.title) for f in offers(one.upper())] for one in FORMS},
        examples=list(gallery()),
        code=snippets(endpoint_address(), shown, form),
        most=MOST_ROWS,
        hints=hints(shown) if outcome else [],
    )
    return html, outcome.status if outcome else 200


def examples() -> str:
    """Answer ``/queries``: the gallery with the text of every query."""
    grouped: dict[str, list[Question]] = {}
    for one in gallery():
        grouped.setdefault(one.keywords[0] if one.keywords else "", []).append(one)
    groups = sorted(grouped.items(), key=lambda group: keyword_text(group[0]).casefold())
    return render_template("site/queries.html", groups=groups)


def example(name: str) -> Response | tuple[str, int]:
    """Answer ``/queries/{name}.rq``: one query as text, ready to send."""
    for one in gallery():
        if one.name == name:
            return Response(one.complete, mimetype="application/sparql-query")
    return "", 404


def vocabulary() -> Response:
    """Answer ``/queries/vocabulary.json``: prefixes, classes and properties for completion."""
    known = prefixes()
    code = language()
    terms = []
    for iri, term in sorted(catalogue().terms.items()):
        for prefix, namespace in known.items():
            if iri.startswith(namespace) and re.fullmatch(r"[\w-]+", iri[len(namespace) :]):
                comment = choose(term.comments, code)
                terms.append(
                    {
                        "name": f"{prefix}:{iri[len(namespace) :]}",
                        "label": term.label(code).text,
                        "kind": "class" if term.is_class else "property",
                        "comment": comment,
                    }
                )
                break
    return jsonify({"base": BASE, "prefixes": known, "terms": terms})


def names() -> Response:
    """Answer POST ``/queries/names`` with JSON ``[iri, …]``: the names of those that are known."""
    asked = body()
    known = catalogue()
    found = {}
    for iri in asked[:MOST_NAMES] if isinstance(asked, list) else []:
        if isinstance(iri, str) and any(
            iri in table for table in (known.entries, known.concepts, known.terms, known.nodes)
        ):
            found[iri] = known.label(iri, language()).text
    return jsonify(found)


def code() -> Response:
    """Answer POST ``/queries/code`` with JSON ``{"query": …}``: the query from three languages."""
    asked = body()
    query = str(asked.get("query", "")) if isinstance(asked, dict) else ""
    query = with_prefixes(query)
    try:
        form = check(query).form
    except (QuerySyntaxError, QueryRefused):
        form = "SELECT"
    return jsonify(snippets(endpoint_address(), query, form))


def keyword_text(word: str) -> str:
    """Return a keyword of a query in the language of the page."""
    return keywords(language()).get(word, word)


def cell(value: Any) -> bool:
    """Return whether a value of a result is a number, for its place in the column."""
    if not isinstance(value, Literal) or isinstance(value, URIRef):
        return False
    return str(value.datatype or "").rsplit("#", 1)[-1] in ("integer", "decimal", "double", "float")


def register(app: Flask) -> None:
    """Add the query page and what it needs to ``app``."""
    app.jinja_env.tests["numeric"] = cell
    app.jinja_env.filters["keyword"] = keyword_text
    app.jinja_env.globals.update(
        words=words,
        keyword_text=keyword_text,
        graph_base=BASE,
        has_bundle=(STATIC / "bundle" / "editor.js").exists,
    )
    app.add_url_rule("/sparql", "sparql", page)
    app.add_url_rule("/queries", "queries", examples)
    app.add_url_rule("/queries/<name>.rq", "query_text", example)
    app.add_url_rule("/queries/vocabulary.json", "query_vocabulary", vocabulary)
    app.add_url_rule("/queries/names", "query_names", names, methods=["POST"])
    app.add_url_rule("/queries/code", "query_code", code, methods=["POST"])
