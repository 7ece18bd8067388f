"""Reading one value of a record as the ontology's type for its key."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from rdflib import XSD, Literal, URIRef

from graph import iris
from graph.records.schema import Kind, PropertyTerm, Schema

LANGUAGES = frozenset({"en", "de", "zh", "it", "fr", "es", "pt", "ro", "und"})
OWN_WORDS_LIMIT = 15
MAX_DIGITS = 15
"""More digits than any amount has; the stores keep that many exactly."""


def suggestion(word: str, known: list[str]) -> str:
    """``; did you mean 'x'?`` for the nearest known word, or nothing."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=70)
    return f"; did you mean '{best[0]}'?" if best else ""


def near_id(schema: Schema, identifier: str) -> str:
    """``; did you mean ...?`` for an id that starts with the segment of no class, or nothing."""
    segment, _, slug = identifier.partition("/")
    if segment in schema.former:
        return f"; it is written '{schema.former[segment]}/{slug}' now"
    return suggestion(segment, sorted(schema.segments))


def date_literal(text: str) -> Literal | None:
    """Return a date as the source gives it: gYear, gYearMonth or date; None when it is none."""
    if re.fullmatch(r"[0-9]{4}", text) and int(text) > 0:
        return Literal(text, datatype=XSD.gYear)
    if re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        return Literal(text, datatype=XSD.gYearMonth)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            datetime.date.fromisoformat(text)
        except ValueError:
            return None
        return Literal(text, datatype=XSD.date)
    return None


class ValueProblem(Exception):
    """A value that does not fit its key; the text says what to do."""


def scalar(
    schema: Schema, term: PropertyTerm, class_name: str, text: str, language: str
) -> URIRef | Literal:
    """Return one scalar as RDF.

    ``class_name`` is the class of the subject (``kind`` depends on it), ``language`` the
    tag of texts that do not state one. Raises ValueProblem. Whether an id exists is not
    checked here: that needs all records.
    """
    match term.kind:
        case Kind.ENTITY:
            return _entity(schema, term, text)
        case Kind.CONCEPT:
            return _concept(schema, term, class_name, text)
        case Kind.DATE:
            if (date := date_literal(text)) is None:
                raise ValueProblem(
                    f"'{text}' is not a valid date; write YYYY, YYYY-MM or YYYY-MM-DD"
                )
            return date
        case Kind.URI:
            return _address(text)
        case Kind.TEXT:
            return _text(term, text, language)
        case Kind.LITERAL:
            return _literal(term, text)
        case Kind.NODE:
            raise ValueProblem("needs a mapping: {key: value, ...}")


def _entity(schema: Schema, term: PropertyTerm, text: str) -> URIRef:
    if not iris.is_id(text):
        raise ValueProblem(
            f"'{text}' is not a valid id; write segment/slug, for example cluster/clara"
        )
    found = schema.class_of(text)
    if found is None:
        segment = text.partition("/")[0]
        message = f"no class has ids that start with '{segment}/'{near_id(schema, text)}"
        raise ValueProblem(message)
    if term.ranges and not term.ranges & (found.ancestors | found.can_be):
        wanted = " or ".join(sorted(term.ranges))
        raise ValueProblem(f"'{text}' is a {found.name}; '{term.key}' takes a {wanted}")
    return iris.resource(text)


def _concept(schema: Schema, term: PropertyTerm, class_name: str, text: str) -> URIRef:
    scheme = schema.scheme_for(term, class_name)
    if scheme is None:
        raise ValueProblem(f"a {class_name} has no vocabulary for '{term.key}'; leave it out")
    known = schema.concepts.get(scheme, frozenset())
    if text not in known:
        near = suggestion(text, sorted(known))
        words = sorted(known)
        listed = ", ".join(words[:40]) + (", ..." if len(words) > 40 else "")
        raise ValueProblem(
            f"'{text}' is not in ontology/vocabularies/{scheme}.ttl{near or f'; it has: {listed}'}"
        )
    return iris.concept(scheme, text)


def web_iri(text: str) -> bool:
    """Return whether a text is an http(s) address with a host, without characters no IRI has."""
    if re.search(r"[\s<>\"{}|\\^`]", text):
        return False
    try:
        parts = iris.split(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host)


def _address(text: str) -> Literal:
    address = text if "://" in text else "http://" + text
    if not web_iri(address) or "." not in (iris.split(address).hostname or ""):
        raise ValueProblem(f"'{text}' is not a valid web address")
    return Literal(text, datatype=XSD.anyURI)


def _text(term: PropertyTerm, text: str, language: str) -> Literal:
    text = one_line(text)
    if not text:
        raise ValueProblem("is empty")
    if term.own_words and (count := len(text.split())) > OWN_WORDS_LIMIT:
        raise ValueProblem(f"has {count} words; say it in at most {OWN_WORDS_LIMIT} of your own")
    if language not in LANGUAGES:
        raise ValueProblem(
            f"language '{language}' is unknown; one of {', '.join(sorted(LANGUAGES))}"
        )
    return Literal(text, lang=language)


def one_line(text: str) -> str:
    """Return a text with one space between words and none around it."""
    return re.sub(r"\s+", " ", text).strip()


def decimal_number(text: str) -> Decimal | None:
    """Return a number in plain digits, or None; at most ``MAX_DIGITS`` before and after the
    point.
    """
    if len(text) > 3 * MAX_DIGITS or not re.fullmatch(
        r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?", text
    ):
        return None
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return number if number.adjusted() < MAX_DIGITS and -exponent <= MAX_DIGITS else None


def _number(text: str) -> Decimal:
    number = decimal_number(text)
    if number is not None:
        return number
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        raise ValueProblem(
            f"'{text}' is not a valid number; write a decimal point: {text.replace(',', '.')}, or "
            f"{text.replace(',', '')} if the comma separates thousands"
        )
    told = text if len(text) <= 40 else text[:40] + "..."
    raise ValueProblem(
        f"'{told}' is not a valid number; use digits with a decimal point, no spaces, "
        f"at most {MAX_DIGITS} digits before the point and after it"
    )


def _literal(term: PropertyTerm, text: str) -> Literal:
    if term.datatype in (XSD.decimal, XSD.integer, XSD.nonNegativeInteger, XSD.positiveInteger):
        number = _number(text)
        whole = number == number.to_integral_value()
        if term.datatype != XSD.decimal:
            if not whole:
                raise ValueProblem(f"'{text}' must be a whole number")
            return Literal(str(int(number)), datatype=XSD.integer)
        # The store writes decimals without trailing zeros; so does the build.
        lexical = str(int(number)) if whole else format(number.normalize(), "f")
        return Literal(lexical, datatype=XSD.decimal)
    if term.datatype == XSD.boolean:
        if text not in ("true", "false"):
            raise ValueProblem(f"'{text}' must be true or false")
        return Literal(text, datatype=XSD.boolean)
    if not text.strip():
        raise ValueProblem("is empty")
    if term.datatype == XSD.gYear and (len(text) != 4 or date_literal(text) is None):
        raise ValueProblem(f"'{text}' is not a valid year; write four digits")
    return Literal(text, datatype=term.datatype if term.datatype != XSD.string else None)
