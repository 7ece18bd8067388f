"""The network in files for other programs: GraphML, GEXF (both open in Gephi), CSV, PNG, JSON."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from typing import Any

from graph.network.drawing.layout import Picture, shape_of
from graph.network.drawing.look import ALL_TIES, Look, ties_of
from graph.network.drawing.svg import colour_of
from graph.network.measures.analysis import Analysis
from graph.network.telling.rows import described_filter
from graph.network.telling.sentences import Speaker
from graph.tables import csv_text

# What XML 1.0 cannot hold, even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def network_of(
    analysis: Analysis, picture: Picture, speaker: Speaker, look: Look = ALL_TIES
) -> Any:
    """Return the view as a networkx graph: scores and places on actors, evidence on ties."""
    import networkx as nx  # here, because it takes a second to read and few ask for a file

    graph: Any = nx.Graph(
        name=speaker.say("diagram.title"),
        built=analysis.network.built,
        filter=analysis.chosen.query(),
    )
    view = analysis.view
    for node in picture.nodes:
        at = analysis.at[node.iri]
        actor = view.actors[node.iri]
        graph.add_node(
            node.iri,
            label=_clean(node.name),
            side=actor.side,
            country=actor.country or "",
            kind=actor.kind,
            topic=_clean(speaker.name(node.band)) if node.band.startswith("http") else "",
            bridging=float(analysis.bridging[at]),
            betweenness=float(analysis.betweenness[at]),
            ties=node.ties,
            component=int(analysis.components[at]),
            x=round(node.x, 1),
            y=round(node.y, 1),
            size=round(node.radius, 1),
            colour=colour_of(node),
        )
    drawn = {node.iri for node in picture.nodes}
    for tie, cross in ties_of(analysis, look):
        if tie.a not in drawn or tie.b not in drawn:
            continue
        # A date that nobody gives is left out: an empty one is none that a program can read.
        dates = {"start": tie.start, "end": tie.end}
        graph.add_edge(
            tie.a,
            tie.b,
            weight=round(tie.weight, 9),
            count=tie.count,
            kinds=" ".join(sorted(tie.kinds)),
            settings=_clean("; ".join(speaker.name(iri) for iri in tie.settings)),
            topics=_clean("; ".join(sorted(speaker.name(iri) for iri in tie.topics))),
            **{name: date for name, date in dates.items() if date},
            undated=tie.undated,
            euChina=cross,
            confidence=tie.confidence,
            claims=" ".join(tie.claims),
            rows=" ".join(tie.rows),
        )
    return graph


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def graphml(graph: Any) -> bytes:
    """Return GraphML; attributes as declared keys, places as x and y."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml_xml(graph, out, encoding="utf-8", prettyprint=True)
    return out.getvalue()


def gexf(graph: Any) -> bytes:
    """Return GEXF 1.2 with places, sizes and colours, so that it opens as it looks here."""
    import networkx as nx

    drawn = graph.copy()
    for _, data in drawn.nodes(data=True):
        colour = data.pop("colour").removeprefix("#")
        red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
        data["viz"] = {
            # Gephi counts upwards, a page downwards.
            "position": {"x": data.pop("x"), "y": -data.pop("y"), "z": 0.0},
            "size": data.pop("size"),
            "shape": GEXF_SHAPES[shape_of(data["kind"])],
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
        }
    text = "\n".join(nx.generate_gexf(drawn, encoding="utf-8", version="1.2draft"))
    # The day on which a file was written would make equal networks unequal.
    built = graph.graph["built"][:10] or "1970-01-01"
    text = re.sub(r'lastmodifieddate="[^"]*"', f'lastmodifieddate="{built}"', text)
    ET.fromstring(text)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + text.split("?>\n", 1)[-1]).encode()


# The shapes that GEXF knows.
GEXF_SHAPES = {
    "circle": "disc",
    "ring": "disc",
    "square": "square",
    "diamond": "diamond",
    "triangle": "triangle",
    "hexagon": "disc",
    "cross": "square",
}

TIE_COLUMNS = (
    *("a", "a_name", "a_side", "b", "b_name", "b_side", "eu_china", "kinds", "topics"),
    *("weight", "count", "start", "end", "undated", "confidence", "settings", "documents"),
    *("claims", "rows", "registers"),
)


def tie_rows(analysis: Analysis, speaker: Speaker, look: Look = ALL_TIES) -> list[dict[str, Any]]:
    """Return the ties as rows of ``TIE_COLUMNS``; several values in a cell are told apart by ``;
    ``.
    """
    view = analysis.view
    return [
        {
            "a": tie.a,
            "a_name": speaker.name(tie.a),
            "a_side": view.actors[tie.a].side,
            "b": tie.b,
            "b_name": speaker.name(tie.b),
            "b_side": view.actors[tie.b].side,
            "eu_china": cross,
            "kinds": sorted(tie.kinds),
            "topics": sorted(speaker.name(topic) for topic in tie.topics),
            "weight": round(tie.weight, 9),
            "count": tie.count,
            "start": tie.start,
            "end": tie.end,
            "undated": tie.undated,
            "confidence": tie.confidence,
            "settings": [speaker.name(iri) for iri in tie.settings],
            "documents": sorted(tie.documents),
            "claims": list(tie.claims),
            "rows": list(tie.rows),
            "registers": speaker.rows(tie.rows),
        }
        for tie, cross in ties_of(analysis, look)
    ]


def csv_of(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> bytes:
    """Return rows as CSV (RFC 4180, UTF-8). Lists are joined with ``; ``, None is empty."""
    return csv_text([columns, *([row.get(column) for column in columns] for row in rows)]).encode()


def ties_json(analysis: Analysis, speaker: Speaker, look: Look = ALL_TIES) -> bytes:
    """Return the ties in the shape of all tables: built, definition, filter, rows."""
    table = {
        "built": analysis.network.built,
        "definition": speaker.say("definition.tie"),
        "filter": described_filter(analysis),
        "rows": tie_rows(analysis, speaker, look),
    }
    return json.dumps(table, ensure_ascii=False, indent=1).encode()


def png(svg: str, scale: float = 2.0) -> bytes:
    """Render an SVG file as PNG, ``scale`` pixels to a unit, with the fonts of the system."""
    import resvg_py

    found = re.search(r'width="(\d+)"', svg)
    wide = int(found.group(1)) if found else 1000
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=round(wide * scale)))
