"""Where nothing connects: what is there, and what is not, with the query that finds it.

Most kinds are plain queries over the graph (``queries/gaps/``); groups, lapsed and likely ties are
computed on a view of the network (``gaps_in_network``). A gap never says what ought to be: it is
the absence of a statement in these documents, not the absence of the thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdflib.term import Identifier

from graph.network.measures.analysis import Analysis
from graph.network.measures.gaps_in_network import lapsed, missing, unbridged
from graph.network.model.reading import Answering, query, tail

KINDS = (
    "unserved-priority",
    "one-sided-topic",
    "country-without-tie",
    "topic-without-country",
    "partnership-without-event",
    "dialogue-without-session",
    "agreement-without-project",
    "unbridged-group",
    "lapsed-tie",
    "missing-tie",
)


@dataclass(frozen=True)
class Gap:
    """One gap. ``things`` are the IRIs it is about; ``more`` what its sentence needs besides.

    ``score`` orders the gaps of one kind (its meaning is that of the kind: see the method page);
    scores of different kinds cannot be compared. ``query`` is a name below ``queries/``.
    """

    kind: str
    things: tuple[str, ...]
    score: float
    query: str
    claims: tuple[str, ...] = ()
    more: Mapping[str, object] = field(default_factory=dict)


def gaps(store: Answering, analysis: Analysis) -> list[Gap]:
    """Find all gaps, ordered by kind and then by score, the largest first.

    The kinds that are queries look at the whole graph; the filter of the analysis holds for
    those that are computed on the network.
    """
    found = [
        *_priorities(store),
        *_one_sided(store),
        *_countries(store),
        *_topics_of_countries(store),
        *_plain(store, "partnership-without-event", "partnerships-without-events", "partnership"),
        *_plain(store, "dialogue-without-session", "dialogues-without-sessions", "dialogue"),
        *_plain(store, "agreement-without-project", "agreements-without-projects", "agreement"),
        *(Gap("unbridged-group", *parts) for parts in unbridged(analysis)),
        *(Gap("lapsed-tie", *parts) for parts in lapsed(analysis)),
        *(Gap("missing-tie", *parts) for parts in missing(analysis)),
    ]
    return sorted(found, key=lambda gap: (KINDS.index(gap.kind), -round(gap.score, 9), gap.things))


Rows = list[dict[str, Identifier]]


def _grouped(rows: Rows, name: str) -> dict[str, Rows]:
    groups: dict[str, Rows] = {}
    for row in rows:
        if name in row:
            groups.setdefault(str(row[name]), []).append(row)
    return groups


def _claims(rows: Rows) -> tuple[str, ...]:
    return tuple(sorted({str(row["claim"]) for row in rows if "claim" in row}))


def _priorities(store: Answering) -> Iterable[Gap]:
    name = "gaps/unserved-priorities"
    for topic, rows in _grouped(store.select(query(name)), "topic").items():
        sources = tuple(sorted({str(row["source"]) for row in rows}))
        yield Gap(
            "unserved-priority",
            (topic, *sources),
            float(len(sources)),
            name,
            _claims(rows),
            {"topic": topic, "sources": sources},
        )


def _one_sided(store: Answering) -> Iterable[Gap]:
    name = "gaps/one-sided-topics"
    for row in store.select(query(name)):
        if "topic" not in row:
            continue
        eu, china = int(str(row["eu"])), int(str(row["china"]))
        yield Gap(
            "one-sided-topic",
            (str(row["topic"]),),
            float(max(eu, china)),
            name,
            tuple(sorted(str(row["claims"]).split())),
            {"topic": str(row["topic"]), "eu": eu, "china": china},
        )


def _countries(store: Answering) -> Iterable[Gap]:
    name = "gaps/countries-without-ties"
    unnamed: list[str] = []
    for row in store.select(query(name)):
        country, organisations = str(row["country"]), int(str(row["organisations"]))
        if not organisations:
            unnamed.append(country)
            continue
        yield Gap(
            "country-without-tie",
            (country,),
            float(organisations),
            name,
            tuple(sorted(str(row["claims"]).split())),
            {"countries": (country,), "organisations": organisations},
        )
    if unnamed:
        countries = tuple(sorted(unnamed))
        yield Gap("country-without-tie", countries, 0.0, name, (), {"countries": countries})


def _topics_of_countries(store: Answering) -> Iterable[Gap]:
    name = "gaps/topics-of-countries"
    rows = store.select(query(name))
    everywhere = {str(row["country"]) for row in rows}
    for topic, found in _grouped(rows, "topic").items():
        there = {str(row["country"]) for row in found}
        absent = tuple(sorted(everywhere - there))
        if absent:
            yield Gap(
                "topic-without-country",
                (topic, *absent),
                len(absent) / len(everywhere),
                name,
                _claims(found),
                {"topic": topic, "countries": absent, "present": tuple(sorted(there))},
            )


def _plain(store: Answering, kind: str, name: str, variable: str) -> Iterable[Gap]:
    rows = store.select(query(f"gaps/{name}"))
    for thing, found in _grouped(rows, variable).items():
        claims = _claims(found)
        yield Gap(kind, (thing,), float(len(claims)), f"gaps/{name}", claims, {"thing": thing})


def slug(gap: Gap) -> str:
    """Return a name for a gap that stays the same while what it is about does."""
    return "-".join([gap.kind, *(tail(thing) for thing in gap.things[:2])])
