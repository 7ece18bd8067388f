"""Organisations that a common noun announces ("the Danish company Sensix") or a country follows
("Sensix (Denmark)"), whatever they are called."""

from __future__ import annotations

import functools
import re

from graph.extraction import nations
from graph.extraction.brackets import with_brackets
from graph.extraction.lexicon import countries, months, places
from graph.extraction.model import Mention, Thing
from graph.extraction.tokens import LEGAL, UPPER

_CAP = rf"(?:[{UPPER}][\wà-ÿ&’'+²-]*|[0-9]+[{UPPER}][\w-]*|[a-z]{{1,3}}[{UPPER}][\w-]*)"
_INSIDE = (
    r"(?:of|for|the|do|da|dos|das|van|de|del|della|di|du|des|d[’']|von|für|&|and|und|et|e|y|la|le)"
)
_RUN = rf"(?:{_CAP}(?:\s(?:{_INSIDE}\s){{0,2}}{_CAP}){{0,6}}(?:,?\s(?:{LEGAL}))?)"
_NOUNS = (
    r"(?:company|companies|firm|start-up|startup|spin-off|manufacturer|producer|supplier|enterprise|utility|institute|think ?tank|NGO|charity|"
    r"museum|cooperative|laboratory|lab|agency|association|operator|maker|consultancy|"
    r"Firma|Unternehmen|Hersteller|Mittelständler|Betrieb|Start-up|Verein|Institut|Konzern|Anbieter|Genossenschaft|Büro|Labor|"
    r"société|entreprise|PME|laboratoire|start-up|jeune pousse|fabricant|groupe|coopérative|institut|bureau d[’']études|association|"
    r"società|azienda|impresa|ditta|laboratorio|cooperativa|gruppo|istituto|"
    r"empresa|compañía|firma|fabricante|laboratorio|grupo|cooperativa|instituto|asociación|entidad|pyme)"
)
_CLUSTER_NOUNS = r"(?:clusters?|cluster organisation|Cluster|clúster(?:es)?|pôle(?: de compétitivité)?|grappe|Clusterorganisation|Netzwerk)"
_NATION = rf"(?:{nations.pattern()}\s)?"


@functools.cache
def _announced() -> list[tuple[str, re.Pattern[str]]]:
    return [
        ("Partner", re.compile(rf"(?<![\w-]){_NOUNS}\s{_NATION}(?P<name>{_RUN})(?![\w-])")),
        (
            "Cluster",
            re.compile(rf"(?<![\w-]){_CLUSTER_NOUNS}\s{_NATION}(?P<name>{_RUN})(?![\w-])"),
        ),
    ]


_SEATED = re.compile(rf"(?<![\w’'-])(?P<name>{_RUN})\s?\((?P<country>[^()]{{2,34}})\)")
_FIRST = frozenset(
    "The A An Der Die Das Den Dem Le La Les L Il Lo El Los Las And Und Et E Y With Mit Avec Con In On At For From Both Its Their Partner Partners "
    "Lead Coordinator This These Besides Also Alongside While By Von Vom Als Wie Auch Neben Sowie Project Projekt Projet Progetto Proyecto Firma "
    "Prof Dr Chinese European German French Italian Spanish Dutch Danish Company Member Members Only To Since When Meanwhile".split()
)
_NO_NAMES = frozenset(
    "Partnership Cooperation Collaboration Mission Week Manager Managers Platform Initiative Organisation Organisations Members Event Network "
    "Policy Meeting Excellence Matchmaking Exchange Day Days Forum".split()
)
_NAMES_PEOPLE = re.compile(r"(?i)(?:Dr|Prof|Mr|Ms|Mrs|Herr|Frau|Sr|Sra)\.?\s$")


def announced(flat: str, offset: int) -> list[Mention]:
    """Return the organisations behind a common noun: "the Danish company Sensix"."""
    found: list[Mention] = []
    for cls, pattern in _announced():
        for match in pattern.finditer(flat):
            before = len(found)
            _take(found, flat, offset, match, cls, "noun-before-name", 0.85)
            joined = _JOINED.search(found[-1].thing.name) if len(found) > before else None
            if joined:  # "the cluster A and the Centre B" are two
                made = found[-1]
                name = made.thing.name[: joined.start()]
                made.thing, made.end = Thing(made.cls, name), made.start + len(name)
    return found


_ADMINISTRATION = re.compile(
    r"(?<!\w)(?P<name>(?:[Mm]unicipality|[Cc]ity (?:government|council)|[Mm]unicipal government|[Pp]rovincial government|[Tt]own council|"
    r"municipalité|mairie|conseil régional|[Aa]yuntamiento|[Cc]omune|[Mm]unicipio|[Gg]obierno|Stadtverwaltung|Stadtregierung|Provinzregierung|"
    r"[Gg]overno|métropole|(?<=[Dd]ie )Stadt|(?<=und der )Stadt|(?<=von der )Stadt|(?<=und )Stadt|(?<!in der )(?<!aus der )(?<=der )(?:Stadt|Provinz)|(?<!in die )(?<!durch die )(?<=[Dd]ie )Provinz|(?<=und )Provinz)"
    rf"(?:\s(?:of|de|di|von)\s|\s(?:du|del|della|der)\s|\sd[’']|\s(?=[{UPPER}]))(?P<place>[{UPPER}][\wà-ÿ’'-]+(?:\s[{UPPER}][\wà-ÿ-]+)?))"
)


