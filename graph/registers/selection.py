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

_TOLD = {
    "en": ("Of the {n} projects of the file: {rules}.", " or "),
    "de": ("Von den {n} Projekten der Datei: {rules}.", " oder "),
    "zh": ("文件共有{n}个项目，选取：{rules}。", "，或"),
}
_RULES_TOLD = {
    "partner": (
        "a participant in China, Hong Kong or Macao{also}",
        "Teilnehmer in China, Hongkong oder Macau{also}",
        "有中国大陆、中国香港或中国澳门{also}参与方",
    ),
    "title": ("China in the title", "China im Titel", "标题提及中国"),
    "topic": ("China in the call topic", "China in der Ausschreibung", "征集主题提及中国"),
    "objective": ("China in the objective", "China in der Zielsetzung", "目标提及中国"),
    "all": ("all", "alle", "全部"),
}


def told(rules: tuple[str, ...], also: frozenset[str], read: int) -> dict[str, str]:
    """Return how an import selected its projects, in each language, for its declaration."""
    more = "".join(f", {code}" for code in sorted(also))
    found = {}
    for at, (language, (sentence, between)) in enumerate(_TOLD.items()):
        said = [_RULES_TOLD[rule][at].format(also=more) for rule in rules]
        found[language] = sentence.format(n=read, rules=between.join(said))
    return found


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
