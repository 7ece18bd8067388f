"""The three sentences that open a briefing: what it is, who takes part, when it was."""

from __future__ import annotations

from collections import Counter

from flask_babel import ngettext

from graph.catalogue import Entry
from server.i18n import language, punctuation
from server.site import show
from server.site.briefing.subject import OVER, Subject, has_status
from server.site.briefing.words import _
from server.site.doubled import is_person, said_doubled, several
from server.site.standing import standing, told_on


def sentences(about: Subject) -> list[str]:
    """Return what a briefing begins with; what a thing is, in a summary, before how it stands."""
    first = [summary(about.entry), _what(about)] if about.entry else [_what(about)]
    return [punctuation().space.join(one for one in first if one), _who(about), _when(about)]


def summary(entry: Entry) -> str:
    """Return the summary of an entry as a sentence, "" where it has none beside its name."""
    told = show.in_language(entry.summaries)
    if told is None or told.text == entry.label(language()).text:
        return ""
    full = "。" if language() == "zh" else "."
    return told.text.rstrip(".。") + full


def _what(about: Subject) -> str:
    if about.own:
        entry = about.own[0]
        stands = standing(entry)
        status, of = stands.status, _described(entry)
        if status and stands.told:
            return _(
                "Status of %(name)s (%(what)s) as last stated by a source, as of %(day)s: "
                "%(status)s.",
                name=about.name,
                what=of,
                day=show.period_text(stands.told),
                status=show.plain_name(status),
            )
        if status:
            return _(
                "Status of %(name)s (%(what)s) on %(day)s: %(status)s.",
                name=about.name,
                what=of,
                day=about.day,
                status=show.plain_name(status),
            )
        return _("%(name)s is recorded as: %(what)s.", name=about.name, what=of)
    count = len(about.activities)
    if not count:
        return _("No activity is recorded for %(name)s.", name=about.name)
    if about.whole:
        told = _(
            "Activities recorded in the graph: %(count)s (%(list)s).",
            list=_kinds(about),
            count=show.number(count),
        )
    else:
        told = str(
            ngettext(
                "For %(name)s, %(count)s activity is recorded: %(list)s.",
                "For %(name)s, %(count)s activities are recorded: %(list)s.",
                count,
                name=about.name,
                list=_kinds(about),
                count=show.number(count),
            )
        )
    return punctuation().space.join([told, *_joining(about), *_span(about)])


def _joining(about: Subject) -> list[str]:
    """Return how many of the activities are joint ones, for a country or a topic."""
    if about.briefing.kind not in ("country", "topic", "whole"):
        return []
    inside, overview = about.joining()
    told = [
        _(
            "Activities of these with actors from both the EU and China: %(count)s.",
            count=show.number(inside),
        )
        if inside == overview
        else _(
            "Activities of these with actors from both the EU and China: %(count)s; the overview "
            "of the network, which counts stated cooperation too, has %(all)s.",
            count=show.number(inside),
            all=show.number(overview),
        )
    ]
    projects, without = about.projects()
    if without:
        told.append(
            _(
                "Of all %(projects)s projects, %(count)s have no recorded participant from China.",
                count=show.number(without),
                projects=show.number(projects),
            )
        )
    return told


def _span(about: Subject) -> list[str]:
    """Return how many of the activities began between which years, and of how many nobody says."""
    years = sorted(one.start[:4] for one in about.activities if one.start)
    if not years or years[0] == years[-1]:
        return []
    began = _(
        "Activities begun between %(first)s and %(last)s: %(count)s",
        first=years[0],
        last=years[-1],
        count=show.number(len(years)),
    )
    unsaid = len(about.activities) - len(years)
    if unsaid:
        more = _("no beginning recorded: %(count)s", count=show.number(unsaid))
        began = punctuation().semicolon.join((began, more))
    return [began + ("。" if language() == "zh" else ".")]


def _kinds(about: Subject) -> str:
    counts = Counter(one.category for one in about.activities)
    signs = punctuation()
    return signs.comma.join(
        f"{show.class_name(name)}{signs.opening}{show.number(count)}{signs.closing}"
        for name, count in counts.most_common()
    )


