"""What stands behind an actor or a tie: in the panel of the diagram, or as a page of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, abort, render_template, request

from graph.catalogue.entity import Evidence, read_claims
from graph.iris import ID
from graph.network.drawing.svg import tail
from graph.network.measures.analysis import Analysis
from graph.network.measures.breaks import spans_of
from graph.network.measures.brokers import broker
from graph.network.model.ties import Link, Setting, Tie
from graph.network.telling.sentences import Speaker
from server.context import context
from server.network.view import View, view
from server.site.data import BuildData, data_of
from server.site.frame import store

MOST_TIES = 40
KEYS = ("participant", "member", "cooperatingPartner", "with", "role")


@dataclass(frozen=True)
class Shared:
    """One thing that two actors share: the links of both, and the claims that say so."""

    setting: Setting
    links: tuple[Link, ...]
    evidence: tuple[Evidence, ...]


def actor() -> str:
    """Show an actor: why it is (not) a broker, and what it shares with whom."""
    shown = view("id", "part")
    iri = shown.whole(_full(request.args.get("id", "")))
    analysis = shown.analysis
    if iri not in analysis.at:
        # The address may name someone whom the filter has taken out.
        abort(404)
    ties = [tie for tie in analysis.ties if iri in (tie.a, tie.b)]
    ties.sort(key=lambda tie: (-tie.weight, tie.key))
    rows = [(tie.b if tie.a == iri else tie.a, tie) for tie in ties]
    return render_template(
        "network/actor.html",
        view=shown,
        iri=iri,
        actor=analysis.view.actors[iri],
        broker=broker(analysis, iri),
        ties=rows[:MOST_TIES],
        spans=spans_of(analysis, ties[:MOST_TIES]),
        more=max(0, len(rows) - MOST_TIES),
        fragment=_fragment(),
    )


def tie() -> str:
    """Show a tie: everything that two actors share, each with the passage that says so."""
    shown = view("a", "b", "part")
    given = (_full(request.args.get(name, "")) for name in ("a", "b"))
    ends = tuple(sorted(shown.whole(iri) for iri in given))
    found = next((t for t in shown.analysis.ties if (t.a, t.b) == ends), None)
    if found is None:
        abort(404)
    shared = shared_of(shown.analysis, found)
    documents = sorted({one.document for thing in shared for one in thing.evidence})
    build = data_of(store(), context().settings.documents)
    return render_template(
        "network/tie.html",
        view=shown,
        tie=found,
        said=said_shared(shown, found, build),
        shared=shared,
        sources={iri: number for number, iri in enumerate(documents, 1)},
        passages=build.passages,
        fragment=_fragment(),
    )


def said_shared(shown: View, found: Tie, build: BuildData) -> list[str]:
    """Say how many activities two actors share, of which kinds and under which programmes; under a
    filter that it is of what is chosen, and how many there are in everything recorded.
    """
    speaker = shown.speaker
    of_kind = Counter(shown.analysis.view.settings[iri].kind for iri in found.settings)
    kinds = speaker.list_of(
        speaker.say(f"overview.kind.{kind}", count) for kind, count in of_kind.most_common()
    )
    said = [speaker.scoped(speaker.say("tie.shared", len(found.settings), kinds=kinds))]
    under: Counter[str] = Counter()
    for iri in found.settings:
        entry = build.catalogue.entries.get(iri)
        under.update(entry.programmes if entry and entry.programmes else [""])
    if set(under) - {""}:
        order = sorted(under.items(), key=lambda one: (not one[0], -one[1], one[0]))
        programmes = [
            speaker.say(
                "tie.programme" if iri else "tie.no-programme",
                name=speaker.name(iri) if iri else "",
                some=speaker.number(count),
            )
            for iri, count in order
        ]
        told = speaker.say("tie.programmes", programmes=speaker.list_of(programmes, len(order)))
        said.append(speaker.scoped(told, again=True))
    every = [
        {link.setting for link in shown.analysis.whole.view.links if link.actor == end}
        for end in (found.a, found.b)
    ]
    if len(every[0] & every[1]) > len(found.settings):
        said.append(speaker.say("tie.whole", all=speaker.number(len(every[0] & every[1]))))
    return said


def shared_of(analysis: Analysis, tie: Tie) -> list[Shared]:
    """Return what two actors share, the latest first, with the evidence of both links."""
    links: dict[str, list[Link]] = {}
    for link in analysis.view.links:
        if link.setting in tie.settings and link.actor in (tie.a, tie.b):
            links.setdefault(link.setting, []).append(link)
    evidence = evidence_of({link.node for found in links.values() for link in found})
    shared = []
    for iri, found in links.items():
        claims = {one.claim: one for link in found for one in evidence.get(link.node, ())}
        # One passage may support several statements about a node: it is shown once.
        places = {
            (one.document, tuple(one.places)) if one.places else (claim, ()): one
            for claim, one in sorted(claims.items())
        }
        said = tuple(sorted(places.values(), key=lambda one: (one.document, one.places)))
        shared.append(Shared(analysis.view.settings[iri], tuple(found), said))
    return sorted(shared, key=lambda s: (s.setting.start or "", s.setting.iri), reverse=True)


def evidence_of(nodes: Iterable[str]) -> dict[str, list[Evidence]]:
    """Return the claims that say who is at the ends of some nodes."""
    read = read_claims(store(), nodes)
    return {
        node: [
            one
            for key in KEYS[:4]
            for statement in statements.get(key, [])
            for one in statement.evidence
        ]
        for node, statements in read.items()
    }


def _fragment() -> bool:
    return request.args.get("part") == "panel"


def _full(short: str) -> str:
    return short if short.startswith("http") else f"{ID}{short}"


def tie_address(shown: View, one: str, two: str) -> str:
    """Return the address of the evidence of a tie in this view."""
    return shown.address("/network/tie", a=tail(one), b=tail(two))


def rows_told(speaker: Speaker, rows: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return rows of registers by the words that tell them: many of one project are told alike."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(speaker.row(row), []).append(row)
    return list(found.items())


def register(app: Flask) -> None:
    """Add the evidence pages to ``app``."""
    app.add_url_rule("/network/actor", "network_actor", actor)
    app.add_url_rule("/network/tie", "network_tie", tie)
    app.jinja_env.globals.update(tie_address=tie_address, rows_told=rows_told)
