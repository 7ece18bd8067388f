"""The interactive network as one HTML file to take away: pyvis, made safe.

pyvis as it comes pulls scripts from other sites, runs titles as HTML and shakes the picture for
seconds. Here it only gathers actors and ties; the page is a template of our own with the vis
files of the pyvis wheel written into it, places from our layout, physics off, every text handed
over as JSON data and shown as text. The file forbids itself any request. It is for download and
never part of a page of the site.
"""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from graph.languages import HTML
from graph.network.drawing.layout import (
    CHINA_INNER,
    CHINA_OUTER,
    EU_INNER,
    EU_OUTER,
    FONT,
    Node,
    Picture,
)
from graph.network.drawing.look import PALETTE
from graph.network.drawing.svg import (
    COLOURS,
    FORM,
    NO_GROUP,
    colour_of,
    how_to_read,
    legend_entries,
    mark,
)
from graph.network.drawing.text import width
from graph.network.measures.analysis import Analysis
from graph.network.telling.sentences import Speaker

SHAPES = {
    "circle": "dot",
    "ring": "dot",
    "square": "square",
    "diamond": "diamond",
    "triangle": "triangle",
    "hexagon": "hexagon",
    "cross": "star",
}

# Actors nearer than this, across, are joined by a bow.
NEAR = 60.0
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "interaction": {
        "hover": True,
        "keyboard": {"enabled": True, "bindToWindow": False},
        "multiselect": False,
        "navigationButtons": False,
    },
    "nodes": {"font": {"size": 11}},
    "edges": {
        "smooth": {
            "enabled": True,
            "type": "cubicBezier",
            "forceDirection": "horizontal",
            "roundness": 0.45,
        }
    },
}

# Everything that comes from the data is text: JSON.parse and textContent, never innerHTML.
SCRIPT = """
const data = JSON.parse(document.getElementById("data").textContent);
const nodes = new vis.DataSet([...data.nodes, ...data.labels]), edges = new vis.DataSet(data.edges);
const place = document.getElementById("network");
const network = new vis.Network(place, {nodes, edges}, data.options);
const details = document.getElementById("details");
function line(parent, tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  parent.append(element);
  return element;
}
function show(id) {
  details.replaceChildren();
  if (id === undefined) { line(details, "p", data.words.choose); return; }
  const one = nodes.get(id);
  line(details, "h2", one.name);
  line(details, "p", one.about);
  const list = line(details, "ul", "");
  for (const edge of network.getConnectedEdges(id).map(key => edges.get(key))) {
    const other = nodes.get(edge.from === id ? edge.to : edge.from);
    line(list, "li", other.name + " - " + edge.about);
  }
}
network.on("beforeDrawing", canvas => {
  // The bands, with the headings of the two sides above them.
  data.bands.forEach((band, at) => {
    canvas.fillStyle = at % 2 ? "#fff" : "#f4f6f8";
    canvas.fillRect(0, band.top, data.width, band.bottom - band.top);
    canvas.fillStyle = "#4d5b69";
    canvas.font = "11px sans-serif";
    band.lines.forEach((line, row) => canvas.fillText(line, 8, band.top + 15 + 14 * row));
  });
  canvas.fillStyle = "#16202b";
  canvas.font = "bold 14px sans-serif";
  for (const head of data.heads) canvas.fillText(head.text, head.x, 26);
});
network.on("select", event => {
  const hit = event.nodes[0], label = hit === undefined ? null : nodes.get(hit);
  if (label && label.of) network.selectNodes([label.of]);
  show(label && label.of ? label.of : hit);
});
const choice = document.getElementById("choice");
for (const node of [...data.nodes].sort((a, b) => a.name.localeCompare(b.name))) {
  const option = line(choice, "option", node.name);
  option.value = node.id;
}
choice.addEventListener("change", () => {
  if (!choice.value) { network.unselectAll(); show(undefined); return; }
  network.selectNodes([choice.value]);
  network.focus(choice.value, {scale: 1.2});
  show(choice.value);
});
show(undefined);
network.fit();
"""

STYLE = """
html, body { margin: 0; height: 100%; font: 15px/1.45 system-ui, sans-serif; color: #16202b;
  background: #fff }
body { display: grid; grid-template: auto 1fr auto / 1fr 22rem; }
header, footer { grid-column: 1 / -1; padding: .6rem 1rem; background: #f4f6f8 }
header h1 { font-size: 1.15rem; margin: 0 0 .3rem } footer { font-size: .85rem }
#network { min-height: 20rem; height: 100%; border-right: 1px solid #d5dce3 }
aside { padding: .6rem 1rem; overflow: auto; max-height: 85vh } aside h2 { font-size: 1.05rem }
.legend { list-style: none; padding: 0; border-top: 1px solid #d5dce3 }
.legend svg { vertical-align: middle }
select { font: inherit; max-width: 100% } li { margin: .25rem 0 }
@media (max-width: 46rem) { body { grid-template-columns: 1fr } #network { height: 70vh } }
"""


