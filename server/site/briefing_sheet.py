"""What a briefing says, before it is a page or a file: sentences, numbers, a chart, lists.

All texts are in the language of the request. Page, Word and PDF show the same sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from flask_babel import gettext, ngettext

from graph.catalogue import Entry
from graph.catalogue.briefing import Briefing
from graph.catalogue.queries import run
from graph.iris import EUCN
from graph.network.measures.gap import COVERAGE, Gap
from graph.network.telling.sentences import Speaker
from server.i18n import language, punctuation
from server.site import show
from server.site.data import BuildData
from server.site.frame import built
from server.site.standing import standing


def _(text: str, **values: object) -> str:
    """Return a text in the language of the request."""
    return str(gettext(text, **values))


MOST_BROKERS = 5
MOST_GAPS = 8
MOST_LISTED = 40
"""Entries of a list that a briefing names; the rest is counted."""
MOST_YEARS = 20
MOST_COUNTRIES = 8
OVER = ("ended", "completed", "terminated", "closed", "date-passed", "withdrawn", "inactive")
ORGANISATIONS = ("Partner", "Cluster", "ClusterPartnership", "Organization")


@dataclass(frozen=True, slots=True)
class Number:
    """One of the five numbers, and what it counts."""

    text: str
    label: str


@dataclass(slots=True)
class Chart:
    """Bars with their labels; ``note`` says what is not drawn."""

    title: str
    bars: list[tuple[str, int]] = field(default_factory=list)
    note: str = ""

    @property
    def most(self) -> int:
        """Return the largest value."""
        return max((count for _label, count in self.bars), default=0)


@dataclass(slots=True)
class Item:
    """A line of a list: the name with its address, what is said of it, numbers of sources."""

    text: str
    iri: str = ""
    name: str = ""
    side: str = ""
    """The class of a side; the text names the side too, for print in grey."""
    notes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """A list with its heading; ``more`` entries are only counted."""

    key: str
    title: str
    items: list[Item] = field(default_factory=list)
    more: int = 0

    @property
    def total(self) -> int:
        """Return how many entries there are, named or only counted."""
        return len(self.items) + self.more


@dataclass(slots=True)
class Sheet:
    """A whole briefing in one language."""

    title: str
    iri: str
    day: str
    sentences: list[str] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    chart: Chart | None = None
    follows: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    sources: list[tuple[str, str]] = field(default_factory=list)
    """Name and IRI, in the order of their numbers."""

    @property
    def caution(self) -> str:
        """Return what a reader has to know before reading."""
        return _("It reports what the sources say, not what has been verified.")


def section_titles() -> dict[str, str]:
    """Return the headings of the lists by section."""
    return {
        "who": _("Participants"),
        "people": _("People"),
        "projects": _("Projects and initiatives"),
        "agreements": _("Agreements"),
        "dialogues": _("Dialogues"),
        "events": _("Events"),
        "frames": _("Programmes and policies"),
        "outcomes": _("Outcomes"),
        "figures": _("Figures"),
    }


def sheet(build: BuildData, briefing: Briefing) -> Sheet:
    """Return what the briefing says, in the language of the request."""
    return _Writer(build, briefing).written()


class _Writer:
    """Counts and tells what is in one briefing."""

    def __init__(self, build: BuildData, briefing: Briefing) -> None:
        self.build = build
        self.briefing = briefing
        self.entry = build.catalogue.entries.get(briefing.iri)
        self.name = show.plain_name(briefing.iri)
        when = built()
        self.day = show.date_text(when.date().isoformat()) if when else ""
        self.activities = briefing.activities
        self.own = [self.entry] if self.entry and briefing.kind == "activity" else []
        self.involved = self._involved()
        self.sources = briefing.sources()
        if self.entry:
            own = [*self.entry.documents, *self.entry.rows]
            self.sources = sorted(
                {*self.sources, *own}, key=lambda iri: (iri.endswith("/curation"), iri)
            )
        self.numbers_of = {iri: number for number, iri in enumerate(self.sources, 1)}

    def written(self) -> Sheet:
        made = Sheet(self.name[:1].upper() + self.name[1:], self.briefing.iri, self.day)
        made.sentences = [self._what(), self._who(), self._when()]
        made.numbers = self._numbers()
        made.chart = self._years() or self._countries()
        gaps = self._gaps()
        made.follows = self._follows(gaps)
        made.parts = [*self._lists(), *self._telling(gaps)]
        made.sources = [(show.plain_name(iri), iri) for iri in self.sources]
        return made

    def _involved(self) -> dict[str, int]:
        """Return the organisations that take part, with the number of activities of each."""
        entries = self.build.catalogue.entries
        found: Counter[str] = Counter()
        for activity in [*self.own, *self.activities]:
            found.update(
                iri
                for iri in activity.partners
                if iri in entries and entries[iri].category in ORGANISATIONS
            )
        found.pop(self.briefing.iri, None)
        return dict(found)

    def _of_side(self, *names: str) -> list[str]:
        entries = self.build.catalogue.entries

        def has(iri: str) -> bool:
            sides = {side.rpartition("/")[2] for side in entries[iri].sides}
            return bool(sides & set(names))

        return [iri for iri in self.involved if has(iri)]

    # Sentences

    def _what(self) -> str:
        if self.own:
            entry = self.own[0]
            status = standing(entry).status
            of = _described(entry)
            if status:
                return _(
                    "Status of %(name)s (%(what)s) on %(day)s: %(status)s.",
                    name=self.name,
                    what=of,
                    day=self.day,
                    status=show.plain_name(status),
                )
            return _("%(name)s is recorded as: %(what)s.", name=self.name, what=of)
        count = len(self.activities)
        if not count:
            return _("No activity is recorded for %(name)s.", name=self.name)
        years = self._span()
        told = ngettext(
            "For %(name)s, %(count)s activity is recorded: %(list)s.",
            "For %(name)s, %(count)s activities are recorded%(years)s: %(list)s.",
            count,
            name=self.name,
            years=years,
            list=self._kinds(),
            count=show.number(count),
        )
        return str(told)

    def _span(self) -> str:
        years = sorted(one.start[:4] for one in self.activities if one.start)
        if not years or years[0] == years[-1]:
            return ""
        return _(", begun between %(first)s and %(last)s", first=years[0], last=years[-1])

    def _kinds(self) -> str:
        counts = Counter(one.category for one in self.activities)
        signs = punctuation()
        return signs.comma.join(
            f"{show.class_name(name)}{signs.opening}{show.number(count)}{signs.closing}"
            for name, count in counts.most_common()
        )

    def _who(self) -> str:
        if not self.involved:
            return _("No organisation is recorded as taking part.")
        eu, china = len(self._of_side("eu")), len(self._of_side("china"))
        told = ngettext(
            "%(count)s organisation takes part: from the EU %(eu)s, from China %(china)s, from "
            "elsewhere or of unknown seat %(rest)s.",
            "%(count)s organisations take part: from the EU %(eu)s, from China %(china)s, from "
            "elsewhere or of unknown seat %(rest)s.",
            len(self.involved),
            count=show.number(len(self.involved)),
            eu=show.number(eu),
            china=show.number(china),
            rest=show.number(len(self.involved) - eu - china),
        )
        return str(told)

    def _when(self) -> str:
        counted = self.activities
        if not counted:
            return _(
                "It rests on %(claims)s claims of documents and %(rows)s rows of registers.",
                claims=show.number(sum(self.entry.documents.values()) if self.entry else 0),
                rows=show.number(sum(self.entry.rows.values()) if self.entry else 0),
            )
        running, over = self._running(), [one for one in counted if _has(one, *OVER)]
        return _(
            "On %(day)s, the day of the data: running %(running)s, over %(over)s, ahead or without "
            "such a status in the sources %(rest)s.",
            day=self.day,
            running=show.number(len(running)),
            over=show.number(len(over)),
            rest=show.number(len(counted) - len(running) - len(over)),
        )

    def _running(self) -> list[Entry]:
        return [one for one in self.activities if _has(one, "ongoing")]

    # Numbers and chart

    def _numbers(self) -> list[Number]:
        label = _("connected activities") if self.own else _("activities")
        euro, stated, projects = self._money()
        found = [
            Number(show.number(len(self.activities)), label),
            Number(show.number(len(self.involved)), _("organisations taking part")),
            Number(show.number(len(self._of_side("china"))), _("of them from China")),
            Number(
                show.number(len(self._running())), _("activities running on the day of the data")
            ),
        ]
        if projects:
            told = _(
                "EUR of EU contribution (%(euro)s; stated for %(stated)s of %(projects)s projects)",
                euro=show.number(int(euro)),
                stated=show.number(stated),
                projects=show.number(projects),
            )
            found.append(Number(show.compact(euro), told))
        else:
            found.append(Number(show.number(len(self.sources)), _("documents and registers")))
        return found

    def _money(self) -> tuple[Decimal, int, int]:
        """Return the sum, of how many projects it is, and how many projects there are."""
        projects = [one.iri for one in [*self.own, *self.activities] if one.category == "Project"]
        amounts: dict[str, Decimal] = {}
        exact = str(EUCN.euContribution)
        rows = run(self.build.store, "money", projects)
        for row in sorted(
            rows, key=lambda row: (str(row["property"]) == exact, str(row["amount"]))
        ):
            # What the register gives to the cent comes last and holds.
            amounts[str(row["project"])] = Decimal(str(row["amount"]))
        return sum(amounts.values(), Decimal(0)), len(amounts), len(projects)

    def _years(self) -> Chart | None:
        years = Counter(int(one.start[:4]) for one in self.activities if one.start)
        if len(years) < 2:
            return None
        first, last = min(years), max(years)
        chart = Chart(_("Activities by the year in which they began"))
        shown = max(first, last - MOST_YEARS + 1)
        earlier = sum(count for year, count in years.items() if year < shown)
        if earlier:
            chart.bars.append((_("before %(year)s", year=shown), earlier))
        chart.bars += [(str(year), years.get(year, 0)) for year in range(shown, last + 1)]
        left = len(self.activities) - sum(years.values())
        if left:
            chart.note = _(
                "Not drawn, since no start is recorded: %(count)s", count=show.number(left)
            )
        return chart

    def _countries(self) -> Chart | None:
        entries = self.build.catalogue.entries
        counts = Counter(
            country for iri in self.involved for country in sorted(entries[iri].countries)
        )
        if len(counts) < 2:
            return None
        ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        chart = Chart(_("Organisations by country or territory"))
        chart.bars = [(show.plain_name(iri), count) for iri, count in ordered[:MOST_COUNTRIES]]
        rest = sum(count for _iri, count in ordered[MOST_COUNTRIES:])
        if rest:
            chart.note = _("Not drawn, from other countries: %(count)s", count=show.number(rest))
        return chart

    # What follows

    def _follows(self, gaps: list[Gap]) -> list[str]:
        found = []
        told = []
        for side in ("eu", "china"):
            iri, count = self._most_active(self._of_side(side))
            if iri and side == "eu":
                told.append(
                    _("from the EU %(who)s (%(count)s)", who=show.plain_name(iri), count=count)
                )
            elif iri:
                told.append(
                    _("from China %(who)s (%(count)s)", who=show.plain_name(iri), count=count)
                )
        if told and self.activities:
            signs = punctuation()
            found.append(
                _(
                    "Involved most often, with the number of activities: %(list)s.",
                    list=signs.semicolon.join(told),
                )
            )
        ending = min(
            (one for one in self._running() if one.end), key=lambda one: str(one.end), default=None
        )
        if ending is not None:
            found.append(
                _(
                    "Of what is running, the next to end is %(what)s (%(when)s).",
                    what=ending.label(language()).text,
                    when=show.date_text(str(ending.end)),
                )
            )
        ahead = [one for one in self.activities if _has(one, "planned", "announced", "approved")]
        if ahead:
            names = punctuation().comma.join(one.label(language()).text for one in ahead[:3])
            found.append(
                _(
                    "Told as planned, announced or approved, with no beginning recorded: "
                    "%(count)s, among them %(list)s.",
                    count=show.number(len(ahead)),
                    list=names,
                )
            )
        disputed = [
            one.iri
            for one in [*self.own, *self.briefing.entries]
            if self.build.conflicts_of(one.iri)
        ]
        if disputed:
            found.append(
                _(
                    "Sources disagree about: %(list)s.",
                    list=punctuation().comma.join(show.plain_name(iri) for iri in disputed[:5]),
                )
            )
        if gaps:
            speaker = Speaker(self.build.analysis.network, language())
            found.append(_("Left open by the sources: %(gap)s", gap=speaker.gap(gaps[0])))
        return found

    def _most_active(self, among: Iterable[str]) -> tuple[str, int]:
        ordered = sorted(among, key=lambda iri: (-self.involved[iri], show.plain_name(iri)))
        return (ordered[0], self.involved[ordered[0]]) if ordered else ("", 0)

    # Lists

    def _lists(self) -> list[Part]:
        titles = section_titles()
        found = []
        for key, entries in self.briefing.sections.items():
            ordered = entries
            if key == "who":
                rank = self.involved
                ordered = sorted(entries, key=lambda one: (-rank.get(one.iri, 0), one.iri))
            part = Part(key, titles[key], more=max(0, len(entries) - MOST_LISTED))
            part.items = [self._item(key, one) for one in ordered[:MOST_LISTED]]
            found.append(part)
        return found

    def _item(self, key: str, entry: Entry) -> Item:
        signs = punctuation()
        name = entry.label(language()).text
        words = [show.plain_name(kind) for kind in show.sort_by_name(entry.kinds)]
        if key == "who":
            words += [show.plain_name(side) for side in show.sort_by_name(entry.sides)]
            words += [show.plain_name(one) for one in show.sort_by_name(entry.countries)[:3]]
        if when := period_text(entry):
            words.append(when)
        summary = show.in_language(entry.summaries)
        if summary and key not in ("figures", "outcomes") and summary.text != name:
            words.append(summary.text)
        documents = [*entry.documents, *entry.rows]
        return Item(
            signs.pause.join(dict.fromkeys(words)),
            entry.iri,
            name,
            show.side_class(entry.sides) if entry.sides else "",
            sorted(self.numbers_of[iri] for iri in documents if iri in self.numbers_of),
        )

    def _gaps(self) -> list[Gap]:
        catalogue, iri = self.build.catalogue, self.briefing.iri
        within = catalogue.with_narrower(iri) if self.briefing.kind == "topic" else {iri}
        return [
            gap
            for gap in self.build.gaps
            if gap.group != COVERAGE and (set(gap.things) | gap.topics) & within
        ][:MOST_GAPS]

    def _telling(self, gaps: list[Gap]) -> list[Part]:
        speaker = Speaker(self.build.analysis.network, language())
        members = {entry.iri for entry in self.briefing.entries} | {self.briefing.iri}
        brokers = [
            one
            for one in self.build.brokers
            if one.iri in members and (one.functions or one.pairs_cut)
        ][:MOST_BROKERS]
        space = punctuation().space
        parts = []
        if brokers:
            items = [
                Item(speaker.broker(one), one.iri, show.plain_name(one.iri)) for one in brokers
            ]
            parts.append(Part("brokers", _("Brokers"), items))
        if gaps:
            told = [Item(f"{speaker.gap(gap)}{space}{speaker.closes(gap)}") for gap in gaps]
            parts.append(Part("gaps", _("Gaps"), told))
        return parts


def _has(entry: Entry, *statuses: str) -> bool:
    return any(one.rpartition("/")[2] in statuses for one in entry.standings)


def _described(entry: Entry) -> str:
    words = [show.class_name(entry.category)]
    words += [show.plain_name(kind) for kind in show.sort_by_name(entry.kinds)]
    if when := period_text(entry):
        words.append(when)
    return punctuation().pause.join(words)


def period_text(entry: Entry) -> str:
    """Return when it was as plain text: a date, several, or a span."""
    told = entry.date_text()
    start, bar, end = told.partition("/")
    texts: Callable[[str], str] = show.date_text
    if not bar:
        return punctuation().comma.join(texts(one) for one in start.split())
    between = "至" if language() == "zh" else " – "
    return f"{texts(start) if start else '…'}{between}{texts(end) if end else '…'}"
