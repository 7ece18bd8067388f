"""Which projects of a register are about China, and by which rule each was chosen."""

from __future__ import annotations

from collections.abc import Callable

from graph.registers.cordis import Register, Seen
from graph.registers.model import Project

CHINA = frozenset({"CN", "HK", "MO"})
"""Countries and territories of the rule ``partner``; Taiwan only where asked for."""

DEFAULT_RULES = ("partner", "title", "topic")
RULES: dict[str, str] = {
    "partner": "a participant has its seat in China, Hong Kong or Macao (or a country of --also)",
    "title": "the title names China",
    "topic": "the title or code of its call topic names China",
    "objective": "the objective, which is read but not kept, names China",
    "all": "every project of the download",
}
"""The rules by name: what ``--select`` takes, and what a project carries as its reason."""


def select(
    register: Register, rules: tuple[str, ...] = DEFAULT_RULES, also: frozenset[str] = frozenset()
) -> dict[str, tuple[str, ...]]:
    """Return the chosen projects by number, with the rules that chose them, sorted."""
    countries = CHINA | also
    with_partner = {
        seen.participation.project for seen in register.seen if seen.sighting.country in countries
    }
    tests: dict[str, Callable[[Project], bool]] = {
        "partner": lambda project: project.id in with_partner,
        "title": lambda project: project.china_in_title,
        "topic": lambda project: project.china_in_topic,
        "objective": lambda project: project.china_in_objective,
        "all": lambda project: True,
    }
    chosen: dict[str, tuple[str, ...]] = {}
    for number, project in register.projects.items():
        # Every rule that holds is told, asked for or not, but only those asked for choose.
        if any(tests[rule](project) for rule in rules):
            reasons = [rule for rule in RULES if rule != "all" and tests[rule](project)]
            chosen[number] = tuple(reasons or ["all"])
    return dict(sorted(chosen.items()))


def of_projects(seen: list[Seen], chosen: dict[str, tuple[str, ...]]) -> list[Seen]:
    """Return the participations in the chosen projects."""
    return [one for one in seen if one.participation.project in chosen]
