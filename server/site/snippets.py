"""The same query from a program: text that runs as it is pasted."""

from __future__ import annotations

import json
import shlex

GRAPHS = ("CONSTRUCT", "DESCRIBE")
"""Forms of query that are answered by a graph, not by a table."""


def _python_text(query: str) -> str:
    if '"""' in query or "\\" in query or query.endswith('"'):
        return json.dumps(query, ensure_ascii=False)
    return f'"""\n{query}\n"""'


def python(endpoint: str, query: str, form: str = "SELECT") -> str:
    """Return a Python program that asks ``endpoint``; ``form`` is the form of the query."""
    graph = form in GRAPHS
    name = "TURTLE" if graph else "JSON"
    use = {
        "SELECT": 'for row in answer["results"]["bindings"]:\n'
        '    print({name: cell["value"] for name, cell in row.items()})',
        "ASK": 'print(answer["boolean"])',
    }.get(form, "print(answer.decode())")
    return (
        "# pip install SPARQLWrapper\n"
        f"from SPARQLWrapper import {name}, SPARQLWrapper\n\n"
        f'endpoint = SPARQLWrapper("{endpoint}")\n'
        f"endpoint.setReturnFormat({name})\n"
        f"endpoint.setQuery({_python_text(query)})\n"
        f"answer = endpoint.query().convert()\n{use}\n"
    )


def r(endpoint: str, query: str, form: str = "SELECT") -> str:
    """Return an R program (version 4 and later, no packages) that asks ``endpoint``."""
    dashes = "-"
    while f'){dashes}"' in query:
        dashes += "-"
    kind = "turtle" if form in GRAPHS else "json" if form == "ASK" else "csv"
    read = "print(read.csv(address))" if kind == "csv" else 'cat(readLines(address), sep = "\\n")'
    return (
        f'query <- r"{dashes}({query}){dashes}"\n'
        f'address <- paste0("{endpoint}?format={kind}&query=", URLencode(query, reserved = TRUE))\n'
        f"{read}\n"
    )


def curl(endpoint: str, query: str, form: str = "SELECT") -> str:
    """Return a command for a POSIX shell that asks ``endpoint``."""
    accept = "text/turtle" if form in GRAPHS else "text/csv"
    if form == "ASK":
        accept = "application/sparql-results+json"
    return (
        f"curl --silent --fail-with-body --header 'Accept: {accept}' \\\n"
        f"  --data-urlencode {shlex.quote('query=' + query)} \\\n"
        f"  {shlex.quote(endpoint)}\n"
    )


def snippets(endpoint: str, query: str, form: str = "SELECT") -> dict[str, str]:
    """Return the program text for each language, for a query and the address of the endpoint."""
    return {
        "Python": python(endpoint, query, form),
        "R": r(endpoint, query, form),
        "curl": curl(endpoint, query, form),
    }