def _who(about: Subject) -> str:
    if not about.involved:
        none = _("No organisation is recorded as taking part.")
        return punctuation().space.join([none, *_behind(about)])
    eu, china = len(about.of_side("eu")), len(about.of_side("china"))
    if about.organisation:
        other = _(
            "Other organisations that take part, %(name)s not counted: %(count)s; from the EU "
            "%(eu)s, from China %(china)s, from elsewhere or of unknown seat %(rest)s.",
            name=about.name,
            count=show.number(len(about.once)),
            eu=show.number(eu),
            china=show.number(china),
            rest=show.number(len(about.once) - eu - china),
        )
        return punctuation().space.join([other, *_behind(about)])
    if about.briefing.kind == "country":
        return _seated(about)
    named = several(about.doubled, about.once)
    told = ngettext(
        "%(count)s organisation takes part%(named)s: from the EU %(eu)s, from China %(china)s, "
        "from elsewhere or of unknown seat %(rest)s.",
        "%(count)s organisations take part%(named)s: from the EU %(eu)s, from China %(china)s, "
        "from elsewhere or of unknown seat %(rest)s.",
        len(about.once),
        named=_under_names(named, len(about.once)),
        count=show.number(len(about.once)),
        eu=show.number(eu),
        china=show.number(china),
        rest=show.number(len(about.once) - eu - china),
    )
    return punctuation().space.join([str(told), *_behind(about)])


def _under_names(named: int, count: int) -> str:
    """Return how many of those that a sentence counts stand under more than one name."""
    if not named:
        return ""
    if count == 1:
        return _(", under more than one name")
    return _(", %(count)s of them under more than one name", count=show.number(named))


def _seated(about: Subject) -> str:
    """Return who takes part in the activities of a country: its own, and the others by side."""
    own = set(about.seated)
    others = [iri for iri in about.once if iri not in own]
    eu, china = len(about.of_side("eu", among=others)), len(about.of_side("china", among=others))
    told = _(
        "Organisations that take part in these activities, of all countries: %(count)s. Seated "
        "there (%(name)s): %(own)s; of the others, from the EU %(eu)s, from China %(china)s, "
        "from elsewhere or of unknown seat %(rest)s.",
        name=about.name,
        count=show.number(len(about.once)),
        own=show.number(len(own)),
        eu=show.number(eu),
        china=show.number(china),
        rest=show.number(len(others) - eu - china),
    )
    return punctuation().space.join([told, *_behind(about)])


def _behind(about: Subject) -> list[str]:
    """Return who counts with another; and how many states, parties and funders there are,
    which do not count as taking part.
    """
    twice = [said] if (said := said_doubled(about.doubled)) else []
    entries = about.build.catalogue.entries
    if persons := sum(is_person(entries[iri]) for iri in about.once):
        twice.insert(
            0,
            _(
                "Natural persons among them, whose names are not recorded: %(count)s.",
                count=show.number(persons),
            ),
        )
    if about.doubled and about.whole:
        names = list(about.involved)
        twice.append(
            _(
                "Each of these names counted: %(count)s; from China %(china)s. The network, which "
                "has members, stated cooperation and standing offers too: from China %(network)s.",
                count=show.number(len(names)),
                china=show.number(len(about.of_side("china", among=names))),
                network=show.number(about.build.analysis.sides.count("china")),
            )
        )
    if not about.behind:
        return twice
    return [
        *twice,
        _(
            "Not counted, as states, unions of states, or only funders: %(count)s.",
            count=show.number(len(about.behind)),
        ),
    ]


def _when(about: Subject) -> str:
    counted = about.counted
    if not about.activities:
        return _(
            "It rests on %(claims)s claims of documents and %(rows)s rows of registers.",
            claims=show.number(sum(about.entry.documents.values()) if about.entry else 0),
            rows=show.number(sum(about.entry.rows.values()) if about.entry else 0),
        )
    running, told = about.running(), about.told_running()
    over = [one for one in counted if has_status(one, *OVER)]
    said = _(
        "On %(day)s, when the graph was built: running by their dates %(running)s, over "
        "%(over)s, yet to begin or without a status in the sources %(rest)s.",
        day=about.day,
        running=show.number(len(running)),
        over=show.number(len(over)),
        rest=show.number(len(counted) - len(running) - len(over) - len(told)),
    )
    if told:
        days = [told_on(one.iri, status) for one in told for status in one.standings]
        said += punctuation().space + _(
            "Called ongoing by a source, with no end recorded: %(count)s (as of %(day)s).",
            count=show.number(len(told)),
            day=show.period_text(max(days)) or "…",
        )
    return said


def _described(entry: Entry) -> str:
    words = [show.class_name(entry.category)]
    words += [show.kind_name(kind, entry) for kind in show.sort_kinds(entry.kinds)]
    if when := period_text(entry):
        words.append(when)
    return punctuation().pause.join(words)


def period_text(entry: Entry) -> str:
    """Return when it was as plain text: a date, several, or a span."""
    return show.period_text(entry.date_text())
