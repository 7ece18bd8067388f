"""The five numbers of a briefing and its chart."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from graph.assembly.conflict_table import KIND, REGISTER
from graph.catalogue.queries import run
from graph.iris import EUCN
from graph.network.measures.years import begun
from graph.network.telling.sentences import Speaker
from server.i18n import language, punctuation
from server.site import show
from server.site.briefing.parts import Chart, Number
from server.site.briefing.subject import Subject
from server.site.briefing.words import _
from server.site.doubled import several
from server.site.sources import told_values

MOST_YEARS = 20
MOST_COUNTRIES = 8


def charts(about: Subject) -> list[Chart]:
    """Return what began in which year, else who is from where; of the whole graph the projects of
    both sides first, by the year in which they begin. None with too little to draw.
    """
    found = [_begun(about) if about.whole else None, _years(about) or _countries(about)]
    return [one for one in found if one is not None]


def numbers(about: Subject) -> list[Number]:
    """Return the five numbers."""
    label = _("activities, with the connected ones") if about.own else _("activities")
    who, china = _("organisations taking part"), _("of them from China")
    if about.organisation:
        who = _("other organisations taking part")
        china = _("of them from China (%(name)s not counted)", name=about.name)
    elif about.briefing.kind == "country":
        who = _(
            "organisations taking part, of all countries (%(name)s: %(own)s)",
            name=about.name,
            own=show.number(len(about.seated)),
        )
    if about.briefing.kind in ("country", "topic", "whole"):
        label = _(
            "activities (with actors from both the EU and China: %(count)s)",
            count=show.number(about.joining()[0]),
        )
    doubled, from_china = about.doubled, about.of_side("china")
    return [
        Number(show.number(len(about.counted)), label),
        Number(show.number(len(about.once)), _less(who, several(doubled, about.once))),
        Number(show.number(len(from_china)), _less(china, several(doubled, from_china))),
        Number(
            show.number(len(about.running())),
            _("activities running, by their dates, on the day of the data"),
        ),
        _share(about) or _whole(about) or _known(about),
    ]


def _less(what: str, named: int) -> str:
    """Return what a number counts, with how many of it stand under more than one name."""
    if not named:
        return what
    return _("%(what)s; under more than one name: %(count)s", what=what, count=show.number(named))


def _known(about: Subject) -> Number:
    return Number(show.number(len(about.sources)), _("documents and registers"))


def _whole(about: Subject) -> Number | None:
    """Return what the projects have as wholes, where the briefing is about no recipient."""
    euro, stated, projects = about.money()
    if not projects or not stated:
        return None
    told = _(
        "EUR of EU contribution to the projects, all participants together "
        "(%(exactly)sstated for %(stated)s of %(projects)s)",
        exactly=_exactly(euro),
        stated=show.number(stated),
        projects=show.number(projects),
    )
    return Number(show.compact(euro), told)


def _exactly(euro: Decimal) -> str:
    """Return an amount that is told in short, in full, before what else is said of it."""
    full = show.whole(euro)
    return "" if full == show.compact(euro) else full + punctuation().semicolon


def _share(about: Subject) -> Number | None:
    """Return what the organisation, or those of a country, get themselves."""
    amounts: dict[str, Decimal | None] = {}
    for row in run(about.build.store, "own-share", about.recipients()):
        amount = row.get("amount")
        known = None if amount is None else Decimal(str(amount))
        amounts[str(row["participation"])] = known
    if not amounts:
        return None
    stated = [one for one in amounts.values() if one is not None]
    euro = sum(stated, Decimal(0))
    values = {
        "exactly": _exactly(euro),
        "stated": show.number(len(stated)),
        "all": show.number(len(amounts)),
        "some": show.number(sum(one > 0 for one in stated)),
    }
    if about.organisation:
        told = _(
            "EUR of net EU contribution, own share of %(name)s (%(exactly)sstated for %(stated)s "
            "of %(all)s of its participations in registers, above 0 in %(some)s)",
            name=about.name,
            **values,
        )
    else:
        told = _(
            "EUR of net EU contribution, own share of the organisations seated there "
            "(%(exactly)sstated for %(stated)s of %(all)s of their participations in registers, "
            "above 0 in %(some)s)",
            **values,
        )
    return Number(show.compact(euro), told)


def _begun(about: Subject) -> Chart | None:
    """Return the projects of both sides by the year in which they begin, as the page of years."""
    counts = begun(about.build.analysis)
    if not counts:
        return None
    speaker = Speaker(about.build.analysis.network, language())
    years = range(min(counts), max(counts) + 1)
    bars = [(str(year), counts.get(year, 0)) for year in years]
    return Chart(speaker.say("years.begun"), bars, speaker.say("years.begun-how"))


def _years(about: Subject) -> Chart | None:
    years = Counter(int(str(one.start)[:4]) for one in about.begun())
    if len(years) < 2:
        return None
    first, last = min(years), max(years)
    chart = Chart(_("Activities by the year in which they began"))
    shown = max(first, last - MOST_YEARS + 1)
    earlier = sum(count for year, count in years.items() if year < shown)
    if earlier:
        chart.bars.append((_("before %(year)s", year=shown), earlier))
    chart.bars += [(str(year), years.get(year, 0)) for year in range(shown, last + 1)]
    announced = len(about.announced())
    left = len(about.activities) - sum(years.values()) - announced
    notes = []
    if announced:
        count = show.number(announced)
        notes.append(_("Not drawn, since only announced: %(count)s", count=count))
    if left:
        notes.append(_("Not drawn, since no start is recorded: %(count)s", count=show.number(left)))
    if disputed := _disputed_starts(about):
        told = punctuation().semicolon.join(disputed)
        notes.append(_("Drawn by the earliest year that sources give: %(list)s", list=told))
    chart.note = punctuation().semicolon.join(notes)
    return chart


def _disputed_starts(about: Subject) -> list[str]:
    """Return those drawn of which sources give several years of the beginning, with all of them."""
    signs, found = punctuation(), []
    for one in about.begun():
        for row in about.build.conflicts_of(one.iri):
            years = {str(value["value"])[:4] for value in [*row["values"], *row["registers"]]}
            if row["property"] in _STARTS and row["kind"] in _OF_ONE and len(years) > 1:
                told = f"{signs.opening}{told_values(row)}{signs.closing}"
                found.append(f"{one.label(language()).text}{told}")
    return found


_STARTS = (str(EUCN.date), str(EUCN.startDate))
_OF_ONE = (KIND, REGISTER, "other-date")
"""Kinds of conflict in which several values are given of one thing."""


def _countries(about: Subject) -> Chart | None:
    entries = about.build.catalogue.entries
    counts = Counter(country for iri in about.once for country in sorted(entries[iri].countries))
    if len(counts) < 2:
        return None
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    chart = Chart(_("Organisations by country or territory"))
    chart.bars = [(show.plain_name(iri), count) for iri, count in ordered[:MOST_COUNTRIES]]
    rest = sum(count for _iri, count in ordered[MOST_COUNTRIES:])
    if rest:
        chart.note = _("Not drawn, from other countries: %(count)s", count=show.number(rest))
    return chart
