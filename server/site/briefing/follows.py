"""What follows from what a briefing tells."""

from __future__ import annotations

from collections.abc import Iterable

from graph.assembly.conflict_table import KIND, REGISTER
from graph.catalogue import Entry
from graph.network.measures.gap import Gap
from server.i18n import language, punctuation
from server.site import show
from server.site.briefing.subject import OVER, Subject, has_status
from server.site.briefing.words import _
from server.site.sources import told_values, why_conflict


def follows(about: Subject, gaps: list[Gap]) -> list[str]:
    """Return what a reader can take away, one sentence for each."""
    found = []
    told = []
    if about.recipients():
        euro, stated, projects = about.money()
        if stated:
            found.append(
                _(
                    "The whole projects, all participants together: %(euro)s EUR of EU "
                    "contribution, stated for %(stated)s of %(projects)s. This is not the "
                    "share of one participant.",
                    euro=show.whole(euro),
                    stated=show.number(stated),
                    projects=show.number(projects),
                )
            )
    own, count = _most_active(about, about.seated)
    if own:
        told.append(_("seated there %(who)s (%(count)s)", who=own, count=count))
    others = [iri for iri in about.once if iri not in about.seated]
    for side in ("eu", "china"):
        who, count = _most_active(about, about.of_side(side, among=others))
        if who and side == "eu":
            told.append(_("from the EU %(who)s (%(count)s)", who=who, count=count))
        elif who:
            told.append(_("from China %(who)s (%(count)s)", who=who, count=count))
    if told and about.activities:
        signs = punctuation()
        found.append(
            _(
                "Involved most often, with the number of activities: %(list)s.",
                list=signs.semicolon.join(told),
            )
        )
    if ending := _next_to_end(about):
        found.append(ending)
    ahead = [one for one in about.activities if _told_as_planned(one)]
    if ahead:
        names = punctuation().comma.join(_planned(about, one) for one in ahead[:3])
        found.append(
            _(
                "Told as planned, announced or approved, with no beginning recorded: "
                "%(count)s, among them %(list)s.",
                count=show.number(len(ahead)),
                list=names,
            )
        )
    disputed = [
        _disputed(about, one.iri)
        for one in [*about.own, *about.briefing.entries]
        if about.build.conflicts_of(one.iri)
    ]
    found += [_("Sources disagree about: %(list)s.", list=one) for one in disputed[:MOST_DISPUTED]]
    if len(disputed) > MOST_DISPUTED:
        left = show.number(len(disputed) - MOST_DISPUTED)
        found.append(_("Further entries about which sources disagree: %(count)s.", count=left))
    if gaps:
        said = about.speaker.joined([about.speaker.gap(gaps[0]), about.speaker.doubles(gaps[0])])
        found.append(_("Left open by the sources: %(gap)s", gap=said.strip()))
    return found


def _next_to_end(about: Subject) -> str:
    """Return what of what runs ends first: all that end on the same day, some of many by name."""
    running = [one for one in about.running() if one.end]
    first = min((str(one.end) for one in running), default="")
    names = sorted(one.label(language()).text for one in running if str(one.end) == first)
    if not names:
        return ""
    if len(names) == 1:
        return _(
            "Of what is running, the next to end is %(what)s (%(when)s).",
            what=names[0],
            when=show.date_text(first),
        )
    listed = punctuation().comma.join(names[:MOST_ENDING])
    if len(names) > MOST_ENDING:
        rest = show.number(len(names) - MOST_ENDING)
        listed = punctuation().comma.join((listed, _("and %(count)s more", count=rest)))
    return _(
        "Of what is running, %(count)s end next, all on one day (%(when)s): %(list)s.",
        count=show.number(len(names)),
        when=show.date_text(first),
        list=listed,
    )


def _told_as_planned(entry: Entry) -> bool:
    """Return whether something is told as to come, or was as a part of what is over by now."""
    undated = not entry.start and not entry.end
    passed = undated and has_status(entry, "date-passed")
    return passed or has_status(entry, "planned", "announced", "approved")


def _planned(about: Subject, entry: Entry) -> str:
    """Name what is told as planned; a part of what is over, with that."""
    name = entry.label(language()).text
    entries = about.build.catalogue.entries
    wholes = [entries[iri] for iri in sorted(entry.parents) if iri in entries]
    over = next((one for one in wholes if has_status(one, *OVER)), None)
    if over is None:
        return name
    signs = punctuation()
    if over.end:
        told = _(
            "part of %(whole)s, which ended on %(day)s",
            whole=over.label(language()).text,
            day=show.date_text(over.end),
        )
    else:
        told = _("part of %(whole)s, which is over", whole=over.label(language()).text)
    return f"{name}{signs.opening}{told}{signs.closing}"


def _disputed(about: Subject, iri: str) -> str:
    """Return what sources disagree about, on what of it, and what each says."""
    signs = punctuation()
    facts = []
    for row in about.build.conflicts_of(iri):
        said = told_values(row)
        if row["kind"] in (KIND, REGISTER):
            facts.append(f"{show.plain_name(str(row['property']))}{signs.colon}{said}")
        else:
            facts.append(f"{why_conflict(row).rstrip('.。')}{signs.colon}{said}")
    return f"{show.plain_name(iri)}{signs.opening}{signs.semicolon.join(facts)}{signs.closing}"


MOST_DISPUTED = 5
"""Things about which sources disagree that a briefing names; the rest is counted."""


MOST_ENDING = 6
"""Activities that end on the same day that are named."""
MOST_EQUAL = 3
"""Organisations equally active that are named; of more, none is the most active."""


def _most_active(about: Subject, among: Iterable[str]) -> tuple[str, str]:
    """Return who is the most active of some, by name, and with how many activities; nobody where
    many are, or where all have a single one.
    """
    counts = {iri: about.involved[iri] for iri in among}
    most = max(counts.values(), default=0)
    first = sorted(show.plain_name(iri) for iri, count in counts.items() if count == most)
    if not first or len(first) > MOST_EQUAL or (most == 1 and len(counts) > 1):
        return "", ""
    told = show.number(most)
    return punctuation().comma.join(first), told if len(first) == 1 else _(
        "%(count)s each", count=told
    )
