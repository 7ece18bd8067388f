"""Who takes part in what: for questions such as "projects of X" and "partners in Y"."""

from __future__ import annotations

from graph.catalogue.briefing import ACTIVITIES, ORGANISATIONS
from graph.catalogue.load import Catalogue
from graph.iris import EUCN

TakingPart = dict[str, list[tuple[str, float, str]]]
"""By a thing what takes part in it, and in what it does, whatever its role; by a place the projects
of those who are there; by a class all that is of it: each with a weight, and its class.
"""
_SAID_OF_IT = (
    "take takes took taking part participate participates participated participating involving "
    "involved joint run runs "
    "denen deren dessen teilnimmt teilnehmen teilnahme beteiligt beteiligung gemeinsam "
    "参加 参与 参加过 参与过 合作 有"
)
SAID_OF_IT = frozenset(_SAID_OF_IT.split())
"""Words of such questions that say no more than that somebody takes part, folded."""
CALLED = {
    "Partner": (
        *("organisation", "organisations", "organizations", "organisationen"),
        *("合作伙伴", "伙伴", "机构"),
    ),
    "Event": ("meetings", "treffen", "会议"),
}
"""What people call a class beside its name and that of its list."""


def taking_part(catalogue: Catalogue) -> TakingPart:
    """Return what a question for a class of things of somebody, or in a place, may mean; the best
    first: what documents tell of, then by IRI.
    """
    found: dict[str, dict[str, tuple[float, str]]] = {}
    for entry in catalogue.of_class(*ACTIVITIES):
        if entry.hidden:
            continue
        weight = 0.3 * bool(entry.documents)
        reached = set(entry.partners)
        for iri in entry.partners:
            actor = catalogue.entries.get(iri)
            if actor is None or actor.hidden:
                continue
            if actor.category in ORGANISATIONS:
                told = 0.3 * bool(actor.documents)
                found.setdefault(entry.iri, {})[iri] = (told, actor.category)
            if entry.category == "Project":
                reached |= actor.within | actor.countries
        for iri in reached:
            found.setdefault(iri, {})[entry.iri] = (weight, entry.category)
    for entry in catalogue.entries.values():
        if not entry.hidden:
            own = (0.3 * bool(entry.documents), entry.category)
            found.setdefault(str(EUCN) + entry.category, {})[entry.iri] = own
    return {
        iri: sorted(
            ((one, weight, category) for one, (weight, category) in held.items()),
            key=lambda one: (-one[1], one[0]),
        )
        for iri, held in found.items()
    }
