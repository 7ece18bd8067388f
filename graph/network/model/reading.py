"""The network as the graph has it, read from a store by the queries in ``queries/network/``."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import Protocol

from rapidfuzz import fuzz
from rdflib import Literal
from rdflib.term import Identifier

from graph.network.model.filters import short
from graph.network.model.parts import wholes
from graph.network.model.ties import (
    CHINA,
    EU,
    NOT_TAKING_PART,
    OTHER,
    OVER_AT_END,
    UNKNOWN,
    Actor,
    Link,
    Setting,
    Topic,
    TwoMode,
)
from graph.questions import query
from graph.seats import BODIES_OF_THE_EU
from graph.standing import AHEAD, side_on

KIND_OF_CLASS = {
    "Project": "project",
    "Event": "event",
    "Agreement": "agreement",
    "Dialogue": "dialogue",
    "Initiative": "initiative",
    "Programme": "initiative",
    "Policy": "initiative",
    "ClusterPartnership": "membership",
    "Organization": "membership",
    "Partner": "membership",
    "Cooperation": "cooperation",
}
# A body of the EU has a seat in a country without being of that country.


FEW_NAMESAKES = 5
LONG_NAME, NEAR_NAME = 12, 90.0
"""Letters that a name must have to be compared, and how alike (of 100) two near ones are."""


class Answering(Protocol):
    """What is needed of a store: rows of a SELECT query, over the union of its graphs."""

    def select(self, query: str) -> list[dict[str, Identifier]]:
        """Return the rows, unbound variables absent."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country: when it was in the EU (ISO dates) and its side where that is stated."""

    iri: str
    labels: Mapping[str, str]
    member_from: str | None = None
    member_until: str | None = None
    side: str = OTHER

    def side_on(self, day: str) -> str:
        """Return the side on a day."""
        return side_on(day, self.member_from or "", self.member_until or "", self.side)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an organisation offers for cooperation with China: offices there, services for it."""

    places: frozenset[str] = frozenset()
    serves: bool = False
    topics: frozenset[str] = frozenset()
    claims: tuple[str, ...] = ()
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """Where a register says something: data set (its IRI), file, and key within the file."""

    dataset: str
    file: str
    key: str


@dataclass(frozen=True)
class Network:
    """The two-mode network with the words and tables that go with it.

    ``concepts`` names topics, sides, roles and kinds ({"side/eu": {"en": ...}}); ``documents`` maps
    a document to its date or '', and a data set of a register that says who takes part to the day
    of its snapshot; ``as_of`` is the newest of those dates: what the data can know. ``rows`` are
    the rows of registers behind the links, ``alike`` pairs that are possibly one and the same,
    ``inside`` bodies with a body that they are part of, whether or not they count with it.
    ``offers`` are organisations that serve cooperation with China without a shared activity,
    ``things`` all that could be shared, whether or not anyone is said to take part; ``continued``
    maps an activity to the last day of the events that belong to it, ``provinces`` an actor to the
    province of China that it is in.
    """

    two_mode: TwoMode
    concepts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    countries: Mapping[str, Country] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    as_of: str = ""
    built: str = ""
    offers: Mapping[str, Offer] = field(default_factory=dict)
    things: Mapping[str, Setting] = field(default_factory=dict)
    continued: Mapping[str, str] = field(default_factory=dict)
    provinces: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Row] = field(default_factory=dict)
    alike: frozenset[tuple[str, str]] = frozenset()
    inside: frozenset[tuple[str, str]] = frozenset()
    answered: frozenset[str] = frozenset()
    """Activities that belong with another in which somebody from China is named."""

    @cached_property
    def beside(self) -> Mapping[str, frozenset[str]]:
        """Return for each actor those that may be the same, of which it is a part, or its parts."""
        found: dict[str, set[str]] = {}
        counted = self.two_mode.wholes
        for pair in self.alike | self.inside:
            one, two = (counted.get(iri, iri) for iri in pair)
            found.setdefault(one, set()).add(two)
            found.setdefault(two, set()).add(one)
        return {iri: frozenset(others) for iri, others in found.items()}

    @cached_property
    def namesakes(self) -> Mapping[str, tuple[str, ...]]:
        """Return for each actor the others that bear one of its names and count apart from it.

        Registers lose spaces, so that they do not tell names apart.
        Nearly the same will do within one activity, of which a document names the one and a
        register the other. A name of many is none of an organisation: a person whose name is
        withheld.
        """
        counted = self.two_mode.wholes
        bearers: dict[str, set[str]] = {}
        for iri, actor in self.two_mode.actors.items():
            for label in actor.labels.values():
                name = _folded(label).replace(" ", "")
                bearers.setdefault(name, set()).add(counted.get(iri, iri))
        found: dict[str, set[str]] = {}
        for held in bearers.values():
            if 1 < len(held) <= FEW_NAMESAKES:
                for iri in held:
                    found.setdefault(iri, set()).update(held - {iri})
        for one, two in self._near_names():
            found.setdefault(one, set()).add(two)
            found.setdefault(two, set()).add(one)
        return {iri: tuple(sorted(others)) for iri, others in found.items()}

    @cached_property
    def twins(self) -> Mapping[str, tuple[str, ...]]:
        """Return for each actor or activity the others that are possibly one and the same with it.

        What the network does not have is told of too: a project that a register ended long ago.
        """
        found: dict[str, set[str]] = {}
        for one, two in self.alike:
            if one != two and not ("/event/" in one and "/event/" in two):
                found.setdefault(one, set()).add(two)
                found.setdefault(two, set()).add(one)
        return {iri: tuple(sorted(others)) for iri, others in found.items()}

    def _near_names(self) -> Iterable[tuple[str, str]]:
        listed: dict[str, set[str]] = {}
        named: dict[str, set[str]] = {}
        for link in self.two_mode.links:
            into = listed if link.rows else named
            into.setdefault(link.setting, set()).add(link.actor)
        counted, actors = self.two_mode.wholes, self.two_mode.actors
        for setting in sorted(listed.keys() & named.keys()):
            for one, two in product(named[setting] - listed[setting], listed[setting]):
                if counted.get(one, one) == counted.get(two, two):
                    continue
                same = actors[one].country == actors[two].country
                names = [_folded(actors[iri].name()).replace(" ", "") for iri in (one, two)]
                long = min(map(len, names)) >= LONG_NAME
                if same and long and fuzz.partial_ratio(*names) >= NEAR_NAME:
                    yield one, two

    @cached_property
    def listed(self) -> frozenset[str]:
        """Return the actors of which a register says that they take part in something."""
        return frozenset(link.actor for link in self.two_mode.links if link.rows)

    @cached_property
    def activities(self) -> Mapping[str, int]:
        """Return in how many activities each actor is, under its own name."""
        return Counter(
            actor for actor, _ in {(one.actor, one.setting) for one in self.two_mode.links}
        )

    @cached_property
    def with_china(self) -> frozenset[str]:
        """Return the activities for which participants from China are named."""
        return frozenset(
            link.setting
            for link in self.two_mode.links
            if link.role not in NOT_TAKING_PART
            and (link.side or self.side_on(link.actor, self.two_mode.settings[link.setting].start))
            == CHINA
        )

    def newest(self, documents: Iterable[str]) -> str:
        """Return the newest date among some documents, '' where none is dated."""
        return max((self.documents.get(iri, "") for iri in documents), default="")

    def values(self) -> dict[str, frozenset[str]]:
        """Return what a filter can ask for, by its field: short, as in an address."""
        actors = self.two_mode.actors.values()
        return {
            "side": frozenset({actor.side for actor in actors} | {"eu", "china", OTHER, UNKNOWN}),
            "country": frozenset({actor.country for actor in actors if actor.country})
            | frozenset(self.countries),
            "kind": frozenset(actor.kind for actor in actors),
            "topic": frozenset(short(iri) for iri in self.two_mode.topics),
            "document": frozenset(short(iri) for iri in self.documents),
            "focus": frozenset(short(iri) for iri in self.two_mode.actors),
            "province": frozenset(short(iri) for iri in self.provinces.values()),
        }

    def side_on(self, actor: str, day: str | None) -> str:
        """Return the side of an actor on a day, where its country decides; else its side."""
        who = self.two_mode.actors[actor]
        country = self.countries.get(who.country or "")
        if day is None or who.stated or country is None or who.side not in ("eu", OTHER):
            return who.side
        return country.side_on(day)


def _folded(name: str) -> str:
    """Return a name without case, accents and signs."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def tail(term: object) -> str:
    """Return the last part of an IRI, or '' for None."""
    return str(term).rsplit("/", 1)[-1].rsplit("#", 1)[-1] if term is not None else ""


