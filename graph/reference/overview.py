"""The picture of the main classes on the reference page: SVG made from the ontology's labels."""

from __future__ import annotations

from markupsafe import Markup, escape

from graph.languages import choose
from graph.reference.terms import Reference

# Class, column and row of its box; two columns of things around the nodes between them.
BOXES = {
    "Cluster": (0, 0),
    "Partner": (0, 2),
    "Person": (0, 4),
    "Membership": (1, 0),
    "Participation": (1, 2),
    "Post": (1, 4),
    "ClusterPartnership": (2, 0),
    "Project": (2, 1),
    "Event": (2, 2),
    "Agreement": (2, 3),
    "Dialogue": (2, 4),
    "AgreementAction": (3, 3),
    "DialogueSession": (3, 4),
}
# From, to, the property on the line; an empty one is "kind of".
LINES = (
    ("Cluster", "Partner", ""),
    ("Membership", "Cluster", "member"),
    ("Membership", "ClusterPartnership", "membershipIn"),
    ("Participation", "Partner", "participant"),
    ("Participation", "Project", "participationIn"),
    ("Participation", "Event", ""),
    ("Participation", "Agreement", ""),
    ("Participation", "Dialogue", ""),
    ("Post", "Person", "holder"),
    ("Post", "Partner", "postAt"),
    ("AgreementAction", "Agreement", "actionOf"),
    ("DialogueSession", "Dialogue", "sessionOf"),
)
WIDTH, HEIGHT = 176, 38
STEP_X, STEP_Y = 262, 74


def overview(reference: Reference, lang: str) -> Markup:
    """Return an SVG whose boxes link to the classes; colours come from the text around it."""
    parts = [_line(start, end, _word(reference, word, lang)) for start, end, word in LINES]
    parts += [_box(reference, name, lang) for name in BOXES]
    width = max(x for x, _ in BOXES.values()) * STEP_X + WIDTH + 4
    height = max(y for _, y in BOXES.values()) * STEP_Y + HEIGHT + 4
    return Markup(
        '<svg viewBox="-2 -2 {} {}" role="group" '
        'aria-labelledby="reference-figure-caption" fill="none" stroke="currentColor" '
        'font-size="13">{}</svg>'
    ).format(width, height, Markup("").join(parts))


def _word(reference: Reference, name: str, lang: str) -> str:
    """Return what a property is called in a language; nothing for a line that names none."""
    if not name:
        return ""
    labels = reference.properties[name].labels
    return labels.get(lang) or labels["en"]


def _corner(name: str) -> tuple[int, int]:
    column, row = BOXES[name]
    return column * STEP_X, row * STEP_Y


def _box(reference: Reference, name: str, lang: str) -> Markup:
    x, y = _corner(name)
    labels = reference.classes[name].labels
    node = "Relation" in reference.above(name)
    return Markup(
        '<a href="#{}"><rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="Canvas"'
        '{}/><text x="{}" y="{}" text-anchor="middle" fill="currentColor" '
        'stroke="none">{}</text></a>'
    ).format(
        name, x, y, WIDTH, HEIGHT, HEIGHT // 2 if node else 4,
        Markup(' stroke-dasharray="4 3"') if node else "",
        x + WIDTH // 2, y + HEIGHT // 2 + 5, escape(choose(labels, lang)),
    )  # fmt: skip


def _line(start: str, end: str, word: str) -> Markup:
    """Return a line between the nearest sides of two boxes, with the property's name on it."""
    (x1, y1), (x2, y2) = _corner(start), _corner(end)
    if x1 == x2:
        points = (x1 + WIDTH // 2, y1 + HEIGHT, x2 + WIDTH // 2, y2)
    elif x1 < x2:
        points = (x1 + WIDTH, y1 + HEIGHT // 2, x2, y2 + HEIGHT // 2)
    else:
        points = (x1, y1 + HEIGHT // 2, x2 + WIDTH, y2 + HEIGHT // 2)
    line = Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke-opacity=".55"/>').format(*points)
    if not word:
        return line
    middle_x, middle_y = (points[0] + points[2]) // 2, (points[1] + points[3]) // 2
    return line + Markup(
        '<text x="{}" y="{}" text-anchor="middle" fill="currentColor" stroke="none" '
        'font-size="11">{}</text>'
    ).format(middle_x, middle_y - 5, word)
