"""N-Quads lines from values that are already known to be right: fast, and the same every time."""

from __future__ import annotations

import re
from urllib.parse import quote

from graph import iris

_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f]')
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SAFE = "%:/?@!$&'()*+,;=~"
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
XSD = "http://www.w3.org/2001/XMLSchema#"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return _NAMED.get(character) or f"\\u{ord(character):04X}"


def literal(text: str) -> str:
    """Return a string."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def tagged(text: str, language: str) -> str:
    """Return a string in a language."""
    return f'"{_ESCAPED.sub(_escape, text)}"@{language}'


def typed(text: str, datatype: str) -> str:
    """Return a value of a datatype of XML Schema whose text needs no escape."""
    return f'"{text}"^^<{XSD}{datatype}>'


def point(latitude: str, longitude: str) -> str:
    """Return a place on the earth as one value, so that what belongs together stays so."""
    return f'"POINT({longitude} {latitude})"^^<{WKT}>'


def address(text: str) -> str:
    """Return an address of the web as a typed value."""
    return f'"{_ESCAPED.sub(_escape, text)}"^^<{XSD}anyURI>'


def iri(text: str) -> str:
    """Return an IRI from outside; what may not stand in a URI is percent-encoded (RFC 3987,
    3.1).
    """
    return f"<{_LONE_PERCENT.sub('%25', quote(text, safe=_SAFE))}>"


def name_tagged(text: str) -> str:
    """Return the name of an organisation with its language.

    Registers give none; names are in Latin letters, but for a few in Chinese characters.
    """
    letters = [sign for sign in text if sign.isalpha()]
    chinese = letters and all("\u3400" <= sign <= "\u9fff" for sign in letters)
    return tagged(text, "zh" if chinese else "en")


def resource(segment: str, slug: str) -> str:
    """Return one of our resources."""
    return f"<{iris.BASE}id/{segment}/{slug}>"


def concept(scheme: str, notation: str) -> str:
    """Return a concept of a vocabulary."""
    return f"<{iris.BASE}vocabulary/{scheme}/{notation}>"


def term(name: str) -> str:
    """Return a term of the ontology."""
    return f"<{iris.EUCN}{name}>"


def slug(text: str) -> str:
    """Return a code as the last part of an IRI."""
    return _NOT_IN_SLUG.sub("-", text.lower()).strip("-")


class Graph:
    """Makes the lines of one named graph."""

    __slots__ = ("_end",)

    def __init__(self, name: str) -> None:
        self._end = f" <{iris.GRAPH}{name}> .\n"

    def line(self, subject: str, predicate: str, value: str) -> bytes:
        """Return one quad."""
        return f"{subject} {predicate} {value}{self._end}".encode()
