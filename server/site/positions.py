"""Where an organisation lies by its sources: pairs of latitude and longitude, and how far apart."""

from __future__ import annotations

import math
import re

from graph.catalogue.entity import Dossier, Evidence

FAR = 100.0
"""Kilometres from which two positions are not taken for one place."""
RADIUS = 6371.0
_POINT = re.compile(r"POINT\((-?[\d.]+) (-?[\d.]+)\)")


def positions(dossier: Dossier) -> dict[tuple[float, float], list[Evidence]]:
    """Return the positions that sources give, each with who gives it.

    Who gives no point gives latitude and longitude apart; of several in one source it does not
    say which belong together, and none is told.
    """
    points: dict[tuple[float, float], list[Evidence]] = {}
    for statement in dossier.of("position"):
        if match := _POINT.fullmatch(str(statement.object)):
            longitude, latitude = map(float, match.groups())
            points.setdefault((latitude, longitude), []).extend(statement.evidence)
    if points:
        return points
    for key in ("latitude", "longitude"):
        given = [{one.document for one in s.evidence} for s in dossier.of(key)]
        if sum(map(len, given)) > len(set().union(*given)):
            return {}
    latitudes = {one.document: (s, one) for s in dossier.of("latitude") for one in s.evidence}
    found: dict[tuple[float, float], list[Evidence]] = {}
    for statement in dossier.of("longitude"):
        for evidence in statement.evidence:
            if evidence.document in latitudes:
                other, _ = latitudes[evidence.document]
                pair = float(str(other.object)), float(str(statement.object))
                found.setdefault(pair, []).append(evidence)
    return found


def apart(found: dict[tuple[float, float], list[Evidence]]) -> float:
    """Return how many kilometres lie between the two positions that are furthest apart."""
    pairs = list(found)
    return max((_distance(a, b) for a in pairs for b in pairs), default=0.0)


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    one, other = math.radians(a[0]), math.radians(b[0])
    across = math.radians(b[1] - a[1])
    half = math.sin((other - one) / 2) ** 2 + (
        math.cos(one) * math.cos(other) * math.sin(across / 2) ** 2
    )
    return 2 * RADIUS * math.asin(math.sqrt(min(1.0, half)))
