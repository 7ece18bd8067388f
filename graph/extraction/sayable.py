"""What a review can say of a thing: every key that a record may have for its class.

The ontology alone decides: a new property, kind or role there is on the page and on the terminal
at once. What a record writes as a mapping (a participation, a post, the signature of an
agreement, a counted number) is a key with parts here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from graph.extraction.generic import CLASSES as NAMELESS
from graph.extraction.model import CLASSES
from graph.extraction.verify import SHORTCUTS
from graph.records.nodes import IDENTITY, REQUIRED
from graph.records.schema import Kind, PropertyTerm, Schema

LABEL = "label"
"""What to call a thing that the text names by common words alone; records give it with ``why``."""
_BY_ONE_NUMBER = {
    "totalCost": ("Project", "Programme", "Initiative", "Event", "Agreement"),
    "attendance": ("Event", "DialogueSession"),
}
"""What a record writes as a mapping and one number of the text tells, with the classes."""
_USUAL = (
    *SHORTCUTS, "kind", "name", LABEL, "acronym", "startDate", "endDate", "date", "action", "fundingEuro",
    "totalCost", "amount", "grantNumber", "fundedUnder", "fundedBy", "locatedIn", "country",
    "attendance", "figure", "participation", "post", "topic", "signedAt", "resultOf", "partOf",
    "durationYears", "sessionOf", "ordinal", "webAddress", "status",
)  # fmt: skip
"""What texts say most often comes first in a list of keys."""
_OF_EVENTS = ("summary", "date", "startDate", "endDate", "topic", "involves", "locatedIn")
"""What of all that entities have a figure or an outcome is told with."""
_BY_ITSELF = frozenset({"about", "side", "heldUnder", "mentions"})
"""Parts that the block a node is written in tells, or that are derived."""
_LEFT_TO_CURATORS = frozenset({"identicalTo", "side", "mentions"})
"""Judgements and what is derived: they have files and commands of their own."""
_PARTS = {
    "Figure": ("value", "unit", "qualifier", "summary", "year"),
    "Outcome": ("summary", "date"),
    "AgreementAction": ("locatedIn", "actor"),
    "Amount": ("value",),
    "Participation": ("startDate", "endDate", "fundingEuro"),
    "Membership": ("startDate",),
    "Cooperation": ("topic",),
}
"""Which parts of a node are told often, beside those that make up its id."""
_NEEDED = {"Figure": ("summary", "value", "unit")}
"""Parts without which the shapes refuse an entity told as a node, where it is more than a summary."""
AT = "at"
"""For a person's post: the organisation or project whose block it is written in."""


@dataclass(frozen=True)
class Field:
    """One key, and how its value is given."""

    key: str
    kind: str
    """``thing``, ``concept``, ``words`` (own words), ``text``, ``date``, ``number``, ``address``
    or ``node``."""
    classes: tuple[str, ...] = ()
    scheme: str = ""
    required: bool = False
    usual: bool = False
    """Of a part: asked for at once; the others only where somebody wants to say more."""
    parts: tuple[Field, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the field for the page; keys without a value are left out."""
        row = {
            "key": self.key,
            "kind": self.kind,
            "classes": list(self.classes),
            "scheme": self.scheme,
            "required": self.required,
            "usual": self.usual,
            "parts": [part.as_json() for part in self.parts],
        }
        return {key: value for key, value in row.items() if value}


def sayable(schema: Schema, cls: str) -> dict[str, Field]:
    """Return the keys that a thing of a class can have, the usual ones first."""
    return _of_class(schema, cls) if cls in CLASSES else {}


def _of_class(schema: Schema, cls: str) -> dict[str, Field]:
    fields = [Field(k, "thing", objects) for k, (on, objects) in SHORTCUTS.items() if cls in on]
    fields += [Field(key, "number") for key, on in _BY_ONE_NUMBER.items() if cls in on]
    taken = {f.key for f in fields}
    ancestors = schema.classes[cls].ancestors if cls in schema.classes else frozenset()
    for term in schema.properties.values():
        if term.key in taken | _LEFT_TO_CURATORS or (term.used_on and not term.used_on & ancestors):
            continue
        if (made := _field(schema, term, cls)) is not None:
            fields.append(made)
    if cls == "Person":
        fields.append(_post(schema))
    if cls in NAMELESS:
        parts = tuple(Field(key, "words", required=True, usual=True) for key in ("name", "why"))
        fields.append(Field(LABEL, "node", parts=parts))
    order = {key: at for at, key in enumerate(_USUAL)}
    return {f.key: f for f in sorted(fields, key=lambda f: (order.get(f.key, len(order)), f.key))}


def _post(schema: Schema) -> Field:
    """Return the form of a person's post, which a record has in the block of the organisation."""
    whole = _field(schema, schema.properties["post"], "Partner")
    assert whole is not None
    parts = tuple(p for p in whole.parts if p.key != "holder")
    return Field(
        "post",
        "node",
        parts=(Field(AT, "thing", ("Partner", "Cluster", "Project"), "", True, True), *parts),
    )


def _field(schema: Schema, term: PropertyTerm, cls: str, required: bool = False) -> Field | None:
    if term.kind is Kind.NODE:
        return Field(term.key, "node", parts=_parts(schema, term))
    if term.kind is Kind.ENTITY:
        classes = tuple(c for c in CLASSES if _fits(schema, term, c))
        return Field(term.key, "thing", classes, required=required) if classes else None
    if term.kind is Kind.CONCEPT:
        known = schema.classes.get(cls)
        scheme = schema.scheme_for(term, cls) if known is not None else term.scheme
        return Field(term.key, "concept", (), scheme, required) if scheme else None
    if term.kind is Kind.LITERAL:
        numeric = str(term.datatype).rpartition("#")[2] in ("decimal", "integer", "gYear")
        return Field(term.key, "number" if numeric else "text", required=required)
    kinds = {Kind.DATE: "date", Kind.URI: "address"}
    kind = kinds.get(term.kind) or ("words" if term.own_words else "text")
    return Field(term.key, kind, required=required)


def _fits(schema: Schema, term: PropertyTerm, cls: str) -> bool:
    if not term.ranges:
        return True
    found = schema.classes.get(cls)
    return found is not None and bool(term.ranges & (found.ancestors | found.can_be))


def _parts(schema: Schema, term: PropertyTerm) -> tuple[Field, ...]:
    """Return what is inside a node: what makes up its id first, then what else it may tell."""
    assert term.range is not None
    owner = schema.classes[term.range]
    entity = "Entity" in owner.ancestors
    first = IDENTITY.get(term.range, ())
    needed = REQUIRED.get(term.range, ()) if not entity else _NEEDED.get(term.range, ("summary",))
    found = []
    for part in schema.properties.values():
        if part.kind is Kind.NODE or part.key in _BY_ITSELF:
            continue
        own = part.used_on & ({term.range} if entity else owner.ancestors)
        if own or (entity and part.key in _OF_EVENTS):
            field = _field(schema, part, term.range, part.key in needed)
            found += [field] if field is not None else []
    order = {key: at for at, key in enumerate((*first, *_PARTS.get(term.range, ())))}
    return tuple(
        replace(f, usual=f.key in order)
        for f in sorted(found, key=lambda f: (order.get(f.key, len(order)), f.key))
    )
