"""Ask the eighty questions of ``questions.toml`` of a running server, each once, in its one way.

A question is answered where everything it wants is in the text of the answer: of the page of the
first find, of a page or file, of the table of a query::

    .venv/bin/python -m benchmarks.facts.questions http://127.0.0.1:8000
"""

from __future__ import annotations

import argparse
import html
import io
import json
import re
import tomllib
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

LIST = Path(__file__).parent / "questions.toml"
PREFIXES = """
PREFIX eucn: <https://w3id.org/eucn/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#>
"""
_UNSEEN = re.compile(r"<(script|style|head)\b.*?</\1>|<[^>]+>", re.DOTALL)


class Site:
    """A running server, asked in a language."""

    def __init__(self, address: str, language: str) -> None:
        self.address = address.rstrip("/")
        self.language = language

    def get(self, path: str, accept: str = "text/html") -> str:
        """Return the text that a reader sees of a page or file."""
        mark = "&" if "?" in path else "?"
        quoted = urllib.parse.quote(path, safe="/?&=:%")
        request = urllib.request.Request(
            f"{self.address}{quoted}{mark}lang={self.language}", headers={"Accept": accept}
        )
        with urllib.request.urlopen(request, timeout=90) as answer:
            body = answer.read()
            kind = answer.headers.get_content_type()
        if kind.endswith("wordprocessingml.document"):
            with zipfile.ZipFile(io.BytesIO(body)) as parts:
                body = parts.read("word/document.xml")
        text = body.decode("utf-8")
        seen = text if kind in ("application/json", "text/csv") else _UNSEEN.sub(" ", text)
        return " ".join(html.unescape(seen).split())

    def query(self, query: str) -> str:
        """Return the rows of a query as CSV."""
        data = urllib.parse.urlencode({"query": query}).encode()
        request = urllib.request.Request(
            f"{self.address}/sparql", data=data, headers={"Accept": "text/csv"}
        )
        with urllib.request.urlopen(request, timeout=90) as answer:
            return str(answer.read().decode("utf-8"))

    def first_find(self, words: str) -> str:
        """Return the path of the first find of a search, ``""`` where there is none."""
        found = json.loads(
            self.get(f"/search?q={urllib.parse.quote(words)}&format=json", "application/json")
        )["rows"]
        return urllib.parse.urlsplit(found[0]["id"]).path.removeprefix("/eucn") if found else ""


def answer(address: str, question: dict[str, Any]) -> str:
    """Return the text of the answer to a question."""
    site = Site(address, question.get("language", "en"))
    if "open" in question:
        path = site.first_find(question["open"])
        return site.get(path) if path else ""
    if "see" in question:
        return site.get(question["see"], "*/*" if "format=" in question["see"] else "text/html")
    if "example" in question:
        with urllib.request.urlopen(f"{site.address}/queries/{question['example']}.rq") as stream:
            return site.query(stream.read().decode("utf-8"))
    return site.query(PREFIXES + question["ask"])


def missing(address: str, question: dict[str, Any]) -> list[str]:
    """Return what a question wants and its answer lacks."""
    try:
        told = answer(address, question)
    except urllib.error.HTTPError as error:
        return [f"{error.code} {error.read(200).decode('utf-8', 'replace')}"]
    return [one for one in question["want"] if not re.search(one, told, re.IGNORECASE)]


def main() -> None:
    """Print what is not answered, and how many questions are."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("address")
    given = options.parse_args()
    questions = tomllib.loads(LIST.read_text("utf-8"))["question"]
    answered = 0
    for question in questions:
        lacks = missing(given.address, question)
        answered += not lacks
        if lacks:
            print("not answered:", question["text"], "lacks", "; ".join(lacks))
    print(f"{answered} of {len(questions)} questions answered")


if __name__ == "__main__":
    main()
