"""Writing answers; those cut short stay well formed and say that they are cut.

Serialisers write into a ``Bounded`` sink, which ends the query when the limit is passed. What has
been written is cut at the last whole row or statement and closed; the note stands in the answer
itself, where its format has room for one.
"""

from __future__ import annotations

import csv
import io
import re

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from graph.store.terms import pretty
from graph.tables import csv_text

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
NOTE = "truncated: the answer passed the limit of {limit} bytes; ask for less or use LIMIT"
LINK = "https://w3id.org/eucn/truncated"

_JSON_ROW_END = re.compile(rb'\}\},\{"')


class Full(OSError):
    """The sink holds as much as it may."""


class Bounded:
    """A sink for serialised bytes that raises ``Full`` once more than ``limit`` have come."""

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self.parts: list[bytes] = []
        self.size = 0
        self.full = False

    def write(self, data: bytes) -> int:
        """Take ``data``; the last piece is kept whole, so a cut never falls into a character."""
        if self.full:
            raise Full
        self.parts.append(bytes(data))
        self.size += len(data)
        if self.limit is not None and self.size > self.limit:
            self.full = True
            raise Full
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    @property
    def body(self) -> bytes:
        """Everything written so far."""
        return b"".join(self.parts)


def cut_results(body: bytes, format: str, limit: int) -> bytes:
    """Close a SELECT answer that broke off somewhere; ``format`` as in ``formats.RESULTS``."""
    note = NOTE.format(limit=limit)
    if format == "xml":
        head = body.replace(b"</head>", f'<link href="{LINK}"/></head>'.encode(), 1)
        end = head.rfind(b"</result>")
        kept = head[: end + 9] if end >= 0 else head[: head.find(b"<results>") + 9]
        return kept + f"</results><!-- {note} --></sparql>".encode()
    if format == "json":
        head = body.replace(b'{"head":{', f'{{"head":{{"link":["{LINK}"],'.encode(), 1)
        end = _last_json_row(head)
        return head[:end] + f']}},"truncated":"{note}"}}'.encode()
    newline = b"\r\n" if format == "csv" else b"\n"
    end = _last_csv_row(body) if format == "csv" else body.rfind(b"\n") + 1
    return body[:end] + f"# {note}".encode() + newline


def cut_graph(body: bytes) -> bytes:
    """N-Triples or N-Quads that broke off somewhere, up to the last whole statement."""
    return body[: body.rfind(b"\n") + 1]


def finish_graph(body: bytes, format: str, limit: int) -> bytes:
    """Cut N-Triples rewritten in ``format``, with the note: a comment, or else a statement."""
    note = NOTE.format(limit=limit)
    if format in ("nt", "nq"):
        return f"# {note}\n".encode() + body
    triples = [q.triple for q in pyoxigraph.parse(body, format=RdfFormat.N_TRIPLES)]
    if format == "jsonld":
        subject, predicate = NamedNode(LINK), NamedNode(RDFS + "comment")
        triples.append(Triple(subject, predicate, Literal(note, language="en")))
    written = pretty(triples, format)
    if format == "jsonld":
        return written
    if format == "rdfxml":
        return written + f"\n<!-- {note} -->\n".encode()
    return f"# {note}\n".encode() + written


_LIVE = re.compile(rb'(?:^|[,\n])"?[=@\t\r]|(?:^|[,\n])"?[+-](?![\d.]*[,\r\n])')


def harmless_csv(body: bytes) -> bytes:
    """Results in CSV without live formulas; read and written anew only where one may stand."""
    if _LIVE.search(body) is None:
        return body
    rows = list(csv.reader(io.StringIO(body.decode(), newline="")))
    if len(rows[0]) == 1:
        # A row with one empty value is an empty line, which a CSV reader passes over.
        rows = [row or [""] for row in rows]
    return csv_text(rows).encode()


def boolean(answer: bool, format: str) -> bytes:
    """Return the answer to an ASK query in a results format."""
    if format in ("csv", "tsv"):
        return b"true" if answer else b"false"
    text = "true" if answer else "false"
    if format == "json":
        return f'{{"head":{{}},"boolean":{text}}}'.encode()
    return (
        '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        f"<head></head><boolean>{text}</boolean></sparql>"
    ).encode()


def _last_json_row(body: bytes) -> int:
    """Return position behind the last whole binding.

    The engine writes no white space, so rows part at ``}},{"``. Within a string value a quote is
    escaped, so the only look-alike is a value that ends in those brackets, ``…}},{"``; there the
    quote closes a string, and what follows is no variable name and colon.
    """
    start = body.find(b'"bindings":[') + len(b'"bindings":[')
    for match in reversed(list(_JSON_ROW_END.finditer(body, max(start, len(body) - (1 << 16))))):
        if re.match(rb'\w+":\{"type":"', body[match.end() : match.end() + 300]):
            return match.start() + 2
    for match in reversed(list(_JSON_ROW_END.finditer(body, start))):
        if re.match(rb'\w+":\{"type":"', body[match.end() : match.end() + 300]):
            return match.start() + 2
    return start


def _last_csv_row(body: bytes) -> int:
    """Return position behind the last line end that stands outside quotes."""
    end = len(body)
    while (end := body.rfind(b"\r\n", 0, end)) >= 0:
        if body.count(b'"', 0, end) % 2 == 0:
            return end + 2
    return 0
