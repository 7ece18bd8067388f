"""Cluster partnerships: groups of clusters with a name of their own."""

from __future__ import annotations

import re

from graph.extraction.apart import belonging
from graph.extraction.model import Mention, Thing
from graph.extraction.nations import nations
from graph.extraction.tokens import UPPER

_CAP = rf"(?:[{UPPER}][\w&’'+.²-]*|[a-z]+[{UPPER}][\w²-]*)"
_PATTERNS = [
    re.compile(rf"(?<![\w])(?P<name>European Strategic Cluster Partnership for {_CAP}(?:\s(?:{_CAP}|and|of|for|in))*(?<! and)(?<! of)(?<! for)(?<! in))"),
    re.compile(rf"(?P<name>{_CAP}(?:\s{_CAP}){{0,4}})\s+(?:(?:European\s)?[Ss]trategic\s)?(?:cluster\s?partnership|Cluster Partnership|ESCP(?:-4[iI])?|[Cc]lusterpartnerschaft)(?![\w])"),
    re.compile(rf"(?<!\w)(?:partnership|Partnerschaft|Clusterpartnerschaft|partenariat|partenariato|asociación|alianza)\s+(?:[„“«\"]\s?)?(?P<name>[{UPPER}][{UPPER}0-9+-]{{3,}})(?![\w])"),
    re.compile(rf"(?<!\w)(?P<name>[{UPPER}][{UPPER}0-9+-]{{2,}}(?:\s[{UPPER}][{UPPER}0-9+-]+){{0,2}}),\s(?:the|a|an|das|die|eine|le|la|une|il|la|un|el|una)?\s?(?:[\w-]+\s){{0,3}}?(?:[Cc]luster\s?[Pp]artnership|partnership of clusters|Clusterpartnerschaft|partenariat(?:\s[\w-]+){{0,2}} de clusters|partenariato(?:\s[\w-]+){{0,2}} (?:di|tra) cluster|(?:asociación|alianza)(?:\s[\w-]+){{0,2}} de clústeres)(?!\w)"),
    re.compile(rf"(?<![\w-])(?P<name>{_CAP}(?:\s{_CAP}){{0,2}}),\san?\s(?:(?!of\s|in\s|from\s|member|partner\s)[\w-]+\s){{0,3}}?(?:[Ss]trategic\s)?(?:[Cc]luster\s[Pp]artnership)(?!\w)"),
    re.compile(rf"(?<!\w)(?P<name>[{UPPER}][{UPPER}0-9+-]{{2,}}(?:\s[{UPPER}][{UPPER}0-9+-]+){{0,2}})\s(?:is|was)\s(?:an?|the|one of the)\s(?:[\w-]+\s){{0,3}}?(?:[Cc]luster\s?[Pp]artnership|partnership of clusters)s?(?!\w)"),
    re.compile(rf"(?:[Cc]luster [Pp]artnership|ESCP(?:-4[iI])?|Clusterpartnerschaft|partenariat(?:\s[\w-]+){{0,2}} de clusters|(?:asociación|alianza)(?:\s[\w-]+){{0,2}} de clústeres|partenariato(?:\s[\w-]+){{0,2}} (?:di|tra) cluster|partnership of clusters)\s+(?:[„“«\"]\s?)?(?P<name>{_CAP}(?:\s{_CAP}){{0,3}})"),
]  # fmt: skip
_NOT = frozenset(
    "The A European Strategic This Each Several Many Going EU Our New International All Eine Die Der Le La El".split()
)


_CLUSTER = re.compile(
    rf"(?P<name>{_CAP}(?:\s{_CAP}){{0,3}})\s+cluster(?=[\s,.;)])(?!\s+[A-ZÀ-Þ])(?!\s+(?:partnership|cooperation|organisation|manage|polic|mission|collab|member|visit|initiative|represent|network))"
)


def find_clusters(flat: str, offset: int) -> list[Mention]:
    """Return clusters named before the word: "the Silicon Saxony cluster"."""
    found = []
    for match in _CLUSTER.finditer(flat):
        words = list(re.finditer(r"\S+", match["name"]))
        while words and (
            words[0][0] in _NOT | {"Each", "One"}
            or (len(words) > 1 and nations().get(words[0][0]))
            or belonging(words[0][0])
        ):
            words.pop(0)
        if words:
            start = match.start("name") + words[0].start()
            name = re.sub(r"\s+", " ", flat[start : match.end("name")])
            found.append(
                Mention(
                    Thing("Cluster", name),
                    offset + start,
                    offset + match.end("name"),
                    "name-cluster",
                    0.82,
                )
            )
    return found


def find_partnerships(flat: str, offset: int) -> list[Mention]:
    """Cluster partnerships beside the words that say so."""
    found: list[Mention] = []
    for index, pattern in enumerate(_PATTERNS):
        for match in pattern.finditer(flat):
            start, end = match.span("name")
            words = list(re.finditer(r"\S+", flat[start:end]))
            while words and words[0][0] in _NOT and index:
                words.pop(0)
            if not words:
                continue
            start += words[0].start()
            name = re.sub(r"\s+", " ", flat[start:end])
            if len(name) < 3 or any(
                m.start < offset + end and offset + start < m.end for m in found
            ):
                continue
            made = Mention(
                Thing("ClusterPartnership", name), offset + start, offset + end, "partnership", 0.9
            )
            bracket = re.match(r"\s?\(([A-Z][\w²+-]{1,14})\)", flat[end:])
            if bracket:
                made.acronym = bracket[1]
            found.append(made)
    return found
