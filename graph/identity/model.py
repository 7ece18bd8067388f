"""What identity compares: an organisation as one source describes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Party:
    """An organisation of one source: its names and what helps to tell it from others.

    ``id`` is the ``segment/slug`` of its IRI. ``names`` are full names, the preferred one first;
    ``short_names`` acronyms. ``country`` is ISO 3166 (CORDIS' EL and UK become GR and GB).
    """

    id: str
    names: tuple[str, ...]
    country: str = ""
    short_names: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    domains: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    """Ids of what it is part of, as its own source says."""
    status: str = "active"
    successor: str = ""
    """The id that its source says to use instead."""

    def __hash__(self) -> int:
        """By the id alone: caches ask for it thousands of times a second."""
        return hash(self.id)

    @property
    def name(self) -> str:
        """Return the preferred name."""
        return self.names[0] if self.names else self.id


_CORDIS_COUNTRIES = {"EL": "GR", "UK": "GB"}


def iso_country(code: str) -> str:
    """Return a country code of CORDIS in ISO 3166."""
    return _CORDIS_COUNTRIES.get(code, code)


def pool(country: str) -> str:
    """Return the part of the world in which a name is looked for.

    CORDIS files organisations of Hong Kong and Macao under CN or under codes of their own, so
    the three are one pool; Taiwan is one of its own.
    """
    return "CN" if country in ("CN", "HK", "MO") else country
