"""What a briefing tells about a topic, a country, or any entry: who and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from graph.catalogue.entries import Entry
from graph.catalogue.load import Catalogue
from graph.wellknown import DATASET

SECTIONS: dict[str, tuple[str, ...]] = {
    "who": ("Partner", "Cluster", "ClusterPartnership"),
    "people": ("Person",),
    "projects": ("Project", "Initiative"),
    "agreements": ("Agreement",),
    "dialogues": ("Dialogue", "DialogueSession"),
    "events": ("Event",),
    "frames": ("Programme", "Policy"),
    "outcomes": ("Outcome",),
    "figures": ("Figure",),
}
"""Sections of a briefing and the classes that each tells about, in order."""

ORGANISATIONS = ("Partner", "Cluster", "ClusterPartnership", "Organization")
ACTIVITIES = ("Project", "Initiative", "Agreement", "Dialogue", "DialogueSession", "Event")
"""Classes of which a briefing counts the members as activities."""


WHOLE = str(DATASET)
"""What a briefing about everything is about: the data set itself."""


@dataclass(slots=True)
class Briefing:
    """A briefing: its subject, what kind of subject that is, and entities by section."""

    iri: str
    kind: str
    sections: dict[str, list[Entry]] = field(default_factory=dict)

    @property
    def activities(self) -> list[Entry]:
        """Return the activities of the briefing, in the order in which they began."""
        found = [one for one in self.entries if one.category in ACTIVITIES]
        return sorted(found, key=lambda one: (one.start or one.end or "9", one.iri))

    @property
    def entries(self) -> list[Entry]:
        """Return all entities of the briefing."""
        return [entry for entries in self.sections.values() for entry in entries]

    def sources(self) -> list[str]:
        """Return the documents and registers behind the briefing, the curation last."""
        found = {iri for entry in self.entries for iri in (*entry.documents, *entry.rows)}
        return sorted(found, key=lambda iri: (iri.endswith("/curation"), iri))


def kind_of(catalogue: Catalogue, iri: str) -> str | None:
    """Return ``whole``, ``topic``, ``country``, ``organisation``, ``activity`` or ``other``.

    None for what is no entity or topic of the build.
    """
    if iri == WHOLE:
        return "whole"
    if iri in catalogue.concepts:
        return "topic" if "/vocabulary/topic/" in iri else None
    entry = catalogue.entries.get(iri)
    if entry is None:
        return None
    if entry.category in ("Country", "Place"):
        return "country"
    if entry.category in ("Partner", "Cluster", "ClusterPartnership", "Organization"):
        return "organisation"
    return "activity" if entry.category in ACTIVITIES else "other"


def brief(
    catalogue: Catalogue, iri: str, neighbours: Callable[[str], set[str]] = lambda iri: set()
) -> Briefing | None:
    """Return the briefing about ``iri``, or None where there can be none.

    ``neighbours`` gives what an entity names and what names it; it is asked where the catalogue
    does not have this.
    """
    kind = kind_of(catalogue, iri)
    if kind is None:
        return None
    match kind:
        case "whole":
            members = {one.iri for one in catalogue.entries.values() if not one.hidden}
        case "topic":
            members = _of_topic(catalogue, iri)
        case "country":
            members = _of_country(catalogue, iri)
        case "organisation":
            members = _of_organisation(catalogue, iri)
        case _:
            members = _of_entity(catalogue, iri, neighbours(iri))
    members = members - {iri}
    briefing = Briefing(iri, kind)
    for section, categories in SECTIONS.items():
        entries = [
            entry
            for one in members
            if (entry := catalogue.entries.get(one)) and entry.category in categories
        ]
        if entries:
            briefing.sections[section] = sorted(
                entries,
                key=lambda one: (one.start or one.end or "9", one.label().text.casefold()),
            )
    return briefing


def _of_entity(catalogue: Catalogue, iri: str, neighbours: set[str]) -> set[str]:
    entry = catalogue.entries[iri]
    inside = {one.iri for one in catalogue.entries.values() if iri in one.parents}
    return entry.partners | entry.settings | entry.parents | inside | neighbours


def _of_topic(catalogue: Catalogue, topic: str) -> set[str]:
    within = catalogue.with_narrower(topic)
    return {entry.iri for entry in catalogue.entries.values() if entry.topics & within}


def _of_country(catalogue: Catalogue, place: str) -> set[str]:
    inside = {place}
    inside |= {
        entry.iri
        for entry in catalogue.entries.values()
        if entry.category == "Place" and (place in entry.countries or place in entry.places)
    }
    found = {
        entry.iri
        for entry in catalogue.entries.values()
        if (entry.countries | entry.places | entry.targets) & inside
    }
    partners = [catalogue.entries[iri] for iri in found]
    shared = {
        iri for entry in partners if entry.category in SECTIONS["who"] for iri in entry.settings
    }
    return found | shared


def _of_organisation(catalogue: Catalogue, iri: str) -> set[str]:
    entry = catalogue.entries[iri]
    others = {
        partner
        for setting in entry.settings
        if setting in catalogue.entries
        for partner in catalogue.entries[setting].partners
    }
    return entry.settings | entry.partners | others
