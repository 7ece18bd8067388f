"""How a view is drawn: which ties, in which colours, in which bands; saved in the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.network.measures.analysis import Analysis
from graph.network.measures.backbone import METHODS
from graph.network.model.ties import Tie
from graph.network.telling.sentences import Speaker

ALL, CROSS = "all", "cross"
SIDE, KIND, COMMUNITY, YEAR = "side", "kind", "community", "year"
TOPIC = "topic"
TIES = (ALL, CROSS, *METHODS)
COLOURINGS = (SIDE, KIND, COMMUNITY, YEAR)
BANDS = (TOPIC, KIND, COMMUNITY, YEAR)


def words_of(attribute: str) -> str:
    """Return the key of the phrase that names what colours or bands tell."""
    return "look.communities" if attribute == COMMUNITY else f"look.{attribute}"


COLOURS = 8
"""Colours that can be told apart; what is beyond them is grey."""
PALETTE = (
    *("#0072b2", "#d55e00", "#009e73", "#a64d79", "#8a6d00", "#3d7f9c", "#7a4fb5", "#4d4d4d"),
)
"""After Okabe & Ito (2008), darkened to 3:1 on white and on the dark page's grey."""


@dataclass(frozen=True)
class Look:
    """``ties`` is ``all``, ``cross`` or a kind of backbone; ``colour`` and ``bands`` name what is
    told by them.
    """

    ties: str = ALL
    colour: str = SIDE
    bands: str = TOPIC

    def arguments(self) -> list[tuple[str, str]]:
        """Return what differs from the default, as query arguments."""
        standard = Look()
        return [
            (name, value)
            for name, value in (
                ("ties", self.ties),
                ("colour", self.colour),
                ("bands", self.bands),
            )
            if value != getattr(standard, name)
        ]


ALL_TIES = Look()


def ties_of(analysis: Analysis, look: Look) -> list[tuple[Tie, bool]]:
    """Return the ties that are drawn, each with whether it joins the EU and China."""
    every = list(zip(analysis.ties, analysis.cross, strict=True))
    if look.ties == ALL:
        return every
    if look.ties == CROSS:
        return [entry for entry in every if entry[1]]
    kept = analysis.backbone(look.ties)
    return [entry for entry, inside in zip(every, kept, strict=True) if inside]


LOOKS = {"ties": TIES, "colour": COLOURINGS, "bands": BANDS}
"""What each argument of a look can be, the default first."""


def look(arguments: Mapping[str, Iterable[str]]) -> Look:
    """Return the look that arguments ask for; what there is not is the default."""

    def one(name: str, allowed: tuple[str, ...]) -> str:
        value = next(iter(arguments.get(name, ())), "")
        return value if value in allowed else allowed[0]

    return Look(**{name: one(name, allowed) for name, allowed in LOOKS.items()})


@dataclass(frozen=True)
class Shades:
    """The group of each actor: its place in ``names``, which give the size of each beside it.

    ``rest`` says how many actors are in none of them, and so are grey.
    """

    of: Mapping[str, int]
    names: tuple[str, ...]
    rest: int = 0


def shades(
    analysis: Analysis, speaker: Speaker, attribute: str, most: int = COLOURS
) -> Shades | None:
    """Return the groups of a view's actors by an attribute, the largest first; None for the side.

    Years are spans in their order. More than ``most`` groups: the rest is in none.
    """
    if attribute == SIDE:
        return None
    if attribute == YEAR:
        return _years(analysis, speaker, most)
    value = _values(analysis, attribute)
    size = Counter(one for one in value.values() if one)
    # A community of one is no group.
    least = 2 if attribute == COMMUNITY else 1
    order = sorted(
        (one for one, count in size.items() if count >= least), key=lambda one: (-size[one], one)
    )[:most]
    place = {one: at for at, one in enumerate(order)}
    of = {iri: place[one] for iri, one in value.items() if one in place}
    names = tuple(
        f"{_name(speaker, attribute, one)} ({speaker.number(size[one])})" for one in order
    )
    return Shades(of, names, len(value) - len(of))


def _years(analysis: Analysis, speaker: Speaker, most: int) -> Shades:
    """Return the spans of years in which actors are first recorded."""
    first = entry_years(analysis)
    years = sorted(set(first.values()))
    if not years:
        return Shades({}, (), len(analysis.actors))
    # As many actors in each span as can be, whole years kept together.
    counted = Counter(first.values())
    share = len(first) / min(most, len(years))
    spans: list[list[int]] = [[]]
    held = 0
    for year in years:
        if spans[-1] and held + counted[year] / 2 > share * len(spans) and len(spans) < most:
            spans.append([])
        spans[-1].append(year)
        held += counted[year]
    place = {year: at for at, span in enumerate(spans) for year in span}
    names = tuple(
        speaker.span(f"{span[0]}-01-01", f"{span[-1]}-12-31")
        + f" ({speaker.number(sum(counted[year] for year in span))})"
        for span in spans
    )
    of = {iri: place[year] for iri, year in first.items()}
    return Shades(of, names, len(analysis.actors) - len(of))


def entry_years(analysis: Analysis) -> dict[str, int]:
    """Return the year of the first dated activity of each actor; undated ones are left out."""
    first: dict[str, int] = {}
    for link in analysis.view.links:
        day = link.start or analysis.view.settings[link.setting].start
        if day:
            year = int(day[:4])
            first[link.actor] = min(first.get(link.actor, year), year)
    return first


def _values(analysis: Analysis, attribute: str) -> dict[str, str]:
    """Return the value of an attribute for each actor, '' where it has none."""
    if attribute == COMMUNITY:
        member = analysis.communities.member.tolist()
        return {iri: str(number + 1) for iri, number in zip(analysis.actors, member, strict=True)}
    return {iri: analysis.view.actors[iri].kind for iri in analysis.actors}


def _name(speaker: Speaker, attribute: str, value: str) -> str:
    return (
        speaker.say("look.community", number=value)
        if attribute == COMMUNITY
        else speaker.kind(value)
    )
