"""The three sentences that open a briefing: what it is, who takes part, when it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from flask_babel import ngettext

from graph.catalogue import Entry
from graph.iris import ID
from server.i18n import language, punctuation
from server.site import show
from server.site.briefing.networked import beside_network
from server.site.briefing.subject import NEVER, OVER, PASSED, Subject, has_status
from server.site.briefing.words import _
from server.site.doubled import by_country_itself, is_person, said_doubled, several
from server.site.standing import standing, told_on

CHINA = f"{ID}country/cn"


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
    seated, own, concerned = about.projects_there()
    told_there = bool(own or concerned)
    if told_there:
        parts = [
            _("with a participant seated there: %(count)s", count=show.number(seated)),
            *by_country_itself(own),
        ]
        if concerned:
            only = _(
                "only concerned with it or with a place there, and so not in the list of projects "
                "by country or territory: %(count)s",
                count=show.number(concerned),
            )
            parts.append(only)
        told.append(
            _(
                "Of the projects (%(projects)s): %(list)s.",
                projects=show.number(seated + own + concerned),
                list=punctuation().semicolon.join(parts),
            )
        )
    projects, without = about.projects()
    # Of China it is said already who has none.
    if without and not (told_there and about.entry and about.entry.iri == CHINA):
        told.append(
            _(
                "Of all %(projects)s projects, %(count)s have no recorded participant from China.",
                count=show.number(without),
                projects=show.number(projects),
            )
        )
    return told


def _span(about: Subject) -> list[str]:
    """Return how many of the activities began between which years, how many were only announced,
    and of how many nobody says.
    """
    years = sorted(str(one.start)[:4] for one in about.begun())
    announced = len(about.announced())
    if not announced and (not years or years[0] == years[-1]):
        return []
    told = []
    if years and years[0] == years[-1]:
        count = show.number(len(years))
        told.append(_("Activities begun in %(year)s: %(count)s", year=years[0], count=count))
    elif years:
        told.append(
            _(
                "Activities begun between %(first)s and %(last)s: %(count)s",
                first=years[0],
                last=years[-1],
                count=show.number(len(years)),
            )
        )
    if announced:
        count = show.number(announced)
        told.append(
            _("only announced for a date: %(count)s", count=count)
            if told
            else _("Activities only announced for a date: %(count)s", count=count)
        )
    unsaid = len(about.activities) - len(years) - announced
    if unsaid:
        told.append(_("no beginning recorded: %(count)s", count=show.number(unsaid)))
    return [punctuation().semicolon.join(told) + ("。" if language() == "zh" else ".")]


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
        if not about.counted:
            # Of no activity there is nobody to take part: who tells of it.
            none = _told_by(about)
        elif about.organisation:
            none = _("No other organisation is recorded as taking part.")
        return punctuation().space.join([none, *_behind(about)])
    if about.organisation:
        other = _(
            "Other organisations that take part, %(name)s not counted: %(count)s; %(sides)s.",
            name=about.name,
            count=show.number(len(about.once)),
            sides=_sides(about, about.once),
        )
        return punctuation().space.join([other, *_behind(about)])
    if about.briefing.kind == "country":
        return _seated(about)
    named = several(about.doubled, about.once)
    told = ngettext(
        "%(count)s organisation takes part%(named)s: %(sides)s.",
        "%(count)s organisations take part%(named)s: %(sides)s.",
        len(about.once),
        named=_under_names(named, len(about.once)),
        count=show.number(len(about.once)),
        sides=_sides(about, about.once),
    )
    return punctuation().space.join([str(told), *_behind(about)])


def _sides(about: Subject, among: Iterable[str], elsewhere: Iterable[str] = ()) -> str:
    """Return how many of some are from which side.

    A side is left out where none can be (that of ``elsewhere``, those counted before, or of the
    other side where there is but one), and so is a rest of none.
    """
    some = list(among)
    eu, china = (len(about.of_side(side, among=some)) for side in ("eu", "china"))
    counted = list(elsewhere)
    own = [len(some) == 1 or bool(about.of_side(side, among=counted)) for side in ("eu", "china")]
    rest = len(some) - eu - china
    told = []
    if eu or not own[0]:
        told.append(_("from the EU %(count)s", count=show.number(eu)))
    if china or not own[1]:
        told.append(_("from China %(count)s", count=show.number(china)))
    if rest:
        told.append(_("from elsewhere or of unknown seat %(count)s", count=show.number(rest)))
    return punctuation().comma.join(told)


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
    values = {
        "name": about.name,
        "count": show.number(len(about.once)),
        "own": show.number(len(own)),
        "sides": _sides(about, others, own),
    }
    if others:
        told = _(
            "Organisations that take part in these activities, of all countries: %(count)s. Seated "
            "there (%(name)s): %(own)s; of the others, %(sides)s.",
            **values,
        )
    else:
        told = _(
            "Organisations that take part in these activities: %(count)s, all of them seated "
            "there (%(name)s).",
            **values,
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
                "Each of these names counted: %(count)s; from China %(china)s.",
                count=show.number(len(names)),
                china=show.number(len(about.of_side("china", among=names))),
            )
        )
    if told := beside_network(about):
        twice.append(told)
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
        return _rests_on(about)
    running, told = about.running(), about.told_running()
    over = [one for one in counted if has_status(one, *OVER)]
    passed = [one for one in counted if has_status(one, PASSED)]
    never = [one for one in counted if has_status(one, NEVER)]
    rest = len(counted) - sum(map(len, (running, over, told, passed, never)))
    states = [
        _("running by their dates %(count)s", count=show.number(len(running))) if running else "",
        _("over %(count)s", count=show.number(len(over))) if over else "",
        _(
            "announced for a day that has passed (whether held is not recorded) %(count)s",
            count=show.number(len(passed)),
        )
        if passed
        else "",
        _("came to nothing %(count)s", count=show.number(len(never))) if never else "",
        _("yet to begin or without a status in the sources %(count)s", count=show.number(rest))
        if rest
        else "",
    ]
    said = ""
    if any(states):
        said = _(
            "On %(day)s, the day of the data: %(list)s.",
            day=about.day,
            list=punctuation().comma.join(filter(None, states)),
        )
    if told:
        days = [told_on(one.iri, status) for one in told for status in one.standings]
        said += (said and punctuation().space) + _(
            "Called ongoing by a source, with no end recorded: %(count)s (as of %(day)s).",
            count=show.number(len(told)),
            day=show.period_text(max(days)) or "…",
        )
    return said


def _told_by(about: Subject) -> str:
    """Return which documents and registers tell of something."""
    if not about.sources:
        return _("No document or register tells of it.")
    names = punctuation().comma.join(show.plain_name(iri) for iri in about.sources)
    return _("Told of by: %(list)s.", list=names)


def _rests_on(about: Subject) -> str:
    """Return on how much it rests: claims of documents, rows of registers."""
    claims = sum(about.entry.documents.values()) if about.entry else 0
    rows = sum(about.entry.rows.values()) if about.entry else 0
    signs = punctuation()
    on = [
        _("claims of documents: %(count)s", count=show.number(claims)) if claims else "",
        _("rows of registers: %(count)s", count=show.number(rows)) if rows else "",
    ]
    if not any(on):
        return _("Named only in what is said of others.")
    return _("It rests on %(list)s.", list=signs.semicolon.join(filter(None, on)))


def _described(entry: Entry) -> str:
    words = [show.class_name(entry.category)]
    words += [show.kind_name(kind, entry) for kind in show.sort_kinds(entry.kinds)]
    if when := period_text(entry):
        words.append(when)
    return punctuation().pause.join(words)


def period_text(entry: Entry) -> str:
    """Return when it was as plain text: a date, several, or a span."""
    return show.period_text(entry.date_text())
