"""Gaps worth acting on, in groups, each with what it rests on and the query that returns it.

Most kinds are queries over the graph (``queries/gaps/``, read in ``gaps_in_records``); the others
are computed on a view of the network (``gaps_in_network``). No gap may contradict the graph: what a
query can find against it, tests ask.
"""

from __future__ import annotations

from dataclasses import replace

from graph.network.measures.analysis import Analysis
from graph.network.measures.gap import KINDS, Gap
from graph.network.measures.gaps_in_network import in_network
from graph.network.measures.gaps_in_records import cautions, in_records
from graph.network.model.filters import Filter, narrower
from graph.network.model.reading import Answering


def gaps(store: Answering, analysis: Analysis) -> list[Gap]:
    """Find all gaps of a view, ordered by kind and then by score, the largest first.

    The filter holds for every kind: see ``passes``.
    """
    sensitive = cautions(store)
    found = [
        replace(gap, cautions=tuple(c for topic in _whole(gap) for c in sensitive.get(topic, ())))
        for gap in (*in_records(store, analysis), *in_network(analysis))
        if passes(analysis, gap)
    ]
    return sorted(found, key=lambda gap: (KINDS.index(gap.kind), -round(gap.score, 9), gap.things))


def _whole(gap: Gap) -> list[str]:
    """Return the topics of a gap as a whole: that one of its many activities is about something
    sensitive says nothing of it.
    """
    return sorted(gap.topics if gap.about is None else gap.about)


def passes(analysis: Analysis, gap: Gap) -> bool:
    """Return whether a filter lets a gap through.

    Topics and documents must be among its own; of the actors that it names one must be in the
    view, where actors are chosen; its days, where it has some, must touch the years.
    """
    chosen = analysis.chosen
    if chosen == Filter():
        return True
    if chosen.topic and not gap.topics & narrower(analysis.network.two_mode, chosen.topic):
        return False
    if chosen.document and not set(gap.documents) & chosen.document:
        return False
    if chosen.year_to is not None and gap.start and int(gap.start[:4]) > chosen.year_to:
        return False
    last = gap.end or gap.start
    if chosen.year_from is not None and last and int(last[:4]) < chosen.year_from:
        return False
    if chosen.side or chosen.country or chosen.kind or chosen.province or chosen.focus:
        return bool(set(gap.things) & set(analysis.view.actors))
    return True