def administrations(flat: str, offset: int) -> list[Mention]:
    """Return cities and provinces as bodies, "the municipality of Kunming": named where they act."""
    found = []
    for match in _ADMINISTRATION.finditer(flat):
        made = Mention(
            Thing("Partner", re.sub(r"\s+", " ", match["name"])), offset + match.start("name"),
            offset + match.end("name"), "administration", 0.8,
        )  # fmt: skip
        made.generic = True
        if match["place"] not in countries():
            found.append(made)
    return found


_JOINED = re.compile(
    r"\s(?:and|und|et|e|ed|y|&)\s(?:(?:the|die|das|der|den|dem|la|le|les|il|lo|el|los|las)\s|l[’'])"
)


_ABBREVIATED = re.compile(
    rf"(?<![\w’'-])(?P<name>{_RUN})\s\((?:the\s)?(?P<short>[A-Z][A-Za-z&-]{{1,9}})(?:,\s[^()]{{2,20}})?\)"
)
_NO_BODY = re.compile(
    r"(?i)program|project|dialogue|initiative|agreement|framework|plan(?!\w)|statement|declaration|memorandum|agenda|conference|workshop|forum|week|seminar|summit|"
    r"action|partnership|roadmap|strategy|scheme|fair|expo|mission|meeting|fellowship|scholarship|prize|award|day(?!\w)|system|network for|index|method|treaty|convention|directive|policy|policies|research and"
)


def abbreviated(flat: str, offset: int) -> list[Mention]:
    """Return the bodies that a text names in full with their letters: "Centrum Stad & Water (CSW)"."""
    found: list[Mention] = []
    for match in _ABBREVIATED.finditer(flat):
        words = [w for w in re.split(r"[\s-]+", match["name"]) if w[:1].isupper()]
        while words and words[0] in _FIRST:
            words.pop(0)
        letters = [c for c in match["short"] if c.isupper()]
        initials = iter(w[0] for w in words)
        if (
            len(words) < 2
            or len(letters) < 2
            or not all(c in initials for c in letters)
            or _NO_BODY.search(match["name"])
            or re.match(r"\s(?:proje|initiative|programme|consortium)", flat[match.end() :])
        ):
            continue
        low = match.start("name") + match["name"].index(words[0])
        name = re.sub(r"\s+", " ", flat[low : match.end("name")])
        made = Mention(
            Thing("Partner", name), offset + low, offset + match.end("name"), "abbreviated", 0.86
        )
        made.acronym = match["short"]
        found.append(made)
    return found


_AFFILIATED = re.compile(
    rf"\s?\((?P<inside>{_RUN})\)|"
    rf"(?:,\s(?:[\w’'-]+\s){{0,5}}?(?i:president|director|rector|chair\w*|head|manager|dean|secretary|secretary-general|officer|founder|professor|researcher|"
    rf"director-general|co-?ordinator|ambassador|leader|member)(?:\s(?:of|for)\s[A-Z]?[\w-]+(?:\s(?:and|&)\s[\w-]+)?)?)?,?\s(?:of|from|at)\s(?:the\s)?(?P<of>{_RUN})"
)


def affiliated(flat: str, offset: int, found: list[Mention]) -> list[Mention]:
    """Return what stands beside a person as the body spoken for: "Ana Gil (VELMARK)", "of the CNTS"."""
    made: list[Mention] = []
    for person in [m for m in found if m.cls == "Person"]:
        match = _AFFILIATED.match(flat, person.end - offset)
        if match is None:
            continue
        group = "inside" if match["inside"] else "of"
        name = re.sub(r"\s+", " ", match[group])
        words = name.split()
        if (
            len(name) > 2
            and name not in countries()
            and not any(w in places() or w in countries() for w in (words[0], name))
            and words[0].lower() not in months()
            and words[0] not in _FIRST
            and not any(w in _NO_NAMES for w in words)
        ):
            low, high = offset + match.start(group), offset + match.end(group)
            made.append(Mention(Thing("Partner", name), low, high, "affiliation", 0.84))
    return made


def seated(flat: str, offset: int) -> list[Mention]:
    """Return what stands before a country in brackets: "Sensix (Denmark)"."""
    found: list[Mention] = []
    for match in _SEATED.finditer(flat):
        seat = match["country"].split(",")[-1].strip()
        if countries().get(seat) or seat in nations.CODES:
            cluster = re.search(r"(?i)clusters?(?!\w)|clúster|pôles?", flat)
            cls = "Cluster" if cluster and not _NO_CLUSTER.search(match["name"]) else "Partner"
            _take(found, flat, offset, match, cls, "name-before-country", 0.86)
    return found


_NO_CLUSTER = re.compile(
    r"(?i)universit|institut|gmbh|ltd|minist|hochschule|college|academy|chamber|kammer"
)


def _take(
    found: list[Mention],
    flat: str,
    offset: int,
    match: re.Match[str],
    cls: str,
    rule: str,
    sure: float,
) -> None:
    start, end = match.span("name")
    words = list(re.finditer(r"\S+", flat[start:end]))
    while words and (words[0][0] in _FIRST or words[0][0].islower()):
        words.pop(0)
    if not words or _NAMES_PEOPLE.search(flat[:start]):
        return
    start += words[0].start()
    name = re.sub(r"\s+", " ", flat[start:end])
    if (
        len(name) < 3
        or name in places()
        or name in countries()
        or name.lower() in months()
        or any(w[0].lower() in months() for w in words)
        or (rule == "noun-before-name" and len(words) == 1 and name.isupper() and len(name) < 3)
        or any(m.start < offset + end and offset + start < m.end for m in found)
    ):
        return
    if name.split()[-1] in _NO_NAMES or name.split()[0] in _NO_NAMES:
        return
    if "luster" in name:
        cls = "Cluster"
    made = Mention(Thing(cls, name), offset + start, offset + end, rule, sure)
    found.append(with_brackets(made, flat, offset))