def read(store: Answering, built: str = "") -> Network:
    """Read the network; ``built`` is passed through to every table."""

    def rows(name: str) -> list[dict[str, Identifier]]:
        return store.select(query(f"network/{name}"))

    labels = _labels((row["thing"], row["label"]) for row in rows("labels"))
    concepts, topics = _concepts(rows("concepts"))
    countries = _countries(rows("countries"), labels)
    places, stated_in = _rows(rows("rows"))
    datasets = {place.dataset for place in places.values()}
    documents = {
        iri: str(row.get("date", ""))
        for row in rows("documents")
        if "/document/" in (iri := str(row["document"])) or iri in datasets
    }
    provinces = {str(row["actor"]): str(row["province"]) for row in rows("provinces")}
    described = [row for name in ("sides", "seats", "kinds") for row in rows(name)]
    actors = _actors(_grouped("actor", rows("actors"), described), labels, provinces)
    aimed = {str(row["setting"]) for row in rows("aims")}
    described = [*rows("topics"), *rows("days")]
    settings = _settings(_grouped("setting", rows("settings"), described), labels, aimed)
    evidence = Evidence(_claims(rows("claims")), stated_in, places)
    links, members = _links(rows("links"), evidence, actors, settings)
    used = {link.actor for link in links}
    offers = _offers(rows("offers"), actors)
    elsewhere = {str(row["actor"]) for row in rows("elsewhere")} - used - offers.keys()
    european = {
        str(row["actor"]) for row in rows("programmes") if tail(row["side"]) in ("eu", CHINA)
    } - {str(row["actor"]) for row in rows("programmes") if tail(row["side"]) == CHINA}
    actors = {
        iri: _side_of_whole(actor, members, actors, iri in european)
        for iri, actor in sorted(actors.items())
        if iri not in elsewhere and (iri in used or not actor.whole)
    }
    parts = rows("parts")
    alike = frozenset((str(row["alike"]), str(row["twin"])) for row in parts if "alike" in row)
    shared = {link.setting for link in links}
    two_mode = TwoMode(
        actors=actors,
        standing=frozenset(offers),
        settings={iri: settings[iri] for iri in sorted(shared)},
        links=links,
        topics=topics,
        members=members,
        wholes=wholes(
            [(str(row["part"]), str(row["whole"])) for row in parts if "part" in row],
            [(str(row["name"]), str(row["same"])) for row in parts if "name" in row],
            used,
            actors,
            {str(row["umbrella"]) for row in parts if "umbrella" in row},
        ),
        within=_roots(
            [
                *((str(row["event"]), str(row["larger"])) for row in parts if "event" in row),
                # Two entries of what may be one event are not two events.
                *(pair for pair in alike if all("/event/" in iri for iri in pair)),
            ],
            frozenset(shared),
        ),
    )
    return Network(
        two_mode=two_mode,
        concepts=concepts,
        countries=countries,
        documents=documents,
        labels=labels,
        as_of=max(documents.values(), default=""),
        built=built,
        offers=offers,
        things=settings,
        continued=_continued(parts, settings),
        provinces=provinces,
        rows=places,
        alike=alike,
        answered=frozenset(str(row["setting"]) for row in rows("answered")),
        inside=frozenset((str(row["part"]), str(row["whole"])) for row in parts if "part" in row),
    )


