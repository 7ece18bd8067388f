"""The diagram in every format that it can be taken away in."""

from __future__ import annotations

from graph.network.drawing import export
from graph.network.drawing.layout import picture
from graph.network.drawing.look import ALL_TIES, Look
from graph.network.drawing.pyvis_page import page
from graph.network.drawing.svg import file_svg
from graph.network.measures.analysis import Analysis
from graph.network.telling.sentences import Speaker

FORMATS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "csv": "text/csv",
    "json": "application/json",
    "html": "text/html",
}


def write(analysis: Analysis, speaker: Speaker, format: str, look: Look = ALL_TIES) -> bytes:
    """Return the bytes of a format of ``FORMATS`` (KeyError for another); UTF-8 where text."""
    if format == "csv":
        return export.csv_of(export.tie_rows(analysis, speaker, look), export.TIE_COLUMNS)
    if format == "json":
        return export.ties_json(analysis, speaker, look)
    shown = picture(analysis, speaker, look)
    if format in ("graphml", "gexf"):
        graph = export.network_of(analysis, shown, speaker, look)
        return export.graphml(graph) if format == "graphml" else export.gexf(graph)
    foot = foot_of(analysis, speaker)
    if format == "html":
        return page(analysis, shown, speaker, foot.replace("\n", " ")).encode()
    svg = file_svg(shown, speaker, speaker.say("diagram.title"), foot)
    return {"svg": svg.encode, "png": lambda: export.png(svg)}[format]()


def foot_of(analysis: Analysis, speaker: Speaker) -> str:
    """Return what a picture must say of itself: data, filter, definition, licence."""
    head = speaker.say(
        "table.head",
        built=speaker.built(),
        actors=speaker.number(len(analysis.actors)),
        ties=speaker.number(len(analysis.ties)),
        filter=analysis.chosen.query() or speaker.say("table.no-filter"),
    )
    return head + "\n" + speaker.say("diagram.source")
