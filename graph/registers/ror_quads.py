"""The quads of the extract of ROR."""

from __future__ import annotations

from collections.abc import Iterator

from graph.registers.declaration import Declaration
from graph.registers.extract_tables import RorLine, RorNameLine, parted
from graph.registers.mappings import Mappings
from graph.registers.nquads import (
    RDF_TYPE,
    Graph,
    address,
    concept,
    iri,
    literal,
    point,
    resource,
    tagged,
    term,
    typed,
)
from graph.registers.quads import (
    ALT_LABEL,
    HIDDEN_LABEL,
    LABEL,
    PREF_LABEL,
    SAME_AS,
    Identifiers,
    dataset_quads,
    kind_quads,
    row_quads,
)
from graph.registers.ror_extract import RorExtract
from graph.registers.terms import Terms
from graph.simplified import simplified

ROR = "https://ror.org/"
KINDS = {
    "education": "education-establishment",
    "facility": "research-organisation",
    "company": "company",
    "government": "public-body",
    "nonprofit": "nonprofit-organisation",
    "healthcare": "healthcare-organisation",
    "funder": "research-funder",
}
"""Types of ROR to the concepts of ``vocabulary/organisation-kind``; archive and other say too
little. ROR has most universities among the funders: that is told beside what they are."""

_ELSEWHERE = {
    "wikidata": "http://www.wikidata.org/entity/{}",
    "isni": "https://isni.org/isni/{}",
    "grid": "https://www.grid.ac/institutes/{}",
    "fundref": "https://doi.org/10.13039/{}",
}
"""Where other registers have the organisation. That it is the same is what ROR says."""


def ror_quads(
    declaration: Declaration, extract: RorExtract, mappings: Mappings, known: Terms, day: str
) -> Iterator[bytes]:
    """Yield the lines of the dataset, in no order."""
    yield from dataset_quads(declaration)
    dataset = declaration.dataset
    stated, rows, derived = (Graph(f"{dataset}{part}") for part in ("", "/rows", "/derived"))
    identifiers = Identifiers(stated)
    classes = [f"<{above}>" for above in known.superclasses(term("Organization")[1:-1])]
    for line in extract.records:
        node = resource("organization", f"ror-{line.ror}")
        seated = not mappings.without_country(f"ror-{line.ror}")
        yield from _record(node, line, stated, identifiers, seated)
        yield from kind_quads(derived, mappings, f"ror-{line.ror}")
        yield stated.line(
            node, term("statedInRow"), resource("row", f"{dataset}-organization-{line.ror}")
        )
        yield from row_quads(rows, dataset, "organization.csv", line.ror, ROR + line.ror, line)
        for above in classes:
            yield derived.line(node, RDF_TYPE, above)
        yield derived.line(node, term("side"), f"<{known.side(line.country, day)}>")
        for place in _places(line, mappings):
            yield derived.line(node, term("locatedIn"), place)
    names: dict[str, list[RorNameLine]] = {}
    for name in extract.names:
        names.setdefault(name.ror, []).append(name)
    for ror, found in names.items():
        yield from _names(resource("organization", f"ror-{ror}"), found, stated, derived)
    for relation in extract.relations:
        node, other = (
            resource("organization", f"ror-{one}") for one in (relation.ror, relation.other)
        )
        match relation.relation:
            case "parent":
                yield stated.line(node, term("subOrganizationOf"), other)
            case "child":
                yield stated.line(other, term("subOrganizationOf"), node)
            case "successor":
                yield stated.line(node, term("succeededBy"), other)
                yield derived.line(other, term("succeeds"), node)
            case "predecessor":
                yield stated.line(other, term("succeededBy"), node)
                yield derived.line(node, term("succeeds"), other)


