"""R: without a package, and its packages SPARQL, jsonlite, redland and readxl.

Debian: r-base-core r-cran-sparql r-cran-jsonlite r-cran-redland r-cran-readxl. What is not there is
skipped with the reason.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from server.site.snippets import r as snippet

RSCRIPT = shutil.which("Rscript")
LABELS = (
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    "SELECT ?label { <https://w3id.org/eucn/id/project/lantern> skos:prefLabel ?label }"
    " ORDER BY ?label"
)
NAMES = ["Lantern", "Laterne", "灯笼"]
pytestmark = pytest.mark.skipif(RSCRIPT is None, reason="R is not installed")


def run(code: str) -> str:
    """What an R program prints."""
    assert RSCRIPT is not None
    done = subprocess.run(
        [RSCRIPT, "--vanilla", "-"],
        input=code.encode(),
        capture_output=True,
        timeout=600,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout.decode()


@functools.cache
def installed() -> list[str]:
    return run("cat(rownames(installed.packages()))").split()


def needs(package: str) -> None:
    if package not in installed():
        pytest.skip(f"R has no package {package}")


def values(code: str) -> Any:
    """The vector that an R program leaves in ``x``, each value in double quotes."""
    return json.loads(run(f'{code}\ncat("[", paste(dQuote(x, FALSE), collapse = ","), "]")'))


def asked(endpoint: str, query: str, format: str) -> str:
    return (
        f"query <- {json.dumps(query, ensure_ascii=False)}\n"
        f'address <- paste0("{endpoint}?format={format}&query=", URLencode(query, TRUE))\n'
    )


def test_without_a_package(endpoint: str) -> None:
    assert values(asked(endpoint, LABELS, "csv") + "x <- read.csv(address)[[1]]") == NAMES
    tabs = 'x <- gsub("^.|.@..$", "", read.delim(address, quote = "")[[1]])'
    assert values(asked(endpoint, LABELS, "tsv") + tabs) == NAMES


def test_the_program_that_the_query_page_shows(endpoint: str) -> None:
    assert all(name in run(snippet(endpoint, LABELS)) for name in NAMES)
    assert "true" in run(snippet(endpoint, "ASK {}", "ASK"))
    graph = "CONSTRUCT WHERE { <https://w3id.org/eucn/id/project/lantern> ?p ?o }"
    assert "灯笼" in run(snippet(endpoint, graph, "CONSTRUCT"))


@pytest.mark.parametrize("format", ["xml", "csv"])
def test_the_package_sparql(endpoint: str, format: str) -> None:
    """It knows the charset of a field that is spelt Content-Type alone, so it is told; and it has
    columns in XML from two on.
    """
    needs("SPARQL")
    query = json.dumps(LABELS.replace("?label {", "?label (1 AS ?one) {"), ensure_ascii=False)
    extra = 'extra = list(format = "csv"), ' if format == "csv" else ""
    code = f"""
    suppressMessages(library(SPARQL))
    found <- SPARQL("{endpoint}", {query}, format = "{format}", {extra}
      curl_args = list(.encoding = "UTF-8"))$results
    x <- gsub('^"|"@..$', "", found$label)
    """
    assert values(code) == NAMES


def test_jsonlite(endpoint: str) -> None:
    needs("jsonlite")
    read = "x <- jsonlite::fromJSON(address)$results$bindings$label$value"
    assert values(asked(endpoint, LABELS, "json") + read) == NAMES


def test_redland(endpoint: str, tmp_path: Path) -> None:
    needs("redland")
    file = tmp_path / "lantern.ttl"
    page = endpoint.removesuffix("/sparql") + "/id/project/lantern.ttl"
    code = f"""
    library(redland)
    download.file("{page}", "{file}", quiet = TRUE)
    world <- new("World")
    memory <- "hash-type='memory'"
    storage <- new("Storage", world, "hashes", name = "", options = memory)
    model <- new("Model", world = world, storage, options = "")
    parser <- new("Parser", world, name = "turtle", mimeType = "text/turtle")
    parseFileIntoModel(parser, world, "{file}", model, "https://w3id.org/eucn/")
    labels <- "SELECT ?l {{ ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }}"
    query <- new("Query", world, labels, base_uri = NULL, query_language = "sparql",
      query_uri = NULL)
    cat(getResults(query, model, "json"))
    """
    assert "Laterne" in run(code)


def test_a_workbook(endpoint: str, tmp_path: Path) -> None:
    needs("readxl")
    file = tmp_path / "answer.xlsx"
    code = f'download.file(address, "{file}", mode = "wb", quiet = TRUE)\n'
    code += f'x <- readxl::read_excel("{file}")[[1]]'
    assert values(asked(endpoint, LABELS, "xlsx") + code) == NAMES


def test_a_limit_is_an_error_in_r(endpoint: str) -> None:
    code = asked(endpoint, "SELECT nonsense", "csv")
    code += 'cat(inherits(try(suppressWarnings(read.csv(address)), silent = TRUE), "try-error"))'
    assert run(code) == "TRUE"
