"""Who stands under several names among some, and counts once.

With a whole of which it is a part, as in the network, or with another that may be the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from flask_babel import gettext as _

from graph.catalogue.briefing import ACTIVITIES, ORGANISATIONS
from graph.catalogue.entries import Alike, Entry
from graph.catalogue.selection import from_side
from graph.iris import VOCABULARY
from graph.network.model.filters import STATES
from graph.network.model.reading import Network
from graph.network.model.ties import NOT_TAKING_PART
from graph.per_build import PerBuild
from server.i18n import punctuation
from server.site import show
from server.site.data import BuildData

MOST_DOUBLED = 3
"""Organisations counted with another that a sentence names."""
POSSIBLY, PART, BESIDE = "possibly", "part", "beside"
"""As what one counts with another: as possibly the same, as a part of it, as a part of the same."""


def doubled(network: Network, among: Collection[str]) -> dict[str, Alike]:
    """Return who of some counts with another of them, and as what: the whole stands for its parts,
    of others the one that a register lists, then the most active in the network.

    What is a part of what is said by the network, so that its pages, lists and briefings count
    alike. Of two it is said that they may be the same only where that is recorded of these two.
    """
    wholes = network.two_mode.wholes
    found: dict[str, Alike] = {}

    def first(iri: str) -> str:
        while iri in found:
            iri = found[iri].other
        return iri

    def count_with(iri: str, kind: str, other: str) -> None:
        if first(other) != iri:
            found[iri] = Alike(kind, other, "")

    there = set(among)
    known_wholes = {wholes[iri] for iri in there if iri in wholes}

    def rank(iri: str) -> tuple[bool, bool, int, str]:
        active = network.activities.get(iri, 0)
        return iri not in known_wholes, iri not in network.listed, -active, iri

    parted: dict[str, list[str]] = {}
    for iri in among:
        if wholes.get(iri) in there:
            count_with(iri, PART, wholes[iri])
        elif iri in wholes:
            parted.setdefault(wholes[iri], []).append(iri)
    for those in parted.values():
        stands = min(those, key=rank)
        for iri in those:
            if iri != stands:
                count_with(iri, BESIDE, stands)
    for pair in sorted(network.alike):
        if not there >= set(pair):
            continue
        better, worse = sorted(pair, key=rank)
        if worse not in found:
            count_with(worse, POSSIBLY, better)
        elif better not in found:
            count_with(better, POSSIBLY, worse)
    return found


def is_person(entry: Entry) -> bool:
    """Return whether a register lists a natural person as the organisation."""
    return any(kind.endswith("/natural-person") for kind in entry.kinds)


def taking_part(build: BuildData, entry: Entry) -> list[str]:
    """Return the organisations that take part in something, each once: no states, and nobody who
    only funds it.
    """
    entries = build.catalogue.entries
    found = []
    for iri in entry.partners:
        roles = build.roles.get((entry.iri, iri), set())
        if iri not in entries or entries[iri].category not in ORGANISATIONS:
            continue
        state = any(kind.rpartition("/")[2] in STATES for kind in entries[iri].kinds)
        if not state and not (roles and roles <= NOT_TAKING_PART):
            found.append(iri)
    twice = doubled(build.analysis.network, found)
    return [iri for iri in found if iri not in twice]


_numbers = PerBuild[dict[tuple[str, str], int]]()


def number_taking_part(build: BuildData, entry: Entry, side: str = "") -> int:
    """Return how many organisations (of a side, its notation) take part in something, as its page
    and its briefing count; of what is no activity, how many are named with it.
    """
    if entry.category not in ACTIVITIES:
        return from_side(build.catalogue, entry, side) if side else len(entry.partners)
    held = _numbers.get(build.store.version, dict)
    if (entry.iri, side) not in held:
        there = taking_part(build, entry)
        if side:
            entries, wanted = build.catalogue.entries, f"{VOCABULARY}side/{side}"
            there = [iri for iri in there if wanted in entries[iri].sides]
        held[entry.iri, side] = len(there)
    return held[entry.iri, side]


def by_country_itself(count: int) -> list[str]:
    """Return how many projects are of a country without a participant seated there, if any."""
    if not count:
        return []
    said = _(
        "without one, but recorded for the country or territory itself: %(count)s",
        count=show.number(count),
    )
    return [str(said)]


def as_another(one: Alike) -> str:
    """Return as what an organisation counts with another."""
    name = show.plain_name(one.other)
    if one.kind == PART:
        return str(_("a part of %(name)s", name=name))
    if one.kind == BESIDE:
        return str(_("of the same organisation as %(name)s", name=name))
    return str(_("possibly the same as %(name)s", name=name))


def several(found: Mapping[str, Alike], among: Iterable[str]) -> int:
    """Return how many of those who count stand under more than one name."""
    stand = {one.other for one in found.values()} - set(found)
    return len(stand & set(among))


def said_doubled(found: Mapping[str, Alike]) -> str:
    """Return who counts with another, and as what, in a sentence; "" where nobody does."""
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
        _("Named, and not counted a second time: %(list)s.", list=signs.semicolon.join(named))
    )
