"""How much a finding hangs on who counts as whom: each identity is undone, one at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from graph.network.model.filters import ROLLED, apply
from graph.network.model.projection import FloatArray

TRIALS = 60
"""Identities undone, at most; with more the first of them, by IRI."""


def between_when_undone(analysis: Any) -> tuple[FloatArray, FloatArray, int]:
    """Return the lowest and highest pairs-between of each actor of an ``Analysis``, and how many
    trials there were.

    Every part or other name that counts as an actor of the view stands for itself in one trial
    each; the others stay joined. Without any, both are the value itself.
    """
    low, high = analysis.between.copy(), analysis.between.copy()
    if analysis.chosen.parts != ROLLED:
        return low, high, 0
    parts = sorted(part for actor in analysis.view.actors.values() for part in actor.parts)
    for part in parts[:TRIALS]:
        view = apply(analysis.network.two_mode, analysis.chosen, frozenset({part}))
        trial = replace(analysis, runs=0, given=view, before={}, against=None)
        value = np.array(
            [trial.between[trial.at[iri]] if iri in trial.at else 0.0 for iri in analysis.actors]
        )
        low, high = np.minimum(low, value), np.maximum(high, value)
    return low, high, len(parts[:TRIALS])