def page(analysis: Analysis, picture: Picture, speaker: Speaker, foot: str) -> str:
    """Return the HTML file; it opens without a network and asks nothing of one."""
    data = _data(analysis, picture, speaker)
    # Inside a script element only these could end it or start a comment.
    safe = (
        json.dumps(data, ensure_ascii=False)
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
    script, style = _vis_files()
    language = HTML.get(speaker.language, speaker.language)
    title = html.escape(speaker.say("diagram.title"))
    choose = html.escape(speaker.say("diagram.find"))
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}{STYLE}</style>\n</head>\n<body>\n"
        f'<header><h1>{title}</h1><label>{choose} <select id="choice">'
        '<option value=""></option></select></label></header>\n'
        f'<div id="network" role="application" aria-label="{title}" tabindex="0"></div>\n'
        '<aside><div id="details" aria-live="polite"></div>'
        f"{_legend(picture, speaker)}</aside>\n"
        f"<footer>{html.escape(foot)}</footer>\n"
        f'<script type="application/json" id="data">{safe}</script>\n'
        f"<script>{script}</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def _data(analysis: Analysis, picture: Picture, speaker: Speaker) -> dict[str, Any]:
    from pyvis.network import Network as Pyvis

    made = Pyvis(cdn_resources="in_line", notebook=False)
    for node in picture.nodes:
        made.add_node(
            node.iri,
            label=" ",
            shape=SHAPES[node.shape],
            color=colour_of(node),
            x=node.x,
            y=node.y,
            size=node.radius,
        )
    for line in picture.lines:
        made.add_edge(line.tie.a, line.tie.b, width=line.stroke)
    about = {node.iri: node for node in picture.nodes}
    for entry in made.nodes:
        node = about[entry["id"]]
        entry["name"] = node.name
        entry["about"] = ", ".join((speaker.side(node.side), speaker.say("node.ties", node.ties)))
        entry.pop("title", None)
    for entry, line in zip(made.edges, picture.lines, strict=True):
        entry["about"] = tie_words(analysis, speaker, line.tie.settings)
    for line, entry in zip(picture.lines, made.edges, strict=True):
        entry["color"] = {"color": "#5b6673", "opacity": 0.6 if line.cross else 0.35}
        one, two = about[line.tie.a], about[line.tie.b]
        if abs(one.x - two.x) < NEAR:
            # The bow goes to the middle of the picture, whichever end is the upper one.
            clockwise = (one.y < two.y) == (one.x < picture.width / 2)
            bow = "curvedCW" if clockwise else "curvedCCW"
            entry["smooth"] = {"enabled": True, "type": bow, "roundness": 0.15}
    return {
        "nodes": made.nodes,
        "labels": [_label(node) for node in picture.nodes if node.label],
        "edges": made.edges,
        "options": OPTIONS,
        "width": picture.width,
        "bands": [
            {"top": band.top, "bottom": band.bottom, "lines": list(band.lines)}
            for band in picture.bands
        ],
        "heads": [
            {"text": speaker.side("eu"), "x": (EU_OUTER + EU_INNER) / 2 - 10},
            {"text": speaker.side("china"), "x": (CHINA_OUTER + CHINA_INNER) / 2 - 20},
        ],
        "words": {"choose": speaker.say("diagram.choose")},
    }


def _legend(picture: Picture, speaker: Speaker) -> str:
    """Return the legend: sides or groups by colour, kinds by shape."""
    colours = {**COLOURS, FORM: "#16202b", "shade-none": NO_GROUP}
    colours |= {f"shade-{at}": colour for at, colour in enumerate(PALETTE)}
    items = "".join(
        '<li><svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">'
        f'<g fill="{"#fff" if shape == "ring" else colours[colour]}" '
        f'stroke="{colours[colour]}">{mark(shape, 8.0, 8.0, 5.6)}</g></svg> '
        f"{html.escape(words)}</li>"
        for shape, colour, words in legend_entries(speaker, picture.shades)
    )
    how = html.escape(speaker.joined(how_to_read(picture, speaker)))
    return f'<ul class="legend">{items}</ul><p>{how}</p>'


def _label(node: Node) -> dict[str, Any]:
    """Return a label as a node of its own: vis puts labels below, where others stand."""
    half = width(node.label, FONT) * 0.45
    return {
        "id": f"label {node.iri}",
        "of": node.iri,
        "label": node.label,
        "shape": "text",
        "x": node.label_x + (half if node.anchor == "start" else -half),
        "y": node.y,
        "font": {"size": FONT},
    }


def tie_words(analysis: Analysis, speaker: Speaker, settings: tuple[str, ...]) -> str:
    """Return what two actors share, in words: the name of each setting with its kind and dates."""
    said = []
    for iri in settings:
        setting = analysis.view.settings[iri]
        name = speaker.name(iri) if setting.labels else ""
        kind = speaker.say(f"kind.{setting.kind}")
        years = "–".join(dict.fromkeys(d[:4] for d in (setting.start, setting.end) if d))
        said.append(" ".join(part for part in (name, f"({kind})", years) if part))
    return "; ".join(said)


def _vis_files() -> tuple[str, str]:
    """Return script and style of vis-network from the pyvis wheel.

    Raises FileNotFoundError where the wheel has them no more.
    """
    import pyvis

    folder = Path(pyvis.__file__).parent
    script = next(folder.rglob("vis-network.min.js")).read_text(encoding="utf-8")
    style = next(folder.rglob("vis-network.css"), None)
    text = style.read_text(encoding="utf-8") if style else ""
    if "</script" in script.lower() or "</style" in text.lower():
        raise ValueError("the vis files cannot be written into a page")
    return script.replace("sourceMappingURL", "source map"), text
