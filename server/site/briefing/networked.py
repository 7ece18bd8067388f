"""How the network counts those of whom a briefing tells, where it counts otherwise."""

from __future__ import annotations

from server.site import show
from server.site.briefing.subject import Subject
from server.site.briefing.words import _


def beside_network(about: Subject) -> str:
    """Return how many the network has of those whom a briefing counts; "" where it has as many.

    The network has members, stated cooperation, standing offers and actors that are no
    organisations too, and both of two that may be the same.
    """
    kind = about.briefing.kind
    if kind == "organisation":
        return _ties(about)
    if kind == "country":
        return _from_there(about)
    if kind not in ("topic", "whole"):
        return ""
    sides = {side: about.view.sides.count(side) for side in ("eu", "china")}
    if all(count == len(about.of_side(side)) for side, count in sides.items()):
        return ""
    return _(
        "The network, which has members, stated cooperation, standing offers and partnerships as "
        "actors too, and each of two that may be the same: from the EU %(eu)s, from China "
        "%(china)s.",
        eu=show.number(sides["eu"]),
        china=show.number(sides["china"]),
    )


def _ties(about: Subject) -> str:
    """Return with how many actors an organisation is tied, or with which other it counts."""
    analysis, iri = about.build.analysis, about.briefing.iri
    whole = analysis.network.two_mode.wholes.get(iri)
    if whole is not None:
        return _(
            "The network counts %(name)s with %(whole)s.",
            name=about.name,
            whole=show.plain_name(whole),
        )
    at = analysis.at.get(iri)
    count = 0 if at is None else int(analysis.degree[at])
    if at is None or count == len(about.once):
        return ""
    return _(
        "The network, which has members, stated cooperation, standing offers and partnerships as "
        "actors too, and each of two that may be the same, ties %(name)s with this many: "
        "%(count)s.",
        name=about.name,
        count=show.number(count),
    )


def _from_there(about: Subject) -> str:
    """Return how many actors of the network are seated in a country, or a province of China."""
    iri, actors = about.briefing.iri, about.build.analysis.view.actors.values()
    country = iri.rpartition("/")[2]
    count = sum(one.province == iri for one in actors)
    if about.entry and about.entry.category == "Country":
        count = sum(one.country == country for one in actors)
    elif not count:
        return ""
    if count == len(about.seated):
        return ""
    return _(
        "The network, which has members, stated cooperation, standing offers and partnerships as "
        "actors too, and each of two that may be the same, has from there (%(name)s): %(count)s.",
        name=about.name,
        count=show.number(count),
    )
