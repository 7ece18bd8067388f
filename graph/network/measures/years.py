"""The network year by year: who and what enters, stays and leaves; how far it persists.

A year has what was going on in it: a project between its dates, an agreement from its signature
until a stated end. What nobody dates is in no year here, and is counted beside the panel, and so is
what was only announced; years after the newest source hold plans, and are none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from graph.network.measures.analysis import Analysis
from graph.network.measures.communities import adjusted_rand, leiden
from graph.network.model.projection import IntArray, Projection, project
from graph.network.model.ties import Setting, span_of
from graph.standing import AHEAD


@dataclass(frozen=True)
class Flow:
    """Things of one year beside the year before: how many there are, enter, stay and leave."""

    there: int
    entering: int
    staying: int
    leaving: int

    @property
    def persistence(self) -> float | None:
        """Return the share of those of the year before that are there still; None without any."""
        before = self.staying + self.leaving
        return self.staying / before if before else None


@dataclass(frozen=True)
class Year:
    """One year: actors (with a tie), ties, EU-China pairs, groups.

    ``groups`` counts the communities of two actors and more; ``agreement`` is the adjusted Rand
    index with those of the year before over the actors of both years, None with fewer than two.
    """

    year: int
    actors: Flow
    ties: Flow
    pairs: Flow
    groups: int
    agreement: float | None


@dataclass(frozen=True)
class Change:
    """Before a year beside it and after: actors, ties and pairs in one, in both, and groups."""

    split: int
    actors: Flow
    ties: Flow
    pairs: Flow
    agreement: float | None


@dataclass(frozen=True)
class Span:
    """A data set of a register: first and last year in which its projects begin, and its day."""

    dataset: str
    first: int
    last: int
    day: str


@dataclass(frozen=True)
class Panel:
    """All years, the change at one of them, and how many activities nobody dates.

    ``announced`` is how many have a date for which they were only announced.
    ``until`` is the day of the newest source: what is planned for a year after it is no year here.
    ``spans`` are the data sets: numbers rise and fall where they begin and end. ``incomplete`` is
    the last year where the newest source is older than its end.
    """

    years: tuple[Year, ...]
    undated: int
    change: Change | None = None
    until: str = ""
    spans: tuple[Span, ...] = ()
    begun: Mapping[int, int] = field(default_factory=dict)
    """Projects of both sides by the year in which they begin."""
    announced: int = 0

    @property
    def incomplete(self) -> int | None:
        """Return the year in which the newest source ends, None where it is a whole one."""
        last = self.years[-1].year if self.years else 0
        if not self.until or self.until[4:] == "-12-31" or last != int(self.until[:4]):
            return None
        return last


@dataclass(frozen=True)
class _Held:
    """What was going on in some years: actors with a tie, ties and EU-China pairs, as numbers."""

    actors: frozenset[int]
    ties: frozenset[int]
    pairs: frozenset[int]
    network: Projection

    @cached_property
    def groups(self) -> IntArray:
        """Return the community of each actor of the view."""
        return leiden(self.network, 0) if self.network.size else np.zeros(0, dtype=np.int64)


def panel(analysis: Analysis, split: int | None = None) -> Panel:
    """Return the yearly panel of a view; ``split`` adds the comparison before and after."""
    spans, undated = _spans(analysis)
    as_of = analysis.network.as_of
    announced = sum(
        ahead(setting) and not setting.undated for setting in analysis.view.settings.values()
    )
    if not spans:
        return Panel((), undated, None, as_of, announced=announced)
    last = max(max(first, until) for _, _, first, until in spans)
    last = min(last, int(as_of[:4])) if as_of else last
    first = min(first for _, _, first, _ in spans)
    made: list[Year] = []
    before: _Held | None = None
    for year in range(first, last + 1):
        now = _during(analysis, spans, year, year)
        made.append(_year(year, before, now))
        before = now
    change = None
    if split is not None:
        old = _during(analysis, spans, first, split - 1)
        new = _during(analysis, spans, split, last)
        change = Change(
            split,
            _flow(old.actors, new.actors),
            _flow(old.ties, new.ties),
            _flow(old.pairs, new.pairs),
            agreement=_agreement(old, new),
        )
    sets = _datasets(analysis)
    return Panel(tuple(made), undated, change, as_of, sets, begun(analysis), announced)


def ahead(setting: Setting) -> bool:
    """Return whether no source tells more of something than that it was planned or announced."""
    return setting.status.rpartition("/")[2] in AHEAD


def begun(analysis: Analysis) -> dict[int, int]:
    """Count the projects of both sides, on the days of each, by the year in which they begin."""
    settings = analysis.view.settings
    projects = (settings[iri] for iri in analysis.across if settings[iri].kind == "project")
    starts = (one.start for one in projects if not ahead(one))
    return dict(sorted(Counter(int(start[:4]) for start in starts if start).items()))


def _datasets(analysis: Analysis) -> tuple[Span, ...]:
    """Return the data sets of registers in a view, in the order in which their projects begin."""
    held: dict[str, set[int]] = {}
    for link in analysis.view.links:
        start = analysis.view.settings[link.setting].start
        for row in link.rows if start else ():
            held.setdefault(analysis.network.rows[row].dataset, set()).add(int(str(start)[:4]))
    documents = analysis.network.documents
    found = [Span(iri, min(of), max(of), documents.get(iri, "")) for iri, of in held.items()]
    return tuple(sorted(found, key=lambda span: (span.first, span.dataset)))


def _spans(analysis: Analysis) -> tuple[list[tuple[int, int, int, int]], int]:
    """Return (actor, setting, first year, last year) of every dated link, and the undated settings.

    What lasts without a stated end lasts until the last year that anything else has.
    """
    column = {iri: at for at, iri in enumerate(sorted(analysis.view.settings))}
    found: list[tuple[int, int, int, int | None]] = []
    for link in analysis.view.links:
        setting = analysis.view.settings[link.setting]
        start, end = span_of(setting, link)
        if (start or end) and not ahead(setting):
            first = int((start or end or "")[:4])
            until = int(end[:4]) if end else None
            found.append((analysis.at[link.actor], column[link.setting], first, until))
    undated = sum(setting.undated for setting in analysis.view.settings.values())
    known = [until if until is not None else first for _, _, first, until in found]
    as_of = int(analysis.network.as_of[:4]) if analysis.network.as_of else 0
    horizon = max([*known, as_of], default=0)
    return [(a, s, f, horizon if u is None else u) for a, s, f, u in found], undated


def _during(
    analysis: Analysis, spans: Sequence[tuple[int, int, int, int]], first: int, last: int
) -> _Held:
    """Return what was going on from a first to a last year."""
    n = len(analysis.actors)
    there = sorted({(a, s) for a, s, start, end in spans if start <= last and end >= first})

    def incidence(links: list[tuple[int, int]]) -> Any:
        rows = np.array(links, dtype=np.int64).reshape(-1, 2)
        shape = (n, len(analysis.view.settings))
        return sparse.csr_matrix((np.ones(len(rows)), (rows[:, 0], rows[:, 1])), shape=shape)

    network = project(incidence(there))
    on_day = _on_day(analysis)
    eu, china = (incidence([link for link in there if link in on_day[side]]) for side in (0, 1))
    a, b = (eu @ china.T).nonzero()
    ends = np.minimum(a, b)[a != b], np.maximum(a, b)[a != b]
    return _Held(
        frozenset(np.union1d(network.a, network.b).tolist()),
        frozenset((network.a * n + network.b).tolist()),
        frozenset((ends[0].astype(np.int64) * n + ends[1]).tolist()),
        network,
    )


def _on_day(analysis: Analysis) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return (actor, setting) of those on the EU side and on China's, on the days of each."""
    column = {iri: at for at, iri in enumerate(sorted(analysis.view.settings))}
    eu, china = (
        {
            (analysis.at[actor], column[setting])
            for setting, sides in analysis.crossing.items()
            for actor in sides[which]
        }
        for which in (0, 1)
    )
    return eu, china


def _flow(before: frozenset[int], now: frozenset[int]) -> Flow:
    staying = len(before & now)
    return Flow(len(now), len(now) - staying, staying, len(before) - staying)


def _year(year: int, before: _Held | None, now: _Held) -> Year:
    nothing: frozenset[int] = frozenset()
    member = now.groups
    size = np.bincount(member) if len(member) else np.zeros(0, dtype=np.int64)
    return Year(
        year,
        _flow(before.actors if before else nothing, now.actors),
        _flow(before.ties if before else nothing, now.ties),
        _flow(before.pairs if before else nothing, now.pairs),
        groups=int((size > 1).sum()),
        agreement=_agreement(before, now) if before else None,
    )


def _agreement(before: _Held, now: _Held) -> float | None:
    both = sorted(before.actors & now.actors)
    if len(both) < 2:
        return None
    return adjusted_rand(before.groups[both], now.groups[both])
