"""What a filter can be set to, for the forms of the network's pages."""

from __future__ import annotations

from typing import Any

from graph.iris import ID
from graph.network.model.filters import Filter, short
from graph.network.model.ties import SETTING_KINDS
from server.network.view import View, analysis_of


def choices(shown: View) -> dict[str, list[tuple[str, str, bool]]]:
    """Return what can be chosen: (value, name, chosen) for each filter, from the whole graph."""
    chosen, speaker = shown.chosen, shown.speaker
    whole = analysis_of(Filter())
    used = {topic for s in whole.view.settings.values() for topic in s.topics}
    topics = used | {whole.view.band(topic) for topic in used}
    countries = {a.country for a in whole.view.actors.values() if a.country}
    return {
        "side": [
            (side, speaker.side(side), side in chosen.side) for side in sorted(set(whole.sides))
        ],
        "tie": [
            (kind, speaker.say(f"kind.{kind}"), kind in chosen.tie)
            for kind in SETTING_KINDS
            if any(s.kind == kind for s in whole.view.settings.values())
        ],
        "topic": _named(shown, topics, chosen.topic),
        "province": _named(
            shown, {a.province for a in whole.view.actors.values() if a.province}, chosen.province
        ),
        "country": sorted(
            (
                (code, speaker.name(f"{ID}country/{code}"), code in chosen.country)
                for code in countries
            ),
            key=lambda choice: choice[1],
        ),
        "document": _named(shown, whole.network.documents, chosen.document),
    }


def _named(shown: View, iris: Any, chosen: frozenset[str]) -> list[tuple[str, str, bool]]:
    found = [(short(iri), shown.speaker.name(iri), iri in chosen) for iri in iris]
    return sorted(found, key=lambda choice: choice[1].casefold())
