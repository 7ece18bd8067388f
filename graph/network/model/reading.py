"""The network as the graph has it, read from a store by the queries in ``queries/network/``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Protocol

from rdflib import Literal
from rdflib.term import Identifier

from graph.network.model.filters import short
from graph.network.model.ties import OTHER, UNKNOWN, Actor, Link, Setting, Topic, TwoMode
from graph.paths import QUERIES

Row = Mapping[str, Identifier]

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
    "Cooperation": "cooperation",
}
WHOLE_CLASSES = ("ClusterPartnership", "Initiative", "Programme", "Project")


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
        """Return the side on a day; the last day of membership counts."""
        began = self.member_from is not None and self.member_from <= day
        if began and (not self.member_until or day <= self.member_until):
            return "eu"
        return self.side if self.side != "eu" else OTHER


@dataclass(frozen=True)
class Network:
    """The two-mode network with the words and tables that go with it.

    ``concepts`` names topics, sides, roles and kinds ({"side/eu": {"en": ...}}); ``documents`` maps
    a
    document to its date or ''; ``as_of`` is the newest of those dates: what the data can know.
    """

    two_mode: TwoMode
    concepts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    countries: Mapping[str, Country] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    as_of: str = ""
    built: str = ""

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
        }

    def side_on(self, actor: str, day: str | None) -> str:
        """Return the side of an actor on a day, where its country decides; else its side."""
        who = self.two_mode.actors[actor]
        country = self.countries.get(who.country or "")
        if day is None or who.stated or country is None or who.side not in ("eu", OTHER):
            return who.side
        return country.side_on(day)


@cache
def query(name: str) -> str:
    """Return the text of a query by its name below ``queries/``."""
    return (QUERIES / f"{name}.rq").read_text(encoding="utf-8")


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
    documents = {str(row["document"]): str(row.get("date", "")) for row in rows("documents")}
    actors = _actors(rows("actors"), labels)
    settings = _settings(rows("settings"), labels)
    links, members = _links(rows("links"), _claims(rows("claims")), actors, settings)
    used = {link.actor for link in links}
    actors = {
        iri: _side_of_whole(actor, members, actors)
        for iri, actor in sorted(actors.items())
        if iri in used or not actor.whole
    }
    shared = {link.setting for link in links}
    two_mode = TwoMode(
        actors=actors,
        settings={iri: settings[iri] for iri in sorted(shared)},
        links=links,
        topics=topics,
        members=members,
    )
    return Network(
        two_mode=two_mode,
        concepts=concepts,
        countries=countries,
        documents=documents,
        labels=labels,
        as_of=max(documents.values(), default=""),
        built=built,
    )


def _labels(pairs: Iterable[tuple[Identifier, Identifier]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for thing, text in sorted(pairs):
        language = (text.language or "") if isinstance(text, Literal) else ""
        found.setdefault(str(thing), {}).setdefault(language.split("-")[0], str(text))
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


def _actors(
    rows: list[dict[str, Identifier]], labels: Mapping[str, Mapping[str, str]]
) -> dict[str, Actor]:
    grouped: dict[str, list[dict[str, Identifier]]] = {}
    for row in rows:
        grouped.setdefault(str(row["actor"]), []).append(row)
    actors = {}
    for iri, found in sorted(grouped.items()):
        classes = {tail(row["class"]) for row in found}
        sides = sorted({tail(row["side"]) for row in found if "side" in row})
        countries = sorted({tail(row["country"]) for row in found if "country" in row})
        whole = "Partner" not in classes
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
        )
    return actors


def _kind(classes: set[str], kinds: list[str]) -> str:
    for name, kind in (("ClusterPartnership", "partnership"), ("Cluster", "cluster-organisation")):
        if name in classes:
            return kind
    for name in ("Initiative", "Programme", "Project"):
        if name in classes and "Partner" not in classes:
            return name.lower()
    return kinds[0] if kinds else ""


def _settings(
    rows: list[dict[str, Identifier]], labels: Mapping[str, Mapping[str, str]]
) -> dict[str, Setting]:
    grouped: dict[str, list[dict[str, Identifier]]] = {}
    for row in rows:
        grouped.setdefault(str(row["setting"]), []).append(row)
    settings = {}
    for iri, found in sorted(grouped.items()):
        classes = {tail(row["class"]) for row in found}
        kind = next(kind for name, kind in KIND_OF_CLASS.items() if name in classes)
        starts = [str(row["start"]) for row in found if "start" in row]
        # An agreement begins with its first action (signature, launch, ...).
        starts = starts or [str(row["action"]) for row in found if "action" in row]
        ends = [str(row["end"]) for row in found if "end" in row]
        settings[iri] = Setting(
            iri=iri,
            labels=labels.get(iri, {}),
            kind=kind,
            topics=frozenset(str(row["topic"]) for row in found if "topic" in row),
            start=min(starts, default=None),
            end=max(ends, default=None),
            status=min((str(row["status"]) for row in found if "status" in row), default=""),
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


def _links(
    rows: list[dict[str, Identifier]],
    claims: Claims,
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
        said = sorted(set(claims.get((node, whose), [])))
        link = Link(
            actor=actor,
            setting=setting,
            role=str(row.get("role", "")),
            node=node,
            claims=tuple(claim for claim, _, _ in said),
            documents=frozenset(document for _, document, _ in said),
            # Documents that say the same support each other: the surest of them counts.
            confidence=max((sure for _, _, sure in said), default=1.0),
            start=str(row["start"]) if "start" in row else None,
            end=str(row["end"]) if "end" in row else None,
        )
        links.add(link)
        if str(row["form"]) == "membership" or actors.get(setting):
            members.setdefault(setting, set()).add(actor)
        if str(row["form"]) == "membership" and setting in actors:
            # What one is a member of is there too, and its members are tied to it; the claim
            # is the member's, so that a tie does not carry the claims of other members.
            links.add(replace(link, actor=setting, role="", claims=()))
    ordered = sorted(links, key=lambda link: (link.actor, link.setting, link.role, link.node))
    return tuple(ordered), {iri: tuple(sorted(found)) for iri, found in sorted(members.items())}


def _side_of_whole(
    actor: Actor, members: Mapping[str, tuple[str, ...]], actors: Mapping[str, Actor]
) -> Actor:
    """Give a partnership the side of its members where all of them are on one."""
    if not actor.whole or actor.side != UNKNOWN:
        return actor
    sides = {actors[iri].side for iri in members.get(actor.iri, ()) if not actors[iri].whole}
    if len(sides) != 1:
        return actor
    return replace(actor, side=sides.pop())
