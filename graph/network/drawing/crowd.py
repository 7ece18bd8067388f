"""Large views: the many without a label stand in columns, in the order of the share that they have.

One below the other, as those with labels stand, thousands would make a picture of twenty screens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

STEP = 9.0
"""Between two actors in a column, and between columns."""
LARGEST = 3.6
"""Radius of an actor in a column: two neighbours do not touch."""


def in_columns(
    wanted: Mapping[int, float], left: float, right: float, lean: float
) -> Iterable[tuple[int, float, float]]:
    """Yield each actor with its x and how far below the first row it stands.

    ``wanted`` is the x that each would have alone: whoever has a larger one stands further right,
    or in the same column. Fewer columns than there is room for stand at ``lean`` of it: 0 left, 1
    right.
    """
    if not wanted:
        return
    most = int((right - left) // STEP) + 1
    deep = -(-len(wanted) // most)
    columns = -(-len(wanted) // deep)
    start = left + (right - left - (columns - 1) * STEP) * lean
    for place, actor in enumerate(sorted(wanted, key=lambda one: (wanted[one], one))):
        column, row = divmod(place, deep)
        yield actor, start + column * STEP, (row + 0.5) * STEP
