"""``/network/overview``: the whole in one picture; ``/network/embed``: one for other sites."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, make_response, render_template, request
from markupsafe import Markup

from graph.iris import ID
from graph.network.drawing.layout import LARGE, picture
from graph.network.drawing.overview import NARROW, WIDE, name_of, overview_svg
from graph.network.drawing.svg import legend_entries, mark, page_svg
from graph.network.measures.overview import REST, Overview, overview
from graph.network.model.filters import short
from graph.network.telling.rows import described_filter
from graph.network.telling.sentences import Speaker
from server.network.choices import choices
from server.network.view import SHEETS, View, json_answer, sheet_answer, view
from server.site.frame import CONTENT_SECURITY_POLICY

COLUMNS = ("from", "from_name", "to", "to_name", "activities")


def glance(shown: View, most: int = 32) -> dict[str, Any]:
    """Return what a template needs of the overview: pictures for wide and narrow windows, words."""
    found = overview(shown.analysis, most)
    speaker = shown.speaker
    said = [
        speaker.scoped(
            speaker.say(
                "overview.caption",
                found.total,
                date=speaker.built() or "–",
                kinds=_kinds(found, speaker),
            )
        )
    ]
    said += [
        speaker.say(
            "overview.left", country=speaker.name(f"{ID}country/{code}"), date=speaker.day(day)
        )
        for code, day in found.left_eu.items()
        if code in found.countries.keys
    ]
    if found.untold:
        said.append(_untold(found, speaker))
    if found.opened:
        said.append(speaker.say("overview.opened", found.opened))
    if found.outside:
        said.append(speaker.say("overview.outside", found.outside))

    def address(country: str, topic: str, province: str) -> str:
        return _address(shown, country, topic, province)

    return {
        "total": found.total,
        "wide": Markup(overview_svg(found, speaker, address, WIDE)),
        "narrow": Markup(overview_svg(found, speaker, address, NARROW)),
        "caption": said,
        "found": found,
    }


def _kinds(found: Overview, speaker: Speaker) -> str:
    order = sorted(found.kinds.items(), key=lambda entry: (-entry[1], entry[0]))
    return speaker.list_of(
        (speaker.say(f"overview.kind.{kind}", count) for kind, count in order), len(order)
    )


def _untold(found: Overview, speaker: Speaker) -> str:
    """Say for how many activities no topic is recorded, and which sources tell of them."""
    count = sum(found.untold.values())
    sources = [
        speaker.say(
            "overview.untold.source",
            None,
            times=speaker.number(times),
            sources=speaker.list_of(speaker.name(iri) for iri in held),
        )
        for held, times in found.untold.items()
    ]
    return speaker.say(
        "overview.untold",
        count,
        share=speaker.percent(count / found.total),
        sources=speaker.series(sources),
    )


def _address(shown: View, country: str, topic: str, province: str) -> str:
    """Return the address of the actors behind a band: their EU-China ties."""
    chosen: dict[str, Any] = {"ties": "cross"}
    if country:
        # Their counterparts stay in view.
        chosen["country"] = [country, "cn"]
    if topic:
        chosen["topic"] = short(topic)
    if province:
        chosen["province"] = short(province)
    return shown.address("/network", **chosen)


def overview_page() -> str | Response:
    """Show the overview of a view, or give its bands as CSV or JSON."""
    shown = view()
    format = request.args.get("format", "")
    if format in (*SHEETS, "json"):
        found = overview(shown.analysis, 10_000)
        rows = rows_of(shown, found)
        if format != "json":
            return sheet_answer(format, rows, COLUMNS, "overview")
        return json_answer(
            {
                "built": shown.analysis.network.built,
                "definition": shown.speaker.say("definition.overview"),
                "filter": described_filter(shown.analysis),
                "total": found.total,
                "kinds": dict(found.kinds),
                "withoutTopic": sum(found.untold.values()),
                "openToEverySubject": found.opened,
                "rows": rows,
            }
        )
    return render_template(
        "network/overview.html",
        view=shown,
        overview=glance(shown),
        choices=choices(shown),
        sources=sources(shown),
    )


def rows_of(shown: View, found: Overview) -> list[dict[str, Any]]:
    """Return the bands as rows; a place or topic that nobody names is empty."""
    speaker = shown.speaker

    def iri(key: str, column: str) -> str:
        return f"{ID}country/{key}" if column == "countries" and key else key

    rows = []
    for joined, ones, twos, first, second in (
        (found.left, found.countries, found.topics, "countries", "topics"),
        (found.right, found.topics, found.provinces, "topics", "provinces"),
    ):
        rows += [
            {
                "from": iri(one, first),
                "from_name": name_of(speaker, ones, one, first),
                "to": iri(two, second),
                "to_name": name_of(speaker, twos, two, second),
                "activities": count,
            }
            for (one, two), count in joined.items()
            if REST not in (one, two)
        ]
    return rows


def embed() -> Response:
    """Show the picture of a view alone, with caption, date and sources, for frames of others."""
    shown = view()
    analysis, speaker = shown.analysis, shown.speaker
    large = len(analysis.actors) > LARGE
    drawn = None if large or not analysis.actors else picture(analysis, speaker, shown.look)
    answer = make_response(
        render_template(
            "network/embed.html",
            view=shown,
            overview=glance(shown) if large else None,
            drawn=drawn,
            svg=Markup(page_svg(drawn, speaker, lambda iri: outward(shown, iri))) if drawn else "",
            legend=[
                (f"{colour} {shape}", Markup(mark(shape, 8.0, 8.0, 5.6)), words)
                for shape, colour, words in legend_entries(speaker, drawn.shades if drawn else None)
            ],
            sources=sources(shown),
            left_out=drawn.left_out if drawn else 0,
            tall=drawn is not None and drawn.height > drawn.width,
        )
    )
    answer.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    ).replace("script-src 'self'", "script-src 'none'")
    return answer


def outward(shown: View, iri: str) -> str:
    """Return the address of an actor's evidence."""
    return shown.address("/network/actor", id=iri.removeprefix(ID))


def sources(shown: View) -> str:
    """Name the documents and registers that the ties of a view rest on."""
    held = {
        document
        for link in shown.analysis.view.links
        for document in link.documents
        if not document.endswith("/document/curation")
    }
    return shown.speaker.list_of(sorted(map(shown.speaker.name, held)))


def register(app: Flask) -> None:
    """Add the overview and the embedded picture to ``app``."""
    app.add_url_rule("/network/overview", "network_overview", overview_page)
    app.add_url_rule("/network/embed", "network_embed", embed)
