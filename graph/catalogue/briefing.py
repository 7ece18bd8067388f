"""What a briefing tells about a topic, a country or an organisation: who and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.catalogue.entries import Entry
from graph.catalogue.load import Catalogue

SECTIONS: dict[str, tuple[str, ...]] = {
    "who": ("Partner", "Cluster", "ClusterPartnership"),
    "projects": ("Project", "Initiative"),
    "agreements": ("Agreement",),
    "dialogues": ("Dialogue", "DialogueSession"),
    "events": ("Event",),
    "frames": ("Programme", "Policy"),
    "outcomes": ("Outcome",),
    "figures": ("Figure",),
}
"""Sections of a briefing and the classes that each tells about, in order."""


@dataclass(slots=True)
class Briefing:
    """A briefing: its subject, what kind of subject that is, and entities by section."""

    iri: str
    kind: str
    sections: dict[str, list[Entry]] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        """Return all entities of the briefing."""
        return [entry for entries in self.sections.values() for entry in entries]

    def sources(self) -> list[str]:
        """Return the documents and registers behind the briefing, the curation last."""
        found = {iri for entry in self.entries for iri in (*entry.documents, *entry.rows)}
        return sorted(found, key=lambda iri: (iri.endswith("/curation"), iri))


def kind_of(catalogue: Catalogue, iri: str) -> str | None:
    """Return ``topic``, ``country`` or ``organisation``, None for what no briefing can be about."""
    if iri in catalogue.concepts and "/vocabulary/topic/" in iri:
        return "topic"
    entry = catalogue.entries.get(iri)
    if entry is None:
        return None
    if entry.category in ("Country", "Place"):
        return "country"
    if entry.category in ("Partner", "Cluster", "ClusterPartnership", "Organization"):
        return "organisation"
    return None


def brief(catalogue: Catalogue, iri: str) -> Briefing | None:
    """Return the briefing about ``iri``, or None where there can be none."""
    kind = kind_of(catalogue, iri)
    if kind is None:
        return None
    match kind:
        case "topic":
            members = _of_topic(catalogue, iri)
        case "country":
            members = _of_country(catalogue, iri)
        case _:
            members = _of_organisation(catalogue, iri)
    members.discard(iri)
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