def _record(
    node: str, line: RorLine, stated: Graph, identifiers: Identifiers, seated: bool
) -> Iterator[bytes]:
    """Yield what the record says; the country of a body of the EU as that of the register."""
    yield stated.line(node, RDF_TYPE, term("Organization"))
    for kind in parted(line.kinds):
        if kind in KINDS:
            yield stated.line(node, term("kind"), concept("organisation-kind", KINDS[kind]))
    if line.status != "active":
        yield stated.line(node, term("status"), concept("status", line.status))
    if line.established:
        yield stated.line(node, term("startDate"), typed(f"{int(line.established):04d}", "gYear"))
    if line.country:
        key = "country" if seated else "registeredCountry"
        yield stated.line(node, term(key), resource("country", line.country.lower()))
    if line.town:
        yield stated.line(node, term("town"), literal(line.town))
    if line.latitude and line.longitude:
        yield stated.line(node, term("latitude"), typed(line.latitude, "decimal"))
        yield stated.line(node, term("longitude"), typed(line.longitude, "decimal"))
        yield stated.line(node, term("position"), point(line.latitude, line.longitude))
    if line.website:
        yield stated.line(node, term("webAddress"), address(line.website))
    for domain in parted(line.domains):
        yield stated.line(node, term("webDomain"), literal(domain))
    yield from identifiers.of(node, "ror", line.ror)
    yield stated.line(node, SAME_AS, iri(ROR + line.ror))
    for scheme, pattern in _ELSEWHERE.items():
        if number := getattr(line, scheme):
            yield from identifiers.of(node, scheme, number)
            yield stated.line(node, SAME_AS, iri(pattern.format(number)))


def _places(line: RorLine, mappings: Mappings) -> Iterator[str]:
    if line.country and not mappings.without_country(f"ror-{line.ror}"):
        yield resource("country", line.country.lower())
    if line.country != "CN":
        return
    place = mappings.place_of(line.town) or mappings.place_of(line.subdivision_name)
    for slug in filter(None, (place.place, place.part_of) if place else ()):
        yield resource("place", slug)


def _names(node: str, names: list[RorNameLine], stated: Graph, derived: Graph) -> Iterator[bytes]:
    """Yield all names; one preferred per language, the one ROR shows before any other label.

    A name without language is that of the record's display or a label in letters of English:
    it is taken as English where no name in English is there. So is the one of the display, or the
    label would be what another register writes in capitals.
    """
    ranked = sorted(names, key=lambda name: (_rank(name), name.name))
    preferred: dict[str, str] = {}
    for name in ranked:
        kinds = parted(name.kinds)
        if "label" in kinds or "ror_display" in kinds:
            preferred.setdefault(name.language or "en", name.name)
    if ranked and "ror_display" in parted(ranked[0].kinds):
        preferred.setdefault("en", ranked[0].name)
    for name in ranked:
        kinds = parted(name.kinds)
        if kinds == ["acronym"]:
            yield stated.line(node, term("acronym"), literal(name.name))
        elif name.language or "label" in kinds or "ror_display" in kinds:
            yield stated.line(node, term("name"), tagged(name.name, name.language or "en"))
        if preferred.get(name.language or "en") == name.name:
            continue
        text = tagged(name.name, name.language) if name.language else literal(name.name)
        yield derived.line(node, ALT_LABEL, text)
    written = {name.name for name in names}
    for name in ranked:
        # No name of the register: only for whoever asks in the writing of the mainland.
        simple = simplified(name.name) if name.language == "zh" else name.name
        if simple not in written:
            written.add(simple)
            yield derived.line(node, HIDDEN_LABEL, tagged(simple, "zh"))
    for language, text in preferred.items():
        yield derived.line(node, PREF_LABEL, tagged(text, language))
        yield derived.line(node, LABEL, tagged(text, language))


def _rank(name: RorNameLine) -> tuple[int, int]:
    kinds = parted(name.kinds)
    return (0 if name.language else 1), (
        0 if "ror_display" in kinds else 1 if "label" in kinds else 2
    )
