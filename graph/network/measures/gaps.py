"""Gaps worth acting on, in groups, each with what it rests on and the query that returns it.

Most kinds are queries over the graph (``queries/gaps/``, read in ``gaps_in_records``); the others
are computed on a view of the network (``gaps_in_network``). No gap may contradict the graph: what a
query can find against it, tests ask.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.network.measures.analysis import Analysis
from graph.network.measures.gap import KINDS, Gap
from graph.network.measures.gaps_in_network import (
    COUNTED_AGAIN,
    counted_again,
    in_network,
    within_view,
)
from graph.network.measures.gaps_in_records import cautions, in_records
from graph.network.model.filters import narrower
from graph.network.model.reading import Answering


def gaps(store: Answering, analysis: Analysis, of_whole: Iterable[Gap] | None = None) -> list[Gap]:
    """Find all gaps of a view, ordered by kind and then by score, the largest first.

    A filter chooses (see ``passes``); what is not recorded is decided by everything recorded. So
    the gaps ``of_whole`` are told as they are, but for the kinds that are ``COUNTED_AGAIN``.
    """
    sensitive = cautions(store)
    if analysis.whole is analysis:
        there: Iterable[Gap] = (*in_records(store, analysis), *in_network(analysis))
    else:
        held = gaps(store, analysis.whole) if of_whole is None else of_whole
        kept = (gap for gap in held if gap.kind not in COUNTED_AGAIN)
        there = (*kept, *counted_again(analysis))
    found = [
        replace(gap, cautions=tuple(c for topic in _whole(gap) for c in sensitive.get(topic, ())))
        for gap in there
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

    Of the topics that it is a gap of, one must be chosen; documents must be among its own; of the
    actors that it names one must be in the view, where actors are chosen; its days, where it has
    some, must touch the years. What is counted in the view is chosen by it already.
    """
    chosen = analysis.chosen
    if not chosen.selects or gap.counted_in_view:
        return True
    if not within_view(analysis, gap):
        return False
    if chosen.topic and not gap.topics_of & narrower(analysis.network.two_mode, chosen.topic):
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
