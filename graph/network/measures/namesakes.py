"""Actors whose names differ in a legal form or a country alone: two firms, or one under two names.

Nobody has decided it, so they count apart; a sentence that counts them says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.identity.names import name
from graph.network.model.reading import Network


def one_but_for_form(network: Network, actors: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of some actors whose names are the same without legal form and country."""
    countries = {
        word
        for country in network.countries.values()
        for label in country.labels.values()
        for word in (name(label).words if len(name(label).words) == 1 else ())
    }
    groups: dict[tuple[str, ...], list[str]] = {}
    for iri in actors:
        words = list(name(network.two_mode.actors[iri].name()).words)
        while len(words) > 1 and words[-1] in countries:
            words.pop()
        groups.setdefault(tuple(words), []).append(iri)
    return tuple(tuple(sorted(found)) for found in groups.values() if len(found) > 1)