def _offers(rows: list[dict[str, Identifier]], actors: Mapping[str, Actor]) -> dict[str, Offer]:
    grouped: dict[str, list[dict[str, Identifier]]] = {}
    for row in rows:
        grouped.setdefault(str(row["actor"]), []).append(row)
    return {
        iri: Offer(
            places=frozenset(str(row["place"]) for row in found if "place" in row),
            serves=any("serves" in row for row in found),
            topics=frozenset(str(row["topic"]) for row in found if "topic" in row),
            claims=tuple(sorted({str(row["claim"]) for row in found})),
            documents=frozenset(str(row["document"]) for row in found),
        )
        for iri, found in sorted(grouped.items())
        if iri in actors
    }


def _labels(pairs: Iterable[tuple[Identifier, Identifier]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    # As plain texts: terms compare a hundred times slower.
    told = sorted(
        (str(thing), (text.language or "") if isinstance(text, Literal) else "", str(text))
        for thing, text in pairs
    )
    for thing, language, text in told:
        found.setdefault(thing, {}).setdefault(language.split("-")[0], text)
    return found


def _concepts(
    rows: list[dict[str, Identifier]],
) -> tuple[dict[str, dict[str, str]], dict[str, Topic]]:
    labels = _labels((row["concept"], row["label"]) for row in rows)
    broader = {str(row["concept"]): str(row["broader"]) for row in rows if "broader" in row}
    concepts = {"/".join(iri.rsplit("/", 2)[1:]): names for iri, names in labels.items()}
    topics = {
        iri: Topic(iri, names, broader.get(iri))
        for iri, names in sorted(labels.items())
        if "/topic/" in iri
    }
    return concepts, topics


def _countries(
    rows: list[dict[str, Identifier]], labels: Mapping[str, Mapping[str, str]]
) -> dict[str, Country]:
    return {
        tail(row["country"]): Country(
            iri=str(row["country"]),
            labels=labels.get(str(row["country"]), {}),
            member_from=str(row["from"]) if "from" in row else None,
            member_until=str(row["until"]) if "until" in row else None,
            side=tail(row["side"]) if "side" in row else OTHER,
        )
        for row in rows
    }


def _grouped(
    name: str, rows: list[dict[str, Identifier]], described: list[dict[str, Identifier]]
) -> dict[str, list[dict[str, Identifier]]]:
    """Put together the rows of each thing, in order, with those that describe it."""
    grouped: dict[str, list[dict[str, Identifier]]] = {}
    for row in rows:
        grouped.setdefault(str(row[name]), []).append(row)
    for row in described:
        if (held := grouped.get(str(row[name]))) is not None:
            held.append(row)
    return dict(sorted(grouped.items()))


def _actors(
    grouped: Mapping[str, list[dict[str, Identifier]]],
    labels: Mapping[str, Mapping[str, str]],
    provinces: Mapping[str, str],
) -> dict[str, Actor]:
    actors = {}
    for iri, found in grouped.items():
        classes = {tail(row["class"]) for row in found if "class" in row}
        # A register without its country knows no side; where another source does, that is it.
        told = {tail(row["side"]) for row in found if "side" in row}
        sides = sorted(told - {UNKNOWN} or told)
        countries = sorted({tail(row["country"]) for row in found if "country" in row})
        whole = not classes & {"Partner", "Organization", "Cluster"}
        kinds = sorted({str(row["kind"]) for row in found if "kind" in row})
        actors[iri] = Actor(
            iri=iri,
            labels=labels.get(iri, {}),
            # A body of both sides is a third party between them.
            side=(sides[0] if len(sides) == 1 else OTHER) if sides else UNKNOWN,
            country=countries[0] if len(countries) == 1 else None,
            kind=_kind(classes, kinds),
            whole=whole,
            stated=any("stated" in row for row in found),
            province=provinces.get(iri, ""),
        )
        if actors[iri].kind in BODIES_OF_THE_EU and actors[iri].side in (EU, UNKNOWN):
            actors[iri] = replace(actors[iri], side=EU, country=None, stated=True)
    return actors


def _kind(classes: set[str], kinds: list[str]) -> str:
    for name, kind in (("ClusterPartnership", "partnership"), ("Cluster", "cluster-organisation")):
        if name in classes:
            return kind
    for name in ("Initiative", "Programme", "Project"):
        if name in classes and not classes & {"Partner", "Organization"}:
            return name.lower()
    return min(kinds, key=_telling, default="")


_FIRST = (
    *("university", "education-establishment", "research-institute", "research-organisation"),
    "academy",
)
_LAST = ("nonprofit-organisation", "public-body", "research-funder")


def _telling(kind: str) -> tuple[int, str]:
    """Return the place of a kind among those of an organisation, the most telling first.

    Registers add to what an organisation is that it is public or funds research, too.
    """
    if kind in _FIRST:
        return _FIRST.index(kind) - len(_FIRST), kind
    return 1 + _LAST.index(kind) if kind in _LAST else 0, kind


def _settings(
    grouped: Mapping[str, list[dict[str, Identifier]]],
    labels: Mapping[str, Mapping[str, str]],
    aimed: set[str],
) -> dict[str, Setting]:
    settings = {}
    for iri, found in grouped.items():
        classes = {tail(row["class"]) for row in found if "class" in row}
        kind = next(kind for name, kind in KIND_OF_CLASS.items() if name in classes)
        starts = [str(row["start"]) for row in found if "start" in row]
        # An agreement begins with its first action (signature, launch, ...).
        starts = starts or [str(row["action"]) for row in found if "action" in row]
        # What lasts ends on the day that a source states: its signature is not its end.
        last = "end" if kind in OVER_AT_END else "stated"
        ends = [str(row[last]) for row in found if last in row]
        settings[iri] = Setting(
            iri=iri,
            labels=labels.get(iri, {}),
            kind=kind,
            topics=frozenset(str(row["topic"]) for row in found if "topic" in row),
            start=min(starts, default=None),
            end=max(ends, default=None),
            # What one source announced, another may tell as done.
            status=min(
                (str(row["status"]) for row in found if "status" in row),
                key=lambda status: (status in AHEAD, status),
                default="",
            ),
            aimed=iri in aimed,
            opened=any("line" in row for row in found) and not any("topic" in row for row in found),
        )
    return settings


Claims = Mapping[tuple[str, str], list[tuple[str, str, float]]]


def _claims(rows: list[dict[str, Identifier]]) -> Claims:
    """Return (claim, document, confidence) by (node, its end), and by (node, '') for all ends."""
    found: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
    for row in rows:
        entry = (str(row["claim"]), str(row["document"]), float(str(row["confidence"])))
        found.setdefault((str(row["node"]), str(row["object"])), []).append(entry)
        found.setdefault((str(row["node"]), ""), []).append(entry)
    return found


def _rows(
    rows: list[dict[str, Identifier]],
) -> tuple[dict[str, Row], dict[str, tuple[str, ...]]]:
    """Return the rows of registers by IRI, and the rows of each node."""
    places: dict[str, Row] = {}
    held: dict[str, tuple[str, ...]] = {}
    for row in rows:
        node, iri = str(row["node"]), str(row["row"])
        places[iri] = Row(str(row["dataset"]), str(row["file"]), str(row["key"]))
        held[node] = tuple(sorted({*held.get(node, ()), iri}))
    return places, held


@dataclass(frozen=True, slots=True)
class Evidence:
    """What says who takes part: claims of documents, rows of registers by node, and the rows."""

    claims: Claims
    rows: Mapping[str, tuple[str, ...]]
    places: Mapping[str, Row]


def _links(
    rows: list[dict[str, Identifier]],
    evidence: Evidence,
    actors: Mapping[str, Actor],
    settings: Mapping[str, Setting],
) -> tuple[tuple[Link, ...], dict[str, tuple[str, ...]]]:
    links: set[Link] = set()
    members: dict[str, set[str]] = {}
    for row in rows:
        actor, setting, node = (str(row[name]) for name in ("actor", "setting", "node"))
        if actor not in actors or setting not in settings:
            continue
        # A cooperation is one statement about both of its ends.
        whose = "" if str(row["form"]) == "cooperation" else actor
        said = sorted(set(evidence.claims.get((node, whose), [])))
        stated = evidence.rows.get(node, ())
        sources = {document for _, document, _ in said}
        sources.update(evidence.places[one].dataset for one in stated)
        link = Link(
            actor=actor,
            setting=setting,
            role=str(row.get("role", "")),
            node=node,
            claims=tuple(claim for claim, _, _ in said),
            documents=frozenset(sources),
            # Documents that say the same support each other: the surest of them counts.
            confidence=max((sure for _, _, sure in said), default=1.0),
            start=str(row["start"]) if "start" in row else None,
            end=str(row["end"]) if "end" in row else None,
            side=tail(row["side"]) if "side" in row else "",
            rows=stated,
        )
        links.add(link)
        if str(row["form"]) == "membership" or actors.get(setting):
            members.setdefault(setting, set()).add(actor)
        if str(row["form"]) == "membership" and setting in actors:
            # What one is a member of is there too, and its members are tied to it; the claim
            # is the member's, so that a tie does not carry the claims of other members.
            links.add(replace(link, actor=setting, role="", claims=(), rows=()))
    acting = {link.actor for link in links}
    for link in tuple(links):
        # An initiative that acts itself, in events of its own, is tied to who takes part in it.
        if (
            link.setting in acting
            and actors[link.setting].whole
            and link.role not in NOT_TAKING_PART
        ):
            links.add(replace(link, actor=link.setting, role="", claims=(), rows=()))
    ordered = sorted(links, key=lambda link: (link.actor, link.setting, link.role, link.node))
    return tuple(ordered), {iri: tuple(sorted(found)) for iri, found in sorted(members.items())}


def _side_of_whole(
    actor: Actor, members: Mapping[str, tuple[str, ...]], actors: Mapping[str, Actor], eu: bool
) -> Actor:
    """Give a partnership the side of its members where all are on one, else of its programme."""
    if not actor.whole or actor.side != UNKNOWN:
        return actor
    sides = {actors[iri].side for iri in members.get(actor.iri, ()) if not actors[iri].whole}
    if len(sides) == 1 and sides != {UNKNOWN}:
        return replace(actor, side=sides.pop())
    return replace(actor, side=EU, stated=True) if eu else actor


def _continued(
    rows: list[dict[str, Identifier]], settings: Mapping[str, Setting]
) -> dict[str, str]:
    """Return for each activity the last day of the events that are part of it or held under it."""
    last: dict[str, str] = {}
    for row in rows:
        if "project" in row and (held := settings.get(str(row["held"]))) is not None:
            iri, day = str(row["project"]), held.end or held.start or ""
            last[iri] = max(last.get(iri, ""), day)
    return {iri: day for iri, day in last.items() if day}


def _roots(pairs: list[tuple[str, str]], able: frozenset[str]) -> dict[str, str]:
    """Return for each left end the last able one along the pairs (the least IRI of several)."""
    above: dict[str, set[str]] = {}
    for one, two in pairs:
        if one != two:
            above.setdefault(one, set()).add(two)

    def climb(iri: str) -> set[str]:
        seen: set[str] = set()
        ahead = sorted(above.get(iri, ()))
        while ahead:
            if (next_one := ahead.pop()) not in seen:
                seen.add(next_one)
                ahead += sorted(above.get(next_one, ()))
        return seen - {iri}

    found: dict[str, str] = {}
    for iri in sorted(above):
        over = climb(iri) & able
        tops = [one for one in over if not climb(one) & able] or sorted(over)
        if tops:
            found[iri] = min(tops)
    return found
