"""Who is possibly counted twice: possibly the same as another of some, or a part of one."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from graph.catalogue import Catalogue
from graph.catalogue.entries import Alike
from server.i18n import punctuation
from server.site import show

MOST_DOUBLED = 3
"""Organisations possibly counted twice that a sentence names."""


def doubled(catalogue: Catalogue, counts: Mapping[str, int]) -> dict[str, Alike]:
    """Return who of some is possibly counted twice, and as what: a part of another of them, and of
    two that may be one the less active.
    """
    found: dict[str, Alike] = {}
    for iri, count in sorted(counts.items(), key=lambda one: (one[1], one[0])):
        for one in catalogue.alike.get(iri, ()):
            other = counts.get(one.other)
            if other is None or one.kind == "whole" or one.other in found:
                continue
            if one.kind == "part" or (count, iri) < (other, one.other):
                found.setdefault(iri, one)
    return found


def as_another(one: Alike) -> str:
    """Return as what an organisation is possibly counted twice."""
    name = show.plain_name(one.other)
    if one.kind == "part":
        return str(_("a part of %(name)s", name=name))
    return str(_("possibly the same as %(name)s", name=name))


def said_doubled(found: Mapping[str, Alike]) -> str:
    """Return who is possibly counted twice, and as what, in a sentence; "" where nobody is."""
    signs = punctuation()
    told = [
        signs.pair.join((show.plain_name(iri), as_another(one)))
        for iri, one in sorted(found.items())
    ]
    if not told:
        return ""
    named = told[:MOST_DOUBLED]
    if len(told) > MOST_DOUBLED:
        more = show.number(len(told) - MOST_DOUBLED)
        named.append(str(_("and %(count)s more", count=more)))
    return str(
        _(
            "Possibly counted twice, as the same as another one or a part of it: %(list)s.",
            list=signs.semicolon.join(named),
        )
    )
